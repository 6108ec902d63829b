"""Sets a form in a face, as the ink of a table cell: the text, rulings and neighbours at the edges, a stamp."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
from numpy.random import Generator
from PIL import Image, ImageDraw, ImageFont

from pipeline.readers.training.fonts import Face, has_letter, load_font
from pipeline.readers.training.ink import Ink, distort, draw_stamp, to_ink

from .forms import RAISED, Form

_DISTORTED = 0.3


@dataclass(frozen=True, slots=True)
class Setting:
    """How a cell is set: the face, another for letters that it lacks, pixels to the em, how much disturbs (0 to 1).

    ``between`` letters stands so much more than the face has, in ems; a blank is ``blank`` times as broad as there.
    """

    face: Face
    spare: Face
    size: int
    disturbance: float
    between: float = 0.0
    blank: float = 1.0


def respace(setting: Setting, share: float, rng: Generator) -> Setting:
    """Space letters and blanks otherwise than the face does, in that share of cells."""
    if share and rng.random() < share:
        return replace(setting, between=rng.uniform(-0.02, 0.06), blank=rng.uniform(0.75, 1.3))
    return setting


def set_cell(form: Form, setting: Setting, rng: Generator) -> Ink:
    """Draw a cell; 0 is paper, 1 is ink."""
    em = setting.size
    lines = form.printed.split("\n")
    widths = [draw_line(None, (0, 0), line, setting) for line in lines]
    leading = em * rng.uniform(1.05, 1.4)
    left, right, top, bottom = rng.uniform(0.12, 0.2 + 0.9 * rng.random(), 4) * em + 3
    tall = leading * (len(lines) - 1) + em * 0.9
    width = int(left + max(widths) + right) + 2
    height = int(top + tall + bottom)
    page = Image.new("L", (max(width, em // 2), height), 0)
    draw = ImageDraw.Draw(page)
    for i, line in enumerate(lines):
        slack = max(widths) - widths[i]
        x = left + slack * rng.choice([0, 0.5, 0.5, 1])
        draw_line(draw, (x, top + 0.68 * em + i * leading), line, setting)
    if rng.random() < _DISTORTED:
        page = distort(page, rng)
        draw = ImageDraw.Draw(page)
    _draw_rulings(draw, setting, rng)
    if rng.random() < 0.22 * setting.disturbance:
        _draw_neighbour(draw, setting, rng)
    ink = to_ink(page)
    likely = 0.5 if not form.read else 0.25 * max(0.0, setting.disturbance - 0.45)
    if rng.random() < likely:
        ink = np.maximum(ink, draw_stamp(ink.shape, setting.size, setting.disturbance, rng))
    return ink


def draw_line(draw: ImageDraw.ImageDraw | None, at: tuple[float, float], text: str, setting: Setting) -> float:
    """Draw a line of text, raised letters smaller and higher; return its width. Without a canvas, only measure."""
    whole = text.replace(RAISED, "")
    path = setting.face.path
    if not all(has_letter(path, letter) for letter in set(whole)):
        path = setting.spare.path
    font, raised_font = load_font(path, setting.size), load_font(path, max(6, round(setting.size * 0.64)))
    base, _, raised = text.partition(RAISED)
    pieces, width = _space(base, font, setting)
    if draw:
        for offset, piece in pieces:
            draw.text((at[0] + offset, at[1]), piece, fill=255, font=font, anchor="ls")
    if raised:
        raised = raised.replace(RAISED, "")
        if draw:
            draw.text((at[0] + width, at[1] - 0.3 * setting.size), raised, fill=255, font=raised_font, anchor="ls")
        width += raised_font.getlength(raised)
    return float(width)


def _space(text: str, font: ImageFont.FreeTypeFont, setting: Setting) -> tuple[list[tuple[float, str]], float]:
    """Place what stands on the line: whole as the face spaces it, or letter by letter. Return its width too."""
    if setting.between == 0.0 and setting.blank == 1.0:
        return [(0.0, text)], float(font.getlength(text))
    pieces, width = [], 0.0
    for letter in text:
        pieces.append((width, letter))
        step = font.getlength(letter)
        width += step * setting.blank if letter == " " else step + setting.between * setting.size
    return pieces, width


def _draw_rulings(draw: ImageDraw.ImageDraw, setting: Setting, rng: Generator) -> None:
    """Leave the remains of the cell's border along some edges."""
    width, height = draw.im.size
    if rng.random() > 0.55:
        return
    thick = int(max(1, round(setting.size * rng.uniform(0.02, 0.07))))
    shade = int(rng.uniform(120, 256))
    slope = rng.normal(0, 0.004)
    for edge in range(4):
        if rng.random() < 0.45:
            gap = int(rng.integers(0, 3))
            near = gap if edge < 2 else (height if edge == 2 else width) - 1 - gap
            if edge % 2:
                draw.line([(near, 0), (near + slope * height, height)], fill=shade, width=thick)
            else:
                draw.line([(0, near), (width, near + slope * width)], fill=shade, width=thick)


def _draw_neighbour(draw: ImageDraw.ImageDraw, setting: Setting, rng: Generator) -> None:
    """Let the text of the row above or below look in by a little."""
    width, height = draw.im.size
    words = "".join(rng.choice(list("gypqjQộặ(),0123456789"), 1 + width // setting.size))
    font = load_font(setting.spare.path, setting.size)
    peek = rng.uniform(0.02, 0.14) * setting.size
    x = rng.uniform(-0.5, 0.5) * setting.size
    if rng.random() < 0.5:
        draw.text((x, peek), words, fill=255, font=font, anchor="ld")
    else:
        draw.text((x, height - peek), words, fill=255, font=font, anchor="lt")
