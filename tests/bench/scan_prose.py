"""How much of the running text was read as it is printed."""

from __future__ import annotations

import unicodedata
from collections import Counter
from collections.abc import Sequence
from itertools import chain

import regex
from rapidfuzz import fuzz
from rapidfuzz.distance import Levenshtein

ANCHOR = 80
"""Characters at either end of the printed text by which it is found in what was read."""
NUMERAL = regex.compile(r"\d+(?:[.,]\d+)*")


def normal(text: str) -> str:
    r"""Return a text in NFC with single blanks.

    >>> normal(" Kê\u0301  hoạch\n")
    'Kế hoạch'
    """
    return unicodedata.normalize("NFC", " ".join(text.split()))


def count_errors(true: str, read: str) -> tuple[int, int]:
    """Return the edits between two texts and the length of the true one, in grapheme clusters.

    What was read before and after the printed text (letterhead, recipients, tables) is left out.

    >>> count_errors("Kế hoạch năm 2024", "Ké hoạch năm 2O24")
    (2, 17)
    """
    true, read = normal(true), _between(normal(true), normal(read))
    graphemes = [regex.findall(r"\X", text) for text in (true, read)]
    return Levenshtein.distance(*graphemes), len(graphemes[0])


def _between(true: str, read: str) -> str:
    """Return the part of what was read from the beginning to the end of the true text."""
    head = fuzz.partial_ratio_alignment(true[:ANCHOR], read)
    tail = fuzz.partial_ratio_alignment(true[-ANCHOR:], read)
    if head is None or tail is None or tail.dest_end <= head.dest_start:
        return read
    return read[head.dest_start : tail.dest_end]


def show_rate(errors: int, length: int) -> str:
    """Print an error rate with the number of characters it is of.

    >>> show_rate(5, 2000), show_rate(0, 0)
    ('0.25 % of 2,000', '-')
    """
    return f"{100 * errors / length:.2f} % of {length:,}" if length else "-"


def count_numerals(true: Sequence[str], read: str) -> tuple[int, int]:
    """Return how many numerals of the printed texts were read somewhere, and how many there are.

    >>> count_numerals(["1.250 12", "12"], "12 1.25O")
    (1, 3)
    """
    printed = Counter(chain.from_iterable(NUMERAL.findall(text) for text in true))
    return sum((printed & Counter(NUMERAL.findall(read))).values()), printed.total()
