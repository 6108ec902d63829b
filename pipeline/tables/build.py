"""From blocks to tables and the prose around them."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import groupby

from pipeline.model import Block, Catalog, Column, Grid, Line, Note, Passage, Role, Row, Table, TableKind
from pipeline.text import squeeze

from .columns import describe_columns
from .frames import Caption, caption_above, is_debris, is_frame, notes_below, unfold_frame, with_inner
from .halves import with_halves_stacked
from .head import header_height, header_paths, quantity_in
from .inner import without_notes, without_title
from .parts import Part
from .repair import mark_moved, upright_head
from .rows import describe_rows
from .stitch import Stitched, stitch

_SENTENCE_WORDS = 4


@dataclass(frozen=True, slots=True)
class Structure:
    """The tables of a document, the lines that belong to none, read or not, and what was noticed."""

    tables: tuple[Table, ...]
    lines: tuple[Line, ...]
    notes: tuple[Note, ...]


def unfold_frames(blocks: tuple[Block, ...], catalog: Catalog) -> list[Block]:
    """Turn grids that only lay out text (letterheads, signatures) into lines."""
    unfolded: list[Block] = []
    for block in blocks:
        if isinstance(block, Grid) and is_frame(block, catalog):
            unfolded.extend(unfold_frame(block))
        else:
            unfolded.append(block)
    return unfolded


def build_tables(blocks: list[Block], catalog: Catalog, issuer: str = "") -> Structure:
    """Find the tables among blocks whose frames are unfolded. ``issuer`` may name a total row."""
    parts, lines = _parts(_around(blocks, catalog), catalog)
    stitched = stitch(parts, catalog)
    built = [_table(f"t{number}", one, catalog, issuer) for number, one in enumerate(stitched, start=1)]
    tables = tuple(table for table, _ in built)
    notes = [note for number, one in enumerate(stitched, start=1) for note in _about_parts(f"t{number}", one)]
    notes.extend(replace(note, table_id=table.table_id) for table, found in built for note in found)
    for table, one in zip(tables, stitched, strict=True):
        notes.extend(_ragged(table, one))
    notes.extend(_unread(blocks))
    return Structure(tables, lines, tuple(notes))


def _around(blocks: list[Block], catalog: Catalog) -> list[Block]:
    """Take notes out of grids, and put lists that stand side by side one below the other."""
    apart = [one for block in blocks for one in without_notes(block, catalog)]
    return list(with_halves_stacked(apart, catalog))


def _parts(blocks: list[Block], catalog: Catalog) -> tuple[list[Part], tuple[Line, ...]]:
    parts: list[Part] = []
    taken: set[int] = set()
    end_of_last = -1
    for position, block in enumerate(blocks):
        if not isinstance(block, Grid):
            continue
        grid, titles = without_title(block, catalog)
        caption = with_inner(caption_above(blocks, position, catalog), titles, catalog)
        notes, own, end = notes_below(blocks, position, catalog)
        between = [b for b in blocks[max(0, end_of_last) : caption.start] if isinstance(b, Line)]
        adjacent = end_of_last >= 0 and all(not b.text or is_debris(b.text, catalog) for b in between)
        parts.append(Part(grid, caption, notes, header_height(grid, catalog), adjacent))
        taken.update((*range(caption.start, position + 1), *own))
        end_of_last = end
    lines = (b for at, b in enumerate(blocks) if at not in taken and isinstance(b, Line))
    return parts, tuple(Line(Passage("")) if line.unread else line for line in lines)


def _table(table_id: str, stitched: Stitched, catalog: Catalog, issuer: str) -> tuple[Table, tuple[Note, ...]]:
    """Describe a table and mend its structure; return it with what was mended or marked."""
    body = stitched.body
    head, notes = upright_head(stitched.parts, catalog)
    columns = describe_columns(header_paths(head.grid, head.height), body, catalog, stitched.formulas)
    rows, misread = describe_rows(body, columns, catalog, issuer)
    kind = _kind(columns, rows, catalog)
    moved: tuple[Note, ...] = ()
    if kind is TableKind.SCHEDULE:
        rows, moved = mark_moved(rows, columns)
    captions = [part.caption for part in stitched.parts]
    with_unit = sorted((one for one in captions if one.unit_line), key=lambda caption: caption.repaired is not None)
    table = Table(
        table_id=table_id,
        kind=kind,
        columns=columns,
        rows=rows,
        title=next((caption.title for caption in captions if caption.title), ""),
        unit_line=next((caption.unit_line for caption in with_unit), ""),
        captions=tuple(line for caption in captions for line in caption.lines),
        head=stitched.parts[0].head_cells,
        repeated_head=tuple(cell for part in stitched.parts[1:] for cell in part.head_cells),
        references=tuple(reference for caption in captions for reference in caption.references),
        notes=tuple(note for part in stitched.parts for note in part.notes),
    )
    return table, (*notes, *misread, *moved, *_repaired_unit(with_unit))


def _repaired_unit(captions: list[Caption]) -> Iterator[Note]:
    """Report a unit line that was misread, unless another page of the table has it right."""
    first = next(iter(captions), Caption())
    if first.repaired is not None:
        read = squeeze(first.repaired.text)
        yield Note("unit-repaired", where=first.repaired.where(), observed=read, proposal=first.unit_line)


def _kind(columns: tuple[Column, ...], rows: tuple[Row, ...], catalog: Catalog) -> TableKind:
    """Tell a schedule by its body, mostly sentences under headings that name periods."""
    stub = {Role.NUMBER, Role.LABEL, Role.UNIT, Role.NOTE}
    texts = [row.text(c.column_no) for row in rows for c in columns if c.role not in stub]
    sentences = sum(len(text.split()) >= _SENTENCE_WORDS and quantity_in(text, catalog) is None for text in texts)
    quantities = sum(quantity_in(text, catalog) is not None for text in texts)
    periods = sum(bool(catalog.meaning("period-header", c.path)) for c in columns)
    if sentences > quantities and periods >= 2:
        return TableKind.SCHEDULE
    return TableKind.DATA if quantities and quantities >= sentences else TableKind.TEXT


def _about_parts(table_id: str, stitched: Stitched) -> Iterator[Note]:
    """Yield what was noticed where a table is joined, and its parts without rulings; each is a group of its own."""
    text = "\t".join(cell.text for part in stitched.parts for row in part.grid.rows for cell in row)
    unruled = (_unruled(part.grid) for part in stitched.parts if not part.grid.is_ruled)
    for note in (*stitched.notes, *unruled):
        own = "\t".join((note.code, table_id, str(note.where.page), text))
        yield replace(note, table_id=table_id, group=hashlib.sha256(own.encode()).hexdigest()[:8])


def _unruled(grid: Grid) -> Note:
    first = next((cell for row in grid.rows for cell in row if cell.text), grid.rows[0][0])
    return Note("unruled-table", where=first.passage.where(), observed=first.text)


def _unread(blocks: list[Block]) -> Iterator[Note]:
    """Report each run of lines that is a table in a form that is not read."""
    for reason, run in groupby(blocks, key=lambda block: block.unread if isinstance(block, Line) else ""):
        if not reason:
            continue
        rows = [block for block in run if isinstance(block, Line)]
        first = next((line for line in rows if line.text), rows[0])
        evidence = f"{len(rows)} lines; {reason}; give the table with tabs or pipes"
        yield Note("unread-table", where=first.passage.where(), observed=first.text[:80], evidence=evidence)


def _ragged(table: Table, stitched: Stitched) -> list[Note]:
    """Report rows whose cells are fewer or more than the columns, but for empty cells at the end."""
    width = stitched.parts[0].grid.width
    modal = max((len(row.cells) for row in table.rows), key=[len(r.cells) for r in table.rows].count, default=width)
    return [
        Note(
            "ragged-row",
            where=row.cells[0].passage.where() if row.cells else row.label_where,
            observed=f"{len(row.cells)} cells",
            expected=f"{modal} cells",
            table_id=table.table_id,
            row_no=row.row_no,
            row_label=row.label,
        )
        for row in table.rows
        if len(row.cells) != modal
    ]
