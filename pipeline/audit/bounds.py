"""Levels that lie outside what the catalogue holds plausible for their indicator."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

import regex

from pipeline.model import Catalog, Check, Note, Observation, Quantity, Target, TargetKind, ValueType

_CODE = "implausible-value"
_PARTS = {"%": Decimal("0.01"), "‰": Decimal("0.001")}
_WHOLE = Decimal(100)
_CLAUSE = regex.compile(r"[,.;(]")


@dataclass(frozen=True, slots=True)
class BoundFindings:
    """The goals and values of a document, those outside the bounds suspect, and an issue for each of these."""

    targets: tuple[Target, ...]
    observations: tuple[Observation, ...]
    notes: tuple[Note, ...]


def check_bounds(targets: Sequence[Target], observations: Sequence[Observation], catalog: Catalog) -> BoundFindings:
    """Compare levels in the base unit with ``lower`` and ``upper`` of their indicator; changes have no bounds.

    What is called a share and is no indicator of the catalogue lies between 0 and 100 %.
    """
    bounds = {row["indicator_id"]: row for row in catalog.indicators}
    goals = {
        goal.target_id: broken
        for goal in targets
        if goal.target_kind is TargetKind.LEVEL
        and (
            broken := _broken(goal.quantity, bounds.get(goal.indicator_id), f"{goal.indicator} {_after(goal)}", catalog)
        )
    }
    values = {
        value.key: broken
        for value in observations
        if value.target_kind is TargetKind.LEVEL
        and value.value_type is not ValueType.COMPARISON
        and (broken := _broken(value.quantity, bounds.get(value.indicator_id), _words(value), catalog))
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


def _after(goal: Target) -> str:
    """Return the words behind a number, which may say of what it is so many per cent."""
    _, _, rest = (goal.context[0] if goal.context else "").partition(goal.raw)
    return _CLAUSE.split(rest, maxsplit=1)[0]


def _words(value: Observation) -> str:
    return f"{value.row_label} > {value.header_path}"


def _broken(quantity: Quantity, indicator: Mapping[str, str] | None, words: str, catalog: Catalog) -> str:
    """Return the bound that a quantity breaks (``at most 100 %``), else an empty string."""
    if quantity.value is None or not quantity.unit or quantity.multiple:
        return ""
    lower, upper, unit = _bounds(quantity, indicator, words, catalog)
    scale = quantity.scale
    if unit in _PARTS and quantity.base_unit in _PARTS:
        scale *= _PARTS[quantity.base_unit] / _PARTS[unit]
    highest = quantity.value if quantity.value_high is None else quantity.value_high
    if lower is not None and quantity.value * scale < lower:
        return f"at least {lower} {unit}".rstrip()
    if upper is not None and highest * scale > upper:
        return f"at most {upper} {unit}".rstrip()
    return ""


def _bounds(
    quantity: Quantity, indicator: Mapping[str, str] | None, words: str, catalog: Catalog
) -> tuple[Decimal | None, Decimal | None, str]:
    """Return the least and the most that a quantity can be, and in which unit."""
    if indicator is not None:
        lower, upper = (Decimal(indicator[name]) if indicator[name] else None for name in ("lower", "upper"))
        return lower, upper, indicator["bounds_unit"] or quantity.base_unit
    if quantity.base_unit == "%" and catalog.meaning("share", words) == "part":
        return Decimal(0), _WHOLE, "%"
    return None, None, ""
