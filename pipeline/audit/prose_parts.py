"""Amounts of prose that are told in parts: ``500 triệu đồng, gồm: tỉnh 300 triệu đồng; huyện 200 triệu đồng``."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from itertools import zip_longest

import regex

from pipeline.model import Catalog, Comparator, Identity, Note, Quantity, Severity, Target, TargetKind

from .comparing import Compared, in_base, is_exact, rounding, same_unit, together

_KIND = "prose-parts"
_KINDS = frozenset({TargetKind.LEVEL, TargetKind.ACTIVITY, TargetKind.CONTEXT})
_NO_TERMS = frozenset({"rate", "multiple", "age", "time"})
_SENTENCE_END = regex.compile(r"\.(?:\s+(?=\p{Lu})|\s*$)")
_OPEN_END = regex.compile(r"\.{3}|…|\bv\.\s?v|\b(?:khác|còn\s+lại)\b")
_EACH = regex.compile(r"\b(?:mỗi|bình\s+quân|từng)\b")
_YEAR = regex.compile(r"\b(?:19|20)\d{2}\b(?:\s*[-–]\s*(?:19|20)\d{2}\b)?")


@dataclass(frozen=True, slots=True)
class _Told:
    """A whole with its parts; ``is_all`` if the words say that they are all of it.

    ``may_fail`` says whether parts that are more than the whole can only be wrong, ``is_sure`` whether parts of another
    sum can.
    """

    whole: Target
    parts: tuple[Target, ...]
    is_all: bool
    may_fail: bool
    is_sure: bool


@dataclass(frozen=True, slots=True)
class _Spot:
    """A goal and where its amount stands in its paragraph."""

    goal: Target
    start: int
    end: int


def check_prose_parts(targets: Sequence[Target], catalog: Catalog) -> Compared:
    """Add up parts that words announce, on a line or in the list that it heads, and compare them with the whole.

    Where they make it, both vouch for each other. Where they do not, the whole is accused only if parts that must not
    overlap are more than it, or if the words say that they are all.
    """
    paragraphs: dict[str, list[Target]] = {}
    under: dict[str, list[Target]] = {}
    for goal in targets:
        if goal.context:
            paragraphs.setdefault(goal.context[0], []).append(goal)
            under.setdefault(goal.context[1], []).append(goal)
    told = (one for text, goals in paragraphs.items() for one in _of_paragraph(text, goals, under, catalog))
    return together(_compared(one, catalog) for one in told)


def _of_paragraph(
    text: str, goals: Sequence[Target], under: Mapping[str, Sequence[Target]], catalog: Catalog
) -> Iterator[_Told]:
    spots = _spots(text, goals)
    words = [match for phrase in catalog.wording["parts"] for match in phrase.pattern.finditer(text)]
    words.sort(key=lambda match: match.start())
    for word, following in zip_longest(words, words[1:]):
        is_all = catalog.meaning("parts", word[0]) == "all"
        before = [one.goal for one in spots if one.end <= word.start() and _reaches(text[one.end : word.start()])]
        if not text[word.end() :].strip(" :"):
            parts = _first_of_each(under.get(text, ()))
            yield from _told(before, parts, catalog, (is_all, not _is_nested(parts), False))
            continue
        stop = min(_end_of(text, word), following.start() if following is not None else len(text))
        inside = [one.goal for one in spots if word.end() <= one.start < stop]
        is_sure = following is None and not _is_open(text[word.end() : stop], inside)
        yield from _told(before, inside, catalog, (is_all, True, is_sure))


def _end_of(text: str, word: regex.Match[str]) -> int:
    """Return where the parts end: with the sentence, without a colon before them at a semicolon too."""
    ends = [match.start() for match in (_SENTENCE_END.search(text, word.end()),) if match is not None]
    semicolon = text.find(";", word.end())
    if semicolon >= 0 and not word[0].endswith(":"):
        ends.append(semicolon)
    return min(ends, default=len(text))


def _spots(text: str, goals: Sequence[Target]) -> list[_Spot]:
    """Find the amounts of a paragraph in their order; none if one of them is not found."""
    spots: list[_Spot] = []
    position = 0
    for goal in goals:
        start = text.find(goal.raw, position)
        if start < 0:
            return []
        position = start + len(goal.raw)
        spots.append(_Spot(goal, start, position))
    return spots


def _reaches(between: str) -> bool:
    """Say whether a word speaks of an amount before it: in its sentence, or in that before if it opens its own."""
    ends = len(_SENTENCE_END.findall(between))
    return ends <= between.rstrip().endswith(".")


def _first_of_each(goals: Sequence[Target]) -> list[Target]:
    """Return the first amount of each paragraph of a list."""
    first: dict[str, Target] = {}
    for goal in goals:
        first.setdefault(goal.context[0], goal)
    return list(first.values())


def _is_nested(goals: Sequence[Target]) -> bool:
    """Say whether some amounts of a list may be parts of the one before them, as their marks are not at hand."""
    values = [in_base(one.quantity) for one in goals]
    return any(value >= values[at + 1] + values[at + 2] for at, value in enumerate(values[:-2]))


def _is_open(text: str, known: Sequence[Target]) -> bool:
    """Say whether words leave room for more parts, count something to each, or have a number that nobody understood."""
    for goal in known:
        text = text.replace(goal.raw, ";", 1)
    return bool(
        _OPEN_END.search(text.rpartition(";")[2]) or _EACH.search(text) or regex.search(r"\d", _YEAR.sub("", text))
    )


def _told(
    before: Sequence[Target], parts: Sequence[Target], catalog: Catalog, said: tuple[bool, bool, bool]
) -> Iterator[_Told]:
    """Yield the nearest amount before the word that has the unit of the parts, with those parts that count the same."""
    is_all, may_fail, is_sure = said
    parts = [one for one in parts if _family(one.quantity, catalog) not in {"time", "age"}]
    alike = (one for one in reversed(before) if parts and same_unit(one.quantity, parts[0].quantity))
    whole = next(alike, None)
    if whole is None or not _is_term(whole, catalog):
        return
    terms = tuple(one for one in parts if _is_term(one, catalog) and _counts_alike(one, whole, catalog))
    if len(terms) >= 2:
        yield _Told(whole, terms, is_all, may_fail, is_sure and len(terms) == len(parts))


def _counts_alike(one: Target, other: Target, catalog: Catalog) -> bool:
    """Say whether two amounts can be added: they are in one unit, or of people whom one calls no more than that."""
    persons = [catalog.meaning("one-person", each.quantity.base_unit) for each in (one, other)]
    return same_unit(one.quantity, other.quantity) or (all(persons) and "any" in persons)


def _is_term(goal: Target, catalog: Catalog) -> bool:
    quantity = goal.quantity
    can_add = _family(quantity, catalog) not in _NO_TERMS and "/" not in quantity.unit and not quantity.doubt
    is_one = quantity.value is not None and quantity.value_high is None and not quantity.multiple
    return (
        can_add and is_one and goal.target_kind in _KINDS and quantity.comparator in {Comparator.EQ, Comparator.APPROX}
    )


def _family(quantity: Quantity, catalog: Catalog) -> str:
    unit = catalog.units.by_name.get((quantity.base_unit or quantity.unit).lower())
    return unit.family if unit is not None else ""


def _compared(told: _Told, catalog: Catalog) -> Compared:
    """Compare a whole with all of its parts, or with the first of them that make it."""
    sums = [_identity(told.whole, told.parts[:count]) for count in range(len(told.parts), 1, -1)]
    holding = next((one for one in sums if one.holds), None)
    if holding is not None:
        return Compared((holding,))
    identity = sums[0]
    whole = told.whole.quantity
    if not all(is_exact(one.quantity) for one in (told.whole, *told.parts)):
        return Compared()
    is_more = identity.difference < 0 and (told.is_all or _family(whole, catalog) == "money")
    if not (told.may_fail and is_more) and not (told.is_all and told.is_sure):
        return Compared()
    return Compared((identity,), (_failure(told, identity),))


def _identity(whole: Target, parts: Sequence[Target]) -> Identity:
    scale = whole.quantity.scale
    return Identity(
        table_id="",
        kind=_KIND,
        total=whole.key,
        parts=tuple(one.key for one in parts),
        printed=whole.quantity.value or Decimal(0),
        computed=sum((in_base(one.quantity) for one in parts), Decimal(0)) / scale,
        tolerance=max(rounding(whole.quantity, one.quantity) for one in parts) / scale,
    )


def _failure(told: _Told, identity: Identity) -> Note:
    terms = " + ".join(one.raw for one in told.parts)
    expected = f"{identity.computed:f}"
    evidence = f"{_KIND}: {terms} = {expected}, off by {identity.difference:f}"
    note = told.whole.note("identity-fails")
    return replace(note, severity=Severity.WARNING, expected=expected, evidence=evidence)
