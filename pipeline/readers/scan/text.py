"""What an engine recognised on a page, as words of the layout code that born-digital pages use too."""

from __future__ import annotations

import unicodedata
from bisect import bisect_right
from collections.abc import Callable, Iterator, Sequence
from itertools import pairwise
from statistics import median

from pipeline.readers.native.glyphs import Glyph, Style
from pipeline.readers.native.words import Word, make_word

from .engine import Recognised, Symbol
from .stains import without_stains

_CAPITAL = 0.66
"""Height of digits and capitals in parts of the font size, in Times and its kin."""
_SMALL = 0.45
"""Height of small letters without ascenders."""
_LARGER = 1.3
"""How much larger than the line above small letters alone may be."""
_BETWEEN = 0.55
"""Between the two, of letters without marks."""
_ALIKE_IN_CASE = frozenset("COSVXZW")
_VOWELS = frozenset("AEIOUY")
_TALL = frozenset("0123456789ABDEFGHIKLMNPRTUYbdhklđ")
_LOW = frozenset("acemnorsuvxz")
_HANGING = frozenset("gjpqy,;()[]Q/")
_FONT = "ocr"
_GAP = 1.0
"""Ems between words that may stand in different cells."""


Sure = Callable[[Word], float]
"""How sure the engine was of a word, or of the word that it is a piece of."""


def to_words(recognised: Sequence[Recognised], points: float) -> tuple[list[Word], Sure]:
    """Return words with one character per symbol, and how sure they are; a pixel measures ``points`` points.

    Font size and baseline are those of the line, since they cannot be told from a word such as ``ao``; where it is
    interrupted, as by the edge of a cell, the baseline may be another.
    """
    words: list[Word] = []
    starts, confidences = [0], [0.0]
    number = 0
    sizes: dict[int, float] = {}
    last: Recognised | None = None
    for line in _lines([part for one in without_stains(recognised, points) for part in _parted(one)]):
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
        if usual is not None and size > _LARGER * usual and max(heights) < usual:
            size = usual  # of symbols that were not told apart, all are as high as their word
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
