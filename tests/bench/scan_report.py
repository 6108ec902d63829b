"""What the scan benchmark prints."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass

from pipeline.model import Check

from .pdfs import _show_score
from .printing import per_cent, print_row, with_ratio
from .rates import print_rates
from .scan_cases import ScanCase
from .scan_child import BARE, PROJECT, Scanned
from .scan_prose import count_numerals, show_rate
from .scan_values import ValueScore, total_values
from .score import Score
from .wear import ORDINARY

SHOWN = 10
"""Wrong values that are listed of each kind."""
CELLS_ORDINARY, CELLS_HEAVY = 99.9, 99.0
TIMES_BARE = 1.3
MOST_MEMORY = 1500.0
"""Goals: per cent of cells, times a bare pass, MB."""
CHECKS = (Check.RECONCILED, Check.AGREED, Check.SINGLE, Check.SUSPECT)


@dataclass(frozen=True, slots=True)
class Outcome:
    """One scan read by one reader, compared with what is printed. ``errors`` are edits of prose and its length."""

    level: str
    case: ScanCase
    reader: str
    found: Scanned
    cells: Score
    errors: tuple[int, int]
    values: ValueScore
    draw: int = 0

    @property
    def title(self) -> str:
        """The level and the plan."""
        return f"{self.level}{f' ({self.draw + 1})' if self.draw else ''}, {self.case.name}"

    @property
    def pages(self) -> int:
        """The number of pages."""
        return len(self.case.texts)


def print_outcome(outcome: Outcome) -> None:
    """Print the main figures of one scan, so that a long run can be followed."""
    cells, values = outcome.cells, outcome.values
    shown = [f"prose {show_rate(*outcome.errors)}"]
    if outcome.reader != BARE:
        shown.insert(0, f"{per_cent(cells.exact, cells.cells):.2f} % of cells")
    if outcome.reader == PROJECT:
        shown.append(f"{len(values.trusted)} wrong, {values.missing} of {values.expected} values missing")
    shown.append(f"{outcome.found.seconds / outcome.pages:.2f} s per page")
    print(f"{outcome.title}, {outcome.reader}: {'; '.join(shown)}", flush=True)


def show_outcome(outcome: Outcome) -> None:
    """Print every cell that differs and every wrong value of one scan."""
    title = outcome.title
    _show_score(title, outcome.cells)
    values = outcome.values
    print(f"{title}: prose {show_rate(*outcome.errors)}; values {_checks(values)}; missing {values.missing}")
    for kind, wrong in (("WRONG, not suspect", values.trusted), ("wrong, suspect", values.doubted)):
        for one in wrong:
            print(f"  {kind}: {one}")
    print(end="", flush=True)


def _checks(values: ValueScore) -> str:
    return ", ".join(f"{check} {count}" for check, count in sorted(values.checks.items())) or "none"


def print_report(outcomes: Sequence[Outcome]) -> None:
    """Print all figures, the wrong values, the verdicts and the peers."""
    own = [one for one in outcomes if one.reader == PROJECT]
    if own:
        _print_accuracy(own)
        _print_values(own)
        _print_cost(own, [one for one in outcomes if one.reader == BARE])
        _print_wrong(own)
        print_rates("scan", _values(own).rates)
    _print_peers(outcomes)
    print()
    print("\n".join(verdicts(outcomes)))


def by_level(outcomes: Sequence[Outcome]) -> Iterator[tuple[str, list[Outcome]]]:
    """Yield the outcomes of each level, of ordinary wear together, and of all."""
    levels = list(dict.fromkeys(one.level for one in outcomes))
    for level in levels:
        yield level, [one for one in outcomes if one.level == level]
    if len(set(levels) & set(ORDINARY)) > 1:
        yield "ordinary wear", [one for one in outcomes if one.level in ORDINARY]
    if len(levels) > 1:
        yield "all levels", list(outcomes)


def _cells(outcomes: Iterable[Outcome]) -> Score:
    return sum((one.cells for one in outcomes), Score())


def _values(outcomes: Iterable[Outcome]) -> ValueScore:
    return total_values(one.values for one in outcomes)


def _print_accuracy(own: Sequence[Outcome]) -> None:
    print("\nproject: cells of tables read exactly, errors of prose in grapheme clusters")
    print_row("", ["plans", "pages", "cells", "cells exact %", "numeric exact %", "prose errors"])
    for label, group in by_level(own):
        cells = _cells(group)
        errors = (sum(one.errors[0] for one in group), sum(one.errors[1] for one in group))
        shares = per_cent(cells.exact, cells.cells), per_cent(cells.numeric_exact, cells.numeric)
        counts = len(group), sum(one.pages for one in group), cells.cells
        print_row(label, [*map(str, counts), *(f"{share:.2f}" for share in shares), show_rate(*errors)])


def _print_values(own: Sequence[Outcome]) -> None:
    print("\nproject: values of tables by check; wrong values, also of prose and schedules")
    print_row("", ["printed", "missing", *CHECKS, "wrong, suspect", "WRONG, NOT SUSPECT"])
    for label, group in by_level(own):
        values = _values(group)
        counts = [values.expected, values.missing, *(values.checks[check] for check in CHECKS)]
        print_row(label, [*map(str, counts), str(len(values.doubted)), str(len(values.trusted))])


def _print_cost(own: Sequence[Outcome], bare: Sequence[Outcome]) -> None:
    own = _timed(own)
    print("\nproject: seconds per page, in brackets the ratio to one bare Tesseract pass over the same pages")
    print_row("", ["bare Tesseract", "project", "bare, processor", "project, processor", "peak MB", "bare finds %"])
    passes = {(one.level, one.case.name): one for one in bare}
    for label, group in by_level(own):
        same = [passes[key] for one in group if (key := (one.level, one.case.name)) in passes]
        times = _per_page(same, _clock), _per_page(same, _processor)
        cost = with_ratio(_per_page(group, _clock), times[0]), with_ratio(_per_page(group, _processor), times[1])
        found = [count_numerals(one.case.texts, one.found.text) for one in same]
        share = per_cent(sum(hits for hits, _ in found), sum(count for _, count in found))
        peak = max(one.found.peak for one in group)
        shown = [f"{times[0]:.2f}", cost[0], f"{times[1]:.2f}", cost[1], f"{peak:.0f}", f"{share:.1f}"]
        print_row(label, shown)


def _timed(own: Sequence[Outcome]) -> list[Outcome]:
    """Keep the first draws, which the bare pass read too."""
    return [one for one in own if not one.draw]


def _clock(outcome: Outcome) -> float:
    return outcome.found.seconds


def _processor(outcome: Outcome) -> float:
    return outcome.found.processor


def _per_page(outcomes: Sequence[Outcome], figure: Callable[[Outcome], float]) -> float:
    pages = sum(one.pages for one in outcomes)
    return sum(map(figure, outcomes)) / pages if pages else float("nan")


def _print_wrong(own: Sequence[Outcome]) -> None:
    wrong = [(one, value) for one in own for value in one.values.trusted]
    if wrong:
        print(f"\nwrong and not suspect: {len(wrong)}, here the first {min(SHOWN, len(wrong))}")
    for one, value in wrong[:SHOWN]:
        print(f"  {one.title}, {value}")


def _print_peers(outcomes: Sequence[Outcome]) -> None:
    """Print peers beside the project on the scans that they read."""
    peers = list(dict.fromkeys(one.reader for one in outcomes if one.reader not in {PROJECT, BARE}))
    keys = {(one.level, one.case.name, one.draw) for one in outcomes if one.reader in peers}
    if not peers:
        return
    chosen = [one for one in outcomes if (one.level, one.case.name, one.draw) in keys]
    plans = sorted({name for _, name, _ in keys})
    print(f"\npeers, on {len(plans)} plans ({', '.join(plans)}); in brackets the ratio to the project")
    readers = [PROJECT, *peers, BARE]
    figures: dict[str, tuple[int, Callable[[Sequence[Outcome]], float]]] = {
        "cells exact %": (1, lambda group: per_cent(_cells(group).exact, _cells(group).cells)),
        "numeric cells exact %": (1, lambda group: per_cent(_cells(group).numeric_exact, _cells(group).numeric)),
        "prose errors %": (2, _prose_share),
        "seconds per page": (2, lambda group: _per_page(group, _clock)),
        "processor seconds per page": (2, lambda group: _per_page(group, _processor)),
        "peak MB": (0, lambda group: max((one.found.peak for one in group), default=float("nan"))),
    }
    for title, (digits, figure) in figures.items():
        print_row(f"\n{title}".strip("\n"), readers)
        for label, group in by_level(chosen):
            found = [[one for one in group if one.reader == reader] for reader in readers]
            base = figure(found[0])
            cells = [figure(part) if part else float("nan") for part in found]
            bare_has = "cells" not in title
            shown = [with_ratio(cell, base, digits) for cell in cells]
            print_row(f"  {label}", shown if bare_has else [*shown[:-1], "-"])


def _prose_share(group: Sequence[Outcome]) -> float:
    return per_cent(sum(one.errors[0] for one in group), sum(one.errors[1] for one in group))


def verdicts(outcomes: Sequence[Outcome]) -> Iterator[str]:
    """Yield one line per goal that can be judged."""
    own = [one for one in outcomes if one.reader == PROJECT]
    goals = (("ordinary wear", ORDINARY, CELLS_ORDINARY), ("heavy wear", ("heavy",), CELLS_HEAVY))
    for label, levels, goal in goals:
        cells = _cells(one for one in own if one.level in levels)
        for kind, exact, count in (("numeric ", cells.numeric_exact, cells.numeric), ("", cells.exact, cells.cells)):
            share = per_cent(exact, count)
            if count:
                yield _verdict(f"{kind}cells exact at {label}: {share:.2f} %, goal {goal} %", holds=share >= goal)
    if not own:
        return
    wrong = len(_values(own).trusted)
    yield _verdict(f"wrong values that are not suspect: {wrong}, goal none", holds=wrong == 0)
    bare = [one for one in outcomes if one.reader == BARE]
    if bare:
        ratio, clock = (_per_page(_timed(own), figure) / _per_page(bare, figure) for figure in (_processor, _clock))
        claim = f"time: {ratio:.2f} times one bare Tesseract pass by processor time, {clock:.2f} by the clock"
        claim += f", goal {TIMES_BARE:.2f}"
        yield _verdict(claim, holds=ratio <= TIMES_BARE)
    peak = max(one.found.peak for one in own)
    yield _verdict(f"memory: {peak:.0f} MB, goal {MOST_MEMORY:.0f}", holds=peak <= MOST_MEMORY)


def _verdict(claim: str, *, holds: bool) -> str:
    return f"{'met   ' if holds else 'MISSED'}  {claim}"
