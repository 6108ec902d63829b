"""Read a born-digital PDF: characters and drawn lines from PDFium, tables with pdfplumber's table functions."""

from __future__ import annotations

from pypdfium2 import PdfDocument

from pipeline.legacy import detect
from pipeline.model import Catalog, LeftOut, LegacyLetters, Note, ReadDocument, Where

from .flow import flow
from .legacy_fonts import may_be_legacy
from .margins import find_margins, without_pages
from .opening import open_page, open_pdf, page_notes
from .page import PageKind, Sheet, read_page
from .sequence import arrange

_TELLING_PAGES = 20
_CODES = {PageKind.IMAGE: "page-needs-ocr", PageKind.BAD_TEXT: "bad-text-layer", PageKind.OCR_LAYER: "ocr-layer"}


def read_native(path: str, catalog: Catalog) -> ReadDocument:
    """Read the text layer of a PDF page by page; raise :class:`DocumentError` for a file that cannot be opened."""
    with open_pdf(path) as document:
        notes = list(page_notes(path, document))
        sheets, skipped = read_sheets(document, catalog)
        return to_document(sheets, [*notes, *skipped, *page_notes_of(sheets)], len(document), catalog)


def to_document(sheets: list[Sheet], notes: list[Note], pages: int, catalog: Catalog) -> ReadDocument:
    """Return pages as one document, in reading order."""
    arranged = arrange(sheets, catalog)
    single = [sheet for sheet in arranged.sheets if sheet.number not in arranged.repeated]
    margins = without_pages(find_margins(single, catalog), arranged.sheets, arranged.repeated)
    stream = tuple(flow(arranged.sheets, margins))
    kinds = {sheet.kind is PageKind.SCAN for sheet in sheets if sheet.kind is not PageKind.BLANK}
    return ReadDocument(
        reader="mixed" if len(kinds) > 1 else "scan" if kinds == {True} else "native",
        blocks=tuple(block for block in stream if not isinstance(block, LeftOut)),
        pages=pages,
        notes=(*notes, *arranged.notes),
        genuine_pages=frozenset(sheet.number for sheet in sheets if sheet.kind is PageKind.TEXT),
        doubtful_pages=frozenset(sheet.number for sheet in sheets if sheet.is_ruled and not sheet.areas),
        left_out=tuple(block for block in stream if isinstance(block, LeftOut)),
        word_readings=tuple(one for sheet in sheets for one in sheet.word_readings),
        turns=tuple((sheet.number, sheet.turn) for sheet in sheets if sheet.is_sideways),
    )


def read_sheets(document: PdfDocument, catalog: Catalog) -> tuple[list[Sheet], list[Note]]:
    """Read all pages, one open at a time; return them and the issues about those that were skipped."""
    sheets, skipped = _read_pages(document, catalog)
    if encoding := _encoding_by_letters(sheets, catalog.legacy):
        sheets, skipped = _read_pages(document, catalog, encoding)
    return sheets, [*skipped, *_encoding_notes(sheets, by_letters=bool(encoding))]


def _read_pages(document: PdfDocument, catalog: Catalog, encoding: str = "") -> tuple[list[Sheet], list[Note]]:
    sheets: list[Sheet] = []
    skipped: list[Note] = []
    for index in range(len(document)):
        page = open_page(document, index)
        if isinstance(page, Note):
            skipped.append(page)
            continue
        sheet = read_page(page, index + 1, catalog, encoding)
        page.close()
        if isinstance(sheet, Note):
            skipped.append(sheet)
        else:
            sheets.append(sheet)
    return sheets, skipped


def _encoding_by_letters(sheets: list[Sheet], legacy: LegacyLetters) -> str:
    """Return the legacy encoding that the letters of a document show although its fonts do not name it."""
    if any(sheet.encodings for sheet in sheets):
        return ""
    text = "\n".join(line.text for sheet in sheets[:_TELLING_PAGES] for line in sheet.lines)
    return detect(text, legacy) if may_be_legacy(text) else ""


def _encoding_notes(sheets: list[Sheet], *, by_letters: bool) -> list[Note]:
    first = next((sheet for sheet in sheets if sheet.encodings), None)
    if first is None:
        return []
    observed = ", ".join(sorted({encoding for sheet in sheets for encoding in sheet.encodings}))
    evidence = f"recognised by its {'letters' if by_letters else 'fonts'}"
    return [Note("legacy-encoding", where=Where(page=first.number), observed=observed, evidence=evidence)]


def page_notes_of(sheets: list[Sheet]) -> list[Note]:
    """Return what was noticed about the pages of a document."""
    notes = []
    for sheet in sheets:
        where = Where(page=sheet.number)
        if sheet.kind in _CODES:
            notes.append(Note(_CODES[sheet.kind], where=where))
        if sheet.is_sideways:
            notes.append(Note("page-sideways", where=where))
        if sheet.is_drawing:
            notes.append(Note("page-is-drawing", where=where))
    return notes
