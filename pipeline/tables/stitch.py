"""Continuation: which grids are one table. Refuses where the evidence is thin."""

from __future__ import annotations

from dataclasses import dataclass, replace

from rapidfuzz import fuzz

from pipeline.model import Cell, Grid, Note, Passage
from pipeline.text import digits_of, tone_key

from .frames import Caption
from .head import column_formulas, is_column_numbers
from .ordinals import ordinal_kind, ordinal_number

_ALIKE = 85


@dataclass(frozen=True, slots=True)
class Part:
    """A grid with what stands around it, split into header and body."""

    grid: Grid
    caption: Caption
    notes: tuple[Passage, ...]
    height: int
    adjacent: bool
    """Whether nothing but its caption stands between it and the grid before."""

    @property
    def head(self) -> tuple[tuple[str, ...], ...]:
        """The filled headings of each header row."""
        return tuple(tuple(cell.text for cell in row if cell.text) for row in self.grid.rows[: self.height])

    @property
    def head_cells(self) -> tuple[Cell, ...]:
        """All cells of the header, and of the header where it is repeated further down."""
        head = {row for row in self.head if row}
        rows = self.grid.rows[: self.height]
        again = (row for row in self.grid.rows[self.height :] if tuple(c.text for c in row if c.text) in head)
        return tuple(cell for row in (*rows, *again) for cell in row)

    @property
    def body(self) -> tuple[tuple[Cell, ...], ...]:
        """The rows under the header; a header repeated further down is left out."""
        head = {row for row in self.head if row}
        rows = self.grid.rows[self.height :]
        return tuple(
            row for row in rows if any(c.text for c in row) and tuple(c.text for c in row if c.text) not in head
        )


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


def stitch(parts: list[Part]) -> list[Stitched]:
    """Join each part to the one before it where the evidence is enough; say so where it nearly is."""
    tables: list[Stitched] = []
    for part in parts:
        verdict = _verdict(tables[-1].parts, part) if tables else "apart"
        if verdict == "joined":
            tables[-1] = replace(tables[-1], parts=(*tables[-1].parts, part))
        elif verdict == "apart":
            tables.append(Stitched((part,)))
        else:
            first = part.grid.rows[0][0].passage.where() if part.grid.rows[0] else Passage("").where()
            tables.append(Stitched((part,), (Note("continuation-refused", where=first, evidence=verdict),)))
    return tables


def _verdict(before: tuple[Part, ...], part: Part) -> str:
    """Return ``joined``, ``apart``, or why the evidence is too thin."""
    first = before[0]
    if not part.adjacent or part.grid.width != first.grid.width:
        return "apart"
    own, other = first.caption.title, part.caption.title
    same_title = _alike(own, other) or (bool(other) and tone_key(own).endswith(" " + tone_key(other)))
    new_title = bool(part.caption.title) and not same_title
    if part.height == 0:
        if new_title:
            return "apart"
        return "joined" if _numbering(before, part) != "restarts" else "no header, and the running number starts again"
    if not _same_head(first.head, part.head) or new_title:
        return "apart"
    if part.caption.title or _numbering(before, part) != "restarts":
        return "joined"
    return "the same header, but the running number starts again and no title is repeated"


def _same_head(one: tuple[tuple[str, ...], ...], other: tuple[tuple[str, ...], ...]) -> bool:
    texts = [" ".join(row) for row in one], [" ".join(row) for row in other]
    if len(texts[0]) != len(texts[1]):
        return False
    return all(_alike(a, b) for a, b in zip(*texts, strict=True))


def _alike(one: str, other: str) -> bool:
    """Say whether two wordings are the same but for misread letters, every number alike."""
    a, b = tone_key(one), tone_key(other)
    return a == b or (digits_of(one) == digits_of(other) and fuzz.ratio(a, b) >= _ALIKE)


def _numbering(before: tuple[Part, ...], part: Part) -> str:
    """Say whether running numbers go on, start again, or say nothing. A section row above explains a new start."""
    last = [n for p in before for row in p.body if row and (n := ordinal_number(row[0].text)) is not None]
    for row in part.body:
        kind = ordinal_kind(row[0].text) if row else ""
        if kind in {"roman", "letter"}:
            return "goes on"
        number = ordinal_number(row[0].text) if row else None
        if number is not None:
            return "restarts" if last and number <= last[-1] and number == 1 else "goes on"
    return "unknown"
