"""Values that may stand where they do not belong although no sum has them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from pipeline.model import CellKey, Identity, Observation, Table

from .lattice import lattice, plain_value

_FEW = 4
"""One row in so many may hold a number too many for it to be a slip rather than the form of the table."""


def ragged_rows(table: Table) -> set[int]:
    """Return the rows with fewer cells than most, or a number in more: what is lost or added may have moved others."""
    widths = [len(row.cells) for row in table.rows]
    usual = max(set(widths), key=widths.count, default=0)
    wider = [row for row in table.rows if any(plain_value(cell.text) is not None for cell in row.cells[usual:])]
    few = wider if _FEW * len(wider) <= len(table.rows) else []
    return {row.row_no for row in table.rows if len(row.cells) < usual} | {row.row_no for row in few}


def strangers(table: Table, identities: Sequence[Identity], cells: Mapping[CellKey, Observation]) -> set[CellKey]:
    """Return the values in a column whose sum fails that were no term of it, such as a percentage among numbers.

    In the rows and columns of its siblings they stand where a term should.
    """
    grid = lattice(table, identities, {})
    down = dict(grid.down)
    across = dict(grid.across)
    found: set[CellKey] = set()
    for identity in identities:
        if not identity.holds:
            _, row_no, column_no = identity.total
            places = (
                [(row_no, part) for part in across.get(column_no, ())]
                if identity.kind.startswith("row-")
                else [(part, column_no) for part in down.get(row_no, ())]
            )
            found.update(grid.key(*place) for place in places)
    return (found & set(cells)) - {key for one in identities for key in one.members}
