"""What training prints: runs of words as plans hold them, and syllables at random, so that none is only guessed."""

from __future__ import annotations

import csv
import re
from collections.abc import Callable, Sequence
from functools import cache
from importlib.resources import files

from numpy.random import Generator

from pipeline.readers.numerals.train.forms import draw_form
from pipeline.readers.words.alphabet import LETTERS, SYMBOLS

Maker = Callable[[Generator], str]
_ACRONYMS = """UBND HĐND KT-XH THCS THPT BHYT BHXH NSNN NTM TP HTX GRDP CSVC KH QĐ NQ CT TTg NĐ-CP TU VH&TT LĐTBXH
DTTS SDD KHHGĐ"""
_KINDS = ("KH", "QĐ", "NQ", "CT", "BC", "TTr", "CTr")
_NUMBERED = ("năm", "Năm", "NĂM", "đến năm", "giai đoạn", "Quý", "tháng", "tuổi", "bảng", "số", "Điều", "lần")
_ORDINALS = "I II III IV V VI VII 1. 2. 3.1 a) b) c) d) - + * A B C"
_MARKS = (", ", ", ", ", ", ". ", "; ", ": ", " - ", "-", "/", " (", ") ")
_JOINTS = (*_MARKS, " và ", " và ", " của ", " các ", " với ", " để ", "... ")
_ENDS = (";", ".", ",", ":", ")", "%")
_LONGEST_NUMERAL = 14
_MEASURES = ("đ", "đ", "đồng", "đồng", "triệu", "tr", "lần", "ca", "buổi", "%", "‰")
_PER = ("1", "1", "01", "2", "10", "100", "1000", "1.000", "10.000", "100.000", "100 000")
_OLDER = {
    f"{marked}{second}": f"{first}{moved}"
    for first, marks, second, moves in (
        ("o", "òóỏõọ", "a", "àáảãạ"),
        ("o", "òóỏõọ", "e", "èéẻẽẹ"),
        ("u", "ùúủũụ", "y", "ỳýỷỹỵ"),
    )
    for marked, moved in zip(marks, moves, strict=True)
}
_NEWER = re.compile("(" + "|".join(_OLDER) + r")(?!\w)")


@cache
def _stock(table: str, column: str, separator: str = "") -> tuple[str, ...]:
    """Take what a column of the catalogue holds and the network can spell."""
    with files("pipeline.data").joinpath(f"{table}.csv").open(encoding="utf-8") as stream:
        cells = [row[column] for row in csv.DictReader(stream)]
    texts = {text for cell in cells for text in (cell.split(separator) if separator else [cell])}
    return tuple(sorted(text for text in texts if text and set(text) <= set(SYMBOLS)))


@cache
def _names(table: str, first: str, second: str) -> tuple[str, ...]:
    return tuple(sorted({*_stock(table, first), *_stock(table, second, "|")}))


@cache
def _acronyms() -> tuple[str, ...]:
    return (*_stock("acronyms", "acronym"), *_ACRONYMS.split())


def _one_of(rng: Generator, texts: Sequence[str]) -> str:
    return texts[int(rng.integers(len(texts)))]


def _term(rng: Generator) -> str:
    return _one_of(rng, _stock("collocations", "term"))


def _plain(rng: Generator) -> str:
    return _one_of(rng, _stock("plain_words", "word"))


def _syllables(rng: Generator) -> str:
    spellings = _stock("syllables", "spellings", "|")
    return " ".join(_one_of(rng, spellings) for _ in range(int(rng.integers(1, 4))))


def _place(rng: Generator) -> str:
    words = _one_of(rng, _stock("places", "name")).split()
    return " ".join(word if word[:1].isupper() else word.capitalize() for word in words)


def _indicator(rng: Generator) -> str:
    return _one_of(rng, _names("indicators", "name", "aliases"))


def _person(rng: Generator) -> str:
    return " ".join(_one_of(rng, _stock("person_names", "name")) for _ in range(int(rng.integers(1, 4))))


def _acronym(rng: Generator) -> str:
    return _one_of(rng, _acronyms())


def _unit(rng: Generator) -> str:
    return _one_of(rng, _names("units", "unit", "aliases"))


