"""Characters to words, words to lines."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

import regex

from pipeline.model import Box, Passage, Run, Where

from .geometry import Frame, around, overlap
from .glyphs import Glyph

_GAP = 0.27
"""Parts of the font size; characters further apart belong to two words."""
_BACK = -0.6
_LEVEL = 0.22
_UPRIGHT = 4.0
"""Degrees that text may lean and still be upright."""
_RISE, _SMALL = 0.15, 0.85
_ABOVE, _BELOW = 0.72, 0.22
_SHARED = 0.5
_TOUCH = 0.1
_CUT_NUMBER = regex.compile(r"\d{1,3}(?:[.,]\d{3})*[.,]")
_CUT_REST = regex.compile(r"\d{3}(?:[.,]\d+)*[%‰]?")
_NEAR_UNIT = 0.15
_MARK = regex.compile(r"[(\[]?(?:\d{1,2}|\*{1,3})[)\]]?")
_UNIT = regex.compile(r"(?<![\p{L}\d])(?:[A-Za-z]|[cdhkm]m)$")


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
    glyphs: tuple[Glyph, ...]
    after_space: bool = True

    @property
    def top(self) -> float:
        """Where its small letters with marks begin, across its direction."""
        return self.baseline - _ABOVE * self.size

    @property
    def bottom(self) -> float:
        """Where its descenders end, across its direction."""
        return self.baseline + _BELOW * self.size

    @property
    def font(self) -> str:
        """The font of its first character."""
        return self.glyphs[0].style.font


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
        return "bold" in max(self.words, key=lambda word: len(word.text)).font.lower()


def text_line(words: Sequence[Word]) -> TextLine:
    """Make a line of at least one word."""
    longest = max(words, key=lambda word: len(word.text))
    largest = max(words, key=lambda word: (word.size, len(word.text)))
    text = "".join((" " if at and word.after_space else "") + word.text for at, word in enumerate(words))
    return TextLine(tuple(words), around([word.box for word in words]), longest.size, largest.baseline, text)


def turn_of(glyph: Glyph, frame: Frame) -> int | None:
    """Return the direction of a character's text in the frame, None where it is slanted."""
    angle = (glyph.style.angle + frame.turn) % 360
    turn = round(angle / 90) % 4 * 90
    return turn if abs((angle - turn + 180) % 360 - 180) <= _UPRIGHT else None


def find_words(glyphs: Iterable[Glyph], frame: Frame) -> tuple[list[Word], tuple[Word, ...]]:
    """Return the words of upright and turned text, and those set at a slant."""
    words: list[Word] = []
    slanted: list[Word] = []
    current: list[Glyph] = []
    turn: int | None = 0
    for glyph in glyphs:
        own = turn_of(glyph, frame)
        if current and (own != turn or _parted(current[-1], glyph, own or 0)):
            (slanted if turn is None else words).append(_word(current, turn or 0))
            current = []
        turn = own
        current.append(glyph)
    if current:
        (slanted if turn is None else words).append(_word(current, turn or 0))
    return words, tuple(slanted)


def along(box: Box | Glyph, turn: int) -> tuple[float, float]:
    """Return where a box starts and ends along a direction."""
    if turn == 90:
        return box.top, box.bottom
    if turn == 180:
        return -box.right, -box.left
    if turn == 270:
        return -box.bottom, -box.top
    return box.left, box.right


def across(glyph: Glyph, turn: int) -> float:
    """Return where the baseline of a character lies across a direction."""
    return {0: glyph.y, 90: -glyph.x, 180: -glyph.y, 270: glyph.x}[turn]


def _parted(last: Glyph, glyph: Glyph, turn: int) -> bool:
    if glyph.after_space:
        return True
    size = max(last.style.size, glyph.style.size)
    if turn == 0:
        gap, step = glyph.left - last.right, abs(glyph.y - last.y)
    else:
        gap = along(glyph, turn)[0] - along(last, turn)[1]
        step = abs(across(glyph, turn) - across(last, turn))
    apart = not _BACK * size <= gap <= _GAP * size or step > _LEVEL * size
    return apart and not unicodedata.combining(glyph.text[0])


def _word(glyphs: Sequence[Glyph], turn: int) -> Word:
    box = Box(
        min([glyph.left for glyph in glyphs]),
        min([glyph.top for glyph in glyphs]),
        max([glyph.right for glyph in glyphs]),
        max([glyph.bottom for glyph in glyphs]),
    )
    start, end = along(box, turn)
    size = max(glyph.style.size for glyph in glyphs)
    text = unicodedata.normalize("NFC", "".join(glyph.text for glyph in glyphs))
    return Word(text, box, start, end, across(glyphs[0], turn), size, turn, tuple(glyphs), glyphs[0].after_space)


