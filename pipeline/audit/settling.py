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

    A reading is taken if it makes a failing sum of its cell hold and breaks none, if no other reading of any cell of
    that sum would do the same, and if in the end, with all that are taken, every sum of its cell holds.
    """
    cells = {value.key: value for value in found.observations}
    sums = Balance([identity for identity in found.identities if not identity.is_product])
    others = {key: list(_others(cells[key], catalog)) for key in sums.failing_members() if key in cells}
    chosen: dict[CellKey, tuple[Reading, Decimal]] = {}
    is_new = True
    while is_new:
        is_new = False
        for number in sums.failing():
            mends = [
                (key, reading, step)
                for key in sums.identities[number].members
                if key not in chosen
                for reading, step in others.get(key, ())
                if sums.mends(number, key, step)
            ]
            if len({(key, step) for key, _, step in mends}) == 1:
                key, reading, step = mends[0]
                chosen[key], is_new = (reading, step), True
                sums.change(key, step)
    while unsettled := [key for key in chosen if not sums.all_hold(key)]:
        for key in unsettled:
            sums.change(key, -chosen.pop(key)[1])
    return {key: reading for key, (reading, _) in chosen.items()}


class Balance:
    """Sums and by how much each fails, as values of cells are changed."""

    def __init__(self, identities: Sequence[Identity]) -> None:
        self.identities = identities
        self._differences = [identity.difference for identity in identities]
        self._at: dict[CellKey, list[int]] = {}
        for number, identity in enumerate(identities):
            for key in identity.members:
                self._at.setdefault(key, []).append(number)

    def _holds(self, number: int, step: Decimal = Decimal(0)) -> bool:
        return abs(self._differences[number] + step) <= self.identities[number].tolerance

    def _step(self, number: int, key: CellKey, step: Decimal) -> Decimal:
        """Return by how much a sum fails more if the value of a cell grows by a step."""
        return step if self.identities[number].total == key else -step

    def failing(self) -> list[int]:
        """Return the sums that fail, by their numbers."""
        return [number for number in range(len(self.identities)) if not self._holds(number)]

    def failing_members(self) -> set[CellKey]:
        """Return the cells of sums that fail."""
        return {key for number in self.failing() for key in self.identities[number].members}

    def mends(self, number: int, key: CellKey, step: Decimal) -> bool:
        """Say whether a step of a cell makes a sum hold and breaks no other."""
        return self._holds(number, self._step(number, key, step)) and all(
            self._holds(other, self._step(other, key, step)) for other in self._at[key] if self._holds(other)
        )

    def change(self, key: CellKey, step: Decimal) -> None:
        """Let the value of a cell grow by a step."""
        for number in self._at[key]:
            self._differences[number] += self._step(number, key, step)

    def all_hold(self, key: CellKey) -> bool:
        """Say whether all sums of a cell hold."""
        return all(map(self._holds, self._at[key]))


def _others(value: Observation, catalog: Catalog) -> Iterator[tuple[Reading, Decimal]]:
    """Yield the other readings of a cell that are numbers, each with what its value is more than the chosen one."""
    texts = {value.raw}
    for reading in _candidates(value.readings):
        if reading.text in texts or not _DIGIT.search(reading.text):
            continue
        texts.add(reading.text)
        try:
            quantity = parse_quantity(reading.text, catalog.units)
        except NumberFormatError:
            continue
        if quantity.value is not None and value.quantity.value is not None:
            yield reading, quantity.value - value.quantity.value


def _candidates(readings: Sequence[Reading]) -> Iterator[Reading]:
    for reading in readings:
        yield reading
        yield from (Reading(text, reading.engine, reading.confidence) for text in reading.runners_up)


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
