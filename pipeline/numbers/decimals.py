"""Vietnamese numerals: a dot groups thousands and a comma begins decimals. Strings in, ``Decimal`` out.

A space that groups thousands is taken only in what is marked as such, as it may also stand between two numbers.
"""

from __future__ import annotations

import unicodedata
from decimal import Decimal

import regex

from pipeline.errors import NumberFormatError

DIGITS = r"[0-9]+(?:[.,][0-9]+)*"
GAP = r"[ \u00a0\u2007\u2009\u202f]"
SPACED = rf"[1-9][0-9]{{0,2}}(?:{GAP}[0-9]{{3}})++(?:,[0-9]+)?+(?!\s*[0-9]|[.,][0-9])"
"""Thousands grouped by single spaces, with no other number behind them."""
ROUND = "óòõỏọ"
"""What a ``6`` is read as in fonts in which it leans over; none of these is a word, as ``ô`` is."""
FOREIGN = r"(?:(?![A-Za-zªºÀ-ÃÈ-ÊÌÍÒ-ÕÙÚÝà-ãè-êìíò-õùúýĂăĐđĨĩŨũƠơƯưẠ-ỹ])\p{Latin})"
"""A letter of no Vietnamese word, as ``Š`` and ``ß``: beside a digit it was read for one."""
LIKE_DIGITS = f"OoQDОоlIi|ZzЗзSsGBqg{ROUND}"
AS_DIGITS = str.maketrans(LIKE_DIGITS, "0000001111223355689966666")
"""Letters and signs that digits are read as, and these."""
_SPACED = regex.compile(SPACED)
_GAPS = regex.compile(rf"(?<=[0-9]){GAP}(?=[0-9]{{3}}(?![0-9]))")
_GROUPED = regex.compile(r"[1-9]\d{0,2}(?:\.\d{3})+(?:,\d+)?", regex.ASCII)
_PLAIN = regex.compile(r"\d+(?:,\d+)?", regex.ASCII)
_DOT_DECIMAL = regex.compile(r"\d+(?:\.\d+)?|[1-9]\d{0,2}(?:,\d{3})+(?:\.\d+)?", regex.ASCII)
_THREE_DECIMALS = regex.compile(r"[1-9]\d{0,2},\d{3}", regex.ASCII)
_ONE_GROUP = regex.compile(r"[1-9]\d{0,2}\.\d{3}", regex.ASCII)


def parse_decimal(printed: str, *, dot_decimal: bool = False) -> Decimal:
    """Read a numeral; with ``dot_decimal`` in the notation 1,234.5 instead of the Vietnamese 1.234,5.

    >>> parse_decimal("1.170.000"), parse_decimal("0,50"), parse_decimal("09")
    (Decimal('1170000'), Decimal('0.50'), Decimal('9'))
    >>> parse_decimal("12.5")
    Traceback (most recent call last):
    pipeline.errors.NumberFormatError: '12.5' is not written in Vietnamese notation
    """
    if dot_decimal and _DOT_DECIMAL.fullmatch(printed):
        return Decimal(printed.replace(",", ""))
    if not dot_decimal and (_GROUPED.fullmatch(printed) or _PLAIN.fullmatch(printed)):
        return Decimal(printed.replace(".", "").replace(",", "."))
    notation = "English" if dot_decimal else "Vietnamese"
    raise NumberFormatError(f"'{printed}' is not written in {notation} notation")


def notation_of(printed: str) -> str:
    """Say which notation a numeral proves: ``vietnamese``, ``english``, ``either`` or ``none``.

    >>> [notation_of(text) for text in ("1.170.000", "12.5", "1.234", "15", "1.2.3")]
    ['vietnamese', 'english', 'either', 'either', 'none']
    """
    vietnamese = bool(_GROUPED.fullmatch(printed) or _PLAIN.fullmatch(printed))
    english = bool(_DOT_DECIMAL.fullmatch(printed))
    if vietnamese and english:
        return "either"
    return "vietnamese" if vietnamese else "english" if english else "none"


def is_spaced(printed: str) -> bool:
    """Say whether a text is one numeral with spaces between its thousands, if it is not several numbers.

    >>> [is_spaced(text) for text in ("12 450", "1 250 000,5", "1250", "12 45", "2024 500", "12 450 5 950")]
    [True, True, False, False, False, False]
    """
    return bool(_SPACED.fullmatch(printed))


def dotted(spaced: str) -> str:
    """Put dots where spaces group thousands.

    >>> dotted("1 250 000 người")
    '1.250.000 người'
    """
    return _GAPS.sub(".", spaced)


def ungrouped(spaced: str) -> str:
    """Take out the spaces that group thousands.

    >>> ungrouped("1 250 000,5")
    '1250000,5'
    """
    return _GAPS.sub("", spaced)


def swap_separators(printed: str) -> str:
    """Exchange dots and commas: the other way to read a numeral.

    >>> swap_separators("321,707")
    '321.707'
    """
    return printed.translate(str.maketrans(".,", ",."))


def has_one_group(printed: str) -> bool:
    """Say whether a numeral is one group of thousands, or three decimals if its dot is a misread comma.

    >>> has_one_group("1.234"), has_one_group("1.234.567")
    (True, False)
    """
    return bool(_ONE_GROUP.fullmatch(printed))


def has_three_decimals(printed: str) -> bool:
    """Say whether a numeral has three decimals, or is a group of thousands if its comma is a misread dot.

    >>> has_three_decimals("321,707"), has_three_decimals("0,707")
    (True, False)
    """
    return bool(_THREE_DECIMALS.fullmatch(printed))


def mended(damaged: str) -> str:
    """Spell a numeral with letters for digits or a gap as it was probably printed.

    >>> mended("9O,5"), mended("1. 250"), mended("18.- 500"), mended("43ó,75"), mended("4Š"), mended("1ß")
    ('90,5', '1.250', '18.500', '436,75', '45', '')
    """
    bare = unicodedata.normalize("NFD", damaged.translate(AS_DIGITS))
    spelled = regex.sub(r"[\s\p{M}-]", "", bare).translate(AS_DIGITS)
    return "" if regex.search(r"\p{L}", spelled) else spelled
