"""How many printed cells a reader got right, by one definition for all readers.

Rows of the truth and rows of what was read are aligned in order over the whole document, so that neither a table that
the reader splits at pages nor one that it fuses costs more than the cells it spoils. Columns are the same by number;
only where a page has more or fewer of them than the table are they aligned, in order and once for all its rows. A truth
cell is exact if the cell read at its position has its text; of a merged cell only the top left corner counts, so that
it does not matter whether the reader repeats its text. A row cut by the end of a page may be put together with its rest
on the next one: no reader of pages can know.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Sequence
from dataclasses import dataclass, field, fields
from itertools import accumulate, combinations

from .truth import ITEM, TrueCell, TrueTable, bare, is_alike, is_equal, letters

_EMPTY = 0.001
"""What an empty cell in its place weighs in the alignment: it decides only where no text does."""

Columns = dict[int, int]
"""Columns of a table and of a sheet that correspond."""

Places = dict[tuple[int, int], dict[str, list[int]]]
"""By sheet, column and text without white space the numbers of the rows read that have it there."""


@dataclass(frozen=True, slots=True)
class Sheet:
    """A table as a reader returned it: one page, all rows of one width, nothing where it had nothing."""

    page: int
    rows: tuple[tuple[str, ...], ...]

    @property
    def width(self) -> int:
        """The number of columns."""
        return max(map(len, self.rows), default=0)


@dataclass(frozen=True, slots=True)
class Difference:
    """A truth cell that was not read; ``read`` is None where no row or column corresponds. All count from 1."""

    table: int
    row: int
    column: int
    true: str
    read: str | None
    page: int | None


@dataclass(slots=True)
class Score:
    """Counts of cells, ``texts`` those with text, ``numeric`` those with a digit, and of tables; scores add up.

    A table is ``found`` if a cell with text is exact, ``whole`` if all its cells are. A sheet without any such cell is
    false, and among those ``running`` if its words are on another page too: the header box of a page.
    """

    cells: int = 0
    exact: int = 0
    texts: int = 0
    texts_exact: int = 0
    numeric: int = 0
    numeric_exact: int = 0
    alike: int = 0
    tables: int = 0
    found: int = 0
    whole: int = 0
    sheets: int = 0
    running: int = 0
    odd_widths: int = 0
    false_sheets: list[Sheet] = field(default_factory=list)
    differences: list[Difference] = field(default_factory=list)

    def __add__(self, other: Score) -> Score:
        return Score(*(getattr(self, one.name) + getattr(other, one.name) for one in fields(self)))


@dataclass(frozen=True, slots=True)
class _Row:
    """A row of the truth: the table it belongs to and its cells."""

    table: int
    cells: tuple[TrueCell, ...]


@dataclass(frozen=True, slots=True)
class _Read:
    """A row that was read, or two put together over the end of a page; ``start`` and ``end`` count rows read."""

    sheet: int
    start: int
    end: int
    cells: tuple[str, ...]


def score(tables: Sequence[TrueTable], sheets: Sequence[Sheet]) -> Score:
    """Compare what was read with the truth, both in reading order."""
    rows = [_Row(number, cells) for number, table in enumerate(tables) for cells in _by_row(table)]
    columns = [[_columns(table, sheet) for sheet in sheets] for table in tables]
    pairs = _align(rows, _choices(sheets), columns)
    return _count(tables, sheets, [(row, pairs.get(number)) for number, row in enumerate(rows)], columns)


def _by_row(table: TrueTable) -> list[tuple[TrueCell, ...]]:
    rows: list[list[TrueCell]] = [[] for _ in range(table.height)]
    for cell in table.cells:
        rows[cell.row].append(cell)
    return [tuple(row) for row in rows]


def _columns(table: TrueTable, sheet: Sheet) -> Columns:
    """Return which column of the sheet is which of the table; where widths differ, so that most texts agree."""
    if table.width == sheet.width:
        return {column: column for column in range(table.width)}
    true = [Counter[str]() for _ in range(table.width)]
    for cell in table.cells:
        true[cell.column][letters(cell.text)] += 1
    read = [Counter(letters(row[column]) for row in sheet.rows) for column in range(sheet.width)]
    for counts in (*true, *read):
        del counts[""]
    gains = [
        [sum((a & b).values()) + _EMPTY * (1 - abs(i - j) / 100) for j, b in enumerate(read)]
        for i, a in enumerate(true)
    ]
    return dict(_best_path(gains))


def _best_path(gains: Sequence[Sequence[float]]) -> list[tuple[int, int]]:
    """Return pairs of a row and a column, both rising, whose gains add up to most."""
    width = len(gains[0]) if gains else 0
    best = [[0.0] * (width + 1) for _ in range(len(gains) + 1)]
    for i, line in enumerate(gains):
        for j, gain in enumerate(line):
            best[i + 1][j + 1] = max(best[i][j + 1], best[i + 1][j], best[i][j] + gain)
    pairs = []
    i, j = len(gains), width
    while i and j:
        if best[i][j] == best[i - 1][j]:
            i -= 1
        elif best[i][j] == best[i][j - 1]:
            j -= 1
        else:
            i, j = i - 1, j - 1
            pairs.append((i, j))
    return pairs[::-1]


def _choices(sheets: Sequence[Sheet]) -> list[_Read]:
    """Return each row that was read, and the first rows of pages also with their beginnings on the page before."""
    starts = list(accumulate((len(sheet.rows) for sheet in sheets), initial=0))
    choices = [
        _Read(number, starts[number] + row, starts[number] + row + 1, cells)
        for number, sheet in enumerate(sheets)
        for row, cells in enumerate(sheet.rows)
    ]
    for (i, above), (j, below) in combinations(enumerate(sheets), 2):
        if above.page + 1 == below.page and above.width == below.width and above.rows and below.rows:
            cells = tuple(f"{a} {b}" for a, b in zip(above.rows[-1], below.rows[0], strict=True))
            choices.append(_Read(j, starts[i + 1] - 1, starts[j] + 1, cells))
    return choices


def _align(rows: Sequence[_Row], choices: Sequence[_Read], columns: Sequence[Sequence[Columns]]) -> dict[int, _Read]:
    """Return what was read for each row of the truth, by its number: in order, so that most cells are exact."""
    places: Places = {}
    for number, read in enumerate(choices):
        for place, text in enumerate(read.cells):
            places.setdefault((read.sheet, place), {}).setdefault(bare(text), []).append(number)
    best = [[0.0] * (max((read.end for read in choices), default=0) + 1)]
    steps: dict[tuple[int, int], _Read] = {}
    for i, row in enumerate(rows):
        line = list(best[i])
        for number, gain in _gains(row, columns[row.table], places).items():
            read = choices[number]
            if best[i][read.start] + gain > line[read.end]:
                line[read.end] = best[i][read.start] + gain
                steps[i + 1, read.end] = read
        best.append(list(accumulate(line, max)))
    pairs: dict[int, _Read] = {}
    i, j = len(rows), len(best[0]) - 1
    while i and j:
        if best[i][j] == best[i - 1][j]:
            i -= 1
        elif best[i][j] == best[i][j - 1]:
            j -= 1
        else:
            pairs[i - 1] = steps[i, j]
            i, j = i - 1, steps[i, j].start
    return pairs


def _gains(row: _Row, columns: Sequence[Columns], places: Places) -> dict[int, float]:
    """Return how many cells of a row are exact in each choice, by its number; choices without any are missing."""
    gains: dict[int, float] = {}
    for cell in row.cells:
        for sheet, pairs in enumerate(columns):
            texts = places.get((sheet, pairs.get(cell.column, -1)), {})
            for text in _matching(cell.text, texts):
                for number in texts[text]:
                    gains[number] = gains.get(number, 0) + (1 if _is_filled(cell) else _EMPTY)
    return gains


def _matching(true: str, texts: Collection[str]) -> list[str]:
    if ITEM in true:
        return [text for text in texts if is_equal(true, text)]
    return [text for text in (bare(true),) if text in texts]


def _is_filled(cell: TrueCell) -> bool:
    return bool(bare(cell.text.replace(ITEM, "")))


def _at(read: _Read, columns: Columns, column: int) -> str | None:
    place = columns.get(column)
    return read.cells[place] if place is not None and place < len(read.cells) else None


def _count(
    tables: Sequence[TrueTable],
    sheets: Sequence[Sheet],
    pairs: Sequence[tuple[_Row, _Read | None]],
    columns: Sequence[Sequence[Columns]],
) -> Score:
    result = Score(tables=len(tables), sheets=len(sheets))
    hits = Counter[int]()
    misses = Counter[int]()
    used: set[tuple[int, int]] = set()
    for row, read in pairs:
        for cell in row.cells:
            text = None if read is None else _at(read, columns[row.table][read.sheet], cell.column)
            exact = text is not None and is_equal(cell.text, text)
            filled = _is_filled(cell)
            _tally(result, cell, filled=filled, exact=exact)
            result.alike += cell.formula or (text is not None and (exact or is_alike(cell.text, text)))
            if not exact:
                misses[row.table] += 1
                page = None if read is None else sheets[read.sheet].page
                place = row.table + 1, cell.row + 1, cell.column + 1
                result.differences.append(Difference(*place, cell.text, text, page))
            elif filled and read is not None:
                hits[row.table] += 1
                used.add((row.table, read.sheet))
    result.found = sum(hits[number] > 0 for number in range(len(tables)))
    result.whole = sum(misses[number] == 0 for number in range(len(tables)))
    unused = set(range(len(sheets))) - {sheet for _, sheet in used}
    words = [frozenset(word for row in sheet.rows for cell in row for word in cell.split()) for sheet in sheets]
    result.false_sheets = [sheets[number] for number in sorted(unused)]
    result.running = sum(_is_repeated(words, number) for number in unused)
    result.odd_widths = sum(tables[table].width != sheets[sheet].width for table, sheet in used)
    return result


def _is_repeated(words: Sequence[frozenset[str]], number: int) -> bool:
    """Return whether half of the words stand in another sheet too: title and date do, the page number does not."""
    own = words[number]
    return any(len(own & other) * 2 >= len(own | other) > 0 for i, other in enumerate(words) if i != number)


def _tally(result: Score, cell: TrueCell, *, filled: bool, exact: bool) -> None:
    result.cells += 1
    result.exact += exact
    result.texts += filled
    result.texts_exact += filled and exact
    result.numeric += cell.numeric
    result.numeric_exact += cell.numeric and exact
