"""Cells as readers meet them in scans: whole sheets are drawn, worn, made ready as scans are, and their cells found."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import TypeVar

import cv2
import numpy as np
from numpy.random import Generator
from numpy.typing import NDArray
from PIL import Image, ImageDraw

from pipeline.model import Box
from pipeline.readers.scan.image import Prepared, prepare

from .fonts import Face, load_font
from .ink import Ink, draw_stamp, to_ink
from .wear import draw_scan, scan_page

_Drawn = TypeVar("_Drawn")
_FEWEST_POINTS, _MOST_POINTS = 8.0, 13.5
_SIZES = ((7.6, 5.2), (10.6, 3.8))
"""Inches of a sheet: about half a page, upright or broad. A broad one has the skew of a broad page."""
_MARGIN = 0.3
_MISFITS = 4
"""Rows that found no room at the foot of a sheet, after which it is full."""
_SKEW, _SAG = 2.0, 0.03
"""Degrees, and inches by which the middle of a line sags, at most."""
_TYPICAL = "Hệ số Kỹ"
"""Words as high as words are, from the marks above letters to the tails below."""


@dataclass(frozen=True, slots=True)
class Line:
    """A line as wide as so many pixels, and what draws it from a left end on its base."""

    width: float
    draw: Callable[[ImageDraw.ImageDraw, float, float], None]


@dataclass(frozen=True, slots=True)
class Block:
    """What stands in a cell: its lines, what each says, and the share of free room left of them, if not as the row."""

    lines: tuple[Line, ...]
    read: tuple[str, ...]
    shift: float | None = None


Fill = Callable[[float, Face, int, Generator], Block]
"""Draws what stands in a cell, for a room of so many pixels, in a face of so many pixels to the em."""


@dataclass(frozen=True, slots=True)
class Filling:
    """How many columns the table of a sheet has, from the first number to below the second, and what stands in it."""

    columns: tuple[int, int]
    fill: Fill


@dataclass(frozen=True, slots=True)
class SheetCell:
    """A cell as it was found on a prepared page: its box there, its lines, the height of its words in pixels."""

    page: Prepared
    box: Box
    read: tuple[str, ...]
    tall: float


@dataclass(frozen=True, slots=True)
class _Press:
    """What a sheet is printed with: the faces of a family, upright first; pixels to the em and to the inch."""

    faces: Sequence[Face]
    em: int
    unit: float


@dataclass(frozen=True, slots=True)
class _Cell:
    """Where a cell is on the sheet (left, top, right, bottom, in pixels), and what its lines say."""

    box: tuple[float, float, float, float]
    read: tuple[str, ...]


def draw_cells(faces: Sequence[Face], filling: Filling, wear: float, rng: Generator) -> list[SheetCell]:
    """Draw a sheet in some faces of one family, worn by so much, and return its cells as they are found again."""
    scan = draw_scan(wear, rng)
    unit = scan.dpi * scan.oversampling
    press = _Press(faces, max(10, round(rng.uniform(_FEWEST_POINTS, _MOST_POINTS) * unit / 72)), unit)
    width, height = (round(side * unit) for side in _SIZES[int(rng.integers(len(_SIZES)))])
    page = Image.new("L", (width, height), 0)
    cells = list(_set_cells(page, press, filling, rng))
    ink = to_ink(page)
    for _ in range(int(rng.integers(0, 3)) if rng.random() < 0.3 else 0):
        ink = np.maximum(ink, draw_stamp(ink.shape, press.em, wear, rng))
    ink, sag = _bend(_fade(ink, wear, unit, rng), unit, rng)
    ink, lean = _lean(ink, rng)
    grey = scan_page(ink, scan, rng)
    sizes = np.diag([grey.shape[1] / width, grey.shape[0] / height, 1.0])
    prepared = prepare(grey, unit * grey.shape[0] / height, turn=0)
    whole = (np.linalg.inv(_square(np.asarray(prepared.to_picture))) @ sizes @ _square(lean))[:2]
    tall = _height(press) * prepared.dpi / unit
    return [
        SheetCell(prepared, _place(cell, sag, whole, rng), cell.read, tall * rng.uniform(0.85, 1.15)) for cell in cells
    ]


def sheet_after_sheet(
    number: Sequence[int], count: int, draw_sheet: Callable[[Generator], Iterable[_Drawn]]
) -> list[_Drawn]:
    """Draw so many lines or cells from sheets of this number and the next ones."""
    drawn: list[_Drawn] = []
    sheet = 0
    while len(drawn) < count:
        drawn.extend(draw_sheet(np.random.Generator(np.random.PCG64DXSM([*number, sheet]))))
        sheet += 1
    return drawn[:count]


def _set_cells(page: Image.Image, press: _Press, filling: Filling, rng: Generator) -> Iterator[_Cell]:
    """Set a table, ruled as a rule; each row in one face."""
    draw, faces, em, unit = ImageDraw.Draw(page), press.faces, press.em, press.unit
    left, right = _MARGIN * unit, page.width - _MARGIN * unit
    count = int(rng.integers(*filling.columns))
    shares = np.cumsum(rng.uniform(0.5, 1.6, count))
    edges = [left, *(left + (right - left) * shares / shares[-1])]
    leading, pad = em * rng.uniform(1.12, 1.5), em * rng.uniform(0.15, 0.6)
    is_ruled, thick = rng.random() < 0.85, max(1, round(unit * rng.uniform(0.004, 0.012)))
    top, misfits = _MARGIN * unit, 0
    while misfits < _MISFITS:
        face = faces[0] if rng.random() < 0.6 else faces[int(rng.integers(len(faces)))]
        room = [edges[i + 1] - edges[i] - 2 * pad - thick for i in range(count)]
        blocks = [filling.fill(wide, face, em, rng) for wide in room]
        bottom = top + max(1, *(len(block.lines) for block in blocks)) * leading + 2 * pad
        if bottom > page.height - _MARGIN * unit:
            misfits += 1
            continue
        is_centred = rng.random() < 0.3
        for i, block in enumerate(blocks):
            slack = bottom - top - 2 * pad - len(block.lines) * leading
            start = top + pad + (slack / 2 if is_centred else 0)
            shift = (0.5 if is_centred else 0.0) if block.shift is None else block.shift
            for n, line in enumerate(block.lines):
                base = start + n * leading + 0.5 * (leading - em) + 0.88 * em
                line.draw(draw, edges[i] + pad + shift * (room[i] - line.width), base)
            yield _Cell((edges[i], top, edges[i + 1], bottom), block.read)
        if is_ruled:
            for y in (top, bottom):
                draw.line([(left, y), (right, y)], fill=255, width=thick)
            for x in edges:
                draw.line([(x, top), (x, bottom)], fill=255, width=thick)
        top = bottom


def _height(press: _Press) -> float:
    box = load_font(press.faces[0].path, press.em).getbbox(_TYPICAL, anchor="ls")
    return float(box[3] - box[1])


def _fade(ink: Ink, wear: float, unit: float, rng: Generator) -> Ink:
    """Lighten all print, and most of it in small spots."""
    if rng.random() < 0.3 + 0.5 * wear:
        grain = max(1.0, unit * rng.uniform(0.008, 0.03))
        small = rng.random((round(ink.shape[0] / grain) + 1, round(ink.shape[1] / grain) + 1), dtype=np.float32)
        spots = cv2.resize(small, ink.shape[::-1], interpolation=cv2.INTER_LINEAR)
        limit = np.quantile(spots[::7, ::7], rng.uniform(0, 0.1) * wear)
        ink = np.asarray(np.where(spots <= limit, ink * np.float32(rng.uniform(0.1, 0.5)), ink), np.float32)
    return ink


def _bend(ink: Ink, unit: float, rng: Generator) -> tuple[Ink, Ink]:
    """Let the middle of each line sag; return by how many pixels at each column."""
    height, width = ink.shape
    depth = float(unit * rng.uniform(-_SAG, _SAG)) if rng.random() < 0.4 else 0.0
    columns = np.arange(width, dtype=np.float32)
    sag = np.asarray(depth * 4 * columns * (width - columns) / width**2, np.float32)
    if not depth:
        return ink, sag
    rows = np.arange(height, dtype=np.float32)[:, None] - sag
    across = np.ascontiguousarray(np.broadcast_to(columns, ink.shape))
    return np.asarray(cv2.remap(ink, across, rows, cv2.INTER_LINEAR), np.float32), sag


def _lean(ink: Ink, rng: Generator) -> tuple[Ink, NDArray[np.float64]]:
    """Turn a sheet a little about its middle; return the move of its points too."""
    height, width = ink.shape
    angle = float(rng.uniform(-_SKEW, _SKEW)) if rng.random() < 0.8 else 0.0
    move = np.asarray(cv2.getRotationMatrix2D((width / 2, height / 2), angle, 1.0), np.float64)
    return np.asarray(cv2.warpAffine(ink, move, (width, height), flags=cv2.INTER_LINEAR), np.float32), move


def _place(cell: _Cell, sag: Ink, whole: NDArray[np.float64], rng: Generator) -> Box:
    """Find a cell of the sheet on the prepared page, to which ``whole`` (2 x 3) takes points; a pixel or two off."""
    left, top, right, bottom = cell.box
    corners = [(x, y + sag[min(int(x), len(sag) - 1)], 1.0) for x in (left, right) for y in (top, bottom)]
    places = np.array(corners) @ whole.T
    off = rng.normal(0, 1.5, 4)
    (x1, y1), (x2, y2) = places.min(axis=0), places.max(axis=0)
    return Box(x1 + off[0], y1 + off[1], x2 + off[2], y2 + off[3])


def _square(move: NDArray[np.float64]) -> NDArray[np.float64]:
    return np.vstack([move, (0.0, 0.0, 1.0)])
