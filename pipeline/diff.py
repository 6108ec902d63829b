"""What changed between two output folders: in words and as CSV, row by row and column by column."""

from __future__ import annotations

import csv
import io
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import groupby
from pathlib import Path

from .export.source import Resource, read_package
from .model import Bilingual
from .text import guard

ADDED, REMOVED, CHANGED = "added", "removed", "changed"
SHOWN = 20
"""Rows of a dataset that are told in words unless all are asked for."""
_COLUMNS = ("dataset", "change", "key", "label", "column", "old", "new")
_LABELS = ("code", "row_label", "header_path", "indicator", "activity", "title", "name", "kind", "raw")
"""Columns that tell people which row is meant; the first two that are filled do."""
_OTHER_KEYS = {"issues": ("doc_id", "code", "source_id", "observed")}
"""Columns to know rows by instead of their key: that of an issue changes with every byte of its document."""
_LONGEST = 60
_DETAIL = frozenset({"sources", "numerals", "places", "indicators"})
"""Datasets of which people are told the numbers only: what changes there follows from the others."""
_WORDS = {
    "none": Bilingual("Không có gì thay đổi.", "Nothing changed."),
    ADDED: Bilingual("thêm", "added"),
    REMOVED: Bilingual("bớt", "removed"),
    CHANGED: Bilingual("đổi", "changed"),
    "issue added": Bilingual("vấn đề mới", "issue appeared"),
    "issue removed": Bilingual("vấn đề không còn", "issue disappeared"),
    "more": Bilingual(
        "và {} dòng khác; xem hết bằng --all hoặc --format csv", "and {} more rows; --all or --format csv"
    ),
    "columns added": Bilingual("cột mới: {}", "new columns: {}"),
    "columns removed": Bilingual("cột không còn: {}", "columns that are gone: {}"),
    "file added": Bilingual("tệp mới", "new file"),
    "file removed": Bilingual("tệp không còn", "file that is gone"),
    "empty": Bilingual("(trống)", "(empty)"),
}


