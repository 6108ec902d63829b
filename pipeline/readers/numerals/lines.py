"""From the connected parts of ink in a table cell to the lines that they form."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

_DASH = 1.6  # times its width are digits as high
_DOT = 5.0  # times its height are digits as high
_MARK = 0.18  # of the height of the cell: what is lower may be a dash, a dot or a star
_STAR = 0.32  # a star alone in its line is as high in parts of the digits, at least
_LEAST_DIGIT = 8  # pixels: no digit that can be read is lower


@dataclass(frozen=True, slots=True)
class Line:
    """A line of ink: the box of all its parts, and top and height of its digits."""

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
    digits = heights[heights >= _LEAST_DIGIT]
    return np.asarray(heights <= 1.35 * np.median(digits), np.bool_) if len(digits) else np.ones(len(parts), np.bool_)


def find_lines(parts: NDArray[np.int32], shape: tuple[int, ...]) -> list[Line]:
    """Group parts of a cell into lines from top to bottom; specks that belong to none are left out."""
    if not len(parts):
        return []
    tallest = int(parts[:, 3].max())
    parts = parts[parts[:, 4] >= max(2.0, 0.005 * tallest * tallest)]
    if not len(parts):
        return []
    parts = _mend(parts)
    tallest = int(parts[:, 3].max())
    dots = _row_of_dots(parts) if tallest < _MARK * shape[0] else None
    if dots and tallest <= 1.5 * dots.body / _DOT + 1:
        return [dots]
    if not dots:
        parts = _leave_specks(parts, shape)
        tallest = int(parts[:, 3].max())
    groups, apart = _group(parts, tallest)
    dots = _row_of_dots(np.array(apart)) if len(apart) > 2 else None
    strays = [] if dots else [[part] for part in apart if part[2] >= 0.25 * tallest]
    lines = [_measure(group, tallest, shape[0]) for group in (*groups, *strays)]
    if dots:
        lines.append(dots)
    return sorted(_leave_dirt(lines, shape), key=lambda line: line.top)


def _mend(parts: NDArray[np.int32]) -> NDArray[np.int32]:
    """Put together the pieces of digits of which a thin stroke is lost: one lies flat, close above or below another."""
    flat = parts[:, 3] < 0.65 * parts[:, 2]
    for i in np.flatnonzero(flat & (parts[:, 3] > 1)):
        if not parts[i, 4]:
            continue
        left, top, wide, high = (int(n) for n in parts[i, :4])
        lefts, tops, widths, heights = (parts[:, n] for n in range(4))
        shared = np.minimum(lefts + widths, left + wide) - np.maximum(lefts, left)
        whole = np.maximum(tops + heights, top + high) - np.minimum(tops, top)
        gap, broad, narrow = whole - high - heights, np.maximum(widths, wide), np.minimum(widths, wide)
        is_other = (
            (parts[:, 4] > 0) & (heights >= 2 * high) & (gap > 0) & (gap <= 0.25 * whole) & (shared >= 0.7 * narrow)
        )
        is_digit = (widths < 1.6 * wide) & (wide < 3 * widths) & (whole > 1.1 * broad) & (whole < 1.9 * broad)
        if (is_other & is_digit).any():
            other = int(np.argmax(is_other & is_digit))
            start = np.minimum(parts[i, :2], parts[other, :2])
            end = np.maximum(parts[i, :2] + parts[i, 2:4], parts[other, :2] + parts[other, 2:4])
            parts[other] = (*start, *(end - start), parts[i, 4] + parts[other, 4])
            parts[i, 4] = 0
    return parts[parts[:, 4] > 0]


def _leave_specks(parts: NDArray[np.int32], shape: tuple[int, ...]) -> NDArray[np.int32]:
    """Where the largest part is a mark and no digit, smaller ones beside it are dirt."""
    _, _, wide, high, area = parts[np.argmax(parts[:, 4])]
    as_high = int((parts[:, 3] >= 0.85 * high).sum())  # digits, of which some run together
    is_mark = high < 1.2 * wide and high < _MARK * shape[0] and as_high < 3
    return parts[(parts[:, 4] >= 0.4 * area) | (parts[:, 2] > 0.5 * wide)] if is_mark else parts


def _group(parts: NDArray[np.int32], tallest: int) -> tuple[list[list[NDArray[np.int32]]], list[NDArray[np.int32]]]:
    """Put the parts as high as digits into lines, the smaller ones to the nearest; return those far from all too."""
    is_body = parts[:, 3] >= 0.45 * tallest
    body, apart = parts[is_body], []
    groups = _bands(body[np.argsort(body[:, 1] + body[:, 3] / 2, kind="stable")])
    for part in parts[~is_body]:
        middle = part[1] + part[3] / 2
        distance = [_outside(middle, group) for group in groups]
        nearest = int(np.argmin(distance))
        if distance[nearest] <= 0.45 * tallest:
            groups[nearest].append(part)
        else:
            apart.append(part)
    return groups, apart


def _row_of_dots(parts: NDArray[np.int32]) -> Line | None:
    """Find three dots or more, alike, side by side and evenly apart: an ellipsis, as cells without a figure have it."""
    wide, high = parts[:, 2], parts[:, 3]
    parts = parts[(wide < 1.8 * high + 1) & (high < 1.22 * wide + 1.5) & (parts[:, 4] > 0.55 * wide * high)]
    if len(parts) < 3:
        return None
    size = int(np.sort(parts[:, 3])[-3])
    parts = parts[(parts[:, 3] >= 0.55 * size) & (parts[:, 3] <= 1.5 * size + 1)]
    middle = parts[:, 1] + parts[:, 3] / 2
    row = parts[np.abs(middle - np.sort(middle)[len(middle) // 2]) <= 0.5 * size + 1]
    row = row[np.argsort(row[:, 0], kind="stable")]
    if len(row) < 3:
        return None
    steps = np.diff(row[:, 0] + row[:, 2] / 2)
    if steps.max() > 1.25 * steps.min() + 1 or not 2 <= size < steps.max() < 8 * size + 4:
        return None
    body = _DOT * size
    bottom = float((row[:, 1] + row[:, 3]).max())
    return Line(int(row[0, 0]), int(row[-1, 0] + row[-1, 2]), bottom - body, body)


def _leave_dirt(lines: Sequence[Line], shape: tuple[int, ...]) -> list[Line]:
    """Keep the lines of text: those about as high as the highest, or, where there are dashes alone, the long ones."""
    highest = max((line.body for line in lines if not line.is_flat), default=0.0)
    longest = max((line.body for line in lines if line.is_flat), default=0.0)
    dash = longest / _DASH
    is_dirt = highest < 0.45 * dash or (highest < _LEAST_DIGIT and highest < dash)
    if highest and not (is_dirt and dash <= 0.75 * shape[1]):
        widest = max(line.right - line.left for line in lines if not line.is_flat)
        is_star = highest < _MARK * shape[0] and widest < 1.2 * highest
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


def _bands(body: NDArray[np.int32]) -> list[list[NDArray[np.int32]]]:
    """Gather parts, sorted by height on the page, whose vertical extents overlap."""
    groups: list[list[NDArray[np.int32]]] = []
    low = high = 0
    for part in body:
        top, bottom = part[1], part[1] + part[3]
        shared = min(bottom, high) - max(top, low)
        if groups and (shared > 0.35 * min(part[3], high - low) or _is_broken(groups[-1], part, shared)):
            groups[-1].append(part)
            low, high = min(low, top), max(high, bottom)
        else:
            groups.append([part])
            low, high = top, bottom
    return groups


def _is_broken(group: Sequence[NDArray[np.int32]], part: NDArray[np.int32], shared: int) -> bool:
    """Tell the lower piece of a digit that lies under a piece of the line; lines of print are farther apart."""
    if shared < -max(1.0, 0.12 * part[3]):
        return False
    middle = part[0] + part[2] / 2
    return any(other[0] <= middle <= other[0] + other[2] for other in group)


def _outside(middle: float, group: Sequence[NDArray[np.int32]]) -> float:
    top = min(part[1] for part in group)
    bottom = max(part[1] + part[3] for part in group)
    return float(max(top - middle, middle - bottom, 0))


def _measure(group: Sequence[NDArray[np.int32]], tallest: int, room: int) -> Line:
    """Find the extent of a line. A line of dashes alone is measured by their width, which gives a height."""
    parts = np.array(group)
    left, right = int(parts[:, 0].min()), int((parts[:, 0] + parts[:, 2]).max())
    small = parts[:, 3] < _LEAST_DIGIT
    flat = (parts[:, 3] < np.where(small, 0.95, 0.65) * parts[:, 2]) & (parts[:, 3] < max(4, 0.3 * room))
    filled = parts[:, 4] > np.where(small, 0.5, 0.6) * parts[:, 2] * parts[:, 3]
    solid = filled | (parts[:, 3] <= 0.15 * parts[:, 2] + 1)  # or slanted
    widest = parts[:, 2].max()
    dash = parts[parts[:, 2] == widest]
    thick = int(dash[:, 3].max())
    speck = (parts[:, 2] < 0.4 * widest) & (parts[:, 3] <= max(1.5 * thick, thick + 3))
    speck &= parts[:, 4] < 0.2 * dash[:, 4].max()  # unlike digits beside others that run together
    if (flat & solid | speck).all():
        body = _DASH * float(parts[:, 2].max())
        return Line(left, right, float((parts[:, 1] + parts[:, 3] / 2).mean()) - body / 2, body, is_flat=True)
    is_large = parts[:, 3] >= 0.45 * tallest
    if is_large.any():  # and of broken digits the pieces that are broad rather than high
        is_large |= parts[:, 4] >= 0.4 * np.sort(parts[is_large, 4])[is_large.sum() // 2]
    large = parts[is_large] if is_large.any() else parts
    top = float(large[:, 1].min())
    return Line(left, right, top, float((large[:, 1] + large[:, 3]).max()) - top)
