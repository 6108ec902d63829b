"""Readers: a file in, blocks in reading order out. ``READERS`` chooses by the ending of the file name."""

from __future__ import annotations

from collections.abc import Callable

from pipeline.model import ReadDocument

from .dump import read_dump

READERS: dict[str, Callable[[str], ReadDocument]] = {".txt": read_dump, ".md": read_dump}
