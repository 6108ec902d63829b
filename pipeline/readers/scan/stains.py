"""What an engine takes for words or letters and is none: stains, specks, marks that belong to the letters below."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import zip_longest

import numpy as np
import regex

from .engine import Recognised

_PERCENT = regex.compile(r"[\d.,]*%[cCe©][.,;:)]*")
_QUOTES = frozenset("'’‘`´")
_FLAT = 3
"""Pixels; no letter is so low, and of a dash the word is looked at again in its cell."""
_LOWEST = 1.6
"""Points: small letters of print of 4 points, which nobody could read."""
_WITHIN, _REACHING, _LOWER = 0.8, 0.2, 0.7
"""Of the width of a mark the part that lies over the word that has it, of its height the part that reaches into the
box of that word, and its height in parts of the word's."""
_PARTLY, _NEAR, _MUCH_LOWER = 0.35, 0.15, 0.45
"""The same of a row of marks right above a line: the part over one word, how far above it in parts of its height."""
STROKE = regex.compile(r"[il|¡!ı\]\[]{1,2}")
"""What an engine takes a ``1`` for that it does not join to its number."""
_BESIDE = 0.8
"""Of the height of a number: so near to it a stroke may be its digit."""
_BELIEVED, _MOST_MARKS = 0.8, 2
"""Confidence from which more than one digit are a number, and more letters than so many a word, wherever they stand."""
_STAIN, _HARDLY = 0.7, 0.3
"""Confidences below which a word of one or two marks, or of one or two letters, is taken for a stain."""


def without_stains(recognised: Sequence[Recognised], points: float) -> list[Recognised]:
    """Return words without those that are none, and without stray signs; a pixel measures ``points`` points."""
    words = [
        one
        for one, after in zip_longest(recognised, recognised[1:])
        if not _is_dust(one, points) or _may_be_a_digit(one, after)
    ]
    return [_without_quote(_with_percent(one)) for one in _without_marks(words)]


def _may_be_a_digit(one: Recognised, after: Recognised | None) -> bool:
    """Say whether a stroke stands right before a number, of which it may be the first digit."""
    if after is None or not after.text[:1].isdigit() or not STROKE.fullmatch(one.text):
        return False
    height = after.box.bottom - after.box.top
    is_beside = -height < after.box.left - one.box.right < _BESIDE * height
    return is_beside and 2 * (one.box.bottom - one.box.top) > height and one.box.bottom > after.box.top


def _without_marks(recognised: Sequence[Recognised]) -> list[Recognised]:
    """Leave out the marks above letters that were read as words of their own, over the words that have them.

    >>> from pipeline.readers.scan.engine import Pixels
    >>> words = [Recognised("4", Pixels(30, 0, 46, 16), 0.7, ()), Recognised("Tổng", Pixels(0, 9, 90, 48), 0.9, ())]
    >>> [one.text for one in _without_marks(words)]
    ['Tổng']
    >>> lines = [words[0]._replace(text="bình", confidence=0.85), words[1]]
    >>> [one.text for one in _without_marks(lines)]
    ['bình', 'Tổng']
    """
    if len(recognised) < 2:
        return list(recognised)
    left, top, right, bottom = np.array([one.box for one in recognised], np.float64).T
    sure = np.array([one.confidence for one in recognised])
    kept = []
    for at, one in enumerate(recognised):
        counts = sum(map(str.isdigit, one.text)), sum(map(str.isalpha, one.text))
        if one.confidence > _BELIEVED and (counts[0] > 1 or counts[1] > _MOST_MARKS):
            kept.append(one)
            continue
        width = np.minimum(right, right[at]) - np.maximum(left, left[at])
        height = np.minimum(bottom, bottom[at]) - np.maximum(top, top[at])
        own_width, own_height, heights = right[at] - left[at], bottom[at] - top[at], bottom - top
        within = (width >= _WITHIN * own_width) & (height >= _REACHING * own_height) & (heights * _LOWER > own_height)
        near = (top > top[at]) & (top - bottom[at] <= _NEAR * heights) & (heights * _MUCH_LOWER > own_height)
        is_mark = (within | (near & (width >= _PARTLY * own_width))) & (sure > one.confidence)
        if not is_mark.any():
            kept.append(one)
    return kept


def _with_percent(one: Recognised) -> Recognised:
    """Take the second circle of a percent sign that was read as a letter off: ``84%c``."""
    if not _PERCENT.fullmatch(one.text):
        return one
    at = next((number for number, symbol in enumerate(one.symbols) if symbol.text == "%"), None)
    if at is None or at + 1 >= len(one.symbols):
        return one
    symbols = (*one.symbols[: at + 1], *one.symbols[at + 2 :])
    return one._replace(text="".join(symbol.text for symbol in symbols), symbols=symbols)


def _without_quote(one: Recognised) -> Recognised:
    """Take a speck off that was read as an apostrophe before a word: ``'Thành``."""
    if len(one.symbols) < 2 or one.symbols[0].text not in _QUOTES or not one.symbols[1].text.isalpha():
        return one
    if any(symbol.text in _QUOTES for symbol in one.symbols[1:]):
        return one
    return one._replace(text="".join(symbol.text for symbol in one.symbols[1:]), symbols=one.symbols[1:])


def _is_dust(one: Recognised, points: float) -> bool:
    """Say whether a word is none: a stain, or a column taken for a line on its side, of which the boxes are flat.

    A stain has no letter or digit in it, or is hardly believed and short.
    """
    height = max((symbol.box[3] - symbol.box[1] for symbol in one.symbols), default=0)
    if height < _FLAT or (height * points < _LOWEST and any(char.isalnum() for char in one.text)):
        return True
    if any(char.isdigit() for char in one.text):
        return False
    marks = not any(char.isalpha() for char in one.text)
    return one.confidence < (_STAIN if marks else _HARDLY) and len(one.text) <= 2
