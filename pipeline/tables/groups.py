"""Unnumbered rows among numbered ones: the heading of a group below them, or parts of the row above them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from decimal import Decimal

from pipeline.errors import NumberFormatError
from pipeline.model import Column, LineType, Role, Row
from pipeline.numbers import parse_decimal

from .ordinals import ordinal_number

_NOUGHT = frozenset({"-", "–"})


def with_groups(rows: Sequence[Row], columns: Sequence[Column]) -> list[Row]:
    """Take unnumbered rows that the numbering passes over for subtotals of the rows below or parts of the one above.

    They head groups if they come one at a time and one of them stands before the first number, or if they are the sum
    of what follows. Those that the numbering leaves behind are parts where others are or where they add up.
    """
    result = list(rows)
    has_groups, has_parts = _has_first_group(rows), False
    for first, after in _runs(rows):
        run = range(first, after)
        is_behind = first > 0 and _is_whole(rows[first - 1])
        follows = _number_of(rows, after)
        last = next((number for row in reversed(rows[:first]) if (number := ordinal_number(row.printed_no))), None)
        is_passed_over = follows is not None and (follows == 1 or (last is not None and follows == last + 1))
        heads = is_passed_over and (
            not is_behind
            or follows == 1
            or (has_groups and len(run) == 1)
            or _adds_up(rows[after - 1], list(_numbered(rows, after)), columns)
        )
        if heads:
            result[after - 1] = replace(rows[after - 1], line_type=LineType.SUBTOTAL)
            run = run[:-1]
        parts = [rows[at] for at in run]
        if is_behind and parts:
            adds_up = _adds_up(rows[first - 1], parts, columns)
            if adds_up or (is_passed_over and not heads) or (has_parts and follows is None):
                has_parts = True
                result[first : first + len(parts)] = [replace(row, line_type=LineType.PART) for row in parts]
    return result


def _runs(rows: Sequence[Row]) -> Iterator[tuple[int, int]]:
    """Yield where unnumbered rows begin that follow one another, and where they end."""
    first = None
    for at, row in enumerate(rows):
        is_plain = row.line_type is LineType.ITEM and not row.printed_no and len(row.labels) == 1
        if is_plain and first is None:
            first = at
        if not is_plain and first is not None:
            yield first, at
            first = None
    if first is not None:
        yield first, len(rows)


def _has_first_group(rows: Sequence[Row]) -> bool:
    """Say whether an unnumbered row stands before the first number."""
    first = next((at for at, row in enumerate(rows) if ordinal_number(row.printed_no) is not None), 0)
    return first > 0 and rows[first - 1].line_type is LineType.ITEM


def _is_whole(row: Row) -> bool:
    """Say whether a row may have parts below it that bear no number."""
    return ordinal_number(row.printed_no) is not None and row.line_type is LineType.ITEM


def _number_of(rows: Sequence[Row], at: int) -> int | None:
    return ordinal_number(rows[at].printed_no) if at < len(rows) else None


def _numbered(rows: Sequence[Row], first: int) -> Iterator[Row]:
    """Yield the numbered rows from one on that follow one another."""
    for row in rows[first:]:
        if not _is_whole(row):
            return
        yield row


def _adds_up(total: Row, parts: Sequence[Row], columns: Sequence[Column]) -> bool:
    """Say whether a row is the sum of others, two at least, in any column."""
    for column in columns:
        if column.role is Role.VALUE:
            whole, *values = (_value(row.text(column.column_no)) for row in (total, *parts))
            known = [value for value in values if value]
            if whole and len(known) >= 2 and whole == sum(known):
                return True
    return False


def _value(text: str) -> Decimal | None:
    if text.strip() in _NOUGHT:
        return Decimal(0)
    try:
        return parse_decimal(text.strip())
    except NumberFormatError:
        return None
