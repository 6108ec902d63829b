"""Rulings drawn on over the rows and columns of a table in which only crumbs of them are left."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise

import cv2
import numpy as np
from numpy.typing import NDArray

from .colour import Picture
from .runs import Line

_BESIDE = 2
"""Pixels of the map by which a crumb may lie beside its ruling."""
_FLANK = 5
"""Pixels of the map from a ruling to where its crumbs, unlike letters, leave the paper bare on both sides."""
_SMOOTH = 5
"""Pixels along a ruling over which darkness is averaged."""
_DARK, _BARE = 0.5, 0.25
"""Darkness of a crumb, at least, and beside it, at most, in parts of that of the ruling."""
_LEAST = 30.0
"""Darkness of a crumb at least: noise of paper is fainter."""
_SHOWN, _SHOWN_AT_ENDS, _RIM = 0.4, 0.3, 6
"""Parts of the way to the next ruling across over which crumbs show: of all of it, and of its first and last sixth,
where the stem of a letter in a merged cell does not reach."""
_NEAR = 4
"""Pixels of the map from a ruling across within which crumbs begin on one side at least; letters keep farther away."""
_JOINT = 2
"""Pixels of the map that a ruling across takes up."""


def draw_on(lines: Sequence[Line], across: Sequence[Line], dark: Picture, reach: float) -> list[Line]:
    """Return lines along the rows of a map, drawn on to the next line across, and the next, as far as crumbs show.

    ``dark`` is the map, 0 where there is paper; lines across within ``reach`` pixels of an end are met already.
    """
    drawn = []
    for line in lines:
        met = sorted(one.at for one in across if one.start - reach <= line.at <= one.end + reach)
        on, _ = _along(dark, line.at, line.start, line.end)
        usual = float(np.median(on)) if on.size else 255.0
        before = [at for at in reversed(met) if at < line.start - reach]
        after = [at for at in met if at > line.end + reach]
        start = _last_shown(dark, line.at, (line.start, *before), usual)
        end = _last_shown(dark, line.at, (line.end, *after), usual)
        drawn.append(replace(line, start=start, end=end))
    return drawn


def _last_shown(dark: Picture, at: float, ways: Sequence[float], usual: float) -> float:
    """Return the last of some places along a row to which crumbs show from each before it."""
    for here, there in pairwise(ways):
        if not _shows(dark, at, (min(here, there), max(here, there)), usual):
            return here
    return ways[-1]


def _shows(dark: Picture, at: float, way: tuple[float, float], usual: float) -> bool:
    """Say whether crumbs of a ruling show on the way from one ruling across to another."""
    on, beside = _along(dark, at, way[0] + _JOINT, way[1] - _JOINT)
    if not on.size:
        return True
    is_crumb = (on >= max(_DARK * usual, _LEAST)) & (beside <= _BARE * np.maximum(on, usual))
    rim = max(1, len(on) // _RIM)
    at_ends = np.concatenate((is_crumb[:rim], is_crumb[-rim:]))
    touches = is_crumb[:_NEAR].any() or is_crumb[-_NEAR:].any()
    return bool(touches) and float(np.mean(is_crumb)) >= _SHOWN and float(np.mean(at_ends)) >= _SHOWN_AT_ENDS


def _along(dark: Picture, at: float, start: float, end: float) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Return how dark a map is along a row, and to the darker side of it."""
    row, first, last = round(at), max(0, round(start)), round(end) + 1
    strip = dark[max(0, row - _FLANK) : row + _FLANK + 1, first:last]
    if not strip.size:
        return np.empty(0), np.empty(0)
    smooth = np.asarray(cv2.blur(strip, (_SMOOTH, 1)), np.float64)
    middle = row - max(0, row - _FLANK)
    on = smooth[max(0, middle - _BESIDE) : middle + _BESIDE + 1].max(axis=0)
    return on, np.maximum(smooth[0], smooth[-1])