@dataclass(frozen=True, slots=True)
class RowChange:
    """A row that came, went or is another; ``cells`` are the columns of it that differ, with old and new."""

    kind: str
    key: tuple[str, ...]
    label: str = ""
    cells: tuple[tuple[str, str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class FileChange:
    """What differs in one file. ``came`` and ``went`` are columns; ``whole`` is set where the file itself did."""

    name: str
    rows: tuple[RowChange, ...] = ()
    came: tuple[str, ...] = ()
    went: tuple[str, ...] = ()
    whole: str = ""


@dataclass(slots=True)
class _Side:
    """A file of one output: its rows by key."""

    columns: tuple[str, ...] = ()
    rows: dict[tuple[str, ...], dict[str, str]] = field(default_factory=dict)


def compare(old: Path, new: Path) -> list[FileChange]:
    """Return what differs between two output folders; raise :class:`UsageError` if one is none of ours.

    Rows are the same if their keys are; issues if they say the same of the same place; rows of wide tables, which have
    no key, if they have the same number.
    """
    before, after = ({one.path: one for one in read_package(folder)} for folder in (old, new))
    changes = []
    for path in dict.fromkeys((*after, *before)):
        change = _compare_file(before.get(path), after.get(path))
        if change.rows or change.came or change.went or change.whole:
            changes.append(change)
    return changes


def _compare_file(before: Resource | None, after: Resource | None) -> FileChange:
    some = after or before
    name = some.path.removesuffix(".csv") if some else ""
    old, new = _side(before), _side(after)
    common = [column for column in new.columns if column in old.columns]
    rows: list[RowChange] = []
    for key in dict.fromkeys((*new.rows, *old.rows)):
        one, other = old.rows.get(key), new.rows.get(key)
        if one is None or other is None:
            present = other or one or {}
            shown = new.columns if other else old.columns
            cells = tuple((column, *_sides(one, other, column)) for column in shown if present[column])
            rows.append(RowChange(ADDED if one is None else REMOVED, key, _label(present), cells))
        elif cells := tuple((column, one[column], other[column]) for column in common if one[column] != other[column]):
            rows.append(RowChange(CHANGED, key, _label(other), cells))
    if before is None or after is None:
        return FileChange(name, tuple(rows), whole=ADDED if before is None else REMOVED)
    return FileChange(
        name,
        tuple(rows),
        came=tuple(column for column in new.columns if column not in old.columns),
        went=tuple(column for column in old.columns if column not in new.columns),
    )


def _side(resource: Resource | None) -> _Side:
    if resource is None:
        return _Side()
    columns = tuple(one.name for one in resource.fields)
    keys = _OTHER_KEYS.get(resource.path.removesuffix(".csv"), resource.key)
    side = _Side(tuple(column for column in columns if column in keys or column not in resource.key))
    for number, row in enumerate(resource.rows(), start=1):
        named = dict(zip(columns, row, strict=True))
        key = tuple(filter(None, (named[column] for column in keys))) or (str(number),)
        same = 1
        while key in side.rows:
            same += 1
            key = (*key[: len(keys)], f"({same})")
        side.rows[key] = named
    return side


def _sides(one: dict[str, str] | None, other: dict[str, str] | None, column: str) -> tuple[str, str]:
    return (one or {}).get(column, ""), (other or {}).get(column, "")


def _label(row: dict[str, str]) -> str:
    """Say in a few words which row is meant.

    >>> _label({"row_label": "Ba Đình", "header_path": "Tổng số", "raw": "18.020"})
    'Ba Đình · Tổng số'
    """
    found = [_short(row[column]) for column in _LABELS if row.get(column)]
    return " · ".join(found[:2])


def _short(text: str) -> str:
    line = " ".join(text.split())
    return line if len(line) <= _LONGEST else f"{line[: _LONGEST - 1]}…"


def to_csv(changes: Iterable[FileChange]) -> str:
    """Return the changes as CSV, a line for each column that differs."""
    stream = io.StringIO(newline="")
    writer = csv.writer(stream, lineterminator="\n")
    writer.writerow(_COLUMNS)
    for change in changes:
        for row in change.rows:
            for column, old, new in row.cells:
                texts = (change.name, row.kind, ":".join(row.key), row.label, column, old, new)
                writer.writerow([guard(text) for text in texts])
    return stream.getvalue()


def to_words(changes: Sequence[FileChange], language: str, most: int | None = SHOWN) -> Iterator[str]:
    """Yield lines that say what changed, at most so many rows of each file; None for all."""
    if not changes:
        yield _said("none", language)
    for change in changes:
        counts = Counter(row.kind for row in change.rows)
        told = [f"{counts[kind]:,} {_said(kind, language)}" for kind in (CHANGED, ADDED, REMOVED) if counts[kind]]
        if change.whole:
            told.insert(0, _said(f"file {change.whole}", language))
        for word, columns in (("columns added", change.came), ("columns removed", change.went)):
            if columns:
                told.append(_said(word, language).format(", ".join(columns)))
        yield f"{change.name}: {'; '.join(told)}"
        if change.name in _DETAIL or change.whole:
            continue
        yield from (f"  {line}" for line in _row_lines(change, language, most))


def _row_lines(change: FileChange, language: str, most: int | None) -> Iterator[str]:
    order = {CHANGED: 0, ADDED: 1, REMOVED: 2}
    rows = sorted(change.rows, key=lambda row: order[row.kind])
    shown = rows if most is None else rows[:most]
    for kind, same in groupby(shown, key=lambda row: row.kind):
        for row in same:
            key = ":".join(row.key)
            where = f"{key} ({row.label})" if row.label else key
            if kind == CHANGED:
                cells = "; ".join(
                    f"{column} {_text(old, language)} → {_text(new, language)}" for column, old, new in row.cells
                )
                yield f"{where}: {cells}"
            else:
                yield f"{_said(f'issue {kind}' if change.name == 'issues' else kind, language)}: {where}"
    if len(shown) < len(rows):
        yield _said("more", language).format(f"{len(rows) - len(shown):,}")


def _text(text: str, language: str) -> str:
    return _short(text) if text else _said("empty", language)


def _said(word: str, language: str) -> str:
    said = _WORDS[word]
    return said.vietnamese if language == "vi" else said.english
