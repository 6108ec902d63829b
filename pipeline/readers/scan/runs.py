"""Straight dark runs along the rows of a small map of a page: what rulings look like where letters do not."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from pipeline.readers.components import find_components

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
class _Run:
    """A dark run along the rows of the map, by its number in it: the row it lies in at each column from ``start``."""

    number: int
    start: int
    path: NDArray[np.float64]
    thickness: float


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


def find_lines(dark: Picture, unit: float) -> tuple[list[Line], NDArray[np.integer]]:
    """Return the lines along the rows of a map, and its runs by number; ``unit`` pixels of it make a millimetre.

    ``dark`` is 0 where there is paper.
    """
    runs = _long_runs(dark, unit)
    labels, stats = find_components(runs)
    found: list[_Run] = []
    for number, (x, y, w, h, area) in enumerate(stats[1:].tolist(), start=1):
        if area <= w * _THICKEST * unit:
            part = labels[y : y + h, x : x + w] == number
            path = y + np.arange(h) @ part / part.sum(axis=0)
            found.append(_Run(number, x, path, area / w))
    reach = round(_THICKEST * unit) + _FLANK
    around = cv2.copyMakeBorder(dark, reach, reach, 0, 0, cv2.BORDER_REPLICATE)
    pieces = [_piece(run) for run in found if _is_line((np.asarray(around, np.uint8), reach), run, unit)]
    return _chained(pieces, unit), np.asarray(labels)


def _long_runs(dark: Picture, unit: float) -> Picture:
    """Return the mask of thin dark runs along the rows of a map, longer than any stroke of a letter."""
    along = cv2.blur(dark, (_SMOOTH, 1))
    across = np.ones((2 * round(_THICKEST * unit / 2) + 1, 1), np.uint8)
    ridge = cv2.morphologyEx(along, cv2.MORPH_TOPHAT, across)
    limit = max(_FAINT, _ABOVE_NOISE * measure_noise(dark) / _SMOOTH**0.5)
    _, mask = cv2.threshold(ridge, limit, 255, cv2.THRESH_BINARY)
    long = cv2.morphologyEx(mask, cv2.MORPH_OPEN, np.ones((1, round(PIECE * unit)), np.uint8))
    return np.asarray(long, dtype=np.uint8)


def _piece(run: _Run) -> Line:
    length = len(run.path)
    end = max(4, length // 8)
    low, high = float(run.path[:end].mean()), float(run.path[-end:].mean())
    return Line(run.start, run.start + length - 1, low, high, (run.number,))


def _is_line(around: tuple[Picture, int], run: _Run, unit: float) -> bool:
    """Say whether a run is evenly dark along its path and stands out on both sides, as a row of letters does not.

    ``around`` is the map with so many rows more above and below.
    """
    dark, reach = around
    width, length = dark.shape[1], len(run.path)
    pixels, places = dark.ravel(), np.rint(run.path).astype(np.int64) * width
    places += np.arange(run.start + reach * width, run.start + reach * width + length)

    def beside(step: int) -> Picture:
        return np.asarray(pixels[places + step * width], np.uint8)

    on = np.maximum(np.maximum(beside(-1), beside(0)), beside(1))
    ordered = np.sort(on)
    usual = max((int(ordered[(length - 1) // 2]) + int(ordered[length // 2])) / 2, 1.0)
    even = 1 - np.searchsorted(ordered, 0.5 * usual, side="right") / length
    if even < _EVEN:
        return False
    beyond = int(run.thickness / 2) + _FLANK
    sides = [int(beside(step).sum()) / length for step in (-beyond - 1, -beyond, beyond, beyond + 1)]
    if even >= _WHOLLY_EVEN and length >= _LONG * unit:
        return sum(sides) / 4 < _TOUCHED * usual
    return max(sum(sides[:2]), sum(sides[2:])) / 2 < _CLEAR * usual


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
    at = sum(piece.at * piece.length for piece in chain) / inked
    return Line(start, end, at, at, tuple(number for piece in chain for number in piece.labels))
