"""The readers that are compared: a path in, sheets out. ``READERS`` names them; importing them is measured apart."""

from __future__ import annotations

import importlib
import warnings
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path

from pipeline.model import Grid, ReadDocument

from .score import Sheet
from .truth import ITEM, bare

Read = Callable[[str], list[Sheet]]

PROJECT = "project"
ALL_STAGES = "project, all stages"
TEXT_ONLY = "pypdfium2 text"


def load_project() -> Read:
    """Import the project's reader and load the catalogue; raises ImportError where the reader is missing."""
    from pipeline.catalog import load_catalog

    native = importlib.import_module("pipeline.readers.native")
    catalog = load_catalog()

    def read(path: str) -> list[Sheet]:
        document: ReadDocument = native.read_native(path, catalog)
        return document_to_sheets(document)

    return read


def load_all_stages() -> Read:
    """Import the project's reader and its stages; read, and extract targets and tables."""
    from pipeline.catalog import load_catalog
    from pipeline.extract.naming import index_of
    from pipeline.stages import extract

    native = importlib.import_module("pipeline.readers.native")
    catalog = load_catalog()
    index_of(catalog)

    def read(path: str) -> list[Sheet]:
        document: ReadDocument = native.read_native(path, catalog)
        extract(document, catalog)
        return document_to_sheets(document)

    return read


def document_to_sheets(document: ReadDocument) -> list[Sheet]:
    """Return the grids of a read document; a text dump has no pages and gets page 0."""
    sheets = []
    for block in document.blocks:
        if isinstance(block, Grid):
            pages = [cell.passage.where().page for row in block.rows for cell in row]
            page = next((page for page in pages if page is not None), 0)
            rows = [[block.text(row, column) for column in range(block.width)] for row in range(len(block.rows))]
            sheets.append(rows_to_sheet(page, rows))
    return sheets


def load_pdfplumber() -> Read:
    """Import pdfplumber; read with ``extract_tables`` as it is."""
    import pdfplumber

    def read(path: str) -> list[Sheet]:
        sheets: list[Sheet] = []
        with pdfplumber.open(path) as document:
            for page in document.pages:
                sheets.extend(rows_to_sheet(page.page_number, rows) for rows in page.extract_tables())
                page.close()
        return sheets

    return read


def load_camelot_raster() -> Read:
    """Import camelot; read its lattice with lines found on the rendered page."""
    return _camelot("raster")


def load_camelot_vector() -> Read:
    """Import camelot; read its lattice with lines taken from the page's drawing."""
    return _camelot("vector")


def _camelot(engine: str) -> Read:
    from camelot.io import read_pdf

    def read(path: str) -> list[Sheet]:
        resolved = Path(path).resolve()
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            tables = read_pdf(resolved, pages="all", flavor="lattice", engine=engine, split_text=True)
        # Its own order of tables beside each other is none that one reads in.
        ordered = sorted(tables, key=lambda table: (table.page, -round(table._bbox[3] / 10), table._bbox[0]))
        return [rows_to_sheet(table.page, table.data) for table in ordered]

    return read


def load_pypdfium2() -> Read:
    """Import pypdfium2; read plain text, which has no tables: the bound for speed, and the ceiling for accuracy."""
    import pypdfium2  # noqa: F401 - imported here so that its time counts as that of the import

    def read(path: str) -> list[Sheet]:
        page_texts(path)
        return []

    return read


def page_texts(path: str) -> list[str]:
    """Return the plain text of each page as PDFium has it."""
    import pypdfium2

    texts = []
    document = pypdfium2.PdfDocument(path)
    for page in document:
        text_page = page.get_textpage()
        texts.append(text_page.get_text_bounded().replace("\x02", "-"))  # its mark for a hyphen at the end of a line
        text_page.close()
        page.close()
    document.close()
    return texts


def is_in_text(true: str, pages: Sequence[str]) -> bool:
    """Return whether each word of a cell stands in the text of one page, or of two that follow one another.

    >>> is_in_text("chưa đủ", ["chưa", "đủ", "cả"]), is_in_text("chưa cả", ["chưa", "đủ", "cả"])
    (True, False)
    """
    words = [bare(word) for word in true.replace(ITEM, " ").split()]
    texts = [bare(page) for page in pages]
    return any(
        all(word in text for word in words)
        for text in (first + second for first, second in zip(texts, [*texts[1:], ""], strict=True))
    )


def rows_to_sheet(page: int, rows: Sequence[Iterable[str | None]]) -> Sheet:
    """Return a sheet of even rows.

    >>> rows_to_sheet(1, [["a", None], ["b"]]).rows
    (('a', ''), ('b', ''))
    """
    filled = [[cell or "" for cell in row] for row in rows]
    width = max(map(len, filled), default=0)
    return Sheet(page, tuple(tuple(row + [""] * (width - len(row))) for row in filled))


READERS: dict[str, Callable[[], Read]] = {
    PROJECT: load_project,
    ALL_STAGES: load_all_stages,
    "camelot raster": load_camelot_raster,
    "camelot vector": load_camelot_vector,
    "pdfplumber": load_pdfplumber,
    TEXT_ONLY: load_pypdfium2,
}
