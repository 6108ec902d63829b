"""Time and memory of the readers on plans put together for that, with the verdict on each goal."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import groupby
from pathlib import Path

from tests.plans import SAMPLES

from .cases import PRINTED, REAL_PDFS
from .child import Results, measure_all
from .composites import LONG, Composite, compose_all
from .peers import ALL_STAGES, PROJECT
from .printing import print_row, with_ratio

PROSE = ("ayasterisk_c232b672_115_KH_SNNMT_04082026_signed.pdf", range(2, 6))
"""A real plan and those of its pages that have no table."""

SLOW = {"camelot raster", "camelot vector", "pdfplumber"}
LONGEST_OF_SLOW = 100
FLAT = 1.25
"""A cost is flat if that of the longest plan is at most so many times that of the shortest, per page for time."""


def race(folder: Path, readers: Sequence[str]) -> None:
    """Measure speed on composed plans; print it with the verdict on each goal."""
    samples = sorted(SAMPLES.glob(f"*{PRINTED}"))
    if not samples:
        print("there are no samples as PDF yet: no plan to measure speed on")
        return
    real = REAL_PDFS / PROSE[0]
    composites = compose_all(samples, [(real, number) for number in PROSE[1]] if real.is_file() else [], folder)
    results: Results = {}
    for one in composites:
        results |= measure_all([(one.name, one.path)], [name for name in readers if one.pages <= _longest(name)])
        if "pdfplumber" in readers and one.pages <= LONGEST_OF_SLOW:
            results |= measure_all([(_alone(one), one.tables_only)], ["pdfplumber"])
    print("\ncomposed plans: seconds, in brackets the ratio to the project with all stages")
    print_row("", readers)
    for one in composites:
        base = results.get((one.name, ALL_STAGES))
        found = [results.get((one.name, reader)) for reader in readers]
        cells = ["-" if item is None else with_ratio(item.median, base.median if base else 0, 3) for item in found]
        print_row(f"{one.name} ({one.table_pages})", cells)
    print("\ncomposed plans: milliseconds per page, peak memory in MB")
    print_row("", readers)
    for one in composites:
        found = [results.get((one.name, reader)) for reader in readers]
        cells = ["-" if item is None else f"{item.median / one.pages * 1000:.1f} {item.peak:>6.0f}" for item in found]
        print_row(one.name, cells)
    print()
    print("\n".join(verdicts(composites, results)))


def _alone(one: Composite) -> str:
    return f"{one.name}, table pages alone"


def _longest(reader: str) -> int:
    return LONGEST_OF_SLOW if reader in SLOW else max(LONG)


def verdicts(composites: Sequence[Composite], results: Results) -> Iterator[str]:
    """Yield one line per goal that can be judged: by processor time, since other programs may slow the clock."""
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
            claim = f"{one.name}: all stages {ours.processor:.3f} s, {what} {theirs.processor:.3f} s: "
            claim += f"{ours.processor / theirs.processor:.2f} of it, goal {factor:.2f}"
            claim += f" (by the clock {ours.median / theirs.median:.2f})"
            yield _verdict(claim, holds=ours.processor <= factor * theirs.processor)


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
