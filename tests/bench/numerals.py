"""How many printed numerals are read exactly, and how fast: our reader, Tesseract by cell and by page, and RapidOCR.

Rendered cells need the fonts of ``make train``, which are fetched through apt. Engines that are not installed are named
and left out. ``--cells`` says how many rendered cells each figure takes, ``--peers`` how many of them others read too.
"""

from __future__ import annotations

import argparse
import gc
import os
import pickle
import subprocess
import time
from collections.abc import Callable, Sequence
from pathlib import Path

import cv2
import numpy as np
from numpy.typing import NDArray

from pipeline.errors import ProgramMissingError
from pipeline.readers.numerals import read_numerals
from pipeline.readers.numerals.alphabet import WORD
from pipeline.readers.numerals.decode import bare
from pipeline.readers.numerals.train.samples import CellShelf, draw_sample, seen_shelf, unseen_shelf
from pipeline.readers.training.fonts import fetch
from pipeline.readers.training.wear import HEAVY, ORDINARY
from tests.numeral_cells import load_cells

from .scan_peers import prepare_environment

Crop = NDArray[np.uint8]
Read = Callable[[Sequence[Crop]], list[str]]
Labelled = tuple[Crop, str]
Box = tuple[int, int, int, int]
_BATCH = 64
_PAGE_WIDTH, _GAP = 1700, 24
_PAGE_DPI = 200.0
_PAPER = 200
RAPIDOCR = ("rapidocr==3.10.0", "onnxruntime==1.32.0")
_SEEDS = {"seen fonts, ordinary wear": 971, "seen fonts, heavy wear": 972, "unseen fonts, ordinary wear": 973}
_WEAR = {
    "seen fonts, ordinary wear": ORDINARY,
    "seen fonts, heavy wear": HEAVY,
    "unseen fonts, ordinary wear": ORDINARY,
}


def main(arguments: Sequence[str] = ()) -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(prog='make bench ARGS="numerals', description=__doc__)
    parser.add_argument("--cells", type=int, default=10_000)
    parser.add_argument("--peers", type=int, default=400)
    parser.add_argument("--fonts", type=Path, default=Path("build/fonts"))
    options = parser.parse_args(arguments)
    engines = _engines()
    real = [(cell.crop, cell.text) for cell in load_cells()]
    print(f"Numerals read exactly, of {len(real)} cells of real scans (blank ones among them)")
    _race(real, engines)
    try:
        fetch(options.fonts)
    except (OSError, RuntimeError) as error:
        print(f"Rendered cells are left out: the fonts cannot be fetched ({error}).")
        return
    shelves = {"seen": seen_shelf(options.fonts), "unse": unseen_shelf(options.fonts)}
    for name, seed in _SEEDS.items():
        cells = _rendered(options.cells, shelves[name[:4]], _WEAR[name], seed)
        print(f"Numerals read exactly, {name}, of {len(cells)} rendered cells")
        _race(cells, {"khubnd": engines["khubnd"]})
        print(f"  and of the first {min(options.peers, len(cells))}")
        _race(cells[: options.peers], engines)


def _rendered(count: int, shelf: CellShelf, wear: tuple[float, float], seed: int) -> list[Labelled]:
    """Draw cells that hold numerals, and blank ones."""
    samples = (draw_sample((seed, number), shelf, wear) for number in range(count))
    return [(sample.crop, sample.read.replace("\n", " ")) for sample in samples if WORD not in sample.read]


def _race(cells: Sequence[Labelled], engines: dict[str, Read]) -> None:
    """Let each engine read the cells; how wide dashes are and spaces beside marks do not count."""
    crops = [crop for crop, _ in cells]
    for name, read in engines.items():
        read(crops[:_BATCH])
        gc.collect()
        start = _spent(read)
        texts = [text for i in range(0, len(crops), _BATCH) for text in read(crops[i : i + _BATCH])]
        spent = (_spent(read) - start) / len(crops)
        exact = sum(_alike(text) == _alike(true) for text, (_, true) in zip(texts, cells, strict=True))
        print(f"  {name:16} {exact:6} {exact / len(cells):8.2%} {spent * 1000:8.2f} ms a cell")


def _spent(read: Read) -> float:
    """Return the processor time so far, in seconds: that of a reader's own process, or of this one."""
    return read.spent if isinstance(read, RapidOCR) else time.process_time()


def _alike(text: str) -> str:
    """Spell readings of all engines in one way.

    >>> _alike("80 – 85")
    '80-85'
    """
    return bare(text.replace("–", "-").replace("—", "-"))


def _engines() -> dict[str, Read]:
    """Make ready what is installed."""
    cv2.setNumThreads(1)
    engines: dict[str, Read] = {"khubnd": lambda crops: [reading.text for reading in read_numerals(crops)]}
    for name, make in {"Tesseract": _tesseract, "Tesseract, page": _tesseract_page}.items():
        try:
            engines[name] = make()
        except ProgramMissingError as error:
            print(f"{name} is left out: {error}.")
    python = prepare_environment(RAPIDOCR)
    if isinstance(python, str):
        print(f"RapidOCR is left out: {python}.")
    else:
        try:
            engines["RapidOCR"] = RapidOCR(python)
        except (EOFError, OSError) as error:
            print(f"RapidOCR is left out: it cannot start ({error}).")
    return engines


