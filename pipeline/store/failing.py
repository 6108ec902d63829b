"""Notes about rows that fail what is expected of their dataset."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from pipeline.model import Note, Where

from .sources import Row

_NAMED_ROWS = 3
"""Rows that a note about rows names; it counts the rest."""
_OWN_KEYS = ("target_id", "identity_id", "numeral_no", "issue_id", "source_id", "indicator_id", "place_id")
"""Columns that may name a row, the first filled one does."""


def note_about_rows(code: str, dataset: str, failing: Sequence[tuple[Row, str]], places: Mapping[str, Where]) -> Note:
    """Return one note about rows of a document, each with the offending cell; it stands where the first of them does.

    ``places`` says where the sources of the document are. Without rows, the note is about the dataset.
    """
    row, observed = failing[0] if failing else ({}, "")
    return Note(
        code,
        where=places.get(row.get("source_id", ""), Where()),
        observed=observed,
        evidence=_told_rows(dataset, [one for one, _ in failing]),
        table_id=row.get("table_id", ""),
        row_no=_number(row.get("row_no", "")),
        column_no=_number(row.get("column_no", "")),
        row_label=row.get("row_label", ""),
        header_path=row.get("header_path", ""),
    )


def _told_rows(dataset: str, rows: Sequence[Row]) -> str:
    """Say in how many rows of a dataset something is not so, and name the first.

    >>> cell = {"table_id": "t1", "row_no": "3", "column_no": "4"}
    >>> _told_rows("observations", [cell, cell | {"row_no": "5"}])
    'Not so in 2 rows of observations.csv: t1 row 3 column 4; t1 row 5 column 4.'
    >>> _told_rows("targets", [{"target_id": f"g{number}"} for number in range(1, 6)])
    'Not so in 5 rows of targets.csv: g1; g2; g3; and 2 more.'
    >>> _told_rows("targets", [])
    'Not so in targets.csv.'
    """
    if not rows:
        return f"Not so in {dataset}.csv."
    count = f"{len(rows):,} rows" if len(rows) > 1 else "1 row"
    names = [name for name in map(_row_name, rows[:_NAMED_ROWS]) if name]
    if names and len(rows) > len(names):
        names.append(f"and {len(rows) - len(names):,} more")
    return f"Not so in {count} of {dataset}.csv{': ' if names else ''}{'; '.join(names)}."


def _row_name(row: Row) -> str:
    """Return what tells a row from the others of its dataset and document."""
    if row.get("table_id"):
        places = (("row", row.get("row_no")), ("column", row.get("column_no")))
        return " ".join([row["table_id"], *(f"{word} {number}" for word, number in places if number)])
    return next((row[key] for key in _OWN_KEYS if row.get(key)), "")


def _number(text: str) -> int | None:
    return int(text) if text.isdecimal() else None
