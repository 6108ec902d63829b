"""The marks between the digits of a number: how a column marks thousands and decimals, as its sure numbers tell.

A worn stop is the least ink on a page: readers see a gap for it, or a comma, or nothing, while they see the digits.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

import regex

_FEWEST, _MOST = 3, 0.75
"""Sure numbers of a column that tell a habit at least, and the part of them that has it: a year may head a column."""
_SURE = regex.compile(
    r"""[-+±<>≥≤]?(?P<whole>(?!0)\d{1,3}(?P<mark>[.,])\d{3}(?:(?P=mark)\d{3})*|\d+)
        (?:(?P<decimal>[.,])(?P<places>\d{1,2}))?[%‰]?\*{0,3}""",
    regex.VERBOSE,
)
_MARKED = regex.compile(r"(?P<sign>[-+±<>≥≤]?)(?P<part>\d+)(?:[., ]+(?P<part>\d+))+(?P<end>[%‰]?\*{0,3})")
_VIETNAMESE = regex.compile(
    r"[-+±<>≥≤]?(?P<number>(?:\d{1,3}(?:\.\d{3})+|\d+)(?:,\d{1,2})?)(?:[-/](?&number)){0,2}[%‰]?\*{0,3}|-"
)
_UNMARKED = regex.compile(r"[-+±<>≥≤]?\d{4}")
_DECIMALS = regex.compile(r",\d{1,2}(?!\d)")
_GROUP = 3
"""Digits between two marks of thousands."""


@dataclass(frozen=True, slots=True)
class Habit:
    """The mark of thousands, that of decimals, and how many decimals there are; nothing where they are not known."""

    thousands: str = ""
    decimal: str = ""
    places: frozenset[int] = frozenset()
    is_whole: bool = False
    """Whether no number has decimals."""

    def spell(self, text: str) -> str:
        """Return a number with the usual marks where it has marks or gaps; as it is if those are not known.

        >>> Habit(".").spell("3 931"), Habit(".").spell("3931"), Habit(".").spell("12 25"), Habit().spell("3 931")
        ('3.931', '3931', '12 25', '3 931')
        >>> rates = Habit(".", ",", frozenset({1}))
        >>> rates.spell("96.0%"), rates.spell("5.591.5"), rates.spell("1.2.5"), rates.spell("12.05")
        ('96,0%', '5.591,5', '1.2.5', '12.05')
        """
        return self._spelled(text) or text

    def is_usual(self, text: str) -> bool:
        """Say whether a number has the marks of the column, or, where they are not known, those of Vietnamese numbers.

        >>> [Habit(",").is_usual(text) for text in ("1,250", "1.250", "1250", "125")]
        [True, False, False, True]
        >>> [Habit(".", is_whole=whole).is_usual("5,50") for whole in (False, True)]
        [True, False]
        """
        spelled = self._spelled(text)
        if spelled:
            return spelled == text
        is_bare = bool(self.thousands) and _UNMARKED.match(text) is not None
        is_part = self.is_whole and _DECIMALS.search(text) is not None
        return not is_bare and not is_part and _VIETNAMESE.fullmatch(text) is not None

    def _spelled(self, text: str) -> str:
        """Spell a number with the marks of the column; nothing if it has none, or one of which they say nothing."""
        match = _MARKED.fullmatch(text)
        if match is None:
            return ""
        parts = match.captures("part")
        *whole, last = parts
        if self.thousands and _are_groups(parts):
            number = self.thousands.join(parts)
        elif self.decimal and len(last) in self.places and (len(whole) == 1 or (self.thousands and _are_groups(whole))):
            number = self.thousands.join(whole) + self.decimal + last
        else:
            return ""
        return str(match["sign"] + number + match["end"])


UNKNOWN = Habit()


def habits(sure: Iterable[tuple[int, str]]) -> Callable[[int], Habit]:
    """Return the habit of each column of a table, told by sure numbers that are given with their columns.

    Where a column has few thousands, they are marked as in the others; decimals are not, as ``1.2`` may be an item.
    Those of a column of years have no mark, which is its habit then.

    >>> habit = habits([(1, "1.250"), (1, "803"), (1, "2.410"), (1, "1.002"), (2, "2025"), (2, "2026"), (2, "2027")])
    >>> [habit(column).spell("2 025") for column in (1, 2, 3)]
    ['2.025', '2 025', '2 025']
    >>> habits([(1, "0,125"), (1, "0,250"), (1, "0,375")])(1).spell("3.400")
    '3.400'
    >>> habit = habits([(1, "1.250"), (1, "2.410"), (1, "1.002"), (2, "93,0"), (2, "8,5"), (2, "90,1")])
    >>> [habit(column).spell("2 025") for column in (1, 2, 3)], [habit(column).spell("1.2") for column in (1, 2, 3)]
    (['2.025', '2.025', '2.025'], ['1.2', '1,2', '1.2'])
    """
    numbers: Counter[int] = Counter()
    thousands: dict[int, list[str]] = defaultdict(list)
    decimals: dict[int, list[tuple[str, int]]] = defaultdict(list)
    for column, text in sure:
        match = _SURE.fullmatch(text)
        if match is None:
            continue
        numbers[column] += 1
        if match["mark"] or len(match["whole"]) > _GROUP:
            thousands[column].append(match["mark"] or "")
        if match["decimal"]:
            decimals[column].append((match["decimal"], len(match["places"])))
    everywhere = [mark for marks in thousands.values() for mark in marks]

    def habit(column: int) -> Habit:
        own, parts = thousands.get(column, []), decimals.get(column, [])
        mark, decimal = _usual(own if len(own) >= _FEWEST else everywhere), _usual([mark for mark, _ in parts])
        places = frozenset(number for mark, number in parts if mark == decimal)
        is_whole = numbers[column] >= _FEWEST and not parts
        return Habit("" if mark == decimal else mark, decimal, places, is_whole)

    return habit


def _usual(marks: Sequence[str]) -> str:
    """Return the mark that most sure numbers have, if these are enough."""
    mark, count = Counter(marks).most_common(1)[0] if marks else ("", 0)
    return mark if count >= max(_FEWEST, _MOST * len(marks)) else ""


def _are_groups(parts: Sequence[str]) -> bool:
    first, *others = parts
    return len(first) <= _GROUP and first[0] != "0" and all(len(part) == _GROUP for part in others)
