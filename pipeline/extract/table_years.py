"""The years that the cells of a table speak of: its headings, its title, its reference lines, the plan."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from pipeline.model import Catalog, Column, LineType, Metadata, Note, Passage, Period, Role, Row, Table, Where
from pipeline.numbers import MisreadYear, misread_years, with_years_meant

from .mentions import YearMention, header_years, years


def column_years(column: Column, table: Table, catalog: Catalog, *, comparison: bool) -> Period:
    """Return the years that headings, title or reference lines give a column; of two a comparison has the later.

    What a column is measured from (``so với năm 2023``) does not date it: the columns that it compares do, to its left,
    or a title of later years.
    """
    levels = [header_years(level, catalog) for level in reversed(column.header)]
    baseline = next((year.first for level in levels for year in level if year.role == "baseline"), None)
    if named := next(filter(None, map(_dating, levels)), ()):
        return _to_period(named, "header", baseline, comparison=comparison)
    found = _period_of_parts(column, table, catalog)
    if found is None and (comparison or baseline is not None):
        found = _years_of_compared(column, table, catalog)
    sources = (found, *_years_above(table, catalog))
    dated = next((period for period in sources if period is not None and _is_after(period, baseline)), Period())
    return replace(dated, baseline=baseline)


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


def misread_year(column: Column, table: Table, catalog: Catalog, *, comparison: bool) -> MisreadYear | None:
    """Return what was misread for the year of a column, in its headings or those of columns it adds up or compares."""
    for level in reversed(column.header):
        if misread := next(misread_years(level), None):
            return misread
        if _dating(header_years(level, catalog)):
            return None
    others = _related(column, table, catalog, comparison=comparison)
    return next((one for other in others for level in reversed(other.header) for one in misread_years(level)), None)


def misread_title(table: Table, metadata: Metadata) -> MisreadYear | None:
    """Return what was misread for the year of a title, unless it may mean a year of the plan."""
    planned = {str(year) for year in (metadata.year_start, metadata.year_end) if year is not None}
    return next((one for one in misread_years(table.title) if one.meant not in planned), None)


def _related(column: Column, table: Table, catalog: Catalog, *, comparison: bool) -> list[Column]:
    """Return the parts of a column that adds up, or the two dated ones before one that compares."""
    if comparison:
        return _compared_columns(column, table, catalog)
    is_total = any(catalog.meaning("total-label", level) for level in column.header)
    return [part for part in table.columns if is_total and column.column_no in (part.across, part.group)]


def misread_rows(table: Table, catalog: Catalog) -> dict[int, MisreadYear]:
    """Return what was misread for the year of rows whose labels are years; a total has that of the first of them."""
    found = {row.row_no: one for row in table.rows if (one := _misread_in_label(row, catalog)) is not None}
    if found:
        first = next(iter(found.values()))
        found.update({row.row_no: first for row in table.rows if row.line_type is LineType.TOTAL})
    return found


def _misread_in_label(row: Row, catalog: Catalog) -> MisreadYear | None:
    for label in reversed(row.labels):
        if catalog.meaning("bare-years", with_years_meant(label)):
            return next(misread_years(label), None)
    return None


def about_misread_column(table: Table, column: Column, misread: MisreadYear) -> Note:
    """Return the issue of a column whose year was misread, at the place where that stands."""
    own = [one for one in table.head if one.column < column.column_no <= one.column + one.column_span]
    passages = [*(cell.passage for cell in (*own, *table.head)), *table.captions]
    note = _about_misread(passages, table, misread)
    return replace(note, column_no=column.column_no, header_path=column.path)


def about_misread_rows(table: Table, misread: Mapping[int, MisreadYear]) -> Iterator[Note]:
    """Yield the issues of the rows whose years were misread."""
    for row in table.rows:
        if row.row_no in misread and misread[row.row_no].read in row.label:
            note = _about_misread([cell.passage for cell in row.cells], table, misread[row.row_no])
            yield replace(note, row_no=row.row_no, row_label=row.label)


def _about_misread(passages: Sequence[Passage], table: Table, misread: MisreadYear) -> Note:
    return Note(
        "year-missing",
        where=next((_place(one, misread) for one in passages if misread.read in one.text), Where()),
        observed=misread.read,
        proposal=misread.meant,
        evidence="what stands in the place of the year is none",
        table_id=table.table_id,
    )


def _place(passage: Passage, misread: MisreadYear) -> Where:
    start = passage.text.index(misread.read)
    return passage.where(start, start + len(misread.read))


def _whole_of(periods: Sequence[Period]) -> Period:
    """Return the years from the first to the last of several periods."""
    if len(set(periods)) == 1:
        return periods[0]
    named = [year for period in periods for year in (period.year, period.start, period.end) if year is not None]
    return Period(start=min(named), end=max(named), basis="row")


def _dating(mentions: Sequence[YearMention]) -> tuple[YearMention, ...]:
    return tuple(year for year in mentions if year.role != "baseline")


def _years_of_compared(column: Column, table: Table, catalog: Catalog) -> Period | None:
    """Return the later of the years of the two columns with years that stand nearest on the left of a comparison."""
    compared = [year for other in _compared_columns(column, table, catalog) for year in _lowest_dating(other, catalog)]
    return max(compared, key=lambda year: year.last).period("header") if compared else None


def _compared_columns(column: Column, table: Table, catalog: Catalog) -> list[Column]:
    """Return the two columns with years, misread or not, that stand nearest on the left of a comparison."""
    before = [other for other in reversed(table.columns[: column.column_no - 1]) if other.role is Role.VALUE]
    return [one for one in before if _lowest_dating(one, catalog) or any(map(_is_misread, one.header))][:2]


def _lowest_dating(column: Column, catalog: Catalog) -> tuple[YearMention, ...]:
    """Return the years of the lowest heading that has any."""
    return next(filter(None, (_dating(header_years(level, catalog)) for level in reversed(column.header))), ())


def _is_misread(level: str) -> bool:
    return next(misread_years(level), None) is not None


def _years_above(table: Table, catalog: Catalog) -> Iterator[Period]:
    """Yield the years of the title of a table and of its reference lines."""
    texts = [(table.title, "table title"), *((reference.text, "reference line") for reference in table.references)]
    for text, basis in texts:
        if named := _dating(years(text, catalog)):
            yield named[0].period(basis)


def _is_after(period: Period, baseline: int | None) -> bool:
    last = period.year if period.year is not None else period.end
    return baseline is None or (last is not None and last > baseline)


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


def dated_by_plan(period: Period, metadata: Metadata) -> Period:
    """Give a period without years those that the plan covers, unless it is measured from a year not before them."""
    plan = _document_years(metadata)
    return replace(plan, baseline=period.baseline) if period.is_open and _is_after(plan, period.baseline) else period


def _document_years(metadata: Metadata) -> Period:
    """Return the years that the plan covers."""
    if metadata.year_start is None:
        return Period()
    if metadata.year_start == metadata.year_end:
        return Period(year=metadata.year_start, basis="document")
    return Period(start=metadata.year_start, end=metadata.year_end, basis="document")


def _to_period(named: Sequence[YearMention], basis: str, baseline: int | None, *, comparison: bool) -> Period:
    """Take the later of the two years that a comparison names, measured from the earlier."""
    if comparison and len({year.first for year in named}) == 2:
        return Period(
            year=max(year.last for year in named), basis=basis, baseline=baseline or min(year.first for year in named)
        )
    return named[0].period(basis, baseline)
