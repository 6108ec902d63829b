"""Colour pictures to grey, with stamps and signatures in coloured ink taken off and the black ink under them kept."""

from __future__ import annotations

import cv2
import numpy as np
from numpy.typing import NDArray

from pipeline.readers.components import find_components

from .reducing import reduced

Picture = NDArray[np.uint8]

_MAP_DPI = 100.0
"""Dots per inch of the map in which coloured ink is looked for: a stroke of a stamp, 0.4 mm, still shows."""
_COLOURED = 36
"""Difference of the channels of coloured ink; the blocks of JPEG colour black letters by up to 25."""
_DARK = 90
"""Brightest channel below which ink counts as black, whatever its hue."""
_JOIN = 0.8
"""Millimetres between strokes of one mark."""
_STAMP = 7.0
"""Millimetres, least width and height of a stamp or a signature; a line of coloured print is lower, and stays."""
_FILLED = 0.6
"""Coloured part of its box beyond which a mark is a shaded area; paper is flattened elsewhere."""
_RIM = 1.0
"""Millimetres around a mark that belong to it: its faint edges."""
_SOFT = (20.0, 50.0)
"""Differences of the channels between which a pixel passes from grey to coloured."""

Region = tuple[int, int, int, int]


def to_grey(picture: Picture, dpi: float) -> Picture:
    """Return an RGB or grey picture in grey, without the coloured ink of stamps and signatures."""
    if picture.ndim == 2:
        return picture
    if picture.shape[2] == 1:
        return np.ascontiguousarray(picture[:, :, 0])
    grey = np.asarray(cv2.cvtColor(picture, cv2.COLOR_RGB2GRAY), dtype=np.uint8)
    for left, top, right, bottom in find_marks(picture, dpi):
        part = picture[top:bottom, left:right]
        grey[top:bottom, left:right] = _without_colour(part, grey[top:bottom, left:right])
    return grey


def find_marks(picture: Picture, dpi: float) -> list[Region]:
    """Return the boxes (left, top, right, bottom, in pixels) of stamps and signatures in coloured ink.

    Lines of coloured print, which are low, and shaded areas are none.
    """
    height, width = picture.shape[:2]
    if not _is_coloured(picture, dpi):
        return []
    small, scale = reduced(picture, dpi, _MAP_DPI)
    bright, coloured = _colour(small)
    inked = np.asarray((coloured > _COLOURED) & (bright > _DARK), dtype=np.uint8)
    millimetre = dpi * scale / 25.4
    reach = 2 * round(_JOIN * millimetre / 2) + 1
    joined = cv2.morphologyEx(inked, cv2.MORPH_CLOSE, np.ones((reach, reach), np.uint8))
    _, stats = find_components(np.asarray(joined, np.uint8))
    marks: list[Region] = []
    rim = round(_RIM * millimetre)
    for x, y, w, h, _ in stats[1:].tolist():
        if min(w, h) < _STAMP * millimetre or inked[y : y + h, x : x + w].mean() > _FILLED:
            continue
        edges = (max(0, x - rim), max(0, y - rim), x + w + rim, y + h + rim)
        left, top, right, bottom = (int(edge / scale) for edge in edges)
        marks.append((left, top, min(width, right), min(height, bottom)))
    return marks


def _is_coloured(picture: Picture, dpi: float) -> bool:
    """Say whether any pixel is coloured of those that lie closer together than a stroke of a stamp is thick."""
    step = max(1, int(dpi / _MAP_DPI))
    return bool((_colour(np.ascontiguousarray(picture[::step, ::step]))[1] > _COLOURED).any())


def _colour(picture: Picture) -> tuple[Picture, Picture]:
    """Return the brightest channel of each pixel, and by how much it is brighter than the darkest."""
    red, green, blue = cv2.split(picture)
    bright = np.asarray(cv2.max(cv2.max(red, green), blue), dtype=np.uint8)
    return bright, np.asarray(cv2.subtract(bright, cv2.min(cv2.min(red, green), blue)), dtype=np.uint8)


def _without_colour(part: Picture, grey: Picture) -> Picture:
    """Return a part of a page in which coloured ink is as bright as the paper.

    Where it is coloured, its brightest channel counts, in which the ink of the mark shows least and black ink fully;
    it is stretched so that the mark's own ink reaches the paper.
    """
    red, green, blue = cv2.split(part)
    bright = np.asarray(cv2.max(cv2.max(red, green), blue), dtype=np.float32)
    coloured = bright - np.asarray(cv2.min(cv2.min(red, green), blue), dtype=np.float32)
    own = bright[(coloured > _COLOURED) & (bright > _DARK)]
    if not own.size:
        return grey
    paper = float(np.percentile(grey, 90))
    gain = max(1.0, paper / max(float(np.percentile(own, 25)), 1.0))
    low, high = _SOFT
    weight = np.clip((coloured - low) / (high - low), 0, 1)
    cleared = np.maximum(np.minimum(bright * gain, paper), grey)
    mixed = grey + weight * (cleared - grey)
    return np.asarray(mixed, dtype=np.uint8)
