"""What printing, handling and scanning do to a cell."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

import cv2
import numpy as np
from numpy.random import Generator
from numpy.typing import NDArray

from pipeline.readers.components import find_components

from .ink import Ink

ORDINARY = (0.1, 0.45)
"""Clean office scans at 200 to 300 dpi."""
HEAVY = (0.6, 0.9)
"""Copies of copies, 130 to 300 dpi: blurred, faded, broken strokes, stamps across, fax."""
_FINE = 260  # dots per inch from which a speck of two pixels cannot pass for a dot
_FEWEST_PIXELS = 5  # of a part that may not vanish


@dataclass(frozen=True, slots=True)
class Scan:
    """How a cell is scanned: dots per inch, the oversampling of its ink, how worn it is (0 to 1).

    It is turned by up to ``turn`` degrees, the more, by ``loose``, the more worn it is. Where print ``holds``, no part
    of it is lost that could not be guessed from others.
    """

    dpi: float
    oversampling: int
    wear: float
    turn: float = 2.0
    loose: float = 0.9
    holds: bool = True


def draw_scan(wear: float, rng: Generator) -> Scan:
    """Choose a resolution that goes with the wear."""
    dpi = rng.uniform(_least_dpi(wear), 305)
    return Scan(dpi, 2 if dpi < 190 else 1, wear)


def _least_dpi(wear: float) -> float:
    """Keep to 200 dots per inch up to the end of ordinary wear, and go down to 120 from there."""
    return 200 - 80 * max(0.0, wear - ORDINARY[1]) / (1 - ORDINARY[1])


def scan_cell(ink: Ink, scan: Scan, rng: Generator) -> NDArray[np.uint8]:
    """Scan a cell: ink 0 to 1 becomes grey, dark on light."""
    ink = _strokes(ink, scan, rng)
    ink = _turn(ink, scan, rng)
    if scan.oversampling > 1:
        ink = _ink(
            cv2.resize(ink, None, fx=1 / scan.oversampling, fy=1 / scan.oversampling, interpolation=cv2.INTER_AREA)
        )
    unit = scan.dpi / 200
    sigma = unit * rng.uniform(0.25, 0.55 + 0.75 * scan.wear)
    ink = _ink(cv2.GaussianBlur(ink, (0, 0), sigma))
    if rng.random() < 0.1 + 0.2 * scan.wear:
        ink = _bleed(ink, rng)
    grey = _tone(ink, scan.wear, rng)
    _soil(grey, scan, rng)
    if rng.random() < 0.35:
        grey = _resample(grey, scan, rng)
    if rng.random() < 0.04 + 0.14 * scan.wear:
        grey = _fax(grey, rng)
    if rng.random() < 0.6:
        grey = _packed(grey, int(rng.uniform(80 - 50 * scan.wear, 96)))
    return grey


def scan_page(ink: Ink, scan: Scan, rng: Generator) -> NDArray[np.uint8]:
    """Scan a sheet that lies as it will: ink 0 to 1 becomes grey, dark on light, of whatever size the scanner chose."""
    ink = _strokes(ink, replace(scan, holds=False), rng)
    if scan.oversampling > 1:
        size = (ink.shape[1] // scan.oversampling, ink.shape[0] // scan.oversampling)
        ink = _ink(cv2.resize(ink, size, interpolation=cv2.INTER_AREA))
    ink = _ink(cv2.GaussianBlur(ink, (0, 0), scan.dpi / 200 * rng.uniform(0.25, 0.55 + 0.75 * scan.wear)))
    if rng.random() < 0.1 + 0.2 * scan.wear:
        ink = _bleed(ink, rng)
    grey = _tone(ink, scan.wear, rng)
    if rng.random() < 0.25:
        grey = _resample(grey, scan, rng)
    if rng.random() < 0.15:
        paper, black = np.percentile(grey, (60, 0.5))
        limit = black + rng.uniform(0.4, 0.7) * (paper - black)
        return np.asarray(np.where(grey > limit, 255, 0), np.uint8)
    if rng.random() < 0.85:
        grey = _packed(grey, int(rng.uniform(75 - 50 * scan.wear, 95)))
    return grey


def _packed(grey: NDArray[np.uint8], quality: int) -> NDArray[np.uint8]:
    packed = cv2.imencode(".jpg", grey, (cv2.IMWRITE_JPEG_QUALITY, quality))[1]
    return np.asarray(cv2.imdecode(packed, cv2.IMREAD_GRAYSCALE), np.uint8)


def _ink(array: NDArray[Any]) -> Ink:
    return np.asarray(array, np.float32)


def _strokes(ink: Ink, scan: Scan, rng: Generator) -> Ink:
    """Let strokes spread, thin or break."""
    kind = rng.random()
    strength = float(rng.uniform(0, 0.2 + 0.6 * scan.wear))
    if kind < 0.25:
        ink = _ink((1 - strength) * ink + strength * cv2.dilate(ink, np.ones((3, 3), np.uint8)))
    elif kind < 0.6:
        ink = _ink((1 - strength) * ink + strength * cv2.erode(ink, np.ones((2, 2), np.uint8)))
    if rng.random() < 0.5 * scan.wear - 0.12:
        height, width = ink.shape
        grain = max(1.0, scan.dpi * scan.oversampling / 200 * rng.uniform(0.8, 2.5))
        coarse = rng.random((max(1, round(height / grain)), max(1, round(width / grain))), dtype=np.float32)
        holes = cv2.resize(coarse, (width, height), interpolation=cv2.INTER_LINEAR)
        broken = _ink(ink * (holes > rng.uniform(0.02, 0.04 + 0.24 * scan.wear)))
        ink = _spare(ink, broken) if scan.holds else broken
    return _ink(ink)


def _spare(ink: Ink, broken: Ink) -> Ink:
    """Mend the parts of which too little is left to tell what they were."""
    labels, lost = _lost(np.asarray(ink > 0.5, np.uint8), ink, broken)
    return _ink(np.where(lost[labels], ink, broken))


def _lost(
    parts: NDArray[np.uint8], before: NDArray[np.float32], after: NDArray[np.float32]
) -> tuple[NDArray[np.int32], NDArray[np.bool_]]:
    """Label parts and tell those lost: most must stay of dots and commas, more than half of digits."""
    labels, stats = find_components(parts)
    count, where = len(stats), labels.ravel()
    left = np.bincount(where, after.ravel(), count) / np.maximum(1e-6, np.bincount(where, before.ravel(), count))
    is_small = stats[:, 3] < 0.45 * stats[1:, 3].max(initial=1)
    lost = (left < np.where(is_small, 0.8, 0.55)) & (stats[:, 4] >= _FEWEST_PIXELS)
    lost[0] = False
    return np.asarray(labels, np.int32), np.asarray(lost, np.bool_)


def _turn(ink: Ink, scan: Scan, rng: Generator) -> Ink:
    angle = float(np.clip(rng.normal(0, 0.25 + scan.loose * scan.wear), -scan.turn, scan.turn))
    height, width = ink.shape
    move = cv2.getRotationMatrix2D((width / 2, height / 2), angle, 1.0)
    move[:, 2] = np.add(move[:, 2], rng.uniform(-0.5, 0.5, 2))
    return _ink(cv2.warpAffine(ink, move, (width, height), flags=cv2.INTER_LINEAR))


def _bleed(ink: Ink, rng: Generator) -> Ink:
    """Let the print of the other side shine through: the cell mirrored and shifted, faint and soft."""
    other = np.roll(ink[:, ::-1], tuple(int(i) for i in rng.integers(-15, 16, 2)), (0, 1))
    other = _ink(cv2.GaussianBlur(np.ascontiguousarray(other), (0, 0), 1.5))
    return _ink(np.maximum(ink, other * float(rng.uniform(0.05, 0.2))))


def _tone(ink: Ink, wear: float, rng: Generator) -> NDArray[np.uint8]:
    """Choose the greys of paper and ink, uneven light and noise."""
    height, width = ink.shape
    paper = rng.uniform(250 - 50 * wear, 256)
    black = min(rng.uniform(5, 50 + 110 * wear), paper - 90)
    grey: NDArray[Any] = np.asarray(paper - (paper - black) * ink)
    if rng.random() < 0.3:
        slope = rng.normal(0, 4 + 10 * wear, 2)
        grey = grey + np.linspace(-slope[0], slope[0], width, dtype=np.float32)
        grey = grey + np.linspace(-slope[1], slope[1], height, dtype=np.float32)[:, None]
    if rng.random() < 0.7:
        grey = grey + rng.standard_normal(ink.shape, dtype=np.float32) * np.float32(rng.uniform(0, 4 + 13 * wear))
    return np.asarray(np.clip(grey, 0, 255), np.uint8)


def _soil(grey: NDArray[np.uint8], scan: Scan, rng: Generator) -> None:
    """Strew specks, smaller than dots are."""
    height, width = grey.shape
    largest = 2 if scan.dpi >= _FINE else 1
    if rng.random() < 0.15 + 0.4 * scan.wear:
        for _ in range(int(rng.integers(1, 3 + int(8 * scan.wear)))):
            y, x, size = int(rng.integers(height)), int(rng.integers(width)), int(rng.integers(1, largest + 1))
            grey[y : y + size, x : x + size] = int(rng.integers(0, 256))


def _resample(grey: NDArray[np.uint8], scan: Scan, rng: Generator) -> NDArray[np.uint8]:
    """Show the scan at another resolution than it was made at."""
    smallest = min(1.0, 0.95 * _least_dpi(scan.wear) / scan.dpi)
    for factor in (rng.uniform(max(smallest, 0.9 - 0.4 * scan.wear), 1), rng.uniform(1, 1.7)):
        how = cv2.INTER_AREA if factor < 1 else (cv2.INTER_LINEAR, cv2.INTER_CUBIC)[int(rng.integers(2))]
        grey = np.asarray(cv2.resize(grey, None, fx=factor, fy=factor, interpolation=how), np.uint8)
    return grey


def _fax(grey: NDArray[np.uint8], rng: Generator) -> NDArray[np.uint8]:
    """Keep black and white only, parted about the middle between ink and paper, higher where strokes would be lost."""
    paper = cv2.blur(cv2.dilate(cv2.blur(grey, (3, 3)), np.ones((15, 15), np.uint8)), (31, 31)).astype(np.float32)
    ink = paper - grey
    smooth = cv2.blur(ink, (3, 3))
    most = float(smooth.max())
    parts = np.asarray(smooth > 0.28 * most, np.uint8)
    whole = np.ones(grey.shape, np.float32)
    for share in np.arange(rng.uniform(0.38, 0.58), 0.26, -0.06):
        black = np.asarray(ink > share * most, np.float32)
        if not _lost(parts, whole, black)[1].any():
            return np.asarray(255 - 255 * black, np.uint8)
    return grey
