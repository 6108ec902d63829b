"""Let sums choose between the readings of a cell: the one other reading that makes every sum around it hold."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from decimal import Decimal

import regex

from pipeline.errors import NumberFormatError
from pipeline.model import (
    Catalog,
    CellKey,
    Extraction,
    Grid,
    Identity,
    Observation,
    Passage,
    ReadDocument,
    Reading,
    Run,
)
from pipeline.numbers import parse_quantity

_DIGIT = regex.compile(r"\d|^-$")


def chosen_by_sums(found: Extraction, catalog: Catalog) -> dict[CellKey, Reading]:
    """Return the readings to take instead of the chosen ones, by cell.

    A reading is taken only if it makes all failing sums of its cell hold and breaks none, and if no other reading of
    any cell of these sums would do the same.
    """
    cells = {value.key: value for value in found.observations}
    by_cell: dict[CellKey, list[Identity]] = {}
    sums = [identity for identity in found.identities if not identity.is_product]
    for identity in sums:
        for key in identity.members:
            by_cell.setdefault(key, []).append(identity)
    chosen: dict[CellKey, Reading] = {}
    for identity in sums:
        if identity.holds or any(key in chosen for key in identity.members):
            continue
        mends = [
            (key, reading)
            for key in identity.members
            if key in cells
            for reading, value in _others(cells[key], catalog)
            if _mends(key, value, by_cell[key], cells)
        ]
        if len({(key, reading.text) for key, reading in mends}) == 1:
            key, reading = mends[0]
            chosen[key] = reading
    return chosen


def _others(value: Observation, catalog: Catalog) -> Iterator[tuple[Reading, Decimal]]:
    """Yield the other readings of a cell that are numbers."""
    texts = {value.raw}
    for reading in _candidates(value.readings):
        if reading.text in texts or not _DIGIT.search(reading.text):
            continue
        texts.add(reading.text)
        try:
            quantity = parse_quantity(reading.text, catalog.units)
        except NumberFormatError:
            continue
        if quantity.value is not None:
            yield reading, quantity.value


def _candidates(readings: Sequence[Reading]) -> Iterator[Reading]:
    for reading in readings:
        yield reading
        yield from (Reading(text, reading.engine, reading.confidence) for text in reading.runners_up)


def _mends(key: CellKey, value: Decimal, identities: Sequence[Identity], cells: Mapping[CellKey, Observation]) -> bool:
    """Say whether another value of a cell makes all sums that it takes part in hold."""
    old = cells[key].quantity.value
    if old is None:
        return False
    step = value - old
    return all(
        abs(one.difference + (step if one.total == key else -step)) <= one.tolerance for one in identities
    ) and any(not one.holds for one in identities)


def with_readings(read: ReadDocument, found: Extraction, better: Mapping[CellKey, Reading]) -> ReadDocument:
    """Put other readings of cells in the place of the chosen ones, which stay beside them."""
    rows = {(table.table_id, row.row_no): row for table in found.tables for row in table.rows}
    changed = {}
    for (table_id, row_no, column_no), reading in better.items():
        cell = rows[table_id, row_no].cells[column_no - 1]
        passage = Passage(reading.text, (Run(0, len(reading.text), cell.passage.where(), even=False),))
        others = tuple(one for one in cell.readings if one.text != reading.text)
        changed[id(cell)] = replace(cell, passage=passage, readings=(reading, *others))
    blocks = tuple(
        replace(block, rows=tuple(tuple(changed.get(id(cell), cell) for cell in row) for row in block.rows))
        if isinstance(block, Grid)
        else block
        for block in read.blocks
    )
    return replace(read, blocks=blocks)
