"""A workbook for Excel: a sheet to read first, then one per dataset and one per wide table."""

from __future__ import annotations

import io
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from itertools import repeat
from pathlib import Path

from pipeline.errors import UsageError

from .book import AMBER, BLUE, HEAD, LINE, RED, SUBHEAD, Book, Sheet
from .cells import MOST_COLUMNS, MOST_ROWS, typed
from .front import FRONT, Listed, write_front
from .source import Resource

_HEADER_ROWS = 2
_MOST_TABLES = 40
_CREATED = datetime(2000, 1, 1, tzinfo=UTC)  # fixed, so that the same folder gives the same bytes
_NARROWEST, _WIDEST_KEY, _WIDEST_HEADER = 6, 34, 15  # characters; a key has no spaces, a long header is wrapped
_SPARE = 4  # characters that a column is wider than its longest unwrapped text
_VALUES = frozenset({"value", "value_high", "quantity", "quantity_high", "raw", "check"})
_ISSUES = frozenset({"severity", "code"})
_MARKS = {
    ("check", "suspect"): (AMBER, _VALUES),
    ("severity", "error"): (RED, _ISSUES),
    ("severity", "warning"): (AMBER, _ISSUES),
    ("severity", "info"): (BLUE, _ISSUES),
    ("holds", "false"): (AMBER, frozenset({"printed", "computed", "difference", "holds"})),
    ("status", "quarantined"): (RED, frozenset({"status"})),
    ("status", "failed"): (RED, frozenset({"status"})),
}


class _Archive(io.BytesIO):
    """A file in memory that stays open: on a full disk a ZIP file is left unfinished, and ended when thrown away."""

    def close(self) -> None:
        """Stay open."""


@dataclass(slots=True)
class _Printed:
    """Value and check of the observations, by document, table, row and column: what cells of wide tables are."""

    cells: dict[tuple[str, str, str, str], tuple[str, str]] = field(default_factory=dict)

    def add(self, row: Mapping[str, str]) -> None:
        key = (row["doc_id"], row["table_id"], row["row_no"], row["column_no"])
        self.cells[key] = (row["value"], row["check"])

    def of(self, table: Resource, row_no: int, column_no: int) -> tuple[str, str]:
        return self.cells.get((table.doc_id, table.table_id, str(row_no), str(column_no)), ("", ""))


def write_xlsx(resources: Sequence[Resource], path: Path) -> list[str]:
    """Write a workbook to a path in a folder of its own; return a line for each cell that could not be held as it is.

    Raises :class:`UsageError` if a file has more rows than a sheet.
    """
    import xlsxwriter

    datasets = [one for one in resources if not one.table_id]
    tables = [one for one in resources if one.table_id]
    measured = [(one, *_measure(one)) for one in (*datasets, *tables[:_MOST_TABLES])]
    options = {"constant_memory": True, "tmpdir": str(path.parent)}
    stream = _Archive()
    with xlsxwriter.Workbook(stream, options) as workbook:
        workbook.set_properties({"title": path.stem, "author": "khubnd", "created": _CREATED})
        book, printed, listed = Book(workbook), _Printed(), []
        front = book.add_sheet(FRONT)
        for resource, size, widths in measured:
            book.longest = _longest(resource)
            if resource.table_id:
                sheet = book.add_sheet(f"t-{resource.doc_id}", end=f"-{resource.table_id}")
                _table_head(book, sheet, resource, widths)
                _write_table(book, sheet, resource, printed)
            else:
                sheet = book.add_sheet(resource.title)
                _dataset_head(book, sheet, resource)
                _write_dataset(book, sheet, resource, printed)
            _arrange(sheet, widths, size, frozen=2 if resource.table_id and len(resource.fields) > 6 else 0)
            listed.append(Listed(sheet.get_name(), resource, size))
        write_front(book, front, listed, tables[_MOST_TABLES:])
    path.write_bytes(stream.getvalue())
    return book.notes


def _longest(resource: Resource) -> int:
    """Return how many characters stand on one line; wide tables have many columns of sentences."""
    return 28 if resource.table_id else 40


