"""Tables drawn as they are printed, each value marked with how far it was checked."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from pipeline.model import Column, LineType, Table, TableKind

from .issues import Group, cell_anchor

Marks = Mapping[str, str]
"""Texts by the anchor of a cell, or of a row."""
_SHORT = 24
"""Characters."""
_HEAVY = {LineType.TOTAL: "total", LineType.SUBTOTAL: "subtotal", LineType.SECTION: "section"}


@dataclass(frozen=True, slots=True)
class HeadCell:
    """A heading over some columns and some levels."""

    text: str
    columns: int
    levels: int


@dataclass(frozen=True, slots=True)
class BodyCell:
    """A cell as read; ``check`` is empty where it is no value, ``group`` where nothing is wrong with it."""

    text: str
    anchor: str
    check: str
    group: str
    columns: int = 1
    """Over how many columns it is drawn; the empty ones behind the text of a heading are given to it."""

    @property
    def is_short(self) -> bool:
        """Whether it is kept on one line: names of places are."""
        return " " in self.text and len(self.text) <= _SHORT


@dataclass(frozen=True, slots=True)
class BodyRow:
    """A printed row; ``kind`` is set for totals and headings."""

    row_no: int
    anchor: str
    kind: str
    group: str
    cells: tuple[BodyCell, ...]


@dataclass(frozen=True, slots=True)
class Drawn:
    """A table of the document."""

    table_id: str
    title: str
    unit_line: str
    pages: tuple[str, ...]
    head: tuple[tuple[HeadCell, ...], ...]
    body: tuple[BodyRow, ...]
    notes: tuple[str, ...]
    is_words: bool
    """Whether its cells hold sentences rather than numbers."""


def draw(table: Table, checks: Marks, groups: Marks, pages: Sequence[str]) -> Drawn:
    """Return a table with ``checks`` of its values and the ``groups`` of issues of its cells and rows."""
    body = []
    for row in table.rows:
        own = cell_anchor(table.table_id, row.row_no, "")
        cells = []
        for column in table.columns:
            anchor = cell_anchor(table.table_id, row.row_no, column.column_no)
            cells.append(BodyCell(row.text(column.column_no), anchor, checks.get(anchor, ""), groups.get(anchor, "")))
        drawn = _widened(cells) if row.line_type is LineType.SECTION else tuple(cells)
        body.append(BodyRow(row.row_no, own, _HEAVY.get(row.line_type, ""), groups.get(own, ""), drawn))
    notes = dict.fromkeys(text for passage in (*table.references, *table.notes) if (text := passage.text.strip()))
    return Drawn(
        table_id=table.table_id,
        title=table.title,
        unit_line=table.unit_line,
        pages=tuple(pages),
        head=tuple(head_rows(table.columns)),
        body=tuple(body),
        notes=tuple(notes),
        is_words=table.kind is not TableKind.DATA,
    )


def _widened(cells: Sequence[BodyCell]) -> tuple[BodyCell, ...]:
    """Give the empty cells at the end of a row to the last that has text."""
    last = max((at for at, cell in enumerate(cells) if cell.text or cell.check or cell.group), default=len(cells) - 1)
    if last < 0:
        return ()
    return (*cells[:last], replace(cells[last], columns=len(cells) - last))


def head_rows(columns: Sequence[Column]) -> list[tuple[HeadCell, ...]]:
    """Return the headings level by level, those that stand over several columns or levels once.

    >>> columns = [Column(1, ("TT", "TT"), "number"), Column(2, ("A", "x"), "value"), Column(3, ("A", "y"), "value")]
    >>> for row in head_rows(columns):
    ...     print([(cell.text, cell.columns, cell.levels) for cell in row])
    [('TT', 1, 2), ('A', 2, 1)]
    [('x', 1, 1), ('y', 1, 1)]
    """
    depth = max((len(column.header) for column in columns), default=0)
    levels = [(*column.header, *[""] * (depth - len(column.header))) for column in columns]
    covered: set[tuple[int, int]] = set()
    rows = []
    for level in range(depth):
        row = []
        for at, texts in enumerate(levels):
            if (level, at) in covered:
                continue
            deep = _depth(texts, level)
            wide = 1
            while (
                texts[level]
                and at + wide < len(levels)
                and (level, at + wide) not in covered
                and levels[at + wide][: level + 1] == texts[: level + 1]
                and _depth(levels[at + wide], level) == deep
            ):
                wide += 1
            covered |= {(level + down, at + right) for down in range(deep) for right in range(wide)}
            row.append(HeadCell(texts[level], wide, deep))
        rows.append(tuple(row))
    return rows


def _depth(texts: Sequence[str], level: int) -> int:
    """Return over how many levels a heading stands: those below that repeat it or say nothing."""
    deep = 1
    while level + deep < len(texts) and texts[level + deep] in {"", texts[level]}:
        deep += 1
    return deep


def groups_by_anchor(groups: Sequence[Group]) -> dict[str, str]:
    """Return the group of issues of each cell and row that has one; the worst comes first and counts."""
    found: dict[str, str] = {}
    for group in groups:
        for member in (*group.members, *group.rest):
            if member.cell:
                found.setdefault(member.cell, group.key)
    return found
