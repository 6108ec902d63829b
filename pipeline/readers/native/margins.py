"""What stands on a page and is no text of the document: page numbers, running headers, marks of the scan."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass

import regex

from pipeline.model import Catalog

from .lines import TextLine
from .page import Area, Sheet

_PAGE_NUMBER = regex.compile(
    r"[-–\s]*(?:trang|page)?\s*(?P<number>\d{1,4})\s*(?:(?:/|of|trên)\s*\d{1,4})?[-–\s]*", regex.IGNORECASE
)
_TOPICS = ("annex-line", "reference-line", "unit-line")
_ZONE = 0.18
_OUTER = 3
_SAME = 4.0
_SHARE = 0.4
_FEWEST = 3
_BOX_ZONE = 0.15


@dataclass(frozen=True, slots=True)
class Margins:
    """Lines and grids to leave out, by page and identity, with the reason."""

    lines: dict[int, str]
    areas: dict[int, str]


def find_margins(sheets: Sequence[Sheet], catalog: Catalog) -> Margins:
    """Return what to leave out of the pages of a document: ``id`` of a line or area to the reason.

    From the edge of a page inwards, a line is left out as long as it numbers the page or stands on others as well. What
    may caption an annex counts only if it stands beyond the number of a page, or above the letterhead on another.
    """
    edges = [(sheet, list(edge_lines(sheet, edge))) for sheet in sheets for edge in (1, -1)]
    numbers = _page_numbers(edges)
    running = _running([line for _, lines in edges for line in lines], len(sheets))
    captions = _captions(edges, numbers, catalog)
    reasons: dict[int, str] = {}
    for _, lines in edges:
        for line in lines:
            is_running = id(line) in running and _words_of(line) not in captions
            reason = "page number" if id(line) in numbers else "repeated header" if is_running else ""
            if not reason:
                break
            reasons[id(line)] = reason
    return Margins(reasons, {id(area): "repeated header" for area in _boxes(sheets)})


def without_pages(margins: Margins, sheets: Sequence[Sheet], repeated: Collection[int]) -> Margins:
    """Leave out all that stands on pages that repeat others."""
    again = [sheet for sheet in sheets if sheet.number in repeated]
    lines = {id(line): "repeated page" for sheet in again for line in sheet.lines}
    areas = {id(area): "repeated page" for sheet in again for area in sheet.areas}
    return Margins({**margins.lines, **lines}, {**margins.areas, **areas})


def page_number(text: str) -> int | None:
    """Return the number of a line that may number a page.

    >>> page_number("- 12 -"), page_number("Trang 3/10"), page_number("12 xã")
    (12, 3, None)
    """
    match = _PAGE_NUMBER.fullmatch(text)
    return int(match["number"]) if match else None


def edge_lines(sheet: Sheet, edge: int) -> Iterator[TextLine]:
    """Yield the outermost lines at the top (1) or bottom (-1) of a page, from outside in."""
    height = sheet.frames[0].size[1]
    for line in sorted(sheet.lines, key=lambda line: line.baseline)[::edge][:_OUTER]:
        if (line.baseline if edge == 1 else height - line.baseline) < _ZONE * height:
            yield line


def _page_numbers(edges: Sequence[tuple[Sheet, Sequence[TextLine]]]) -> set[int]:
    """Return the lines that number the pages: they count on with the pages, or agree with the only one."""
    places = {number: at for at, number in enumerate(dict.fromkeys(sheet.number for sheet, _ in edges), start=1)}
    found = [
        (places[sheet.number], number, line)
        for sheet, lines in edges
        for line in lines
        if (number := page_number(line.text)) is not None
    ]
    offsets = Counter(number - page for page, number, _ in found)
    return {id(line) for page, number, line in found if offsets[number - page] >= 2 or number == page}


def _captions(edges: Sequence[tuple[Sheet, Sequence[TextLine]]], numbers: set[int], catalog: Catalog) -> set[str]:
    """Return the words of lines at the edge that may caption what stands below them, and are no running heads."""
    captions: set[str] = set()
    heads: set[str] = set()
    for sheet, lines in edges:
        own = [line for line in lines if any(catalog.meaning(topic, line.text) for topic in _TOPICS)]
        if not own:
            continue
        captions.update(map(_words_of, own))
        last = max((at for at, line in enumerate(lines) if id(line) in numbers), default=0)
        mottos = [line.baseline for line in sheet.lines if catalog.meaning("letterhead", line.text) == "motto"]
        beyond = min(mottos, default=0.0)
        heads.update(_words_of(line) for line in own if line in lines[:last] or line.baseline + line.size < beyond)
    return captions - heads


def _words_of(line: TextLine) -> str:
    """Return the words of a line, numbers apart."""
    return regex.sub(r"\d+", "#", line.text)


def _running(lines: Sequence[TextLine], pages: int) -> set[int]:
    """Return lines that stand in the same place with the same words, numbers apart, on many pages."""
    by_words: dict[str, list[TextLine]] = {}
    for line in lines:
        by_words.setdefault(_words_of(line), []).append(line)
    found: set[int] = set()
    for same in by_words.values():
        for line in same:
            there = sum(abs(other.baseline - line.baseline) <= _SAME for other in same)
            if there >= min(_FEWEST, pages) and there >= max(2, _SHARE * len(same)):
                found.add(id(line))
    return found


def _boxes(sheets: Sequence[Sheet]) -> Iterator[Area]:
    """Yield ruled boxes that stand in the same place at the edge of several pages with the same words."""
    found: list[tuple[Sheet, Area]] = []
    for sheet in sheets:
        height = sheet.frames[0].size[1]
        found.extend(
            (sheet, area)
            for area in sheet.areas
            if area.bottom < _BOX_ZONE * height or area.top > (1 - _BOX_ZONE) * height
        )
    for _, area in found:
        same = [other for _, other in found if _in_place(area, other) and _words(area) == _words(other)]
        if len(same) >= 2:
            yield area


def _in_place(one: Area, other: Area) -> bool:
    return abs(one.top - other.top) <= _SAME and abs(one.left - other.left) <= _SAME


def _words(area: Area) -> str:
    cells: Iterable[str] = (cell.text for row in area.grid.rows for cell in row)
    return regex.sub(r"\d+", "#", " ".join(cells))
