"""A second, independent reading of the tables of a PDF by camelot, compared with the first cell by cell."""

from __future__ import annotations

import unicodedata
import warnings
from collections.abc import Iterator, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import regex

from pipeline.model import Box, Cell, Grid, Note, ReadDocument, Reading, Where

from .geometry import around, overlap
from .patience import TooSlowError, time_limit

ENGINE = "camelot"
_BLANKS = regex.compile(r"\s+")
_MARK = regex.compile(r"<s>\s*[(\[]?\d{1,2}[)\]]?\s*</s>|(?<=\p{L}\s?)<s>\s*\*{1,3}\s*</s>")
_TAGS = regex.compile(r"</?s>")
_SHARED = 0.5
_SECONDS, _SECONDS_A_PAGE = 30.0, 10.0
"""Of the processor; a page takes one or two, a damaged file may take for ever."""


@dataclass(frozen=True, slots=True)
class _Other:
    """A cell that camelot read, in points from the top left of the page."""

    box: Box
    text: str


def read_again(path: str, read: ReadDocument, pages: AbstractSet[int]) -> ReadDocument:
    """Add camelot's reading to the cells on some pages; ruled regions that only camelot takes for a table are noted."""
    if not pages:
        return read
    try:
        with time_limit(_SECONDS + _SECONDS_A_PAGE * len(pages)):
            tables = _tables(path, sorted(pages))
    except (TooSlowError, Exception) as error:  # noqa: BLE001 - camelot raises whatever comes up, and the first reading stands without it
        told = f"camelot cannot read the file ({type(error).__name__}: {error})"
        return replace(read, notes=(*read.notes, Note("second-reader-failed", evidence=told)))
    blocks = tuple(
        _with_readings(block, tables.get(block.page or 0, [])) if isinstance(block, Grid) else block
        for block in read.blocks
    )
    known = {block.page for block in read.blocks if isinstance(block, Grid)}
    missed = [
        Note("unread-table", where=Where(page=page), observed=found[0][0].text, evidence="only camelot finds a table")
        for page, found in sorted(tables.items())
        if page in read.doubtful_pages and page not in known
    ]
    return replace(read, blocks=blocks, notes=(*read.notes, *missed))


def _tables(path: str, pages: Sequence[int]) -> dict[int, list[list[_Other]]]:
    """Return the cells of camelot's tables by page."""
    from camelot.io import read_pdf

    spread = ",".join(map(str, pages))
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        found = read_pdf(
            Path(path).resolve(),
            pages=spread,
            flavor="lattice",
            engine="vector",
            split_text=True,
            flag_size=True,
            suppress_stdout=True,
        )
    tables: dict[int, list[list[_Other]]] = {}
    for table in found:
        tables.setdefault(int(table.page), []).append(list(_cells(table)))
    return tables


def _cells(table: Any) -> Iterator[_Other]:  # noqa: ANN401 - camelot's table, which it does not type
    height = table.pdf_size[1]
    for row in table.cells:
        for cell in row:
            text = _TAGS.sub("", _MARK.sub("", cell.text))
            text = " ".join(unicodedata.normalize("NFC", text).split())
            yield _Other(Box(cell.x1, height - cell.y2, cell.x2, height - cell.y1), text)


def _with_readings(grid: Grid, tables: Sequence[Sequence[_Other]]) -> Grid:
    """Add the second reading to the cells of a grid; a table that camelot does not find leaves it as it is."""
    boxes = [cell.box for row in grid.rows for cell in row if cell.box is not None]
    if not boxes or not tables:
        return grid
    region = around(boxes)
    best = max(tables, key=lambda cells: _share(region, around([cell.box for cell in cells])))
    if _share(region, around([cell.box for cell in best])) < _SHARED:
        return grid
    readings = dict(_compared([cell for row in grid.rows for cell in row if cell.box is not None], best))
    rows = tuple(
        tuple(
            replace(cell, readings=(*_own(cell), Reading(readings[id(cell)], ENGINE))) if id(cell) in readings else cell
            for cell in row
        )
        for row in grid.rows
    )
    return replace(grid, rows=rows)


def _own(cell: Cell) -> tuple[Reading, ...]:
    return cell.readings or (Reading("", "pdfium"),)


def _share(one: Box, other: Box) -> float:
    across = overlap(one.left, one.right, other.left, other.right)
    down = overlap(one.top, one.bottom, other.top, other.bottom)
    return across * down / max((one.right - one.left) * (one.bottom - one.top), 1e-9)


def _compared(cells: Sequence[Cell], others: Sequence[_Other]) -> Iterator[tuple[int, str]]:
    """Yield what camelot read for each cell, by ``id``; cells that it divides or merges are compared together."""
    groups: list[tuple[list[Cell], list[_Other]]] = []
    owner: dict[int, int] = {}
    for cell in cells:
        owner[id(cell)] = len(groups)
        groups.append(([cell], []))
    for other in others:
        hits = sorted({owner[id(cell)] for cell in cells if cell.box is not None and _meet(cell.box, other.box)})
        if not hits:
            continue
        first = groups[hits[0]]
        first[1].append(other)
        for hit in hits[1:]:
            for cell in groups[hit][0]:
                owner[id(cell)] = hits[0]
            first[0].extend(groups[hit][0])
            first[1].extend(groups[hit][1])
            groups[hit] = ([], [])
    for own, theirs in groups:
        if not theirs:
            continue
        text = " ".join(other.text for other in sorted(theirs, key=_place) if other.text)
        mine = " ".join(cell.text for cell in sorted(own, key=_place) if cell.text)
        same = _BLANKS.sub("", text) == _BLANKS.sub("", mine)
        yield from ((id(cell), cell.text if same else text) for cell in own)


def _meet(one: Box, other: Box) -> bool:
    return _holds(one, other) or _holds(other, one)


def _holds(one: Box, other: Box) -> bool:
    x, y = (other.left + other.right) / 2, (other.top + other.bottom) / 2
    return one.left <= x <= one.right and one.top <= y <= one.bottom


def _place(cell: Cell | _Other) -> tuple[float, float]:
    box = cell.box
    return (round(box.top), box.left) if box is not None else (0, 0)