def _tesseract() -> Read:
    """Tesseract as the reader of scans uses it for cells: scaled, bordered, English data."""
    from pipeline.readers.scan.tesseract import tesseract_engine

    engine = tesseract_engine()

    def read(crops: Sequence[Crop]) -> list[str]:
        return [found.text if found else "" for found in engine.cells([_trim(crop) for crop in crops])]

    return read


def _tesseract_page() -> Read:
    """Tesseract as it reads whole pages: cells side by side in rows, the words in the box of each."""
    from pipeline.readers.scan.tesseract import tesseract_engine

    engine = tesseract_engine()

    def read(crops: Sequence[Crop]) -> list[str]:
        page, boxes = lay_out([_trim(crop) for crop in crops])
        words: list[list[str]] = [[] for _ in crops]
        for word in engine.page(page, _PAGE_DPI):
            x, y = (word.box.left + word.box.right) / 2, (word.box.top + word.box.bottom) / 2
            for own, (left, top, right, bottom) in zip(words, boxes, strict=True):
                if left <= x < right and top <= y < bottom:
                    own.append(word.text)
        return [" ".join(own) for own in words]

    return read


def lay_out(crops: Sequence[Crop]) -> tuple[Crop, list[Box]]:
    """Put cells onto one page, row by row; return the page and the left, top, right and bottom of each cell.

    >>> page, boxes = lay_out([np.zeros((10, 20), np.uint8), np.zeros((30, 20), np.uint8)])
    >>> page.shape, boxes
    ((78, 1700), [(24, 24, 44, 34), (68, 24, 88, 54)])
    """
    x = y = _GAP
    boxes: list[Box] = []
    row = 0
    for height, width in (crop.shape for crop in crops):
        if x + width + _GAP > _PAGE_WIDTH and x > _GAP:
            x, y, row = _GAP, y + row + _GAP, 0
        boxes.append((x, y, x + width, y + height))
        x, row = x + width + _GAP, max(row, height)
    widest = max((right for _, _, right, _ in boxes), default=0) + _GAP
    page = np.full((y + row + _GAP, max(_PAGE_WIDTH, widest)), 255, np.uint8)
    for crop, (left, top, right, bottom) in zip(crops, boxes, strict=True):
        page[top:bottom, left:right] = crop
    return page, boxes


class RapidOCR:
    """RapidOCR's recogniser of lines alone, on the ink of the cell, in a process of the peers' environment.

    ``spent`` is the processor time it took so far, in seconds, without that of cutting the ink out.
    """

    def __init__(self, python: Path) -> None:
        script = Path(__file__).with_name("numeral_peer_child.py")
        quiet = {**os.environ, "PYTHONPATH": "", "OMP_NUM_THREADS": "1"}
        pipe, silent = subprocess.PIPE, subprocess.DEVNULL
        self._child = subprocess.Popen([str(python), str(script)], stdin=pipe, stdout=pipe, stderr=silent, env=quiet)
        self.spent = 0.0
        self([np.full((8, 8), 255, np.uint8)])  # raises EOFError or OSError where it cannot start

    def __call__(self, crops: Sequence[Crop]) -> list[str]:
        """Read cells; those without ink are blank."""
        texts = [""] * len(crops)
        trimmed = [_trim(crop) for crop in crops]
        inked = [i for i, crop in enumerate(crops) if trimmed[i].shape != crop.shape or trimmed[i].min() <= _PAPER]
        assert self._child.stdin
        assert self._child.stdout
        pickle.dump([np.ascontiguousarray(trimmed[i]) for i in inked], self._child.stdin)
        self._child.stdin.flush()
        found, spent = pickle.load(self._child.stdout)  # noqa: S301 - from the child that we started
        self.spent += spent
        for i, text in zip(inked, found, strict=True):
            texts[i] = text
        return texts


def _trim(crop: Crop) -> Crop:
    """Leave the ink that touches no edge, with a rim, so that nobody has to read rulings."""
    _, mask = cv2.threshold(crop, 0, 1, cv2.THRESH_BINARY_INV | cv2.THRESH_OTSU)
    _, _, found, _ = cv2.connectedComponentsWithStats(np.asarray(mask, np.uint8))
    stats = np.asarray(found, np.int32)[1:]
    height, width = crop.shape
    left, top, right, bottom = stats[:, 0], stats[:, 1], stats[:, 0] + stats[:, 2], stats[:, 1] + stats[:, 3]
    inside = (left > 0) & (top > 0) & (right < width) & (bottom < height) & (stats[:, 4] > 3)
    if not inside.any():
        return crop
    rim = max(3, int(0.25 * stats[inside, 3].max()))
    first, last = max(0, int(top[inside].min()) - rim), int(bottom[inside].max()) + rim
    start, end = max(0, int(left[inside].min()) - rim), int(right[inside].max()) + rim
    return np.ascontiguousarray(crop[first:last, start:end])


if __name__ == "__main__":
    import sys

    main(sys.argv[1:])
