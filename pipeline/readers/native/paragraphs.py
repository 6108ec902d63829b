"""Printed lines to paragraphs, by where they begin and end."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from statistics import median

import regex

from pipeline.text import is_capitals

from .entries import has_leader
from .lines import TextLine
from .marks import is_mark

_ITEM = regex.compile(r"(?:[-–+•*▪●]|\d{1,2}(?:\.\d{1,2})*[.)]|\(\d{1,2}\)|[a-zđ]\)|[IVX]{1,5}\.)\s")
_FINISHED = regex.compile(r"[.;:!?…]['\"”’)]*$")
_INDENT = 1.0
_SLACK = 0.35
_SAME_SIZE = 0.12
_PITCH = 1.3
_LARGEST_PITCH = 2.6
_ALIGNED = 3.0
_DRAWN_IN = 3.5
_FEWEST = 4


@dataclass(frozen=True, slots=True)
class Measure:
    """What text is set to: its left and right margin, the usual distance of its baselines, its font size."""

    left: float
    right: float
    pitch: float
    size: float
    is_indented: bool = False
    """Whether paragraphs begin with an indent."""


@dataclass(frozen=True, slots=True)
class Printed:
    """A paragraph as printed; ``is_centred`` lines and entries of lists at tab stops stand by themselves."""

    lines: tuple[TextLine, ...]
    is_centred: bool = False
    is_entry: bool = False

    @property
    def is_alone(self) -> bool:
        """Whether nothing on another page goes on with it."""
        return self.is_centred or self.is_entry

    @property
    def text(self) -> str:
        """Its lines with spaces between them."""
        return " ".join(line.text for line in self.lines)


def measure(lines: Sequence[TextLine], around: Measure | None = None) -> Measure:
    """Measure lines of one column; the margins are those that much of its text keeps to.

    ``around`` is the measure of the whole document, which holds where the lines are too few to tell.
    """
    size = median(line.size for line in lines)
    if around is not None and abs(size - around.size) > _SAME_SIZE * size:
        size = around.size
    body = [line for line in lines if abs(line.size - size) <= _SAME_SIZE * size] or list(lines)
    left = _edge(sorted(line.box.left for line in body), size)
    right = _edge(sorted(-line.box.right for line in body), size)
    pitches = [b.baseline - a.baseline for a, b in pairwise(body)]
    pitches = [pitch for pitch in pitches if 0.8 * size < pitch < _LARGEST_PITCH * size]
    if around is None:
        left = left if left is not None else min(line.box.left for line in body)
        right = right if right is not None else -max(line.box.right for line in body)
        usual = median(pitches) if pitches else 1.4 * size
    else:
        left = left if left is not None else around.left
        right = right if right is not None else -around.right
        usual = around.pitch
    starts = [line.box.left - left for line in body]
    inset = sum(size < start < 5 * size for start in starts)
    return Measure(left, -right, usual, size, inset > 0.08 * len(starts))


def _edge(places: Sequence[float], size: float) -> float | None:
    """Return the outermost place at which several lines begin, None if there is none."""
    for place in places:
        if sum(abs(other - place) <= _SLACK * size for other in places) >= max(_FEWEST, 0.12 * len(places)):
            return place
    return None


def find_paragraphs(lines: Sequence[TextLine], at: Measure, *, is_column: bool = False) -> list[Printed]:
    """Return the lines of one column as paragraphs; in a column beside another, lines keep to its left edge."""
    found: list[list[TextLine]] = []
    for line in lines:
        level = not is_column or (found and (_is_level(found[-1][-1], line) or _is_item_line(found[-1], line)))
        opens = is_column and found and _opens_item(found[-1], line)
        if found and level and not opens and goes_on(found[-1], line, at):
            found[-1].append(line)
        else:
            found.append([line])
    return [Printed(tuple(group), len(group) == 1 and is_centred(group[0], at)) for group in found]


def _is_level(one: TextLine, other: TextLine) -> bool:
    return abs(other.box.left - one.box.left) <= _ALIGNED


def _is_item_line(paragraph: Sequence[TextLine], line: TextLine) -> bool:
    """Say whether a line may be the second of an item of a column, whose first is drawn in or hangs out."""
    first = paragraph[0]
    marked = _ITEM.match(first.text) is not None and _ITEM.match(line.text) is None
    return len(paragraph) == 1 and marked and abs(line.box.left - first.box.left) <= _DRAWN_IN * line.size


def _opens_item(paragraph: Sequence[TextLine], line: TextLine) -> bool:
    """Say whether a line is the next item of a list in a column, though the one above is full and has no point.

    A dash within a name, as in ``Bà Rịa`` and ``- Vũng Tàu``, stands below a capital.
    """
    first, last = paragraph[0], paragraph[-1]
    marks = [_ITEM.match(one.text) for one in (first, line)]
    if not all(marks) or abs(first.box.left - line.box.left) > _ALIGNED:
        return False
    after = line.text[marks[1].end() :] if marks[1] else ""
    return after[:1].isupper() and not last.words[-1].text[:1].isupper()


def is_centred(line: TextLine, at: Measure) -> bool:
    """Say whether a line stands in the middle, away from both margins."""
    left, right = line.box.left - at.left, at.right - line.box.right
    return min(left, right) > 1.5 * at.size and abs(left - right) <= max(2 * at.size, 0.1 * (left + right))


def is_symmetric(line: TextLine, at: Measure) -> bool:
    """Say whether a line stands as far from one margin as from the other."""
    return abs((line.box.left - at.left) - (at.right - line.box.right)) <= 2 * at.size


def is_concentric(one: TextLine, other: TextLine) -> bool:
    """Say whether lines of unequal length have one middle, as centred ones have whatever the margins are."""
    left, right = other.box.left - one.box.left, one.box.right - other.box.right
    return abs(left) > _ALIGNED and abs(left - right) <= _ALIGNED


def is_inset(line: TextLine, at: Measure) -> bool:
    """Say whether a line keeps away from both margins, be it by little."""
    return min(line.box.left - at.left, at.right - line.box.right) > _SLACK * at.size + 1


def starts_anew(last: TextLine, line: TextLine) -> bool:
    """Say whether a line begins something of its own: a footnote, or an item below a finished sentence."""
    return is_mark(line, 0) or bool(_FINISHED.search(last.text) and _ITEM.match(line.text))


def ends_heading(last: TextLine, line: TextLine, at: Measure) -> bool:
    """Say whether a line stands below a heading: that is in capitals or bold, this is not, or opens a remark.

    The number below the issuer and ``(Kèm theo ...)`` below the title of an annex may be as wide as what is above them.
    Two signs are asked for, as text may begin with bold words, and scans do not say what is bold. A bold line that is
    drawn in alike on both sides is one of a centred title.
    """
    if is_capitals(line.text):
        return False
    lighter = last.is_all_bold and not line.is_bold
    centred = is_inset(last, at) and is_symmetric(last, at) and not line.text[:1].islower()
    return sum((is_capitals(last.text), lighter, line.text.startswith("("))) >= 2 or (lighter and centred)


def goes_on(paragraph: Sequence[TextLine], line: TextLine, at: Measure) -> bool:
    """Say whether a line below a paragraph goes on with it."""
    last = paragraph[-1]
    gap = line.baseline - last.baseline
    if gap > min(_LARGEST_PITCH * line.size, max(_PITCH * at.pitch, 1.25 * line.size)) or gap <= 0:
        return False
    return abs(line.size - last.size) <= _SAME_SIZE * at.size and continues(paragraph, line, at)


def continues(paragraph: Sequence[TextLine], line: TextLine, at: Measure) -> bool:
    """Say whether a line goes on with a paragraph wherever it stands: that is full, this is no item nor indented."""
    last = paragraph[-1]
    if is_centred(last, at) and is_centred(line, at):
        return False
    if starts_anew(last, line) or ends_heading(last, line, at) or has_leader(last):
        return False
    if not is_full(last, line, at):
        return False
    left = line.box.left
    if left - at.left <= _SLACK * at.size + 1:
        return True
    finished = bool(_FINISHED.search(last.text))
    return _hangs(paragraph, left) and not (finished and len(paragraph) == 1 and left >= last.box.left - 1)


def is_full(last: TextLine, line: TextLine, at: Measure) -> bool:
    """Say whether the first word of a line had no room on the line above."""
    first = line.words[0]
    needed = (first.end - first.start) + 0.2 * line.size
    return last.box.right + needed > at.right - _SLACK * at.size


def _hangs(paragraph: Sequence[TextLine], left: float) -> bool:
    """Say whether a line stands below the text of an item, or below the other lines of its paragraph."""
    first = paragraph[0]
    if len(paragraph) > 1:
        return abs(paragraph[-1].box.left - left) <= _ALIGNED
    marked = _ITEM.match(first.text) is not None
    return marked and len(first.words) > 1 and abs(first.words[1].start - left) <= _ALIGNED
