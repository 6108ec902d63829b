"""What the headings of a column, its unit column and its table say of the values below."""

from __future__ import annotations

from dataclasses import dataclass, replace

import regex

from pipeline.errors import NumberFormatError
from pipeline.model import (
    Catalog,
    Column,
    LineType,
    Metadata,
    Period,
    Quantity,
    Role,
    Table,
    TargetKind,
    ValueType,
)
from pipeline.numbers import parse_quantity
from pipeline.text import respell, squeeze

from .mentions import YearMention, header_years, years

_PARENTHESES = regex.compile(r"\(([^()]*)\)")


@dataclass(frozen=True, slots=True)
class Heading:
    """What a column's headings say of its values."""

    table_id: str
    column: Column
    path: str
    unit: Quantity | None
    own_unit: bool
    """Whether the unit stands in the headings, or the headings rule the unit column out."""
    value_type: ValueType
    target_kind: TargetKind
    period: Period
    breakdown: str


def row_units(table: Table, catalog: Catalog) -> dict[int, Quantity]:
    """Return what the unit column says, by row."""
    column = next((c.column_no for c in table.columns if c.role is Role.UNIT), None)
    if column is None:
        return {}
    units: dict[int, Quantity] = {}
    above: Quantity | None = None
    for row in table.rows:
        text = row.text(column)
        above = above if catalog.meaning("ditto", text) else _unit_in(text, catalog) if text else None
        if above is not None:
            units[row.row_no] = above
    return units


def read_heading(column: Column, table: Table, metadata: Metadata, catalog: Catalog) -> Heading:
    """Read the headings of a column: unit, value type, kind of target, years, breakdown."""
    value_type = _value_type(column, table, metadata, catalog)
    unit, own = _heading_unit(column, table, catalog)
    mentions, basis = _years_of(column, table, catalog)
    comparison = value_type is ValueType.COMPARISON
    return Heading(
        table_id=table.table_id,
        column=column,
        path=column.path,
        unit=unit,
        own_unit=own,
        value_type=value_type,
        target_kind=TargetKind.LEVEL if comparison else change_in(column.path, catalog),
        period=_to_period(mentions, basis, comparison=comparison) if mentions else _period_of(metadata),
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


def _heading_unit(column: Column, table: Table, catalog: Catalog) -> tuple[Quantity | None, bool]:
    """Return the unit that headings or unit line give, and whether it outranks the unit column.

    Money and counts do not mix: ``Thành tiền`` takes no unit of goods, ``Số hộ`` none of money.
    """
    for level in reversed(column.header):
        for match in reversed(_PARENTHESES.findall(level)):
            if unit := _unit_in(match, catalog):
                return unit, True
        if sign := regex.search(r"[%‰]", level):
            return _unit_in(sign[0], catalog), True
    lines = (phrase.pattern.match(table.unit_line) for phrase in catalog.wording["unit-line"])
    line = next((_unit_in(match["unit"], catalog) for match in lines if match), None)
    money = line is not None and "đồng" in line.base_unit
    if catalog.meaning("money-header", column.path):
        return (line if money else None), True
    if money and catalog.meaning("count-header", column.header[-1] if column.header else ""):
        return None, False
    return line, False


def _unit_in(text: str, catalog: Catalog) -> Quantity | None:
    """Read a unit as it stands after a number (``1.000 người`` too); None for other text."""
    bare = regex.sub(r"^(?:đơn\s+vị(?:\s+tính)?|đvt)\s*:?\s*", "", squeeze(text), flags=regex.IGNORECASE)
    try:
        quantity = parse_quantity(bare if bare[:1].isdigit() else f"1 {bare}", catalog.units)
    except NumberFormatError:
        return None
    if not quantity.unit or quantity.value is None or quantity.value <= 0 or quantity.value_high is not None:
        return None
    if bare[:1].isdigit():
        return replace(quantity, value=None, unit=bare, scale=quantity.scale * quantity.value)
    return quantity if quantity.value == 1 else None


def _years_of(column: Column, table: Table, catalog: Catalog) -> tuple[tuple[YearMention, ...], str]:
    """Return the years that speak of a column and where they stand: its headings, the title, a reference line."""
    for level in reversed(column.header):
        if found := header_years(level, catalog):
            return found, "header"
    texts = [(table.title, "table title"), *((reference.text, "reference line") for reference in table.references)]
    return next(((named, basis) for text, basis in texts if (named := years(text, catalog))), ((), ""))


def _period_of(metadata: Metadata) -> Period:
    if metadata.year_start is None:
        return Period()
    if metadata.year_start == metadata.year_end:
        return Period(year=metadata.year_start, basis="document")
    return Period(start=metadata.year_start, end=metadata.year_end, basis="document")


def _to_period(mentions: tuple[YearMention, ...], basis: str, *, comparison: bool) -> Period:
    """Take the later of the two years that a comparison names, measured from the earlier."""
    baseline = next((y.first for y in mentions if y.role == "baseline"), None)
    named = [y for y in mentions if y.role != "baseline"]
    if not named:
        return Period(basis=basis if baseline else "", baseline=baseline)
    if comparison and len({y.first for y in named}) == 2:
        return Period(year=max(y.last for y in named), basis=basis, baseline=min(y.first for y in named))
    return named[0].period(basis, baseline)


def _breakdown(column: Column, catalog: Catalog) -> str:
    """Spell the name of a part in one way: no ``Trong đó``, acronyms written out, tones where they are put today."""
    if column.line_type is not LineType.PART:
        return ""
    name = column.header[-1]
    for phrase in catalog.wording["part-prefix"]:
        name = phrase.pattern.sub("", name)
    name = squeeze(respell(catalog.expand(_PARENTHESES.sub("", name))))
    return name[:1].upper() + name[1:]
