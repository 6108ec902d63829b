"""``corrections.csv`` beside the documents: read whole or refused, written whole or not at all."""

from __future__ import annotations

import csv
import io
import os
import tempfile
from collections.abc import Iterable, Sequence
from collections.abc import Set as AbstractSet
from pathlib import Path

from .corrections import COLUMNS, effective, to_correction, to_row
from .errors import ConfigurationError
from .model import POLICY, Correction
from .text import guard, unguard

LEDGER = "corrections.csv"


def read_ledgers(paths: Iterable[Path], codes: AbstractSet[str]) -> tuple[Correction, ...]:
    """Return the decisions that count, from the ledgers of the folders in which documents are.

    Raises :class:`ConfigurationError` naming file and line of a row that cannot be understood: a decision left out
    would change values without a word.
    """
    folders = dict.fromkeys(path if path.is_dir() else path.parent for path in paths)
    return effective(row for folder in folders for row in read_ledger(folder / LEDGER, codes))


def read_ledger(path: Path, codes: AbstractSet[str]) -> list[Correction]:
    """Return all rows of a ledger, none if there is no such file."""
    found = []
    header, rows = _rows(path)
    missing = [column for column in COLUMNS if column not in header]
    if len(header) == 1 and missing and any(mark in header[0] for mark in ";\t"):
        raise ConfigurationError(f"{path}, line 1: its columns are not parted by commas; save it as CSV with commas")
    if header and missing:
        raise ConfigurationError(
            f"{path}, line 1: has no column {', '.join(missing)}; the columns are {', '.join(COLUMNS)}"
        )
    for line, cells in rows:
        if len(cells) != len(header):
            raise ConfigurationError(
                f"{path}, line {line}: has {len(cells)} fields instead of {len(header)}; quote texts that hold commas"
            )
        row = {column: unguard(text) for column, text in zip(header, cells, strict=True)}
        try:
            found.append(to_correction(row, f"{path.name}, line {line}", codes))
        except ValueError as error:
            raise ConfigurationError(f"{path}, line {line}: {error}") from error
    return found


def add_to_ledger(path: Path, corrections: Sequence[Correction]) -> None:
    """Append decisions to a ledger, which is made if there is none; raise :class:`ConfigurationError` if it cannot."""
    header, _ = _rows(path)
    old = path.read_bytes() if header else b""
    stream = io.StringIO(newline="")
    columns = header or list(COLUMNS)
    plain, quoted = (
        csv.DictWriter(stream, columns, restval="", lineterminator="\n", quoting=quoting)
        for quoting in (csv.QUOTE_MINIMAL, csv.QUOTE_ALL)
    )
    if not header:
        plain.writeheader()
    for one in corrections:
        row = {column: guard(text) for column, text in to_row(one).items()}
        # A lone carriage return ends a line for the reader but is not quoted by the writer.
        (quoted if any("\r" in text for text in row.values()) else plain).writerow(row)
    gap = b"\n" if old and not old.endswith(b"\n") else b""
    _write(path, old + gap + stream.getvalue().encode())


def undo_last(path: Path, codes: AbstractSet[str]) -> list[Correction]:
    """Take the last decision back and return its rows: all that one command wrote.

    Of rows without a time these are the same decision in many places, or all that a policy accepted.
    """
    rows = read_ledger(path, codes)
    if not rows:
        return []
    count = 1
    while count < len(rows) and _same_decision(rows[-count - 1], rows[-1]):
        count += 1
    lines = path.read_bytes().splitlines(keepends=True)
    first = int(rows[-count].at.rpartition(" ")[2])
    _write(path, b"".join(lines[: first - 1]))
    return rows[-count:]


def _same_decision(one: Correction, other: Correction) -> bool:
    if "T" in other.decided_on:
        return one.decided_on == other.decided_on

    def when(row: Correction) -> tuple[str, ...]:
        return row.decision, row.cause, row.reason, row.reviewer, row.decided_on

    if when(one) != when(other):
        return False
    return one.reviewer == POLICY or (one.read, one.printed, one.code) == (other.read, other.printed, other.code)


def _rows(path: Path) -> tuple[list[str], list[tuple[int, list[str]]]]:
    """Return the header and the filled rows with the number of the line on which each begins."""
    try:
        with path.open(encoding="utf-8-sig", newline="") as stream:
            reader = csv.reader(stream, strict=True)
            header = next(reader, [])
            rows, begin = [], reader.line_num + 1
            for row in reader:
                if row:
                    rows.append((begin, row))
                begin = reader.line_num + 1
    except FileNotFoundError:
        return [], []
    except (OSError, UnicodeDecodeError, csv.Error) as error:
        raise ConfigurationError(f"{path}: cannot be read ({error}); save it as CSV in UTF-8") from error
    return header, rows


def _write(path: Path, content: bytes) -> None:
    """Replace a file whole, so that a full disk or a lost power leaves the old one."""
    staged = None
    try:
        with tempfile.NamedTemporaryFile(dir=path.parent, prefix=f".{path.name}.", delete=False) as stream:
            staged = Path(stream.name)
            stream.write(content)
            stream.flush()
            os.fsync(stream.fileno())
        staged.chmod(path.stat().st_mode & 0o777 if path.exists() else 0o644)
        staged.replace(path)
    except OSError as error:
        if staged is not None:
            staged.unlink(missing_ok=True)
        raise ConfigurationError(
            f"{path}: cannot be written ({error.strerror}); check the folder; the old one was left"
        ) from error
