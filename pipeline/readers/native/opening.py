"""Open PDFs that nobody vouches for: one sentence for what cannot be read, a note for what may be missing."""

from __future__ import annotations

import os
from contextlib import suppress
from pathlib import Path
from typing import BinaryIO

import pypdfium2
import pypdfium2.raw as pdfium
import regex

from pipeline.errors import DocumentError
from pipeline.model import Note, Where

from .patience import TooSlowError, time_limit

MAX_PAGES = 1_000
"""A plan has 5 to 60 pages, a volume of them a few hundred; at 0.05 to 0.2 s each these still end in time."""
MAX_SIDE = 14_400.0
"""Points. The largest page that ISO 32000-1 (annex C) lets a program write: 5.08 m."""
MAX_AREA = 16_000_000.0
"""Square points, twice A0: 100 MB in grey at 180 dpi. Long narrow pages, as browsers print them, fit."""
MAX_CHARACTERS = 100_000
"""A page of A3 in 6 point type holds 30,000; the table functions keep a kilobyte or more for each."""
MAX_OBJECTS = 100_000
"""Text pieces, paths and pictures of one page; a ruled table of 60 rows and 30 columns has 8,000."""
MAX_ANNOTATIONS = 10_000
"""Of one page; a page of a form has some hundreds."""
COUNT_SECONDS = 10.0
"""Of the processor, not the clock, so that a busy machine changes no result; a sound file of 1,000 pages takes 0.3."""

_HEAD = 1024
"""Bytes within which a PDF must show its mark, as PDFium and others allow."""
_TAIL = 2048
_KINDS = (
    (rb"\x89PNG|\xff\xd8\xff|GIF8|BM(?s:.{4})\0{4}|RIFF(?s:.{4})WEBP", "a picture", "put it into a PDF"),
    (rb"II\*\0|MM\0\*", "a TIFF picture", "put it into a PDF"),
    (rb"PK\x03\x04(?s:.*)(?:word/|\[Content_Types)", "a Word or Excel file", "export it as PDF"),
    (rb"\xd0\xcf\x11\xe0", "an old Word or Excel file", "export it as PDF"),
    (rb"PK\x03\x04|Rar!|7z\xbc\xaf|\x1f\x8b", "an archive", "unpack it"),
    (rb"\{\\rtf", "a file for a word processor", "export it as PDF"),
    (rb"%!PS", "PostScript", "convert it to PDF"),
    (rb"(?s:.*)<(?i:!doctype html|html|head|body|div|table|meta)\b", "a web page", "print it from a browser to a PDF"),
    (rb"<\?xml", "an XML file", "export it as PDF"),
)
"""First bytes, what such a file is, and what to do with it."""
_PRINTED_ON = {pdfium.FPDF_ANNOT_WIDGET, pdfium.FPDF_ANNOT_FREETEXT, pdfium.FPDF_ANNOT_STAMP}
"""Annotations that say something in place: form fields, into which numbers and days of signed plans are filled, text
that was typed onto the page, and stamps."""
_UNSEEN = pdfium.FPDF_ANNOT_FLAG_HIDDEN | pdfium.FPDF_ANNOT_FLAG_NOVIEW | pdfium.FPDF_ANNOT_FLAG_INVISIBLE


