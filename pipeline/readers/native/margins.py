"""What stands on a page and is no text of the document: page numbers, running headers, marks of the scan."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

import regex

from pipeline.model import Catalog

from .page import Area, Sheet
from .words import TextLine

_PAGE_NUMBER = regex.compile(
    r"[-–\s]*(?:trang|page)?\s*(?P<number>\d{1,4})\s*(?:(?:/|of|trên)\s*\d{1,4})?[-–\s]*", regex.IGNORECASE
)
_ZONE = 0.1
_OUTER = 3
_SAME = 4.0
_SHARE = 0.4


@dataclass(frozen=True, slots=True)
class Margins:
    """Lines and grids to leave out, by page and identity, with the reason."""

    lines: dict[int, str]
    areas: dict[int, str]


def find_margins(sheets: Sequence[Sheet], catalog: Catalog) -> Margins:
    """Return what to leave out of the pages of a document: ``id`` of a line or area to the reason."""
    lines: dict[int, str] = {}
    for _, line in _page_numbers(sheets):
        lines[id(line)] = "page number"
    for line in _running(sheets, catalog):
        lines.setdefault(id(line), "repeated header")
    areas = {id(area): "repeated header" for area in _boxes(sheets)}
    return Margins(lines, areas)


def _zones(sheet: Sheet) -> Iterator[tuple[str, TextLine]]:
    """Yield the outermost lines of a page that stand in its top or bottom margin."""
    height = sheet.frames[0].size[1]
    ordered = sorted(sheet.lines, key=lambda line: line.baseline)
    for line in ordered[:_OUTER]:
        if line.baseline < _ZONE * height:
            yield "top", line
    for line in ordered[::-1][:_OUTER]:
        if line.baseline > (1 - _ZONE) * height:
            yield "bottom", line


def _page_numbers(sheets: Sequence[Sheet]) -> list[tuple[int, TextLine]]:
    """Return the lines that number the pages: they count on with the pages, or agree with the only one."""
    found = [
        (sheet.number, int(match["number"]), line)
        for sheet in sheets
        for _, line in _zones(sheet)
        if (match := _PAGE_NUMBER.fullmatch(line.text))
    ]
    offsets = Counter(number - page for page, number, _ in found)
    if not offsets:
        return []
    return [(page, line) for page, number, line in found if offsets[number - page] >= 2 or number == page]


def _key(zone: str, line: TextLine) -> tuple[str, str]:
    return zone, regex.sub(r"\d+", "#", line.text)


def _running(sheets: Sequence[Sheet], catalog: Catalog) -> Iterator[TextLine]:
    """Yield lines that stand in the same place with the same words on many pages."""
    found = [(key, line) for sheet in sheets for key, line in _candidates(sheet, catalog)]
    pages = Counter(key for key, _ in found)
    for key, line in found:
        same = [
            other for other_key, other in found if other_key == key and abs(other.baseline - line.baseline) <= _SAME
        ]
        if len(same) >= max(2, _SHARE * min(len(sheets), pages[key] * 2)) and len(same) >= min(3, len(sheets)):
            yield line


def _candidates(sheet: Sheet, catalog: Catalog) -> Iterator[tuple[tuple[str, str], TextLine]]:
    for zone, line in _zones(sheet):
        if not any(catalog.meaning(topic, line.text) for topic in ("annex-line", "reference-line", "unit-line")):
            yield _key(zone, line), line


def _boxes(sheets: Sequence[Sheet]) -> Iterator[Area]:
    """Yield ruled boxes that stand in the same place at the edge of several pages with the same words."""
    found: list[tuple[Sheet, Area]] = []
    for sheet in sheets:
        height = sheet.frames[0].size[1]
        found.extend(
            (sheet, area)
            for area in sheet.areas
            if area.bottom < 1.5 * _ZONE * height or area.top > (1 - 1.5 * _ZONE) * height
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
