"""What the terminal shows of a run: how far it is, and what came of it. rich is imported only when it is needed."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from .run import Progress, Standing, Summary

_PERIOD = 600.0
"""Seconds over which the speed is measured; a page may take more than the 30 that are usual."""
_LONGEST_NAME = 40


class shown_progress:  # noqa: N801 - used like a function
    """Show documents done, and the page of each that takes long, on a terminal; nothing in a pipe."""

    def __init__(self, *, hidden: bool) -> None:
        self._bar: Any = None
        self._tasks: dict[str, Any] = {}
        self._hidden = hidden or not sys.stderr.isatty()

    def __enter__(self) -> Progress | None:
        if self._hidden:
            return None
        from rich.console import Console
        from rich.progress import BarColumn, TextColumn, TimeRemainingColumn
        from rich.progress import Progress as Bar

        columns = (TextColumn("{task.description}", markup=False), BarColumn(), TimeRemainingColumn())
        self._bar = Bar(*columns, console=Console(stderr=True), transient=True, speed_estimate_period=_PERIOD)
        self._bar.start()
        return self._show

    def __exit__(self, *_: object) -> None:
        if self._bar is not None:
            self._bar.stop()

    def _show(self, standing: Standing) -> None:
        """Draw a line for all documents and one for each of those that tell their pages."""
        lines = {"": (f"documents: {standing.done} of {standing.total}", standing.done, standing.total)}
        for document, (done, total) in standing.pages.items():
            told = f"{document.path[-_LONGEST_NAME:]}: page {min(done + 1, total)} of {total}"
            lines[document.doc_id] = (told, done, total)
        for key in self._tasks.keys() - lines.keys():
            self._bar.remove_task(self._tasks.pop(key))
        for key, (told, done, total) in lines.items():
            if key not in self._tasks:
                self._tasks[key] = self._bar.add_task(told, total=total)
            self._bar.update(self._tasks[key], completed=done, description=told)


def print_summary(summary: Summary) -> None:
    """Print what became of each document, and how much was found."""
    from rich.console import Console
    from rich.table import Table

    console = Console(width=None if sys.stdout.isatty() else 1000, highlight=False)
    table = Table(box=None, pad_edge=False)
    for heading in ("document", "number", "years", "status", "errors", "warnings"):
        table.add_column(heading, justify="right" if heading in {"errors", "warnings"} else "left", overflow="fold")
    for row in summary.documents:
        span = "-".join(dict.fromkeys(filter(None, (row["year_start"], row["year_end"]))))
        table.add_row(
            row["doc_id"], row["document_number"], span, row["status"], row["issues_error"], row["issues_warning"]
        )
    console.print(table)
    sizes = summary.sizes
    console.print(
        f"\n{sizes['targets']:,} targets, {sizes['observations']:,} observations, "
        f"{sizes['activities']:,} activities, {sizes['identities']:,} identities checked"
    )
    counts = ", ".join(f"{summary.severities.get(severity, 0)} {severity}" for severity in ("error", "warning", "info"))
    console.print(f"issues: {counts}", markup=False)
    verb = "written to" if summary.changed else "unchanged in"
    console.print(
        f"{verb} {summary.out}/ - start with documents.csv, then issues.csv (worst first: severity = error)",
        markup=False,
    )
