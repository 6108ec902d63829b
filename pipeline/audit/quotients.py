"""Ratios that are printed beside both amounts: ``KH 2023/TH 2022 (%)``, ``Tỷ lệ (%)`` beside ``Số hộ nghèo``."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import replace
from decimal import Decimal
from itertools import permutations

from pipeline.model import CellKey, Identity, Note, Observation, Quantity, Role, Table, Unit, ValueType
from pipeline.text import digits_of

from .announced import is_slip
from .comparing import Compared, in_base, is_exact, same_unit, together

_KIND = "quotient"
_HUNDRED = Decimal(100)
_MANY = 3
"""Rows on which a ratio must hold to be one, those of equal amounts not counted."""
_FEWEST = 2
"""Rows on which a comparison must hold if it fails on none."""
_FOR_EACH_FAILING = 4
"""Rows on which a share must hold for each on which it fails by more than one slip: it may be one of something else."""


def check_quotients(
    tables: Sequence[Table], observations: Sequence[Observation], units: Mapping[str, Unit]
) -> Compared:
    """Divide amounts whose ratio in per cent a column prints; arithmetic tells which amounts they are."""
    cells = {one.key: one for one in observations if is_exact(one.quantity) and digits_of(one.raw)}
    counted = frozenset(name for name, unit in units.items() if unit.whole)
    return together(_of_column(table, column, (cells, counted)) for table in tables for column in _ratios(table, cells))


def _ratios(table: Table, cells: Mapping[CellKey, Observation]) -> Iterator[int]:
    """Yield the columns in per cent."""
    for column in table.columns:
        own = [cell for key, cell in cells.items() if key[0] == table.table_id and key[2] == column.column_no]
        if own and all(one.quantity.unit == "%" for one in own):
            yield column.column_no


def _of_column(table: Table, ratio: int, known: tuple[Mapping[CellKey, Observation], AbstractSet[str]]) -> Compared:
    cells, _ = known
    others = [one.column_no for one in table.columns if one.role is Role.VALUE and one.column_no != ratio]
    for upper, lower in permutations(others, 2):
        family = [_quotient((table.table_id, row.row_no), (ratio, upper, lower), known) for row in table.rows]
        made = [one for one in family if one is not None]
        if _is_meant(made, cells):
            return Compared(tuple(made), tuple(_failure(one, cells) for one in made if not one.holds))
    return Compared()


def _is_meant(made: Sequence[Identity], cells: Mapping[CellKey, Observation]) -> bool:
    """Say whether a ratio holds so often that it hardly does by chance, and fails only where it was meant.

    Equal amounts say nothing. What is no comparison may be a share of something else on some rows.
    """
    holding = sum(one.holds for one in made)
    telling = sum(one.holds and one.printed != _HUNDRED for one in made)
    if any(cells[one.total].value_type is not ValueType.COMPARISON for one in made):
        odd = sum(not one.holds and not _one_slip_mends(one, cells) for one in made)
        return telling >= _MANY and 2 * holding > len(made) and _FOR_EACH_FAILING * odd <= holding
    return (telling >= _MANY and 2 * holding > len(made)) or _FEWEST <= telling == len(made)


def _one_slip_mends(identity: Identity, cells: Mapping[CellKey, Observation]) -> bool:
    """Say whether one slip in the ratio explains it, or in one of the amounts if these are whole."""
    last = Decimal(1).scaleb(min(0, int(identity.printed.as_tuple().exponent)))
    upper, lower = (cells[key].quantity for key in identity.parts)
    wanted = [
        (identity.printed, identity.computed.quantize(last)),
        (upper.value or Decimal(0), identity.printed * in_base(lower) / _HUNDRED / upper.scale),
        (lower.value or Decimal(0), in_base(upper) * _HUNDRED / (identity.printed or _HUNDRED) / lower.scale),
    ]
    return any(is_slip(read, value.quantize(_last(read))) for read, value in wanted)


def _last(value: Decimal) -> Decimal:
    return Decimal(1).scaleb(int(value.as_tuple().exponent))


def _quotient(
    row: tuple[str, int], columns: tuple[int, int, int], known: tuple[Mapping[CellKey, Observation], AbstractSet[str]]
) -> Identity | None:
    """Make the ratio of one row, which is rounded or cut off; None where rounding of the amounts matters as much."""
    cells, counted = known
    keys = [(*row, column) for column in columns]
    if any(key not in cells for key in keys):
        return None
    ratio, upper, lower = (cells[key].quantity for key in keys)
    if not same_unit(upper, lower) or not in_base(upper) or not in_base(lower):
        return None
    printed = ratio.value or Decimal(0)
    computed = in_base(upper) / in_base(lower) * _HUNDRED
    last = Decimal(1).scaleb(min(0, int(printed.as_tuple().exponent)))
    rounded = computed * sum(_doubt(one) for one in (upper, lower) if one.scale != 1 or one.unit.lower() not in counted)
    if rounded > last:
        return None
    is_cut = 0 < computed - printed < last
    return Identity(
        table_id=row[0],
        kind=_KIND,
        total=keys[0],
        parts=tuple(keys[1:]),
        printed=printed,
        computed=computed.quantize(last / 10),
        tolerance=((last if is_cut else last / 2) + rounded).quantize(last / 10),
        is_product=True,
    )


def _doubt(quantity: Quantity) -> Decimal:
    """Return by what share of itself rounding may have changed an amount before it was printed."""
    value = quantity.value or Decimal(1)
    return Decimal(1).scaleb(min(0, int(value.as_tuple().exponent))) / 2 / abs(value)


def _failure(identity: Identity, cells: Mapping[CellKey, Observation]) -> Note:
    upper, lower = (cells[key].raw for key in identity.parts)
    expected = f"{identity.computed:f}"
    evidence = f"quotient: {upper} / {lower} = {expected} %, off by {identity.difference:f}"
    return replace(cells[identity.total].note("identity-fails"), expected=expected, evidence=evidence)
