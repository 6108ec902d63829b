"""Factors in the cells of schedules: how many there are to each, how many a year."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from decimal import Decimal

from pipeline.model import Activity, Catalog, Identity, Note, Quantity
from pipeline.numbers import find_amounts
from pipeline.text import skeleton

from .comparing import Compared, is_exact, same_unit, span, together

_FEWEST = 3
"""Other cells that must state the same."""
_SIBLINGS = 2
_ROUND = 5
_DIGITS = str.maketrans(dict.fromkeys("123456789", "0"))


def check_factors(activities: Sequence[Activity], catalog: Catalog) -> Compared:
    """Compare the factors of each activity with those of its other cells, and those of a year with the quantity."""
    return together((*_per_unit(activities, catalog), *_per_year(activities, catalog)))


def _per_unit(activities: Sequence[Activity], catalog: Catalog) -> Iterator[Compared]:
    """Find the one cell of an activity that says otherwise how many there are to each, in the same words.

    Who plans another number on purpose takes a round one as well; that is not accused.
    """
    rows: dict[tuple[str, str, str], list[tuple[Activity, Quantity]]] = {}
    for one in activities:
        if one.per_unit is not None and is_exact(one.per_unit):
            name = (skeleton(one.activity), one.level, skeleton(one.per_unit.unit))
            rows.setdefault(name, []).append((one, one.per_unit))
    for cells in rows.values():
        counts = Counter(factor.value for _, factor in cells).most_common()
        if len(counts) != 2 or counts[1][1] != 1 or counts[0][1] < _FEWEST:
            continue
        usual = counts[0][0] or Decimal(0)
        odd, factor = next(cell for cell in cells if cell[1].value != usual)
        shapes = {one.raw.translate(_DIGITS) for one, _ in cells if one is not odd}
        proposal = _with(odd, factor, usual, catalog)
        if odd.raw.translate(_DIGITS) in shapes and proposal and not usual % _ROUND and (factor.value or 0) % _ROUND:
            evidence = f"{counts[0][1]} other cells of the activity have {usual:f}"
            yield Compared((), (_note(odd, "factor-differs", proposal, evidence),), frozenset({odd.key}))


def _per_year(activities: Sequence[Activity], catalog: Catalog) -> Iterator[Compared]:
    """Multiply what is done each year of a period with the years in which it is done."""
    stated = [(one, *factors) for one in activities if (factors := _factors(one)) is not None]
    for one, quantity, each in stated:
        years = span(one.period)
        if years is None:
            continue
        own = [other.quantity for other in activities if _is_year_of(other, one, years)]
        column = [other for other in stated if other[0].key[::2] == one.key[::2] and other[0] is not one]
        siblings = {whole / part for _, whole, part in column}
        count = _years(quantity, own, siblings if own or len(column) >= _SIBLINGS else set())
        if count is None or quantity in {each * count, each * (years[1] - years[0] + 1)}:
            continue
        identity = Identity(
            one.table_id, "product", one.key, (one.key, one.key), quantity, each * count, is_product=True
        )
        evidence = f"product: {each:f} x {count:f} = {each * count:f}, off by {identity.difference:f}"
        proposal = _with(one, one.per_year, quantity / count, catalog)
        yield Compared((identity,), (_note(one, "identity-fails", proposal, evidence),))


def _factors(one: Activity) -> tuple[Decimal, Decimal] | None:
    """Return the quantity of a cell for several years and that of each of them, None if it does not state both."""
    whole, each, years = one.quantity, one.per_year, span(one.period)
    if whole is None or each is None or years is None or years[0] == years[1] or not same_unit(whole, each):
        return None
    if whole.value is None or not each.value or not is_exact(whole) or not is_exact(each) or whole.value == each.value:
        return None
    return whole.value, each.value


def _is_year_of(other: Activity, one: Activity, years: tuple[int, int]) -> bool:
    own = span(other.period)
    same = (skeleton(other.activity), other.level) == (skeleton(one.activity), one.level)
    is_inside = own is not None and own[0] == own[1] and years[0] <= own[0] <= years[1]
    return same and is_inside and bool(one.quantity and other.quantity and same_unit(one.quantity, other.quantity))


def _years(quantity: Decimal, own: Sequence[Quantity | None], siblings: Iterable[Decimal]) -> Decimal | None:
    """Return the number of years: those planned one by one, alike and adding up, else that of the other activities."""
    values = [one.value for one in own if one is not None and one.value is not None]
    if values:
        is_sum = len(set(values)) == 1 and sum(values) == quantity and len(values) > 1
        return Decimal(len(values)) if is_sum else None
    counts = set(siblings)
    return counts.pop() if len(counts) == 1 else None


def _with(one: Activity, old: Quantity | None, value: Decimal, catalog: Catalog) -> str:
    """Return the text of a cell with another number, empty if more than a digit of it would differ."""
    found = [amount for amount in find_amounts(one.raw, catalog.units) if amount.quantity == old]
    if old is None or len(found) != 1 or value != value.to_integral_value():
        return ""
    start = found[0].number
    read = one.raw[start : found[0].noun].strip()
    printed = f"{value:f}".partition(".")[0].rjust(len(read), "0")
    if len(printed) != len(read) or sum(pair[0] != pair[1] for pair in zip(printed, read, strict=True)) != 1:
        return ""
    return f"{one.raw[:start]}{printed}{one.raw[start + len(read) :]}"


def _note(one: Activity, code: str, proposal: str, evidence: str) -> Note:
    return replace(one.note(code), observed=one.raw, proposal=proposal, expected=proposal, evidence=evidence)
