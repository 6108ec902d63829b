"""Hand an output folder on as one file of another format."""

from __future__ import annotations

import errno
import os
import tempfile
from collections.abc import Callable, Sequence
from pathlib import Path

from pipeline.errors import ConfigurationError, KhubndError, UsageError

from .source import Resource, read_package
from .xlsx import write_xlsx

__all__ = ["FORMATS", "export"]

# Each writes the files of a package to a path and returns what it could not hold as it is, a line each.
FORMATS: dict[str, Callable[[Sequence[Resource], Path], list[str]]] = {"xlsx": write_xlsx}


def export(folder: Path, kind: str, to: Path | None = None) -> tuple[Path, list[str]]:
    """Write an output folder to one file, whole or not at all; return its path and what it could not hold as it is.

    Without ``to`` the file stands beside the folder under its name. Raises :class:`UsageError` if the folder is not
    ours or the target is out of the question, :class:`ConfigurationError` if it cannot be written.
    """
    resources = read_package(folder)
    target = to or folder.parent / f"{folder.name}.{kind}"
    if not to and not folder.name.strip("."):
        target = folder.resolve().with_name(f"{folder.resolve().name}.{kind}")
    _check(target, folder, kind)
    try:
        with tempfile.TemporaryDirectory(prefix=f".{target.name}.", dir=target.parent) as staging:
            written = Path(staging) / target.name
            notes = FORMATS[kind](resources, written)
            written.replace(target)
    except KhubndError:
        raise
    except Exception as error:
        failed = _failed_write(error)
        if failed is None:
            raise
        reason = "the disk is full; make room" if failed.errno == errno.ENOSPC else failed.strerror or failed
        raise ConfigurationError(
            f"{target}: cannot be written ({reason}); close it where it is open or name another file with --to"
        ) from error
    return target, notes


def _failed_write(error: BaseException | None) -> OSError | None:
    """Return what the system refused: a writer that closes its files after that fails in other ways."""
    while error is not None and not isinstance(error, OSError):
        error = error.__cause__ or error.__context__
    return error


def _check(target: Path, folder: Path, kind: str) -> None:
    """Refuse a target before any work is done."""
    if target.resolve().is_relative_to(folder.resolve()):
        raise UsageError(f"{target}: lies in {folder}, which a run rebuilds; name a file outside it with --to")
    if target.suffix.lower() != f".{kind}":
        raise UsageError(f"{target}: does not end in .{kind}; name such a file with --to")
    if target.is_dir():
        raise UsageError(f"{target}: is a folder; name a file with --to")
    if not target.parent.is_dir():
        raise UsageError(f"{target}: there is no folder {target.parent}; make it or name another file with --to")
    if not os.access(target.parent, os.W_OK):
        raise UsageError(f"{target}: {target.parent} cannot be written to; name another file with --to")
