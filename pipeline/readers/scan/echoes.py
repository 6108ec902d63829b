"""Words that were surely read beside each other elsewhere in a document, to be expected so again."""

from __future__ import annotations

import math
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import groupby, pairwise

from pipeline.readers.words import PrintedWord

SURE = 0.97
"""Confidence of the reader of words from which a word may be expected beside its neighbours again."""
_SURE_PAGE = 0.9
"""The same of the page pass."""
_ECHO = 3.0
"""Logarithm of the odds that a neighbour gives which was read so once elsewhere; more often, the logarithm of that."""
_FEWEST = 2
"""Words of a cell that say anything of each other."""
_MARKS = ".,;:()/"

Seen = Sequence[tuple[str, float]]
"""The words that the page pass saw, with confidences."""
Pair = tuple[str, str]
"""Two words in small letters, with the marks that stand between them; nothing stands before the first and after the
last of a cell or line."""
Triple = tuple[str, str, str]
"""A word with the two around it, in small letters, without the marks at either end."""


@dataclass(frozen=True, slots=True)
class Heard:
    """What was surely read in one cell or line."""

    pairs: frozenset[Pair] = frozenset()
    triples: frozenset[Triple] = frozenset()


@dataclass(frozen=True, slots=True)
class Echoes:
    """In how many cells or lines words were surely read beside each other; what is heard in ``own`` does not count."""

    pairs: Mapping[Pair, int] = field(default_factory=dict)
    between: Mapping[Pair, Mapping[str, int]] = field(default_factory=dict)
    """By the two words around them, the words that were surely read between both."""
    own: Heard = field(default_factory=Heard)

    def elsewhere(self, own: Heard) -> Echoes:
        """Leave out what was read in one of these cells: a word does not speak for itself."""
        return replace(self, own=own)

    def speak(self, before: str, word: str, after: str) -> float:
        """Return how much speaks for a word between two others, as the logarithm of odds.

        >>> words = [PrintedWord("mỗi", 1.0), PrintedWord("lớp", 1.0)]
        >>> echoes = echoes_of([heard_in(words)])
        >>> echoes.speak("mỗi", "lớp", "60"), echoes.elsewhere(heard_in(words)).speak("mỗi", "lớp", "60")
        (3.0, 0)
        """
        pairs = (_pair(before, word), _pair(word, after))
        times = (self.pairs.get(pair, 0) - (pair in self.own.pairs) for pair in pairs)
        return sum(_ECHO + math.log(n) for n in times if n > 0)

    def heard(self, before: str, after: str) -> list[str]:
        """Return the words that were surely read between two others, in small letters, with their marks."""
        around = (_bare(before), _bare(after))
        words = self.between.get(around, {})
        return sorted(word for word, n in words.items() if n > ((around[0], word, around[1]) in self.own.triples))


def _bare(text: str) -> str:
    return text.lower().strip(_MARKS)


def _pair(one: str, other: str) -> Pair:
    """Leave out the marks that do not stand between two words."""
    return one.lower().lstrip(_MARKS), other.lower().rstrip(_MARKS)


def heard_in(words: Sequence[PrintedWord], page: Seen = ()) -> Heard:
    """Return what the reader of words and the page pass surely read in a cell or line; of a lone word, nothing.

    >>> heard = heard_in([PrintedWord("Mỗi", 0.99), PrintedWord("năm,", 1.0), PrintedWord("nột", 0.4)])
    >>> sorted(heard.pairs), heard.triples
    ([('', 'mỗi'), ('mỗi', 'năm')], frozenset({('', 'mỗi', 'năm')}))
    """
    pairs: set[Pair] = set()
    triples: set[Triple] = set()
    for run in (*_sure_runs([(word.text, word.confidence) for word in words], SURE), *_sure_runs(page, _SURE_PAGE)):
        pairs.update(_pair(*each) for each in pairwise(run))
        triples.update(
            (_bare(one), word.lower(), _bare(other)) for one, word, other in zip(run, run[1:], run[2:], strict=False)
        )
    return Heard(frozenset(pairs), frozenset(triples))


def _sure_runs(seen: Seen, least: float) -> Iterator[list[str]]:
    """Yield the words that follow each other and are all sure, with the ends of the cell or line."""
    if len(seen) < _FEWEST:
        return
    ends = [("", 1.0), *seen, ("", 1.0)]
    for is_sure, run in groupby(ends, key=lambda word: word[1] >= least):
        if is_sure:
            yield [text for text, _ in run]


def echoes_of(places: Iterable[Heard]) -> Echoes:
    """Count in how many cells or lines words were surely read beside each other."""
    pairs: Counter[Pair] = Counter()
    between: dict[Pair, Counter[str]] = defaultdict(Counter)
    for heard in places:
        pairs.update(heard.pairs)
        for one, word, other in sorted(heard.triples):
            between[one, other][word] += 1
    return Echoes(pairs, between)
