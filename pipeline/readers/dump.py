"""Read a text dump: somebody else's OCR as UTF-8 text with tables divided by tabs or pipes, or in HTML.

Vietnamese in an encoding older than Unicode is converted, whether its bytes or their Western letters were saved.
"""

from __future__ import annotations

import codecs
from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import groupby
from pathlib import Path

import regex

from pipeline.errors import DocumentError
from pipeline.legacy import Converted, Restored, restore
from pipeline.model import Block, Catalog, Cell, Grid, Line, Note, Passage, ReadDocument, Where, join

from .aligned import Aligned, find_aligned
from .celled import find_celled
from .html_tables import HtmlTable, Place, Stretch, find_tables
from .markup import clean, printed_lines, trace

MAX_BYTES = 16 * 1024 * 1024
MAX_LINE = 200_000
_CELLED = "each of its cells stands on a line of its own"

_LINE_END = regex.compile(r"\r\n|\n|\r|\u2028|\u2029|\x85")
_UTF_16 = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)
_BEYOND_LATIN = "\u2000"
_CONTROL = regex.compile(r"[\x00-\x08\x0e-\x1f\x7f]")
_RULE = regex.compile(r"\s*\|?\s*:?-{2,}:?\s*(?:\|\s*:?-{2,}:?\s*)*\|?\s*")
_PIPE = regex.compile(r"(?<!\\)\|")
_LIST_MARK = regex.compile(r"\s*(?:[-+*•–]|\d{1,2}(?:\.\d{1,2})*[.)]|[a-zđ][.)]|[IVX]+\.)\s*")


@dataclass(frozen=True, slots=True)
class _RawLine:
    """A line of the file. ``spans``: where its characters stand there if that does not go without saying."""

    number: int
    text: str
    spans: tuple[tuple[int, int], ...] | None = None

    @property
    def separator(self) -> str:
        """The character that divides cells: a tab, a pipe, or none."""
        if "\t" in self.text.strip(" \r\n") and self.text.strip():
            return "\t"
        return "|" if _PIPE.search(self.text) else ""

    def passage(self, start: int = 0, end: int | None = None) -> Passage:
        """Return characters ``start:end`` without markup."""
        passage = clean(self.text[start:end], self.number, start)
        return passage if self.spans is None else trace(passage, self.spans)

    def part(self, start: int, end: int | None = None) -> _RawLine:
        """Return the line with characters ``start:end`` alone, each in its place."""
        return replace(self, text=" " * start + self.text[start:end])


def read_dump(path: str, catalog: Catalog) -> ReadDocument:
    """Read a file; raise :class:`DocumentError` if it is empty, too large or no text of a known encoding.

    Lines count from 1 and characters from 0, in the file as received (a byte order mark does not count).
    """
    name = Path(path).name
    text, error = _decode(Path(path).read_bytes() if _size_ok(path) else b"", name)
    lines = _LINE_END.split(text)
    for number, line in enumerate(lines, start=1):
        if len(line) > MAX_LINE:
            raise error or DocumentError(
                f"{name}: line {number} has {len(line):,} characters, which no plan has; check how the file was made"
            )
    restored = restore(lines, catalog.legacy)
    if error and not _is_convincing(lines, restored):
        raise error
    kept = [restored.lines.get(at, Converted(line)) for at, line in enumerate(lines)]
    raw = [_RawLine(number, line.text, line.spans) for number, line in enumerate(kept, start=1)]
    return ReadDocument(
        reader="dump",
        blocks=tuple(_blocks(raw, catalog)),
        notes=tuple(_legacy_notes(lines, restored, is_unicode=not error)),
    )


def read_lines(path: str) -> list[str]:
    """Return the lines of a file as they were received, numbered from 1 as in :class:`Where`."""
    return _LINE_END.split(_decode(Path(path).read_bytes(), Path(path).name)[0])


def _is_convincing(lines: list[str], restored: Restored) -> bool:
    """Say whether bytes that are not UTF-8 are legacy text: then most lines that are not ASCII are converted."""
    return 2 * len(restored.lines) > sum(not line.isascii() for line in lines)


def _legacy_notes(lines: list[str], restored: Restored, *, is_unicode: bool) -> Iterator[Note]:
    if restored.lines:
        first = next(iter(restored.lines))
        how = "by its letters" if is_unicode else "by its bytes, which are not UTF-8, and its letters"
        yield Note(
            "legacy-encoding",
            where=Where(line=first + 1, start=0, end=len(lines[first])),
            observed=f"{' and '.join(restored.encodings)}, {how}",
            evidence=f"{len(restored.lines)} of {sum(bool(line.strip()) for line in lines)} lines converted",
        )


