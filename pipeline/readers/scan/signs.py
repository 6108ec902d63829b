"""The signs that an engine of words takes for others: ``%`` and ``‰`` in brackets, the ``1`` in ``người/1``."""

from __future__ import annotations

from dataclasses import replace

import cv2
import numpy as np
import regex

from pipeline.model import Box, Reading
from pipeline.readers.components import find_components
from pipeline.readers.native.words import Word

from .colour import Picture
from .crops import crop_of
from .image import Prepared
from .numbers import Region
from .readers import Numerals
from .weighing import TRUSTED

_SIGNS = ("%", "‰")
_PERCENT = regex.compile(r"\((?P<sign>|(?=[^()]*[%‰®©⁄°Ø]|o\))(?:[^\p{Lu}\d()\s]|Ø){1,3}|%0)\)[.,;:]?")
_ONE = regex.compile(r"\p{Ll}/(?P<sign>[IÌÍỈĨỊiìíỉĩịlLJ|!\[\]]{1,2})$")
_SETTLED = {_PERCENT: regex.compile(r"\((?P<sign>[%‰])\)"), _ONE: regex.compile(r"\p{Ll}/(?P<sign>1)$")}
"""The same, with the sign that was found to be printed."""
_SLENDER, _HIGH = 0.5, 0.7
"""Width of a bracket in parts of its height, at most, and its height in parts of that of the highest sign."""
_MARGIN = 4
"""Pixels of paper around a sign."""


def with_signs(text: str, region: Region) -> str:
    """Put the signs that :func:`settle_signs` settled in a cell into a word of another reading of it.

    >>> with_signs("(%c)", Region(Box(0, 0, 1, 1), "suất (‰)", (("suất", 0.9), ("(‰)", 0.9))))
    '(‰)'
    """
    for pattern in (_PERCENT, _ONE):
        settled = {match["sign"] for word, _ in region.words if (match := _SETTLED[pattern].search(word))}
        match = pattern.search(text)
        if match and len(settled) == 1:
            start, end = match.span("sign")
            return text[:start] + settled.pop() + text[end:]
    return text


def settle_signs(prepared: Prepared, words: list[Word], numerals: Numerals) -> list[Word]:
    """Return words with the signs that an engine of words takes for others read by themselves.

    ``%`` and ``‰`` in brackets, in which it sees one for the other, another sign or nothing, and the ``1`` in
    ``người/1``.
    """
    places = [
        (at, match)
        for at, word in enumerate(words)
        if (match := _PERCENT.fullmatch(word.text) or _ONE.search(word.text)) and len(word.glyphs) == len(word.text)
    ]
    result = list(words)
    alone = numerals([_picture_of(words[at], match, prepared) for at, match in places])
    percents = [at for at, match in places if match.re is _PERCENT]
    whole = dict(zip(percents, numerals([crop_of(words[at], prepared) for at in percents]), strict=True))
    for (at, match), sign_alone in zip(places, alone, strict=True):
        sign = _likely(sign_alone, match) or _likely(whole.get(at), match)
        if sign:
            start, end = match.span("sign")
            text = words[at].text
            result[at] = replace(words[at], text=text[:start] + sign + text[end:])
    return result


def _picture_of(word: Word, match: regex.Match[str], prepared: Prepared) -> Picture:
    """Cut out the sign of a word; between brackets by their ink, for an engine takes ``‰`` to be as narrow as ``%``."""
    between = between_brackets(crop_of(word, prepared)) if match.re is _PERCENT else None
    return crop_of(_sign(word, match), prepared) if between is None else between


def between_brackets(picture: Picture) -> Picture | None:
    """Return what stands between the first and the last sign of a picture, if these are as slender as brackets."""
    _, ink = cv2.threshold(picture, 0, 1, cv2.THRESH_OTSU | cv2.THRESH_BINARY_INV)
    _, stats = find_components(np.asarray(ink, np.uint8))
    parts = [(left, left + wide, high) for left, _, wide, high, _ in stats[1:].tolist()]
    highest = max((high for _, _, high in parts), default=0)
    signs = sorted(part for part in parts if 2 * part[2] > highest)
    if len(signs) < 3 or not all(
        right - left <= _SLENDER * high and high >= _HIGH * highest for left, right, high in (signs[0], signs[-1])
    ):
        return None
    inner = picture[:, signs[0][1] + 1 : max(0, signs[-1][0] - 1)]
    return np.pad(inner, _MARGIN, constant_values=255) if inner.size else None


def _sign(word: Word, match: regex.Match[str]) -> Word:
    """Return the part of a word that the sign takes: between brackets that of percent, else the last characters."""
    start, end = match.span("sign")
    if match.re is _PERCENT:
        return replace(word, box=replace(word.box, left=word.glyphs[start - 1].right, right=word.glyphs[end].left))
    glyphs = word.glyphs[start:end]
    top, bottom = min(glyph.top for glyph in glyphs), max(glyph.bottom for glyph in glyphs)
    return replace(word, box=Box(glyphs[0].left, top, glyphs[-1].right, bottom))


def _likely(reading: Reading | None, match: regex.Match[str]) -> str:
    """Return the sign that stands in the likeliest text of a reading; nothing if none of those expected does.

    A sign that was read as one takes a sure reading to be another.
    """
    if reading is None or (match["sign"] in _SIGNS and (reading.confidence or 0.0) < TRUSTED):
        return ""
    texts = (reading.text,) if match["sign"] in _SIGNS else (reading.text, *reading.runners_up)
    likely = next(filter(None, texts), "")
    return next((char for char in likely if char in ("%‰" if match.re is _PERCENT else "1")), "")
