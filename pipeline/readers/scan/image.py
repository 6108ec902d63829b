"""The picture of a scanned page, made ready for recognition: upright, straight, even, without stamps and rulings."""

from __future__ import annotations

from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from pipeline.readers.native.rulings import Ruling

from .colour import Picture, to_grey
from .orientation import find_turn
from .paper import Look, denoise, flatten, measure_noise, to_ink
from .skew import find_skew
from .strokes import Stroke, erase, find_strokes

Matrix = NDArray[np.float64]

TARGET_DPI = 300.0
"""What Tesseract's models were trained on: letters of 10 points are 30 pixels high with their marks."""
MOST_PIXELS = 36_000_000
"""Of the picture that is worked on: A2 at 300 dpi. Larger sheets are reduced."""
_MAP_DPI = 150.0
_STRAIGHT = 0.03
"""Degrees of skew that nothing is gained by taking out: half a pixel over 40 mm of text."""


@dataclass(frozen=True, slots=True)
class Prepared:
    """A page ready for recognition.

    ``grey`` is upright and straight, paper 255; ``clean`` is the same without its rulings, ``ink`` the mask (0 or 255)
    of what is dark in ``clean``. ``turn`` is how far the picture was turned clockwise, ``turn_sure`` from 0 to 1 how
    sure that is; ``skew`` is how many degrees it leant clockwise after that. ``to_picture`` (2 x 3) takes a point of
    ``grey`` to pixels of the picture.
    """

    grey: Picture
    clean: Picture
    ink: NDArray[np.uint8]
    dpi: float
    turn: int
    turn_sure: float
    skew: float
    to_picture: Matrix
    rulings: tuple[Stroke, ...]
    noise: float
    look: Look

    def rulings_in_points(self) -> tuple[Ruling, ...]:
        """Return the rulings in points of the frame of ``grey``, as the layout code takes them."""
        unit = 72 / self.dpi
        return tuple(Ruling(one.is_vertical, one.at * unit, one.start * unit, one.end * unit) for one in self.rulings)

    def point(self, x: float, y: float) -> tuple[float, float]:
        """Take a point of ``grey`` to the picture."""
        u, v = self.to_picture @ (x, y, 1.0)
        return float(u), float(v)


def prepare(picture: Picture, dpi: float) -> Prepared:
    """Return a page, as displayed in RGB or grey, ready for recognition."""
    grey = to_grey(picture, dpi)
    noise = measure_noise(grey)
    level = flatten(denoise(grey, noise), dpi)
    scale = min(1.0, _MAP_DPI / dpi)
    small = cv2.resize(level, None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA)
    ink = to_ink(np.asarray(small, dtype=np.uint8))
    turn = find_turn(ink, _MAP_DPI)
    if turn.degrees:
        ink = np.ascontiguousarray(np.rot90(ink, -turn.degrees // 90))
    skew = find_skew(ink)
    if abs(skew) < _STRAIGHT:
        skew = 0.0
    upright, matrix, out_dpi = _set_straight(level, dpi, turn.degrees, skew)
    strokes, covered = find_strokes(upright, out_dpi, noise)
    clean = erase(upright, covered) if strokes else upright
    return Prepared(
        upright, clean, to_ink(clean), out_dpi, turn.degrees, turn.sure, skew, matrix, strokes, noise, Look.PAGE
    )


def _set_straight(level: Picture, dpi: float, turn: int, skew: float) -> tuple[Picture, Matrix, float]:
    """Return a picture turned, straightened and scaled in one step, the way back, and its resolution."""
    height, width = level.shape
    scale = min(TARGET_DPI / dpi, (MOST_PIXELS / (height * width)) ** 0.5)
    if 0.8 <= scale <= 1.1:
        scale = 1.0
    if scale < 1:
        size = (max(1, round(width * scale)), max(1, round(height * scale)))
        level = np.asarray(cv2.resize(level, size, interpolation=cv2.INTER_AREA), dtype=np.uint8)
    magnify = max(1.0, scale)
    small = np.array([[min(1.0, scale), 0, 0], [0, min(1.0, scale), 0]], dtype=np.float64)
    if turn:
        level = np.ascontiguousarray(np.rot90(level, -turn // 90))
    back = _turned_back(turn, width * min(1.0, scale), height * min(1.0, scale))
    out_height, out_width = (max(1, round(side * magnify)) for side in level.shape)
    straight = _leant(level.shape[1], level.shape[0], skew, magnify)
    if skew or magnify != 1:
        level = np.asarray(
            cv2.warpAffine(
                level,
                straight,
                (out_width, out_height),
                flags=cv2.INTER_CUBIC | cv2.WARP_INVERSE_MAP,
                borderMode=cv2.BORDER_CONSTANT,
                borderValue=255,
            ),
            dtype=np.uint8,
        )
    whole = _square(back) @ _square(straight)
    whole[:2] /= small[0, 0]
    return level, whole[:2], dpi * scale


def _leant(width: int, height: int, skew: float, magnify: float) -> Matrix:
    """Return the way from the straight, magnified picture to the leaning one; both turn about their middles."""
    turn = np.deg2rad(skew)
    cos, sin = np.cos(turn) / magnify, np.sin(turn) / magnify
    middle = np.array([width / 2, height / 2])
    linear = np.array([[cos, -sin], [sin, cos]])
    shift = middle - linear @ (middle * magnify)
    return np.column_stack([linear, shift])


def _turned_back(turn: int, width: float, height: float) -> Matrix:
    """Return the way from a picture that was turned clockwise to the picture, ``width`` by ``height``, before."""
    ways = {
        0: ((1, 0, 0), (0, 1, 0)),
        90: ((0, 1, 0), (-1, 0, height)),
        180: ((-1, 0, width), (0, -1, height)),
        270: ((0, -1, width), (1, 0, 0)),
    }
    return np.array(ways[turn], dtype=np.float64)


def _square(matrix: Matrix) -> Matrix:
    return np.vstack([matrix, (0.0, 0.0, 1.0)])
