"""A page of nothing but print, for tests that put words of their own on it."""

from __future__ import annotations

import cv2
import numpy as np

from pipeline.readers.scan.image import Prepared, prepare


def text_page() -> Prepared:
    """Print some lines of text on a page, so that it is taken for one."""
    sheet = np.full((1754, 1240), 255, np.uint8)
    for row in range(120, 1600, 40):
        cv2.putText(sheet, "ke hoach 120 cua tinh", (120, row), cv2.FONT_HERSHEY_SIMPLEX, 1, (0,), 2)
    return prepare(sheet, 150, turn=0)
