"""Sums over time in schedules: the years of a period, the periods of the whole."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from pipeline.model import Activity, Catalog, CellKey, Check, Identity, Note
from pipeline.text import tone_key

from .identities import verdicts


@dataclass(frozen=True, slots=True)
class PeriodFindings:
    """The sums over time of a document, its activities checked by them, and those that fail."""

    identities: tuple[Identity, ...]
    activities: tuple[Activity, ...]
    notes: tuple[Note, ...]


def check_periods(activities: Sequence[Activity], catalog: Catalog) -> PeriodFindings:
    """Add the quantities of each activity up over time. Rates are never added, and a year without it is no gap."""
    groups: dict[tuple[str, str, str], list[Activity]] = {}
    for activity in activities:
        if _is_summable(activity, catalog):
            unit = activity.quantity.unit if activity.quantity else ""
            groups.setdefault((tone_key(activity.activity), activity.level, tone_key(unit)), []).append(activity)
    identities = [identity for group in groups.values() for identity in _sums(group)]
    if 2 * sum(identity.holds for identity in identities) < len(identities):
        identities = [identity for identity in identities if identity.holds]
    found = verdicts(identities)
    by_key = {activity.key: activity for activity in activities}
    return PeriodFindings(
        identities=tuple(identities),
        activities=tuple(
            one if one.check is Check.SUSPECT else replace(one, check=found.get(one.key, one.check))
            for one in activities
        ),
        notes=tuple(_failure(identity, by_key) for identity in identities if not identity.holds),
    )


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
    return Note(
        "identity-fails",
        where=total.where,
        observed=f"{identity.printed:f}",
        expected=f"{identity.computed:f}",
        evidence=f"{identity.kind}: {terms} = {identity.computed:f}, off by {identity.difference:f}",
        table_id=total.table_id,
        row_no=total.row_no,
        column_no=total.column_no,
        row_label=total.activity,
    )