def open_pdf(path: str) -> pypdfium2.PdfDocument:
    """Open a file, to be closed by ``with``; raise :class:`DocumentError` for one that cannot be read at all.

    An empty password is tried, so that files which only forbid printing or hide an attachment open as usual.
    """
    name = Path(path).name
    with Path(path).open("rb") as stream:
        head = stream.read(_HEAD)
        complete = _ends_well(stream)
    if not head:
        raise DocumentError(f"{name}: the file is empty; ask for it again")
    if b"%PDF-" not in head:
        raise DocumentError(f"{name}: {_kind(head)}")
    raw = pdfium.FPDF_LoadDocument(os.fsencode(Path(path).resolve()) + b"\0", None)
    if not raw:
        raise DocumentError(f"{name}: {_refusal(pdfium.FPDF_GetLastError(), complete=complete)}")
    document = pypdfium2.PdfDocument(raw)
    if document.get_formtype() == pdfium.FORMTYPE_ACRO_FORM:
        with suppress(pypdfium2.PdfiumError):
            document.init_forms()  # has to come before the first page is loaded; draws fields that are only filled in
    pages = len(document)
    if 0 < pages <= MAX_PAGES:
        return document
    document.close()
    if pages > MAX_PAGES:
        raise DocumentError(
            f"{name}: has {pages:,} pages, more than the {MAX_PAGES:,} that one plan may have; split it"
        )
    lost = "no page of it is left, as its end is missing" if not complete else "has no pages"
    raise DocumentError(f"{name}: {lost}; ask for it again")


def page_notes(path: str, document: pypdfium2.PdfDocument) -> tuple[Note, ...]:
    """Say whether pages may be missing: a damaged file, or one of which another library counts other pages.

    The count of PDFium is the one that holds; :func:`open_pdf` bounds it.
    """
    notes = []
    with Path(path).open("rb") as stream:
        complete = _ends_well(stream)
    if not complete:
        notes.append(Note("damaged-file", evidence="the end of the file is missing"))
    elif not pdfium.FPDF_DocumentHasValidCrossReferenceTable(document):
        notes.append(Note("damaged-file", evidence="its list of objects is wrong and was rebuilt"))
    pages = len(document)
    count = _second_count(path)
    if count != str(pages):
        told = f"PDFium counts {pages}, pdfminer {count or 'cannot count them'}"
        notes.append(Note("page-count-disagrees", observed=str(pages), expected=count, evidence=told))
    return tuple(notes)


def open_page(document: pypdfium2.PdfDocument, index: int) -> pypdfium2.PdfPage | Note:
    """Return a page by its number from 0, or the issue that says why it has to be skipped.

    Its size is asked for before it is loaded, since that takes its content apart. What form fields, typed notes and
    stamps show becomes part of the content, in memory.
    """
    width, height = _size(document, index)
    if page_too_large(width, height):
        metres = " x ".join(f"{side / 72 * 0.0254:.3g} m" for side in (width, height))
        return skipped_page(index, f"the page measures {metres}, more than any sheet")
    try:
        page = document[index]
        if _print_annotations(page):
            page.close()
            page = document[index]
    except pypdfium2.PdfiumError:
        return skipped_page(index, "the page is damaged")
    objects = pdfium.FPDFPage_CountObjects(page)
    if objects > MAX_OBJECTS:
        page.close()
        return skipped_page(index, f"the page holds {objects:,} objects, more than {MAX_OBJECTS:,}")
    return page


def _print_annotations(page: pypdfium2.PdfPage) -> bool:
    """Draw what form fields, typed notes and stamps show into a page, which has to be loaded anew if it is true.

    PDFium draws all that is not hidden, so the other annotations are hidden first. It takes a page that inherits its
    size for one of US Letter, so that size is written down.
    """
    count = pdfium.FPDFPage_GetAnnotCount(page)
    if not 0 < count <= MAX_ANNOTATIONS or not _hide_others(page, count):
        return False
    shown = pdfium.FS_RECTF()
    pdfium.FPDF_GetPageBoundingBox(page, shown)
    page.set_mediabox(shown.left, shown.bottom, shown.right, shown.top)
    return bool(pdfium.FPDFPage_Flatten(page, pdfium.FLAT_NORMALDISPLAY) == pdfium.FLATTEN_SUCCESS)


