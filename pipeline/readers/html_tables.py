"""HTML tables in text dumps: where each of their cells stands in the file, merged ones with their spans."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from html.parser import HTMLParser
from itertools import accumulate, pairwise

import regex

_MOST_COLUMNS = 200
_TABLE = regex.compile(r"<(?P<close>/?)table\b[^<>]*>", regex.IGNORECASE)
_CELL = regex.compile(r"<(?P<close>/?)t[dh]\b", regex.IGNORECASE)
_PART = regex.compile(r"</?(?:table|thead|tbody|tfoot|tr|td|th)\b[^<>]*>", regex.IGNORECASE)
_INLINE = frozenset({"b", "i", "u", "s", "em", "strong", "span", "sub", "sup", "font", "mark"})
"""Tags that divide no text; they stay in it for whoever strips its markup."""
_GROUPS = frozenset({"thead", "tbody", "tfoot"})
_BLANK = frozenset({"colgroup", "col", "!"})

Place = tuple[int, int]
"""The index of a line and a character of it."""
Stretch = tuple[int, int, int]
"""The index of a line, and the first character and the one behind the last."""


class _UnreadableError(ValueError):
    """Why a table cannot be read for certain."""


@dataclass(frozen=True, slots=True)
class Slot:
    """A cell of a table, counted from 0, with the stretches of the file that hold its text."""

    row: int
    column: int
    row_span: int
    column_span: int
    text: tuple[Stretch, ...]


@dataclass(frozen=True, slots=True)
class HtmlTable:
    """A table from its first tag to its last; ``fault`` says why its cells cannot be told, if they cannot."""

    start: Place
    end: Place
    slots: tuple[Slot, ...] = ()
    caption: tuple[Stretch, ...] = ()
    fault: str = ""


def find_tables(lines: Sequence[str]) -> Iterator[HtmlTable]:
    """Yield the HTML tables that stand in the lines of a file, in order.

    >>> [table] = find_tables(["<table><tr><td>Nam</td><td>5</td></tr></table>"])
    >>> [slot.text for slot in table.slots]
    [((0, 15, 18),), ((0, 27, 28),)]
    """
    text = "\n".join(lines)
    begins = list(accumulate((len(line) + 1 for line in lines), initial=0))

    def place(offset: int) -> Place:
        line = bisect_right(begins, offset) - 1
        return line, offset - begins[line]

    for start, end, fault in _extents(text):
        first = place(start)
        try:
            slots, caption = _read(text[start:end], first, fault)
        except _UnreadableError as error:
            yield HtmlTable(first, place(end), fault=str(error))
        else:
            yield HtmlTable(first, place(end), slots, caption)


def _extents(text: str) -> Iterator[tuple[int, int, str]]:
    """Yield where outermost tables begin and end, with what is wrong with them as a whole."""
    start, depth, fault = 0, 0, ""
    for match in _TABLE.finditer(text):
        if match["close"]:
            depth = max(0, depth - 1) if depth else -1
            if depth == 0:
                yield start, match.end(), fault
            depth, fault = max(0, depth), fault if depth > 0 else ""
        elif depth and (fault or _is_in_cell(text[start : match.start()])):
            depth, fault = depth + 1, "a table stands inside a cell of the HTML table"
        else:
            if depth:
                yield start, _last_tag(text, start, match.start()), "the HTML table has no end"
            start, depth, fault = match.start(), 1, ""
    if depth:
        yield start, _last_tag(text, start, len(text)), "the HTML table has no end"


def _is_in_cell(text: str) -> bool:
    tags = _CELL.findall(text)
    return bool(tags) and not tags[-1]


def _last_tag(text: str, start: int, end: int) -> int:
    """Return where the line ends that holds the last tag of a table."""
    last = max((match.end() for match in _PART.finditer(text, start, end)), default=end)
    line_end = text.find("\n", last, end)
    return end if line_end < 0 else line_end


@dataclass(frozen=True, slots=True)
class _Event:
    """A piece of the source: text (no name), a tag by its name, ``/`` before it at the end, ``!`` for comments."""

    at: Place
    name: str = ""
    spans: tuple[str | None, str | None] = (None, None)


class _Tokens(HTMLParser):
    """Cuts HTML into pieces, each of which reaches to the beginning of the next."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=False)
        self.events: list[_Event] = []

    def _add(self, name: str) -> None:
        line, column = self.getpos()
        self.events.append(_Event((line - 1, column), name))

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Keep a tag with its spans, the first of each as browsers do."""
        line, column = self.getpos()
        named = dict(reversed(attrs))
        self.events.append(_Event((line - 1, column), tag, (named.get("rowspan"), named.get("colspan"))))

    def handle_endtag(self, tag: str) -> None:
        """Keep the end of a tag."""
        self._add(f"/{tag}")

    def handle_data(self, data: str) -> None:
        """Keep text; that of blanks alone is a piece too."""
        self._add("" if data.strip() else " ")

    def handle_entityref(self, _name: str) -> None:
        """Keep an entity as text."""
        self._add("")

    def handle_charref(self, _name: str) -> None:
        """Keep a character by its number as text."""
        self._add("")

    def handle_comment(self, _data: str) -> None:
        """Keep the place of a comment."""
        self._add("!")

    def handle_decl(self, _decl: str) -> None:
        """Keep the place of a declaration."""
        self._add("!")

    def handle_pi(self, _data: str) -> None:
        """Keep the place of an instruction."""
        self._add("!")

    def unknown_decl(self, _data: str) -> None:
        """Keep the place of a marked section."""
        self._add("!")


@dataclass(slots=True)
class _Draft:
    """A table as far as it is read: cells, the places they cover, the cell or caption that is open."""

    slots: list[Slot] = field(default_factory=list)
    covered: set[tuple[int, int]] = field(default_factory=set)
    caption: list[Stretch] = field(default_factory=list)
    row: int = -1
    in_row: bool = False
    bottom: int = 0
    open_text: list[Stretch] | None = None
    spans: tuple[int, int] = (1, 1)

    def begin_row(self) -> None:
        self.close()
        self.row += 1
        self.in_row = True

    def end_row(self) -> None:
        self.close()
        self.in_row = False

    def begin_cell(self, spans: tuple[str | None, str | None]) -> None:
        self.close()
        if not self.in_row:
            self.begin_row()
        self.open_text, self.spans = [], (_span(spans[0]), _span(spans[1]))

    def close(self) -> None:
        """End the cell that is open, and give it the first place of its row that is free."""
        if self.open_text is None or self.open_text is self.caption:
            self.open_text = None
            return
        height, width = self.spans
        column = next(at for at in range(_MOST_COLUMNS + 1) if (self.row, at) not in self.covered)
        if column + width > _MOST_COLUMNS:
            raise _UnreadableError("the HTML table has too many columns")
        places = {(self.row + down, column + right) for down in range(height) for right in range(width)}
        if places & self.covered:
            raise _UnreadableError("merged cells of the HTML table overlap")
        self.covered |= places
        self.bottom = max(self.bottom, self.row + height)
        self.slots.append(Slot(self.row, column, height, width, tuple(self.open_text)))
        self.open_text = None


def _span(text: str | None) -> int:
    """Return how many rows or columns a cell covers."""
    if not (text or "").strip():
        return 1
    if not (text or "").strip().isdecimal() or not 1 <= int(text or "") <= 1000:
        raise _UnreadableError("a cell of the HTML table does not say how much it spans")
    return int(text or "")


def _read(source: str, first: Place, fault: str) -> tuple[tuple[Slot, ...], tuple[Stretch, ...]]:
    """Return cells and caption of a table whose source begins at ``first``."""
    if fault:
        raise _UnreadableError(fault)
    tokens = _Tokens()
    tokens.feed(source)
    tokens.close()
    if not tokens.events or tokens.events[-1].name != "/table":
        raise _UnreadableError("a tag of the HTML table has no end")
    draft = _Draft()
    lengths = [len(line) for line in source.split("\n")]
    for event, after in pairwise(tokens.events):
        _take(draft, event, _stretches(event.at, after.at, lengths, first))
    draft.close()
    return _fitted(draft), tuple(draft.caption)


def _stretches(start: Place, end: Place, lengths: Sequence[int], first: Place) -> list[Stretch]:
    """Return what lies between two places of a source, line by line, by their places in the file."""
    found = []
    for line in range(start[0], end[0] + 1):
        begin = start[1] if line == start[0] else 0
        stop = end[1] if line == end[0] else lengths[line]
        shift = 0 if line else first[1]
        if stop > begin:
            found.append((first[0] + line, begin + shift, stop + shift))
    return found


def _take(draft: _Draft, event: _Event, stretches: list[Stretch]) -> None:
    """Let one piece of the source go on with a table."""
    name = event.name
    if name in {"td", "th"}:
        draft.begin_cell(event.spans)
    elif name in {"/td", "/th", "/caption"}:
        draft.close()
    elif name == "tr":
        draft.begin_row()
    elif name == "/tr":
        draft.end_row()
    elif name == "caption":
        draft.close()
        draft.open_text = draft.caption
    elif name.removeprefix("/") in _GROUPS:
        draft.end_row()
        if draft.bottom > draft.row + 1:
            raise _UnreadableError("a merged cell reaches out of its part of the HTML table")
    elif draft.open_text is not None and (name in {"", " "} or name.removeprefix("/") in _INLINE):
        _lengthen(draft.open_text, stretches)
    elif not name:
        raise _UnreadableError("text stands outside the cells of the HTML table")


def _lengthen(text: list[Stretch], stretches: list[Stretch]) -> None:
    """Add stretches to a text; what follows without a gap becomes one with what is before."""
    for line, start, end in stretches:
        if text and text[-1][0] == line and text[-1][2] == start:
            text[-1] = (line, text[-1][1], end)
        else:
            text.append((line, start, end))


def _fitted(draft: _Draft) -> tuple[Slot, ...]:
    """Return the cells, none reaching below the last row; refuse rows that do not fit the merged cells beside them."""
    if not draft.slots:
        raise _UnreadableError("the HTML table has no cells")
    height = draft.row + 1
    slots = [
        Slot(one.row, one.column, min(one.row_span, height - one.row), one.column_span, one.text) for one in draft.slots
    ]
    widths = [0] * height
    for row, column in draft.covered:
        if row < height:
            widths[row] = max(widths[row], column + 1)
    if any(one.row_span > 1 for one in slots) and max(widths) > widths[0]:
        raise _UnreadableError("a row of the HTML table is wider than its merged cells leave room for")
    return tuple(slots)
