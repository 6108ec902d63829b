"""Values in cells that are merged over several rows or columns: of which rows and years they speak."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from pipeline.model import Note, Observation, Role, Table, ValueType

from .headings import Heading


def with_years_across(value: Observation, table: Table, headings: Mapping[int, Heading]) -> Observation:
    """Give a value that is merged over columns of several years all these years; ``headings`` are by column."""
    covered = [headings[number] for number in _covered(value, table)]
    years = [heading.period.year for heading in covered if heading.period.year is not None]
    if len(years) < len(covered) or len(set(years)) < 2 or value.period.basis != "header":
        return value
    kinds = {heading.value_type for heading in covered}
    kind = value.value_type if len(kinds) == 1 else ValueType.PLAN if ValueType.PLAN in kinds else value.value_type
    period = replace(value.period, year=None, start=min(years), end=max(years))
    return replace(value, period=period, value_type=kind)


def merged_cells(values: Sequence[Observation], table: Table) -> Iterator[Note]:
    """Yield a note for each value whose cell reaches over more rows than the label does, or over several columns."""
    rows = {row.row_no: row for row in table.rows}
    label = next((column.column_no for column in table.columns if column.role is Role.LABEL), 0)
    for value in values:
        cell, stub = (rows[value.row_no].cell(column_no) for column_no in (value.column_no, label))
        if cell is None or value.quantity.value is None:
            continue
        across = len(_covered(value, table))
        if cell.row_span > (stub.row_span if stub else 1):
            yield replace(value.note("merged-cell"), evidence=f"the cell reaches over {cell.row_span} rows")
        elif across > 1:
            yield replace(value.note("merged-cell"), evidence=f"the cell reaches over {across} columns")


def _covered(value: Observation, table: Table) -> list[int]:
    """Return the columns of values that the cell of a value reaches over, of those with the same headings the first."""
    cell = table.rows[value.row_no - 1].cell(value.column_no)
    span = cell.column_span if cell is not None else 1
    columns = [one for one in table.columns[value.column_no - 1 :][:span] if one.role is Role.VALUE]
    paths = {column.path: column.column_no for column in reversed(columns)}
    return sorted(paths.values())
