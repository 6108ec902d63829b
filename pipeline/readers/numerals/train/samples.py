"""Worn cells with what is to be read in them, drawn by number: the same number gives the same cell."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import cv2
import numpy as np
from numpy.random import Generator
from numpy.typing import NDArray

from pipeline.readers.numerals.crops import cut_strips
from pipeline.readers.training.fonts import HELD_OUT, OTHERS, TIMES_LIKE, Face, find_faces
from pipeline.readers.training.sheets import sheet_after_sheet
from pipeline.readers.training.shelf import Shelf
from pipeline.readers.training.wear import draw_scan, scan_cell

from .forms import draw_form
from .printing import Setting, respace, set_cell
from .sheets import draw_crops, filled

SHARD = 2048
"""Cells that are drawn at one go."""
_ALL_WEAR = (0.0, 1.0)
_TIMES_SHARE = 0.5
_RESPACED = 0.4
_NARROWEST = 7
"""Columns of a strip to a character, on average with the paper around it."""
_FEWEST_POINTS, _MOST_POINTS = 9.5, 14.5


@dataclass(frozen=True, slots=True)
class CellShelf(Shelf):
    """The faces to print cells with; ``spare`` has the letters that others lack.

    ``respaced`` is the share of cells whose letters and blanks are spaced in another way than the face would.
    """

    spare: Face
    respaced: float = 0.0


@dataclass(frozen=True, slots=True)
class Sample:
    """A scanned cell and what it says, lines separated by a line feed.

    In one from a sheet a whole ruling may have been left, longer than the numeral.
    """

    crop: NDArray[np.uint8]
    read: str
    family: str
    is_from_sheet: bool = False


def seen_shelf(folder: Path) -> CellShelf:
    """Take the faces of training: half of the cells are printed in Times-like ones."""
    times, others = find_faces(folder, TIMES_LIKE), find_faces(folder, OTHERS)
    return CellShelf((times, others), (_TIMES_SHARE, 1 - _TIMES_SHARE), times[0])


def respaced(shelf: CellShelf) -> CellShelf:
    """Space the letters of some cells otherwise, for the faces that nobody has here."""
    return replace(shelf, respaced=_RESPACED)


def unseen_shelf(folder: Path) -> CellShelf:
    """Take the faces that training never saw."""
    return CellShelf((find_faces(folder, HELD_OUT),), (1.0,), find_faces(folder, TIMES_LIKE)[0])


def draw_sample(number: Sequence[int], shelf: CellShelf, wear: tuple[float, float]) -> Sample:
    """Draw the cell of this number, worn by an amount between two bounds."""
    rng = np.random.Generator(np.random.PCG64DXSM(list(number)))
    ours = shelf.draw_family(rng)
    upright = rng.random() < 0.4
    face = ours[0] if upright else ours[int(rng.integers(len(ours)))]
    form = draw_form(rng)
    amount = float(rng.uniform(*wear))
    scan = draw_scan(amount, rng)
    points = rng.uniform(_FEWEST_POINTS, _MOST_POINTS)
    size = round(points * scan.dpi / 72 * scan.oversampling)
    setting = respace(Setting(face, shelf.spare, size, amount), shelf.respaced, rng)
    ink = set_cell(form, setting, rng)
    return Sample(scan_cell(ink, scan, rng), form.read, face.family)


def sample_to_strips(sample: Sample) -> list[tuple[NDArray[np.uint8], str]]:
    """Cut a cell as the reader does; none where the lines found are not those printed."""
    strips = cut_strips(sample.crop).lines
    lines = sample.read.split("\n")
    if not sample.read:
        return [(strip, "") for strip in strips]
    if len(lines) == 1 and len(strips) > 1 and lines != ["a"] and not sample.is_from_sheet:
        widest = max(range(len(strips)), key=lambda i: strips[i].shape[1])
        others = [strip for i, strip in enumerate(strips) if i != widest]
        is_clear = strips[widest].shape[1] > 2 * max(strip.shape[1] for strip in others)
        return [(strips[widest], lines[0]), *((strip, "") for strip in others)] if is_clear else []
    if len(strips) != len(lines):
        return []
    return [(strip, line) for strip, line in zip(strips, lines, strict=True) if _has_room(strip, line)]


def _has_room(strip: NDArray[np.uint8], line: str) -> bool:
    """Say whether a strip is wide enough for what it says: else its height was taken from a stroke across it."""
    return bool(strip.shape[1] >= _NARROWEST * len(line))


def draw_from_sheets(number: Sequence[int], count: int, shelf: CellShelf, wear: tuple[float, float]) -> list[Sample]:
    """Draw so many cells from sheets of this number and the next ones, worn by an amount between two bounds."""
    filling = filled(shelf.spare, shelf.respaced)

    def draw_sheet(rng: Generator) -> Iterator[Sample]:
        faces = shelf.draw_family(rng)
        cells = draw_crops(faces, filling, float(rng.uniform(*wear)), rng)
        return (Sample(crop, read, faces[0].family, is_from_sheet=True) for crop, read in cells)

    return sheet_after_sheet(number, count, draw_sheet)


def draw_shard(job: tuple[int, int, CellShelf]) -> list[tuple[NDArray[np.uint8], str]]:
    """Draw the strips of a shard, by seed and number, half of them from sheets; for worker processes."""
    seed, number, shelf = job
    cv2.setNumThreads(1)
    cells = [draw_sample((seed, number, i), shelf, _ALL_WEAR) for i in range(SHARD // 2)]
    cells += draw_from_sheets((seed, number, SHARD), SHARD // 2, shelf, _ALL_WEAR)
    return [strip for cell in cells for strip in sample_to_strips(cell)]
