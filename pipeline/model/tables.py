"""Tables after stitching: columns with header paths, rows with labels."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

import regex

from .layout import Cell, Passage, Where
from .vocabulary import LineType


class Role(StrEnum):
    """What the cells of a column are."""

    NUMBER = "number"
    LABEL = "label"
    UNIT = "unit"
    NOTE = "note"
    VALUE = "value"
    TEXT = "text"


class TableKind(StrEnum):
    """Whether a table holds quantities, a schedule of activities, or plain text."""

    DATA = "data"
    SCHEDULE = "schedule"
    TEXT = "text"


@dataclass(frozen=True, slots=True)
class Column:
    """A grid column. ``column_no`` counts from 1; ``header`` holds the headings from the top level down."""

    column_no: int
    header: tuple[str, ...]
    role: Role
    line_type: LineType = LineType.ITEM
    group: int | None = None
    """Number of the column that holds the total of this part, if there is one."""
    across: int | None = None
    """Number of the column with the same heading under ``Tổng cộng``, if this one stands under a spanner beside it, or
    that of the year of which this one is a quarter or a month."""
    is_breakdown: bool = False
    """Whether a heading says ``Trong đó`` or the like."""
    formula: str = ""
    """What a line of column numbers says of it, in ``column_no``: ``4+5``, ``5/4*100``; 100 and 1000 are numbers."""

    @property
    def addends(self) -> tuple[int, ...]:
        """The numbers of the columns that a formula adds up; none if it does anything else."""
        is_sum = set(self.formula) <= set("0123456789+()")
        return tuple(int(number) for number in regex.findall(r"\d+", self.formula)) if is_sum else ()

    @property
    def leaf(self) -> str:
        """The innermost heading; empty where there is none."""
        return self.header[-1] if self.header else ""

    @property
    def path(self) -> str:
        """The header path, a merged level once."""
        levels: list[str] = []
        for text in self.header:
            if text and (not levels or levels[-1] != text):
                levels.append(text)
        return " > ".join(levels)


@dataclass(frozen=True, slots=True)
class Row:
    """A printed body row. ``parent`` is the ``row_no`` of the subtotal or item it belongs to."""

    row_no: int
    cells: tuple[Cell, ...]
    line_type: LineType = LineType.ITEM
    printed_no: str = ""
    label: str = ""
    label_where: Where = Where()
    stub: tuple[str, ...] = ()
    """The labels from the left, where several columns name the rows; ``label`` joins them."""
    parent: int | None = None
    moved_from: int | None = None
    """First column of the cells that stand one to the left of where they belong, as one before them was lost."""
    is_carried: bool = False
    """Whether the row carries the sum of the rows above it over the end of a page, or rounds it: part of no sum."""

    @property
    def labels(self) -> tuple[str, ...]:
        """The labels from the left; the last is the row's own."""
        return self.stub or (self.label,)

    def cell(self, column_no: int) -> Cell | None:
        """Return the cell of a column, None where a ragged row has none."""
        return self.cells[column_no - 1] if 0 < column_no <= len(self.cells) else None

    def text(self, column_no: int) -> str:
        """Return the text of a column's cell; empty where there is none."""
        cell = self.cell(column_no)
        return cell.text if cell is not None else ""


@dataclass(frozen=True, slots=True)
class Table:
    """A table of the document, all its pages stitched; what stands above and below it belongs to it."""

    table_id: str
    kind: TableKind
    columns: tuple[Column, ...]
    rows: tuple[Row, ...]
    title: str = ""
    unit_line: str = ""
    captions: tuple[Passage, ...] = ()
    """The lines of title and unit above each of its pages."""
    head: tuple[Cell, ...] = ()
    repeated_head: tuple[Cell, ...] = ()
    references: tuple[Passage, ...] = ()
    notes: tuple[Passage, ...] = ()
