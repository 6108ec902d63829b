"""Numbers of a column whose notation is doubtful: they lose their value, and what they may be is proposed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from pipeline.model import Catalog, Quantity
from pipeline.numbers import has_one_group, has_three_decimals, is_spaced, one_or_several, swap_separators

from .table_notation import GAPPED, NUMERAL

_BILLION = 1_000_000_000
"""Money counted by this or more may well have three decimals: ``12,345 tỷ đồng``."""
_FAR = 20
"""A number that is this many times the largest of its column was hardly meant."""


@dataclass(frozen=True, slots=True)
class CellNumber:
    """What a cell says: a quantity, perhaps without a value (``code`` then names the issue), or no number at all."""

    quantity: Quantity | None
    code: str = ""
    shared: bool = False
    """Whether what is doubted is how the whole column is written."""


def doubt_spaces(numbers: Sequence[CellNumber], texts: Sequence[str]) -> tuple[CellNumber, ...]:
    """Take the value from cells whose digits are grouped by spaces: they may hold two numbers."""
    return tuple(_with_doubted_space(one, text) for one, text in zip(numbers, texts, strict=True))


def _with_doubted_space(own: CellNumber, text: str) -> CellNumber:
    gapped = GAPPED.search(text)
    if own.quantity is None or own.quantity.value is None or gapped is None or not is_spaced(gapped[0]):
        return own
    return CellNumber(one_or_several(own.quantity, gapped[0]), "doubtful-number")


@dataclass(frozen=True, slots=True)
class _Form:
    """What the numerals of a column look like: counted once for all its cells."""

    dotted: int
    with_decimals: int
    three_decimals: int
    largest: tuple[Decimal, Decimal]
    """The largest value, and the second largest."""


def weigh(read: Sequence[CellNumber], texts: Sequence[str]) -> list[CellNumber]:
    """Doubt the numerals of a column whose separators do not fit the others."""
    form = _form(texts, read)
    return [_weigh(text, one, form) for text, one in zip(texts, read, strict=True)]


def _form(texts: Sequence[str], read: Sequence[CellNumber]) -> _Form:
    numerals, values = [], [Decimal(0), Decimal(0)]
    for text, one in zip(texts, read, strict=True):
        match = NUMERAL.search(text)
        if match and one.quantity is not None and one.quantity.value is not None:
            numerals.append(match[0])
            values.append(one.quantity.value)
    decimals = [numeral for numeral in numerals if "," in numeral]
    second, first = sorted(values)[-2:]
    return _Form(
        dotted=sum("." in numeral for numeral in numerals),
        with_decimals=len(decimals),
        three_decimals=sum(map(has_three_decimals, decimals)),
        largest=(first, second),
    )


def _weigh(text: str, own: CellNumber, form: _Form) -> CellNumber:
    numeral = NUMERAL.search(text.strip())
    if own.quantity is None or own.quantity.value is None or numeral is None:
        return own
    dotted = form.dotted - ("." in numeral[0])
    decimals = form.with_decimals - ("," in numeral[0])
    three = form.three_decimals - ("," in numeral[0] and has_three_decimals(numeral[0]))
    largest = form.largest[own.quantity.value == form.largest[0]]
    if has_three_decimals(numeral[0]) and dotted and three == decimals:
        return doubt(own, numeral[0], f"{dotted} numbers of the column group thousands with a dot")
    if has_one_group(numeral[0]) and decimals >= 3 and not dotted and own.quantity.value > _FAR * largest:
        return doubt(own, numeral[0], f"{decimals} numbers of the column have decimals, the largest is {largest}")
    return own


def doubt(own: CellNumber, numeral: str, why: str) -> CellNumber:
    """Take the value from a number and propose it with its separators exchanged."""
    quantity = own.quantity or Quantity(None)
    doubtful = replace(quantity, value=None, value_high=None, doubt=why, proposal=swap_separators(numeral))
    return CellNumber(doubtful, "doubtful-number")


def is_whole_unit(unit: Quantity, catalog: Catalog) -> bool:
    """Say whether a unit cannot be divided."""
    known = catalog.units.by_name.get(unit.unit.lower())
    return known is not None and known.whole


def numerals_of_wholes(texts: Sequence[str], units: Sequence[Quantity | None], catalog: Catalog) -> list[str]:
    """Return the numerals of cells that are in a unit which cannot be divided; empty for others."""
    wholes = [unit is not None and is_whole_unit(unit, catalog) for unit in units]
    return [text.strip() if whole else "" for text, whole in zip(texts, wholes, strict=True)]


def doubt_commas(
    read: Sequence[CellNumber], texts: Sequence[str], units: Sequence[Quantity | None], catalog: Catalog
) -> list[CellNumber]:
    """Take the value from numbers that may be thousands; propose these for whole things and for money.

    Numbers without a mark among them speak for thousands too: three decimals would be printed with all. Units so large
    that thousands of them are unlikely in every cell speak for decimals.
    """
    mixed = any(text.strip().isdecimal() for text in texts)
    why = "all commas of the table stand before three digits and may group thousands"
    doubted = []
    for one, text, unit in zip(read, texts, units, strict=True):
        numeral = NUMERAL.search(text)
        if one.quantity is None or one.quantity.value is None or not (numeral and has_three_decimals(numeral[0])):
            doubted.append(one)
            continue
        is_whole = unit is not None and _comes_whole(unit, catalog)
        if unit is not None and not (is_whole or mixed) and _comes_in_parts(unit, catalog):
            doubted.append(one)
            continue
        proposal = swap_separators(numeral[0]) if mixed or is_whole else ""
        doubtful = replace(one.quantity, value=None, value_high=None, doubt=why, proposal=proposal)
        doubted.append(CellNumber(doubtful, "doubtful-number", shared=True))
    return doubted


def _comes_whole(unit: Quantity, catalog: Catalog) -> bool:
    """Say whether a unit is one of whole things, or of money that is hardly counted to the third decimal."""
    known = catalog.units.by_name.get(unit.base_unit.lower())
    is_money = known is not None and known.family == "money"
    return is_whole_unit(unit, catalog) or (is_money and unit.scale < _BILLION)


def _comes_in_parts(unit: Quantity, catalog: Catalog) -> bool:
    """Say whether a unit is counted in thousandths: ``tỷ đồng``, ``nghìn ha``, ``triệu đồng/ha``."""
    words = unit.unit.lower().split()
    return "/" in unit.unit or (len(words) > 1 and words[0] in catalog.units.scales)


def doubt_part(own: CellNumber, numeral: str) -> CellNumber:
    """Doubt three decimals of what cannot be divided: ``1,250`` communes."""
    value = own.quantity.value if own.quantity is not None else None
    is_part = value is not None and has_three_decimals(numeral)
    return doubt(own, numeral, f"{numeral} would be a part of one") if is_part else own
