"""Find out whether this installation can work: what is there, what is missing, the command that mends it.

No package is imported to check it; its metadata says enough and costs milliseconds.
"""

from __future__ import annotations

import codecs
import csv
import os
import platform
import shlex
import shutil
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from importlib import metadata, resources
from pathlib import Path

from packaging.requirements import Requirement
from packaging.specifiers import SpecifierSet

from .errors import ProgramMissingError
from .tessdata import LANGUAGES, data_file, install_command

_DISTRIBUTION = "khubnd"
_ENOUGH_BYTES = 500_000_000  # a run over a hundred long scans with crops and report
_ELSEWHERE = "khubnd run --out DIR"


@dataclass(frozen=True, slots=True)
class Finding:
    """What one check found. ``remedy`` is the command to type, empty where nothing is wrong."""

    name: str
    ok: bool
    detail: str
    remedy: str

    def __post_init__(self) -> None:
        if self.ok == bool(self.remedy):
            raise ValueError(f"the finding {self.name!r} needs a remedy if, and only if, it is not ok")


def diagnose() -> tuple[Finding, ...]:
    """Check Python, the packages, OCR, the terminal, the place to write to and the data files, in this order."""
    package = Path(str(resources.files("pipeline")))
    return (
        *check_distribution(_DISTRIBUTION, package.parent),
        check_ocr(),
        check_encoding(getattr(sys.stdout, "encoding", None)),
        check_folder(Path.cwd() / "extracted"),
        check_space(shutil.disk_usage(Path.cwd()).free),
        check_data(package / "data"),
    )


def check_distribution(name: str, root: Path) -> Iterator[Finding]:
    """Check Python and each requirement that the installed distribution declares, extras left out.

    ``root`` is the folder of the project; the remedy names it if the distribution itself is not installed.
    """
    try:
        declared = metadata.metadata(name)
    except metadata.PackageNotFoundError:
        yield Finding(name, ok=False, detail="not installed", remedy=f"make -C {shlex.quote(str(root))} setup")
        return
    yield check_python(platform.python_version(), declared["Requires-Python"])
    for line in declared.get_all("Requires-Dist", []):
        requirement = Requirement(line)
        if requirement.marker is None or requirement.marker.evaluate({"extra": ""}):
            yield check_package(requirement)


def check_python(version: str, required: str) -> Finding:
    """Compare a Python version with what the project requires.

    >>> check_python("3.10.4", ">=3.11")
    Finding(name='Python', ok=False, detail='3.10.4, needs >=3.11', remedy='make clean setup PYTHON=python3.11')
    """
    specifier = SpecifierSet(required)
    if specifier.contains(version, prereleases=True):
        return Finding("Python", ok=True, detail=version, remedy="")
    lowest = min((bound.version for bound in specifier if bound.operator == ">="), default="3")
    remedy = f"make clean setup PYTHON=python{lowest}"
    return Finding("Python", ok=False, detail=f"{version}, needs {specifier}", remedy=remedy)


def check_package(requirement: Requirement) -> Finding:
    """Compare the installed version of a package with the requirement."""
    remedy = f"{shlex.quote(sys.executable)} -m pip install {shlex.quote(f'{requirement.name}{requirement.specifier}')}"
    try:
        version = metadata.version(requirement.name)
    except metadata.PackageNotFoundError:
        return Finding(requirement.name, ok=False, detail="not installed", remedy=remedy)
    if requirement.specifier.contains(version, prereleases=True):
        return Finding(requirement.name, ok=True, detail=version, remedy="")
    detail = f"{version}, needs {requirement.specifier}"
    return Finding(requirement.name, ok=False, detail=detail, remedy=remedy)


def check_ocr() -> Finding:
    """Tell whether Tesseract has the data that it needs for scans; whether it is there itself, its package says."""
    found, missing = [], []
    for language in LANGUAGES:
        try:
            found.append(data_file(language))
        except ProgramMissingError:
            missing.append(language)
    if missing:
        detail = f"{' and '.join(missing)} not found: scans cannot be read, documents with a text layer can"
        return Finding("Tesseract data", ok=False, detail=detail, remedy=install_command())
    folders = " and ".join(dict.fromkeys(str(file.parent) for file in found))
    return Finding("Tesseract data", ok=True, detail=f"{' and '.join(LANGUAGES)} in {folders}", remedy="")


def check_encoding(encoding: str | None) -> Finding:
    """Tell whether the output can carry Vietnamese.

    >>> check_encoding("ANSI_X3.4-1968")
    Finding(name='output encoding', ok=False, detail='ascii, needs utf-8', remedy='export PYTHONUTF8=1')
    """
    try:
        name = codecs.lookup(encoding or "").name
    except LookupError:
        name = encoding or "unknown"
    if name == "utf-8":
        return Finding("output encoding", ok=True, detail=name, remedy="")
    return Finding("output encoding", ok=False, detail=f"{name}, needs utf-8", remedy="export PYTHONUTF8=1")


def check_folder(out: Path) -> Finding:
    """Tell whether a run can create its output folder, or replace it: both need the folder above to be writable."""
    for folder in (out.parent, out):
        if folder.exists() and not (folder.is_dir() and os.access(folder, os.W_OK | os.X_OK)):
            return Finding("output folder", ok=False, detail=f"{folder} cannot be written to", remedy=_ELSEWHERE)
    return Finding("output folder", ok=True, detail=f"{out} can be written", remedy="")


def check_space(free: int) -> Finding:
    """Tell whether a long run will find room on the disk; ``free`` is in bytes.

    >>> check_space(12_000_000).detail
    '12 MB free, needs 500 MB'
    """
    detail = f"{free // 1_000_000} MB free"
    if free >= _ENOUGH_BYTES:
        return Finding("disk space", ok=True, detail=detail, remedy="")
    return Finding("disk space", ok=False, detail=f"{detail}, needs {_ENOUGH_BYTES // 1_000_000} MB", remedy=_ELSEWHERE)


def check_data(folder: Path) -> Finding:
    """Tell whether the data files of the package are there, each with a header and at least one row."""
    remedy = f"git -C {shlex.quote(str(folder.parent.parent))} restore pipeline/data"
    files = sorted(folder.glob("*.csv"))
    if not files:
        return Finding("data files", ok=False, detail=f"none in {folder}", remedy=remedy)
    bad = [file.name for file in files if not _has_rows(file)]
    if bad:
        return Finding("data files", ok=False, detail=f"empty or unreadable: {', '.join(bad)}", remedy=remedy)
    return Finding("data files", ok=True, detail=f"{len(files)} in {folder}", remedy="")


def _has_rows(file: Path) -> bool:
    try:
        with file.open(encoding="utf-8", newline="") as stream:
            return next(csv.DictReader(stream), None) is not None
    except (OSError, UnicodeDecodeError):
        return False
