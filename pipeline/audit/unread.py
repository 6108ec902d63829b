"""What the sums want of a cell that could not be read, or only in a doubtful notation."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

import regex

from pipeline.model import CellKey, Confusions, Identity, Note, Observation, Table

from .lattice import Lattice, lattice
from .slips import is_likely, unlikeliness, write

_NO_DIGIT = regex.compile(r"[^\d.,]")


@dataclass(frozen=True, slots=True)
class Unread:
    """What is proposed for cells without a value, and the members of sums that want different things of them."""

    notes: tuple[Note, ...]
    suspects: frozenset[CellKey]


def read_by_sums(
    table: Table, identities: Sequence[Identity], cells: Mapping[CellKey, Observation], confusions: Confusions
) -> Unread:
    """Solve the sums that lack one term for it.

    Two sums that want the same value, or one that wants the digits that are there, propose it. Two that want different
    ones have another error among their terms.
    """
    unread = [key for key, cell in cells.items() if cell.quantity.value is None]
    values = {key: one.quantity.value for key, one in cells.items() if one.quantity.value is not None}
    if not unread or not identities:
        return Unread((), frozenset())
    grid = lattice(table, identities, values)
    notes: list[Note] = []
    suspects: set[CellKey] = set()
    for key in unread:
        wanted = list(_wanted(key, grid, unread))
        figures = {value for value, _, _ in wanted}
        if len(figures) > 1:
            suspects.update(member for _, _, members in wanted for member in members if member in cells)
        elif figures and (note := _proposal(cells[key], wanted, confusions)) is not None:
            notes.append(note)
    return Unread(tuple(notes), frozenset(suspects))


def _wanted(
    key: CellKey, grid: Lattice, unread: Sequence[CellKey]
) -> Iterator[tuple[Decimal, str, tuple[CellKey, ...]]]:
    """Yield what each sum wants of a cell, which sum it is, and its members."""
    _, row_no, column_no = key
    row = {column: grid.value(row_no, column) for column in grid.value_columns}
    across = grid.wanted_across(column_no, row)
    if across is not None:
        yield across, f"the sum across row {row_no}", tuple(grid.key(row_no, column) for column in row)
    for total, parts in grid.down:
        members = tuple(grid.key(row, column_no) for row in (total, *parts))
        if key in members and sum(member in unread for member in members) == 1:
            down = grid.wanted_down(key, total)
            if down is not None:
                yield down, f"the sum down to row {total}", members


def _proposal(
    cell: Observation, wanted: Sequence[tuple[Decimal, str, tuple[CellKey, ...]]], confusions: Confusions
) -> Note | None:
    """Propose the value that the sums agree on, if they are two or what was read is like it.

    It may be taken unseen if two want it and the digits that were read, if any, do not speak against it.
    """
    value, text = wanted[0][0], write(wanted[0][0])
    digits = _NO_DIGIT.sub("", cell.raw)
    is_like = is_likely(unlikeliness(digits or "0", text, confusions), confusions)
    if len(wanted) < 2 and not is_like:
        return None
    sums = " and ".join(said for _, said, _ in wanted)
    code = "likely-misreading" if len(wanted) > 1 else "possible-misreading"
    evidence = f"{sums} want{'s' if len(wanted) == 1 else ''} {value:f}"
    group = hashlib.sha256(f"unread {cell.key}".encode()).hexdigest()[:8]
    unique = len(wanted) > 1 and (is_like or not digits)
    return replace(cell.note(code), proposal=text, evidence=evidence, group=group, unique=unique)


def with_causes(notes: Sequence[Note], explained: Sequence[Note]) -> tuple[Note, ...]:
    """Put what was noticed of the notation of cells into the group of the issue that says what they should read."""
    cells = {(one.table_id, one.row_no, one.column_no): one.group for one in explained if one.proposal}
    rows = {(one.table_id, one.row_no): one.group for one in explained if one.code == "merged-rows"}

    def group_of(note: Note) -> str:
        row = (note.table_id, note.row_no)
        return cells.get((*row, note.column_no)) or rows.get(row) or note.group

    unread = {"doubtful-number", "unreadable-number"}
    return tuple(replace(note, group=group_of(note)) if note.code in unread else note for note in notes)
