"""What an engine recognised on a page, as words of the layout code that born-digital pages use too."""

from __future__ import annotations

import unicodedata
from bisect import bisect_right
from collections.abc import Callable, Iterator, Sequence
from itertools import pairwise
from statistics import median

import numpy as np
import regex

from pipeline.readers.native.glyphs import Glyph, Style
from pipeline.readers.native.words import Word, make_word

from .engine import Recognised, Symbol

_CAPITAL = 0.66
"""Height of digits and capitals in parts of the font size, in Times and its kin."""
_SMALL = 0.45
"""Height of small letters without ascenders."""
_BETWEEN = 0.55
"""Between the two, of letters without marks."""
_ALIKE_IN_CASE = frozenset("COSVXZW")
_VOWELS = frozenset("AEIOUY")
_TALL = frozenset("0123456789ABDEFGHIKLMNPRTUYbdhklđ")
_LOW = frozenset("acemnorsuvxz")
_HANGING = frozenset("gjpqy,;()[]Q/")
_FONT = "ocr"
_PERCENT = regex.compile(r"[\d.,]*%[cCe©][.,;:)]*")
_GAP = 1.0
"""Ems between words that may stand in different cells."""
_QUOTES = frozenset("'’‘`´")
_FLAT = 3
"""Pixels; no letter is so low, and of a dash the word is looked at again in its cell."""
_LOWEST = 1.6
"""Points: small letters of print of 4 points, which nobody could read."""
_WITHIN, _REACHING, _LOWER = 0.8, 0.2, 0.7
"""Of the width of a mark the part that lies over the word that has it, of its height the part that reaches into the
box of that word, and its height in parts of the word's."""
_PARTLY, _NEAR, _MUCH_LOWER = 0.35, 0.15, 0.45
"""The same of a row of marks right above a line: the part over one word, how far above it in parts of its height."""
_STAIN, _HARDLY = 0.7, 0.3
"""Confidences below which a word of one or two marks, or of one or two letters, is taken for a stain."""


Sure = Callable[[Word], float]
"""How sure the engine was of a word, or of the word that it is a piece of."""


def to_words(recognised: Sequence[Recognised], points: float) -> tuple[list[Word], Sure]:
    """Return words with one character per symbol, and how sure they are; a pixel measures ``points`` points.

    Font size and baseline are those of the line, since they cannot be told from a word such as ``ao``; where it is
    interrupted, as by the edge of a cell, the baseline may be another.
    """
    words: list[Word] = []
    starts, confidences = [0], [0.0]
    recognised = [_without_quote(_with_percent(one)) for one in _without_marks(recognised)]
    number = 0
    sizes: dict[int, float] = {}
    last: Recognised | None = None
    for line in _lines([part for one in recognised if not _is_dust(one, points) for part in _parted(one)]):
        size = _measure(line, sizes.get(line[0].block))
        sizes[line[0].block] = size
        above = last if last is not None and last.block == line[0].block else None
        last = line[-1]
        feet = _baselines(line, size)
        for one, foot in zip(_in_case(line, size, above), feet, strict=True):
            style = Style(_FONT, size * points, 0, foot * points)
            glyphs: list[Glyph] = []
            for symbol in one.symbols:
                left, top, right, bottom = (edge * points for edge in symbol.box)
                glyphs.append(Glyph(symbol.text, left, top, right, bottom, style, number, not glyphs))
                number += 1
            if glyphs:
                words.append(make_word(glyphs))
                starts.append(words[-1].numbers[0])
                confidences.append(one.confidence)
                number += 1

    def sure(word: Word) -> float:
        return confidences[bisect_right(starts, word.numbers[0]) - 1]

    return words, sure


def _without_marks(recognised: Sequence[Recognised]) -> list[Recognised]:
    """Leave out the marks above letters that were read as words of their own, over the words that have them.

    >>> from pipeline.readers.scan.engine import Pixels
    >>> words = [Recognised("4", Pixels(30, 0, 46, 16), 0.7, ()), Recognised("Tổng", Pixels(0, 9, 90, 48), 0.9, ())]
    >>> [one.text for one in _without_marks(words)]
    ['Tổng']
    """
    if len(recognised) < 2:
        return list(recognised)
    left, top, right, bottom = np.array([one.box for one in recognised], np.float64).T
    kept = []
    for at, one in enumerate(recognised):
        width = np.minimum(right, right[at]) - np.maximum(left, left[at])
        height = np.minimum(bottom, bottom[at]) - np.maximum(top, top[at])
        own_width, own_height, heights = right[at] - left[at], bottom[at] - top[at], bottom - top
        within = (width >= _WITHIN * own_width) & (height >= _REACHING * own_height) & (heights * _LOWER > own_height)
        near = (top > top[at]) & (top - bottom[at] <= _NEAR * heights) & (heights * _MUCH_LOWER > own_height)
        if not (within | (near & (width >= _PARTLY * own_width))).any():
            kept.append(one)
    return kept


def _with_percent(one: Recognised) -> Recognised:
    """Take the second circle of a percent sign that was read as a letter off: ``84%c``."""
    if not _PERCENT.fullmatch(one.text):
        return one
    at = next((number for number, symbol in enumerate(one.symbols) if symbol.text == "%"), None)
    if at is None or at + 1 >= len(one.symbols):
        return one
    symbols = (*one.symbols[: at + 1], *one.symbols[at + 2 :])
    return one._replace(text="".join(symbol.text for symbol in symbols), symbols=symbols)


