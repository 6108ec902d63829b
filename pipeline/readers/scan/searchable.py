"""A searchable copy of a scan: what was recognised lies as invisible text behind the pictures of its pages.

PDFium writes it. The pages keep their content and get one more stream each; the font is ``data/glyphless.ttf``, of
which every character is the same empty glyph, and only the map to Unicode tells them apart.
"""

from __future__ import annotations

import ctypes
import hashlib
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from importlib import resources
from io import BytesIO
from itertools import pairwise
from math import hypot
from statistics import median

import numpy as np
import pypdfium2
import pypdfium2.raw as pdfium
import regex

from pipeline.model import Box
from pipeline.readers.native.geometry import Frames, Point, Tilted
from pipeline.readers.native.opening import open_pdf

from .page import Scan

_ADVANCE = 0.5
"""Width of the glyph in parts of the font size, as ``data/build_glyphless.py`` makes it."""
_SLACK = 0.35
"""By how much of their usual height words may stand out of the band of their line."""
_THIN = 0.5
"""Points. The least that a piece of text measures."""
_ALL, _HIDDEN = 2, 1
"""What is taken away of the text that a page had: all, as long as that does not show, or what is invisible."""
_INVISIBLE = {pdfium.FPDF_TEXTRENDERMODE_INVISIBLE, pdfium.FPDF_TEXTRENDERMODE_CLIP}
_ALIKE = 16
"""Steps of 255 by which a pixel may differ where a picture was placed anew; a letter makes over a hundred."""
_FLAGS = pdfium.FPDF_NO_INCREMENTAL | pdfium.FPDF_REMOVE_SECURITY
"""Encryption would draw lots; only files that open without a password come here."""
_FILE_ID = regex.compile(rb"/ID\[<[0-9A-F]*><[0-9A-F]*>\](?=>>\s*startxref\s+\d+\s+%%EOF\s*$)")
_BLOCK = 100
"""The most entries of a block that the format of the map allows."""
_TO_UNICODE = """/CIDInit /ProcSet findresource begin
12 dict begin
begincmap
/CIDSystemInfo << /Registry (Adobe) /Ordering (UCS) /Supplement 0 >> def
/CMapName /Adobe-Identity-UCS def
/CMapType 2 def
1 begincodespacerange
<0000> <FFFF>
endcodespacerange
{}
endcmap
CMapName currentdict /CMap defineresource pop
end
end
"""

_Codes = Mapping[str, int]
"""The code of each character."""


@dataclass(frozen=True, slots=True)
class _Piece:
    """Text on the page as displayed: where its baseline starts, how wide and how high it is, in points."""

    text: str
    start: Point
    width: float
    height: float


@dataclass(frozen=True, slots=True)
class _Leaning:
    """A word in a frame that is turned and leans with the text: its box, in points."""

    text: str
    left: float
    top: float
    right: float
    bottom: float


def add_text(path: str, scans: Iterable[Scan]) -> bytes:
    """Return a copy of a PDF that opens without a password, with the words of ``scans`` as invisible text.

    Empty if there are no words, or if PDFium cannot write the copy. The same input gives the same bytes. Text that a
    page had is taken away where this does not show; bad text that does show stays, and is found beside the new.
    On pages that are displayed upside down, PDFium itself finds the words of a line from the left as displayed.
    """
    found = {scan.sheet.number: scan for scan in scans if scan.words}
    taken = dict.fromkeys(found, _ALL)
    try:
        while found:
            copy, without = _written(path, found, taken)
            spoilt = _spoilt(path, copy, without)
            if not spoilt:
                return copy
            taken |= {number: taken[number] - 1 for number in spoilt}
    except (pypdfium2.PdfiumError, MemoryError):
        pass  # a by-product must not cost the document
    return b""


def _written(path: str, scans: Mapping[int, Scan], taken: Mapping[int, int]) -> tuple[bytes, list[int]]:
    """Return the copy, and the pages from which text was taken away."""
    without: list[int] = []
    letters = sorted({" "}.union(*(text for scan in scans.values() for _, text in scan.words)))
    codes = {letter: code for code, letter in enumerate(letters, start=1)}
    with open_pdf(path) as document:
        font = _load_font(document, codes)
        for number, scan in sorted(scans.items()):
            page = document[number - 1]
            if _take_text(page, taken[number]):
                without.append(number)
            place = _placing(scan.sheet.frames)
            for piece in _pieces(scan):
                text = _text_object(document, font, [codes[letter] for letter in piece.text])
                pdfium.FPDFPageObj_SetMatrix(text, place(piece))
                pdfium.FPDFPage_InsertObject(page, text)
            page.gen_content()
            page.close()
        stream = BytesIO()
        document.save(stream, flags=_FLAGS)
        pdfium.FPDFFont_Close(font)
    return _settled(stream.getvalue()), without


