"""Unicode, folding and the spelling of Vietnamese syllables. Pure functions on strings."""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence
from functools import lru_cache

import regex

_TONES = {"\u0300": "1", "\u0301": "2", "\u0303": "3", "\u0309": "4", "\u0323": "5"}
_WORD = regex.compile(r"[\p{L}\p{M}]+")
_SPACES = regex.compile(r"\s+")
_RISKY = regex.compile(r"'*(?:[=+@\x00-\x1f]|-\p{L})")
"""What a spreadsheet takes for a formula, and a text that looks as if it had been guarded already."""


def nfc(text: str) -> str:
    """Compose Unicode.

    >>> nfc("Ha\u0300") == "H\u00e0"
    True
    """
    return unicodedata.normalize("NFC", text)


def squeeze(text: str) -> str:
    r"""Collapse white space to single spaces and trim.

    >>> squeeze("  năm\t 2024 ")
    'năm 2024'
    """
    return _SPACES.sub(" ", text).strip()


def _syllable_key(word: str) -> str:
    letters, tone = [], ""
    for char in unicodedata.normalize("NFD", word):
        if char in _TONES:
            tone = _TONES[char]
        else:
            letters.append(char)
    return unicodedata.normalize("NFC", "".join(letters)) + tone


@lru_cache(maxsize=65536)
def tone_key(text: str) -> str:
    """Spell lower case with the tone after each syllable, so that its place on the vowels is no matter.

    >>> tone_key("Hoà") == tone_key("hòa"), tone_key("Hòa") == tone_key("hoá")
    (True, False)
    """
    return squeeze(_WORD.sub(lambda match: _syllable_key(match[0]), text.lower()))


@lru_cache(maxsize=65536)
def skeleton(text: str) -> str:
    """Spell lower case without any mark.

    >>> skeleton("Đống Đa")
    'dong da'
    """
    base = unicodedata.normalize("NFD", text.lower().replace("đ", "d"))
    return squeeze("".join(char for char in base if not unicodedata.combining(char)))


_OPEN_PAIR = regex.compile(r"(?<![qQ])([oO][aAeE]|[uU][yY])([\u0300\u0301\u0303\u0309\u0323])(?!\p{L})")


def respell(text: str) -> str:
    """Put the tone of an open ``oa``, ``oe``, ``uy`` on the first vowel, as official texts do today.

    >>> respell("xã hội hoá, thuỷ lợi, quý, toàn")
    'xã hội hóa, thủy lợi, quý, toàn'
    """
    decomposed = unicodedata.normalize("NFD", text)
    return nfc(_OPEN_PAIR.sub(lambda match: match[1][0] + match[2] + match[1][1], decomposed))


def slug(text: str) -> str:
    """Spell a text so that it can stand in a file name or a key.

    >>> slug("Kế hoạch: Đồng Nai (2024)")
    'ke-hoach-dong-nai-2024'
    """
    return regex.sub(r"[^a-z0-9]+", "-", skeleton(text)).strip("-")


def guard(text: str) -> str:
    """Keep spreadsheets from taking a text for a formula.

    >>> guard("=1+1"), guard("-0,5"), guard("'t Hart")
    ("'=1+1", '-0,5', "'t Hart")
    """
    return f"'{text}" if _RISKY.match(text) else text


def unguard(text: str) -> str:
    """Take off the mark that :func:`guard` puts on a text.

    >>> unguard("'=1+1"), unguard("'t Hart")
    ('=1+1', "'t Hart")
    """
    return text[1:] if text.startswith("'") and _RISKY.match(text) else text


def is_capitals(text: str) -> bool:
    """Say whether a text is set in capitals (at least two letters, hardly any small ones).

    >>> is_capitals("II. NHIỆM VỤ"), is_capitals("II. Nhiệm vụ")
    (True, False)
    """
    upper = sum(char.isupper() for char in text)
    lower = sum(char.islower() for char in text)
    return upper >= 2 and upper >= 9 * lower


def digits_of(text: str) -> tuple[str, ...]:
    """Return the digit groups of a text, in order.

    >>> digits_of("Giai đoạn 2021-2025")
    ('2021', '2025')
    """
    return tuple(regex.findall(r"\d+", text))


_NEAR = 10
"""In so many lines stand no more than two pages."""


def crowded(numbers: Sequence[int | None]) -> frozenset[int]:
    """Return the places of numbers that cannot count pages: three that do not count on stand close together.

    ``numbers`` has a member for each line that is not blank, None for one that is no number.

    >>> sorted(crowded([1, None, 125, 2, None, 310])), sorted(crowded([4, None, 5, None, 6]))
    ([0, 2, 3, 5], [])
    """
    places = [at for at, number in enumerate(numbers) if number is not None]
    found: set[int] = set()
    for first in places:
        near = [at for at in places if first <= at < first + _NEAR]
        values = {number for at in near if (number := numbers[at]) is not None}
        if len(values) > 2 and max(values) - min(values) >= len(values):
            found.update(near)
    return frozenset(found)
