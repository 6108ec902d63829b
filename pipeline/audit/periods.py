"""Sums over time in schedules: the years of a period, the periods of the whole."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

import regex
from rapidfuzz.distance import OSA

from pipeline.model import Activity, Catalog, CellKey, Check, Identity, Note
from pipeline.text import skeleton

from .accusing import accuse
from .identities import verdicts
from .locate import Term, locate, members_to_suspect
from .slips import Style

_Name = tuple[str, str, str]
"""What is added up: activity, level and unit, without marks."""
_NUMERAL = regex.compile(r"\d+(?:[.,]\d+)+")
_PADDED = regex.compile(r"(?<![\d.,/])0[1-9](?![\d.,/])")
_LONG, _SLIPS = 20, 2
"""Letters of a name in which so many may be misread without its being another."""


@dataclass(frozen=True, slots=True)
class PeriodFindings:
    """The sums over time of a document, its activities checked by them, and those that fail."""

    identities: tuple[Identity, ...]
    activities: tuple[Activity, ...]
    notes: tuple[Note, ...]


def check_periods(activities: Sequence[Activity], catalog: Catalog) -> PeriodFindings:
    """Add the quantities of each activity up over time. Rates are never added, and a year without it is no gap."""
    groups: dict[_Name, list[Activity]] = {}
    for activity in activities:
        if _is_summable(activity, catalog):
            unit = activity.quantity.unit if activity.quantity else ""
            groups.setdefault((skeleton(activity.activity), activity.level, skeleton(unit)), []).append(activity)
    groups = _same_but_for_slips(groups)
    unread = _unread_spans(activities)
    identities = [
        identity
        for (name, level, _), group in groups.items()
        for identity in _sums([one for one in group if not _spans_any(one, unread.get((name, level), ()))])
    ]
    if 2 * sum(identity.holds for identity in identities) < len(identities):
        identities = [identity for identity in identities if identity.holds]
    by_key = {activity.key: activity for activity in activities}
    style = Style(is_padded=any(_PADDED.search(one.raw) for one in activities))
    terms = {
        one.key: Term(_value(one), one.raw, _name(one), style=style) for one in activities if one.quantity is not None
    }
    # A year without a quantity explains a sum that is too small better than a misreading of the other years does.
    culprits = [
        culprit
        for culprit in locate(identities, terms, catalog.confusions)
        if len(culprit.numbers) > 1 or not any(_gap(identities[number], by_key) for number in culprit.numbers)
    ]
    found = verdicts(identities, members_to_suspect(identities, culprits))
    makers = (lambda one: _failure(one, by_key), lambda key, code: _note(by_key[key], code))
    return PeriodFindings(
        identities=tuple(identities),
        activities=tuple(
            one if one.check is Check.SUSPECT else replace(one, check=found.get(one.key, one.check))
            for one in activities
        ),
        notes=(*accuse(identities, culprits, terms, makers), *_doubts(activities)),
    )


def _unread_spans(activities: Sequence[Activity]) -> dict[tuple[str, str], list[tuple[int, int]]]:
    """Return the periods of quantities without a value, by activity and level."""
    spans: dict[tuple[str, str], list[tuple[int, int]]] = {}
    for one in activities:
        if one.quantity is not None and one.quantity.value is None:
            spans.setdefault((skeleton(one.activity), one.level), []).append(_span(one))
    return spans


def _spans_any(activity: Activity, spans: Sequence[tuple[int, int]]) -> bool:
    """Say whether one of several shorter periods lies in that of an activity, whose parts are then not all known."""
    start, end = _span(activity)
    return any(start <= first and last <= end and (first, last) != (start, end) for first, last in spans)


def _doubts(activities: Sequence[Activity]) -> Iterator[Note]:
    """Report quantities in doubtful notation."""
    for activity in activities:
        quantity = activity.quantity
        if quantity is not None and quantity.doubt:
            read = next((numeral for numeral in _NUMERAL.findall(activity.raw) if numeral in quantity.doubt), "")
            proposal = activity.raw.replace(read, quantity.proposal, 1) if read else ""
            yield replace(_note(activity, "doubtful-number"), proposal=proposal, evidence=quantity.doubt)


def _same_but_for_slips(groups: dict[_Name, list[Activity]]) -> dict[_Name, list[Activity]]:
    """Join groups whose activities differ by a letter or two: somebody misread one of the tables."""
    joined: dict[_Name, list[Activity]] = {}
    for name, members in groups.items():
        tables = {one.table_id for one in members}
        like = next(
            (
                other
                for other, found in joined.items()
                if other[1:] == name[1:]
                and min(len(other[0]), len(name[0])) >= _LONG
                and tables.isdisjoint(one.table_id for one in found)
                and OSA.distance(other[0], name[0], score_cutoff=_SLIPS) <= _SLIPS
            ),
            name,
        )
        joined.setdefault(like, []).extend(members)
    return joined


def _is_summable(activity: Activity, catalog: Catalog) -> bool:
    quantity = activity.quantity
    if quantity is None or quantity.value is None or quantity.value_high is not None or activity.period.start is None:
        return False
    unit = catalog.units.by_name.get(quantity.unit.lower())
    return quantity.out_of is None and (unit is None or unit.family not in {"rate", "multiple", "age", "time"})


def _span(activity: Activity) -> tuple[int, int]:
    return (activity.period.start or 0, activity.period.end or 0)


def _sums(group: list[Activity]) -> Iterator[Identity]:
    """Compare each period with the periods that make it up, else with its years."""
    for total in group:
        start, end = _span(total)
        if start >= end:
            continue
        inside = [one for one in group if one is not total and start <= _span(one)[0] and _span(one)[1] <= end]
        parts = _tiles(
            [one for one in inside if _span(one)[0] < _span(one)[1] and _span(one) != (start, end)], start, end
        )
        parts = parts or [one for one in inside if _span(one)[0] == _span(one)[1]]
        if len(parts) >= 2 and len({_span(one) for one in parts}) == len(parts):
            yield Identity(
                table_id=total.table_id,
                kind="years" if _span(parts[0])[0] == _span(parts[0])[1] else "periods",
                total=total.key,
                parts=tuple(part.key for part in parts),
                printed=_value(total),
                computed=sum((_value(part) for part in parts), Decimal(0)),
            )


def _tiles(periods: list[Activity], start: int, end: int) -> list[Activity]:
    """Return the periods that follow one another from ``start`` to ``end`` without a gap, none if they do not."""
    chosen: list[Activity] = []
    year = start
    while year <= end:
        following = next((one for one in periods if _span(one)[0] == year), None)
        if following is None:
            return []
        chosen.append(following)
        year = _span(following)[1] + 1
    return chosen if year == end + 1 else []


def _value(activity: Activity) -> Decimal:
    value = activity.quantity.value if activity.quantity else None
    return value if value is not None else Decimal(0)


def _failure(identity: Identity, by_key: dict[CellKey, Activity]) -> Note:
    total = by_key[identity.total]
    terms = " + ".join(f"{_value(by_key[key]):f} ({_span(by_key[key])[0]})" for key in identity.parts)
    return replace(
        _note(total, "identity-fails"),
        observed=f"{identity.printed:f}",
        expected=f"{identity.computed:f}",
        evidence=f"{identity.kind}: {terms} = {identity.computed:f}, off by {identity.difference:f}"
        + _gap(identity, by_key),
    )


def _gap(identity: Identity, by_key: dict[CellKey, Activity]) -> str:
    """Name the years of a period that no part has a quantity for."""
    start, end = _span(by_key[identity.total])
    there = {year for key in identity.parts for year in range(_span(by_key[key])[0], _span(by_key[key])[1] + 1)}
    missing = [str(year) for year in range(start, end + 1) if year not in there]
    return f"; no quantity for {', '.join(missing)}" if missing and identity.difference > 0 else ""


def _note(activity: Activity, code: str) -> Note:
    """Return an issue about the whole text of a cell, which is what has to be corrected."""
    return replace(activity.note(code), observed=activity.raw)


def _name(activity: Activity) -> str:
    return f"row {activity.row_no} column {activity.column_no}"
