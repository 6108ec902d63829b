"""The frames in which a page is described: as stored, as displayed, and as its text is read."""

from __future__ import annotations

from dataclasses import dataclass

from pipeline.model import Box

Point = tuple[float, float]


@dataclass(frozen=True, slots=True)
class Frame:
    """A page box ``left, bottom, right, top`` as stored (y upwards), shown after ``turn`` clockwise degrees.

    Points of the frame count from the top left of what is shown, y downwards, in points (1/72 inch).
    """

    left: float
    bottom: float
    right: float
    top: float
    turn: int = 0

    @property
    def size(self) -> Point:
        """Width and height as shown."""
        width, height = self.right - self.left, self.top - self.bottom
        return (width, height) if self.turn % 180 == 0 else (height, width)

    def point(self, x: float, y: float) -> Point:
        """Take a stored point into the frame.

        >>> Frame(0, 0, 600, 800).point(10, 790), Frame(0, 0, 600, 800, 90).point(0, 800)
        ((10, 10), (800, 0))
        """
        if self.turn == 90:
            return (y - self.bottom, x - self.left)
        if self.turn == 180:
            return (self.right - x, y - self.bottom)
        if self.turn == 270:
            return (self.top - y, self.right - x)
        return (x - self.left, self.top - y)

    def stored(self, x: float, y: float) -> Point:
        """Take a point of the frame back to stored coordinates.

        >>> Frame(0, 0, 600, 800, 90).stored(800, 0)
        (0, 800)
        """
        if self.turn == 90:
            return (y + self.left, x + self.bottom)
        if self.turn == 180:
            return (self.right - x, y + self.bottom)
        if self.turn == 270:
            return (self.right - y, self.top - x)
        return (x + self.left, self.top - y)

    def edges(self, x0: float, y0: float, x1: float, y1: float) -> tuple[float, float, float, float]:
        """Take a stored rectangle into the frame: left, top, right, bottom.

        >>> Frame(0, 0, 600, 800).edges(10, 700, 20, 790)
        (10, 10, 20, 100)
        """
        if self.turn == 90:
            return (y0 - self.bottom, x0 - self.left, y1 - self.bottom, x1 - self.left)
        if self.turn == 180:
            return (self.right - x1, y0 - self.bottom, self.right - x0, y1 - self.bottom)
        if self.turn == 270:
            return (self.top - y1, self.right - x1, self.top - y0, self.right - x0)
        return (x0 - self.left, self.top - y1, x1 - self.left, self.top - y0)

    def box_in(self, other: Frame, box: Box) -> Box:
        """Take a box of this frame into another frame of the same page."""
        if self.turn == other.turn:
            return box
        (x0, y0), (x1, y1) = self.stored(box.left, box.top), self.stored(box.right, box.bottom)
        return Box(*other.edges(min(x0, x1), min(y0, y1), max(x0, x1), max(y0, y1)))


@dataclass(frozen=True, slots=True)
class Tilted:
    """The frame of a picture that was turned and set straight: points map to the page as displayed by ``to_shown``.

    ``to_shown`` holds two rows ``(a, b, c)`` of ``x' = a * x + b * y + c``.
    """

    size: Point
    turn: int
    to_shown: tuple[tuple[float, float, float], tuple[float, float, float]]

    def box_in(self, _shown: Frame, box: Box) -> Box:
        """Return the smallest upright box on the page as displayed that holds a box of the picture.

        >>> Tilted((800, 600), 90, ((0, 1, 0), (-1, 0, 800))).box_in(Frame(0, 0, 600, 800), Box(10, 20, 30, 40))
        Box(left=20, top=770, right=40, bottom=790)
        """
        corners = [(x, y) for x in (box.left, box.right) for y in (box.top, box.bottom)]
        (a, b, c), (d, e, f) = self.to_shown
        xs, ys = [a * x + b * y + c for x, y in corners], [d * x + e * y + f for x, y in corners]
        return Box(min(xs), min(ys), max(xs), max(ys))


Frames = tuple[Frame | Tilted, Frame]
"""The frame in which the text of a page is described, and that of the page as displayed."""


def around(boxes: list[Box]) -> Box:
    """Return the smallest box around boxes.

    >>> around([Box(0, 0, 1, 1), Box(2, 1, 3, 4)])
    Box(left=0, top=0, right=3, bottom=4)
    """
    return Box(
        min(box.left for box in boxes),
        min(box.top for box in boxes),
        max(box.right for box in boxes),
        max(box.bottom for box in boxes),
    )


def overlap(low: float, high: float, other_low: float, other_high: float) -> float:
    """Return the length that two stretches share.

    >>> overlap(0, 4, 3, 9), overlap(0, 1, 2, 3)
    (1, 0.0)
    """
    return max(0.0, min(high, other_high) - max(low, other_low))
