"""Tables of text dumps whose columns are set with spaces: read where no line leaves a doubt, else told as unread."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Iterator, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from itertools import pairwise

import regex

from pipeline.model import Confusions
from pipeline.numbers import LIKELY, with_digits

_PIECE = regex.compile(r"\S+(?: \S+)*")
_NUMBER = regex.compile(r"[-–—(]?\d[\d.,]*%?\)?|[-–—]")
_YEAR = regex.compile(r"(?:19|20)\d{2}")
_LEAST_ROWS = 3
_FEWEST = 2
_UNCLEAR = "its columns are set with spaces and not clear on all lines"
_LONGEST = 1000
"""No line of a table set with spaces has more signs."""
_APART = 2
"""How many blanks stand between columns in all lines."""

_NONE = Confusions()

Piece = tuple[int, int]
"""First character of a text in its line and the one behind its last."""


@dataclass(frozen=True, slots=True)
class Aligned:
    """Lines ``start:end`` that are a table.

    ``rows`` holds the text of each column, None for an empty one; ``fault`` says why that cannot be told, if so.
    """

    start: int
    end: int
    lines: tuple[int, ...] = ()
    """Where its rows stand; the other lines are blank or marks of pages."""
    rows: tuple[tuple[Piece | None, ...], ...] = ()
    fault: str = ""


def find_aligned(
    lines: Sequence[str], is_mark: Callable[[str], bool] = lambda _: False, confusions: Confusions = _NONE
) -> Iterator[Aligned]:
    """Yield the tables set with spaces: runs of lines most of which have several numbers apart from all other text.

    Marks of pages part none. ``confusions`` say which letters are read for digits.

    >>> lines = ["TT  Huyện      Số hộ", "1   Ba Vì        500", "2   Chương Mỹ     70", "3   Sóc Sơn       30"]
    >>> [table] = find_aligned(lines)
    >>> [lines[1][slice(*piece)] for piece in table.rows[1] if piece]
    ['1', 'Ba Vì', '500']
    """
    marks = {at for at, line in enumerate(lines) if is_mark(line)}

    def table(start: int, end: int) -> Aligned:
        filled = tuple(at for at in range(start, end) if lines[at].strip() and at not in marks)
        rows = _rows([lines[at] for at in filled], confusions) if filled else ()
        return Aligned(start, end, filled if rows else (), rows, "" if rows else _UNCLEAR)

    for start, end in _runs(lines, marks):
        whole = table(start, end)
        cuts = sorted(marks.intersection(range(start, end)))
        spans = [
            span for span in pairwise([start, *cuts, end]) if any(lines[at].strip() for at in {*range(*span)} - marks)
        ]
        pages = [table(*span) for span in spans] if whole.fault and cuts else [whole]
        yield from pages if all(page.rows for page in pages) else [whole]


def _runs(lines: Sequence[str], marks: AbstractSet[int]) -> Iterator[tuple[int, int]]:
    """Yield where lines with pieces apart follow each other; one that is a single piece may stand between two."""
    start: int | None = None
    last = apart = 0
    for at, line in enumerate([*lines, "", ""]):
        if at in marks:
            apart = 0
        elif len(_pieces(line)) > 1:
            start = at if start is None else start
            last, apart = at, 0
        else:
            apart += 1
        if start is not None and apart >= _APART:
            if _is_table(lines[start : last + 1]):
                yield start, last + 1
            start = None


def _is_table(lines: Sequence[str]) -> bool:
    """Say whether most lines have numbers apart: at least three lines, or two that end with several behind a label."""
    rows = [[bool(_NUMBER.fullmatch(line[slice(*piece)])) for piece in _pieces(line)] for line in lines]
    numeric = [row for row in rows if sum(row) >= _FEWEST]
    ending = [row for row in numeric if len(row) > _FEWEST and all(row[-_FEWEST:])]
    enough = len(numeric) >= _LEAST_ROWS or (len(ending) == len(numeric) == _FEWEST)
    return enough and 2 * len(numeric) >= len([line for line in lines if line.strip()])


def _pieces(line: str) -> list[Piece]:
    return [match.span() for match in _PIECE.finditer(line)] if len(line) <= _LONGEST else []


def _rows(lines: Sequence[str], confusions: Confusions) -> tuple[tuple[Piece | None, ...], ...]:
    """Return the columns of each line, nothing where one line leaves a doubt."""
    columns = _columns(lines)
    rows = []
    for line in lines:
        row: list[Piece | None] = [None] * len(columns)
        for piece in _pieces(line):
            at = next(at for at, (start, end) in enumerate(columns) if start <= _shown(line, piece[0]) < end)
            if row[at] is not None:
                return ()
            row[at] = piece
        rows.append(tuple(row))
    texts = [
        ["" if piece is None else line[slice(*piece)] for piece in row] for line, row in zip(lines, rows, strict=True)
    ]
    mended = [[with_digits(text, confusions, LIKELY) or text for text in row] for row in texts[1:] if row != texts[0]]
    return tuple(rows) if len(columns) > 2 and _is_sure([texts[0], *mended]) else ()


def _columns(lines: Sequence[str]) -> list[Piece]:
    """Return what lies between the gaps that all lines have in common, as it is displayed."""
    taken = sorted((_shown(line, start), _shown(line, end)) for line in lines for start, end in _pieces(line))
    columns = taken[:1]
    for start, end in taken[1:]:
        if start >= columns[-1][1] + _APART:
            columns.append((start, end))
        else:
            columns[-1] = (columns[-1][0], max(columns[-1][1], end))
    return columns


def _shown(line: str, at: int) -> int:
    """Return how many signs are displayed before a character of a line."""
    return sum(not unicodedata.combining(char) for char in line[:at])


def _is_sure(texts: Sequence[Sequence[str]]) -> bool:
    """Say whether one heading stands over each column, and each column holds either numbers or words below it.

    A second line of headings, or a row without numbers, may be the rest of the one above it.
    """
    head, *body = texts
    if not all(head) or any(_NUMBER.fullmatch(text) and not _YEAR.fullmatch(text) for text in head):
        return False
    numeric = [bool(filled := [row[at] for row in body if row[at]]) and _are_numbers(filled) for at in range(len(head))]
    wordy = [not any(map(_NUMBER.fullmatch, (row[at] for row in body))) for at in range(len(head))]
    if not all(is_number or is_word for is_number, is_word in zip(numeric, wordy, strict=True)):
        return False
    values = [at for at in range(1, len(head)) if numeric[at]]
    return bool(values) and all(_is_whole(row, values) for row in body)


def _is_whole(row: Sequence[str], values: Sequence[int]) -> bool:
    """Say whether a row has numbers and a label, which took none of them in."""
    label = [text for text in row[: values[0]] if text]
    took = any(_NUMBER.fullmatch(text.split()[-1]) for text in label if len(text.split()) > 1)
    return bool(label) and any(row[at] for at in values) and (not took or all(row[at] for at in values))


def _are_numbers(texts: Sequence[str]) -> bool:
    return all(map(_NUMBER.fullmatch, texts))
