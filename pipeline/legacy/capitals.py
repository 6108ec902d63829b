"""Restore capitals that an encoding lacks."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

import regex

from pipeline.model import LegacyLetters

from .alphabet import Alphabet, is_syllable

_WORD = regex.compile(r"\p{L}+")


def raise_words(text: str, converted: frozenset[int], alphabet: Alphabet, legacy: LegacyLetters) -> str:
    """Write words wholly in capitals where only their bare letters could be typed so.

    ``converted`` holds the characters of a text that come from the encoding. ``QUYẾT ĐỊNH`` is typed ``QUYÕT §ÞNH``,
    which says ``QUYếT ĐịNH``. ``VÒ`` may be ``Về`` or ``VỀ``: the words around it tell.
    """
    if not alphabet.small_only.intersection(text):
        return text
    words = [match.span() for match in _WORD.finditer(text)]
    cases = [_case(text[start:end], alphabet, legacy) for start, end in words]
    before, behind = _told(text, words, cases), _told(text, words[::-1], cases[::-1])[::-1]
    chars = list(text)
    for (start, end), case, *around in zip(words, cases, before, behind, strict=True):
        if start in converted and (case == "capitals" or (case == "open" and set(around) - {""} == {"capitals"})):
            chars[start:end] = text[start:end].upper()
    return "".join(chars)


def _case(word: str, alphabet: Alphabet, legacy: LegacyLetters) -> str:
    """Return the case of a word: ``capitals``, ``small``, ``open`` if it does not tell, nothing for an acronym."""
    bare = [char for char in word if char not in alphabet.small_only]
    if any(char.islower() for char in bare):
        return "small"
    if len(bare) < 2:
        return "open"
    return "capitals" if len(bare) < len(word) or is_syllable(word, legacy) else ""


def _told(text: str, words: Sequence[tuple[int, int]], cases: Sequence[str]) -> list[str]:
    """Return for each word the last case before it that is not open; empty if more than spaces lies between."""
    told = [""] * len(words)
    for number, (here, there) in enumerate(pairwise(words)):
        left, right = sorted((here, there))
        if not text[left[1] : right[0]].strip(" "):
            told[number + 1] = told[number] if cases[number] == "open" else cases[number]
    return told
