"""Tell sums that were meant and fail from what never was a sum: by siblings that hold, and by slips that would mend."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from functools import reduce
from operator import mul
from statistics import median

from pipeline.model import CellKey, Identity, Observation, Unit

from .announced import Announced, is_told, one_slip_mends, value_of

_SMALL = Decimal("0.2")
"""A total that misses the sum of its parts by more than this share was hardly meant as their sum."""
_NEAR, _FIFTH, _RARE = 2, 5, Decimal("0.01")
"""Sums off by a rounding that tell of it, for each that is off by more; of how many one must be; what chance may do."""
_DIGITS_TELL = 1000
"""How many last places a number must count that one slip hardly makes of another by chance."""
_PARTIAL = 2
"""Rows on which parts do not make up the whole though sums down vouch for all of them."""
Cells = Mapping[CellKey, Observation]


def settle_rounding(family: list[Identity], cells: Cells) -> list[Identity]:
    """Allow for rounding: of totals that are printed rounder than their parts, and where sums that are not exact tell.

    Most are not, or a fifth of them and two at least, nearly all by what rounding may add up to. The tolerance is one
    unit of the last place times the square root of the number of parts: three standard deviations of the sum of that
    many independent roundings. Whole numbers are rounded only in a large unit, and if hardly all fit by chance.
    """
    family = [replace(one, tolerance=_of_rounder_total(one, cells)) for one in family]
    exact = sum(identity.holds for identity in family)
    if exact == len(family):
        return family
    settled = [replace(one, tolerance=max(_of_rounding(one, cells), one.tolerance)) for one in family]
    near = sum(one.holds for one in settled) - exact
    far = len(family) - exact - near
    telling = sum(_is_telling(one, cells) for one in settled)
    is_rounded = near >= _NEAR and near > _NEAR * far and _FIFTH * near >= telling
    is_whole = not any(_places(key, cells) for one in family for key in one.members)
    if is_whole:
        return settled if is_rounded and _by_chance(settled) <= _RARE else family
    return settled if 2 * exact < len(family) or is_rounded else family


def _of_rounding(identity: Identity, cells: Cells) -> Decimal:
    """Return by how much rounding may put a sum off; whole numbers of people and the like are exact."""
    places = max(_places(key, cells) for key in identity.members)
    last, parts = Decimal(1).scaleb(-places), len(identity.parts)
    if places:
        return (last * Decimal(parts).sqrt()).quantize(last)
    return min(Decimal(parts).sqrt().quantize(last), Decimal(parts // 2)) if _is_scaled(identity, cells) else Decimal(0)


def _is_scaled(identity: Identity, cells: Cells) -> bool:
    return all(cells[key].quantity.scale > 1 for key in identity.members)


def _by_chance(family: Sequence[Identity]) -> Decimal:
    """Return how likely it is that totals would fit as well if they were any numbers up to themselves."""
    chances = ((2 * one.tolerance + 1) / max(one.printed, Decimal(1)) for one in family if one.holds)
    return reduce(mul, (min(Decimal(1), chance) for chance in chances), Decimal(1))


def _of_rounder_total(identity: Identity, cells: Cells) -> Decimal:
    """Return what rounding allows a total with fewer decimals than a part: half its last place.

    Parts that are rounder than others allow as much of theirs; whole numbers among them are taken for exact.
    """
    places = [_places(key, cells) for key in identity.parts]
    own, finest = _places(identity.total, cells), max(places)
    if own >= finest:
        return Decimal(0)
    rounded = [own, *(one for one in places if 0 < one < finest)]
    return sum((Decimal(1).scaleb(-one) / 2 for one in rounded), Decimal(0))


def _places(key: CellKey, cells: Cells) -> int:
    """Return with how many decimals a value is printed."""
    return max(0, -int(value_of(cells[key]).as_tuple().exponent))


def is_confirmed(family: list[Identity], cells: Cells) -> bool:
    """Say whether a sum holds on most rows, counting those that one slip explains if two hold or more.

    Rows of nothing but zeros say nothing.
    """
    telling = [identity for identity in family if identity.printed or identity.computed]
    holding = sum(identity.holds for identity in telling)
    if 2 * holding > len(telling):
        return True
    slips = sum(not identity.holds and one_slip_mends(identity, cells) for identity in telling) if holding >= 2 else 0
    return 2 * (holding + slips) > len(telling) and slips > 0


@dataclass(frozen=True, slots=True)
class Backing:
    """What speaks for the sums down to a total row, beyond themselves.

    ``is_strict``: the row is an item with parts, which need not be all. ``has_siblings``: other rows of its kind are
    totals indeed, or the running numbers show that a row was lost or doubled. ``announced``: what the row is called.
    ``may_be_some``: the rows may be only some of what the total counts.
    """

    is_strict: bool
    has_siblings: bool
    units: Mapping[str, Unit]
    announced: Announced | None = None
    may_be_some: bool = False


def plausible(family: list[Identity], cells: Cells, backing: Backing) -> list[Identity]:
    """Keep the sums that hold, and those that fail where a sum was meant."""
    holding = sum(identity.holds for identity in family)
    # What two cells that changed places add to one column they take from the other.
    offset = {
        one.difference for one in family if not one.holds and any(one.difference == -two.difference for two in family)
    }
    if backing.is_strict and 2 * holding <= len(family):
        near = all(one.holds or one.difference in offset or one_slip_mends(one, cells) for one in family)
        return family if near and any(_is_telling(one, cells) for one in family) else []
    if backing.may_be_some and 2 * holding <= len(family):
        slips = backing.has_siblings and all(one.holds or _is_slip_of_many(one, cells) for one in family)
        return family if slips else [one for one in family if _is_telling(one, cells)]
    proven = backing.has_siblings or sum(_is_telling(one, cells) for one in family) >= 2
    share = (holding, len(family))
    return [
        one
        for one in family
        if one.holds
        or (proven and (one.difference in offset or _is_counted(one, cells, backing.units)))
        or _was_meant(one, share, cells, proven=proven)
        or (not backing.is_strict and backing.announced is not None and is_told(one, cells, backing.announced))
    ]


def _is_counted(identity: Identity, cells: Cells, units: Mapping[str, Unit]) -> bool:
    """Say whether a sum is of whole things, such as people, of which no total can be a mean."""
    unit = units.get(cells[identity.total].quantity.unit.lower())
    return unit is not None and unit.whole


def _is_slip_of_many(identity: Identity, cells: Cells) -> bool:
    """Say whether one slip explains a sum of so many digits that it hardly does by chance."""
    return abs(identity.printed).scaleb(_places(identity.total, cells)) >= _DIGITS_TELL and one_slip_mends(
        identity, cells
    )


def most_hold(family: Sequence[Identity]) -> bool:
    """Say whether most sums of a family hold."""
    return 2 * sum(identity.holds for identity in family) > len(family)


def _is_telling(identity: Identity, cells: Cells) -> bool:
    """Say whether a sum holds that would hardly do so by chance."""
    return identity.holds and sum(bool(value_of(cells[key])) for key in identity.parts) >= 2


def _was_meant(identity: Identity, share: tuple[int, int], cells: Cells, *, proven: bool) -> bool:
    """Tell a sum that fails from no sum: a total among its parts is a mean, one far from their sum something else.

    A sum that one misread digit explains was meant, and so was one whose sibling columns sum. ``share``: how many of
    how many of them.
    """
    holding, size = share
    values = [value_of(cells[key]) for key in identity.parts]
    looks_mean = len(values) >= 3 and min(values) < identity.printed < max(values)
    if proven and all(value == value.to_integral_value() for value in (identity.printed, *values)):
        looks_mean = looks_mean and median(values) / 2 <= identity.printed <= 2 * median(values)
    near = abs(identity.difference) <= _SMALL * abs(identity.computed)
    if near or len(values) == 1 or ((holding or proven) and one_slip_mends(identity, cells)):
        return True
    return not looks_mean and (proven or 2 * holding >= size > 1)


def without_partial_rows(identities: Sequence[Identity]) -> list[Identity]:
    """Leave out sums across whose parts fall short where sums down vouch for each member, if at least two rows are so.

    Their parts make up the whole on other rows only: communes that all reach a goal, or not. Of numbers exchanged
    within a column one row has too much.
    """
    vouched = {key for one in identities if one.kind.startswith("column") and one.holds for key in one.members}
    failing = [one for one in identities if one.kind == "row-parts" and not one.holds]
    rows = Counter(one.total[2] for one in failing)
    others = {one.total[2] for one in failing if one.difference < 0 or not vouched.issuperset(one.members)}
    partial = {column for column, count in rows.items() if count >= _PARTIAL} - others
    return [one for one in identities if one not in failing or one.total[2] not in partial]
