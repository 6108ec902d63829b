"""Put an output folder in place whole or not at all, and leave it alone where nothing changed."""

from __future__ import annotations

import errno
import os
import shutil
from collections.abc import Iterable, Mapping
from pathlib import Path

from pipeline.errors import ConfigurationError, UsageError

_MARK = "datapackage.json"


def check_writable(folder: Path) -> None:
    """Refuse a folder that is not ours to rebuild: raise :class:`UsageError` before any work is done."""
    if not folder.name and str(folder) in {"", "."}:
        raise UsageError("--out names no folder; name one")
    if folder.exists() and not folder.is_dir():
        raise UsageError(f"{folder}: is a file; name a folder with --out")
    above = next((path for path in (folder, *folder.absolute().parents) if path.exists()), Path("/"))
    if not os.access(above, os.W_OK):
        raise UsageError(f"{folder}: {above} cannot be written to; name another folder with --out")
    if folder.is_dir():
        strangers = [entry for entry in folder.iterdir() if not entry.name.startswith(".")]
        if strangers and not (folder / _MARK).is_file():
            raise UsageError(
                f"{folder}: is not empty and holds no {_MARK} of an earlier run; name another folder with --out"
            )


def replace_folder(folder: Path, files: Mapping[str, bytes]) -> bool:
    """Make ``folder`` hold exactly ``files`` (hidden entries stay); return whether anything changed.

    The files are written beside the folder and swapped in at the end, so that a full disk or a lost power
    leaves the old content. Raises :class:`ConfigurationError` if they cannot be written.
    """
    folder = folder.absolute()
    if _holds(folder, files):
        return False
    staging = folder.parent / f".{folder.name}.partial-{os.getpid()}"
    try:
        _remove_leftovers(folder)
        for name, content in files.items():
            target = staging / name
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_bytes(content)
        _swap(folder, staging)
    except OSError as error:
        reason = "the disk is full; make room" if error.errno == errno.ENOSPC else f"{error.strerror}; check the folder"
        raise ConfigurationError(
            f"{folder}: the output cannot be written ({reason}); the old output was left"
        ) from error
    finally:
        shutil.rmtree(staging, ignore_errors=True)
    return True


def check_apart(folder: Path, inputs: Iterable[Path]) -> None:
    """Refuse an output folder inside an input folder, or around one: it would be read, or replaced."""
    out = folder.resolve()
    for path in inputs:
        given = path.resolve()
        if given.is_dir() and (out.is_relative_to(given) or given.is_relative_to(out)):
            raise UsageError(f"{folder}: lies in {path}, which is read; name a folder outside it with --out")


def _holds(folder: Path, files: Mapping[str, bytes]) -> bool:
    if not folder.is_dir():
        return False
    present = {
        path.relative_to(folder).as_posix(): path
        for path in folder.rglob("*")
        if path.is_file() and not path.relative_to(folder).parts[0].startswith(".")
    }
    return present.keys() == files.keys() and all(
        present[name].read_bytes() == content for name, content in files.items()
    )


def _swap(folder: Path, staging: Path) -> None:
    """Exchange the folders; hidden entries (``.gitignore``) move over. Undone if the second half fails."""
    if not folder.exists():
        staging.rename(folder)
        return
    for entry in folder.iterdir():
        if entry.name.startswith("."):
            (shutil.copytree if entry.is_dir() else shutil.copy2)(entry, staging / entry.name)
    old = folder.parent / f".{folder.name}.old-{os.getpid()}"
    folder.rename(old)
    try:
        staging.rename(folder)
    except OSError:
        old.rename(folder)
        raise
    shutil.rmtree(old, ignore_errors=True)


def _remove_leftovers(folder: Path) -> None:
    """Remove what a killed run left beside the folder."""
    for kind in ("partial", "old"):
        for path in folder.parent.glob(f".{folder.name}.{kind}-*"):
            pid = path.name.rpartition("-")[2]
            if pid.isdigit() and not Path(f"/proc/{pid}").exists():
                shutil.rmtree(path, ignore_errors=True)
