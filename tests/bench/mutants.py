"""Clean dumps spoilt by seeded errors, as readers and typists make them."""

from __future__ import annotations

import random
import tempfile
import unicodedata
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import cache
from pathlib import Path

from pipeline.audit.slips import numeral_in
from pipeline.catalog import load_catalog
from pipeline.model import Activity, CellKey, Extraction, LineType, Observation
from pipeline.readers.dump import read_dump
from pipeline.stages import extract
from tests.plans import DUMPS, REAL, extraction, fixtures

from .scan_plans import RECIPES, make_plan


@dataclass(frozen=True, slots=True)
class Clean:
    """A document without errors of ours: its lines and what the pipeline makes of them."""

    name: str
    lines: tuple[str, ...]
    found: Extraction


@dataclass(frozen=True, slots=True)
class Spoilt:
    """A cell or a row that was spoilt: where it stood, what is printed and what is read there now."""

    table_id: str
    row_no: int
    column_no: int | None
    printed: str
    read: str

    @property
    def key(self) -> CellKey:
        """Where it stands; a row is its column 0."""
        return (self.table_id, self.row_no, self.column_no or 0)


@dataclass(frozen=True, slots=True)
class Mutant:
    """A document with errors and what the pipeline makes of it."""

    kind: str
    clean: Clean
    errors: tuple[Spoilt, ...]
    lines: tuple[str, ...]
    found: Extraction


Change = tuple[int, int, int, str]
"""Line from 0, first and last character, and the text that stands there instead."""
Rng = random.Random


def clean_documents(*, with_real: bool = True) -> list[Clean]:
    """Return the fixtures, the samples, plans made up for the benchmark and the real ones where they are at hand."""
    real = sorted(REAL.glob("*.txt")) if with_real and REAL.is_dir() else []
    stored = [
        Clean(path.name, _lines(path.read_text(encoding="utf-8")), extraction(path))
        for path in [*fixtures(), *DUMPS, *real]
    ]
    return [*stored, *(_made_up(name) for name in RECIPES)]


def _lines(text: str) -> tuple[str, ...]:
    return tuple(text.removeprefix("\ufeff").split("\n"))


@cache
def _made_up(name: str) -> Clean:
    """Return a plan of the benchmark of scans as a dump."""
    data = make_plan(name).data
    letters = data["letterhead"]
    lines = [*letters["issuer"], letters["state"], letters["motto"], letters["number"], letters["date"], ""]
    lines += [*data["title"], "", *(run[0] for one in data["body"] for run in one["runs"]), ""]
    lines += [*data["recipients"], "", *data["signature"][0], "", *data["signature"][1], ""]
    for annex in data["annexes"]:
        lines += [annex["heading"], annex["title"], annex["reference"], ""]
        for table in annex["tables"]:
            depth = max(cell["y"] + cell["rowspan"] for cell in table["header"])
            head = [["" for _ in range(table["columns"])] for _ in range(depth)]
            for cell in table["header"]:
                head[cell["y"]][cell["x"]] = cell["text"]
            lines += ["\t".join(row) for row in head]
            lines += ["\t".join(cell["text"] for cell in row) for row in table["body"]] + [""]
    return Clean(name, tuple(lines), _extract(lines))


def _extract(lines: Sequence[str]) -> Extraction:
    catalog = load_catalog()
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "plan.txt"
        path.write_text("\n".join(lines), encoding="utf-8")
        return extract(read_dump(str(path), catalog), catalog)


def spoil(clean: Clean, kind: str, count: int, seed: int) -> Mutant | None:
    """Return a document with so many errors of a kind in one of its tables; None if it has no room for them."""
    rng = random.Random(f"{clean.name} {kind} {count} {seed}")  # noqa: S311
    tables = [table.table_id for table in clean.found.tables if any(_cells(clean, table.table_id))]
    if not tables:
        return None
    made = KINDS[kind](clean, rng.choice(tables), count, rng)
    if made is None:
        return None
    errors, changes = made
    lines = list(clean.lines)
    for line, start, end, text in sorted(changes, reverse=True):
        lines[line : line + 1] = (lines[line][:start] + text + lines[line][end:]).split("\n") if text != _GONE else []
    return Mutant(kind, clean, tuple(errors), tuple(lines), _extract(lines))


_GONE = "\0"
Made = tuple[list[Spoilt], list[Change]] | None


def _cells(clean: Clean, table_id: str) -> Iterator[tuple[Observation | Activity, str, Decimal]]:
    """Yield the values of a table with their numeral."""
    values: list[Observation | Activity] = [*clean.found.observations, *clean.found.activities]
    for one in values:
        value = one.quantity.value if one.quantity else None
        if one.table_id == table_id and value is not None and one.where.line is not None:
            numeral = numeral_in(one.raw, value)
            line = clean.lines[one.where.line - 1]
            if numeral and numeral[0] in line[one.where.start : one.where.end]:
                yield one, numeral[0], value


