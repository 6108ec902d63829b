"""The characters of a page and where they stand, from PDFium."""

from __future__ import annotations

import ctypes
import math
from dataclasses import dataclass
from typing import NamedTuple

import pypdfium2
import pypdfium2.raw as pdfium

from .geometry import Frame

_LONGEST_FONT_NAME = 256
_UPRIGHT = 4.0
"""Degrees that text may lean and still be upright."""
_LINE_END_HYPHENS = {0x02, 0x2D, 0xAD, 0xFFFE}
"""What PDFium gives for a hyphen at the end of a line, depending on its version and the character."""


@dataclass(frozen=True, slots=True, eq=False)
class Style:
    """How a run of characters is drawn: one text object of the page.

    ``turn`` is the direction of its text in the frame of the page, clockwise: 0, 90 (down), 180 or 270 (up), None for
    slanted text. ``baseline`` is where its letters stand, across that direction. ``is_mapped`` says that its font tells
    which characters it shows.
    """

    font: str
    size: float
    turn: int | None
    baseline: float
    is_visible: bool = True
    is_mapped: bool = True


class Glyph(NamedTuple):
    """A character in the frame of its page; a tuple, since a page has thousands.

    ``number`` is its place in the text of the page; ``after_space`` says that white space stands before it there.
    """

    text: str
    left: float
    top: float
    right: float
    bottom: float
    style: Style
    number: int
    after_space: bool = False
    is_mapped: bool = True


def page_frame(page: pypdfium2.PdfPage) -> Frame:
    """Return the frame of a page as displayed."""
    box = pdfium.FS_RECTF()
    pdfium.FPDF_GetPageBoundingBox(page, box)  # unlike the getters of boxes, it knows those that a page inherits
    return Frame(box.left, box.bottom, box.right, box.top, page.get_rotation())


class _Styles:
    """Styles by text object, fonts by handle, asked for once each."""

    def __init__(self, textpage: object, frame: Frame) -> None:
        self._page = textpage
        self._frame = frame
        self._known: dict[int, Style] = {}
        self._fonts: dict[int, str] = {}
        self._matrix = pdfium.FS_MATRIX()
        self._x, self._y = ctypes.c_double(), ctypes.c_double()

    def of(self, number: int) -> Style:
        handle = pdfium.FPDFText_GetTextObject(self._page, number)
        key = ctypes.addressof(handle.contents) if handle else 0
        style = self._known.get(key) if key else None
        if style is None:
            style = self._known[key] = self._style(handle, number)
        return style

    def _style(self, handle: object, number: int) -> Style:
        matrix = self._matrix
        pdfium.FPDFText_GetMatrix(self._page, number, matrix)
        size = pdfium.FPDFText_GetFontSize(self._page, number) * (math.hypot(matrix.c, matrix.d) or 1)
        angle = (self._frame.turn - math.degrees(math.atan2(matrix.b, matrix.a))) % 360
        turn = round(angle / 90) % 4 * 90
        leans = abs((angle - turn + 180) % 360 - 180)
        pdfium.FPDFText_GetCharOrigin(self._page, number, self._x, self._y)
        x, y = self._frame.point(self._x.value, self._y.value)
        baseline = {0: y, 90: -x, 180: -y, 270: x}[turn]
        mode = pdfium.FPDFTextObj_GetTextRenderMode(handle) if handle else None
        return Style(
            self._font(handle, number),
            size,
            turn if leans <= _UPRIGHT else None,
            baseline,
            mode != pdfium.FPDF_TEXTRENDERMODE_INVISIBLE,
            not pdfium.FPDFText_HasUnicodeMapError(self._page, number),
        )

    def _font(self, handle: object, number: int) -> str:
        font = pdfium.FPDFTextObj_GetFont(handle) if handle else None
        key = ctypes.addressof(font.contents) if font else 0
        if key not in self._fonts:
            buffer = ctypes.create_string_buffer(_LONGEST_FONT_NAME)
            length = pdfium.FPDFText_GetFontInfo(self._page, number, buffer, _LONGEST_FONT_NAME, None)
            name = buffer.raw[: max(0, length - 1)] if length <= _LONGEST_FONT_NAME else b""
            self._fonts[key] = name.decode("utf-8", "replace")
        return self._fonts[key]


def read_glyphs(textpage: pypdfium2.PdfTextPage, frame: Frame) -> list[Glyph]:
    """Return the characters of a page in the order of its content, without white space."""
    raw = textpage.raw
    style_of, edges = _Styles(raw, frame).of, frame.edges
    code_of, box_of = pdfium.FPDFText_GetUnicode, pdfium.FPDFText_GetLooseCharBox
    rect = pdfium.FS_RECTF()
    glyphs: list[Glyph] = []
    space = True
    high = 0
    for number in range(pdfium.FPDFText_CountChars(raw)):
        code = code_of(raw, number)
        if 0xD800 <= code < 0xE000:
            if code < 0xDC00:
                high = code
                continue
            code = 0x10000 + ((high - 0xD800) << 10) + (code - 0xDC00) if high else 0xFFFD
        text = chr(code)
        if code in _LINE_END_HYPHENS and pdfium.FPDFText_IsHyphen(raw, number):
            text = "-"
        elif code <= 32 or code == 0xFFFE or text.isspace():
            space = True
            continue
        box_of(raw, number, rect)
        left, top, right, bottom = edges(rect.left, rect.bottom, rect.right, rect.top)
        style = style_of(number)
        glyphs.append(Glyph(text, left, top, right, bottom, style, number, space, style.is_mapped))
        space = False
    return glyphs
