"""The pages of a document as one stream of paragraphs and grids, in the order they are read."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import regex

from pipeline.model import Block, LeftOut, Line, Passage, join

from .columns import read_order
from .entries import find_entries, without_leader
from .lines import TextLine, passage_of, text_line
from .margins import Margins
from .marks import is_raised, marks_of, with_raised_mark, without_marks
from .page import Area, Sheet
from .paragraphs import (
    Measure,
    Printed,
    continues,
    find_paragraphs,
    is_concentric,
    is_inset,
    is_symmetric,
    measure,
    starts_anew,
)
from .words import Word

_UNFINISHED = regex.compile(r"[^.;:!?…'\"”’)]$")
_NOTE_SIZE = 0.9
_NOTE_MARK = regex.compile(r"[(\[]?(?:\d{1,2}|\*{1,3})[)\]]?(?:\s|$)")


@dataclass(frozen=True, slots=True)
class Text:
    """A paragraph with what is needed to join it over a page."""

    printed: Printed
    sheet: Sheet
    measure: Measure
    is_column: bool = False
    is_note: bool = False


@dataclass(frozen=True, slots=True)
class Piece:
    """A grid in the stream."""

    area: Area
    sheet: Sheet


Item = Text | Piece


def flow(sheets: Sequence[Sheet], margins: Margins) -> Iterator[Block | LeftOut]:
    """Yield the blocks of a document and what is left out of them.

    Paragraphs are joined over pages; footnotes follow the paragraph that is open at the end of their page.
    """
    measures = _measures(sheets, margins)
    pending: list[Text] = []
    notes: list[Text] = []
    turned = False
    for sheet in sheets:
        items = list(_items(sheet, margins, measures))
        body = [item for item in items if not (isinstance(item, Text) and item.is_note)]
        for at, item in enumerate(body):
            if at == 0 and pending and isinstance(item, Text) and _resumes(pending[-1], item):
                pending.append(item)
                turned = False
                continue
            yield from _paragraph(pending, page_break=turned)
            turned = (at == 0 and bool(pending)) or (turned and not pending)
            if pending and (at == 0 or not _is_block(pending[-1], item)):
                yield Line(Passage(""))
            if at <= 1:
                yield from _footnotes_of(notes)
                notes = []
            pending = []
            if isinstance(item, Piece):
                yield from _grid(item)
                turned = False
            else:
                pending = [item]
        notes.extend(item for item in items if isinstance(item, Text) and item.is_note)
        yield from _left_out(sheet, margins)
    yield from _paragraph(pending, page_break=turned)
    yield from _footnotes_of(notes)


def _footnotes_of(notes: Sequence[Text]) -> Iterator[Block | LeftOut]:
    for note in notes:
        yield Line(Passage(""))
        yield from _paragraph([note], page_break=False)
        yield Line(Passage(""))


def _paragraph(texts: Sequence[Text], *, page_break: bool) -> Iterator[Block | LeftOut]:
    if not texts:
        return
    passages = []
    for text in texts:
        stripped = [without_marks(without_leader(line)) for line in text.printed.lines]
        passages.append(passage_of([line for line, _ in stripped if line], text.sheet.number, text.sheet.frames))
        for _, marks in stripped:
            yield from _marks(marks, text.sheet)
    yield Line(join(tuple(passages)), page_break)


def _grid(piece: Piece) -> Iterator[Block | LeftOut]:
    yield piece.area.grid
    yield from _marks(piece.area.marks, piece.sheet)


def _marks(marks: Sequence[Word], sheet: Sheet) -> Iterator[LeftOut]:
    for mark in marks:
        yield LeftOut(passage_of([text_line((mark,))], sheet.number, sheet.frames), "label")


def _left_out(sheet: Sheet, margins: Margins) -> Iterator[LeftOut]:
    """Yield what stands in the margins of a page, and text that is set at a slant across it."""
    for line in sheet.lines:
        if reason := margins.lines.get(id(line)):
            yield LeftOut(passage_of([line], sheet.number, sheet.frames), reason)
    for area in sheet.areas:
        if reason := margins.areas.get(id(area)):
            for row in area.grid.rows:
                yield from (LeftOut(cell.passage, reason) for cell in row if cell.text)
    if sheet.slanted:
        yield LeftOut(passage_of([text_line((word,)) for word in sheet.slanted], sheet.number, sheet.frames), "debris")


def _measures(sheets: Sequence[Sheet], margins: Margins) -> dict[int, Measure]:
    """Measure the text of the document by the width of its pages."""
    by_width: dict[int, list[TextLine]] = {}
    for sheet in sheets:
        lines = by_width.setdefault(round(sheet.frames[0].size[0]), [])
        lines.extend(line for line in sheet.lines if id(line) not in margins.lines)
    return {width: measure(lines) for width, lines in by_width.items() if lines}


def _is_block(text: Text, item: Item) -> bool:
    """Say whether the next paragraph belongs to the same block: close below in a column, or of one centred text.

    A bold title may be as wide as the text, but one of its lines is drawn in on both sides.
    """
    if not isinstance(item, Text) or text.is_column != item.is_column:
        return False
    last, line = text.printed.lines[-1], item.printed.lines[0]
    gap = line.baseline - last.baseline
    size = max(last.size, line.size)
    if text.is_column:
        return 0 < gap <= 2 * size
    symmetric = is_symmetric(last, text.measure) and is_symmetric(line, item.measure)
    centred = symmetric and (text.printed.is_centred or item.printed.is_centred)
    return (centred or _is_title(text, item)) and last.is_bold == line.is_bold and 0 < gap <= 1.8 * size


def _is_title(text: Text, item: Text) -> bool:
    """Say whether two paragraphs about as wide as the text are lines of one bold title, which is centred as a whole.

    Where few lines tell the margins, one that is centred on the line before is enough.
    """
    lines = (*text.printed.lines, item.printed.lines[0])
    last, line = lines[-2:]
    if not all(line.is_bold for line in lines) or starts_anew(last, line):
        return False
    if is_concentric(last, line):
        return True
    inset = is_inset(last, text.measure) or is_inset(line, text.measure)
    return inset and all(is_symmetric(line, text.measure) for line in lines)


def _resumes(text: Text, first: Text) -> bool:
    """Say whether the first paragraph of a page goes on with the last one of the page before."""
    if text.is_column or first.is_column or text.printed.is_alone or first.printed.is_alone:
        return False
    last, line = text.printed.lines[-1], first.printed.lines[0]
    if abs(last.size - line.size) > 0.12 * line.size or abs(text.measure.right - first.measure.right) > line.size * 3:
        return False
    if not continues(text.printed.lines, line, text.measure):
        return False
    return text.measure.is_indented or bool(_UNFINISHED.search(last.text)) or line.text[:1].islower()


def _items(sheet: Sheet, margins: Margins, measures: dict[int, Measure]) -> Iterator[Item]:
    """Yield the paragraphs and grids of a page from top to bottom."""
    lines = [line for line in sheet.lines if id(line) not in margins.lines]
    areas = sorted((area for area in sheet.areas if id(area) not in margins.areas), key=lambda area: area.top)
    whole = measure(lines, measures[round(sheet.frames[0].size[0])]) if lines else None
    lines, notes = _footnotes(lines, sheet, whole)
    for area in (*areas, None):
        bound = area.top if area is not None else float("inf")
        above = [line for line in lines if line.baseline <= bound + 1]
        lines = lines[len(above) :]
        if whole is not None:
            yield from _texts(above, sheet, whole)
        if area is not None:
            yield Piece(area, sheet)
    if notes and whole is not None:
        for printed in find_paragraphs(notes, measure(notes)):
            yield Text(printed, sheet, whole, is_note=True)


def _texts(lines: Sequence[TextLine], sheet: Sheet, whole: Measure) -> Iterator[Text]:
    for block in read_order(lines):
        if block.is_list:
            yield from (Text(Printed(entry, is_entry=True), sheet, whole) for entry in find_entries(block.lines))
            continue
        at = measure(block.lines) if block.is_column else whole
        for printed in find_paragraphs(block.lines, at, is_column=block.is_column):
            yield Text(printed, sheet, at, is_column=block.is_column)


def _footnotes(lines: list[TextLine], sheet: Sheet, whole: Measure | None) -> tuple[list[TextLine], list[TextLine]]:
    """Part the lines of a page from those below a rule at its foot that are set smaller and begin with a mark.

    They may be as large as the text if their mark is raised in it.
    """
    if whole is None:
        return lines, []
    height = sheet.frames[0].size[1]
    rules = [at for at in sheet.rules if at > height / 3]
    for rule in sorted(rules):
        below = [line for line in lines if line.baseline > rule]
        above = [line for line in lines if line.baseline <= rule]
        marks = marks_of(above) | {mark.text.strip("()[]") for area in sheet.areas for mark in area.marks}
        noted = [with_raised_mark(line, marks) for line in below]
        if above and noted and noted[0] is not below[0]:
            return above, noted
        small = below and all(line.size <= _NOTE_SIZE * whole.size for line in below)
        marked = below and (_NOTE_MARK.match(below[0].text) or is_raised(below[0].words[0], below[0]))
        if small and marked and above:
            return above, below
    return lines, []
