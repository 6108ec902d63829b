"""Readers of born-digital PDFs beside each other, in one run on the same files: accuracy, time, memory.

    make bench ARGS="pdfs"
    python -m tests.bench pdfs --document Public599 --show

The real documents lie beside the checkout and are left out where they are missing.
"""

from __future__ import annotations

import argparse
import tempfile
from collections.abc import Callable, Sequence
from pathlib import Path

from .cases import Case, fixture_cases, real_cases, sample_cases
from .child import Results, measure, measure_all
from .peers import ALL_STAGES, PROJECT, READERS, TEXT_ONLY
from .printing import per_cent, print_row, with_ratio
from .race import race
from .rates import made_up_cases, native_rates, print_rates
from .score import Score, score
from .truth import ITEM

GROUPS: dict[str, Callable[[], list[Case]]] = {
    "real documents": real_cases,
    "samples": sample_cases,
    "fixtures": fixture_cases,
}


def main(arguments: Sequence[str] = ()) -> None:
    """Run what the arguments ask for, all of it by default."""
    parser = argparse.ArgumentParser(prog="python -m tests.bench pdfs", description=__doc__)
    parser.add_argument("--document", action="append", help="only files whose name holds this; no composed plans")
    parser.add_argument("--reader", action="append", choices=list(READERS), help="only this reader")
    parser.add_argument("--show", action="store_true", help="print the cells that differ, measure nothing else")
    parser.add_argument("--part", choices=["accuracy", "speed"], help="only one half")
    given = parser.parse_args(arguments)
    readers = given.reader or ([PROJECT] if given.show else list(READERS))
    for title, find in GROUPS.items() if given.show or given.part != "speed" else ():
        cases = [case for case in find() if not given.document or any(one in case.name for one in given.document)]
        if cases and given.show:
            show(cases, readers)
        elif cases:
            compare(title, cases, [reader for reader in readers if reader != ALL_STAGES])
    if not given.show and not given.document and given.part != "speed":
        with tempfile.TemporaryDirectory() as folder:
            print_rates("native", native_rates([*real_cases(), *sample_cases(), *made_up_cases(Path(folder))]))
    if not given.show and not given.document and given.part != "accuracy":
        with tempfile.TemporaryDirectory() as folder:
            race(Path(folder), readers)


def show(cases: Sequence[Case], readers: Sequence[str]) -> None:
    """Print the cells that were not read as they are printed, and the tables that are none."""
    for case in cases:
        for reader in readers:
            found = measure(reader, case.path, 1)
            if isinstance(found, str):
                print(f"{case.name}, {reader}: {found}")
            else:
                _show_score(f"{case.name}, {reader}", score(case.tables, found.sheets))


def _show_score(title: str, result: Score) -> None:
    print(f"\n{title}: {result.exact} of {result.cells} cells exact")
    for one in result.differences:
        place = f"table {one.table} row {one.row} column {one.column}"
        read = "no such row or column" if one.read is None else repr(" ".join(one.read.split()))
        page = "" if one.page is None else f" (page {one.page})"
        print(f"  {place}: {' '.join(one.true.replace(ITEM, '▪').split())!r}, read {read}{page}")
    for sheet in result.false_sheets:
        words = " ".join(" ".join(cell for row in sheet.rows for cell in row).split())
        print(f"  no such table: page {sheet.page}, {len(sheet.rows)} rows of {sheet.width}: {words[:80]!r}")


def compare(title: str, cases: Sequence[Case], readers: Sequence[str]) -> None:
    """Measure accuracy and time of the readers on documents with truth; print both."""
    results = measure_all([(case.name, case.path) for case in cases], readers)
    scores = {
        (case.name, reader): score(case.tables, results[case.name, reader].sheets)
        for case in cases
        for reader in readers
        if (case.name, reader) in results and reader != TEXT_ONLY
    }
    print(f"\n{title}: per cent of the printed cells read exactly (ceiling: the text layer has their words at all)")
    print_row("", ["cells", "ceiling", *readers])
    for case in cases:
        found = [scores.get((case.name, reader)) for reader in readers]
        shares = ["-" if one is None else f"{per_cent(one.exact, one.cells):.1f}" for one in found]
        print_row(case.name, [str(case.cells), f"{case.ceiling():.1f}", *shares])
    print(f"\n{title}: seconds per document, median of some rounds in a process that has imported the reader")
    print_row("", readers)
    for case in cases:
        times = [results.get((case.name, reader)) for reader in readers]
        print_row(case.name, ["-" if one is None else f"{one.median:.3f}" for one in times])
    _print_totals(title, readers, scores, results)


def _print_totals(title: str, readers: Sequence[str], scores: dict[tuple[str, str], Score], results: Results) -> None:
    totals = {reader: sum((one for (_, name), one in scores.items() if name == reader), Score()) for reader in readers}
    runs = {reader: [one for (_, name), one in results.items() if name == reader] for reader in readers}
    counts: dict[str, Callable[[Score], float]] = {
        "cells exact %": lambda total: per_cent(total.exact, total.cells),
        "cells with text exact %": lambda total: per_cent(total.texts_exact, total.texts),
        "numeric cells exact %": lambda total: per_cent(total.numeric_exact, total.numeric),
        "cells of the same letters %": lambda total: per_cent(total.alike, total.cells),
        "tables found": lambda total: total.found,
        "tables without fault": lambda total: total.whole,
        "tables in parts": lambda total: total.sheets - len(total.false_sheets),
        "parts of another width": lambda total: total.odd_widths,
        "false tables, running heads": lambda total: total.running,
        "false tables, others": lambda total: len(total.false_sheets) - total.running,
    }
    measured = [reader for reader in readers if runs[reader]]
    tables = max(total.tables for total in totals.values())
    print(f"\n{title}: totals, and in brackets their ratio to the project's; {tables} tables")
    print_row("", measured)
    for label, count in counts.items():
        base = count(totals[PROJECT]) if PROJECT in measured else 0
        print_row(label, ["-" if name == TEXT_ONLY else with_ratio(count(totals[name]), base) for name in measured])
    figures: dict[str, Callable[[str], float]] = {
        "documents read": lambda name: len(runs[name]),
        "seconds, all documents": lambda name: sum(one.median for one in runs[name]),
        "seconds, first rounds": lambda name: sum(one.first for one in runs[name]),
        "seconds of processors": lambda name: sum(one.processor for one in runs[name]),
        "seconds of the import": lambda name: min(one.importing for one in runs[name]),
        "peak memory, MB": lambda name: max(one.peak for one in runs[name]),
        "  of it the program, MB": lambda name: max(one.idle for one in runs[name]),
    }
    for label, figure in figures.items():
        base = figure(PROJECT) if PROJECT in measured else 0
        print_row(label, [with_ratio(figure(name), base, 1 if "MB" in label else 3) for name in measured])
