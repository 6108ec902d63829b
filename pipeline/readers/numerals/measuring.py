"""The parts of ink in a table cell and the lines that they form, and how high the digits of a line are."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import NamedTuple

DASH = 1.6  # times its width are digits as high
LEAST_DIGIT = 8  # pixels: no digit that can be read is lower


class Part(NamedTuple):
    """A connected part of ink: its box, and how many pixels of it are inked."""

    left: int
    top: int
    wide: int
    high: int
    area: int

    @property
    def right(self) -> int:
        """The first column behind it."""
        return self.left + self.wide

    @property
    def bottom(self) -> int:
        """The first row below it."""
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


def measure(group: Sequence[Part], tallest: int, room: int) -> Line:
    """Find the extent of a line. A line of dashes alone is measured by their width, which gives a height."""
    left, right = min(part.left for part in group), max(part.right for part in group)
    widest = max(part.wide for part in group)
    longest = [part for part in group if part.wide == widest]
    thick, most = max(part.high for part in longest), max(part.area for part in longest)
    if all(is_dash(part, room) or _is_speck(part, (widest, thick, most)) for part in group):
        body = DASH * widest
        return Line(left, right, sum(part.middle for part in group) / len(group) - body / 2, body, is_flat=True)
    large = [part for part in group if part.high >= 0.45 * tallest]
    if large:  # and of broken digits the pieces that are broad rather than high
        least = 0.4 * sorted(part.area for part in large)[len(large) // 2]
        large = [part for part in group if part.high >= 0.45 * tallest or part.area >= least]
    top = float(min(part.top for part in large or group))
    return Line(left, right, top, max(part.bottom for part in large or group) - top)


def is_dash(part: Part, room: int) -> bool:
    """Tell a part that lies flat, full of ink or slanted, in a cell ``room`` pixels high."""
    is_small = part.high < LEAST_DIGIT
    is_flat = part.high < (0.95 if is_small else 0.65) * part.wide and part.high < max(4, 0.3 * room)
    is_filled = part.area > (0.5 if is_small else 0.6) * part.wide * part.high
    return is_flat and (is_filled or part.high <= 0.15 * part.wide + 1)


def _is_speck(part: Part, dash: tuple[int, int, int]) -> bool:
    """Tell dirt beside a dash of such a width, height and area, unlike digits beside others that run together."""
    wide, high, area = dash
    return part.wide < 0.4 * wide and part.high <= max(1.5 * high, high + 3) and part.area < 0.2 * area
