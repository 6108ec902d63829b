"""Say of each value whether the sums of its table vouch for it, and which values count once in a total."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from pipeline.model import (
    Catalog,
    CellKey,
    Check,
    Identity,
    LineType,
    Note,
    Observation,
    Table,
)

from .identities import Sums, find_sums, is_summable, verdicts


@dataclass(frozen=True, slots=True)
class Findings:
    """The sums of a document and its observations, checked by them."""

    identities: tuple[Identity, ...]
    observations: tuple[Observation, ...]
    notes: tuple[Note, ...]


def check_sums(tables: Sequence[Table], observations: Sequence[Observation], catalog: Catalog) -> Findings:
    """Find the sums of all tables and say of each value whether they vouch for it."""
    identities: list[Identity] = []
    checked: list[Observation] = []
    for table in tables:
        cells = {value.key: value for value in observations if value.table_id == table.table_id}
        if cells:
            sums = find_sums(table, cells, catalog)
            identities.extend(sums.identities)
            checked.extend(_vouch(table, cells, sums, catalog))
    by_key = {value.key: value for value in checked}
    notes = tuple(_failure(identity, by_key) for identity in identities if not identity.holds)
    return Findings(tuple(identities), tuple(checked), notes)


def _vouch(table: Table, cells: dict[CellKey, Observation], sums: Sums, catalog: Catalog) -> Iterable[Observation]:
    """Call a value reconciled by a sum that holds and suspect in one that fails; tell leaves from totals."""
    found = verdicts(sums.identities)
    leaves = _leaves(table, sums)
    ragged = _short_rows(table)
    for key, value in cells.items():
        verdict = found.get(key, Check.SUSPECT if value.row_no in ragged else value.check)
        check = Check.SUSPECT if value.check is Check.SUSPECT else verdict
        is_leaf = key in leaves and is_summable(value, catalog)
        yield replace(_without_refuted(value, table, sums), check=check, is_leaf=is_leaf)


def _leaves(table: Table, sums: Sums) -> set[CellKey]:
    """Return the cells that count once: no totals, no parts of a breakdown that does not add up."""
    touched = {column for identity in sums.identities for _, _, column in identity.members}
    rows = [
        row
        for row in table.rows
        if row.row_no not in sums.summed_rows
        and (row.line_type is LineType.ITEM or (row.line_type is LineType.PART and row.parent in sums.summed_rows))
    ]
    columns = [
        column.column_no
        for column in table.columns
        if column.column_no in touched
        and column.column_no not in sums.summed_columns
        and (column.group is None or column.column_no in sums.part_columns or column.group in sums.refuted_columns)
    ]
    explicit = {c.column_no for c in table.columns if c.is_breakdown and c.column_no not in sums.part_columns}
    return {(table.table_id, row.row_no, column) for row in rows for column in columns if column not in explicit}


def _without_refuted(value: Observation, table: Table, sums: Sums) -> Observation:
    """Call a column an item again if its headings only seemed to make it a total or a part."""
    column = table.columns[value.column_no - 1]
    is_part = column.group in sums.refuted_columns and not column.is_breakdown
    if is_part or (value.column_no in sums.refuted_columns and column.group is None):
        return replace(value, column_type=LineType.ITEM, breakdown="")
    if value.column_no in sums.part_columns and value.column_type is LineType.ITEM:
        return replace(value, column_type=LineType.PART)
    if value.column_no in sums.summed_columns and value.column_type is LineType.ITEM:
        return replace(value, column_type=LineType.TOTAL)
    return value


def _short_rows(table: Table) -> set[int]:
    """Return the rows with fewer cells than most: what is lost may have moved the others."""
    widths = [len(row.cells) for row in table.rows]
    usual = max(set(widths), key=widths.count, default=0)
    return {row.row_no for row in table.rows if len(row.cells) < usual}


def _failure(identity: Identity, cells: dict[CellKey, Observation]) -> Note:
    total = cells[identity.total]
    terms = " + ".join(cells[key].raw for key in identity.parts[:8])
    more = f" + ... ({len(identity.parts)} parts)" if len(identity.parts) > 8 else ""
    return replace(
        total.note("identity-fails"),
        expected=f"{identity.computed:f}",
        evidence=f"{identity.kind}: {terms}{more} = {identity.computed:f}, off by {identity.difference:f}",
    )
