"""From the picture of a table cell to one strip of even height for each of its lines."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

import cv2
import numpy as np

from .faint_dashes import with_faint_dashes
from .lines import find_lines, find_short
from .measuring import Line
from .parts import Parts, Picture, as_picture, comes_in, crosses, find_parts, is_thin

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
_MOST_PIXELS = 4_000_000


@dataclass(frozen=True, slots=True)
class Strips:
    """The lines of a cell, ink 255 on paper 0.

    ``too_much`` where there is more than a cell of numerals can hold, ``nothing_new`` where a second look sees no more
    and no less than the first. ``parts`` are those of the ink, ``shape`` is that of the cell.
    """

    lines: tuple[Picture, ...]
    too_much: bool = False
    nothing_new: bool = False
    parts: Parts | None = None
    shape: tuple[int, ...] = ()

    @property
    def comes_in(self) -> bool:
        """Whether all ink but specks touches the edges."""
        return self.parts is not None and comes_in(self.parts, self.shape)

    @property
    def is_thin(self) -> bool:
        """Whether all ink but specks is thinner than digits are."""
        return self.parts is not None and is_thin(self.parts)


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
    parts = _look(ink, look) if look else _first_look(ink)
    if parts is None:
        return Strips((), nothing_new=True)
    lines = find_lines(parts, ink.shape)
    lines = [line.stretch(look.taller) for line in lines] if look else with_faint_dashes(lines, ink)
    if len(lines) > _MOST_LINES:
        return Strips((), too_much=True)
    strips = tuple(_strip(ink, lines, i) for i in range(len(lines)))
    fitting = tuple(strip for strip in strips if strip.shape[1] <= WIDEST)
    return Strips(fitting, len(fitting) < len(strips), parts=parts, shape=ink.shape)


def _first_look(ink: Picture) -> Parts:
    parts = find_parts(ink, _PRINT)
    return find_parts(ink, _DARK_PRINT) if crosses(parts, ink.shape) else parts


def _look(ink: Picture, look: Look) -> Parts | None:
    parts = find_parts(ink, look.print_share)
    if not look.strokes:
        is_short = find_short(parts)
        if is_short.all():
            return None
        parts = parts[is_short]
    return parts


def _ink(crop: Picture) -> Picture | None:
    """Turn grey into ink: 0 is paper, 255 the darkest, less where even the darkest is faint; None if nothing is."""
    smooth = as_picture(cv2.blur(crop, (3, 3)))
    paper = _shade(smooth[::3, ::3], 0.8)
    contrast = paper - int(smooth.min())
    if _LEAST_CONTRAST <= contrast < _FAINT:
        crop = _level(crop, smooth)
        smooth = as_picture(cv2.blur(crop, (3, 3)))
        contrast = paper - int(smooth.min())
    if contrast < _LEAST_CONTRAST:
        return None
    if _shade(as_picture(cv2.absdiff(crop[1::3, ::3], smooth[1::3, ::3])), 0.5) > _GRAIN * contrast:
        crop = as_picture(cv2.GaussianBlur(crop, (3, 3), 0))
    return as_picture(cv2.LUT(crop, _levels(paper, max(contrast, _FULL_CONTRAST))))


@lru_cache(maxsize=4096)
def _levels(paper: int, contrast: int) -> Picture:
    """Return how much ink each shade of grey stands for."""
    return as_picture(np.rint(np.clip((paper - np.arange(256)) * (255 / contrast), 0, 255)))


def _shade(sample: Picture, share: float) -> int:
    """Return the grey that a share of the pixels is darker than."""
    shades = cv2.calcHist([np.ascontiguousarray(sample)], [0], None, [256], [0, 256]).ravel().cumsum()
    return int(np.searchsorted(shades, int(share * sample.size), side="right"))


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
    return as_picture(np.clip(crop + along + down[:, None], 0, 255))


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
        part = as_picture(cv2.resize(part, size, interpolation=cv2.INTER_AREA))
        top, start, scale = top * shrink, start * shrink, scale / shrink
    width = round((line.right - line.left) * _BODY / line.body) + 2 * _SIDE
    move = np.array([[scale, 0, _SIDE - start * scale], [0, scale, _TOP - top * scale]])
    if width > WIDEST:
        return np.zeros((HEIGHT, WIDEST + 1), np.uint8)
    strip = as_picture(cv2.warpAffine(part, move, (width, HEIGHT), flags=cv2.INTER_LINEAR))
    if line.is_flat and len(lines) > 1:  # thin strokes come out paler than digits
        return as_picture(cv2.convertScaleAbs(strip, alpha=255 / max(1, int(strip.max()))))
    return strip
