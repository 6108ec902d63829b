"""Tables as people typed them: the Markdown and HTML beside the real PDFs, and the expectations of fixtures.

What the truth says otherwise than the print, and how it is read here:

* A list item carries no mark where the print has a bullet or a dash; :data:`ITEM` stands for that mark, any or none.
* ``|<image_3>|`` stands for a picture; the text layer has nothing there, so nothing is expected.
* Bold, italics, subscripts and superscripts are markup only; a line break in a cell is a paragraph or a blank.
* A header is a cell like any other. A merged cell has its text once, at its top left corner.
"""

from __future__ import annotations

import json
import re
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from html.parser import HTMLParser
from pathlib import Path

ITEM = "\x1e"
"""Stands in a text where a list item begins: the print may have any mark there."""

_MARK = r"(?:[-‐-―−+*•●○◦▪■□◆❖➢➤✓✔·o\ue000-\uf8ff]|(?:\d{1,2}|[a-z])[.)])?"
_INVISIBLE = re.compile(r"[\s\u00ad\u200b-\u200f\u2060\ufeff\x00]+")
_IMAGE = re.compile(r"\|?<image_\d+>\|?")
_FORMULA = re.compile(r"\$[^$]*\\[^$]*\$")
_SEPARATOR = re.compile(r"\|?(?:\s*:?-+:?\s*\|)+\s*(?::?-+:?)?\s*")
_BREAKS = {"p", "br", "div", "blockquote", "ul", "ol", "h1", "h2", "h3", "h4"}


@dataclass(frozen=True, slots=True)
class TrueCell:
    """A printed cell at the grid position of its top left corner, both counted from 0."""

    row: int
    column: int
    text: str
    formula: bool = False

    @property
    def numeric(self) -> bool:
        """Whether the text holds a digit."""
        return any(mark.isdigit() for mark in self.text)


@dataclass(frozen=True, slots=True)
class TrueTable:
    """The cells of a table in reading order; positions that a merged cell covers have none."""

    cells: tuple[TrueCell, ...]
    height: int
    width: int


def bare(text: str) -> str:
    r"""Return what counts of a text: NFC without white space and without what nobody sees.

    >>> bare("1 234\u00a0567\u200b")
    '1234567'
    """
    return unicodedata.normalize("NFC", _INVISIBLE.sub("", text))


def is_equal(true: str, read: str) -> bool:
    """Return whether a cell was read as it is printed, up to white space and the marks of list items.

    >>> is_equal("Gồm:" + ITEM + "bò" + ITEM + "lợn", "Gồm: • bò • lợn"), is_equal("- bò", "bò")
    (True, False)
    """
    if ITEM not in true:
        return bare(true) == bare(read)
    return _pattern(true).fullmatch(bare(read)) is not None


def is_alike(true: str, read: str) -> bool:
    """Return whether letters and digits are the same in any order: raised and lowered ones stand anywhere.

    >>> is_alike("s² /l⁶", "2 6 s /l"), is_alike("12", "13")
    (True, False)
    """
    return letters(true) == letters(read)


@lru_cache(maxsize=65536)
def letters(text: str) -> str:
    """Return the letters and digits of a text, compatibility forms folded, in alphabetical order."""
    return "".join(sorted(mark for mark in unicodedata.normalize("NFKC", text).casefold() if mark.isalnum()))


@lru_cache(maxsize=4096)
def _pattern(true: str) -> re.Pattern[str]:
    return re.compile(_MARK.join(re.escape(bare(part)) for part in true.split(ITEM)))


def markdown_to_tables(text: str) -> list[TrueTable]:
    """Return the pipe tables and the HTML tables of a Markdown text, in its order."""
    tables: list[TrueTable] = []
    lines = text.splitlines()
    number = 0
    while number < len(lines):
        end = number + 1
        if "<table" in lines[number]:
            while "</table" not in lines[end - 1] and end < len(lines):
                end += 1
            tables.extend(html_to_tables("\n".join(lines[number:end])))
        elif _is_pipe_row(lines[number]) and end < len(lines) and _SEPARATOR.fullmatch(lines[end].strip()):
            while end < len(lines) and _is_pipe_row(lines[end]):
                end += 1
            rows = [lines[number], *lines[number + 2 : end]]
            tables.append(rows_to_table([[(cell, 1, 1) for cell in _split_pipes(row)] for row in rows]))
        number = end
    return tables


