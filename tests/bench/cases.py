"""PDFs whose tables are known: real ones with tables typed by people, the samples, the fixtures."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import takewhile
from pathlib import Path

from tests.plans import ROOT, SAMPLES

from .peers import document_to_sheets, is_in_text, page_texts
from .printing import per_cent
from .truth import TrueTable, expected_to_tables, markdown_to_tables, rows_to_table

REAL_PDFS = ROOT.parent / "shared" / "real_pdfs"
FIXTURES = ROOT / "tests" / "fixtures" / "pdfs"
PRINTED = "-ban-in.pdf"


@dataclass(frozen=True, slots=True)
class Case:
    """A PDF and the tables that are printed in it."""

    name: str
    path: Path
    tables: tuple[TrueTable, ...]

    @property
    def cells(self) -> int:
        """The number of printed cells."""
        return sum(len(table.cells) for table in self.tables)

    def ceiling(self) -> float:
        """Return the per cent of cells whose words the text layer has, be it in another order."""
        pages = page_texts(str(self.path))
        cells = [cell for table in self.tables for cell in table.cells]
        return per_cent(sum(is_in_text(cell.text, pages) for cell in cells), len(cells))


def real_cases() -> list[Case]:
    """Return the real documents that have their truth beside them."""
    if not REAL_PDFS.is_dir():
        print(f"{REAL_PDFS} is missing: real documents are left out")
        return []
    return [
        Case(path.stem, path, tuple(markdown_to_tables(path.with_suffix(".md").read_text(encoding="utf-8"))))
        for path in sorted(REAL_PDFS.glob("*.pdf"))
        if path.with_suffix(".md").is_file()
    ]


def sample_cases() -> list[Case]:
    """Return the samples, whose truth are the dumps they were set from."""
    cases: list[Case] = []
    for path in sorted(SAMPLES.glob(f"*{PRINTED}")):
        dumps = [path.with_name(path.name.removesuffix(PRINTED) + ending) for ending in (".txt", ".md")]
        cases.extend(Case(path.stem, path, dump_to_tables(dump)) for dump in dumps if dump.is_file())
    if not cases:
        print(f"{SAMPLES} has no sample as PDF: samples are left out")
    return cases


def fixture_cases() -> list[Case]:
    """Return the fixtures that have tables."""
    found = [(path, path.with_suffix(".expected.json")) for path in sorted(FIXTURES.glob("*.pdf"))]
    cases = [Case(path.stem, path, tuple(expected_to_tables(truth))) for path, truth in found if truth.is_file()]
    if not cases:
        print(f"{FIXTURES} has no PDF with its truth: fixtures are left out")
    return [case for case in cases if case.tables]


def dump_to_tables(path: Path) -> tuple[TrueTable, ...]:
    """Return the tables of a dump as they were printed: resumed ones joined, the letterhead not set as a table."""
    from pipeline.catalog import load_catalog
    from pipeline.readers.dump import read_dump

    tables: list[list[tuple[str, ...]]] = []
    for sheet in document_to_sheets(read_dump(str(path), load_catalog())):
        if sheet.width <= 2:
            continue
        above = tables[-1] if tables else []
        repeated = len(list(takewhile(lambda pair: pair[0] == pair[1], zip(above, sheet.rows, strict=False))))
        if repeated:
            above.extend(sheet.rows[repeated:])
        else:
            tables.append(list(sheet.rows))
    return tuple(rows_to_table([[(cell, 1, 1) for cell in row] for row in table]) for table in tables)
