"""Words to lines, lines to passages."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import regex

from pipeline.model import Box, Passage, Run, Where

from .geometry import Frames, around
from .words import GAP, LEADER, TOUCH, Word, make_word

SMALL = 0.85
"""Parts of the usual font size; what is smaller may be a raised mark."""
_SHARED = 0.5
_SAME_LINE = 0.95
_LOWEST = 0.1
"""Points; damaged files hold letters of no height."""
_CUT_NUMBER = regex.compile(r"\d{1,3}(?:[.,]\d{3})*[.,]")
_CUT_REST = regex.compile(r"\d{3}(?:[.,]\d+)*[%‰]?")


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
        apart = _is_apart(word, last) or LEADER.fullmatch(word.text) or LEADER.fullmatch(last.text)
        if not apart and abs(gap) <= TOUCH * word.size and abs(word.baseline - last.baseline) < 0.1:
            glued[-1] = make_word((*last.glyphs, *word.glyphs))
        else:
            glued.append(word)
    return [_placed(word, glued[at - 1] if at else None) for at, word in enumerate(glued)]


def _is_apart(word: Word, last: Word) -> bool:
    gap = word.start - last.end
    return gap > GAP * word.size or (gap > -TOUCH * word.size and word.after_space)


def _placed(word: Word, last: Word | None) -> Word:
    """Say of a word in its line whether a space parts it from the one before."""
    spaced = word.after_space
    if last is not None:
        spaced = _is_apart(word, last) or word.numbers[0] != last.numbers[1] + 1
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
