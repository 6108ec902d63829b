"""Rows whose cells stand one column from where they belong, since one was lost or one is too many."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from decimal import Decimal

from pipeline.model import CellKey

from .lattice import Lattice, plain_value
from .repairs import Steps, Web
from .slips import write

_TELLING = 2
"""Sums of numbers other than nought that must speak for a row in another place."""


@dataclass(frozen=True, slots=True)
class Shift:
    """Something in the wrong place that explains sums that fail (``numbers``).

    ``steps`` are the cells that change; ``row_no`` is the row that it is about, None where it is about cells.
    ``is_unique`` says that nothing else of the kind explains the same.
    """

    code: str
    numbers: frozenset[int]
    evidence: str
    steps: Steps
    row_no: int | None = None
    observed: str = ""
    proposal: str = ""
    is_unique: bool = True
    touched: frozenset[CellKey] = frozenset()
    """All cells in question, those included that change nothing that is added up."""


@dataclass(frozen=True, slots=True)
class _Move:
    """The texts of a row by column as they may have stood; nobody knows that of ``lost``, None if all are there."""

    texts: Mapping[int, str]
    lost: int | None
    said: str


def texts_of(grid: Lattice, row_no: int) -> str:
    """Return the texts of a row, for people."""
    return " | ".join(cell.text for cell in grid.row(row_no).cells)


def shifted_rows(web: Web, grid: Lattice) -> Iterator[Shift]:
    """Find rows whose cells moved by one column, from some column on: moved back, the sums around them hold."""
    doubtful = {key[1] for number in web.failing for key in web.identities[number].members}
    for row_no in sorted(doubtful & _with_a_gap(grid)):
        kept = {column: grid.value(row_no, column) for column in grid.value_columns}
        tried = [_try(move, kept, (row_no, web, grid)) for move in _moves(row_no, grid)]
        good = sorted((one for one in tried if one is not None), key=lambda one: -one[0])
        if good:
            rivals = [shift for score, shift in good if score == good[0][0] and shift.proposal != good[0][1].proposal]
            best = good[0][1]
            yield replace(best, is_unique=not rivals)


def _with_a_gap(grid: Lattice) -> set[int]:
    """Return the rows with an empty cell in a column that most rows fill."""
    rows = grid.value_rows
    found: set[int] = set()
    for column in grid.value_columns:
        empty = {row_no for row_no in rows if not grid.row(row_no).text(column)}
        found |= empty if 2 * len(empty) <= len(rows) else set()
    return found


def _moves(row_no: int, grid: Lattice) -> Iterator[_Move]:
    """Yield the row with its cells moved by one column from some column on."""
    columns = grid.value_columns
    row = grid.row(row_no)
    texts = [row.text(column) for column in columns]
    beyond = [cell.text for cell in row.cells[columns[-1] :]]
    for at, column in enumerate(columns):
        if texts[at] == "":
            left = [*texts[:at], *texts[at + 1 :], *(beyond[:1] or [""])]
            yield _Move(
                dict(zip(columns, left, strict=True)), None, f"an empty cell too many stands in column {column}"
            )
        if not texts[-1] and at < len(columns) - 1:
            right = [*texts[:at], "", *texts[at:-1]]
            yield _Move(dict(zip(columns, right, strict=True)), column, f"the cell of column {column} was lost")


def _try(
    move: _Move, kept: Mapping[int, Decimal | None], context: tuple[int, Web, Lattice]
) -> tuple[int, Shift] | None:
    """Return how many more sums hold after a move, with the shift; None if they do not speak for it."""
    row_no, web, grid = context
    values = {column: plain_value(text) for column, text in move.texts.items()}
    texts = dict(move.texts)
    fits = _fits(values, grid)
    if move.lost is not None:
        found = grid.wanted_across(move.lost, values)
        found = _of_column(move.lost, row_no, web, grid) if found is None else found
        values[move.lost] = found
        texts[move.lost] = "?" if found is None else write(found)
    if fits is False or _fits(values, grid) is False:
        return None
    steps: dict[CellKey, Decimal] = {
        grid.key(row_no, column): (value or Decimal(0)) - (kept[column] or Decimal(0))
        for column, value in values.items()
        if (value or Decimal(0)) != (kept[column] or Decimal(0))
    }
    left = web.touched(steps)
    holding = {number for number, rest in left.items() if abs(rest) <= web.identities[number].tolerance}
    mended = frozenset(number for number in holding if not web.identities[number].holds)
    broken = sum(web.identities[number].holds for number in left if number not in holding)
    if not steps or not ((fits and not _fits(kept, grid)) or len(mended) > max(_TELLING, broken)):
        return None
    said = f"{move.said}; with the cells behind it moved by one column, the sums around the row hold"
    whole = [texts.get(column.column_no, grid.row(row_no).text(column.column_no)) for column in grid.table.columns]
    shift = Shift(
        code="shifted-row",
        numbers=mended,
        evidence=said,
        steps=steps,
        row_no=row_no,
        observed=texts_of(grid, row_no),
        proposal=" | ".join(whole),
        touched=frozenset(grid.key(row_no, column) for column in values),
    )
    return len(mended) - broken, shift


def _of_column(lost: int, row_no: int, web: Web, grid: Lattice) -> Decimal | None:
    """Return what the sum down wants of a cell that was lost."""
    for total, parts in grid.down:
        number = grid.numbers.get((grid.key(total, lost), False))
        if number is not None and row_no in parts:
            wanted = web.identities[number].difference + (grid.value(row_no, lost) or Decimal(0))
            return wanted if wanted >= 0 else None
    return None


def _fits(values: Mapping[int, Decimal | None], grid: Lattice) -> bool | None:
    """Say whether the sums across hold for the values of a row; None where too few tell.

    A total or a part that is missing is no evidence against it, but for it neither.
    """
    telling = 0
    for whole, parts in grid.across:
        terms = [values.get(part) for part in parts]
        known = [term for term in terms if term is not None]
        total = values.get(whole)
        if total is None or len(known) < len(terms):
            continue
        if total != sum(known):
            return False
        telling += bool(total)
    return True if telling >= _TELLING or (telling and len(grid.across) == 1) else None
