"""Levels that lie outside what the catalogue holds plausible for their indicator."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from pipeline.model import Catalog, Check, Note, Observation, Quantity, Target, TargetKind, ValueType


@dataclass(frozen=True, slots=True)
class BoundFindings:
    """The goals and values of a document, those outside the bounds suspect, and an issue for each of these."""

    targets: tuple[Target, ...]
    observations: tuple[Observation, ...]
    notes: tuple[Note, ...]


def check_bounds(targets: Sequence[Target], observations: Sequence[Observation], catalog: Catalog) -> BoundFindings:
    """Compare levels in the base unit with ``lower`` and ``upper`` of their indicator; changes have no bounds."""
    bounds = {row["indicator_id"]: row for row in catalog.indicators}
    notes: list[Note] = []
    goals: list[Target] = []
    values: list[Observation] = []
    for goal in targets:
        broken = _broken(goal.quantity, bounds.get(goal.indicator_id)) if goal.target_kind is TargetKind.LEVEL else ""
        goals.append(replace(goal, check=Check.SUSPECT) if broken else goal)
        if broken:
            notes.append(Note("implausible-value", where=goal.where, observed=goal.raw, expected=broken))
    for value in observations:
        is_level = value.target_kind is TargetKind.LEVEL and value.value_type is not ValueType.COMPARISON
        broken = _broken(value.quantity, bounds.get(value.indicator_id)) if is_level else ""
        values.append(replace(value, check=Check.SUSPECT) if broken else value)
        if broken:
            notes.append(
                Note(
                    "implausible-value",
                    where=value.where,
                    observed=value.raw,
                    expected=broken,
                    table_id=value.table_id,
                    row_no=value.row_no,
                    column_no=value.column_no,
                    row_label=value.row_label,
                    header_path=value.header_path,
                )
            )
    return BoundFindings(tuple(goals), tuple(values), tuple(notes))


def _broken(quantity: Quantity, indicator: Mapping[str, str] | None) -> str:
    """Return the bound that a quantity breaks (``at most 100 %``), else an empty string."""
    if indicator is None or quantity.value is None or not quantity.unit or quantity.multiple:
        return ""
    lowest = quantity.value * quantity.scale
    highest = (quantity.value if quantity.value_high is None else quantity.value_high) * quantity.scale
    if indicator["lower"] and lowest < Decimal(indicator["lower"]):
        return f"at least {indicator['lower']} {quantity.base_unit}".rstrip()
    if indicator["upper"] and highest > Decimal(indicator["upper"]):
        return f"at most {indicator['upper']} {quantity.base_unit}".rstrip()
    return ""
