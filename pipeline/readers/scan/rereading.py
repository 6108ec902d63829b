"""Second looks at words of a scanned page: numerals and signs, each by itself."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from math import inf

import regex

from pipeline.model import Reading, Where
from pipeline.readers.native.words import Word

from .comparators import read_comparators
from .crops import crop_of
from .image import Prepared
from .ordinals import is_words
from .readers import Numerals
from .stains import STROKE
from .text import Sure
from .weighing import TRUSTED

_NUMERAL_WORD = regex.compile(r"[(\[]?(?P<numeral>\d[\d.,]*(?:[%‰]|\d)|\d)[\])]?[.,;:]*")
_DIGIT = regex.compile(r"\d")
_BLANK = regex.compile(r"\s")
_ROUND = "óòõỏọôốồổỗộơớờởỡợ"
"""A ``6`` or a ``0`` is read as one of these in fonts in which it leans over; none stands beside digits."""
_LIKE = f"IlOoSBŠß{_ROUND}"
_NUMERAL_OR_LETTERS = regex.compile(
    rf"\(?[<>≥≤]?(?P<numeral>(?:(?:[IlOoSB]|[{_ROUND}]{{1,2}}[.,]?)?\d[\d.,{_LIKE}]*(?:-\d[\d.,]*)?(?:[\d{_LIKE}]|%|‰))"
    rf"|[Il{_ROUND}]?\d)[.,;:)]*"
)
_ROUND_ALONE = regex.compile(r"\(?(?P<numeral>[óòõ]{1,3}[%‰]?)[.,;:)]*")
"""What a numeral of nothing but such digits is read as; no word of a plan is written so."""
_ROUND_BESIDE = regex.compile(rf"[{_ROUND}][.,]?\d|\d[.,]?[{_ROUND}]")
_WELL_FORMED = regex.compile(r"\d[\d.,]*[%‰]?")
_LETTERS_AND_DIGITS = regex.compile(r"\p{L}\d|\d\p{L}")
_ODD = regex.compile(r"[¡§|!¦©®¿¢£¥€$#@^~{}\\]")
_LETTER = regex.compile(r"\p{L}")
_PREFERRED = 0.85
"""Confidence from which the reader of numerals is preferred where the page pass reads another number; it then is right
much oftener than that, and the number is doubted all the same."""
_LIKE_DIGITS = regex.compile(r"^I$|\d$")
"""What may be the first digits of the numeral behind it: ``I 11/100``, ``202 1-2025``."""
_NARROW = 0.8
"""Of the blank before such a word: what is nearer behind it is the rest of its numeral."""
_ENDS = regex.compile(r"^[(<>≥≤ ]+|[.,;:)]+$")


WordReadings = tuple[tuple[Where, tuple[Reading, ...]], ...]
"""What was read of words of prose, with their places in the text of the page."""


def reread_numerals(
    prepared: Prepared, taken: Sequence[Sequence[Word]], found: Sequence[tuple[Reading, ...]], numerals: Numerals
) -> list[tuple[Reading, ...]]:
    """Add to cells of words with numerals in them the reading in which another reader read these.

    Where it refuses one, as no numeral stands there, it says nothing of the cell. Its reading comes first if it has
    digits for the letters of a numeral: ``I5``.
    """
    places = [
        (number, at, match)
        for number, words in enumerate(taken)
        if found[number] and is_words(found[number][0])
        for at, word in enumerate(words)
        if (match := _NUMERAL_WORD.fullmatch(word.text) or _NUMERAL_OR_LETTERS.fullmatch(word.text))
    ]
    others = numerals([crop_of(taken[number][at], prepared) for number, at, _ in places])
    reader = next((other.engine for other in others if other is not None), "")
    texts: dict[int, list[str] | None] = {}
    spelled_out: set[int] = set()
    for (number, at, match), other in zip(places, others, strict=True):
        own = texts.setdefault(number, [word.text for word in taken[number]])
        if other is None or not other.text or own is None:
            texts[number] = None
            continue
        start, end = match.span("numeral")
        numeral = other.text.strip("(). ,;:")
        if not _DIGIT.search(numeral):
            texts[number] = None
            continue
        if _LETTER.search(match["numeral"]) and not _LETTER.search(numeral):
            spelled_out.add(number)
        own[at] = own[at][:start] + numeral + own[at][end:]
    result = list(found)
    for number, text in texts.items():
        if text is not None:
            again = Reading(" ".join(text), reader)
            is_spoilt = [_LETTERS_AND_DIGITS.search(one.text) is not None for one in (again, found[number][0])]
            is_first = number in spelled_out and is_spoilt == [False, True]
            result[number] = (replace(again, confidence=0.0), *found[number]) if is_first else (*found[number], again)
    return result


def read_twice(
    words: list[Word], prepared: Prepared, page: int, readers: tuple[str, Numerals, Sure]
) -> tuple[list[Word], WordReadings]:
    """Read the numerals of prose again, each by itself; a word takes the new reading if that is sure.

    Or if it had letters in it (``0I``, ``43ó,75``). The value is doubted all the same.

    ``readers`` are the name of the engine that read the page, who reads numerals, and how sure the engine was. A word
    with a digit that is no numeral, or that the second reader takes for none, has the one reading. Nobody is sure of a
    numeral with a sign in or before it that nobody prints: ``§0%``, ``¡ 10``; nor of one after a comparator of which it
    is not clear whether it has a bar; nor of either part of what may be one numeral: ``1 10``.
    """
    engine, numerals, sure = readers
    matches = {
        at: match
        for at, word in enumerate(words)
        if (match := _NUMERAL_OR_LETTERS.fullmatch(word.text) or _ROUND_ALONE.fullmatch(word.text))
    }
    others = dict(zip(matches, numerals([crop_of(words[at], prepared) for at in matches]), strict=True))
    found = [at for at, word in enumerate(words) if _DIGIT.search(word.text) or _is_sure_numeral(others.get(at))]
    parted = {at for at in found if _continues(words, at)}
    unsure = _compared_unsurely(words, prepared, numerals) | parted | {at - 1 for at in parted}
    result = list(words)
    twice = []
    for at in found:
        word, match, other = words[at], matches.get(at), others.get(at)
        own = Reading(match["numeral"] if match else word.text, f"{engine} page", sure(word))
        readings: tuple[Reading, ...] = (own,)
        if at in unsure or _ODD.search(word.text):
            readings = (replace(own, confidence=0.0),)
        elif match and other is not None and (text := _ENDS.sub("", other.text)):
            again = replace(other, text=text)
            readings = (replace(own, confidence=None), again)
            is_sure = _is_sure_numeral(again, _PREFERRED) and again.text != own.text
            if is_sure:
                readings = (replace(again, confidence=0.0), readings[0])
            if is_sure or _is_spelled_out(own.text, again.text):
                start, end = match.span("numeral")
                result[at] = replace(word, text=word.text[:start] + again.text + word.text[end:])
        twice.append((Where(page=page, start=word.numbers[0], end=word.numbers[1] + 1), readings))
    return result, tuple(twice)


def _is_sure_numeral(reading: Reading | None, least: float = TRUSTED) -> bool:
    if reading is None or (reading.confidence or 0.0) < least:
        return False
    return _DIGIT.search(reading.text) is not None and _BLANK.search(reading.text) is None


def _is_spelled_out(own: str, again: str) -> bool:
    """Say whether a numeral was read with letters for digits, and then without."""
    if _ROUND_BESIDE.search(own):
        return _WELL_FORMED.fullmatch(again) is not None
    return _LETTER.search(own) is not None and again.isdigit()


def _compared_unsurely(words: Sequence[Word], prepared: Prepared, numerals: Numerals) -> set[int]:
    """Return the numerals before which nobody is sure whether ``>`` or ``≥`` is printed."""
    signs = read_comparators(prepared, words, numerals)
    unsure = [at for at, sign in signs.items() if not sign or sign not in words[at].text]
    return {at if _DIGIT.search(words[at].text) else at + 1 for at in unsure}


def _continues(words: Sequence[Word], at: int) -> bool:
    """Say whether before a numeral, and nearer than words are, there is what may be its first digits."""
    gap, before = _gap_before(words, at), words[at - 1]
    if abs(gap) >= before.size:
        return False
    if STROKE.fullmatch(before.text):
        return True
    return bool(_LIKE_DIGITS.search(before.text)) and gap < _NARROW * _gap_before(words, at - 1)


def _gap_before(words: Sequence[Word], at: int) -> float:
    """Return how far a word stands from the one before it in its line; endless if it is the first."""
    word, before = words[at], words[at - 1]
    if at == 0 or abs(before.baseline - word.baseline) >= before.size:
        return inf
    return word.start - before.end
