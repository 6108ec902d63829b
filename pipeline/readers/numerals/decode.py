"""From the network's scores to readings: the most likely strings, with their probabilities."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from .alphabet import SYMBOLS, WORD

Readings = dict[str, float]
"""Probability of each string that a line or cell may say; of a line, the likeliest comes first."""

_BEAM = 8
_LEAST = 1e-3
_KEPT = 5
_NEGLIGIBLE = 1e-5
_DOTS = re.compile(r"\.{2,}")
_IDLE_SPACE = re.compile(r"(?<![0-9]) | (?![0-9])")
_SAYS_SOMETHING = re.compile(r"[0-9]|^[-+x*%‰±]$|^\([-x*]\)$|^\.{2,}$|" + WORD)


Beam = dict[str, tuple[float, float]]
"""Of each beginning the probability that it ends in a blank, and that it ends in its last symbol."""


def decode(shares: NDArray[np.float32]) -> Readings:
    """Search the strings that one strip may say. ``shares`` are probabilities, frames by blank and symbols.

    >>> frames = np.zeros((5, len(SYMBOLS) + 1), np.float32)
    >>> frames[[0, 1, 2, 3, 4], [2, 2, 0, 2, 0]] = 1
    >>> decode(frames)
    {'11': 1.0}
    """
    beam: Beam = {"": (1.0, 0.0)}
    after_blank = False
    for likely in _likely(shares):
        if len(likely) == 1 and likely[0][0] == 0:
            if not after_blank:
                beam = {text: (blank + other, 0.0) for text, (blank, other) in beam.items()}
            after_blank = True
        else:
            beam = _advance(beam, likely)
            after_blank = False
    spelled: dict[str, tuple[float, str]] = {}
    found: Readings = defaultdict(float)
    for text, (blank, other) in beam.items():
        tidy, key = _tidy(text), bare(text)
        found[key] += blank + other
        spelled[key] = max(spelled.get(key, (0.0, "")), (blank + other, tidy))
    ranked = sorted(found.items(), key=lambda item: (-item[1], item[0]))[:_KEPT]
    return {spelled[key][1]: share for i, (key, share) in enumerate(ranked) if i == 0 or share > _NEGLIGIBLE}


def mean(looks: Sequence[Readings]) -> Readings:
    """Take the mean of what several looks at a cell say, whatever the spaces that mean nothing.

    >>> mean([{"80 - 85": 0.6, "80": 0.4}, {"80-85": 1.0}])
    {'80 - 85': 0.8, '80': 0.2}
    """
    spelled: dict[str, str] = {}
    found: Readings = defaultdict(float)
    for readings in looks:
        for text, share in readings.items():
            found[spelled.setdefault(bare(text), text)] += share / len(looks)
    return dict(found)


def bare(text: str) -> str:
    """Leave out the spaces that mean nothing: all but those between digits.

    >>> bare("80 - 85 %"), bare("1 234")
    ('80-85%', '1 234')
    """
    return _IDLE_SPACE.sub("", _tidy(text))


def _likely(shares: NDArray[np.float32]) -> list[list[tuple[int, float]]]:
    """List for each frame the symbols that it may show."""
    frames: list[list[tuple[int, float]]] = [[] for _ in range(len(shares))]
    rows, columns = np.nonzero(shares > _LEAST)
    for row, column, share in zip(rows.tolist(), columns.tolist(), shares[rows, columns].tolist(), strict=True):
        frames[row].append((column, share))
    return frames


def _advance(beam: Beam, likely: Sequence[tuple[int, float]]) -> Beam:
    """Lengthen each string by what one frame may show; keep blank and symbol endings apart."""
    grown: dict[str, list[float]] = {}
    for text, (blank, other) in beam.items():
        both = blank + other
        for index, share in likely:
            if index == 0:
                grown.setdefault(text, [0.0, 0.0])[0] += both * share
                continue
            symbol = SYMBOLS[index - 1]
            if text and text[-1] == symbol:
                grown.setdefault(text, [0.0, 0.0])[1] += other * share
                if blank:
                    grown.setdefault(text + symbol, [0.0, 0.0])[1] += blank * share
            else:
                grown.setdefault(text + symbol, [0.0, 0.0])[1] += both * share
    if len(grown) == 1:
        return {text: (blank, other) for text, (blank, other) in grown.items()}
    ranked = sorted(((blank + other, text) for text, (blank, other) in grown.items()), reverse=True)[:_BEAM]
    least = ranked[0][0] * _NEGLIGIBLE
    return {text: (grown[text][0], grown[text][1]) for total, text in ranked if total > least}


def _tidy(text: str) -> str:
    """Collapse spaces, make any row of dots three; a string of marks that say nothing alone is empty.

    >>> _tidy(" 80 -  85 "), _tidy("-"), _tidy(":"), _tidy("...")
    ('80 - 85', '-', '', '...')
    """
    text = _DOTS.sub("...", " ".join(text.split()))
    return text if _SAYS_SOMETHING.search(text) else ""
