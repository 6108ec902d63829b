"""Put an output folder in place whole or not at all, and leave alone what did not change and what others put there."""

from __future__ import annotations

import errno
import os
import shutil
from collections.abc import Iterable, Mapping
from pathlib import Path

from pipeline.errors import ConfigurationError, UsageError

from .written import MARK, is_output, strangers, written

_MOST_NAMED = 5
"""Files that a message names."""


def check_writable(folder: Path) -> None:
    """Refuse a folder that is not ours to rebuild: raise :class:`UsageError` before any work is done."""
    if not folder.name and str(folder) in {"", "."}:
        raise UsageError("--out names no folder; name one")
    if folder.exists() and not folder.is_dir():
        raise UsageError(f"{folder}: is a file; name a folder with --out")
    real = _real(folder)
    above = next((path for path in (real, *real.parents) if path.exists()), Path("/"))
    if not os.access(above, os.W_OK):
        raise UsageError(f"{folder}: {above} cannot be written to; name another folder with --out")
    if not folder.is_dir() or is_output(folder):
        return
    if any(not entry.name.startswith(".") for entry in folder.iterdir()):
        held = "a {} that `khubnd run` did not write" if (folder / MARK).exists() else "no {} of an earlier run"
        raise UsageError(f"{folder}: is not empty and holds {held.format(MARK)}; name another folder with --out")


def replace_folder(folder: Path, files: Mapping[str, bytes]) -> bool:
    """Make ``folder`` hold ``files`` and what an earlier run did not write; return whether anything changed.

    The files are written beside the folder (beside what a link leads to) and swapped in at the end, so that a full
    disk or a lost power leaves the old content. Raises :class:`ConfigurationError` if they cannot be written,
    :class:`UsageError` if somebody else's file stands where one of them belongs.
    """
    folder = _real(folder)
    if _holds(folder, files):
        return False
    kept = strangers(folder, written(folder))
    _check_free(folder, kept, files)
    staging = folder.parent / f".{folder.name}.partial-{os.getpid()}"
    try:
        _remove_leftovers(folder)
        for name, content in files.items():
            target = staging / name
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_bytes(content)
        _swap(folder, staging, kept)
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


def _real(folder: Path) -> Path:
    """Follow links, so that what a link leads to is replaced, and not the link."""
    try:
        return folder.resolve()
    except (OSError, RuntimeError) as error:
        raise UsageError(f"{folder}: is a link that leads nowhere; name another folder with --out") from error


def _holds(folder: Path, files: Mapping[str, bytes]) -> bool:
    if not folder.is_dir():
        return False
    present = written(folder)
    return present == files.keys() and all((folder / name).read_bytes() == content for name, content in files.items())


def _check_free(folder: Path, kept: Iterable[str], files: Mapping[str, bytes]) -> None:
    """Refuse to put a file where somebody else's file or folder stands."""
    folders = {above.as_posix() for name in files for above in Path(name).parents}
    taken = sorted(
        name
        for name in kept
        if name in folders
        or any(above.as_posix() in files for above in Path(name).parents)
        or (name in files and not _is_same(folder / name, files[name]))
    )
    if taken:
        raise UsageError(
            f"{folder}: {', '.join(taken[:_MOST_NAMED])} would be overwritten, which no earlier run wrote; the old"
            " output was left; move it away or name another folder with --out"
        )


def _is_same(path: Path, content: bytes) -> bool:
    return path.is_file() and not path.is_symlink() and path.read_bytes() == content


def _swap(folder: Path, staging: Path, kept: Iterable[str]) -> None:
    """Exchange the folders; hidden entries (``.gitignore``) and ``kept`` move over. Undone if the second half fails."""
    if not folder.exists():
        staging.rename(folder)
        return
    for entry in folder.iterdir():
        if entry.name.startswith("."):
            _copy(entry, staging / entry.name)
    for name in kept:
        (staging / name).parent.mkdir(parents=True, exist_ok=True)
        _copy(folder / name, staging / name)
    old = folder.parent / f".{folder.name}.old-{os.getpid()}"
    folder.rename(old)
    try:
        staging.rename(folder)
    except OSError:
        old.rename(folder)
        raise
    shutil.rmtree(old, ignore_errors=True)


def _copy(entry: Path, target: Path) -> None:
    if entry.is_dir() and not entry.is_symlink():
        shutil.copytree(entry, target, symlinks=True)
    else:
        shutil.copy2(entry, target, follow_symlinks=False)


def _remove_leftovers(folder: Path) -> None:
    """Remove what a killed run left beside the folder."""
    for kind in ("partial", "old"):
        for path in folder.parent.glob(f".{folder.name}.{kind}-*"):
            pid = path.name.rpartition("-")[2]
            if pid.isdigit() and not Path(f"/proc/{pid}").exists():
                shutil.rmtree(path, ignore_errors=True)
