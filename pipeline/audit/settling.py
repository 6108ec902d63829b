"""Let sums choose between the readings of a cell: the one other reading that makes every sum around it hold."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from decimal import Decimal

import regex

from pipeline.errors import NumberFormatError
from pipeline.model import (
    Catalog,
    CellKey,
    Check,
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

from .readings import verdict

SUMS = "sums"
"""Names as the reader of a number those who chose it."""
_LEAST_ODDS = 0.01
"""Of what a reader holds for less likely, anything may be among the cells of a sum that fits it by chance."""
_DIGIT = regex.compile(r"\d|^-$")

Mends = dict[CellKey, tuple[str, Decimal]]
"""By cell another text of it, and what its value is more than the one that was chosen first."""


def chosen_by_sums(found: Extraction, catalog: Catalog) -> dict[CellKey, Reading]:
    """Return the readings to take instead of the chosen ones, by cell.

    A reading is taken if it makes a failing sum of its cell hold and breaks none, if no other reading of any cell of
    that sum would, and if in the end, with all that are taken, every sum of its cell holds. What a product vouches for
    stays as it is.
    """
    cells = {value.key: value for value in found.observations}
    if all(identity.holds for identity in found.identities):
        return {}
    plain: list[Identity] = []
    barred: set[CellKey] = set()
    for identity in found.identities:
        if _is_plain(identity, cells):
            plain.append(identity)
        elif identity.holds:
            barred.update(identity.members)
    sums = Balance(plain)
    others = {
        key: list(_others(cells[key], catalog)) for key in sums.failing_members() if key in cells and key not in barred
    }
    chosen: Mends = {}
    while mends := _unique_mends(sums, others, chosen):
        for key, (_, step) in mends.items():
            sums.change(key, step)
        chosen |= mends
    while unsettled := [key for key in chosen if not sums.all_hold(key)]:
        for key in unsettled:
            sums.change(key, -chosen.pop(key)[1])
    return {key: Reading(text, SUMS) for key, (text, _) in chosen.items()}


def _is_plain(identity: Identity, cells: Mapping[CellKey, Observation]) -> bool:
    """Say whether values are added up as they stand: no product, no parts in another unit than their total."""
    if identity.is_product or len(set(identity.members)) < len(identity.members):
        return False
    values = [cells[key].quantity.value if key in cells else None for key in identity.members]
    total, *parts = [value for value in values if value is not None] or [Decimal(0)]
    return None in values or (total == identity.printed and sum(parts) == identity.computed)


def _unique_mends(sums: Balance, others: Mapping[CellKey, Sequence[tuple[str, Decimal]]], chosen: Mends) -> Mends:
    """Return, of the sums that fail now, what alone makes one of them hold; nothing of a cell that two would change."""
    found: dict[CellKey, set[tuple[str, Decimal]]] = defaultdict(set)
    for number in sums.failing():
        mends = [
            (key, text, step)
            for key in sums.identities[number].members
            if key not in chosen
            for text, step in others.get(key, ())
            if sums.mends(number, key, step)
        ]
        if len(mends) == 1:
            key, text, step = mends[0]
            found[key].add((text, step))
    return {key: next(iter(mends)) for key, mends in found.items() if len(mends) == 1}


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


def _others(value: Observation, catalog: Catalog) -> Iterator[tuple[str, Decimal]]:
    """Yield the other values that were read in a cell, as printed, each with what it is more than the chosen one."""
    if value.quantity.value is None or not value.readings or verdict(value.readings) is Check.AGREED:
        return
    steps = {Decimal(0)}
    for text in _candidates(value.readings):
        if not _DIGIT.search(text):
            continue
        try:
            quantity = parse_quantity(text, catalog.units)
        except NumberFormatError:
            continue
        if quantity.value is not None and (step := quantity.value - value.quantity.value) not in steps:
            steps.add(step)
            yield text, step


def _candidates(readings: Sequence[Reading]) -> Iterator[str]:
    """Yield what was read in a cell, then what its readers think possible beside that."""
    yield from (reading.text for reading in readings)
    for reading in readings:
        yield from (text for text, odds in zip(reading.runners_up, reading.odds, strict=False) if odds >= _LEAST_ODDS)


def with_readings(read: ReadDocument, found: Extraction, better: Mapping[CellKey, Reading]) -> ReadDocument:
    """Put other readings of cells in the place of the chosen ones, which stay beside them."""
    rows = {(table.table_id, row.row_no): row for table in found.tables for row in table.rows}
    changed = {}
    for (table_id, row_no, column_no), reading in better.items():
        cell = rows[table_id, row_no].cells[column_no - 1]
        passage = Passage(reading.text, (Run(0, len(reading.text), cell.passage.where(), even=False),))
        others = tuple(one for one in cell.readings if one != reading)
        changed[id(cell)] = replace(cell, passage=passage, readings=(reading, *others))
    blocks = tuple(
        replace(block, rows=tuple(tuple(changed.get(id(cell), cell) for cell in row) for row in block.rows))
        if isinstance(block, Grid)
        else block
        for block in read.blocks
    )
    return replace(read, blocks=blocks)
