"""A document as read: places, passages, lines and grids."""

from __future__ import annotations

from dataclasses import dataclass, field

from .vocabulary import Resolution, Severity


@dataclass(frozen=True, slots=True)
class Document:
    """One file as received. ``path`` is relative to what the user named; ``location`` opens it."""

    doc_id: str
    path: str
    location: str
    sha256: str
    manifest_plan_id: str = ""
    source_url: str = ""
    """Where the manifest says that it comes from."""


@dataclass(frozen=True, slots=True)
class Box:
    """A rectangle on a displayed page, in points from its top left corner."""

    left: float
    top: float
    right: float
    bottom: float


@dataclass(frozen=True, slots=True)
class Where:
    """A place in a document: a page and box, or a line (from 1) and characters of it (from 0, end excluded)."""

    page: int | None = None
    line: int | None = None
    start: int | None = None
    end: int | None = None
    box: Box | None = None

    @property
    def key(self) -> str:
        """Spell the place, empty for none; everything that stands in the same place shares it.

        >>> Where(line=57, start=12, end=19).key, Where(page=3).key, Where(page=3, box=Box(72, 100.52, 120, 112)).key
        ('57:12-19', 'p3', 'p3:72.0,100.5,120.0,112.0')
        """
        if self.line is not None:
            return f"{self.line}:{self.start}-{self.end}"
        if self.page is None:
            return ""
        if self.box is None:
            return f"p{self.page}"
        box = self.box
        return f"p{self.page}:{box.left:.1f},{box.top:.1f},{box.right:.1f},{box.bottom:.1f}"


@dataclass(frozen=True, slots=True)
class Run:
    """A stretch ``start:end`` of a passage that stands in one piece at ``where``.

    ``even`` says that each character of the stretch is one character of the document.
    """

    start: int
    end: int
    where: Where
    even: bool = True


@dataclass(frozen=True, slots=True)
class Passage:
    """Clean text (NFC, no markup) with the places its characters come from."""

    text: str
    runs: tuple[Run, ...] = ()

    def where(self, start: int = 0, end: int | None = None) -> Where:
        """Return the place of characters ``start:end``: the line on which they begin, or the page.

        >>> runs = Run(0, 4, Where(line=1, start=2, end=6)), Run(4, 7, Where(line=2, start=0, end=3))
        >>> Passage("bốn năm", runs).where(1, 3)
        Where(page=None, line=1, start=3, end=5, box=None)
        """
        stop = len(self.text) if end is None else end
        hits = [run for run in self.runs if run.start < stop and run.end > start]
        if not hits:
            return Where()
        first = _narrow(hits[0], start, stop)
        same = [_narrow(run, start, stop) for run in hits[1:]]
        same = [place for place in same if (place.page, place.line) == (first.page, first.line)]
        return _union(first, same)

    def part(self, start: int, end: int) -> Passage:
        """Return characters ``start:end`` with their places."""
        runs = []
        for run in self.runs:
            if run.start < end and run.end > start:
                place = _narrow(run, start, end)
                runs.append(Run(max(run.start, start) - start, min(run.end, end) - start, place, run.even))
        return Passage(self.text[start:end], tuple(runs))

    def strip(self) -> Passage:
        """Return the passage without white space at its ends."""
        lead = len(self.text) - len(self.text.lstrip())
        return self.part(lead, max(lead, len(self.text.rstrip())))


def join(passages: tuple[Passage, ...], glue: str = " ") -> Passage:
    """Join passages with ``glue`` between them, places kept."""
    runs: list[Run] = []
    texts: list[str] = []
    offset = 0
    for passage in passages:
        if texts:
            offset += len(glue)
        runs.extend(Run(run.start + offset, run.end + offset, run.where, run.even) for run in passage.runs)
        texts.append(passage.text)
        offset += len(passage.text)
    return Passage(glue.join(texts), tuple(runs))


def _narrow(run: Run, start: int, end: int) -> Where:
    place = run.where
    if place.start is None or place.end is None or not run.even:
        return place
    first = place.start + max(0, start - run.start)
    last = place.start + min(run.end, end) - run.start
    return Where(place.page, place.line, first, last, place.box)


def _union(first: Where, others: list[Where]) -> Where:
    if not others:
        return first
    boxes = [place.box for place in (first, *others) if place.box is not None]
    box = (
        Box(
            min(b.left for b in boxes),
            min(b.top for b in boxes),
            max(b.right for b in boxes),
            max(b.bottom for b in boxes),
        )
        if boxes
        else None
    )
    starts = [place.start for place in (first, *others) if place.start is not None]
    ends = [place.end for place in (first, *others) if place.end is not None]
    return Where(first.page, first.line, min(starts, default=None), max(ends, default=None), box)