def _change(clean: Clean, cell: Observation | Activity, numeral: str, new: str) -> tuple[Spoilt, Change]:
    where = cell.where
    assert where.line is not None
    assert where.start is not None
    start = clean.lines[where.line - 1].index(numeral, where.start)
    read = cell.raw.replace(numeral, new, 1)
    return (
        Spoilt(cell.table_id, cell.row_no, cell.column_no, cell.raw, read),
        (where.line - 1, start, start + len(numeral), new),
    )


Slip = Callable[[str, Rng], str]


def _confuse(numeral: str, rng: Rng) -> str:
    at = rng.choice([at for at, char in enumerate(numeral) if char.isdigit()])
    weights = load_catalog().confusions.digits
    others = [digit for digit in "0123456789" if digit != numeral[at] and (at > 0 or digit != "0")]
    digit = rng.choices(others, [weights[numeral[at], other] for other in others])[0]
    return numeral[:at] + digit + numeral[at + 1 :]


def _lose(numeral: str, rng: Rng) -> str:
    at = rng.choice([at for at, char in enumerate(numeral) if char.isdigit()])
    return _regroup(numeral, numeral[:at] + numeral[at + 1 :]) if sum(map(str.isdigit, numeral)) > 1 else numeral


def _add(numeral: str, rng: Rng) -> str:
    at = rng.randrange(1, len(numeral) + 1)
    return _regroup(numeral, numeral[:at] + rng.choice("0123456789") + numeral[at:])


def _regroup(old: str, new: str) -> str:
    """Set the dots anew, as whoever loses or adds a digit of ``1.250`` mostly loses the dot's place as well."""
    whole, mark, decimals = new.partition(",")
    digits = whole.replace(".", "").lstrip("0") or "0"
    return (f"{int(digits):,}".replace(",", ".") if "." in old or len(digits) < 4 else digits) + mark + decimals


def _unmark(numeral: str, rng: Rng) -> str:
    marks = [at for at, char in enumerate(numeral) if char in ".,"]
    if not marks:
        return numeral
    at = rng.choice(marks)
    return numeral[:at] + (",."[numeral[at] == ","]) + numeral[at + 1 :]


def _transpose(numeral: str, rng: Rng) -> str:
    pairs = [at for at in range(len(numeral) - 1) if numeral[at : at + 2].isdigit() and numeral[at] != numeral[at + 1]]
    pairs = [at for at in pairs if at or numeral[1] != "0"]
    if not pairs:
        return numeral
    at = rng.choice(pairs)
    return numeral[:at] + numeral[at + 1] + numeral[at] + numeral[at + 2 :]


def _slips(slip: Slip) -> Callable[[Clean, str, int, Rng], Made]:
    def make(clean: Clean, table_id: str, count: int, rng: Rng) -> Made:
        return _spoil_cells(clean, list(_cells(clean, table_id)), slip, (count, rng))

    return make


def _spoil_cells(
    clean: Clean, pool: list[tuple[Observation | Activity, str, Decimal]], slip: Slip, how: tuple[int, Rng]
) -> Made:
    count, rng = how
    rng.shuffle(pool)
    made = []
    for cell, numeral, _ in pool:
        new = slip(numeral, rng)
        if new != numeral:
            made.append(_change(clean, cell, numeral, new))
        if len(made) == count:
            return [one for one, _ in made], [change for _, change in made]
    return None


def _pairs(axis: int) -> Callable[[Clean, str, int, Rng], Made]:
    """Confuse two digits in cells of one row (0) or column (1), and so on in others."""

    def make(clean: Clean, table_id: str, count: int, rng: Rng) -> Made:
        pool = list(_cells(clean, table_id))
        lots: dict[int, list[tuple[Observation | Activity, str, Decimal]]] = {}
        for one in pool:
            lots.setdefault((one[0].row_no, one[0].column_no)[axis], []).append(one)
        rich = [lot for _, lot in sorted(lots.items()) if len(lot) > 1]
        if len(rich) < count:
            return None
        made = [_spoil_cells(clean, lot, _confuse, (2, rng)) for lot in rng.sample(rich, count)]
        kept = [one for one in made if one is not None]
        return [error for errors, _ in kept for error in errors], [change for _, some in kept for change in some]

    return make


def _rows(clean: Clean, table_id: str, count: int, rng: Rng) -> list[tuple[int, int]] | None:
    """Choose rows of items, as row number and line from 0, none next to another."""
    table = next(one for one in clean.found.tables if one.table_id == table_id)
    places = {
        row.row_no: row.label_where.line - 1
        for row in table.rows
        if row.line_type is LineType.ITEM and row.label and row.label_where.line is not None
    }
    rng.shuffle(order := sorted(places))
    chosen: list[int] = []
    for row_no in order:
        if all(abs(row_no - other) > 1 for other in chosen):
            chosen.append(row_no)
    return [(row_no, places[row_no]) for row_no in chosen[:count]] if len(chosen) >= count else None


