"""Readers: a file in, blocks in reading order out. ``READERS`` chooses by the ending of the file name."""

from __future__ import annotations

from collections.abc import Callable

from pipeline.model import Catalog, ReadDocument

from .dump import read_dump
from .native import read_native

Reader = Callable[[str, Catalog], ReadDocument]
"""Takes the path of a file and the catalogue; raises :class:`DocumentError` for a file that it cannot read."""

READERS: dict[str, Reader] = {".txt": read_dump, ".md": read_dump, ".pdf": read_native}
