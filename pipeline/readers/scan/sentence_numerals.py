"""Numerals in sentences: each as the reader of words, that of numerals and the page pass see it together."""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Iterable, Iterator

import regex

from pipeline.model import Reading
from pipeline.readers.words import PrintedWord

MARKS = " ().,;:“”\"'"
"""What stands around a numeral without being part of it."""
_NUMERAL = regex.compile(r"\d[\d.,]*(?:[-/]\d[\d.,]*)*[%‰]?")
_GROUPED = regex.compile(r"\d{1,3}(?:\.\d{3})+(?:,\d+)?[%‰]?")
_SIGNS = "%‰-/"
_COMPARED = ("≥", "≤", "<", ">", "±", "+", "-")
_FIGURE = regex.compile(r"(?<![\p{L}\d])[IVXLCDM]+(?![\p{L}\d])")
_DIGIT = regex.compile(r"\d")
_STOPS = regex.compile(r"[.,]")
_LIKE = {"1": "Iliíìỉĩị|!]ïÏÌÍĨ¡", "0": "oóòõỏọôốồổỗộơớờởỡợöØ"}
"""Letters and signs that a worn digit is taken for; beside digits they stand for nothing else."""
_DIGITS = {ord(char): digit for digit, chars in _LIKE.items() for char in chars}
_UNSEEN_BY_WORDS, _UNSEEN_BY_NUMERALS, _PAGE = 2e-3, 1e-3, 1.3
"""Share of what a reader did not see at all, and how much the page pass speaks for what it has, in logarithms of odds.
Of 2,268 numerals in sentences of two plans at heavy wear and as a fax 11 are then wrong, and 33 if two of three readers
decide, as fitted to the same."""
_LEAST_SEEN, _LEAST_ALONE = 0.1, 0.5
"""Share that the reader of numerals gives at least to what a spoilt numeral is taken for, if its letters look like the
digits, and if they do not, so that the reader of words has to see it too."""

Shares = dict[str, float]
"""How likely a reader takes each numeral to be printed, without its stops."""


def settle_numeral(text: str, word: PrintedWord, seen: Reading | None, other: str) -> str:
    """Return a word that holds a digit with its numeral as it is likeliest printed, by all that three readers saw.

    ``text`` is what the word was taken for so far, of which the marks are kept, ``seen`` what the reader of numerals
    made of it, ``other`` what the page pass has in its place. A word that is more than a numeral stays as it is, and so
    does a spoilt numeral for which the reader of numerals sees none.

    >>> word = PrintedWord("(00", 0.8, (("(100", 0.4),))
    >>> settle_numeral("(00", word, Reading("(100", "numerals", 0.95), "(100")
    '(100'
    >>> settle_numeral("0i,", PrintedWord("0i,", 0.9), Reading("01", "numerals", 0.9), "0ï")
    '01,'
    >>> unit, refused = PrintedWord("12m", 0.9), Reading("", "numerals", 0.99, ("12",), (0.01,))
    >>> settle_numeral("12m", unit, refused, "12")
    '12m'
    """
    bare = text.strip(MARKS)
    if not _DIGIT.search(bare):
        return text
    printed, counted = list(_printed(word)), list(_counted(seen))
    by_words, by_numerals, page = _shares(printed), _shares(counted), _without_stops(_numeral_in(other))

    def score(numeral: str) -> float:
        of_words, of_numerals = by_words.get(numeral, 0.0), by_numerals.get(numeral, 0.0)
        seen_by_both = math.log(of_words + _UNSEEN_BY_WORDS) + math.log(of_numerals + _UNSEEN_BY_NUMERALS)
        return seen_by_both + _PAGE * (numeral == page)

    best = max(filter(None, (*by_words, *by_numerals, page)), key=score, default="")
    if not is_numeral(bare):
        first = max(by_numerals, key=by_numerals.__getitem__, default="")
        if bare[:1] in _COMPARED or other.strip(MARKS) == bare or best != first:
            return text
        is_alike = bool(_numeral_in(bare))
        is_seen = by_words.get(best, 0.0) >= _LEAST_SEEN or page == best
        is_as_long = is_seen and len(best) == sum(map(_is_counted, bare))
        if not (is_alike or is_as_long) or by_numerals[best] < (_LEAST_SEEN if is_alike else _LEAST_ALONE):
            return text
    spelled = _spelled(best, (*printed, *counted), _numeral_in(other))
    return text.replace(bare, spelled, 1)


def is_numeral(text: str) -> bool:
    """Say whether a text is a numeral and nothing else: no unit behind it, no letter in it."""
    return _NUMERAL.fullmatch(text) is not None


def _is_counted(char: str) -> bool:
    return char.isalnum() or char in _SIGNS


def _numeral_in(text: str) -> str:
    """Return the numeral that a word is, letters that look like digits taken for these; nothing for other words.

    >>> _numeral_in("(1o0%),"), _numeral_in("IIa"), _numeral_in("30/30"), _numeral_in("4000đ"), _numeral_in("II/2025")
    ('100%', '', '30/30', '', '')
    """
    bare = text.strip(MARKS)
    if not _DIGIT.search(bare) or _FIGURE.search(bare):
        return ""
    spelled = bare if _NUMERAL.fullmatch(bare) else bare.translate(_DIGITS)
    return spelled if _NUMERAL.fullmatch(spelled) else ""


def _without_stops(numeral: str) -> str:
    return _STOPS.sub("", numeral)


def _printed(word: PrintedWord) -> Iterator[tuple[str, float]]:
    options = ((word.text, 1.0), *word.runners_up)
    total = sum(odds for _, odds in options)
    return ((_numeral_in(text), odds / total) for text, odds in options)


def _counted(seen: Reading | None) -> Iterator[tuple[str, float]]:
    if seen is not None:
        yield _numeral_in(seen.text), seen.confidence or 0.0
        yield from ((_numeral_in(text), share) for text, share in zip(seen.runners_up, seen.odds, strict=False))


def _shares(read: Iterable[tuple[str, float]]) -> Shares:
    found: Shares = defaultdict(float)
    for numeral, share in read:
        if numeral:
            found[_without_stops(numeral)] += share
    return found


def _spelled(numeral: str, read: Iterable[tuple[str, float]], page: str) -> str:
    """Put the stops into a numeral as they are likeliest read, groups of three first if they were seen at all.

    >>> read = [("1,500", 0.97), ("1.500", 0.003), ("1500", 0.4), ("1.500", 0.3)]
    >>> _spelled("1500", read[:2], "1,500"), _spelled("1500", read[2:], "")
    ('1,500', '1.500')
    """
    own = [(text, share) for text, share in (*read, (page, _LEAST_SEEN)) if text and _without_stops(text) == numeral]

    def rank(each: tuple[str, float]) -> tuple[bool, float]:
        text, share = each
        return _GROUPED.fullmatch(text) is not None and share >= _LEAST_SEEN, share

    return max(own, key=rank)[0]