def _measure(resource: Resource) -> tuple[int, list[int]]:
    """Count the rows and the characters that each column needs."""
    widths = [_NARROWEST] * len(resource.fields)
    size = 0
    for size, row in enumerate(resource.rows(), start=1):  # noqa: B007 - the last one counts
        for at, text in enumerate(row):
            if len(text) > widths[at]:
                number = resource.fields[at].type == "number"
                needed = (
                    len(text) * 4 // 3
                    if number
                    else min(len(text), _longest(resource) + _SPARE if " " in text else _WIDEST_KEY)
                )
                widths[at] = max(widths[at], needed)
    if size > MOST_ROWS - _HEADER_ROWS or len(widths) > MOST_COLUMNS:
        raise UsageError(
            f"{resource.file}: {size:,} rows and {len(widths):,} columns are more than a sheet holds "
            f"({MOST_ROWS:,} and {MOST_COLUMNS:,}); export a run over fewer documents"
        )
    for at, one in enumerate(resource.fields):
        header = min(len(one.name), _WIDEST_HEADER) if resource.table_id else max(len(one.title), len(one.name))
        widths[at] = max(widths[at], header + 2)  # room for the button of the filter
    return size, widths


def _dataset_head(book: Book, sheet: Sheet, dataset: Resource) -> None:
    """Write the Vietnamese titles over the names of the CSV, row by row as the workbook wants it."""
    for at, one in enumerate(dataset.fields):
        sheet.write_string(0, at, one.title or one.name, book.style(bold=True, bg_color=HEAD))
    style = book.style(font_color="#52606D", bg_color=SUBHEAD, bottom=1, bottom_color=LINE)
    for at, one in enumerate(dataset.fields):
        sheet.write_string(1, at, one.name, style)


def _table_head(book: Book, sheet: Sheet, table: Resource, widths: Sequence[int]) -> None:
    """Write the title of the table with its lines of units and notes over the paths of its headings."""
    title = "" if table.title == table.table_id else table.title
    told = " · ".join(filter(None, (table.doc_id, table.table_id, title, table.description)))
    sheet.write_string(0, 0, told, book.style(bold=True))
    book.heighten(sheet, 1, (one.name for one in table.fields), (width - 2 for width in widths))
    style = book.style(bold=True, text_wrap=True, bg_color=HEAD, bottom=1, bottom_color=LINE)
    for at, one in enumerate(table.fields):
        sheet.write_string(1, at, one.name, style)


def _write_dataset(book: Book, sheet: Sheet, dataset: Resource, printed: _Printed) -> None:
    names = [one.name for one in dataset.fields]
    kinds = [one.type for one in dataset.fields]
    for row_at, row in enumerate(dataset.rows(), start=_HEADER_ROWS):
        _heighten(book, sheet, row_at, row)
        by_name = dict(zip(names, row, strict=True))
        if dataset.path == "observations.csv":
            printed.add(by_name)
        fills = {
            column: colour
            for (name, value), (colour, columns) in _MARKS.items()
            if by_name.get(name) == value
            for column in columns
        }
        for at, text in enumerate(row):
            fill = fills.get(names[at], "")
            if text or fill:
                book.put(sheet, (row_at, at), typed(text, kinds[at]), fill)


def _write_table(book: Book, sheet: Sheet, table: Resource, printed: _Printed) -> None:
    """Write a wide table; in a mixed column the observations tell which cells are numbers."""
    for row_no, row in enumerate(table.rows(), start=1):
        _heighten(book, sheet, row_no + _HEADER_ROWS - 1, row)
        for at, text in enumerate(row):
            value, check = printed.of(table, row_no, at + 1)
            kind = "number" if text and text == value else table.fields[at].type
            fill = AMBER if check == "suspect" else ""
            if text or fill:
                book.put(sheet, (row_no + _HEADER_ROWS - 1, at), typed(text, kind), fill)


def _heighten(book: Book, sheet: Sheet, row_at: int, row: Sequence[str]) -> None:
    """Give a row its height; what is wrapped stands in a column of the full width."""
    book.heighten(sheet, row_at, filter(book.is_wrapped, row), repeat(book.longest + _SPARE))


def _arrange(sheet: Sheet, widths: Sequence[int], size: int, *, frozen: int) -> None:
    """Freeze the headers, offer filters, set widths; printed pages repeat the headers."""
    last_row, last_column = _HEADER_ROWS - 1 + size, len(widths) - 1
    sheet.freeze_panes(_HEADER_ROWS, frozen)
    sheet.repeat_rows(0, _HEADER_ROWS - 1)
    sheet.autofilter(_HEADER_ROWS - 1, 0, last_row, last_column)
    # Codes are text on purpose; the green corners would say otherwise.
    sheet.ignore_errors({"number_stored_as_text": f"A1:{_last(last_row, last_column)}"})
    for at, width in enumerate(widths):
        sheet.set_column(at, at, width + 1)
    if frozen:
        sheet.fit_to_pages(1, 0)


def _last(row: int, column: int) -> str:
    from xlsxwriter.utility import xl_rowcol_to_cell

    return str(xl_rowcol_to_cell(row, column))