def _numbered(rng: Generator) -> str:
    word = _one_of(rng, _NUMBERED)
    return f"{word} {rng.integers(1990, 2051) if rng.random() < 0.7 else rng.integers(1, 100)}"


def _numeral(rng: Generator) -> str:
    for _ in range(5):
        text = draw_form(rng).printed
        if text and len(text) < _LONGEST_NUMERAL and set(text) <= set(SYMBOLS):
            return text
    return str(rng.integers(0, 3000))


def _rate(rng: Generator) -> str:
    """Draw what something costs or counts for: ``1.200đ/người/năm``, ``ca/100 000 dân``, ``/1 lần``."""
    text = _numeral(rng) if rng.random() < 0.6 else ""
    text += ("" if rng.random() < 0.5 else " ") + (_unit(rng) if rng.random() < 0.5 else _one_of(rng, _MEASURES))
    for _ in range(1 if rng.random() < 0.6 else 2):
        count = f"{_one_of(rng, _PER)}{'' if rng.random() < 0.1 else ' '}" if rng.random() < 0.35 else ""
        text += f"{'/' if rng.random() < 0.9 else ' / '}{count}{_unit(rng) if rng.random() < 0.3 else _plain(rng)}"
    return text.strip()


def _bracketed(rng: Generator) -> str:
    return f"({_numeral(rng)})" if rng.random() < 0.5 else f"({_unit(rng)})"


def _symbol(rng: Generator) -> str:
    return f"{rng.integers(1, 400)}/{_one_of(rng, _KINDS)}-{_one_of(rng, _acronyms())}"


def _ordinal(rng: Generator) -> str:
    return _one_of(rng, _ORDINALS.split())


def _letters(rng: Generator) -> str:
    return "".join(_one_of(rng, LETTERS) for _ in range(int(rng.integers(1, 7))))


def _capitals(rng: Generator) -> str:
    return "".join(_one_of(rng, "ABCDEĐGHIKLMNOPQRSTUVXY") for _ in range(int(rng.integers(2, 6))))


_PIECES: tuple[tuple[float, Maker], ...] = (
    (0.36, _term),
    (0.46, _plain),
    (0.66, _syllables),
    (0.72, _place),
    (0.80, _indicator),
    (0.83, _person),
    (0.85, _acronym),
    (0.86, _unit),
    (0.88, _numbered),
    (0.925, _numeral),
    (0.945, _rate),
    (0.95, _bracketed),
    (0.965, _symbol),
    (0.975, _ordinal),
    (0.985, _letters),
    (1.0, _capitals),
)
"""What a text is made of, with the share of all pieces up to there."""


def _piece(rng: Generator) -> str:
    share = rng.random()
    return next(maker for up_to, maker in _PIECES if share < up_to)(rng)


def draw_text(rng: Generator, longest: int) -> str:
    """Draw a line of about so many letters at most, in which words may be cut."""
    text = _piece(rng)
    if rng.random() < 0.35:
        text = text[:1].upper() + text[1:]
    while len(text) < longest and rng.random() < 0.8:
        text += (" " if rng.random() < 0.72 else _one_of(rng, _JOINTS)) + _piece(rng)
    text = _styled(text, rng)
    if len(text) > longest:
        start = int(rng.integers(0, len(text) - longest + 1))
        text = text[start : start + longest]
        if rng.random() < 0.8 and " " in text.strip():
            words = text.split()
            text = " ".join(words[1 if start else 0 :]) or text
    return " ".join(text.split())


def _styled(text: str, rng: Generator) -> str:
    """Set some texts in capitals, in brackets or quotes, or end them with a mark."""
    style = rng.random()
    if style < 0.09:
        return text.upper()
    if style < 0.12:
        return " ".join(word.capitalize() for word in text.split())
    if style >= 0.2:
        return text
    if rng.random() < 0.5:
        return f"({text})"
    return f"“{text}”" if rng.random() < 0.4 else text + _one_of(rng, _ENDS)


def with_older_tones(text: str) -> str:
    """Put tone marks where the older spelling has them.

    >>> with_older_tones("hòa bình, thủy sản, khỏe, hoàn toàn")
    'hoà bình, thuỷ sản, khoẻ, hoàn toàn'
    """
    return _NEWER.sub(lambda found: _OLDER[found[1]], text)
