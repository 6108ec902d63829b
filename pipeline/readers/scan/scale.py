"""The resolution at which to render a page, from the pictures it holds, and that of the paper these show."""

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
_LARGEST, _SMALLEST = 1_310.0, 380.0
"""Points of the longer side: beyond a tenth more than A3, or a tenth less than A6, no sheet of a plan lies."""
_COARSEST, _FINEST = 100.0, 450.0
"""Dots per inch of a scan. Outside, a page of no sheet's size was sized by pixels: 72 or 96 to the inch."""
_SHEETS = ((595.3, 841.9), (841.9, 1190.6), (612.0, 792.0), (612.0, 1008.0))
"""Points of the sides of A4, A3, Letter and Legal: what scanners take."""
_USUAL = (200.0, 300.0, 150.0, 400.0, 600.0, 240.0, 250.0, 100.0)
"""Dots per inch that scanners are set to, the likeliest first."""
_ALIKE = 0.015
"""Part of its side by which a scanned sheet may miss its size."""


def native_dpi(page: pypdfium2.PdfPage) -> float:
    """Return the dots per inch at which no pixel of the scan on a page is lost, within a limit of pixels.

    Scans may be stored in layers, black ink finer than colour: the finest layer that covers a good part of the page
    counts.
    """
    width, height = page.get_size()
    native = max(_densities(page), default=USUAL_DPI) * _SHORT
    limit: float = 72 * (MOST_PIXELS / (width * height)) ** 0.5
    if _is_sized_by_pixels(max(width, height), native):
        return min(native, limit)
    return min(max(LEAST_DPI, min(native, MOST_DPI)), limit)


def is_grey(page: pypdfium2.PdfPage) -> bool:
    """Say whether a page shows nothing but pictures without colour: then it needs not be looked for."""
    return pdfium.FPDFPage_GetAnnotCount(page) == 0 and all(
        one.type == pdfium.FPDF_PAGEOBJ_IMAGE and one.get_metadata().colorspace == pdfium.FPDF_COLORSPACE_DEVICEGRAY
        for one in page.get_objects(max_depth=1)
    )


def paper_dpi(page: pypdfium2.PdfPage, dpi: float) -> float:
    """Return the dots per inch of the sheet that a page rendered at ``dpi`` shows; the same, unless it has no size.

    Many programs of phones and scanners write a page of as many points as its picture has pixels, or one for a screen.
    The sheet is then one that its pixels fill at a usual resolution, or else of the area of A4.
    """
    if not _is_sized_by_pixels(max(page.get_size()), max(_densities(page), default=USUAL_DPI)):
        return dpi
    return sheet_dpi(*(side * dpi / 72 for side in page.get_size()))


def sheet_dpi(width: float, height: float) -> float:
    """Return the dots per inch of a scan of so many pixels.

    >>> sheet_dpi(1654, 2339), sheet_dpi(4961, 3508), round(sheet_dpi(3024, 4032))
    (200.0, 300.0, 355)
    """
    sides = sorted((width, height))
    for sheet in _SHEETS:
        for dpi in _USUAL:
            wanted = [side * dpi / 72 for side in sheet]
            if all(abs(own - side) <= _ALIKE * side for own, side in zip(sides, wanted, strict=True)):
                return dpi
    short, long = _SHEETS[0]
    return 72 * float((width * height / (short * long)) ** 0.5)


def _is_sized_by_pixels(side: float, native: float) -> bool:
    """Say whether a page, by its longer side and the resolution of its pictures, is of the size of no sheet."""
    return (side > _LARGEST and native <= _COARSEST) or (side < _SMALLEST and native >= _FINEST)


def _densities(page: pypdfium2.PdfPage) -> list[float]:
    """Return the dots per inch, by the size of the page, of the pictures that cover a good part of it."""
    width, height = page.get_size()
    found: list[float] = []
    for image in page.get_objects(filter=[pdfium.FPDF_PAGEOBJ_IMAGE], max_depth=_DEEPEST):
        across, down = _size(image)
        if across * down < _LARGE * width * height:
            continue
        pixels = image.get_px_size()
        found.append(max(pixels[0] * 72 / across, pixels[1] * 72 / down))
    return found


def _size(image: pypdfium2.PdfObject) -> tuple[float, float]:
    """Return the width and height, in points, that a picture is drawn with, whatever way it is turned."""
    matrix = image.get_matrix()
    return max(0.01, (matrix.a**2 + matrix.b**2) ** 0.5), max(0.01, (matrix.c**2 + matrix.d**2) ** 0.5)
