"""Units that contradict each other in one table: one of them is wrong, or belongs to something else."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from pipeline.model import Catalog, LineType, Note, Observation, Quantity, Table, ValueType

from .table_units import is_money, unit_at_end


def unit_conflicts(table: Table, values: Sequence[Observation], catalog: Catalog) -> Iterator[Note]:
    """Yield an issue for values whose label has another unit, and for totals in a unit that none of their items has."""
    labels = {row.row_no: unit_at_end(row.labels[-1], catalog) for row in table.rows}
    for value in values:
        label = labels.get(value.row_no)
        if label is not None and _contradict(value, label, catalog):
            evidence = f"the label says {label.unit}, the column {value.quantity.unit}"
            yield replace(value.note("unit-conflict"), evidence=evidence)
    for column in sorted({value.column_no for value in values}):
        yield from _about_totals([value for value in values if value.column_no == column])


def _contradict(value: Observation, label: Quantity, catalog: Catalog) -> bool:
    """Say whether a value cannot be in the unit of its label: shares and prices of what is counted may be beside it."""
    unit = value.quantity
    families = [known.family for one in (unit, label) if (known := catalog.units.by_name.get(one.base_unit.lower()))]
    if len(families) < 2 or families[0] == "rate" or value.value_type is ValueType.COMPARISON:
        return False
    if is_money(unit):
        return is_money(label) and unit.scale != label.scale
    return families[0] != families[1]


def _about_totals(column: Sequence[Observation]) -> Iterator[Note]:
    items = {one.quantity.base_unit for one in column if one.row_type is LineType.ITEM and one.quantity.unit}
    for value in column:
        is_total = value.row_type is LineType.TOTAL and bool(value.quantity.unit)
        if is_total and len(items) > 1 and value.quantity.base_unit not in items:
            evidence = f"the total is in {value.quantity.unit}, its items in {', '.join(sorted(items))}"
            yield replace(value.note("unit-conflict"), evidence=evidence)
