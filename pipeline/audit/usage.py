"""How usual a word is between two others: to choose among readings of worn print, never to accuse."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise

import regex

from pipeline.model import Catalog

from .lexicon import Lexicon, lexicon_of, word_key

_RUN = regex.compile(r"[\p{L}\p{M}]+")
_OWN_RUN = regex.compile(r"(?<![\p{L}\p{M}\d])[\p{L}\p{M}]+")
"""Letters behind a digit are a unit: ``4000đ``."""
_LAST_RUN = regex.compile(r"(?P<run>[\p{L}\p{M}]+)[,/()]*$")
_FIRST_RUN = regex.compile(r"\(?(?P<run>[\p{L}\p{M}]+)")
_STOPPED = regex.compile(r"\p{Ll}{2}\)?\.$")
_PLAIN, _FUNCTION = 2.0, 0.5
"""What a word gains that may stand by itself, and one of the most frequent beside that. All are logarithms of odds."""
_IMPOSSIBLE, _FOREIGN = -3.5, -1.5
"""What a word loses that is spelled as no syllable is, and one of plain letters or a name, which may be foreign."""
_PAIR, _NAME = 2.5, 3.0
"""What a word gains from a neighbour with which it makes a word, or part of a name of a place."""
_STOP = -2.5
"""What a stop before a small letter costs."""
_LONGEST_ACRONYM = 6

Pairs = frozenset[tuple[str, str]]
"""Syllables that follow each other, by their keys."""


@dataclass(frozen=True, slots=True, eq=False)
class Usage:
    """What is usual in writing: which words there are, and which go together."""

    lexicon: Lexicon
    pairs: Pairs
    names: Pairs
    units: frozenset[str]

    def __call__(self, before: str, word: str, after: str) -> float:
        """Return how much speaks for a word between two others, either of which may be empty.

        It is the logarithm of odds: 0 where nothing is known.
        """
        return _alone(self, word) + _together(self, before, word) + _together(self, word, after)


@lru_cache(maxsize=2)
def usage_of(catalog: Catalog) -> Usage:
    """Prepare the knowledge of a catalogue; once per process."""
    lexicon = lexicon_of(catalog)
    followers = catalog.language.followers
    pairs = {(word_key(one), word_key(other)) for one, others in followers.items() for other in others}
    pairs.update(pair for term in lexicon.known for pair in pairwise(term.split(" ")))
    for indicator in catalog.indicators:
        for name in (indicator["name"], *indicator["aliases"].split("|")):
            pairs.update(pairwise(map(word_key, _RUN.findall(name))))
    names = {pair for place in catalog.places for pair in pairwise(map(word_key, place.name.split()))}
    units = {unit for unit in catalog.units.by_name if unit.isascii() and unit.isalpha()}
    return Usage(lexicon, frozenset(pairs), frozenset(names), frozenset(units))


@lru_cache(maxsize=16384)
def _alone(usage: Usage, word: str) -> float:
    return sum(_one_run(usage, run) for run in _OWN_RUN.findall(word))


def _one_run(usage: Usage, run: str) -> float:
    lexicon, key = usage.lexicon, word_key(run)
    if run in lexicon.rights or run in usage.units:
        return _PLAIN
    if run.isupper() and len(run) <= _LONGEST_ACRONYM:
        return 0.0
    if key in lexicon.plain:
        return _PLAIN + _FUNCTION * (key in lexicon.functional)
    is_known = lexicon.is_syllable(run) or run.lower() in lexicon.place_words
    if is_known:
        return 0.0
    return _FOREIGN if run.isascii() or run[0].isupper() else _IMPOSSIBLE


@lru_cache(maxsize=65536)
def _together(usage: Usage, one: str, other: str) -> float:
    if not one or not other:
        return 0.0
    if _STOPPED.search(one) and other[0].islower() and one.rstrip(".") not in usage.units:
        return _STOP
    last, first = _LAST_RUN.search(one), _FIRST_RUN.match(other)
    if not (last and first):
        return 0.0
    pair = (word_key(last["run"]), word_key(first["run"]))
    if one[0].isupper() and other[0].isupper() and pair in usage.names:
        return _NAME
    return _PAIR if pair in usage.pairs else 0.0
