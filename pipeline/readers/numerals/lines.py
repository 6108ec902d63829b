"""From the connected parts of ink in a table cell to the lines that they form."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

_DASH = 1.6  # times its width are digits as high
_DOT = 5.0  # times its height are digits as high
_MARK = 0.18  # of the height of the cell: what is lower may be a dash, a dot or a star
_STAR = 0.28  # a star alone in its line is as high in parts of the digits, at least
LEAST_DIGIT = 8  # pixels: no digit that can be read is lower
_SHORTEST, _LONGEST, _APART = 0.35, 1.6, 0.2  # of the height of digits: length of a faint dash, its distance from them
_EDGE, _THINNEST, _ALONE = 2, 2, 1.3  # pixels from the edge, rows, and all ink around in parts of the dash
_GAP = 0.12  # of the height of digits: lines of print are farther apart


class _Part(NamedTuple):
    """A connected part of ink: its box, and how many pixels of it are inked."""

    left: int
    top: int
    wide: int
    high: int
    area: int

    @property
    def right(self) -> int:
        return self.left + self.wide

    @property
    def bottom(self) -> int:
        return self.top + self.high

    @property
    def middle(self) -> float:
        """The height of its middle on the page."""
        return self.top + self.high / 2


@dataclass(frozen=True, slots=True)
class Line:
    """A line of ink: the box of all its parts, top and height of its digits, whether it is a dash, which is flat."""

    left: int
    right: int
    top: float
    body: float
    is_flat: bool = False

    @property
    def head(self) -> float:
        """Where ink begins, from the top of the cell; that of dashes lies about the middle of their line."""
        return self.top + 0.4 * self.body if self.is_flat else self.top

    @property
    def foot(self) -> float:
        """Where the digits end."""
        return self.top + (0.6 if self.is_flat else 1.0) * self.body

    def stretch(self, factor: float) -> Line:
        """Take the digits for so much taller, about their middle."""
        return replace(self, body=self.body * factor, top=self.top - (factor - 1) * self.body / 2)


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
    parts = _mend([_Part(*part) for part in found.tolist()])
    tallest = max(part.high for part in parts)
    dots = _row_of_dots(parts) if tallest < _MARK * shape[0] else None
    if dots and tallest <= 1.5 * dots.body / _DOT + 1:
        return sorted([dots, *_dashes_beside(dots, parts, shape[0])], key=lambda line: line.top)
    if not dots:
        parts = _leave_specks(parts, shape)
        tallest = max(part.high for part in parts)
    groups, apart = _group(parts, tallest)
    dots = _row_of_dots(apart)
    strays = [] if dots else [[part] for part in apart if part.wide >= 0.25 * tallest]
    lines = [_measure(group, tallest, shape[0]) for group in (*groups, *strays)]
    if dots:
        lines.append(dots)
    return sorted(_leave_dirt(lines, shape), key=lambda line: line.top)


def find_lone_dash(found: NDArray[np.int32], shape: tuple[int, ...], body: float, above: int) -> Line | None:
    """Find the faint dash that is all there is in a room beside lines of digits, with so many rows ``above`` the room.

    It keeps away from the edges, is about as long as digits are high, and thicker than a speck of dust is.
    """
    height, width = shape
    parts = [_Part(*part) for part in found.tolist()]
    largest = max(parts, key=lambda part: part.area, default=None)
    if largest is None or sum(part.area for part in parts) > _ALONE * largest.area or largest.high < _THINNEST:
        return None
    is_away = largest.left > _EDGE and largest.right < width - _EDGE
    is_apart = _APART * body <= largest.top and largest.bottom <= height - _APART * body
    if not (is_away and is_apart and _is_dash(largest, height) and _SHORTEST * body < largest.wide < _LONGEST * body):
        return None
    return _measure([largest._replace(top=largest.top + above)], largest.high, height)


def _mend(parts: Sequence[_Part]) -> list[_Part]:
    """Put together the pieces of digits of which a thin stroke is lost: one lies flat, close above or below another."""
    mended: list[_Part | None] = list(parts)
    for i, flat in enumerate(parts):
        piece = mended[i]
        if piece is None or flat.high >= 0.65 * flat.wide or flat.high <= 1:
            continue
        for k, other in enumerate(mended):
            if other is not None and _belong_together(piece, other):
                left, top = min(piece.left, other.left), min(piece.top, other.top)
                right, bottom = max(piece.right, other.right), max(piece.bottom, other.bottom)
                mended[k] = _Part(left, top, right - left, bottom - top, piece.area + other.area)
                mended[i] = None
                break
    return [part for part in mended if part is not None]


def _belong_together(piece: _Part, other: _Part) -> bool:
    if other.high < 2 * piece.high:
        return False
    whole = max(piece.bottom, other.bottom) - min(piece.top, other.top)
    if not 0 < whole - piece.high - other.high <= 0.25 * whole:
        return False
    shared = min(piece.right, other.right) - max(piece.left, other.left)
    broad, narrow = max(piece.wide, other.wide), min(piece.wide, other.wide)
    is_digit = other.wide < 1.6 * piece.wide and piece.wide < 3 * other.wide and 1.1 * broad < whole < 1.9 * broad
    return is_digit and shared >= 0.7 * narrow


def _leave_specks(parts: list[_Part], shape: tuple[int, ...]) -> list[_Part]:
    """Where the largest part is a mark and no digit, smaller ones beside it are dirt."""
    largest = max(parts, key=lambda part: part.area)
    if not (largest.high < 1.2 * largest.wide and largest.high < _MARK * shape[0]):
        return parts
    if sum(part.high >= 0.85 * largest.high for part in parts) > 2:
        return parts  # digits, of which some run together
    return [part for part in parts if part.area >= 0.4 * largest.area or part.wide > 0.5 * largest.wide]


def _group(parts: Sequence[_Part], tallest: int) -> tuple[list[list[_Part]], list[_Part]]:
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


def _lines_between(small: Sequence[_Part], extents: Sequence[tuple[int, int]], tallest: int) -> list[_Part]:
    """Find the dots in a row, or else the stars, that lie close to lines of digits and are lines of their own."""
    gap = max(1.0, _GAP * tallest)
    outside = [
        part for part in small if all(part.bottom <= top - gap or part.top >= bottom + gap for top, bottom in extents)
    ]
    return _dots_in_row(outside) or [
        part for part in outside if part.high >= _STAR * tallest and 0.8 * part.high < part.wide < 1.2 * part.high
    ]


def _row_of_dots(parts: Sequence[_Part]) -> Line | None:
    """Find an ellipsis, as cells without a figure have it."""
    row = _dots_in_row(parts)
    if not row:
        return None
    body = _DOT * sorted(part.high for part in row)[len(row) // 2]
    return Line(row[0].left, row[-1].right, max(part.bottom for part in row) - body, body)


def _dots_in_row(parts: Sequence[_Part]) -> list[_Part]:
    """Find three dots or more, alike, side by side and evenly apart."""
    round_ones = [
        part
        for part in parts
        if part.wide < 1.8 * part.high + 1
        and part.high < 1.22 * part.wide + 1.5
        and part.area > 0.55 * part.wide * part.high
    ]
    if len(round_ones) < 3:
        return []
    size = sorted(part.high for part in round_ones)[-3]
    alike = [part for part in round_ones if 0.55 * size <= part.high <= 1.5 * size + 1]
    middle = sorted(part.middle for part in alike)[len(alike) // 2]
    row = sorted((part for part in alike if abs(part.middle - middle) <= 0.5 * size + 1), key=lambda part: part.left)
    if len(row) < 3:
        return []
    steps = [b.left + b.wide / 2 - a.left - a.wide / 2 for a, b in pairwise(row)]
    if max(steps) > 1.25 * min(steps) + 1 or not 2 <= size < max(steps) < 8 * size + 4:
        return []
    return row


def _dashes_beside(dots: Line, parts: Sequence[_Part], room: int) -> list[Line]:
    """Find the dashes above and below a row of dots, each a line."""
    size = dots.body / _DOT
    middle = dots.top + dots.body - size / 2
    dashes = [part for part in parts if part.wide > 1.7 * size and _is_dash(part, room)]
    return [_measure([part], part.high, room) for part in dashes if abs(part.middle - middle) > dots.body]


def _leave_dirt(lines: Sequence[Line], shape: tuple[int, ...]) -> list[Line]:
    """Keep the lines of text: those about as high as the highest, or, where there are dashes alone, the long ones."""
    highest = max((line.body for line in lines if not line.is_flat), default=0.0)
    longest = max((line.body for line in lines if line.is_flat), default=0.0)
    dash = longest / _DASH
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


def _bands(body: Sequence[_Part]) -> list[list[_Part]]:
    """Gather parts, sorted by height on the page, whose vertical extents overlap."""
    groups: list[list[_Part]] = []
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


def _is_broken(group: Sequence[_Part], part: _Part, shared: int) -> bool:
    """Tell the lower piece of a digit that lies under a piece of the line; lines of print are farther apart.

    Brackets of two lines may be as close, but are no pieces of digits: they are too slender.
    """
    is_bracket = len(group) > 1 and shared < 0 and all(one.high > 2 * one.wide for one in (part, *group))
    if is_bracket or shared < -max(1.0, _GAP * part.high):
        return False
    middle = part.left + part.wide / 2
    return any(other.left <= middle <= other.right for other in group)


def _measure(group: Sequence[_Part], tallest: int, room: int) -> Line:
    """Find the extent of a line. A line of dashes alone is measured by their width, which gives a height."""
    left, right = min(part.left for part in group), max(part.right for part in group)
    widest = max(part.wide for part in group)
    longest = [part for part in group if part.wide == widest]
    thick, most = max(part.high for part in longest), max(part.area for part in longest)
    if all(_is_dash(part, room) or _is_speck(part, (widest, thick, most)) for part in group):
        body = _DASH * widest
        return Line(left, right, sum(part.middle for part in group) / len(group) - body / 2, body, is_flat=True)
    large = [part for part in group if part.high >= 0.45 * tallest]
    if large:  # and of broken digits the pieces that are broad rather than high
        least = 0.4 * sorted(part.area for part in large)[len(large) // 2]
        large = [part for part in group if part.high >= 0.45 * tallest or part.area >= least]
    top = float(min(part.top for part in large or group))
    return Line(left, right, top, max(part.bottom for part in large or group) - top)


def _is_dash(part: _Part, room: int) -> bool:
    """Tell a part that lies flat, full of ink or slanted, in a cell ``room`` pixels high."""
    is_small = part.high < LEAST_DIGIT
    is_flat = part.high < (0.95 if is_small else 0.65) * part.wide and part.high < max(4, 0.3 * room)
    is_filled = part.area > (0.5 if is_small else 0.6) * part.wide * part.high
    return is_flat and (is_filled or part.high <= 0.15 * part.wide + 1)


def _is_speck(part: _Part, dash: tuple[int, int, int]) -> bool:
    """Tell dirt beside a dash of such a width, height and area, unlike digits beside others that run together."""
    wide, high, area = dash
    return part.wide < 0.4 * wide and part.high <= max(1.5 * high, high + 3) and part.area < 0.2 * area
