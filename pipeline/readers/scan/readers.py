"""Who reads a scanned page: an engine for its words, a reader of numerals beside it, and who tells misread words."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TypeAlias

from pipeline.model import Reading

from .engine import Engine, Grey

Numerals: TypeAlias = Callable[[Sequence[Grey]], Sequence[Reading | None]]
"""Reads pictures of printed numerals; None, or an empty text, where a picture holds none."""
Misread: TypeAlias = Callable[[str], int]
"""How many words of a text are misread, as far as the usage of the language tells."""


def _nothing_known(_: str) -> int:
    return 0


@dataclass(frozen=True, slots=True)
class Readers:
    """The readers of a page; the engine alone can do without the others."""

    engine: Engine
    numerals: Numerals | None = None
    misread: Misread = _nothing_known
