"""The years that the cells of a table speak of: its headings, its title, its reference lines, the plan."""

from __future__ import annotations

from collections.abc import Sequence

from pipeline.model import Catalog, Column, LineType, Metadata, Period, Table

from .mentions import YearMention, header_years, years


def column_years(column: Column, table: Table, catalog: Catalog, *, comparison: bool) -> Period | None:
    """Return the years that headings, title or reference lines give a column; a comparison has the later of two."""
    mentions, basis = _years_of(column, table, catalog)
    parts = None if basis == "header" else _period_of_parts(column, table, catalog)
    return parts or (_to_period(mentions, basis, comparison=comparison) if mentions else None)


def row_years(table: Table, catalog: Catalog) -> dict[int, Period]:
    """Return the years of rows whose labels are years and of those below them; a total has those of all its items."""
    found: dict[int, Period] = {}
    for row in table.rows:
        label = next((label for label in reversed(row.labels) if catalog.meaning("bare-years", label)), "")
        if named := header_years(label, catalog):
            found[row.row_no] = named[0].period("row")
        elif row.parent in found:
            found[row.row_no] = found[row.parent]
    items = [row.row_no for row in table.rows if row.line_type is LineType.ITEM]
    if items and all(row_no in found for row_no in items):
        whole = _whole_of([found[row_no] for row_no in items])
        found.update({row.row_no: whole for row in table.rows if row.line_type is LineType.TOTAL})
    return found


def _whole_of(periods: Sequence[Period]) -> Period:
    """Return the years from the first to the last of several periods."""
    if len(set(periods)) == 1:
        return periods[0]
    named = [year for period in periods for year in (period.year, period.start, period.end) if year is not None]
    return Period(start=min(named), end=max(named), basis="row")


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


def document_years(metadata: Metadata) -> Period:
    """Return the years that the plan covers."""
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
