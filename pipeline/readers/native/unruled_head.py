"""Headings of tables without rulings: cut by the columns below them, wrapped lines joined, spanners put over groups."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import groupby, pairwise

from .geometry import overlap
from .segments import Segment, Span, column_of

_WIDER = 1.6
"""How many times wider than the narrowest a gap between two headings is, if both stand close together."""
LEADING = 1.25
"""Line spacing within a cell, in parts of the font size; rows stand further apart."""
_BELOW = 0.9
_OFF_CENTRE = 1.0
_UNCOVERED = 0.5

Placed = list[tuple[int, int, list[Segment]]]
"""Column, columns spanned, and the segments of each filled cell of a row."""


@dataclass(frozen=True)
class _Block:
    """A heading of one line or several."""

    lines: tuple[Segment, ...]

    @property
    def last(self) -> Segment:
        return self.lines[-1]

    @cached_property
    def middle(self) -> float:
        return (min(line.start for line in self.lines) + max(line.end for line in self.lines)) / 2

    @cached_property
    def start(self) -> float:
        return min(line.start for line in self.lines)

    def columns(self, columns: Sequence[Span]) -> tuple[int, ...]:
        """Return the columns that it stands over, or else the nearest."""
        widest = max(self.lines, key=lambda line: line.end - line.start)
        return _over(widest, columns) or (column_of(widest, columns),)


def is_leading(upper: Segment, lower: Segment, leading: float = LEADING) -> bool:
    """Say whether two lines stand as close as those of one cell."""
    return lower.baseline - upper.baseline <= leading * min(upper.size, lower.size)


def is_stacked(one: Segment, other: Segment) -> bool:
    """Say whether one stands over the other."""
    return overlap(one.start, one.end, other.start, other.end) > 0


def head_rows(head: Sequence[Sequence[Segment]], columns: Sequence[Span], *, is_roomy: bool) -> list[Placed]:
    """Return the headings level by level, those of single columns last.

    ``is_roomy`` says that rows stand further apart than the lines of a cell.
    """
    lines = [list(_cut_at_gaps(row, columns)) for row in head]
    blocks = _blocks(lines, is_roomy=is_roomy)
    leaves, spanners = _leaves(blocks, columns)
    levels = [list(level) for _, level in groupby(spanners, key=lambda block: round(block.last.baseline))]
    rows = [_spread(level, leaves, columns) for level in levels]
    bottom = [(column, 1, list(block.lines)) for column, block in sorted(leaves.items())]
    return [row for row in (*rows, bottom) if row]


def _over(segment: Segment, columns: Sequence[Span]) -> tuple[int, ...]:
    """Return the columns that share at least half of themselves, or of the segment, with it."""
    return tuple(
        at
        for at, (start, end) in enumerate(columns)
        if 2 * overlap(segment.start, segment.end, start, end) >= min(end - start, segment.end - segment.start)
    )


def _cut_at_gaps(row: Sequence[Segment], columns: Sequence[Span]) -> Iterator[Segment]:
    """Cut what stands over several columns where a gap is wider than those between words."""
    for segment in row:
        gaps = [right.start - left.end for left, right in pairwise(segment.words)]
        if len(gaps) < 2 or len(_over(segment, columns)) < 2:
            yield segment
            continue
        cuts = [at for at, gap in enumerate(gaps, start=1) if gap > _WIDER * max(min(gaps), 0.2 * segment.size)]
        yield from _parts(segment, cuts, columns)


def _parts(segment: Segment, cuts: Sequence[int], columns: Sequence[Span]) -> Iterator[Segment]:
    """Yield the parts of a segment between cuts; those over the same column stay together."""
    edges = [0, *cuts, len(segment.words)]
    parts = [Segment(segment.words[start:end], segment.baseline) for start, end in pairwise(edges)]
    for _, same in groupby(parts, key=lambda part: column_of(part, columns)):
        yield Segment(tuple(word for part in same for word in part.words), segment.baseline)


def _blocks(lines: Sequence[Sequence[Segment]], *, is_roomy: bool) -> list[_Block]:
    """Join the lines of each heading, top down."""
    blocks: list[_Block] = []
    for line in lines:
        fresh = []
        for segment in line:
            above = [b for b in blocks if is_leading(b.last, segment) and is_stacked(b.last, segment)]
            below = [other for other in line if above and is_stacked(above[0].last, other)]
            if len(above) == len(below) == 1 and (is_roomy or _is_paired(above[0].last, lines, len(line))):
                blocks.remove(above[0])
                fresh.append(_Block((*above[0].lines, segment)))
            else:
                fresh.append(_Block((segment,)))
        blocks.extend(fresh)
    return sorted(blocks, key=lambda block: (round(block.last.baseline), block.start))


def _is_paired(segment: Segment, lines: Sequence[Sequence[Segment]], count: int) -> bool:
    """Say whether the line of a segment has as many headings as another."""
    return any(segment in line and len(line) == count for line in lines)


def _leaves(blocks: Sequence[_Block], columns: Sequence[Span]) -> tuple[dict[int, _Block], list[_Block]]:
    """Return the lowest heading of each column, and those that stand above others."""
    leaves: dict[int, _Block] = {}
    spanners: list[_Block] = []
    for block in reversed(blocks):
        over = block.columns(columns)
        if any(column in leaves for column in over):
            spanners.insert(0, block)
        elif len(over) == 1:
            leaves[over[0]] = block
        else:
            leaves.update(_cut_by_columns(block, columns))
    return leaves, spanners


def _cut_by_columns(block: _Block, columns: Sequence[Span]) -> dict[int, _Block]:
    """Give each word of a heading that has none below to its column."""
    found: dict[int, list[Segment]] = {}
    for line in block.lines:
        for part in _parts(line, range(1, len(line.words)), columns):
            found.setdefault(column_of(part, columns), []).append(part)
    return {column: _Block(tuple(parts)) for column, parts in found.items()}


def _spread(level: Sequence[_Block], leaves: dict[int, _Block], columns: Sequence[Span]) -> Placed:
    """Put each spanner of a level over the columns that it is centred over, else over those it is nearest to."""
    line = level[0].last
    under = [
        column
        for column, leaf in sorted(leaves.items())
        if leaf.lines[0].baseline - line.baseline > _BELOW * max(line.size, leaf.last.size)
    ]
    groups = _centred(level, [(column, leaves[column].middle) for column in under]) or _nearest(level, under, leaves)
    if not groups:
        return [(block.columns(columns)[0], 1, list(block.lines)) for block in level]
    return [(group[0], group[-1] - group[0] + 1, list(level[at].lines)) for at, group in sorted(groups.items())]


def _centred(level: Sequence[_Block], under: Sequence[tuple[int, float]]) -> dict[int, tuple[int, ...]]:
    """Return the split of columns for which each spanner is centred over its group; nothing if there is none."""
    best: dict[int, tuple[float, dict[int, tuple[int, ...]]]] = {0: (0.0, {})}
    for at, spanner in enumerate(level):
        reached: dict[int, tuple[float, dict[int, tuple[int, ...]]]] = {}
        for done, (cost, groups) in best.items():
            for first in range(done, len(under)):
                for end in range(first + 1, len(under) + 1):
                    group = tuple(column for column, _ in under[first:end])
                    off = abs((under[first][1] + under[end - 1][1]) / 2 - spanner.middle)
                    if off > _OFF_CENTRE * spanner.last.size or group[-1] - group[0] >= len(group):
                        continue
                    price = cost + off + _UNCOVERED * spanner.last.size * (first - done)
                    if end not in reached or price < reached[end][0]:
                        reached[end] = (price, {**groups, at: group})
        best = reached
    size = level[0].last.size
    ends = [(cost + _UNCOVERED * size * (len(under) - end), groups) for end, (cost, groups) in best.items()]
    return min(ends, key=lambda one: one[0])[1] if ends else {}


def _nearest(level: Sequence[_Block], under: Sequence[int], leaves: dict[int, _Block]) -> dict[int, tuple[int, ...]]:
    groups: dict[int, tuple[int, ...]] = {}
    for column in under:
        nearest = min(range(len(level)), key=lambda at: abs(level[at].middle - leaves[column].middle))
        groups[nearest] = (*groups.get(nearest, ()), column)
    return groups
