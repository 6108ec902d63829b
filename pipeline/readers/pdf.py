"""Read a PDF: pages with a text layer as they are, the others by OCR."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from functools import partial

import numpy as np
from pypdfium2 import PdfDocument

from pipeline.errors import ProgramMissingError
from pipeline.model import Catalog, Note, ReadDocument, Where

from .native import page_notes_of, read_sheets, to_document
from .native.glyphs import page_frame
from .native.opening import open_pdf, page_notes
from .native.page import PageKind, Sheet
from .scan.engine import Engine
from .scan.numbers import Numerals
from .scan.page import Rendered, Scan, read_picture
from .scan.scale import native_dpi

Progress = Callable[[int, int], None]
"""Called with pages recognised and pages to recognise."""

_THREADS = 2
"""Pages recognised at a time; the library lets go of Python's lock while it works."""
_AHEAD = 3
"""Pictures kept in memory at a time: 25 MB each in colour at 300 dpi."""
_NEED_OCR = {PageKind.IMAGE, PageKind.BAD_TEXT, PageKind.OCR_LAYER}


def read_pdf(path: str, catalog: Catalog, progress: Progress | None = None) -> ReadDocument:
    """Read a PDF; raise :class:`DocumentError` for a file that cannot be opened.

    Raises :class:`ProgramMissingError` if no page has a text layer and no OCR engine is installed; where only some
    pages need it, they are reported and the others read.
    """
    with open_pdf(path) as document:
        notes = list(page_notes(path, document))
        sheets, skipped = read_sheets(document, catalog)
        notes.extend((*skipped, *page_notes_of(sheets)))
        todo = [sheet for sheet in sheets if sheet.kind in _NEED_OCR]
        if todo:
            sheets, notes = _recognised(document, (sheets, todo, notes), progress)
        return to_document(sheets, notes, len(document), catalog)


def _recognised(
    document: PdfDocument, read: tuple[list[Sheet], list[Sheet], list[Note]], progress: Progress | None
) -> tuple[list[Sheet], list[Note]]:
    """Put what OCR reads in the place of the pages that need it."""
    sheets, todo, notes = read
    try:
        engine, numerals = load_engine()
    except ProgramMissingError as error:
        if len(todo) == len([sheet for sheet in sheets if sheet.kind is not PageKind.BLANK]) and not any(
            sheet.kind is PageKind.OCR_LAYER for sheet in todo
        ):
            raise
        return sheets, [*notes, Note("ocr-missing", where=Where(page=todo[0].number), evidence=str(error))]
    scans = {scan.sheet.number: scan for scan in _scans(document, todo, (engine, numerals), progress)}
    told = {"page-needs-ocr", "bad-text-layer", "ocr-layer"}
    kept = [note for note in notes if not (note.code in told and note.where.page in scans)]
    found = [note for number in sorted(scans) for note in scans[number].notes]
    merged = [scans[sheet.number].sheet if sheet.number in scans else sheet for sheet in sheets]
    return merged, [*kept, *found]


def load_engine() -> tuple[Engine, Numerals | None]:
    """Return the OCR engine and the reader of numerals; raise :class:`ProgramMissingError` if there is none."""
    from .scan.tesseract import tesseract_engine

    return tesseract_engine(), None


def _scans(
    document: PdfDocument, todo: Sequence[Sheet], readers: tuple[Engine, Numerals | None], progress: Progress | None
) -> Iterator[Scan]:
    """Render pages one after the other and recognise several at a time, in order."""
    engine, numerals = readers
    waiting: list[Future[Scan]] = []
    done = 0
    with ThreadPoolExecutor(max_workers=_THREADS) as pool:
        for sheet in todo:
            rendered = render(document, sheet)
            waiting.append(pool.submit(partial(read_picture, rendered, engine, numerals)))
            while len(waiting) >= _AHEAD:
                yield waiting.pop(0).result()
                done += 1
                if progress is not None:
                    progress(done, len(todo))
        for future in waiting:
            yield future.result()
            done += 1
            if progress is not None:
                progress(done, len(todo))


def render(document: PdfDocument, sheet: Sheet) -> Rendered:
    """Return the picture of a page as displayed."""
    page = document[sheet.number - 1]
    dpi = native_dpi(page)
    picture = np.ascontiguousarray(page.render(scale=dpi / 72, rev_byteorder=True).to_numpy()[:, :, :3])
    frame = page_frame(page)
    page.close()
    return Rendered(sheet.number, picture, dpi, frame)
