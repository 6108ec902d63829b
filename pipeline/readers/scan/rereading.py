"""Second looks at words of a scanned page: at cells, at numerals and at signs, each by itself."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from statistics import fmean

import regex

from pipeline.model import UNREAD, Box, Reading, Where
from pipeline.readers.native.words import Word

from .crops import crop
from .engine import Engine, Grey
from .image import Prepared
from .numbers import Numerals, Region
from .ordinals import STROKES
from .text import Sure, to_words

_POOR = 0.95
"""Mean confidence of its words below which a cell is read again; of one in four cells of a schedule at 200 dpi."""
_MOST_AGAIN = 40
"""Cells of a page that are read again: 25 ms each."""
_MARGIN = 20.0
"""Pixels of paper around a crop."""
_NUMERAL_WORD = regex.compile(r"[(\[]?(?P<numeral>\d[\d.,]*(?:[%‰]|\d)|\d)[\])]?[.,;:]*")
_DIGIT = regex.compile(r"\d")
_NUMERAL_OR_LETTERS = regex.compile(
    r"\(?(?P<numeral>(?:[IlOoSB]?\d[\d.,IlOoSB]*(?:-\d[\d.,]*)?(?:[\dIlOoSB]|%|‰))|\d)[.,;:)]*"
)
_LETTER = regex.compile(r"\p{L}")
_ENDS = regex.compile(r"^\(|[.,;:)]+$")
_PERCENT = regex.compile(r"\((?P<sign>[%‰][a-z©.,°]?)\)[.,;:]?")
_ONE = regex.compile(r"\p{Ll}/(?P<sign>[Il|i])$")
_SETTLED = {_PERCENT: regex.compile(r"\((?P<sign>[%‰])\)"), _ONE: regex.compile(r"\p{Ll}/(?P<sign>1)$")}
"""The same, with the sign that was found to be printed."""
_RIM = 0.12
"""Parts of the font size around a word that its crop takes in."""


WordReadings = tuple[tuple[Where, tuple[Reading, ...]], ...]
"""What was read of words of prose, with their places in the text of the page."""


def reread_poor(
    prepared: Prepared, regions: Sequence[Region], found: Sequence[tuple[Reading, ...]], engine: Engine
) -> list[tuple[Reading, ...]]:
    """Return the readings of cells; those of words hardly believed, or not seen as such, are read again.

    Of two readings with as many words the surer of each two words is taken, else the surer reading; both stay.
    """
    result = list(found)
    read = engine.block or engine.page
    for number in _poor(regions, found):
        recognised = read(crop(prepared, regions[number].box, _MARGIN), prepared.dpi)
        words, sure = to_words(recognised, 1.0)
        if not words:
            continue
        seen = [(_with_signs(word.text, regions[number]), sure(word)) for word in words]
        again = Reading(" ".join(text for text, _ in seen), f"{engine.name} cell", fmean(mean for _, mean in seen))
        known = tuple(reading for reading in result[number] if reading.text != UNREAD)
        is_surer = not known or _sure(again) > _sure(known[0])
        readings = (again, *known) if is_surer else (*known, again)
        merged = _merged(regions[number].words, seen)
        if merged and merged not in {reading.text for reading in readings}:
            readings = (replace(readings[0], text=merged, engine=f"{engine.name} page and cell"), *readings)
        result[number] = readings
    return result


def _sure(reading: Reading) -> float:
    return reading.confidence or 0.0


def _poor(regions: Sequence[Region], found: Sequence[tuple[Reading, ...]]) -> list[int]:
    """Return the cells that are worth another look: what nobody could read first, then the least believed."""
    words = [number for number, region in enumerate(regions) if found[number] and _is_words(found[number][0])]
    poor = [number for number in words if regions[number].confidence < _POOR]
    poor.sort(key=lambda number: (found[number][0].text != UNREAD, regions[number].confidence))
    return poor[:_MOST_AGAIN]


def _is_words(reading: Reading) -> bool:
    return reading.engine != STROKES and (reading.text == UNREAD or any(char.isalpha() for char in reading.text))


def _with_signs(text: str, region: Region) -> str:
    """Put the signs that :func:`settle_signs` settled in a cell into a word of another reading of it.

    >>> _with_signs("(%c)", Region(Box(0, 0, 1, 1), "suất (‰)", (("suất", 0.9), ("(‰)", 0.9))))
    '(‰)'
    """
    for pattern in (_PERCENT, _ONE):
        settled = {match["sign"] for word, _ in region.words if (match := _SETTLED[pattern].search(word))}
        match = pattern.search(text)
        if match and len(settled) == 1:
            start, end = match.span("sign")
            return text[:start] + settled.pop() + text[end:]
    return text


def _merged(page: Sequence[tuple[str, float]], cell: Sequence[tuple[str, float]]) -> str:
    """Return the surer of each two words of two readings, given with confidences; nothing if they are not as many."""
    if len(page) != len(cell):
        return ""
    pairs = zip(page, cell, strict=True)
    return " ".join(text if sure >= other_sure else other for (text, sure), (other, other_sure) in pairs)


def reread_numerals(
    prepared: Prepared, taken: Sequence[Sequence[Word]], found: Sequence[tuple[Reading, ...]], numerals: Numerals
) -> list[tuple[Reading, ...]]:
    """Add to cells of words with numerals in them the reading in which another reader read these.

    Where it refuses one, as no numeral stands there, it says nothing of the cell.
    """
    places = [
        (number, at, match)
        for number, words in enumerate(taken)
        if found[number] and _is_words(found[number][0])
        for at, word in enumerate(words)
        if (match := _NUMERAL_WORD.fullmatch(word.text))
    ]
    crops = [crop_of(taken[number][at], prepared) for number, at, _ in places]
    texts: dict[int, list[str] | None] = {}
    for (number, at, match), other in zip(places, numerals(crops), strict=True):
        own = texts.setdefault(number, [word.text for word in taken[number]])
        if other is None or not other.text or own is None:
            texts[number] = None
            continue
        start, end = match.span("numeral")
        own[at] = own[at][:start] + other.text.strip("(). ,;:") + own[at][end:]
    result = list(found)
    for number, text in texts.items():
        if text is not None:
            result[number] = (*found[number], Reading(" ".join(text), "numerals"))
    return result


def crop_of(word: Word, prepared: Prepared) -> Grey:
    """Cut out one word of a page."""
    pixels, rim, box = prepared.dpi / 72, _RIM * word.size, word.box
    edges = (box.left - rim, box.top - rim, box.right + rim, box.bottom + rim)
    return crop(prepared, Box(*(edge * pixels for edge in edges)), 2)


def read_twice(
    words: list[Word], prepared: Prepared, page: int, readers: tuple[str, Numerals, Sure]
) -> tuple[list[Word], WordReadings]:
    """Read the numerals of prose again, each by itself; a word with letters in it (``0I``) takes the new reading.

    ``readers`` are the name of the engine that read the page, who reads numerals, and how sure the engine was. A word
    with a digit that is no numeral, or that the second reader takes for none, has the one reading.
    """
    engine, numerals, sure = readers
    found = [at for at, word in enumerate(words) if _DIGIT.search(word.text)]
    matches = {at: match for at in found if (match := _NUMERAL_OR_LETTERS.fullmatch(words[at].text))}
    others = dict(zip(matches, numerals([crop_of(words[at], prepared) for at in matches]), strict=True))
    result = list(words)
    twice = []
    for at in found:
        word, match, other = words[at], matches.get(at), others.get(at)
        own = Reading(match["numeral"] if match else word.text, f"{engine} page", sure(word))
        readings: tuple[Reading, ...] = (own,)
        if match and other is not None and other.text:
            again = replace(other, text=_ENDS.sub("", other.text))
            readings = (replace(own, confidence=None), again)
            if _LETTER.search(own.text) and again.text.isdigit():
                start, end = match.span("numeral")
                result[at] = replace(word, text=word.text[:start] + again.text + word.text[end:])
        twice.append((Where(page=page, start=word.numbers[0], end=word.numbers[1] + 1), readings))
    return result, tuple(twice)


def settle_signs(prepared: Prepared, words: list[Word], numerals: Numerals) -> list[Word]:
    """Return words with the signs that an engine of words takes for others read by themselves.

    ``%`` and ``‰``, in which it sees a letter or a stop behind a ``%``, and the ``1`` in ``người/1``.
    """
    places = [
        (at, match)
        for at, word in enumerate(words)
        if (match := _PERCENT.fullmatch(word.text) or _ONE.search(word.text)) and len(word.glyphs) == len(word.text)
    ]
    result = list(words)
    crops = [crop_of(_piece(words[at], match), prepared) for at, match in places]
    for (at, match), reading in zip(places, numerals(crops), strict=True):
        if reading is None:
            continue
        likely = next(filter(None, (reading.text, *reading.runners_up)), "")
        sign = next((char for char in likely if char in "%‰1"), "")
        if sign and (sign == "1") == (match.re is _ONE):
            start, end = match.span("sign")
            text = words[at].text
            result[at] = replace(words[at], text=text[:start] + sign + text[end:])
    return result


def _piece(word: Word, match: regex.Match[str]) -> Word:
    """Return the part of a word to look at: all of it for a percent sign, else the last character."""
    if match.re is not _ONE:
        return word
    glyph = word.glyphs[match.start("sign")]
    return replace(word, box=Box(glyph.left, glyph.top, glyph.right, glyph.bottom))
