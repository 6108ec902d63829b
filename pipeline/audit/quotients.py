"""Ratios that are printed beside both amounts: ``KH 2023/TH 2022 (%)``."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from decimal import Decimal
from itertools import permutations

from pipeline.model import CellKey, Identity, Note, Observation, Quantity, Role, Table, ValueType

from .comparing import Compared, in_base, is_exact, same_unit, together

_KIND = "quotient"
_HUNDRED = Decimal(100)
_MANY = 3
"""Rows on which a ratio must hold to be one, those of equal amounts not counted."""


def check_quotients(tables: Sequence[Table], observations: Sequence[Observation]) -> Compared:
    """Divide amounts whose ratio in per cent a column of comparison prints; arithmetic tells which amounts they are."""
    cells = {one.key: one for one in observations if is_exact(one.quantity)}
    return together(_of_column(table, column, cells) for table in tables for column in _ratios(table, cells))


def _ratios(table: Table, cells: Mapping[CellKey, Observation]) -> Iterator[int]:
    """Yield the columns of comparisons in per cent."""
    for column in table.columns:
        own = [cell for key, cell in cells.items() if key[0] == table.table_id and key[2] == column.column_no]
        if own and all(one.value_type is ValueType.COMPARISON and one.quantity.unit == "%" for one in own):
            yield column.column_no


def _of_column(table: Table, ratio: int, cells: Mapping[CellKey, Observation]) -> Compared:
    others = [one.column_no for one in table.columns if one.role is Role.VALUE and one.column_no != ratio]
    for upper, lower in permutations(others, 2):
        family = [_quotient((table.table_id, row.row_no), (ratio, upper, lower), cells) for row in table.rows]
        made = [one for one in family if one is not None]
        holding = sum(one.holds for one in made)
        telling = sum(one.holds and one.printed != _HUNDRED for one in made)
        if telling >= _MANY and 2 * holding > len(made):
            return Compared(tuple(made), tuple(_failure(one, cells) for one in made if not one.holds))
    return Compared()


def _quotient(
    row: tuple[str, int], columns: tuple[int, int, int], cells: Mapping[CellKey, Observation]
) -> Identity | None:
    """Make the ratio of one row, which is rounded or cut off; None where rounding of the amounts matters as much."""
    keys = [(*row, column) for column in columns]
    if any(key not in cells for key in keys):
        return None
    ratio, upper, lower = (cells[key].quantity for key in keys)
    if not same_unit(upper, lower) or not in_base(upper) or not in_base(lower):
        return None
    printed = ratio.value or Decimal(0)
    computed = in_base(upper) / in_base(lower) * _HUNDRED
    last = Decimal(1).scaleb(min(0, int(printed.as_tuple().exponent)))
    rounded = computed * (_doubt(upper) + _doubt(lower))
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
