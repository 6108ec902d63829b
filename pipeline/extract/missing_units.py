"""Columns whose values have no unit, and units of headings and unit columns that were misread."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import regex

from pipeline.model import Catalog, Cell, Column, Note, Observation, Role, Severity, Table
from pipeline.numbers import unit_meant
from pipeline.text import squeeze

from .misread_units import unit_of_cell
from .table_units import PARENTHESES, is_of_money, is_other
from .unit_texts import named_in_line, unit_in

_NAMED = regex.compile(r"[:=,;]")


def without_unit(
    table: Table, values: Sequence[Observation], catalog: Catalog
) -> Iterator[tuple[Sequence[Column], str, Severity | None]]:
    """Yield the columns that have values without a unit, the reason, and how much it matters if more than usual.

    A unit line that names no unit was probably misread, and nobody can use money whose scale is not known.
    """
    numbers = sorted({value.column_no for value in values if not value.quantity.unit})
    columns = [table.columns[number - 1] for number in numbers]
    if columns and (named := _without_meaning(table.unit_line, catalog)):
        yield columns, f"the unit line names no unit that is known: {named}", Severity.WARNING
        return
    reason = "no unit in the headings, a unit column or a unit line"
    money = [column for column in columns if _is_budget(column, catalog)]
    others = [column for column in columns if column not in money]
    if money:
        yield money, f"{reason}, though it is money", Severity.WARNING
    if others:
        yield others, reason, None


def _without_meaning(line: str, catalog: Catalog) -> str:
    """Return what a unit line names if it is no unit, nor several with their names, nor a body."""
    named = named_in_line(line, catalog)
    is_known = any(unit_in(part, catalog) for part in (named, *_NAMED.split(named)) if part.strip())
    return "" if is_known or catalog.meaning("unit-line-of-body", named) else named


def _is_budget(column: Column, catalog: Catalog) -> bool:
    named = catalog.meaning("budget-header", column.path)
    return bool(named) and is_of_money(column, catalog) and not is_other(column, catalog)


def repaired_units(table: Table, catalog: Catalog) -> Iterator[Note]:
    """Yield an issue for each unit of a heading or a unit column that is known only after repair."""
    told: set[str] = set()
    for cell, read in (*_of_headings(table), *_of_rows(table, catalog)):
        if read in told or unit_in(read, catalog):
            continue
        meant = unit_meant(read, catalog.units, alone=False)
        if unit_in(meant, catalog):
            told.add(read)
            where = cell.passage.where()
            yield Note("unit-repaired", where=where, observed=read, proposal=meant, table_id=table.table_id)


def _of_headings(table: Table) -> Iterator[tuple[Cell, str]]:
    for cell in table.head:
        yield from ((cell, squeeze(inner)) for inner in PARENTHESES.findall(cell.text))


def _of_rows(table: Table, catalog: Catalog) -> Iterator[tuple[Cell, str]]:
    column = next((one.column_no for one in table.columns if one.role is Role.UNIT), 0)
    for row in table.rows:
        if cell := row.cell(column):
            yield cell, squeeze(unit_of_cell(cell, catalog.units))
