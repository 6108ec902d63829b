"""Columns of which the row of column numbers says how they are computed: ``7=5-4``, ``6=4x5``, ``5=3/1``."""

from __future__ import annotations

import ast
import operator
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from decimal import Decimal, DecimalException

import regex

from pipeline.model import Column, Identity, LineType, Note, Observation, Quantity, Row, Table

from .comparing import Compared, in_base, is_exact, together

_FEWEST = 2
"""Rows on which a formula must hold before it accuses another."""
_POWERS = (0, 2, 3, -3, 6, -6, 9, -9)
"""By which powers of ten the units of a result and of what it is computed from may differ."""
_OPERATORS: Mapping[type[ast.operator], Callable[[Decimal, Decimal], Decimal]] = {
    ast.Add: operator.add,
    ast.Sub: operator.sub,
    ast.Mult: operator.mul,
    ast.Div: operator.truediv,
}
_SUMMING = frozenset({LineType.TOTAL, LineType.SUBTOTAL})
Cells = Mapping[int, Observation]
"""The values of a row by column."""


def check_formulas(tables: Sequence[Table], observations: Sequence[Observation]) -> Compared:
    """Compute columns as printed; sums are tried with all others of a table and left out here."""
    by_row: dict[tuple[str, int], dict[int, Observation]] = defaultdict(dict)
    for one in observations:
        if is_exact(one.quantity):
            by_row[one.table_id, one.row_no][one.column_no] = one
    return together(
        _of_column(column, [(row, by_row[table.table_id, row.row_no]) for row in table.rows])
        for table in tables
        for column in table.columns
        if column.formula and not column.addends
    )


def _of_column(column: Column, table: Sequence[tuple[Row, Cells]]) -> Compared:
    """Compute a column in every row, in the unit that makes most rows hold."""
    needed = {column.column_no, *_columns_in(column.formula)}
    rows = [(row, cells) for row, cells in table if needed <= cells.keys()]
    for power in _POWERS:
        made = list(_computed(column, power, rows))
        holding = sum(identity.holds for identity, _ in made)
        if holding and 2 * holding > len(made) and (holding >= _FEWEST or holding == len(made)):
            notes = tuple(_failure(identity, cells, column) for identity, cells in made if not identity.holds)
            return Compared(tuple(identity for identity, _ in made), notes)
    return Compared()


def _computed(column: Column, power: int, rows: Sequence[tuple[Row, Cells]]) -> Iterator[tuple[Identity, Cells]]:
    """Yield what a formula makes of each row, but for rows that say nothing.

    Those are rows of zeros, those of which rounding does not let tell, and totals of products, which are none.
    """
    for row, cells in rows:
        identity, doubt = _identity(column, power, cells)
        if identity is None or not (identity.printed or identity.computed):
            continue
        is_untold = doubt > 0 and abs(identity.difference) <= identity.tolerance + doubt
        is_total = row.line_type in _SUMMING and "*" in column.formula
        if identity.holds or not (is_untold or is_total):
            yield identity, cells


def _identity(column: Column, power: int, cells: Cells) -> tuple[Identity | None, Decimal]:
    """Make the identity of one row, and by how much rounding of the columns may have moved it beyond its tolerance."""
    total = cells[column.column_no]
    columns = _columns_in(column.formula)
    values = {number: in_base(cells[number].quantity) for number in columns}
    factor = Decimal(10) ** power / total.quantity.scale
    is_ratio = "/" in column.formula
    try:
        computed = evaluate(column.formula, values) * factor
        moved = [
            evaluate(
                column.formula,
                {**values, number: values[number] + _half_place(cells[number].quantity, is_ratio=is_ratio)},
            )
            for number in columns
        ]
    except DecimalException:
        return None, Decimal(0)
    printed = total.quantity.value or Decimal(0)
    last = Decimal(1).scaleb(min(0, int(printed.as_tuple().exponent)))
    is_cut = is_ratio and 0 < abs(computed) - abs(printed) < last
    is_rounded = is_ratio or "*" in column.formula
    identity = Identity(
        table_id=total.table_id,
        kind=_kind(column.formula),
        total=total.key,
        parts=tuple(cells[number].key for number in columns),
        printed=printed,
        computed=computed.quantize(last / 10) if is_rounded else computed,
        tolerance=(last if is_cut else last / 2) if is_rounded else Decimal(0),
        is_product=True,
    )
    return identity, sum((abs(one * factor - computed) for one in moved), Decimal(0))


def _kind(formula: str) -> str:
    return next((kind for sign, kind in (("/", "quotient"), ("*", "product")) if sign in formula), "formula")


def _half_place(quantity: Quantity, *, is_ratio: bool) -> Decimal:
    """Return half the last place; whole numbers are exact, but for the amounts of a ratio."""
    exponent = int((quantity.value or Decimal(0)).as_tuple().exponent)
    return Decimal(1).scaleb(exponent) * quantity.scale / 2 if exponent < 0 or is_ratio else Decimal(0)


def _columns_in(formula: str) -> list[int]:
    """Return the columns that a formula names, each once; numbers of three digits are constants."""
    numbers = [node.value for node in ast.walk(ast.parse(formula, mode="eval")) if isinstance(node, ast.Constant)]
    return sorted({number for number in numbers if isinstance(number, int) and number < 100})


def evaluate(formula: str, values: Mapping[int, Decimal]) -> Decimal:
    """Compute a formula with the values of its columns.

    >>> evaluate("(5-4)/4*100", {4: Decimal(40), 5: Decimal(50)})
    Decimal('25.00')
    """

    def of(node: ast.expr) -> Decimal:
        if isinstance(node, ast.BinOp):
            return _OPERATORS[type(node.op)](of(node.left), of(node.right))
        number = node.value if isinstance(node, ast.Constant) and isinstance(node.value, int) else 0
        return values.get(number, Decimal(number))

    return of(ast.parse(formula, mode="eval").body)


def _failure(identity: Identity, cells: Cells, column: Column) -> Note:
    def printed(match: regex.Match[str]) -> str:
        if match[0] in "+-*/":
            return f" {match[0]} "
        number = int(match[0])
        return cells[number].raw if number in cells else match[0]

    expected = f"{identity.computed:f}"
    terms = regex.sub(r"\d+|[-+*/]", printed, column.formula)
    evidence = f"formula: {terms} = {expected}, off by {identity.difference:f}"
    return replace(cells[column.column_no].note("identity-fails"), expected=expected, evidence=evidence)
