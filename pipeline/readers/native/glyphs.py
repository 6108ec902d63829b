"""The characters of a page and where they stand, from PDFium."""

from __future__ import annotations

import ctypes
import math
from dataclasses import dataclass

import pypdfium2
import pypdfium2.raw as pdfium

from pipeline.model import Box

from .geometry import Frame, Point

_LONGEST_FONT_NAME = 256


@dataclass(frozen=True, slots=True)
class Style:
    """How a run of characters is drawn. ``angle`` is the direction of its text in degrees, clockwise as stored."""

    font: str
    size: float
    angle: float
    is_visible: bool = True


@dataclass(frozen=True, slots=True)
class Glyph:
    """A character in the frame of its page.

    ``origin`` is where the pen starts, ``number`` its place in the text of the page; ``after_space`` says that white
    space stands before it there, ``is_mapped`` that the font says which character it is.
    """

    text: str
    box: Box
    origin: Point
    style: Style
    number: int
    after_space: bool = False
    is_mapped: bool = True


def page_frame(page: pypdfium2.PdfPage) -> Frame:
    """Return the frame of a page as displayed."""
    left, bottom, right, top = page.get_cropbox()
    outer = page.get_mediabox()
    left, bottom = max(left, outer[0]), max(bottom, outer[1])
    right, top = min(right, outer[2]), min(top, outer[3])
    if right <= left or top <= bottom:
        left, bottom, right, top = outer
    return Frame(left, bottom, right, top, page.get_rotation())


class _Styles:
    """Styles by text object, asked for once each."""

    def __init__(self, textpage: pypdfium2.PdfTextPage) -> None:
        self._page = textpage
        self._known: dict[int | None, Style] = {}

    def of(self, number: int) -> Style:
        handle = pdfium.FPDFText_GetTextObject(self._page, number)
        key = ctypes.cast(handle, ctypes.c_void_p).value if handle else None
        if key not in self._known:
            self._known[key] = self._style(handle, number)
        return self._known[key]

    def _style(self, handle: object, number: int) -> Style:
        buffer = ctypes.create_string_buffer(_LONGEST_FONT_NAME)
        length = pdfium.FPDFText_GetFontInfo(self._page, number, buffer, _LONGEST_FONT_NAME, None)
        font = buffer.raw[: max(0, length - 1)].decode("utf-8", "replace") if length <= _LONGEST_FONT_NAME else ""
        matrix = pdfium.FS_MATRIX()
        pdfium.FPDFText_GetMatrix(self._page, number, matrix)
        size = pdfium.FPDFText_GetFontSize(self._page, number) * (math.hypot(matrix.c, matrix.d) or 1)
        angle = -math.degrees(math.atan2(matrix.b, matrix.a)) % 360
        mode = pdfium.FPDFTextObj_GetTextRenderMode(handle) if handle else None
        return Style(font, size, angle, mode != pdfium.FPDF_TEXTRENDERMODE_INVISIBLE)


def read_glyphs(textpage: pypdfium2.PdfTextPage, frame: Frame) -> list[Glyph]:
    """Return the characters of a page in the order of its content, without white space."""
    styles = _Styles(textpage)
    rect, x, y = pdfium.FS_RECTF(), ctypes.c_double(), ctypes.c_double()
    glyphs: list[Glyph] = []
    space = True
    high = 0
    for number in range(pdfium.FPDFText_CountChars(textpage)):
        code = pdfium.FPDFText_GetUnicode(textpage, number)
        if 0xD800 <= code < 0xDC00:
            high = code
            continue
        if 0xDC00 <= code < 0xE000:
            code = 0x10000 + ((high - 0xD800) << 10) + (code - 0xDC00) if high else 0xFFFD
        high = 0
        text = chr(code)
        if pdfium.FPDFText_IsHyphen(textpage, number):
            text = "-"
        elif text.isspace() or code < 32 or code == 0xFFFE:
            space = True
            continue
        pdfium.FPDFText_GetLooseCharBox(textpage, number, rect)
        pdfium.FPDFText_GetCharOrigin(textpage, number, x, y)
        mapped = not pdfium.FPDFText_HasUnicodeMapError(textpage, number)
        box = frame.box(rect.left, rect.bottom, rect.right, rect.top)
        origin = frame.point(x.value, y.value)
        glyphs.append(Glyph(text, box, origin, styles.of(number), number, space, mapped))
        space = False
    return glyphs