UNREAD = "\ufffd"
"""The text of a cell that is inked but that nobody can read."""
GAZETTEER = "gazetteer"
"""The engine of a reading that was chosen, of what others saw, because it names a place."""


@dataclass(frozen=True, slots=True)
class Reading:
    """What one engine read in one place. ``confidence`` is None where nobody measured it."""

    text: str
    engine: str
    confidence: float | None = None
    runners_up: tuple[str, ...] = ()
    odds: tuple[float, ...] = ()
    """How likely it takes the text to be each of the runners-up instead; empty where it does not say."""


@dataclass(frozen=True, slots=True)
class Cell:
    """One cell of a grid. ``column`` counts from 0; a merged cell spans more than one."""

    column: int
    passage: Passage
    row_span: int = 1
    column_span: int = 1
    readings: tuple[Reading, ...] = ()
    box: Box | None = None
    """Its borders on the page as displayed, where it has any."""

    @property
    def text(self) -> str:
        """The text of the cell, white space collapsed."""
        return " ".join(self.passage.text.split())


@dataclass(frozen=True, slots=True)
class Line:
    """One printed line of prose. ``page_break`` says that a new page begins with it."""

    passage: Passage
    page_break: bool = False
    unread: str = ""
    """Why the table to which the line belongs could not be read; empty for prose."""

    @property
    def text(self) -> str:
        """The text of the line without white space at its ends."""
        return self.passage.text.strip()


@dataclass(frozen=True, slots=True)
class Grid:
    """A run of table rows as they stand in one place; every row holds its cells in column order.

    Where the reader saw the page, ``page`` is its number and ``columns`` are the positions of the lines between (and
    around) the columns, in points.
    """

    rows: tuple[tuple[Cell, ...], ...]
    width: int
    page: int | None = None
    columns: tuple[float, ...] = ()
    is_ruled: bool = True
    """False where the gaps between words alone tell the columns, which is less certain; its cells have no box."""

    def text(self, row: int, column: int) -> str:
        """Return the text at a row and column; empty where a ragged row has no cell."""
        cells = self.rows[row]
        return cells[column].text if column < len(cells) else ""


Block = Line | Grid

Turns = tuple[tuple[int, int], ...]
"""Pages whose text does not stand upright as displayed, each with the degrees to turn it clockwise."""


@dataclass(frozen=True, slots=True)
class LeftOut:
    """What stands on a page and is no text of the document, with the reason: a page number, a running header, ..."""

    passage: Passage
    reason: str


@dataclass(frozen=True, slots=True)
class ReadDocument:
    """What a reader returns: blocks in reading order, and what it noticed. ``pages`` is None for text dumps."""

    reader: str
    blocks: tuple[Block, ...]
    pages: int | None = None
    notes: tuple[Note, ...] = ()
    left_out: tuple[LeftOut, ...] = ()
    genuine_pages: frozenset[int] = frozenset()
    """Pages whose text layer was made with the document, not by somebody's OCR."""
    doubtful_pages: frozenset[int] = frozenset()
    """Pages that a second reader should look at: they are ruled like a table, but none was found."""
    word_readings: tuple[tuple[Where, tuple[Reading, ...]], ...] = ()
    """Numerals in prose that were read more than once, with their places."""
    searchable: bytes = field(default=b"", repr=False)
    """A copy of a scanned PDF with the recognised text behind its pictures."""
    turns: Turns = ()


@dataclass(frozen=True, slots=True)
class Crop:
    """What a place looks like: a picture (PNG) of a page, or the line of a text dump with the part meant."""

    where: Where
    picture: bytes = field(default=b"", repr=False)
    line: tuple[str, str, str] = ("", "", "")
    """What stands before the part, the part, what stands after it; cut to what the eye takes in."""


@dataclass(frozen=True, slots=True)
class Note:
    """Something noticed in a document before it has its identity: an issue in the making."""

    code: str
    where: Where = Where()
    observed: str = ""
    expected: str = ""
    proposal: str = ""
    evidence: str = ""
    severity: Severity | None = None
    table_id: str = ""
    row_no: int | None = None
    column_no: int | None = None
    row_label: str = ""
    header_path: str = ""
    group: str = ""
    unique: bool = False
    """Whether the proposal is the only minimal repair, so that a policy may accept it without a person."""
    resolution: Resolution = Resolution.OPEN
