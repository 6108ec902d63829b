"""Lines cut at wide gaps, and the columns that their pieces make."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import groupby, pairwise

import regex

from .geometry import overlap
from .lines import TextLine, text_line
from .words import Word

_NUMBER = regex.compile(r"[±~<>≤≥+–-]?\s*\d[\d.,]*(?:\s*[-–]\s*\d[\d.,]*)?\s*[%‰]?\*{0,3}|[-–—]")
_GAP = 0.9
_VALLEY = 0.5
"""Parts of the font size; what is narrower is a gap between words."""

Span = tuple[float, float]


@dataclass(frozen=True)
class Segment:
    """Words of a line with no wide gap between them."""

    words: tuple[Word, ...]
    baseline: float
    """The median of its line, since a recognised letter or mark may reach lower than it should."""

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

    @cached_property
    def line(self) -> TextLine:
        """Its words as a line."""
        return text_line(self.words)

    @property
    def size(self) -> float:
        """Its font size."""
        return self.line.size

    @property
    def text(self) -> str:
        """Its words."""
        return self.line.text

    @property
    def is_number(self) -> bool:
        """Whether it is one number, or a dash for none."""
        return _NUMBER.fullmatch(self.text) is not None


Row = tuple[Segment, ...]


def segments(line: TextLine) -> Row:
    """Cut a line at its wide gaps."""
    found: list[list[Word]] = [[line.words[0]]]
    for word in line.words[1:]:
        if word.start - found[-1][-1].end > _GAP * min(word.size, line.size):
            found.append([word])
        else:
            found[-1].append(word)
    baseline = sorted(word.baseline for word in line.words)[len(line.words) // 2]
    return tuple(Segment(tuple(words), baseline) for words in found)


def find_columns(rows: Sequence[Row]) -> tuple[Span, ...]:
    """Return the stretches that the words of all rows cover together.

    Stretches that stand as close as words part columns only if some row has a wide gap there.
    """
    words = [word for row in rows for segment in row for word in segment.words]
    size = sorted(word.size for word in words)[len(words) // 2]
    columns: list[Span] = []
    for start, end in sorted((word.start, word.end) for word in words):
        if columns and (start - columns[-1][1] < _VALLEY * size or not _is_parted(rows, columns[-1][1], start)):
            columns[-1] = (columns[-1][0], max(columns[-1][1], end))
        else:
            columns.append((start, end))
    return tuple(columns)


def _is_parted(rows: Sequence[Row], left: float, right: float) -> bool:
    """Say whether a row has a wide gap between two places."""
    return any(one.end <= left and other.start >= right for row in rows for one, other in pairwise(row))


def cut_by_columns(row: Row, columns: Sequence[Span]) -> Row:
    """Cut the segments of a row that go over several columns."""
    return tuple(part for segment in row for part in _parts(segment, columns))


def _parts(segment: Segment, columns: Sequence[Span]) -> Iterator[Segment]:
    for _, words in groupby(segment.words, key=lambda word: column_of(Segment((word,), word.baseline), columns)):
        yield Segment(tuple(words), segment.baseline)


def column_of(segment: Segment, columns: Sequence[Span]) -> int:
    """Return the column that a segment shares most with, else the nearest."""
    shares = [overlap(segment.start, segment.end, *column) for column in columns]
    if max(shares) > 0:
        return shares.index(max(shares))
    distances = [min(abs(segment.middle - start), abs(segment.middle - end)) for start, end in columns]
    return distances.index(min(distances))
