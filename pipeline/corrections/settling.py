"""What decisions make of values and findings."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from typing import TypeVar

from pipeline.errors import NumberFormatError
from pipeline.model import (
    POLICY,
    UNREAD,
    Activity,
    Catalog,
    Check,
    Correction,
    Decision,
    Extraction,
    Note,
    Observation,
    Quantity,
    Reading,
    Resolution,
    Target,
)
from pipeline.numbers import parse_quantity

from .applying import Applied, Touch
from .rows import resolution_of
from .sources import cell_of, overlap, source_of, where_of

_Value = TypeVar("_Value", Target, Observation, Activity)
_NOTATION = {"doubtful-number", "unreadable-number"}
"""Findings about how a text is to be read, which nobody asks of a text that a person gave."""


def settle(before: Extraction, after: Extraction, applied: Applied, catalog: Catalog) -> Extraction:
    """Mark what people decided in what was extracted ``after`` their decisions were replayed.

    ``raw`` stays the text as read, and a finding that went away by a correction stays as the one corrected.
    """
    return replace(
        after,
        targets=tuple(_target(value, before, applied) for value in after.targets),
        observations=tuple(_observation(value, applied, catalog) for value in after.observations),
        activities=tuple(_activity(value, applied) for value in after.activities),
        notes=(*_notes(before.notes, after.notes, applied), *applied.stale),
        seconds={stage: seconds + before.seconds.get(stage, 0.0) for stage, seconds in after.seconds.items()},
    )


def resolved(notes: Iterable[Note], corrections: Sequence[Correction]) -> tuple[Note, ...]:
    """Return findings with what was decided about them."""
    result = []
    for note in notes:
        decided = next((one for one in reversed(corrections) if decides(one, note)), None)
        result.append(replace(note, resolution=resolution_of(decided)) if decided else note)
    return tuple(result)


def decides(correction: Correction, note: Note) -> bool:
    """Say whether a decision is about a finding: same place, same reading, same kind if it names one."""
    return (
        correction.read == note.observed and correction.code in {"", note.code} and correction.source == source_of(note)
    )


def _notes(before: Sequence[Note], after: Sequence[Note], applied: Applied) -> Iterator[Note]:
    """Yield the findings with what was decided about them, those that went away by it too."""
    for note in resolved(after, applied.done):
        touch = _touch_of(note, applied) if note.code in _NOTATION else None
        yield _of_given(note, touch.correction) if touch is not None and _by_person(touch.correction) else note
    used = {one for one in applied.done for note in after if decides(one, note)}
    present = {_identity(note) for note in after}
    for note in before:
        if _identity(note) in present:
            continue
        decided = next((one for one in reversed(applied.done) if _answers(one, note, applied)), None)
        if decided is not None:
            used.add(decided)
            yield replace(note, resolution=resolution_of(decided))
    yield from (_by_hand(one) for one in applied.done if one not in used and one.decision is not Decision.REJECT)


def _by_hand(one: Correction) -> Note:
    """Report a decision that no finding called for, or whose finding is made when all documents are known."""
    table_id, row_no, column_no = cell_of(one.source) or ("", None, None)
    by = f" by {one.reviewer}" if one.reviewer else ""
    return Note(
        "hand-correction",
        where=where_of(one.source),
        observed=one.read,
        proposal="" if one.printed == one.read else one.printed,
        evidence=f"{one.at}: {one.decision}{by}. {one.reason}".strip(),
        table_id=table_id,
        row_no=row_no,
        column_no=column_no,
        resolution=resolution_of(one),
    )


def _identity(note: Note) -> tuple[str, str, str]:
    return note.code, source_of(note), note.observed


def _touch_of(note: Note, applied: Applied) -> Touch | None:
    cell = (note.table_id, note.row_no, note.column_no)
    return next((touch for key, touch in applied.cells.items() if key == cell), None)


def _of_given(note: Note, one: Correction) -> Note:
    """Settle a finding about the notation of a text that a person gave; what is no number stays open."""
    if one.printed == note.observed:
        return replace(note, resolution=Resolution.REJECTED)
    if note.observed == UNREAD:
        evidence = f"{one.at}: '{one.printed}' was given for '{one.read}', which was a number, and is none"
        return replace(note, evidence=evidence)
    return note


def _answers(one: Correction, note: Note, applied: Applied) -> bool:
    """Say whether a decision is about a finding that has gone, which may spell the same place in another way."""
    if decides(one, note):
        return True
    places = [where for where, correction in applied.prose if correction is one]
    places += [touch.read.passage.where() for touch in applied.cells.values() if touch.correction is one]
    same = one.read and one.read in note.observed and one.code in {"", note.code}
    return bool(same) and note.where.key in {where.key for where in places if where.key}


def _by_person(one: Correction) -> bool:
    return one.reviewer != POLICY and one.decision in {Decision.ACCEPT, Decision.CONFIRM}


def _checked(value: _Value, one: Correction, *, has_value: bool) -> _Value:
    """Give a value the check that a decision about it allows.

    A policy has not looked at the page: only a sum that now holds speaks for what it accepted.
    """
    if _by_person(one):
        return replace(value, check=Check.CORRECTED if has_value else Check.SUSPECT)
    holds = one.decision is not Decision.ILLEGIBLE and value.check is Check.RECONCILED
    return replace(value, check=Check.RECONCILED if holds else Check.SUSPECT)


def _observation(value: Observation, applied: Applied, catalog: Catalog) -> Observation:
    touch = applied.cells.get(value.key)
    if touch is None:
        return value
    if value.quantity.value is None and _by_person(touch.correction):
        value = replace(value, quantity=_given(value, catalog))
    value = _checked(value, touch.correction, has_value=value.quantity.value is not None)
    return replace(value, raw=touch.read.text or value.raw, readings=_readings(touch, applied.read.reader))


def _given(value: Observation, catalog: Catalog) -> Quantity:
    """Read a text that a person vouches for by the rules of Vietnamese notation, whatever its column looks like."""
    try:
        given = parse_quantity(value.raw, catalog.units)
    except NumberFormatError:
        return value.quantity
    own = value.quantity
    return replace(given, unit=own.unit, scale=own.scale, base_unit=own.base_unit) if own.unit else given


def _readings(touch: Touch, reader: str) -> tuple[Reading, ...]:
    """Return the readings of a cell: the one decided, then what was read."""
    read = touch.read
    if touch.cell is read:
        return read.readings
    engines = read.readings or (Reading(read.text, reader),)
    return (Reading(touch.cell.text, "correction"), *engines)


def _activity(value: Activity, applied: Applied) -> Activity:
    touch = applied.cells.get(value.key)
    if touch is None:
        return value
    value = replace(value, raw=touch.read.text or value.raw)
    one = touch.correction
    if touch.read.text == one.read or _has_digit(one):
        return _checked(value, one, has_value=True)
    return value


def _target(value: Target, before: Extraction, applied: Applied) -> Target:
    decided = next((one for where, one in applied.prose if overlap(where, value.where)), None)
    if decided is None or not _has_digit(decided):
        return value
    raw = next((old.raw for old in before.targets if overlap(old.where, value.where)), value.raw)
    return _checked(replace(value, raw=raw), decided, has_value=value.quantity.value is not None)


def _has_digit(one: Correction) -> bool:
    """Say whether a decision is about a number and not only about words beside it."""
    return any(char.isdigit() for char in one.read + one.printed)
