"""The text of a ruled region, cell by cell."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence

from pipeline.model import Cell, Grid, Passage, Reading

from .geometry import Frames
from .grids import Ruled, Slot
from .lines import find_lines, passage_of
from .marks import without_marks
from .rows import as_one, find_broken_numbers
from .words import Word, split_word

ENGINE = "pdfium"


def take_words(ruled: Ruled, words: Sequence[Word]) -> tuple[dict[Slot, list[Word]], list[Word]]:
    """Give each word to the cell it stands in; return the cells with their words, and the words of no cell."""
    region = ruled.box
    by_place = {
        (row, column): slot
        for slot in ruled.slots
        for row in range(slot.row, slot.row + slot.row_span)
        for column in range(slot.column, slot.column + slot.column_span)
    }
    taken: dict[Slot, list[Word]] = {slot: [] for slot in ruled.slots}
    rest: list[Word] = []
    for word in words:
        x, y = _middle(word)
        if not (region.left <= x <= region.right and region.top <= y <= region.bottom):
            rest.append(word)
            continue
        row = bisect_right(ruled.rows, y) - 1
        borders = [s.box.left for c in range(len(ruled.columns) - 1) if (s := by_place.get((row, c)))]
        for piece in split_word(word, sorted(set(borders))):
            x, y = _middle(piece)
            slot = by_place.get((bisect_right(ruled.rows, y) - 1, bisect_right(ruled.columns, x) - 1))
            if slot is None:
                rest.append(piece)
            else:
                taken[slot].append(piece)
    return taken, rest


def _middle(word: Word) -> tuple[float, float]:
    """Return the middle of a word; in height that of its small letters, as marks reach into the row above."""
    x = (word.box.left + word.box.right) / 2
    if word.turn:
        return x, (word.box.top + word.box.bottom) / 2
    return x, word.baseline - 0.3 * word.size


def to_grid(taken: dict[Slot, list[Word]], ruled: Ruled, page: int, frames: Frames) -> tuple[Grid, tuple[Word, ...]]:
    """Return the cells as a grid, and the marks of footnotes in them; places that a merged cell covers are empty."""
    width, height = len(ruled.columns) - 1, len(ruled.rows) - 1
    rows = [[Cell(column, Passage("")) for column in range(width)] for _ in range(height)]
    marks: list[Word] = []
    broken = find_broken_numbers(taken)
    for slot, words in taken.items():
        stripped = [without_marks(line) for line in find_lines(words)]
        marks.extend(mark for _, found in stripped for mark in found)
        lines = [line for line, _ in stripped if line]
        passage = passage_of(as_one(lines) if slot in broken else lines, page, frames, in_cell=True)
        readings = (Reading(passage.text, ENGINE),) if passage.text else ()
        box = frames[0].box_in(frames[1], slot.box)
        rows[slot.row][slot.column] = Cell(slot.column, passage, slot.row_span, slot.column_span, readings, box)
    return Grid(tuple(tuple(row) for row in rows), width, page, ruled.columns), tuple(marks)
