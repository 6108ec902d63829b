"""Numbers as each language writes them."""

from __future__ import annotations

import regex

_GAP = "\u202f"
"""A narrow space that no line breaks at: the thousands mark that both languages take for one."""
_NUMBER = regex.compile(r"(-?)(\d+)(\.\d+)?")


def grouped(text: str) -> str:
    """Part the thousands of a canonical number; anything else is left alone.

    >>> grouped("518240"), grouped("-1250.50"), grouped("x")
    ('518\u202f240', '−1\u202f250.50', 'x')
    """
    match = _NUMBER.fullmatch(text)
    if match is None:
        return text
    sign, whole, decimals = match.groups()
    parted = f"{int(whole):,}".replace(",", _GAP) if len(whole) > 4 or whole == whole.lstrip("0") else whole
    return f"{'−' if sign else ''}{parted}{decimals or ''}"


def in_language(text: str, language: str) -> str:
    """Write a canonical number with the decimal mark of a language.

    >>> in_language("1250.50", "vi"), in_language("1250.50", "en")
    ('1\u202f250,50', '1\u202f250.50')
    """
    shown = grouped(text)
    return shown.replace(".", ",") if language == "vi" and _NUMBER.fullmatch(text) else shown
