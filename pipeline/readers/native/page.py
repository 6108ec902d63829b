"""One page: what kind it is, the tables on it, the lines of text outside them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from enum import StrEnum

import pypdfium2

from pipeline.legacy import is_syllable
from pipeline.model import Catalog, Grid, LegacyLetters, Note, Reading, Where

from .cells import take_words, to_grid
from .geometry import Frame, Frames, Tilted
from .glyphs import Glyph, page_frame, read_glyphs
from .grids import find_ruled
from .legacy_fonts import is_symbolic, legacy_fonts, spell_symbols, to_unicode
from .lines import TextLine, find_lines
from .opening import skipped_page, too_much_text
from .rows import split_rows
from .rulings import Drawn, read_drawn
from .unruled import find_unruled
from .unruled import to_grid as unruled_to_grid
from .words import Word, find_words

_FEW = 20
_MOSTLY = 0.6
_COVERED = 0.5
_UNMAPPED = 0.1
_SPLIT = 1.5
_MARKED, _SYLLABLES = 0.2, 0.6
"""Parts of the words of Vietnamese prose that bear a mark (over a half do), and that are syllables."""
_TABLE_RULES = 3


class PageKind(StrEnum):
    """What a page offers a reader."""

    TEXT = "text"
    IMAGE = "image"
    BAD_TEXT = "bad-text"
    OCR_LAYER = "ocr-layer"
    BLANK = "blank"
    SCAN = "scan"
    """Its text comes from recognition of its picture."""


@dataclass(frozen=True, slots=True)
class Area:
    """A grid and the region of the page, in the frame of its text, that it takes up."""

    top: float
    bottom: float
    left: float
    right: float
    grid: Grid
    marks: tuple[Word, ...] = ()
    """The marks of footnotes in its cells, which are no part of their text."""


@dataclass(frozen=True, slots=True)
class Sheet:
    """A page as read. ``frames`` are those of its text and of the page as displayed."""

    number: int
    kind: PageKind
    frames: Frames
    lines: tuple[TextLine, ...] = ()
    areas: tuple[Area, ...] = ()
    slanted: tuple[Word, ...] = ()
    """Text that is set neither upright nor across: a watermark."""
    rules: tuple[float, ...] = ()
    is_drawing: bool = False
    is_ruled: bool = False
    """Whether it has as many rulings as a table."""
    word_readings: tuple[tuple[Where, tuple[Reading, ...]], ...] = ()
    """Numerals in prose that were read twice, with their places in the text of the page."""
    encodings: tuple[str, ...] = ()
    """Encodings older than Unicode that its text was converted from."""

    @property
    def is_sideways(self) -> bool:
        """Whether the text does not stand upright on the page as displayed."""
        return bool(self.turn)

    @property
    def turn(self) -> int:
        """By how many degrees the page as displayed has to be turned clockwise so that its text is upright."""
        upright, shown = self.frames
        return upright.turn if isinstance(upright, Tilted) else (upright.turn - shown.turn) % 360


def read_page(page: pypdfium2.PdfPage, number: int, catalog: Catalog, encoding: str = "") -> Sheet | Note:
    """Read a page; ``number`` counts from 1. ``encoding`` is that of the document where its fonts do not tell.

    A page with more text than a sheet can hold is skipped: the issue says why.
    """
    shown = page_frame(page)
    textpage = page.get_textpage()
    try:
        if reason := too_much_text(textpage):
            return skipped_page(number - 1, reason)
        glyphs = read_glyphs(textpage, shown)
        frame = upright(glyphs, shown)
        if frame != shown:
            glyphs = read_glyphs(textpage, frame)
        drawn = read_drawn(page, frame)
    finally:
        textpage.close()
    glyphs = spell_symbols(glyphs, catalog.symbols)
    fonts = legacy_fonts(glyphs, catalog.legacy)
    if encoding:
        fonts = {glyph.style.font: (encoding, False) for glyph in glyphs if not is_symbolic(glyph, catalog)} | fonts
    glyphs = list(to_unicode(glyphs, fonts, catalog.legacy)) if fonts else glyphs
    kind = triage(glyphs, drawn, frame)
    if kind is PageKind.OCR_LAYER and is_poor(find_words(glyphs)[0], catalog.legacy):
        kind = PageKind.BAD_TEXT
    encodings = tuple(sorted({found for found, _ in fonts.values()}))
    sheet = Sheet(number, kind, (frame, shown), is_drawing=drawn.is_drawing, encodings=encodings)
    if kind not in {PageKind.TEXT, PageKind.OCR_LAYER}:
        return sheet
    return _laid_out(sheet, glyphs, drawn)


def upright(glyphs: Sequence[Glyph], shown: Frame) -> Frame:
    """Return the frame in which most text of a page is upright."""
    turns = Counter(glyph.style.turn for glyph in glyphs)
    turn, count = turns.most_common(1)[0] if turns else (0, 0)
    if not turn or count < _MOSTLY * len(glyphs):
        return shown
    return replace(shown, turn=(shown.turn - turn) % 360)


def triage(glyphs: Sequence[Glyph], drawn: Drawn, frame: Frame) -> PageKind:
    """Tell whether the text layer of a page can be used, from its characters and images alone."""
    width, height = frame.size
    covered = max(
        ((image.right - image.left) * (image.bottom - image.top) / (width * height) for image in drawn.images),
        default=0,
    )
    if len(glyphs) < _FEW:
        if covered >= _COVERED:
            return PageKind.IMAGE
        if not glyphs:
            return PageKind.IMAGE if drawn.images or drawn.rulings else PageKind.BLANK
    bad = sum(not glyph.is_mapped or not glyph.text.isprintable() for glyph in glyphs)
    if bad > _UNMAPPED * len(glyphs) or _is_split(glyphs):
        return PageKind.BAD_TEXT
    hidden = sum(not glyph.style.is_visible for glyph in glyphs)
    return PageKind.OCR_LAYER if 2 * hidden > len(glyphs) or covered >= 0.9 else PageKind.TEXT


def _is_split(glyphs: Sequence[Glyph]) -> bool:
    """Say whether spaces part the letters of words: most letters stand alone."""
    letters = [glyph for glyph in glyphs if glyph.text.isalpha()]
    starts = sum(glyph.after_space for glyph in letters)
    return len(letters) >= _FEW and len(letters) < _SPLIT * starts


def is_poor(words: Sequence[Word], legacy: LegacyLetters) -> bool:
    """Say whether the words of somebody's OCR are hardly Vietnamese: no marks, or no syllables."""
    letters = [word.text.strip(".,;:()") for word in words]
    letters = [text for text in letters if text.isalpha()]
    if len(letters) < _FEW:
        return False
    marked = sum(not text.isascii() for text in letters)
    syllables = sum(is_syllable(text, legacy) for text in letters)
    return marked < _MARKED * len(letters) or syllables < _SYLLABLES * len(letters)


