"""From the connected parts of ink in a table cell to the lines that they form."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from .dots import DOT, dashes_beside, dots_in_row, row_of_dots
from .measuring import DASH, LEAST_DIGIT, Line, Part, measure

_MARK = 0.18  # of the height of the cell: what is lower may be a dash, a dot or a star
_STAR = 0.28  # a star alone in its line is as high in parts of the digits, at least
_GAP = 0.12  # of the height of digits: lines of print are farther apart


def find_short(parts: NDArray[np.int32]) -> NDArray[np.bool_]:
    """Tell parts no higher than digits: what is higher may have run together with a stroke of a pen or a stamp."""
    heights = parts[:, 3]
    digits = heights[heights >= LEAST_DIGIT]
    return np.asarray(heights <= 1.35 * np.median(digits), np.bool_) if len(digits) else np.ones(len(parts), np.bool_)


def find_lines(found: NDArray[np.int32], shape: tuple[int, ...]) -> list[Line]:
    """Group parts of a cell into lines from top to bottom; specks that belong to none are left out."""
    if not len(found):
        return []
    found = found[found[:, 4] >= max(2.0, 0.005 * int(found[:, 3].max()) ** 2)]
    if not len(found):
        return []
    parts = _mend([Part(*part) for part in found.tolist()])
    tallest = max(part.high for part in parts)
    dots = row_of_dots(parts) if tallest < _MARK * shape[0] else None
    if dots and tallest <= 1.5 * dots.body / DOT + 1:
        return sorted([dots, *dashes_beside(dots, parts, shape[0])], key=lambda line: line.top)
    if not dots:
        parts = _leave_specks(parts, shape)
        tallest = max(part.high for part in parts)
    groups, apart = _group(parts, tallest)
    dots = row_of_dots(apart)
    strays = [] if dots else [[part] for part in apart if part.wide >= 0.25 * tallest]
    lines = [measure(group, tallest, shape[0]) for group in (*groups, *strays)]
    if dots:
        lines.append(dots)
    return sorted(_leave_dirt(lines, shape), key=lambda line: line.top)


def _mend(parts: Sequence[Part]) -> list[Part]:
    """Put together the pieces of digits of which a thin stroke is lost: one lies flat, close above or below another."""
    mended: list[Part | None] = list(parts)
    for i, flat in enumerate(parts):
        piece = mended[i]
        if piece is None or flat.high >= 0.65 * flat.wide or flat.high <= 1:
            continue
        for k, other in enumerate(mended):
            if other is not None and _belong_together(piece, other):
                left, top = min(piece.left, other.left), min(piece.top, other.top)
                right, bottom = max(piece.right, other.right), max(piece.bottom, other.bottom)
                mended[k] = Part(left, top, right - left, bottom - top, piece.area + other.area)
                mended[i] = None
                break
    return [part for part in mended if part is not None]


def _belong_together(piece: Part, other: Part) -> bool:
    if other.high < 2 * piece.high:
        return False
    whole = max(piece.bottom, other.bottom) - min(piece.top, other.top)
    if not 0 < whole - piece.high - other.high <= 0.25 * whole:
        return False
    shared = min(piece.right, other.right) - max(piece.left, other.left)
    broad, narrow = max(piece.wide, other.wide), min(piece.wide, other.wide)
    is_digit = other.wide < 1.6 * piece.wide and piece.wide < 3 * other.wide and 1.1 * broad < whole < 1.9 * broad
    return is_digit and shared >= 0.7 * narrow


def _leave_specks(parts: list[Part], shape: tuple[int, ...]) -> list[Part]:
    """Where the largest part is a mark and no digit, smaller ones beside it are dirt."""
    largest = max(parts, key=lambda part: part.area)
    if not (largest.high < 1.2 * largest.wide and largest.high < _MARK * shape[0]):
        return parts
    if sum(part.high >= 0.85 * largest.high for part in parts) > 2:
        return parts  # digits, of which some run together
    return [part for part in parts if part.area >= 0.4 * largest.area or part.wide > 0.5 * largest.wide]


def _group(parts: Sequence[Part], tallest: int) -> tuple[list[list[Part]], list[Part]]:
    """Put the parts as high as digits into lines, the smaller ones to the nearest; return those apart from all too."""
    body = [part for part in parts if part.high >= 0.45 * tallest]
    groups = _bands(sorted(body, key=lambda part: part.middle))
    extents = [(min(part.top for part in group), max(part.bottom for part in group)) for group in groups]
    small = [part for part in parts if part.high < 0.45 * tallest]
    apart = _lines_between(small, extents, tallest)
    for part in small:
        if part in apart:
            continue
        middle = part.middle
        distances = [max(top - middle, middle - bottom, 0) for top, bottom in extents]
        distance = min(distances)
        if distance <= 0.45 * tallest:
            nearest = distances.index(distance)
            groups[nearest].append(part)
            top, bottom = extents[nearest]
            extents[nearest] = min(top, part.top), max(bottom, part.bottom)
        else:
            apart.append(part)
    return groups, apart


def _lines_between(small: Sequence[Part], extents: Sequence[tuple[int, int]], tallest: int) -> list[Part]:
    """Find the dots in a row, or else the stars, that lie close to lines of digits and are lines of their own."""
    gap = max(1.0, _GAP * tallest)
    outside = [
        part for part in small if all(part.bottom <= top - gap or part.top >= bottom + gap for top, bottom in extents)
    ]
    return dots_in_row(outside) or [
        part for part in outside if part.high >= _STAR * tallest and 0.8 * part.high < part.wide < 1.2 * part.high
    ]


def _leave_dirt(lines: Sequence[Line], shape: tuple[int, ...]) -> list[Line]:
    """Keep the lines of text: those about as high as the highest, or, where there are dashes alone, the long ones."""
    highest = max((line.body for line in lines if not line.is_flat), default=0.0)
    longest = max((line.body for line in lines if line.is_flat), default=0.0)
    dash = longest / DASH
    is_dirt = highest < 0.45 * dash or (highest < LEAST_DIGIT and highest < dash)
    if highest and not (is_dirt and dash <= 0.75 * shape[1]):
        widest = max(line.right - line.left for line in lines if not line.is_flat)
        is_star = highest < _MARK * shape[0] and 0.8 * highest < widest < 1.2 * highest
        digits = min(highest / 0.45, 0.4 * shape[0]) if is_star else highest
        return [line for line in lines if _is_text(line, digits, shape[0])]
    rim = 0.1 * shape[0]
    return [
        line
        for line in lines
        if line.is_flat
        and (line.body == longest or (line.body > 0.4 * longest and rim < line.top + line.body / 2 < shape[0] - rim))
    ]


def _is_text(line: Line, highest: float, room: int) -> bool:
    """Tell digits and dashes from specks and the remains of rulings, by the highest line and the height of the cell."""
    if not line.is_flat:
        return line.body >= _STAR * highest
    middle = line.top + line.body / 2
    return line.body <= 3.0 * highest and 0.35 * highest < middle < room - 0.35 * highest


def _bands(body: Sequence[Part]) -> list[list[Part]]:
    """Gather parts, sorted by height on the page, whose vertical extents overlap."""
    groups: list[list[Part]] = []
    low = high = 0
    for part in body:
        shared = min(part.bottom, high) - max(part.top, low)
        if groups and (shared > 0.35 * min(part.high, high - low) or _is_broken(groups[-1], part, shared)):
            groups[-1].append(part)
            low, high = min(low, part.top), max(high, part.bottom)
        else:
            groups.append([part])
            low, high = part.top, part.bottom
    return groups


def _is_broken(group: Sequence[Part], part: Part, shared: int) -> bool:
    """Tell the lower piece of a digit that lies under a piece of the line; lines of print are farther apart.

    Brackets of two lines may be as close, but are no pieces of digits: they are too slender.
    """
    is_bracket = len(group) > 1 and shared < 0 and all(one.high > 2 * one.wide for one in (part, *group))
    if is_bracket or shared < -max(1.0, _GAP * part.high):
        return False
    middle = part.left + part.wide / 2
    return any(other.left <= middle <= other.right for other in group)
