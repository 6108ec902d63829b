"""Tesseract 5, from the wheel ``tesserocr`` that carries it, with the data files of Debian or of another set-up.

Pages are read with the Vietnamese data alone: the English beside it takes a third longer and reads ``01`` as ``O1``.
Cells are read with the English data alone: of 711 cells it gets 706 right at 200 dpi and 655 at 150 dpi (noise, JPEG),
where the Vietnamese gets 653 and 434. No list of allowed characters is set, since Tesseract then leaves out what it
takes for another and reads ``15`` as ``1``; letters that are shaped like a digit are turned into it afterwards, with
little confidence.
"""

from __future__ import annotations

import hashlib
import os
import threading
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from functools import partial
from itertools import islice
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING, NamedTuple

import cv2
import numpy as np

from pipeline.errors import ProgramMissingError
from pipeline.readers.components import find_components
from pipeline.tessdata import LANGUAGES, data_file

from .engine import Engine, Grey, Pixels, Recognised, Symbol, enlarged

if TYPE_CHECKING:
    from tesserocr import PyResultIterator, PyTessBaseAPI

_PAGE, _CELL = LANGUAGES
_SETTINGS = "2"
"""To be changed with everything here after which the same picture may be read otherwise."""
_PAGE_DPI = 210.0
"""What a page is reduced to: of five plans, ordinary wear, 2,096 cells of 2,115 are then right and 49 letters of prose
in 14,000 wrong, 2,095 and 60 at 300 dpi, heavy and faint wear as many as there, and a fifth of the time is saved."""
_HEIGHTS = (16, 24, 30)
"""Pixels to which the digits of a cell are scaled, for the first look and the next ones.

Of 3000 made up numbers in eleven fonts at three levels of wear, each gets 98 % right; the first two agree on 97 %, all
of which are right.
"""
_DASH = 1.5
"""Width of a dash in parts of its height, at least."""
_RIM = 8
"""Pixels of paper around the digits of a cell; without, Tesseract takes the edge for a stroke."""
_MARGIN = 2
"""Pixels of the crop around its ink that are kept, for the soft edges of strokes."""
_CELL_DPI = 300.0
_LEAST_CONTRAST = 25
"""Of ink on paper, in shades of grey."""
_DUST = 0.1
"""Part of the height of the digits that dust is smaller than, both ways; a point has an eighth."""
_THINNEST = 0.1
"""Width of a digit in parts of its height; what is thinner is left from a ruling."""
_DOUBTFUL = 0.5
"""The most that one can trust a digit that was read as a letter."""
_SHAPED_LIKE = {"0": "OoQD", "1": "lIi|!][", "2": "Zz", "5": "Ss$§", "6": "bG", "8": "B&", "9": "gq", "-": "—–_~"}
_DIGITS = MappingProxyType({letter: digit for digit, letters in _SHAPED_LIKE.items() for letter in letters})


def tesseract_engine() -> Engine:
    """Return the engine; objects of the library are made when a thread first needs them.

    Raises ProgramMissingError, which says what to install.
    """
    os.environ.setdefault("OMP_THREAD_LIMIT", "1")  # read at loading; a build with OpenMP is slower with more
    try:
        import tesserocr
    except ImportError as error:
        raise ProgramMissingError("Tesseract is not installed; run: make setup (or: pip install tesserocr)") from error
    files = {language: data_file(language) for language in LANGUAGES}
    library = tesserocr.tesseract_version().split()[1]
    data = "-".join(hashlib.sha256(file.read_bytes()).hexdigest()[:8] for file in files.values())
    pool = _Pool(files)
    first, *again = (partial(_read_cells, pool, height) for height in _HEIGHTS)
    version = f"{library}-{data}-{_SETTINGS}"
    return Engine("tesseract", version, partial(_read_page, pool), first, tuple(again), partial(_read_block, pool))


