"""The unit of the cells of a table: its headings, its unit column, the line above it."""

from __future__ import annotations

from dataclasses import dataclass

import regex

from pipeline.model import Catalog, Column, LineType, Quantity, Role, Table, ValueType
from pipeline.text import squeeze

from .misread_units import unit_of_cell
from .unit_texts import named_in_line, unit_in, unit_of_line, unit_read, unknown_unit

PARENTHESES = regex.compile(r"\(([^()]*)\)")
_THOUSANDS = regex.compile(r"\d[.\s]?00|\b(?:nghìn|ngàn|triệu)\b", regex.IGNORECASE)
_LAST_PARENTHESES = regex.compile(r"\((?P<inner>[^()]*)\)[\s.:;*]*$")
_LEAST_MULTIPLE = 1000
"""From here on a number before a unit is its scale (``1.000 người``), not an amount (``2 lớp``)."""


@dataclass(frozen=True, slots=True)
class ColumnUnit:
    """What the headings of a column and the line above its table say of its unit."""

    unit: Quantity | None = None
    is_printed: bool = False
    """Whether the unit stands in the headings of the column or of the total that it is part of."""
    is_money: bool = False
    """Whether the values are money, so that units of goods say nothing of them."""
    is_share: bool = False
    """Whether the headings name a share, so that units of what is counted say nothing of them."""


def cell_unit(column: ColumnUnit, row: Quantity | None, label: str, catalog: Catalog) -> Quantity | None:
    """Return the unit of a cell from those of its column and its row; a printed heading outranks the row.

    A unit line says nothing of rows whose label names something else: ``Tỷ lệ ...`` in a table of people.
    """
    if column.is_printed or (column.is_money and not is_money(row)):
        return column.unit
    if column.is_share and row is not None and not _may_be_share(row, catalog):
        return None
    if row is not None:
        return row
    return column.unit if column.unit is None or _fits(column.unit, label, catalog) else None


def row_units(table: Table, catalog: Catalog) -> dict[int, Quantity]:
    """Return what the unit column and the labels say, by row; a unit with a ``doubt`` is kept as printed only.

    The unit of a label holds for the rows below it that belong to it.
    """
    units = _units_of_labels(table, catalog)
    column = next((c.column_no for c in table.columns if c.role is Role.UNIT), None)
    above: Quantity | None = None
    for row in table.rows if column is not None else ():
        cell = row.cell(column or 0)
        text = unit_of_cell(cell, catalog.units) if cell is not None else ""
        if not catalog.meaning("ditto", text):
            above = unit_read(text, catalog) or unknown_unit(text, catalog)
        if above is not None:
            units[row.row_no] = above
    return units


def _units_of_labels(table: Table, catalog: Catalog) -> dict[int, Quantity]:
    """Return the units in labels; where a total adds up all rows of a table of money, they are those of goods."""
    units: dict[int, Quantity] = {}
    if is_money(_unit_of_table(table, catalog)) and any(row.line_type is LineType.TOTAL for row in table.rows):
        return units
    for row in table.rows:
        own = unit_at_end(row.labels[-1], catalog)
        above = units.get(row.parent) if row.parent is not None else None
        if own is None and above is not None and _fits(above, row.labels[-1], catalog):
            own = above
        if own is not None:
            units[row.row_no] = own
    return units


def unit_at_end(text: str, catalog: Catalog) -> Quantity | None:
    """Return the unit in parentheses at the end of a label or title: ``Kinh phí (triệu đồng)``; no ``Cán bộ (nữ)``."""
    match = _LAST_PARENTHESES.search(text)
    unit = unit_in(match["inner"], catalog) if match else None
    if match is None or unit is None or (match["inner"][:1].isdigit() and unit.scale < _LEAST_MULTIPLE):
        return None
    is_class = catalog.meaning("label-class", match["inner"]) and not catalog.meaning("count-header", text)
    return None if is_class else unit


