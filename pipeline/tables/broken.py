"""Rows that a page break cuts in two: the end of one page and the beginning of the next are one row."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from pipeline.model import Catalog, Cell, Note, Passage, Reading, join
from pipeline.text import tone_key

from .columns import part_name
from .head import quantity_in
from .ordinals import ordinal_kind
from .parts import Part

_FEWEST_COLUMNS = 3


@dataclass(frozen=True, slots=True)
class Broken:
    """Row ``at`` of a grid and row ``rest_at`` of the next; ``row`` is both in one, None where the evidence is thin."""

    at: int
    rest_at: int
    evidence: tuple[str, ...]
    row: tuple[Cell, ...] | None = None


def find_broken_row(part: Part, rest: Part, catalog: Catalog) -> Broken | None:
    """Say whether the last row of a page goes on at the head of the next page."""
    if (part.grid.page is not None and part.grid.page == rest.grid.page) or not part.body_rows or not rest.body_rows:
        return None
    at, rest_at = part.body_rows[-1], rest.body_rows[0]
    above, below = part.grid.rows[at], rest.grid.rows[rest_at]
    below = (*below, *(Cell(column, Passage("")) for column in range(len(below), len(above))))
    if len(above) != len(below) or not _may_go_on(above, below, catalog):
        return None
    if _is_section(below, part, catalog):
        return None
    if evidence := _evidence(above, below, catalog):
        return Broken(at, rest_at, (evidence,), tuple(map(_joined, above, below)))
    texts = [cell.text for cell in below if cell.text]
    return Broken(at, rest_at, (f"the first row of the page has no number of its own: {' | '.join(texts)}",))


def join_wrapped(part: Part, catalog: Catalog) -> tuple[Part, tuple[Note, ...]]:
    """Join rows of a dump whose label goes on in the row below, which has no number of its own; say why.

    Of two rows, one has no values, and the next row is another one for certain: rows without a number that follow each
    other may be parts of the one above them.
    """
    rows = part.grid.rows
    if part.grid.page is not None:
        return part, ()
    whole: list[tuple[Cell, ...]] = list(rows[: part.height])
    notes = []
    for at in range(part.height, len(rows)):
        above = whole[-1] if len(whole) > part.height else ()
        if above and _is_wrapped(above, rows[at], catalog) and _is_new(rows[at + 1 :], catalog):
            why = f"the text goes on: {above[1].text[-30:]} | {rows[at][1].text[:30]}"
            notes.append(Note("joined-row", where=rows[at][1].passage.where(), evidence=why))
            whole[-1] = tuple(map(_joined, above, rows[at]))
        else:
            whole.append(rows[at])
    return (replace(part, grid=replace(part.grid, rows=tuple(whole))) if notes else part), tuple(notes)


def _is_wrapped(above: Sequence[Cell], below: Sequence[Cell], catalog: Catalog) -> bool:
    """Say whether a row is the rest of the one above it: its label begins small, and it shares no values with it."""
    if len(above) != len(below) or len(below) < _FEWEST_COLUMNS or ordinal_kind(above[0].text) != "number":
        return False
    first, second = above[1].text, below[1].text
    if (
        below[0].text
        or not second[:1].islower()
        or not (first[-1:].isalpha() or first[-1:] == ",")
        or second.endswith(":")
    ):
        return False
    if part_name(second, catalog) != second or catalog.meaning("total-label", second):
        return False
    values = [[quantity_in(cell.text, catalog) is not None for cell in row[2:]] for row in (above, below)]
    both = [a.text and b.text for a, b in zip(above[2:], below[2:], strict=True)]
    rest = [b.text for b in below[2:] if b.text]
    if any(values[1]):
        return not any(cell.text for cell in above[2:])
    return any(values[0]) and len(rest) == sum(map(bool, both)) and all(text[0].islower() for text in rest)


def _is_new(following: Sequence[Sequence[Cell]], catalog: Catalog) -> bool:
    """Say whether what follows a row, but for more of its text, is no part of the rows above it."""
    for row in following:
        label = row[1].text if len(row) > 1 else ""
        if not row[0].text and label[:1].islower() and not any(cell.text for cell in row[2:]):
            continue
        is_part = not label[:1].isalpha() or part_name(label, catalog) != label
        return bool(row[0].text) or is_part or bool(catalog.meaning("total-label", label))
    return True


def _may_go_on(above: Sequence[Cell], below: Sequence[Cell], catalog: Catalog) -> bool:
    """Say whether two rows leave room for each other: one running number, no two quantities in one column."""
    if not ordinal_kind(above[0].text) or below[0].text:
        return False
    pairs = list(zip(above, below, strict=True))
    if any(quantity_in(a.text, catalog) and quantity_in(b.text, catalog) for a, b in pairs):
        return False
    label = below[1].text if len(below) > 1 else ""
    return not catalog.meaning("total-label", label) and not ordinal_kind(label.split(" ")[0] if label else "")


def _is_section(below: Sequence[Cell], part: Part, catalog: Catalog) -> bool:
    """Say whether the table has other rows of this kind: a label alone, without a running number."""

    def kind(row: Sequence[Cell]) -> tuple[bool, ...]:
        return tuple(bool(cell.text) for cell in row)

    alike = [part.grid.rows[at] for at in part.body_rows[:-1] if kind(part.grid.rows[at]) == kind(below)]
    return any(not row[0].text and row[1].text[:1].isupper() for row in alike if len(row) > 1) and not _evidence(
        part.grid.rows[part.body_rows[-1]], below, catalog
    )


def _evidence(above: Sequence[Cell], below: Sequence[Cell], catalog: Catalog) -> str:
    """Return why two rows are one: a text that goes on, a name in two parts, or values that their label lacks."""
    both = [(a.text, b.text) for a, b in zip(above, below, strict=True) if a.text and b.text]
    names = {tone_key(place.name) for place in catalog.places}
    for first, second in both:
        if tone_key(f"{first} {second}") in names and tone_key(first) not in names:
            return f"{first} and {second} together name a place"
        if second[:1].islower() or catalog.meaning("open-end", first):
            return f"the text goes on: {first[-30:]} | {second[:30]}"
    values_above = [cell for cell in above[2:] if cell.text]
    if not both and len(below) > 2 and not below[1].text and not values_above and any(c.text for c in below[2:]):
        return "the number and the label stand on one page, the values on the next"
    return ""


def _joined(above: Cell, below: Cell) -> Cell:
    if not below.text:
        return above
    if not above.text:
        return replace(below, column=above.column)
    readings = tuple(_both(one, other) for one, other in _padded(above.readings, below.readings))
    return replace(above, passage=join((above.passage, below.passage)), readings=readings)


def _padded(above: tuple[Reading, ...], below: tuple[Reading, ...]) -> Iterator[tuple[Reading, Reading]]:
    """Pair the readings of two halves, the chosen ones first; where one has fewer, its last stands for the others."""
    if above and below:
        count = max(len(above), len(below))
        yield from ((above[min(at, len(above) - 1)], below[min(at, len(below) - 1)]) for at in range(count))


def _both(one: Reading, other: Reading) -> Reading:
    """Return two halves as one reading, no surer than the less sure of them."""
    sure = [reading.confidence for reading in (one, other) if reading.confidence is not None]
    return replace(one, text=f"{one.text} {other.text}", confidence=min(sure, default=None))
