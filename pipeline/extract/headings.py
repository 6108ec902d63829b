"""What the headings of a column and its table say of the values below."""

from __future__ import annotations

from dataclasses import dataclass, replace

from pipeline.model import (
    Catalog,
    Column,
    LineType,
    Metadata,
    Period,
    Table,
    TargetKind,
    ValueType,
)
from pipeline.numbers import MisreadYear, with_years_meant
from pipeline.text import respell, squeeze

from .mentions import header_years
from .table_units import PARENTHESES, ColumnUnit, column_unit
from .table_years import column_years, dated_by_plan, misread_title, misread_year


@dataclass(frozen=True, slots=True)
class Heading:
    """What a column's headings say of its values."""

    table_id: str
    column: Column
    path: str
    unit: ColumnUnit
    value_type: ValueType
    target_kind: TargetKind
    is_signed: bool
    """Whether the values are differences, which may be negative."""
    period: Period
    breakdown: str
    misread_year: MisreadYear | None = None
    """What was misread for the year, if it was; there is no period then."""


def read_heading(column: Column, table: Table, metadata: Metadata, catalog: Catalog) -> Heading:
    """Read the headings of a column: unit, value type, kind of target, years, breakdown."""
    meant = replace(column, header=tuple(map(with_years_meant, column.header)))
    stated = _stated_type(meant, catalog)
    comparison = stated is ValueType.COMPARISON
    named = column_years(column, table, catalog, comparison=comparison)
    misread = misread_year(column, table, catalog, comparison=comparison)
    if misread is None and named.basis not in {"header", "table title"}:
        misread = misread_title(table, metadata)
    period = Period() if misread else dated_by_plan(named, metadata)
    past = _is_past(meant, period, metadata, catalog)
    return Heading(
        table_id=table.table_id,
        column=column,
        path=column.path,
        unit=column_unit(column, table, catalog),
        value_type=stated or (ValueType.ACTUAL if past else _type_of_title(table, catalog)),
        target_kind=_change_in_headings(column, stated, catalog),
        is_signed=is_signed(column.path, catalog),
        period=period,
        breakdown=_breakdown(column, catalog),
        misread_year=misread,
    )


def _stated_type(column: Column, catalog: Catalog) -> ValueType | None:
    """Return the type of value that the words of the headings state."""
    if _compares(column, catalog):
        return ValueType.COMPARISON
    for kind in (ValueType.COMPARISON, ValueType.ESTIMATE, ValueType.ACTUAL, ValueType.PLAN):
        if any(catalog.meaning("value-type", level) == kind for level in column.header):
            return kind
    return None


def _compares(column: Column, catalog: Catalog) -> bool:
    """Say whether a heading measures one thing by another (``KH 2024 so với TH 2023``) and none below it names one."""
    for level in reversed(column.header):
        if catalog.meaning("compared-header", level):
            return True
        if catalog.meaning("value-type", level):
            return False
    return False


def _is_past(column: Column, period: Period, metadata: Metadata, catalog: Catalog) -> bool:
    """Say whether all years that headings give a column are before the plan."""
    named = [year for level in column.header for year in header_years(level, catalog) if year.role != "baseline"]
    lasts = [year.last for year in named]
    if not lasts and period.basis == "header":
        lasts = [year for year in (period.year, period.end) if year is not None]
    return bool(lasts) and metadata.year_start is not None and max(lasts) < metadata.year_start


def _type_of_title(table: Table, catalog: Catalog) -> ValueType:
    stated = catalog.meaning("value-type", table.title.lower())
    return ValueType(stated) if stated and stated != ValueType.COMPARISON else ValueType.PLAN


def _change_in_headings(column: Column, stated: ValueType | None, catalog: Catalog) -> TargetKind:
    """Return the change that headings name; of a comparison only one below it counts: ``So với năm 2023 > Giảm``."""
    if stated is not ValueType.COMPARISON:
        return change_in(column.path, catalog)
    leaf = column.header[-1]
    itself = catalog.meaning("value-type", leaf) or catalog.meaning("compared-header", leaf)
    return TargetKind.LEVEL if itself else change_in(leaf, catalog)


def is_signed(text: str, catalog: Catalog) -> bool:
    """Say whether a heading or label names differences, which may be negative: ``Tăng (+), giảm (-)``."""
    return bool(catalog.meaning("signed-header", text))


def change_in(text: str, catalog: Catalog) -> TargetKind:
    """Say whether a heading or label names a change (``Chỉ tiêu giảm tỷ lệ ...``) or a level.

    What may rise or fall (``Tăng/giảm``) is neither: the sign of its value says which.
    """
    if catalog.meaning("signed-header", text) == "both":
        return TargetKind.LEVEL
    for topic, kind in (("decrease", TargetKind.DECREASE), ("increase", TargetKind.INCREASE)):
        for phrase in catalog.wording[topic]:
            match = phrase.pattern.search(text)
            if match and not catalog.meaning("level-after-change", text[match.end() :]):
                return kind
    return TargetKind.LEVEL


def _breakdown(column: Column, catalog: Catalog) -> str:
    """Spell the name of a part in one way: no ``Trong đó``, acronyms written out, tones where they are put today."""
    if column.line_type is not LineType.PART:
        return ""
    name = column.header[-1]
    for phrase in catalog.wording["part-prefix"]:
        name = phrase.pattern.sub("", name)
    name = squeeze(respell(catalog.expand(PARENTHESES.sub("", name))))
    return name[:1].upper() + name[1:]