def _size_ok(path: str) -> bool:
    size = Path(path).stat().st_size
    if size > MAX_BYTES:
        raise DocumentError(
            f"{Path(path).name}: {size / 1e6:.0f} MB is more than a text dump of a plan can have "
            f"({MAX_BYTES // 1_000_000} MB); split it or check how it was made"
        )
    return True


def _decode(data: bytes, name: str) -> tuple[str, DocumentError | None]:
    """Return the text, and the error to raise if it is not UTF-8 and turns out not to be in a legacy encoding."""
    if not data.strip():
        raise DocumentError(f"{name}: the file is empty; ask for it again")
    try:
        text, fault = _decode_wide(data) or data.decode("utf-8-sig"), None
    except UnicodeDecodeError as error:
        fault = DocumentError(
            f"{name}: not UTF-8 text (byte {error.start} is 0x{data[error.start]:02x}), nor TCVN3 or VNI; save it as "
            "UTF-8, or if it is a PDF, name it so"
        )
        fault.__cause__ = error
        text = data.decode("cp1252", errors="replace")
    controls = len(_CONTROL.findall(text[:100_000]))
    if controls > 8 and controls > len(text[:100_000]) / 200:
        raise fault or DocumentError(f"{name}: holds binary data, not text; give the original under its own name")
    return text, fault


def _decode_wide(data: bytes) -> str:
    """Decode UTF-16 that says so by its first bytes; empty for other bytes, which make no text in Latin letters."""
    text = data.decode("utf-16", errors="ignore") if data.startswith(_UTF_16) else ""
    return text if 2 * sum(char < _BEYOND_LATIN for char in text) > len(text) else ""


def _blocks(lines: list[_RawLine], catalog: Catalog) -> Iterator[Block]:
    done: Place = (0, 0)
    for table in find_tables([line.text for line in lines]):
        yield from _of_lines(_between(lines, done, table.start), catalog)
        yield from _of_html(lines, table)
        done = table.end
    yield from _of_lines(_between(lines, done, (len(lines), 0)), catalog)


def _between(lines: list[_RawLine], start: Place, end: Place) -> list[_RawLine]:
    """Return the lines between two places; of those cut through, what is not blank."""
    whole = lines[start[0] : end[0] + 1]
    if not whole:
        return []
    if end[0] < len(lines):
        whole[-1] = whole[-1].part(0, end[1])
    whole[0] = whole[0].part(start[1])
    cut = {start[0] if start[1] else -1, end[0]}
    return [line for at, line in enumerate(whole, start=start[0]) if at not in cut or line.text.strip()]


def _of_html(lines: list[_RawLine], table: HtmlTable) -> Iterator[Block]:
    """Yield the caption of an HTML table and its grid, or its lines where it cannot be read."""
    if table.fault:
        for line in _between(lines, table.start, table.end):
            yield Line(line.passage(), unread=table.fault)
        return

    def passage(text: tuple[Stretch, ...]) -> Passage:
        pieces = (lines[at].passage(start, end).strip() for at, start, end in text)
        return join(tuple(piece for piece in pieces if piece.text))

    if table.caption:
        yield Line(passage(table.caption))
    rows: list[list[Cell]] = []
    for slot in table.slots:
        rows.extend([] for _ in range(slot.row + slot.row_span - len(rows)))
        for row in rows[slot.row : slot.row + slot.row_span]:
            blank = range(len(row), slot.column + slot.column_span)
            row.extend(Cell(column, Passage("")) for column in blank)
        rows[slot.row][slot.column] = Cell(slot.column, passage(slot.text), slot.row_span, slot.column_span)
    filled = tuple(tuple(row) for row in rows if row)
    yield Grid(filled, max(len(row) for row in filled))


def _of_lines(lines: list[_RawLine], catalog: Catalog) -> Iterator[Block]:
    for separator, group in groupby(lines, key=lambda line: line.separator):
        members = list(group)
        if separator and _is_grid(members, separator):
            yield _grid(members, separator)
        else:
            yield from _of_prose(members, catalog)


