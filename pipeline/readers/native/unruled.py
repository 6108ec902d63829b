"""Tables without rulings between their columns: numbers below each other, with gaps between them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import regex

from pipeline.model import Box, Cell, Grid, Passage, Reading

from .cells import ENGINE
from .geometry import Frames, around, overlap
from .words import TextLine, Word, passage_of, text_line

_NUMBER = regex.compile(r"[±~<>≤≥+–-]?\s*\d[\d.,]*(?:\s*[-–]\s*\d[\d.,]*)?\s*[%‰]?\*{0,3}|[-–—]")
_GAP = 0.9
_FEWEST_ROWS = 3
_NEAR = 2.6
_HEADINGS = 6


@dataclass(frozen=True, slots=True)
class Segment:
    """Words of a line with no wide gap between them."""

    words: tuple[Word, ...]

    @property
    def start(self) -> float:
        """Its left edge."""
        return self.words[0].start

    @property
    def end(self) -> float:
        """Its right edge."""
        return self.words[-1].end

    @property
    def middle(self) -> float:
        """The middle between its edges."""
        return (self.start + self.end) / 2

    @property
    def text(self) -> str:
        """Its words."""
        return text_line(self.words).text

    @property
    def is_number(self) -> bool:
        """Whether it is one number, or a dash for none."""
        return _NUMBER.fullmatch(self.text) is not None


_Row = tuple[Segment, ...]
_Span = tuple[float, float]


@dataclass(frozen=True, slots=True)
class Unruled:
    """Lines ``first:end`` of a page that are a table, with its columns and its heading and body rows."""

    first: int
    end: int
    columns: tuple[_Span, ...]
    head: tuple[_Row, ...]
    body: tuple[_Row, ...]


def segments(line: TextLine) -> _Row:
    """Cut a line at its wide gaps."""
    found: list[list[Word]] = [[line.words[0]]]
    for word in line.words[1:]:
        if word.start - found[-1][-1].end > _GAP * min(word.size, line.size):
            found.append([word])
        else:
            found[-1].append(word)
    return tuple(Segment(tuple(words)) for words in found)


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
        columns = _columns(rows[at:end])
        floor = found[-1].end if found else 0
        first = _head_start(rows, lines, (floor, at), columns)
        if len(columns) >= 2:
            found.append(Unruled(first, end, columns, tuple(rows[first:at]), tuple(rows[at:end])))
        at = end
    return found


def _is_data(row: _Row) -> bool:
    numbers = sum(segment.is_number for segment in row)
    return len(row) >= 3 and numbers >= 1 and numbers >= len(row) - 2


def _body_end(rows: Sequence[_Row], lines: Sequence[TextLine], at: int) -> int:
    """Return where rows of numbers that begin at a line end; lines between them may go on with a label."""
    if not _is_data(rows[at]):
        return at
    end = at + 1
    while end < len(rows):
        gap = lines[end].baseline - lines[end - 1].baseline
        if gap > _NEAR * lines[end].size:
            break
        wrapped = end + 1 < len(rows) and len(rows[end]) == 1 and _is_data(rows[end + 1])
        if not _is_data(rows[end]) and not (wrapped and rows[end][0].text[:1].islower()):
            break
        end += 1
    return end


def _columns(rows: Sequence[_Row]) -> tuple[_Span, ...]:
    """Return the stretches that the segments of all rows cover together."""
    spans = sorted((segment.start, segment.end) for row in rows for segment in row)
    columns: list[_Span] = []
    for start, end in spans:
        if columns and start <= columns[-1][1] + 1:
            columns[-1] = (columns[-1][0], max(columns[-1][1], end))
        else:
            columns.append((start, end))
    return tuple(columns)


def _head_start(
    rows: Sequence[_Row], lines: Sequence[TextLine], bounds: tuple[int, int], columns: tuple[_Span, ...]
) -> int:
    """Return where the headings above a body begin: lines close above with several segments, or within one column."""
    floor, at = bounds
    first = at
    for number in range(at - 1, max(floor, at - _HEADINGS) - 1, -1):
        gap = lines[number + 1].baseline - lines[number].baseline
        row = rows[number]
        within = sum(overlap(row[0].start, row[0].end, *column) > 0 for column in columns) == 1
        if gap > _NEAR * lines[number].size or not (len(row) >= 2 or (within and gap < 1.2 * lines[number].size)):
            break
        first = number
    while first < at and len(rows[first]) < 2:
        first += 1
    return first


def to_grid(table: Unruled, page: int, frames: Frames) -> tuple[Grid, Box]:
    """Return the cells of a table, and the region it takes up in the frame of its text."""
    width = len(table.columns)
    rows = [*_head_rows(table), *_body_rows(table)]
    grid_rows = []
    for row in rows:
        cells = [Cell(column, Passage("")) for column in range(width)]
        for column, span, parts in row:
            passage = passage_of([text_line(part.words) for part in parts], page, frames, in_cell=True)
            cells[column] = Cell(column, passage, 1, span, (Reading(passage.text, ENGINE),))
        grid_rows.append(tuple(cells))
    box = around([word.box for row in (*table.head, *table.body) for part in row for word in part.words])
    borders = (*(start for start, _ in table.columns), table.columns[-1][1])
    return Grid(tuple(grid_rows), width, page, borders, is_ruled=False), box


_Placed = list[tuple[int, int, list[Segment]]]
"""Column, columns spanned, and the segments of each filled cell of a row."""


def _column_of(segment: Segment, columns: tuple[_Span, ...]) -> int:
    """Return the column that a segment shares most with, else the nearest."""
    shares = [overlap(segment.start, segment.end, *column) for column in columns]
    if max(shares) > 0:
        return shares.index(max(shares))
    distances = [min(abs(segment.middle - start), abs(segment.middle - end)) for start, end in columns]
    return distances.index(min(distances))


def _body_rows(table: Unruled) -> list[_Placed]:
    rows: list[_Placed] = []
    for row in table.body:
        placed: dict[int, list[Segment]] = {}
        for segment in row:
            placed.setdefault(_column_of(segment, table.columns), []).append(segment)
        if len(row) == 1 and rows:
            column = next(iter(placed))
            same = next((parts for at, _, parts in rows[-1] if at == column), None)
            if same is not None:
                same.extend(row)
                continue
        rows.append([(column, 1, parts) for column, parts in sorted(placed.items())])
    return rows


def _head_rows(table: Unruled) -> list[_Placed]:
    """Return the headings level by level; one line that has fewer of them than the level below spans its columns."""
    levels = [row for row in table.head if len(row) >= 2]
    rows: list[_Placed] = []
    for number, level in enumerate(levels):
        below = levels[number + 1] if number + 1 < len(levels) else ()
        spans = len(level) < len(below)
        rows.append(_spanning(level, below, table.columns) if spans else _single(level, table))
    for row in table.head:
        if len(row) == 1 and rows:
            column = _column_of(row[0], table.columns)
            if all(at != column for placed in rows for at, _, _ in placed):
                rows[0].append((column, 1, [row[0]]))
    return rows


def _single(level: _Row, table: Unruled) -> _Placed:
    placed: dict[int, list[Segment]] = {}
    for segment in level:
        placed.setdefault(_column_of(segment, table.columns), []).append(segment)
    return [(column, 1, parts) for column, parts in sorted(placed.items())]


def _spanning(level: _Row, below: _Row, columns: tuple[_Span, ...]) -> _Placed:
    """Give each column that has a heading below to the nearest heading of the level."""
    groups: dict[int, list[int]] = {}
    for segment in below:
        nearest = min(range(len(level)), key=lambda at: abs(level[at].middle - segment.middle))
        groups.setdefault(nearest, []).append(_column_of(segment, columns))
    return [(min(group), max(group) - min(group) + 1, [level[at]]) for at, group in sorted(groups.items())]
