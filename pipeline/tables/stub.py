"""The stub of a table: the columns at its left edge that together name its rows."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from pipeline.model import Catalog, Cell, Column, Role, Row

SEPARATOR = " > "
"""Stands between the labels of a row, as between the headings of a column."""


def widen_stub(
    roles: Sequence[Role], paths: Sequence[tuple[str, ...]], body: Sequence[tuple[Cell, ...]], catalog: Catalog
) -> list[Role]:
    """Take the columns of text beside the label for labels too, where they name places or tell the rows apart."""
    widened = list(roles)
    if Role.LABEL not in widened or Role.VALUE not in widened:
        return widened
    values = [at for at, role in enumerate(widened) if role is Role.VALUE]
    for at in range(widened.index(Role.LABEL) + 1, values[0]):
        if widened[at] is not Role.TEXT or any(catalog.meaning("period-header", level) for level in paths[at]):
            break
        rows = [row for row in body if _text(row, at) and any(_text(row, value) for value in values)]
        named = any(catalog.meaning("inner-label", level) for level in paths[at][-1:])
        if 2 * len(rows) <= len(body) or not (named or _are_alike(rows, at - 1, at, catalog)):
            break
        widened[at] = Role.LABEL
    return widened


def _are_alike(rows: Sequence[tuple[Cell, ...]], outer: int, inner: int, catalog: Catalog) -> bool:
    """Say whether rows without a label, or with that of another, are told apart by the column beside it."""
    texts = [_text(row, outer) for row in rows if not catalog.meaning("total-label", _text(row, inner))]
    filled = [text for text in texts if text]
    return bool(filled) and len(set(filled)) < len(texts)


def _text(row: tuple[Cell, ...], at: int) -> str:
    return row[at].text if at < len(row) else ""


def name_by_stub(rows: Sequence[Row], columns: Sequence[Column], catalog: Catalog) -> list[Row]:
    """Give rows the labels of all columns of the stub; one that is merged over several rows holds for each of them."""
    inner = [column.column_no for column in columns if column.role is Role.LABEL][1:]
    if not inner:
        return list(rows)
    named: list[Row] = []
    above: tuple[str, ...] = ()
    for row in rows:
        own = (row.label, *(row.text(number) for number in inner))
        above = _filled_down(own, above, catalog)
        where = next((row.cells[number - 1].passage.where() for number in reversed(inner) if row.text(number)), None)
        labels = tuple(filter(None, above))
        named.append(replace(row, stub=labels, label=SEPARATOR.join(labels), label_where=where or row.label_where))
    return named


def _filled_down(own: tuple[str, ...], above: tuple[str, ...], catalog: Catalog) -> tuple[str, ...]:
    """Return labels with those from above in place of empty ones on the left; a total stands under no other label."""
    first = next((level for level, text in enumerate(own) if text), len(own))
    if first == len(own) or catalog.meaning("total-label", own[first]):
        return own
    return (*above[:first], *own[first:])