def _in_case(line: Sequence[Recognised], size: float, above: Recognised | None = None) -> Iterator[Recognised]:
    """Yield the words of a line, with letters small that differ from their capitals in height alone, and are low.

    Boxes of characters are not exact, so the words around must be small too. ``size`` is that of the font, in pixels,
    ``above`` the last word of the line above.

    >>> from pipeline.readers.scan.engine import Pixels, Symbol
    >>> box = Pixels(0, 0, 10, 19)
    >>> def settle(text):
    ...     words = [Recognised(w, box, 0.9, tuple(Symbol(char, box, 0.9) for char in w)) for w in text.split()]
    ...     return " ".join(one.text for one in _in_case(words, 40))
    >>> settle("cơ SỞ y tẾ"), settle("đơn Vị"), settle("Sóc Sơn"), settle("HĐND")
    ('cơ sở y tế', 'đơn vị', 'Sóc Sơn', 'HĐND')
    """
    for at, one in enumerate(line):
        letters = [symbol for symbol in one.symbols if symbol.text.isalpha()]
        capitals = [symbol for symbol in letters if symbol.text.isupper()]
        if len(letters) < 2 or not capitals:
            yield one
            continue
        before = line[at - 1] if at else above
        small_before = before is not None and before.text[:1].islower() and before.text[-1:].isalpha()
        small_behind = at + 1 < len(line) and line[at + 1].text[:1].islower()
        low = (small_before or (small_behind and capitals == letters)) and _is_low(capitals, size)
        behind = capitals == [one.symbols[-1]] and one.symbols[-2].text.islower()
        behind = behind and unicodedata.normalize("NFD", capitals[0].text)[0] in _VOWELS
        yield _small(one) if low or behind else one


def _is_low(capitals: Sequence[Symbol], size: float) -> bool:
    alike = all(unicodedata.normalize("NFD", symbol.text)[0] in _ALIKE_IN_CASE for symbol in capitals)
    bare = [symbol.box[3] - symbol.box[1] for symbol in capitals if symbol.text in _ALIKE_IN_CASE]
    return alike and bool(bare) and max(bare) < _BETWEEN * size


def _small(one: Recognised) -> Recognised:
    symbols = tuple(symbol._replace(text=symbol.text.lower()) for symbol in one.symbols)
    return one._replace(text="".join(symbol.text for symbol in symbols), symbols=symbols)


def _without_quote(one: Recognised) -> Recognised:
    """Take a speck off that was read as an apostrophe before a word: ``'Thành``."""
    if len(one.symbols) < 2 or one.symbols[0].text not in _QUOTES or not one.symbols[1].text.isalpha():
        return one
    if any(symbol.text in _QUOTES for symbol in one.symbols[1:]):
        return one
    return one._replace(text="".join(symbol.text for symbol in one.symbols[1:]), symbols=one.symbols[1:])


def _is_dust(one: Recognised, points: float) -> bool:
    """Say whether a word is none: a stain, or a column taken for a line on its side, of which the boxes are flat.

    A stain has no letter or digit in it, or is hardly believed and short.
    """
    height = max((symbol.box[3] - symbol.box[1] for symbol in one.symbols), default=0)
    if height < _FLAT or (height * points < _LOWEST and any(char.isalnum() for char in one.text)):
        return True
    if any(char.isdigit() for char in one.text):
        return False
    marks = not any(char.isalpha() for char in one.text)
    return one.confidence < (_STAIN if marks else _HARDLY) and len(one.text) <= 2


def _parted(one: Recognised) -> Iterator[Recognised]:
    """Part words that were run together, as in ``BaĐình``: a small letter right before a capital."""
    texts = [symbol.text for symbol in one.symbols]
    cuts = [
        at
        for at, (last, text) in enumerate(pairwise(texts), start=1)
        if last[-1:].islower() and text[:1].isupper() and len("".join(texts[at:])) > 1
    ]
    for start, end in pairwise([0, *cuts, len(texts)]):
        symbols = one.symbols[start:end]
        if symbols:
            yield one._replace(text="".join(symbol.text for symbol in symbols), symbols=symbols)


def _lines(recognised: Sequence[Recognised]) -> Iterator[list[Recognised]]:
    lines: dict[tuple[int, int], list[Recognised]] = {}
    for one in recognised:
        lines.setdefault((one.block, one.line), []).append(one)
    yield from lines.values()


def _measure(line: Sequence[Recognised], usual: float | None = None) -> float:
    """Return the font size of a line, in pixels; ``usual`` is that of the line above, if there is one."""
    symbols = [symbol for one in line for symbol in one.symbols]
    tall = [symbol.box[3] - symbol.box[1] for symbol in symbols if symbol.text in _TALL]
    low = [symbol.box[3] - symbol.box[1] for symbol in symbols if symbol.text in _LOW]
    heights = [one.box[3] - one.box[1] for one in line]
    if tall:
        size = median(tall) / _CAPITAL
    elif low:
        size = median(low) / _SMALL
    else:
        size = usual or median(heights)
    return max(size, 1.0)


def _baselines(line: Sequence[Recognised], size: float) -> list[float]:
    """Return the baseline of each word: that of the words around it up to a gap."""
    groups = [[line[0]]]
    for last, one in pairwise(line):
        if one.box[0] - last.box[2] > _GAP * size:
            groups.append([])
        groups[-1].append(one)
    return [foot for group in groups for foot in [_baseline(group)] * len(group)]


def _baseline(words: Sequence[Recognised]) -> float:
    feet = [symbol.box[3] for one in words for symbol in one.symbols if symbol.text not in _HANGING]
    return median(feet) if feet else median(one.box[3] for one in words)
