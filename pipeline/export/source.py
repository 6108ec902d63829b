"""An output folder as its data package describes it: files, columns, types, rows."""

from __future__ import annotations

import csv
import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from pipeline.errors import UsageError
from pipeline.text import nfc, unguard

_NAME = "khubnd-extracted"


@dataclass(frozen=True, slots=True)
class Field:
    """A column: its name in the CSV, its type, its Vietnamese title and its English description."""

    name: str
    type: str
    title: str
    description: str


@dataclass(frozen=True, slots=True)
class Resource:
    """A CSV file of the folder. ``doc_id`` and ``table_id`` are set for a wide table, empty for a dataset."""

    path: str
    file: Path
    title: str
    description: str
    fields: tuple[Field, ...]
    doc_id: str = ""
    table_id: str = ""
    key: tuple[str, ...] = ()
    """Columns that tell its rows apart; empty for a wide table."""

    def rows(self) -> Iterator[list[str]]:
        """Yield the rows below the header; raise :class:`UsageError` if the file is not what the package says."""
        try:
            with self.file.open(encoding="utf-8", newline="") as stream:
                reader = csv.reader(stream, strict=True)
                if next(reader, None) != [one.name for one in self.fields]:
                    raise UsageError(f"{self.file}: has other columns than datapackage.json says; do the run again")
                for row in reader:
                    if len(row) != len(self.fields):
                        raise UsageError(f"{self.file}: line {reader.line_num} is not whole; do the run again")
                    yield row if self.table_id else [unguard(text) for text in row]
        except (OSError, UnicodeDecodeError, csv.Error) as error:
            reason = getattr(error, "strerror", None) or error
            raise UsageError(f"{self.file}: cannot be read ({reason}); do the run again") from error


def read_package(folder: Path) -> list[Resource]:
    """Return what the data package of an output folder lists; raise :class:`UsageError` if it is none of ours."""
    if not folder.is_dir():
        raise UsageError(f"{folder}: no such folder; write it with `khubnd run` or name another")
    try:
        package = json.loads((folder / "datapackage.json").read_text(encoding="utf-8"))
        if package["name"] == _NAME:
            return [_resource(folder, entry) for entry in package["resources"]]
    except (OSError, ValueError, LookupError, TypeError, AttributeError) as error:
        raise UsageError(f"{folder}: holds no datapackage.json of `khubnd run`; name an output folder") from error
    raise UsageError(f"{folder}: holds a datapackage.json that is not of `khubnd run`; name an output folder")


def _resource(folder: Path, entry: dict[str, Any]) -> Resource:
    path = Path(entry["path"])
    if path.is_absolute() or ".." in path.parts:
        raise UsageError(f"{folder / 'datapackage.json'}: {path} leads out of the folder; do the run again")
    fields = tuple(
        Field(one["name"], one["type"], nfc(one.get("title", "")), one.get("description", ""))
        for one in entry["schema"]["fields"]
    )
    key = entry["schema"].get("primaryKey", ())
    table = ("/".join(path.parts[1:-1]), path.stem) if path.parts[0] == "tables" else ()
    return Resource(
        path.as_posix(),
        folder / path,
        nfc(entry.get("title", path.stem)),
        entry.get("description", ""),
        fields,
        *(table or ("", "")),
        key=(key,) if isinstance(key, str) else tuple(key),
    )
