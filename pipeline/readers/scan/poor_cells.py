"""Cells of words that were read poorly, each read again by itself."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from difflib import SequenceMatcher
from itertools import combinations
from statistics import fmean

import cv2
import numpy as np
from rapidfuzz.distance import Levenshtein

from pipeline.model import UNREAD, Box, Reading

from .choices import Choice
from .crops import crop, printed_words
from .engine import enlarged, moved
from .image import Prepared
from .likeliest import counted
from .numbers import Region
from .ordinals import is_words
from .poor import find_poor
from .printed import BELIEVED, ENGINE, Printed, is_bare_number, put_together, read_printed, settles
from .readers import Misread, Readers
from .signs import settle_signs, with_signs
from .stops import settle_stops
from .text import to_words

_MOST_AGAIN = 40
"""Cells of a table on a page that the engine reads again: 25 ms each, twice as much where words stay misread."""
_MARGIN = 20
"""Pixels of paper around a crop."""
_SCALES = (1.0, 0.8)
"""The second is tried where words are misread after the first."""
_OVER = 0.4
"""Part of the smaller of two words that the other covers where lines were mixed up."""
_HEARD = 0.7
"""Confidence from which a reading with more in it, or with its words apart, is preferred."""
_FEW = 1
"""Letters by which a reading may fall short."""
_MOST_WORDS = 0.8
"""Of the words of a reading, that another holds which saw a line more."""
_AKIN = 0.5
"""Likeness of two readings of one word."""
_SHORT = 2
"""Characters of words that may be unlike."""


def reread_poor(
    prepared: Prepared, regions: Sequence[Region], found: Sequence[tuple[Reading, ...]], readers: Readers
) -> tuple[list[tuple[Reading, ...]], dict[int, Choice]]:
    """Return the readings of cells; those of words hardly believed, misread, mixed up or not seen are read again.

    With them come the choices of words in the cells that the reader of words has settled.

    The reader of words comes first, and is believed where it reads numerals as the page pass did. Else the engine looks
    again. In a worn table the reader of words looks at the other cells of words too.
    """
    result = list(found)
    words = [number for number, readings in enumerate(found) if readings and is_words(readings[0])]
    poor, is_worn = _poor(words, regions, found, readers)
    rest = sorted({*words} - {*poor}) if is_worn else []
    printed = read_printed(prepared, regions, [*poor, *rest], readers)
    settled = [number for number, own in printed.items() if settles(own, result[number][0], readers.misread)]
    for number in [number for number in poor if number not in settled][:_MOST_AGAIN]:
        result[number] = _look_again(prepared, regions[number], result[number], readers)
    for number, one in printed.items():
        known = tuple(reading for reading in result[number] if reading.text != UNREAD)
        is_alike = bool(known) and _is_alike(one.reading, known[0], readers.misread)
        is_guess = bool(known) and _is_guess(one.reading, known[0], regions[number], readers.misread)
        seen = tuple(reading for reading in (one.first, one.counted) if reading is not None)
        if number in settled or (is_alike and not is_guess):
            result[number] = (one.reading, *seen, *known)
        elif is_guess:
            result[number] = (*known, one.reading)
        elif known:
            result[number] = _both(one, known, readers.misread)
    choices = {number: one.choice for number, one in printed.items() if result[number][0].engine == ENGINE}
    return result, choices


def _both(one: Printed, known: tuple[Reading, ...], misread: Misread) -> tuple[Reading, ...]:
    """Keep the readings of a cell whose numerals are read in two ways, the one with fewer misread words first."""
    own = put_together(one, known[0], misread)
    is_worse = misread(own.text) > misread(known[0].text) or _is_short(own.text, known[0].text)
    is_worse = is_worse or is_bare_number(own.text) or _lost_sign(own.text, known[0].text)
    if is_worse:
        return (*known, one.reading)
    others = [reading for reading in (one.reading, one.first, one.counted) if reading and reading.text != own.text]
    return (own, *known, *others)


def _is_alike(own: Reading, known: Reading, misread: Misread) -> bool:
    return counted(own.text) == counted(known.text) and not misread(own.text)


def _is_guess(own: Reading, known: Reading, region: Region, misread: Misread) -> bool:
    """Say whether the reader of words only guesses a cell that another read well, and all of it."""
    is_partly = region.is_partly_read and _is_short(known.text, own.text) and _holds(own.text, known.text)
    return _sure(own) < BELIEVED and _sure(known) >= _HEARD and not misread(known.text) and not is_partly


def _holds(text: str, other: str) -> bool:
    """Say whether nearly all words of another reading are in a text, in their order.

    >>> _holds("Theo khả năng hằng năm (đến 2025 đạt 50%)", "Theo khả năng hằng 50%)"), _holds("a b c", "b d e")
    (True, False)
    """
    words = other.split()
    blocks = SequenceMatcher(None, text.split(), words, autojunk=False).get_matching_blocks()
    return sum(block.size for block in blocks) >= _MOST_WORDS * len(words)


def _look_again(
    prepared: Prepared, region: Region, known: tuple[Reading, ...], readers: Readers
) -> tuple[Reading, ...]:
    """Let the engine read a cell by itself.

    Of two readings with as many words, each akin to its other, the one with fewer misread words is put together, else
    the better of both is taken; all stay.
    """
    for scale in _SCALES:
        seen = _look(prepared, region, scale, readers)
        if seen:
            known = _weighed(known, region, seen, readers)
        if known[0].text != UNREAD and not readers.misread(known[0].text):
            break
    return known


def _look(prepared: Prepared, region: Region, scale: float, readers: Readers) -> list[tuple[str, float]]:
    """Read a cell by itself, at its own scale or a smaller one, at which other mistakes are made: words, how sure."""
    engine, numerals = readers.engine, readers.numerals
    picture = crop(prepared, region.box, _MARGIN)
    if scale != 1:
        picture = np.asarray(cv2.resize(picture, None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA), np.uint8)
    recognised = (engine.block or engine.page)(picture, prepared.dpi * scale)
    left, top = round(max(0, region.box.left) - _MARGIN), round(max(0, region.box.top) - _MARGIN)
    found = [moved(enlarged(word, 1 / scale), left, top) for word in recognised]
    words, sure = to_words(printed_words(prepared, found), 72 / prepared.dpi)
    if numerals is not None:
        words = settle_signs(prepared, words, numerals)
    return [(with_signs(word.text, region), sure(word)) for word in settle_stops(prepared, words)]


def _weighed(
    known: tuple[Reading, ...], region: Region, seen: Sequence[tuple[str, float]], readers: Readers
) -> tuple[Reading, ...]:
    """Put a further reading of a cell among those that are known, the best first."""
    engine, misread = readers.engine.name, readers.misread
    again = Reading(" ".join(text for text, _ in seen), f"{engine} cell", fmean(mean for _, mean in seen))
    known = tuple(reading for reading in known if reading.text != UNREAD)
    is_better = not known or _is_better(again, known[0], region, misread)
    readings = (again, *known) if is_better else (*known, again)
    merged = "" if is_mixed_up(region) else _merged(region.words, seen, misread)
    if not merged or (known and misread(merged) > misread(known[0].text)):
        return readings
    if merged in {reading.text for reading in readings}:
        return tuple(sorted(readings, key=lambda reading: reading.text != merged))
    return (replace(readings[0], text=merged, engine=f"{engine} page and cell"), *readings)


def _is_better(again: Reading, known: Reading, region: Region, misread: Misread) -> bool:
    """Say whether a further reading of a cell is better: all of it, its words apart, fewer of them misread."""
    is_heard = _sure(again) >= _HEARD and known.engine.endswith(" page")
    if is_heard and is_mixed_up(region):
        return True
    if _lost_sign(again.text, known.text):
        return False
    if is_heard and region.is_partly_read and _letters(again.text) > _letters(known.text):
        return True
    if _is_short(again.text, known.text) and _sure(known) >= _HEARD:
        return False  # a word with a mistake in it is more than none
    return (-misread(again.text), _sure(again)) > (-misread(known.text), _sure(known))


def _lost_sign(text: str, other: str) -> bool:
    """Say whether a reading lacks the sign of a rate that another has."""
    return any(sign in other and sign not in text for sign in "%‰")


def _letters(text: str) -> int:
    return sum(char.isalnum() for char in text)


def _is_short(text: str, other: str) -> bool:
    """Say whether a reading has fewer letters than another, by more than may be misread."""
    return _letters(text) < _letters(other) - _FEW


def _sure(reading: Reading) -> float:
    return reading.confidence or 0.0


def _poor(
    words: Sequence[int], regions: Sequence[Region], found: Sequence[tuple[Reading, ...]], readers: Readers
) -> tuple[list[int], bool]:
    """Return the cells that are worth another look, and whether most are worn.

    What nobody could read or all of it comes first, then the least believed.
    """
    worst = {at for at, number in enumerate(words) if _is_lost(regions[number], found[number][0])}
    read = [(found[number][0].text, regions[number].words) for number in words]
    poor, is_worn = find_poor(read, readers, worst)
    poor.sort(key=lambda at: (at not in worst, regions[words[at]].confidence))
    return [words[at] for at in poor], is_worn


def _is_lost(region: Region, reading: Reading) -> bool:
    return reading.text == UNREAD or region.is_partly_read or is_mixed_up(region)


def is_mixed_up(region: Region) -> bool:
    """Say whether words of a cell lie over each other, as where an engine mixed up the lines of neighbouring cells.

    >>> boxes = (Box(0, 0, 40, 20), Box(45, 0, 90, 20), Box(42, 4, 88, 22))
    >>> [is_mixed_up(Region(Box(0, 0, 99, 30), "Tổng số", (), boxes=boxes[:count])) for count in (2, 3)]
    [False, True]
    """
    return any(
        _shared(one, other) > _OVER * min(_area(one), _area(other)) for one, other in combinations(region.boxes, 2)
    )


def _shared(one: Box, other: Box) -> float:
    width = min(one.right, other.right) - max(one.left, other.left)
    height = min(one.bottom, other.bottom) - max(one.top, other.top)
    return max(0.0, width) * max(0.0, height)


def _area(box: Box) -> float:
    return (box.right - box.left) * (box.bottom - box.top)


def _merged(page: Sequence[tuple[str, float]], cell: Sequence[tuple[str, float]], misread: Misread) -> str:
    """Return the surer of each two words of two readings, given with confidences, or the one that is not misread.

    Nothing if they are not as many, or some are not akin.

    >>> _merged([("Tố", 0.9), ("chức", 0.6)], [("Tổ", 0.8), ("chúc", 0.5)], lambda text: text.count("Tố"))
    'Tổ chức'
    >>> _merged([("Mức", 0.9), ("giảm", 0.9)], [("giảm", 0.8), ("Mức", 0.9)], lambda text: 0)
    ''
    """
    if len(page) != len(cell) or not all(
        _are_akin(one, other) for (one, _), (other, _) in zip(page, cell, strict=True)
    ):
        return ""
    pairs = list(zip(page, cell, strict=True))
    chosen = [text if sure >= other_sure else other for (text, sure), (other, other_sure) in pairs]
    for at, ((text, _), (other, _)) in enumerate(pairs):
        if text != other:
            instead = [*chosen[:at], other if chosen[at] == text else text, *chosen[at + 1 :]]
            if misread(" ".join(instead)) < misread(" ".join(chosen)):
                chosen = instead
    return " ".join(chosen)


def _are_akin(one: str, other: str) -> bool:
    return max(len(one), len(other)) <= _SHORT or Levenshtein.normalized_similarity(one.lower(), other.lower()) >= _AKIN
