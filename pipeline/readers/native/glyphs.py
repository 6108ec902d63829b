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
_LINE_END_HYPHENS = {0x02, 0x2D, 0xAD, 0xFFFE}
"""What PDFium gives for a hyphen at the end of a line, depending on its version and the character."""


@dataclass(frozen=True, slots=True)
class Style:
    """How a run of characters is drawn. ``angle`` is the direction of its text in degrees, clockwise as stored."""

    font: str
    size: float
    angle: float
    is_visible: bool = True


class Glyph(NamedTuple):
    """A character in the frame of its page; a tuple, since a page has thousands.

    ``x, y`` is where the pen starts, ``number`` its place in the text of the page; ``after_space`` says that white
    space stands before it there, ``is_mapped`` that the font says which character it is.
    """

    text: str
    left: float
    top: float
    right: float
    bottom: float
    x: float
    y: float
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

    def __init__(self, textpage: pypdfium2.PdfTextPage) -> None:
        self._page = textpage
        self._known: dict[int, Style] = {}
        self._fonts: dict[int, str] = {}
        self._matrix = pdfium.FS_MATRIX()

    def of(self, number: int) -> Style:
        handle = pdfium.FPDFText_GetTextObject(self._page, number)
        key = ctypes.addressof(handle.contents) if handle else 0
        style = self._known.get(key)
        if style is None:
            style = self._known[key] = self._style(handle, number)
        return style

    def _style(self, handle: object, number: int) -> Style:
        matrix = self._matrix
        pdfium.FPDFText_GetMatrix(self._page, number, matrix)
        size = pdfium.FPDFText_GetFontSize(self._page, number) * (math.hypot(matrix.c, matrix.d) or 1)
        angle = -math.degrees(math.atan2(matrix.b, matrix.a)) % 360 if matrix.b else 180.0 * (matrix.a < 0)
        mode = pdfium.FPDFTextObj_GetTextRenderMode(handle) if handle else None
        return Style(self._font(handle, number), size, angle, mode != pdfium.FPDF_TEXTRENDERMODE_INVISIBLE)

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
    style_of = _Styles(textpage).of
    rect, x, y = pdfium.FS_RECTF(), ctypes.c_double(), ctypes.c_double()
    glyphs: list[Glyph] = []
    space = True
    high = 0
    for number in range(pdfium.FPDFText_CountChars(textpage)):
        code = pdfium.FPDFText_GetUnicode(textpage, number)
        if 0xD800 <= code < 0xE000:
            if code < 0xDC00:
                high = code
                continue
            code = 0x10000 + ((high - 0xD800) << 10) + (code - 0xDC00) if high else 0xFFFD
        text = chr(code)
        if code in _LINE_END_HYPHENS and pdfium.FPDFText_IsHyphen(textpage, number):
            text = "-"
        elif code <= 32 or code == 0xFFFE or text.isspace():
            space = True
            continue
        pdfium.FPDFText_GetLooseCharBox(textpage, number, rect)
        pdfium.FPDFText_GetCharOrigin(textpage, number, x, y)
        edges = frame.edges(rect.left, rect.bottom, rect.right, rect.top)
        origin = frame.point(x.value, y.value)
        mapped = not pdfium.FPDFText_HasUnicodeMapError(textpage, number)
        glyphs.append(Glyph(text, *edges, *origin, style_of(number), number, space, mapped))
        space = False
    return glyphs
