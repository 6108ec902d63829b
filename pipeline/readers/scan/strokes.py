"""The ruling lines of a scanned page: found where they are broken, faint or bent, and erased."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

import cv2
import numpy as np
from numpy.typing import NDArray

from .colour import Picture

_MAP_DPI = 150.0
_SMOOTH = 5
"""Pixels of the map along a line over which it is averaged: noise goes, dots and small gaps close."""
_THICKEST = 1.4
"""Millimetres; what is thicker is a filled area."""
_FAINT = 22.0
"""Darkness of the faintest ruling after smoothing, paper being 0 and ink about 215."""
_PIECE = 3.5
"""Millimetres; no stroke of a letter in running text is longer."""
_SHORTEST = 4.0
"""Millimetres, of a whole ruling."""
_GAP = 5.0
"""Millimetres that may be missing of a ruling."""
_LEVEL = 0.6
"""Millimetres by which two pieces of one ruling may lie apart across it."""
_TWIN = 1.1
"""Millimetres between two lines that are one double ruling; no row of a table is so low."""
_REACH = 1.6
"""Millimetres by which the end of a ruling may miss the ruling that it meets."""
_WHOLE = 0.75
"""Part of its length over which a ruling must show."""
_EVEN = 0.85
"""Part of the length of a piece over which it is at least half as dark as usual."""
_FLANK = 2
"""Pixels of the map beside a piece that its own blurred edge takes up."""
_CLEAR = 0.3
"""Part of the darkness of a piece that may lie on either side of it: letters that touch it."""
_LONG, _WHOLLY_EVEN, _TOUCHED = 10.0, 0.97, 0.6
"""Millimetres of a run that no row of letters equals in evenness; and the same part for it."""


@dataclass(frozen=True, slots=True)
class Stroke:
    """A ruling line in pixels: ``at`` one place across its direction, from ``start`` to ``end`` along it."""

    is_vertical: bool
    at: float
    start: float
    end: float

    @property
    def length(self) -> float:
        """From end to end."""
        return self.end - self.start


@dataclass(frozen=True, slots=True)
class _Run:
    """A dark run along the rows of the map: the row it lies in at each column from ``start``."""

    start: int
    path: NDArray[np.float64]
    thickness: float


@dataclass(frozen=True, slots=True)
class _Piece:
    """A part of a ruling in pixels of the map; ``low`` and ``high`` are where it lies across at its two ends."""

    start: float
    end: float
    low: float
    high: float

    @property
    def at(self) -> float:
        return (self.low + self.high) / 2


def find_strokes(level: Picture, dpi: float, noise: float) -> tuple[tuple[Stroke, ...], NDArray[np.uint8]]:
    """Return the ruling lines of a flattened and deskewed page, and the mask (0 or 255) of what they cover.

    A line that no other crosses or meets is an underline or a stroke of a picture, and is left out.
    """
    height, width = level.shape
    scale = min(1.0, _MAP_DPI / dpi)
    size = (max(1, round(width * scale)), max(1, round(height * scale)))
    dark = cv2.bitwise_not(cv2.resize(level, size, interpolation=cv2.INTER_AREA))
    unit = dpi * scale / 25.4
    masks = []
    found: list[Stroke] = []
    for is_vertical in (False, True):
        turned = np.asarray(cv2.transpose(dark) if is_vertical else dark, dtype=np.uint8)
        mask = _long_runs(turned, unit, noise)
        found.extend(
            Stroke(is_vertical, piece.at, piece.start, piece.end)
            for piece in _chained(_pieces(mask, turned, unit), unit)
        )
        masks.append(np.asarray(cv2.transpose(mask) if is_vertical else mask, dtype=np.uint8))
    kept = _meeting(_single(found, unit), unit)
    covered = cv2.bitwise_or(_near(masks[0], kept, is_vertical=False), _near(masks[1], kept, is_vertical=True))
    grown = cv2.dilate(covered, np.ones((3, 3), np.uint8))
    full = cv2.resize(grown, (width, height), interpolation=cv2.INTER_NEAREST)
    strokes = (
        Stroke(one.is_vertical, (one.at + 0.5) / scale, one.start / scale, (one.end + 1) / scale) for one in kept
    )
    return tuple(strokes), np.asarray(full, dtype=np.uint8)


def _long_runs(dark: Picture, unit: float, noise: float) -> NDArray[np.uint8]:
    """Return the mask of thin dark runs along the rows of a picture, longer than any stroke of a letter."""
    along = cv2.blur(dark, (_SMOOTH, 1))
    across = np.ones((2 * round(_THICKEST * unit / 2) + 1, 1), np.uint8)
    ridge = cv2.morphologyEx(along, cv2.MORPH_TOPHAT, across)
    limit = max(_FAINT, 2.0 * noise)
    _, mask = cv2.threshold(ridge, limit, 255, cv2.THRESH_BINARY)
    return np.asarray(
        cv2.morphologyEx(mask, cv2.MORPH_OPEN, np.ones((1, round(_PIECE * unit)), np.uint8)), dtype=np.uint8
    )


def _pieces(mask: NDArray[np.uint8], dark: Picture, unit: float) -> list[_Piece]:
    count, labels, stats, _ = cv2.connectedComponentsWithStats(mask, connectivity=8)
    pieces: list[_Piece] = []
    for number in range(1, count):
        x, y, w, h, area = (int(value) for value in stats[number])
        if area > w * _THICKEST * unit:
            continue
        part = labels[y : y + h, x : x + w] == number
        path = y + (part * np.arange(h)[:, None]).sum(axis=0) / part.sum(axis=0)
        if not _is_line(dark, _Run(x, path, area / w), unit):
            continue
        end = max(4, w // 8)
        pieces.append(_Piece(x, x + w - 1, float(path[:end].mean()), float(path[-end:].mean())))
    return pieces


def _is_line(dark: Picture, run: _Run, unit: float) -> bool:
    """Say whether a run is evenly dark along its path and stands out on both sides, as a row of letters does not."""
    path = run.path
    columns = np.arange(run.start, run.start + len(path))
    rows = np.rint(path).astype(np.int64)
    last = dark.shape[0] - 1
    near = [dark[np.clip(rows + step, 0, last), columns] for step in (-1, 0, 1)]
    on = np.max(near, axis=0).astype(np.float64)
    usual = max(float(np.median(on)), 1.0)
    even = float((on > 0.5 * usual).mean())
    if even < _EVEN:
        return False
    beyond = int(run.thickness / 2) + _FLANK
    steps = (-beyond - 1, -beyond, beyond, beyond + 1)
    sides = [float(dark[np.clip(rows + step, 0, last), columns].mean()) for step in steps]
    clear = _TOUCHED if even >= _WHOLLY_EVEN and len(path) >= _LONG * unit else _CLEAR
    return max(sum(sides[:2]), sum(sides[2:])) / 2 < clear * usual


def _chained(pieces: Iterable[_Piece], unit: float) -> list[_Piece]:
    """Join the pieces of broken lines, from left to right."""
    chains: list[list[_Piece]] = []
    for piece in sorted(pieces, key=lambda one: one.start):
        best: list[_Piece] | None = None
        nearest = _LEVEL * unit
        for chain in chains:
            last = chain[-1]
            if piece.start - last.end <= _GAP * unit and piece.end > last.end:
                step = abs(piece.low - last.high)
                if step <= nearest:
                    best, nearest = chain, step
        if best is None:
            chains.append([piece])
        else:
            best.append(piece)
    joined = []
    for chain in chains:
        start, end = chain[0].start, max(piece.end for piece in chain)
        inked = sum(piece.end - piece.start for piece in chain)
        if end - start >= _SHORTEST * unit and inked >= _WHOLE * (end - start):
            weight = sum(piece.at * (piece.end - piece.start) for piece in chain) / inked
            joined.append(_Piece(start, end, weight, weight))
    return joined


def _single(strokes: Sequence[Stroke], unit: float) -> list[Stroke]:
    """Take double lines as one."""
    kept: list[Stroke] = []
    for stroke in sorted(strokes, key=lambda one: -one.length):
        twin = next((at for at, one in enumerate(kept) if _are_twins(one, stroke, unit)), None)
        if twin is None:
            kept.append(stroke)
            continue
        one = kept[twin]
        whole = one.length + stroke.length
        at = (one.at * one.length + stroke.at * stroke.length) / whole
        kept[twin] = replace(one, at=at, start=min(one.start, stroke.start), end=max(one.end, stroke.end))
    return kept


def _are_twins(one: Stroke, other: Stroke, unit: float) -> bool:
    if one.is_vertical != other.is_vertical or abs(one.at - other.at) > _TWIN * unit:
        return False
    return min(one.end, other.end) - max(one.start, other.start) > -_GAP * unit


def _meeting(strokes: Sequence[Stroke], unit: float) -> list[Stroke]:
    """Keep the strokes that meet others at two places or more, and draw their ends to those they just miss."""
    reach = _REACH * unit
    kept = list(strokes)
    while True:
        crossings = {stroke: [one.at for one in kept if _meet(stroke, one, reach)] for stroke in kept}
        left = [stroke for stroke in kept if len(crossings[stroke]) >= 2]
        if len(left) == len(kept):
            break
        kept = left
    drawn = []
    for stroke in kept:
        first, last = min(crossings[stroke]), max(crossings[stroke])
        start = first if abs(first - stroke.start) <= reach else stroke.start
        end = last if abs(last - stroke.end) <= reach else stroke.end
        drawn.append(replace(stroke, start=start, end=end))
    return sorted(drawn, key=lambda one: (one.is_vertical, one.at, one.start))


def _meet(stroke: Stroke, other: Stroke, reach: float) -> bool:
    if stroke.is_vertical == other.is_vertical:
        return False
    return (
        stroke.start - reach <= other.at <= stroke.end + reach and other.start - reach <= stroke.at <= other.end + reach
    )


def _near(mask: NDArray[np.uint8], strokes: Iterable[Stroke], *, is_vertical: bool) -> NDArray[np.uint8]:
    """Return what of a mask of runs belongs to strokes of one direction."""
    bands = np.zeros_like(mask)
    for one in strokes:
        if one.is_vertical == is_vertical:
            across, along = (round(one.at - 5), round(one.at + 6)), (round(one.start - 3), round(one.end + 4))
            rows, columns = (along, across) if is_vertical else (across, along)
            bands[max(0, rows[0]) : rows[1], max(0, columns[0]) : columns[1]] = 255
    return np.asarray(cv2.bitwise_and(mask, bands), dtype=np.uint8)


def erase(level: Picture, covered: NDArray[np.uint8]) -> Picture:
    """Return a page without the strokes that a mask covers; letters that run through them are made whole again."""
    bare = np.asarray(cv2.bitwise_or(level, covered), dtype=np.uint8)
    reach = 9
    for shape in ((reach, 1), (1, reach)):
        bridged = cv2.morphologyEx(bare, cv2.MORPH_OPEN, np.ones(shape, np.uint8))
        bare = np.where(covered > 0, np.minimum(bare, bridged), bare)
    return np.asarray(bare, dtype=np.uint8)
