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
_THOUSANDS = regex.compile(r"\d[.\s]?00|\b(?:nghìn|ngàn|triệu)\b", regex.IGNORECASE)
_LONGEST_UNIT = 40


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
    """Return what the unit column says, by row; a unit with a ``doubt`` is kept as printed only."""
    column = next((c.column_no for c in table.columns if c.role is Role.UNIT), None)
    if column is None:
        return {}
    units: dict[int, Quantity] = {}
    above: Quantity | None = None
    for row in table.rows:
        text = row.text(column)
        if not catalog.meaning("ditto", text):
            above = _unit_in(text, catalog) or _unknown_unit(text, catalog)
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
        period=(None if basis == "header" else _period_of_parts(column, table, catalog))
        or (_to_period(mentions, basis, comparison=comparison) if mentions else _period_of(metadata)),
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
    if unit := _printed_unit(column, catalog):
        return unit, True
    of_money, leaf = bool(catalog.meaning("money-header", column.path)), column.header[-1] if column.header else ""
    counts = bool(catalog.meaning("count-header", leaf))
    total = _unit_of_total(column, table, catalog)
    if total and not (counts and not of_money) and of_money <= _is_money(total):
        return total, True
    lines = (phrase.pattern.match(table.unit_line) for phrase in catalog.wording["unit-line"])
    line = next((_unit_in(match["unit"], catalog) for match in lines if match), None)
    if of_money:
        return (line if _is_money(line) else None), True
    if counts and (_is_money(line) or not table.unit_line):
        return _counted_unit(column, table, catalog), False
    return line, False


def _is_money(unit: Quantity | None) -> bool:
    return unit is not None and "đồng" in unit.base_unit


def _printed_unit(column: Column, catalog: Catalog) -> Quantity | None:
    """Return the unit that stands in parentheses or as a sign in the headings of a column."""
    for level in reversed(column.header):
        for match in reversed(_PARENTHESES.findall(level)):
            if unit := _unit_in(match, catalog):
                return unit
        if sign := regex.search(r"[%‰]", level):
            return _unit_in(sign[0], catalog)
    return None


def _unit_of_total(column: Column, table: Table, catalog: Catalog) -> Quantity | None:
    """Return the unit that is printed over the total that a column breaks down.

    Only ``Trong đó``, a formula or a bare ``Tổng số`` show that; behind ``Tổng số hộ (hộ)`` anything may stand.
    """
    seen = {column.column_no}
    while column.group is not None and column.group not in seen:
        total = table.columns[column.group - 1]
        named = column.column_no in total.addends
        label = squeeze(_PARENTHESES.sub("", total.header[-1])).lower() if total.header else ""
        if not (column.is_breakdown or named or catalog.meaning("total-label", label) == LineType.TOTAL):
            return None
        if unit := _printed_unit(total, catalog):
            return unit
        seen.add(total.column_no)
        column = total
    return None


def _counted_unit(column: Column, table: Table, catalog: Catalog) -> Quantity | None:
    """Return what ``Số hộ`` or ``Số lớp năm 2025`` counts; None where the words may mean something else.

    A part counts what its total does, or else has no unit, so that the sum of both can be tested.
    """
    compares = any(catalog.meaning("value-type", level) == ValueType.COMPARISON for level in column.header)
    if compares or not column.header or _THOUSANDS.search(column.path):
        return None
    total = table.columns[column.group - 1] if column.group is not None else None
    own = _counted_words(column.header[-1], catalog)
    above = _counted_words(total.header[-1], catalog) if total is not None and total.header else None
    return own if total is None or own == above else None


def _counted_words(heading: str, catalog: Catalog) -> Quantity | None:
    leaf = squeeze(_PARENTHESES.sub("", heading))
    for phrase in catalog.wording["counted-header"]:
        match = phrase.pattern.match(leaf)
        unit = catalog.units.by_name.get(squeeze(match["unit"]).lower()) if match else None
        if unit is not None and unit.family == "count" and unit.whole:
            return Quantity(None, unit.name, base_unit=unit.base_unit)
    return None


def _unit_in(text: str, catalog: Catalog) -> Quantity | None:
    """Read a unit as it stands after a number (``1.000 người`` too), or ``số con/phụ nữ``; None for other text."""
    bare = regex.sub(r"^(?:đơn\s+vị(?:\s+tính)?|đvt)\s*:?\s*", "", squeeze(text), flags=regex.IGNORECASE)
    bare = regex.sub(r"^số\s+(?=\p{L}[^/]*/)", "", bare, flags=regex.IGNORECASE)
    try:
        quantity = parse_quantity(bare if bare[:1].isdigit() else f"1 {bare}", catalog.units)
    except NumberFormatError:
        return None
    if not quantity.unit or quantity.value is None or quantity.value <= 0 or quantity.value_high is not None:
        return None
    if bare[:1].isdigit():
        return replace(quantity, value=None, unit=bare, scale=quantity.scale * quantity.value)
    return quantity if quantity.value == 1 else None


def _unknown_unit(text: str, catalog: Catalog) -> Quantity | None:
    """Keep what a unit column prints though it is no unit that is known; it proves nothing about the numbers."""
    if not regex.search(r"\p{L}", text) or catalog.meaning("no-value", text.lower()) or len(text) > _LONGEST_UNIT:
        return None
    return Quantity(None, squeeze(text), base_unit=squeeze(text), doubt="no unit that is known")


def _years_of(column: Column, table: Table, catalog: Catalog) -> tuple[tuple[YearMention, ...], str]:
    """Return the years that speak of a column and where they stand: its headings, the title, a reference line."""
    for level in reversed(column.header):
        if found := header_years(level, catalog):
            return found, "header"
    texts = [(table.title, "table title"), *((reference.text, "reference line") for reference in table.references)]
    return next(((named, basis) for text, basis in texts if (named := years(text, catalog))), ((), ""))


def _period_of_parts(column: Column, table: Table, catalog: Catalog) -> Period | None:
    """Return the years over which ``Tổng cộng`` adds up, if each of its parts names another."""
    if not any(catalog.meaning("total-label", level) for level in column.header):
        return None
    parts = [part for part in table.columns if column.column_no in (part.across, part.group)]
    found = [
        next(filter(None, (header_years(level, catalog) for level in reversed(part.header))), ()) for part in parts
    ]
    named = {(years[0].first, years[0].last) for years in found if len(years) == 1 and years[0].role != "baseline"}
    if len(parts) < 2 or len(named) < len(parts):
        return None
    return Period(start=min(first for first, _ in named), end=max(last for _, last in named), basis="header")


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
