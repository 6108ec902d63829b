"""A table as its sums see it: which columns add up in every row, which rows add up in every column, and the values."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache

from pipeline.errors import NumberFormatError
from pipeline.model import CellKey, Identity, LineType, Role, Row, Table
from pipeline.numbers import parse_decimal

Template = tuple[int, tuple[int, ...]]
"""The number of a total and those of its parts: columns of one row, or rows of one column."""


@dataclass(frozen=True, slots=True)
class Lattice:
    """What is known of the sums of a table beyond the cells that are printed.

    ``across`` are the sums of columns, ``down`` those of rows, each found in at least one place. ``numbers`` says where
    they stand in the web: by total cell and template.
    """

    table: Table
    values: Mapping[CellKey, Decimal]
    across: tuple[Template, ...]
    down: tuple[Template, ...]
    numbers: Mapping[tuple[CellKey, bool], int]

    def key(self, row_no: int, column_no: int) -> CellKey:
        """Return the key of a cell."""
        return (self.table.table_id, row_no, column_no)

    def row(self, row_no: int) -> Row:
        """Return a row by its number."""
        return self.table.rows[row_no - 1]

    def value(self, row_no: int, column_no: int) -> Decimal | None:
        """Return the value of a cell, None where it has none."""
        return self.values.get(self.key(row_no, column_no))

    def family(self, total: int) -> dict[int, int]:
        """Return the sums down to a total row: column to place in the web."""
        columns = [column.column_no for column in self.table.columns]
        found = {column: self.numbers.get((self.key(total, column), False)) for column in columns}
        return {column: number for column, number in found.items() if number is not None}

    def wanted_across(self, column_no: int, values: Mapping[int, Decimal | None]) -> Decimal | None:
        """Return what a sum across wants of a cell, given the values of its row by column; None if none tells."""
        for whole, parts in self.across:
            if column_no == whole or column_no in parts:
                found = _wanted(column_no, (whole, parts), values)
                if found is not None:
                    return found
        return None

    def wanted_down(self, key: CellKey, total: int) -> Decimal | None:
        """Return what the sum down to a row wants of a cell; None if it does not tell. Empty cells count nothing."""
        _, row_no, column_no = key
        parts = next((some for whole, some in self.down if whole == total), ())
        values = {row: self.value(row, column_no) or Decimal(0) for row in parts if row != row_no}
        whole = self.value(total, column_no)
        known = {**values, total: whole} if total != row_no else values
        return _wanted(row_no, (total, parts), known) if any(values.values()) else None

    def empty_parts(self, identities: Sequence[Identity]) -> dict[int, tuple[CellKey, ...]]:
        """Return, by its place in the web, the empty cells that would be parts of a sum if they held anything."""
        across, down = dict(self.across), dict(self.down)
        found: dict[int, tuple[CellKey, ...]] = {}
        for number, identity in enumerate(identities):
            _, row_no, column_no = identity.total
            if identity.kind.startswith("row-"):
                keys = [self.key(row_no, part) for part in across[column_no]]
            else:
                keys = [self.key(part, column_no) for part in down[row_no]]
            empty = tuple(key for key in keys if not self.row(key[1]).text(key[2]))
            if empty:
                found[number] = empty
        return found

    @property
    def value_columns(self) -> list[int]:
        """The columns behind the label, in order."""
        return value_columns(self.table)

    @property
    def value_rows(self) -> list[int]:
        """The rows that are no headings, in order."""
        return [row.row_no for row in self.table.rows if row.line_type is not LineType.SECTION]


def _wanted(unknown: int, template: Template, values: Mapping[int, Decimal | None]) -> Decimal | None:
    """Return the one unknown term of a sum; None if another is unknown too or it would be less than nought."""
    whole, parts = template
    known = [value for part in parts if part != unknown and (value := values.get(part)) is not None]
    if len(known) < len(parts) - (unknown in parts):
        return None
    total = values.get(whole)
    if unknown == whole:
        return sum(known, Decimal(0))
    return total - sum(known) if total is not None and total >= sum(known) else None


def lattice(table: Table, identities: Sequence[Identity], values: Mapping[CellKey, Decimal]) -> Lattice:
    """Collect the sums of a table by the rows and columns that they are about."""
    across: Counter[Template] = Counter()
    down: dict[int, set[int]] = {}
    numbers: dict[tuple[CellKey, bool], int] = {}
    for number, identity in enumerate(identities):
        is_across = identity.kind.startswith("row-")
        numbers.setdefault((identity.total, is_across), number)
        if is_across:
            across[identity.total[2], tuple(key[2] for key in identity.parts)] += 1
        else:
            down.setdefault(identity.total[1], set()).update(key[1] for key in identity.parts)
    return Lattice(
        table=table,
        values=values,
        across=tuple(_fullest(across)),
        down=tuple((total, tuple(sorted(parts))) for total, parts in sorted(down.items())),
        numbers=numbers,
    )


def _fullest(found: Counter[Template]) -> list[Template]:
    """Of each total keep the parts found most often: a row with an empty cell has fewer."""
    best: dict[int, Template] = {}
    for template, count in found.items():
        known = best.get(template[0])
        if known is None or (count, len(template[1])) > (found[known], len(known[1])):
            best[template[0]] = template
    return [best[total] for total in sorted(best)]


def value_columns(table: Table) -> list[int]:
    """Return the columns of a table that may hold values, in order."""
    stub = {Role.NUMBER, Role.LABEL, Role.UNIT}
    return [column.column_no for column in table.columns if column.role not in stub]


@lru_cache(maxsize=4096)
def plain_value(text: str) -> Decimal | None:
    """Return what a bare number states; None for all else.

    >>> plain_value("1.250"), plain_value("-"), plain_value("Ba Vì")
    (Decimal('1250'), Decimal('0'), None)
    """
    if text.strip() in {"-", "–"}:
        return Decimal(0)
    try:
        return parse_decimal(text.strip().removesuffix("%").strip())
    except NumberFormatError:
        return None
