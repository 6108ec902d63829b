"""Rows that no ruling parts: numbers below each other in one ruled cell, each on the line of its label.

Lines below each other that a narrow cell breaks are no rows, be they of a number or of a label.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

import regex

from pipeline.model import Box

from .grids import Ruled, Slot
from .lines import TextLine, find_lines, text_line
from .words import Word

_NUMBER = regex.compile(r"[±~<>≤≥+–-]?\s*,?\d[\d.,]*\s*[%‰]?[*a-d]{0,3}")
_WHOLE = regex.compile(r"[±~<>≤≥+–-]?\d{1,3}(?:(?:\.\d{3})+(?:,\d+)?|(?:,\d{3}){2,}(?:\.\d+)?|,\d+)%?")
"""A number with marks between its digits, which tell whether its pieces fit together."""
_PIECE = regex.compile(r"[±~<>≤≥+–-]?[\d.,]+%?")
_GROUP = regex.compile(r"[.,]?\d+[.,]?")
_LEVEL = 0.35
_NUMBERED = 0.6
_MARGINS = 11.0
"""Points between the text of a cell and its borders, left and right together, as word processors set them."""
_DIGIT = 0.5
_SLACK = 4.0

Taken = dict[Slot, list[Word]]


@dataclass(frozen=True, slots=True)
class _Stack:
    """The lines of one cell."""

    slot: Slot
    lines: tuple[TextLine, ...]

    @property
    def numbers(self) -> bool:
        """Whether each of several lines is a number."""
        return len(self.lines) > 1 and all(_NUMBER.fullmatch(line.text) for line in self.lines)


def split_rows(ruled: Ruled, taken: Taken) -> tuple[Ruled, Taken]:
    """Divide rows of cells in which numbers stand below each other on the lines of their labels."""
    cuts: dict[int, list[float]] = {}
    broken: frozenset[Slot] | None = None
    for row in range(len(ruled.rows) - 1):
        stacks = [
            _Stack(slot, tuple(find_lines(words)))
            for slot, words in taken.items()
            if slot.row == row and slot.row_span == 1 and words
        ]
        if not _levels(stacks, 0):
            continue
        broken = find_broken_numbers(taken) if broken is None else broken
        if any(stack.slot in broken for stack in stacks):
            continue
        label = next(stack.slot for stack in stacks if len(stack.lines) > 1 and not stack.numbers)
        if levels := _levels(stacks, _room(label, taken)):
            cuts[row] = [(above + below) / 2 for above, below in pairwise(levels)]
    return _divided(ruled, taken, cuts) if cuts else (ruled, taken)


def find_broken_numbers(taken: Taken) -> frozenset[Slot]:
    """Return the cells that hold one number on several lines, as it is wider than the cell.

    Its pieces are one number when put together, and no line but the last has room for what follows: neither between
    the margins of the cell, nor as far as lines of other cells of the column reach.
    """
    return frozenset(slot for slot, words in taken.items() if len(words) > 1 and _is_broken(slot, words, taken))


def _is_broken(slot: Slot, words: Sequence[Word], taken: Taken) -> bool:
    if any(word.turn or not _PIECE.fullmatch(word.text) for word in words):
        return False
    lines = find_lines(words)
    if len(lines) < 2 or not _WHOLE.fullmatch("".join(line.text for line in lines)):
        return False
    full = min(_width(line) + _moved(line, below) for line, below in pairwise(lines))
    return full > _room(slot, taken) and full > slot.box.right - slot.box.left - _MARGINS - _SLACK


def _moved(line: TextLine, below: TextLine) -> float:
    """Return the width of what had no room on a line: a digit, or a group of them if the break is at a mark."""
    group = _GROUP.match(below.text)
    if group is None or not (line.text[-1] in ".," or below.text[0] in ".,"):
        return _DIGIT * line.size
    return _width(below) * len(group[0]) / len(below.text)


def _room(slot: Slot, taken: Taken) -> float:
    """Return how wide the widest line of the cells above, below and in a cell is."""
    column = (words for other, words in taken.items() if (other.column, other.column_span) == _place(slot))
    return max((_width(line) for words in column for line in find_lines(words)), default=0.0)


def _place(slot: Slot) -> tuple[int, int]:
    return slot.column, slot.column_span


def _width(line: TextLine) -> float:
    return line.words[-1].end - line.words[0].start


def as_one(lines: Iterable[TextLine]) -> list[TextLine]:
    """Return the lines of a broken number as one line of one piece."""
    words = [word for line in lines for word in line.words]
    return [text_line([words[0], *(replace(word, after_space=False) for word in words[1:])])] if words else []


def _levels(stacks: Sequence[_Stack], room: float) -> list[float]:
    """Return the baselines on which the rows of a band begin; nothing if it is one row.

    ``room`` is how wide a line of the label can be: a line that goes on in small letters begins no row if its first
    word had no room on the line above.
    """
    numeric = [stack for stack in stacks if stack.numbers]
    labels = [stack for stack in stacks if len(stack.lines) > 1 and not stack.numbers]
    if not numeric or not labels or labels[0].slot.column > numeric[0].slot.column:
        return []
    label = labels[0]
    size = label.lines[0].size
    numbered = [line.baseline for stack in numeric for line in stack.lines]
    levels = [line.baseline for line in label.lines]
    if any(min(abs(level - own) for own in levels) > _LEVEL * size for level in numbered):
        return []
    goes_on = {id(line) for above, line in pairwise(label.lines) if room and _goes_on(above, line, room)}
    starts = [
        line.baseline
        for line in label.lines
        if id(line) not in goes_on
        and (any(abs(level - line.baseline) <= _LEVEL * size for level in numbered) or not line.text[:1].islower())
    ]
    hits = sum(any(abs(level - start) <= _LEVEL * size for level in numbered) for start in starts)
    return [start - 0.3 * size for start in starts] if hits >= _NUMBERED * len(starts) and len(starts) > 1 else []


def _goes_on(above: TextLine, line: TextLine, room: float) -> bool:
    first = line.words[0]
    return line.text[:1].islower() and _width(above) + first.end - first.start + 0.2 * line.size > room


def _divided(ruled: Ruled, taken: Taken, cuts: dict[int, list[float]]) -> tuple[Ruled, Taken]:
    """Insert rows at the cuts; a cell of a divided row gives a cell to each of them, one that spans it grows."""
    moved = [sum(len(cuts.get(above, ())) for above in range(row)) for row in range(len(ruled.rows))]
    result: Taken = {}
    for slot, words in taken.items():
        own = cuts.get(slot.row, []) if slot.row_span == 1 else []
        if not own:
            grown = moved[slot.row + slot.row_span] - moved[slot.row] if slot.row_span > 1 else 0
            result[replace(slot, row=slot.row + moved[slot.row], row_span=slot.row_span + grown)] = words
            continue
        edges = [slot.box.top, *own, slot.box.bottom]
        for number, (top, bottom) in enumerate(pairwise(edges)):
            part = replace(
                slot,
                row=slot.row + moved[slot.row] + number,
                box=Box(slot.box.left, top, slot.box.right, bottom),
            )
            result[part] = [word for word in words if top <= word.baseline - 0.3 * word.size < bottom]
    rows = sorted({*ruled.rows, *(cut for found in cuts.values() for cut in found)})
    return Ruled(tuple(result), ruled.columns, tuple(rows)), result
