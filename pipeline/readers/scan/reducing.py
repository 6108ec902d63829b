"""Smaller pictures of a page, for what is found as well on fewer pixels."""

from __future__ import annotations

from typing import Any

import cv2
import numpy as np
from numpy.typing import NDArray

_WHOLE = 0.01
"""Part of itself by which a factor may miss a whole number and still be taken for it."""


def reduced(picture: NDArray[np.uint8], dpi: float, most: float) -> tuple[NDArray[np.uint8], float]:
    """Return a grey or colour picture with at most so many dots per inch, and the factor, 1 or less, of its scale.

    By a whole number pixels are averaged in blocks, which takes a fifth of the time; rows and columns at the lower and
    right edges that fill no block are left out.

    >>> small, scale = reduced(np.zeros((301, 100), np.uint8), 300, 100)
    >>> small.shape, round(scale, 3)
    ((100, 33), 0.333)
    """
    if dpi <= most or not picture.size:
        return picture, 1.0
    height, width = picture.shape[:2]
    times = round(dpi / most)
    if abs(dpi / most - times) <= _WHOLE * times and min(height, width) >= times:
        size, scale = (width // times, height // times), 1 / times
        picture = picture[: size[1] * times, : size[0] * times]
    else:
        scale = most / dpi
        size = max(1, round(width * scale)), max(1, round(height * scale))
    small: NDArray[Any] = cv2.resize(picture, size, interpolation=cv2.INTER_AREA)
    return np.asarray(small, dtype=np.uint8), scale
