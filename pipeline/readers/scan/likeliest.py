"""The likeliest words of a line or a cell: what the reader of words saw, weighed with usage and with the cells around.

Only words are chosen so. A numeral may be any other, whatever stands beside it elsewhere.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise

import regex

from pipeline.readers.words import PrintedWord

from .readers import Misread, Usual

_SURE = 0.98
"""Confidence in two words from which one may be expected beside the other again."""
_ECHO = 2.5
"""Logarithm of the odds that such a neighbour gives."""
_ROUNDS = 2
"""Times that a line is gone through: a word that changed may change its neighbour."""
_COUNTED = regex.compile(r"\d+|[%‰]")


@dataclass(frozen=True, slots=True)
class Echoes:
    """Words in small letters that were surely read beside each other; an empty one is the end of a line or a cell."""

    pairs: frozenset[tuple[str, str]] = frozenset()

    def __call__(self, before: str, word: str, after: str) -> float:
        """Return how much speaks for a word between two others, as the logarithm of odds."""
        before, word, after = before.lower(), word.lower(), after.lower()
        return _ECHO * (((before, word) in self.pairs) + ((word, after) in self.pairs))


def echoes_of(read: Iterable[Sequence[PrintedWord]]) -> Echoes:
    """Collect the neighbours that were surely read in lines or cells.

    >>> sorted(echoes_of([[PrintedWord("Mỗi", 0.99), PrintedWord("năm", 1.0), PrintedWord("nột", 0.4)]]).pairs)
    [('', 'mỗi'), ('mỗi', 'năm')]
    """
    found: set[tuple[str, str]] = set()
    end = PrintedWord("", 1.0)
    for words in read:
        found.update(
            (one.text.lower(), other.text.lower())
            for one, other in pairwise((end, *words, end))
            if min(one.confidence, other.confidence) >= _SURE
        )
    return Echoes(frozenset(found))


def counted(text: str) -> list[str]:
    """Return the numerals and the signs of rates in a text: what no reader of words decides alone.

    >>> counted("Tăng 12,5% so với 2020")
    ['12', '5', '%', '2020']
    """
    return _COUNTED.findall(text)


def likeliest(printed: Sequence[PrintedWord], known: Sequence[Usual], misread: Misread) -> list[str]:
    """Take for each word the likeliest of what it may be, by what the network saw and what is known beside that.

    Then misread words are exchanged for what leaves fewer of them.

    >>> words = [PrintedWord("Thanh", 0.6, (("Thành", 0.5),)), PrintedWord("phố", 0.9)]
    >>> likeliest(words, (), lambda text: text.count("Thanh phố"))
    ['Thành', 'phố']
    >>> likeliest(words, [lambda before, word, after: 1.0 * (word == "Thành")], lambda text: 0)
    ['Thành', 'phố']
    """
    chosen = [word.text for word in printed]
    for _ in range(_ROUNDS):
        for at, word in enumerate(printed):
            before, after = chosen[at - 1] if at else "", chosen[at + 1] if at + 1 < len(chosen) else ""
            chosen[at] = _best(word, before, after, known)
    return _less_misread(printed, chosen, misread)


def _best(word: PrintedWord, before: str, after: str, known: Sequence[Usual]) -> str:
    numerals = counted(word.text)
    options = [(text, odds) for text, odds in word.runners_up if counted(text) == numerals]
    if not options:
        return word.text
    return max(
        ((word.text, 1.0), *options),
        key=lambda option: math.log(option[1]) + sum(usual(before, option[0], after) for usual in known),
    )[0]


def _less_misread(printed: Sequence[PrintedWord], chosen: list[str], misread: Misread) -> list[str]:
    wrong = misread(" ".join(chosen))
    for at, word in enumerate(printed):
        holds = bool(counted(word.text))
        options = [text for text, _ in word.runners_up if not holds or (counted(text) and len(text) == len(word.text))]
        for other in options if wrong else ():
            instead = [*chosen[:at], other, *chosen[at + 1 :]]
            left = misread(" ".join(instead))
            if left < wrong:
                chosen, wrong = instead, left
                break
    return chosen
