"""The picture of one cell: how much ink is in it, and its crop for a second reading."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import cv2
import numpy as np

from pipeline.model import Box
from pipeline.readers.components import find_components
from pipeline.readers.native.words import Word

from .colour import Picture
from .engine import Recognised
from .image import Prepared

_EDGE = 0.6
"""Millimetres inside a cell's edges in which the rest of an erased ruling may lie."""
_RIM = 1.5
"""Millimetres inside a cell's edges in which the picture without rulings is taken for a crop."""
_SPECK = 0.02
"""Square millimetres; dust is smaller. The point of a decimal in 8 point type has 0.06."""
_PAPER = 255
_FEW_PIXELS, _LEAST_INKED = 4, 0.015
"""Ink of a word, in pixels and in parts of its box; of a dash it is a tenth."""
_SURE = 0.8
"""Confidence from which a word is believed though hardly any ink is seen where it stands: faint print."""
_AROUND = 0.15
"""Of the height of words: what lies so near to one belongs to it."""
_ONE_LINE = 1.25
"""Of that height, or of the highest word but one: a box that is higher takes in print of the line below."""
_LETTER = 0.1
"""Of the square of that height: ink of a letter."""
_LOWEST, _HIGHEST, _BROADEST = 0.4, 1.3, 6.0
"""Of that height: print that is no stain, no stroke of a stamp and no ruling."""
_FEWEST = 2
"""Letters of a word that was not seen."""
_WORD_RIM = 0.12
"""Parts of the font size around a word that its crop takes in."""


Piece = tuple[int, int, int, int, int]
"""Left, top, right and bottom of ink that hangs together, from the corner of a box, and its area, in pixels."""


@dataclass(frozen=True, slots=True)
class Ink:
    """The ink in a box: the ``share`` of the box it covers; its area, width and height in square points and points.

    A dash is wide and low, a zero taller than a dash is wide; a blank has none.
    """

    share: float
    area: float
    width: float
    height: float


def ink_in(prepared: Prepared, box: Box) -> Ink:
    """Weigh the ink in a box (pixels of ``grey``); what is left of rulings at its edges, and dust, do not count."""
    kept = pieces_in(prepared, box)
    if not kept:
        return Ink(0, 0, 0, 0)
    left, top, right, bottom = _pixels(prepared, box)
    size, unit = (right - left) * (bottom - top), 72 / prepared.dpi
    whole = sum(one[4] for one in kept)
    across = max(one[2] for one in kept) - min(one[0] for one in kept)
    down = max(one[3] for one in kept) - min(one[1] for one in kept)
    return Ink(whole / size, whole * unit**2, across * unit, down * unit)


def pieces_in(prepared: Prepared, box: Box) -> list[Piece]:
    """Return the pieces of ink in a box; none of rulings at its edges, none of dust.

    What is larger than the finest dust counts.
    """
    left, top, right, bottom = _pixels(prepared, box)
    part = prepared.ink[top:bottom, left:right]
    if not part.size:
        return []
    _, stats = find_components(part)
    height, width = part.shape
    edge = max(1, round(_EDGE * prepared.dpi / 25.4))
    speck = _SPECK * (prepared.dpi / 25.4) ** 2
    kept = []
    for x, y, w, h, area in stats[1:].tolist():
        at_edge = x + w <= edge or y + h <= edge or x >= width - edge or y >= height - edge
        if area >= speck and not at_edge:
            kept.append((x, y, x + w, y + h, area))
    return kept


def has_ink_beside(prepared: Prepared, box: Box, words: Sequence[Box]) -> bool:
    """Say whether there is print in a box (pixels of ``grey``), as high as its words or nearly so, beside its words."""
    left, top, right, bottom = _pixels(prepared, box)
    rest = prepared.ink[top:bottom, left:right].copy()
    heights = sorted(word.bottom - word.top for word in words)
    if not rest.size or not heights:
        return False
    usual = heights[len(heights) // 2]
    one_line = _ONE_LINE * max((usual, *heights[-2:-1]))
    rim = round(_AROUND * usual)
    for word in words:
        x, y = round(word.left) - left, round(word.top) - top
        end_x, end_y = round(word.right) - left, round(min(word.bottom, word.top + one_line)) - top
        rest[max(0, y - rim) : max(0, end_y + rim), max(0, x - rim) : max(0, end_x + rim)] = 0
    if cv2.countNonZero(rest) < _LETTER * usual * usual:
        return False
    edge = max(1, round(_EDGE * prepared.dpi / 25.4))
    _, stats = find_components(rest)
    height, width = rest.shape
    letters = 0
    for x, y, w, h, _ in stats[1:].tolist():
        inside = x > edge and y > edge and x + w < width - edge and y + h < height - edge
        if inside and _LOWEST * usual <= h <= _HIGHEST * usual and w <= _BROADEST * usual:
            letters += max(1, round(w / usual))  # some run together
    return letters >= _FEWEST


def is_inked(prepared: Prepared, box: Box) -> bool:
    """Say whether there is more in a box (pixels of ``grey``) than a speck, which engines take for a word."""
    left, top, right, bottom = _pixels(prepared, box)
    part = prepared.ink[top:bottom, left:right]
    return bool(part.size) and cv2.countNonZero(part) >= max(_FEW_PIXELS, _LEAST_INKED * part.size)


def printed_words(prepared: Prepared, recognised: Sequence[Recognised]) -> list[Recognised]:
    """Return the words that were read surely or where there is ink, with places in pixels of ``grey``."""
    return [word for word in recognised if word.confidence > _SURE or is_inked(prepared, Box(*word.box))]


def ink_share(prepared: Prepared, box: Box) -> float:
    """Return the part of a box (pixels of ``grey``) that ink covers."""
    return ink_in(prepared, box).share


def crop(prepared: Prepared, box: Box, margin: float) -> Picture:
    """Cut a cell (pixels of ``grey``) out, its rulings erased, on paper that is ``margin`` pixels wider all around."""
    left, top, right, bottom = _pixels(prepared, box)
    part = prepared.clean[top:bottom, left:right].copy()
    rim = round(_RIM * prepared.dpi / 25.4)
    height, width = part.shape
    if height > 2 * rim and width > 2 * rim:
        inner = (slice(rim, height - rim), slice(rim, width - rim))
        part[inner] = prepared.grey[top:bottom, left:right][inner]
    pad = round(margin)
    return np.pad(part, pad, constant_values=_PAPER)


def _pixels(prepared: Prepared, box: Box) -> tuple[int, int, int, int]:
    height, width = prepared.grey.shape
    left, top = max(0, round(box.left)), max(0, round(box.top))
    return left, top, min(width, max(left, round(box.right))), min(height, max(top, round(box.bottom)))


def crop_of(word: Word, prepared: Prepared) -> Picture:
    """Cut out one word of a page, whose box is in points."""
    pixels, rim, box = prepared.dpi / 72, _WORD_RIM * word.size, word.box
    edges = (box.left - rim, box.top - rim, box.right + rim, box.bottom + rim)
    return crop(prepared, Box(*(edge * pixels for edge in edges)), 2)
