"""How the ledger names the place of a decision: a cell, characters of a line, a box on a page, or the document."""

from __future__ import annotations

import regex

from pipeline.model import Box, CellKey, Note, Where

DOCUMENT = "document"
FORMS = "t3/r12/c5, line 57:12-19, page 3:72.0,100.5,120.1,112.0, page 3 or document"
_CELL = regex.compile(r"(t[1-9]\d*)/r([1-9]\d*)/c([1-9]\d*)")
_LINE = regex.compile(r"line ([1-9]\d*):(\d+)-(\d+)")
_NUMBER = r"(-?\d+(?:\.\d+)?)"
_PAGE = regex.compile(rf"page ([1-9]\d*)(?::{_NUMBER},{_NUMBER},{_NUMBER},{_NUMBER})?")
_SLACK = 0.11
"""Points by which a box may differ, as the ledger keeps one decimal."""


def source_of(note: Note) -> str:
    """Spell the place of a finding."""
    return spelled(note.table_id, (note.row_no, note.column_no), note.where.key)


def spelled(table_id: str, cell: tuple[int | str | None, int | str | None], place: str) -> str:
    """Spell a place: its cell if it is one, else the key of its :class:`~pipeline.model.Where`.

    >>> spelled("t3", (12, 5), "57:12-19"), spelled("t3", (12, None), "57:12-19"), spelled("", ("", ""), "p3")
    ('t3/r12/c5', 'line 57:12-19', 'page 3')
    """
    row, column = cell
    if table_id and row and column:
        return f"{table_id}/r{row}/c{column}"
    if not place:
        return DOCUMENT
    return f"page {place[1:]}" if place.startswith("p") else f"line {place}"


def is_source(text: str) -> bool:
    """Say whether a text names a place."""
    return text == DOCUMENT or any(form.fullmatch(text) for form in (_CELL, _LINE, _PAGE))


def cell_of(source: str) -> CellKey | None:
    """Return the cell that a source names, None if it names none."""
    match = _CELL.fullmatch(source)
    return (match[1], int(match[2]), int(match[3])) if match else None


def where_of(source: str) -> Where:
    """Return the place that a source names outside tables; the empty one for the document.

    >>> where_of("line 57:12-19")
    Where(page=None, line=57, start=12, end=19, box=None)
    """
    if match := _LINE.fullmatch(source):
        return Where(line=int(match[1]), start=int(match[2]), end=int(match[3]))
    if match := _PAGE.fullmatch(source):
        sides = [float(side) for side in match.groups()[1:] if side]
        return Where(page=int(match[1]), box=Box(*sides) if sides else None)
    return Where()


def is_inside(inner: Where, outer: Where) -> bool:
    """Say whether a place lies in another."""
    if outer.line is not None:
        if inner.line != outer.line or outer.start is None or outer.end is None:
            return False
        return (
            inner.start is not None and inner.end is not None and outer.start <= inner.start <= inner.end <= outer.end
        )
    if outer.page is None or inner.page != outer.page:
        return False
    if outer.box is None:
        return True
    return inner.box is not None and _holds(outer.box, inner.box)


def overlap(one: Where, other: Where) -> bool:
    """Say whether two places share a character; characters of a page are counted like those of a line."""
    if (one.page, one.line) != (other.page, other.line) or one.key == "":
        return False
    if one.start is None or one.end is None or other.start is None or other.end is None:
        return one.key == other.key
    return one.start < other.end and other.start < one.end


def _holds(outer: Box, inner: Box) -> bool:
    return (
        outer.left - _SLACK <= inner.left
        and outer.top - _SLACK <= inner.top
        and inner.right <= outer.right + _SLACK
        and inner.bottom <= outer.bottom + _SLACK
    )
