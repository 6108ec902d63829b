"""The letters of a legacy encoding in the shapes in which they are looked up, and what a Vietnamese syllable is."""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache

import regex

from pipeline.model import LegacyLetters

_TONES = frozenset("\u0300\u0301\u0303\u0309\u0323")
_STOPS = ("c", "ch", "p", "t")


@dataclass(frozen=True, slots=True)
class Alphabet:
    """An encoding, ready for use."""

    letters: Mapping[str, str]
    symbols: frozenset[str]
    doubtful: Mapping[str, str]
    """Characters that may stand for another one of the encoding."""
    letter: regex.Pattern[str]
    """One letter as read, or any other character."""
    word: regex.Pattern[str]
    """A run of letters as read, or one sign that no word holds."""
    spellable: regex.Pattern[str]
    """A word that can be written in the encoding."""
    odd: regex.Pattern[str]
    """A character that the encoding uses and Vietnamese in Unicode does not."""
    small_only: frozenset[str]
    """Letters that have no capital in the encoding."""

    def unicode(self, text: str) -> str:
        """Return the letters that a text stands for."""
        return self.letter.sub(lambda match: self.letters.get(match[0], match[0]), text)


@lru_cache(maxsize=8)
def alphabet_of(encoding: str, legacy: LegacyLetters) -> Alphabet:
    """Prepare an encoding; raise :class:`KeyError` if it is unknown."""
    letters = legacy.letters[encoding]
    typed: dict[str, str] = {}
    for read, letter in letters.items():
        typed.setdefault(letter, read)
    signs = {char for read, letter in letters.items() if letter.isalpha() for char in read if not char.isalpha()}
    others = {read for read, letter in letters.items() if not letter.isalpha()}
    vietnamese = {char for letter in letters.values() for char in (letter.lower(), letter.upper())}
    odd = {char for read in letters for char in read if not char.isascii()} - vietnamese
    spelled = "|".join(regex.escape(read) for read in sorted(letters, key=len, reverse=True))
    return Alphabet(
        letters=letters,
        symbols=legacy.symbols.get(encoding, frozenset()),
        doubtful={char: typed[letter] for char, letter in legacy.doubtful.get(encoding, {}).items()},
        letter=regex.compile(f"{spelled}|.", regex.DOTALL),
        word=regex.compile(rf"[\p{{L}}\p{{M}}{_class(signs)}]+|[{_class(others)}]"),
        spellable=regex.compile(f"(?:{spelled}|[A-Za-z])+"),
        odd=regex.compile(f"[{_class(odd)}]"),
        small_only=frozenset(letter for letter in typed if letter.islower() and letter.upper() not in typed),
    )


def _class(chars: set[str]) -> str:
    return "".join(f"\\U{ord(char):08x}" for char in sorted(chars))


@lru_cache(maxsize=65536)
def is_syllable(word: str, legacy: LegacyLetters) -> bool:
    """Say whether a word is a well-formed syllable: onset, rhyme, and a tone that the final consonant allows.

    >>> from pipeline.catalog import load_catalog
    >>> [is_syllable(word, load_catalog().legacy) for word in ("nghiêng", "QUYẾT", "gì", "các", "cac", "Köln")]
    [True, True, True, True, False, False]
    """
    marks = unicodedata.normalize("NFD", word.lower())
    tones = [mark for mark in marks if mark in _TONES]
    plain = unicodedata.normalize("NFC", "".join(mark for mark in marks if mark not in _TONES))
    if len(tones) > 1 or (plain.endswith(_STOPS) and tones not in (["\u0301"], ["\u0323"])):
        return False
    return plain in legacy.rhymes or any(
        plain.startswith(onset) and plain[len(onset) :] in legacy.rhymes and (not before or plain[len(onset)] in before)
        for onset, before in legacy.onsets.items()
    )
