"""A zero that its face prints as round as the letter: a ring by itself, which in a cell of numerals is no word."""

from __future__ import annotations

import cv2
import numpy as np

from .alphabet import WORD
from .decode import Readings
from .parts import Picture, as_picture

_INK = 110
_DIRT = 0.01
"""Of the area of the ring: smaller ink beside it is dirt, larger a mark on a letter."""
_ROUND = (0.70, 0.86)
"""Of the box around it, the part that an ellipse covers, its inside included: 0.785; a letter D covers 0.9."""
_SLENDER, _BROAD = 0.5, 1.25
"""Width in parts of the height."""
_CORNER = 0.1
"""Of height and width of the box: a corner with ink in it is that of a letter (a, D, q)."""
_HOLE = 0.15
"""Of its box, the part that the hole takes at least."""
_OFF = 0.08
"""Of height and width, by which the middle of the hole may miss that of the box: it is far off in 6 and 9."""
_ZERO = 0.95
"""How likely a ring is a zero and no letter."""


def with_zero(line: Readings, strip: Picture) -> Readings:
    """Return what a line may say: where it is a ring, a zero instead of a word."""
    if max(line, key=lambda text: line[text], default="") != WORD or not is_ring(strip):
        return line
    others = {text: share for text, share in line.items() if text not in {WORD, "0"}}
    both = line[WORD] + line.get("0", 0.0)
    return {"0": _ZERO * both, WORD: (1 - _ZERO) * both, **others}


def is_ring(strip: Picture) -> bool:
    """Tell whether the ink of a strip is one ellipse with one hole about its middle.

    >>> strips = np.zeros((3, 32, 40), np.uint8)
    >>> for strip in strips:
    ...     _ = cv2.ellipse(strip, (20, 16), (9, 10), 0, 0, 360, 255, 3)
    >>> strips[1, 5:28, 28:31] = strips[2, 14:18, 10:30] = 255
    >>> [is_ring(strip) for strip in strips]
    [True, False, False]
    """
    _, ink = cv2.threshold(strip, _INK, 255, cv2.THRESH_BINARY)
    if not np.asarray(ink).any():
        return False
    outlines, tree = cv2.findContours(as_picture(ink), cv2.RETR_CCOMP, cv2.CHAIN_APPROX_NONE)
    areas = np.array([cv2.contourArea(outline) for outline in outlines])
    large = np.flatnonzero(areas > _DIRT * areas.max())
    if len(large) != 2:
        return False
    outer, hole = sorted(large.tolist(), key=lambda one: -areas[one])
    left, top, wide, high = cv2.boundingRect(outlines[outer])
    box = as_picture(ink)[top : top + high, left : left + wide]
    x, y, width, height = cv2.boundingRect(outlines[hole])
    is_inside = int(np.asarray(tree)[0, hole, 3]) == outer
    is_centred = (
        abs(2 * (x - left) + width - wide) < 2 * _OFF * wide and abs(2 * (y - top) + height - high) < 2 * _OFF * high
    )
    is_round = _ROUND[0] < areas[outer] / ((wide - 1) * (high - 1)) < _ROUND[1] and _SLENDER < wide / high < _BROAD
    is_open = bool(areas[hole] > _HOLE * wide * high)
    return is_inside and is_centred and is_round and is_open and not _has_corner(box)


def _has_corner(box: Picture) -> bool:
    down, across = (max(1, round(_CORNER * side)) for side in box.shape)
    rows, columns = (slice(None, down), slice(-down, None)), (slice(None, across), slice(-across, None))
    return any(bool(box[row, column].any()) for row in rows for column in columns)
