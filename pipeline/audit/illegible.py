"""Columns of scanned tables whose headings nobody could read: nobody knows what their values are."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

import regex

from pipeline.model import UNREAD, Catalog, Cell, Check, Note, Observation, Role, Table

from .lexicon import Lexicon, lexicon_of

_CODE = "unread-heading"
_SURE = 0.85
"""Confidence from which a heading is believed though its words are unknown."""
_SURE_NUMERAL = 0.45
"""Confidence from which a heading of digits alone is."""
_WORDS = 0.5
"""Part of the letters and odd signs of a heading that known words take more than."""
_WORD = regex.compile(r"\p{L}{2,}")
_ACRONYM = regex.compile(r"\p{Lu}{2,}")
_MARKS = regex.compile(r"[\s=.,:;*\"'_|~^°·•]+")
_USUAL = regex.compile(r"[\s\d()\[\]%‰.,/:;+*=\"'<>≤≥²³&–-]")


def doubt_unread_columns(
    tables: Sequence[Table], observations: Sequence[Observation], catalog: Catalog
) -> tuple[tuple[Observation, ...], tuple[Note, ...]]:
    """Return the values, those under a heading that nobody could read suspect, and an issue for each such column."""
    lexicon = lexicon_of(catalog)
    notes: list[Note] = []
    unread: set[tuple[str, int]] = set()
    for table in tables:
        for column in table.columns:
            cells = [cell for cell in table.head if cell.column < column.column_no <= cell.column + cell.column_span]
            cell = next(_illegible(cells, lexicon), None) if column.role is Role.VALUE else None
            if cell is None:
                continue
            unread.add((table.table_id, column.column_no))
            note = Note(_CODE, where=cell.passage.where(), observed=cell.text, table_id=table.table_id)
            notes.append(replace(note, column_no=column.column_no, header_path=column.path))
    doubted = (
        replace(value, check=Check.SUSPECT) if (value.table_id, value.column_no) in unread else value
        for value in observations
    )
    return tuple(doubted), tuple(notes)


def _illegible(cells: Sequence[Cell], lexicon: Lexicon) -> Iterator[Cell]:
    """Yield the headings of a column that nobody could read; of digits alone only where it has no other.

    Marks alone (``=``) are none, but for the signs that head rates and differences.
    """
    named = any(_WORD.search(cell.text) for cell in cells)
    for cell in cells:
        confidence = cell.readings[0].confidence if cell.readings else None
        if confidence is None:
            continue
        is_bare = not _USUAL.sub("", cell.text)
        least = (0.0 if named else _SURE_NUMERAL) if is_bare else 0.0 if _is_wordy(cell.text, lexicon) else _SURE
        if cell.text == UNREAD or confidence < least or _MARKS.fullmatch(cell.text):
            yield cell


def _is_wordy(text: str, lexicon: Lexicon) -> bool:
    """Say whether most letters of a heading are those of words or acronyms."""
    words = [word for word in _WORD.findall(text) if _ACRONYM.fullmatch(word) or lexicon.is_syllable(word)]
    return sum(map(len, words)) > _WORDS * len(_USUAL.sub("", text))
