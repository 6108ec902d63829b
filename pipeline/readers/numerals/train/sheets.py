"""Cells as the reader of numerals meets them: cut out of scanned pages."""

from __future__ import annotations

from collections.abc import Sequence

from numpy.random import Generator
from PIL import ImageDraw

from pipeline.readers.numerals.parts import Picture
from pipeline.readers.scan.crops import crop
from pipeline.readers.scan.numbers import MARGIN
from pipeline.readers.training.fonts import Face
from pipeline.readers.training.sheets import Block, Filling, Line, draw_cells

from .forms import Form, draw_form
from .printing import Setting, draw_line, respace

_COLUMNS = (3, 10)
_TRIES = 5
"""Forms to find one for the width of a column; then it gets a digit, and nothing if that is too wide.

No cell is blank on purpose: a batch of nothing but paper would spoil the normalisation.
"""


def draw_crops(faces: Sequence[Face], filling: Filling, wear: float, rng: Generator) -> list[tuple[Picture, str]]:
    """Draw a sheet in some faces of one family, worn by so much; return the pictures of its cells, what they say."""
    cells = draw_cells(faces, filling, wear, rng)
    return [(crop(cell.page, cell.box, MARGIN), "\n".join(cell.read)) for cell in cells]


def filled(spare: Face, respaced: float) -> Filling:
    """Fill a table with what cells of numbers hold.

    Letters that a face lacks are taken from ``spare``; in the share ``respaced`` of cells they are spaced otherwise.
    """

    def fill(room: float, face: Face, em: int, rng: Generator) -> Block:
        setting = respace(Setting(face, spare, em, 0.0), respaced, rng)
        digit = str(rng.integers(10))
        for form in (*(draw_form(rng) for _ in range(_TRIES)), Form(digit, digit)):
            lines = tuple(_set(line, setting) for line in form.printed.split("\n"))
            if form.read and max(line.width for line in lines) <= room:
                return Block(lines, (form.read,), float(rng.choice([0, 0.5, 0.5, 1])))
        return Block((), ())

    return Filling(_COLUMNS, fill)


def _set(text: str, setting: Setting) -> Line:
    def draw(page: ImageDraw.ImageDraw, left: float, base: float) -> None:
        draw_line(page, (left, base), text, setting)

    return Line(draw_line(None, (0, 0), text, setting), draw)
