"""What two statements of one thing have in common: subject, unit, value; and what follows for those that differ."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import TypeVar

from pipeline.model import (
    Activity,
    CellKey,
    Check,
    Comparator,
    Identity,
    Note,
    Observation,
    Period,
    Quantity,
    Target,
    TargetKind,
)
from pipeline.text import digits_of

from .identities import verdicts

Subject = tuple[str, TargetKind, tuple[int, int]]
"""Indicator, level or change, first and last year."""

_SETTLED = frozenset({Check.SUSPECT, Check.CORRECTED})

Value = TypeVar("Value", Target, Observation, Activity)


@dataclass(frozen=True, slots=True)
class Compared:
    """What comparing gave: identities, what differs, and values that are doubtful although no identity says so."""

    identities: tuple[Identity, ...] = ()
    notes: tuple[Note, ...] = ()
    doubtful: frozenset[CellKey] = frozenset()


def together(parts: Iterable[Compared]) -> Compared:
    """Put what several comparisons gave into one."""
    parts = tuple(parts)
    return Compared(
        identities=tuple(one for part in parts for one in part.identities),
        notes=tuple(note for part in parts for note in part.notes),
        doubtful=frozenset(key for part in parts for key in part.doubtful),
    )


def checked(values: Sequence[Value], compared: Compared) -> tuple[Value, ...]:
    """Call values suspect or reconciled as the comparisons say; what is suspect or a person has settled stays so."""
    found = {**verdicts(compared.identities), **dict.fromkeys(compared.doubtful, Check.SUSPECT)}
    return tuple(
        one if one.check in _SETTLED or one.key not in found else replace(one, check=found[one.key]) for one in values
    )


def span(period: Period) -> tuple[int, int] | None:
    """Return the first and last year of a period, None if it has none.

    >>> span(Period(year=2024)), span(Period(start=2021, end=2030)), span(Period())
    ((2024, 2024), (2021, 2030), None)
    """
    first = period.start if period.year is None else period.year
    last = period.end if period.year is None else period.year
    return None if first is None or last is None else (first, last)


def subject(value: Target | Observation) -> Subject | None:
    """Return what a value is about, None if that is not known."""
    years = span(value.period)
    if not value.indicator_id or years is None or value.quantity.value is None:
        return None
    return (value.indicator_id, value.target_kind, years)


def same_unit(one: Quantity, other: Quantity) -> bool:
    """Say whether two quantities are in one unit; ``/100`` is short for ``trẻ trai/100 trẻ gái``."""
    first, second = one.base_unit.lower() or one.unit.lower(), other.base_unit.lower() or other.unit.lower()
    if first == second:
        return bool(first)
    short = first.startswith("/") or second.startswith("/")
    return short and digits_of(first) == digits_of(second)


def is_exact(quantity: Quantity) -> bool:
    """Say whether a quantity is one number that is meant as it stands."""
    return quantity.value is not None and quantity.value_high is None and quantity.comparator is Comparator.EQ


def in_base(quantity: Quantity) -> Decimal:
    """Return the value, or the lower end of a range, in the base unit."""
    return (quantity.value or Decimal(0)) * quantity.scale


def rounding(one: Quantity, other: Quantity) -> Decimal:
    """Return what rounding allows between values in units of different size, half a last place of the coarser.

    In units of one size none is allowed: a digit that is missing there may be a misread one.

    >>> thousands = Quantity(Decimal("120.5"), "nghìn người", scale=Decimal(1000), base_unit="người")
    >>> rounding(thousands, Quantity(Decimal(120530), "người", base_unit="người"))
    Decimal('50.0')
    """
    if one.scale == other.scale:
        return Decimal(0)
    steps = [Decimal(1).scaleb(int(q.value.as_tuple().exponent)) * q.scale for q in (one, other) if q.value is not None]
    return max(steps, default=Decimal(0)) / 2


def equality(kind: str, total: Target | Observation | Activity, part: Target | Observation | Activity) -> Identity:
    """Make the identity that two statements of one value form; it is told in the unit of the total."""
    first, second = _quantity(total), _quantity(part)
    return Identity(
        table_id="" if isinstance(total, Target) else total.table_id,
        kind=kind,
        total=total.key,
        parts=(part.key,),
        printed=first.value or Decimal(0),
        computed=(second.value or Decimal(0)) if first.scale == second.scale else in_base(second) / first.scale,
        tolerance=rounding(first, second) / first.scale,
    )


def _quantity(value: Target | Observation | Activity) -> Quantity:
    return value.quantity or Quantity(None)


def group_of(*parts: object) -> str:
    """Return the name of a group: all issues of one cause share it.

    >>> group_of("g7", "t2") == group_of("g7", "t2") != group_of("g7", "t3")
    True
    """
    return hashlib.sha256("\x1f".join(map(str, parts)).encode()).hexdigest()[:8]
