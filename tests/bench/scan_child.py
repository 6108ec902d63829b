"""Read one scan in a process of its own: ``python -m tests.bench.scan_child READER PDF RESULT``.

What must be imported and loaded once per process is not part of the time. Cores are counted too: a reader that works
on two pages at once is faster by the clock, not by its processor time.
"""

from __future__ import annotations

import importlib
import os
import pickle
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from pipeline.confined import ONE_THREAD
from pipeline.model import Extraction, Line
from pipeline.tessdata import data_file

from .child import ROOT, _resident
from .peers import document_to_sheets
from .score import Sheet

PROJECT = "project"
BARE = "bare Tesseract"
HOUR = 3600.0


@dataclass(frozen=True, slots=True)
class Scanned:
    """What a reader made of a scan; times in seconds, ``peak`` in MB: that of the largest process."""

    sheets: tuple[Sheet, ...]
    text: str
    seconds: float
    processor: float
    peak: float
    extraction: Extraction | None = None


Read = Callable[[str], tuple[tuple[Sheet, ...], str, Extraction | None]]


def load_project() -> Read:
    """Import the readers and the stages, load what every document needs; read and extract as a run does."""
    from pipeline.catalog import load_catalog
    from pipeline.readers import READERS as PROJECT_READERS
    from pipeline.readers.numerals.weights import load_model as load_numerals
    from pipeline.readers.pdf import load_readers
    from pipeline.readers.words.weights import load_model as load_words
    from pipeline.stages import extract_and_settle

    importlib.import_module("pipeline.preload")
    importlib.import_module("pipeline.readers.scan.page")
    catalog = load_catalog()
    load_readers(catalog)
    load_numerals()
    load_words()

    def read(path: str) -> tuple[tuple[Sheet, ...], str, Extraction]:
        document, found = extract_and_settle(PROJECT_READERS[".pdf"](path, catalog), catalog)
        lines = [block.text for block in document.blocks if isinstance(block, Line)]
        return tuple(document_to_sheets(document)), " ".join(lines), found

    return read


def load_bare() -> Read:
    """Import Tesseract; read each page at 300 dpi as it lies, page segmentation 3, and nothing else."""
    import pypdfium2

    tesserocr: Any = importlib.import_module("tesserocr")
    tessdata = str(data_file("vie").parent)

    def read(path: str) -> tuple[tuple[Sheet, ...], str, None]:
        texts = []
        document = pypdfium2.PdfDocument(path)
        with tesserocr.PyTessBaseAPI(path=tessdata, lang="vie", psm=3) as engine:
            for page in document:
                engine.SetImage(page.render(scale=300 / 72, grayscale=True).to_pil())
                texts.append(engine.GetUTF8Text())
                page.close()
        document.close()
        return (), "\n".join(texts), None

    return read


READERS: dict[str, Callable[[], Read]] = {PROJECT: load_project, BARE: load_bare}


def read_scan(reader: str, path: Path) -> Scanned | str:
    """Return what a child read, or in one line why it could not. Nothing kept by earlier runs is used."""
    with tempfile.TemporaryDirectory() as folder:
        result = Path(folder) / "result"
        command = [sys.executable, "-m", "tests.bench.scan_child", reader, str(path), str(result)]
        limits = {**dict.fromkeys(ONE_THREAD, "1"), "XDG_CACHE_HOME": folder}
        done = run_child(command, limits)
        if done.returncode:
            return (done.stderr.strip().splitlines() or [f"ended with {done.returncode}"])[-1]
        found = pickle.loads(result.read_bytes())  # noqa: S301 - our own child has just written it
    return found if isinstance(found, Scanned) else "returned something else"


def run_child(command: list[str], environment: dict[str, str]) -> subprocess.CompletedProcess[str]:
    """Run a command in the checkout; one that takes more than an hour counts as failed."""
    try:
        return subprocess.run(
            command,
            cwd=ROOT,
            env={**os.environ, **environment},
            capture_output=True,
            text=True,
            check=False,
            timeout=HOUR,
        )
    except subprocess.TimeoutExpired:
        return subprocess.CompletedProcess(command, 1, "", "took more than an hour")


def main(reader: str, path: str, result: str) -> None:
    """Import the reader, read the scan once, write down what was read and what it took."""
    read = READERS[reader]()
    start, begun = time.perf_counter(), processor_time()
    sheets, text, extraction = read(path)
    seconds, processor = time.perf_counter() - start, processor_time() - begun
    found = Scanned(sheets, text, seconds, processor, peak_memory(), extraction)
    Path(result).write_bytes(pickle.dumps(found))


def processor_time() -> float:
    """Return the seconds that this process and its children that have ended worked."""
    usages = [resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
    return sum(usage.ru_utime + usage.ru_stime for usage in usages)


def peak_memory() -> float:
    """Return the MB that the largest of this process and its ended children held at most.

    The kernel's figure for this process alone would include what it was forked from.
    """
    return max(_resident("VmHWM"), resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024)


if __name__ == "__main__":
    from tests.bench.scan_child import main as run_main  # so that the result is pickled under its importable name

    run_main(*sys.argv[1:])
