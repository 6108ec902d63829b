"""The paper of a page: uneven light taken out, noise measured and smoothed, pages that hold no text told apart."""

from __future__ import annotations

from enum import StrEnum

import cv2
import numpy as np
from numpy.typing import NDArray

from .colour import Picture
from .reducing import reduced

_MAP_DPI = 75.0
_WIDEST = 5.0
"""Millimetres; what is dark over less is ink, over more it is shade or a filled area and counts as paper."""
_DARKEST = 0.35
"""Part of the brightest paper below which nothing counts as paper: the dark around a sheet, a photo."""
_NOISE_STRIP, _NOISE_STEP, _NOISE_SAMPLE = 32, 10, 4
"""Rows of strips, each so many-th of which is looked at, and each so many-th pixel along its rows."""
_NOISY = 25.0
"""Noise from which smoothing helps: at 45 Tesseract reads twice as many words after it, at 17 and less fewer."""
_BETWEEN = 0.0005
"""Part of a page that is neither dark nor bright below which it has one bit per pixel."""
_AROUND = 5
"""Pixels across the surroundings of a pixel that its noise is measured against. JPEG takes finer noise away."""
_INK = 0.75
"""Part of the paper's brightness below which a pixel is dark when the ink of a page is weighed."""
_LEAST_INK = 0.002
"""Part of a page that has to be dark for the brightness of its ink to be known."""
_FULL = 40.0
"""Brightness that the ink of a faded page is brought to."""
_GAIN = 3.0


class Look(StrEnum):
    """What a picture shows, as far as its pixels tell."""

    PAGE = "page"
    BLANK = "blank"
    BLACK = "black"
    PHOTO = "photo"


def flatten(grey: Picture, dpi: float) -> tuple[Picture, float]:
    """Return a page with its paper at 255 everywhere and faded ink brought back to dark; and the gain in contrast."""
    height, width = grey.shape
    small, scale = reduced(grey, dpi, _MAP_DPI)
    reach = 2 * round(_WIDEST * dpi * scale / 25.4 / 2) + 1
    paper = cv2.morphologyEx(small, cv2.MORPH_CLOSE, np.ones((reach, reach), np.uint8))
    paper = cv2.max(paper, np.full_like(paper, _DARKEST * float(paper.max())))
    paper = cv2.blur(paper, (reach, reach))
    shade = cv2.resize(paper, (width, height), interpolation=cv2.INTER_LINEAR)
    level = np.asarray(cv2.divide(grey, shade, scale=255), dtype=np.uint8)
    table, gain = _stretch(level)
    return np.asarray(cv2.LUT(level, table), dtype=np.uint8), gain * 255 / max(float(np.mean(paper)), 1.0)


def _stretch(level: Picture) -> tuple[Picture, float]:
    """Return the table of values that takes the paper to 255 and the ink of a faded page to dark, and its slope."""
    counts = np.bincount(level[::4, ::4].ravel(), minlength=256).astype(np.float64)
    total = counts.sum()
    paper = min(255.0, float(np.searchsorted(np.cumsum(counts), 0.5 * total)))
    inked = np.cumsum(counts[: int(_INK * paper)])
    gain = 255 / max(paper, 1.0)
    if inked.size and inked[-1] >= _LEAST_INK * total:
        ink = float(np.searchsorted(inked, 0.3 * inked[-1]))
        gain = min(max(1.0, (255 - _FULL) / max(paper - ink, 1)), _GAIN)
    values = np.arange(256, dtype=np.float64)
    return np.clip(255 - (paper - values) * gain, 0, 255).astype(np.uint8), gain


def measure_noise(grey: Picture) -> float:
    """Return the standard deviation of the noise of a picture, in its values of 0 to 255.

    It is what differs from the mean of its surroundings. The median over the picture is taken, so that letters, which
    cover the smaller part, do not count.
    """
    found = [np.zeros(1, np.float32)]
    for top in range(0, grey.shape[0] - _AROUND, _NOISE_STRIP * _NOISE_STEP):
        strip = np.asarray(grey[top : top + _NOISE_STRIP], dtype=np.float32)
        rest = np.abs(strip - cv2.blur(strip, (_AROUND, _AROUND)))
        found.append(rest[_AROUND // 2 : -(_AROUND // 2), _AROUND // 2 : -(_AROUND // 2) : _NOISE_SAMPLE].ravel())
    return 1.4826 * float(np.median(np.concatenate(found)))


def denoise(level: Picture, noise: float) -> Picture:
    """Smooth a flattened page if its noise asks for it, or the steps of one that has nothing but black and white."""
    if noise >= _NOISY:
        return np.asarray(cv2.GaussianBlur(cv2.medianBlur(level, 3), (3, 3), 0.5), dtype=np.uint8)
    sample = level[::4, ::4]
    if float(np.mean((sample > 40) & (sample < 215))) < _BETWEEN:
        return np.asarray(cv2.GaussianBlur(level, (3, 3), 0.6), dtype=np.uint8)
    return level


def to_ink(level: Picture) -> NDArray[np.uint8]:
    """Return the mask (0 or 255) of the ink of a flattened page."""
    _, ink = cv2.threshold(level, 160, 255, cv2.THRESH_BINARY_INV)
    return np.asarray(cv2.medianBlur(ink, 3), dtype=np.uint8)
