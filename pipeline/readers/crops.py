"""Cut out what a reviewer should look at: small pictures of the places of notes, lines of text dumps.

This runs in the child process of a document, since nobody else opens it.
"""

from __future__ import annotations

import io
from collections.abc import Iterable, Iterator, Mapping

import pypdfium2
from PIL import Image, ImageDraw

from pipeline.model import Box, Catalog, Crop, Note, Severity, Turns, Where
from pipeline.text import nfc

from .dump import read_lines
from .native.opening import open_page, open_pdf

MOST_PICTURES = 250
"""Of one document, errors first; a reviewer who has as many looks at whole pages anyway."""
MOST_BYTES = 1_200_000
"""Of the pictures of one document. A picture takes 2 to 6 KB."""
MOST_LINES = 2_000
DPI = 110
_CONTEXT = (70.0, 14.0)
"""Points to the sides, and above and below: the neighbours in the row, the rows next to it."""
_MOST_SIZE = (640.0, 200.0)
"""Points of a picture; of a larger place its upper left corner is shown, which is where it begins."""
_PAGE_WIDTH = 240
"""Pixels of a whole page, where a note is about the page."""
_GREYS = 15
_MARK = (200, 60, 20)
_AROUND = 90
"""Characters of a line before and after the part that is meant."""
_RANK = {severity: rank for rank, severity in enumerate(Severity)}


def cut_crops(path: str, notes: Iterable[Note], catalog: Catalog, turns: Turns = ()) -> tuple[Crop, ...]:
    """Return what the places of notes look like, one a place, worst notes first; text on its side is turned.

    Those of mere information get a line of text but no picture. What cannot be drawn is left out.
    """
    places: dict[Where, Severity] = {}
    for note in sorted(notes, key=lambda note: _RANK[_severity(note, catalog)]):
        places.setdefault(note.where, _severity(note, catalog))
    if any(place.line is not None for place in places):
        return tuple(_lines(path, places))
    wanted = [place for place, severity in places.items() if place.page is not None and severity is not Severity.INFO]
    return tuple(_pictures(path, wanted[:MOST_PICTURES], dict(turns))) if wanted else ()


def _severity(note: Note, catalog: Catalog) -> Severity:
    return note.severity or catalog.issue_codes[note.code].severity


def _lines(path: str, places: Mapping[Where, Severity]) -> Iterator[Crop]:
    lines = read_lines(path)
    for place in [place for place in places if place.line is not None][:MOST_LINES]:
        line = lines[place.line - 1] if place.line and place.line <= len(lines) else ""
        yield Crop(place, line=cut_line(line, place.start or 0, len(line) if place.end is None else place.end))


def cut_line(line: str, start: int, end: int) -> tuple[str, str, str]:
    """Return what stands before a part of a line, the part, and what stands after it, not too much of either.

    >>> cut_line("một hai ba", 4, 7)
    ('một ', 'hai', ' ba')
    """
    before, part, after = line[:start], line[start:end], line[end:]
    if len(before) > _AROUND:
        before = f"…{before[-_AROUND:]}"
    if len(after) > _AROUND:
        after = f"{after[:_AROUND]}…"
    if len(part) > 4 * _AROUND:
        part = f"{part[: 4 * _AROUND]}…"
    return nfc(before), nfc(part), nfc(after)


def _pictures(path: str, places: list[Where], turns: Mapping[int, int]) -> Iterator[Crop]:
    """Render each page once; yield pictures in the order of the places until there are bytes enough."""
    pages: dict[int, list[Where]] = {}
    for place in places:
        pages.setdefault(place.page or 0, []).append(place)
    pictures: dict[Where, bytes] = {}
    with open_pdf(path) as document:
        for number, within in pages.items():
            if number <= len(document):
                image = _render(document, number)
                if image is not None:
                    pictures.update((place, _cut(image, place.box, turns.get(number, 0))) for place in within)
    room = MOST_BYTES
    for place in places:
        room -= len(pictures.get(place, b""))
        if room < 0:
            return
        if pictures.get(place):
            yield Crop(place, picture=pictures[place])


def _render(document: pypdfium2.PdfDocument, number: int) -> Image.Image | None:
    """Return a page as displayed, in grey; None where it cannot be drawn, which its reader has told."""
    page = open_page(document, number - 1)
    if isinstance(page, Note):
        return None
    try:
        picture: Image.Image = page.render(scale=DPI / 72, grayscale=True).to_pil()
        return picture.convert("L")
    except (pypdfium2.PdfiumError, MemoryError, ValueError):
        return None
    finally:
        page.close()


def _cut(image: Image.Image, box: Box | None, turn: int) -> bytes:
    """Return the part of a page around a box, which is outlined, or all of the page, small."""
    if box is None:
        upright = _upright(image, turn)
        size = (_PAGE_WIDTH, max(1, round(upright.height * _PAGE_WIDTH / upright.width)))
        return _png(_few_greys(upright.resize(size)))
    unit = DPI / 72
    beside, above = reversed(_CONTEXT) if turn % 180 else _CONTEXT
    widest, highest = reversed(_MOST_SIZE) if turn % 180 else _MOST_SIZE
    left, top = max(0.0, box.left - beside), max(0.0, box.top - above)
    right = min(box.right + beside, left + widest, image.width / unit)
    bottom = min(box.bottom + above, top + highest, image.height / unit)
    if right - left < 1 or bottom - top < 1 or box.right < box.left or box.bottom < box.top:
        return b""
    part = _few_greys(image.crop((round(left * unit), round(top * unit), round(right * unit), round(bottom * unit))))
    edges = ((box.left - left) * unit - 2, (box.top - top) * unit - 2)
    ends = ((box.right - left) * unit + 2, (box.bottom - top) * unit + 2)
    ImageDraw.Draw(part).rectangle((*edges, *ends), outline=_GREYS, width=2)
    return _png(_upright(part, turn))


def _upright(image: Image.Image, turn: int) -> Image.Image:
    return image.rotate(-turn, expand=True) if turn else image


def _few_greys(image: Image.Image) -> Image.Image:
    """Return a picture in fifteen greys, with room for the colour of the mark, which halves its size."""
    few = image.point([round(level * (_GREYS - 1) / 255) for level in range(256)])
    few.putpalette([*(level for step in range(_GREYS) for level in [round(255 * step / (_GREYS - 1))] * 3), *_MARK])
    return few


def _png(image: Image.Image) -> bytes:
    stream = io.BytesIO()
    image.save(stream, "PNG", bits=4)
    return stream.getvalue()