def _laid_out(sheet: Sheet, glyphs: Sequence[Glyph], drawn: Drawn) -> Sheet:
    words, slanted = find_words(glyphs)
    areas, words = _ruled_areas(sheet, words, drawn)
    lines = find_lines(words) if words else []
    open_areas, lines = unruled_areas(sheet, lines)
    rules = tuple(ruling.at for ruling in drawn.rulings if not ruling.is_vertical)
    is_ruled = len(rules) >= _TABLE_RULES and len(drawn.rulings) - len(rules) >= _TABLE_RULES
    areas.extend(open_areas)
    slanted = tuple(replace(word, glyphs=()) for word in slanted)
    return replace(sheet, lines=tuple(lines), areas=tuple(areas), slanted=slanted, rules=rules, is_ruled=is_ruled)


def _ruled_areas(sheet: Sheet, words: list[Word], drawn: Drawn) -> tuple[list[Area], list[Word]]:
    """Return the tables that rulings divide, and the words outside them."""
    areas: list[Area] = []
    for region in find_ruled(drawn.rulings):
        taken, rest = take_words(region, words)
        if not any(taken.values()):
            continue
        words = rest
        ruled, taken = split_rows(region, taken)
        grid, marks = to_grid(taken, ruled, sheet.number, sheet.frames)
        box = ruled.box
        areas.append(Area(box.top, box.bottom, box.left, box.right, grid, marks))
    return areas, words


def unruled_areas(sheet: Sheet, lines: list[TextLine]) -> tuple[list[Area], list[TextLine]]:
    """Return the tables that only gaps divide, and the lines outside them."""
    areas: list[Area] = []
    kept: list[TextLine] = []
    at = 0
    for table in find_unruled([line for line in lines if not line.words[0].turn]):
        grid, box = unruled_to_grid(table, sheet.number, sheet.frames)
        areas.append(Area(box.top, box.bottom, box.left, box.right, grid))
        kept.extend(lines[at : table.first])
        at = table.end
    return areas, [*kept, *lines[at:]]
