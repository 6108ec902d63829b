"""Rows printed as two and read as one: two numbers in cell after cell where the running numbers skip one."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from decimal import Decimal

from pipeline.model import LineType, Note, Row, Table

from .lattice import plain_value, value_columns
from .slips import write

_FEWEST = 2
"""Cells with two numbers that make a row two."""


def merged_rows(table: Table) -> Iterator[Note]:
    """Yield an issue for each row that holds two."""
    columns = value_columns(table)
    rows = [row for row in table.rows if row.line_type is not LineType.SECTION]
    for row, following in zip(rows, [*rows[1:], None], strict=True):
        pairs = {column: pair for column in columns if (pair := _pair(row.text(column))) is not None}
        filled = sum(bool(row.text(column)) for column in columns)
        if len(pairs) < _FEWEST or 2 * len(pairs) < filled or not _is_two(row, following):
            continue
        parts = [" | ".join(write(pairs[column][at]) for column in sorted(pairs)) for at in (0, 1)]
        name = f"{table.table_id} {row.row_no}"
        yield Note(
            "merged-rows",
            where=row.label_where if row.label else row.cells[0].passage.where(),
            observed=" | ".join(cell.text for cell in row.cells),
            evidence=f"{len(pairs)} cells hold two numbers: {parts[0]} and {parts[1]}",
            table_id=table.table_id,
            row_no=row.row_no,
            row_label=row.label,
            group=hashlib.sha256(f"merged {name}".encode()).hexdigest()[:8],
        )


def _pair(text: str) -> tuple[Decimal, Decimal] | None:
    """Return the two numbers of a cell, None if it holds anything else."""
    values = [plain_value(part) for part in text.split()]
    if len(values) != 2 or values[0] is None or values[1] is None:
        return None
    return values[0], values[1]


def _is_two(row: Row, following: Row | None) -> bool:
    """Say whether the running numbers have room for two rows: both stand there, or the next one skips one."""
    numbers = [part.strip(".") for part in row.printed_no.split()]
    if len(numbers) == 2 and all(number.isdecimal() for number in numbers):
        return True
    after = following.printed_no.strip(" .") if following is not None else ""
    return len(numbers) == 1 and numbers[0].isdecimal() and after.isdecimal() and int(after) == int(numbers[0]) + 2
