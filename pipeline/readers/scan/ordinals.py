"""Roman ordinals in the first column of a scanned table, which engines read as digits or other letters.

A serif ``I`` differs from a ``1`` by a hair, but not where it stands: between items that count on without it, or begin
anew behind it. How many there are is counted on the picture. The number of an item that nobody could read is the one
missing between its neighbours.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import zip_longest
from typing import NamedTuple

import cv2
import numpy as np
from numpy.typing import NDArray

from pipeline.model import UNREAD, Reading
from pipeline.readers.components import find_components

from .crops import crop
from .engine import Grey
from .image import Prepared
from .numbers import Region

STROKES, SEQUENCE = "strokes", "sequence"
"""What an ordinal was read by: a section by the strokes of its picture, an item by its neighbours alone."""
_MOST = 3
_LIKE_ONE = frozenset("1IiLl|![]{}" + UNREAD)
"""What an engine takes an ``I`` for, if it sees anything."""
_SURE, _UNSURE = 0.9, 0.5
_MOST_ITEMS = 100
"""Numbers of items are less; years and quantities are not counted on."""
_NOTHING = frozenset("-–—*+.…")
"""Marks that are printed instead of a number."""
_TALL = 0.72
"""Part of the height of the ink that a stroke takes at least, its serifs left aside."""
_WIDEST = 0.62
"""Width of an ``I`` with its share of the gaps, in parts of its height."""
_INNER = 0.25
"""Part of the height, above and below, in which serifs join strokes; between there is paper only."""


def settle_ordinals(
    prepared: Prepared, regions: Sequence[Region], columns: Sequence[int], found: Sequence[tuple[Reading, ...]]
) -> list[tuple[Reading, ...]]:
    """Return the readings of cells, by their columns, with ``I``, ``II`` and ``III`` between the numbers of items.

    Those that were read as such are settled where the strokes are as many: no further look then makes ``II`` an ``H``.
    """
    at = [number for number, column in enumerate(columns) if column == 0 and found[number]]
    texts = [found[number][0].text.strip(" .") for number in at]
    result = list(found)
    for place, missing in _left_out(texts):
        if _stands_before_words(at[place], columns, found):
            texts[place] = missing
            result[at[place]] = (Reading(missing, SEQUENCE, 0.0), *found[at[place]])
    odd = set(out_of_turn(texts))
    sections = 0
    for place, number in enumerate(at):
        text = texts[place]
        below = texts[place + 1] if place + 1 < len(at) and 0 not in columns[number + 1 : at[place + 1]] else ""
        is_next = sections > 0 and text == "1" * (sections + 1) and below == "1"  # no item 11 stands above an item 1
        is_odd = place in odd and not _is_sure_number(found[number][0]) and _stands_before_words(number, columns, found)
        if is_odd or is_next or set(text) == {"I"}:
            strokes = count_strokes(crop(prepared, regions[number].box, 2))
            is_next = is_next and strokes == len(text) and _stands_before_words(number, columns, found)
            section = _section(text, strokes, _Turn(sections, is_odd or is_next, place + 1 == len(texts)))
            if section is None and place == 0 and text.isdecimal() and _is_unsure(found[number][0]):
                section = Reading(UNREAD, "none", 0.0)  # the heading of the column, for the reader of words
            if section is not None:
                result[number] = (section, *found[number])
                text = section.text
        if text.isalpha() and text.isupper():
            sections = len(text) if set(text) == {"I"} else 0
    return result


class _Turn(NamedTuple):
    """Where an ordinal stands: after how many sections, whether out of turn, whether as the last of its page."""

    sections: int
    is_odd: bool
    is_last: bool


def _section(text: str, strokes: int, turn: _Turn) -> Reading | None:
    """Return the ordinal of a section that was read as ``text`` and has so many strokes; None if unsure.

    The last number of a page may have left others out, unless the strokes are those of the section that is to come.

    >>> [found and found.text for found in (
    ...     _section("t1", 3, _Turn(2, True, False)), _section("11", 2, _Turn(1, True, True)),
    ...     _section("II", 3, _Turn(2, True, True)), _section("11", 2, _Turn(0, True, True)))]
    ['III', 'II', 'III', None]
    """
    is_roman = set(text) == {"I"}
    if is_roman and strokes == len(text):
        return Reading(text, STROKES)
    comes_next = 1 < strokes == turn.sections + 1 and set(text) <= _LIKE_ONE and (turn.is_odd or is_roman)
    if comes_next or (strokes and turn.is_odd and not (turn.is_last and text.isdecimal() and strokes <= len(text))):
        return Reading("I" * strokes, STROKES)
    return None


def _left_out(texts: Sequence[str]) -> list[tuple[int, str]]:
    """Return the places of what nobody could read where one number is missing between its neighbours, with that number.

    >>> _left_out(["3", "<", "5", "-", "7"]), _left_out(["2020", "<", "2022"])
    ([(1, '4')], [])
    """
    found = []
    for place, (before, text, after) in enumerate(zip(texts, texts[1:], texts[2:], strict=False), start=1):
        is_between = before.isdecimal() and after.isdecimal() and int(before) + 2 == int(after) < _MOST_ITEMS
        if is_between and text and not any(char.isalnum() or char in _NOTHING for char in text):
            found.append((place, str(int(before) + 1)))
    return found


def _is_unsure(reading: Reading) -> bool:
    return (reading.confidence or 0.0) < _UNSURE


def _is_sure_number(reading: Reading) -> bool:
    """Say whether a reading is a number that no strokes make up, and believed."""
    return reading.text.isdecimal() and set(reading.text) != {"1"} and (reading.confidence or 0.0) >= _SURE


def is_words(reading: Reading) -> bool:
    """Say whether a cell was read as words and not as a number, or not at all."""
    is_ordinal = reading.engine in {STROKES, SEQUENCE}
    return not is_ordinal and (reading.text == UNREAD or any(char.isalpha() for char in reading.text))


def _stands_before_words(number: int, columns: Sequence[int], found: Sequence[tuple[Reading, ...]]) -> bool:
    """Say whether the next cell holds words; in a row of column numbers it holds the next one."""
    following = found[number + 1] if number + 1 < len(found) and columns[number + 1] else ()
    return bool(following) and any(char.isalpha() for char in following[0].text)


def out_of_turn(texts: Sequence[str]) -> list[int]:
    """Return the places of ordinals that are not the next number while the one behind counts on or begins anew.

    >>> out_of_turn(["1", "1", "2", "11", "3", "4", "Hi", "1", "2"]), out_of_turn(["9", "10", "11", "12"])
    ([0, 3, 6], [])
    >>> out_of_turn(["10", "11", "11", "12", "Hi"]), out_of_turn(["STT", "1", "2", "1"])
    ([2, 4], [3])
    >>> out_of_turn(["STT", "t", "1", "2"]), out_of_turn(["TT", "1}", "1", "2"]), out_of_turn([])
    ([1], [1], [])
    """
    places = []
    last: int | None = None
    for place, (text, following) in enumerate(zip_longest(texts, texts[1:], fillvalue="")):
        number = int(text) if text.isdecimal() else None
        after = int(following) if following.isdecimal() else None
        if last is None:
            odd = after == 1 and (number is not None or len(text) == 1 or set(text) <= _LIKE_ONE)
        elif number is None:
            odd = after in {None, 1, last + 1}
        else:
            odd = number != last + 1 and after in {None, 1, last + 1}
        if odd:
            places.append(place)
        last = number if number is not None and not odd else last
    return places


def count_strokes(picture: Grey) -> int:
    """Return how many upright strokes make up the ink of a picture; 0 if there is anything else."""
    ink: Grey = np.asarray(cv2.threshold(picture, 0, 1, cv2.THRESH_OTSU | cv2.THRESH_BINARY_INV)[1], np.uint8)
    labels, stats = find_components(ink)
    if len(stats) < 2:
        return 0
    tallest = int(stats[1:, cv2.CC_STAT_HEIGHT].max())
    for number in range(1, len(stats)):
        if stats[number, cv2.CC_STAT_HEIGHT] < 0.5 * tallest:
            ink[labels == number] = 0
    left, top, width, height = cv2.boundingRect(ink)
    glyphs = np.asarray(ink[top : top + height, left : left + width], np.uint8)
    columns = glyphs.sum(axis=0) >= _TALL * height
    strokes = int(np.count_nonzero(np.diff(np.concatenate(([0], columns.astype(np.int8)))) == 1))
    is_upright = 0 < strokes <= _MOST and width <= _WIDEST * height * strokes
    return strokes if is_upright and not _has_bar(glyphs, columns) else 0


def _has_bar(glyphs: Grey, columns: NDArray[np.bool_]) -> bool:
    """Say whether ink joins the strokes at these columns away from their ends, as in ``B`` and ``H``."""
    at = np.flatnonzero(columns)
    rim = round(_INNER * len(glyphs))
    inner = glyphs[rim : len(glyphs) - rim]
    between = ~columns[at[0] : at[-1]]
    return bool(inner[:, at[0] : at[-1]][:, between].any(axis=0).all()) if between.any() else False
