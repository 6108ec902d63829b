"""Products that are printed with both factors: classes times learners of each, quantity times unit price."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from itertools import permutations

import regex

from pipeline.model import Activity, Catalog, CellKey, Identity, Note, Observation, Quantity, Role, Table, Target
from pipeline.numbers import Amount, find_amounts
from pipeline.text import digits_of, squeeze

from .announced import is_slip
from .comparing import Compared, in_base, is_exact, together

_KIND = "product"
_TIMES = regex.compile(r"(?:\bx|[×*]|\bnhân(?:\s+với)?)\s*$", regex.IGNORECASE)
_TOTAL = regex.compile(r"(?:=|\btổng\b[^.;\d]{0,25}|\bcộng\b[^.;\d]{0,12})\s*$", regex.IGNORECASE)
_PER = regex.compile(r"^(?P<what>[^/]+)/\s*(?:1|01|một|mỗi)?\s*(?P<unit>[^/\d]+)$", regex.IGNORECASE)
_TERMS = 3
"""A product with the two numbers that it is made of."""
_MANY = 3
"""Rows on which a product must hold to be one that may fail on others."""
_FEWEST = 2
"""Rows on which it must hold if it fails on none."""


@dataclass(frozen=True, slots=True)
class Product:
    """``count`` things of ``each`` make ``total``; ``is_told`` if words or a sign say that it is the total."""

    count: Amount
    each: Amount
    total: Amount
    is_told: bool

    @property
    def computed(self) -> Decimal:
        """Count times each."""
        return in_base(self.count.quantity) * in_base(self.each.quantity)


def check_products(
    tables: Sequence[Table],
    stated: tuple[Sequence[Target], Sequence[Observation], Sequence[Activity]],
    catalog: Catalog,
) -> Compared:
    """Multiply what is printed with its product: in prose, in a cell of a schedule, in three columns of a table."""
    targets, observations, activities = stated
    return together(
        (
            *_in_cells(activities, catalog),
            *_in_prose(targets, catalog),
            *(_in_columns(table, observations, catalog) for table in tables),
        )
    )


def find_product(text: str, catalog: Catalog) -> Product | None:
    """Return the product that a text states with both factors, None if it states none or several.

    ``15 lớp, mỗi lớp 60 học viên, tổng số 900 học viên``; ``15 lớp x 60 học viên = 900 học viên``.
    """
    if len(digits_of(text)) < 3:
        return None
    amounts = [one for one in find_amounts(text, catalog.units) if is_exact(one.quantity) and one.quantity.unit]
    found = []
    for count, each in permutations(amounts, 2):
        what = _each_of(text, count, each)
        others = [one for one in amounts if one not in {count, each} and what and one.quantity.unit.lower() == what]
        if len(others) == 1:
            told = bool(_TOTAL.search(text[: others[0].start]))
            found.append(Product(count, each, others[0], told))
    return found[0] if len(found) == 1 else None


def _each_of(text: str, count: Amount, each: Amount) -> str:
    """Return the unit of what there is to each of the things counted, empty if ``each`` does not say that."""
    thing = count.quantity.unit.lower()
    unit = each.quantity.unit.lower()
    if (match := _PER.match(unit)) and squeeze(match["unit"]) == thing:
        return squeeze(match["what"])
    before = text[: each.start]
    told = regex.search(rf"\bmỗi\s+{regex.escape(thing)}\b[^.;\d]{{0,30}}$", before, regex.IGNORECASE)
    times = _TIMES.search(before) and squeeze(text[count.end : each.start]).lower() in {
        "x",
        "×",
        "*",
        "nhân",
        "nhân với",
    }
    return unit if (told or times) and "/" not in unit else ""


def _in_cells(activities: Sequence[Activity], catalog: Catalog) -> Iterator[Compared]:
    for one in activities:
        product = find_product(one.text, catalog) if one.per_unit is not None else None
        if product is not None and (identity := _identity(product, one.table_id, (one.key,) * 3)):
            total = one.text[product.total.start : product.total.end]
            note = replace(one.note("identity-fails"), observed=total)
            if not _is_yearly(one.text, product, catalog):
                yield _told(product, identity, note)


def _in_prose(targets: Sequence[Target], catalog: Catalog) -> Iterator[Compared]:
    paragraphs: dict[str, list[Target]] = {}
    for goal in targets:
        if goal.context:
            paragraphs.setdefault(goal.context[0], []).append(goal)
    for text, goals in paragraphs.items():
        product = find_product(text, catalog) if len(goals) >= 3 else None
        if product is None:
            continue
        terms = (product.total, product.count, product.each)
        named = [[goal for goal in goals if goal.raw == squeeze(text[one.start : one.end])] for one in terms]
        if (
            all(len(same) == 1 for same in named)
            and (identity := _identity(product, "", tuple(same[0].key for same in named)))
            and not _is_yearly(text, product, catalog)
        ):
            yield _told(product, identity, named[0][0].note("identity-fails"))


def _identity(product: Product, table_id: str, keys: tuple[CellKey, ...]) -> Identity | None:
    printed = in_base(product.total.quantity)
    identity = Identity(table_id, _KIND, keys[0], keys[1:], printed, product.computed, is_product=True)
    return identity if identity.holds or product.is_told else None


def _is_yearly(text: str, product: Product, catalog: Catalog) -> bool:
    """Say whether what is counted is a year's, so that the total may be that of all years."""
    fails = in_base(product.total.quantity) != product.computed
    return fails and bool(catalog.meaning("each-year", text[: product.count.start]))


