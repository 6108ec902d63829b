"""Rows that no ruling parts: numbers below each other in one ruled cell, each on the line of its label."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

import regex

from pipeline.model import Box

from .grids import Ruled, Slot
from .words import TextLine, Word, find_lines

_NUMBER = regex.compile(r"[±~<>≤≥+–-]?\s*,?\d[\d.,]*\s*[%‰]?[*a-d]{0,3}")
_LEVEL = 0.35
_NUMBERED = 0.6

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
    for row in range(len(ruled.rows) - 1):
        stacks = [
            _Stack(slot, tuple(find_lines(words)))
            for slot, words in taken.items()
            if slot.row == row and slot.row_span == 1 and words
        ]
        if levels := _levels(stacks):
            cuts[row] = [(above + below) / 2 for above, below in pairwise(levels)]
    return _divided(ruled, taken, cuts) if cuts else (ruled, taken)


def _levels(stacks: Sequence[_Stack]) -> list[float]:
    """Return the baselines on which the rows of a band begin; nothing if it is one row."""
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
    starts = [
        line.baseline
        for line in label.lines
        if any(abs(level - line.baseline) <= _LEVEL * size for level in numbered) or not line.text[:1].islower()
    ]
    hits = sum(any(abs(level - start) <= _LEVEL * size for level in numbered) for start in starts)
    return [start - 0.3 * size for start in starts] if hits >= _NUMBERED * len(starts) and len(starts) > 1 else []


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
