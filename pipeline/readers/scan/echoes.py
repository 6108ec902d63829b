"""Words that were surely read beside each other elsewhere in a document, to be expected so again."""

from __future__ import annotations

import math
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from pipeline.readers.words import PrintedWord

SURE = 0.97
"""Confidence in two words from which one may be expected beside the other again."""
_SURE_PAGE = 0.9
"""The same of the page pass."""
_ECHO = 3.0
"""Logarithm of the odds that a neighbour gives which was read so once elsewhere; more often, the logarithm of that."""
_MARKS = ".,;:()/"

Seen = Sequence[tuple[str, float]]
"""The words that the page pass saw, with confidences."""


@dataclass(frozen=True, slots=True)
class Echoes:
    """How often words were surely read beside each other and at the ends of cells or lines, in small letters."""

    pairs: Mapping[tuple[str, str], int] = field(default_factory=dict)
    leaders: Mapping[str, set[str]] = field(default_factory=dict)
    """The words that stood before a word."""

    def speak(self, before: str, word: str, after: str, less: tuple[int, int] = (0, 0)) -> float:
        """Return how much speaks for a word between two others, as the logarithm of odds.

        ``less`` says how often it was counted in this very place, with the word before and with the word behind.

        >>> heard = echoes_of([[PrintedWord("mỗi", 1.0), PrintedWord("lớp", 1.0)]])
        >>> heard.speak("mỗi", "lớp", "60"), heard.speak("mỗi", "lớp", "60", (1, 0))
        (3.0, 0)
        """
        times = (self.pairs.get(pair, 0) for pair in (_pair(before, word), _pair(word, after)))
        return sum(_ECHO + math.log(n - own) for n, own in zip(times, less, strict=True) if n > own)

    def between(self, before: str, after: str) -> list[str]:
        """Return the words that were surely read between two others, in small letters."""
        (one, _), (_, other) = _pair(before, ""), _pair("", after)
        return sorted(word for word in self.leaders.get(other, ()) if (one, word.rstrip(_MARKS)) in self.pairs)

    def without(self, seen: Seen) -> Echoes:
        """Leave out what the page pass saw in one cell, on which it has a voice already."""
        left = Counter(self.pairs)
        left.subtract(_pair(one, other) for one, other in _sure_neighbours(seen, _SURE_PAGE))
        return Echoes(left, self.leaders)


def _pair(one: str, other: str) -> tuple[str, str]:
    """Leave out the marks that do not stand between two words."""
    return one.lower().lstrip(_MARKS), other.lower().rstrip(_MARKS)


def echoes_of(read: Iterable[Sequence[PrintedWord]], page: Iterable[Seen] = ()) -> Echoes:
    """Count the neighbours that were surely read in lines or cells, by the reader of words and by the page pass.

    >>> echoes_of([[PrintedWord("Mỗi", 0.99), PrintedWord("năm,", 1.0), PrintedWord("nột", 0.4)]]).pairs
    Counter({('', 'mỗi'): 1, ('mỗi', 'năm'): 1})
    """
    pairs: Counter[tuple[str, str]] = Counter()
    for words in read:
        own = [(word.text, word.confidence) for word in words]
        pairs.update(_pair(*each) for each in _sure_neighbours(own, SURE))
    for seen in page:
        pairs.update(_pair(*each) for each in _sure_neighbours(seen, _SURE_PAGE))
    leaders: dict[str, set[str]] = defaultdict(set)
    for one, other in pairs:
        leaders[other].add(one)
    return Echoes(pairs, leaders)


def _sure_neighbours(seen: Seen, least: float) -> Iterator[tuple[str, str]]:
    for (one, sure), (other, as_sure) in pairwise([("", 1.0), *seen, ("", 1.0)]):
        if min(sure, as_sure) >= least:
            yield one, other
