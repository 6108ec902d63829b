"""The straight lines drawn on a page: strokes, thin rectangles, borders. Shading and curves are none."""

from __future__ import annotations

import ctypes
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise

import pypdfium2
import pypdfium2.raw as pdfium

from pipeline.model import Box

from .geometry import Frame, Point

THICKEST = 3.0
"""Points; a filled rectangle that is thicker is an area, not a ruling."""
_SHORTEST = 1.0
_STRAIGHT = 0.75
_DEEPEST = 12
MOST_OBJECTS = 60_000
"""Drawn objects of a page after which it is a drawing: no table of a plan needs so many."""


@dataclass(frozen=True, slots=True)
class Ruling:
    """A horizontal or vertical line in the frame of its page, ``at`` one place, from ``start`` to ``end``."""

    is_vertical: bool
    at: float
    start: float
    end: float


@dataclass(frozen=True, slots=True)
class Drawn:
    """What is drawn on a page beside its text."""

    rulings: tuple[Ruling, ...] = ()
    images: tuple[Box, ...] = ()
    is_drawing: bool = False
    """Whether so much is drawn that it was not looked at to the end."""


_Matrix = tuple[float, float, float, float, float, float]
_IDENTITY: _Matrix = (1, 0, 0, 1, 0, 0)


def read_drawn(page: pypdfium2.PdfPage, frame: Frame) -> Drawn:
    """Return the rulings and images of a page."""
    rulings: list[Ruling] = []
    images: list[Box] = []
    for count, (handle, matrix) in enumerate(_objects(page, _IDENTITY, 0)):
        if count >= MOST_OBJECTS:
            return Drawn((), tuple(images), is_drawing=True)
        kind = pdfium.FPDFPageObj_GetType(handle)
        if kind == pdfium.FPDF_PAGEOBJ_PATH:
            rulings.extend(_of_path(handle, matrix, frame))
        elif kind == pdfium.FPDF_PAGEOBJ_IMAGE:
            corners = [_moved(x, y, _times(_matrix(handle), matrix)) for x, y in ((0, 0), (0, 1), (1, 0), (1, 1))]
            box = _box([frame.point(x, y) for x, y in corners])
            images.append(box)
            rulings.extend(_of_area(box))
    return Drawn(tuple(rulings), tuple(images))


def _objects(parent: object, matrix: _Matrix, depth: int) -> Iterator[tuple[object, _Matrix]]:
    is_form = depth > 0
    count = (pdfium.FPDFFormObj_CountObjects if is_form else pdfium.FPDFPage_CountObjects)(parent)
    item = pdfium.FPDFFormObj_GetObject if is_form else pdfium.FPDFPage_GetObject
    for number in range(count):
        handle = item(parent, number)
        if not handle:
            continue
        if pdfium.FPDFPageObj_GetType(handle) != pdfium.FPDF_PAGEOBJ_FORM:
            yield handle, matrix
        elif depth < _DEEPEST:
            yield from _objects(handle, _times(_matrix(handle), matrix), depth + 1)


def _matrix(handle: object) -> _Matrix:
    raw = pdfium.FS_MATRIX()
    if not pdfium.FPDFPageObj_GetMatrix(handle, raw):
        return _IDENTITY
    return (raw.a, raw.b, raw.c, raw.d, raw.e, raw.f)


def _times(first: _Matrix, then: _Matrix) -> _Matrix:
    a, b, c, d, e, f = first
    g, h, i, j, k, m = then
    return (a * g + b * i, a * h + b * j, c * g + d * i, c * h + d * j, e * g + f * i + k, e * h + f * j + m)


def _moved(x: float, y: float, matrix: _Matrix) -> Point:
    a, b, c, d, e, f = matrix
    return (a * x + c * y + e, b * x + d * y + f)


def _of_path(handle: object, matrix: _Matrix, frame: Frame) -> Iterator[Ruling]:
    fill, stroke = ctypes.c_int(), ctypes.c_int()
    if not pdfium.FPDFPath_GetDrawMode(handle, fill, stroke):
        return
    is_filled = fill.value != pdfium.FPDF_FILLMODE_NONE and _shows(handle, pdfium.FPDFPageObj_GetFillColor)
    is_stroked = bool(stroke.value) and _shows(handle, pdfium.FPDFPageObj_GetStrokeColor)
    if not (is_filled or is_stroked):
        return
    whole = _times(_matrix(handle), matrix)
    for points in _outlines(handle):
        shown = [frame.point(*_moved(x, y, whole)) for x, y in points]
        if is_stroked:
            for start, end in pairwise(shown):
                yield from _of_segment(start, end)
        elif len(shown) >= 3:
            yield from _of_area(_box(shown))


def _shows(handle: object, colour: object) -> bool:
    """Say whether anything can be seen of a fill or stroke; white lines may part shaded cells, so they count."""
    red, green, blue, alpha = (ctypes.c_uint() for _ in range(4))
    return not colour(handle, red, green, blue, alpha) or alpha.value > 0  # type: ignore[operator]


def _outlines(handle: object) -> Iterator[list[Point]]:
    """Yield the corner points of each subpath; the points that bend a curve are left out."""
    points: list[Point] = []
    bends = 0
    x, y = ctypes.c_float(), ctypes.c_float()
    for number in range(pdfium.FPDFPath_CountSegments(handle)):
        segment = pdfium.FPDFPath_GetPathSegment(handle, number)
        kind = pdfium.FPDFPathSegment_GetType(segment)
        pdfium.FPDFPathSegment_GetPoint(segment, x, y)
        point = (x.value, y.value)
        if kind == pdfium.FPDF_SEGMENT_MOVETO:
            if len(points) > 1:
                yield points
            points, bends = [point], 0
        elif kind == pdfium.FPDF_SEGMENT_BEZIERTO:
            bends += 1
            points.append(point)
            if bends % 3 == 0 and _is_straight(points[-4:]):
                del points[-3:-1]
        else:
            points.append(point)
        if pdfium.FPDFPathSegment_GetClose(segment) and points[0] != points[-1]:
            points.append(points[0])
    if len(points) > 1:
        yield points


def _is_straight(points: list[Point]) -> bool:
    """Say whether a curve keeps to a horizontal or vertical line."""
    widths = max(x for x, _ in points) - min(x for x, _ in points)
    heights = max(y for _, y in points) - min(y for _, y in points)
    return min(widths, heights) <= _STRAIGHT


def _of_segment(start: Point, end: Point) -> Iterator[Ruling]:
    across, down = abs(end[0] - start[0]), abs(end[1] - start[1])
    if down <= _STRAIGHT and across >= _SHORTEST:
        yield Ruling(False, (start[1] + end[1]) / 2, min(start[0], end[0]), max(start[0], end[0]))  # noqa: FBT003
    elif across <= _STRAIGHT and down >= _SHORTEST:
        yield Ruling(True, (start[0] + end[0]) / 2, min(start[1], end[1]), max(start[1], end[1]))  # noqa: FBT003


def _of_area(box: Box) -> Iterator[Ruling]:
    width, height = box.right - box.left, box.bottom - box.top
    if height <= THICKEST and width > max(height, _SHORTEST):
        yield Ruling(False, (box.top + box.bottom) / 2, box.left, box.right)  # noqa: FBT003
    elif width <= THICKEST and height > max(width, _SHORTEST):
        yield Ruling(True, (box.left + box.right) / 2, box.top, box.bottom)  # noqa: FBT003


def _box(points: list[Point]) -> Box:
    return Box(
        min(x for x, _ in points), min(y for _, y in points), max(x for x, _ in points), max(y for _, y in points)
    )
