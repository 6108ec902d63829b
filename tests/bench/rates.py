"""How many values of each check were wrong: the rows of ``pipeline/data/error_rates.csv``.

A value counts as tried if it has a number. Of scans all values are compared with those of the same plan born-digital;
what is not printed at all, or printed elsewhere, is wrong. Of PDFs with text those of tables are compared with what
people typed or a script set, as text, so that this speaks of reading, not of what a number means; cells that cannot be
told to be one of the typed ones, since merged cells were typed otherwise, are left out.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from pipeline.catalog import load_catalog
from pipeline.model import Check, Extraction, Table
from pipeline.readers import READERS
from pipeline.stages import extract

from .cases import Case
from .scan_plans import RECIPES, make_plan, typeset_plan
from .score import Sheet, _align, _by_row, _choices, _columns, _Row
from .truth import TrueTable, is_equal


@dataclass(slots=True)
class Rates:
    """Values by check: all that were tried, and the wrong ones among them; they add up."""

    tried: Counter[str] = field(default_factory=Counter)
    wrong: Counter[str] = field(default_factory=Counter)

    def __add__(self, other: Rates) -> Rates:
        return Rates(self.tried + other.tried, self.wrong + other.wrong)


def print_rates(reader: str, rates: Rates) -> None:
    """Print the rows of the data file, without their source."""
    print(f"\n{reader}: values that were wrong, by check; rows of pipeline/data/error_rates.csv")
    for check in Check:
        if rates.tried[check]:
            print(f"{reader},{check},{rates.tried[check]},{rates.wrong[check]}")


def made_up_cases(folder: Path) -> list[Case]:
    """Set the plans that are made up for scans into a folder, as PDFs."""
    cases = []
    for name in RECIPES:
        made = make_plan(name)
        path = folder / f"{name}.pdf"
        path.write_bytes(typeset_plan(made))
        cases.append(Case(name, path, made.tables))
    return cases


def native_rates(cases: Sequence[Case]) -> Rates:
    """Read PDFs with their text layers and compare the numbers of their tables with what is printed."""
    catalog = load_catalog()
    total = Rates()
    for case in cases:
        read = READERS[".pdf"](str(case.path), catalog)
        if read.reader == "native":
            total += table_rates(case.tables, extract(read, catalog))
    return total


def table_rates(true: Sequence[TrueTable], read: Extraction) -> Rates:
    """Compare the observations of a document with its printed cells, by check."""
    rates = Rates()
    printed = dict(_printed(true, read.tables))
    for value in read.observations:
        if value.quantity.value is not None:
            text = printed.get(value.key)
            if text is not None:
                rates.tried[value.check] += 1
                rates.wrong[value.check] += not is_equal(text, value.raw)
    return rates


def _printed(true: Sequence[TrueTable], read: Sequence[Table]) -> Iterator[tuple[tuple[str, int, int], str]]:
    """Yield cells that were read, by table, row and column, with what is printed there."""
    sheets = [
        Sheet(3 * number, tuple(tuple(row.text(one.column_no) for one in table.columns) for row in table.rows))
        for number, table in enumerate(read)
    ]
    rows = [_Row(number, cells) for number, table in enumerate(true) for cells in _by_row(table)]
    columns = [[_columns(table, sheet) for sheet in sheets] for table in true]
    places = [(number, row.row_no) for number, table in enumerate(read) for row in table.rows]
    for at, pair in _align(rows, _choices(sheets), columns).items():
        number, row_no = places[pair.start]
        for cell in rows[at].cells:
            column = columns[rows[at].table][number].get(cell.column)
            if column is not None:
                yield (read[number].table_id, row_no, column + 1), cell.text
