"""From the network's scores to readings: the most likely strings, with their probabilities."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from pipeline.readers.ctc import search

from .alphabet import SYMBOLS, WORD

Readings = dict[str, float]
"""Probability of each string that a line or cell may say; of a line, the likeliest comes first."""

_KEPT = 5
_NEGLIGIBLE = 1e-5
_DOTS = re.compile(r"\.{2,}")
_IDLE_SPACE = re.compile(r"(?<![0-9]) | (?![0-9])")
_SAYS_SOMETHING = re.compile(r"[0-9]|^[-+x*%‰±]$|^\([-x*]\)$|^\.{2,}$|" + WORD)


def decode(shares: NDArray[np.float32]) -> Readings:
    """Search the strings that one strip may say. ``shares`` are probabilities, frames by blank and symbols.

    >>> frames = np.zeros((5, len(SYMBOLS) + 1), np.float32)
    >>> frames[[0, 1, 2, 3, 4], [2, 2, 0, 2, 0]] = 1
    >>> decode(frames)
    {'11': 1.0}
    """
    spelled: dict[str, tuple[float, str]] = {}
    found: Readings = defaultdict(float)
    for text, (blank, other) in search(shares, SYMBOLS).items():
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


def _tidy(text: str) -> str:
    """Collapse spaces, make any row of dots three; a string of marks that say nothing alone is empty.

    >>> _tidy(" 80 -  85 "), _tidy("-"), _tidy(":"), _tidy("...")
    ('80 - 85', '-', '', '...')
    """
    text = _DOTS.sub("...", " ".join(text.split()))
    return text if _SAYS_SOMETHING.search(text) else ""
