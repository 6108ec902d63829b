"""Read one scan with a peer, in the peers' own environment: ``python scan_peer_child.py PEER PDF RESULT``.

Nothing of the project can be imported there. Peers get what helps them: pages turned and straightened where they can,
Vietnamese, one thread like everybody else.
"""

from __future__ import annotations

import importlib
import json
import re
import resource
import subprocess
import sys
import tempfile
import time
import warnings
from collections.abc import Callable
from pathlib import Path
from typing import Any

Read = Callable[[str], tuple[list[tuple[int, list[list[str]]]], str]]


def load_ocrmypdf() -> Read:
    """Import camelot; have OCRmyPDF lay a text behind the pages, then read the lattices."""
    camelot: Any = importlib.import_module("camelot")
    pdfium: Any = importlib.import_module("pypdfium2")

    def read(path: str) -> tuple[list[tuple[int, list[list[str]]]], str]:
        with tempfile.TemporaryDirectory() as folder:
            target = str(Path(folder) / "searchable.pdf")
            options = ["--rotate-pages", "--deskew", "--language", "vie", "--jobs", "1", "--output-type", "pdf"]
            command = [sys.executable, "-m", "ocrmypdf", *options, "--optimize", "0", "--quiet", path, target]
            subprocess.run(command, check=True)
            tables = camelot.read_pdf(target, pages="all", flavor="lattice", split_text=True)
            ordered = sorted(tables, key=lambda table: (table.page, -table._bbox[3]))
            sheets = [(int(table.page), [list(map(str, row)) for row in table.data]) for table in ordered]
            document = pdfium.PdfDocument(target)
            texts = [page.get_textpage().get_text_bounded() for page in document]
            document.close()
        return sheets, "\n".join(texts).replace("\x02", "-")

    return read


def load_img2table() -> Read:
    """Import img2table; read the ruled tables of the pictures with its own use of Tesseract."""
    documents: Any = importlib.import_module("img2table.document")
    engines: Any = importlib.import_module("img2table.ocr")
    engine = engines.TesseractOCR(n_threads=1, lang="vie")

    def read(path: str) -> tuple[list[tuple[int, list[list[str]]]], str]:
        document = documents.PDF(path, detect_rotation=True, pdf_text_extraction=False)
        found = document.extract_tables(ocr=engine, implicit_rows=False, borderless_tables=False)
        sheets = [
            (page + 1, [[cell.value or "" for cell in row] for row in table.content.values()])
            for page, tables in sorted(found.items())
            for table in tables
        ]
        return sheets, ""

    return read


PEERS: dict[str, Callable[[], Read]] = {"OCRmyPDF + camelot": load_ocrmypdf, "img2table": load_img2table}


def main(peer: str, path: str, result: str) -> None:
    """Import the peer, read the scan once, write down what was read and what it took."""
    warnings.simplefilter("ignore")
    read = PEERS[peer]()
    start, begun = time.perf_counter(), _processor()
    sheets, text = read(path)
    seconds, processor = time.perf_counter() - start, _processor() - begun
    found = {"sheets": sheets, "text": text, "seconds": seconds, "processor": processor, "peak": _peak()}
    Path(result).write_text(json.dumps(found, ensure_ascii=False), encoding="utf-8")


def _processor() -> float:
    usages = [resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
    return sum(one.ru_utime + one.ru_stime for one in usages)


def _peak() -> float:
    """Return MB; the kernel's figure for this process alone would include what it was forked from."""
    status = Path("/proc/self/status").read_text(encoding="ascii")
    found = re.search(r"^VmHWM:\s+(\d+) kB", status, re.MULTILINE)
    own = int(found[1]) if found else 0
    return max(own, resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss) / 1024


if __name__ == "__main__":
    main(*sys.argv[1:])
