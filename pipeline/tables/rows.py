"""Body rows: running number, label, the part each plays in the sums, and what it belongs to."""

from __future__ import annotations

from dataclasses import replace

from pipeline.model import Catalog, Cell, Column, LineType, Role, Row, Where
from pipeline.text import tone_key

from .columns import part_name
from .ordinals import ordinal_kind, ordinal_rank


def describe_rows(
    body: tuple[tuple[Cell, ...], ...], columns: tuple[Column, ...], catalog: Catalog, issuer_place: str
) -> tuple[Row, ...]:
    """Return the rows, numbered from 1. ``issuer_place`` is the name that a total row may bear."""
    rows = tuple(_row(number, cells, columns) for number, cells in enumerate(body, start=1))
    typed = tuple(replace(row, line_type=_line_type(row, columns, catalog, issuer_place)) for row in rows)
    return _with_parents(typed)


def _row(number: int, cells: tuple[Cell, ...], columns: tuple[Column, ...]) -> Row:
    number_at = next((c.column_no for c in columns if c.role is Role.NUMBER), None)
    label_at = next((c.column_no for c in columns if c.role is Role.LABEL), None)
    row = Row(number, cells)
    printed_no = row.text(number_at) if number_at else ""
    label_cell = row.cell(label_at) if label_at else None
    if printed_no and not ordinal_kind(printed_no) and not (label_cell and label_cell.text):
        label_cell, printed_no = row.cell(number_at) if number_at else None, ""
    where = label_cell.passage.where() if label_cell is not None and label_cell.text else Where()
    label = label_cell.text if label_cell is not None else ""
    if not number_at and label:
        head, _, rest = label.partition(" ")
        if (rest and ordinal_kind(head) and not head.isalpha()) or (
            rest and head.endswith((".", ")")) and ordinal_kind(head)
        ):
            printed_no = head
            label = rest
    return replace(row, printed_no=printed_no, label=label, label_where=where)


def _line_type(row: Row, columns: tuple[Column, ...], catalog: Catalog, issuer_place: str) -> LineType:
    values = [row.text(c.column_no) for c in columns if c.role in {Role.VALUE, Role.TEXT}]
    kind = ordinal_kind(row.printed_no)
    if not any(values):
        return LineType.SECTION
    if not kind or kind in {"letter", "roman"}:
        meaning = catalog.meaning("total-label", row.label)
        if meaning == "total" or (not kind and issuer_place and _names(row.label, issuer_place)):
            return LineType.TOTAL
        if meaning == "subtotal" or kind:
            return LineType.SUBTOTAL
    if kind == "bullet" or row.label.startswith(("-", "+", "–")) or part_name(row.label, catalog) != row.label:
        return LineType.PART
    return LineType.ITEM


def _names(label: str, place: str) -> bool:
    key, place_key = tone_key(label), tone_key(place)
    return key == place_key or (key.endswith(place_key) and len(key.split()) <= len(place_key.split()) + 2)


def _with_parents(rows: tuple[Row, ...]) -> tuple[Row, ...]:
    """Give each row the nearest row above it that stands higher; rows with nested numbers are parts of theirs."""
    result: list[Row] = []
    open_rows: list[tuple[int, Row]] = []
    for row in rows:
        rank = _rank(row, open_rows)
        while open_rows and open_rows[-1][0] >= rank:
            open_rows.pop()
        parent = open_rows[-1][1] if open_rows and row.line_type is not LineType.TOTAL else None
        typed = row
        if parent is not None and parent.line_type in {LineType.ITEM, LineType.PART}:
            typed = replace(row, line_type=LineType.PART if row.line_type is LineType.ITEM else row.line_type)
        typed = replace(typed, parent=parent.row_no if parent is not None else None)
        result.append(typed)
        if row.line_type is not LineType.TOTAL:
            open_rows.append((rank, typed))
        else:
            open_rows.clear()
    return tuple(result)


def _rank(row: Row, open_rows: list[tuple[int, Row]]) -> int:
    if row.line_type is LineType.TOTAL:
        return -1
    if ordinal_kind(row.printed_no) and not row.label.startswith(("-", "+", "–")):
        return ordinal_rank(row.printed_no)
    if row.line_type is LineType.PART:
        return 60
    if row.line_type in {LineType.SUBTOTAL, LineType.SECTION}:
        return 5
    return open_rows[-1][0] if open_rows and open_rows[-1][1].line_type is LineType.ITEM else 20
