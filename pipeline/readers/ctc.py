"""From the scores of a network, frame by frame, to the likeliest strings: prefix beam search."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

_BEAM = 8
_LEAST = 1e-3
"""Symbols less likely in a frame are left out of account."""
_NEGLIGIBLE = 1e-5
"""Strings so much less likely than the likeliest are given up."""

Beam = dict[str, tuple[float, float]]
"""Of each beginning the probability that it ends in a blank, and that it ends in its last symbol."""


def search(shares: NDArray[np.float32], symbols: str) -> Beam:
    """Search the strings that frames may say. ``shares`` are probabilities, frames by blank and symbols.

    >>> frames = np.zeros((5, 3), np.float32)
    >>> frames[[0, 1, 2, 3, 4], [2, 2, 0, 2, 0]] = 1
    >>> search(frames, "ab")
    {'bb': (1.0, 0.0)}
    """
    beam: Beam = {"": (1.0, 0.0)}
    after_blank = False
    for likely in _likely(shares):
        if len(likely) == 1 and likely[0][0] == 0:
            if not after_blank:
                beam = {text: (blank + other, 0.0) for text, (blank, other) in beam.items()}
            after_blank = True
        else:
            beam = _advance(beam, likely, symbols)
            after_blank = False
    return beam


def _likely(shares: NDArray[np.float32]) -> list[list[tuple[int, float]]]:
    """List for each frame the symbols that it may show."""
    frames: list[list[tuple[int, float]]] = [[] for _ in range(len(shares))]
    rows, columns = np.nonzero(shares > _LEAST)
    for row, column, share in zip(rows.tolist(), columns.tolist(), shares[rows, columns].tolist(), strict=True):
        frames[row].append((column, share))
    return frames


def _advance(beam: Beam, likely: Sequence[tuple[int, float]], symbols: str) -> Beam:
    """Lengthen each string by what one frame may show; keep blank and symbol endings apart."""
    grown: dict[str, list[float]] = {}
    for text, (blank, other) in beam.items():
        both = blank + other
        for index, share in likely:
            if index == 0:
                grown.setdefault(text, [0.0, 0.0])[0] += both * share
                continue
            symbol = symbols[index - 1]
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
