"""Control sheets: per table one page that a reviewer compares with the print, and signs."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from pipeline.model import Table

from .content import Row
from .plots import Part, bar, count_checks

MOST_SUMS = 28
"""Lines of sums that fit on a page of A4 beside the rest."""


@dataclass(frozen=True, slots=True)
class SheetSum:
    """A sum that was tried: where its total stands, what is printed, what the parts add up to."""

    kind: str
    row: str
    column: str
    printed: str
    computed: str
    difference: str
    tolerance: str
    holds: bool


@dataclass(frozen=True, slots=True)
class KindCount:
    """How many sums of a kind were tried and how many fail."""

    kind: str
    tried: int
    failing: int


@dataclass(frozen=True, slots=True)
class Sheet:
    """The control sheet of a table."""

    table_id: str
    title: str
    pages: tuple[str, ...]
    sums: tuple[SheetSum, ...]
    left_out: int
    kinds: tuple[KindCount, ...]
    checks: Mapping[str, int]
    parts: tuple[Part, ...]
    severities: Mapping[str, int]

    @property
    def failing(self) -> int:
        """How many sums fail."""
        return sum(kind.failing for kind in self.kinds)

    @property
    def tried(self) -> int:
        """How many sums were tried."""
        return sum(kind.tried for kind in self.kinds)


@dataclass(frozen=True, slots=True)
class TableRows:
    """The rows of the datasets that belong to one table, and the pages that it stands on."""

    identities: list[Row] = field(default_factory=list)
    values: list[Row] = field(default_factory=list)
    issues: list[Row] = field(default_factory=list)
    pages: Sequence[str] = ()


def control_sheet(table: Table, own: TableRows) -> Sheet:
    """Return the sheet of one table: failing sums first, then those of columns, then those of rows."""
    ordered = sorted(own.identities, key=lambda one: (one["holds"] == "true", not one["kind"].startswith("column")))
    tried = Counter(one["kind"] for one in own.identities)
    failing = Counter(one["kind"] for one in own.identities if one["holds"] != "true")
    checks = count_checks(own.values)
    return Sheet(
        table_id=table.table_id,
        title=table.title,
        pages=tuple(own.pages),
        sums=tuple(_sum(table, one) for one in ordered[:MOST_SUMS]),
        left_out=len(ordered[MOST_SUMS:]),
        kinds=tuple(KindCount(kind, count, failing[kind]) for kind, count in sorted(tried.items())),
        checks=checks,
        parts=bar(checks),
        severities=Counter(issue["severity"] for issue in own.issues),
    )


def _sum(table: Table, identity: Mapping[str, str]) -> SheetSum:
    row_no, column_no = total_cell(identity["members"])
    row = next((row for row in table.rows if str(row.row_no) == row_no), None)
    column = next((column for column in table.columns if str(column.column_no) == column_no), None)
    return SheetSum(
        kind=identity["kind"],
        row=(row.label or row.printed_no if row else "") or row_no,
        column=(column.path if column else "") or column_no,
        printed=identity["printed"],
        computed=identity["computed"],
        difference=identity["difference"],
        tolerance=identity["tolerance"],
        holds=identity["holds"] == "true",
    )


def total_cell(members: str) -> tuple[str, str]:
    """Return row and column of the total, the first of the members of an identity.

    A goal in prose has no column.

    >>> total_cell("1:3 2:3 3:3"), total_cell("t1:4:2 t2:5:2"), total_cell("g5 1:3")
    (('1', '3'), ('4', '2'), ('g5', ''))
    """
    total = members.split(maxsplit=1)[0]
    row_no, _, column_no = total.rpartition(":")
    return (row_no.rpartition(":")[2], column_no) if row_no else (total, "")