class _Pool:
    """Objects of the library, lent to one thread at a time: as many of a language as are in use at once."""

    def __init__(self, files: Mapping[str, Path]) -> None:
        self._files = files
        self._idle: dict[str, list[PyTessBaseAPI]] = {language: [] for language in files}
        self._lock = threading.Lock()

    @contextmanager
    def lent(self, language: str, mode: int) -> Iterator[PyTessBaseAPI]:
        """Lend an object that nobody uses, made if need be (50 ms), and set to a mode of ``PSM``."""
        with self._lock:
            idle = self._idle[language]
            api = idle.pop() if idle else self._make(language)
        api.SetPageSegMode(mode)
        try:
            yield api
        finally:
            idle.append(api)

    def _make(self, language: str) -> PyTessBaseAPI:
        from tesserocr import PyTessBaseAPI

        file = self._files[language]
        try:
            api = PyTessBaseAPI(path=f"{file.parent}/", lang=language)
        except RuntimeError as error:
            raise ProgramMissingError(f"{file}: Tesseract cannot load this file; put it there anew") from error
        api.SetVariable("textord_tabfind_find_tables", "0")  # we find them, and a fifth of the time is saved
        return api


def _read_page(pool: _Pool, page: Grey, dpi: float) -> tuple[Recognised, ...]:
    from tesserocr import PSM

    scale = _PAGE_DPI / dpi
    if scale >= 1 or not page.size:
        return _read(pool, page, dpi, PSM.AUTO)
    size = (max(1, round(page.shape[1] * scale)), max(1, round(page.shape[0] * scale)))
    small = np.asarray(cv2.resize(page, size, interpolation=cv2.INTER_AREA), dtype=np.uint8)
    return tuple(enlarged(word, 1 / scale) for word in _read(pool, small, _PAGE_DPI, PSM.AUTO))


def _read_block(pool: _Pool, cell: Grey, dpi: float) -> tuple[Recognised, ...]:
    """Read a cell without looking for its layout, in which a lone short word gets lost."""
    from tesserocr import PSM

    return _read(pool, cell, dpi, PSM.SINGLE_BLOCK)


def _read(pool: _Pool, picture: Grey, dpi: float, mode: int) -> tuple[Recognised, ...]:
    if not picture.size:
        return ()
    with pool.lent(_PAGE, mode) as api:
        return tuple(_words(api, picture, dpi))


def _words(api: PyTessBaseAPI, picture: Grey, dpi: float) -> list[Recognised]:
    """Recognise a picture; rulings and pictures, which the library gives as words of a blank, are left out."""
    from tesserocr import RIL

    height, width = picture.shape
    api.SetImageBytes(np.ascontiguousarray(picture).tobytes(), width, height, 1, width)
    api.SetSourceResolution(round(dpi))
    api.Recognize()
    at = api.GetIterator()
    found: list[Recognised] = []
    block = line = -1
    more = at is not None
    while more:
        block += at.IsAtBeginningOf(RIL.BLOCK)
        line += at.IsAtBeginningOf(RIL.TEXTLINE)
        text = "" if at.Empty(RIL.WORD) else at.GetUTF8Text(RIL.WORD).strip()
        if text:
            box, confidence = Pixels(*at.BoundingBox(RIL.WORD)), at.Confidence(RIL.WORD) / 100
            symbols, more = _symbols(at)
            found.append(Recognised(text, box, confidence, symbols, line, block))
        else:
            more = at.Next(RIL.WORD)
    api.Clear()
    return found


def _symbols(at: PyResultIterator) -> tuple[tuple[Symbol, ...], bool]:
    """Return the characters of a word, and whether there is a next, which the iterator then stands at."""
    from tesserocr import RIL

    symbols = []
    more, begins = True, False
    while more and not begins:
        text = at.GetUTF8Text(RIL.SYMBOL)
        if text.strip():
            symbols.append(Symbol(text, Pixels(*at.BoundingBox(RIL.SYMBOL)), at.Confidence(RIL.SYMBOL) / 100))
        more = at.Next(RIL.SYMBOL)
        begins = more and at.IsAtBeginningOf(RIL.WORD)
    return tuple(symbols), more


def _read_cells(pool: _Pool, height: int, crops: Sequence[Grey]) -> tuple[Recognised | None, ...]:
    from tesserocr import PSM

    with pool.lent(_CELL, PSM.SINGLE_LINE) as api:
        return tuple(_read_cell(api, height, crop) for crop in crops)


