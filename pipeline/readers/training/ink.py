"""Ink on paper, 0 to 1: drawings made into it, distorted, and what comes over it."""

from __future__ import annotations

import numpy as np
from numpy.random import Generator
from numpy.typing import NDArray
from PIL import Image, ImageDraw

Ink = NDArray[np.float32]


def distort(page: Image.Image, rng: Generator) -> Image.Image:
    """Make letters narrower, wider or slanted, as faces are that nobody has here."""
    stretch, slant = rng.uniform(0.88, 1.14), rng.uniform(-0.1, 0.1)
    size = (max(1, round(page.width * stretch)), page.height)
    across = (1 / stretch, slant, -slant * page.height / 2)
    return page.transform(size, Image.Transform.AFFINE, (*across, 0, 1, 0), Image.Resampling.BILINEAR)


def to_ink(page: Image.Image) -> Ink:
    """Turn a drawing in white on black into ink."""
    return np.asarray(page, np.float32) * np.float32(1 / 255)


def draw_stamp(shape: tuple[int, ...], size: int, disturbance: float, rng: Generator) -> Ink:
    """Draw arcs and letters of a stamp or strokes of a pen, fainter than print of a size in pixels to the em."""
    height, width = shape
    page = Image.new("L", (width, height), 0)
    draw = ImageDraw.Draw(page)
    shade = int(255 * rng.uniform(0.25, 0.45 + 0.3 * disturbance))
    thick = int(max(1, size * rng.uniform(0.03, 0.12)))
    radius = size * rng.uniform(1, 5)
    x, y = rng.uniform(-radius, width + radius), rng.uniform(-radius, height + radius)
    kind = rng.random()
    if kind < 0.6:
        draw.ellipse((x - radius, y - radius, x + radius, y + radius), outline=shade, width=thick)
        inner = radius * 0.85
        draw.ellipse((x - inner, y - inner, x + inner, y + inner), outline=shade, width=max(1, thick // 2))
    elif kind < 0.85:
        points = [(rng.uniform(-0.2, 1.2) * width, rng.uniform(-0.2, 1.2) * height) for _ in range(5)]
        draw.line(points, fill=shade, width=thick, joint="curve")
    else:
        draw.line([(0, rng.uniform(0, height)), (width, rng.uniform(0, height))], fill=shade, width=thick)
    return to_ink(page)
