"""Continuation: which grids are one table. Refuses where the evidence is thin."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from rapidfuzz import fuzz

from pipeline.model import Catalog, Cell, Grid, Note, Where
from pipeline.text import digits_of, tone_key

from .broken import find_broken_row, join_wrapped
from .formulas import column_formulas
from .head import is_column_numbers, quantity_in, same_column_numbers
from .ordinals import ordinal_kind, ordinal_number
from .parts import Part

_ALIKE = 85
_NEARLY = 55
_MISREAD = 3
_OTHER_HEAD = "another header, but the running number goes on and the columns stand in the same places"
_VALUES_ABOVE = "another header, but of numbers alone: it may be a row of values that the page before begins"
_TEXT_BETWEEN = "no other header, and the running number goes on, but text stands between"
_ASIDE = 4.0
"""Points that the lines between columns may stand apart on two pages."""


@dataclass(frozen=True, slots=True)
class Stitched:
    """One table out of the grids it stood in."""

    parts: tuple[Part, ...]
    notes: tuple[Note, ...] = ()

    @property
    def body(self) -> tuple[tuple[Cell, ...], ...]:
        """All body rows in order."""
        return tuple(row for part in self.parts for row in part.body)

    @property
    def formulas(self) -> dict[int, str]:
        """What the line of column numbers says, if there is one."""
        grid = self.parts[0].grid
        for row in range(self.parts[0].height):
            texts = [grid.text(row, column) for column in range(grid.width)]
            if is_column_numbers(texts):
                return column_formulas(texts)
        return {}


def stitch(parts: list[Part], catalog: Catalog) -> list[Stitched]:
    """Join each part to the one before it where the evidence is enough; say so where it nearly is."""
    tables: list[Stitched] = []
    for printed in parts:
        one, wrapped = join_wrapped(printed, catalog)
        part = _without_false_head(tables[-1].parts, one, catalog) if tables else one
        verdict = _verdict(tables[-1].parts, part, catalog) if tables else Verdict(joins=False)
        if verdict.joins:
            tables[-1] = _continued(tables[-1], part, verdict.evidence, catalog)
        elif not verdict.evidence:
            tables.append(Stitched((part,)))
        else:
            tables.append(Stitched((part,), (_note("continuation-refused", part, verdict.evidence),)))
        tables[-1] = replace(tables[-1], notes=(*tables[-1].notes, *wrapped))
    return tables


@dataclass(frozen=True, slots=True)
class Verdict:
    """Whether a part goes on with a table, and why; ``evidence`` without a join says why it nearly does."""

    joins: bool
    evidence: tuple[str, ...] = ()


def _note(code: str, part: Part, evidence: Sequence[str]) -> Note:
    first = next((cell for row in part.grid.rows for cell in row if cell.text), None)
    where = first.passage.where() if first is not None else Where()
    return Note(code, where=where, evidence="; ".join(evidence))


def _continued(table: Stitched, part: Part, evidence: tuple[str, ...], catalog: Catalog) -> Stitched:
    """Add a part to a table and join a row broken in two; of pages that a reader saw, all evidence is kept."""
    is_page = part.grid.page is not None
    notes = [_note("continued-table", part, evidence)] if is_page else []
    broken = find_broken_row(table.parts[-1], part, catalog)
    if broken is None or not (broken.row or is_page):
        return Stitched((*table.parts, part), (*table.notes, *notes))
    notes.append(_note("joined-row" if broken.row else "broken-row", part, broken.evidence))
    if broken.row is None:
        return Stitched((*table.parts, part), (*table.notes, *notes))
    last = table.parts[-1].with_row(broken.at, broken.row)
    return Stitched((*table.parts[:-1], last, part.without_row(broken.rest_at)), (*table.notes, *notes))


def _without_false_head(before: tuple[Part, ...], part: Part, catalog: Catalog) -> Part:
    """Take the first rows of a page for body if they are no header: the rest of a row, or a section of its own."""
    last = before[-1]
    is_same_page = part.grid.page is not None and part.grid.page == last.grid.page
    if not part.height or is_same_page or part.grid.width != last.grid.width:
        return part
    if not _same_columns(last.grid, part.grid) or _same_head(before[0].head, part.head):
        return part
    bare = replace(part, height=0)
    broken = find_broken_row(last, bare, catalog)
    filled = max(len(row) for row in part.head)
    counts_on = _numbers(bare)[:1] == [number + 1 for number in _numbers(*before)[-1:]]
    section = counts_on and 2 * filled < part.grid.width
    return bare if section or (broken is not None and broken.row is not None) else part


def _numbers(*parts: Part) -> list[int]:
    """Return the running numbers of parts in order."""
    return [n for part in parts for row in part.body if row and (n := ordinal_number(row[0].text)) is not None]


def _verdict(before: tuple[Part, ...], part: Part, catalog: Catalog) -> Verdict:
    """Say whether a part goes on with a table, on the evidence of titles, headers, columns and running numbers."""
    first = before[0]
    own, other = first.caption.title, part.caption.title
    same_title = _alike(own, other) or (bool(other) and tone_key(own).endswith(" " + tone_key(other)))
    new_title = bool(part.caption.title) and not same_title
    if new_title or part.grid.width != first.grid.width or _is_closed(before[-1], part, catalog):
        return Verdict(joins=False)
    level = _same_columns(before[-1].grid, part.grid)
    if not part.adjacent:
        return Verdict(joins=False, evidence=(_TEXT_BETWEEN,) if _is_cut_off(before, part) else ())
    head = "the header is repeated" if part.height else ""
    if part.height and not _same_head(first.head, part.head):
        seen = level and part.grid.page is not None
        if not (seen and _counts_on(before, part) and _nearly_same_head(first.head, part.head)):
            doubt = _VALUES_ABOVE if _may_be_values(part, catalog) else _OTHER_HEAD if _counts_on(before, part) else ""
            return Verdict(joins=False, evidence=(doubt,) if seen and doubt else ())
        head = "the header is repeated but for misread letters"
    numbering = _numbering(before, part)
    if numbering == "restarts" and not (part.height and part.caption.title):
        same = "the same header" if part.height else "no header"
        return Verdict(joins=False, evidence=(f"{same}, but the running number starts again and no title is repeated",))
    if not part.height and not level:
        return Verdict(joins=False, evidence=("no header, and its columns stand elsewhere",))
    evidence = (
        head,
        f"the running number {numbering}" if numbering == "goes on" else "",
        "its columns stand in the same places" if level and part.grid.columns else "",
    )
    return Verdict(joins=True, evidence=tuple(filter(None, evidence)))


def _is_closed(last: Part, part: Part, catalog: Catalog) -> bool:
    """Say whether a total closes a part that another with headings of its own follows on the same page."""
    if last.grid.page is None or last.grid.page != part.grid.page or not part.height or not last.body:
        return False
    return any(catalog.meaning("total-label", cell.text) == "total" for cell in last.body[-1][:2])


def _is_cut_off(before: tuple[Part, ...], part: Part) -> bool:
    """Say whether a part that stands apart seems to go on all the same: no header of its own, and it counts on."""
    return (not part.height or _same_head(before[0].head, part.head)) and _counts_on(before, part)


def _counts_on(before: tuple[Part, ...], part: Part) -> bool:
    """Say whether the running numbers go on where they ended; one or two may be misread, the last one too."""
    own = _numbers(part)[:1]
    return bool(own) and any(last < own[0] <= last + _MISREAD for last in _numbers(*before)[-_MISREAD:])


def _nearly_same_head(one: tuple[tuple[str, ...], ...], other: tuple[tuple[str, ...], ...]) -> bool:
    """Say whether two headers are the same as far as poor recognition lets one tell."""
    texts = [tone_key(" ".join(text for row in head for text in row)) for head in (one, other)]
    return fuzz.ratio(*texts) >= _NEARLY


def _may_be_values(part: Part, catalog: Catalog) -> bool:
    """Say whether the only heading row of a part could be a row of numbers, such as years."""
    texts = [cell.text for cell in part.grid.rows[0][1:] if cell.text]
    return part.height == 1 and bool(texts) and all(quantity_in(text, catalog) is not None for text in texts)


def _same_columns(one: Grid, other: Grid) -> bool:
    """Say whether the lines between columns stand in the same places, as far as the reader saw them."""
    if not (one.columns and other.columns):
        return True
    shift = other.columns[0] - one.columns[0]
    return all(abs(b - a - shift) <= _ASIDE for a, b in zip(one.columns, other.columns, strict=True))


def _same_head(one: tuple[tuple[str, ...], ...], other: tuple[tuple[str, ...], ...]) -> bool:
    if all(is_column_numbers(row) for row in other):
        one = tuple(row for row in one if is_column_numbers(row))
    return len(one) == len(other) and all(
        same_column_numbers(a, b) or _alike(" ".join(a), " ".join(b)) for a, b in zip(one, other, strict=True)
    )


def _alike(one: str, other: str) -> bool:
    """Say whether two wordings are the same but for misread letters, every number alike."""
    a, b = tone_key(one), tone_key(other)
    return a == b or (digits_of(one) == digits_of(other) and fuzz.ratio(a, b) >= _ALIKE)


def _numbering(before: tuple[Part, ...], part: Part) -> str:
    """Say whether running numbers go on, start again, or say nothing. A section row above explains a new start."""
    last = _numbers(*before)
    for row in part.body:
        kind = ordinal_kind(row[0].text) if row else ""
        if kind in {"roman", "letter"}:
            return "goes on"
        number = ordinal_number(row[0].text) if row else None
        if number is not None:
            return "restarts" if last and number <= last[-1] and number == 1 else "goes on"
    return "unknown"
