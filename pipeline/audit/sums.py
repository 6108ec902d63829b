"""What sums of a table are made of, and what finding them gives."""

from __future__ import annotations

from dataclasses import dataclass, field
from decimal import Decimal

from pipeline.model import CellKey, Identity, Observation, Table

from .announced import value_of


@dataclass(slots=True)
class Sums:
    """What was found of one table: sums, and the rows and columns that are totals of others."""

    identities: list[Identity] = field(default_factory=list)
    summed_rows: set[int] = field(default_factory=set)
    summed_columns: set[int] = field(default_factory=set)
    part_rows: set[int] = field(default_factory=set)
    """Rows that break a total down which no items make up."""
    rate_rows: set[int] = field(default_factory=set)
    """Rows that state nothing that can be added up."""
    part_columns: set[int] = field(default_factory=set)
    refuted_columns: set[int] = field(default_factory=set)
    """Columns whose headings promise a sum that does not hold on most rows."""


def keys_of(table: Table, places: list[tuple[int, int]]) -> tuple[CellKey, list[CellKey]]:
    """Return the key of the total, which comes first, and those of its parts."""
    keys: list[CellKey] = [(table.table_id, row_no, column_no) for row_no, column_no in places]
    return keys[0], keys[1:]


def sum_of(kind: str, total: CellKey, parts: list[CellKey], cells: dict[CellKey, Observation]) -> Identity | None:
    """Make the sum if its total and a part are printed and all that is printed was read."""
    members = [cells[key] for key in parts if key in cells]
    head = cells.get(total)
    if head is None or not members or any(m.quantity.value is None for m in (head, *members)):
        return None
    # A part without a unit of its own may have that of its total.
    if any(m.quantity.value_high is not None or m.quantity.unit not in {head.quantity.unit, ""} for m in members):
        return None
    return Identity(
        table_id=head.table_id,
        kind=kind,
        total=head.key,
        parts=tuple(member.key for member in members),
        printed=value_of(head),
        computed=sum((value_of(member) for member in members), Decimal(0)),
    )
