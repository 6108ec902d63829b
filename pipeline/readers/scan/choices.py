"""Words of cells chosen by what is known of them, with all that is needed to choose them again."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from pipeline.readers.words import PrintedWord

from .echoes import Heard, Seen, heard_in
from .likeliest import Known, likeliest
from .readers import Misread

CHOSEN = 0.89
"""Confidence, at most, in a cell of which a word was chosen that its reader did not hold for the likeliest."""


@dataclass(frozen=True, slots=True)
class Choice:
    """What the reader of words saw in a cell or line, what the page pass saw there, and which words were chosen.

    ``heard`` is what either surely read; ``number`` is that of the cell in its table.
    """

    words: tuple[PrintedWord, ...] = ()
    page: Seen = ()
    heard: Heard = field(default_factory=Heard)
    chosen: tuple[str, ...] = ()
    number: int = 0


def unchosen(words: Sequence[PrintedWord], page: Seen) -> Choice:
    """Return what was seen in a cell or line, of which nothing is chosen yet."""
    return Choice(tuple(words), page, heard_in(words, page))


def choose(seen: Choice, known: Known | None, misread: Misread) -> list[str]:
    """Choose the words of a cell or line, of which what was read in it does not count as read elsewhere."""
    elsewhere = known and replace(known, echoes=known.echoes.elsewhere(seen.heard))
    return likeliest(seen.words, [text for text, _ in seen.page], elsewhere, misread)
