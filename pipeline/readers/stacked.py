"""Tables of text dumps whose cells stand on a line each, as copies from a PDF have them: found, but not read."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise

import regex

_NUMBER = regex.compile(r"[-–—(]?\d[\d.,]*\s?%?\)?")
_SENTENCE = regex.compile(r"[.;:]$|^(?:[-+•*–]\s|\()")
_LONGEST = 80
"""No cell of words is longer."""
_APART = 4
"""How many lines lie between the numbers of two rows at most: label, unit and what is left empty of words."""
_LEAST_NUMBERS = 4
_TALLEST_HEAD = 12


def find_stacked(lines: Sequence[str]) -> Iterator[tuple[int, int]]:
    """Yield the first line of each such table and the one behind its last.

    In one a number stands right below another somewhere, the first of a row below the last of the row above it.
    Numbers that only count on are those of pages or items. In a sentence whose numbers stand on lines of their own,
    words behind them begin small; the label of a row begins large.

    >>> lines = ["TT", "Xã", "Số hộ", "1", "Kỳ Anh", "125", "2", "Hương Sơn", "310", "Tổng số", "435"]
    >>> list(find_stacked(lines))
    [(0, 11)]
    >>> list(find_stacked(["Hỗ trợ", "850", "hộ nghèo,", "12", "thôn,", "7", "xã,", "3", "huyện"]))
    []
    """
    filled = [at for at, line in enumerate(lines) if line.strip()]
    texts = [lines[at].strip() for at in filled]
    end = 0
    for run in _runs(texts):
        if _is_table(texts, run):
            start = max(end, _head(lines, filled[run[0]]))
            end = filled[run[-1]] + 1
            yield start, end


def _runs(texts: Sequence[str]) -> Iterator[list[int]]:
    """Yield the places of numbers with nothing but a few cells between them."""
    run: list[int] = []
    for at, text in enumerate(texts):
        if _NUMBER.fullmatch(text) is None:
            continue
        if run and (at - run[-1] > _APART or not all(map(_is_cell, texts[run[-1] + 1 : at]))):
            yield run
            run = []
        run.append(at)
    if run:
        yield run


def _is_cell(text: str) -> bool:
    return len(text) <= _LONGEST and not _SENTENCE.search(text)


def _is_table(texts: Sequence[str], run: Sequence[int]) -> bool:
    numbers = [texts[at] for at in run]
    counted = [int(number) if number.isdecimal() else None for number in numbers]
    counts_on = all(low is not None and high is not None and high - low in {0, 1} for low, high in pairwise(counted))
    has_pair = any(high - low == 1 for low, high in pairwise(run))
    labels = [texts[low + 1] for low, high in pairwise(run) if high - low > 1]
    large = sum(not label[0].islower() for label in labels)
    return len(run) >= _LEAST_NUMBERS and not counts_on and has_pair and 4 * large >= 3 * len(labels)


def _head(lines: Sequence[str], start: int) -> int:
    """Return where the cells above the first number begin, up to a blank line or a sentence."""
    first = start
    while first and start - first < _TALLEST_HEAD and (above := lines[first - 1].strip()) and _is_cell(above):
        first -= 1
    return first
