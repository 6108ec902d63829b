"""Replay the decisions about a document on its text, each only where its guard still stands."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from pipeline.model import (
    UNREAD,
    Catalog,
    Cell,
    CellKey,
    Correction,
    Decision,
    Extraction,
    Note,
    Passage,
    ReadDocument,
    Run,
    Where,
)

from .desk import Desk, Spot, spans
from .rows import LOST_CELL
from .sources import cell_of, source_of, where_of
from .values import may_replace_number


@dataclass(frozen=True, slots=True)
class Touch:
    """A cell of a table that somebody decided about: as it is now, and as it was read."""

    cell: Cell
    read: Cell
    correction: Correction


@dataclass(frozen=True, slots=True)
class Applied:
    """A document with the decisions about it replayed."""

    read: ReadDocument
    cells: dict[CellKey, Touch]
    prose: tuple[tuple[Where, Correction], ...]
    done: tuple[Correction, ...]
    stale: tuple[Note, ...]

    @property
    def changes(self) -> bool:
        """Whether any text is another than the one read."""
        return any(one.code == LOST_CELL or _text(one) != one.read for one in self.done if not _is_rejection(one))


@dataclass(slots=True)
class _Replay:
    desk: Desk
    found: Extraction
    catalog: Catalog
    numbers: frozenset[CellKey]
    touched: list[Touch]
    prose: list[tuple[Where, Correction]]


def apply_corrections(
    read: ReadDocument, found: Extraction, corrections: Sequence[Correction], *, catalog: Catalog
) -> Applied:
    """Replay decisions in their order on what was read; ``found`` is what was extracted from it.

    A rejection changes nothing: a finding that is no longer made needs none.
    """
    numbers = frozenset(value.key for value in found.observations)
    replay = _Replay(Desk(read.blocks, found.tables), found, catalog, numbers, [], [])
    done, stale = [], []
    for correction in corrections:
        if _is_rejection(correction) or _replayed(replay, correction):
            done.append(correction)
        else:
            stale.append(_stale(replay.desk, correction))
    cells = {key: touch for touch in replay.touched if (key := replay.desk.key_of(touch.cell)) is not None}
    blocks = tuple(replay.desk.blocks)
    return Applied(replace(read, blocks=blocks), cells, tuple(replay.prose), tuple(done), tuple(stale))


def _replayed(replay: _Replay, correction: Correction) -> bool:
    """Replay one decision; return whether its guard stood."""
    key = cell_of(correction.source)
    if correction.code == LOST_CELL and correction.decision is Decision.ACCEPT and key is not None:
        return _moved(replay, correction, key)
    if key is not None and _in_cell(replay, correction, key):
        return True
    if key is None and _in_prose(replay, correction):
        return True
    # What is said of a finding and not of a text, such as the count of cells in a row, stands if the finding does.
    return _text(correction) == correction.read and any(
        (source_of(note), note.code, note.observed) == (correction.source, correction.code, correction.read)
        for note in replay.found.notes
    )


def _moved(replay: _Replay, correction: Correction, key: CellKey) -> bool:
    """Put the lost cell back before the one that took its place."""
    cell = replay.desk.cell(key)
    if cell is None or cell.text != correction.read:
        return False
    new = replay.desk.insert(key, correction.printed)
    replay.touched.extend(Touch(one, one, correction) for one in new if one.text)
    return bool(new)


def _in_cell(replay: _Replay, correction: Correction, key: CellKey) -> bool:
    cell = replay.desk.cell(key)
    if cell is None:
        return False
    text = _text(correction)
    found = spans(cell.passage.text, correction.read)
    whole = cell.text == correction.read
    if not whole and len(found) != 1:
        return False
    if text == correction.read:
        _touch(replay, cell, cell, correction)
        return True
    if whole:
        place = cell.passage.where() if cell.passage.runs else _beside(replay.found, key)
        new = replay.desk.swap(cell, Passage(text, (Run(0, len(text), place, even=False),) if text else ()))
    else:
        new = replay.desk.rewrite(Spot(cell.passage, *found[0], cell=cell), text)
    if new is not None:
        _touch(replay, cell, _still_number(replay, new), correction)
    return new is not None


def _still_number(replay: _Replay, new: Cell) -> Cell:
    """Make a cell that held a number, and would hold none by a decision, one that cannot be read.

    With words in it no stage would take it for a value, and the number would be gone without a trace.
    """
    if replay.desk.key_of(new) not in replay.numbers or may_replace_number(new.text, replay.catalog):
        return new
    place = new.passage.where()
    return replay.desk.swap(new, Passage(UNREAD, (Run(0, len(UNREAD), place, even=False),))) or new


def _in_prose(replay: _Replay, correction: Correction) -> bool:
    outer, text = where_of(correction.source), _text(correction)
    spots = replay.desk.spots(correction.read, outer)
    if len(spots) > 1:
        return False
    if not spots:
        return _in_two_lines(replay, correction, outer)
    (spot,) = spots
    replay.prose.append((spot.where, correction))
    if text == correction.read:
        if spot.cell is not None:
            _touch(replay, spot.cell, spot.cell, correction)
        return True
    new = replay.desk.rewrite(spot, text)
    if spot.cell is not None and new is not None:
        _touch(replay, spot.cell, _still_number(replay, new), correction)
    return True


def _in_two_lines(replay: _Replay, correction: Correction, outer: Where) -> bool:
    """Replace a text that goes on in the next line: as many words stay on the first as were there."""
    broken = replay.desk.broken_spot(correction.read, outer)
    if broken is None:
        return False
    text = _text(correction)
    if text != correction.read:
        first, second = broken
        words = text.split()
        count = len(first.passage.text[first.start : first.end].split())
        replay.desk.rewrite(second, " ".join(words[count:]))
        replay.desk.rewrite(first, " ".join(words[:count]))
    replay.prose.extend((spot.where, correction) for spot in broken)
    return True


def _touch(replay: _Replay, old: Cell, new: Cell, correction: Correction) -> None:
    """Remember a decision about a cell; of one decided before, what was read at first."""
    first = next((touch.read for touch in replay.touched if touch.cell is old), old)
    replay.touched = [touch for touch in replay.touched if touch.cell is not old]
    replay.touched.append(Touch(new, first, correction))


def _is_rejection(correction: Correction) -> bool:
    return correction.decision is Decision.REJECT


def _text(correction: Correction) -> str:
    return UNREAD if correction.decision is Decision.ILLEGIBLE else correction.printed


def _beside(found: Extraction, key: CellKey) -> Where:
    """Return the place of an empty cell: that of its row."""
    row = next(row for table in found.tables if table.table_id == key[0] for row in table.rows if row.row_no == key[1])
    filled = [cell for cell in row.cells if cell.passage.runs]
    before = [cell for cell in filled if cell.column < key[2]]
    return (before[-1] if before else filled[0]).passage.where() if filled else row.label_where


def _stale(desk: Desk, correction: Correction) -> Note:
    """Report a decision that was not applied, with what stands in its place now."""
    key = cell_of(correction.source)
    cell = desk.cell(key) if key is not None else None
    table_id, row_no, column_no = key if key is not None and cell is not None else ("", None, None)
    now = f"'{cell.text}' stands there now" if cell is not None else "it does not stand there"
    return Note(
        "stale-correction",
        where=cell.passage.where() if cell is not None else where_of(correction.source),
        observed=cell.text if cell is not None else "",
        expected=correction.read,
        evidence=f"{correction.at}: was decided on '{correction.read}' at {correction.source}, but {now}; "
        "it was not applied. Decide anew or delete the line.",
        table_id=table_id,
        row_no=row_no,
        column_no=column_no,
    )
