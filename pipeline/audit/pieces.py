"""All text of a document in pieces that are read by themselves, and their words."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

import regex

from pipeline.model import Cell, Note, Passage, Role, Row, Table

from .lexicon import bare_key, word_key

_WORD = regex.compile(r"[\p{L}\p{M}]+")


@dataclass(frozen=True, slots=True)
class Piece:
    """A paragraph, a caption or a cell. ``is_key``: others are found by it (a heading, a label, a unit)."""

    passage: Passage
    is_key: bool = False
    table_id: str = ""
    row: Row | None = None
    column_no: int | None = None
    header_path: str = ""

    def note(self, code: str, start: int, end: int) -> Note:
        """Return an issue in the making about characters of the piece."""
        return Note(
            code,
            where=self.passage.where(start, end),
            observed=self.passage.text[start:end],
            table_id=self.table_id,
            row_no=self.row.row_no if self.row else None,
            column_no=self.column_no,
            row_label=self.row.label if self.row else "",
            header_path=self.header_path,
        )


@dataclass(frozen=True, slots=True)
class Words:
    """The words of a text, which hold letters only: nothing but space stands between word ``i`` and ``until[i]``."""

    raw: tuple[str, ...]
    keys: tuple[str, ...]
    bare: tuple[str, ...]
    starts: tuple[int, ...]
    ends: tuple[int, ...]
    until: tuple[int, ...]
    gaps: tuple[str, ...]
    """What stands between each word and the next."""

    def is_run(self, first: int, last: int) -> bool:
        """Say whether the words from ``first`` to ``last`` exist and follow one another."""
        return first >= 0 and last < len(self.until) and last <= self.until[first]


def words_of(text: str) -> Words:
    """Divide a text into words.

    >>> words_of("Quận, huyện và 30 xã").until
    (0, 2, 2, 3)
    """
    spans = [match.span() for match in _WORD.finditer(text)]
    raw = tuple([text[start:end] for start, end in spans])
    gaps = tuple([text[end:after] for (_, end), (after, _) in pairwise((*spans, (len(text), 0)))])
    until = [len(raw) - 1] * len(raw)
    for at in range(len(raw) - 2, -1, -1):
        until[at] = until[at + 1] if gaps[at] == " " or gaps[at].isspace() else at
    keys = tuple(map(word_key, raw))
    return Words(
        raw=raw,
        keys=keys,
        bare=tuple(map(bare_key, keys)),
        starts=tuple([start for start, _ in spans]),
        ends=tuple([end for _, end in spans]),
        until=tuple(until),
        gaps=gaps,
    )


def pieces_of(prose: Iterable[Passage], tables: Sequence[Table]) -> Iterator[Piece]:
    """Return all text of a document in reading order, that of tables last."""
    yield from (Piece(passage) for passage in prose)
    for table in tables:
        for passage in (*table.captions, *table.references, *table.notes):
            yield Piece(passage, is_key=passage in table.captions, table_id=table.table_id)
        yield from (Piece(cell.passage, is_key=True, table_id=table.table_id) for cell in _heads(table))
        for row in table.rows:
            yield from _cells(table, row)


def _heads(table: Table) -> Iterator[Cell]:
    yield from (cell for cell in (*table.head, *table.repeated_head) if cell.text)


def _cells(table: Table, row: Row) -> Iterator[Piece]:
    roles = {column.column_no: column for column in table.columns}
    for at, cell in enumerate(row.cells, start=1):
        column = roles.get(at)
        role = column.role if column else Role.TEXT
        if any(map(str.isalpha, cell.text)):
            is_key = role in {Role.LABEL, Role.UNIT}
            yield Piece(cell.passage, is_key, table.table_id, row, at, column.path if column else "")
