"""Read a text dump: somebody else's OCR as UTF-8 text with tab, pipe or Markdown tables."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import groupby
from pathlib import Path

import regex

from pipeline.errors import DocumentError
from pipeline.model import Block, Catalog, Cell, Grid, Line, ReadDocument, join

from .markup import clean

MAX_BYTES = 16 * 1024 * 1024
MAX_LINE = 200_000

_LINE_END = regex.compile(r"\r\n|\n|\r|\u2028|\u2029|\x85")
_CONTROL = regex.compile(r"[\x00-\x08\x0e-\x1f\x7f]")
_RULE = regex.compile(r"\s*\|?\s*:?-{2,}:?\s*(?:\|\s*:?-{2,}:?\s*)*\|?\s*")
_PIPE = regex.compile(r"(?<!\\)\|")
_LIST_MARK = regex.compile(r"\s*(?:[-+*•–]|\d{1,2}(?:\.\d{1,2})*[.)]|[a-zđ][.)]|[IVX]+\.)\s*")


@dataclass(frozen=True, slots=True)
class _RawLine:
    number: int
    text: str

    @property
    def separator(self) -> str:
        """The character that divides cells: a tab, a pipe, or none."""
        if "\t" in self.text.strip(" \r\n") and self.text.strip():
            return "\t"
        return "|" if _PIPE.search(self.text) else ""


def read_dump(path: str, catalog: Catalog) -> ReadDocument:  # noqa: ARG001 - a reader's signature
    """Read a file; raise :class:`DocumentError` if it is empty, too large or no UTF-8 text.

    Lines count from 1 and characters from 0, in the file as received (a byte order mark does not count).
    """
    text = _decode(Path(path).read_bytes() if _size_ok(path) else b"", Path(path).name)
    raw = [_RawLine(number, line) for number, line in enumerate(_LINE_END.split(text), start=1)]
    for line in raw:
        if len(line.text) > MAX_LINE:
            raise DocumentError(
                f"{Path(path).name}: line {line.number} has {len(line.text):,} characters, which no plan has; "
                "check how the file was made"
            )
    return ReadDocument(reader="dump", blocks=tuple(_blocks(raw)))


def _size_ok(path: str) -> bool:
    size = Path(path).stat().st_size
    if size > MAX_BYTES:
        raise DocumentError(
            f"{Path(path).name}: {size / 1e6:.0f} MB is more than a text dump of a plan can have "
            f"({MAX_BYTES // 1_000_000} MB); split it or check how it was made"
        )
    return True


def _decode(data: bytes, name: str) -> str:
    if not data.strip():
        raise DocumentError(f"{name}: the file is empty; ask for it again")
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise DocumentError(
            f"{name}: not UTF-8 text (byte {error.start} is 0x{data[error.start]:02x}); save it as UTF-8, "
            "or give the PDF under its own name"
        ) from error
    controls = len(_CONTROL.findall(text[:100_000]))
    if controls > 8 and controls > len(text[:100_000]) / 200:
        raise DocumentError(f"{name}: holds binary data, not text; give the original under its own name")
    return text


def _blocks(lines: list[_RawLine]) -> Iterator[Block]:
    for separator, group in groupby(lines, key=lambda line: line.separator):
        members = list(group)
        if separator and _is_grid(members, separator):
            yield _grid(members, separator)
        else:
            page_break = False
            for line in members:
                page_break = page_break or "\f" in line.text
                passage = clean(line.text, line.number)
                yield Line(passage, page_break)
                page_break = page_break and not passage.text.strip()


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
        yield Cell(column, clean(text[first:last], line.number, first).strip())


_TAB = regex.compile("\t")
