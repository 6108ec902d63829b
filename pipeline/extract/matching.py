"""Which indicator of the catalogue a wording names; a wrong one is worse than none.

A wording and the aliases of the catalogue are brought to the same key. An alias matches where its key stands in the key
of the wording, in order, and whatever else the wording says is among the keywords of the indicator: every word is
accounted for.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from .indicators import FAMILIES, Indicator
from .keys import Wording, key_of, tokens_of

_COMPATIBLE = {
    "rate": {"rate"},
    "ratio": {"ratio", "rate", "money", "measure"},
    "count": {"count", "ratio"},
    "money": {"money"},
    "measure": {"measure", "ratio"},
    "age": {"measure"},
    "time": {"measure"},
}
"""Families of indicators by the family of a unit; units of other families (``lần``) say nothing."""


@dataclass(frozen=True, slots=True)
class _Alias:
    """The key of an alias: its tokens, what it begins with (``rate``, ``count`` or nothing), and whose it is."""

    tokens: tuple[str, ...]
    measure: str
    indicator: Indicator
    spare: frozenset[str]


@dataclass(frozen=True, slots=True, eq=False)
class Index:
    """Aliases by their rarest token."""

    wording: Wording
    aliases: Mapping[str, tuple[_Alias, ...]]


def build_index(indicators: Sequence[Indicator], wording: Wording) -> Index:
    """Prepare names and aliases for :func:`match_indicator`."""
    aliases: dict[tuple[tuple[str, ...], str, str], _Alias] = {}
    for indicator in indicators:
        spare = frozenset(token for words in indicator.keywords for token in tokens_of(words, wording))
        for words in (indicator.name, *indicator.aliases):
            tokens, measure = key_of(words, wording)
            if tokens:
                aliases[tokens, measure, indicator.indicator_id] = _Alias(tokens, measure, indicator, spare)
    counts: dict[str, int] = {}
    for alias in aliases.values():
        for token in set(alias.tokens):
            counts[token] = counts.get(token, 0) + 1
    posted: dict[str, list[_Alias]] = {}
    for alias in aliases.values():
        posted.setdefault(min(alias.tokens, key=lambda token: (counts[token], token)), []).append(alias)
    return Index(wording, {token: tuple(group) for token, group in posted.items()})


def match_indicator(words: str, index: Index, *, unit_family: str = "", year: int | None = None) -> str:
    """Return the id of the indicator that a wording names, else an empty string; acronyms come written out.

    The family of the unit settles what the wording leaves open (``hộ nghèo``: how many, or which share) and refuses
    what it contradicts; leave it empty for a change in per cent of a number (``số doanh nghiệp tăng 10%``). The year
    settles which definition is meant.

    >>> from pipeline.extract.indicators import load_indicators
    >>> from pipeline.extract.keys import load_wording
    >>> columns = "indicator_id concept name aliases keywords definition unit_family aggregation lower upper".split()
    >>> row = dict.fromkeys((*columns, "valid_from", "valid_to", "source"), "")
    >>> row |= {"indicator_id": "ty-le-ho-ngheo", "name": "Tỷ lệ hộ nghèo", "unit_family": "rate"}
    >>> row["aggregation"] = "rate"
    >>> wording = load_wording([{"kind": "lead", "words": "giảm"}, {"kind": "share", "words": "tỷ lệ"}])
    >>> index = build_index(load_indicators([row]), wording)
    >>> match_indicator("Giảm tỷ lệ hộ nghèo (%)", index), match_indicator("Tỷ lệ hộ cận nghèo", index)
    ('ty-le-ho-ngheo', '')
    """
    return _match(words, index, unit_family, year)


def match_header(levels: Sequence[str], index: Index, *, unit_family: str = "", year: int | None = None) -> str:
    """Return the indicator of a column, or of a row below another, from its wordings: table title first, own last.

    Parts and totals (``TĐ: Miễn phí``, ``Tổng số``) and bare years are of what stands above them. The last other level
    must be in what matches, and as many as possible of those before it.
    """
    own = tuple(level for level in levels if not _is_part(level, index))
    for start in range(len(own)):
        found = match_indicator(" ".join(own[start:]), index, unit_family=unit_family, year=year)
        if found:
            return found
    return ""


@lru_cache(maxsize=16384)
def _match(words: str, index: Index, unit_family: str, year: int | None) -> str:
    tokens, measure = key_of(words, index.wording)
    best: list[_Alias] = []
    for token in dict.fromkeys(tokens):
        for alias in index.aliases.get(token, ()):
            if (
                (not best or len(alias.tokens) >= len(best[0].tokens))
                and _agree(alias, measure, unit_family)
                and _covers(alias, tokens)
            ):
                best = [*best, alias] if best and len(alias.tokens) == len(best[0].tokens) else [alias]
    if len(best) > 1:
        best = [alias for alias in best if alias.measure == measure] or best
    found = {alias.indicator.indicator_id: alias.indicator for alias in best}
    if len(found) > 1:
        found = {key: one for key, one in found.items() if one.unit_family == unit_family} or found
        found = {key: one for key, one in found.items() if one.valid_in(year)}
    return next(iter(found)) if len(found) == 1 else ""


def _agree(alias: _Alias, measure: str, unit_family: str) -> bool:
    """Say whether an alias may be meant by a wording that begins with a share or a number and has such a unit."""
    family = alias.indicator.unit_family
    if family not in _COMPATIBLE.get(unit_family, FAMILIES):
        return False
    if not measure or measure == alias.measure:
        return bool(measure) or not alias.measure or len(alias.tokens) > 1
    return not alias.measure and (family in {"rate", "ratio"} if measure == "rate" else family not in {"rate", "money"})


def _covers(alias: _Alias, tokens: tuple[str, ...]) -> bool:
    """Say whether the tokens of an alias stand among others in order, and all others are keywords of its indicator."""
    wanted = 0
    for token in tokens:
        if wanted < len(alias.tokens) and token == alias.tokens[wanted]:
            wanted += 1
        elif token not in alias.spare:
            return False
    return wanted == len(alias.tokens)


def _is_part(level: str, index: Index) -> bool:
    key, measure = key_of(level, index.wording)
    return not key or (key in index.wording.parts and measure != "rate")
