"""What the pages of a scanned document know of each other: words of cells chosen by what stands elsewhere in it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from pipeline.model import GAZETTEER, Cell, Grid, Passage, Reading

from .choices import CHOSEN, Choice, choose
from .echoes import echoes_of
from .likeliest import Known, counted
from .page import Place, Scan, passage_of_cell
from .places import named_places
from .printed import ENGINE
from .readers import Readers


def choose_anew(scans: Sequence[Scan], readers: Readers) -> list[Scan]:
    """Return the pages of a document with the words of their cells chosen by what was surely read on all of them.

    Only words that the reader of words has settled are chosen anew; numerals stay as they are.
    """
    choices = [choice for scan in scans for choice in scan.choices.values()]
    known = Known(readers.usual, echoes_of(one.heard for one in choices))
    chosen = (_revised(scan, dict(_changed(scan, known, readers))) for scan in scans)
    return [replace(_revised(scan, dict(_named(scan, readers))), choices={}) for scan in chosen]


def _changed(scan: Scan, known: Known, readers: Readers) -> Iterator[tuple[Place, Cell]]:
    for place, choice in scan.choices.items():
        area, row, column = place
        cell = scan.sheet.areas[area].grid.rows[row][column]
        again = choose(choice, known, readers.misread)
        texts = cell.text.split(" ")
        if len(texts) == len(again):
            pairs = zip(texts, choice.chosen, again, strict=True)
            chosen = [
                after if text == before and not counted(before + after) else text for text, before, after in pairs
            ]
            if chosen != texts:
                yield place, _with(cell, choice, Reading(" ".join(chosen), ENGINE), scan.sheet.number)


def _named(scan: Scan, readers: Readers) -> Iterator[tuple[Place, Cell]]:
    for place, name in named_places(scan, readers.places):
        area, row, column = place
        cell = scan.sheet.areas[area].grid.rows[row][column]
        yield place, _with(cell, scan.choices[place], Reading(name, GAZETTEER), scan.sheet.number)


def _with(cell: Cell, choice: Choice, chosen: Reading, page: int) -> Cell:
    """Put words into a cell; all that was read before stays among its readings, what the network saw first too."""
    before = cell.readings[0]
    first = Reading(" ".join(word.text for word in choice.words), ENGINE, before.confidence)
    chosen = replace(chosen, confidence=min(CHOSEN, before.confidence or 0.0))
    seen = [] if any(one.text == first.text for one in cell.readings) else [first]
    box = cell.passage.where().box or cell.box
    passage = passage_of_cell(chosen.text, page, box, choice.number) if box else Passage(chosen.text)
    return replace(cell, passage=passage, readings=(chosen, *cell.readings, *seen))


def _revised(scan: Scan, cells: dict[Place, Cell]) -> Scan:
    if not cells:
        return scan
    areas = [
        replace(area, grid=_grid(area.grid, {place[1:]: cell for place, cell in cells.items() if place[0] == number}))
        for number, area in enumerate(scan.sheet.areas)
    ]
    return replace(scan, sheet=replace(scan.sheet, areas=tuple(areas)))


def _grid(grid: Grid, cells: dict[tuple[int, int], Cell]) -> Grid:
    rows = tuple(
        tuple(cells.get((row, column), cell) for column, cell in enumerate(own)) for row, own in enumerate(grid.rows)
    )
    return replace(grid, rows=rows)
