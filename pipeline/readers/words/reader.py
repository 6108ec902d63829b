"""Read printed words: pictures of table cells in, words with confidence and what else they may be out."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from itertools import groupby

import numpy as np
from numpy.typing import NDArray

from pipeline.readers.ctc import search
from pipeline.readers.networks import Calibration, Model

from .alphabet import SYMBOLS
from .lines import Picture, cut_lines
from .weights import load_model

_BATCH = 16
_FRAME = 4
"""Columns of a strip to a frame of scores."""
_PAPER = 8
"""Pixels around the picture of a word."""
_STEP = 32
_SPACE = SYMBOLS.index(" ") + 1
_RUNNERS_UP = 6
_LEAST = 0.002
"""Probability of a runner-up."""


@dataclass(frozen=True, slots=True)
class PrintedWord:
    """What stands between two spaces: the likeliest reading, how sure it is (0 to 1), and what else it may be.

    With each runner-up goes how many times less likely than the first the network finds it (0 to 1). ``picture`` is its
    part of the strip, dark on light, for others to read.
    """

    text: str
    confidence: float
    runners_up: tuple[tuple[str, float], ...] = ()
    picture: Picture | None = field(default=None, compare=False, repr=False)


def read_words(cells: Sequence[tuple[Picture, float]]) -> tuple[tuple[PrintedWord, ...], ...]:
    """Read cells, line after line: grey pictures, ink dark on light, at 120 to 300 dots per inch.

    With each picture goes the height of its words in pixels, from the marks above letters to the tails below; a fifth
    more or less does no harm. Upright lines are read, others give nonsense with little confidence.
    """
    return read_with(load_model(), cells) if cells else ()


def read_with(model: Model, cells: Sequence[tuple[Picture, float]]) -> tuple[tuple[PrintedWord, ...], ...]:
    """Read cells with weights that may be others than those of the package."""
    strips = [cut_lines(picture, height) for picture, height in cells]
    lines = iter(read_strips(model, [strip for own in strips for strip in own]))
    return tuple(tuple(word for _ in own for word in next(lines)) for own in strips)


def read_strips(model: Model, strips: Sequence[Picture]) -> list[tuple[PrintedWord, ...]]:
    """Read the words of each strip."""
    found: list[tuple[PrintedWord, ...]] = [()] * len(strips)
    for index, shares in model.run_strips(strips, _BATCH, _STEP):
        words = decode(shares, model.calibration)
        found[index] = tuple(_with_picture(word, strips[index], frames) for word, frames in words)
    return found


def decode(shares: NDArray[np.float32], calibration: Calibration) -> list[tuple[PrintedWord, tuple[int, int]]]:
    """Part the frames of a line where the network sees a space, and search each word by itself.

    With each word come the first of its frames and the first behind it.

    >>> frames = np.zeros((7, len(SYMBOLS) + 1), np.float32)
    >>> frames[range(7), [SYMBOLS.index(symbol) + 1 for symbol in "x đ x x"]] = 1
    >>> [(word.text, frames) for word, frames in decode(frames, Calibration(1.0, (0.0, 6.0), (0.0, 1.0)))][:2]
    [('x', (0, 1)), ('đ', (2, 3))]
    """
    best = shares.argmax(axis=1)
    words = []
    for is_space, frames in groupby(range(len(best)), key=lambda frame: best[frame] == _SPACE):
        own = list(frames)
        if is_space or not best[own].any():
            continue
        ranked = sorted(
            ((blank + other, text.strip()) for text, (blank, other) in search(shares[own], SYMBOLS).items()),
            reverse=True,
        )
        share, text = ranked[0]
        if text:
            others: dict[str, float] = {}
            for less, other in ranked[1:]:
                if less > _LEAST and other and other != text:
                    others.setdefault(other, less / share)
            word = PrintedWord(text, calibration.confidence(share), tuple(others.items())[:_RUNNERS_UP])
            words.append((word, (own[0], own[-1] + 1)))
    return words


def _with_picture(word: PrintedWord, strip: Picture, frames: tuple[int, int]) -> PrintedWord:
    start, end = (_FRAME * frame for frame in frames)
    picture = np.pad(255 - strip[:, start:end], _PAPER, constant_values=255)
    return replace(word, picture=np.asarray(picture, np.uint8))
