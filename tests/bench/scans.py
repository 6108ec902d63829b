"""Readers of scans beside each other, in one run on the same worn pages: accuracy, wrong values, time, memory.

    make bench ARGS="scans"
    python -m tests.bench scans --quick
    python -m tests.bench scans --level heavy --document sample --show

The plans are the samples and made-up ones; ``wear.py`` says what each level does to their pages. All is seeded.
"""

from __future__ import annotations

import argparse
import tempfile
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

from .scan_cases import ScanCase, scan_cases
from .scan_child import BARE, PROJECT, Scanned, read_scan
from .scan_peers import PEERS, prepare_peers, read_with_peer
from .scan_prose import count_errors
from .scan_report import Outcome, print_outcome, print_report, show_outcome
from .scan_values import ValueScore, score_values
from .score import score
from .wear import LEVELS, scan

QUICK_LEVELS = ("ordinary", "stamped", "heavy")
QUICK_DOCUMENTS = ("cao-tuoi-2023",)
_DRAWS = {"fax": 3, "heavy": 3}
"""Ways in which a plan is worn at levels where one says little: what is lost differs from one to the next."""
PEER_LEVELS = ("clean", "ordinary", "stamped", "sideways", "heavy")
PEER_DOCUMENTS = ("sample-mau-ke-hoach-dan-so-2024", "tam-soat-2025")


@dataclass(frozen=True, slots=True)
class Job:
    """A plan at a level of wear, worn in one of several ways."""

    level: str
    case: ScanCase
    draw: int = 0


def main(arguments: Sequence[str] = ()) -> None:
    """Run what the arguments ask for, all of it by default."""
    parser = argparse.ArgumentParser(prog="python -m tests.bench scans", description=__doc__)
    parser.add_argument("--level", action="append", choices=list(LEVELS), help="only this level of wear")
    parser.add_argument("--document", action="append", help="only plans whose name holds this")
    parser.add_argument("--quick", action="store_true", help="few plans and levels, no peers")
    parser.add_argument("--show", action="store_true", help="print all cells that differ, measure nothing else")
    parser.add_argument(
        "--draws",
        type=int,
        choices=range(1, 100),
        metavar="N",
        help="ways in which each plan is worn (default: 3 at levels fax and heavy, else 1)",
    )
    parser.add_argument("--jobs", type=int, default=1, help="scans read at the same time; times are less sure then")
    parser.add_argument("--no-peers", action="store_true", help="leave the peers out")
    given = parser.parse_args(arguments)
    levels = given.level or list(QUICK_LEVELS if given.quick else LEVELS)
    names = given.document or (QUICK_DOCUMENTS if given.quick else ("",))
    with tempfile.TemporaryDirectory() as name:
        cases = scan_cases(Path(name), names)
        draws = {level: given.draws or (1 if given.quick else _DRAWS.get(level, 1)) for level in levels}
        jobs = [Job(level, case, draw) for level in levels for case in cases for draw in range(draws[level])]
        outcomes = []
        for outcome in run_jobs(jobs, [PROJECT] if given.show else [PROJECT, BARE], Path(name), given.jobs):
            outcomes.append(outcome)
            (show_outcome if given.show else print_outcome)(outcome)
        if given.show:
            return
        if not (given.quick or given.no_peers):
            outcomes += _run_peers([job for job in jobs if _is_for_peers(job, given.document)], Path(name))
    print_report(outcomes)


def _is_for_peers(job: Job, documents: Sequence[str] | None) -> bool:
    """Peers are slow: they get two plans at five levels, or what was asked for by name."""
    return not job.draw and job.level in PEER_LEVELS and (bool(documents) or job.case.name in PEER_DOCUMENTS)


def run_jobs(jobs: Sequence[Job], readers: Sequence[str], folder: Path, at_once: int) -> Iterator[Outcome]:
    """Wear plans, have each scan read by our own readers, some at a time, and yield what came out.

    Of each plan at a level, others than the project read the first draw alone. PDFs are opened by this thread alone,
    for PDFium is not made for several, and before any time is taken.
    """
    wanted = [(job, reader) for job in jobs for reader in readers if reader == PROJECT or not job.draw]
    pairs = [(job, reader, write_scan(job, folder)) for job, reader in wanted]
    with ThreadPoolExecutor(at_once) as pool:
        reads = [pool.submit(read_scan, reader, path) for _, reader, path in pairs]
        for (job, reader, _), read in zip(pairs, reads, strict=True):
            found = read.result()
            if isinstance(found, str):
                print(f"{job.case.name}, {job.level} ({job.draw + 1}): {reader} failed: {found}", flush=True)
            else:
                yield judge(job, reader, found)


def write_scan(job: Job, folder: Path) -> Path:
    """Write the scan of a plan, once per run."""
    path = folder / f"{job.level}-{job.draw}-{job.case.name}-quet.pdf"
    if not path.is_file():
        path.write_bytes(scan(job.case.path, LEVELS[job.level], draw=job.draw))
    return path


def judge(job: Job, reader: str, found: Scanned) -> Outcome:
    """Compare what a reader made of a scan with what is printed."""
    case = job.case
    errors = count_errors(case.prose, found.text) if found.text or reader == PROJECT else (0, 0)
    values = ValueScore() if found.extraction is None else score_values(case.extraction, found.extraction)
    cells = score(case.tables, found.sheets)
    return Outcome(job.level, case, reader, found, cells, errors, values, job.draw)


def _run_peers(jobs: Sequence[Job], folder: Path) -> list[Outcome]:
    python = prepare_peers()
    if isinstance(python, str):
        print(f"Peers are left out: {python}")
        return []
    outcomes = []
    for job in jobs:
        for peer in PEERS:
            found = read_with_peer(python, peer, write_scan(job, folder))
            if isinstance(found, str):
                print(f"{job.case.name}, {job.level}: {peer} failed: {found}", flush=True)
            else:
                outcomes.append(judge(job, peer, found))
                print_outcome(outcomes[-1])
    return outcomes
