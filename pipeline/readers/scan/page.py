"""One scanned page: its picture prepared, its text recognised, its tables found by their rulings."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from statistics import median

import numpy as np
from numpy.typing import NDArray

from pipeline.model import Box, Cell, Grid, Note, Passage, Reading, Run, Where
from pipeline.readers.native.cells import take_words
from pipeline.readers.native.geometry import Frame, Tilted
from pipeline.readers.native.grids import Ruled, Slot, find_ruled
from pipeline.readers.native.lines import TextLine, find_lines, passage_of
from pipeline.readers.native.page import Area, PageKind, Sheet, unruled_areas
from pipeline.readers.native.rows import split_rows
from pipeline.readers.native.words import Word

from .choices import Choice
from .comparators import settle_comparators
from .crops import has_ink_beside, printed_words
from .dust import Inked, find_dusty
from .engine import Engine, Recognised, certainty
from .image import Prepared, prepare
from .marks import settle_marks
from .numbers import DIGIT_HEIGHT, Region, read_cells
from .ordinals import settle_ordinals
from .paper import Look
from .poor_cells import reread_poor
from .poor_lines import reread_lines
from .readers import Readers
from .rereading import WordReadings, read_twice, reread_numerals
from .signs import settle_signs
from .stops import settle_stops
from .text import Sure, to_words
from .turned import read_turned

_SURE_TEXT = 0.6
"""Below, a page is tried upside down too."""
_PRIOR = 0.2
"""How much surer a page must be read upside down where the shape of its words surely says otherwise."""
_CELL_NUMBERS = 10_000_000
"""Places of the characters of cells in the text of a page begin here, behind those of its words."""
_CELL_LENGTH = 1_000

Place = tuple[int, int, int]
"""A cell: the table of a page, row and column, all from 0."""


@dataclass(frozen=True, slots=True)
class Rendered:
    """The picture of a page as displayed, grey or RGB, with its number from 1 and its frame in points.

    ``dpi`` is that of the sheet which it shows; ``scale`` its pixels to a point of the page, where that has another
    size than the sheet.
    """

    number: int
    picture: NDArray[np.uint8]
    dpi: float
    shown: Frame
    scale: float = 0.0


@dataclass(frozen=True, slots=True)
class Scan:
    """A page read by OCR, and what was noticed about its picture."""

    sheet: Sheet
    notes: tuple[Note, ...] = ()
    words: tuple[tuple[Box, str], ...] = ()
    """Every word with its box on the page as displayed, for the searchable copy."""
    choices: Mapping[Place, Choice] = field(default_factory=dict)
    """What the words of cells were chosen from."""


def read_picture(rendered: Rendered, readers: Readers) -> Scan:
    """Read the picture of a page."""
    engine, numerals = readers.engine, readers.numerals
    prepared = prepare(rendered.picture, rendered.dpi)
    if prepared.look is not Look.PAGE:
        note = Note("page-without-text", where=Where(page=rendered.number), observed=str(prepared.look))
        return Scan(Sheet(rendered.number, PageKind.BLANK, (rendered.shown, rendered.shown)), (note,))
    recognised = engine.page(prepared.clean, prepared.dpi)
    if certainty(recognised) < _SURE_TEXT:
        prepared, recognised = _upside_down(rendered, prepared, recognised, engine)
    frames = (_tilted(prepared, rendered), rendered.shown)
    words, sure = to_words(printed_words(prepared, recognised), 72 / prepared.dpi)
    if numerals is not None:
        words = settle_comparators(prepared, settle_signs(prepared, words, numerals), numerals)
    words = settle_stops(prepared, words)
    sheet = Sheet(rendered.number, PageKind.SCAN, frames)
    areas, rest, choices = _areas(sheet, words, prepared, (readers, sure))
    rest = reread_lines(rest, prepared, readers, sure)
    twice: WordReadings = ()
    if numerals is not None:
        rest, twice = read_twice(rest, prepared, rendered.number, (engine.name, numerals, sure))
    open_areas, kept = unruled_areas(sheet, find_lines(rest) if rest else [])
    areas, lines = (*areas, *(_unsure(area, engine) for area in open_areas)), tuple(kept)
    rules = tuple(one.at for one in prepared.rulings_in_points() if not one.is_vertical)
    placed = tuple((frames[0].box_in(frames[1], word.box), word.text) for word in words)
    return Scan(replace(sheet, areas=areas, lines=lines, rules=rules, word_readings=twice), (), placed, choices)


def _unsure(area: Area, engine: Engine) -> Area:
    """Say of the cells of a table without rulings that the page pass alone read them: they are not to be trusted."""
    rows = tuple(
        tuple(
            replace(cell, readings=(Reading(cell.text, f"{engine.name} page", 0.0),)) if cell.text else cell
            for cell in row
        )
        for row in area.grid.rows
    )
    return replace(area, grid=replace(area.grid, rows=rows))


def _upside_down(
    rendered: Rendered, prepared: Prepared, recognised: tuple[Recognised, ...], engine: Engine
) -> tuple[Prepared, tuple[Recognised, ...]]:
    """Try a page the other way up; keep the way that reads better.

    Worn tables deceive the shape of words however sure it looks: crumbs of rulings stand below letters like tails.
    """
    turned = prepare(rendered.picture, rendered.dpi, turn=(prepared.turn + 180) % 360)
    other = engine.page(turned.clean, turned.dpi)
    is_better = certainty(other) > certainty(recognised) + _PRIOR * prepared.pose.sure
    return (turned, other) if is_better else (prepared, recognised)


def _tilted(prepared: Prepared, rendered: Rendered) -> Tilted:
    """Return the frame of the prepared picture in points, with the way to the page as displayed."""
    unit, back = 72 / prepared.dpi, 1 / (rendered.scale or rendered.dpi / 72)
    (a, b, c), (d, e, f) = ((float(x) for x in row) for row in prepared.to_picture)
    height, width = prepared.grey.shape
    rows = ((a * back / unit, b * back / unit, c * back), (d * back / unit, e * back / unit, f * back))
    return Tilted((width * unit, height * unit), prepared.turn, rows)


def _areas(
    sheet: Sheet, words: list[Word], prepared: Prepared, read_by: tuple[Readers, Sure]
) -> tuple[tuple[Area, ...], list[Word], dict[Place, Choice]]:
    """Return the ruled tables of a page, the words outside them, and what the words of cells were chosen from."""
    areas: list[Area] = []
    choices: dict[Place, Choice] = {}
    for region in find_ruled(prepared.rulings_in_points()):
        if len(region.columns) < 3 and len(region.rows) < 3:
            continue
        taken, rest = take_words(region, words)
        if not any(taken.values()):
            continue
        words = [word for word in rest if not _inside(word, region)]
        ruled, taken = split_rows(region, taken)
        grid, chosen = _grid(sheet, (ruled, taken), prepared, read_by)
        choices.update({(len(areas), slot.row, slot.column): choice for slot, choice in chosen.items()})
        box = ruled.box
        areas.append(Area(box.top, box.bottom, box.left, box.right, grid))
    return tuple(areas), words, choices


def _inside(word: Word, region: Ruled) -> bool:
    """Say whether a word lies in a table without being in a cell: a column of digits that was taken for a line."""
    x, y = (word.box.left + word.box.right) / 2, (word.box.top + word.box.bottom) / 2
    return region.columns[0] < x < region.columns[-1] and region.rows[0] < y < region.rows[-1]


def _grid(
    sheet: Sheet, region: tuple[Ruled, dict[Slot, list[Word]]], prepared: Prepared, read_by: tuple[Readers, Sure]
) -> tuple[Grid, dict[Slot, Choice]]:
    ruled, taken = region
    readers, sure = read_by
    engine, numerals = readers.engine, readers.numerals
    dusty = _dusty(prepared, taken)
    taken = {slot: [] if slot in dusty else found for slot, found in taken.items()}
    lines = {slot: find_lines(found) for slot, found in taken.items()}
    passages = {slot: passage_of(own, sheet.number, sheet.frames, in_cell=True) for slot, own in lines.items()}
    regions = [
        replace(_region(prepared, slot, passages[slot].text, (own, sure)), is_dusty=slot in dusty)
        for slot, own in lines.items()
    ]
    readings = read_cells(prepared, regions, engine, numerals)
    columns = [slot.column for slot in taken]
    readings = settle_marks(columns, settle_ordinals(prepared, regions, columns, readings))
    readings, choices = reread_poor(prepared, regions, readings, readers)
    if numerals is not None:
        readings = reread_numerals(prepared, list(taken.values()), readings, numerals)
    readings = read_turned(prepared, regions, readings, engine)
    width, height = len(ruled.columns) - 1, len(ruled.rows) - 1
    rows = [[Cell(column, Passage("")) for column in range(width)] for _ in range(height)]
    for number, (slot, found) in enumerate(zip(taken, readings, strict=True)):
        box = sheet.frames[0].box_in(sheet.frames[1], slot.box)
        passage = _passage(found, passages[slot], sheet.number, (box, number))
        rows[slot.row][slot.column] = Cell(slot.column, passage, slot.row_span, slot.column_span, found, box)
    slots = list(taken)
    numbered = {slots[number]: replace(choice, number=number) for number, choice in choices.items()}
    grid = Grid(tuple(tuple(row) for row in rows), width, sheet.number, ruled.columns)
    return grid, numbered


def _dusty(prepared: Prepared, taken: dict[Slot, list[Word]]) -> set[Slot]:
    """Return the cells that hold nothing but specks."""
    pixels = prepared.dpi / 72
    sizes = [word.size for words in taken.values() for word in words]
    height = DIGIT_HEIGHT * median(sizes) * pixels if sizes else 0.0
    slots = list(taken)
    cells = [
        Inked(_scaled(slot.box, pixels), slot.column, "".join(word.text for word in taken[slot])) for slot in slots
    ]
    return {slots[number] for number in find_dusty(prepared, cells, height)}


def _region(prepared: Prepared, slot: Slot, text: str, read: tuple[Sequence[TextLine], Sure]) -> Region:
    lines, sure = read
    pixels = prepared.dpi / 72
    words = [word for line in lines for word in line.words]
    box, boxes = _scaled(slot.box, pixels), tuple(_scaled(word.box, pixels) for word in words)
    is_partly_read = any(char.isalpha() for char in text) and has_ink_beside(prepared, box, boxes)
    return Region(box, text, tuple((word.text, sure(word)) for word in words), slot.column, boxes, is_partly_read)


def _scaled(box: Box, factor: float) -> Box:
    return Box(box.left * factor, box.top * factor, box.right * factor, box.bottom * factor)


def _passage(found: tuple[Reading, ...], printed: Passage, page: int, cell: tuple[Box, int]) -> Passage:
    """Return the text of a cell: the words of the page pass, or the reading chosen instead of them."""
    if not found or found[0].text == printed.text:
        return printed
    box, number = cell
    return passage_of_cell(found[0].text, page, printed.where().box or box, number)


def passage_of_cell(text: str, page: int, box: Box, number: int) -> Passage:
    """Return a text that was put into a cell, the cells of a table counted from 0."""
    start = _CELL_NUMBERS + number * _CELL_LENGTH
    where = Where(page=page, start=start, end=start + len(text), box=box)
    return Passage(text, (Run(0, len(text), where),))
