"""The peers that scans are compared with, in an environment of their own outside the checkout."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import tempfile
import zlib
from collections.abc import Sequence
from pathlib import Path

from .peers import rows_to_sheet
from .scan_child import Scanned, run_child
from .scan_peer_child import PEERS

REQUIREMENTS = ("ocrmypdf==17.13.0", "camelot-py==2.0.0", "img2table==2.0.0", "setuptools<81")
LANGUAGES = {"vie", "osd"}
"""What peers need for the text and for telling how a page lies."""
SCRIPT = Path(__file__).with_name("scan_peer_child.py")


def prepare_peers() -> Path | str:
    """Return the Python of the peers' environment, made where it is missing, or in one line why there is none."""
    if not _languages() >= LANGUAGES:
        return "the program tesseract is missing or lacks a language: apt-get install tesseract-ocr tesseract-ocr-vie"
    return prepare_environment(REQUIREMENTS)


def prepare_environment(requirements: Sequence[str]) -> Path | str:
    """Return the Python of an environment with some packages, made where it is missing, or why there is none.

    Peers bring packages that are at odds with ours, such as another build of OpenCV.
    """
    cache = Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache")
    wanted = " ".join((*requirements, sys.version))
    folder = cache / "khubnd-bench" / f"peers-{zlib.crc32(wanted.encode()):08x}"
    python = folder / "bin" / "python"
    ready = folder / ".ready"
    if not ready.is_file():
        print(f"Making an environment for the peers in {folder} (some minutes, once)")
        install = [str(python), "-m", "pip", "install", "--quiet", "--disable-pip-version-check", *requirements]
        for command in ([sys.executable, "-m", "venv", "--clear", str(folder)], install):
            done = subprocess.run(command, capture_output=True, text=True, check=False)
            if done.returncode:
                told = (done.stderr.strip().splitlines() or ["no reason given"])[-1]
                return f"their environment could not be made: {told}"
        ready.touch()
    return python


def _languages() -> set[str]:
    """Return the languages of the program that peers call; none where it is missing."""
    program = shutil.which("tesseract")
    if program is None:
        return set()
    return set(subprocess.run([program, "--list-langs"], capture_output=True, text=True, check=False).stdout.split())


def read_with_peer(python: Path, peer: str, scan: Path) -> Scanned | str:
    """Return what a peer read, or in one line why it could not."""
    with tempfile.TemporaryDirectory() as folder:
        result = Path(folder) / "result.json"
        bare = {"OMP_THREAD_LIMIT": "1", "PYTHONPATH": ""}
        done = run_child([str(python), str(SCRIPT), peer, str(scan), str(result)], bare)
        if done.returncode:
            return (done.stderr.strip().splitlines() or [f"ended with {done.returncode}"])[-1]
        found = json.loads(result.read_text(encoding="utf-8"))
    sheets = tuple(rows_to_sheet(page, rows) for page, rows in found.pop("sheets"))
    return Scanned(sheets=sheets, **found)


__all__ = ["PEERS", "prepare_environment", "prepare_peers", "read_with_peer"]
