"""Decide by their letters which lines of a text are in a legacy encoding, and convert those."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

import regex

from pipeline.model import LegacyLetters

from .alphabet import Alphabet, alphabet_of, is_syllable
from .capitals import raise_words
from .conversion import Piece, compose, is_composed, letters, settle

_MIN_WORDS = 4
"""Different words that must become syllables before a text counts as legacy: fewer may be chance."""
_MIN_ODD = 2
"""Characters that Vietnamese in Unicode does not have; without them a text need not be looked at."""
_MIN_LONG_WORDS = 2
"""How many of them must have three letters: ``«c`` is one of two."""
_MAX_STRAY = 3
"""One word in so many may be no syllable either way, as names and acronyms are."""
_ACRONYM = regex.compile(r"[A-ZĐ]+")

_Lines = Mapping[int, "_Reading"]


@dataclass(frozen=True, slots=True)
class Converted:
    """A converted line. ``spans``: where its characters stand in the given one, if not one for one."""

    text: str
    spans: tuple[tuple[int, int], ...] | None = None


@dataclass(frozen=True, slots=True)
class Restored:
    """Lines that conversion changed, by their position, and the encodings found, the most frequent first."""

    lines: Mapping[int, Converted]
    encodings: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class _Word:
    """``verdict``: ``legacy``; ``other``; ``both`` where it may be either; ``neither`` where it is no syllable."""

    start: int
    end: int
    verdict: str


@dataclass(frozen=True, slots=True)
class _Reading:
    """A line, supposed to be in an encoding. ``origin``: where its characters begin in the given one."""

    text: str
    origin: Sequence[int]
    words: tuple[_Word, ...]

    @property
    def gain(self) -> int:
        """Words that conversion would make, less those that it would spoil."""
        verdicts = [word.verdict for word in self.words]
        return verdicts.count("legacy") - verdicts.count("other")

    def spellings(self, verdict: str) -> set[str]:
        """Return the different words with a verdict."""
        return {self.text[word.start : word.end].lower() for word in self.words if word.verdict == verdict}


def detect(text: str, legacy: LegacyLetters) -> str:
    """Return the encoding that a text is in, or most of its legacy lines are; empty where there is no good reason.

    >>> from pipeline.catalog import load_catalog
    >>> legacy = load_catalog().legacy
    >>> detect("Céng hoµ x· héi chñ nghÜa ViÖt Nam", legacy), detect("Cộng hòa xã hội chủ nghĩa", legacy)
    ('TCVN3', '')
    """
    return next(iter(_found(text.splitlines(), legacy)), "")


def fits(text: str, encoding: str, legacy: LegacyLetters) -> bool:
    """Say whether a text may be in an encoding: false if converting it would spoil more words than it makes.

    A PDF may use a legacy font by name and yet hold Unicode.

    >>> from pipeline.catalog import load_catalog
    >>> legacy = load_catalog().legacy
    >>> fits("kÕ ho¹ch", "TCVN3", legacy), fits("kế hoạch", "TCVN3", legacy)
    (True, False)
    """
    return _read(text, encoding, legacy).gain >= 0


def restore(lines: Sequence[str], legacy: LegacyLetters) -> Restored:
    """Convert those lines of a document that are in a legacy encoding, and of a mixed line those words that are.

    An encoding must show in the document as a whole; then each line is converted if that makes it better. A line that
    does not tell goes with the one before.
    """
    found = _found(lines, legacy)
    converted: dict[int, Converted] = {}
    waiting: list[int] = []
    current: str | None = None
    for number in sorted(set().union(*found.values())):
        decided = _decide({encoding: readings[number] for encoding, readings in found.items()})
        current = current if decided is None else decided
        if current is None:
            waiting.append(number)
            continue
        for each in (*waiting, number) if current else ():
            line = _convert(found[current][each], current, legacy)
            if line.text != lines[each]:
                converted[each] = line
        waiting = []
    return Restored(converted, tuple(found))


def _decide(readings: Mapping[str, _Reading]) -> str | None:
    """Return the encoding of a line, empty for none, or None if the line does not tell."""
    best = max(readings, key=lambda encoding: readings[encoding].gain)
    gain = readings[best].gain
    return None if gain == 0 else best if gain > 0 else ""


def _found(lines: Sequence[str], legacy: LegacyLetters) -> dict[str, _Lines]:
    """Return the encodings that occur, the most frequent first, with a reading of every line that is not ASCII."""
    found: dict[str, _Lines] = {}
    for encoding in legacy.letters:
        odd = alphabet_of(encoding, legacy).odd
        if all(map(is_composed, lines)) and sum(len(odd.findall(line)) for line in lines) < _MIN_ODD:
            continue
        readings = {number: _read(line, encoding, legacy) for number, line in enumerate(lines) if not line.isascii()}
        better = [reading for reading in readings.values() if reading.gain > 0]
        words = set[str]().union(*(reading.spellings("legacy") for reading in better))
        stray = set[str]().union(*(reading.spellings("neither") for reading in better))
        long = sum(len(word) > 2 for word in words)
        if long >= _MIN_LONG_WORDS and len(words) >= max(_MIN_WORDS, _MAX_STRAY * len(stray)):
            found[encoding] = readings
    return dict(sorted(found.items(), key=lambda item: -_gain(item[1])))


def _gain(readings: _Lines) -> int:
    return sum(max(0, reading.gain) for reading in readings.values())


def _read(line: str, encoding: str, legacy: LegacyLetters) -> _Reading:
    alphabet = alphabet_of(encoding, legacy)
    text, origin = compose(line)
    text = settle(text, alphabet, legacy)
    words = [match.span() for match in alphabet.word.finditer(text) if not match[0].isascii()]
    judged = (_Word(start, end, _judge(text[start:end], encoding, legacy)) for start, end in words)
    return _Reading(text, origin, tuple(judged))


@lru_cache(maxsize=65536)
def _judge(word: str, encoding: str, legacy: LegacyLetters) -> str:
    alphabet = alphabet_of(encoding, legacy)
    if len(word) == 1 and word in alphabet.letters:
        return "both"
    if all(char.isascii() or char in alphabet.doubtful.values() for char in word):
        # Hyphens, soft or settled, occur in any text.
        return "both"
    if not alphabet.spellable.fullmatch(word):
        return "other"
    converted = alphabet.unicode(word)
    before, after = is_syllable(word, legacy), is_syllable(converted, legacy)
    if before or after:
        return "both" if before and after else "legacy" if after else "other"
    return "both" if _ACRONYM.fullmatch(converted) else "neither"


def _convert(reading: _Reading, encoding: str, legacy: LegacyLetters) -> Converted:
    """Convert the words of a line that are in the encoding; one that may be either goes with the nearest that tells."""
    alphabet = alphabet_of(encoding, legacy)
    text, pieces, converted = reading.text, list[Piece](), set[int]()
    position = 0
    for word, verdict in zip(reading.words, _settled_verdicts(reading.words), strict=True):
        if verdict == "other" or _is_symbol(text, word, alphabet):
            continue
        pieces.extend((text[at], at, at + 1) for at in range(position, word.start))
        begin = len(pieces)
        pieces.extend(letters(text, (word.start, word.end), alphabet))
        converted.update(range(begin, len(pieces)))
        position = word.end
    pieces.extend((text[at], at, at + 1) for at in range(position, len(text)))
    raised = raise_words("".join(char for char, _, _ in pieces), frozenset(converted), alphabet, legacy)
    spans = tuple((reading.origin[start], reading.origin[end]) for _, start, end in pieces)
    moved = any(span != (at, at + 1) for at, span in enumerate(spans))
    return Converted(raised, spans if moved else None)


def _settled_verdicts(words: Sequence[_Word]) -> list[str]:
    telling = [word for word in words if word.verdict in {"legacy", "other"}]
    starts = [word.start for word in telling]
    verdicts = []
    for word in words:
        at = bisect_left(starts, word.start)
        near = [(abs(other.start - word.start), other.verdict) for other in telling[max(0, at - 1) : at + 1]]
        verdicts.append(min(near)[1] if near else word.verdict)
    return verdicts


def _is_symbol(text: str, word: _Word, alphabet: Alphabet) -> bool:
    """Tell a bullet or a times sign, which came in another font, from the letter in its place."""
    around = text[max(0, word.start - 1) : word.start] + text[word.end : word.end + 1]
    return text[word.start : word.end] in alphabet.symbols and all(char.isspace() or char.isdigit() for char in around)