def _of_prose(lines: list[_RawLine], catalog: Catalog) -> Iterator[Block]:
    """Yield lines without a separator, and the tables set with spaces among them."""

    def is_mark(text: str) -> bool:
        return bool(text.strip() and catalog.meaning("sure-debris", text.strip()))

    done = 0
    for table in find_aligned([line.text for line in lines], is_mark, catalog.confusions):
        yield from _without_columns(lines[done : table.start])
        yield from _of_aligned(lines[table.start : table.end], table)
        done = table.end
    yield from _without_columns(lines[done:])


def _without_columns(lines: list[_RawLine]) -> Iterator[Line]:
    """Yield lines, those marked as unread that are the cells of a table, one on each."""
    done = 0
    for table in find_celled([line.text for line in lines]):
        yield from _plain(lines[done : table.start])
        yield from (Line(line.passage(), unread=_CELLED) for line in lines[table.start : table.end])
        done = table.end
    yield from _plain(lines[done:])


def _plain(lines: list[_RawLine]) -> Iterator[Line]:
    page_break = False
    for line in lines:
        page_break = page_break or "\f" in line.text
        for part in printed_lines(line.text):
            passage = line.passage(*part) if part else Passage("")
            yield Line(passage, page_break)
            page_break = page_break and not passage.text.strip()


def _of_aligned(lines: list[_RawLine], table: Aligned) -> Iterator[Block]:
    if table.fault:
        yield from (Line(line.passage(), unread=table.fault) for line in lines)
        return
    rows = tuple(
        tuple(Cell(number, lines[at - table.start].passage(*piece) if piece else Passage("")) for number, piece in row)
        for at, row in ((at, enumerate(row)) for at, row in zip(table.lines, table.rows, strict=True))
    )
    yield Grid(rows, len(rows[0]), is_ruled=False)
    marks = set(range(table.start, table.end)).difference(table.lines)
    yield from (Line(lines[at - table.start].passage()) for at in sorted(marks) if lines[at - table.start].text.strip())


def _is_grid(lines: list[_RawLine], separator: str) -> bool:
    """Tell a table from prose: a lone line with one tab, or a list typed with tabs behind its marks."""
    if separator == "|":
        return True
    inner = [line.text.strip(" ").split("\t") for line in lines]
    if all(len([part for part in parts if part.strip()]) <= 1 and len(parts) <= 2 for parts in inner):
        return False
    listed = all(len(parts) == 2 and _LIST_MARK.fullmatch(parts[0]) for parts in inner)
    return not listed and not (len(lines) == 1 and len(inner[0]) == 2 and len(lines[0].text) > 80)


def _grid(lines: list[_RawLine], separator: str) -> Grid:
    rows = tuple(
        tuple(_cells(line, separator)) for line in lines if separator == "\t" or not _RULE.fullmatch(line.text)
    )
    rows = _rejoined(rows)
    return Grid(rows, max((len(row) for row in rows), default=0))


def _rejoined(rows: tuple[tuple[Cell, ...], ...]) -> tuple[tuple[Cell, ...], ...]:
    """Join a row whose label was broken over two lines: two short rows that make one of the usual width."""
    widths = [len(row) for row in rows]
    usual = max(set(widths), key=widths.count, default=0)
    joined: list[tuple[Cell, ...]] = []
    for row in rows:
        above = joined[-1] if joined else ()
        breaks = above and len(above) < usual and len(row) < usual and len(above) + len(row) - 1 == usual
        if breaks and above[-1].text and row[0].text and not row[0].text[0].isdigit():
            label = replace(above[-1], passage=join((above[-1].passage, row[0].passage)))
            rest = tuple(replace(cell, column=cell.column + len(above) - 1) for cell in row[1:])
            joined[-1] = (*above[:-1], label, *rest)
        else:
            joined.append(row)
    return tuple(joined)


def _cells(line: _RawLine, separator: str) -> Iterator[Cell]:
    text, start, end = line.text, 0, len(line.text)
    if separator == "|":
        start = next((i + 1 for i, char in enumerate(text) if not char.isspace()), 0) if text.lstrip()[:1] == "|" else 0
        stripped = text.rstrip()
        end = (
            len(stripped) - 1 if stripped.endswith("|") and not stripped.endswith("\\|") and len(stripped) > 1 else end
        )
    cuts = [match.start() for match in (_PIPE if separator == "|" else _TAB).finditer(text, start, end)]
    for column, (first, last) in enumerate(zip([start, *(cut + 1 for cut in cuts)], [*cuts, end], strict=True)):
        yield Cell(column, line.passage(first, last).strip())


_TAB = regex.compile("\t")
