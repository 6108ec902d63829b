"""Header rows of a grid and the header path of each column."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from functools import lru_cache

import regex

from pipeline.errors import NumberFormatError
from pipeline.model import Catalog, Cell, Grid, Quantity
from pipeline.numbers import parse_quantity

from .ordinals import ordinal_kind

_YEAR = regex.compile(r"(?:19|20)\d{2}")
_COLUMN_NUMBER = regex.compile(r"\(?\s*(?P<number>\d{1,2})\s*\)?\s*(?:=\s*[-+*/x:().\d\s%]+)?")
_COLUMN_LETTER = regex.compile(r"\(?\s*[A-H]\s*\)?\s*(?:=\s*[-+*/x:().\d\s%]+)?")
_BLURRED_EQUALS = regex.compile(r"(?<=^\(?\s*\d{1,2}\s*\)?\s*)[-–—](?=[\s()\d]+[-+*/x:][-+*/x:().\d\s%]+$)")
_SIGNS = str.maketrans("⁄∕×", "//x")
_NO_COLUMN_NUMBER = regex.compile(r"\p{L}{2}|\d{3}")
"""What is more than a column number misread: words, and numbers of three digits."""
_TOLERATED = {0: 3, 1: 5, 2: 8}
"""How many cells must number the columns for so many others among them to be taken for misread."""

_WORDS = regex.compile(r"\p{L}{2}")
_FIRST = frozenset({"1", "01", "I", "A", "a"})
"""Running numbers that begin a count."""
_FEWEST_BELOW, _FEWEST_HEADED, _MOSTLY = 2, 2, 0.8
"""Numbers below a heading, headings over such columns, and part of what stands below one that is a number."""


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
    """Return how many rows at the top of a grid are its header; 0 where it goes on from another page or is empty."""
    for row in range(max(_merged_height(grid), _heads_numbers(grid, catalog)), len(grid.rows)):
        if _is_body(grid, row, catalog):
            return row if any(cell.text for above in grid.rows[:row] for cell in above) else 0
    return len(grid.rows)


def _merged_height(grid: Grid) -> int:
    """Return how many rows merged cells show to be header whatever their text: spanners beside cells as high as all."""
    starts = list(_first_cells(grid))
    plain = {cell.row_span for cell in starts if cell.column_span == 1}
    spanners = [cell for cell in starts if 1 < cell.column_span < grid.width]
    height = max(plain, default=1)
    is_header = bool(spanners) and plain == {height} and all(cell.row_span < height for cell in spanners)
    return height if is_header and height < len(grid.rows) else 0


def _heads_numbers(grid: Grid, catalog: Catalog) -> int:
    """Return 1 where the first row has words over columns of numbers, its first cell misread for a running number.

    A row of a table has numbers there, and the rows below do not begin to count behind it.
    """
    if len(grid.rows) < 1 + _FEWEST_BELOW or any(cell.row_span > 1 or cell.column_span > 1 for cell in grid.rows[0]):
        return 0
    first, *rest = ([grid.text(row, column) for column in range(grid.width)] for row in range(len(grid.rows)))
    begins = next((row[0] for row in rest if row[0]), "").strip(" .()")
    if not ordinal_kind(first[0]) or begins not in _FIRST or first[0].strip(" .()") == "0":
        return 0
    worded = [column for column in range(1, grid.width) if _WORDS.search(first[column])]
    if any(text and quantity_in(text, catalog) is not None for text in first[1:]):
        return 0
    below = {column: [text for row in rest if (text := row[column])] for column in worded}
    headed = [
        column
        for column, texts in below.items()
        if len(texts) >= _FEWEST_BELOW
        and _MOSTLY * len(texts) <= sum(quantity_in(text, catalog) is not None for text in texts)
    ]
    return int(len(headed) >= _FEWEST_HEADED and 2 * len(worded) > grid.width - 1)


def _first_cells(grid: Grid) -> Iterator[Cell]:
    """Yield the cells of the first row, without the places that merged ones cover; on pages, those with borders."""
    free = 0
    for cell in grid.rows[0] if grid.rows else ():
        if cell.column >= free and (cell.box is not None or grid.page is None):
            yield cell
            free = cell.column + cell.column_span


def is_column_numbers(texts: Sequence[str]) -> bool:
    """Say whether a row only numbers the columns: ``A  B  1  2  3=1+2``, one or two of many cells misread.

    >>> is_column_numbers(["(1)", "(2)", "(3)=(4)+(5)", "(4)", "(5)"]), is_column_numbers(["1", "Ba Vì", "3"])
    (True, False)
    >>> is_column_numbers(["A", "8", "1", "2", "3-2/1", "4"]), is_column_numbers(["1", "2", "3", "4", "97", "120"])
    (True, False)
    """
    return bool(column_numbers(texts))


def same_column_numbers(one: Sequence[str], other: Sequence[str]) -> bool:
    """Say whether two rows number the same columns alike, but for cells misread in either.

    >>> same_column_numbers(["A", "B", "1", "2", "3", "4"], ["A", "8", "1", "2", "3", "4"])
    True
    >>> same_column_numbers(["A", "B", "1", "2", "3", "4"], ["1", "2", "3", "4", "5", "6"])
    False
    """
    counted, again = column_numbers(one), column_numbers(other)
    common = counted.keys() & again.keys()
    return len(common) >= _TOLERATED[0] and all(counted[number] == again[number] for number in common)


def column_numbers(texts: Sequence[str]) -> dict[int, int]:
    """Return the numbers that a row of column numbers counts, with where they stand from 1; nothing for other rows."""
    filled = [(column, mended_number(text)) for column, text in enumerate(texts, start=1) if text]
    letters = sum(bool(_COLUMN_LETTER.fullmatch(text)) for _, text in filled)
    others = [(column, text) for column, text in filled if not _COLUMN_LETTER.fullmatch(text)]
    if len(others) < 2 or any(_NO_COLUMN_NUMBER.search(text.partition("=")[0]) for _, text in others):
        return {}
    numbers = [int(match["number"]) if (match := _COLUMN_NUMBER.fullmatch(text)) else None for _, text in others]
    starts = Counter(number - place for place, number in enumerate(numbers) if number is not None)
    start = starts.most_common(1)[0][0] if starts else 0
    counted = {
        number: column
        for place, ((column, _), number) in enumerate(zip(others, numbers, strict=True))
        if number == start + place
    }
    enough = _TOLERATED.get(len(others) - len(counted))
    is_count = enough is not None and len(counted) >= 2 and letters + len(counted) >= enough and min(counted) <= 3
    return counted if is_count else {}


def mended_number(text: str) -> str:
    """Return a column number with the signs that belong in it: ``9=4/3`` for ``9-4⁄3``."""
    return _BLURRED_EQUALS.sub("=", text.translate(_SIGNS))


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
