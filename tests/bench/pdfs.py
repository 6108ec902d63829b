"""Readers of born-digital PDFs beside each other, in one run on the same files: accuracy, time, memory.

    make bench ARGS="pdfs"
    python -m tests.bench pdfs --document Public599 --show

The real documents lie beside the checkout and are left out where they are missing.
"""

from __future__ import annotations

import argparse
import tempfile
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby
from math import isnan
from pathlib import Path

from tests.plans import ROOT, SAMPLES

from .child import Measurement, measure
from .composites import LONG, Composite, compose_all
from .peers import ALL_STAGES, PROJECT, READERS, document_to_sheets, is_in_text, page_texts
from .score import Score, score
from .truth import ITEM, TrueTable, expected_to_tables, markdown_to_tables, rows_to_table

REAL_PDFS = ROOT.parent / "shared" / "real_pdfs"
FIXTURES = ROOT / "tests" / "fixtures" / "pdfs"
PRINTED = "-ban-in.pdf"
PROSE = ("ayasterisk_c232b672_115_KH_SNNMT_04082026_signed.pdf", range(2, 6))
"""A real plan and those of its pages that have no table."""

SLOW = {"camelot raster", "camelot vector", "pdfplumber"}
LONGEST_OF_SLOW = 100
FLAT = 1.25
"""A cost is flat if that of a page of the longest plan is at most so many times that of a page of the shortest."""


@dataclass(frozen=True, slots=True)
class Case:
    """A PDF and the tables that are printed in it."""

    name: str
    path: Path
    tables: tuple[TrueTable, ...]


Results = dict[tuple[str, str], Measurement]
"""By name of the file and reader; what could not be measured is missing."""


def main(arguments: Sequence[str] = ()) -> None:
    """Run what the arguments ask for, all of it by default."""
    parser = argparse.ArgumentParser(prog="python -m tests.bench pdfs", description=__doc__.splitlines()[0])
    parser.add_argument("--document", action="append", help="only files whose name holds this; no speed of long plans")
    parser.add_argument("--reader", action="append", choices=list(READERS), help="only this reader")
    parser.add_argument("--show", action="store_true", help="print the cells that differ and measure nothing else")
    parser.add_argument("--part", choices=["accuracy", "speed"], help="only one half")
    given = parser.parse_args(arguments)
    readers = given.reader or ([PROJECT] if given.show else list(READERS))
    if given.show or given.part != "speed":
        for title, cases in (("real documents", real_cases()), ("samples and fixtures", own_cases())):
            chosen = [case for case in cases if not given.document or any(one in case.name for one in given.document)]
            if chosen and given.show:
                show(chosen, readers)
            elif chosen:
                compare(title, chosen, readers)
    if not given.show and not given.document and given.part != "accuracy":
        with tempfile.TemporaryDirectory() as folder:
            race(Path(folder), readers)


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


def own_cases() -> list[Case]:
    """Return the samples, whose truth are the dumps they were set from, and the fixtures."""
    cases: list[Case] = []
    for path in sorted(SAMPLES.glob(f"*{PRINTED}")):
        dumps = [path.with_name(path.name.removesuffix(PRINTED) + ending) for ending in (".txt", ".md")]
        cases.extend(Case(path.stem, path, dump_to_tables(dump)) for dump in dumps if dump.is_file())
    for path in sorted(FIXTURES.glob("*.pdf")):
        expected = path.with_suffix(".expected.json")
        if expected.is_file():
            cases.append(Case(path.stem, path, tuple(expected_to_tables(expected))))
    if not cases:
        print("there are neither samples nor fixtures as PDF yet")
    return cases


def dump_to_tables(path: Path) -> tuple[TrueTable, ...]:
    """Return the tables of a dump as they were printed: resumed ones joined, the letterhead not set as a table."""
    from pipeline.catalog import load_catalog
    from pipeline.readers.dump import read_dump

    tables: list[list[tuple[str, ...]]] = []
    for sheet in document_to_sheets(read_dump(str(path), load_catalog())):
        header = [a for a, b in zip(tables[-1], sheet.rows, strict=False) if a == b] if tables else []
        if sheet.width <= 2:
            continue
        if header:
            tables[-1].extend(sheet.rows[len(header) :])
        else:
            tables.append(list(sheet.rows))
    return tuple(rows_to_table([[(cell, 1, 1) for cell in row] for row in table]) for table in tables)


