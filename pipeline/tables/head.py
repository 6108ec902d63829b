"""Header rows of a grid and the header path of each column."""

from __future__ import annotations

from functools import lru_cache

import regex

from pipeline.errors import NumberFormatError
from pipeline.model import Catalog, Grid, Quantity
from pipeline.numbers import parse_quantity

from .ordinals import ordinal_kind

_YEAR = regex.compile(r"(?:19|20)\d{2}")
_COLUMN_NUMBER = regex.compile(r"\(?\s*(?:[A-H]|\d{1,2})\s*\)?\s*(?:=\s*[-+*/x:().\d\s%]+)?")
_FORMULA = regex.compile(r"\(?\s*\d{1,2}\s*\)?\s*=\s*(?P<sum>[()\d\s+]+)")


@lru_cache(maxsize=65536)
def quantity_in(text: str, catalog: Catalog) -> Quantity | None:
    """Return the quantity that a cell wholly is, None for other text."""
    if not text or not (any(char.isdigit() for char in text) or text.strip() in {"-", "–", "—"}):
        return None
    try:
        return parse_quantity(text, catalog.units)
    except NumberFormatError:
        return None


def header_height(grid: Grid, catalog: Catalog) -> int:
    """Return how many rows at the top of a grid are its header; 0 where it goes on from another page."""
    for row in range(_merged_height(grid), len(grid.rows)):
        if _is_body(grid, row, catalog):
            return row
    return len(grid.rows)


def _merged_height(grid: Grid) -> int:
    """Return how many rows merged cells show to be header whatever their text: spanners beside cells as high as all."""
    first = grid.rows[0] if grid.rows else ()
    starts = [cell for cell in first if cell.box is not None]
    plain = {cell.row_span for cell in starts if cell.column_span == 1}
    spanners = [cell for cell in starts if 1 < cell.column_span < grid.width]
    height = max(plain, default=1)
    is_header = bool(spanners) and plain == {height} and all(cell.row_span < height for cell in spanners)
    return height if is_header and height < len(grid.rows) else 0


def is_column_numbers(texts: list[str]) -> bool:
    """Say whether a row only numbers the columns: ``A  B  1  2  3=1+2``.

    >>> is_column_numbers(["(1)", "(2)", "(3)=(4)+(5)", "(4)", "(5)"]), is_column_numbers(["1", "Ba Vì", "3"])
    (True, False)
    """
    filled = [text for text in texts if text]
    if len(filled) < 3 or not all(_COLUMN_NUMBER.fullmatch(text) for text in filled):
        return False
    numbers = [int(match[0]) for text in filled if (match := regex.search(r"\d+", text))]
    return len(numbers) >= 2 and numbers == list(range(numbers[0], numbers[0] + len(numbers))) and numbers[0] <= 3


def column_formulas(texts: list[str]) -> dict[int, str]:
    """Return the sums that a row of column numbers states: the number of the column and those of its parts.

    >>> column_formulas(["A", "B", "1=2+3", "2", "3"])
    {3: '4+5'}
    """
    numbered = ((column, regex.search(r"\d+", text)) for column, text in enumerate(texts, start=1))
    named = {int(match[0]): column for column, match in numbered if match}
    formulas = {}
    for column, text in enumerate(texts, start=1):
        if match := _FORMULA.fullmatch(text):
            parts = [int(part) for part in regex.findall(r"\d+", match["sum"])]
            if len(parts) >= 2 and all(part in named for part in parts):
                formulas[column] = "+".join(str(named[part]) for part in parts)
    return formulas


def header_paths(grid: Grid, height: int) -> tuple[tuple[str, ...], ...]:
    """Return the headings of every column from the top level down, spanners spread over their columns."""
    merged = any(cell.column_span > 1 for row in grid.rows[:height] for cell in row)
    rows = [
        _spread(grid, row) if merged else [grid.text(row, column) for column in range(grid.width)]
        for row in range(height)
        if not is_column_numbers([grid.text(row, column) for column in range(grid.width)])
    ]
    for level, row in enumerate(rows if not merged else ()):
        for column in range(1, grid.width):
            if not row[column] and _inherits(rows, level, column):
                row[column] = row[column - 1]
    return tuple(tuple(row[column] for row in rows if row[column]) for column in range(grid.width))


def _spread(grid: Grid, row: int) -> list[str]:
    """Return the headings of a row whose merged cells are known, each over all its columns."""
    texts = [""] * grid.width
    for cell in grid.rows[row]:
        for column in range(cell.column, min(grid.width, cell.column + cell.column_span)):
            texts[column] = texts[column] or cell.text
    return texts


def _inherits(rows: list[list[str]], level: int, column: int) -> bool:
    """Give a blank heading to the spanner on its left if both have headings below and one parent above."""
    left = rows[level][column - 1]
    has_below = [any(row[at] for row in rows[level + 1 :]) for at in (column - 1, column)]
    same_parent = all(row[column] == row[column - 1] for row in rows[:level])
    return bool(left) and all(has_below) and same_parent


def _has_spanner(grid: Grid, row: int) -> bool:
    """Say whether a merged heading stands right above cells of a row; one over the whole width heads a section."""
    return any(
        1 < cell.column_span < grid.width - 1
        and any(grid.text(row, column) for column in range(cell.column, cell.column + cell.column_span))
        for cell in (grid.rows[row - 1] if row else ())
    )


def _is_body(grid: Grid, row: int, catalog: Catalog) -> bool:
    texts = [grid.text(row, column) for column in range(grid.width)]
    filled = [text for text in texts if text]
    if not filled or is_column_numbers(texts) or catalog.meaning("header-role", texts[0]) == "number":
        return False
    quantities = [
        text for text in texts[1:] if text and not _YEAR.fullmatch(text) and quantity_in(text, catalog) is not None
    ]
    others = sum(1 for text in texts[1:] if text) - len(quantities)
    if quantities and len(quantities) >= max(1, others - 1):
        return True
    second = texts[1] if len(texts) > 1 else ""
    if ordinal_kind(texts[0]) and (second or len(filled) == 1) and not _YEAR.fullmatch(second):
        return True
    if _has_spanner(grid, row):
        return False
    stub_named = any(grid.text(above, 0) or grid.text(above, 1) for above in range(row))
    return stub_named and bool(texts[0] or second)
