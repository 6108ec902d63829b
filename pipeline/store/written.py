"""Which files of a folder a run wrote, told from what the folder says of itself: nothing else may be deleted."""

from __future__ import annotations

import csv
import json
import os
from collections.abc import Container
from pathlib import Path
from typing import Any

from .package import load_contract

MARK = "datapackage.json"


def is_output(folder: Path) -> bool:
    """Say whether a folder holds the data package of a run, and not somebody else's."""
    return _package(folder) is not None


def written(folder: Path) -> frozenset[str]:
    """Return the files in a folder that a run wrote, as paths in it; none if it is no output folder.

    These are the data package and what it lists, and what belongs to its documents: report, searchable copies,
    quarantine. Only files of the kinds that runs write count, whatever else the package was made to list.
    """
    package = _package(folder)
    if package is None:
        return frozenset()
    datasets = {resource["path"] for resource in load_contract()["resources"]}
    listed = {str(one.get("path")) for one in package.get("resources") or () if isinstance(one, dict)}
    names = {MARK, "validation.json", "report/index.html"}
    names |= {name for name in listed if name in datasets or name.startswith("tables/")}
    for doc_id in _documents(folder):
        names |= {f"report/documents/{doc_id}.html", f"searchable/{doc_id}.pdf", f"quarantine/{doc_id}/why.txt"}
        names |= {f"quarantine/{doc_id}/{name}" for name in datasets}
    return _files(folder) & names


def strangers(folder: Path, own: Container[str]) -> tuple[str, ...]:
    """Return the files and links of a folder that are not its own, without hidden entries at its top."""
    return tuple(sorted(name for name in _files(folder) if name not in own))


def _package(folder: Path) -> dict[str, Any] | None:
    try:
        package = json.loads((folder / MARK).read_text(encoding="utf-8"))
    except (OSError, ValueError, RecursionError):
        return None
    return package if isinstance(package, dict) and package.get("name") == load_contract()["name"] else None


def _documents(folder: Path) -> list[str]:
    try:
        with (folder / "documents.csv").open(encoding="utf-8", newline="") as stream:
            return [row.get("doc_id") or "" for row in csv.DictReader(stream)]
    except (OSError, UnicodeDecodeError, csv.Error):
        return []


def _files(folder: Path) -> frozenset[str]:
    """Return all files and links; links are not followed."""
    found = set()
    for above, folders, files in os.walk(folder):
        here = Path(above)
        if here == folder:
            folders[:] = [name for name in folders if not name.startswith(".")]
            files = [name for name in files if not name.startswith(".")]  # noqa: PLW2901 - as os.walk prunes folders
        linked = [name for name in folders if (here / name).is_symlink()]
        found |= {(here / name).relative_to(folder).as_posix() for name in (*files, *linked)}
    return frozenset(found)