def _hide_others(page: pypdfium2.PdfPage, count: int) -> int:
    """Hide the annotations of a page that print nothing on it; return how many do."""
    shown = 0
    others = []
    for number in range(count):
        annotation = pdfium.FPDFPage_GetAnnot(page, number)
        if not annotation:
            continue
        flags = pdfium.FPDFAnnot_GetFlags(annotation)
        if pdfium.FPDFAnnot_GetSubtype(annotation) in _PRINTED_ON and not flags & _UNSEEN:
            shown += 1
            pdfium.FPDFPage_CloseAnnot(annotation)
        else:
            others.append((annotation, flags))
    for annotation, flags in others:
        if shown:
            pdfium.FPDFAnnot_SetFlags(annotation, flags | pdfium.FPDF_ANNOT_FLAG_HIDDEN)
        pdfium.FPDFPage_CloseAnnot(annotation)
    return shown


def too_much_text(textpage: pypdfium2.PdfTextPage) -> str:
    """Say why a page holds more text than a sheet can, empty if it does not."""
    characters = textpage.count_chars()
    return (
        f"the page holds {characters:,} characters, more than {MAX_CHARACTERS:,}" if characters > MAX_CHARACTERS else ""
    )


def page_too_large(width: float, height: float) -> bool:
    """Tell a page that no sheet of paper has, in points.

    >>> page_too_large(2384, 3370), page_too_large(595, 14_000), page_too_large(28_346, 28_346)
    (False, False, True)
    """
    return not (0 < width <= MAX_SIDE and 0 < height <= MAX_SIDE and width * height <= MAX_AREA)


def skipped_page(index: int, reason: str) -> Note:
    """Return the issue about a page, by its number from 0, that is left out."""
    return Note("page-skipped", where=Where(page=index + 1), evidence=reason)


def _size(document: pypdfium2.PdfDocument, index: int) -> tuple[float, float]:
    try:
        width, height = document.get_page_size(index)
    except pypdfium2.PdfiumError:
        return 1.0, 1.0  # loading it fails too, and says so
    return float(width), float(height)


def _ends_well(stream: BinaryIO) -> bool:
    """Whether the file has the end that a PDF must have."""
    stream.seek(0, os.SEEK_END)
    stream.seek(max(0, stream.tell() - _TAIL))
    return b"%%EOF" in stream.read()


def _kind(head: bytes) -> str:
    """Say what a file without the mark of a PDF is."""
    for pattern, kind, remedy in _KINDS:
        if regex.match(pattern, head.lstrip()):
            return f"is {kind}, not a PDF; {remedy}"
    if regex.search(rb"\d obj\b|\btrailer\s*<<|PDF-\d", head):
        return "the beginning of the PDF is missing or damaged; ask for it again"
    try:
        text = head[:-4].decode("utf-8-sig")
    except UnicodeDecodeError:
        text = "\0"
    if "\0" in text:
        return "is not a PDF, nor anything else that is known; ask for it again"
    return "is plain text, not a PDF; give it as .txt"


def _refusal(code: int, *, complete: bool) -> str:
    """Say why PDFium did not open a file."""
    if code == pdfium.FPDF_ERR_PASSWORD:
        return "is protected by a password; save a copy without the password"
    if code == pdfium.FPDF_ERR_SECURITY:
        return "is encrypted in a way that cannot be opened; save a copy without encryption"
    if not complete:
        return "the PDF is cut off, so that nothing of it can be read; ask for it again"
    return "the PDF is damaged beyond repair; ask for it again"


def _second_count(path: str) -> str:
    """Count the pages with pdfminer; empty if it fails or takes too long."""
    from pdfminer.pdfdocument import PDFDocument
    from pdfminer.pdfpage import PDFPage
    from pdfminer.pdfparser import PDFParser

    try:
        with Path(path).open("rb") as stream, time_limit(COUNT_SECONDS):
            count = 0
            for _ in PDFPage.create_pages(PDFDocument(PDFParser(stream))):
                count += 1
                if count > MAX_PAGES:
                    return f"more than {MAX_PAGES}"
    except (TooSlowError, Exception):  # noqa: BLE001 - on damaged files it raises whatever comes up, RecursionError too
        return ""
    return str(count)
