"""Dots in a row, as cells without a figure have them, and the dashes above and below them."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from .measuring import Line, Part, is_dash, measure

DOT = 5.0  # times its height are digits as high


def row_of_dots(parts: Sequence[Part]) -> Line | None:
    """Find an ellipsis, as cells without a figure have it."""
    row = dots_in_row(parts)
    if not row:
        return None
    body = DOT * sorted(part.high for part in row)[len(row) // 2]
    return Line(row[0].left, row[-1].right, max(part.bottom for part in row) - body, body)


def dots_in_row(parts: Sequence[Part]) -> list[Part]:
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


def dashes_beside(dots: Line, parts: Sequence[Part], room: int) -> list[Line]:
    """Find the dashes above and below a row of dots, each a line."""
    size = dots.body / DOT
    middle = dots.top + dots.body - size / 2
    dashes = [part for part in parts if part.wide > 1.7 * size and is_dash(part, room)]
    return [measure([part], part.high, room) for part in dashes if abs(part.middle - middle) > dots.body]
