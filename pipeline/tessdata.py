"""Where Tesseract's data files are. Apart from the engine, so that they can be looked for without loading it."""

from __future__ import annotations

import os
import shutil
import sys
from collections.abc import Iterator
from pathlib import Path

from .errors import ProgramMissingError

LANGUAGES = ("vie", "eng")
"""For pages and for numbers."""
_INSTALL = {
    "apt-get": "apt-get install tesseract-ocr-vie tesseract-ocr-eng",
    "dnf": "dnf install tesseract-langpack-vie tesseract-langpack-eng",
    "pacman": "pacman -S tesseract-data-vie tesseract-data-eng",
}
_SUFFIX = ".traineddata"
_USUAL = (
    "/usr/share/tesseract-ocr/*/tessdata",  # Debian and Ubuntu, by version
    "/usr/share/tesseract-ocr/tessdata",
    "/usr/share/tessdata",  # Arch, openSUSE
    "/usr/share/tesseract/tessdata",  # Fedora
    "/usr/local/share/tessdata",
    "/opt/homebrew/share/tessdata",
)


def data_file(language: str) -> Path:
    """Return the data file of a language, from TESSDATA_PREFIX or the usual folders.

    Raises ProgramMissingError, which says what to install.
    """
    for folder in _folders():
        file = folder / f"{language}{_SUFFIX}"
        if file.is_file() and os.access(file, os.R_OK):
            return file
    raise ProgramMissingError(
        f"Tesseract's data file {language}{_SUFFIX} is missing; run: {install_command()} "
        "(or set TESSDATA_PREFIX to its folder)"
    )


def install_command() -> str:
    """Return the command that installs the data files on this machine; that of Debian if it is of no known kind."""
    known = (command for program, command in _INSTALL.items() if shutil.which(program))
    command = next(known, _INSTALL["apt-get"])
    return command if os.geteuid() == 0 else f"sudo {command}"


def _folders() -> Iterator[Path]:
    """Yield the folders that may hold data files; newer versions of Tesseract come first."""
    prefix = os.environ.get("TESSDATA_PREFIX")
    if prefix:
        yield Path(prefix)
        yield Path(prefix) / "tessdata"
    for usual in _USUAL:
        yield from sorted(Path("/").glob(usual.removeprefix("/")), reverse=True)


if __name__ == "__main__":
    try:
        for each in LANGUAGES:
            data_file(each)
    except ProgramMissingError as error:
        print(error, file=sys.stderr)  # noqa: T201 - for make, which calls this
        sys.exit(error.exit_code)