def show(cases: Sequence[Case], readers: Sequence[str]) -> None:
    """Print the cells that were not read as they are printed."""
    for case in cases:
        for reader in readers:
            found = measure(reader, case.path, 1)
            if isinstance(found, str):
                print(f"{case.name}, {reader}: {found}")
                continue
            result = score(case.tables, found.sheets)
            print(f"\n{case.name}, {reader}: {result.exact} of {result.cells} cells exact")
            for one in result.differences:
                place = f"table {one.table} row {one.row} column {one.column}"
                read = "no such row or column" if one.read is None else repr(" ".join(one.read.split()))
                page = "" if one.page is None else f" (page {one.page})"
                print(f"  {place}: {' '.join(one.true.replace(ITEM, '▪').split())!r}, read {read}{page}")


def compare(title: str, cases: Sequence[Case], readers: Sequence[str]) -> None:
    """Measure accuracy and time of the readers on documents with truth; print both."""
    readers = [reader for reader in readers if reader != ALL_STAGES]
    results = _measure_all([(case.name, case.path) for case in cases], readers)
    scores = {
        (case.name, reader): score(case.tables, results[case.name, reader].sheets)
        for case in cases
        for reader in readers
        if (case.name, reader) in results
    }
    print(f"\n{title}: per cent of the printed cells read exactly (ceiling: words that the text layer has at all)")
    _print_head("", ["cells", "ceiling", *readers])
    for case in cases:
        shares = [_share(scores.get((case.name, reader)), "exact", "cells") for reader in readers]
        cells = sum(len(table.cells) for table in case.tables)
        _print_row(case.name, [str(cells), f"{_ceiling(case):.1f}", *shares])
    print(f"\n{title}: seconds per document, median of some rounds in a process that has imported the reader")
    _print_head("", readers)
    for case in cases:
        times = [results.get((case.name, reader)) for reader in readers]
        _print_row(case.name, ["-" if one is None else f"{one.median:.3f}" for one in times])
    _print_totals(title, readers, scores, results)


def _print_totals(title: str, readers: Sequence[str], scores: dict[tuple[str, str], Score], results: Results) -> None:
    totals = {reader: sum((one for (_, name), one in scores.items() if name == reader), Score()) for reader in readers}
    runs = {reader: [one for (_, name), one in results.items() if name == reader] for reader in readers}
    readers = [reader for reader in readers if runs[reader]]
    figures: dict[str, Callable[[str], float]] = {
        "cells exact %": lambda reader: _ratio(totals[reader].exact, totals[reader].cells),
        "cells with text exact %": lambda reader: _ratio(totals[reader].texts_exact, totals[reader].texts),
        "numeric cells exact %": lambda reader: _ratio(totals[reader].numeric_exact, totals[reader].numeric),
        "cells of the same letters %": lambda reader: _ratio(totals[reader].alike, totals[reader].cells),
        "tables found": lambda reader: totals[reader].found,
        "tables without fault": lambda reader: totals[reader].whole,
        "tables in parts": lambda reader: totals[reader].sheets - totals[reader].false_sheets,
        "parts of another width": lambda reader: totals[reader].odd_widths,
        "false tables, running heads": lambda reader: totals[reader].running_sheets,
        "false tables, others": lambda reader: totals[reader].false_sheets - totals[reader].running_sheets,
        "seconds, all documents": lambda reader: sum(one.median for one in runs[reader]),
        "seconds, first rounds": lambda reader: sum(one.first for one in runs[reader]),
        "seconds of processors": lambda reader: sum(one.processor for one in runs[reader]),
        "seconds of the import": lambda reader: min(one.importing for one in runs[reader]),
        "peak memory, MB": lambda reader: max(one.peak for one in runs[reader]),
        "  of it the program, MB": lambda reader: max(one.idle for one in runs[reader]),
    }
    tables = next(iter(totals.values())).tables
    for reader in readers:
        if not any(one.sheets for one in runs[reader]):  # plain text has no tables to be right or wrong
            totals[reader] = Score()
    print(f"\n{title}: totals, and in brackets their ratio to the project's; {tables} tables")
    _print_head("", readers)
    for label, figure in figures.items():
        base = figure(PROJECT) if PROJECT in readers else 0
        digits = 3 if label.startswith("seconds") else 2
        _print_row(label, [_with_ratio(figure(reader), base, digits) for reader in readers])