def _settled(copy: bytes) -> bytes:
    """Put a hash of the file in the place of the identifier, which PDFium draws by lot.

    >>> one, other = (_settled(b"trailer <</ID[<%b><01>]>> startxref 0 %%%%EOF" % lot) for lot in (b"23", b"45"))
    >>> one == other
    True
    """
    name = hashlib.sha256(_FILE_ID.sub(b"", copy)).hexdigest()[:32].upper().encode()
    return _FILE_ID.sub(b"/ID[<%b><%b>]" % (name, name), copy)


def _load_font(document: pypdfium2.PdfDocument, codes: _Codes) -> object:
    font = (resources.files("pipeline") / "data" / "glyphless.ttf").read_bytes()
    glyphs = bytes(2 * (len(codes) + 1))
    bytes_of = ctypes.c_uint8 * len(font), ctypes.c_uint8 * len(glyphs)
    loaded = pdfium.FPDFText_LoadCidType2Font(
        document, bytes_of[0](*font), len(font), _to_unicode(codes), bytes_of[1](*glyphs), len(glyphs)
    )
    if not loaded:
        raise pypdfium2.PdfiumError("the font of the recognised text cannot be loaded")
    return loaded


def _to_unicode(codes: _Codes) -> bytes:
    r"""Return the map of character codes to Unicode, which ends with a zero.

    >>> b"\n1 beginbfchar\n<0001> <1EA6>\nendbfchar\n" in _to_unicode({"Ầ": 1})
    True
    """
    lines = [f"<{code:04X}> <{letter.encode('utf-16-be').hex().upper()}>" for letter, code in codes.items()]
    blocks = (lines[at : at + _BLOCK] for at in range(0, len(lines), _BLOCK))
    told = (f"{len(block)} beginbfchar\n" + "\n".join(block) + "\nendbfchar" for block in blocks)
    return _TO_UNICODE.format("\n".join(told)).encode() + b"\0"


def _text_object(document: pypdfium2.PdfDocument, font: object, codes: Sequence[int]) -> object:
    text = pdfium.FPDFPageObj_CreateTextObj(document, font, 1.0)
    pdfium.FPDFText_SetCharcodes(text, (ctypes.c_uint32 * len(codes))(*codes), len(codes))
    pdfium.FPDFTextObj_SetTextRenderMode(text, pdfium.FPDF_TEXTRENDERMODE_INVISIBLE)
    return text


def _placing(frames: Frames) -> Callable[[_Piece], object]:
    """Return the way from a piece of text to its matrix on the page as stored."""
    shown = frames[1]
    (x, y), _ = _axes(frames)

    def matrix(piece: _Piece) -> object:
        across = piece.width / (_ADVANCE * len(piece.text))
        left, base = piece.start
        origin = shown.stored(left, base)
        ahead = shown.stored(left + x * across, base + y * across)
        up = shown.stored(left + y * piece.height, base - x * piece.height)
        return pdfium.FS_MATRIX(
            ahead[0] - origin[0], ahead[1] - origin[1], up[0] - origin[0], up[1] - origin[1], *origin
        )

    return matrix


def _axes(frames: Frames) -> tuple[Point, Point]:
    """Return where text runs on the page as displayed: to the nearest quarter turn, and exactly."""
    text, shown = frames
    if isinstance(text, Tilted):
        (x, _, _), (y, _, _) = text.to_shown
    else:
        start, end = shown.point(*text.stored(0, 0)), shown.point(*text.stored(1, 0))
        x, y = end[0] - start[0], end[1] - start[1]
    x, y = x / hypot(x, y), y / hypot(x, y)
    return (float(round(x)), float(round(y))), (x, y)


