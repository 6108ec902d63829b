"""What a spreadsheet can hold: typed cells, exact numbers, names of sheets. Pure functions."""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

import regex

from pipeline.text import nfc

MOST_ROWS, MOST_COLUMNS, MOST_TEXT = 1_048_576, 16_384, 32_767
_MOST_DIGITS, _MOST_DECIMALS, _MOST_NAME = 15, 30, 31
_FIRST_DATE = date(1900, 3, 1)  # Excel counts a 29 February 1900, so what is before it is off by one

_NUMBER = regex.compile(r"-?[0-9]+(?:\.([0-9]+))?")
_NOT_IN_NAMES = regex.compile(r"[\[\]:*?/\\\x00-\x1f]")


@dataclass(frozen=True, slots=True)
class Cell:
    """A value with the number format that shows it as printed, empty for none."""

    value: Decimal | date | bool | str
    number_format: str = ""
    is_too_long: bool = False
    """Whether it is a number that had to stay text, lest its last digits get lost."""


def typed(text: str, kind: str) -> Cell:
    """Turn a text of a CSV into a value of the type of its column; text stays what a cell cannot hold exactly.

    Integers number things (rows, lines, years) and get no thousands mark; numbers keep their printed decimals. Excel
    shows both in the notation of its user: 1.234,50 in Vietnam.

    >>> typed("1234.50", "number")
    Cell(value=Decimal('1234.50'), number_format='#,##0.00', is_too_long=False)
    >>> typed("2024", "integer").number_format, typed("2021-12-30", "date").value
    ('0', datetime.date(2021, 12, 30))
    >>> typed("0.1234567890123456", "number").is_too_long, typed("007", "string").value
    (True, '007')
    """
    if kind in {"integer", "number"} and (match := _NUMBER.fullmatch(text)):
        if not is_exact(text):
            return Cell(text, is_too_long=True)
        decimals = f".{'0' * min(len(match[1]), _MOST_DECIMALS)}" if match[1] else ""
        return Cell(Decimal(text), ("0" if kind == "integer" else "#,##0") + decimals)
    if kind == "date" and regex.fullmatch(r"\d{4}-\d\d-\d\d", text):
        try:
            day = date.fromisoformat(text)
        except ValueError:
            return Cell(text)
        return Cell(day, "dd/mm/yyyy") if day >= _FIRST_DATE else Cell(text)
    if kind == "boolean" and text in {"true", "false"}:
        return Cell(text == "true")
    return Cell(text)


def is_exact(text: str) -> bool:
    """Say whether a spreadsheet holds a canonical decimal to its last digit; it keeps 15 significant ones.

    >>> is_exact("-0.0150"), is_exact("1000000000000000000"), is_exact("1234567890.123456")
    (True, True, False)
    """
    return len(text.lstrip("-").replace(".", "").strip("0")) <= _MOST_DIGITS


def line_count(text: str, width: float) -> int:
    r"""Estimate the lines that a wrapped text takes in a column so many characters wide.

    >>> line_count("một hai ba bốn năm", 10), line_count("a\nb", 10)
    (2, 2)
    """
    return sum(max(1, math.ceil(len(line) * 1.08 / width)) for line in text.split("\n"))


def sheet_name(wanted: str, taken: Iterable[str], end: str = "") -> str:
    """Return a name that Excel accepts: at most 31 characters, none of ``[]:*?/``, unlike the others in any case.

    ``end`` stays whole however much of ``wanted`` has to go.

    >>> sheet_name("Chỉ tiêu", ["chỉ tiêu"]), sheet_name("a/b", [])
    ('Chỉ tiêu~2', 'a b')
    >>> sheet_name("t-ke-hoach-dan-so-thanh-pho-2024", [], end="-t12")
    't-ke-hoach-dan-so-thanh-pho-t12'
    """
    base, end = (_NOT_IN_NAMES.sub(" ", nfc(part)).strip(" '") for part in (wanted, end))
    used = {name.casefold() for name in taken} | {"", "history"}
    name, number = "", 1
    while name.casefold() in used:
        tail = (f"~{number}" if number > 1 else "") + end[-20:]
        name, number = base[: _MOST_NAME - len(tail)].rstrip("- '") + tail, number + 1
    return name
