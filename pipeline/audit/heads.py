"""Heads and reference lines of tables: headings that one page lacks, brackets and strokes that were lost."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import pairwise

import regex

from pipeline.model import Cell, Note, Passage, Role, Severity, Table

from .wording import group_of

_SPACED = regex.compile(r"\p{Lu}(?:\s\p{Lu})+")
_BARE_SYMBOL = regex.compile(r"\bsố\s*:?\s*(?P<symbol>\p{Lu}[\p{L}Đ]{0,3}-\p{Lu}{2,})")
_FIRST_WORD = regex.compile(r"\p{L}+")


def check_heads(tables: Sequence[Table]) -> tuple[Note, ...]:
    """Return an issue for each heading that other pages have, and for what a heading or a reference line has lost."""
    tops = [(table, number, name) for table in tables for number, name in _tops(table)]
    names = Counter(name.text for _, _, name in tops if name.text)
    usual = names.most_common(1)[0][0] if names else ""
    numbers = {number.text for _, number, _ in tops}
    notes: list[Note] = []
    for table, number, name in tops:
        if usual and not name.text:
            notes.append(_lost_heading(table, number, usual))
        if _SPACED.fullmatch(number.text) and "".join(number.text.split()) in numbers:
            notes.append(_lost(number.passage, (0, len(number.passage.text)), "".join(number.text.split()), table))
    for table in tables:
        notes.extend(note for reference in table.references for note in _of_reference(reference, table))
    return tuple(notes)


def _tops(table: Table) -> Iterator[tuple[Cell, Cell]]:
    """Yield the heading of the running number with the one beside it, for each page that begins with such a head."""
    roles = [column.role for column in table.columns[:2]]
    if roles != [Role.NUMBER, Role.LABEL]:
        return
    for number, name in pairwise((*table.head, *table.repeated_head)):
        if (number.column, name.column, name.column_span) == (0, 1, 1) and number.text:
            yield number, name


def _lost_heading(table: Table, number: Cell, usual: str) -> Note:
    return Note(
        "missing-heading",
        where=number.passage.where(),
        expected=usual,
        evidence="other pages have this heading for the column",
        table_id=table.table_id,
        column_no=2,
        group=group_of("missing-heading", usual),
    )


def _of_reference(reference: Passage, table: Table) -> Iterator[Note]:
    text = reference.text
    first = _FIRST_WORD.search(text)
    if first and text.count(")") == text.count("(") + 1 and text.rstrip().endswith(")") and not text[: first.start()]:
        yield _lost(reference, first.span(), f"({first[0]}", table)
    for match in _BARE_SYMBOL.finditer(text):
        yield _lost(reference, match.span("symbol"), f"/{match['symbol']}", table)


def _lost(passage: Passage, span: tuple[int, int], proposal: str, table: Table) -> Note:
    observed = passage.text[slice(*span)]
    note = Note("misread-word", where=passage.where(*span), observed=observed, expected=proposal, proposal=proposal)
    return replace(
        note,
        evidence="a sign was lost or added",
        severity=Severity.INFO,
        table_id=table.table_id,
        group=group_of(note.code, observed, proposal),
    )
