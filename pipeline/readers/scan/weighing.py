"""Which number a cell holds: first its digits, by how likely each reader is right, then the marks between them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace
from math import log

import regex

from pipeline.model import UNREAD, Reading
from pipeline.readers.numerals.decode import bare

from .separators import UNKNOWN, Habit

COLUMN = "column"
"""Names as the reader of a number its marks, which nobody read so, but which its column has throughout."""
TRUSTED = 0.95
"""Confidence from which the first reader of a cell has its way: of three plans under heavy wear 723 cells of 763 are
then exact and 67 values suspect, 721 and 79 if half as much is enough."""
BARRED = {">": "≥", "<": "≤"}
"""What may be printed where an engine of words reads the first, since its data do not hold the second."""
NUMBER = regex.compile(r"[-+±<>≥≤]?\d[\d.,]*(?:[-/]\d[\d.,]*){0,2}[%‰]?\*{0,3}|-")
_LOOK, _AGAIN, _PAGE = 0.9, 0.3, 0.7
"""How much a look of an engine of words at the cell speaks for what it reads, another one that was taken as the first
two readers differed, and its reading of the page: in logarithms of odds, as fitted to 10,810 numeric cells of worn and
faxed plans. How sure the engine says it is, tells nothing: fitted, that weighs less than nothing."""
_UNSEEN = 3e-4
"""Odds of what the first reader does not think of, fitted to the same cells."""
_USUAL = 3.0
"""How much speaks for digits and marks that make a number as the column or else Vietnamese has it: a worn zero is lost,
as in ``15.10``, or a stop. From 1 to 4, it is much the same."""
_FORMULA = regex.compile(r"\d{1,2}=\d{1,2}(?:[-+x*:/]\d{1,2})+")
"""How a column is worked out, in the row of column numbers; the reader of numerals does not know the sign."""
_MARKS = regex.compile(r"[.,\s]+")
_DIGIT = regex.compile(r"\d")
_BLANKS = regex.compile(r"\s+")
_ALIKE = {"–": "-", "—": "-", "_": "-", "−": "-", "⁄": "/"}


def plain(text: str) -> str:
    """Spell a number as it is printed: dashes of one kind, no blanks within."""
    spelled = "".join(_ALIKE.get(char, char) for char in text.strip(" |'\""))
    return _BLANKS.sub("", spelled) if _DIGIT.search(spelled) else spelled


def is_sure(cell: Sequence[Reading | None], page: Sequence[Reading]) -> bool:
    """Say whether the first reader is sure of a cell and another reads the same, and nobody anything else."""
    first = cell[0]
    texts = [bare(one.text) for one in cell[1:] if one is not None] + [plain(one.text) for one in page]
    return first is not None and (first.confidence or 0.0) >= TRUSTED and set(texts) == {bare(first.text)}


def weigh(cell: Sequence[Reading | None], page: Sequence[Reading], habit: Habit = UNKNOWN) -> tuple[Reading, ...]:
    """Order the readings of a numeric cell: first those with the likeliest digits, of these the likeliest marks.

    The readings of the cell are given from the best reader of numbers down: that of numerals or None, a look of the
    engine of words, further looks. A cell in which nobody sees a number keeps the words of the page pass. Of marks that
    are not as the column has them those of the column are taken: if nobody reads them so, as a reading of their own.

    >>> numerals = Reading("1,250", "a", 0.6, ("1.250",), (0.3,))
    >>> [one.text for one in weigh([numerals, Reading("1.250", "b", 0.8), None], ())]
    ['1.250', '1,250']
    >>> page = [Reading("4.209", "b page", 0.9)]
    >>> [one.text for one in weigh([Reading("4.200", "a", 0.97), Reading("4.209", "b", 0.9)], page)]
    ['4.200', '4.209', '4.209']
    >>> [one.text for one in weigh([Reading("≤ 38", "a", 0.97), Reading("<38", "b", 0.9)], [])]
    ['≤ 38', '≤ 38']
    >>> [one.text for one in weigh([Reading("3 931", "a", 0.97), Reading("3931", "b", 0.9)], (), Habit("."))]
    ['3.931', '3 931', '3931']
    >>> [one.text for one in weigh([Reading("3 931", "a", 0.97), None], [Reading("8931", "b page", 0.96)], Habit("."))]
    ['3.931', '3 931', '8931']
    """
    weights = (0.0, _LOOK, *[_AGAIN] * len(cell))
    own = [(one, weight) for one, weight in zip(cell, weights, strict=False) if one is not None and one.text]
    spelled = [(replace(one, text=plain(one.text)), _PAGE) for one in page]
    found = _with_equals(_with_bars([one for one, _ in (*own, *spelled)]))
    if not found:
        return (Reading(UNREAD, "none", 0.0),)
    if not any(NUMBER.fullmatch(_digits(bare(one.text))) for one, _ in own):
        return tuple(page) or tuple(one for one, _ in own)
    votes = [(bare(one.text), weight) for one, (_, weight) in zip(found, (*own, *spelled), strict=True)]
    odds = _odds(cell[0])
    by_digits, by_text = _scores(votes, odds, _digits), _scores(votes, odds, habit.spell)
    usual = {text for text in by_text if habit.is_usual(text)}
    by_text |= {text: by_text[text] + _USUAL for text in usual}
    by_digits |= {digits: by_digits[digits] + _USUAL for digits in {_digits(text) for text in usual}}

    def rank(one: Reading) -> tuple[bool, float, bool, float, bool]:
        text = bare(one.text)
        digits, kept = _digits(text), habit.spell(text)
        is_number, is_well_formed = (NUMBER.fullmatch(form) is not None for form in (digits, kept))
        return is_number, by_digits[digits], is_well_formed, by_text[kept], text == kept

    ordered = sorted(found, key=rank, reverse=True)
    chosen = habit.spell(bare(ordered[0].text))
    if chosen != bare(ordered[0].text):
        ordered.insert(0, Reading(chosen, COLUMN, 0.0))
    return tuple(ordered)


def _odds(first: Reading | None) -> dict[str, float]:
    """Return how likely the first reader takes each text to be."""
    if first is None:
        return {}
    own = {bare(first.text): first.confidence or 0.0} if first.text else {}
    return {bare(text): odds for text, odds in zip(first.runners_up, first.odds, strict=False)} | own


def _scores(
    votes: Iterable[tuple[str, float]], odds: Mapping[str, float], form: Callable[[str], str]
) -> dict[str, float]:
    """Return how much speaks for each form of what was read, texts of one form taken together."""
    shares: dict[str, float] = defaultdict(float)
    for text, share in odds.items():
        shares[form(text)] += share
    found: dict[str, float] = {}
    for text, weight in votes:
        own = form(text)
        found[own] = found.get(own, log(shares[own] + _UNSEEN)) + weight
    return found


def _digits(text: str) -> str:
    """Leave out the marks between digits, and those behind them.

    >>> _digits("1.984,6%"), _digits("3 931"), _digits("80,5-85")
    ('19846%', '3931', '805-85')
    """
    return _MARKS.sub("", text)


def _with_bars(found: Sequence[Reading]) -> list[Reading]:
    """Let the others say ``≥`` where the first reader, if sure, sees one and they see ``>`` before the same number.

    >>> seen = [Reading("≥95", "a", 0.99), Reading(">95", "b", 0.9), Reading(">96", "b", 0.9)]
    >>> [one.text for one in _with_bars(seen)]
    ['≥95', '≥95', '>96']
    """
    if not found or found[0].text[:1] not in BARRED.values() or (found[0].confidence or 0.0) < TRUSTED:
        return list(found)
    first = found[0].text
    return [
        replace(one, text=first) if BARRED.get(one.text[:1], "") + bare(one.text[1:]) == bare(first) else one
        for one in found
    ]


def _with_equals(found: Sequence[Reading]) -> list[Reading]:
    """Let all say ``9=4/3`` where one does and the others see a dash for its sign.

    >>> [one.text for one in _with_equals([Reading("9-4/3", "a", 0.9), Reading("9=4/3", "b", 0.9)])]
    ['9=4/3', '9=4/3']
    """
    formula = next((one.text for one in found if _FORMULA.fullmatch(one.text)), "")
    return [
        replace(one, text=formula) if formula and bare(one.text) == formula.replace("=", "-") else one for one in found
    ]