def _read_cell(api: PyTessBaseAPI, height: int, crop: Grey) -> Recognised | None:
    """Read a number on one line."""
    fitted = _fit(crop, height) if crop.size else None
    words = _words(api, fitted.picture, _CELL_DPI) if fitted else []
    if fitted is None or not words:
        return None
    symbols = tuple(_to_digit(symbol, fitted) for word in words for symbol in word.symbols)
    rest = iter(symbols)
    text = " ".join("".join(symbol.text for symbol in islice(rest, len(word.symbols))) for word in words)
    lefts, tops, rights, bottoms = zip(*(symbol.box for symbol in symbols), strict=True)
    confidence = min(*(word.confidence for word in words), *(symbol.confidence for symbol in symbols))
    return Recognised(text, Pixels(min(lefts), min(tops), max(rights), max(bottoms)), confidence, symbols)


class _Fitted(NamedTuple):
    """A crop trimmed to its digits and scaled; ``left`` and ``top`` are pixels that were trimmed."""

    picture: Grey
    scale: float
    left: int
    top: int


def _fit(crop: Grey, height: int) -> _Fitted | None:
    """Trim a crop to its ink and bring digits to one height and contrast; None where there is no ink."""
    soft = cv2.GaussianBlur(crop, (5, 5), 1)
    _, ink = cv2.threshold(soft, 0, 1, cv2.THRESH_OTSU | cv2.THRESH_BINARY_INV)
    area = _inked_area(np.asarray(ink, np.uint8))
    if area is None:
        return None
    (left, top, right, bottom), tall = area
    scale = height / tall
    method = cv2.INTER_AREA if scale < 1 else cv2.INTER_CUBIC
    size = (max(1, round((right - left) * scale)), max(1, round((bottom - top) * scale)))
    trimmed = cv2.resize(crop[top:bottom, left:right], size, interpolation=method)
    shades = np.cumsum(cv2.calcHist([crop], [0], 1 - ink, [256], [0, 256]))
    paper, black = float(np.searchsorted(shades, shades[-1] / 2)), float(np.percentile(trimmed, 1))
    if paper - black < _LEAST_CONTRAST:
        return None
    stretched = np.clip((trimmed - black) * (255 / (paper - black)), 0, 255).astype(np.uint8)
    return _Fitted(np.pad(stretched, _RIM, constant_values=255), scale, left, top)


def _inked_area(ink: Grey) -> tuple[Pixels, float] | None:
    """Return the part of a crop that its number takes, and how tall the digits are; dust and rulings do not count."""
    x0, y0, width, height = cv2.boundingRect(ink)
    if not width:
        return None  # OpenCV dies on a picture without pixels
    _, stats = find_components(ink[y0 : y0 + height, x0 : x0 + width])
    x, y, w, h = stats[1:, : cv2.CC_STAT_AREA].T
    digits = w >= _THINNEST * h
    if not digits.any():
        return None
    tallest = max(h[digits])
    kept = (np.maximum(w, h) > _DUST * tallest) & (digits | (h <= tallest))
    left, top = x0 + int(min(x[kept])), y0 + int(min(y[kept]))
    right, bottom = x0 + int(max((x + w)[kept])), y0 + int(max((y + h)[kept]))
    wider = Pixels(max(0, left - _MARGIN), max(0, top - _MARGIN), right + _MARGIN, bottom + _MARGIN)
    is_dash = not (w < _DASH * h)[kept].any()
    return wider, float(2 * max(w) if is_dash else tallest)


def _to_digit(symbol: Symbol, fitted: _Fitted) -> Symbol:
    """Turn a letter into the digit of its shape, and its place into that on the crop."""
    _, scale, x, y = fitted
    left, top, right, bottom = ((edge - _RIM) / scale for edge in symbol.box)
    box = Pixels(round(left) + x, round(top) + y, round(right) + x, round(bottom) + y)
    digit = _DIGITS.get(symbol.text)
    if digit is None:
        return symbol._replace(box=box)
    return Symbol(digit, box, min(symbol.confidence, _DOUBTFUL))
