"""A Times-like typeface from the dev extra, and cells printed in it."""

from __future__ import annotations

from importlib.util import find_spec
from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray
from PIL import Image, ImageDraw, ImageFilter, ImageFont

from pipeline.readers.training.fonts import Face

_PACKAGE = "rinoh_typeface_texgyretermes"
needs_typeface = pytest.mark.skipif(
    find_spec(_PACKAGE) is None, reason="the typeface of the dev extra is not installed"
)


def faces() -> tuple[Face, ...]:
    """Return its upright, bold and italic faces."""
    return tuple(Face("Termes", str(_file(style))) for style in ("regular", "bold", "italic"))


def set_lines(text: str, face: str, size: int, *, leading: float = 1.2, blur: float = 0.7) -> NDArray[np.uint8]:
    """Print lines on a cell; ``size`` and ``blur`` are in pixels, ``leading`` in parts of the size."""
    font = ImageFont.truetype(str(_file(face)), size)
    lines = text.split("\n")
    width = round(max(font.getlength(line) for line in lines)) + 40
    page = Image.new("L", (width, round(size * leading * len(lines)) + 30), 250)
    for i, line in enumerate(lines):
        ImageDraw.Draw(page).text((20, 12 + i * size * leading), line, font=font, fill=20)
    return np.asarray(page.filter(ImageFilter.GaussianBlur(blur)), np.uint8)


def _file(style: str) -> Path:
    spec = find_spec(_PACKAGE)
    assert spec
    assert spec.origin
    return Path(spec.origin).with_name(f"texgyretermes-{style}.otf")
