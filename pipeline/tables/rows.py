"""Body rows: running number, label, the part each plays in the sums, and what it belongs to."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import replace

from pipeline.model import Catalog, Cell, Column, LineType, Note, Role, Row, Where
from pipeline.text import squeeze, tone_key

from .columns import part_name
from .groups import with_groups
from .numbering import settle_section_numbers
from .ordinals import label_numbers, ordinal_kind, ordinal_rank
from .repair import mend_section_numbers
from .stub import name_by_stub

_BULLETS = "-–+•*"


def describe_rows(
    body: tuple[tuple[Cell, ...], ...], columns: tuple[Column, ...], catalog: Catalog, issuer: str
) -> tuple[tuple[Row, ...], tuple[Note, ...]]:
    """Return the rows, numbered from 1, and what was mended. ``issuer`` (``tỉnh Cao Bằng``) may name the total row."""
    label_at = next((column.column_no for column in columns if column.role is Role.LABEL), None)
    series = label_numbers([cells[label_at - 1].text for cells in body if label_at and label_at <= len(cells)])
    plain = [_row(number, cells, columns, series) for number, cells in enumerate(body, start=1)]
    read = name_by_stub(plain, columns, catalog)
    settled, notes = settle_section_numbers(read)
    rows = [replace(row, is_carried=bool(catalog.meaning("carried-row", row.labels[-1]))) for row in settled]
    rows = [replace(row, line_type=_line_type(row, columns, catalog, issuer)) for row in rows]
    mended, more = mend_section_numbers(rows, catalog)
    rows = _with_one_grand_total(list(mended))
    grouped = {row.row_no: row for row in with_groups([row for row in rows if not row.is_carried], columns)}
    rows = [grouped.get(row.row_no, row) for row in rows]
    return tuple(_closed(_with_parents(rows), catalog)), (*notes, *more)


def _row(number: int, cells: tuple[Cell, ...], columns: tuple[Column, ...], series: Collection[str]) -> Row:
    number_at = next((c.column_no for c in columns if c.role is Role.NUMBER), None)
    label_at = next((c.column_no for c in columns if c.role is Role.LABEL), None)
    row = Row(number, cells)
    printed_no = row.text(number_at) if number_at else ""
    label_cell = row.cell(label_at) if label_at else None
    if printed_no and not ordinal_kind(printed_no) and not (label_cell and label_cell.text):
        label_cell, printed_no = row.cell(number_at) if number_at else None, ""
    where = label_cell.passage.where() if label_cell is not None and label_cell.text else Where()
    label = label_cell.text if label_cell is not None else ""
    if not printed_no:
        printed_no, label = _split_number(label, series)
    return replace(row, printed_no=printed_no, label=label, label_where=where)


def _split_number(label: str, series: Collection[str]) -> tuple[str, str]:
    """Take a running number or bullet off a label: ``1.2. Nam``, ``- Nữ``; one without a mark only if it counts on."""
    if label[:1] in _BULLETS and label[1:].strip():
        return label[0], label[1:].strip()
    head, _, rest = label.partition(" ")
    if rest and ordinal_kind(head) and (head.endswith((".", ")")) or head in series):
        return head, squeeze(rest)
    return "", label


def _line_type(row: Row, columns: tuple[Column, ...], catalog: Catalog, issuer: str) -> LineType:
    values = [row.text(c.column_no) for c in columns if c.role in {Role.VALUE, Role.TEXT}]
    kind = ordinal_kind(row.printed_no)
    if not any(values):
        return LineType.SECTION
    if row.is_carried:
        return LineType.SUBTOTAL
    if not kind or kind in {"letter", "roman"}:
        meaning = catalog.meaning("total-label", row.labels[-1])
        if (meaning == "total" and len(row.labels) == 1) or (not kind and _names(row.label, issuer)):
            return LineType.TOTAL
        if meaning or kind:
            return LineType.SUBTOTAL
    if kind == "bullet" or part_name(row.labels[-1], catalog) != row.labels[-1]:
        return LineType.PART
    return LineType.ITEM


def _names(label: str, issuer: str) -> bool:
    """Say whether a label is the issuer's own unit; a unit inside it may bear the same name but another type."""
    if not issuer:
        return False
    kind, _, name = issuer.partition(" ")
    while name and not name[0].isupper():
        more, _, name = name.partition(" ")
        kind = f"{kind} {more}"
    return tone_key(label) in {tone_key(name), tone_key(issuer), tone_key(f"toàn {issuer}")}


def _with_one_grand_total(rows: list[Row]) -> list[Row]:
    """Take totals between items for subtotals: the grand total stands first or last."""
    totals = [at for at, row in enumerate(rows) if row.line_type is LineType.TOTAL]
    if len(totals) < 2:
        return rows
    grand = totals[0] if totals[0] == 0 else totals[-1]
    return [
        replace(row, line_type=LineType.SUBTOTAL) if at in totals and at != grand else row
        for at, row in enumerate(rows)
    ]


def _with_parents(rows: list[Row]) -> list[Row]:
    """Give each row the nearest row above it that stands higher; rows with nested numbers are parts of theirs."""
    result: list[Row] = []
    open_rows: list[tuple[int, Row]] = []
    for row in rows:
        if row.is_carried:
            result.append(row)
            continue
        if row.line_type is LineType.TOTAL:
            open_rows.clear()
            result.append(row)
            continue
        rank = _rank(row, open_rows)
        while open_rows and open_rows[-1][0] >= rank:
            open_rows.pop()
        parent = open_rows[-1][1] if open_rows else None
        typed = row
        if parent is not None and parent.line_type in {LineType.ITEM, LineType.PART} and row.line_type is LineType.ITEM:
            typed = replace(row, line_type=LineType.PART)
        typed = replace(typed, parent=parent.row_no if parent is not None else None)
        result.append(typed)
        open_rows.append((rank, typed))
    return result


def _rank(row: Row, open_rows: list[tuple[int, Row]]) -> int:
    if ordinal_kind(row.printed_no) not in {"", "bullet"}:
        return ordinal_rank(row.printed_no)
    if row.line_type is LineType.PART:
        return 60
    if row.line_type in {LineType.SUBTOTAL, LineType.SECTION}:
        return 15
    return open_rows[-1][0] if open_rows and open_rows[-1][1].line_type is LineType.ITEM else 20


def _closed(rows: list[Row], catalog: Catalog) -> list[Row]:
    """Let a subtotal that stands below its items (``Cộng I``) be their parent instead of the section above them."""
    result = list(rows)
    for at, row in enumerate(rows):
        is_sum = row.line_type is LineType.SUBTOTAL and bool(catalog.meaning("total-label", row.label))
        if not is_sum or row.printed_no or row.is_carried:
            continue
        members: list[int] = []
        for above in range(at - 1, -1, -1):
            other = result[above]
            if other.is_carried:
                continue
            if other.line_type in {LineType.TOTAL, LineType.SUBTOTAL, LineType.SECTION}:
                break
            if other.line_type is LineType.ITEM:
                members.append(above)
        if not members:
            continue
        result[at] = replace(row, parent=None)
        for member in members:
            result[member] = replace(result[member], parent=row.row_no)
        result = [
            replace(other, parent=None) if other.parent == row.row_no and place > at else other
            for place, other in enumerate(result)
        ]
    return result
