"""A dash above or below digits that is too faint to count as print: thin strokes come out paler than digits."""

from __future__ import annotations

import math

import numpy as np
from numpy.typing import NDArray

from pipeline.readers.components import find_components

from .measuring import LEAST_DIGIT, Line, Part, is_dash, measure
from .parts import Picture, as_picture, threshold

_FAINT_PRINT = 0.3
_ROOM = 0.8  # of the height of digits, free above or below them
_SHORTEST, _LONGEST, _APART = 0.35, 1.6, 0.2  # of the height of digits: length of a faint dash, its distance from them
_EDGE, _THINNEST, _ALONE = 2, 2, 1.3  # pixels from the edge, rows, and all ink around in parts of the dash


def with_faint_dashes(lines: list[Line], ink: Picture) -> list[Line]:
    """Add the dash above or below lines of digits that is too faint to count as print."""
    body = max((line.body for line in lines if not line.is_flat), default=0.0)
    if body < LEAST_DIGIT:
        return lines
    rooms = [(0, int(lines[0].head)), (math.ceil(lines[-1].foot), ink.shape[0])]
    rooms = [room for room in rooms if room[1] - room[0] >= _ROOM * body]
    least = threshold(ink, _FAINT_PRINT) if rooms else 0.0
    found = [_faint_dash(ink[first:last] >= least, body, first) for first, last in rooms]
    return sorted([*lines, *filter(None, found)], key=lambda line: line.top)


def _faint_dash(room: NDArray[np.bool_], body: float, above: int) -> Line | None:
    """Find the faint dash that is all there is in a room beside lines of digits, with so many rows ``above`` the room.

    It keeps away from the edges, is about as long as digits are high, and thicker than a speck of dust is.
    """
    if not room.any():
        return None
    height, width = room.shape
    parts = [Part(*part) for part in find_components(as_picture(room))[1][1:].tolist()]
    largest = max(parts, key=lambda part: part.area)
    if sum(part.area for part in parts) > _ALONE * largest.area or largest.high < _THINNEST:
        return None
    is_away = largest.left > _EDGE and largest.right < width - _EDGE
    is_apart = _APART * body <= largest.top and largest.bottom <= height - _APART * body
    if not (is_away and is_apart and is_dash(largest, height) and _SHORTEST * body < largest.wide < _LONGEST * body):
        return None
    return measure([largest._replace(top=largest.top + above)], largest.high, height)
