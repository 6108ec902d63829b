"""Which numbers of a sentence are amounts that it states, and which are known to be none."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from decimal import Decimal

import regex

from pipeline.model import Catalog, Comparator
from pipeline.numbers import Amount, find_amounts
from pipeline.text import squeeze

from .mentions import Exclusion

_RATE_BASE = regex.compile(r"\s*1(?:00|[.\s]?000|0[.\s]?000|00[.\s]?000)(?![.,]?\d)")
_BASE = regex.compile(r"\bcứ\s+(?:trong\s+)?$", regex.IGNORECASE)
_HAS = regex.compile(r"(?:\s+(?!có\b)\p{L}+){0,3}\s*,?\s+(?:thì\s+)?có\s+(?:\p{L}+\s+){0,3}", regex.IGNORECASE)
_FROM = regex.compile(r"\btừ\s*$", regex.IGNORECASE)
_TO = regex.compile(r"\s*(?:đến|tới)\s*(?:mức\s+)?", regex.IGNORECASE)
_LOWER = frozenset({Comparator.EQ, Comparator.APPROX, Comparator.GT, Comparator.GE})
_ELEMENT = regex.compile(r"\)?[^,;:()\d\x00]*(?:,\s*|\s+và\s+)")
_NOUN = regex.compile(r"\s+(?!(?:cấp|bên|tại|không|trong|trên|và|hoặc|đến)(?!\p{L}))\p{L}{2,}", regex.IGNORECASE)
_NAMED = regex.compile(r"(?:\s+\p{L}+){0,4}\s+")
_ENDS = regex.compile(r"\s*(?:$|[,;.:()]|(?:và|cho|tại|ở|để|phục\s+vụ|trong|vào|trên)(?!\p{L}))", regex.IGNORECASE)
_PLACE = regex.compile(
    r"(?P<first>[0-9]{1,3})(?:\s*[-–]\s*(?P<last>[0-9]{1,3}))?\s*/\s*(?P<all>[0-9]{1,3})(?P<noun>(?:\s+\p{L}.*)?)"
)
_MONTHS = Decimal(12)
_TENTHS = Decimal(10)
_FEW = Decimal(100)
"""A count of this many or more is hardly a condition that a rate is of."""


def stated_amounts(hidden: str, catalog: Catalog) -> tuple[list[Amount], list[Amount], list[Exclusion]]:
    """Return the amounts that a sentence states, the numbers that are none, and those that are known to be none.

    ``hidden`` is the sentence with its references, dates and years blanked out.
    """
    amounts: list[Amount] = []
    others: list[Amount] = []
    excluded: list[Exclusion] = []
    before: Amount | None = None
    listed: Amount | None = None
    found = [_read_by_words(one, hidden, catalog) for one in find_amounts(hidden, catalog.units)]
    for amount in _per_base(_with_ranges(found, hidden, catalog), hidden, catalog):
        is_property = before is not None and _is_property(before, amount, hidden, catalog)
        if is_property or _defines_group(amount, hidden, catalog):
            excluded.append(Exclusion(amount.start, amount.end, "name"))
        elif _may_be_stated(amount, hidden, catalog) or _is_counted(amount, before, listed, hidden, catalog):
            amounts.append(amount)
            listed = amount
        else:
            listed = None
            if _family(amount, catalog) == "time" and _is_lasting(amount, hidden, catalog):
                excluded.append(Exclusion(amount.start, amount.end, "period"))
            else:
                others.append(amount)
        before = amount
    return amounts, others, excluded


def _read_by_words(amount: Amount, hidden: str, catalog: Catalog) -> Amount:
    """Read an amount by the words around it, which make it a rank, the number of a month or a fraction."""
    ranked = _as_rank(amount, hidden, catalog)
    return ranked or _as_fraction(_of_time(amount, hidden, catalog), catalog)


def _as_rank(amount: Amount, hidden: str, catalog: Catalog) -> Amount | None:
    """Read ``xếp hạng 25/63 tỉnh`` as 25 in ``/63 tỉnh``: a place among so many, and no number of provinces."""
    printed = _PLACE.fullmatch(hidden, amount.number, amount.end)
    if printed is None or not catalog.meaning("rank", hidden[: amount.start]):
        return None
    first, last = (Decimal(printed[name]) if printed[name] else None for name in ("first", "last"))
    if max(first or 0, last or 0) > Decimal(printed["all"]):
        return None
    unit = "/" + squeeze(printed["all"] + printed["noun"])
    quantity = replace(amount.quantity, value=first, value_high=last, out_of=None, unit=unit, base_unit=unit)
    return replace(amount, quantity=quantity, noun=amount.end)


def _of_time(amount: Amount, hidden: str, catalog: Catalog) -> Amount:
    """Doubt a count that may be the number of a month or quarter: ``trong tháng 9 trường học``."""
    quantity = amount.quantity
    is_count = _family(amount, catalog) == "count" and quantity.scale == 1
    if quantity.value is None or not (is_count and 0 < quantity.value <= _MONTHS and quantity.value % 1 == 0):
        return amount
    if amount.start < amount.number or not catalog.meaning("numbered-time", hidden[: amount.number]):
        return amount
    doubt = f"'{quantity.value}' may be the number of a month, a quarter or a week"
    return replace(amount, quantity=replace(quantity, value=None, value_high=None, out_of=None, doubt=doubt))


def _as_fraction(amount: Amount, catalog: Catalog) -> Amount:
    """Read ``9/10 hộ dân`` as 0.9: only of places and the like a plan counts as few as ten."""
    quantity = amount.quantity
    value, whole = quantity.value, quantity.out_of
    if value is None or whole is None or not value < whole <= _TENTHS or not catalog.meaning("people", quantity.unit):
        return amount
    share = round(value / whole, 6).normalize()
    return replace(amount, quantity=replace(quantity, value=share, out_of=None, unit="", base_unit=""))


def _with_ranges(amounts: list[Amount], hidden: str, catalog: Catalog) -> list[Amount]:
    """Join the ends of ``từ 80% đến dưới 90%`` or ``2 triệu đồng đến 5 triệu đồng`` where no change leads from one."""
    joined: list[Amount] = []
    for amount in amounts:
        low = _lower_end(joined[-1], amount, hidden, catalog) if joined else None
        if low is None:
            joined.append(amount)
            continue
        before = joined.pop()
        since = _FROM.search(hidden[: before.start])
        start = since.start() if since else before.start
        quantity = replace(amount.quantity, value=low, value_high=amount.quantity.value, comparator=Comparator.RANGE)
        lead_start = min(start, before.lead_start)
        joined.append(
            replace(before, start=start, end=amount.end, quantity=quantity, lead_start=lead_start, noun=amount.noun)
        )
    return joined


def _lower_end(low: Amount, high: Amount, hidden: str, catalog: Catalog) -> Decimal | None:
    """Return the lower bound of a range in the unit of the upper one; None if the two amounts are none."""
    own, above = low.quantity, high.quantity
    since = bool(_FROM.search(hidden[: low.start]))
    if own.value is None or above.value is None or own.value_high is not None or above.value_high is not None:
        return None
    if own.comparator not in _LOWER or not _TO.fullmatch(hidden, low.end, high.start) or not (since or own.unit):
        return None
    if own.unit and (own.base_unit != above.base_unit or own.out_of is not None):
        return None
    value = own.value if own.scale == above.scale or not own.unit else (own.value * own.scale / above.scale).normalize()
    part = hidden[max(hidden.rfind(mark, 0, low.number) for mark in ";,.(") + 1 : low.number]
    leads_up = catalog.meaning("increase", part) or catalog.meaning("raising", part)
    return value if value < above.value and not leads_up else None


def _per_base(amounts: list[Amount], hidden: str, catalog: Catalog) -> Iterator[Amount]:
    """Count what there is to a base per that base: ``cứ 1.000 dân có 12 bác sĩ`` are 12 ``bác sĩ/1.000 dân``."""
    base: Amount | None = None
    for amount in amounts:
        lead = _BASE.search(hidden, 0, amount.number)
        if base is None and lead and _family(amount, catalog) != "time":
            base = replace(amount, lead_start=lead.start())
            continue
        if base is not None and _HAS.fullmatch(hidden, base.end, amount.start):
            per = "/" + squeeze(hidden[base.number : base.end])
            quantity = amount.quantity
            quantity = replace(quantity, unit=quantity.unit + per, base_unit=quantity.base_unit + per)
            yield replace(amount, start=base.number, lead_start=base.lead_start, quantity=quantity)
        elif base is not None:
            yield base
            yield amount
        else:
            yield amount
        base = None
    if base is not None:
        yield base


def _may_be_stated(amount: Amount, hidden: str, catalog: Catalog) -> bool:
    """Say whether an amount is bounded, led to or measured; a number with a word that is no unit may be of a name."""
    quantity = amount.quantity
    unit = catalog.units.by_name.get(quantity.unit.lower())
    bounded = quantity.comparator is not Comparator.EQ or bool(amount.lead)
    if unit is not None and unit.family == "time":
        return _is_goal_in_time(amount, hidden, catalog)
    after_colon = hidden[: amount.start].rstrip().endswith(":")
    in_words = not hidden[amount.number].isdigit()
    per = "/" in quantity.unit or quantity.scale != 1 or quantity.out_of is not None
    fraction = quantity.unit.startswith(("số ", "tổng số ")) or (quantity.value is not None and 0 < quantity.value < 1)
    return bool(quantity.doubt) or unit is not None or bounded or after_colon or in_words or per or fraction


def _is_goal_in_time(amount: Amount, hidden: str, catalog: Catalog) -> bool:
    """Say whether a time is led to, limited, changed by (``giảm 3 ngày``), or bounds what is told in time.

    ``Dưới 3 tháng`` alone names a class.
    """
    if amount.lead_start < amount.start or catalog.meaning("change-by", hidden[: amount.start]):
        return True
    comparator = amount.quantity.comparator
    below = comparator is Comparator.RANGE and "dưới" in hidden[amount.start : amount.end].lower()
    if below or comparator in {Comparator.LT, Comparator.GT} or (comparator is Comparator.GE and not amount.lead):
        part = max(hidden.rfind(mark, 0, amount.start) for mark in ";(")
        return bool(catalog.meaning("duration-subject", hidden[part + 1 : amount.start]))
    return comparator is not Comparator.EQ


def _is_counted(  # noqa: PLR0913, PLR0917 - the number, those before it, and the sentence
    amount: Amount, before: Amount | None, listed: Amount | None, hidden: str, catalog: Catalog
) -> bool:
    """Say whether a number counts the noun behind it, though that is no known unit.

    It does right behind a verb of providing (``trang bị 1.800 thùng``), and where it opens the next element of a list
    whose element before, ``listed``, states a count or measure (``25 km đường, 14 cầu``).
    """
    value = amount.quantity.value
    if amount.quantity.unit or value is None or value % 1 or not _NOUN.match(hidden, amount.end):
        return False
    if catalog.meaning("providing", hidden[: amount.number]):
        return True
    if before is None or listed is None or is_share(listed, catalog) or is_money(listed, catalog):
        return False
    return bool(_ELEMENT.fullmatch(hidden, before.end, amount.number))


def _is_lasting(amount: Amount, hidden: str, catalog: Catalog) -> bool:
    """Say whether a time tells how long something takes (``trong 5 năm``, ``sơ cấp và dưới 3 tháng``)."""
    bounded = amount.quantity.comparator is not Comparator.EQ
    return bounded or bool(catalog.meaning("duration", hidden[: amount.number]))


def _is_property(before: Amount, amount: Amount, hidden: str, catalog: Catalog) -> bool:
    """Say whether a weight or volume tells of what is counted before it: ``45 xe ép rác 5 tấn``."""
    quantity = amount.quantity
    if not catalog.meaning("capacity", quantity.base_unit) or quantity.comparator is not Comparator.EQ or amount.lead:
        return False
    between = hidden[before.end : amount.number]
    counts = _family(before, catalog) in {"", "count"} and before.quantity.scale == 1 and not before.lead
    named = bool(_NAMED.fullmatch(between)) and not catalog.meaning("no-property", between)
    return counts and named and bool(_ENDS.match(hidden, amount.end))


def _defines_group(amount: Amount, hidden: str, catalog: Catalog) -> bool:
    """Say whether a bound tells whom something is for: ``25 doanh nghiệp có doanh thu trên 100 tỷ đồng``."""
    if amount.quantity.comparator in {Comparator.EQ, Comparator.APPROX}:
        return False
    part = max(hidden.rfind(mark, 0, amount.start) for mark in ";:(") + 1
    return bool(catalog.meaning("qualifier", f"{hidden[part : amount.start]}|{hidden[amount.end :]}"))


def of_rate(
    amounts: Sequence[Amount], sentence: str, *, of_subject: bool, catalog: Catalog
) -> Iterator[tuple[Amount, str]]:
    """Judge the amounts of a clause beside its first rate: ``value``, ``name``, or empty where nothing is sure.

    A count belongs to the subject of the rate (``khám thai ít nhất 4 lần đạt 85%``), as does money that bounds who is
    meant. Other money is a value of its own, and so is a count that is said to be one (``85% tương ứng 1.200 người``).
    """
    rate = min((amount.number for amount in amounts if is_share(amount, catalog)), default=None)
    for amount in amounts:
        subject = of_subject and (rate is None or amount.number < rate)
        bounded = amount.quantity.comparator is not Comparator.EQ
        if is_share(amount, catalog) or amount.quantity.out_of is not None or _is_its_own(amount, sentence, catalog):
            yield amount, "value"
        elif is_money(amount, catalog):
            yield amount, "value" if not bounded else "name" if subject else ""
        elif subject or _is_condition(amount, catalog):
            yield amount, "" if _is_given(amount, amounts, sentence, catalog) else "name"
        else:
            yield amount, ""


def _is_given(amount: Amount, amounts: Sequence[Amount], sentence: str, catalog: Catalog) -> bool:
    """Say whether a count may be a value, since the rate before it only tells who is meant.

    ``Thôn có trên 50% hộ nghèo được cấp 03 loại sách``.
    """
    of_who = [one for one in amounts if is_share(one, catalog) and one.number < amount.number]
    bounds = all(one.lead.startswith("có ") and one.quantity.comparator is not Comparator.EQ for one in of_who)
    return bool(of_who) and bounds and bool(catalog.meaning("given", sentence[: amount.start]))


def _is_its_own(amount: Amount, sentence: str, catalog: Catalog) -> bool:
    """Say whether the words around an amount beside a rate set it apart: ``cho 500 hộ``, ``500 hộ với tỷ lệ``."""
    if not is_money(amount, catalog) and _family(amount, catalog) != "count":
        return False
    begin = min(amount.start, amount.lead_start)
    return bool(catalog.meaning("beside-rate", f"{sentence[:begin]}|{sentence[amount.end :]}"))


def _is_condition(amount: Amount, catalog: Catalog) -> bool:
    """Say whether a number is one of a few times or at least so many of something, as conditions of a rate are."""
    quantity = amount.quantity
    few = quantity.value is not None and quantity.value < _FEW
    counted = quantity.comparator is not Comparator.EQ or bool(catalog.meaning("condition-unit", quantity.unit))
    return _family(amount, catalog) == "time" or (few and counted)


def is_share(amount: Amount, catalog: Catalog) -> bool:
    """Say whether an amount is a rate: ``%``, ``điểm %/năm``, ``42/100.000``, ``12 bác sĩ/10.000 dân``."""
    per = amount.quantity.unit.partition("/")[2]
    return bool(_RATE_BASE.match(per)) or _family(amount, catalog) == "rate"


def is_money(amount: Amount, catalog: Catalog) -> bool:
    """Say whether an amount is a sum of money, per something or not."""
    return _family(amount, catalog) == "money"


def _family(amount: Amount, catalog: Catalog) -> str:
    """Return the family of the unit before any slash, scale words left out; empty if it is not known."""
    name = amount.quantity.base_unit or amount.quantity.unit
    unit = catalog.units.by_name.get(name.partition("/")[0].lower())
    return unit.family if unit is not None else ""
