"""The order in which issues are shown, the same in the terminal and in the report."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import TypeVar

from pipeline.model import Severity

_Item = TypeVar("_Item")
_Row = Mapping[str, str]
_ORDER = {severity: rank for rank, severity in enumerate(Severity)}


def ranked(items: Iterable[_Item], row_of: Callable[[_Item], _Row]) -> list[list[_Item]]:
    """Return issues by document and cause: open ones and worst first, numbers and cells before words.

    In a group, what can be accepted comes first: the sums that fail are told by the cell that is to blame.
    """
    by_group: dict[tuple[str, str], list[_Item]] = {}
    for one in items:
        row = row_of(one)
        by_group.setdefault((row["doc_id"], row["group"]), []).append(one)
    groups = [sorted(members, key=lambda one: not row_of(one)["proposal"]) for members in by_group.values()]
    return sorted(groups, key=lambda members: _badness([row_of(one) for one in members]))


def worst(rows: Iterable[_Row]) -> str:
    """Return the worst severity of issues."""
    return min((row["severity"] for row in rows), key=lambda severity: _ORDER[Severity(severity)])


def touches_data(rows: Sequence[_Row]) -> bool:
    """Say whether a number or a cell is concerned, which is worse than a word."""
    texts = (row[name] for row in rows for name in ("observed", "proposal"))
    cells = any(row["row_no"] and row["column_no"] for row in rows)
    return cells or any(char.isdigit() for text in texts for char in text)


def _badness(rows: Sequence[_Row]) -> tuple[bool, int, bool]:
    decided = all(row["resolution"] != "open" for row in rows)
    return decided, _ORDER[Severity(worst(rows))], not touches_data(rows)
