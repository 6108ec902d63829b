"""Sums along the rows of a table: a total column and its parts, found from headings and places of columns."""

from __future__ import annotations

from collections.abc import Iterable

from pipeline.model import Catalog, CellKey, Column, Identity, LineType, Observation, Table

from .announced import is_rare, one_slip_mends, value_of
from .meant import is_confirmed, settle_rounding
from .sums import Sums, keys_of, sum_of

_TELLING, _FOR_EACH_FAILING = 3, 4
"""Rows on which a sum that no heading announces must hold, and for each row on which it fails."""
Known = tuple[dict[CellKey, Observation], Catalog]
Found = tuple[list[int], list[Identity]]
"""The columns of the parts, and the sums."""


def find_breakdowns(table: Table, columns: list[Column], known: Known, sums: Sums) -> None:
    """Find total = parts and grand total = groups, row by row."""
    cells, _ = known
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
        if found is None and parts:
            family = _family(table, kind, (total.column_no, *parts), cells)
            found = _announced(family, [column for column in columns if column.column_no in parts], known)
        if found is None and not parts:
            found = _unannounced(table, total, columns, cells)
        for members, family in filter(None, (found, _across_spanners(table, total, columns, known))):
            sums.identities.extend(family)
            sums.summed_columns.add(total.column_no)
            sums.part_columns.update(members)
        tried = _family(table, kind, (total.column_no, *parts), cells)
        if found is None and (len(tried) >= 2 or _have_other_units(table, total, parts, cells)):
            sums.refuted_columns.add(total.column_no)


def _have_other_units(table: Table, total: Column, parts: list[int], cells: dict[CellKey, Observation]) -> bool:
    """Say whether what seems to be parts of a column counts other things: learners are no sum of classes."""
    keys = ((table.table_id, row.row_no, total.column_no) for row in table.rows)
    units = {cells[key].quantity.unit for key in keys if key in cells} - {""}
    others = {cell.quantity.unit for key, cell in cells.items() if key[2] in parts} - {""}
    return bool(units and others) and not units & others


def _announced(family: list[Identity], parts: list[Column], known: Known) -> Found | None:
    """Take headings at their word if one slip explains each row that fails, and a row holds that hardly does by chance.

    All quarters or months of a year hold by chance nowhere.
    """
    cells, catalog = known
    family = settle_rounding(family, cells)
    is_year = all(catalog.meaning("year-part", column.header[-1]) for column in parts)
    if is_year:
        family = _without_levels(family, cells)
    holding = [one for one in family if one.holds and (one.printed if is_year else is_rare(one, cells))]
    if not holding or not all(one.holds or one_slip_mends(one, cells) for one in family):
        return None
    return [column.column_no for column in parts], family


def _across_spanners(table: Table, total: Column, columns: list[Column], known: Known) -> Found | None:
    """Find the sum of the columns with the heading of this one under several spanners: ``Năm 2021``, ``Năm 2022``.

    Or that of the quarters of a year, which accuses no levels: the year has the last or the mean of those.
    """
    cells, _ = known
    parts = [column for column in columns if column.across == total.column_no]
    numbers = [column.column_no for column in parts]
    family = settle_rounding(_family(table, "row-parts", (total.column_no, *numbers), cells), cells) if parts else []
    if any(column.header[-1] != total.header[-1] for column in parts):
        family = _without_levels(family, cells)
        if not is_confirmed(family, cells):
            return _announced(family, parts, known)
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
    made = (sum_of(kind, *keys_of(table, [(row.row_no, number) for number in numbers]), cells) for row in table.rows)
    return [identity for identity in made if identity is not None]


def _unannounced(table: Table, total: Column, columns: list[Column], cells: dict[CellKey, Observation]) -> Found | None:
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


def _prefixes(parts: list[int]) -> Iterable[list[int]]:
    """All parts, then fewer of them from the left: headings do not say where the parts of a total end."""
    return (parts[:length] for length in range(len(parts), 1, -1))
