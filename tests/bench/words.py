"""How many printed lines of words are read exactly, and how fast: our reader of words and Tesseract, line by line.

Lines are drawn with the fonts of ``make train``, which are fetched through apt. ``--lines`` says how many each figure
takes.
"""

from __future__ import annotations

import argparse
import time
from collections.abc import Callable, Sequence
from pathlib import Path

import cv2
import numpy as np
from numpy.typing import NDArray
from rapidfuzz.distance import Levenshtein

from pipeline.errors import ProgramMissingError
from pipeline.readers.training.fonts import fetch
from pipeline.readers.training.wear import HEAVY, ORDINARY
from pipeline.readers.words.reader import read_strips
from pipeline.readers.words.train.measure import draw
from pipeline.readers.words.train.samples import Sample, seen_shelf, unseen_shelf
from pipeline.readers.words.weights import load_model

Strip = NDArray[np.uint8]
Read = Callable[[Sequence[Strip]], list[str]]
_SEEDS = {("seen", "ordinary"): 981, ("seen", "heavy"): 982, ("unseen", "ordinary"): 983, ("unseen", "heavy"): 984}
_PAPER = 20
_DPI = 210.0
"""At which letters of ten points are as high as in a strip."""


def main(arguments: Sequence[str] = ()) -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(prog='make bench ARGS="words', description=__doc__)
    parser.add_argument("--lines", type=int, default=1000)
    parser.add_argument("--fonts", type=Path, default=Path("build/fonts"))
    options = parser.parse_args(arguments)
    try:
        fetch(options.fonts)
    except (OSError, RuntimeError) as error:
        print(f"Lines of words are left out: the fonts cannot be fetched ({error}).")
        return
    shelves = {"seen": seen_shelf(options.fonts), "unseen": unseen_shelf(options.fonts)}
    cv2.setNumThreads(1)
    engines = _engines()
    for (name, wear), seed in _SEEDS.items():
        samples = list(draw(options.lines, shelves[name], ORDINARY if wear == "ordinary" else HEAVY, seed))
        print(f"Lines of words read exactly but for spaces, {name} fonts, {wear} wear, of {len(samples)}")
        for engine, read in engines.items():
            _race(engine, read, samples)


def _race(engine: str, read: Read, samples: Sequence[Sample]) -> None:
    start = time.process_time()
    texts = read([sample.strip for sample in samples])
    spent = time.process_time() - start
    pairs = [("".join(sample.read.split()), _alike(text)) for sample, text in zip(samples, texts, strict=True)]
    exact = sum(true == text for true, text in pairs)
    wrong = sum(Levenshtein.distance(true, text) for true, text in pairs) / sum(len(true) for true, _ in pairs)
    shown = f"{exact:6} {exact / len(pairs):8.2%}, letters wrong {wrong:.2%}, {spent / len(pairs) * 1000:.1f} ms a line"
    print(f"  {engine:10} {shown}")


def _alike(text: str) -> str:
    """Spell readings of all engines in one way.

    >>> _alike("80 – 85")
    '80-85'
    """
    return "".join(text.replace("–", "-").replace("—", "-").split())


def _engines() -> dict[str, Read]:
    model = load_model()
    engines: dict[str, Read] = {
        "khubnd": lambda strips: [" ".join(word.text for word in words) for words in read_strips(model, strips)]
    }
    try:
        engines["Tesseract"] = _tesseract()
    except ProgramMissingError as error:
        print(f"Tesseract is left out: {error}.")
    return engines


def _tesseract() -> Read:
    from pipeline.readers.scan.tesseract import tesseract_engine

    engine = tesseract_engine()
    look = engine.block or engine.page

    def read(strips: Sequence[Strip]) -> list[str]:
        pages = [np.pad(np.asarray(255 - strip, np.uint8), _PAPER, constant_values=255) for strip in strips]
        return [" ".join(word.text for word in look(page, _DPI)) for page in pages]

    return read
