"""Comparators before numerals: an engine whose data hold no ``≥`` and ``≤`` reads ``>`` and ``<`` for them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import regex

from pipeline.model import Reading
from pipeline.readers.native.geometry import around
from pipeline.readers.native.words import Word

from .crops import crop_of
from .image import Prepared
from .readers import Numerals
from .weighing import BARRED, TRUSTED

_COMPARED = regex.compile(r"\(?(?P<sign>[<>])(?P<numeral>\d[\d.,]*[%‰]?)?[.,;:)]*")
_NUMERAL = regex.compile(r"\(?(?P<numeral>\d[\d.,]*[%‰]?)[.,;:)]*")
_SPACE = 1.0
"""Font sizes between a comparator and its numeral, at most."""
_ENDS = ".,;:"


def settle_comparators(prepared: Prepared, words: Sequence[Word], numerals: Numerals) -> list[Word]:
    """Return words with the comparators that the reader of numerals is sure to see with their bar."""
    result = list(words)
    for at, sign in read_comparators(prepared, words, numerals).items():
        if sign:
            text = words[at].text
            result[at] = replace(words[at], text=text.replace(text.lstrip("(")[0], sign, 1))
    return result


def read_comparators(prepared: Prepared, words: Sequence[Word], numerals: Numerals) -> dict[int, str]:
    """Return for each word that is ``<`` or ``>``, or begins so, the sign printed there; nothing where nobody is sure.

    A comparator and its numeral are read together, and the numeral has to be the same.
    """
    compared = {at: found for at in range(len(words)) if (found := _compared(words, at)) is not None}
    readings = numerals([crop_of(both, prepared) for both in compared.values()])
    return {at: _sign(reading, both.text) for (at, both), reading in zip(compared.items(), readings, strict=True)}


def _compared(words: Sequence[Word], at: int) -> Word | None:
    """Return a comparator and its numeral, which may be the next word, as one word without brackets and full stops."""
    word = words[at]
    match = _COMPARED.fullmatch(word.text)
    if match is None or word.turn:
        return None
    if match["numeral"]:
        return replace(word, text=(match["sign"] + match["numeral"]).rstrip(_ENDS))
    behind = words[at + 1] if at + 1 < len(words) else None
    if behind is None or not _follows(behind, word) or not (numeral := _NUMERAL.fullmatch(behind.text)):
        return None
    return replace(word, text=(match["sign"] + numeral["numeral"]).rstrip(_ENDS), box=around([word.box, behind.box]))


def _follows(word: Word, before: Word) -> bool:
    return abs(word.baseline - before.baseline) < before.size / 2 and word.start - before.end < _SPACE * before.size


def _sign(reading: Reading | None, expected: str) -> str:
    """Return the comparator of a reading that is the expected one but for the bar.

    The reading has to be sure, or all that it may be instead to begin with the same, as where a comma follows.
    """
    texts = [_plain(text) for text in (reading.text, *reading.runners_up)] if reading else []
    if reading is None or texts[0][1:] != expected[1:] or texts[0][:1] not in (expected[0], BARRED[expected[0]]):
        return ""
    is_sure = (reading.confidence or 0.0) >= TRUSTED or len(texts) > 1
    return texts[0][0] if is_sure and len({text[:1] for text in texts}) == 1 else ""


def _plain(text: str) -> str:
    return text.replace(" ", "").strip("()").rstrip(_ENDS)
