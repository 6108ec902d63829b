"""Rows of a grid that stand around its table: title and unit in its first rows, notes in its last."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from pipeline.model import Block, Catalog, Cell, Grid, Line, Passage

from .ordinals import ordinal_kind


def without_notes(block: Block, catalog: Catalog) -> Iterator[Block]:
    """Yield a block; of a grid the notes that close it in rows of their own (``Ghi chú: ...``) as lines below it."""
    if not isinstance(block, Grid):
        yield block
        return
    end = len(block.rows)
    while end > 1 and _is_note(block.rows[end - 1], catalog):
        end -= 1
    yield replace(block, rows=block.rows[:end])
    for row in block.rows[end:]:
        yield Line(next(cell.passage for cell in row if cell.text))


def _is_note(row: Sequence[Cell], catalog: Catalog) -> bool:
    """Say whether a row is a note: one text that says so, or that has the mark of a note and states a number."""
    texts = [cell.text for cell in row if cell.text]
    if len(texts) != 1:
        return False
    kind = catalog.meaning("note-line", texts[0])
    return kind == "note" or (kind == "marked" and any(map(str.isdigit, texts[0].lstrip("(*0123456789) "))))


def without_title(grid: Grid, catalog: Catalog) -> tuple[Grid, tuple[Passage, ...]]:
    """Take off the rows above the headings that are merged over all columns; a section of the body is none."""
    end = 0
    while end < len(grid.rows) and _is_merged(grid.rows[end], grid.width):
        end += 1
    if not 0 < end < len(grid.rows) or not _names_columns(grid.rows[end], catalog):
        return grid, ()
    titles = tuple(row[0].passage for row in grid.rows[:end])
    if any(ordinal_kind(title.text.strip().partition(" ")[0]) for title in titles):
        return grid, ()
    return replace(grid, rows=grid.rows[end:]), titles


def _is_merged(row: Sequence[Cell], width: int) -> bool:
    return width > 1 and bool(row) and bool(row[0].text) and row[0].column_span >= width


def _names_columns(row: Sequence[Cell], catalog: Catalog) -> bool:
    """Say whether a row heads the columns: one of the first two is a running number or a label."""
    return any(catalog.meaning("header-role", cell.text) in {"number", "label"} for cell in row[:2] if cell.text)
