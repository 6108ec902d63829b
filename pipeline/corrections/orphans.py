"""Decisions about a file that is no longer there: it was changed, so that none of them counts any more."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence

from pipeline.model import Correction, Extraction, Note

from .sources import cell_of, where_of


def orphaned(corrections: Sequence[Correction], documents: Mapping[str, Extraction | None]) -> dict[str, list[Note]]:
    """Return a finding for each decision about a vanished file, under the document that is most like it.

    The hash of a file says nothing of what became of it, but the cells that were decided on do: the document in which
    most of them still read the same is taken for the new form of the file, else the first.
    """
    by_hash: dict[str, list[Correction]] = {}
    for one in corrections:
        by_hash.setdefault(one.sha256, []).append(one)
    texts = {doc_id: _texts(found) for doc_id, found in documents.items()}
    notes: dict[str, list[Note]] = {}
    for sha256, own in by_hash.items():
        ranked = sorted(texts, key=lambda doc_id: (-_alike(own, texts[doc_id]), doc_id))
        group = hashlib.sha256(f"stale {sha256}".encode()).hexdigest()[:8]
        for one in own if ranked else ():
            notes.setdefault(ranked[0], []).append(_note(one, texts[ranked[0]], group))
    return notes


Texts = Mapping[tuple[str, int, int], str]


def _texts(found: Extraction | None) -> Texts:
    return {
        (table.table_id, row.row_no, number): cell.text
        for table in (found.tables if found is not None else ())
        for row in table.rows
        for number, cell in enumerate(row.cells, start=1)
    }


def _alike(own: Sequence[Correction], texts: Texts) -> int:
    """Weigh the places that are there at all, those that read the same three times."""
    keys = [(key, one.read) for one in own if (key := cell_of(one.source)) is not None]
    return sum(1 + 2 * (texts[key] == read) for key, read in keys if key in texts)


def _note(one: Correction, texts: Texts, group: str) -> Note:
    key = cell_of(one.source)
    known = key if key is not None and key in texts else None
    table_id, row_no, column_no = known or ("", None, None)
    return Note(
        "stale-correction",
        where=where_of("document"),
        observed=texts[known] if known is not None else "",
        expected=one.read,
        evidence=f"{one.at}: was decided on '{one.read}' at {one.source} of a file that is no longer here "
        f"(sha256 {one.sha256[:8]}...); it was not applied. Decide anew or delete the line.",
        table_id=table_id,
        row_no=row_no,
        column_no=column_no,
        group=group,
    )
