"""Levels that lie outside what the catalogue holds plausible for their indicator."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from pipeline.model import Catalog, Check, Note, Observation, Quantity, Target, TargetKind, ValueType

_CODE = "implausible-value"


@dataclass(frozen=True, slots=True)
class BoundFindings:
    """The goals and values of a document, those outside the bounds suspect, and an issue for each of these."""

    targets: tuple[Target, ...]
    observations: tuple[Observation, ...]
    notes: tuple[Note, ...]


def check_bounds(targets: Sequence[Target], observations: Sequence[Observation], catalog: Catalog) -> BoundFindings:
    """Compare levels in the base unit with ``lower`` and ``upper`` of their indicator; changes have no bounds."""
    bounds = {row["indicator_id"]: row for row in catalog.indicators}
    goals = {
        goal.target_id: broken
        for goal in targets
        if goal.target_kind is TargetKind.LEVEL and (broken := _broken(goal.quantity, bounds.get(goal.indicator_id)))
    }
    values = {
        value.key: broken
        for value in observations
        if value.target_kind is TargetKind.LEVEL
        and value.value_type is not ValueType.COMPARISON
        and (broken := _broken(value.quantity, bounds.get(value.indicator_id)))
    }
    about_goals = (
        Note(_CODE, where=goal.where, observed=goal.raw, expected=goals[goal.target_id])
        for goal in targets
        if goal.target_id in goals
    )
    about_values = (
        replace(value.note(_CODE), expected=values[value.key]) for value in observations if value.key in values
    )
    return BoundFindings(
        targets=tuple(replace(goal, check=Check.SUSPECT) if goal.target_id in goals else goal for goal in targets),
        observations=tuple(
            replace(value, check=Check.SUSPECT) if value.key in values else value for value in observations
        ),
        notes=(*about_goals, *about_values),
    )


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
