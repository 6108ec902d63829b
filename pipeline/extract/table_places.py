"""The places that the cells of a table hold for: those of its rows, of its columns, or of the plan."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from pipeline.model import (
    GAZETTEER,
    Catalog,
    Column,
    LabelCheck,
    LineType,
    Metadata,
    Note,
    Observation,
    Place,
    Role,
    Row,
    Table,
)

from .gazetteer import Match, match_labels

_PLACE_SHARE = 0.5


def place_columns(columns: Sequence[Column], inside: Sequence[Place]) -> dict[int, Match]:
    """Match columns to places where most of them name one, as rows do."""
    named = [column for column in columns if column.header]
    matches = match_labels([column.header[-1] for column in named], inside)
    if 2 * sum(match.place is not None for match in matches) < max(2, len(named)):
        return {}
    return {column.column_no: match for column, match in zip(named, matches, strict=True) if match.place is not None}


def place_rows(table: Table, inside: Sequence[Place], catalog: Catalog) -> tuple[dict[int, Match], list[Note]]:
    """Match the rows of a table to places; a table whose rows are not places gets no matches and no complaints.

    Of several labels the innermost that names places counts. Where it is headed as one and names none that is known,
    the row is of no known place, and not of the one around it.
    """
    rows = [row for row in table.rows if row.line_type in {LineType.ITEM, LineType.SUBTOTAL} and row.label]
    columns = [column for column in table.columns if column.role is Role.LABEL]
    found: dict[int, Match] = {}
    notes: list[Note] = []
    for level in reversed(range(max(len(columns), 1))):
        named = [row for row in rows if len(row.labels) > level and row.row_no not in found]
        matches = match_labels([row.labels[level] for row in named], inside)
        if level and any(match.ambiguous for match in matches):
            around = match_labels([row.labels[level - 1] for row in named], inside)
            matches = tuple(
                _within(outer.place, row.labels[level], inside) if match.ambiguous else match
                for row, match, outer in zip(named, matches, around, strict=True)
            )
        if columns:
            matches = tuple(_told(one, row, columns[level]) for one, row in zip(matches, named, strict=True))
        items = [match for row, match in zip(named, matches, strict=True) if row.line_type is LineType.ITEM]
        hits = sum(match.place is not None for match in items)
        if items and hits >= _PLACE_SHARE * len(items):
            found.update({row.row_no: match for row, match in zip(named, matches, strict=True)})
            notes.extend(_place_notes(table, named, matches, level))
        elif level and catalog.meaning("inner-label", columns[level].leaf) == "place":
            found.update({row.row_no: Match(None, LabelCheck.UNKNOWN) for row in named})
    return found, notes


def _within(outer: Place | None, label: str, inside: Sequence[Place]) -> Match:
    """Match a label that several units bear among those of the unit which the label before names."""
    own = [place for place in inside if outer is not None and place.parent_code == outer.code]
    return match_labels([label], own)[0] if own else Match(None, LabelCheck.UNKNOWN, ambiguous=True)


def _told(match: Match, row: Row, column: Column) -> Match:
    """Say that a label was repaired of which its reader took another reading than the first for naming a place."""
    cell = row.cell(column.column_no)
    readings = cell.readings if cell is not None else ()
    if match.place is None or len(readings) <= 1 or readings[0].engine != GAZETTEER:
        return match
    return replace(match, check=LabelCheck.REPAIRED, read=readings[1].text)


def _place_notes(table: Table, rows: Sequence[Row], matches: Sequence[Match], level: int) -> Iterator[Note]:
    """Yield what is doubtful about the places that one level of labels names: unknown, repaired, named twice."""
    seen: dict[tuple[str, int | None, tuple[str, ...]], Row] = {}
    for row, match in zip(rows, matches, strict=True):
        if match.place is None:
            if row.line_type is LineType.ITEM:
                evidence = "two units of this name" if match.ambiguous else ""
                yield replace(_label_note("unknown-place", row, table), evidence=evidence)
            continue
        if match.check is LabelCheck.REPAIRED:
            name = match.place.name
            note = _label_note("label-repaired", row, table)
            yield replace(note, observed=match.read or row.label, expected=name, proposal=name)
        others = (*row.labels[:level], *row.labels[level + 1 :])
        first = seen.setdefault((match.place.place_id, row.parent, others), row)
        if first is not row:
            evidence = f"{match.place.name} is also row {first.row_no}"
            yield replace(_label_note("duplicate-place", row, table), evidence=evidence)


def _label_note(code: str, row: Row, table: Table) -> Note:
    return Note(
        code,
        where=row.label_where,
        observed=row.label,
        table_id=table.table_id,
        row_no=row.row_no,
        row_label=row.label,
    )


def locate(value: Observation, matches: dict[int, Match], metadata: Metadata, column: Match | None) -> Observation:
    """Give a value the place of its column, of its row, or of the plan."""
    if column is not None and column.place is not None:
        return replace(value, place_id=column.place.place_id, label_check=column.check)
    match = matches.get(value.row_no)
    if match is not None and match.place is not None:
        return replace(value, place_id=match.place.place_id, label_check=match.check)
    if value.row_type is LineType.TOTAL:
        check = LabelCheck.EXACT if metadata.place_id else LabelCheck.UNKNOWN
        return replace(value, place_id=metadata.place_id, label_check=check)
    if not matches:
        return replace(value, place_id=metadata.place_id)
    return value
