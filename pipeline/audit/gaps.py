"""Cells that are empty though everything around them is filled, with the value that a sum implies."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from decimal import Decimal

from pipeline.model import (
    Activity,
    Catalog,
    CellKey,
    Column,
    Identity,
    LabelCheck,
    LineType,
    Note,
    Observation,
    Role,
    Row,
    Table,
    TableKind,
)

from .wording import group_of

_ROW_SHARE = 0.75
_COLUMN_SHARE = 0.85
_FEWEST_ROWS = 4
_FEWEST_ALIKE = 2
_SUMMING = frozenset({LineType.TOTAL, LineType.SUBTOTAL})
_WITH_VALUES = _SUMMING | {LineType.ITEM, LineType.PART}
_MANY = 0.1
"""Share of gaps among the cells of a table from which blanks are a way of writing and no gaps."""


def check_gaps(
    tables: Sequence[Table], observations: Sequence[Observation], identities: Sequence[Identity], catalog: Catalog
) -> tuple[Note, ...]:
    """Return an issue for each empty value cell of a table whose row and column are otherwise filled.

    A total row is right to leave prices and other factors empty, of which there is no sum. What sums show to be nought
    may be left blank.
    """
    values = {value.key: value for value in observations}
    holding = [identity for identity in identities if identity.holds]
    notes: list[Note] = []
    for table in tables:
        if table.kind is TableKind.DATA:
            prices = {column.column_no for column in table.columns if catalog.meaning("per-unit-header", column.path)}
            prices |= {
                key[2] for one in identities if one.kind == "product" for key in one.parts if key[0] == table.table_id
            }
            found = _of_table(table, values, [one for one in holding if not one.is_product])
            totals = {row.row_no for row in table.rows if row.line_type in _SUMMING}
            notes.extend(one for one in found if one.row_no not in totals or one.column_no not in prices)
    return tuple(notes)


def _of_table(table: Table, values: Mapping[CellKey, Observation], holding: Sequence[Identity]) -> Iterator[Note]:
    columns = [column for column in table.columns if column.role is Role.VALUE]
    rows = [row for row in table.rows if row.line_type in _WITH_VALUES and row.label]
    if len(rows) < _FEWEST_ROWS or len(columns) < 2:
        return
    empty = {(row.row_no, column.column_no) for row in rows for column in columns if not row.text(column.column_no)}
    if not empty or len(empty) > max(1, _MANY * len(rows) * len(columns)):
        return
    for row in rows:
        gaps = [column for column in columns if (row.row_no, column.column_no) in empty]
        if not gaps or row.moved_from or len(columns) - len(gaps) < _ROW_SHARE * (len(columns) - 1):
            continue
        for column in gaps:
            others = [other for other in rows if other is not row]
            filled = sum((other.row_no, column.column_no) not in empty for other in others)
            if filled < _COLUMN_SHARE * len(others) or _is_end_of_period(table, row, column, values):
                continue
            implied = _implied(table, row, column, (values, holding))
            if implied[0] and not implied[0].strip("0,"):
                continue
            is_told = _has_alike if row.line_type in _SUMMING else _is_uniform
            if implied[0] or is_told(table, (row, column), values):
                yield _note(table, row, column, implied)


def _has_alike(table: Table, at: tuple[Row, Column], values: Mapping[CellKey, Observation]) -> bool:
    """Say whether a total states all other columns of the same unit: there may be none of a rate among counts."""
    row, column = at
    units: dict[int, set[str]] = {}
    for (table_id, _, column_no), value in values.items():
        if table_id == table.table_id:
            units.setdefault(column_no, set()).add(value.quantity.unit)
    own = units.get(column.column_no, set())
    alike = [number for number, unit in units.items() if unit == own and number != column.column_no]
    filled = [number for number in alike if row.text(number)]
    return len(own) == 1 and len(filled) >= _FEWEST_ALIKE and len(filled) == len(alike)


def _is_uniform(table: Table, at: tuple[Row, Column], values: Mapping[CellKey, Observation]) -> bool:
    """Say whether the rows of a column state one thing of many places: of a list of indicators some may be left out."""
    _, column = at
    keys = ((table.table_id, row.row_no, column.column_no) for row in table.rows)
    found = [values[key] for key in keys if key in values]
    return len({value.quantity.unit for value in found}) == 1 and 2 * sum(
        value.label_check is not LabelCheck.UNKNOWN for value in found
    ) >= len(found)


def _is_end_of_period(table: Table, row: Row, column: Column, values: Mapping[CellKey, Observation]) -> bool:
    """Say whether a gap is before or after the years that a row has values for: what it counts may not have run."""
    years: dict[int, int] = {}
    for (table_id, _, column_no), value in values.items():
        start = value.period.year or value.period.start
        if table_id == table.table_id and start is not None:
            years.setdefault(column_no, start)
    own = years.get(column.column_no)
    filled = [year for number, year in years.items() if row.text(number)]
    if own is None or len(set(years.values())) < 2 or not filled:
        return False
    return own < min(filled) or own > max(filled)


def _note(table: Table, row: Row, column: Column, implied: tuple[str, str]) -> Note:
    proposal, why = implied
    cell = row.cell(column.column_no)
    return Note(
        "missing-cell",
        where=cell.passage.where() if cell is not None and cell.passage.runs else row.label_where,
        expected=proposal,
        proposal=proposal,
        evidence=f"all around it is filled{why}",
        table_id=table.table_id,
        row_no=row.row_no,
        column_no=column.column_no,
        row_label=row.label,
        header_path=column.path,
        group=group_of("missing-cell", table.table_id, str(row.row_no), str(column.column_no)),
    )


def _implied(
    table: Table, row: Row, column: Column, known: tuple[Mapping[CellKey, Observation], Sequence[Identity]]
) -> tuple[str, str]:
    """Return the value that sums imply, and why; nothing where none does or two disagree."""
    values, holding = known
    key = (table.table_id, row.row_no, column.column_no)
    found: list[tuple[Decimal, str]] = []
    for identity in holding:
        if (model := _shifted(identity, key)) and _one_unit([identity.total, *model], key, values):
            amounts = [_amount(values.get(member)) for member in model if member != key]
            if model[0] == key and not any(amounts):
                found.append((Decimal(0), ""))
            elif all(amount is not None for amount in amounts):
                total, *parts = (amount or Decimal(0) for amount in (_amount(values.get(member)) for member in model))
                value = sum(parts, Decimal(0)) if model[0] == key else total - sum(parts, Decimal(0))
                found.append((value, f"; {identity.kind} sums of other rows or columns imply the value"))
    if not found or len({value for value, _ in found}) > 1 or found[0][0] < 0:
        return "", ""
    near = next((v.raw for k, v in values.items() if k[0] == key[0] and k[2] == key[2] and "." in v.raw), "")
    return _printed(found[0][0], dotted=bool(near)), found[0][1]


def _shifted(identity: Identity, key: CellKey) -> tuple[CellKey, ...]:
    """Return the cells of a sum that holds, moved to the row or the column of a cell, if that makes it a member."""
    members = identity.members
    if members[0][0] != key[0]:
        return ()
    rows, columns = {row for _, row, _ in members}, {column for _, _, column in members}
    if len(rows) == 1 and key[2] in columns:
        return tuple((table, key[1], column) for table, _, column in members)
    if len(columns) == 1 and key[1] in rows:
        return tuple((table, row, key[2]) for table, row, _ in members)
    return ()


def _one_unit(members: Sequence[CellKey], gap: CellKey, values: Mapping[CellKey, Observation]) -> bool:
    """Say whether a sum may be moved: that counts add up says nothing of a column of rates."""
    units = {value.quantity.unit for key in members if key != gap and (value := values.get(key)) is not None}
    return len(units - {""}) <= 1


def _amount(value: Observation | None) -> Decimal | None:
    return value.quantity.value if value is not None else None


def _printed(value: Decimal, *, dotted: bool) -> str:
    """Spell a number as plans do.

    >>> _printed(Decimal("1234.5"), dotted=True), _printed(Decimal("1234"), dotted=False)
    ('1.234,5', '1234')
    """
    whole, _, fraction = f"{value:f}".partition(".")
    grouped = f"{int(whole):,}".replace(",", ".") if dotted else whole
    return f"{grouped},{fraction}" if fraction else grouped


def check_schedule_gaps(tables: Sequence[Table], activities: Sequence[Activity]) -> tuple[Note, ...]:
    """Return an issue for each year of an activity that is empty between years that are not."""
    notes: list[Note] = []
    for table in tables:
        if table.kind is TableKind.SCHEDULE:
            own = [one for one in activities if one.table_id == table.table_id]
            notes.extend(_years_left_out(table, own))
    return tuple(notes)


def _years_left_out(table: Table, activities: Sequence[Activity]) -> Iterator[Note]:
    years = {
        one.column_no: (one.level, one.period.start)
        for one in activities
        if one.period.start is not None and one.period.start == one.period.end
    }
    columns = {column.column_no: column for column in table.columns}
    for row in table.rows:
        filled = [years[number] for number in years if row.text(number)]
        if row.moved_from or row.line_type is LineType.SECTION:
            continue
        for number, (level, year) in sorted(years.items()):
            same = [start for other, start in filled if other == level]
            if not row.text(number) and same and min(same) < year < max(same):
                why = f"it is filled before and after {year}"
                yield replace(_note(table, row, columns[number], ("", "")), evidence=why)
