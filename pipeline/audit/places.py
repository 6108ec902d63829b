"""Places of the issuer's territory in the rows of tables: none missing, in one order."""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from rapidfuzz.distance import Levenshtein

from pipeline.model import Catalog, LabelCheck, LineType, Note, Observation, Place, Table, Where
from pipeline.text import skeleton

from .wording import group_of

_FULL = 0.8
"""Share of the units of a level from which a table is meant to name all of them."""
_FEW_MOVED = 0.2
_ALIKE = 0.65


@dataclass(frozen=True, slots=True)
class _Listing:
    """The places that the rows of a table name, in their order, with the rows."""

    table: Table
    rows: tuple[tuple[int, Place], ...]
    units: tuple[Place, ...]
    """All units of the level that most of them have."""

    @property
    def missing(self) -> tuple[Place, ...]:
        named = {place.place_id for _, place in self.rows}
        return tuple(unit for unit in self.units if unit.place_id not in named)

    def where(self, row_no: int) -> Where:
        return next((row.label_where for row in self.table.rows if row.row_no == row_no), Where())


def check_places(
    tables: Sequence[Table], observations: Sequence[Observation], inside: Sequence[Place], catalog: Catalog
) -> tuple[Note, ...]:
    """Return an issue for every place that a table should name and does not, and for places out of order.

    Islands on which hardly anybody lives are often left out.
    """
    listings = list(_listings(tables, observations, inside))
    missing = (note for listing in listings for note in _missing(listing))
    told = (note for note in missing if not catalog.meaning("rarely-listed", note.expected))
    return (*told, *_out_of_order(listings))


def name_by_exclusion(notes: Iterable[Note], missing: Sequence[Note]) -> tuple[Note, ...]:
    """Propose, for the only row of a table that names no place, the only place that it lacks, if they look alike.

    ``missing`` are notes of :func:`check_places`.
    """
    notes = tuple(notes)
    unknown = Counter(note.table_id for note in notes if note.code == "unknown-place")
    lacking: dict[str, list[str]] = {}
    for note in missing:
        if note.code == "missing-place":
            lacking.setdefault(note.table_id, []).append(note.expected)
    told = []
    for note in notes:
        names = lacking.get(note.table_id, [])
        if note.code == "unknown-place" and unknown[note.table_id] == len(names) == 1:
            alike = Levenshtein.normalized_similarity(skeleton(note.observed), skeleton(names[0]))
            name = names[0] if alike >= _ALIKE else ""
            reason = f"{names[0]} is the only unit of the territory that no row names"
            severity = None if name else note.severity
            note = replace(note, expected=name, proposal=name, evidence=reason, severity=severity)  # noqa: PLW2901 - the same, completed
        told.append(note)
    return tuple(told)


def name_lost_rows(notes: Iterable[Note]) -> tuple[Note, ...]:
    """Give the lost row of a table and the only place that the table lacks one group, each named by the other."""
    notes = tuple(notes)
    lost: dict[str, list[Note]] = {}
    for note in notes:
        if note.code in {"missing-row", "missing-place"}:
            lost.setdefault(note.table_id, []).append(note)
    told = []
    for note in notes:
        pair = lost.get(note.table_id, [])
        if note in pair and len(pair) == 2 and pair[0].code != pair[1].code:
            row, place = sorted(pair, key=lambda one: one.code != "missing-row")
            if note is row:
                evidence = f"{note.evidence}; {place.expected} is the only unit of the territory that no row names"
                note = replace(note, expected=place.expected, evidence=evidence)  # noqa: PLW2901 - the same, completed
            elif row.group:
                note = replace(note, group=row.group)  # noqa: PLW2901 - the same, completed
        told.append(note)
    return tuple(told)


def _listings(
    tables: Sequence[Table], observations: Sequence[Observation], inside: Sequence[Place]
) -> Iterator[_Listing]:
    units = {place.place_id: place for place in inside}
    named: dict[str, dict[int, Place]] = {}
    for value in observations:
        is_matched = value.row_type is not LineType.TOTAL and value.label_check is not LabelCheck.UNKNOWN
        if is_matched and value.place_id in units:
            named.setdefault(value.table_id, {}).setdefault(value.row_no, units[value.place_id])
    for table in tables:
        rows = named.get(table.table_id, {})
        levels = Counter(place.level for place in rows.values())
        if not levels:
            continue
        level = levels.most_common(1)[0][0]
        listed = tuple((row, place) for row, place in sorted(rows.items()) if place.level == level)
        every = tuple(place for place in inside if place.level == level)
        if len({place.place_id for _, place in listed}) >= max(2, _FULL * len(every)):
            yield _Listing(table, listed, every)


def _missing(listing: _Listing) -> Iterator[Note]:
    first = listing.rows[0][0]
    for place in listing.missing:
        yield Note(
            "missing-place",
            where=listing.where(first),
            expected=place.name,
            evidence=f"the table names {len(listing.units) - len(listing.missing)} of {len(listing.units)} units",
            table_id=listing.table.table_id,
            group=group_of("missing-place", listing.table.table_id),
        )


def _out_of_order(listings: Sequence[_Listing]) -> Iterator[Note]:
    """Compare the order of places with that of the first table; a few that moved may have been swapped."""
    for at, listing in enumerate(listings):
        ids = [place.place_id for _, place in listing.rows]
        model = next((one for one in listings[:at] if sorted(p.place_id for _, p in one.rows) == sorted(ids)), None)
        if model is None:
            continue
        order = {place.place_id: number for number, (_, place) in enumerate(model.rows)}
        moved = _moved([order[one] for one in ids])
        if 0 < len(moved) <= max(1, _FEW_MOVED * len(ids)):
            for position in moved:
                yield _order_note(listing, position, model)


def _moved(numbers: Sequence[int]) -> list[int]:
    """Return the positions of numbers that are not in the longest run that rises.

    >>> _moved([0, 1, 3, 2, 4])
    [2]
    """
    tails: list[int] = []
    heads: list[int] = []
    before: list[int | None] = []
    for at, number in enumerate(numbers):
        place = bisect_left(tails, number)
        before.append(heads[place - 1] if place else None)
        tails[place : place + 1] = [number]
        heads[place : place + 1] = [at]
    kept: set[int] = set()
    current: int | None = heads[-1] if heads else None
    while current is not None:
        kept.add(current)
        current = before[current]
    return [at for at in range(len(numbers)) if at not in kept]


def _order_note(listing: _Listing, position: int, model: _Listing) -> Note:
    row_no, place = listing.rows[position]
    there = next(number for number, (_, other) in enumerate(model.rows, start=1) if other == place)
    row = next(row for row in listing.table.rows if row.row_no == row_no)
    return Note(
        "place-order",
        where=row.label_where,
        observed=row.label,
        evidence=f"{place.name} is place {position + 1} here and {there} in {model.table.table_id}; "
        "if the values of two rows were swapped, no sum would tell",
        table_id=listing.table.table_id,
        row_no=row_no,
        row_label=row.label,
        group=group_of("place-order", listing.table.table_id),
    )
