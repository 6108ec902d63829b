"""What the headings of a column and its table say of the values below."""

from __future__ import annotations

from dataclasses import dataclass

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
from pipeline.text import respell, squeeze

from .mentions import header_years
from .table_units import PARENTHESES, ColumnUnit, column_unit
from .table_years import column_years, document_years


@dataclass(frozen=True, slots=True)
class Heading:
    """What a column's headings say of its values."""

    table_id: str
    column: Column
    path: str
    unit: ColumnUnit
    value_type: ValueType
    target_kind: TargetKind
    period: Period
    breakdown: str


def read_heading(column: Column, table: Table, metadata: Metadata, catalog: Catalog) -> Heading:
    """Read the headings of a column: unit, value type, kind of target, years, breakdown."""
    value_type = _value_type(column, table, metadata, catalog)
    comparison = value_type is ValueType.COMPARISON
    return Heading(
        table_id=table.table_id,
        column=column,
        path=column.path,
        unit=column_unit(column, table, catalog),
        value_type=value_type,
        target_kind=TargetKind.LEVEL if comparison else change_in(column.path, catalog),
        period=column_years(column, table, catalog, comparison=comparison) or document_years(metadata),
        breakdown=_breakdown(column, catalog),
    )


def _value_type(column: Column, table: Table, metadata: Metadata, catalog: Catalog) -> ValueType:
    for kind in (ValueType.COMPARISON, ValueType.ESTIMATE, ValueType.ACTUAL, ValueType.PLAN):
        if any(catalog.meaning("value-type", level) == kind for level in column.header):
            return kind
    named = [year.last for level in column.header for year in header_years(level, catalog)]
    if named and metadata.year_start is not None and max(named) < metadata.year_start:
        return ValueType.ACTUAL
    return ValueType(catalog.meaning("value-type", table.title.lower()) or ValueType.PLAN)


def change_in(text: str, catalog: Catalog) -> TargetKind:
    """Say whether a heading or label names a change (``Chỉ tiêu giảm tỷ lệ ...``) or a level."""
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
