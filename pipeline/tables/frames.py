"""Grids that are no tables (letterhead, signature, page box) and the lines that belong to a table."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import takewhile

import regex

from pipeline.model import Block, Catalog, Cell, Grid, Line, Passage, join
from pipeline.numbers import find_amounts
from pipeline.text import is_capitals

from .ordinals import ordinal_kind
from .unit_lines import is_repaired, unit_line

_REACH = 14
_LONGEST_TITLE = 220
_FEW_CELLS = 6
_LONGEST_HEADING = 160
_LEADING_LINES = 3
_ABOVE_TITLE = {"motto", "number"}
_HEADING = regex.compile(
    r"(?:[IVX]{1,5}|[A-H]|\d{1,2}(?:\.\d{1,2}){0,3}|[a-zđ])(?:[.)/]|(?<=\.\d{1,2})\s)\s*(?P<text>\p{L}.*)"
)
_YEARS = regex.compile(r"(?:19|20)\d{2}(?:\s*[-–]\s*(?:19|20)\d{2})?")
_FACTOR = regex.compile(r"[x×*/=]\s*$", regex.IGNORECASE)
"""What stands before a number of a formula."""
_PARENTHESES = regex.compile(r"\([^()]*\)")


@dataclass(frozen=True, slots=True)
class Caption:
    """What stands above a table."""

    title: str = ""
    unit_line: str = ""
    repaired: Passage | None = None
    """The line whose unit was misread; ``unit_line`` has it as it was probably printed."""
    references: tuple[Passage, ...] = ()
    lines: tuple[Passage, ...] = ()
    """The lines of title and unit as they stand."""
    start: int = 0
    """Index of the first block that belongs to it."""


def is_frame(grid: Grid, catalog: Catalog) -> bool:
    """Say whether a grid only lays out a letterhead, a signature, recipients or a page box."""
    texts = [cell.text for row in grid.rows for cell in row if cell.text]
    if not texts:
        return True
    marks = _marks(texts, catalog)
    if marks and (len(marks) >= 2 or len(texts) <= _FEW_CELLS) and not _is_tabular(grid, texts, catalog):
        return True
    columns = {cell.column for row in grid.rows for cell in row if cell.text}
    return (len(grid.rows) == 1 and len(texts) <= 3) or len(columns) < 2


def _marks(texts: list[str], catalog: Catalog) -> set[str]:
    """Return what the cells have of a letterhead or signature, each kind once: rows of a table may all name bodies."""
    topics = ("letterhead", "signature", "recipients")
    return {meaning for text in texts for topic in topics if (meaning := catalog.meaning(topic, text))}


def _is_tabular(grid: Grid, texts: list[str], catalog: Catalog) -> bool:
    """Say whether a grid has what only tables have: headings of columns, numbered rows, many numbers."""
    many = sum(map(_is_number, texts)) > len(texts) / 3
    return many or any(_is_headed(row, catalog) or _is_numbered(row) for row in grid.rows)


def _is_headed(row: tuple[Cell, ...], catalog: Catalog) -> bool:
    topics = ("header-role", "money-header")
    return sum(any(catalog.meaning(topic, cell.text) for topic in topics) for cell in row if cell.text) >= 2


def _is_numbered(row: tuple[Cell, ...]) -> bool:
    """Say whether a row of several cells has a running number or a number; a letterhead has but two cells abreast."""
    filled = [cell.text for cell in row if cell.text]
    ordinal = bool(filled) and ordinal_kind(filled[0]) not in {"", "bullet"}
    return len(filled) >= 3 and (ordinal or any(map(_is_number, filled)))


def _is_number(text: str) -> bool:
    return text.replace(".", "").replace(",", "").isdigit()


def unfold_frame(grid: Grid) -> Iterator[Line]:
    """Yield the cells of a frame as lines, column by column, as they are read."""
    for column in range(grid.width):
        for row in grid.rows:
            if column < len(row) and row[column].text:
                yield Line(row[column].passage)
    yield Line(Passage(""))


def caption_above(blocks: list[Block], position: int, catalog: Catalog) -> Caption:
    """Collect title, unit line and reference line above the grid at ``position``."""
    lines: list[tuple[int, Line]] = []
    for at in range(position - 1, max(-1, position - 1 - 2 * _REACH), -1):
        block = blocks[at]
        if isinstance(block, Grid) or _ends_caption(block, catalog):
            break
        if catalog.meaning("letterhead", block.text) in _ABOVE_TITLE:
            lines = _below_kind(lines, catalog)
            break
        if block.text:
            lines.insert(0, (at, block))
    first = next((number for number, (_, line) in enumerate(lines) if _anchors(line.text, catalog)), None)
    caption = Caption(start=position) if first is None else _caption(lines[first:], catalog)
    heading = _heading_above(blocks, position, catalog)
    title = heading if _YEARS.search(heading) or not caption.title else caption.title
    in_title = caption.unit_line or _unit_in_title(heading, catalog) or _unit_in_title(title, catalog)
    return replace(caption, title=title, unit_line=in_title)


def with_inner(caption: Caption, rows: tuple[Passage, ...], catalog: Catalog) -> Caption:
    """Add the title and unit that stand in the table itself; they are nearer to it than those above."""
    if not rows:
        return caption
    inner = _caption([(caption.start, Line(row)) for row in rows], catalog)
    is_dated = bool(_YEARS.search(inner.title)) or not caption.title
    in_title = _unit_in_title(inner.title, catalog)
    above = None if in_title else caption.repaired
    return replace(
        caption,
        title=inner.title if is_dated else f"{caption.title} {inner.title}".strip(),
        unit_line=inner.unit_line or in_title or caption.unit_line,
        repaired=inner.repaired if inner.unit_line else above,
        references=(*caption.references, *inner.references),
        lines=(*caption.lines, *inner.lines),
    )


def _below_kind(lines: list[tuple[int, Line]], catalog: Catalog) -> list[tuple[int, Line]]:
    """Leave ``KẾ HOẠCH`` and what stands above it out of the lines below a letterhead: they are of the whole plan."""
    kinds = [number for number, (_, line) in enumerate(lines) if catalog.meaning("document-kind", line.text)]
    return lines[kinds[0] + 1 :] if kinds else lines


def _heading_above(blocks: list[Block], position: int, catalog: Catalog) -> str:
    """Return the text of the innermost numbered heading above a table, which stays a line of the prose.

    Prose that leads from the heading to the table may stand between, but no title. A heading that names several years
    speaks of other things than the table too.
    """
    above = takewhile(lambda block: isinstance(block, Line), reversed(blocks[max(0, position - _REACH) : position]))
    texts = (block.text for block in above if isinstance(block, Line) and block.text)
    lines = [text for text in texts if not unit_line(text, catalog)]
    for text in lines[: _LEADING_LINES + 1]:
        match = _HEADING.match(text)
        if match and not text.endswith((".", ";")):
            several = len(set(_YEARS.findall(match["text"]))) > 1
            return "" if several or len(match["text"]) > _LONGEST_HEADING else match["text"].rstrip(": ")
        if _anchors(text, catalog):
            break
    return ""


def _unit_in_title(title: str, catalog: Catalog) -> str:
    """Return ``(ĐVT: tỷ đồng)`` out of a title."""
    return next((line for text in _PARENTHESES.findall(title) if (line := unit_line(text, catalog))), "")


def _caption(lines: list[tuple[int, Line]], catalog: Catalog) -> Caption:
    titles: list[str] = []
    standing: list[Passage] = []
    references: list[list[Passage]] = []
    of_units: list[tuple[str, Passage]] = []
    is_open = False
    for _, line in lines:
        text = line.text
        if is_open:
            references[-1].append(line.passage.strip())
        elif catalog.meaning("reference-line", text):
            references.append([line.passage.strip()])
        elif of_unit := unit_line(text, catalog):
            of_units.append((of_unit, line.passage))
            standing.append(line.passage)
            continue
        elif not is_debris(text, catalog):
            titles.append(_without_continued(text, catalog))
            standing.append(line.passage)
            continue
        is_open = bool(references) and "(" in references[-1][0].text and ")" not in text
    joined = tuple(join(tuple(parts)) for parts in references)
    unit, passage = of_units[-1] if of_units else ("", Passage(""))
    repaired = passage if is_repaired(passage.text, unit, catalog) else None
    return Caption(" ".join(titles), unit, repaired, joined, tuple(standing), lines[0][0])


def _without_continued(text: str, catalog: Catalog) -> str:
    """Leave ``(tiếp theo)`` out of a title."""
    for phrase in catalog.wording["continued"]:
        text = phrase.pattern.sub(" ", text).strip()
    return text


def is_debris(text: str, catalog: Catalog) -> bool:
    """Say whether a line is no text of the document: a page number, a mark of the page that an OCR tool sets."""
    return any(catalog.meaning(topic, text) for topic in ("debris", "sure-debris"))


def _anchors(text: str, catalog: Catalog) -> bool:
    if is_debris(text, catalog):
        return False
    return (
        is_capitals(_PARENTHESES.sub("", _without_continued(text, catalog)))
        or any(catalog.meaning(topic, text) for topic in ("reference-line", "annex-line"))
        or bool(unit_line(text, catalog))
    )


def _ends_caption(line: Line, catalog: Catalog) -> bool:
    if line.unread:
        return True
    text = line.text
    if is_debris(text, catalog) or catalog.meaning("reference-line", text) or unit_line(text, catalog):
        return False
    if catalog.meaning("signature", text) or catalog.meaning("recipients", text):
        return True
    return (
        text.endswith((".", ";"))
        or text.startswith(("- ", "+ ", "* "))
        or (len(text) > _LONGEST_TITLE and not is_capitals(text))
    )


def notes_below(
    blocks: list[Block], position: int, catalog: Catalog
) -> tuple[tuple[Passage, ...], tuple[int, ...], int]:
    """Return the notes below the grid at ``position``, the blocks that they are, and the first block after them.

    A note that states how much or how many of something is prose, and left out though the table ends behind it.
    """
    notes: list[list[int]] = []
    end = position + 1
    for at in range(end, min(len(blocks), position + _REACH)):
        block = blocks[at]
        if isinstance(block, Grid) or block.unread:
            break
        goes_on = bool(notes) and _goes_on(blocks, at)
        if block.text and not goes_on and not catalog.meaning("note-line", block.text):
            break
        if block.text:
            notes = [*notes[:-1], [*notes[-1], at]] if goes_on else [*notes, [at]]
            end = at + 1
    passages = {
        at: one.passage.strip() for at, one in enumerate(blocks[position:end], position) if isinstance(one, Line)
    }
    own = [at for note in notes if not _states(" ".join(passages[at].text for at in note), catalog) for at in note]
    return tuple(passages[at] for at in own), tuple(own), end


def _states(note: str, catalog: Catalog) -> bool:
    """Say whether a note states an amount of something; ``(5) = (4)/(3) x 100%`` and ``6 tháng`` are none."""
    for amount in find_amounts(note, catalog.units):
        unit = catalog.units.by_name.get(amount.quantity.base_unit.partition("/")[0].lower())
        if unit is not None and unit.family not in {"time", "age"} and not _FACTOR.search(note, 0, amount.number):
            return True
    return False


def _goes_on(blocks: list[Block], at: int) -> bool:
    """Say whether a line right below a note goes on with it: it begins small."""
    above, block = blocks[at - 1], blocks[at]
    return isinstance(above, Line) and bool(above.text) and isinstance(block, Line) and block.text[:1].islower()
