"""Tables of text dumps that lost their columns: each cell stands on a line of its own. They are told as unread."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import regex

_NUMERAL = regex.compile(r"[-–—(]?\d[\d.,]*\s*%?\)?")
_RUNNING = regex.compile(r"\d{1,3}\.?")
_LONGEST = 80
"""A cell has no more signs."""
_LONGEST_HEADING = 40
_MOST_HEADINGS = 12
_LEAST_ROWS = 2


@dataclass(frozen=True, slots=True)
class Celled:
    """Lines ``start:end`` that are the cells of a table, its headings among them."""

    start: int
    end: int


def find_celled(lines: Sequence[str]) -> Iterator[Celled]:
    """Yield where rows follow each other of a running number, words and numbers, each on its own line.

    >>> list(find_celled(["TT", "Xã", "Số hộ", "1", "Ba Vì", "500", "2", "Sóc Sơn", "30", "Cộng", "530"]))
    [Celled(start=0, end=11)]
    >>> list(find_celled(["đạt 95% vào năm 2026;", "1", "UBND TỈNH", "a) Mở lớp", "2", "UBND TỈNH", "b) Trồng cây"]))
    []
    """
    filled = [at for at, line in enumerate(lines) if line.strip()]
    texts = [lines[at].strip() for at in filled]
    place = 0
    while place < len(filled):
        rows, end = _rows(texts, place)
        if rows >= _LEAST_ROWS:
            yield Celled(_first_heading(lines, filled[place]), filled[end - 1] + 1)
        place = end if rows >= _LEAST_ROWS else place + 1


def _rows(texts: Sequence[str], start: int) -> tuple[int, int]:
    """Return how many rows whose numbers follow each other begin at a line, and where they and their total end."""
    rows, at, number = 0, start, None
    while at < len(texts) and _RUNNING.fullmatch(texts[at]):
        own = int(texts[at].strip("."))
        end = _row_end(texts, at + 1, own + 1)
        if (number is not None and own != number + 1) or not end:
            break
        rows, at, number = rows + 1, end, own
    end = _row_end(texts, at, None) if rows else 0
    return rows, max(at, end)


def _row_end(texts: Sequence[str], start: int, following: int | None) -> int:
    """Return where words and the numbers below them end, 0 where there are not both."""
    at = start
    while at < len(texts) and _is_words(texts[at]):
        at += 1
    if at == start:
        return 0
    numbers = at
    while numbers < len(texts) and _NUMERAL.fullmatch(texts[numbers]):
        is_next = following is not None and texts[numbers].strip(".") == str(following) and numbers > at
        if is_next and numbers + 1 < len(texts) and _is_words(texts[numbers + 1]):
            break
        numbers += 1
    return numbers if numbers > at else 0


def _is_words(text: str) -> bool:
    """Say whether a line may be a cell of words: neither a sentence nor an item of a list."""
    is_cell = len(text) <= _LONGEST and not text.endswith((";", ".", ":")) and not text.startswith(("-", "+", "*", "•"))
    return is_cell and any(map(str.isalpha, text))


def _first_heading(lines: Sequence[str], start: int) -> int:
    """Return where the short lines right above the first row begin, which are its headings."""
    first = start
    while first > max(0, start - _MOST_HEADINGS):
        text = lines[first - 1].strip()
        is_title = len(text) > len("ĐVT:") and text.isupper()
        if not text or len(text) > _LONGEST_HEADING or not _is_words(text) or is_title:
            break
        first -= 1
    return first
