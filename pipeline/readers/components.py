"""The pixels of a mask: where they are, and which of them hang together."""

from __future__ import annotations

from typing import Any

import cv2
import numpy as np
from numpy.typing import NDArray

_MOST = 65_534
"""Parts that 16 bits count; labels of 32 bits take more than twice as long."""


def find_components(mask: NDArray[np.uint8]) -> tuple[NDArray[Any], NDArray[np.int32]]:
    """Return the part that each pixel of a mask belongs to, and of each part left, top, width, height and area.

    Pixels touch along edges and at corners. Part 0 is what is not inked; the others are numbered from the top.

    >>> labels, stats = find_components(np.array([[0, 1, 1], [0, 0, 0], [1, 0, 0]], np.uint8))
    >>> labels.tolist()
    [[0, 1, 1], [0, 0, 0], [2, 0, 0]]
    >>> stats[1:].tolist()
    [[1, 0, 2, 1, 2], [0, 2, 1, 1, 1]]
    """
    mask = np.ascontiguousarray(mask)
    label = cv2.CV_16U if _has_few(mask) else cv2.CV_32S
    _, labels, stats, _ = cv2.connectedComponentsWithStats(mask, ltype=label)
    return np.asarray(labels), np.asarray(stats, np.int32)


def find_points(mask: NDArray[np.uint8]) -> NDArray[np.int32]:
    """Return column and row of each inked pixel of a mask, row by row.

    >>> find_points(np.array([[0, 1, 1], [1, 0, 0]], np.uint8)).tolist()
    [[1, 0], [2, 0], [0, 1]]
    """
    if not mask.any():
        return np.zeros((0, 2), np.int32)
    return np.asarray(cv2.findNonZero(mask), np.int32).reshape(-1, 2)


def _has_few(mask: NDArray[np.uint8]) -> bool:
    """Tell that a mask is too small for more parts than 16 bits count, or that ink begins too seldom along its rows."""
    height, width = mask.shape
    if ((height + 1) // 2) * ((width + 1) // 2) <= _MOST:
        return True
    return cv2.countNonZero(mask[:, 0]) + cv2.countNonZero(cv2.subtract(mask[:, 1:], mask[:, :-1])) <= _MOST
