"""Commas that were read as full stops: before a small letter, the picture decides."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise

import regex

from pipeline.readers.components import find_components
from pipeline.readers.native.words import Word

from .image import Prepared

_STOPPED = regex.compile(r".*[\p{L})]\.")
_WIDE, _ABOVE, _BELOW = 0.32, 0.3, 0.35
"""Of the font size: where the stop of a word is looked for, from its right edge, above and below the baseline."""
_TAIL = 0.02
"""Of the font size by which a comma reaches below the baseline; a full stop stands on it."""


def settle_stops(prepared: Prepared, words: Sequence[Word]) -> list[Word]:
    """Return words, in reading order, with commas for the full stops that have a tail and a small letter behind."""
    result = list(words)
    for at, (word, following) in enumerate(pairwise(words)):
        is_odd = following.text[:1].islower() and _STOPPED.fullmatch(word.text)
        if is_odd and word.turn == 0 and _has_tail(prepared, word):
            glyphs = (*word.glyphs[:-1], word.glyphs[-1]._replace(text=","))
            result[at] = replace(word, text=word.text[:-1] + ",", glyphs=glyphs)
    return result


def _has_tail(prepared: Prepared, word: Word) -> bool:
    unit = prepared.dpi / 72
    size, baseline = word.size * unit, word.baseline * unit
    right = word.box.right * unit
    edges = (right - _WIDE * size, baseline - _ABOVE * size, right + 0.1 * size, baseline + _BELOW * size)
    left, top, end, bottom = (max(0, round(edge)) for edge in edges)
    part = prepared.ink[top:bottom, left:end]
    if not part.size:
        return False
    _, stats = find_components(part)
    inside = [one for one in stats[1:].tolist() if one[1] > 0 and one[0] > 0]  # not cut off from a letter
    if not inside:
        return False
    _, y, wide, high, _ = max(inside, key=lambda one: one[0])
    return bool(top + y + high > baseline + _TAIL * size and high > wide)