def _on_rows(edit: Callable[[str, Rng], str]) -> Callable[[Clean, str, int, Rng], Made]:
    def make(clean: Clean, table_id: str, count: int, rng: Rng) -> Made:
        rows = _rows(clean, table_id, count, rng)
        if rows is None:
            return None
        errors, changes = [], []
        for row_no, at in rows:
            line = clean.lines[at]
            new = edit(line, rng)
            if new == line:
                return None
            errors.append(Spoilt(table_id, row_no, None, line, new))
            changes.append((at, 0, len(line), new))
        return errors, changes

    return make


def _fields(line: str) -> tuple[str, list[str], int]:
    """Return the separator of a line, its fields, and the first that may hold a value."""
    mark = "\t" if "\t" in line else "|"
    fields = line.split(mark)
    return mark, fields, 2 if mark == "\t" else 3


def _shift(line: str, rng: Rng) -> str:
    """Lose a cell so that those behind it move left, or take an empty one too many."""
    mark, fields, first = _fields(line)
    last = len(fields) - (mark == "|")
    filled = [at for at in range(first, last) if fields[at].strip()]
    if len(filled) < 3:
        return line
    at = rng.choice(filled[:-1])
    if rng.random() < 0.5:
        return mark.join([*fields[:at], *fields[at + 1 : last], "", *fields[last:]])
    return mark.join([*fields[:at], "", *fields[at:]])


def _unmark_name(clean: Clean, table_id: str, count: int, rng: Rng) -> Made:
    """Take a wrong mark for the one on a vowel of a label, or lose it."""
    rows = _rows(clean, table_id, count, rng)
    table = next(one for one in clean.found.tables if one.table_id == table_id)
    if rows is None:
        return None
    errors, changes = [], []
    for row_no, at in rows:
        label = table.rows[row_no - 1].label
        start = clean.lines[at].find(label)
        new = _wrong_mark(label, rng)
        if start < 0 or new == label:
            return None
        errors.append(Spoilt(table_id, row_no, None, label, new))
        changes.append((at, start, start + len(label), new))
    return errors, changes


_TONES = "\u0300\u0301\u0303\u0309\u0323"


def _wrong_mark(label: str, rng: Rng) -> str:
    letters = unicodedata.normalize("NFD", label)
    marked = [at for at, char in enumerate(letters) if unicodedata.combining(char)]
    if not marked:
        return label
    at = rng.choice(marked)
    others = _TONES.replace(letters[at], "") if letters[at] in _TONES else ""
    other = rng.choice([*others, ""])
    return unicodedata.normalize("NFC", letters[:at] + other + letters[at + 1 :])


def _swap_cells(clean: Clean, table_id: str, count: int, rng: Rng) -> Made:
    """Exchange cells with the next one of their row."""
    cells = {one.key: (one, numeral) for one, numeral, _ in _cells(clean, table_id) if one.raw == numeral}
    pairs = [
        (first, cells[after])
        for (table, row, column), first in cells.items()
        if (after := (table, row, column + 1)) in cells and cells[after][1] != first[1]
    ]
    rng.shuffle(pairs)
    chosen: list[tuple[tuple[Observation | Activity, str], tuple[Observation | Activity, str]]] = []
    for pair in pairs:
        if all(pair[0][0].row_no != other[0][0].row_no for other in chosen):
            chosen.append(pair)
    if len(chosen) < count:
        return None
    made = [
        _change(clean, one, numeral, other)
        for (first, left), (second, right) in chosen[:count]
        for one, numeral, other in ((first, left, right), (second, right, left))
    ]
    return [one for one, _ in made], [change for _, change in made]


KINDS: dict[str, Callable[[Clean, str, int, Rng], Made]] = {
    "digit confusion": _slips(_confuse),
    "lost digit": _slips(_lose),
    "added digit": _slips(_add),
    "dot or comma": _slips(_unmark),
    "swapped digits": _slips(_transpose),
    "two in a row": _pairs(0),
    "two in a column": _pairs(1),
    "swapped cells": _swap_cells,
    "shifted row": _on_rows(_shift),
    "dropped row": _on_rows(lambda *_: _GONE),
    "doubled row": _on_rows(lambda line, _: f"{line}\n{line}"),
    "wrong mark": _unmark_name,
}
"""What can go wrong, by name."""
ROW_KINDS = ("shifted row", "dropped row", "doubled row", "wrong mark")
PAIRS = ("two in a row", "two in a column", "swapped cells")
