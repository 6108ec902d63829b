"""Read printed numerals: pictures of table cells in, text with calibrated confidence out."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import prod
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from pipeline.readers.networks import Calibration

from .alphabet import WORD
from .decode import Readings, decode, mean
from .weights import load_model

if TYPE_CHECKING:
    from pipeline.readers.networks import Model

    from .crops import Look, Strips


_BATCH = 64
_STEP = 16
_CHUNK = 512
_RUNNERS_UP = 3
_LEAST_CONFIDENCE = 0.0005
_UNSURE = 0.9
"""Of a reading that is less likely, other looks are taken."""
_DASH = 0.4
"""A dash that is as likely is read, though nothing at all may be likelier: dirt is seldom so large."""
_DASHES = frozenset("- ")


@dataclass(frozen=True, slots=True)
class NumeralReading:
    """What a cell says.

    ``text`` is as printed, lines joined by a space; a dash of any length is ``-``, a raised mark is ``*``. Of the cells
    given a confidence of 0.99, 99 in 100 are right, refusals included.

    A cell that holds words, with or without a numeral, or nothing at all is ``refused``: its text is empty, and a
    numeral found among the words is the first of the ``runners_up``, each of which has its own confidence.
    """

    text: str
    confidence: float
    runners_up: tuple[tuple[str, float], ...] = ()
    refused: bool = False

    def __post_init__(self) -> None:
        if self.refused == bool(self.text) or not 0 <= self.confidence <= 1:
            raise ValueError(f"no reading: {self.text!r}, confidence {self.confidence}, refused {self.refused}")


def read_numerals(crops: Sequence[NDArray[np.uint8]]) -> tuple[NumeralReading, ...]:
    """Read the cells of tables: grey pictures, ink dark on light, at 120 to 300 dots per inch, a little paper around.

    Of a colour scan take the red channel: red stamps then all but vanish. The reading of a cell does not depend on the
    other cells that are read with it.
    """
    return read_with(load_model(), crops) if crops else ()


def read_with(model: Model, crops: Sequence[NDArray[np.uint8]]) -> tuple[NumeralReading, ...]:
    """Read cells with weights that may be others than those of the package."""
    readings: list[NumeralReading] = []
    for start in range(0, len(crops), _CHUNK):
        readings.extend(_read_chunk(model, crops[start : start + _CHUNK]))
    return tuple(readings)


def _read_chunk(model: Model, crops: Sequence[NDArray[np.uint8]]) -> list[NumeralReading]:
    """Read cells, and those of which the reading is not sure in other ways too, of which the mean then counts."""
    from .crops import SECOND_LOOKS

    said = _look(model, crops, None)
    unsure = [i for i, readings in enumerate(said) if readings and max(readings.values()) < _UNSURE]
    looks = [_look(model, [crops[i] for i in unsure], look) for look in SECOND_LOOKS]
    for i, *others in zip(unsure, *looks, strict=True):
        said[i] = mean([said[i], *filter(None, others)])
    return [_settle(readings, model.calibration) for readings in said]


def _look(model: Model, crops: Sequence[NDArray[np.uint8]], look: Look | None) -> list[Readings]:
    """Read what cells may say; no readings at all where there is more than numerals, or nothing new to see.

    A look that finds no ink says that the cell is blank.
    """
    from .crops import cut_strips

    cells = [cut_strips(crop, look) for crop in crops]
    lines = iter(_read_strips(model, [strip for cell in cells for strip in cell.lines]))
    found = [[next(lines) for _ in cell.lines] for cell in cells]
    return [_said(cell, own) for cell, own in zip(cells, found, strict=True)]


def _said(cell: Strips, lines: Sequence[Readings]) -> Readings:
    """Return what a cell may say, and that it is blank in place of what only strokes of a stamp or a pen look like."""
    if cell.too_much or cell.nothing_new:
        return {}
    said = _join(lines)
    strokes = {text for text, share in said.items() if text and _is_stroke(text, share, cell)}
    if not strokes:
        return said
    printed = {text: share for text, share in said.items() if text not in strokes}
    return {**printed, "": printed.get("", 0.0) + sum(said[text] for text in strokes)}


def _is_stroke(text: str, share: float, cell: Strips) -> bool:
    """Say whether a reading is a dash that comes in from outside, or a single character that does, or is too thin."""
    if set(text) <= _DASHES:
        return cell.comes_in
    return len(text) == 1 and (cell.is_thin or (cell.comes_in and share < _UNSURE))


def _read_strips(model: Model, strips: Sequence[NDArray[np.uint8]]) -> list[Readings]:
    """Read what each strip may say."""
    from .rings import with_zero

    found: list[Readings] = [{} for _ in strips]
    for index, shares in model.run_strips(strips, _BATCH, _STEP):
        found[index] = with_zero(decode(shares), strips[index])
    return found


def _join(lines: Sequence[Readings]) -> Readings:
    """Put the lines of a cell together: what it may say, with all lines read at best or one of them otherwise."""
    best = [next(iter(line)) for line in lines]
    score = prod(line[text] for line, text in zip(lines, best, strict=True))
    found: Readings = defaultdict(float, {" ".join(filter(None, best)): score})
    for i, line in enumerate(lines):
        for text, share in list(line.items())[1:]:
            found[" ".join(filter(None, (*best[:i], text, *best[i + 1 :])))] += score * share / line[best[i]]
    return dict(found)


def _settle(said: Readings, calibration: Calibration) -> NumeralReading:
    """Choose what a cell says. Lines that say nothing are specks, words in any line refuse the whole cell."""
    if not said:
        return NumeralReading("", 1.0, refused=True)
    text = max(said, key=lambda text: said[text])
    if not text and said.get("-", 0.0) > _DASH:
        text = "-"
    if text and WORD not in text:
        others = {other: share for other, share in said.items() if other != text}
        return NumeralReading(text, calibration.confidence(said[text]), _rank(others, calibration))
    numerals: Readings = defaultdict(float)
    for other, share in said.items():
        numerals[" ".join(other.replace(WORD, "").split())] += share
    refusal = sum(share for other, share in said.items() if WORD in other or not other)
    return NumeralReading("", calibration.confidence(min(1.0, refusal)), _rank(numerals, calibration), refused=True)


def _rank(readings: Mapping[str, float], calibration: Calibration) -> tuple[tuple[str, float], ...]:
    """Order runners-up; words among them are no reading."""
    ranked = sorted(
        (-min(share, calibration.confidence(share)), text)
        for text, share in readings.items()
        if text and WORD not in text and share >= _LEAST_CONFIDENCE
    )
    return tuple((text, round(-share, 4)) for share, text in ranked[:_RUNNERS_UP])