def race(folder: Path, readers: Sequence[str]) -> None:
    """Measure speed on composed plans; print it with the verdict on each goal."""
    samples = sorted(SAMPLES.glob(f"*{PRINTED}"))
    if not samples:
        print("there are no samples as PDF yet: no plan to measure speed on")
        return
    real = REAL_PDFS / PROSE[0]
    composites = compose_all(samples, [(real, number) for number in PROSE[1]] if real.is_file() else [], folder)
    files = [(one.name, one.path) for one in composites]
    results: Results = {}
    for reader in readers:
        fit = [file for file, one in zip(files, composites, strict=True) if one.pages <= _longest(reader)]
        results |= _measure_all(fit, [reader])
    if "pdfplumber" in readers:
        alone = [(_alone(one), one.tables_only) for one in composites if one.pages <= LONGEST_OF_SLOW]
        results |= _measure_all(alone, ["pdfplumber"])
    print("\ncomposed plans: seconds, in brackets the ratio to the project with all stages")
    _print_head("", readers)
    for one in composites:
        base = results.get((one.name, ALL_STAGES))
        found = [results.get((one.name, reader)) for reader in readers]
        cells = ["-" if item is None else _with_ratio(item.median, base.median if base else 0, 3) for item in found]
        _print_row(f"{one.name} ({one.table_pages})", cells)
    print("\ncomposed plans: milliseconds per page, peak memory in MB")
    _print_head("", readers)
    for one in composites:
        found = [results.get((one.name, reader)) for reader in readers]
        cells = ["-" if item is None else f"{item.median / one.pages * 1000:.1f} {item.peak:>6.0f}" for item in found]
        _print_row(one.name, cells)
    print()
    for verdict in verdicts(composites, results):
        print(verdict)


def _alone(one: Composite) -> str:
    return f"{one.name}, table pages alone"


def _longest(reader: str) -> int:
    return LONGEST_OF_SLOW if reader in SLOW else max(LONG)


def verdicts(composites: Sequence[Composite], results: Results) -> Iterator[str]:
    """Yield one line per goal that can be judged."""
    for one in composites:
        yield from _peer_verdicts(one, results)
    for _, group in groupby(composites, key=lambda one: one.name.split(", ")[1]):
        plans = list(group)
        for reader in (PROJECT, ALL_STAGES):
            yield from _growth_verdicts(plans[0], plans[-1], reader, results)


def _peer_verdicts(one: Composite, results: Results) -> Iterator[str]:
    everywhere = (("pdfplumber", one.name, 1 / 2), ("camelot vector", one.name, 1 / 3))
    ours = results.get((one.name, ALL_STAGES))
    for reader, name, factor in everywhere if one.has_few_tables else (("pdfplumber", _alone(one), 1.15),):
        theirs = results.get((name, reader))
        if ours is not None and theirs is not None:
            what = reader if name == one.name else f"{reader} on the table pages alone"
            claim = f"{one.name}: all stages {ours.median:.3f} s, {what} {theirs.median:.3f} s: "
            claim += f"{ours.median / theirs.median:.2f} of it, goal {factor:.2f}"
            claim += f" (processor time: {ours.processor / theirs.processor:.2f})"
            yield _verdict(claim, holds=ours.median <= factor * theirs.median)


def _growth_verdicts(short: Composite, long: Composite, reader: str, results: Results) -> Iterator[str]:
    first, last = results.get((short.name, reader)), results.get((long.name, reader))
    if first is None or last is None:
        return
    before, after = first.processor / short.pages * 1000, last.processor / long.pages * 1000
    claim = f"{short.name} and {long.name}, {reader}: {before:.1f} and {after:.1f} ms of processor time per page"
    yield _verdict(claim, holds=after <= FLAT * before)
    claim = f"{short.name} and {long.name}, {reader}: {first.peak:.0f} and {last.peak:.0f} MB"
    yield _verdict(claim, holds=last.peak <= FLAT * first.peak)


def _verdict(claim: str, *, holds: bool) -> str:
    return f"{'met   ' if holds else 'MISSED'}  {claim}"


def _measure_all(files: Sequence[tuple[str, Path]], readers: Sequence[str]) -> Results:
    results: Results = {}
    for reader in readers:
        for name, path in files:
            found = measure(reader, path)
            if isinstance(found, str):
                print(f"{reader} is left out: {name}: {found}")
                break
            results[name, reader] = found
    return results


def _ceiling(case: Case) -> float:
    pages = page_texts(str(case.path))
    cells = [cell for table in case.tables for cell in table.cells]
    return _ratio(sum(is_in_text(cell.text, pages) for cell in cells), len(cells))


def _ratio(part: int, whole: int) -> float:
    return 100 * part / whole if whole else float("nan")


def _share(result: Score | None, part: str, whole: str) -> str:
    return "-" if result is None else f"{_ratio(getattr(result, part), getattr(result, whole)):.1f}"


def _with_ratio(figure: float, base: float, digits: int = 2) -> str:
    if isnan(figure):
        return "-"
    shown = f"{figure:.{digits}f}".removesuffix("." + "0" * digits)
    return f"{shown} ({figure / base:.2f})" if base else shown


def _print_head(label: str, columns: Sequence[str]) -> None:
    _print_row(label, columns)


def _print_row(label: str, cells: Sequence[str]) -> None:
    print(f"{label:<40}" + "".join(f"{cell:>21}" for cell in cells))
