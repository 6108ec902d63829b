"""The picture of a scanned page, made ready for recognition: upright, straight, even, without stamps and rulings."""

from __future__ import annotations

from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from pipeline.readers.native.rulings import Ruling

from .colour import Picture, to_grey
from .looks import look_at
from .orientation import sideways, upside_down, without_rulings
from .paper import Look, denoise, flatten, measure_noise, to_ink
from .reducing import reduced
from .skew import find_skew
from .strokes import Stroke, erase, find_strokes

Matrix = NDArray[np.float64]

TARGET_DPI = 300.0
"""What Tesseract's models were trained on: letters of 10 points are 30 pixels high with their marks."""
MOST_PIXELS = 36_000_000
"""Of the picture that is worked on: A2 at 300 dpi. Larger sheets are reduced."""
_MAP_DPI = 100.0
_DOUBT, _UPSIDE_DOWN = 0.3, 0.5
"""How sure it must be that a page lies sideways or upside down; else it stays as it is displayed."""
_ENLARGED = 1.3
"""Factor of scale above which a picture is doubled before it is scaled to size."""
_LONGEST_SIDE = 32_766
"""Pixels; OpenCV before version 5 turns no larger pictures."""
_STRAIGHT = 0.03
"""Degrees of skew that nothing is gained by taking out: half a pixel over 40 mm of text."""


@dataclass(frozen=True, slots=True)
class Pose:
    """How a picture lies: ``turn`` is how far it has to be turned clockwise, ``sure`` from 0 to 1 how sure that is.

    ``skew`` is how many degrees it leans clockwise once it is turned.
    """

    turn: int
    sure: float
    skew: float


@dataclass(frozen=True, slots=True)
class Prepared:
    """A page ready for recognition.

    ``grey`` is upright and straight, paper 255; ``clean`` is the same without its rulings, ``ink`` the mask (0 or 255)
    of what is dark in ``clean``. ``to_picture`` (2 x 3) takes a point of ``grey`` to pixels of the picture.
    """

    grey: Picture
    clean: Picture
    ink: NDArray[np.uint8]
    dpi: float
    pose: Pose
    to_picture: Matrix
    rulings: tuple[Stroke, ...]
    noise: float
    look: Look

    @property
    def turn(self) -> int:
        """Clockwise degrees by which the picture was turned."""
        return self.pose.turn

    @property
    def skew(self) -> float:
        """Degrees clockwise by which it leant."""
        return self.pose.skew

    def rulings_in_points(self) -> tuple[Ruling, ...]:
        """Return the rulings in points of the frame of ``grey``, as the layout code takes them."""
        unit = 72 / self.dpi
        return tuple(Ruling(one.is_vertical, one.at * unit, one.start * unit, one.end * unit) for one in self.rulings)

    def point(self, x: float, y: float) -> tuple[float, float]:
        """Take a point of ``grey`` to the picture."""
        u, v = self.to_picture @ (x, y, 1.0)
        return float(u), float(v)


def prepare(picture: Picture, dpi: float, *, turn: int | None = None) -> Prepared:
    """Return a page, as displayed in RGB or grey, ready for recognition; ``turn`` is for callers that know it."""
    grey = to_grey(picture, dpi)
    level, gain = flatten(grey, dpi)
    noise = gain * measure_noise(grey)
    level = denoise(level, noise)
    small, scale = reduced(level, dpi, _MAP_DPI)
    ink = to_ink(small)
    found = _find_pose(ink, dpi * scale / 25.4, turn)
    upright, matrix, out_dpi = _set_straight(level, dpi, found)
    strokes, bands = find_strokes(upright, out_dpi)
    clean = erase(upright, bands, out_dpi) if strokes else upright
    dark = to_ink(clean)
    return Prepared(upright, clean, dark, out_dpi, found, matrix, strokes, noise, look_at(grey, dark))


def _find_pose(ink: NDArray[np.uint8], unit: float, turn: int | None) -> Pose:
    """Tell how a page lies from the mask of its ink, of which ``unit`` pixels make a millimetre."""
    if turn is not None:
        return Pose(turn, 1.0, _skew(_turned(ink, turn)))
    lying = sideways(without_rulings(ink, unit), unit)
    degrees = 90 if lying > _DOUBT else 0
    ink = _turned(ink, degrees)
    skew = _skew(ink)
    height, width = ink.shape
    straight = cv2.getRotationMatrix2D((width / 2, height / 2), skew, 1)
    ink = np.asarray(cv2.warpAffine(ink, straight, (width, height), flags=cv2.INTER_NEAREST), dtype=np.uint8)
    falling = upside_down(without_rulings(ink, unit), unit)
    if falling > (0 if degrees else _UPSIDE_DOWN):
        degrees += 180
    return Pose(degrees, min(abs(lying), abs(falling)), skew)


def _skew(ink: NDArray[np.uint8]) -> float:
    skew = find_skew(ink)
    return 0.0 if abs(skew) < _STRAIGHT else skew


def _turned(mask: NDArray[np.uint8], degrees: int) -> NDArray[np.uint8]:
    """Turn a picture clockwise."""
    return np.ascontiguousarray(np.rot90(mask, -degrees // 90)) if degrees else mask


def _set_straight(level: Picture, dpi: float, pose: Pose) -> tuple[Picture, Matrix, float]:
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
    level = _turned(level, pose.turn)
    back = _turned_back(pose.turn, width * min(1.0, scale), height * min(1.0, scale))
    out_height, out_width = (max(1, round(side * magnify)) for side in level.shape)
    straight = _leant(level.shape[1], level.shape[0], pose.skew, magnify)
    if pose.skew or magnify != 1:
        level = _resampled(level, straight, (out_width, out_height), magnify)
    whole = _square(back) @ _square(straight)
    whole[:2] /= small[0, 0]
    return level, whole[:2], dpi * scale


def _resampled(level: Picture, matrix: Matrix, size: tuple[int, int], magnify: float) -> Picture:
    """Return a picture of a size, whose points a matrix takes to those of the given one; what lies outside is paper.

    Where it is enlarged much, all of it is doubled first, cubically: a linear look between the points of that differs
    by less than a grey level from a cubic one between the points of the original, and takes half the time.
    """
    method = cv2.INTER_CUBIC
    if magnify > _ENLARGED and max(level.shape) <= _LONGEST_SIDE // 2:
        level = np.asarray(cv2.resize(level, None, fx=2, fy=2, interpolation=cv2.INTER_CUBIC), dtype=np.uint8)
        matrix, method = 2 * matrix + ((0, 0, 0.5), (0, 0, 0.5)), cv2.INTER_LINEAR
    flags = method | cv2.WARP_INVERSE_MAP
    return np.asarray(
        cv2.warpAffine(level, matrix, size, flags=flags, borderMode=cv2.BORDER_CONSTANT, borderValue=255),
        dtype=np.uint8,
    )


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
