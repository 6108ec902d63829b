"""Lines of a page in reading order: blocks of text that stand side by side are read one after the other."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from .entries import list_at
from .lines import TextLine, text_line
from .words import Word

_GAP = 0.9
"""Parts of the font size; a wider gap between two words may part columns."""
_WIDE = 2.5
"""Parts of the font size; a gap so wide parts two texts even on a line by itself."""
_GUTTER = 6.0
_NEAR = 1.9


@dataclass(frozen=True, slots=True)
class Block:
    """Lines that stand below each other; ``is_column`` says that others stand beside.

    ``is_list`` says that the lines are entries of a list, whose labels and amounts stand at tab stops.
    """

    lines: tuple[TextLine, ...]
    is_column: bool = False
    is_list: bool = False


def read_order(lines: Sequence[TextLine]) -> list[Block]:
    """Return the lines as blocks in reading order; a letterhead gives its left part first, then its right."""
    blocks: list[Block] = []
    plain: list[TextLine] = []
    at = 0
    while at < len(lines):
        end, gutter = _side_by_side(lines, at)
        if gutter is None:
            plain.append(lines[at])
            at += 1
            continue
        if plain:
            blocks.append(Block(tuple(plain)))
            plain = []
        first, last = list_at(lines[at:end])
        middle = (gutter[0] + gutter[1]) / 2
        for side in (0, 1):
            part = tuple(_sides(lines[at : at + first] if last else lines[at:end], middle, side))
            if part:
                blocks.append(Block(part, is_column=True))
        if last:
            blocks.append(Block(tuple(lines[at + first : at + last]), is_list=True))
        at = at + last if last else end
    if plain:
        blocks.append(Block(tuple(plain)))
    return blocks


def _sides(lines: Sequence[TextLine], middle: float, side: int) -> Iterator[TextLine]:
    for line in lines:
        words = tuple(word for word in line.words if (word.start >= middle) == bool(side))
        if words:
            yield text_line(words)


def _gaps(line: TextLine) -> list[tuple[float, float]]:
    """Return the wide gaps between the words of a line."""
    found = []
    end = line.words[0].end
    for word in line.words[1:]:
        if word.start - end > _GAP * word.size:
            found.append((end, word.start))
        end = max(end, word.end)
    return found


def _side_by_side(lines: Sequence[TextLine], at: int) -> tuple[int, tuple[float, float] | None]:
    """Return where a run of lines with a common gutter ends, and the gutter; None if none begins here."""
    best: tuple[int, tuple[float, float] | None] = (at + 1, None)
    most = 1
    for gutter, first in _gutters_at(lines, at):
        end, both, narrowed = _extent(lines, first, gutter)
        alone = both == 1 and narrowed[1] - narrowed[0] > _WIDE * lines[at].size
        if (both >= 2 or alone) and both >= most:
            best, most = (end, narrowed), both + 1
    return best


def _gutters_at(lines: Sequence[TextLine], at: int) -> Iterator[tuple[tuple[float, float], int]]:
    """Yield gaps within a line, or between it and the next where that stands beside it; with the lines they take."""
    for gap in _gaps(lines[at]):
        yield gap, at + 1
    if at + 1 < len(lines):
        one, other = lines[at], lines[at + 1]
        left, right = sorted((one.box, other.box), key=lambda box: box.left)
        beside = other.baseline - one.baseline < 0.8 * min(one.size, other.size)
        if beside and right.left - left.right >= _GUTTER:
            yield (left.right, right.left), at + 2


def _extent(lines: Sequence[TextLine], first: int, gutter: tuple[float, float]) -> tuple[int, int, tuple[float, float]]:
    """Follow a gutter down; return where it ends, how many lines have text on both sides, and what is left of it."""
    left, right = gutter
    both, end = 1, first
    last_both = first
    for number in range(first, len(lines)):
        line = lines[number]
        narrowed = _through(line.words, left, right)
        gap = line.baseline - lines[number - 1].baseline
        if narrowed is None or gap > 2 * _NEAR * line.size + line.size:
            break
        has_left, has_right = line.words[0].start < narrowed[0], line.words[-1].start >= narrowed[1] - 1
        if not (has_left and has_right) and gap > _NEAR * line.size and number > last_both + 8:
            break
        left, right = narrowed
        if has_left and has_right:
            both += 1
            last_both = number + 1
        end = number + 1
    return _trimmed(lines, last_both, end), both, (left, right)


def _trimmed(lines: Sequence[TextLine], last_both: int, end: int) -> int:
    """Keep lines on one side only as far as they follow closely on the last line with both sides."""
    stop = last_both
    while stop < end and lines[stop].baseline - lines[stop - 1].baseline <= _NEAR * lines[stop].size:
        stop += 1
    return stop


def _through(words: Sequence[Word], left: float, right: float) -> tuple[float, float] | None:
    """Narrow a gutter to what a line leaves of it; None if words stand in it."""
    for word in words:
        if word.start < right and word.end > left:
            if word.end - left < right - word.start:
                left = word.end
            else:
                right = word.start
        if right - left < _GUTTER:
            return None
    return left, right
