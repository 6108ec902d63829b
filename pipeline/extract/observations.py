"""Tidy rows from the tables: one observation per cell that is wholly a quantity."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import replace

import regex

from pipeline.model import (
    Catalog,
    Check,
    Column,
    LineType,
    Metadata,
    Note,
    Observation,
    Period,
    Place,
    Quantity,
    Role,
    Row,
    Severity,
    Table,
    TableKind,
    TargetKind,
    ValueType,
    Where,
)
from pipeline.numbers import change_in_cell

from .doubtful_numbers import CellNumber, doubt_spaces, is_whole_unit
from .gazetteer import reaches_back
from .headings import Heading, change_in, is_signed, read_heading
from .merged_cells import merged_cells, with_years_across
from .missing_units import repaired_units, without_unit
from .notation import ColumnEvidence, as_signed, read_column
from .table_notation import may_be_two_rows, may_group_by_commas, proves_english, proves_spaces
from .table_places import locate, place_columns, place_rows
from .table_units import cell_unit, row_units
from .table_years import about_misread_column, about_misread_rows, misread_rows, row_years
from .unit_conflicts import unit_conflicts

_PER = regex.compile(r"/\p{L}")
"""Begins a unit that says only what the one of column or row is counted per: ``1.250/năm``."""


def find_observations(
    tables: Sequence[Table], metadata: Metadata, inside: Sequence[Place], catalog: Catalog
) -> tuple[tuple[Observation, ...], tuple[Note, ...]]:
    """Return the observations of the data tables and what is doubtful. ``inside``: places of the issuer's territory."""
    observations: list[Observation] = []
    notes: list[Note] = []
    for table in tables:
        if table.kind is TableKind.DATA:
            found, more = _of_table(table, inside, metadata, catalog)
            observations.extend(found)
            notes.extend(more)
    return tuple(observations), tuple(notes)


def _of_table(
    table: Table, inside: Sequence[Place], metadata: Metadata, catalog: Catalog
) -> tuple[list[Observation], list[Note]]:
    matches, notes = place_rows(table, inside, catalog)
    if not reaches_back(inside, metadata.issued_on):
        notes = [_with_doubt_of_list(note) for note in notes]
    rows = [row for row in table.rows if row.line_type is not LineType.SECTION]
    found: list[Observation] = []
    misread_columns: set[int] = set()
    units, years = row_units(table, catalog), row_years(table, catalog)
    misread = misread_rows(table, catalog)
    notes.extend(about_misread_rows(table, misread))
    value_columns = [column for column in table.columns if column.role is Role.VALUE]
    by_column = place_columns(value_columns, inside) if not matches else {}
    texts = {column.column_no: [row.text(column.column_no) for row in rows] for column in value_columns}
    english, commas = proves_english([*texts.values()]), may_group_by_commas([*texts.values()])
    spaced = proves_spaces([*texts.values()]) and not may_be_two_rows(_without_totals(rows, texts))
    headings = {column.column_no: read_heading(column, table, metadata, catalog) for column in value_columns}
    for column in value_columns:
        heading = headings[column.column_no]
        if not heading.path:
            heading = replace(heading, period=Period())
        unit = heading.unit.unit or next((unit for unit in units.values() if not unit.doubt), None)
        printed = [_printed(row, heading, catalog) for row in rows]
        own = [cell_unit(heading.unit, units.get(row.row_no), row.labels[-1], catalog) for row in rows]
        is_rate = catalog.meaning("rate-header", heading.path) or heading.value_type is ValueType.COMPARISON
        numbers = read_column(
            printed, catalog, ColumnEvidence(english, unit, () if is_rate else own, commas and not is_rate)
        )
        if not spaced:
            numbers = doubt_spaces(numbers, printed)
        if heading.value_type is ValueType.COMPARISON:
            own = _units_of_comparison(own, numbers, heading, catalog)
        values = [
            _observation(row, heading, number, unit=unit)
            for row, number, unit in zip(rows, numbers, own, strict=True)
            if number.quantity is not None
        ]
        values = [_without_misread_year(value, heading, misread) for value in values]
        dated = [_with_years_of_row(value, years.get(value.row_no), metadata) for value in values]
        changes = [_with_change_of_row(value, catalog) for value in dated]
        located = [locate(value, matches, metadata, by_column.get(column.column_no)) for value in changes]
        notes.extend(_number_notes(located, [n for n in numbers if n.quantity is not None]))
        located = [with_years_across(value, table, headings) for value in located]
        notes.extend(merged_cells(located, table))
        if heading.misread_year:
            notes.append(about_misread_column(table, column, heading.misread_year))
            misread_columns.add(column.column_no)
        found.extend(located)
    for columns, reason, severity in without_unit(table, found, catalog):
        notes.append(replace(_about_columns("unit-missing", table, columns, reason), severity=severity))
    notes.extend(repaired_units(table, catalog))
    notes.extend(
        _without_year(
            table, [one for one in found if one.column_no not in misread_columns and one.row_no not in misread]
        )
    )
    notes.extend(unit_conflicts(table, found, catalog))
    found.sort(key=lambda value: (value.row_no, value.column_no))
    return found, notes


def _without_totals(rows: Sequence[Row], texts: dict[int, list[str]]) -> list[list[str]]:
    return [
        [text for row, text in zip(rows, column, strict=True) if row.line_type is not LineType.TOTAL]
        for column in texts.values()
    ]


