"""Lines of prose that were read poorly, each read again by the reader of words."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from statistics import median

from pipeline.model import Box
from pipeline.readers.native.lines import TextLine, find_lines
from pipeline.readers.native.words import Word

from .choices import choose, unchosen
from .colour import Picture
from .crops import crop
from .echoes import echoes_of
from .image import Prepared
from .likeliest import Known, counted
from .poor import find_poor
from .readers import Readers
from .text import Sure

_MOST_AGAIN = 80
"""Lines of a page, more than it has as a rule."""
_RIM = 0.2
"""Of the font size: paper around a line that is cut out."""


def reread_lines(words: list[Word], prepared: Prepared, readers: Readers, sure: Sure) -> list[Word]:
    """Return words of prose, those of poor lines as the reader of words reads them, if it sees as many.

    Words with numerals in them stay as they are; the reader of numerals looks at those.
    """
    if readers.words is None or not words:
        return words
    lines = find_lines(words)
    page = [[(word.text, sure(word)) for word in line.words] for line in lines]
    again, _ = find_poor([(line.text, own) for line, own in zip(lines, page, strict=True)], readers)
    again = again[:_MOST_AGAIN]
    poor = [lines[number] for number in again]
    near_numerals = _near_numerals(lines)
    found = readers.words([_picture(line, prepared) for line in poor])
    seen = [unchosen(printed, page[number]) for number, printed in zip(again, found, strict=True)]
    known = Known(readers.usual, echoes_of(one.heard for one in seen))
    instead: dict[tuple[int, int], str] = {}
    for line, one in zip(poor, seen, strict=True):
        if len(one.words) == len(one.page):
            usual = None if line.words[0].numbers in near_numerals else known
            instead.update(_chosen(line, choose(one, usual, readers.misread), readers))
    return [replace(word, text=instead.get(word.numbers, word.text)) for word in words]


def _near_numerals(lines: Sequence[TextLine]) -> set[tuple[int, int]]:
    """Return the first words of lines with numerals in them or beside them, in which usage chooses no word.

    It may be what a numeral counts, and nobody would doubt the value.
    """
    holds = [bool(counted(line.text)) for line in lines]
    return {line.words[0].numbers for at, line in enumerate(lines) if any(holds[max(0, at - 1) : at + 2])}


def _picture(line: TextLine, prepared: Prepared) -> tuple[Picture, float]:
    """Cut a line out of its page; return the height of its words in pixels too."""
    pixels, rim = prepared.dpi / 72, _RIM * line.size
    edges = (line.box.left - rim, line.box.top - rim, line.box.right + rim, line.box.bottom + rim)
    height = median(word.box.bottom - word.box.top for word in line.words)
    return crop(prepared, Box(*(edge * pixels for edge in edges)), 0), height * pixels


def _chosen(line: TextLine, printed: Sequence[str], readers: Readers) -> dict[tuple[int, int], str]:
    """Return what stands for the words of a line, unless usage knows more of them to be misread then."""
    instead = {
        word.numbers: text
        for word, text in zip(line.words, printed, strict=True)
        if not counted(word.text) and not counted(text)
    }
    before = " ".join(word.text for word in line.words)
    after = " ".join(instead.get(word.numbers, word.text) for word in line.words)
    return instead if readers.misread(after) <= readers.misread(before) else {}
