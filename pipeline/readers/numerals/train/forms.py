"""What training prints: every form of numeral that plans hold, and what is no numeral."""

from __future__ import annotations

import csv
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from numpy.random import Generator

Maker = Callable[[Generator], str]
RAISED = "\u0001"
"""Stands before each raised letter in what is printed."""


@dataclass(frozen=True, slots=True)
class Form:
    """What is printed and what is to be read; lines are separated by a line feed."""

    printed: str
    read: str


@cache
def _words() -> tuple[str, ...]:
    """Take words from the catalogue: units, places, indicators."""
    found: set[str] = set()
    for name, column in (("units", "unit"), ("places", "name"), ("indicators", "name")):
        with files("pipeline.data").joinpath(f"{name}.csv").open(encoding="utf-8") as stream:
            for row in csv.DictReader(stream):
                found.update(word for word in row.get(column, "").split() if word.isalpha())
    found -= {"O"}  # which many faces print like a zero
    return tuple(sorted(found))


def _digits(rng: Generator, least: int, most: int) -> str:
    count = int(rng.integers(least, most + 1))
    return "".join(str(digit) for digit in rng.integers(0, 10, count))


def _whole(rng: Generator) -> str:
    text = _digits(rng, 1, 4).lstrip("0")
    return text or str(rng.integers(0, 10))


def _thousands(rng: Generator) -> str:
    mark = rng.choice([".", ".", ".", ".", ",", " "])
    groups = int(rng.choice([1, 1, 1, 2, 2, 3]))
    return str(mark).join([str(rng.integers(1, 1000)), *(_digits(rng, 3, 3) for _ in range(groups))])


def _decimal(rng: Generator) -> str:
    whole = str(rng.integers(0, 10 ** int(rng.integers(1, 4))))
    return whole + str(rng.choice([",", ",", ",", "."])) + _digits(rng, 1, int(rng.choice([1, 2, 2, 3, 4])))


def _percent(rng: Generator) -> str:
    number = _pick(rng, _decimal, _whole, _decimal)
    return number + str(rng.choice(["%", "%", "%", " %", "‰", " ‰"]))


def _signed(rng: Generator) -> str:
    sign = str(rng.choice(["-", "+", "±", "<", ">", "≥", "≤", "- ", "+ ", "≥ ", "≤ ", "> ", "< ", "*"]))
    return sign + _pick(rng, _whole, _decimal, _percent, _thousands)


def _range(rng: Generator) -> str:
    maker: Maker = [_whole, _decimal, _whole, _percent][int(rng.integers(4))]
    return maker(rng) + str(rng.choice(["-", "-", " - ", "–", " – ", "- "])) + maker(rng)


def _date(rng: Generator) -> str:
    day, month, year = (str(rng.integers(1, n + 1)) for n in (31, 12, 99))
    if rng.random() < 0.7:
        day, month = day.zfill(2), month.zfill(2)
    year = str(rng.choice(["19", "20", "20", "20"])) + year.zfill(2)
    mark = str(rng.choice(["/", "/", "/", "-", "."]))
    return mark.join([[day, month, year], [month, year], [day, month]][int(rng.choice([0, 0, 1, 2]))])


def _year(rng: Generator) -> str:
    year = int(rng.integers(1950, 2051))
    if rng.random() < 0.5:
        return str(year)
    return f"{year}{rng.choice(['-', ' - ', '–', '/'])}{year + int(rng.integers(1, 15))}"


def _ratio(rng: Generator) -> str:
    mark = str(rng.choice(["/", "/", "/", ":", " / ", " : ", "x", " x "]))
    return mark.join([_pick(rng, _whole, _decimal, _whole), _pick(rng, _whole, _whole, _thousands)])


def _ordinal(rng: Generator) -> str:
    number = str(rng.integers(1, 100))
    parts = [str(rng.integers(1, 20)) for _ in range(int(rng.integers(1, 4)))]
    joined = ".".join(parts)
    forms = [number, f"{number}.", f"({number})", f"{number})", joined, f"{joined}.", f"({number}).", f"{number})."]
    return str(rng.choice(forms, p=[0.15, 0.15, 0.15, 0.15, 0.15, 0.15, 0.05, 0.05]))


