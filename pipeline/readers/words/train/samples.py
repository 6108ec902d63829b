"""Worn lines of words with what they say, drawn by number: the same number gives the same line."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import cv2
import numpy as np
from numpy.random import Generator
from numpy.typing import NDArray
from PIL import Image, ImageDraw, ImageFont

from pipeline.readers.training.fonts import HELD_OUT, OTHERS, TIMES_LIKE, Face, find_faces, has_letter, load_font
from pipeline.readers.training.ink import Ink, distort, draw_stamp, to_ink
from pipeline.readers.training.sheets import sheet_after_sheet
from pipeline.readers.training.shelf import Shelf
from pipeline.readers.training.wear import draw_scan, scan_cell
from pipeline.readers.words.lines import to_strip

from .sheets import draw_lines
from .texts import draw_text, with_older_tones

SHARD = 2048
"""Lines that are drawn at one go."""
ALL_WEAR = (0.0, 1.0)
_LENGTHS = (4, 8, 14, 20, 28, 36)
_TIMES_SHARE = 0.6
_MARKED = "ệộữỗẩđĐƯỞặỳỷỹỵễẮ"
"""Letters by which one tells whether a face was made for Vietnamese."""
_FEWEST_POINTS, _MOST_POINTS = 7.5, 14.5
_DRIFT = 0.07
"""Of the height of a line, by which its ends may lie higher or lower than its middle, beside a quarter of a degree."""


@dataclass(frozen=True, slots=True)
class Sample:
    """The strip of a line and what it says."""

    strip: NDArray[np.uint8]
    read: str
    family: str


def seen_shelf(folder: Path) -> Shelf:
    """Take the faces of training that have all letters: three in five lines are printed in Times-like ones."""
    return Shelf((_vietnamese(folder, TIMES_LIKE), _vietnamese(folder, OTHERS)), (_TIMES_SHARE, 1 - _TIMES_SHARE))


def unseen_shelf(folder: Path) -> Shelf:
    """Take the faces that training never saw."""
    return Shelf((_vietnamese(folder, HELD_OUT),), (1.0,))


def _vietnamese(folder: Path, families: dict[str, str]) -> tuple[Face, ...]:
    faces = find_faces(folder, families)
    return tuple(face for face in faces if all(has_letter(face.path, letter) for letter in _MARKED))


def draw_sample(number: Sequence[int], shelf: Shelf, wear: tuple[float, float]) -> Sample:
    """Draw the line of this number, worn by an amount between two bounds."""
    rng = np.random.Generator(np.random.PCG64DXSM(list(number)))
    ours = shelf.draw_family(rng)
    face = ours[0] if rng.random() < 0.5 else ours[int(rng.integers(len(ours)))]
    amount = _draw_wear(wear, rng)
    scan = draw_scan(amount, rng)
    em = max(9, round(rng.uniform(_FEWEST_POINTS, _MOST_POINTS) * scan.dpi / 72 * scan.oversampling))
    text = draw_text(rng, int(rng.choice(_LENGTHS)))
    text = with_older_tones(text) if rng.random() < 0.3 else text
    printed = text.replace("-", "–") if rng.random() < 0.15 else text
    ink, (top, bottom) = _set_line(printed, load_font(face.path, em), rng)
    if rng.random() < 0.04 + 0.12 * amount:
        ink = np.maximum(ink, draw_stamp(ink.shape, em, amount, rng))
    rim = int(0.25 * (bottom - top)) + 2
    first, last = max(0, top - rim), min(len(ink), bottom + rim)
    ink = np.ascontiguousarray(ink[first:last])
    turn = 0.25 + float(np.degrees(_DRIFT)) * ink.shape[0] / ink.shape[1]
    grey = scan_cell(ink, replace(scan, turn=turn, loose=0.6, holds=False), rng)
    scale = grey.shape[0] / (last - first)
    tall = (bottom - top) * scale
    start = (top - first) * scale + rng.normal(0, 0.035) * tall - 0.02 * tall
    end = (bottom - first) * scale + rng.normal(0, 0.035) * tall + 0.02 * tall
    return Sample(to_strip(grey, start, end), text, face.family)


def _draw_wear(wear: tuple[float, float], rng: Generator) -> float:
    return float(wear[0] + (wear[1] - wear[0]) * rng.random() ** 0.75)


def _set_line(text: str, font: ImageFont.FreeTypeFont, rng: Generator) -> tuple[Ink, tuple[int, int]]:
    """Set a line between others and rests of rulings; return the rows of its own ink too."""
    em = font.size
    leading = em * rng.uniform(1.1, 1.5)
    left, right = (rng.uniform(0.05, 0.5, 2) * em).astype(int) + 2
    base = leading * 1.5 + 0.35 * em
    between, blank = (rng.uniform(-0.02, 0.06) * em, rng.uniform(0.7, 1.5)) if rng.random() < 0.4 else (0.0, 1.0)
    steps = [font.getlength(letter) * (blank if letter == " " else 1) + between for letter in text]
    is_spaced = (between, blank) != (0.0, 1.0)
    width = int(left + (sum(steps) if is_spaced else font.getlength(text)) + right) + 2
    page = Image.new("L", (width, int(leading * 3)), 0)
    draw, x = ImageDraw.Draw(page), float(left)
    for letters, step in zip(text, steps, strict=True) if is_spaced else [(text, 0.0)]:
        draw.text((x, base), letters, fill=255, font=font, anchor="ls")
        x += step
    if rng.random() < 0.3:
        page = distort(page, rng)
    box = page.getbbox() or (0, 0, page.width, page.height)
    _surround(ImageDraw.Draw(page), font, (base, leading), rng)
    return to_ink(page), (box[1], box[3])


def _surround(
    draw: ImageDraw.ImageDraw, font: ImageFont.FreeTypeFont, lines: tuple[float, float], rng: Generator
) -> None:
    """Draw other lines above and below, and rests of rulings."""
    (base, leading), em, (width, height) = lines, font.size, draw.im.size
    for step in (-1, 1):
        if rng.random() < 0.55:
            other = draw_text(rng, 30)
            draw.text((rng.uniform(-3, 0.5) * em, base + step * leading), other, fill=255, font=font, anchor="ls")
    if rng.random() < 0.2:
        y = base + rng.choice([-1, 1]) * rng.uniform(0.6, 1.2) * em
        shade, thick = int(rng.uniform(80, 255)), max(1, round(em * rng.uniform(0.02, 0.07)))
        draw.line([(0, y), (width, y)], fill=shade, width=thick)
    for x in (0, width - 1):
        if rng.random() < 0.12:
            shade, thick = int(rng.uniform(80, 255)), max(1, round(em * rng.uniform(0.02, 0.1)))
            draw.line([(x, 0), (x, height)], fill=shade, width=thick)


def draw_from_sheets(number: Sequence[int], count: int, shelf: Shelf, wear: tuple[float, float]) -> list[Sample]:
    """Draw so many lines from sheets of this number and the next ones, worn by an amount between two bounds."""

    def draw_sheet(rng: Generator) -> Iterator[Sample]:
        faces = shelf.draw_family(rng)
        lines = draw_lines(faces, _draw_wear(wear, rng), rng)
        return (Sample(strip, text, faces[0].family) for strip, text in lines)

    return sheet_after_sheet(number, count, draw_sheet)


def draw_shard(job: tuple[int, int, Shelf]) -> list[tuple[NDArray[np.uint8], str]]:
    """Draw the strips of a shard, by seed and number, half of them from sheets; for worker processes."""
    seed, number, shelf = job
    cv2.setNumThreads(1)
    samples = [draw_sample((seed, number, i), shelf, ALL_WEAR) for i in range(SHARD // 2)]
    samples += draw_from_sheets((seed, number, SHARD), SHARD // 2, shelf, ALL_WEAR)
    return [(sample.strip, sample.read) for sample in samples]