def split_word(word: Word, at: Sequence[float]) -> list[Word]:
    """Cut a word of upright text where its characters stand on two sides of a vertical line."""
    cuts = [x for x in at if word.box.left < x < word.box.right]
    if not cuts or word.turn or len(word.glyphs) < 2:
        return [word]
    groups: dict[int, list[Glyph]] = {}
    for glyph in word.glyphs:
        middle = (glyph.left + glyph.right) / 2
        groups.setdefault(sum(middle > x for x in cuts), []).append(glyph)
    return [_word(groups[key], 0) for key in sorted(groups)]


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
    for word in sorted(words, key=lambda one: (one.size < _SMALL * usual, one.baseline, one.start)):
        best, most = None, 0.0
        for band in reversed(bands):
            shared = overlap(word.top, word.bottom, band[0], band[1]) / min(word.bottom - word.top, band[1] - band[0])
            if shared > most:
                best, most = band, shared
            if word.size >= _SMALL * usual and band[1] < word.top - 2 * usual:
                break
        if best is not None and most >= _SHARED:
            best[2].append(word)
        else:
            bands.append((word.top, word.bottom, [word]))
    bands.sort(key=lambda band: band[0])
    return [text_line(_joined(sorted(band[2], key=lambda word: word.start))) for band in bands]


def _joined(words: list[Word]) -> list[Word]:
    """Glue words that touch although they were drawn apart."""
    glued = words[:1]
    for word in words[1:]:
        last = glued[-1]
        gap = word.start - last.end
        follows = word.glyphs[0].number == last.glyphs[-1].number + 1
        spaced = gap > _GAP * word.size or (gap > -_TOUCH * word.size and word.after_space)
        if not spaced and abs(gap) <= _TOUCH * word.size and abs(word.baseline - last.baseline) < 0.1:
            glued[-1] = _word((*last.glyphs, *word.glyphs), word.turn)
        else:
            glued.append(replace(word, after_space=spaced or not follows))
    return glued


def is_raised(word: Word, line: TextLine) -> bool:
    """Say whether a word is a raised mark of its line: small, and above the baseline."""
    return word.size < _SMALL * line.size and line.baseline - word.baseline > _RISE * line.size


def is_mark(line: TextLine, at: int) -> bool:
    """Say whether a word of a line is the raised mark of a footnote, and not the exponent of a unit as in ``m²``."""
    word = line.words[at]
    if not is_raised(word, line) or not _MARK.fullmatch(word.text):
        return False
    before = line.words[at - 1] if at else None
    if before is None or word.start - before.end > _NEAR_UNIT * line.size:
        return True
    if word.text.startswith("*"):
        return not before.text[-1:].isdigit()
    return not _UNIT.search(before.text)


def without_marks(line: TextLine) -> tuple[TextLine | None, tuple[Word, ...]]:
    """Take the marks of footnotes off a line; return what is left, if anything, and the marks."""
    marks = tuple(word for at, word in enumerate(line.words) if is_mark(line, at))
    if not marks:
        return line, ()
    rest: list[Word] = []
    spaced = False
    for word in line.words:
        if word in marks:
            spaced = spaced or word.after_space
        else:
            closes = word.text[0] in ",.;:)"
            rest.append(replace(word, after_space=(word.after_space or spaced) and not (rest and closes)))
            spaced = False
    return (text_line(rest) if rest else None), marks


def _tied(texts: Sequence[str], after: str, *, in_cell: bool) -> bool:
    """Say whether the end of a line and the beginning of the next are one word."""
    if not texts or len(texts[-1]) < 2:
        return False
    last = texts[-1]
    number = in_cell and _CUT_NUMBER.fullmatch(last) is not None and _CUT_REST.fullmatch(after) is not None
    return last[-1] in "-/" or number


def passage_of(lines: Sequence[TextLine], page: int, frames: tuple[Frame, Frame], *, in_cell: bool = False) -> Passage:
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
            first, last = word.glyphs[0].number, word.glyphs[-1].number
            where = Where(page=page, start=first, end=last + 1, box=box)
            end = length + len(word.text)
            runs.append(Run(length, end, where, len(word.text) == last + 1 - first))
            texts.append(word.text)
            length = end
    return Passage("".join(texts), tuple(runs))
