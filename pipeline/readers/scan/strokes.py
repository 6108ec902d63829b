"""The ruling lines of a scanned page: found where they are broken, faint or bent, and erased."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import cv2
import numpy as np
from numpy.typing import NDArray

from .colour import Picture
from .extending import draw_on
from .reducing import reduced
from .runs import GAP, MAP_DPI, PIECE, Line, find_lines

Mask = NDArray[np.uint8]

_TWIN = 1.1
"""Millimetres between two lines that are one double ruling; no row of a table is so low."""
_REACH = 1.6
"""Millimetres by which the end of a ruling may miss the ruling that it meets."""
_FEWEST = 2
"""Rulings along the rows of a page with a table: with fewer, no ruling across meets two."""
_STRAY = 0.15
"""Length of an upright ruling in parts of that of the rulings beside it."""
_BREAK = 1.2
"""Millimetres of a ruling that may be missing where it is erased."""
_BRIDGE = 0.7
"""Millimetres of an erased ruling, its soft edges included, over which a stroke is drawn through."""
_REST = 60
"""Darkness that a ruling may leave behind where it is uneven."""


@dataclass(frozen=True, slots=True)
class Stroke:
    """A ruling line in pixels: ``at`` one place across its direction, from ``start`` to ``end`` along it."""

    is_vertical: bool
    at: float
    start: float
    end: float


@dataclass(frozen=True, slots=True)
class Bands:
    """Masks (0 or 255) of a page around its horizontal and its vertical rulings."""

    across: Mask
    down: Mask


def find_strokes(level: Picture, dpi: float) -> tuple[tuple[Stroke, ...], Bands]:
    """Return the ruling lines of a flattened and deskewed page, and where they can be erased.

    A line that no other crosses or meets is an underline or a stroke of a picture, and is left out. Crumbs along which
    lines are drawn on are not erased: the readers of cells leave out what is left at their edges.
    """
    height, width = level.shape
    small, scale = reduced(level, dpi, MAP_DPI)
    dark = np.asarray(cv2.bitwise_not(small), dtype=np.uint8)
    unit = dpi * scale / 25.4
    lines, labels = find_lines(dark, unit)
    if len(lines) < _FEWEST:
        nothing = np.zeros_like(level)
        return (), Bands(nothing, nothing)
    upright = np.asarray(cv2.transpose(dark), dtype=np.uint8)
    columns, column_labels = find_lines(upright, unit)
    lines, columns = _meeting(_single(lines, unit), _single(columns, unit), unit)
    columns = draw_on(columns, lines, upright, _REACH * unit)
    lines = draw_on(lines, columns, dark, _REACH * unit)
    columns = _without_stray(columns, unit)
    strokes = (
        Stroke(is_vertical, (one.at + 0.5) / scale, one.start / scale, (one.end + 1) / scale)
        for is_vertical, found in ((False, lines), (True, columns))
        for one in sorted(found, key=lambda one: (one.at, one.start))
    )
    bands = Bands(_band(labels, lines, (width, height)), _band(column_labels.T, columns, (width, height)))
    return tuple(strokes), bands


def _single(lines: Sequence[Line], unit: float) -> list[Line]:
    """Take double lines as one."""
    kept: list[Line] = []
    for line in sorted(lines, key=lambda one: -one.length):
        twin = next((at for at, one in enumerate(kept) if _are_twins(one, line, unit)), None)
        if twin is None:
            kept.append(line)
            continue
        one = kept[twin]
        at = (one.at * one.length + line.at * line.length) / (one.length + line.length)
        start, end = min(one.start, line.start), max(one.end, line.end)
        kept[twin] = Line(start, end, at, at, (*one.labels, *line.labels))
    return kept


def _are_twins(one: Line, other: Line, unit: float) -> bool:
    shared = min(one.end, other.end) - max(one.start, other.start)
    return abs(one.at - other.at) <= _TWIN * unit and shared > -GAP * unit


def _meeting(lines: list[Line], columns: list[Line], unit: float) -> tuple[list[Line], list[Line]]:
    """Keep the lines that meet others at two places or more, and draw their ends to those they just miss."""
    reach = _REACH * unit
    count = 0
    while count != len(lines) + len(columns):
        count = len(lines) + len(columns)
        lines = [one for one in lines if len(_crossings(one, columns, reach)) >= 2]
        columns = [one for one in columns if len(_crossings(one, lines, reach)) >= 2]
    drawn = [_drawn(one, _crossings(one, columns, reach), reach) for one in lines]
    return drawn, [_drawn(one, _crossings(one, lines, reach), reach) for one in columns]


def _without_stray(columns: list[Line], unit: float) -> list[Line]:
    """Leave out upright lines inside tables that are much shorter than those on both sides: strokes of a stamp.

    The pieces of a ruling that merged cells interrupt stand above each other, and count as one.
    """
    kept = []
    for line in columns:
        length = sum(one.length for one in columns if abs(one.at - line.at) <= _TWIN * unit)
        around = [one for one in columns if one.start <= line.start and line.end <= one.end and one is not line]
        longest = [
            max((one.length for one in around if (one.at < line.at) is left), default=0.0) for left in (True, False)
        ]
        if length >= _STRAY * min(longest):
            kept.append(line)
    return kept


def _crossings(line: Line, others: Sequence[Line], reach: float) -> list[float]:
    return [
        one.at
        for one in others
        if line.start - reach <= one.at <= line.end + reach and one.start - reach <= line.at <= one.end + reach
    ]


def _drawn(line: Line, crossings: Sequence[float], reach: float) -> Line:
    first, last = min(crossings), max(crossings)
    start = first if abs(first - line.start) <= reach else line.start
    end = last if abs(last - line.end) <= reach else line.end
    return replace(line, start=start, end=end)


def _band(labels: NDArray[np.integer], lines: Sequence[Line], size: tuple[int, int]) -> Mask:
    """Return the mask of the runs of lines and their soft edges, enlarged to the page."""
    if not lines:
        return np.zeros(size[::-1], np.uint8)
    shown = np.zeros(int(labels.max(initial=0)) + 1, np.uint8)
    shown[[number for one in lines for number in one.labels]] = 255
    mask = cv2.dilate(np.ascontiguousarray(shown[labels]), np.ones((3, 3), np.uint8))
    return np.asarray(cv2.resize(mask, size, interpolation=cv2.INTER_NEAREST), dtype=np.uint8)


def erase(level: Picture, bands: Bands, dpi: float) -> Picture:
    """Return a page without the lines that lie in bands; letters that run down through them are made whole again.

    A line is what stays when all that is short along it has gone; its darkness is taken off, so that the letters which
    touch it lose no more than what they share with it. Across an upright ruling nothing is joined: two numbers that
    touch it would be tied by what looks like a dash.
    """
    unit = dpi / 25.4
    dark = np.asarray(cv2.bitwise_not(level), dtype=np.uint8)
    length, gap, bridge = (round(part * unit) for part in (PIECE, _BREAK, _BRIDGE))
    for picture, band in ((dark, bands.across), (dark.T, bands.down.T)):
        rows = np.flatnonzero(band.max(axis=1))
        picture[rows] = _without_lines(np.ascontiguousarray(picture[rows]), band[rows], length, gap)
    around = np.ones((3 + 2 * bridge, 1), np.uint8)
    rows = np.flatnonzero(cv2.dilate(bands.across.max(axis=1, keepdims=True), around))
    near = dark[rows]
    bridged = cv2.morphologyEx(near, cv2.MORPH_CLOSE, np.ones((1 + bridge, 1), np.uint8))
    cv2.copyTo(bridged, bands.across[rows], near)
    dark[rows] = near
    return np.asarray(cv2.bitwise_not(dark), dtype=np.uint8)


def _without_lines(rows: Picture, band: Mask, length: int, gap: int) -> Picture:
    """Take the darkness of what is long along some rows off, where the band shows."""
    joined = cv2.morphologyEx(rows, cv2.MORPH_CLOSE, np.ones((1, 1 + gap), np.uint8))
    line = cv2.morphologyEx(joined, cv2.MORPH_OPEN, np.ones((1, 1 + length), np.uint8))
    _, bare = cv2.threshold(cv2.subtract(rows, line), _REST, 255, cv2.THRESH_TOZERO)
    return np.where(band > 0, np.asarray(bare, dtype=np.uint8), rows)
