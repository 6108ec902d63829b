"""Pictures that hold no text: blank and black sheets, photographs."""

from __future__ import annotations

import cv2
import numpy as np
from numpy.typing import NDArray

from .colour import Picture
from .paper import Look

_SAMPLE = 8
"""Every so many pixels of the picture are looked at."""
_DARK = 70
_MOSTLY_DARK = 0.6
_GREY = (40, 190)
"""Between ink and paper: text has a rim of such pixels, a photograph hardly anything else."""
_MOSTLY_GREY = 0.55
_LIVELY = 25.0
"""Standard deviation of brightness of a photograph; faded or shaded paper is even."""
_LEAST_INK = 0.00015
"""Part of the sheet: a page number alone covers 0.0003."""


def look_at(grey: Picture, ink: NDArray[np.uint8]) -> Look:
    """Tell what a picture shows from its brightness as scanned and the mask of its ink."""
    sample = grey[::_SAMPLE, ::_SAMPLE]
    if float(np.mean(sample < _DARK)) > _MOSTLY_DARK:
        return Look.BLACK
    if cv2.countNonZero(ink) < _LEAST_INK * ink.size:
        return Look.BLANK
    between = float(np.mean((sample > _GREY[0]) & (sample < _GREY[1])))
    if between > _MOSTLY_GREY and float(np.std(sample.astype(np.float32))) > _LIVELY:
        return Look.PHOTO
    return Look.PAGE
