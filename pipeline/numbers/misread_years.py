"""Years of headings that were misread: ``2O24``, ``202S``, ``20 26``, ``Năm 2206``. Strings in, spans out."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import regex

from .decimals import AS_DIGITS

_LED = r"(?:(?i:năm|nám|nãm|nam|đoạn|kế\s+hoạch|kh|thực\s+hiện|th|ước|ưth|uth|dự\s+toán|dt)\.?)"
"""What stands before a year."""
_LETTERED = r"(?=\w*\d\w*\d)(?=\w*\p{L})(?:[2Zz][0OoQ]|[1lI]9)"
_END = r"(?![\p{L}\d]|[.,]\d)"
_MISREAD = regex.compile(
    rf"(?:(?<=\b{_LED}\s*)|(?<![\p{{L}}\d.,]))(?P<year>{_LETTERED}(?:[1-5lISs][0-9OoQISsZzBóòõỏọ]){_END})"
    rf"|(?<=\b{_LED}\s*)(?P<year>{_LETTERED}[0-9OoQlISsZzBóòõỏọ]{{2}}{_END})"
    rf"|(?<=\b{_LED}\s*)(?P<year>(?:2\s0\d\d|20\s\d\d|20\d\s\d){_END})"
    r"|(?<=(?<!\b(?i:mỗi|hằng|hàng|từng|cả|\d)\s+)\b(?i:năm)\s+)(?P<year>(?!(?:19|20)\d{2}(?!\d))\d{3,5})(?![.,]?\d)"
    r"(?=\s*(?:[,;.:()/]|$))"
)


@dataclass(frozen=True, slots=True)
class MisreadYear:
    """What stands at ``start:end`` of a text in the place of a year, and the year that it may be, empty if unknown."""

    start: int
    end: int
    read: str
    meant: str


def misread_years(text: str) -> Iterator[MisreadYear]:
    """Yield what stands for a year in a heading but is none as it was read.

    >>> [(one.read, one.meant) for one in misread_years("TH 2O24; KH 202ó; KH 2026; năm 2206; bể 200l; 2024 hộ")]
    [('2O24', '2024'), ('202ó', '2026'), ('2206', '')]
    """
    for match in _MISREAD.finditer(text):
        meant = regex.sub(r"\s", "", match["year"].translate(AS_DIGITS))
        yield MisreadYear(*match.span("year"), match["year"], meant if regex.fullmatch(r"(?:19|20)\d\d", meant) else "")


def with_years_meant(text: str) -> str:
    """Spell the misread years of a heading as they were probably printed.

    >>> with_years_meant("TH 2O24 (người)")
    'TH 2024 (người)'
    """
    for one in reversed(list(misread_years(text))):
        text = text[: one.start] + (one.meant or one.read) + text[one.end :]
    return text
