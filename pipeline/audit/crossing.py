"""Ratios as witnesses of sums that fail: of several repairs, the one that makes a failing ratio beside it hold too."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from pipeline.model import CellKey, Identity

from .locate import Culprit, Repair

_ROUNDINGS = 2
Values = Mapping[CellKey, Decimal]


@dataclass(frozen=True, slots=True)
class Crossed:
    """Culprits of sums, told by ratios where these know, and the ratios that each of those mends, by their cells."""

    culprits: list[Culprit]
    mended: Mapping[CellKey, Culprit]


def cross_with_ratios(
    culprits: Sequence[Culprit], sums: Sequence[Identity], ratios: Sequence[Identity], values: Values
) -> Crossed:
    """Take the one repair that makes a failing ratio hold and breaks none, where no other repair mends any.

    Only what one or two slips explain is taken: the ratio is rounded, so that it hardly knows the last digits.
    """
    told: list[Culprit] = []
    mended: dict[CellKey, Culprit] = {}
    for culprit in culprits:
        failing = [sums[number] for number in sorted(culprit.numbers)]
        found = [(repair, _judged(repair, failing, ratios, values)) for repair in culprit.repairs]
        knowing = [(repair, judged) for repair, judged in found if any(one.holds for one in judged)]
        if culprit.is_unique or len(knowing) != 1 or not _is_clear(*knowing[0]):
            told.append(culprit)
            continue
        best, judged = knowing[0]
        rest = tuple(repair for repair in culprit.repairs if repair is not best)
        told.append(replace(culprit, repairs=(best, *rest), is_unique=True, is_confirmed=True))
        mended.update((one.total, told[-1]) for one in judged)
    return Crossed(told, mended)


def _is_clear(repair: Repair, judged: Sequence[Identity]) -> bool:
    return repair.is_likely and all(one.holds for one in judged)


def _judged(repair: Repair, failing: Sequence[Identity], ratios: Sequence[Identity], values: Values) -> list[Identity]:
    """Return the ratios of the one cell of a repair as they are with it: those that it mends, and those it breaks.

    A ratio knows of a repair only if it moves by more than rounding may.
    """
    keys = [key for key, _ in repair.texts]
    if len(keys) != 1 or keys[0] not in values:
        return []
    key = keys[0]
    sum_off = next(one for one in failing if key in one.members)
    value = values[key]
    wanted = value + (-sum_off.difference if key == sum_off.total else sum_off.difference)
    if not value or not wanted:
        return []
    changed = ((one, _with(one, key, wanted / value)) for one in ratios if key in one.parts)
    return [
        new
        for old, new in changed
        if new.holds != old.holds and abs(new.computed - old.computed) > _ROUNDINGS * old.tolerance
    ]


def _with(ratio: Identity, key: CellKey, factor: Decimal) -> Identity:
    """Return a ratio with one of its amounts so many times as large."""
    computed = ratio.computed * factor if key == ratio.parts[0] else ratio.computed / factor
    return replace(ratio, computed=computed)
