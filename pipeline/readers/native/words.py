"""Characters to words."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise

import regex

from pipeline.model import Box

from .glyphs import Glyph, Style

GAP = 0.27
"""Parts of the font size; characters further apart belong to two words."""
_BACK = -0.6
_LEVEL = 0.22
_ABOVE, _BELOW = 0.72, 0.22
TOUCH = 0.1
_KERNED = 0.25
LEADER = regex.compile(r"\.{4,}|…[…. ]*[….]|_{4,}|·{4,}")
"""Dots that lead from a label to its amount, or stand where something is to be written."""


@dataclass(frozen=True, slots=True)
class Word:
    """Characters that stand together. ``start``, ``end`` and ``baseline`` count along and across its own direction.

    ``turn`` is that direction in the frame of the page: 0 for upright text, 90 for text that runs down, 270 up.
    """

    text: str
    box: Box
    start: float
    end: float
    baseline: float
    size: float
    turn: int
    font: str
    numbers: tuple[int, int]
    """The places of its first and last character in the text of the page."""
    glyphs: tuple[Glyph, ...] = ()
    """Its characters, as long as it may have to be cut."""
    after_space: bool = True

    @property
    def top(self) -> float:
        """Where its small letters with marks begin, across its direction."""
        return self.baseline - _ABOVE * self.size

    @property
    def bottom(self) -> float:
        """Where its descenders end, across its direction."""
        return self.baseline + _BELOW * self.size


def find_words(glyphs: Iterable[Glyph]) -> tuple[list[Word], tuple[Word, ...]]:
    """Return the words of upright and turned text, and those set at a slant."""
    words: list[Word] = []
    slanted: list[Word] = []
    current: list[Glyph] = []
    style: Style | None = None
    for glyph in glyphs:
        if current and (_is_spaced(current[-1], glyph) or _parted(current[-1], glyph)):
            (words if style and style.turn is not None else slanted).extend(_cut_at_leader(make_word(current)))
            current = []
        style = glyph.style
        current.append(glyph)
    if current:
        (words if style and style.turn is not None else slanted).extend(_cut_at_leader(make_word(current)))
    return words, tuple(slanted)


def _cut_at_leader(word: Word) -> list[Word]:
    """Cut a word at the dots that lead from a label to its amount."""
    found = LEADER.search(word.text)
    if found is None or found[0] == word.text or len(word.text) != len(word.glyphs):
        return [word]
    edges = (0, *found.span(), len(word.glyphs))
    return [make_word(word.glyphs[start:end]) for start, end in pairwise(edges) if start < end]


def along(box: Box | Glyph, turn: int) -> tuple[float, float]:
    """Return where a box starts and ends along a direction."""
    if turn == 90:
        return box.top, box.bottom
    if turn == 180:
        return -box.right, -box.left
    if turn == 270:
        return -box.bottom, -box.top
    return box.left, box.right


def _is_spaced(last: Glyph, glyph: Glyph) -> bool:
    """Say whether white space parts two characters; PDFium puts some between those of turned text, which touch."""
    turn, size = glyph.style.turn, glyph.style.size
    if not glyph.after_space or not turn or last.style.turn != turn:
        return glyph.after_space
    return not -_KERNED * size <= along(glyph, turn)[0] - along(last, turn)[1] <= TOUCH * size


def _parted(last: Glyph, glyph: Glyph) -> bool:
    """Say whether a character stands apart from the one before, in a word of its own."""
    own, other = glyph.style, last.style
    if own is other:
        size, step = own.size, 0.0
    elif own.turn != other.turn:
        return True
    else:
        size, step = max(own.size, other.size), abs(own.baseline - other.baseline)
    gap = along(glyph, own.turn)[0] - along(last, own.turn)[1] if own.turn else glyph.left - last.right
    apart = not _BACK * size <= gap <= GAP * size or step > _LEVEL * size
    return apart and not unicodedata.combining(glyph.text[0])


def make_word(glyphs: Sequence[Glyph]) -> Word:
    """Make a word of the characters of one, in the order they are read."""
    first, last = glyphs[0], glyphs[-1]
    left, top, right, bottom = first[1:5]
    size = first.style.size
    for glyph in glyphs[1:]:
        left, right = min(left, glyph.left), max(right, glyph.right)
        top, bottom = min(top, glyph.top), max(bottom, glyph.bottom)
        size = max(size, glyph.style.size)
    turn = first.style.turn or 0
    box = Box(left, top, right, bottom)
    start, end = (left, right) if not turn else along(box, turn)
    text = unicodedata.normalize("NFC", "".join([glyph.text for glyph in glyphs]))
    return Word(
        text,
        box,
        start,
        end,
        first.style.baseline,
        size,
        turn,
        first.style.font,
        (first.number, last.number),
        tuple(glyphs),
        first.after_space,
    )


def split_word(word: Word, at: Sequence[float]) -> list[Word]:
    """Cut a word of upright text where its characters stand on two sides of a vertical line."""
    cuts = [x for x in at if word.box.left < x < word.box.right]
    if not cuts or word.turn or len(word.glyphs) < 2:
        return [word]
    groups: dict[int, list[Glyph]] = {}
    for glyph in word.glyphs:
        middle = (glyph.left + glyph.right) / 2
        groups.setdefault(sum(middle > x for x in cuts), []).append(glyph)
    return [make_word(groups[key]) for key in sorted(groups)]
