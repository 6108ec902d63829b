"""Who reads a scanned page: an engine, readers of numerals and of words beside it, and who tells misread words."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TypeAlias

from pipeline.model import Reading
from pipeline.readers.words import PrintedWord

from .engine import Engine, Grey

Misread: TypeAlias = Callable[[str], int]
"""How many words of a text are misread, as far as the usage of the language tells."""
Usual: TypeAlias = Callable[[str, str, str], float]
"""How much speaks for a word (the second) between two others: the logarithm of odds, 0 where nothing is known."""
Words: TypeAlias = Callable[[Sequence[tuple[Grey, float]]], Sequence[Sequence[PrintedWord]]]
"""Reads pictures of cells of words, each given with the height of its words in pixels."""
Numerals: TypeAlias = Callable[[Sequence[Grey]], Sequence[Reading | None]]
"""Reads pictures of printed numerals; None, or an empty text, where a picture holds none."""

Places: TypeAlias = Callable[[Sequence[str]], Sequence[str]]
"""Returns the labels of a column, misread names of places as they are spelled."""


def _nothing_known(_: str) -> int:
    return 0


def _nothing_usual(_: str, __: str, ___: str) -> float:
    return 0.0


def _no_places(labels: Sequence[str]) -> Sequence[str]:
    return labels


@dataclass(frozen=True, slots=True)
class Readers:
    """The readers of a page; the engine alone can do without the others."""

    engine: Engine
    numerals: Numerals | None = None
    misread: Misread = _nothing_known
    words: Words | None = None
    usual: Usual = _nothing_usual
    places: Places = _no_places
