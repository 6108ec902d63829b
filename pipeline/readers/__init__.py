"""Readers: a file in, blocks in reading order out. ``READERS`` chooses by the ending of the file name."""

from __future__ import annotations

from collections.abc import Callable
from collections.abc import Set as AbstractSet

from pipeline.model import Catalog, ReadDocument

from .dump import read_dump
from .native.second import read_again
from .pdf import read_pdf

Reader = Callable[[str, Catalog], ReadDocument]
"""Takes the path of a file and the catalogue; raises :class:`DocumentError` for a file that it cannot read."""

READERS: dict[str, Reader] = {".txt": read_dump, ".md": read_dump, ".pdf": read_pdf}

Progress = Callable[[int, int], None]
"""Called with pages done and pages to do."""

LONG_READERS: dict[str, Callable[[str, Catalog, Progress | None, int], ReadDocument]] = {".pdf": read_pdf}
"""Readers that may take minutes also take a function to tell their progress to, and how many threads to keep busy."""

SECOND_READERS: dict[str, Callable[[str, ReadDocument, AbstractSet[int]], ReadDocument]] = {".pdf": read_again}
"""They take the path of a file, what was read, and pages, and add their own reading to the cells of these pages."""
