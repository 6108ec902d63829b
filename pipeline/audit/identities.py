"""Sums that a table implies, found from headings, numbering and row types and confirmed by holding on most rows."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal

from rapidfuzz.distance import Levenshtein

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

_SMALL = Decimal("0.2")
"""A total that misses the sum of its parts by more than this share was hardly meant as their sum."""


@dataclass(slots=True)
class Sums:
    """What was found of one table: sums, and the rows and columns that are totals of others."""

    identities: list[Identity] = field(default_factory=list)
    summed_rows: set[int] = field(default_factory=set)
    summed_columns: set[int] = field(default_factory=set)
    part_columns: set[int] = field(default_factory=set)
    refuted_columns: set[int] = field(default_factory=set)
    """Columns whose headings promise a sum that does not hold on most rows."""


def find_sums(table: Table, cells: dict[CellKey, Observation], catalog: Catalog) -> Sums:
    """Find the sums of one table among its observations."""
    additive = [column for column in table.columns if column.role is Role.VALUE and not is_rate(column.path, catalog)]
    summable = {key: cell for key, cell in cells.items() if is_summable(cell, catalog)}
    sums = Sums()
    _across(table, additive, summable, sums)
    _down(table, additive, summable, sums)
    return sums


def verdicts(identities: Iterable[Identity]) -> dict[CellKey, Check]:
    """Call the members of sums reconciled, those of a sum that fails suspect."""
    found: dict[CellKey, Check] = {}
    for identity in sorted(identities, key=lambda one: not one.holds):
        found.update(dict.fromkeys(identity.members, Check.RECONCILED if identity.holds else Check.SUSPECT))
    return found


def is_rate(heading: str, catalog: Catalog) -> bool:
    """Say whether a heading or label names a rate, which no sum may hold even where a mean happens to fit."""
    return bool(catalog.meaning("rate-header", heading))


def is_summable(cell: Observation, catalog: Catalog) -> bool:
    """Say whether a value can be a term of a sum: no rate, ratio or comparison."""
    unit = catalog.units.by_name.get(cell.quantity.unit.lower())
    rate = unit is not None and unit.family in {"rate", "multiple", "age"}
    comparison = cell.value_type is ValueType.COMPARISON
    return not (rate or comparison or "/" in cell.quantity.unit or is_rate(cell.row_label, catalog))


def _across(table: Table, columns: list[Column], cells: dict[CellKey, Observation], sums: Sums) -> None:
    """Find total = parts and grand total = groups, row by row."""
    subtotals = {column.column_no for column in columns if column.line_type is LineType.SUBTOTAL}
    for total in columns:
        parts = [column.column_no for column in columns if column.group == total.column_no]
        if total.formula:
            parts = [int(number) for number in total.formula.split("+")]
        kind = "row-groups" if subtotals & set(parts) else "row-parts"
        families = (
            (members, _settle_rounding(_family(table, kind, (total.column_no, *members), cells), cells))
            for members in _prefixes(parts)
        )
        found = next(((members, family) for members, family in families if _is_confirmed(family)), None)
        if found is None and not parts:
            found = _unannounced(table, total, columns, cells)
        if found is not None:
            sums.identities.extend(found[1])
            sums.summed_columns.add(total.column_no)
            sums.part_columns.update(found[0])
        elif len(_family(table, kind, (total.column_no, *parts), cells)) >= 2:
            sums.refuted_columns.add(total.column_no)


def _family(table: Table, kind: str, numbers: tuple[int, ...], cells: dict[CellKey, Observation]) -> list[Identity]:
    """Make the sum of a total column and its parts in every row where it is printed."""
    made = (_identity(kind, *_keys(table, [(row.row_no, number) for number in numbers]), cells) for row in table.rows)
    return [identity for identity in made if identity is not None]


def _unannounced(
    table: Table, total: Column, columns: list[Column], cells: dict[CellKey, Observation]
) -> tuple[list[int], list[Identity]] | None:
    """Find a sum that no heading announces: the next two to four columns add up to this one on every row.

    Three rows at least must tell.
    """
    after = [column.column_no for column in columns if column.column_no > total.column_no and column.group is None]
    for length in (2, 3, 4):
        members = after[:length]
        if len(members) < length or members[-1] != total.column_no + length or total.group is not None:
            break
        family = _family(table, "row-parts", (total.column_no, *members), cells)
        telling = [one for one in family if sum(bool(_value(cells[key])) for key in one.parts) >= 2]
        if len(telling) >= 3 and all(identity.holds for identity in family):
            return members, family
    return None


def _keys(table: Table, places: list[tuple[int, int]]) -> tuple[CellKey, list[CellKey]]:
    """Return the key of the total, which comes first, and those of its parts."""
    keys: list[CellKey] = [(table.table_id, row_no, column_no) for row_no, column_no in places]
    return keys[0], keys[1:]


def _prefixes(parts: list[int]) -> Iterable[list[int]]:
    """All parts, then fewer of them from the left: headings do not say where the parts of a total end."""
    return (parts[:length] for length in range(len(parts), 1, -1))


def _down(table: Table, columns: list[Column], cells: dict[CellKey, Observation], sums: Sums) -> None:
    """Find total row = items or subtotals, subtotal = its items, item = its parts; column by column."""
    below: dict[int | None, list[Row]] = {}
    for row in table.rows:
        below.setdefault(row.parent, []).append(row)
    for total in table.rows:
        children = _children(total, below)
        if not children or (len(children) == 1 and total.line_type is not LineType.SUBTOTAL):
            continue
        kind = _kind_down(total, children)
        rows = [row.row_no for row in (total, *children)]
        made = (_identity(kind, *_keys(table, [(row, column.column_no) for row in rows]), cells) for column in columns)
        family = _settle_rounding([identity for identity in made if identity is not None], cells)
        kept = _plausible(family, cells, strict=total.line_type in {LineType.ITEM, LineType.PART})
        if kept:
            sums.identities.extend(kept)
            sums.summed_rows.add(total.row_no)


def _kind_down(total: Row, children: list[Row]) -> str:
    if total.line_type in {LineType.ITEM, LineType.PART}:
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
    return [row for one in top for row in expand(one) if row is not total and wanted(row)]


def _identity(kind: str, total: CellKey, parts: list[CellKey], cells: dict[CellKey, Observation]) -> Identity | None:
    """Make the sum if its total and a part are printed and all that is printed was read."""
    members = [cells[key] for key in parts if key in cells]
    head = cells.get(total)
    if head is None or not members or any(m.quantity.value is None for m in (head, *members)):
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

    A sum that one misread digit explains was meant, and so was one whose sibling columns mostly sum.
    """
    values = [_value(cells[key]) for key in identity.parts]
    looks_mean = len(values) >= 3 and min(values) <= identity.printed <= max(values)
    near = abs(identity.difference) <= _SMALL * abs(identity.computed)
    if near or len(values) == 1 or (holding and _one_edit_mends(identity, cells)):
        return True
    return not looks_mean and 2 * holding >= size > 1


def _one_edit_mends(identity: Identity, cells: dict[CellKey, Observation]) -> bool:
    """Say whether one digit more, less or other in one member, or a lost separator, explains the difference."""
    members = [(cells[identity.total], -identity.difference)]
    members += [(cells[key], identity.difference) for key in identity.parts]
    for cell, change in members:
        digits, wanted = _digits(_value(cell)), _digits(_value(cell) + change)
        if _value(cell) + change >= 0 and Levenshtein.distance(digits, wanted, score_cutoff=1) <= 1:
            return True
    return False


def _digits(value: Decimal) -> str:
    return f"{value:f}".replace(".", "").replace("-", "")