def _told(product: Product, identity: Identity, note: Note) -> Compared:
    """Return an identity with an issue if it fails."""
    if identity.holds:
        return Compared((identity,))
    terms = f"{product.count.quantity.value:f} x {product.each.quantity.value:f}"
    expected = f"{identity.computed:f}"
    evidence = f"product: {terms} = {expected}, off by {identity.difference:f}"
    return Compared((identity,), (replace(note, expected=expected, evidence=evidence),))


def _in_columns(table: Table, observations: Sequence[Observation], catalog: Catalog) -> Compared:
    """Find the column that is the product of two others, one of which is headed as a price or as a share of each."""
    numbers = [column for column in table.columns if column.role is Role.VALUE]
    prices = [column.column_no for column in numbers if catalog.meaning("per-unit-header", column.path)]
    if not prices or len(numbers) < _TERMS:
        return Compared()
    cells = {one.key: one for one in observations if one.table_id == table.table_id and is_exact(one.quantity)}
    others = [column.column_no for column in numbers if column.column_no not in prices]
    for price in prices:
        for count, total in permutations(others, 2):
            family = [_product(table, (row.row_no, total, count, price), cells) for row in table.rows]
            made = [one for one in family if one is not None]
            is_named = len(numbers) == _TERMS and bool(catalog.meaning("product-header", table.columns[total - 1].path))
            if _is_meant(made, cells, is_named=is_named):
                return Compared(tuple(made), tuple(_failure(one, cells) for one in made if not one.holds))
    return Compared()


def _is_meant(made: Sequence[Identity], cells: Mapping[CellKey, Observation], *, is_named: bool) -> bool:
    """Say whether a product holds on enough rows; on one if its heading names it and one slip explains the others.

    A product that is several times what it should be has a factor more: so many days.
    """
    holding = sum(one.holds for one in made)
    if (holding >= _MANY and 2 * holding > len(made)) or _FEWEST <= holding == len(made):
        return True
    failing = [one for one in made if not one.holds]
    return is_named and holding >= len(failing) > 0 and all(_one_slip_mends(one, cells) for one in failing)


def _one_slip_mends(identity: Identity, cells: Mapping[CellKey, Observation]) -> bool:
    count, each = (in_base(cells[key].quantity) for key in identity.parts)
    if not identity.computed or (identity.printed / identity.computed) % 1 == 0:
        return False
    total = identity.printed * cells[identity.total].quantity.scale
    wanted = [(identity.printed, identity.computed), (count, total / each), (each, total / count)]
    return any(
        value == value.to_integral_value() and is_slip(read, value.quantize(Decimal(1))) for read, value in wanted
    )


def _product(table: Table, place: tuple[int, int, int, int], cells: Mapping[CellKey, Observation]) -> Identity | None:
    """Make the product of one row; rows of zeros or of ones say nothing."""
    row, *columns = place
    keys = [(table.table_id, row, column) for column in columns]
    if any(key not in cells for key in keys):
        return None
    total, count, price = (cells[key].quantity for key in keys)
    if not in_base(total) or in_base(count) in {Decimal(0), Decimal(1)} or in_base(price) in {Decimal(0), Decimal(1)}:
        return None
    rounding = _half_place(total) + in_base(count) * _half_place(price)
    tolerance = rounding / total.scale if _has_decimals(total) else 0
    return Identity(
        table_id=table.table_id,
        kind=_KIND,
        total=keys[0],
        parts=tuple(keys[1:]),
        printed=total.value or Decimal(0),
        computed=in_base(count) * in_base(price) / total.scale,
        tolerance=Decimal(tolerance),
        is_product=True,
    )


def _has_decimals(quantity: Quantity) -> bool:
    return quantity.value is not None and int(quantity.value.as_tuple().exponent) < 0


def _half_place(quantity: Quantity) -> Decimal:
    value = quantity.value or Decimal(0)
    return Decimal(1).scaleb(int(value.as_tuple().exponent)) * quantity.scale / 2


def _failure(identity: Identity, cells: Mapping[CellKey, Observation]) -> Note:
    count, price = (cells[key].raw for key in identity.parts)
    expected = f"{identity.computed:f}"
    evidence = f"product: {count} x {price} = {expected}, off by {identity.difference:f}"
    return replace(cells[identity.total].note("identity-fails"), expected=expected, evidence=evidence)
