"""Read a born-digital PDF: characters and drawn lines from PDFium, tables with pdfplumber's table functions."""

from __future__ import annotations

from pipeline.model import Catalog, LeftOut, Note, ReadDocument, Where

from .flow import flow
from .margins import find_margins
from .opening import open_page, open_pdf, page_notes
from .page import PageKind, Sheet, read_page

_CODES = {PageKind.IMAGE: "page-needs-ocr", PageKind.BAD_TEXT: "bad-text-layer", PageKind.OCR_LAYER: "ocr-layer"}


def read_native(path: str, catalog: Catalog) -> ReadDocument:
    """Read a PDF page by page; raise :class:`DocumentError` for a file that cannot be opened."""
    sheets: list[Sheet] = []
    with open_pdf(path) as document:
        pages = len(document)
        notes = list(page_notes(path, document))
        for index in range(pages):
            page = open_page(document, index)
            if isinstance(page, Note):
                notes.append(page)
                continue
            sheets.append(read_page(page, index + 1))
            page.close()
    notes.extend(_page_notes(sheets))
    margins = find_margins(sheets, catalog)
    stream = tuple(flow(sheets, margins))
    return ReadDocument(
        reader="native",
        blocks=tuple(block for block in stream if not isinstance(block, LeftOut)),
        pages=pages,
        notes=tuple(notes),
        genuine_pages=frozenset(sheet.number for sheet in sheets if sheet.kind is PageKind.TEXT),
        left_out=tuple(block for block in stream if isinstance(block, LeftOut)),
    )


def _page_notes(sheets: list[Sheet]) -> list[Note]:
    notes = []
    for sheet in sheets:
        where = Where(page=sheet.number)
        if sheet.kind in _CODES:
            notes.append(Note(_CODES[sheet.kind], where=where))
        if sheet.is_sideways:
            notes.append(Note("page-sideways", where=where))
        notes.extend(
            Note("unruled-table", where=area.grid.rows[0][0].passage.where(), observed=area.grid.text(0, 0))
            for area in sheet.areas
            if not area.is_ruled
        )
        if sheet.is_drawing:
            notes.append(Note("page-is-drawing", where=where))
    return notes
