"""Cells that hold nothing but specks, told from those with a dash, dots or a digit worn away."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from typing import NamedTuple

from pipeline.model import Box

from .crops import Piece, pieces_in
from .image import Prepared

_DASHES = {"", "-", "–", "—"}
_SHORT = 3
"""Characters that an engine reads in specks, at most."""
_SMALL, _LONG = 0.4, 1.4
"""Of the height of digits, what specks are smaller than; of their own height, what they are less wide than."""
_HIGHEST = 1.3
"""Of the height of digits, what a digit worn away is no higher and no wider than."""
_THICK = 1.5
"""Of the height of a dash, what a worn one is no higher than."""
_MOST_SPECKS = 4
_DOTS, _LEVEL = 3, 0.15
"""Dots in a row, and parts of that height by which their feet may differ."""
_SAME_PLACE, _SAME_SIZE = 0.3, 0.6
"""Parts of that height by which a speck and a dash may lie apart, each in its cell, and of the larger's size, what the
smaller has."""


class Inked(NamedTuple):
    """A cell: its box in pixels of the prepared page, its column, and what the page pass read in it."""

    box: Box
    column: int
    text: str


def find_dusty(prepared: Prepared, cells: Sequence[Inked], height: float) -> set[int]:
    """Return the numbers of the cells that hold nothing but specks, whatever short word an engine takes them for.

    ``height`` is that of digits, in pixels. A worn dash may be as short as a speck, but lies where the dashes of its
    column do.
    """
    pieces = {number: pieces_in(prepared, cell.box) for number, cell in enumerate(cells) if len(cell.text) <= _SHORT}
    dashes: dict[int, list[tuple[Box, Piece]]] = defaultdict(list)
    for number, found in pieces.items():
        if len(found) == 1 and _is_dash(found[0], height):
            dashes[cells[number].column].append((cells[number].box, found[0]))
    dusty = set()
    for number, found in pieces.items():
        box, column, text = cells[number]
        may_be_worn = text in _DASHES or any(map(str.isalnum, text))
        if _is_dust(found, height, may_be_worn=may_be_worn) and not _is_among((box, found), dashes[column], height):
            dusty.add(number)
    return dusty


def _is_dash(piece: Piece, height: float) -> bool:
    left, top, right, foot, _ = piece
    return _LONG * (foot - top) <= right - left <= height and foot - top < _SMALL * height


def _is_among(specks: tuple[Box, Sequence[Piece]], dashes: Sequence[tuple[Box, Piece]], height: float) -> bool:
    """Say whether specks are together as large as one of some dashes, and lie at the same place of their cell."""
    box, pieces = specks
    whole = _together(pieces)
    x, y = _from_middle(box, whole)
    for cell, dash in dashes:
        other_x, other_y = _from_middle(cell, dash)
        areas = whole[4], dash[4]
        is_there = max(abs(x - other_x), abs(y - other_y)) <= _SAME_PLACE * height
        is_as_wide = whole[2] - whole[0] <= _LONG * (dash[2] - dash[0])
        is_as_high = whole[3] - whole[1] <= _THICK * (dash[3] - dash[1]) + 1
        if is_there and is_as_wide and is_as_high and min(areas) >= _SAME_SIZE * max(areas):
            return True
    return False


def _together(pieces: Sequence[Piece]) -> Piece:
    """Return pieces as one: the box around them, and all their ink."""
    lefts, tops, rights, feet, areas = zip(*pieces, strict=True)
    return min(lefts), min(tops), max(rights), max(feet), sum(areas)


def _from_middle(box: Box, piece: Piece) -> tuple[float, float]:
    """Return how far a piece of ink lies from the middle of its cell, in pixels."""
    left, top, right, foot, _ = piece
    return (left + right - box.right + box.left) / 2, (top + foot - box.bottom + box.top) / 2


def _is_dust(pieces: Sequence[Piece], height: float, *, may_be_worn: bool) -> bool:
    """Say whether all ink in a cell is a few specks, smaller than any sign beside digits so high.

    A dash is longer than high, three dots in a row are printed, and specks near each other may be a digit worn away,
    if it may have been read as what is in the box.
    """
    if not 0 < len(pieces) <= _MOST_SPECKS:
        return False
    left, top, right, foot, _ = _together(pieces)
    across, down = right - left, foot - top
    is_row = len(pieces) >= _DOTS and foot - min(piece[3] for piece in pieces) <= _LEVEL * height
    is_worn = (
        may_be_worn and len(pieces) > 1 and _SMALL * height <= down <= _HIGHEST * height and across <= _HIGHEST * height
    )
    return not (is_row or is_worn) and all(
        max(right - left, foot - top) < _SMALL * height and right - left < _LONG * (foot - top)
        for left, top, right, foot, _ in pieces
    )
