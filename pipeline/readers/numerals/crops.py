"""From the picture of a table cell to one strip of even height for each of its lines."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

import cv2
import numpy as np
from numpy.typing import NDArray

from .lines import Line, find_lines, find_short

Picture = NDArray[np.uint8]

HEIGHT = 32
"""Rows of a strip; the digits take the 22 from row 4 on, which leaves room for raised marks and the tails of commas."""
WIDEST = 768
"""No numeral is wider; what is, is a sentence."""
_TOP = 4
_BODY = 22
_SIDE = 12  # faint marks beside the digits are no part of the box, but are to be seen
_ABOVE, _BELOW = 0.1, 0.25  # of the height of digits, for raised marks and tails of commas: always left to a line
_PRINT, _DARK_PRINT = 0.42, 0.68
_LEAST_CONTRAST = 30
_FULL_CONTRAST = 100
_FAINT, _UNEVEN = 150, 4
_GRAIN = 0.06  # of the contrast: half of the paper differs from its surroundings by more, so it hides faint parts
_MOST_LINES = 8
_NEAR = np.ones((3, 3), np.uint8)
_MOST_PIXELS = 4_000_000
_MOST_LABELS = 65_535  # that 16 bits count; labels of 32 bits take eight times as long


@dataclass(frozen=True, slots=True)
class Strips:
    """The lines of a cell, ink 255 on paper 0.

    ``too_much`` where there is more than a cell of numerals can hold, ``nothing_new`` where a second look sees no more
    and no less than the first.
    """

    lines: tuple[Picture, ...]
    too_much: bool = False
    nothing_new: bool = False


@dataclass(frozen=True, slots=True)
class Look:
    """A way to look at a cell of which the first reading is not sure.

    ``print_share`` of the darkest is ink, lines are taken for ``taller`` than they seem, and ``strokes`` that stand out
    above the digits, as of a pen or a stamp, may be left out of account when lines are measured.
    """

    print_share: float = _PRINT
    taller: float = 1.0
    strokes: bool = True


SECOND_LOOKS = (Look(0.3), Look(_DARK_PRINT), Look(taller=0.9), Look(taller=1.12), Look(strokes=False))


def cut_strips(crop: Picture, look: Look | None = None) -> Strips:
    """Find the lines of a cell, without the remains of rulings and of neighbours at its edges.

    >>> page = np.full((40, 60), 255, np.uint8)
    >>> cut_strips(page).lines
    ()
    >>> page[10:30, 28:32] = 0
    >>> [strip.shape for strip in cut_strips(page).lines]
    [(32, 28)]
    """
    if crop.ndim != 2 or crop.dtype != np.uint8:
        raise ValueError(f"a crop is a grey picture of bytes, not {crop.dtype} of shape {crop.shape}")
    if min(crop.shape) < 5:
        return Strips(())
    if crop.size > _MOST_PIXELS:
        return Strips((), too_much=True)
    ink = _ink(crop)
    if ink is None:
        return Strips(())
    lines = _look(ink, look) if look else _first_look(ink)
    if lines is None:
        return Strips((), nothing_new=True)
    if len(lines) > _MOST_LINES:
        return Strips((), too_much=True)
    strips = tuple(_strip(ink, lines, i) for i in range(len(lines)))
    return Strips(tuple(s for s in strips if s.shape[1] <= WIDEST), any(s.shape[1] > WIDEST for s in strips))


def _first_look(ink: Picture) -> list[Line]:
    parts = _find_parts(ink, _PRINT)
    if _crosses(parts, ink.shape):
        parts = _find_parts(ink, _DARK_PRINT)
    return find_lines(parts, ink.shape)


def _look(ink: Picture, look: Look) -> list[Line] | None:
    parts = _find_parts(ink, look.print_share)
    if not look.strokes:
        is_short = find_short(parts)
        if is_short.all():
            return None
        parts = parts[is_short]
    return [line.stretch(look.taller) for line in find_lines(parts, ink.shape)]


def _ink(crop: Picture) -> Picture | None:
    """Turn grey into ink: 0 is paper, 255 the darkest, less where even the darkest is faint; None if nothing is."""
    smooth = _picture(cv2.blur(crop, (3, 3)))
    paper = _shade(smooth[::3, ::3], 0.8)
    contrast = paper - int(smooth.min())
    if _LEAST_CONTRAST <= contrast < _FAINT:
        crop = _level(crop, smooth)
        smooth = _picture(cv2.blur(crop, (3, 3)))
        contrast = paper - int(smooth.min())
    if contrast < _LEAST_CONTRAST:
        return None
    if _shade(_picture(cv2.absdiff(crop[1::3, ::3], smooth[1::3, ::3])), 0.5) > _GRAIN * contrast:
        crop = _picture(cv2.GaussianBlur(crop, (3, 3), 0))
    return _picture(cv2.LUT(crop, _levels(paper, max(contrast, _FULL_CONTRAST))))


@lru_cache(maxsize=4096)
def _levels(paper: int, contrast: int) -> Picture:
    """Return how much ink each shade of grey stands for."""
    return _picture(np.rint(np.clip((paper - np.arange(256)) * (255 / contrast), 0, 255)))


def _shade(sample: Picture, share: float) -> int:
    """Return the grey that a share of the pixels is darker than."""
    flat = sample.ravel()
    at = int(share * flat.size)
    return int(np.partition(flat, at)[at])


def _level(crop: Picture, smooth: Picture) -> Picture:
    """Take away what halves of the paper differ in shade, side by side and one above the other: it hides faint ink."""
    height, width = crop.shape
    halves = (
        (smooth[:, : width // 2], smooth[:, width // 2 :]),
        (smooth[: height // 2], smooth[height // 2 :]),
    )
    slopes = [_shade(second[::3, ::3], 0.7) - _shade(first[::3, ::3], 0.7) for first, second in halves]
    if max(map(abs, slopes)) < _UNEVEN:
        return crop
    along = (np.linspace(1, -1, width) * slopes[0]).astype(np.float32)
    down = (np.linspace(1, -1, height) * slopes[1]).astype(np.float32)
    return _picture(np.clip(crop + along + down[:, None], 0, 255))


def _find_parts(ink: Picture, share: float) -> NDArray[np.int32]:
    """Find the parts of what is at least a share as dark as the darkest, and blank what is no part of the cell."""
    mask = _mask(ink, share)
    had_rulings = _erase_rulings(ink, mask)  # first, lest the digits that touch them go with them
    parts, has_changed = _parts(ink, mask)
    if (had_rulings or has_changed) and _erase_rulings(ink, mask):
        parts, _ = _parts(ink, mask)
    return parts


def _crosses(parts: NDArray[np.int32], shape: tuple[int, ...]) -> bool:
    """Tell whether something large comes in from outside, such as the arc of a stamp across the digits."""
    large = parts[(parts[:, 3] > 0.5 * shape[0]) | (parts[:, 2] > 0.5 * shape[1])]
    if not len(large):
        return False
    at_end, at_side = _at_edges(large, shape)
    return bool((at_end | at_side).any())


def _mask(ink: Picture, share: float) -> Picture:
    """Mark what counts as ink with 1."""
    threshold = share * min(255.0, float(cv2.blur(ink, (3, 3)).max()) * 1.1)
    return _picture(cv2.threshold(ink, threshold, 1, cv2.THRESH_BINARY)[1])


def _picture(array: NDArray[Any]) -> Picture:
    return np.asarray(array, np.uint8)


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
    inked = np.ascontiguousarray(mask[y : y + height, x : x + width])
    most = ((inked.shape[0] + 1) // 2) * ((inked.shape[1] + 1) // 2)
    small = cv2.CV_16U if most < _MOST_LABELS else cv2.CV_32S
    _, labels, stats, _ = cv2.connectedComponentsWithStats(inked, ltype=small)
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
    return np.asarray(lying | standing | corner | flat | bent | (at_end & (high < 0.75 * tallest)), np.bool_)


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
    piece = (wide <= 3) & (high >= 2 * wide) & ((stats[:, 0] < 5) | (stats[:, 0] + wide > width - 5))
    near_end, near_side = _at_edges(stats, shape, 2)
    bar = near_end | near_side | (np.minimum(wide, high) < 0.08 * np.maximum(wide, high) + 2)  # no bracket at the edge
    return np.asarray(inside & (piece | (bar & (np.maximum(wide, high) > 0.25 * height))), np.bool_)


def _strip(ink: Picture, lines: Sequence[Line], index: int) -> Picture:
    """Scale one line; what lies beyond the middle of the gap to the next line stays out."""
    line = lines[index]
    scale = _BODY / line.body
    first, last = 0, ink.shape[0]
    if index > 0:
        between = min((lines[index - 1].foot + line.head) / 2, line.head - _ABOVE * line.body)
        first = min(max(first, round(between)), last - 1)
    if index + 1 < len(lines):
        between = max((line.foot + lines[index + 1].head) / 2, line.foot + _BELOW * line.body)
        last = min(last, round(between))
    left = max(0, line.left - int(_SIDE / scale) - 1)
    part = ink[first : max(last, first + 1), left : line.right + int(_SIDE / scale) + 1]
    top, start = line.top - first, float(line.left - left)
    if scale < 0.6:
        shrink = max(0.1, scale * 1.2)
        size = max(1, round(part.shape[1] * shrink)), max(1, round(part.shape[0] * shrink))
        part = _picture(cv2.resize(part, size, interpolation=cv2.INTER_AREA))
        top, start, scale = top * shrink, start * shrink, scale / shrink
    width = round((line.right - line.left) * _BODY / line.body) + 2 * _SIDE
    move = np.array([[scale, 0, _SIDE - start * scale], [0, scale, _TOP - top * scale]])
    if width > WIDEST:
        return np.zeros((HEIGHT, WIDEST + 1), np.uint8)
    return _picture(cv2.warpAffine(part, move, (width, HEIGHT), flags=cv2.INTER_LINEAR))
