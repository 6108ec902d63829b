"""Commas and dots of numbers that were recognised: decided by grouping and by the other numbers of the column."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import regex

from pipeline.model import Reading

from .weighing import COLUMN

_GROUPED = regex.compile(r"\d{1,3}(?:\.\d{3})+")
_DECIMAL = regex.compile(r"\d{1,3}(?:\.\d{3})*,\d{1,2}")
_DOT_DECIMAL = regex.compile(r"(\d{1,3})\.(\d{1,2})")
_COMMA_GROUPED = regex.compile(r"(?!0)\d{1,3}(?:[.,]\d{3})*,\d{3}(?:[.,]\d{3})*")
_FEWEST = 3


def settle_marks(columns: Sequence[int], readings: Sequence[tuple[Reading, ...]]) -> list[tuple[Reading, ...]]:
    """Return the readings of cells, by their columns, with the marks of the chosen ones settled where it is certain.

    ``0.15`` is ``0,15`` where at least three numbers of its column have such decimals and none a dot before fewer than
    three digits. ``1,250`` is taken for ``1.250`` where at least three group by dots and none has decimals, but as a
    reading of the column's own: it may be the thousandth. What was read stays among the readings.
    """
    result = list(readings)
    for column in sorted(set(columns)):
        at = [number for number, own in enumerate(columns) if own == column and readings[number]]
        texts = [readings[number][0].text for number in at]
        told = [readings[number][0].text for number in at if readings[number][0].engine != COLUMN]
        decimals = sum(_DECIMAL.fullmatch(text) is not None for text in told)
        grouped = sum(_GROUPED.fullmatch(text) is not None for text in told)
        odd = sum(_DOT_DECIMAL.fullmatch(text) is not None for text in told)
        for number, text in zip(at, texts, strict=True):
            if decimals >= max(_FEWEST, 3 * odd) and (match := _DOT_DECIMAL.fullmatch(text)):
                result[number] = _settled(f"{match[1]},{match[2]}", readings[number])
            elif grouped >= _FEWEST and not decimals and _COMMA_GROUPED.fullmatch(text):
                result[number] = (Reading(text.replace(",", "."), COLUMN, 0.0), *readings[number])
    return result


def _settled(text: str, readings: tuple[Reading, ...]) -> tuple[Reading, ...]:
    """Put the settled text first; readings with marks of whatever kind at the same places say the same.

    >>> [one.text for one in _settled("7,1", (Reading("7.1", "a"), Reading("7,1", "b"), Reading("71", "c")))]
    ['7,1', '7,1', '71']
    """
    same = [one for one in readings if one.text.replace(",", ".") == text.replace(",", ".")]
    others = [one for one in readings if one not in same]
    return (*(replace(one, text=text) for one in same), *others)
