"""Sums that a table implies, found from headings, numbering and row types and confirmed by holding on most rows."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from pipeline.model import (
    Catalog,
    CellKey,
    Check,
    Column,
    Identity,
    LineType,
    Note,
    Observation,
    Role,
    Row,
    Table,
    ValueType,
)

_SMALL = Decimal("0.2")
"""A total that misses the sum of its parts by more than this share was hardly meant as their sum."""


@dataclass(frozen=True, slots=True)
class Findings:
    """The sums of a document and its observations, checked by them."""

    identities: tuple[Identity, ...]
    observations: tuple[Observation, ...]
    notes: tuple[Note, ...]


def check_sums(tables: Sequence[Table], observations: Sequence[Observation], catalog: Catalog) -> Findings:
    """Find the sums of all tables and say of each value whether they vouch for it."""
    identities: list[Identity] = []
    for table in tables:
        cells = {value.key: value for value in observations if value.table_id == table.table_id}
        if cells:
            identities.extend(_of_table(table, cells, catalog))
    by_key = {value.key: value for value in observations}
    checked = tuple(_vouch(observations, identities))
    notes = tuple(_failure(identity, by_key) for identity in identities if not identity.holds)
    return Findings(tuple(identities), checked, notes)


def _of_table(table: Table, cells: dict[CellKey, Observation], catalog: Catalog) -> list[Identity]:
    additive = [column for column in table.columns if column.role is Role.VALUE and not is_rate(column.path, catalog)]
    summable = {key: cell for key, cell in cells.items() if _is_summable(cell, catalog)}
    return [*_across(table, additive, summable), *_down(table, additive, summable)]


def is_rate(heading: str, catalog: Catalog) -> bool:
    """Say whether a heading or label names a rate, which no sum may hold even where a mean happens to fit."""
    return bool(catalog.meaning("rate-header", heading))


def _is_summable(cell: Observation, catalog: Catalog) -> bool:
    unit = catalog.units.by_name.get(cell.quantity.unit.lower())
    rate = unit is not None and unit.family in {"rate", "multiple", "age"}
    comparison = cell.value_type is ValueType.COMPARISON
    return not (rate or comparison or "/" in cell.quantity.unit or is_rate(cell.row_label, catalog))


def _across(table: Table, columns: list[Column], cells: dict[CellKey, Observation]) -> list[Identity]:
    """Find total = parts and grand total = groups, row by row."""
    found: list[Identity] = []
    subtotals = {column.column_no for column in columns if column.line_type is LineType.SUBTOTAL}
    for total in columns:
        parts = [column.column_no for column in columns if column.group == total.column_no]
        if total.formula:
            parts = [int(number) for number in total.formula.split("+")]
        kind = "row-groups" if subtotals & set(parts) else "row-parts"
        for members in _prefixes(parts):
            family = [
                identity
                for row in table.rows
                if (
                    identity := _identity(
                        kind, *_keys(table, [(row.row_no, c) for c in (total.column_no, *members)]), cells
                    )
                )
            ]
            family = _settle_rounding(family, cells)
            if _is_confirmed(family):
                found.extend(family)
                break
    return found


def _keys(table: Table, places: list[tuple[int, int]]) -> tuple[CellKey, list[CellKey]]:
    """Return the key of the total, which comes first, and those of its parts."""
    keys: list[CellKey] = [(table.table_id, row_no, column_no) for row_no, column_no in places]
    return keys[0], keys[1:]


def _prefixes(parts: list[int]) -> Iterable[list[int]]:
    """All parts, then fewer of them from the left: headings do not say where the parts of a total end."""
    return (parts[:length] for length in range(len(parts), 1, -1))


def _down(table: Table, columns: list[Column], cells: dict[CellKey, Observation]) -> list[Identity]:
    """Find total row = items or subtotals, subtotal = its items, item = its parts; column by column."""
    found: list[Identity] = []
    for total in table.rows:
        children = _children(total, table.rows)
        if len(children) < 2:
            continue
        kind = _kind_down(total, children)
        rows = [row.row_no for row in (total, *children)]
        family = [
            identity
            for column in columns
            if (identity := _identity(kind, *_keys(table, [(row, column.column_no) for row in rows]), cells))
        ]
        family = _settle_rounding(family, cells)
        strict = total.line_type in {LineType.ITEM, LineType.PART}
        found.extend(_plausible(family, cells, strict=strict))
    return found


def _kind_down(total: Row, children: list[Row]) -> str:
    if total.line_type in {LineType.ITEM, LineType.PART}:
        return "column-parts"
    return "column-subtotals" if any(row.line_type is LineType.SUBTOTAL for row in children) else "column-items"


def _children(total: Row, rows: Sequence[Row]) -> list[Row]:
    """Return the rows that a total is the sum of; section rows are looked through."""
    below: dict[int | None, list[Row]] = {}
    for row in rows:
        below.setdefault(row.parent, []).append(row)

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
    return [row for one in top for row in expand(one) if row is not total and wanted(row)]


def _identity(kind: str, total: CellKey, parts: list[CellKey], cells: dict[CellKey, Observation]) -> Identity | None:
    """Make the sum if its total and at least two parts are printed and all that is printed was read."""
    members = [cells[key] for key in parts if key in cells]
    head = cells.get(total)
    if head is None or len(members) < 2 or any(m.quantity.value is None for m in (head, *members)):
        return None
    if any(m.quantity.value_high is not None or m.quantity.unit != head.quantity.unit for m in members):
        return None
    return Identity(
        table_id=head.table_id,
        kind=kind,
        total=head.key,
        parts=tuple(member.key for member in members),
        printed=_value(head),
        computed=sum((_value(member) for member in members), Decimal(0)),
    )


def _value(observation: Observation) -> Decimal:
    value = observation.quantity.value
    return value if value is not None else Decimal(0)


def _settle_rounding(family: list[Identity], cells: dict[CellKey, Observation]) -> list[Identity]:
    """Allow for rounding where decimals are printed and most sums of the family are not exact.

    The tolerance is one unit of the last place times the square root of the number of parts: three standard
    deviations of the sum of that many independent roundings.
    """
    exact = sum(identity.holds for identity in family)
    if 2 * exact >= len(family):
        return family
    settled = []
    for identity in family:
        exponents = [cells[key].quantity.value for key in identity.members]
        places = max((-int(v.as_tuple().exponent) for v in exponents if v is not None), default=0)
        last = Decimal(1).scaleb(-places)
        tolerance = (last * Decimal(len(identity.parts)).sqrt()).quantize(last) if places > 0 else Decimal(0)
        settled.append(replace(identity, tolerance=tolerance))
    return settled


def _is_confirmed(family: list[Identity]) -> bool:
    """Say whether a sum holds on most rows; rows of nothing but zeros say nothing."""
    telling = [identity for identity in family if identity.printed or identity.computed]
    return bool(telling) and 2 * sum(identity.holds for identity in telling) > len(telling)


def _plausible(family: list[Identity], cells: dict[CellKey, Observation], *, strict: bool) -> list[Identity]:
    """Keep the sums that hold, and those that fail where a sum was meant."""
    holding = sum(identity.holds for identity in family)
    if strict and 2 * holding <= len(family):
        return []
    return [identity for identity in family if identity.holds or _was_meant(identity, holding, len(family), cells)]


def _was_meant(identity: Identity, holding: int, size: int, cells: dict[CellKey, Observation]) -> bool:
    """Tell a sum that fails from no sum: a total among its parts is a mean, one far from their sum something else.

    Where the sums of most sibling columns hold, it was meant as one too.
    """
    values = [_value(cells[key]) for key in identity.parts]
    looks_mean = len(values) >= 3 and min(values) <= identity.printed <= max(values)
    near = abs(identity.difference) <= _SMALL * abs(identity.computed)
    if looks_mean and not near:
        return False
    return near or 2 * holding >= size > 1


def _vouch(observations: Sequence[Observation], identities: list[Identity]) -> Iterable[Observation]:
    """Call a value reconciled by a sum that holds, suspect in one that fails; a leaf is a part and never a total."""
    holding = {key for identity in identities if identity.holds for key in identity.members}
    failing = {key for identity in identities if not identity.holds for key in identity.members}
    totals = {identity.total for identity in identities}
    parts = {key for identity in identities for key in identity.parts}
    for value in observations:
        check = value.check
        if value.key in failing:
            check = Check.SUSPECT
        elif value.key in holding and check is not Check.SUSPECT:
            check = Check.RECONCILED
        yield replace(value, check=check, is_leaf=value.key in parts and value.key not in totals)


def _failure(identity: Identity, cells: dict[CellKey, Observation]) -> Note:
    total = cells[identity.total]
    terms = " + ".join(cells[key].raw for key in identity.parts[:8])
    more = f" + ... ({len(identity.parts)} parts)" if len(identity.parts) > 8 else ""
    return Note(
        "identity-fails",
        where=total.where,
        observed=total.raw,
        expected=f"{identity.computed:f}",
        evidence=f"{identity.kind}: {terms}{more} = {identity.computed:f}, off by {identity.difference:f}",
        table_id=total.table_id,
        row_no=total.row_no,
        column_no=total.column_no,
        row_label=total.row_label,
        header_path=total.header_path,
    )
