"""Measures a model on cells that it never saw, and calibrates its confidence on others."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from pipeline.readers.networks import Calibration, Model, build_model
from pipeline.readers.numerals.alphabet import WORD
from pipeline.readers.numerals.decode import bare
from pipeline.readers.numerals.reader import NumeralReading, read_with
from pipeline.readers.training.calibration import AS_IT_IS, isotonic

from .samples import CellShelf, Sample, draw_from_sheets, draw_sample

Judged = tuple[Sample, NumeralReading]
_TEMPERATURES = (1.0, 1.2, 1.5, 2.0)


@dataclass(frozen=True, slots=True)
class Figures:
    """Counts of cells: numerals, those read exactly, those refused; words and blanks, those refused."""

    numerals: int
    exact: int
    refused: int
    others: int
    others_refused: int

    @property
    def share(self) -> float:
        """Exact share of the numerals."""
        return self.exact / max(1, self.numerals)


def read_samples(model: Model, samples: Sequence[Sample]) -> list[Judged]:
    """Read cells and keep each beside its reading."""
    return list(zip(samples, read_with(model, [sample.crop for sample in samples]), strict=True))


def draw(count: int, shelf: CellShelf, wear: tuple[float, float], seed: int) -> Iterator[Sample]:
    """Draw cells for measuring; training never takes numbers of two parts."""
    return (draw_sample((seed, number), shelf, wear) for number in range(count))


def draw_sheets(count: int, shelf: CellShelf, wear: tuple[float, float], seed: int) -> Iterator[Sample]:
    """Draw cells of whole sheets for measuring; training takes numbers of more parts."""
    return iter(draw_from_sheets((seed,), count, shelf, wear))


def is_right(sample: Sample, reading: NumeralReading) -> bool:
    """Compare exactly, but for spaces beside marks; words and blanks are to be refused."""
    if WORD in sample.read or not sample.read:
        return reading.refused
    return bare(reading.text) == bare(sample.read.replace("\n", " "))


def count(judged: Sequence[Judged]) -> Figures:
    """Sum up."""
    numerals = [(s, r) for s, r in judged if s.read and WORD not in s.read]
    others = [(s, r) for s, r in judged if not s.read or WORD in s.read]
    return Figures(
        len(numerals),
        sum(is_right(sample, reading) for sample, reading in numerals),
        sum(reading.refused for _, reading in numerals),
        len(others),
        sum(reading.refused for _, reading in others),
    )


def judge(judged: Sequence[Judged]) -> list[tuple[float, bool]]:
    """Return how sure each reading is and whether it is right."""
    return [(reading.confidence, is_right(sample, reading)) for sample, reading in judged]


def calibrate(weights: bytes, samples: Sequence[Sample]) -> Calibration:
    """Choose the temperature that makes true readings likeliest, then the shares of right readings by probability."""
    best, best_loss, chosen = AS_IT_IS, np.inf, []
    for temperature in _TEMPERATURES:
        trial = Calibration(temperature, AS_IT_IS.nines, AS_IT_IS.confidences)
        judged = read_samples(build_model(weights, trial), samples)
        pairs = judge(judged)
        loss = -float(np.mean([np.log(max(1e-4, share if right else 1 - share)) for share, right in pairs]))
        if loss < best_loss:
            best, best_loss, chosen = trial, loss, pairs
    return Calibration(best.temperature, *isotonic(chosen))
