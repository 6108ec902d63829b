"""Which way up a page lies, from the shape of its words and of its lines."""

from __future__ import annotations

import cv2
import numpy as np
from numpy.typing import NDArray

from pipeline.readers.components import find_components

Mask = NDArray[np.uint8]
Sizes = NDArray[np.int32]

_RULING = 5.0
"""Millimetres; longer straight runs are rulings, also on a page that leans by three degrees."""
_LETTER_GAP = 0.8
"""Millimetres between the letters of a word; between lines there is more."""
_SPACED_GAP = 1.6
"""Millimetres between letters that are set apart."""
_SPACED_WEIGHT = 3.0
"""How much more the second sign counts, which is the smaller one: 0.2 to 1.2, where the first is 1 to 5."""
_FEW = 10.0
"""Millimetres of words that tell nothing."""
_WORD_GAP = 1.2
"""Millimetres within which letters are drawn together to words, lest marks above them fall apart."""
_MARK_GAP = 0.5
"""Millimetres between a letter and its mark."""
_LOW, _HIGH = 1.0, 9.0
"""Millimetres, height of words that are looked at: print of 6 points without ascenders, a title with marks."""
_LONG = 1.5
"""Width of a word in parts of its height, at least."""
_CORE = 0.4
"""Part of the ink of its fullest rows that a row between baseline and small letters has."""
_FULL = 0.9
"""Part of the rows of a word that are no fuller than its fullest, some strokes left aside."""
_CORE_LEAST, _CORE_MOST = 0.25, 0.72
"""Height of these rows in parts of the word's; numbers have all their ink there, and do not count."""
_CLEAR = 0.12
"""Surplus of ink above the small letters on a page that is surely upright; Vietnamese pages have 0.15 to 0.4."""
_SURE_ERRORS = 4.0
"""The same surplus in standard errors."""
_MANY = 20
"""Words that make a page sure; tables of nothing but numbers have some that look like words."""
_SURE_RATIO = 2.0
"""What both signs make up on a page that is surely not sideways."""


def without_rulings(ink: Mask, unit: float) -> Mask:
    """Return a mask without straight runs; ``unit`` is the number of its pixels in a millimetre."""
    length = round(_RULING * unit)
    runs = [cv2.morphologyEx(ink, cv2.MORPH_OPEN, np.ones(shape, np.uint8)) for shape in ((1, length), (length, 1))]
    lines = cv2.dilate(cv2.bitwise_or(runs[0], runs[1]), np.ones((3, 3), np.uint8))
    return np.asarray(ink & ~np.asarray(lines, dtype=np.uint8), dtype=np.uint8)


def sideways(text: Mask, unit: float) -> float:
    """Return from -1 (surely upright or upside down) to 1 (surely sideways) how the text of a mask stands.

    Letters drawn together make words, which are longer than high. Where they are set apart, as in some headings, they
    still come together along lines sooner than across.
    """
    near = _pixels(_LETTER_GAP, unit)
    far = _pixels(_SPACED_GAP, unit)
    words = _closed(text, near, near)
    lines, columns = _closed(text, far, 1), _closed(text, 1, far)
    lying, standing = _lengths(words, unit)
    ratio = lying - standing + _SPACED_WEIGHT * (_lengths(lines, unit)[0] - _lengths(columns, unit)[1])
    return float(np.clip(-ratio / _SURE_RATIO, -1, 1))


def _lengths(mask: Mask, unit: float) -> tuple[float, float]:
    """Return the logarithms of the millimetres that are taken up by what is longer than high, and higher than long."""
    _, stats = find_components(mask)
    width, height = stats[1:, cv2.CC_STAT_WIDTH], stats[1:, cv2.CC_STAT_HEIGHT]
    return _length(width, height, unit), _length(height, width, unit)


def _length(along: Sizes, across: Sizes, unit: float) -> float:
    words = (across > _LOW * unit) & (across < _HIGH * unit) & (along > _LONG * across)
    return float(np.log(along[words].sum() / unit + _FEW))


def upside_down(text: Mask, unit: float) -> float:
    """Return from -1 (surely upright) to 1 (surely upside down) how the lines of a mask stand.

    Ascenders, capitals and most marks of Vietnamese stand above the small letters, more than reaches below them.
    """
    joined = _closed(text, _pixels(_WORD_GAP, unit), 1)
    joined = _closed(joined, 1, _pixels(_MARK_GAP, unit))
    labels, stats = find_components(joined)
    votes: list[float] = []
    for number, (x, y, w, h, _) in enumerate(stats[1:].tolist(), start=1):
        if _LOW * unit < h < _HIGH * unit and w > _LONG * h:
            part = (labels[y : y + h, x : x + w] == number) & (text[y : y + h, x : x + w] > 0)
            vote = _vote(part.sum(axis=1).tolist())
            if vote is not None:
                votes.append(vote)
    if len(votes) < 2:
        return 0.0
    surplus = float(np.mean(votes))
    error = max(float(np.std(votes)) / len(votes) ** 0.5, 1e-6)
    sure = min(1.0, abs(surplus) / _CLEAR, abs(surplus) / error / _SURE_ERRORS, len(votes) / _MANY)
    return float(np.copysign(sure, -surplus))


def _vote(rows: list[int]) -> float | None:
    """Return how much more ink a word has above its small letters than below, in parts of both.

    ``rows`` are the inked pixels of its rows.
    """
    least = _CORE * sorted(rows)[int(_FULL * (len(rows) - 1))]
    core = [number for number, count in enumerate(rows) if count >= least]
    first, last = core[0], core[-1]
    if not _CORE_LEAST <= (last + 1 - first) / len(rows) <= _CORE_MOST:
        return None
    above, below = sum(rows[:first]), sum(rows[last + 1 :])
    return (above - below) / (above + below)


def _pixels(millimetres: float, unit: float) -> int:
    """Return a length as an odd number of pixels."""
    return 2 * round(millimetres * unit / 2) + 1


def _closed(mask: Mask, across: int, down: int) -> Mask:
    return np.asarray(cv2.morphologyEx(mask, cv2.MORPH_CLOSE, np.ones((down, across), np.uint8)), dtype=np.uint8)
