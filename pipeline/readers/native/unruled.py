"""Tables without rulings between their columns: numbers below each other, with gaps between them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

import regex

from pipeline.model import Box, Cell, Grid, Passage, Reading

from .cells import ENGINE
from .geometry import Frames, around, overlap
from .lines import TextLine, passage_of
from .segments import Row, Segment, Span, column_of, cut_by_columns, find_columns, segments
from .unruled_head import LEADING, Placed, head_rows, is_leading, is_stacked

_YEAR = regex.compile(r"(?:19|20)\d{2}")
_FEWEST_ROWS = 3
_NEAR = 2.6
_HEADINGS = 10
_HALF_LEADING = 0.9
"""Parts of the font size; lines closer than this can only stand in cells beside each other."""
_ROOMY = 1.35
"""Parts of the font size; where rows stand further apart, the lines of a cell can be told from rows."""


@dataclass(frozen=True, slots=True)
class Unruled:
    """Lines ``first:end`` of a page that are a table, with its columns and its heading and body rows."""

    first: int
    end: int
    columns: tuple[Span, ...]
    head: tuple[Row, ...]
    body: tuple[Row, ...]


def find_unruled(lines: Sequence[TextLine]) -> list[Unruled]:
    """Return the tables among lines that no ruling divides into cells."""
    rows = [segments(line) for line in lines]
    found: list[Unruled] = []
    at = 0
    while at < len(lines):
        end = _body_end(rows, lines, at)
        if end - at < _FEWEST_ROWS:
            at += 1
            continue
        start = _without_years(rows, at, end)
        columns = find_columns(rows[start:end])
        floor = found[-1].end if found else 0
        leading = LEADING if _is_roomy(rows[start:end]) else _HALF_LEADING
        first, start = _head_start(rows, (floor, start), columns, leading)
        above = _data_above(rows, (first, start, end), columns)
        if above < start:
            start, columns = above, find_columns(rows[above:end])
        if len(columns) >= 2:
            body = tuple(cut_by_columns(row, columns) for row in rows[start:end])
            found.append(Unruled(first, end, columns, tuple(rows[first:start]), body))
        at = end
    return found


def _without_years(rows: Sequence[Row], at: int, end: int) -> int:
    """Return where the body begins if its first row is a line of years that rise: headings."""
    numbers = [segment.text for segment in rows[at] if segment.is_number]
    rising = len(numbers) >= 2 and all(map(_YEAR.fullmatch, numbers)) and numbers == sorted(set(numbers))
    return at + 1 if rising and end - at > _FEWEST_ROWS else at


def _data_above(rows: Sequence[Row], bounds: tuple[int, int, int], columns: tuple[Span, ...]) -> int:
    """Return where the body begins if a row above it is one too, but that its label nearly touches its numbers.

    ``bounds`` are the places where the headings begin, the body begins, and the body ends.
    """
    first, start, end = bounds
    for at in range(first + 1, start):
        wider = find_columns(rows[at:end])
        row = cut_by_columns(rows[at], wider)
        if not _is_data(row) or not len(row) == len(wider) == len(columns):
            continue
        if not any(_YEAR.fullmatch(piece.text) for piece in row):
            return at
    return start


def _is_data(row: Row) -> bool:
    numbers = sum(segment.is_number for segment in row)
    return len(row) >= 3 and numbers >= 1 and numbers >= len(row) - 2


def _is_mostly_data(row: Row, widest: Row) -> bool:
    """Say whether a row below others could be one of them with some numbers misread."""
    numbers = sum(segment.is_number for segment in row)
    return 3 <= len(row) <= len(widest) + 1 and 2 * numbers >= len(row)


def _body_end(rows: Sequence[Row], lines: Sequence[TextLine], at: int) -> int:
    """Return where rows of numbers that begin at a line end; lines between them may go on with a label."""
    if not _is_data(rows[at]):
        return at
    end = at + 1
    while end < len(rows):
        gap = lines[end].baseline - lines[end - 1].baseline
        if gap > _NEAR * lines[end].size:
            break
        wrapped = end + 1 < len(rows) and len(rows[end]) == 1 and _is_data(rows[end + 1])
        if not (_is_data(rows[end]) or _is_mostly_data(rows[end], max(rows[at:end], key=len))) and not (
            wrapped and rows[end][0].text[:1].islower()
        ):
            break
        end += 1
    return end


def _head_start(
    rows: Sequence[Row], bounds: tuple[int, int], columns: tuple[Span, ...], leading: float
) -> tuple[int, int]:
    """Return where the headings above a body begin and end: lines close above it.

    A line of one segment is a heading if it stands as close to another line as those of one cell; lines of a label
    right above the body belong to the body.
    """
    floor, at = bounds
    first = start = at
    for number in range(at - 1, max(floor, at - _HEADINGS) - 1, -1):
        upper, lower = rows[number][0], rows[number + 1][0]
        if lower.baseline - upper.baseline > _NEAR * upper.size:
            break
        if len(rows[number]) < 2:
            wraps = number > floor and is_leading(rows[number - 1][0], upper, leading)
            nearby = rows[max(floor, number - 2) : start]
            close = wraps or start == number + 1 or is_leading(upper, lower, leading)
            if not (close and _is_within(rows[number], columns, nearby)):
                break
            if start == number + 1 and not wraps:
                start = number
        first = number
    while first < start and len(rows[first]) < 2:
        if first + 1 < start and is_leading(rows[first][0], rows[first + 1][0], leading):
            break
        first += 1
    return (first, start) if first < start else (at, at)


def _is_within(row: Row, columns: tuple[Span, ...], others: Sequence[Row]) -> bool:
    """Say whether a line stands over one column, or else over or under another heading, and is no caption."""
    (segment,) = row
    over = sum(overlap(segment.start, segment.end, *column) > 0 for column in columns)
    beside = any(is_stacked(segment, other) for line in others if line != row for other in line)
    return (over == 1 or (over == 0 and beside)) and ":" not in segment.text


def to_grid(table: Unruled, page: int, frames: Frames) -> tuple[Grid, Box]:
    """Return the cells of a table, and the region it takes up in the frame of its text."""
    width = len(table.columns)
    rows = [*head_rows(table.head, table.columns, is_roomy=_is_roomy(table.body)), *_body_rows(table)]
    grid_rows = []
    for row in rows:
        cells = [Cell(column, Passage("")) for column in range(width)]
        for column, span, parts in row:
            passage = passage_of([part.line for part in parts], page, frames, in_cell=True)
            cells[column] = Cell(column, passage, 1, span, (Reading(passage.text, ENGINE),))
        grid_rows.append(tuple(cells))
    box = around([word.box for row in (*table.head, *table.body) for part in row for word in part.words])
    borders = (*(start for start, _ in table.columns), table.columns[-1][1])
    return Grid(tuple(grid_rows), width, page, borders, is_ruled=False), box


def _is_roomy(body: Sequence[Row]) -> bool:
    """Say whether most rows stand further apart than the lines of a cell do."""
    steps = sorted(lower[0].baseline - upper[0].baseline for upper, lower in pairwise(body))
    return steps[len(steps) // 2] > _ROOMY * body[0][0].size


def _body_rows(table: Unruled) -> list[Placed]:
    rows: list[Placed] = []
    for row in table.body:
        placed: dict[int, list[Segment]] = {}
        for segment in row:
            placed.setdefault(column_of(segment, table.columns), []).append(segment)
        if len(row) == 1 and rows:
            column = next(iter(placed))
            same = next((parts for at, _, parts in rows[-1] if at == column), None)
            if same is not None:
                same.extend(row)
                continue
        rows.append([(column, 1, parts) for column, parts in sorted(placed.items())])
    return rows
