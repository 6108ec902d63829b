"""Issues about cells and rows that stand in the wrong place."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from pipeline.model import CellKey, Note, Observation, Table

from .locate import Culprit
from .rows import Shift


def about_shifts(table: Table, cells: Mapping[CellKey, Observation], culprits: Sequence[Culprit]) -> Iterator[Note]:
    """Yield the issues about what is in the wrong place in a table: at each cell exchanged, at the row for the rest."""
    for culprit in culprits:
        shift = culprit.shift
        if shift is None or (shift.row_no is None and not shift.is_unique):
            continue
        notes = _of_cells(shift, cells) if shift.row_no is None else _of_row(shift, table)
        yield from (replace(note, group=culprit.group) for note in notes)


def _of_cells(shift: Shift, cells: Mapping[CellKey, Observation]) -> Iterator[Note]:
    first, second = (cells[key] for key in shift.steps)
    for one, other in ((first, second), (second, first)):
        place = f"row {other.row_no} column {other.column_no}"
        evidence = f"it and its neighbour {place} seem {shift.evidence}"
        yield replace(one.note(shift.code), proposal=other.raw, evidence=evidence, unique=shift.is_unique)


def _of_row(shift: Shift, table: Table) -> Iterator[Note]:
    row = table.rows[(shift.row_no or 1) - 1]
    yield Note(
        shift.code,
        where=row.label_where if row.label else row.cells[0].passage.where(),
        observed=shift.observed,
        proposal=shift.proposal,
        evidence=shift.evidence,
        table_id=table.table_id,
        row_no=row.row_no,
        row_label=row.label,
    )