def _bracketed(rng: Generator) -> str:
    return f"({_pick(rng, _whole, _decimal, _thousands, _percent)})"


def _mark(rng: Generator) -> str:
    return str(
        rng.choice(["-", "-", "–", "—", "-", "x", "X", "+", "...", "...", "(-)", "(-)", "(x)", "0", "*", "x", "%", "‰"])
    )


def _footnoted(rng: Generator) -> str:
    number = _pick(rng, _whole, _decimal, _thousands, _percent)
    raised = str(rng.choice(["1", "2", "3", "4", "*", "a", "(1)", "(2)", "*"]))
    if raised == "*" and rng.random() < 0.6:
        return number + raised  # a star stands high by itself
    return number + "".join(RAISED + letter for letter in raised)


def _sequence(rng: Generator) -> str:
    groups = [_digits(rng, 1, 4) for _ in range(int(rng.integers(1, 5)))]
    marks = [str(rng.choice([".", ",", ".", ",", "-", "/", ":", " ", "+", "x", "%-", "% "])) for _ in groups]
    return "".join(group + mark for group, mark in zip(groups, marks, strict=True)).rstrip(".,- /:+x")


_NUMERALS: dict[Maker, float] = {
    _whole: 3.0,
    _thousands: 4.0,
    _decimal: 4.0,
    _percent: 2.5,
    _signed: 1.5,
    _range: 1.5,
    _date: 1.5,
    _year: 1.0,
    _ratio: 1.2,
    _ordinal: 1.2,
    _bracketed: 0.6,
    _mark: 2.2,
    _footnoted: 1.2,
    _sequence: 1.0,
}


def _pick(rng: Generator, *makers: Maker) -> str:
    return makers[int(rng.integers(len(makers)))](rng)


def _numeral(rng: Generator) -> str:
    weights = list(_NUMERALS.values())
    choice = rng.choice(len(weights), p=[weight / sum(weights) for weight in weights])
    return list(_NUMERALS)[int(choice)](rng)


def _sentence(rng: Generator) -> str:
    words = [str(_words()[int(i)]) for i in rng.integers(0, len(_words()), int(rng.choice([1, 1, 2, 2, 3, 4])))]
    kind = rng.random()
    if kind < 0.12:
        words = [
            str(rng.choice(["I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX", "XI", "a", "b", "A", "B", "đ"]))
        ]
        words[0] += str(rng.choice(["", "", ".", ")"]))
    elif kind < 0.3:
        words = [word.upper() for word in words]
    elif kind < 0.6:
        words[0] = words[0].capitalize()
    text = " ".join(words)
    return f"({text})" if rng.random() < 0.08 else text


def _mixed(rng: Generator) -> Form:
    number, words = _pick(rng, _whole, _decimal, _thousands, _ratio), _sentence(rng)
    if rng.random() < 0.75:
        return Form(f"{number} {words}", f"{number} a")
    return Form(f"{words} {number}", f"a {number}")


def draw_form(rng: Generator) -> Form:
    """Draw what one cell holds. Words of any number are read as ``a``, raised marks as ``*``, any dash as ``-``."""
    kind = rng.random()
    if kind < 0.03:
        return Form("", "")
    if kind < 0.13:
        return Form(_sentence(rng), "a")
    if kind < 0.23:
        return _mixed(rng)
    printed = _numeral(rng)
    if kind > 0.95:
        printed += "\n" + _numeral(rng)
    return Form(printed, printed_to_read(printed))


def printed_to_read(printed: str) -> str:
    """Spell what a perfect reader returns.

    >>> printed_to_read("80 – 85")
    '80 - 85'
    >>> printed_to_read(f"12,5{RAISED}({RAISED}1{RAISED})")
    '12,5*'
    """
    text = printed.replace("–", "-").replace("—", "-").replace("X", "x")
    return "\n".join(line.partition(RAISED)[0] + "*" * (RAISED in line) for line in text.split("\n"))
