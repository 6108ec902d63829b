"""The text of a document on the desk: its cells and lines, found by their place, replaced one by one."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

import regex

from pipeline.model import Block, Cell, CellKey, Grid, Line, Passage, Run, Table, Where, join

from .sources import is_inside

_NORMALISED = regex.compile(r"\d+(?:\.\d+)?")


@dataclass(frozen=True, slots=True)
class Spot:
    """Characters ``start:end`` of a passage: that of a cell, or of the line that is this block."""

    passage: Passage
    start: int
    end: int
    cell: Cell | None = None
    block: int = 0

    @property
    def where(self) -> Where:
        """The place of the characters."""
        return self.passage.where(self.start, self.end)


class Desk:
    """Blocks of a document beside the rows of its tables; what is replaced in one is replaced in the other."""

    def __init__(self, blocks: Sequence[Block], tables: Sequence[Table]) -> None:
        self.blocks = list(blocks)
        self._rows = {(table.table_id, row.row_no): list(row.cells) for table in tables for row in table.rows}
        self._widths = {table.table_id: len(table.columns) for table in tables}

    def cell(self, key: CellKey) -> Cell | None:
        """Return the cell of a table; an empty one where a row is too short, None where there is no such cell."""
        row = self._rows.get(key[:2])
        if row is None or not 0 < key[2] <= max(self._widths[key[0]], len(row)):
            return None
        while len(row) < key[2]:
            self._append(row, Cell(len(row), Passage("")))
        return row[key[2] - 1]

    def _append(self, row: list[Cell], cell: Cell) -> None:
        """Lengthen a row, and the row of the grid that it is."""
        for at, number in list(self._places(row[-1]) if row else ()):
            grid = self.blocks[at]
            if isinstance(grid, Grid):
                self._put_row(at, number, (*grid.rows[number], cell))
        row.append(cell)

    def key_of(self, cell: Cell) -> CellKey | None:
        """Return where a cell stands in the tables."""
        found = ((key, at) for key, row in self._rows.items() for at, one in enumerate(row, 1) if one is cell)
        return next(((*key, at) for key, at in found), None)

    def spots(self, read: str, outer: Where) -> list[Spot]:
        """Return where a text stands within a place, the spots that fill the place before all others."""
        found = [spot for spot in self._all_spots(read) if is_inside(spot.where, outer)]
        return [spot for spot in found if spot.where.key == outer.key] or found

    def _all_spots(self, read: str) -> Iterator[Spot]:
        seen: set[int] = set()
        for at, block in enumerate(self.blocks):
            if isinstance(block, Line):
                yield from (Spot(block.passage, *span, block=at) for span in spans(block.passage.text, read))
                continue
            for cell in (cell for row in block.rows for cell in row):
                if id(cell) not in seen:
                    seen.add(id(cell))
                    yield from (Spot(cell.passage, *span, cell=cell) for span in spans(cell.passage.text, read))

    def broken_spot(self, read: str, outer: Where) -> tuple[Spot, Spot] | None:
        """Return the two spots of a text that begins at the end of a line and goes on at the start of the next."""
        lines = [(at, block) for at, block in enumerate(self.blocks) if isinstance(block, Line) and block.text]
        for (at, one), (below, other) in pairwise(lines):
            head, tail = one.passage.strip(), other.passage.strip()
            for start, end in spans(join((head, tail)).text, read):
                first = Spot(head, start, len(head.text), block=at)
                if start < len(head.text) < end and is_inside(first.where, outer):
                    return first, Spot(tail, 0, end - len(head.text) - 1, block=below)
        return None

    def rewrite(self, spot: Spot, text: str) -> Cell | None:
        """Put another text in a spot; return the new cell if it is in one."""
        passage = rewritten(spot, text)
        if spot.cell is not None:
            return self.swap(spot.cell, passage)
        line = self.blocks[spot.block]
        if isinstance(line, Line):
            self.blocks[spot.block] = replace(line, passage=passage)
        return None

    def swap(self, cell: Cell, passage: Passage) -> Cell | None:
        """Put another text in a cell, None if it stands in no grid. Of a cell joined from several, the first gets it.

        The readings go: they are those of the old text.
        """
        parts = self._parts(cell)
        if not parts:
            return None
        new = replace(parts[0], passage=passage, readings=())
        for part in parts:
            other = new if part is parts[0] else replace(part, passage=Passage(""), readings=())
            for at, number in list(self._places(part)):
                grid = self.blocks[at]
                if isinstance(grid, Grid):
                    self._put_row(at, number, tuple(other if one is part else one for one in grid.rows[number]))
        for row in self._rows.values():
            row[:] = [new if one is cell else one for one in row]
        return new

    def insert(self, key: CellKey, text: str) -> tuple[Cell, ...]:
        """Put a cell before another, which moves right up to the next empty one; return the cells that were moved.

        None is moved where the row is full, or broken over two pages.
        """
        row = self._rows.get(key[:2], [])
        moved = row[key[2] - 1] if key[2] <= len(row) else None
        place = next(self._places(moved), None) if moved is not None else None
        if moved is None or place is None:
            return ()
        runs = (Run(0, len(text), moved.passage.where(), even=False),) if text else ()
        new = Cell(moved.column, Passage(text, runs))
        at, number = place
        grid = self.blocks[at]
        shifted = _shifted(row, key[2] - 1, new, self._widths[key[0]])
        if not isinstance(grid, Grid) or shifted is None or [id(c) for c in grid.rows[number]] != [id(c) for c in row]:
            return ()
        self._put_row(at, number, tuple(shifted))
        row[:] = shifted
        return tuple(shifted[key[2] - 1 :])

    def _put_row(self, at: int, number: int, cells: tuple[Cell, ...]) -> None:
        grid = self.blocks[at]
        if isinstance(grid, Grid):
            self.blocks[at] = replace(grid, rows=(*grid.rows[:number], cells, *grid.rows[number + 1 :]))

    def _places(self, cell: Cell) -> Iterator[tuple[int, int]]:
        """Yield block and row of the grids that a cell stands in; a merged one may stand in several."""
        for at, block in enumerate(self.blocks):
            for number, row in enumerate(block.rows if isinstance(block, Grid) else ()):
                if any(one is cell for one in row):
                    yield at, number

    def _parts(self, cell: Cell) -> list[Cell]:
        """Return the cells of the grids that a cell of a table is: itself, or those that it was joined from."""
        if next(self._places(cell), None) is not None:
            return [cell]
        runs = {run.where for run in cell.passage.runs}
        found = {
            id(one): one
            for block in self.blocks
            for row in (block.rows if isinstance(block, Grid) else ())
            for one in row
            if one.passage.runs and runs.issuperset(run.where for run in one.passage.runs)
        }
        return list(found.values())


def _shifted(row: Sequence[Cell], at: int, new: Cell, width: int) -> list[Cell] | None:
    """Return a row with another cell in place ``at``; None if no cell is empty behind it and the row is full."""
    gap = next((number for number in range(at, len(row)) if not row[number].text), None)
    if gap is None and len(row) >= width:
        return None
    end = len(row) if gap is None else gap
    moved = [replace(cell, column=cell.column + 1) for cell in row[at:end]]
    return [*row[:at], new, *moved, *row[end + 1 :]]


def rewritten(spot: Spot, text: str) -> Passage:
    """Return the passage of a spot with another text in it, which stands where the old one does."""
    new = Passage(text, (Run(0, len(text), spot.where, even=False),) if text else ())
    before, after = spot.passage.part(0, spot.start), spot.passage.part(spot.end, len(spot.passage.text))
    return join((before, new, after), "")


def spans(text: str, read: str) -> list[tuple[int, int]]:
    """Return where a text stands in another as whole words and numbers, whatever the white space.

    A number as findings normalise it is found as it was printed.

    >>> spans("2.905 và 22.905", "2.905"), spans("trên  khai, trên khai", "trên khai")
    ([(0, 5)], [(0, 10), (12, 21)])
    >>> spans("In 520.000 tờ rơi", "520000"), spans("đạt 0,5%", "0.5")
    ([(3, 10)], [(4, 7)])
    """
    words = read.split()
    if not words:
        return []
    begin = r"(?<![\p{L}\p{M}\d]|\d[.,])" if words[0][0].isalnum() else ""
    end = r"(?![\p{L}\p{M}\d]|[.,]\d)" if words[-1][-1].isalnum() else ""
    literal = r"\s+".join(regex.escape(word) for word in words)
    found = [match.span() for match in regex.finditer(begin + literal + end, text)]
    if found or not _NORMALISED.fullmatch(read):
        return found
    whole, _, decimals = read.partition(".")
    printed = r"[.\s]?".join(whole) + (f",{decimals}" if decimals else "")
    return [match.span() for match in regex.finditer(begin + printed + end, text)]
