"""Convert text that is known to be in a legacy encoding, keeping the place of every character."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator, Sequence

import regex

from pipeline.model import LegacyLetters

from .alphabet import Alphabet, alphabet_of, is_syllable

Piece = tuple[str, int, int]
"""A character of converted text, and the stretch of the given text that it comes from."""

_SUBSET = regex.compile(r"^[A-Z]{6}\+")
_CLUSTER = regex.compile(r"\X", regex.DOTALL)


def font_encoding(font_name: str, legacy: LegacyLetters) -> tuple[str, bool] | None:
    """Return the encoding that a font stands for, and whether its small letters look like capitals.

    >>> from pipeline.catalog import load_catalog
    >>> legacy = load_catalog().legacy
    >>> [font_encoding(name, legacy) for name in ("ABCDEF+.VnTimeH,Bold", "VNI-Times", "Times New Roman")]
    [('TCVN3', True), ('VNI', False), None]
    """
    name = _SUBSET.sub("", font_name.strip())
    return next(((font.encoding, font.capitals) for font in legacy.fonts if font.pattern.search(name)), None)


def convert(text: str, encoding: str, legacy: LegacyLetters, *, capitals: bool = False) -> tuple[Piece, ...]:
    """Return the characters of a text known to be in an encoding, in NFC, each with the stretch it comes from.

    Words should come whole: whether a hyphen stands for ``ư`` (which is a soft hyphen in TCVN3) shows in its syllable.

    >>> from pipeline.catalog import load_catalog
    >>> convert("soá 5", "VNI", load_catalog().legacy)
    (('s', 0, 1), ('ố', 1, 3), (' ', 3, 4), ('5', 4, 5))
    """
    alphabet = alphabet_of(encoding, legacy)
    composed, origin = compose(text)
    if len(composed) == 1 and not composed.isascii():
        composed = alphabet.doubtful.get(composed, composed)
    else:
        composed = settle(composed, alphabet, legacy)
    return tuple(
        (char.upper() if capitals and len(char.upper()) == 1 else char, origin[start], origin[end])
        for char, start, end in letters(composed, (0, len(composed)), alphabet)
    )


def letters(text: str, span: tuple[int, int], alphabet: Alphabet) -> Iterator[Piece]:
    """Yield what the characters of a stretch stand for."""
    for match in alphabet.letter.finditer(text, *span):
        yield alphabet.letters.get(match[0], match[0]), match.start(), match.end()


def is_composed(text: str) -> bool:
    """Say whether a text is in NFC."""
    return unicodedata.is_normalized("NFC", text)


def compose(text: str) -> tuple[str, Sequence[int]]:
    """Return a text in NFC, and where in the given one each of its characters begins; the end comes last.

    >>> compose("bo\u0301") == ("b\u00f3", (0, 1, 3))
    True
    """
    if is_composed(text):
        return text, range(len(text) + 1)
    chars: list[str] = []
    origin: list[int] = []
    for match in _CLUSTER.finditer(text):
        composed = unicodedata.normalize("NFC", match[0])
        chars.append(composed)
        origin.extend([match.start()] * len(composed))
    return "".join(chars), (*origin, len(text))


def settle(text: str, alphabet: Alphabet, legacy: LegacyLetters) -> str:
    """Put a letter of the encoding for each character that stands for it, as its syllable shows."""
    if not any(char in text for char in alphabet.doubtful):
        return text
    chars = list(text)
    spans = [match.span() for match in alphabet.word.finditer(text)]
    start_of, end_of = {end: start for start, end in spans}, dict(spans)
    for at, char in enumerate(text):
        if char in alphabet.doubtful:
            start, end = start_of.get(at, at), end_of.get(at + 1, at + 1)
            parts = text[start:at], text[at + 1 : end]
            if not _is_mark(text, start, end) and _is_letter(char, parts, alphabet, legacy):
                chars[at] = alphabet.doubtful[char]
    return "".join(chars)


def _is_mark(text: str, start: int, end: int) -> bool:
    """Tell the mark of a list item (``a-``) and a range (``5-a``) from a word."""
    if text[start - 1 : start].isdigit() or text[end : end + 1].isdigit():
        return True
    return end - start == 2 and text[start].isalpha() and not text[:start].strip()


def _is_letter(char: str, around: tuple[str, str], alphabet: Alphabet, legacy: LegacyLetters) -> bool:
    """Tell ``ng-êi`` (``người``) from ``tÕ-x·`` (``tế-xã``), and ``t-`` (``tư``) from ``kinh-``.

    A hyphen between syllables is one; a longer dash touches no word. PDFium writes a control character for a hyphen
    at the end of a line and lets the next line follow without a space, so that the next word does not count.
    """
    left, right = (alphabet.unicode(part) for part in around)
    letter = alphabet.letters[alphabet.doubtful[char]]
    parts = [part for part in (left, right) if part]
    apart = all(is_syllable(part, legacy) for part in parts)
    if parts and is_syllable(left + letter + right, legacy) and not (apart and char.isascii()):
        return True
    return not char.isprintable() and is_syllable(left + letter, legacy) and not is_syllable(left, legacy)
