"""Sums that words announce (``Tổng cộng``): told however far off they are, if one slip in one number explains it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from decimal import Decimal
from itertools import accumulate
from statistics import median

from rapidfuzz.distance import OSA

from pipeline.model import Catalog, CellKey, Identity, Observation

from .slips import near_values

_BY_CHANCE_IN_TOTAL, _BY_CHANCE = Decimal("0.05"), Decimal("0.2")
"""Share of all totals that a slip of the total, or of any member, may reach to say something of a total of an area."""
_SOME, _RARE = 2, 100
_ADDITIVE = frozenset({"money"})
"""Families of units of which no total that calls itself a sum is a mean, beside whole things."""
Cells = Mapping[CellKey, Observation]


@dataclass(frozen=True, slots=True)
class Announced:
    """A row that is called a total. ``is_sum``: as a sum of what is listed above it or by number, not of an area.

    A total of an area (``Toàn tỉnh``) may have more below it than is listed, or be a mean. In columns
    ``with_words`` some of what it adds up is no number.
    """

    is_sum: bool
    catalog: Catalog
    with_words: AbstractSet[int]


def value_of(observation: Observation) -> Decimal:
    """Return the value of a cell, nought where it has none."""
    value = observation.quantity.value
    return value if value is not None else Decimal(0)


def is_told(identity: Identity, cells: Cells, announced: Announced) -> bool:
    """Say whether an announced sum that is far off was meant, so that it fails."""
    values = [value_of(cells[key]) for key in identity.parts]
    if identity.total[2] in announced.with_words:
        return False
    is_level = identity.printed in {Decimal(0), values[-1], max(values)}
    is_price = bool(announced.catalog.meaning("per-unit-header", cells[identity.total].header_path))
    if len(values) < _SOME or is_level or is_price or _overlap(identity.printed, values):
        return False
    if _may_be_mean(identity, values, cells, announced):
        return False
    if announced.is_sum:
        return one_slip_mends(identity, cells)
    if identity.difference > 0:
        return _is_rarely_so(identity, cells, [identity.total], _BY_CHANCE_IN_TOTAL)
    return one_slip_mends(identity, cells) and _is_rarely_so(identity, cells, identity.members, _BY_CHANCE)


def _may_be_mean(identity: Identity, values: Sequence[Decimal], cells: Cells, announced: Announced) -> bool:
    """Say whether a total among its parts may be their mean."""
    if not min(values) <= identity.printed <= max(values):
        return False
    unit = announced.catalog.units.by_name.get(cells[identity.total].quantity.base_unit.lower())
    if unit is not None and (unit.whole or (announced.is_sum and unit.family in _ADDITIVE)):
        return False
    return not announced.is_sum or median(values) / 2 <= identity.printed <= 2 * median(values)


def _overlap(printed: Decimal, values: Sequence[Decimal]) -> bool:
    """Say whether parts seem to be listed twice: as items and what these consist of, or divided in several ways.

    >>> _overlap(Decimal(1000), [Decimal(n) for n in (520, 480, 700, 300)])
    True
    >>> _overlap(Decimal(1500), [Decimal(n) for n in (1000, 600, 400, 500)])
    True
    >>> _overlap(Decimal(2050), [Decimal(n) for n in (650, 7000, 400)])
    False
    """
    whole = sum(values)
    if not printed or whole <= printed:
        return False
    if whole % printed == 0 or printed in {*list(accumulate(values))[1:], *list(accumulate(reversed(values)))[1:]}:
        return True
    return whole - printed in set(_wholes(values))


def _wholes(values: Sequence[Decimal]) -> Iterator[Decimal]:
    """Yield the values that two or more right behind them make up."""
    for at, value in enumerate(values):
        if value and value in list(accumulate(values[at + 1 :]))[1:]:
            yield value


def _is_rarely_so(identity: Identity, cells: Cells, keys: Sequence[CellKey], most: Decimal) -> bool:
    """Say whether one slip in one of the cells makes the sum hold, and of all totals that could be few would be so."""
    reach: set[Decimal] = set()
    for key in keys:
        value = value_of(cells[key])
        sign = 1 if key == identity.total else -1
        reach.update(sign * (near - value) for near in near_values(cells[key].raw, value))
    wanted = -identity.difference
    grain = min((_grain(value_of(cells[key])) for key in identity.members), default=Decimal(1))
    size = max(identity.printed, identity.computed)
    possible = {step for step in reach if abs(step) <= size and step % grain == 0}
    return wanted in reach and len(possible) <= most * 2 * size / grain


def is_rare(identity: Identity, cells: Cells) -> bool:
    """Say whether a sum of two numbers or more holds that hardly would by chance: one total in a hundred would fit."""
    values = [value for key in identity.parts if (value := value_of(cells[key]))]
    grain = min(map(_grain, (identity.printed, *values)), default=Decimal(1))
    return identity.holds and len(values) >= _SOME and abs(identity.printed) >= _RARE * grain


def _grain(value: Decimal) -> Decimal:
    """Return the power of ten of the last digit other than nought.

    >>> _grain(Decimal(1250)), _grain(Decimal("0.50"))
    (Decimal('1E+1'), Decimal('0.1'))
    """
    return Decimal(1).scaleb(int(value.normalize().as_tuple().exponent)) if value else Decimal("Infinity")


def one_slip_mends(identity: Identity, cells: Cells) -> bool:
    """Say whether a digit more, less or other in one member, neighbours exchanged or a lost separator explains it."""
    members = [(cells[identity.total], -identity.difference)]
    members += [(cells[key], identity.difference) for key in identity.parts]
    return any(is_slip(value_of(cell), value_of(cell) + change) for cell, change in members)


def is_slip(read: Decimal, wanted: Decimal) -> bool:
    """Say whether one slip of a digit or of a mark makes one value of another.

    >>> is_slip(Decimal(7050), Decimal(2050)), is_slip(Decimal("1.250"), Decimal(1250)), is_slip(Decimal(1), Decimal(0))
    (True, True, True)
    >>> is_slip(Decimal(1), Decimal(1000)), is_slip(Decimal(65), Decimal(120))
    (False, False)
    """
    if wanted < 0:
        return False
    digits, others = _digits(read), _digits(wanted)
    if OSA.distance(digits, others, score_cutoff=1) <= 1:
        return True
    has_decimals = any(one != one.to_integral_value() for one in (read, wanted))
    return has_decimals and digits.strip("0") == others.strip("0")


def _digits(value: Decimal) -> str:
    return f"{value:f}".replace(".", "").replace("-", "")
