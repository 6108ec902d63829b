"""Running numbers of rows: ``1``, ``1.2``, ``IV``, ``B``, ``a)``, ``-``."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

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
_COUNTED = regex.compile(r"0?[1-9]\d{0,2}(?:\.[1-9]\d?)*")
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


def label_numbers(labels: Sequence[str]) -> frozenset[str]:
    """Return the numbers without a mark behind them that number the labels which they begin, as they count on.

    >>> sorted(label_numbers(["1 Tân Phú", "1.1 Thị trấn", "1.2 Các xã", "2 Vĩnh Cửu"]))
    ['1', '1.1', '1.2', '2']
    >>> sorted(label_numbers(["6 tháng đầu năm", "5 xã biên giới", "1.000 ngày đầu đời"]))
    []
    """
    heads = [label.partition(" ")[0] for label in labels if " " in label]
    counted = [tuple(map(int, head.split("."))) for head in heads if _COUNTED.fullmatch(head)]
    first = {one: at for at, one in reversed(list(enumerate(counted)))}
    last = {one: at for at, one in enumerate(counted)}
    in_turn = {one for at, one in enumerate(counted) if _is_in_turn(one, at, first, last)}
    is_series = len(in_turn) > 2 or (len(in_turn) > 1 and (1,) in in_turn)
    if not is_series or 2 * sum(one in in_turn for one in counted) < len(counted):
        return frozenset()
    return frozenset(head for head in heads if _COUNTED.fullmatch(head))


def _is_in_turn(
    number: tuple[int, ...], at: int, first: Mapping[tuple[int, ...], int], last: Mapping[tuple[int, ...], int]
) -> bool:
    """Say whether the number before a number stands above it, or one after it below it; before 1.1 comes 1."""
    above, own = number[:-1], number[-1]
    before = above if own == 1 else (*above, own - 1)
    after = ((*above, own + 1), (*number, 1))
    return first.get(before, at) < at or any(last.get(one, at) > at for one in after)
