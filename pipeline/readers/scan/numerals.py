"""The reader of printed numerals as the first reader of numeric cells."""

from __future__ import annotations

from collections.abc import Sequence

from pipeline.model import Reading
from pipeline.readers.numerals import read_numerals

from .engine import Grey

ENGINE = "numerals"


def read_crops(crops: Sequence[Grey]) -> tuple[Reading | None, ...]:
    """Return what each crop says with calibrated confidence and runners-up; None where it holds no numeral."""
    return tuple(
        None if one.refused else Reading(one.text, ENGINE, one.confidence, tuple(text for text, _ in one.runners_up))
        for one in read_numerals(crops)
    )
