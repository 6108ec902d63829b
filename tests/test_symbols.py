"""Signs that fonts of symbols keep under private code points, and what they are spelled as."""

from __future__ import annotations

import csv
from collections import Counter

import pytest

from pipeline.catalog import load_catalog
from pipeline.readers.native.glyphs import Glyph, Style
from pipeline.readers.native.legacy_fonts import is_symbolic, spell_symbols

from .plans import ROOT

DATA = ROOT / "pipeline" / "data" / "symbol_letters.csv"


def glyph(text: str, font: str) -> Glyph:
    return Glyph(text, 10, 20, 16, 32, Style(font, 12.0, 0, 30.0), 7)


@pytest.mark.parametrize(
    ("text", "font", "expected"),
    [
        ("\uf0b7", "Symbol", "•"),
        ("\uf0b7", "ABCDEF+SymbolMT", "•"),
        ("\uf0b3", "Symbol", "≥"),
        ("\uf035", "Symbol", "5"),
        ("\uf0a7", "ABCDEF+Wingdings-Regular", "▪"),
        ("\uf0fe", "wingdings", "☑"),
        ("\uf02d", "Symbol", "−"),
        ("\uf02d", "Wingdings", "-"),
        ("\uf0b3", "Wingdings", "\uf0b3"),
        ("\uf020", "Symbol", "\uf020"),
        ("\uf0b7", "TimesNewRomanPSMT", "\uf0b7"),
        ("5", "Symbol", "5"),
    ],
)
def test_private_characters_of_symbol_fonts_are_spelled(text: str, font: str, expected: str) -> None:
    one = glyph(text, font)
    assert spell_symbols([one], load_catalog().symbols) == [one._replace(text=expected)]


def test_a_page_keeps_its_other_characters_and_all_places() -> None:
    page = [glyph("a", "Times"), glyph("\uf0b7", "Symbol"), glyph("\uf0b7", "Times")]
    found = spell_symbols(page, load_catalog().symbols)
    assert [one.text for one in found] == ["a", "•", "\uf0b7"]
    assert [one._replace(text="") for one in found] == [one._replace(text="") for one in page]


def test_fonts_of_symbols_are_known_by_their_names() -> None:
    catalog = load_catalog()
    fonts = ("Symbol", "ABCDEF+Wingdings-Regular", ".VnTime", "TimesNewRomanPSMT")
    assert [is_symbolic(glyph("x", font), catalog) for font in fonts] == [True, True, False, False]


def test_the_data_hold_one_letter_for_each_private_code_of_a_font() -> None:
    with DATA.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    assert [key for key, count in Counter((row["font"], row["code"]) for row in rows).items() if count > 1] == []
    assert [row for row in rows if len(row["letter"]) != 1 or not row["letter"].isprintable()] == []
    assert [row for row in rows if not 0xF020 <= int(row["code"], 16) <= 0xF0FF] == []
    assert [row for row in rows if row["code"] != row["code"].upper() or not row["source"]] == []
    assert [row for row in rows if 0xE000 <= ord(row["letter"]) <= 0xF8FF] == []
    assert rows == sorted(rows, key=lambda row: (row["font"], row["code"]))
