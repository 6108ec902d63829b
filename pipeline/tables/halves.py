"""Lists that are set side by side under the same headings: ``TT | Xã | Số hộ | TT | Xã | Số hộ``."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from pipeline.model import Block, Catalog, Cell, Grid

from .head import header_height, header_paths

_FEWEST = 2
"""Columns that a half has at least: a label and a value."""


def with_halves_stacked(blocks: Sequence[Block], catalog: Catalog) -> Iterator[Block]:
    """Yield blocks, of a grid whose headings repeat the right half below the left; each by itself if each has a total.

    One without headings goes on with the grid before it if it is as wide.
    """
    before: tuple[int, int] = 0, 0
    for block in blocks:
        if not isinstance(block, Grid):
            yield block
            continue
        height = header_height(block, catalog)
        width = _half(block, height, catalog)
        if not height and not width and block.width == before[0]:
            width = before[1]
        before = block.width, width
        if not width:
            yield block
            continue
        apart = list(_apart(block, height, width))
        is_closed = block.page is not None and all(_ends_in_total(one, catalog) for one in apart)
        yield from apart if is_closed else [_stacked(block, height, width)]


def _half(grid: Grid, height: int, catalog: Catalog) -> int:
    """Return the number of columns after which all headings repeat, one of them that of labels; 0 if they do not."""
    paths = header_paths(grid, height)
    for width in range(_FEWEST, grid.width // 2 + 1):
        is_repeated = grid.width % width == 0 and all(path == paths[at % width] for at, path in enumerate(paths))
        if is_repeated and all(paths) and _names_rows(paths[:width], catalog):
            return width
    return 0


def _names_rows(paths: Sequence[tuple[str, ...]], catalog: Catalog) -> bool:
    return any(catalog.meaning("header-role", level) in {"number", "label"} for path in paths for level in path)


def _apart(grid: Grid, height: int, width: int) -> Iterator[Grid]:
    """Yield the halves of a grid as grids of their own."""
    for start in range(0, grid.width, width):
        halves = [_of_half(row, start, width) for row in grid.rows]
        rows = tuple(half for at, half in enumerate(halves) if at < height or any(cell.text for cell in half))
        yield replace(grid, rows=rows, width=width, columns=grid.columns[start : start + width + 1])


def _ends_in_total(grid: Grid, catalog: Catalog) -> bool:
    return any(catalog.meaning("total-label", cell.text) for row in grid.rows[-1:] for cell in row[:2])


def _stacked(grid: Grid, height: int, width: int) -> Grid:
    """Put halves one below the other, each under its headings; rows merged over both part the list."""
    head = grid.rows[:height]
    rows: list[tuple[Cell, ...]] = []
    run: list[tuple[Cell, ...]] = []
    for row in grid.rows[height:]:
        if any(cell.text and cell.column // width != (cell.column + cell.column_span - 1) // width for cell in row):
            rows.extend(_below(run, head, grid.width, width))
            rows.append(_of_half(row, 0, width))
            run = []
        else:
            run.append(row)
    rows.extend(_below(run, head, grid.width, width))
    first = tuple(_of_half(row, 0, width) for row in head)
    return replace(grid, rows=(*first, *rows), width=width, columns=grid.columns[: width + 1])


def _below(
    rows: Sequence[tuple[Cell, ...]], head: Sequence[tuple[Cell, ...]], whole: int, width: int
) -> Iterator[tuple[Cell, ...]]:
    for start in range(0, whole, width):
        halves = [_of_half(row, start, width) for row in rows]
        filled = [half for half in halves if any(cell.text for cell in half)]
        if start and filled:
            yield from (_of_half(row, start, width) for row in head)
        yield from filled


def _of_half(row: Sequence[Cell], start: int, width: int) -> tuple[Cell, ...]:
    """Return the cells of one half, its columns counted from 0."""
    cells = (cell for cell in row if start <= cell.column < start + width)
    return tuple(
        replace(cell, column=cell.column - start, column_span=min(cell.column_span, start + width - cell.column))
        for cell in cells
    )
