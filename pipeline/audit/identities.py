"""Sums that a table implies, found from headings, numbering and row types and confirmed by holding on most rows."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
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

from .meant import Backing, is_confirmed, most_hold, plausible, settle_rounding, value_of, without_partial_rows
from .numbering import has_gap_or_twin

_TELLING, _FOR_EACH_FAILING = 3, 4
"""Rows on which a sum that no heading announces must hold, and for each row on which it fails."""
Family = tuple[Row, list[Row], list[Identity]]
"""A total row, the rows below it that make it up, and the sums of both by column."""


@dataclass(slots=True)
class Sums:
    """What was found of one table: sums, and the rows and columns that are totals of others."""

    identities: list[Identity] = field(default_factory=list)
    summed_rows: set[int] = field(default_factory=set)
    summed_columns: set[int] = field(default_factory=set)
    part_rows: set[int] = field(default_factory=set)
    """Rows that break a total down which no items make up."""
    part_columns: set[int] = field(default_factory=set)
    refuted_columns: set[int] = field(default_factory=set)
    """Columns whose headings promise a sum that does not hold on most rows."""


def find_sums(table: Table, cells: dict[CellKey, Observation], catalog: Catalog) -> Sums:
    """Find the sums of one table among its observations."""
    additive = [column for column in table.columns if column.role is Role.VALUE and not is_rate(column.path, catalog)]
    summable = {key: cell for key, cell in cells.items() if is_summable(cell, catalog)}
    sums = Sums()
    _across(table, additive, summable, sums)
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


def _across(table: Table, columns: list[Column], cells: dict[CellKey, Observation], sums: Sums) -> None:
    """Find total = parts and grand total = groups, row by row."""
    subtotals = {column.column_no for column in columns if column.line_type is LineType.SUBTOTAL}
    for total in columns:
        parts = [column.column_no for column in columns if column.group == total.column_no]
        parts = list(total.addends) or parts
        kind = "row-groups" if subtotals & set(parts) else "row-parts"
        families = (
            (members, settle_rounding(_family(table, of, (total.column_no, *members), cells), cells))
            for of, members in (
                *((kind, members) for members in _prefixes(parts)),
                *(("row-parts", members) for members in _with_parts_of_parts(parts, columns)),
            )
        )
        found = next(((members, family) for members, family in families if is_confirmed(family, cells)), None)
        if found is None and not parts:
            found = _unannounced(table, total, columns, cells)
        for members, family in filter(None, (found, _across_spanners(table, total, columns, cells))):
            sums.identities.extend(family)
            sums.summed_columns.add(total.column_no)
            sums.part_columns.update(members)
        if found is None and len(_family(table, kind, (total.column_no, *parts), cells)) >= 2:
            sums.refuted_columns.add(total.column_no)


def _across_spanners(
    table: Table, total: Column, columns: list[Column], cells: dict[CellKey, Observation]
) -> tuple[list[int], list[Identity]] | None:
    """Find the sum of the columns with the heading of this one under several spanners: ``Năm 2021``, ``Năm 2022``.

    Or that of the quarters of a year, which accuses no levels: the year has the last or the mean of those.
    """
    parts = [column for column in columns if column.across == total.column_no]
    numbers = [column.column_no for column in parts]
    family = settle_rounding(_family(table, "row-parts", (total.column_no, *numbers), cells), cells) if parts else []
    if any(column.header[-1] != total.header[-1] for column in parts):
        family = _without_levels(family, cells)
    return (numbers, family) if is_confirmed(family, cells) else None


def _without_levels(family: list[Identity], cells: dict[CellKey, Observation]) -> list[Identity]:
    """Leave out sums that fail and whose total may be the last or the mean of its parts."""

    def is_level(identity: Identity) -> bool:
        values = [value_of(cells[key]) for key in identity.parts]
        return not identity.holds and min(values) <= identity.printed <= max(values)

    return [one for one in family if not is_level(one)]


def _with_parts_of_parts(parts: list[int], columns: list[Column]) -> Iterable[list[int]]:
    """Return the parts with those that seem to be parts of one of them: its heading may have lost its ``TĐ:``."""
    below = [column.column_no for column in columns if column.group in parts]
    return [sorted({*parts, *below})] if below else []


def _family(table: Table, kind: str, numbers: tuple[int, ...], cells: dict[CellKey, Observation]) -> list[Identity]:
    """Make the sum of a total column and its parts in every row where it is printed."""
    made = (_identity(kind, *_keys(table, [(row.row_no, number) for number in numbers]), cells) for row in table.rows)
    return [identity for identity in made if identity is not None]


def _unannounced(
    table: Table, total: Column, columns: list[Column], cells: dict[CellKey, Observation]
) -> tuple[list[int], list[Identity]] | None:
    """Find a sum that no heading announces: the next two to four columns add up to this one on nearly every row.

    Three rows at least must tell, and four for each that fails.
    """
    after = [column.column_no for column in columns if column.column_no > total.column_no and column.group is None]
    for length in (2, 3, 4):
        members = after[:length]
        if len(members) < length or members[-1] != total.column_no + length or total.group is not None:
            break
        family = _family(table, "row-parts", (total.column_no, *members), cells)
        telling = sum(one.holds and sum(bool(value_of(cells[key])) for key in one.parts) >= 2 for one in family)
        failing = sum(not one.holds for one in family)
        if telling >= max(_TELLING, _FOR_EACH_FAILING * failing):
            return members, _without_levels(family, cells)
    return None


def _keys(table: Table, places: list[tuple[int, int]]) -> tuple[CellKey, list[CellKey]]:
    """Return the key of the total, which comes first, and those of its parts."""
    keys: list[CellKey] = [(table.table_id, row_no, column_no) for row_no, column_no in places]
    return keys[0], keys[1:]


def _prefixes(parts: list[int]) -> Iterable[list[int]]:
    """All parts, then fewer of them from the left: headings do not say where the parts of a total end."""
    return (parts[:length] for length in range(len(parts), 1, -1))


def _down(table: Table, columns: list[Column], known: tuple[dict[CellKey, Observation], Catalog], sums: Sums) -> None:
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
        backing = Backing(strict, has_siblings, catalog.units.by_name)
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
    made = (_identity(kind, *_keys(table, [(row, column.column_no) for row in numbers]), cells) for column in columns)
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


def _identity(kind: str, total: CellKey, parts: list[CellKey], cells: dict[CellKey, Observation]) -> Identity | None:
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
