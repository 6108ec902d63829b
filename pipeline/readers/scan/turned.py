"""Headings of narrow columns that are printed upwards or downwards: read again on their side."""

from __future__ import annotations

from collections.abc import Sequence

import cv2
import numpy as np

from pipeline.model import UNREAD, Box, Reading

from .crops import crop, ink_in
from .engine import Engine, Grey, Recognised, certainty
from .image import Prepared
from .numbers import Region

TURNED = "turned"
"""What the name of the engine ends with where a cell was read on its side."""
_TALL = 1.2
"""Height of a cell that may hold turned words, in parts of its width."""
_DOUBTED = 0.85
"""Mean confidence below which words of such a cell are tried on their side; upright ones are believed more."""
_SURE = 0.6
"""Certainty from which turned words are believed, if they are also surer than the upright ones."""
_FEWEST = 2
"""Letters of a word."""
_LONGEST_UPRIGHT = 15.0
"""Height of ink, in points, that one line of upright words does not reach."""
_MARGIN = 20
"""Pixels of paper around a crop."""
_WAYS = (cv2.ROTATE_90_CLOCKWISE, cv2.ROTATE_90_COUNTERCLOCKWISE)


def read_turned(
    prepared: Prepared, regions: Sequence[Region], found: Sequence[tuple[Reading, ...]], engine: Engine
) -> list[tuple[Reading, ...]]:
    """Return the readings of cells; tall ones that were hardly read are read turned both ways, the surer way kept."""
    result = list(found)
    for number, (region, readings) in enumerate(zip(regions, found, strict=True)):
        if not readings or not _may_be_turned(prepared, region, readings[0]):
            continue
        upright = region.confidence if any(char.isalpha() for char in region.text) else 0.0
        words = max((_read(picture, prepared.dpi, engine) for picture in _turns(prepared, region.box)), key=certainty)
        sure = certainty(words)
        if sure >= max(_SURE, upright) and _letters(words) >= _FEWEST:
            text = " ".join(word.text for word in words)
            result[number] = (Reading(text, f"{engine.name} {TURNED}", sure),)
    return result


def _may_be_turned(prepared: Prepared, region: Region, reading: Reading) -> bool:
    box = region.box
    if box.bottom - box.top < _TALL * (box.right - box.left):
        return False
    if reading.text != UNREAD and min(region.confidence, reading.confidence or 0.0) >= _DOUBTED:
        return False
    ink = ink_in(prepared, box)
    return ink.height > max(ink.width, _LONGEST_UPRIGHT)


def _turns(prepared: Prepared, box: Box) -> list[Grey]:
    upright = crop(prepared, box, _MARGIN)
    return [np.ascontiguousarray(cv2.rotate(upright, way), np.uint8) for way in _WAYS]


def _read(picture: Grey, dpi: float, engine: Engine) -> tuple[Recognised, ...]:
    return (engine.block or engine.page)(picture, dpi)


def _letters(words: Sequence[Recognised]) -> int:
    return max((sum(char.isalpha() for char in word.text) for word in words), default=0)
