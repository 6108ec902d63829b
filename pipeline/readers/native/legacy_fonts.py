"""Characters of fonts older than Unicode: `.VnTime`, `VNI-Times` and their kin."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import groupby

from pipeline.legacy import convert, fits, font_encoding
from pipeline.model import Catalog, LegacyLetters

from .glyphs import Glyph

_FEWEST = 200
_VIETNAMESE = 0.01


def legacy_fonts(glyphs: Sequence[Glyph], legacy: LegacyLetters) -> dict[str, tuple[str, bool]]:
    """Return the fonts of a page whose name stands for an encoding that their text does not contradict."""
    named = {font: found for font in {g.style.font for g in glyphs} if (found := font_encoding(font, legacy))}
    return {
        font: found
        for font, found in named.items()
        if fits(_text([glyph for glyph in glyphs if glyph.style.font == font]), found[0], legacy)
    }


def spell_symbols(glyphs: Sequence[Glyph], symbols: Mapping[str, Mapping[str, str]]) -> list[Glyph]:
    """Return the characters of a page with the private ones of symbol fonts (``Symbol``, ``Wingdings``) spelled."""
    by_font = {
        font: letters
        for font in {glyph.style.font for glyph in glyphs}
        for name, letters in symbols.items()
        if name.lower() in font.lower()
    }
    if not by_font:
        return list(glyphs)
    return [
        glyph._replace(text=letters[glyph.text])
        if (letters := by_font.get(glyph.style.font, {})).get(glyph.text)
        else glyph
        for glyph in glyphs
    ]


def is_symbolic(glyph: Glyph, catalog: Catalog) -> bool:
    """Say whether a character is set in a font of symbols, which no encoding concerns."""
    return any(name.lower() in glyph.style.font.lower() for name in catalog.symbols)


def may_be_legacy(text: str) -> bool:
    """Say whether a long text has hardly any of the letters that only Vietnamese in Unicode has.

    >>> may_be_legacy("Céng hoµ x· héi chñ nghÜa ViÖt Nam " * 10), may_be_legacy("Cộng hòa xã hội " * 20)
    (True, False)
    """
    letters = sum(char.isalpha() for char in text)
    vietnamese = sum("\u1ea0" <= char <= "\u1ef9" for char in text)
    return letters >= _FEWEST and vietnamese < _VIETNAMESE * letters


def to_unicode(glyphs: Sequence[Glyph], fonts: dict[str, tuple[str, bool]], legacy: LegacyLetters) -> Iterator[Glyph]:
    """Yield the characters of a page with those of legacy fonts converted; two that make one letter become one."""
    for found, group in groupby(glyphs, key=lambda glyph: fonts.get(glyph.style.font)):
        if found is None:
            yield from group
        else:
            yield from _converted(list(group), found, legacy)


def _converted(glyphs: list[Glyph], found: tuple[str, bool], legacy: LegacyLetters) -> Iterator[Glyph]:
    text = _text(glyphs)
    owners: list[int | None] = []
    for number, glyph in enumerate(glyphs):
        owners.extend([None] * (number > 0 and glyph.after_space))
        owners.extend([number] * len(glyph.text))
    for char, start, end in convert(text, found[0], legacy, capitals=found[1]):
        parts = [glyphs[owner] for owner in dict.fromkeys(owners[start:end]) if owner is not None]
        if parts:
            left, right = min(part.left for part in parts), max(part.right for part in parts)
            top, bottom = min(part.top for part in parts), max(part.bottom for part in parts)
            yield parts[0]._replace(text=char, left=left, top=top, right=right, bottom=bottom, is_mapped=True)


def _text(glyphs: Iterable[Glyph]) -> str:
    return "".join((" " if at and glyph.after_space else "") + glyph.text for at, glyph in enumerate(glyphs))
