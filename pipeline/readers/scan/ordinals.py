"""Roman ordinals in the first column of a scanned table, which engines read as digits or other letters.

A serif ``I`` differs from a ``1`` by a hair, but not where it stands: between items that count on without it, or begin
anew behind it. How many there are is counted on the picture.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import zip_longest

import cv2
import numpy as np
from numpy.typing import NDArray

from pipeline.model import UNREAD, Reading
from pipeline.readers.components import find_components

from .crops import crop
from .engine import Grey
from .image import Prepared
from .numbers import Region

STROKES = "strokes"
_MOST = 3
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
    odd = set(out_of_turn(texts))
    for place, number in enumerate(at):
        text = texts[place]
        is_odd, is_roman = place in odd and _names_a_section(number, columns, found), set(text) == {"I"}
        strokes = count_strokes(crop(prepared, regions[number].box, 2)) if is_odd or is_roman else 0
        is_settled = is_odd and (place + 1 < len(texts) or strokes > len(text) or not text.isdecimal())
        if strokes and (is_settled or (is_roman and strokes == len(text))):
            result[number] = (Reading("I" * strokes, STROKES), *found[number])
    return result


def is_words(reading: Reading) -> bool:
    """Say whether a cell was read as words and not as a number, or not at all."""
    return reading.engine != STROKES and (reading.text == UNREAD or any(char.isalpha() for char in reading.text))


def _names_a_section(number: int, columns: Sequence[int], found: Sequence[tuple[Reading, ...]]) -> bool:
    """Say whether the next cell holds words; in a row of column numbers it holds the next one."""
    following = found[number + 1] if number + 1 < len(found) and columns[number + 1] else ()
    return bool(following) and any(char.isalpha() for char in following[0].text)


def out_of_turn(texts: Sequence[str]) -> list[int]:
    """Return the places of ordinals that are not the next number while the one behind counts on or begins anew.

    >>> out_of_turn(["1", "1", "2", "11", "3", "4", "Hi", "1", "2"]), out_of_turn(["9", "10", "11", "12"])
    ([0, 3, 6], [])
    >>> out_of_turn(["10", "11", "11", "12", "Hi"]), out_of_turn(["STT", "1", "2", "1"])
    ([2, 4], [3])
    >>> out_of_turn(["STT", "t", "1", "2"]), out_of_turn([])
    ([1], [])
    """
    places = []
    last: int | None = None
    for place, (text, following) in enumerate(zip_longest(texts, texts[1:], fillvalue="")):
        number = int(text) if text.isdecimal() else None
        after = int(following) if following.isdecimal() else None
        if last is None:
            odd = after == 1 and (number is not None or len(text) == 1)
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
