"""The connected parts of ink in a table cell, without what came in from outside: rulings, borders, neighbours."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import cv2
import numpy as np
from numpy.typing import NDArray

from pipeline.readers.components import find_components

Picture = NDArray[np.uint8]
Parts = NDArray[np.int32]
"""Connected parts of ink, rows of left, top, width, height and area."""

_TIP = 8  # pixels: what is lower at the upper or lower edge is no digit, and dashes keep away from there
_SPECK = 0.3  # of the area of the largest part: what is smaller may lie beside strokes that come in from outside
_THIN = 0.075  # of the square of its length: a digit has at least a tenth inked, a thin dash less
_NEAR = np.ones((3, 3), np.uint8)


def find_parts(ink: Picture, share: float) -> Parts:
    """Find the parts of what is at least a share as dark as the darkest, and blank what is no part of the cell."""
    mask = _mask(ink, share)
    had_rulings = _erase_rulings(ink, mask)  # first, lest the digits that touch them go with them
    parts, has_changed = _parts(ink, mask)
    if (had_rulings or has_changed) and _erase_rulings(ink, mask):
        parts, _ = _parts(ink, mask)
    return parts


def crosses(parts: Parts, shape: tuple[int, ...]) -> bool:
    """Tell whether something large comes in from outside, such as the arc of a stamp across the digits."""
    large = parts[(parts[:, 3] > 0.5 * shape[0]) | (parts[:, 2] > 0.5 * shape[1])]
    if not len(large):
        return False
    at_end, at_side = _at_edges(large, shape)
    return bool((at_end | at_side).any())


def comes_in(parts: Parts, shape: tuple[int, ...]) -> bool:
    """Tell whether all ink but specks touches an edge, like strokes of a stamp across a cell that nothing is in.

    >>> stroke, speck, digit = (0, 5, 9, 12, 30), (15, 9, 2, 2, 4), (15, 4, 9, 12, 60)
    >>> [comes_in(np.array([stroke, other], np.int32), (20, 30)) for other in (speck, digit)]
    [True, False]
    """
    at_end, at_side = _at_edges(_without_specks(parts), shape, 2)
    return bool(len(parts)) and bool((at_end | at_side).all())


def is_thin(parts: Parts) -> bool:
    """Tell whether all ink but specks is thinner, for its length, than that of any digit: strokes of a pen or a stamp.

    >>> [is_thin(np.array([(9, 9, wide, 40, area)], np.int32)) for wide, area in ((20, 80), (4, 160), (20, 300))]
    [True, False, False]
    """
    own = _without_specks(parts)
    return bool(len(own)) and bool(own[:, 4].sum() < _THIN * own[:, 2:4].max() ** 2)


def _without_specks(parts: Parts) -> Parts:
    return np.asarray(parts[parts[:, 4] >= _SPECK * parts[:, 4].max(initial=0)], np.int32)


def threshold(ink: Picture, share: float) -> float:
    """Return how dark ink is that is a share as dark as the darkest, a few single pixels left aside."""
    return share * min(255.0, float(cv2.blur(ink, (3, 3)).max()) * 1.1)


def _mask(ink: Picture, share: float) -> Picture:
    """Mark what counts as ink with 1."""
    return as_picture(cv2.threshold(ink, threshold(ink, share), 1, cv2.THRESH_BINARY)[1])


def _sums(mask: Picture, axis: int) -> NDArray[np.int32]:
    return np.asarray(cv2.reduce(mask, axis, cv2.REDUCE_SUM, dtype=cv2.CV_32S).ravel(), np.int32)


def _erase_rulings(ink: Picture, mask: Picture) -> bool:
    """Blank rows and columns of the outer fifths that are inked nearly throughout: lines that digits touch."""
    height, width = mask.shape
    rows = np.flatnonzero(_sums(mask, 1) > 0.65 * width)
    columns = np.flatnonzero(_sums(mask, 0) > 0.8 * height)
    if len(rows):
        rows = rows[np.minimum(rows, height - 1 - rows) < 0.2 * height]
        rows = rows[_reach_side(mask, rows)]  # digits closely set fill a row too, but stop before the sides
    if len(columns):
        columns = columns[np.minimum(columns, width - 1 - columns) < min(0.2 * width, 0.5 * height)]
        columns = columns[mask[:3, columns].any(axis=0) & mask[-3:, columns].any(axis=0)]
    if not len(rows) and not len(columns):
        return False
    for step in (-1, 0, 1):
        down, along = np.clip(rows + step, 0, height - 1), np.clip(columns + step, 0, width - 1)
        ink[down] = mask[down] = 0
        ink[:, along] = mask[:, along] = 0
    return True


def _reach_side(mask: Picture, rows: NDArray[np.intp]) -> NDArray[np.bool_]:
    """Tell rows in which ink, or that of the row above or below, comes to the left or the right edge."""
    reach = np.asarray((mask[:, :3] | mask[:, -3:]).max(axis=1), np.bool_)
    return np.asarray(reach[rows] | reach[np.maximum(rows - 1, 0)] | reach[np.minimum(rows + 1, len(reach) - 1)])


def _parts(ink: Picture, mask: Picture) -> tuple[NDArray[np.int32], bool]:
    """Find connected ink as rows of left, top, width, height, area; blank what came in from outside the cell, if any.

    Says too whether something did.
    """
    x, y, width, height = cv2.boundingRect(mask)
    if not width:
        return np.empty((0, 5), np.int32), False
    labels, stats = find_components(mask[y : y + height, x : x + width])
    found = np.asarray(stats + np.array([x, y, 0, 0, 0], np.int32), np.int32)
    if _lies_inside((x, y, width, height), ink.shape) and found[1:, 2].max() <= 0.5 * ink.shape[1]:
        return found[1:], False
    gone = _came_in(found, ink.shape) | _frames(labels, found, (x, y), ink.shape)
    gone[0] = False
    for part in np.flatnonzero(gone):
        left, top, wide, high = (int(n) for n in found[part, :4])
        shape = (labels[top - y : top - y + high, left - x : left - x + wide] == part).astype(np.uint8)
        halo = cv2.dilate(cv2.copyMakeBorder(shape, 1, 1, 1, 1, cv2.BORDER_CONSTANT), _NEAR)
        halo = halo[int(top == 0) :, int(left == 0) :]
        place = ink[max(0, top - 1) : top + high + 1, max(0, left - 1) : left + wide + 1]
        place[halo[: place.shape[0], : place.shape[1]] > 0] = 0
        mask[top : top + high, left : left + wide][shape > 0] = 0
    has_gone = bool(gone.any())
    gone[0] = True
    return found[~gone], has_gone


def _lies_inside(box: Sequence[int], shape: tuple[int, ...]) -> bool:
    """Tell a box of ink so far from all edges that nothing in it came from outside, unless it is a ruling."""
    left, top, wide, high = box
    away = min(left, top, shape[1] - left - wide, shape[0] - top - high)
    return away >= max(3, 0.06 * shape[0], _rim(shape)) and high <= 0.8 * shape[0]


def _rim(shape: tuple[int, ...]) -> int:
    """Return how wide the strip along the edges is that borders take."""
    return max(2, round(0.14 * min(shape)))


def _at_edges(
    stats: NDArray[np.int32], shape: tuple[int, ...], gap: int = 0
) -> tuple[NDArray[np.bool_], NDArray[np.bool_]]:
    """Tell parts that touch the upper or lower edge of the cell, and those that touch the left or right one."""
    left, top, wide, high = (stats[:, i] for i in range(4))
    return (
        (top <= gap) | (top + high >= shape[0] - gap),
        (left <= gap) | (left + wide >= shape[1] - gap),
    )


def _came_in(found: NDArray[np.int32], shape: tuple[int, ...]) -> NDArray[np.bool_]:
    """Tell straight remains of rulings, and the tips of letters of the rows above and below."""
    wide, high = found[:, 2], found[:, 3]
    at_end, at_side = _at_edges(found, shape)
    inside = ~(at_end | at_side)
    inside[0] = False
    tallest = high[inside].max(initial=0)
    outside = (found[:, 1] + high < 0.25 * shape[0]) | (found[:, 1] > 0.75 * shape[0])
    lying = (at_side | outside) & (wide > 0.5 * shape[1]) & (high < 0.1 * wide + 2)
    tall = (high > 0.8 * shape[0]) | ((at_end | at_side) & (high > 0.6 * shape[0]))
    standing = tall & (wide < 0.12 * high + 2)
    corner = at_side & ((wide <= 2) | (wide < 0.15 * high)) & (high >= 0.5 * tallest)
    rim = 0.06 * shape[0]
    flat = ((found[:, 1] + high <= rim) | (found[:, 1] >= shape[0] - rim)) & (high < 0.2 * wide + 1)
    near_end, near_side = _at_edges(found, shape, 2)
    small = np.minimum(wide, high) < max(3.0, 0.35 * tallest)  # unlike a stroke from outside that touches a digit
    bent = near_end & near_side & small & (found[:, 4] < 0.5 * wide * high)
    tip = at_end & ((high < 0.75 * tallest) | (high < min(_TIP, 0.15 * shape[0])))
    return np.asarray(lying | standing | corner | flat | bent | tip, np.bool_)


def _frames(
    labels: NDArray[Any], stats: NDArray[np.int32], origin: tuple[int, int], shape: tuple[int, ...]
) -> NDArray[np.bool_]:
    """Tell parts that run along the edges and leave the middle of the cell empty: borders, whole or in pieces."""
    height, width = shape
    rim = _rim(shape)
    x, y = origin
    middle = labels[max(0, rim - y) : max(0, height - rim - y), max(0, rim - x) : max(0, width - rim - x)]
    inside = np.bincount(middle.ravel(), minlength=len(stats)) < 0.1 * stats[:, 4]
    wide, high = stats[:, 2], stats[:, 3]
    piece = (
        (wide <= max(3, 0.03 * min(shape)))
        & (high >= 2 * wide)
        & ((stats[:, 0] < 5) | (stats[:, 0] + wide > width - 5))
    )
    near_end, near_side = _at_edges(stats, shape, 2)
    bar = near_end | near_side | (np.minimum(wide, high) < 0.08 * np.maximum(wide, high) + 2)  # no bracket at the edge
    return np.asarray(inside & (piece | (bar & (np.maximum(wide, high) > 0.25 * height))), np.bool_)


def as_picture(array: NDArray[Any]) -> Picture:
    """Return an array as a picture of bytes, as OpenCV's own types do not say that it is one."""
    return np.asarray(array, np.uint8)
