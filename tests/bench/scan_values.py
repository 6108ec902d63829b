"""Values taken from a scan against those taken from the same plan born-digital: the figure that matters.

Tables are aligned as in :mod:`.score`, so that a lost row does not shift all below it. An observation is wrong if its
value differs from that of the cell it is aligned to, or if there is none: also one whose row or column is no printed
one. Targets and activities are compared as bags of amounts: one that the printed plan has not is wrong.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, fields
from itertools import pairwise

from pipeline.model import Activity, CellKey, Check, Extraction, Quantity, Table, Target, Where

from .rates import Rates
from .score import Columns, Sheet, _align, _by_row, _choices, _columns, _Row
from .truth import TrueTable, rows_to_table

Amount = tuple[object, ...]


@dataclass(frozen=True, slots=True)
class WrongValue:
    """A value that is not what is printed; ``true`` is empty where nothing is printed."""

    place: str
    true: str
    read: str
    check: str
    readings: str

    def __str__(self) -> str:
        return f"{self.place}: printed {self.true!r}, read {self.read!r}, {self.check}; readings {self.readings or '-'}"


@dataclass(slots=True)
class ValueScore:
    """Counts of values; scores add up.

    ``expected`` and ``missing`` speak of printed cells that hold a value, ``empty`` of cells known to hold one that
    could not be read. ``trusted`` are wrong and not suspect, ``doubted`` wrong and suspect.
    """

    expected: int = 0
    missing: int = 0
    right: int = 0
    empty: int = 0
    checks: Counter[str] = field(default_factory=Counter)
    tried: Counter[str] = field(default_factory=Counter)
    """By check, all that hold a number, those of prose and schedules too."""
    trusted: list[WrongValue] = field(default_factory=list)
    doubted: list[WrongValue] = field(default_factory=list)

    @property
    def rates(self) -> Rates:
        """How many of each check are wrong."""
        return Rates(self.tried, Counter(one.check for one in (*self.trusted, *self.doubted)))

    def __add__(self, other: ValueScore) -> ValueScore:
        return ValueScore(*(getattr(self, one.name) + getattr(other, one.name) for one in fields(self)))


def score_values(true: Extraction, read: Extraction) -> ValueScore:
    """Compare all values of a scan with those of its truth."""
    return _score_observations(true, read) + _score_amounts(true, read)


def _score_observations(true: Extraction, read: Extraction) -> ValueScore:
    printed = {value.key: value for value in true.observations}
    places = match_cells(true.tables, read.tables)
    result = ValueScore(expected=len(printed))
    found: set[CellKey] = set()
    for value in read.observations:
        key = places.get(value.key)
        match = printed.get(key) if key is not None else None
        result.checks[value.check] += 1
        found.update([match.key] if match is not None else [])
        if value.quantity.value is None and value.check is Check.SUSPECT:
            result.empty += 1
            continue
        result.tried[value.check] += 1
        if match is not None and _amount(match.quantity) == _amount(value.quantity):
            result.right += 1
        else:
            place = _place(value.where, f"{value.table_id} row {value.row_no} column {value.column_no}")
            readings = ", ".join(f"{one.text!r} ({one.engine})" for one in value.readings)
            wrong = WrongValue(place, "" if match is None else match.raw, value.raw, value.check, readings)
            (result.doubted if value.check is Check.SUSPECT else result.trusted).append(wrong)
    result.missing = len(printed.keys() - found)
    return result


def _place(where: Where, rest: str) -> str:
    return f"page {where.page} {rest}"


def _amount(quantity: Quantity | None) -> Amount:
    return () if quantity is None else (quantity.value, quantity.value_high)


def _score_amounts(true: Extraction, read: Extraction) -> ValueScore:
    """Count amounts, first those that stand as printed, lest a misread one takes the place of its like."""
    result = ValueScore()
    kinds: tuple[tuple[Sequence[Target | Activity], Sequence[Target | Activity]], ...] = (
        (true.targets, read.targets),
        (true.activities, read.activities),
    )
    for printed, values in kinds:
        left = Counter(_amounts(value) for value in printed)
        raws = {(_amounts(value), value.raw) for value in printed}
        for value in sorted(values, key=lambda one: (_amounts(one), one.raw) not in raws):
            amounts = _amounts(value)
            holds_number = any(part not in {(), (None, None)} for part in amounts)
            result.tried[value.check] += holds_number
            if left[amounts] > 0:
                left[amounts] -= 1
            elif holds_number:
                place = _place(value.where, type(value).__name__.lower())
                wrong = WrongValue(place, "", value.raw, value.check, "")
                (result.doubted if value.check is Check.SUSPECT else result.trusted).append(wrong)
    return result


def _amounts(value: Target | Activity) -> tuple[Amount, ...]:
    quantities = (value.quantity,) if isinstance(value, Target) else (value.quantity, value.per_year, value.per_unit)
    return tuple(_amount(quantity) for quantity in quantities)


def match_cells(true: Sequence[Table], read: Sequence[Table]) -> dict[CellKey, CellKey]:
    """Return which printed cell each cell of the tables read is; both are named by table, row and column."""
    tables = [_true_table(table) for table in true]
    # Pages far from each other: rows of different tables are never put together.
    sheets = [Sheet(3 * number, _texts(table)) for number, table in enumerate(read)]
    rows = [_Row(number, cells) for number, table in enumerate(tables) for cells in _by_row(table)]
    columns: list[list[Columns]] = [[_columns(table, sheet) for sheet in sheets] for table in tables]
    pairs = {one.start: row for row, one in _align(rows, _choices(sheets), columns).items()}
    true_rows = [(i, row.row_no) for i, table in enumerate(true) for row in table.rows]
    read_rows = [(j, row.row_no) for j, table in enumerate(read) for row in table.rows]
    found: dict[CellKey, CellKey] = {}
    for j, i in _with_gaps(pairs, [n for n, _ in true_rows], [n for n, _ in read_rows]):
        (a, true_no), (b, read_no) = true_rows[i], read_rows[j]
        for printed, place in columns[a][b].items():
            found[read[b].table_id, read_no, place + 1] = true[a].table_id, true_no, printed + 1
    return found


def _true_table(table: Table) -> TrueTable:
    return rows_to_table([[(text, 1, 1) for text in row] for row in _texts(table)])


def _texts(table: Table) -> tuple[tuple[str, ...], ...]:
    return tuple(tuple(row.text(column.column_no) for column in table.columns) for row in table.rows)


def _with_gaps(pairs: dict[int, int], true: Sequence[int], read: Sequence[int]) -> Iterator[tuple[int, int]]:
    """Yield pairs of rows, and those between two pairs where as many rows of one table each are left over.

    >>> list(_with_gaps({0: 0, 2: 2}, [0, 0, 0], [0, 0, 0]))
    [(0, 0), (1, 1), (2, 2)]
    """
    known = [(-1, -1), *sorted(pairs.items()), (len(read), len(true))]
    for (j, i), (below, under) in pairwise(known):
        if j >= 0:
            yield j, i
        gap = below - j - 1
        inside = {*read[j + 1 : below]}, {*true[i + 1 : under]}
        if gap and gap == under - i - 1 and all(len(one) == 1 for one in inside):
            yield from ((j + step, i + step) for step in range(1, gap + 1))


def total_values(scores: Iterable[ValueScore]) -> ValueScore:
    """Return the sum of scores."""
    return sum(scores, ValueScore())
