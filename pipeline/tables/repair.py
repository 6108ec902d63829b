"""Structural damage of dumps: shifted headings, rows that lost a cell, misread section numbers."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace

from rapidfuzz import fuzz

from pipeline.model import Catalog, Cell, Column, Grid, LineType, Note, Passage, Role, Row, Where
from pipeline.text import tone_key

from .ordinals import ordinal_kind
from .parts import Part

_ALIKE = 80
_OTHER = 60


def upright_head(parts: Sequence[Part], catalog: Catalog) -> tuple[Part, tuple[Note, ...]]:
    """Return the part whose header to use, its headings moved back if they had slipped, and what was noticed.

    The headings of a page slip one column to the left where an empty one before them was lost. Sibling pages with
    the same headings show it; so does a period above the labels while the line below repeats from the next column.
    """
    first = parts[0]
    usual = Counter(_starts(part) for part in parts if part.height > 1).most_common(1)
    sibling = next((part for part in parts if usual and _starts(part) == usual[0][0]), first)
    votes = usual[0][1] if usual else 0
    if votes >= 2 and _stands_left_of(first, sibling):
        return sibling, (_shifted(first, f"{votes} of {len(parts)} pages have them elsewhere"),)
    if _slipped(first, catalog):
        return _moved(first), (_shifted(first, "the line below repeats from the next column on"),)
    return first, ()


def _starts(part: Part) -> tuple[int, ...]:
    """Return the columns at which the filled headings of the first row stand."""
    if not part.height:
        return ()
    return tuple(cell.column for cell in part.grid.rows[0] if cell.text)


def _stands_left_of(part: Part, sibling: Part) -> bool:
    """Say whether most headings of a part stand one column left of where those of its sibling do."""
    own, other = ({cell.text: cell.column for cell in one.grid.rows[0] if cell.text} for one in (part, sibling))
    common = [text for text in own if text in other]
    return 2 * sum(own[text] == other[text] - 1 for text in common) > len(common) > 1


def _shifted(part: Part, evidence: str) -> Note:
    cells = [cell for cell in part.grid.rows[0] if cell.text]
    where = cells[1].passage.where() if len(cells) > 1 else Where()
    return Note("header-shifted", where=where, observed=" | ".join(c.text for c in cells), evidence=evidence)


def _slipped(part: Part, catalog: Catalog) -> bool:
    """Say whether a period stands above the labels and moving the headings right sets each on a first sub-heading."""
    if part.height < 2 or part.grid.width < 4 or not catalog.meaning("period-header", part.grid.text(0, 1)):
        return False
    below = [part.grid.text(1, column) for column in range(part.grid.width)]
    starts = [column for column in _starts(part) if column >= 1]
    if below[1] or not below[2] or len(starts) < 2 or part.grid.text(0, part.grid.width - 1):
        return False
    first = below[2]

    def fits(shift: int) -> int:
        return sum(_same(below[column + shift], first) for column in starts if column + shift < len(below))

    return fits(1) == len(starts) > fits(0)


def _moved(part: Part) -> Part:
    """Move the headings of the first row, all but the first, one column to the right."""
    row = part.grid.rows[0]
    head = (row[0], Cell(1, Passage("")), *(replace(cell, column=cell.column + 1) for cell in row[1:-1]))
    return replace(part, grid=Grid((head, *part.grid.rows[1:]), part.grid.width))


def mark_moved(rows: Sequence[Row], columns: Sequence[Column]) -> tuple[tuple[Row, ...], tuple[Note, ...]]:
    """Mark rows in which a text stands in a column of the wrong kind and the last cell is empty: one was lost.

    Columns are of a kind if their lowest headings are alike; the texts of a row are alike within a kind.
    """
    kinds = _kinds([column for column in columns if column.role in {Role.TEXT, Role.VALUE}])
    result, notes = [], []
    for row in rows:
        lost = _lost_column(row, kinds)
        result.append(replace(row, moved_from=lost) if lost else row)
        if lost:
            notes.append(_lost_note(row, lost, columns))
    return tuple(result), tuple(notes)


def _kinds(columns: Sequence[Column]) -> dict[int, int]:
    """Group columns by their lowest heading: column number to number of the kind."""
    heads: list[str] = []
    kinds = {}
    for column in columns:
        text = column.leaf
        known = next((at for at, head in enumerate(heads) if _same(head, text)), None)
        if known is None:
            heads.append(text)
        kinds[column.column_no] = len(heads) - 1 if known is None else known
    return kinds


def _lost_column(row: Row, kinds: dict[int, int]) -> int | None:
    """Return the column of the last text of a row if it is that of another kind and the cells behind it are empty."""
    numbers = sorted(kinds)
    if row.line_type is LineType.SECTION or len(set(kinds.values())) < 2 or not numbers or row.text(numbers[-1]):
        return None
    filled = [number for number in numbers if row.text(number)]
    for at, number in enumerate(filled):
        before = filled[:at]
        own = [row.text(other) for other in before if kinds[other] == kinds[number]]
        others = [row.text(other) for other in before if kinds[other] != kinds[number]]
        following = kinds.get(number + 1)
        if len(own) < 2 or len(others) < 2 or following is None or following == kinds[number]:
            continue
        text = row.text(number)
        strange = all(_ratio(text, other) < _OTHER for other in own)
        at_home = sum(_ratio(text, other) >= _ALIKE for other in others) * 2 > len(others)
        if strange and at_home and not any(row.text(later) for later in range(number + 1, numbers[-1] + 1)):
            return number
    return None


def _lost_note(row: Row, lost: int, columns: Sequence[Column]) -> Note:
    cell = row.cells[lost - 1]
    return Note(
        "lost-cell",
        where=cell.passage.where(),
        observed=cell.text,
        proposal=f"the text belongs to column {lost + 1}; what stood in column {lost} is lost",
        evidence="the other cells of the row with this text stand in columns of the other kind, and the last is empty",
        row_no=row.row_no,
        column_no=lost,
        row_label=row.label,
        header_path=columns[lost - 1].path,
    )


def mend_section_numbers(rows: Sequence[Row], catalog: Catalog) -> tuple[tuple[Row, ...], tuple[Note, ...]]:
    """Read the ``1`` of a section row as the Roman ``I`` where the row names an objective and items follow from 1."""
    result, notes = [], []
    for row in rows:
        misread = (
            row.line_type is LineType.SECTION
            and ordinal_kind(row.printed_no) == "number"
            and row.printed_no.strip(" .") == "1"
            and catalog.meaning("objective", row.label)
        )
        if misread:
            where = row.cells[0].passage.where() if row.cells else row.label_where
            notes.append(
                Note(
                    "misread-number",
                    where=where,
                    observed=row.printed_no,
                    proposal="I",
                    row_no=row.row_no,
                    row_label=row.label,
                )
            )
        result.append(replace(row, printed_no="I") if misread else row)
    return tuple(result), tuple(notes)


def _same(one: str, other: str) -> bool:
    return _ratio(one, other) >= _ALIKE


def _ratio(one: str, other: str) -> float:
    return fuzz.ratio(tone_key(one), tone_key(other))