def _fits(unit: Quantity, label: str, catalog: Catalog) -> bool:
    """Say whether a label may be of a unit that does not stand in it: shares, money and counts do not mix."""
    known = catalog.units.by_name.get(unit.base_unit.lower())
    if catalog.meaning("count-header", label):
        return not is_money(unit) and not (known is not None and known.family == "rate")
    if catalog.meaning("rate-subject", label):
        return _may_be_share(unit, catalog)
    of_money = any(phrase.pattern.match(label) for phrase in catalog.wording["money-header"])
    return not of_money or known is None or known.family not in {"count", "rate"}


def _may_be_share(unit: Quantity, catalog: Catalog) -> bool:
    known = catalog.units.by_name.get(unit.base_unit.lower())
    return not is_money(unit) and (known is None or known.family not in {"count", "measure"})


def column_unit(column: Column, table: Table, catalog: Catalog) -> ColumnUnit:
    """Return the unit that headings, unit line or title give.

    Money and counts do not mix: ``Thành tiền`` takes no unit of goods, ``Số hộ`` none of money.
    """
    if unit := _printed_unit(column, catalog) or unit_of_line(table.unit_line, column.header, catalog):
        return ColumnUnit(unit, is_printed=True)
    leaf = column.leaf
    if catalog.meaning("header-role", leaf) == "note":
        return ColumnUnit(is_printed=True)
    is_split = _is_behind_prices(column, table, catalog) and not is_other(column, catalog)
    of_money = is_of_money(column, catalog) or is_split
    counts = any(_is_count(level, catalog) for level in column.header) and not of_money
    total = _unit_of_total(column, table, catalog)
    if total and not counts and of_money <= is_money(total):
        return ColumnUnit(total, is_printed=True)
    if of_money:
        line = _unit_of_table(table, catalog)
        return ColumnUnit(line if is_money(line) else None, is_money=True)
    return _unit_beside_money(column, table, catalog)


def _unit_beside_money(column: Column, table: Table, catalog: Catalog) -> ColumnUnit:
    """Return the unit of a column of no money without a printed unit: what it counts, or that of its table."""
    line = _unit_of_table(table, catalog)
    counts = any(_is_count(level, catalog) for level in column.header)
    if counts and ((line is None and not table.unit_line) or is_money(line)):
        counted = _counted_unit(column, table, catalog)
        return ColumnUnit(counted, is_printed=counted is not None and _has_prices(table, catalog))
    if column.header and catalog.meaning("rate-subject", column.header[-1]) and not counts:
        return ColumnUnit(line if line is not None and _may_be_share(line, catalog) else None, is_share=True)
    return ColumnUnit(line)


def _unit_of_table(table: Table, catalog: Catalog) -> Quantity | None:
    """Return the unit of the unit line, or that at the end of the title."""
    if table.unit_line:
        return unit_in(named_in_line(table.unit_line, catalog), catalog)
    return unit_at_end(table.title, catalog)


def is_of_money(column: Column, catalog: Catalog) -> bool:
    """Say whether headings name money; ``Kinh phí > Số lượng`` and ``Vốn vay > Số hộ`` count something else."""
    leaf = column.leaf
    if catalog.meaning("money-header", leaf):
        return True
    counts = catalog.meaning("quantity-header", leaf) or _counted_words(leaf, catalog)
    return bool(catalog.meaning("money-header", column.path)) and not counts


def _is_behind_prices(column: Column, table: Table, catalog: Catalog) -> bool:
    """Say whether a column stands behind what the goods of the unit column cost: that speaks of ``Số lượng`` only."""
    start = next((c.column_no for c in table.columns if c.role is Role.UNIT), column.column_no)
    before = [c for c in table.columns if start < c.column_no < column.column_no and c.role is Role.VALUE and c.header]
    quantity = next((c.column_no for c in before if catalog.meaning("quantity-header", c.header[-1])), None)
    return any(
        catalog.meaning("price-header", c.header[-1])
        or (quantity is not None and quantity < c.column_no and is_of_money(c, catalog))
        for c in before
    )


