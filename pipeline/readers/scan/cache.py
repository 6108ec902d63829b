"""What an engine read is kept between runs, outside the output folder, so that a second run recognises nothing again.

An entry is found by a hash of all that decides its content: pixels, resolution, what was asked, engine, format. Nothing
has to be emptied after a change; what is not asked for any more is removed when the folder outgrows its bound.
Entries are compressed JSON and not pickles, which could run code; confidences come back to the last bit, so that a
second run writes the same bytes. Packages for this (diskcache) store pickles and are no longer kept.

``KHUBND_CACHE`` names another folder; ``off``, or nothing, does without.
"""

from __future__ import annotations

import hashlib
import json
import os
import tempfile
import time
import zlib
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

import numpy as np
import platformdirs

from .engine import Cells, Engine, Grey, Pages, Pixels, Recognised, Symbol

_VARIABLE = "KHUBND_CACHE"
_FORMAT = "1"
"""To be changed with the layout of entries."""
_MOST = 500_000_000
"""Bytes. A page with its cells takes some 30 kB."""
_ROOM = 0.8
"""Part of the bound that is left when entries are removed, so that it is not done over and over."""
_HOUR = 3600.0
_PAGES = "pages"
_PARTIAL = "writing-"
_ENTRY = ".json.z"

Words = tuple[Recognised | None, ...]


@dataclass(slots=True)
class Shelf:
    """A folder of entries, at most ``most`` bytes of them. It never fails: what cannot be kept is not found later.

    Several processes and threads may use one folder: entries appear whole or not at all.
    """

    folder: Path | None
    most: int = _MOST
    _swept: bool = field(default=False, init=False)

    def recall(self, key: str) -> bytes | None:
        """Return what was kept under a key, None if there is nothing or it is spoilt."""
        if self.folder is None:
            return None
        path = self._path(self.folder, key)
        try:
            content = zlib.decompress(path.read_bytes())
        except (OSError, zlib.error):
            return None
        with suppress(OSError):
            os.utime(path)
        return content

    def keep(self, key: str, content: bytes) -> None:
        """Keep something under a key. Once per run, the entries not asked for longest make room."""
        if self.folder is None:
            return
        path = self._path(self.folder, key)
        with suppress(OSError):
            self.folder.mkdir(mode=0o700, parents=True, exist_ok=True)
            path.parent.mkdir(parents=True, exist_ok=True)
            handle, partial = tempfile.mkstemp(prefix=_PARTIAL, dir=path.parent)
            try:
                with os.fdopen(handle, "wb") as stream:
                    stream.write(zlib.compress(content, 1))
                Path(partial).replace(path)
            except BaseException:
                Path(partial).unlink(missing_ok=True)
                raise
        if not self._swept:
            self._swept = True
            self._sweep(self.folder)

    @staticmethod
    def _path(folder: Path, key: str) -> Path:
        return folder / _PAGES / key[:2] / f"{key[2:]}{_ENTRY}"

    def _sweep(self, folder: Path) -> None:
        """Remove the oldest entries of a folder that is too large, and what ended processes left half written."""
        now = time.time()
        entries = []
        for path in (folder / _PAGES).glob("*/*"):
            with suppress(OSError):
                stat = path.stat()
                if path.name.endswith(_ENTRY):
                    entries.append((stat.st_mtime, stat.st_size, path))
                elif path.name.startswith(_PARTIAL) and now - stat.st_mtime > _HOUR:
                    path.unlink()
        size = sum(one[1] for one in entries)
        if size <= self.most:
            return
        for _, length, path in sorted(entries):
            if size <= self.most * _ROOM:
                return
            with suppress(OSError):
                path.unlink()
            size -= length


def usual_shelf() -> Shelf:
    """Return the shelf in the folder for caches of the user (``~/.cache/khubnd``), or what KHUBND_CACHE says."""
    said = os.environ.get(_VARIABLE)
    if said is None:
        return Shelf(platformdirs.user_cache_path("khubnd", appauthor=False))
    return Shelf(Path(said).expanduser() if said not in {"", "off"} else None)


def remembering(engine: Engine, shelf: Shelf) -> Engine:
    """Return an engine that gives what it gave before, and asks the other only for pictures that it never saw."""
    about = json.dumps([_FORMAT, engine.name, engine.version]).encode()
    page = _kept_page(engine.page, shelf, about + b"page")
    looks = enumerate((engine.cells, *engine.again))
    cells, *again = (_kept_cells(look, shelf, about + b"cells%d" % number) for number, look in looks)
    block = _kept_page(engine.block, shelf, about + b"block") if engine.block is not None else None
    return replace(engine, page=page, cells=cells, again=tuple(again), block=block)


def key_of(about: bytes, pictures: Sequence[Grey]) -> str:
    """Hash pictures with what else decides the result; processors have instructions for this hash."""
    digest = hashlib.sha256(about)
    for picture in pictures:
        digest.update(b"%d x %d" % picture.shape)
        digest.update(np.ascontiguousarray(picture).data)
    return digest.hexdigest()


def _kept_page(page: Pages, shelf: Shelf, about: bytes) -> Pages:
    def read(picture: Grey, dpi: float) -> tuple[Recognised, ...]:
        key = key_of(b"%s%.3f" % (about, dpi), [picture])
        words = _recalled(shelf, key, lambda: page(picture, dpi))
        return tuple(word for word in words if word is not None)

    return read


def _kept_cells(cells: Cells, shelf: Shelf, about: bytes) -> Cells:
    def read(crops: Sequence[Grey]) -> tuple[Recognised | None, ...]:
        return _recalled(shelf, key_of(about, crops), lambda: cells(crops)) if crops else ()

    return read


def _recalled(shelf: Shelf, key: str, make: Callable[[], Words]) -> Words:
    content = shelf.recall(key)
    if content is not None:
        with suppress(ValueError, TypeError):
            return tuple(_to_word(entry) for entry in json.loads(content))
    words = make()
    shelf.keep(key, json.dumps(words, ensure_ascii=False, separators=(",", ":"), default=_plain).encode())
    return words


def _plain(number: np.generic) -> object:
    """Take numbers of NumPy for what they are; other engines may return them."""
    return number.item()


def _to_word(entry: Any) -> Recognised | None:  # noqa: ANN401 - what JSON holds
    """Build a word from the list that its tuple was written as; raise ValueError or TypeError if it is none."""
    if entry is None:
        return None
    text, box, confidence, symbols, line, block = entry
    made = tuple(Symbol(str(of), Pixels(*where), float(sure)) for of, where, sure in symbols)
    return Recognised(str(text), Pixels(*box), float(confidence), made, int(line), int(block))
