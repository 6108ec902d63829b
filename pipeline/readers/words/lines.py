"""From the picture of a table cell to one strip of even height for each of its lines of words."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise
from typing import Any

import cv2
import numpy as np
from numpy.typing import NDArray

from pipeline.readers.components import find_components

Picture = NDArray[np.uint8]
HEIGHT = 40
"""Rows of a strip; the ink of a line, from marks above to tails below, takes all but three at either end."""
_RIM = 3
WIDEST = 1400
_NARROWEST = 16
"""Columns of a strip; what is narrower holds no letter."""
_SMALLEST = 10
"""Pixels of a picture, both ways, that can hold a line."""
_EDGE = 4
"""Pixels inside the edges of a cell in which the rest of a ruling may lie."""
_DARK = 0.38
"""Of the contrast of print: darker is ink."""
_AROUND = (19, 19)
"""Pixels around a point from which its paper is told."""
_LEAST_CONTRAST = 30.0
_SPECK = 0.006
"""Of the square of the height of words; ink of less area is dirt."""
_THIN, _TALL, _TALLEST, _LONG, _FLAT = 0.15, 1.8, 2.2, 12.0, 0.2
"""Of the height of words: rests of rulings at an edge are thinner or taller, strokes taller, rules long and flat."""
_LOW, _HIGH, _LETTER = 0.2, 1.4, 0.5
"""Of the height of words: letters are as high, at least and at most, and about as wide."""
_SOFT = 0.13
"""Of the height of words, by which the middles of letters in one line differ."""
_BETWEEN = 0.16
"""Of the height of words, by which ink counts as near: a dot below a letter is nearer to its line than to the next."""
_NEAR, _LINES_APART = 0.3, 0.6
_FEWEST, _VALLEY = 0.04, 0.6
"""A line has as many of the letters of the longest; between two lines there are fewer than in either."""
_ABOVE, _BELOW, _LOWEST = 1.1, 0.9, 0.25
"""Of the height of words: what a line reaches at most above and below its middle, and at least altogether."""
_PAPER_BESIDE = 0.3


@dataclass(frozen=True, slots=True)
class Line:
    """Where the ink of a line is: rows and columns of the picture of its cell."""

    top: float
    bottom: float
    left: int
    right: int


def cut_lines(cell: Picture, height: float) -> tuple[Picture, ...]:
    """Return a strip for each line of a cell, from the top down, ink 255 on paper 0; ``height`` is that of its words.

    >>> cell = np.full((60, 90), 250, np.uint8)
    >>> for y in (10, 38):
    ...     for x in range(10, 80, 12):
    ...         cell[y : y + 14, x : x + 6] = 30
    >>> [strip.shape for strip in cut_lines(cell, 16)]
    [(40, 182), (40, 182)]
    """
    lines = find_lines(cell, height)
    strips = (to_strip(cell[:, line.left : line.right], line.top, line.bottom) for line in lines)
    return tuple(strip for strip in strips if strip.shape[1] >= _NARROWEST)


def find_lines(cell: Picture, height: float) -> tuple[Line, ...]:
    """Find the lines of a cell: where the middles of letters lie close together, parted where there is least ink."""
    if min(cell.shape) < _SMALLEST:
        return ()
    ink, parts = _print_in(cell, height)
    if not parts:
        return ()
    rows = _softened(np.asarray(ink.sum(axis=1), np.float32), _BETWEEN * height)
    middles = _middles(_letters(parts, len(rows), height), height)
    parted = [upper + int(np.argmin(rows[upper : lower + 1])) for upper, lower in pairwise(middles)]
    lines = []
    for middle, (start, end) in zip(middles, pairwise([0, *parted, len(rows)]), strict=True):
        own = ink[start:end]
        inked, columns = np.flatnonzero(own.any(axis=1)), np.flatnonzero(own.any(axis=0))
        if not len(inked):
            continue
        top = max(float(start + inked[0]), middle - _ABOVE * height)
        bottom = min(float(start + inked[-1] + 1), middle + _BELOW * height)
        if bottom - top >= _LOWEST * height:
            left = max(0, int(columns[0] - _PAPER_BESIDE * height))
            right = min(cell.shape[1], int(columns[-1] + 1 + _PAPER_BESIDE * height))
            lines.append(Line(top, bottom, left, right))
    return tuple(lines)


Part = tuple[int, int, int, int, int]
"""Left, top, width, height and area of ink that hangs together, in pixels."""


def _print_in(cell: Picture, height: float) -> tuple[NDArray[np.bool_], list[Part]]:
    """Tell where there is ink that is no dirt, no stroke and no rest of a ruling, and of which parts it is."""
    near = cv2.dilate(cv2.blur(cell, (3, 3)), np.ones((15, 15), np.uint8))
    paper = cv2.blur(cv2.blur(near, _AROUND), _AROUND)
    depth = paper.astype(np.float32) - cell
    contrast = max(_LEAST_CONTRAST, float(np.percentile(depth[::2, ::2], 99)))
    dark = np.asarray(cv2.GaussianBlur(depth, (0, 0), 0.8) > _DARK * contrast, np.uint8)
    labels, stats = find_components(dark)
    parts: list[Part] = [tuple(part) for part in stats.tolist()]
    kept = np.array([number > 0 and _is_print(part, cell.shape, height) for number, part in enumerate(parts)])
    return np.asarray(kept[labels], np.bool_), [part for part, is_kept in zip(parts, kept, strict=True) if is_kept]


def _is_print(part: Part, shape: tuple[int, ...], height: float) -> bool:
    x, y, width, tall, area = part
    if (
        area < _SPECK * height * height
        or tall > _TALLEST * height
        or (width > _LONG * height and tall < _FLAT * height)
    ):
        return False
    at_edge = x <= _EDGE or y <= _EDGE or x + width >= shape[1] - _EDGE or y + tall >= shape[0] - _EDGE
    return not (at_edge and (min(width, tall) < _THIN * height or tall > _TALL * height))


def _letters(parts: list[Part], rows: int, height: float) -> NDArray[np.float32]:
    """Count by rows of pixels the letters that have their middle there; of marks alone, all ink counts."""
    high = [part for part in parts if _LOW * height <= part[3] <= _HIGH * height]
    found = np.zeros(rows, np.float32)
    for _, y, width, tall, _ in high or parts:
        found[y + tall // 2] += max(1.0, width / (_LETTER * height))
    return _softened(found, _SOFT * height)


def _softened(rows: NDArray[np.float32], spread: float) -> NDArray[np.float32]:
    return np.asarray(cv2.GaussianBlur(rows[:, None], (0, 0), spread).ravel(), np.float32)


def _middles(letters: NDArray[np.float32], height: float) -> list[int]:
    """Find the middles of lines: where more letters lie than around, with fewer before the next."""
    near = max(1, int(_NEAR * height))
    most = cv2.dilate(letters[:, None], np.ones((2 * near + 1, 1), np.uint8)).ravel()
    peaks = np.flatnonzero((letters >= most) & (letters > _FEWEST * letters.max(initial=0))).tolist()
    found: list[int] = []
    for peak in sorted(peaks, key=lambda row: -letters[row]):
        if all(abs(peak - other) > _LINES_APART * height for other in found):
            found.append(peak)
    parted: list[int] = []
    for peak in sorted(found):
        upper = parted[-1] if parted else None
        if upper is None or letters[upper : peak + 1].min() < _VALLEY * min(letters[upper], letters[peak]):
            parted.append(peak)
        elif letters[peak] > letters[upper]:
            parted[-1] = peak
    return parted


def to_strip(picture: Picture, top: float, bottom: float) -> Picture:
    """Scale the rows of a line to a strip, its contrast evened."""
    scale = (HEIGHT - 2 * _RIM) / max(4.0, bottom - top)
    width = min(WIDEST, max(8, round(picture.shape[1] * scale)))
    if scale < 1:
        small = cv2.resize(picture, (width, max(1, round(picture.shape[0] * scale))), interpolation=cv2.INTER_AREA)
        down = small.shape[0] / picture.shape[0]
        move = np.array([[1, 0, 0], [0, 1, _RIM - top * down]], np.float32)
        return _as_ink(cv2.warpAffine(small, move, (width, HEIGHT), borderMode=cv2.BORDER_REPLICATE))
    move = np.array([[scale, 0, 0], [0, scale, _RIM - top * scale]], np.float32)
    return _as_ink(cv2.warpAffine(picture, move, (width, HEIGHT), borderMode=cv2.BORDER_REPLICATE))


def _as_ink(grey: NDArray[Any]) -> Picture:
    shades = np.bincount(grey.ravel(), minlength=256).cumsum()
    paper, dark = (float(np.searchsorted(shades, share * shades[-1])) for share in (0.85, 0.015))
    return np.asarray(np.clip((paper - grey.astype(np.float32)) * (255 / max(40.0, paper - dark)), 0, 255), np.uint8)
