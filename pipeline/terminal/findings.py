"""Findings of an output folder, those with one cause together, worst first."""

from __future__ import annotations

import csv
import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from pipeline.errors import UsageError
from pipeline.ranking import ranked, worst
from pipeline.text import unguard

Row = dict[str, str]
_NAME = "khubnd-extracted"


@dataclass(frozen=True, slots=True)
class Finding:
    """An issue with the row of its document and that of its place, which may be empty."""

    issue: Row
    document: Row
    source: Row
    number: str = ""
    """The text of its cell as read, where that holds a number."""
    in_words: bool = False
    """Whether words may stand around the number, as in schedules."""

    @property
    def is_open(self) -> bool:
        """Whether nobody has decided it."""
        return self.issue["resolution"] == "open"

    @property
    def place(self) -> str:
        """The place as its source is keyed, without the document."""
        return self.issue["source_id"].removeprefix(f"{self.issue['doc_id']}:")


@dataclass(frozen=True, slots=True)
class Group:
    """Findings of one document with one cause."""

    findings: tuple[Finding, ...]

    @property
    def first(self) -> Row:
        """The issue that stands for the others."""
        return self.findings[0].issue

    @property
    def severity(self) -> str:
        """The worst of its severities."""
        return worst(one.issue for one in self.findings)


@dataclass(frozen=True, slots=True)
class Filter:
    """Which findings to show; empty means all."""

    documents: Sequence[str] = field(default=())
    severities: Sequence[str] = field(default=())
    codes: Sequence[str] = field(default=())
    decided: bool = False
    """Whether those that somebody decided are shown too."""


def read_findings(folder: Path) -> list[Finding]:
    """Return all findings of an output folder; raise :class:`UsageError` if it is none of ours."""
    _check(folder)
    documents = {row["doc_id"]: row for row in _rows(folder, "documents")}
    sources = {row["source_id"]: row for row in _rows(folder, "sources")}
    numbers = {_cell(row): (row["raw"], False) for row in _rows(folder, "observations")}
    numbers |= {_cell(row): (row["raw"], True) for row in _rows(folder, "activities") if row["quantity"]}
    return [
        Finding(
            row,
            documents.get(row["doc_id"], {}),
            sources.get(row["source_id"], {}),
            *numbers.get(_cell(row), ("", False)),
        )
        for row in _rows(folder, "issues")
    ]


def _cell(row: Row) -> tuple[str, ...]:
    return row["doc_id"], row["table_id"], row["row_no"], row["column_no"]


def _check(folder: Path) -> None:
    if not folder.is_dir():
        raise UsageError(f"{folder}: no such folder; write it with `khubnd run` or name another with --out")
    try:
        package = json.loads((folder / "datapackage.json").read_text(encoding="utf-8"))
        ours = package["name"] == _NAME
    except (OSError, ValueError, LookupError, TypeError):
        ours = False
    if not ours:
        raise UsageError(f"{folder}: holds no datapackage.json of `khubnd run`; name an output folder with --out")


def _rows(folder: Path, name: str) -> list[Row]:
    path = folder / f"{name}.csv"
    try:
        with path.open(encoding="utf-8", newline="") as stream:
            rows = list(csv.DictReader(stream, strict=True))
    except (OSError, UnicodeDecodeError, csv.Error) as error:
        reason = getattr(error, "strerror", None) or error
        raise UsageError(f"{path}: cannot be read ({reason}); do the run again") from error
    needed = "unique" if name == "issues" else "doc_id"
    if any(None in row or None in row.values() or needed not in row for row in rows):
        raise UsageError(f"{path}: has other columns than this version writes; do the run again")
    return [{column: unguard(text) for column, text in row.items()} for row in rows]


def chosen(findings: Iterable[Finding], wanted: Filter) -> list[Finding]:
    """Return the findings that a filter lets through; raise :class:`UsageError` for a document that is not there."""
    found = list(findings)
    known = sorted({one.issue["doc_id"] for one in found})
    for name in wanted.documents:
        if name not in known and not any(doc_id.startswith(name) for doc_id in known):
            raise UsageError(f"{name}: no document with issues is called so; there are {', '.join(known) or 'none'}")
    return [
        one
        for one in found
        if (wanted.decided or one.is_open)
        and (not wanted.documents or _is_named(one.issue["doc_id"], wanted.documents, known))
        and (not wanted.severities or one.issue["severity"] in wanted.severities)
        and (not wanted.codes or one.issue["code"] in wanted.codes)
    ]


def _is_named(doc_id: str, names: Sequence[str], known: Sequence[str]) -> bool:
    """Say whether one of the names is a document, or begins it and is no document itself."""
    return any(doc_id == name or (name not in known and doc_id.startswith(name)) for name in names)


def grouped(findings: Iterable[Finding]) -> list[Group]:
    """Return findings by document and cause, worst first."""
    return [Group(tuple(members)) for members in ranked(findings, lambda one: one.issue)]
