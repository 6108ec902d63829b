"""Rows lost from tables that no sum runs through, told by running numbers that skip or do not begin with 1."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import pairwise

from pipeline.model import LineType, Note, Row, Severity, Table, TableKind
from pipeline.text import skeleton

from .comparing import group_of

_CODE = "missing-row"
_MOST = 2
"""Rows that are lost at one place; more of them is rather a misread number."""
_FEWEST = 5
"""Numbered rows that make a series."""
_FEWEST_AT_HEAD = 3
"""Numbered rows that must follow one another for the first to say what is lost before it."""

_Numbered = Sequence[tuple[Row, int]]


def check_numbers(tables: Sequence[Table], notes: Sequence[Note]) -> tuple[Note, ...]:
    """Return an issue where the running numbers of a table skip at one place and run on everywhere else.

    Tables of the same activities say whether a row of that number is printed; ``notes`` what sums found already.
    """
    told = {note.table_id for note in notes if note.code == _CODE}
    series = {table.table_id: _series(table) for table in tables if table.kind is not TableKind.TEXT}
    return tuple(
        note
        for at, table in enumerate(tables)
        if table.table_id not in told
        for note in (*_of_table(table, series), *_at_head(table, tables[:at], series))
    )


def _at_head(table: Table, before: Sequence[Table], series: Mapping[str, _Numbered]) -> Iterator[Note]:
    """Yield an issue where a table begins with a later number that no table before it leads up to."""
    own = series.get(table.table_id, ())
    first = next((row for row in table.rows if row.line_type is LineType.ITEM), None)
    if len(own) < _FEWEST_AT_HEAD or own[0][0] is not first or own[0][1] < 2:
        return
    runs_on = all(after[1] == at[1] + 1 for at, after in pairwise(own[:_FEWEST_AT_HEAD]))
    reached = {numbered[-1][1] for one in before if (numbered := series.get(one.table_id, ()))}
    if runs_on and own[0][1] - 1 not in reached:
        evidence = f"the numbers begin with {own[0][1]}"
        yield replace(_note(table, own[0][0], is_elsewhere=False), evidence=evidence, severity=Severity.WARNING)


def _of_table(table: Table, series: Mapping[str, _Numbered]) -> Iterator[Note]:
    own = series.get(table.table_id, ())
    steps = [(at, after[1] - before[1]) for at, (before, after) in enumerate(pairwise(own)) if after[1] != 1]
    odd = [(at, step) for at, step in steps if step != 1]
    if len(own) < _FEWEST or len(odd) != 1 or not 1 < odd[0][1] <= _MOST + 1:
        return
    at, step = odd[0]
    (row, number), (following, _) = own[at : at + 2]
    between = table.rows[row.row_no : following.row_no - 1]
    if any(one.line_type not in {LineType.SECTION, LineType.PART} for one in between):
        return
    names = {skeleton(one.label) for one, _ in own}
    alike = [
        [(number_there, skeleton(one.label)) for one, number_there in other]
        for name, other in series.items()
        if name != table.table_id and 2 * len(names & {skeleton(one.label) for one, _ in other}) > len(names)
    ]
    lost = [name for other in alike for there, name in other if number < there < number + step]
    is_misread = any(name in names for name in lost)
    if is_misread or (not lost and (alike or at == len(own) - 2)):
        return
    yield _note(table, row, is_elsewhere=bool(lost))


def _series(table: Table) -> _Numbered:
    """Return the items of a table that bear a number of their own, each with it."""
    numbers = [(row, row.printed_no.strip(" .")) for row in table.rows if row.line_type is LineType.ITEM]
    return [(row, int(number)) for row, number in numbers if number.isascii() and number.isdecimal()]


def _note(table: Table, row: Row, *, is_elsewhere: bool) -> Note:
    evidence = f"the numbers skip after row {row.row_no}"
    return Note(
        _CODE,
        where=row.label_where,
        evidence=f"{evidence}; another table has a row of this number" if is_elsewhere else evidence,
        severity=Severity.WARNING if is_elsewhere else Severity.INFO,
        table_id=table.table_id,
        row_no=row.row_no,
        row_label=row.label,
        group=group_of(_CODE, table.table_id, row.row_no),
    )