def html_to_tables(text: str) -> list[TrueTable]:
    """Return the tables of an HTML text.

    >>> [table] = html_to_tables("<table><tr><td rowspan=2>a<td>b</tr><tr><td>c</tr></table>")
    >>> [(cell.row, cell.column, cell.text) for cell in table.cells]
    [(0, 0, 'a'), (0, 1, 'b'), (1, 1, 'c')]
    """
    parser = _Parser()
    parser.feed(_IMAGE.sub(" ", text))
    parser.close()
    return [rows_to_table(rows) for rows in parser.tables]


def rows_to_table(rows: Iterable[Iterable[tuple[str, int, int]]]) -> TrueTable:
    """Place cells given as text, rows and columns spanned, row by row, where HTML places them."""
    cells: list[TrueCell] = []
    taken: set[tuple[int, int]] = set()
    height = 0
    for row, line in enumerate(rows):
        height = row + 1
        column = 0
        for text, down, across in line:
            while (row, column) in taken:
                column += 1
            taken.update((row + i, column + j) for i in range(down) for j in range(across))
            cells.append(TrueCell(row, column, _tidy(text), _FORMULA.search(text) is not None))
    width = max((column + 1 for _, column in taken), default=0)
    return TrueTable(tuple(cells), height, width)


def expected_to_tables(path: Path) -> list[TrueTable]:
    """Return the tables of a fixture's ``NAME.expected.json``.

    A row lists its texts; ``null``, and every position that ``spans`` covers, is no cell. ``spans`` lists row,
    column, rows and columns spanned, counted from 0.
    """
    tables = []
    for entry in json.loads(path.read_text(encoding="utf-8"))["tables"]:
        covered = set(_covered(entry.get("spans") or ()))
        cells = tuple(
            TrueCell(row, column, text)
            for row, line in enumerate(entry["rows"])
            for column, text in enumerate(line)
            if text is not None and (row, column) not in covered
        )
        tables.append(TrueTable(cells, len(entry["rows"]), max(map(len, entry["rows"]), default=0)))
    return tables


def _covered(spans: Iterable[Iterable[int]]) -> Iterator[tuple[int, int]]:
    for row, column, down, across in spans:
        yield from ((row + i, column + j) for i in range(down) for j in range(across) if i or j)


def _is_pipe_row(line: str) -> bool:
    return line.lstrip().startswith("|") and not _IMAGE.fullmatch(line.strip())


def _split_pipes(line: str) -> list[str]:
    r"""Return the cells of a pipe row, its markup taken off.

    >>> _split_pipes(r"| **a** | b \| c |")
    ['a', 'b | c']
    """
    inner = re.sub(r"^\s*\||(?<!\\)\|\s*$", "", _IMAGE.sub(" ", line))
    cells = re.split(r"(?<!\\)\|", inner)
    return [_unmark(cell) for cell in cells]


def _unmark(text: str) -> str:
    text = re.sub(r"<br\s*/?>", "\n", text)
    text = re.sub(r"(?<![\\\w*])(\*{1,3})(?=\S)(.+?)(?<=\S)\1(?![\w*])", r"\2", text)
    return re.sub(r"\\([\\`*_{}\[\]()#+\-.!|~<>])", r"\1", text).strip()


def _tidy(text: str) -> str:
    text = re.sub(r"\$([^$]*)\$", r"\1", text)
    return unicodedata.normalize("NFC", " ".join(text.replace(ITEM, f" {ITEM} ").split(" "))).strip(" \n\t")


class _Parser(HTMLParser):
    """Collects tables as rows of text, rows and columns spanned; a table within a cell is text of the cell."""

    def __init__(self) -> None:
        super().__init__()
        self.tables: list[list[list[tuple[str, int, int]]]] = []
        self._depth = 0
        self._text: list[str] | None = None
        self._span = 1, 1

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag == "table":
            self._depth += 1
            if self._depth == 1:
                self.tables.append([])
        elif self._depth == 1 and tag == "tr":
            self._close()
            self.tables[-1].append([])
        elif self._depth == 1 and tag in {"td", "th"}:
            self._close()
            given = dict(attrs)
            self._text = []
            self._span = int(given.get("rowspan") or 1), int(given.get("colspan") or 1)
        elif self._text is not None:
            self._text.append(ITEM if tag == "li" else "\n" if tag in _BREAKS else "")

    def handle_endtag(self, tag: str) -> None:
        if tag in {"td", "th", "tr", "table"} and self._depth == 1:
            self._close()
        if tag == "table":
            self._depth -= 1

    def handle_data(self, data: str) -> None:
        if self._text is not None:
            self._text.append(data)

    def _close(self) -> None:
        if self._text is not None:
            self.tables[-1][-1].append(("".join(self._text), *self._span))
            self._text = None
