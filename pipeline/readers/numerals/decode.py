"""From the network's scores to readings: the most likely strings, with their probabilities."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Mapping

import numpy as np
from numpy.typing import NDArray

from .alphabet import SYMBOLS, WORD

Readings = dict[str, float]
"""Probability of each string that a line may say, the likeliest first."""

_BEAM = 8
_LEAST = 1e-3
_SURELY_BLANK = 0.9995
_KEPT = 5
_SAYS_SOMETHING = re.compile(r"[0-9]|^[-+x*%‰±]$|^\([-x*]\)$|^\.{2,}$|" + WORD)


def decode(scores: NDArray[np.float32], temperature: float) -> Readings:
    """Search the strings that one strip may say. ``scores`` are log-probabilities, frames by blank and symbols.

    >>> frames = np.full((5, len(SYMBOLS) + 1), -20, np.float32)
    >>> frames[[0, 1, 2, 3, 4], [2, 2, 0, 2, 0]] = 0
    >>> list(decode(frames, 1.0))
    ['11']
    """
    scaled = scores.astype(np.float64) / temperature
    shares = np.exp(scaled - scaled.max(axis=1, keepdims=True))
    shares /= shares.sum(axis=1, keepdims=True)
    beam: dict[str, tuple[float, float]] = {"": (1.0, 0.0)}
    after_blank = False
    for share in shares:
        if share[0] > _SURELY_BLANK:
            if not after_blank:
                beam = {text: (blank + other, 0.0) for text, (blank, other) in beam.items()}
            after_blank = True
        else:
            beam = _advance(beam, share)
            after_blank = False
    found: Readings = defaultdict(float)
    for text, (blank, other) in beam.items():
        found[_tidy(text)] += blank + other
    ranked = sorted(found.items(), key=lambda item: (-item[1], item[0]))
    return dict(ranked[:_KEPT])


def _advance(beam: Mapping[str, tuple[float, float]], share: NDArray[np.float64]) -> dict[str, tuple[float, float]]:
    """Lengthen each string by what one frame may show; keep blank and symbol endings apart."""
    likely = [(int(i), float(share[i])) for i in np.flatnonzero(share > _LEAST)]
    blanks: dict[str, float] = defaultdict(float)
    others: dict[str, float] = defaultdict(float)
    for text, (blank, other) in beam.items():
        for index, part in likely:
            if index == 0:
                blanks[text] += (blank + other) * part
                continue
            symbol = SYMBOLS[index - 1]
            if text.endswith(symbol):
                others[text] += other * part
                others[text + symbol] += blank * part
            else:
                others[text + symbol] += (blank + other) * part
    texts = sorted(blanks.keys() | others.keys(), key=lambda text: (-blanks[text] - others[text], text))
    return {text: (blanks[text], others[text]) for text in texts[:_BEAM]}


def _tidy(text: str) -> str:
    """Collapse spaces; a string of marks that say nothing alone is empty.

    >>> _tidy(" 80 -  85 "), _tidy("-"), _tidy(":"), _tidy("...")
    ('80 - 85', '-', '', '...')
    """
    text = " ".join(text.split())
    return text if _SAYS_SOMETHING.search(text) else ""
