"""The reader of printed numerals as the first reader of numeric cells."""

from __future__ import annotations

from collections.abc import Sequence

from pipeline.model import Reading
from pipeline.readers.numerals import NumeralReading, read_numerals

from .engine import Grey

ENGINE = "numerals"


def read_crops(crops: Sequence[Grey]) -> tuple[Reading, ...]:
    """Return what each crop says with calibrated confidence and runners-up; an empty text where it holds no numeral.

    The runners-up then are what it might be all the same, the likeliest first.
    """
    return tuple(_reading(one) for one in read_numerals(crops))


def _reading(one: NumeralReading) -> Reading:
    texts, odds = tuple(text for text, _ in one.runners_up), tuple(share for _, share in one.runners_up)
    return Reading("" if one.refused else one.text, ENGINE, one.confidence, texts, odds)
