"""Cells and rows in the wrong place: exchanged, shifted, lost, doubled. Sums tell them from misread digits."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from collections.abc import Set as AbstractSet
from decimal import Decimal
from itertools import pairwise

from pipeline.model import CellKey, Row

from .lattice import Lattice
from .numbering import gap_in, twins_in
from .repairs import Steps, Web
from .rows import Shift, shifted_rows, texts_of

_TELLING = 2
"""Sums of numbers other than nought that must speak for a row in another place."""


def find_shifts(web: Web, grid: Lattice) -> tuple[list[Shift], Web]:
    """Find what stands in the wrong place; return it with the web as it is without."""
    found: list[Shift] = []
    for search in (_doubled_rows, shifted_rows, _missing_rows, _swapped_cells):
        for shift in search(web, grid):
            if shift.numbers & web.failing or shift.steps:
                found.append(shift)
                web = web.changed(shift.steps).excused(shift.numbers)
    return found, web


def _doubled_rows(web: Web, grid: Lattice) -> Iterator[Shift]:
    """Find rows that stand there twice: the sums exceed the totals by just what the second ones have."""
    for total, parts in grid.down:
        family = grid.family(total)
        failing = [column for column, number in family.items() if not web.identities[number].holds]
        twins = twins_in([grid.row(row_no) for row_no in parts]) if failing else []
        if not twins or not all(_is_surplus(web, family[c], _sum_of(twins, c, grid)) for c in family):
            continue
        for first, second in twins:
            yield Shift(
                "doubled-row",
                frozenset(family[column] for column in failing),
                f"row {first.row_no} says the same; {_without(twins)}, {_count(failing)} at row {total} hold",
                {},
                row_no=second.row_no,
                observed=texts_of(grid, second.row_no),
                touched=frozenset(grid.key(second.row_no, column) for column in grid.value_columns),
            )


def _without(twins: list[tuple[Row, Row]]) -> str:
    return "without it" if len(twins) == 1 else f"without the {len(twins)} rows that stand there twice"


def _sum_of(twins: list[tuple[Row, Row]], column: int, grid: Lattice) -> Decimal:
    return sum((grid.value(second.row_no, column) or Decimal(0) for _, second in twins), Decimal(0))


def _is_surplus(web: Web, number: int, value: Decimal) -> bool:
    identity = web.identities[number]
    return abs(identity.difference + value) <= identity.tolerance


def _missing_rows(web: Web, grid: Lattice) -> Iterator[Shift]:
    """Find lost rows: the running numbers skip one, and the totals exceed the sums in column after column.

    That what is lacking adds up across, as the figures of a row do, is no evidence, since totals and sums both do; that
    it does not is evidence against.
    """
    for total, parts in grid.down:
        family = grid.family(total)
        lost = {column: web.identities[number].difference for column, number in family.items()}
        failing = [column for column, number in family.items() if not web.identities[number].holds]
        templates = [one for one in grid.across if {one[0], *one[1]} <= set(lost)]
        odd = any(lost[whole] != sum(lost[part] for part in some) for whole, some in templates)
        gap = gap_in(_between(parts, grid))
        if not failing or min(lost.values()) < 0 or odd:
            continue
        fits = _is_whole(lost, parts, grid) or (bool(templates) and _is_plain(lost, parts, grid))
        whole = gap is not None and fits
        if not whole and not _like_a_row(lost, parts, grid):
            continue
        figures = " | ".join(f"{lost[column]:f}" for column in sorted(lost))
        said = f"the numbers skip after row {gap.row_no}" if gap is not None else "the numbers show no gap"
        yield Shift(
            "missing-row",
            frozenset(family[column] for column in failing),
            f"the totals of row {total} exceed the sums by {figures}; {said}",
            {},
            row_no=gap.row_no if gap is not None else total,
            is_unique=whole and sum(map(bool, lost.values())) > _TELLING,
            touched=frozenset(grid.key(total, column) for column in failing),
        )


def _between(parts: tuple[int, ...], grid: Lattice) -> list[Row]:
    """Return the rows of a sum with those of their kind among them whose cells could not be read."""
    kinds = {(row.line_type, row.parent) for row in map(grid.row, parts)}
    within = grid.table.rows[parts[0] - 1 : parts[-1]]
    return [row for row in within if row.row_no in parts or (row.line_type, row.parent) in kinds]


def _is_whole(lost: Mapping[int, Decimal], parts: tuple[int, ...], grid: Lattice) -> bool:
    """Say whether a figure lacks in every column in which most rows have one."""
    filled = [c for c in lost if 2 * sum(bool(grid.value(row_no, c)) for row_no in parts) > len(parts)]
    return all(lost[column] for column in filled)


def _is_plain(lost: Mapping[int, Decimal], parts: tuple[int, ...], grid: Lattice) -> bool:
    """Say whether what is lacking adds up across and is nought only where other rows have nought."""
    some = [column for column, figure in lost.items() if figure]
    noughts = [column for column, figure in lost.items() if not figure]
    has_others = all(any(grid.value(row_no, column) == 0 for row_no in parts) for column in noughts)
    return len(some) > _TELLING and 3 * len(some) >= len(lost) and has_others


def _like_a_row(lost: Mapping[int, Decimal], parts: tuple[int, ...], grid: Lattice) -> bool:
    """Say whether what is lacking in each of three columns or more could be the figure of one more row."""
    for column, figure in lost.items():
        others = [value for row_no in parts if (value := grid.value(row_no, column))]
        if not figure or not others or not min(others) / 3 <= figure <= 3 * max(others):
            return False
    return len(lost) > _TELLING


def _swapped_cells(web: Web, grid: Lattice) -> Iterator[Shift]:
    """Find two neighbours of a row or a column that changed places."""
    cells = {key for number in web.failing for key in web.identities[number].members}
    found: list[tuple[frozenset[int], Steps]] = []
    for first, second in _neighbours(cells, grid):
        step = grid.values[second] - grid.values[first]
        steps: Steps = {first: step, second: -step}
        if step and web.mends(steps):
            found.append((frozenset(web.touched(steps)) & web.failing, steps))
    for numbers, exchange in found:
        rivals = sum(bool(other & numbers) for other, _ in found)
        evidence = f"exchanged, {_count(numbers)} around them hold"
        yield Shift("swapped-cells", numbers, evidence, exchange, is_unique=rivals == 1, touched=frozenset(exchange))


def _neighbours(cells: AbstractSet[CellKey], grid: Lattice) -> Iterator[tuple[CellKey, CellKey]]:
    """Yield neighbours one of which at least is among ``cells``, both with a value."""
    columns, rows = grid.value_columns, grid.value_rows
    pairs = [(grid.key(row, one), grid.key(row, other)) for row in rows for one, other in pairwise(columns)]
    pairs += [(grid.key(one, column), grid.key(other, column)) for column in columns for one, other in pairwise(rows)]
    for pair in pairs:
        if (pair[0] in cells or pair[1] in cells) and pair[0] in grid.values and pair[1] in grid.values:
            yield pair


def _count(numbers: AbstractSet[int] | list[int]) -> str:
    return f"{len(numbers)} sums that fail" if len(numbers) > 1 else "the sum that fails"
