"""The resolution at which to render a page, from the pictures it holds."""

from __future__ import annotations

import pypdfium2
import pypdfium2.raw as pdfium

USUAL_DPI = 300.0
"""For pages without pictures."""
LEAST_DPI, MOST_DPI = 100.0, 600.0
MOST_PIXELS = 40_000_000
"""Of a rendered page: A3 at 400 dpi, A4 at 600; 120 MB in colour."""
_LARGE = 0.05
"""Part of the page's area that a picture must cover to count; letters and stamps may be stored finer."""
_SHORT = 1 - 1e-5
"""PDFium rounds the size of a page up; a hair more than a whole number of pixels, and it would blur every one."""
_DEEPEST = 5


def native_dpi(page: pypdfium2.PdfPage) -> float:
    """Return the dots per inch at which no pixel of the scan on a page is lost, within a limit of pixels.

    Scans may be stored in layers, black ink finer than colour: the finest layer that covers a good part of the page
    counts.
    """
    width, height = page.get_size()
    found: list[float] = []
    for image in page.get_objects(filter=[pdfium.FPDF_PAGEOBJ_IMAGE], max_depth=_DEEPEST):
        across, down = _size(image)
        if across * down < _LARGE * width * height:
            continue
        pixels = image.get_px_size()
        found.append(max(pixels[0] * 72 / across, pixels[1] * 72 / down))
    native = max(found, default=USUAL_DPI) * _SHORT
    limit: float = 72 * (MOST_PIXELS / (width * height)) ** 0.5
    return min(max(LEAST_DPI, min(native, MOST_DPI)), limit)


def _size(image: pypdfium2.PdfObject) -> tuple[float, float]:
    """Return the width and height, in points, that a picture is drawn with, whatever way it is turned."""
    matrix = image.get_matrix()
    return max(0.01, (matrix.a**2 + matrix.b**2) ** 0.5), max(0.01, (matrix.c**2 + matrix.d**2) ** 0.5)
