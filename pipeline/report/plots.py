"""Plots for those who would rather look than read: bars of values by ``check``, maps of what is suspect.

They are laid out here and drawn as SVG by the templates; every figure stands beside them as text, too.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from pipeline.model import Check

_SHADES = 5


@dataclass(frozen=True, slots=True)
class Part:
    """A part of a bar, in per cent of its length."""

    check: str
    count: int
    start: float
    width: float


@dataclass(frozen=True, slots=True)
class HeatCell:
    """How many values of a page (or table) and a column are suspect; ``shade`` is 0 for none, up to 5."""

    suspect: int
    values: int
    shade: int


@dataclass(frozen=True, slots=True)
class HeatRow:
    """A page of a table, or a whole table of a text dump."""

    table_id: str
    page: str
    cells: tuple[HeatCell | None, ...]


@dataclass(frozen=True, slots=True)
class HeatMap:
    """What is suspect by page and column; column numbers count from 1."""

    rows: tuple[HeatRow, ...]
    columns: int


def bar(checks: Mapping[str, int]) -> tuple[Part, ...]:
    """Divide a bar by check, best first; what has no value has no part.

    >>> [(part.check, part.start, part.width) for part in bar({"single": 1, "reconciled": 3})]
    [('reconciled', 0.0, 75.0), ('single', 75.0, 25.0)]
    """
    total = sum(checks.values())
    parts: list[Part] = []
    start = 0
    for check in Check:
        count = checks.get(check, 0)
        if count:
            parts.append(Part(str(check), count, round(100 * start / total, 2), round(100 * count / total, 2)))
        start += count
    return tuple(parts)


def count_checks(values: Iterable[Mapping[str, str]]) -> Counter[str]:
    """Count values by check."""
    return Counter(value["check"] for value in values)


def heat_map(values: Sequence[Mapping[str, str]], sources: Mapping[str, Mapping[str, str]]) -> HeatMap:
    """Count suspect values of tables by table, page and column."""
    counts: dict[tuple[str, str], dict[int, list[int]]] = {}
    for value in values:
        page = sources.get(value["source_id"], {}).get("page", "")
        cell = counts.setdefault((value["table_id"], page), {}).setdefault(int(value["column_no"]), [0, 0])
        cell[0] += value["check"] == Check.SUSPECT
        cell[1] += 1
    columns = max((column for cells in counts.values() for column in cells), default=0)
    worst = max((suspect for cells in counts.values() for suspect, _ in cells.values()), default=0)
    rows = []
    for (table_id, page), cells in sorted(counts.items(), key=lambda item: _order(*item[0])):
        drawn = tuple(_heat(cells.get(column), worst) for column in range(1, columns + 1))
        rows.append(HeatRow(table_id, page, drawn))
    return HeatMap(tuple(rows), columns)


def _order(table_id: str, page: str) -> tuple[int, int]:
    return int(table_id.lstrip("t") or 0), int(page or 0)


def _heat(counts: Sequence[int] | None, worst: int) -> HeatCell | None:
    if counts is None:
        return None
    suspect, values = counts
    return HeatCell(suspect, values, -(-_SHADES * suspect // worst) if suspect else 0)
