"""Who read a value: a genuine text layer alone, or several engines, which agree or do not."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, replace
from typing import TypeVar

import regex

from pipeline.model import Activity, CellKey, Check, Note, Observation, Reading, Table, Target

_BLANKS = regex.compile(r"\s+")
_DIGITS = regex.compile(r"\d")
_LETTERS = regex.compile(r"\p{L}+")

_Value = TypeVar("_Value", Target, Observation, Activity)
_Cell = TypeVar("_Cell", Observation, Activity)


@dataclass(frozen=True, slots=True)
class Weighed:
    """What was extracted, each value with the check that its readings allow, and where readings disagree."""

    targets: tuple[Target, ...]
    observations: tuple[Observation, ...]
    activities: tuple[Activity, ...]
    notes: tuple[Note, ...]


def weigh_readings(
    tables: Sequence[Table],
    values: tuple[Sequence[Target], Sequence[Observation], Sequence[Activity]],
    genuine_pages: frozenset[int],
) -> Weighed:
    """Say of every value how its readings stand; ``genuine_pages`` are those whose text layer the author made."""
    targets, observations, activities = values
    readings = {
        (table.table_id, row.row_no, number): cell.readings
        for table in tables
        for row in table.rows
        for number, cell in enumerate(row.cells, start=1)
        if len(cell.readings) > 1
    }
    apart = {key for key, found in readings.items() if not agree(found)}
    agreed = readings.keys() - apart
    return Weighed(
        targets=tuple(_layered(target, genuine_pages) for target in targets),
        observations=tuple(_weighed(value, genuine_pages, apart, agreed) for value in observations),
        activities=tuple(_weighed(value, genuine_pages, apart, agreed) for value in activities),
        notes=tuple(_disagreements(tables, readings, apart)),
    )


def agree(readings: Sequence[Reading]) -> bool:
    """Say whether all engines read the same, white space apart; letters beside a bare number are no part of it.

    >>> agree([Reading("1.2 50", "a"), Reading("1.250", "b")]), agree([Reading("8", "a"), Reading("3", "b")])
    (True, False)
    >>> agree([Reading("1.809", "a"), Reading("1.809O", "b")]), agree([Reading("K 3", "a"), Reading("K3a", "b")])
    (True, False)
    """
    texts = [_BLANKS.sub("", reading.text) for reading in readings]
    if texts and _DIGITS.search(texts[0]) and not _LETTERS.search(texts[0]):
        texts = [_LETTERS.sub("", text) for text in texts]
    return len(set(texts)) <= 1


def _layered(value: _Value, genuine_pages: frozenset[int]) -> _Value:
    if value.check is Check.SINGLE and value.where.page in genuine_pages:
        return replace(value, check=Check.TEXT_LAYER)
    return value


def _weighed(
    value: _Cell, genuine_pages: frozenset[int], apart: AbstractSet[CellKey], agreed: AbstractSet[CellKey]
) -> _Cell:
    if value.key in apart and _DIGITS.search(value.raw):
        return replace(value, check=Check.SUSPECT)
    if value.key in agreed and value.check is Check.SINGLE:
        return replace(value, check=Check.AGREED)
    return _layered(value, genuine_pages)


def _disagreements(
    tables: Sequence[Table], readings: dict[CellKey, tuple[Reading, ...]], apart: AbstractSet[CellKey]
) -> Iterable[Note]:
    rows = {(table.table_id, row.row_no): row for table in tables for row in table.rows}
    paths = {(table.table_id, column.column_no): column.path for table in tables for column in table.columns}
    for table_id, row_no, column_no in sorted(apart):
        found = readings[table_id, row_no, column_no]
        if not any(_DIGITS.search(reading.text) for reading in found):
            continue
        row = rows[table_id, row_no]
        yield Note(
            "readings-disagree",
            where=row.cells[column_no - 1].passage.where(),
            observed=found[0].text,
            expected=next(r.text for r in found[1:] if not agree((found[0], r))),
            evidence="; ".join(f"{reading.engine}: {reading.text or '(empty)'}" for reading in found),
            table_id=table_id,
            row_no=row_no,
            column_no=column_no,
            row_label=row.label,
            header_path=paths.get((table_id, column_no), ""),
        )
