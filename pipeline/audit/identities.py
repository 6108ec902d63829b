"""Sums that a table implies, found from headings, numbering and row types and confirmed by holding on most rows."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from collections.abc import Set as AbstractSet
from itertools import takewhile

from pipeline.model import (
    Catalog,
    CellKey,
    Check,
    Column,
    Identity,
    LineType,
    Observation,
    Role,
    Row,
    Table,
    ValueType,
)

from .announced import Announced
from .breakdowns import Known, find_breakdowns
from .meant import Backing, most_hold, plausible, settle_rounding, without_partial_rows
from .numbering import has_gap_or_twin
from .sums import Sums, keys_of, sum_of

Family = tuple[Row, list[Row], list[Identity]]
"""A total row, the rows below it that make it up, and the sums of both by column."""


def find_sums(table: Table, cells: dict[CellKey, Observation], catalog: Catalog) -> Sums:
    """Find the sums of one table among its observations."""
    additive = [column for column in table.columns if column.role is Role.VALUE and not is_rate(column.path, catalog)]
    summable = {key: cell for key, cell in cells.items() if is_summable(cell, catalog)}
    sums = Sums()
    find_breakdowns(table, additive, (summable, catalog), sums)
    sums.rate_rows |= {row_no for _, row_no, _ in cells} - {row_no for _, row_no, _ in summable}
    _down(table, additive, (summable, catalog), sums)
    sums.identities = without_partial_rows(sums.identities)
    return sums


def verdicts(identities: Iterable[Identity], suspects: Iterable[CellKey] | None = None) -> dict[CellKey, Check]:
    """Call the members of sums that hold reconciled, but for those to suspect: by default all of sums that fail."""
    identities = tuple(identities)
    if suspects is None:
        suspects = [key for identity in identities if not identity.holds for key in identity.members]
    found = {key: Check.RECONCILED for identity in identities if identity.holds for key in identity.vouched}
    return found | dict.fromkeys(suspects, Check.SUSPECT)


def is_rate(heading: str, catalog: Catalog) -> bool:
    """Say whether a heading or label names a rate, which no sum may hold even where a mean happens to fit."""
    return bool(catalog.meaning("rate-header", heading))


def is_summable(cell: Observation, catalog: Catalog) -> bool:
    """Say whether a value can be a term of a sum: no rate, no ratio, no comparison but a difference in a unit."""
    unit = catalog.units.by_name.get(cell.quantity.unit.lower())
    rate = unit is not None and unit.family in {"rate", "multiple", "age"}
    is_difference = cell.quantity.base_unit.lower() in catalog.units.by_name
    comparison = cell.value_type is ValueType.COMPARISON and not is_difference
    return not (rate or comparison or "/" in cell.quantity.unit or is_rate(cell.row_label, catalog))


def _down(table: Table, columns: list[Column], known: Known, sums: Sums) -> None:
    """Find total row = items or subtotals, subtotal = its items, any of them = its parts; column by column."""
    cells, catalog = known
    below: dict[int | None, list[Row]] = {}
    for row in table.rows:
        below.setdefault(row.parent, []).append(row)
    families: list[Family] = []
    for total in (row for row in table.rows if not row.is_carried):
        children, parts = _children(total, below), _parts_under(total, table.rows)
        under = _family_down(table, columns, (total, parts), cells) if len(parts) > 1 else []
        is_broken_down = any(one.printed and one.holds for one in under)
        is_of_items = not is_broken_down or any(child.printed_no for child in children)
        if children and is_of_items and (len(children) > 1 or total.line_type is LineType.SUBTOTAL):
            families.append((total, children, _family_down(table, columns, (total, children), cells)))
        if under:
            families.append((total, parts, under))
    families = _with_carried(table, columns, families, cells)
    for total, children, family in families:
        strict = _are_parts(children)
        siblings = sum(most_hold(other) for _, rows, other in families if _are_parts(rows) is strict)
        has_siblings = siblings > most_hold(family) or has_gap_or_twin(children)
        announced = _announced(total, children, table, known)
        may_be_some = _may_be_some(total, children, announced, sums.rate_rows)
        backing = Backing(strict, has_siblings, catalog.units.by_name, announced, may_be_some)
        kept = plausible(family, cells, backing)
        if kept:
            sums.identities.extend(kept)
            if strict and total.row_no not in sums.summed_rows:
                sums.part_rows.update(row.row_no for row in children)
            sums.summed_rows.add(total.row_no)


def _family_down(
    table: Table, columns: list[Column], rows: tuple[Row, Sequence[Row]], cells: dict[CellKey, Observation]
) -> list[Identity]:
    """Make the sum of a row and those below it in every column where it is printed."""
    total, children = rows
    kind = _kind_down(children)
    numbers = [row.row_no for row in (total, *children)]
    made = (sum_of(kind, *keys_of(table, [(row, column.column_no) for row in numbers]), cells) for column in columns)
    return settle_rounding([one for one in made if one is not None], cells)


def _with_carried(
    table: Table, columns: list[Column], families: list[Family], cells: dict[CellKey, Observation]
) -> list[Family]:
    """Take rows that are the sum of all items so far, or of those of their page, for carried over the end of a page.

    A row that says so accuses nobody if it is neither. Another one is carried if it is no sum of what follows; the
    grand total is then that of all items.
    """
    sound = {row.row_no for row, _, family in families if row.line_type is not LineType.SUBTOTAL or most_hold(family)}
    tried = {row.row_no for row, _, _ in families} - sound
    carried: list[Family] = []
    last = 0
    for at, row in enumerate(table.rows):
        if not row.is_carried and row.row_no not in tried:
            continue
        above = [one for one in table.rows[:at] if one.line_type is LineType.ITEM]
        for items in (above, [one for one in above if one.row_no > last] if row.is_carried else []):
            family = _family_down(table, columns, (row, items), cells)
            holds = most_hold(family) if row.is_carried else all(one.holds for one in family)
            if holds and len(items) > 1 and any(one.printed for one in family):
                carried.append((row, items, family))
                break
        last = row.row_no
    refuted = {row.row_no for row, _, _ in carried if not row.is_carried}
    if not refuted:
        return [*families, *carried]
    items = [row for row in table.rows if row.line_type is LineType.ITEM]
    grand = [row for row in table.rows if row.line_type is LineType.TOTAL]
    kept = [one for one in families if one[0].row_no not in refuted and one[0] not in grand]
    return [*kept, *((row, items, _family_down(table, columns, (row, items), cells)) for row in grand), *carried]


def _announced(total: Row, children: Sequence[Row], table: Table, known: Known) -> Announced | None:
    """Say what a total is called. A sum stands below what it adds up, or above a list that numbers run through."""
    cells, catalog = known
    meaning = catalog.meaning("total-label", total.labels[-1])
    if total.line_type is not LineType.TOTAL and not meaning:
        return None
    is_below = all(row.row_no < total.row_no for row in children)
    is_list = meaning == "total" and [row.printed_no.strip(" .") for row in children] == [
        str(number) for number in range(1, len(children) + 1)
    ]
    is_sum = bool(catalog.meaning("sum-label", total.labels[-1])) and (is_below or is_list)
    inked = {(table.table_id, row.row_no, at) for row in children for at, cell in enumerate(row.cells, 1) if cell.text}
    return Announced(is_sum, catalog, {key[2] for key in inked - cells.keys()})


def _may_be_some(total: Row, children: Sequence[Row], announced: Announced | None, rates: AbstractSet[int]) -> bool:
    """Say whether rows may be only some of a total above them: a lone one, or those of a list that states rates too.

    Not so where the total is called a sum, or where running numbers that skip or repeat show a row lost or doubled.
    """
    summed = [row for row in children if row.row_no not in rates]
    if has_gap_or_twin(children) or any(row.row_no < total.row_no for row in children):
        return False
    is_sum = announced is not None and announced.is_sum
    return len(summed) < 2 or (len(summed) < len(children) and not is_sum)


def _are_parts(rows: Sequence[Row]) -> bool:
    """Say whether rows break down the row above them, completely or not."""
    return all(row.line_type is LineType.PART for row in rows)


def _parts_under(total: Row, rows: Sequence[Row]) -> list[Row]:
    """Return the rows with one bullet right below a total or subtotal: ``Tổng số học sinh``, ``- Tiểu học``."""
    if total.line_type not in {LineType.TOTAL, LineType.SUBTOTAL}:
        return []
    under = takewhile(lambda row: row.line_type is LineType.PART, rows[total.row_no :])
    parts = [row for row in under if row.parent in {total.row_no, None}]
    return [row for row in parts if row.printed_no == parts[0].printed_no]


def _kind_down(children: Sequence[Row]) -> str:
    if _are_parts(children):
        return "column-parts"
    return "column-subtotals" if any(row.line_type is LineType.SUBTOTAL for row in children) else "column-items"


def _children(total: Row, below: Mapping[int | None, Sequence[Row]]) -> list[Row]:
    """Return the rows that a total is the sum of, given the rows by parent; section rows are looked through."""

    def expand(row: Row) -> list[Row]:
        if row.line_type is LineType.SECTION:
            return [child for under in below.get(row.row_no, []) for child in expand(under)]
        return [row]

    top = below.get(None if total.line_type is LineType.TOTAL else total.row_no, [])
    wanted: Callable[[Row], bool] = (
        (lambda row: row.line_type in {LineType.ITEM, LineType.SUBTOTAL})
        if total.line_type in {LineType.TOTAL, LineType.SUBTOTAL}
        else (lambda row: row.line_type is LineType.PART)
    )
    rows = [row for one in top for row in expand(one) if row is not total and not row.is_carried]
    return [row for row in rows if wanted(row)]
