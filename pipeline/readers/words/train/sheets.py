"""Lines as the reader of words meets them: those of cells cut out of scanned pages."""

from __future__ import annotations

from collections.abc import Sequence

from numpy.random import Generator
from PIL import ImageDraw, ImageFont

from pipeline.readers.scan.crops import crop
from pipeline.readers.training.fonts import Face, load_font
from pipeline.readers.training.sheets import Block, Filling, Line, draw_cells
from pipeline.readers.words.lines import Picture, cut_lines

from .texts import draw_text, with_older_tones

_COLUMNS = (2, 6)
_LONGEST = 140


def draw_lines(faces: Sequence[Face], wear: float, rng: Generator) -> list[tuple[Picture, str]]:
    """Draw a sheet in some faces of one family, worn by so much; return the strips of its lines and what they say.

    Cells of which another number of lines is found than was printed are left out.
    """
    strips: list[tuple[Picture, str]] = []
    for cell in draw_cells(faces, Filling(_COLUMNS, _fill), wear, rng):
        found = cut_lines(crop(cell.page, cell.box, 0), cell.tall)
        if len(found) == len(cell.read):
            strips.extend(zip(found, cell.read, strict=True))
    return strips


def _fill(room: float, face: Face, em: int, rng: Generator) -> Block:
    font = load_font(face.path, em)
    lines = _wrap(_cell_text(rng, room / em), font, room)
    return Block(tuple(_set(line, font) for line in lines), tuple(" ".join(line.split()) for line in lines))


def _set(text: str, font: ImageFont.FreeTypeFont) -> Line:
    def draw(page: ImageDraw.ImageDraw, left: float, base: float) -> None:
        page.text((left, base), text, fill=255, font=font, anchor="ls")

    return Line(font.getlength(text), draw)


def _cell_text(rng: Generator, ems: float) -> str:
    """Draw what stands in a cell so many ems broad: one line of it as often as several."""
    letters = max(4.0, ems * 2)
    longest = letters * (rng.uniform(0.4, 1) if rng.random() < 0.4 else rng.uniform(1, 4))
    text = draw_text(rng, int(min(_LONGEST, longest)))
    while len(text) < 0.6 * longest and rng.random() < 0.9:
        text = f"{text} {draw_text(rng, int(min(_LONGEST, longest - len(text))))}"
    return with_older_tones(text) if rng.random() < 0.3 else text


def _wrap(text: str, font: ImageFont.FreeTypeFont, room: float) -> list[str]:
    lines: list[str] = []
    for word in text.split():
        longer = f"{lines[-1]} {word}" if lines else word
        if lines and font.getlength(longer) <= room:
            lines[-1] = longer
        elif font.getlength(word) <= room:
            lines.append(word)
    return lines
