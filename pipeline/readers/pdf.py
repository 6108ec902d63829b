"""Read a PDF: pages with a text layer as they are, the others by OCR.

What OCR needs (NumPy, OpenCV) is imported with the first page that needs it: NumPy starts threads, and the process from
which those of the documents are forked may have none.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass, replace
from functools import lru_cache, partial
from typing import TYPE_CHECKING

from pypdfium2 import PdfDocument

from pipeline.errors import ProgramMissingError
from pipeline.model import Catalog, Note, ReadDocument, Where

from .native import page_notes_of, read_sheets, to_document
from .native.glyphs import page_frame
from .native.opening import open_pdf, page_notes
from .native.page import PageKind, Sheet
from .scan.scale import is_grey, native_dpi, paper_dpi

if TYPE_CHECKING:
    from .scan.page import Rendered, Scan
    from .scan.readers import Readers

Progress = Callable[[int, int], None]
"""Called with pages recognised and pages to recognise."""

_THREADS = 2
"""Pages recognised at a time; the library lets go of Python's lock while it works."""
_AHEAD = 1
"""Pictures kept beside those being recognised: 25 MB each in colour at 300 dpi."""
_REMEMBERED = 4096
"""Texts whose misread words need not be counted again: readings of a cell are weighed several times."""
_NEED_OCR = {PageKind.IMAGE, PageKind.BAD_TEXT, PageKind.OCR_LAYER}


@dataclass(frozen=True, slots=True)
class _Work:
    """What recognising pages takes: knowledge, somebody to tell how far it is, how many pages at a time."""

    catalog: Catalog
    progress: Progress | None
    threads: int


def read_pdf(path: str, catalog: Catalog, progress: Progress | None = None, threads: int = _THREADS) -> ReadDocument:
    """Read a PDF, recognising ``threads`` pages at a time; raise :class:`DocumentError` for one that cannot be opened.

    Raises :class:`ProgramMissingError` if no page has a text layer and no OCR engine is installed; where only some
    pages need it, they are reported and the others read.
    """
    with open_pdf(path) as document:
        notes = list(page_notes(path, document))
        sheets, skipped = read_sheets(document, catalog)
        notes.extend((*skipped, *page_notes_of(sheets)))
        todo = [sheet for sheet in sheets if sheet.kind in _NEED_OCR]
        scans: dict[int, Scan] = {}
        if todo:
            work = _Work(catalog, progress, threads)
            sheets, notes, scans = _recognised(document, (sheets, todo, notes), work)
        read = to_document(sheets, notes, len(document), catalog)
        return replace(read, searchable=_searchable(path, scans)) if scans else read


def _searchable(path: str, scans: dict[int, Scan]) -> bytes:
    from .scan.searchable import add_text

    return add_text(path, [scans[number] for number in sorted(scans)])


def _recognised(
    document: PdfDocument, read: tuple[list[Sheet], list[Sheet], list[Note]], work: _Work
) -> tuple[list[Sheet], list[Note], dict[int, Scan]]:
    """Put what OCR reads in the place of the pages that need it."""
    sheets, todo, notes = read
    scans: dict[int, Scan] = {}
    if work.progress is not None:
        work.progress(0, len(todo))
    try:
        readers = load_readers(work.catalog)
        for scan in _scans(document, todo, readers, work.threads):
            scans[scan.sheet.number] = scan
            if work.progress is not None:
                work.progress(len(scans), len(todo))
        scans = _chosen_anew(scans, readers)
    except ProgramMissingError as error:  # data files that are there but spoilt show with the first page only
        others = [sheet for sheet in sheets if sheet.kind not in {*_NEED_OCR, PageKind.BLANK}]
        if not others and not any(sheet.kind is PageKind.OCR_LAYER for sheet in todo):
            raise
        return sheets, [*notes, Note("ocr-missing", where=Where(page=todo[0].number), evidence=str(error))], {}
    told = {"page-needs-ocr", "bad-text-layer", "ocr-layer"}
    kept = [note for note in notes if not (note.code in told and note.where.page in scans)]
    found = [note for number in sorted(scans) for note in scans[number].notes]
    merged = [scans[sheet.number].sheet if sheet.number in scans else sheet for sheet in sheets]
    return merged, [*kept, *found], scans


def _chosen_anew(scans: dict[int, Scan], readers: Readers) -> dict[int, Scan]:
    from .scan.document import choose_anew

    return dict(zip(scans, choose_anew(list(scans.values()), readers), strict=True))


def load_readers(catalog: Catalog) -> Readers:
    """Return the OCR engine, the readers of numerals and of words, and who knows usual and misread words.

    Raises :class:`ProgramMissingError` if there is no engine.
    """
    from pipeline.audit.usage import usage_of
    from pipeline.audit.wording import count_misread
    from pipeline.extract.misread_places import spell_places

    from .scan.cache import remembering, usual_shelf
    from .scan.numerals import read_crops
    from .scan.readers import Readers
    from .scan.tesseract import tesseract_engine
    from .words import read_words

    engine = remembering(tesseract_engine(), usual_shelf())
    misread = lru_cache(_REMEMBERED)(partial(count_misread, catalog=catalog))
    places = partial(spell_places, catalog=catalog)
    return Readers(engine, read_crops, misread, read_words, usage_of(catalog), places)


def _scans(document: PdfDocument, todo: Sequence[Sheet], readers: Readers, threads: int) -> Iterator[Scan]:
    """Render pages one after the other and recognise several at a time, in order."""
    from .scan.page import read_picture

    waiting: deque[Future[Scan]] = deque()
    with ThreadPoolExecutor(max_workers=threads) as pool:
        for sheet in todo:
            rendered = render(document, sheet)
            waiting.append(pool.submit(partial(read_picture, rendered, readers)))
            while len(waiting) >= threads + _AHEAD:
                yield waiting.popleft().result()
        while waiting:
            yield waiting.popleft().result()


def render(document: PdfDocument, sheet: Sheet) -> Rendered:
    """Return the picture of a page as displayed."""
    import numpy as np

    from .scan.page import Rendered

    page = document[sheet.number - 1]
    dpi = native_dpi(page)
    shown = page.render(scale=dpi / 72, rev_byteorder=True).to_numpy()
    picture = np.ascontiguousarray(shown[:, :, 0] if is_grey(page) else shown[:, :, :3])
    frame, paper = page_frame(page), paper_dpi(page, dpi)
    page.close()
    return Rendered(sheet.number, picture, paper, frame, dpi / 72)
