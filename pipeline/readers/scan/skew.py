"""The angle by which a page leans, from its lines of text and its rulings."""

from __future__ import annotations

import cv2
import numpy as np
from numpy.typing import NDArray

from pipeline.readers.components import find_points

MOST = 3.0
"""Degrees. A page that is laid on the glass by hand leans less; what leans more is meant to."""
_COARSE, _FINE = 0.2, 0.02
_FEW = 60
"""Points below which a page has nothing to lean by."""
_SAMPLE = 20_000
_UPRIGHT = 15
"""Pixels; strokes that run down for longer are rulings, which count across too."""

Points = NDArray[np.float64]


def find_skew(ink: NDArray[np.uint8]) -> float:
    """Return the degrees, clockwise as displayed, by which the ink of a page (a mask of about 150 dpi) leans.

    The feet of all strokes, added up along the right direction, fall on few lines: the sum of the squares of their
    counts is greatest there. The left edges of long upright strokes count in the same way.
    """
    feet = ink & ~_shifted(ink, down=False)
    upright = np.asarray(cv2.morphologyEx(ink, cv2.MORPH_OPEN, np.ones((_UPRIGHT, 1), np.uint8)), dtype=np.uint8)
    sides = upright & ~_shifted(upright, down=True)
    across = find_points(feet).astype(np.float64)
    down = find_points(sides).astype(np.float64)[:, ::-1] * (1, -1)
    if len(across) < _FEW:
        return 0.0
    best = _best(across, down, np.arange(-MOST, MOST + _COARSE / 2, _COARSE), every=1 + len(across) // _SAMPLE)
    return _best(across, down, best + np.arange(-_COARSE, _COARSE + _FINE / 2, _FINE), every=1)


def _shifted(ink: NDArray[np.uint8], *, down: bool) -> NDArray[np.uint8]:
    """Return a mask in which each pixel shows its neighbour below, or to the left."""
    out = np.zeros_like(ink)
    if down:
        out[:, 1:] = ink[:, :-1]
    else:
        out[:-1] = ink[1:]
    return out


def _best(across: Points, down: Points, angles: NDArray[np.float64], *, every: int) -> float:
    sharpness = [_sharpness(across[::every], angle) + _sharpness(down[::every], angle) for angle in angles]
    at = int(np.argmax(sharpness))
    if 0 < at < len(angles) - 1:
        before, here, after = sharpness[at - 1 : at + 2]
        bend = before - 2 * here + after
        if bend < 0:
            return float(angles[at] + 0.5 * (before - after) / bend * (angles[1] - angles[0]))
    return float(angles[at])


def _sharpness(points: Points, angle: float) -> float:
    if not len(points):
        return 0.0
    turn = np.deg2rad(angle)
    heights = points[:, 1] * np.cos(turn) - points[:, 0] * np.sin(turn)
    heights -= heights.min()
    whole = heights.astype(np.int64)
    # Each point is shared by the two rows it lies between, so that no angle gains by the way heights are rounded.
    share = heights - whole
    counts = np.bincount(whole, weights=1 - share, minlength=int(whole.max()) + 2)
    counts += np.bincount(whole + 1, weights=share, minlength=len(counts))
    return float(np.square(counts).sum())