def _pieces(scan: Scan) -> Iterator[_Piece]:
    """Yield words and the spaces between them, those of a line on one baseline and of one height.

    All are turned by quarters only, as programs that extract text expect; where a page leans, each word stands a
    little lower or higher than the one before.
    """
    ahead, exact = _axes(scan.sheet.frames)
    for line in _lines([_leaning(box, text, exact) for box, text in scan.words if text]):
        slack = median(word.bottom - word.top for word in line) * _SLACK
        top = max(min(word.top for word in line), median(word.top for word in line) - slack)
        bottom = min(max(word.bottom for word in line), median(word.bottom for word in line) + slack)
        height = max(bottom - top, _THIN)
        yield _piece(line[0], bottom, height, (ahead, exact))
        for word, following in pairwise(line):
            gap = _Leaning(" ", word.right, word.top, max(following.left, word.right + _THIN), word.bottom)
            yield _piece(gap, bottom, height, (ahead, exact))
            yield _piece(following, bottom, height, (ahead, exact))


def _piece(word: _Leaning, bottom: float, height: float, axes: tuple[Point, Point]) -> _Piece:
    (ahead_x, ahead_y), (x, y) = axes
    middle, half = (word.left + word.right) / 2, (word.right - word.left) / 2
    start = (x * middle - y * bottom - ahead_x * half, y * middle + x * bottom - ahead_y * half)
    return _Piece(word.text, start, word.right - word.left, height)


def _leaning(box: Box, text: str, exact: Point) -> _Leaning:
    """Return a word in the frame that leans with the text, as large as it is there.

    Its box on the page holds the leaning word with its corners and so is larger than the word.
    """
    x, y = exact
    across, down = box.right - box.left, box.bottom - box.top
    if abs(y) > abs(x):
        across, down = down, across
    cos, sin = max(abs(x), abs(y)), min(abs(x), abs(y))
    width = max((across * cos - down * sin) / (cos**2 - sin**2), across / 2, _THIN)
    height = max((down * cos - across * sin) / (cos**2 - sin**2), down / 4, _THIN)
    middle = ((box.left + box.right) / 2, (box.top + box.bottom) / 2)
    left = middle[0] * x + middle[1] * y - width / 2
    top = middle[1] * x - middle[0] * y - height / 2
    return _Leaning(text, left, top, left + width, top + height)


def _lines(words: Sequence[_Leaning]) -> list[list[_Leaning]]:
    """Part words where one begins a line: it stands left of the one before, or not beside it."""
    lines: list[list[_Leaning]] = []
    for word in words:
        last = lines[-1][-1] if lines else None
        if last is None or word.left < (last.left + last.right) / 2 or not _is_beside(last, word):
            lines.append([])
        lines[-1].append(word)
    return lines


def _is_beside(one: _Leaning, other: _Leaning) -> bool:
    shared = min(one.bottom, other.bottom) - max(one.top, other.top)
    return 2 * shared >= min(one.bottom - one.top, other.bottom - other.top)


def _take_text(page: pypdfium2.PdfPage, how_much: int) -> bool:
    """Take away the text that a page had; say whether there was any to take."""
    if not how_much:
        return False
    count = pdfium.FPDFPage_CountObjects(page)
    old = [pdfium.FPDFPage_GetObject(page, at) for at in range(count)]
    old = [one for one in old if _is_old_text(one, how_much)]
    for one in old:
        pdfium.FPDFPage_RemoveObject(page, one)
        pdfium.FPDFPageObj_Destroy(one)
    return bool(old)


def _is_old_text(one: object, how_much: int) -> bool:
    """Say whether an object of a page is text that may go, or a group of nothing else."""
    kind = pdfium.FPDFPageObj_GetType(one)
    if kind == pdfium.FPDF_PAGEOBJ_TEXT:
        return how_much == _ALL or pdfium.FPDFTextObj_GetTextRenderMode(one) in _INVISIBLE
    if kind != pdfium.FPDF_PAGEOBJ_FORM:
        return False
    inner = [pdfium.FPDFFormObj_GetObject(one, at) for at in range(pdfium.FPDFFormObj_CountObjects(one))]
    return bool(inner) and all(_is_old_text(part, how_much) for part in inner)


def _spoilt(path: str, copy: bytes, numbers: Sequence[int]) -> list[int]:
    """Return the pages that look otherwise than they did."""
    if not numbers:
        return []
    with open_pdf(path) as before, pypdfium2.PdfDocument(copy) as after:
        return [number for number in numbers if not _look_alike(before[number - 1], after[number - 1])]


def _look_alike(before: pypdfium2.PdfPage, after: pypdfium2.PdfPage) -> bool:
    pictures = [page.render(grayscale=True).to_numpy().astype(np.int16) for page in (before, after)]
    for page in (before, after):
        page.close()
    return bool((np.abs(pictures[0] - pictures[1]) <= _ALIKE).all())
