"""Shares of one whole: percentages of a breakdown that add up to 100, in rows, in columns and in prose."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import replace
from decimal import Decimal

from pipeline.model import (
    WHOLE,
    Catalog,
    CellKey,
    Identity,
    LineType,
    Note,
    Observation,
    Table,
    Target,
    TargetKind,
    ValueType,
)

from .announced import one_slip_mends, value_of
from .comparing import Compared, is_exact

_HUNDRED = Decimal(100)
_FEWEST = 3
"""Shares that hardly add up to a printed 100 by chance."""
_UNIT = "%"
_LEVELS = " > "


def check_shares(
    tables: Sequence[Table], targets: Sequence[Target], observations: Sequence[Observation], catalog: Catalog
) -> Compared:
    """Add shares up where headings or words announce them, or where their columns do on most rows.

    A row or column that fails is accused only beside others that hold, or where a total row prints 100 below shares;
    prose is never accused, since it may name only some of the shares.
    """
    cells = {one.key: one for one in observations if _is_share(one)}
    identities = [one for table in tables for family in _families(table, cells, catalog) for one in family]
    known = {one.members for one in identities}
    below = [one for table in tables for one in _below_total(table, cells, catalog) if one.members not in known]
    others = "; others of the table add up to it"
    notes = [_failure(one, cells, others) for one in identities if not one.holds]
    notes += [_failure(one, cells) for one in below if not one.holds]
    return Compared((*identities, *below, *_in_prose(targets, catalog)), tuple(notes))


def _is_share(value: Observation | Target) -> bool:
    quantity = value.quantity
    share = quantity.unit == _UNIT and is_exact(quantity) and Decimal(0) <= (quantity.value or Decimal(0)) <= _HUNDRED
    comparison = isinstance(value, Observation) and value.value_type is ValueType.COMPARISON
    return share and value.target_kind is TargetKind.LEVEL and not comparison


def _families(table: Table, cells: Mapping[CellKey, Observation], catalog: Catalog) -> Iterator[list[Identity]]:
    """Yield the sums of one table that hold where they should, family by family."""
    columns = sorted({key[2] for key in cells if key[0] == table.table_id})
    if not columns:
        return
    for spanner, numbers in _spanned(table, columns).items():
        rows = [[(table.table_id, row.row_no, number) for number in numbers] for row in table.rows]
        announced = bool(catalog.meaning("shares", spanner))
        yield _confirmed([_sum("shares", keys, cells) for keys in rows], announced=announced)
    for row in table.rows:
        below = [one.row_no for one in table.rows if one.parent == row.row_no and one.line_type is not LineType.SECTION]
        if len(below) >= 2 and catalog.meaning("shares", row.label):
            lines = [[(table.table_id, number, column) for number in (row.row_no, *below)] for column in columns]
            yield _confirmed([_sum("shares", keys, cells, head=True) for keys in lines], announced=True)


def _below_total(table: Table, cells: Mapping[CellKey, Observation], catalog: Catalog) -> Iterator[Identity]:
    """Yield the sums of shares down a column whose total row prints 100.

    One that fails is a sum only if its heading announces shares and a digit more, less or other would mend it.
    """
    total = next((row for row in table.rows if row.line_type is LineType.TOTAL), None)
    tops = [row for row in table.rows if row.parent is None and row is not total and not row.is_carried]
    if total is None or any(row.line_type is LineType.SECTION for row in tops):
        return
    for column in table.columns:
        keys = [(table.table_id, row.row_no, column.column_no) for row in (total, *tops)]
        made = _sum("shares", keys, cells, head=True)
        if made is None or made.total != keys[0] or any(value_of(cells[key]) == _HUNDRED for key in made.parts):
            continue
        announced = bool(catalog.meaning("shares", column.path)) and one_slip_mends(made, cells)
        if (made.holds and len(made.parts) >= _FEWEST) or (not made.holds and announced):
            yield made


def _spanned(table: Table, columns: Sequence[int]) -> dict[str, list[int]]:
    """Return the columns of shares that stand together under one heading, by the headings above them."""
    found: dict[str, list[int]] = {}
    for number in columns:
        above, _, _ = table.columns[number - 1].path.rpartition(_LEVELS)
        if above:
            found.setdefault(above, []).append(number)
    return {above: numbers for above, numbers in found.items() if len(numbers) >= 2}


def _sum(
    kind: str, keys: Sequence[CellKey], cells: Mapping[CellKey, Observation], *, head: bool = False
) -> Identity | None:
    """Make the sum of shares, all of which must be there; with ``head`` the first cell is the whole, if printed.

    Rounding may move the sum by one unit of the last place times the square root of the number of shares: three
    standard deviations.
    """
    whole = next((key for key in keys if key in cells and cells[key].quantity.value == _HUNDRED), None)
    if head and whole != keys[0]:
        whole, keys = None, keys[1:]
    parts = tuple(key for key in keys if key != whole)
    if len(parts) < 2 or any(key not in cells for key in parts):
        return None
    values = [cells[key].quantity.value or Decimal(0) for key in parts]
    return Identity(
        table_id=keys[0][0],
        kind=kind,
        total=whole or WHOLE,
        parts=parts,
        printed=_HUNDRED,
        computed=sum(values, Decimal(0)),
        tolerance=_tolerance(values),
    )


def _tolerance(values: Sequence[Decimal]) -> Decimal:
    last = Decimal(1).scaleb(min(int(value.as_tuple().exponent) for value in values))
    return last if last >= 1 else (last * Decimal(len(values)).sqrt()).quantize(last)


def _confirmed(family: Sequence[Identity | None], *, announced: bool) -> list[Identity]:
    """Keep the sums of a family that mostly hold; without a word that announces them, three different must."""
    made = [one for one in family if one is not None]
    holding = [one for one in made if one.holds]
    if 2 * len(holding) <= len(made) or (not announced and len(holding) < 3):
        return []
    return made


def _in_prose(targets: Sequence[Target], catalog: Catalog) -> Iterator[Identity]:
    """Yield the sums of shares that a paragraph, or a list under one heading, states for one year."""
    groups: dict[tuple[object, ...], list[Target]] = {}
    for goal in targets:
        if _is_share(goal):
            for place, text in enumerate(goal.context):
                if text and catalog.meaning("shares", text):
                    groups.setdefault((place, text, goal.section, goal.period.year), []).append(goal)
    seen: set[AbstractSet[str]] = set()
    for goals in groups.values():
        values = [goal.quantity.value or Decimal(0) for goal in goals]
        members = frozenset(goal.target_id for goal in goals)
        tolerance = _tolerance(values)
        if len(goals) >= 2 and members not in seen and abs(sum(values, Decimal(0)) - _HUNDRED) <= tolerance:
            seen.add(members)
            total = sum(values, Decimal(0))
            yield Identity("", "shares", WHOLE, tuple(goal.key for goal in goals), _HUNDRED, total, tolerance)


def _failure(identity: Identity, cells: Mapping[CellKey, Observation], others: str = "") -> Note:
    terms = " + ".join(cells[key].raw for key in identity.parts)
    return replace(
        cells[identity.parts[0]].note("identity-fails"),
        expected="100",
        evidence=f"shares: {terms} = {identity.computed:f}, which is not 100{others}",
    )