def _has_prices(table: Table, catalog: Catalog) -> bool:
    """Say whether a table has prices of the goods of its unit column, so that ``Số ngày`` counts something else."""
    return any(catalog.meaning("price-header", column.header[-1]) for column in table.columns if column.header)


def is_other(column: Column, catalog: Catalog) -> bool:
    """Say whether the headings of a column name a number, a share or a comparison."""
    return any(
        _is_count(level, catalog)
        or catalog.meaning("rate-header", level)
        or catalog.meaning("value-type", level) == ValueType.COMPARISON
        for level in column.header
    )


def _is_count(level: str, catalog: Catalog) -> bool:
    return bool(catalog.meaning("quantity-header", level) or catalog.meaning("count-header", level))


def is_money(unit: Quantity | None) -> bool:
    """Say whether a unit is one of money."""
    return unit is not None and "đồng" in unit.base_unit


def _printed_unit(column: Column, catalog: Catalog) -> Quantity | None:
    """Return the unit that stands in parentheses or as a sign in the headings of a column."""
    for level in reversed(column.header):
        for match in reversed(PARENTHESES.findall(level)):
            if unit := unit_read(match, catalog):
                return unit
        if sign := regex.search(r"[%‰]", level):
            return unit_in(sign[0], catalog)
    return None


def _unit_of_total(column: Column, table: Table, catalog: Catalog) -> Quantity | None:
    """Return the unit that is printed over the total that a column breaks down.

    Only ``Trong đó``, a formula or a bare ``Tổng số`` show that; behind ``Tổng số hộ (hộ)`` anything may stand.
    """
    seen = {column.column_no}
    while column.group is not None and column.group not in seen:
        total = table.columns[column.group - 1]
        named = str(column.column_no) in total.formula.split("+")
        label = squeeze(PARENTHESES.sub("", total.header[-1])).lower() if total.header else ""
        if not (column.is_breakdown or named or catalog.meaning("total-label", label) == LineType.TOTAL):
            return None
        if unit := _printed_unit(total, catalog):
            return unit
        seen.add(total.column_no)
        column = total
    return None


def _counted_unit(column: Column, table: Table, catalog: Catalog) -> Quantity | None:
    """Return what ``Số hộ`` or ``Số lớp năm 2025`` counts; None where the words may mean something else.

    A part counts what its total does, or else has no unit, so that the sum of both can be tested.
    """
    compares = any(catalog.meaning("value-type", level) == ValueType.COMPARISON for level in column.header)
    if compares or not column.header or _THOUSANDS.search(column.path):
        return None
    own = _counted_in(column.header, catalog)
    total = table.columns[column.group - 1] if column.group is not None else None
    if total is None:
        return own
    above = _counted_in(total.header, catalog)
    spanner = total.header[:-1]
    of_spanner = bool(spanner) and column.header[: len(spanner)] == spanner and _counted_in(spanner, catalog) == above
    return above if own == above or (own is None and of_spanner) else None


def _counted_in(levels: tuple[str, ...], catalog: Catalog) -> Quantity | None:
    """Return what the lowest heading counts that is more than ``Tổng số`` or a year."""
    for level in reversed(levels):
        if unit := _counted_words(level, catalog):
            return unit
        is_total = catalog.meaning("total-label", level) == LineType.TOTAL
        if not is_total and not catalog.meaning("bare-years", level):
            return None
    return None


def _counted_words(heading: str, catalog: Catalog) -> Quantity | None:
    leaf = squeeze(PARENTHESES.sub("", heading))
    for phrase in catalog.wording["counted-header"]:
        match = phrase.pattern.match(leaf)
        printed = squeeze(match["unit"]).lower() if match else ""
        unit = catalog.units.by_name.get(printed)
        if unit is not None and (unit.family == "time" or (unit.family == "count" and unit.whole)):
            return Quantity(None, printed, base_unit=unit.base_unit)
    return None
