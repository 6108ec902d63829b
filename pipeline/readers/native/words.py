"""Characters to words, words to lines."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise

import regex

from pipeline.model import Box, Passage, Run, Where

from .geometry import Frames, around
from .glyphs import Glyph, Style

_GAP = 0.27
"""Parts of the font size; characters further apart belong to two words."""
_BACK = -0.6
_LEVEL = 0.22
SMALL = 0.85
"""Parts of the usual font size; what is smaller may be a raised mark."""
_ABOVE, _BELOW = 0.72, 0.22
_SHARED = 0.5
_SAME_LINE = 0.95
_LOWEST = 0.1
"""Points; damaged files hold letters of no height."""
_TOUCH = 0.1
_KERNED = 0.25
_CUT_NUMBER = regex.compile(r"\d{1,3}(?:[.,]\d{3})*[.,]")
_CUT_REST = regex.compile(r"\d{3}(?:[.,]\d+)*[%‰]?")
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


@dataclass(frozen=True, slots=True)
class TextLine:
    """Words on one baseline, in the order they are read. Made by :func:`text_line`.

    ``box`` is around all of them in the frame of the page, ``size`` the font size of its longest word, ``baseline``
    that of its largest.
    """

    words: tuple[Word, ...]
    box: Box
    size: float
    baseline: float
    text: str

    @property
    def is_bold(self) -> bool:
        """Whether its longest word is set in bold."""
        return _is_bold(max(self.words, key=lambda word: len(word.text)))

    @property
    def is_all_bold(self) -> bool:
        """Whether all its words are set in bold."""
        return all(map(_is_bold, self.words))


def _is_bold(word: Word) -> bool:
    return "bold" in word.font.lower()


def text_line(words: Sequence[Word]) -> TextLine:
    """Make a line of at least one word."""
    longest = max(words, key=lambda word: len(word.text))
    largest = max(words, key=lambda word: (word.size, len(word.text)))
    text = "".join((" " if at and word.after_space else "") + word.text for at, word in enumerate(words))
    return TextLine(tuple(words), around([word.box for word in words]), longest.size, largest.baseline, text)


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
    return not -_KERNED * size <= along(glyph, turn)[0] - along(last, turn)[1] <= _TOUCH * size


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
    apart = not _BACK * size <= gap <= _GAP * size or step > _LEVEL * size
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


def find_lines(words: Iterable[Word]) -> list[TextLine]:
    """Return words as lines from top to bottom; those of one direction only share a line."""
    lines: list[TextLine] = []
    by_turn: dict[int, list[Word]] = {}
    for word in words:
        by_turn.setdefault(word.turn, []).append(word)
    for turn in sorted(by_turn):
        lines.extend(_lines(by_turn[turn]))
    return lines


def _lines(words: list[Word]) -> list[TextLine]:
    """Put each word on the line whose height it shares most, the larger words first: raised marks join them."""
    bands: list[tuple[float, float, list[Word]]] = []
    usual = sorted(word.size for word in words)[len(words) // 2]
    for word in sorted(words, key=lambda one: (one.size < SMALL * usual, one.baseline, one.start)):
        best, most = None, 0.0
        top, bottom = word.top, word.bottom
        height = bottom - top
        is_small = word.size < SMALL * usual
        for band in reversed(bands):
            shared = (min(bottom, band[1]) - max(top, band[0])) / max(min(height, band[1] - band[0]), _LOWEST)
            if shared > most:
                best, most = band, shared
            if shared > _SAME_LINE or (not is_small and band[1] < top - 2 * usual):
                break
        if best is not None and most >= _SHARED:
            best[2].append(word)
        else:
            bands.append((word.top, word.bottom, [word]))
    bands.sort(key=lambda band: band[0])
    return [text_line(_joined(sorted(band[2], key=lambda word: word.start))) for band in bands]


def _joined(words: list[Word]) -> list[Word]:
    """Glue words that touch although they were drawn apart, and let go of their characters, which take most memory."""
    glued = words[:1]
    for word in words[1:]:
        last = glued[-1]
        gap = word.start - last.end
        spaced = gap > _GAP * word.size or (gap > -_TOUCH * word.size and word.after_space)
        apart = spaced or LEADER.fullmatch(word.text) or LEADER.fullmatch(last.text)
        if not apart and abs(gap) <= _TOUCH * word.size and abs(word.baseline - last.baseline) < 0.1:
            glued[-1] = make_word((*last.glyphs, *word.glyphs))
        else:
            glued.append(word)
    return [_placed(word, glued[at - 1] if at else None) for at, word in enumerate(glued)]


def _placed(word: Word, last: Word | None) -> Word:
    """Say of a word in its line whether a space parts it from the one before."""
    spaced = word.after_space
    if last is not None:
        gap = word.start - last.end
        spaced = gap > _GAP * word.size or (gap > -_TOUCH * word.size and word.after_space)
        spaced = spaced or word.numbers[0] != last.numbers[1] + 1
    return Word(
        word.text,
        word.box,
        word.start,
        word.end,
        word.baseline,
        word.size,
        word.turn,
        word.font,
        word.numbers,
        (),
        spaced,
    )


def _tied(texts: Sequence[str], after: str, *, in_cell: bool) -> bool:
    """Say whether the end of a line and the beginning of the next are one word."""
    if not texts or len(texts[-1]) < 2:
        return False
    last = texts[-1]
    number = in_cell and _CUT_NUMBER.fullmatch(last) is not None and _CUT_REST.fullmatch(after) is not None
    return last[-1] in "-/" or number


def passage_of(lines: Sequence[TextLine], page: int, frames: Frames, *, in_cell: bool = False) -> Passage:
    """Return lines as one passage; ``frames`` are those of the text and of the page as displayed.

    A hyphen at the end of a line ties it to the next, as in ``KH-`` and ``UBND``: Vietnamese words are not broken. So
    does the point of a number that a narrow cell breaks.
    """
    texts: list[str] = []
    runs: list[Run] = []
    length = 0
    for line in lines:
        for at, word in enumerate(line.words):
            spaced = word.after_space if at else not _tied(texts, word.text, in_cell=in_cell)
            if texts and spaced:
                texts.append(" ")
                length += 1
            box = frames[0].box_in(frames[1], word.box)
            first, last = word.numbers
            where = Where(page=page, start=first, end=last + 1, box=box)
            end = length + len(word.text)
            runs.append(Run(length, end, where, len(word.text) == last + 1 - first))
            texts.append(word.text)
            length = end
    return Passage("".join(texts), tuple(runs))
