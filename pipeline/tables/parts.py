"""A grid as part of a table: what stands around it, where its header ends."""

from __future__ import annotations

from dataclasses import dataclass, replace

from pipeline.model import Cell, Grid, Passage

from .frames import Caption


@dataclass(frozen=True, slots=True)
class Part:
    """A grid with what stands around it, split into header and body."""

    grid: Grid
    caption: Caption
    notes: tuple[Passage, ...]
    height: int
    adjacent: bool
    """Whether nothing but its caption stands between it and the grid before."""

    def with_row(self, at: int, row: tuple[Cell, ...]) -> Part:
        """Return the part with another row in place of one of its grid."""
        rows = self.grid.rows
        return replace(self, grid=replace(self.grid, rows=(*rows[:at], row, *rows[at + 1 :])))

    def without_row(self, at: int) -> Part:
        """Return the part without a row of its grid."""
        return replace(self, grid=replace(self.grid, rows=(*self.grid.rows[:at], *self.grid.rows[at + 1 :])))

    @property
    def head(self) -> tuple[tuple[str, ...], ...]:
        """The filled headings of each header row."""
        return tuple(tuple(cell.text for cell in row if cell.text) for row in self.grid.rows[: self.height])

    @property
    def head_cells(self) -> tuple[Cell, ...]:
        """All cells of the header, and of the header where it is repeated further down."""
        head = {row for row in self.head if row}
        rows = self.grid.rows[: self.height]
        again = (row for row in self.grid.rows[self.height :] if tuple(c.text for c in row if c.text) in head)
        return tuple(cell for row in (*rows, *again) for cell in row)

    @property
    def body(self) -> tuple[tuple[Cell, ...], ...]:
        """The rows under the header; a header repeated further down is left out."""
        return tuple(self.grid.rows[at] for at in self.body_rows)

    @property
    def body_rows(self) -> tuple[int, ...]:
        """The numbers of the rows of the grid that are the body."""
        head = {row for row in self.head if row}
        rows = enumerate(self.grid.rows)
        filled = ((at, tuple(cell.text for cell in row if cell.text)) for at, row in rows if at >= self.height)
        return tuple(at for at, texts in filled if texts and texts not in head)