def _without_year(table: Table, values: Sequence[Observation]) -> Iterator[Note]:
    columns = {value.column_no for value in values if value.period.is_open}
    if columns:
        reason = "no year in the headings, the title or the plan"
        yield _about_columns("year-missing", table, [table.columns[number - 1] for number in sorted(columns)], reason)


def _about_columns(code: str, table: Table, columns: Sequence[Column], reason: str) -> Note:
    first = next((row for row in table.rows if row.cells), None)
    cell = first.cell(columns[0].column_no) if first else None
    numbers = ", ".join(str(column.column_no) for column in columns)
    return Note(
        code,
        where=cell.passage.where() if cell else Where(),
        evidence=f"columns {numbers}: {reason}",
        table_id=table.table_id,
        header_path=columns[0].path,
    )


def _printed(row: Row, heading: Heading, catalog: Catalog) -> str:
    """Return the text of a cell, with its sign before its digits where heading or label say that it may be negative.

    In a comparison words give the sign: ``Giảm 1,6%``; elsewhere they give the change and are left out here.
    """
    change, text = change_in_cell(row.text(heading.column.column_no), catalog)
    if change and (heading.is_signed or heading.value_type is ValueType.COMPARISON):
        return f"-{text}" if change == TargetKind.DECREASE else text
    return as_signed(text) if heading.is_signed or is_signed(row.label, catalog) else text


def _units_of_comparison(
    own: list[Quantity | None], numbers: Sequence[CellNumber], heading: Heading, catalog: Catalog
) -> list[Quantity | None]:
    """Keep the units of the rows for differences; ratios are not in the unit of what they compare.

    Parts of what cannot be divided (``-16,7`` households) tell a share of change from a difference.
    """
    values = [number.quantity.value if number.quantity else None for number in numbers]
    divided = any(
        value is not None and value % 1 and unit is not None and is_whole_unit(unit, catalog)
        for value, unit in zip(values, own, strict=True)
        for value, unit in zip(values, own, strict=True)
    )
    is_difference = heading.is_signed and not catalog.meaning("rate-header", heading.column.header[-1])
    return own if is_difference and not divided else [heading.unit.unit] * len(own)


def _observation(row: Row, heading: Heading, number: CellNumber, *, unit: Quantity | None) -> Observation:
    quantity = number.quantity or Quantity(None)
    cell = row.cells[heading.column.column_no - 1]
    if unit is not None and not quantity.unit:
        quantity = replace(quantity, unit=unit.unit, scale=unit.scale, base_unit=unit.base_unit)
    elif unit is not None and _PER.match(quantity.unit):
        per = "" if unit.unit.endswith(quantity.unit) else quantity.unit
        quantity = replace(quantity, unit=unit.unit + per, scale=unit.scale, base_unit=unit.base_unit + per)
    return Observation(
        table_id=heading.table_id,
        row_no=row.row_no,
        column_no=heading.column.column_no,
        printed_no=row.printed_no,
        row_type=row.line_type,
        column_type=heading.column.line_type,
        row_label=row.label,
        header_path=heading.path,
        target_kind=heading.target_kind,
        value_type=heading.value_type,
        quantity=quantity,
        period=heading.period,
        raw=cell.text,
        where=cell.passage.where(),
        breakdown=heading.breakdown,
        check=Check.SUSPECT if number.code or not heading.path else Check.SINGLE,
        readings=cell.readings,
    )


def _without_misread_year(value: Observation, heading: Heading, rows: Collection[int]) -> Observation:
    """Doubt a value whose heading or row has a misread year; ``rows`` are the numbers of such rows."""
    of_row = value.row_no in rows and value.period.basis != "header"
    return replace(value, period=Period(), check=Check.SUSPECT) if heading.misread_year or of_row else value


def _with_years_of_row(value: Observation, years: Period | None, metadata: Metadata) -> Observation:
    """Let a row that is a year give it to its values, unless their heading has another; one before the plan is past."""
    if years is None or value.period.basis == "header":
        return value
    last = years.year if years.year is not None else years.end
    is_past = last is not None and metadata.year_start is not None and last < metadata.year_start
    kind = ValueType.ACTUAL if is_past and value.value_type is ValueType.PLAN else value.value_type
    return replace(value, period=replace(years, baseline=value.period.baseline), value_type=kind)


def _with_change_of_row(value: Observation, catalog: Catalog) -> Observation:
    """Let the cell or the row label name the change, or the difference, where the heading names none."""
    if catalog.meaning("signed-header", value.row_label) == "both":
        return replace(value, target_kind=TargetKind.LEVEL, value_type=ValueType.COMPARISON)
    if value.target_kind is not TargetKind.LEVEL or value.value_type is ValueType.COMPARISON:
        return value
    in_cell, _ = change_in_cell(value.raw, catalog)
    return replace(value, target_kind=TargetKind(in_cell) if in_cell else change_in(value.row_label, catalog))


def _number_notes(values: list[Observation], numbers: list[CellNumber]) -> Iterator[Note]:
    for value, number in zip(values, numbers, strict=True):
        if number.code:
            is_shared = number.shared or number.code == "foreign-notation"
            group = f"{value.table_id}:{value.column_no}" if is_shared else ""
            quantity = value.quantity
            yield replace(value.note(number.code), proposal=quantity.proposal, evidence=quantity.doubt, group=group)


def _with_doubt_of_list(note: Note) -> Note:
    """Say less of a label that may name a unit of its time."""
    if note.code != "unknown-place" or note.evidence:
        return note
    return replace(note, severity=Severity.INFO, evidence="the list of places does not reach back to the plan")
