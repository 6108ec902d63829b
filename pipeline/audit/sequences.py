"""Goals of several years that turn back: an indicator that only rises, planned lower for a later year."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from decimal import Decimal
from itertools import pairwise

from pipeline.model import Catalog, Observation, Target, TargetKind, ValueType

from .annexes import place_of
from .comparing import Compared, group_of, in_base, same_unit

_CODE = "target-reversed"


def check_sequences(targets: Sequence[Target], observations: Sequence[Observation], catalog: Catalog) -> Compared:
    """Follow each indicator that has a direction over the years: in a section of prose, along a row of a table."""
    directions = {row["indicator_id"]: row.get("direction") or "" for row in catalog.indicators}
    series: dict[tuple[object, ...], list[Target | Observation]] = {}
    for goal in targets:
        if _is_level(goal) and directions.get(goal.indicator_id):
            series.setdefault((goal.indicator_id, goal.section, goal.context), []).append(goal)
    for value in observations:
        if _is_level(value) and value.value_type is ValueType.PLAN and directions.get(value.indicator_id):
            row = (value.indicator_id, value.table_id, value.row_no, value.place_id, value.breakdown)
            series.setdefault(row, []).append(value)
    pairs = [
        pair for key, values in series.items() for pair in _reversed(values, rises=directions[str(key[0])] == "up")
    ]
    notes = tuple(
        replace(
            later.note(_CODE),
            expected=f"{'at least' if rises else 'at most'} {earlier.raw}",
            evidence=f"{place_of(earlier)}: {earlier.raw} in {earlier.period.year}, {later.raw} in {later.period.year}",
            group=group_of(_CODE, earlier.where, earlier.raw, later.where, later.raw),
        )
        for earlier, later, rises in pairs
    )
    return Compared((), notes, frozenset(one.key for pair in pairs for one in pair[:2]))


def _is_level(value: Target | Observation) -> bool:
    known = value.quantity.value is not None and not value.quantity.multiple
    return known and value.target_kind is TargetKind.LEVEL and value.period.year is not None


def _reversed(
    values: Sequence[Target | Observation], *, rises: bool
) -> Iterator[tuple[Target | Observation, Target | Observation, bool]]:
    """Yield the neighbours in time that turn back, unless two values are given for one year: either may be meant."""
    ordered = sorted(values, key=lambda one: one.period.year or 0)
    if len({one.period.year for one in ordered}) < len(ordered):
        return
    for earlier, later in pairwise(ordered):
        if not same_unit(earlier.quantity, later.quantity):
            continue
        first, last = (earlier, later) if rises else (later, earlier)
        if _highest(last) < in_base(first.quantity):
            yield earlier, later, rises


def _highest(value: Target | Observation) -> Decimal:
    quantity = value.quantity
    return in_base(quantity) if quantity.value_high is None else quantity.value_high * quantity.scale
