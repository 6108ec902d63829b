"""Activities of a schedule: what is to be done, in which period, at which level, how much of it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache

import regex

from pipeline.model import (
    Activity,
    Catalog,
    Check,
    Column,
    LineType,
    Metadata,
    Passage,
    Period,
    Role,
    Row,
    Table,
    TableKind,
)
from pipeline.numbers import Amount, find_amounts
from pipeline.text import squeeze

from .mentions import amounts_only, header_years, years

_PER_YEAR = "/năm"
_BULLET = regex.compile(r"^\s*[-+•*–]\s*")


@dataclass(frozen=True, slots=True)
class CellAmounts:
    """The amounts that the text of a schedule cell states, by what they are."""

    quantity: Amount | None = None
    per_year: Amount | None = None
    per_unit: Amount | None = None
    uncounted: bool = False
    """Whether a number without a unit that is known stands before the quantity: its unit may be misread."""


def find_activities(tables: Sequence[Table], metadata: Metadata, catalog: Catalog) -> tuple[Activity, ...]:
    """Return one activity per filled cell of the schedules, and of columns that state quantities in words."""
    found: list[Activity] = []
    for table in tables:
        if table.kind is TableKind.SCHEDULE:
            found.extend(_of_columns(table, _planned(table, catalog), metadata, catalog))
        elif table.kind is TableKind.DATA:
            found.extend(_of_columns(table, _stating(table, catalog), metadata, catalog))
    return tuple(found)


def _stating(table: Table, catalog: Catalog) -> list[Column]:
    """Return the columns of text most of whose cells open with a quantity: ``05 lớp, mỗi lớp 40 người``."""

    def states(column: Column) -> bool:
        texts = [text for row in table.rows if (text := row.text(column.column_no))]
        return column.role is Role.TEXT and 2 * sum(_opens_with_amount(text, catalog) for text in texts) > len(texts)

    return [column for column in table.columns if states(column)]


def _opens_with_amount(text: str, catalog: Catalog) -> bool:
    """Say whether the first thing that a cell says is how much or how many of what."""
    stated = cell_amounts(text, catalog)
    amounts = [one for one in (stated.quantity, stated.per_year, stated.per_unit) if one is not None]
    first = min(amounts, key=lambda one: one.number, default=None)
    return first is not None and bool(first.quantity.unit) and not text[: first.lead_start].strip(" -+•*–")


def _of_columns(table: Table, columns: Sequence[Column], metadata: Metadata, catalog: Catalog) -> Iterator[Activity]:
    objectives = {row.row_no: row.label for row in table.rows if row.line_type is LineType.SECTION}
    for row in table.rows:
        if row.line_type is LineType.SECTION:
            continue
        for column in columns:
            cell = row.cell(column.column_no)
            if cell is not None and cell.text:
                activity = _activity(table, row, column, catalog)
                period = activity.period if activity.period != Period() else _whole(metadata)
                objective = objectives.get(row.parent, "") if row.parent is not None else ""
                yield replace(activity, objective=objective, period=period)


def _planned(table: Table, catalog: Catalog) -> list[Column]:
    """Return the columns that say what is to be done: beside those that name a period, no bodies and no remarks."""
    columns = [column for column in table.columns if column.role in {Role.TEXT, Role.VALUE}]
    dated = [column for column in columns if column_period(column, catalog) != Period()]
    if len(dated) < 2:
        return columns
    lowest = {column.header[-1] for column in dated}

    def is_attribute(column: Column) -> bool:
        if column in dated or column.role is not Role.TEXT or not column.header or column.header[-1] in lowest:
            return False
        if any(catalog.meaning(topic, column.path) for topic in ("total-label", "period-header", "whole-period")):
            return False
        cells = [row.text(column.column_no) for row in table.rows if row.text(column.column_no)]
        return 2 * sum(cell_amounts(text, catalog) != CellAmounts() for text in cells) <= len(cells)

    return [column for column in columns if not is_attribute(column)]


def _whole(metadata: Metadata) -> Period:
    return Period(start=metadata.year_start, end=metadata.year_end, basis="document")


def _activity(table: Table, row: Row, column: Column, catalog: Catalog) -> Activity:
    cell = row.cells[column.column_no - 1]
    text = squeeze(_BULLET.sub("", cell.text))
    stated = cell_amounts(cell.passage.text, catalog)
    period = column_period(column, catalog)
    quantity = stated.quantity
    if quantity is None and stated.per_year is not None and period.start == period.end:
        quantity = stated.per_year
    found = quantity.quantity if quantity else None
    return Activity(
        table_id=table.table_id,
        row_no=row.row_no,
        column_no=column.column_no,
        activity_no=row.printed_no,
        objective="",
        activity=row.label,
        period=period,
        level=column_level(column, catalog),
        quantity=found,
        per_year=stated.per_year.quantity if stated.per_year else None,
        per_unit=stated.per_unit.quantity if stated.per_unit else None,
        funding=_funding(cell.passage, catalog),
        text=text,
        raw=cell.text,
        where=cell.passage.where(),
        check=Check.SUSPECT if row.moved_from and column.column_no >= row.moved_from else _check(stated),
    )


def _check(stated: CellAmounts) -> Check:
    amounts = (stated.quantity, stated.per_year, stated.per_unit)
    doubtful = any(one is not None and one.quantity.doubt for one in amounts)
    return Check.SUSPECT if doubtful or stated.uncounted else Check.SINGLE


def column_period(column: Column, catalog: Catalog) -> Period:
    """Return the years that the headings of a column name; one year starts and ends with itself."""
    for level in column.header:
        for mention in header_years(level, catalog):
            if mention.role in {"year", "period"}:
                return Period(start=mention.first, end=mention.last, basis="header")
    return Period()


def column_level(column: Column, catalog: Catalog) -> str:
    """Return the level of government that the headings of a column name, empty for none."""
    return next((found for level in reversed(column.header) if (found := catalog.meaning("level", level))), "")


@lru_cache(maxsize=1024)
def cell_amounts(text: str, catalog: Catalog) -> CellAmounts:
    """Tell the amounts of a cell apart: how many in all, how many a year, how many to each of them.

    The first that is neither a year's nor one's share is the quantity.
    """
    hidden = amounts_only(text, years(text, catalog), catalog)
    funding = [match.span() for phrase in catalog.wording["funding"] for match in phrase.pattern.finditer(text)]
    quantity = per_year = per_unit = None
    uncounted = False
    for amount in find_amounts(hidden, catalog.units):
        if any(start <= amount.number < end for start, end in funding):
            continue
        head = hidden[: amount.start]
        if _is_yearly(amount):
            per_year = per_year or _without_year(amount)
        elif catalog.meaning("each-year", head) and amount.quantity.out_of is None:
            per_year = per_year or amount
        elif catalog.meaning("each-unit", head) or _is_share(amount, catalog):
            per_unit = per_unit or amount
        elif quantity is None and (amount.quantity.unit or amount.quantity.out_of is not None or amount.lead):
            quantity = amount
        elif quantity is None:
            uncounted = True
    return CellAmounts(quantity, per_year, per_unit, uncounted)


def _is_yearly(amount: Amount) -> bool:
    return amount.quantity.unit.endswith(_PER_YEAR) and amount.quantity.out_of is None


def _without_year(amount: Amount) -> Amount:
    quantity = amount.quantity
    unit, base = quantity.unit.removesuffix(_PER_YEAR), quantity.base_unit.removesuffix(_PER_YEAR)
    return replace(amount, quantity=replace(quantity, unit=unit, base_unit=base))


def _is_share(amount: Amount, catalog: Catalog) -> bool:
    """Say whether an amount is counted to one of something: ``100 người/1 cuộc``; ``30 quận/huyện`` is not."""
    unit = amount.quantity.unit
    return "/" in unit and unit.lower() not in catalog.units.by_name and amount.quantity.out_of is None


def _funding(passage: Passage, catalog: Catalog) -> str:
    """Return the source of money that a cell names."""
    for phrase in catalog.wording["funding"]:
        if match := phrase.pattern.search(passage.text):
            return squeeze(match["source"]).strip(" .,;()")
    return ""
