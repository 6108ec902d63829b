"""Running numbers of rows: ``1``, ``1.2``, ``IV``, ``B``, ``a)``, ``-``."""

from __future__ import annotations

import regex

_ROMAN = regex.compile(r"(?=[IVXL])(?:XL|L?X{0,3})(?:IX|IV|V?I{0,3})")
_LEVELS = (
    ("letter", regex.compile(r"[A-H]")),
    ("roman", _ROMAN),
    ("number", regex.compile(r"\d{1,4}")),
    ("nested", regex.compile(r"\d{1,3}(?:\.\d{1,3})+")),
    ("small", regex.compile(r"[a-hđ]")),
    ("bullet", regex.compile(r"[-–+*•]")),
)
_RANK = {name: rank for rank, (name, _) in enumerate(_LEVELS)}


def ordinal_kind(text: str) -> str:
    """Return the kind of a running number, empty if it is none.

    >>> [ordinal_kind(text) for text in ("IV", "12", "1.2.", "(3)", "B", "b)", "-", "Tổng")]
    ['roman', 'number', 'nested', 'number', 'letter', 'small', 'bullet', '']
    """
    bare = text.strip()
    if bare not in {"-", "–", "+", "*", "•"}:
        bare = bare.strip(" ().*:-")
    for name, pattern in _LEVELS:
        if pattern.fullmatch(bare):
            return name
    return ""


def ordinal_rank(text: str) -> int:
    """Return how deep a running number stands; 0 is the highest. ``1.2.3`` is deeper than ``1.2``.

    >>> ordinal_rank("I") < ordinal_rank("1") < ordinal_rank("1.1") < ordinal_rank("1.1.1") < ordinal_rank("-")
    True
    """
    kind = ordinal_kind(text)
    if not kind:
        return 99
    return 10 * _RANK[kind] + (text.strip(" .").count(".") if kind == "nested" else 0)


def ordinal_number(text: str) -> int | None:
    """Return the number of a plain running number.

    >>> ordinal_number("07."), ordinal_number("II")
    (7, None)
    """
    return int(text.strip(" ().*")) if ordinal_kind(text) == "number" else None
