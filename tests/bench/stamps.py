"""What offices add to a page by hand: the round red stamp and a signature in blue ink."""

from __future__ import annotations

import importlib.util
import math
from functools import cache
from pathlib import Path

import numpy as np
from PIL import Image, ImageChops, ImageDraw, ImageFont

RED = (205, 38, 48)
BLUE = (38, 54, 150)
WORDS = "ỦY BAN NHÂN DÂN ★ VĂN PHÒNG ★ "
TYPEFACE = "rinoh_typeface_texgyretermes"
RADIUS = 18 / 25.4
"""Inches: the stamp of an office is 36 mm wide."""


def stamp(page: Image.Image, centre: tuple[float, float], dpi: int, rng: np.random.Generator) -> Image.Image:
    """Return the page with a stamp around a point, worn and a little turned: one sees through it."""
    radius = round(RADIUS * dpi)
    mask = Image.new("L", (2 * radius, 2 * radius))
    draw = ImageDraw.Draw(mask)
    thick = max(2, dpi // 70)
    for share, width in ((1.0, 2 * thick), (0.92, thick), (0.6, thick)):
        inset = radius * (1 - share)
        draw.ellipse((inset, inset, 2 * radius - 1 - inset, 2 * radius - 1 - inset), outline=255, width=width)
    draw.polygon(list(_star(radius, 0.45 * radius)), fill=255)
    for number, letter in enumerate(WORDS.replace("★", "*")):
        _place(mask, letter, 2 * math.pi * number / len(WORDS), 0.76 * radius)
    mask = mask.rotate(float(rng.uniform(-25, 25)), Image.Resampling.BICUBIC)
    worn = rng.integers(150, 256, (2 * radius // 4 + 1, 2 * radius // 4 + 1), dtype=np.uint8)
    grain = Image.fromarray(worn).resize(mask.size, Image.Resampling.BILINEAR)
    corner = round(centre[0] - radius), round(centre[1] - radius)
    return _ink(page, ImageChops.multiply(mask, grain), corner, RED)


def sign(page: Image.Image, centre: tuple[float, float], dpi: int, rng: np.random.Generator) -> Image.Image:
    """Return the page with a signature around a point."""
    wide, tall = round(1.9 * dpi), round(0.8 * dpi)
    mask = Image.new("L", (wide, tall))
    draw = ImageDraw.Draw(mask)
    for _ in range(3):
        knots = rng.uniform((0.05 * wide, 0.05 * tall), (0.95 * wide, 0.95 * tall), (7, 2))
        draw.line([tuple(map(float, point)) for point in _curve(knots)], fill=235, width=max(2, dpi // 60))
    return _ink(page, mask, (round(centre[0] - wide / 2), round(centre[1] - tall / 2)), BLUE)


def _ink(page: Image.Image, mask: Image.Image, corner: tuple[int, int], colour: tuple[int, int, int]) -> Image.Image:
    """Multiply a colour into the page where the mask is: paper takes it, black print stays black."""
    full = Image.new("L", page.size)
    full.paste(mask, corner)
    solid = Image.new("RGB", page.size, colour).convert(page.mode)
    return Image.composite(ImageChops.multiply(page, solid), page, full)


def _star(centre: float, radius: float) -> list[tuple[float, float]]:
    return [
        (
            centre + radius * (1 if corner % 2 == 0 else 0.4) * math.sin(math.pi * corner / 5),
            centre - radius * (1 if corner % 2 == 0 else 0.4) * math.cos(math.pi * corner / 5),
        )
        for corner in range(10)
    ]


def _place(mask: Image.Image, letter: str, angle: float, radius: float) -> None:
    """Draw a letter on a circle around the middle of the mask, its foot towards the middle."""
    middle = mask.width / 2
    size = round(0.24 * middle)
    tile = Image.new("L", (2 * size, 2 * size))
    ImageDraw.Draw(tile).text((size, size), letter, fill=255, font=_font(size), anchor="mm")
    tile = tile.rotate(-math.degrees(angle), Image.Resampling.BICUBIC)
    at = round(middle + radius * math.sin(angle) - size), round(middle - radius * math.cos(angle) - size)
    mask.paste(255, (*at, at[0] + tile.width, at[1] + tile.height), tile)


@cache
def _font(size: int) -> ImageFont.FreeTypeFont:
    spec = importlib.util.find_spec(TYPEFACE)
    if spec is None or spec.origin is None:
        raise SystemExit("The typeface is missing: run 'make setup', which installs it.")
    return ImageFont.truetype(str(Path(spec.origin).with_name("texgyretermes-bold.otf")), size)


def _curve(knots: np.ndarray) -> np.ndarray:
    """Return points of a smooth curve through the knots (Catmull and Rom)."""
    ends = np.vstack([knots[:1], knots, knots[-1:]])
    steps = np.linspace(0, 1, 12, endpoint=False)[:, None]
    pieces = []
    for a, b, c, d in zip(ends, ends[1:], ends[2:], ends[3:], strict=False):
        square, cube = steps * steps, steps * steps * steps
        pieces.append(
            (2 * b + (c - a) * steps + (2 * a - 5 * b + 4 * c - d) * square + (3 * b - a - 3 * c + d) * cube) / 2
        )
    return np.vstack(pieces)
