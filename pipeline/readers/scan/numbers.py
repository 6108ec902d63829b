"""The numbers in the cells of a scanned table: every inked cell is looked at again by itself, all readings kept."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from statistics import fmean

import regex

from pipeline.model import UNREAD, Box, Reading
from pipeline.readers.numerals.decode import bare

from .crops import crop, ink_in
from .engine import Engine, Grey, Recognised
from .image import Prepared
from .readers import Numerals
from .separators import habits
from .weighing import NUMBER, TRUSTED, is_sure, plain, weigh

_LONGEST = 16
"""Characters of the longest number with its unit mark, ``1.234.567.890,12%``."""
_FEWEST, _MOST_OF = 3, 0.6
"""Numbers that a column holds at least, also in parts of its cells, for a short word among them to be looked at."""
_SHORT, _BELIEVED = 3, 0.5
"""A number may be misread as a word of so many letters, which is then little believed."""
_LETTERS = 0.5
"""Part of the characters of a misread number that may be letters: ``§9``, ``1O``, ``Iˆ``."""
_LIKE_DIGITS = regex.compile(r"[IlLiíìOoQDSsZzBGgqb]{1,5}")
_BLANKS = regex.compile(r"\s+")
DIGIT_HEIGHT, _DIGIT_WIDTH = 0.68, 0.5
"""Of a digit, in parts of the font size."""
_WIDTHS = {".": 0.25, ",": 0.25, "%": 0.8, "‰": 1.0, "-": 0.33, "/": 0.28, "+": 0.56}
_BESIDE_ONE = 0.16
"""Paper on either side of a ``1`` without serifs, in parts of the font size."""
_NARROWEST, _WIDEST = 0.68, 1.45
_MISFIT = 0.4
MARGIN = 6.0
"""Pixels of paper around a crop."""
_LEAST_INK = 0.15
"""Square points; a dash of a 9 point font has 0.6."""
_MARK = regex.compile(r"[=.,:;*\"'|~^°·•_\s]+")
_DASH_AND_MARK = regex.compile(r"[-–—]\s*[*.,:;\"'°·]+")
_LEAST_HIGH, _LEAST_WIDE, _LEAST_WORD = 4.5, 8.0, 10.0
"""Points that no mark is as high and as wide as, and square points of ink; a word of three letters has 12."""


@dataclass(frozen=True, slots=True)
class Region:
    """A cell to look at: its box in pixels of the prepared page, and what the page pass read in it."""

    box: Box
    text: str
    words: tuple[tuple[str, float], ...] = ()
    """What the page pass read in it word by word, with confidences."""
    column: int = 0
    boxes: tuple[Box, ...] = ()
    """Where these words stand, in pixels too."""
    is_partly_read: bool = False
    """Whether there is print beside them."""
    is_dusty: bool = False
    """Whether there is nothing in it but specks, which count for no ink."""

    @property
    def confidence(self) -> float:
        """How sure the page pass was of its words on average; 0 where it saw none."""
        return fmean(sure for _, sure in self.words) if self.words else 0.0


def read_cells(
    prepared: Prepared, regions: Sequence[Region], engine: Engine, numerals: Numerals | None
) -> list[tuple[Reading, ...]]:
    """Return the readings of each cell, the best first; nothing for a blank one.

    Cells in which the page pass found words are left as they are. An inked cell that nobody can read gives
    :data:`UNREAD`.
    """
    at = _numeric(prepared, regions)
    crops = [crop(prepared, regions[number].box, MARGIN) for number in at]
    first = list(numerals(crops)) if numerals is not None else [None] * len(crops)
    second = _second_readings(crops, first, [regions[number].text for number in at], engine)
    result: list[tuple[Reading, ...]] = [_page_reading(region, engine) for region in regions]
    looks: dict[int, list[Reading | None]] = {}
    for number, picture, one, other in zip(at, crops, first, second, strict=True):
        looks[number] = [one, other]
        if one is not None and other is not None and one.text != other.text:
            looks[number].extend(_plainly(look([picture])[0], engine) for look in engine.again[:1])
    for number, readings in _weighed(regions, looks, result).items():
        measured = _measured(prepared, regions[number], readings)
        result[number] = _unread_if_more(prepared, regions[number], measured)
    return result


def _weighed(
    regions: Sequence[Region], looks: Mapping[int, Sequence[Reading | None]], pages: Sequence[tuple[Reading, ...]]
) -> dict[int, tuple[Reading, ...]]:
    """Weigh the readings of cells by themselves if they are sure, the others by what the sure ones have for marks."""
    sure = [number for number, cell in looks.items() if is_sure(cell, pages[number])]
    found = {number: weigh(looks[number], pages[number]) for number in sure}
    habit = habits([(regions[number].column, bare(found[number][0].text)) for number in sure])
    others = {
        number: weigh(cell, pages[number], habit(regions[number].column))
        for number, cell in looks.items()
        if number not in found
    }
    return found | others


def _second_readings(
    crops: Sequence[Grey], first: Sequence[Reading | None], page: Sequence[str], engine: Engine
) -> list[Reading | None]:
    """Have the engine of the page pass read cells by themselves, unless it agrees with a sure first reader already.

    Nor is it asked about words, of which it makes numbers.
    """
    todo = [
        i
        for i, (one, text) in enumerate(zip(first, page, strict=True))
        if not one or not text or bare(one.text) != plain(text) or (one.confidence or 0.0) < TRUSTED
        if not _holds_words(one, text)
    ]
    found: list[Reading | None] = [None] * len(crops)
    for i, recognised in zip(todo, engine.cells([crops[i] for i in todo]), strict=True):
        found[i] = _plainly(recognised, engine)
    return found


def _holds_words(one: Reading | None, page: str) -> bool:
    """Say whether the reader of numerals is sure to see none where the page pass read letters: ``Năm 2028``."""
    is_refused = one is not None and not one.text and (one.confidence or 0.0) >= TRUSTED
    return is_refused and any(char.isalpha() for char in page)


def _plainly(one: Recognised | None, engine: Engine) -> Reading | None:
    return None if one is None else Reading(plain(one.text), engine.name, one.confidence)


def _measured(prepared: Prepared, region: Region, readings: tuple[Reading, ...]) -> tuple[Reading, ...]:
    """Trust a number little whose ink is much wider or narrower than its characters: a digit was lost or invented."""
    chosen = readings[0]
    ink = ink_in(prepared, region.box)
    if not NUMBER.fullmatch(chosen.text) or chosen.text == "-" or not ink.height:
        return readings
    size = ink.height / DIGIT_HEIGHT
    most = sum(_WIDTHS.get(char, _DIGIT_WIDTH) for char in chosen.text)
    least = most - _BESIDE_ONE * (chosen.text.startswith("1") + chosen.text.endswith("1"))
    if _NARROWEST * least * size <= ink.width <= _WIDEST * most * size:
        return readings
    return (replace(chosen, confidence=min(chosen.confidence or 0.0, _MISFIT)), *readings[1:])


def _unread_if_more(prepared: Prepared, region: Region, readings: tuple[Reading, ...]) -> tuple[Reading, ...]:
    """Take a cell for unread in which all see nothing but a mark, as ``=``, while there are words or a number in it.

    So is a dash beside a speck of which nobody is sure.
    """
    ink = ink_in(prepared, region.box)
    is_more = ink.height >= _LEAST_HIGH and ink.width >= _LEAST_WIDE and ink.area >= _LEAST_WORD
    chosen = readings[0]
    is_doubted = _DASH_AND_MARK.fullmatch(chosen.text) and (chosen.confidence or 0.0) < TRUSTED
    if is_doubted or (is_more and _MARK.fullmatch(chosen.text)):
        return (Reading(UNREAD, "none", 0.0), *readings)
    return readings


def _numeric(prepared: Prepared, regions: Sequence[Region]) -> list[int]:
    """Return the cells that look like numbers, and short words between numbers: ``lãi`` may be ``11``, ``nh)`` 55."""
    at = {number for number, region in enumerate(regions) if _looks_numeric(prepared, region)}
    columns = Counter(regions[number].column for number in at)
    inked = Counter(region.column for region in regions if region.text)
    for number, region in enumerate(regions):
        most = columns[region.column] >= max(_FEWEST, _MOST_OF * inked[region.column])
        if most and len(region.text) <= _SHORT and any(char.isalpha() for char in region.text):
            at.add(number)
    return sorted(at)


def _looks_numeric(prepared: Prepared, region: Region) -> bool:
    text = _BLANKS.sub("", region.text)
    if not text:
        return not region.is_dusty and ink_in(prepared, region.box).area >= _LEAST_INK
    if text.isalpha() and len(text) > 1 and not _LIKE_DIGITS.fullmatch(text):
        return len(text) <= _SHORT and region.confidence < _BELIEVED
    letters = sum(char.isalpha() for char in text)
    return len(text) <= _LONGEST and (len(text) <= 2 or letters <= _LETTERS * len(text))


def _page_reading(region: Region, engine: Engine) -> tuple[Reading, ...]:
    return (Reading(region.text, f"{engine.name} page", region.confidence),) if region.text else ()
