"""What recognises text on pictures: two functions with a name, so that engines can take each other's place.

Another engine (PaddleOCR, VietOCR, a cloud service) is a module beside ``tesseract.py`` with a function that returns an
:class:`Engine`. It has to give

* ``name`` and ``version``, which change whenever its results may change (library, data files, settings): results are
  kept on disk under both;
* ``page``: all words of a grey page, in reading order. An engine that finds lines but no words cuts them at their
  spaces; one that gives no boxes of characters shares out the width of the word with :func:`even_symbols`;
* ``cells``: for each picture of one short number its reading, or None where it sees nothing. An engine without such a
  mode hands each crop to its recogniser of lines.

Both are called in the child process of a document, from several threads at once, under that process's limits of time
and memory: a hang or a crash costs that document only. The same picture must give the same result every time. Errors
of the library are raised as they come; what is not installed is a :class:`~pipeline.errors.ProgramMissingError`, raised
when the engine is made and not later. Words that were read badly are returned with their low confidence, not left out.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import NamedTuple, TypeAlias

import numpy as np
from numpy.typing import NDArray

Grey: TypeAlias = NDArray[np.uint8]
"""A picture of rows of pixels from the top, 0 black to 255 white."""


class Pixels(NamedTuple):
    """A rectangle in pixels of the picture that was given, from its top left; right and bottom excluded."""

    left: int
    top: int
    right: int
    bottom: int


class Symbol(NamedTuple):
    """One character as it was read, with its marks: ``ế`` is one symbol. ``confidence`` is from 0 to 1."""

    text: str
    box: Pixels
    confidence: float


class Recognised(NamedTuple):
    """One word, or the content of one cell. Words share ``line`` and ``block`` if they stand in the same, from 0."""

    text: str
    box: Pixels
    confidence: float
    symbols: tuple[Symbol, ...]
    line: int = 0
    block: int = 0


Pages: TypeAlias = Callable[[Grey, float], tuple[Recognised, ...]]
"""From a page and its dots per inch to its words, in reading order."""
Cells: TypeAlias = Callable[[Sequence[Grey]], tuple[Recognised | None, ...]]
"""From pictures of one number each, rulings erased, to their readings, each by itself, in the same order."""


@dataclass(frozen=True, slots=True)
class Engine:
    """A way to recognise text. ``again`` holds further looks at cells, each differing from the ones before it."""

    name: str
    version: str
    page: Pages
    cells: Cells
    again: tuple[Cells, ...] = ()
    block: Pages | None = None
    """As ``page``, for the picture of one cell: all of it is text. Engines without such a mode take ``page``."""

    def __post_init__(self) -> None:
        if not self.name or not self.version:
            raise ValueError("an engine needs a name and a version: its results are kept under both")


def certainty(words: Sequence[Recognised]) -> float:
    """Return how sure an engine was of the characters of some words, from 0 to 1; 0 if there are none.

    Tells a page from the same page upside down. Words of one character weigh nothing, since noise gives those.

    >>> box = Pixels(0, 0, 1, 1)
    >>> words = [Recognised(text, box, sure, ()) for text, sure in (("KẾ", 0.9), ("HOẠCH", 0.7), ("|", 0.0))]
    >>> round(certainty(words), 3)
    0.757
    """
    weighed = [(len(word.text), word.confidence) for word in words if len(word.text) > 1]
    total = sum(length for length, _ in weighed)
    return sum(length * confidence for length, confidence in weighed) / total if total else 0.0


def enlarged(word: Recognised, factor: float) -> Recognised:
    """Return a word with its places on a picture that is so much larger."""
    symbols = tuple(symbol._replace(box=_enlarged(symbol.box, factor)) for symbol in word.symbols)
    return word._replace(box=_enlarged(word.box, factor), symbols=symbols)


def moved(word: Recognised, right: int, down: int) -> Recognised:
    """Return a word with its places on a picture of which this one was cut out."""
    symbols = tuple(symbol._replace(box=_moved(symbol.box, right, down)) for symbol in word.symbols)
    return word._replace(box=_moved(word.box, right, down), symbols=symbols)


def _moved(box: Pixels, right: int, down: int) -> Pixels:
    return Pixels(box.left + right, box.top + down, box.right + right, box.bottom + down)


def _enlarged(box: Pixels, factor: float) -> Pixels:
    return Pixels(*(round(edge * factor) for edge in box))


def even_symbols(text: str, box: Pixels, confidence: float) -> tuple[Symbol, ...]:
    """Share out the box of a word among its characters, for engines that do not tell where they stand.

    >>> [symbol.box.left for symbol in even_symbols("2030", Pixels(10, 0, 50, 20), 0.9)]
    [10, 20, 30, 40]
    """
    step = (box.right - box.left) / max(1, len(text))
    edges = [box.left + round(number * step) for number in range(len(text) + 1)]
    return tuple(
        Symbol(character, Pixels(left, box.top, right, box.bottom), confidence)
        for character, left, right in zip(text, edges, edges[1:], strict=False)
    )
