"""Straight dark runs along the rows of a small map of a page: what rulings look like where letters do not."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from pipeline.readers.components import find_components, find_points

from .colour import Picture
from .paper import measure_noise

MAP_DPI = 150.0
_SMOOTH = 5
"""Pixels of the map along a line over which it is averaged: noise goes, dots and small gaps close."""
_THICKEST = 1.4
"""Millimetres; what is thicker is a filled area."""
_FAINT = 22.0
"""Darkness of the faintest ruling after smoothing, paper being 0 and ink about 215."""
_ABOVE_NOISE = 3.0
"""Standard deviations of the noise, after smoothing, by which a ruling is darker than paper."""
PIECE = 3.5
"""Millimetres; no stroke of a letter in running text is longer."""
_SHORTEST = 4.0
"""Millimetres, of a whole ruling."""
GAP = 5.0
"""Millimetres that may be missing of a ruling."""
_STEM, _MANY_ROWS = 4.5, 20.0
"""Millimetres: stems of capitals in two or three lines of a title, one below the other, make a line of short pieces."""
_LEVEL = 0.6
"""Millimetres by which two pieces of one ruling may lie apart across it."""
_WHOLE = 0.75
"""Part of its length over which a ruling must show."""
_EVEN = 0.85
"""Part of the length of a run over which it is at least half as dark as usual."""
_FLANK = 2
"""Pixels of the map beside a run that its own blurred edge takes up."""
_CLEAR = 0.3
"""Part of the darkness of a run that may lie on either side of it: letters that touch it."""
_LONG, _WHOLLY_EVEN, _TOUCHED = 10.0, 0.97, 0.45
"""Millimetres of a run that no row of letters equals in evenness; and the part that may lie on both its sides."""


@dataclass(frozen=True, slots=True)
class Line:
    """A ruling, or a piece of one, in pixels of the map; ``low`` and ``high`` are where it lies at its two ends.

    ``labels`` are those of its runs in the map of runs.
    """

    start: float
    end: float
    low: float
    high: float
    labels: tuple[int, ...]

    @property
    def at(self) -> float:
        """Where it lies across."""
        return (self.low + self.high) / 2

    @property
    def length(self) -> float:
        """From end to end."""
        return self.end - self.start


@dataclass(frozen=True, slots=True)
class _Runs:
    """Dark runs along the rows of a map.

    Of each its number in the map of runs, its first column, its length and its thickness. ``path`` holds the row in
    which each column lies, run after run; those of a run begin at its ``first``.
    """

    numbers: NDArray[np.integer]
    left: NDArray[np.integer]
    lengths: NDArray[np.integer]
    thickness: NDArray[np.float64]
    first: NDArray[np.integer]
    path: NDArray[np.float64]


def find_lines(dark: Picture, unit: float) -> tuple[list[Line], NDArray[np.integer]]:
    """Return the lines along the rows of a map, and its runs by number; ``unit`` pixels of it make a millimetre.

    ``dark`` is 0 where there is paper.
    """
    mask = _long_runs(dark, unit)
    labels, stats = find_components(mask)
    runs = _thin_runs(mask, labels, stats, unit)
    pieces = [_piece(runs, at) for at in np.flatnonzero(_are_lines(dark, runs, unit)).tolist()]
    return _chained(pieces, unit), labels


def _long_runs(dark: Picture, unit: float) -> Picture:
    """Return the mask of thin dark runs along the rows of a map, longer than any stroke of a letter."""
    along = cv2.blur(dark, (_SMOOTH, 1))
    across = np.ones((2 * round(_THICKEST * unit / 2) + 1, 1), np.uint8)
    ridge = cv2.morphologyEx(along, cv2.MORPH_TOPHAT, across)
    limit = max(_FAINT, _ABOVE_NOISE * measure_noise(dark) / _SMOOTH**0.5)
    _, mask = cv2.threshold(ridge, limit, 255, cv2.THRESH_BINARY)
    long = cv2.morphologyEx(mask, cv2.MORPH_OPEN, np.ones((1, round(PIECE * unit)), np.uint8))
    return np.asarray(long, dtype=np.uint8)


def _thin_runs(mask: Picture, labels: NDArray[np.integer], stats: NDArray[np.int32], unit: float) -> _Runs:
    """Return those parts of a mask of runs that are no filled areas."""
    thickness = stats[:, cv2.CC_STAT_AREA] / stats[:, cv2.CC_STAT_WIDTH]
    is_thin = thickness <= _THICKEST * unit
    is_thin[0] = False
    numbers = np.flatnonzero(is_thin)
    left, lengths = stats[numbers, cv2.CC_STAT_LEFT], stats[numbers, cv2.CC_STAT_WIDTH]
    first = np.cumsum(lengths) - lengths
    shift = np.zeros(len(stats), np.int64)
    shift[numbers] = first - left
    columns, rows = find_points(mask).T
    own = labels[rows, columns]
    kept = is_thin[own]
    places = shift[own[kept]] + columns[kept]
    path = np.bincount(places, weights=rows[kept]) / np.bincount(places)
    return _Runs(numbers, left, lengths, thickness[numbers], first, path)


def _piece(runs: _Runs, at: int) -> Line:
    start, length = int(runs.left[at]), int(runs.lengths[at])
    path = runs.path[runs.first[at] :][:length]
    end = max(4, length // 8)
    low, high = float(path[:end].mean()), float(path[-end:].mean())
    return Line(start, start + length - 1, low, high, (int(runs.numbers[at]),))


def _are_lines(dark: Picture, runs: _Runs, unit: float) -> NDArray[np.bool_]:
    """Say which runs are evenly dark along their path and stand out on both sides, as a row of letters does not."""
    reach, width = round(_THICKEST * unit) + _FLANK, dark.shape[1]
    pixels = np.asarray(cv2.copyMakeBorder(dark, reach, reach, 0, 0, cv2.BORDER_REPLICATE)).ravel()
    lengths, first = runs.lengths, runs.first
    own = np.repeat(np.arange(len(lengths)), lengths)
    columns = np.arange(len(own)) + (runs.left - first)[own]
    places = (np.rint(runs.path).astype(np.int64) + reach) * width + columns
    on = np.maximum(np.maximum(pixels[places - width], pixels[places]), pixels[places + width])
    ordered = np.sort(256 * own + on) & 255
    usual = np.maximum((ordered[first + (lengths - 1) // 2] + ordered[first + lengths // 2]) / 2, 1.0)
    even = np.add.reduceat(ordered > 0.5 * usual[own], first, dtype=np.int64) / lengths
    beyond = ((runs.thickness / 2).astype(np.int64) + _FLANK)[own] * width
    sides = [
        np.add.reduceat(pixels[places + step], first, dtype=np.int64) / lengths
        for step in (-beyond - width, -beyond, beyond, beyond + width)
    ]
    above, below = (sides[0] + sides[1]) / 2, (sides[2] + sides[3]) / 2
    is_long = (even >= _WHOLLY_EVEN) & (lengths >= _LONG * unit)
    is_clear = np.where(is_long, (above + below) / 2 < _TOUCHED * usual, np.maximum(above, below) < _CLEAR * usual)
    return np.asarray((even >= _EVEN) & is_clear)


def _chained(pieces: Iterable[Line], unit: float) -> list[Line]:
    """Join the pieces of broken lines, from left to right."""
    chains: list[list[Line]] = []
    for piece in sorted(pieces, key=lambda one: one.start):
        best: list[Line] | None = None
        nearest = _LEVEL * unit
        for chain in chains:
            last = chain[-1]
            if piece.start - last.end <= GAP * unit and piece.end > last.end:
                step = abs(piece.low - last.high)
                if step <= nearest:
                    best, nearest = chain, step
        if best is None:
            chains.append([piece])
        else:
            best.append(piece)
    return [line for chain in chains if (line := _joined(chain, unit)) is not None]


def _joined(chain: list[Line], unit: float) -> Line | None:
    """Return pieces as one line, if it is long enough and little of it is missing."""
    start, end = chain[0].start, max(piece.end for piece in chain)
    inked = sum(piece.length for piece in chain)
    if end - start < _SHORTEST * unit or inked < _WHOLE * (end - start):
        return None
    if len(chain) > 1 and end - start < _MANY_ROWS * unit and max(piece.length for piece in chain) < _STEM * unit:
        return None
    at = sum(piece.at * piece.length for piece in chain) / inked
    return Line(start, end, at, at, tuple(number for piece in chain for number in piece.labels))
