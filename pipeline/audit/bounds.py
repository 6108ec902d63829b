"""Levels that lie outside what the catalogue holds plausible for their indicator."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

import regex

from pipeline.model import Catalog, Check, Note, Observation, Quantity, Target, TargetKind, ValueType

_CODE = "implausible-value"
_WHOLE = 100
_LEVELS = " > "
_CLAUSE = regex.compile(r"[,.;(]")


@dataclass(frozen=True, slots=True)
class BoundFindings:
    """The goals and values of a document, those outside the bounds suspect, and an issue for each of these."""

    targets: tuple[Target, ...]
    observations: tuple[Observation, ...]
    notes: tuple[Note, ...]


def check_bounds(targets: Sequence[Target], observations: Sequence[Observation], catalog: Catalog) -> BoundFindings:
    """Compare levels in the base unit with ``lower`` and ``upper`` of their indicator; changes have no bounds.

    What words tell to be a share of a whole, as of all households, lies between 0 and 100 % without an indicator too.
    """
    bounds = {row["indicator_id"]: row for row in catalog.indicators}
    goals = {
        goal.target_id: broken
        for goal in targets
        if goal.target_kind is TargetKind.LEVEL
        and (
            broken := _broken(goal.quantity, bounds[goal.indicator_id])
            if _is_bounded(bounds.get(goal.indicator_id))
            else _beyond_whole(goal.quantity, [f"{goal.indicator} {_after(goal)}"], catalog)
        )
    }
    values = {
        value.key: broken
        for value in observations
        if value.target_kind is TargetKind.LEVEL
        and value.value_type is not ValueType.COMPARISON
        and (
            broken := _broken(value.quantity, bounds[value.indicator_id])
            if _is_bounded(bounds.get(value.indicator_id))
            else _beyond_whole(value.quantity, [value.row_label, *value.header_path.split(_LEVELS)], catalog)
        )
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


def _is_bounded(indicator: Mapping[str, str] | None) -> bool:
    return indicator is not None and bool(indicator["lower"] or indicator["upper"])


def _broken(quantity: Quantity, indicator: Mapping[str, str]) -> str:
    """Return the bound that a quantity breaks (``at most 100 %``), else an empty string."""
    if quantity.value is None or not quantity.unit or quantity.multiple:
        return ""
    lowest = quantity.value * quantity.scale
    highest = (quantity.value if quantity.value_high is None else quantity.value_high) * quantity.scale
    if indicator["lower"] and lowest < Decimal(indicator["lower"]):
        return f"at least {indicator['lower']} {quantity.base_unit}".rstrip()
    if indicator["upper"] and highest > Decimal(indicator["upper"]):
        return f"at most {indicator['upper']} {quantity.base_unit}".rstrip()
    return ""


def _beyond_whole(quantity: Quantity, names: Sequence[str], catalog: Catalog) -> str:
    """Return the bound that a share of a whole breaks; empty for what is none for certain."""
    if quantity.unit != "%" or quantity.value is None:
        return ""
    highest = quantity.value if quantity.value_high is None else quantity.value_high
    shares = [name for name in names if catalog.meaning("share-of-whole", name)]
    if not shares or 0 <= quantity.value <= highest <= _WHOLE or any(_compares(name, catalog) for name in names):
        return ""
    if any(catalog.meaning("not-share", name) for name in shares):
        return ""
    return f"at most {_WHOLE} %" if highest > _WHOLE else "at least 0 %"


def _compares(name: str, catalog: Catalog) -> bool:
    return catalog.meaning("value-type", name) == ValueType.COMPARISON


def _after(goal: Target) -> str:
    """Return the words behind a number, which may say of what it is so many per cent."""
    _, _, rest = (goal.context[0] if goal.context else "").partition(goal.raw)
    return _CLAUSE.split(rest, maxsplit=1)[0]
