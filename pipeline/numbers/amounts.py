"""Find and read quantities in text: bounds, numerals, scale words, units, what they are counted per."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from decimal import Decimal
from functools import lru_cache

import regex

from pipeline.errors import NumberFormatError
from pipeline.model import Comparator, Quantity, Units
from pipeline.text import squeeze

from .decimals import DIGITS, FOREIGN, ROUND, SPACED, is_spaced
from .values import bounds_differ, one_or_several, quantity_of, tail_of_number

_TAIL = regex.compile(r"0[0-9]{2}(?:\.[0-9]{3})*")
"""What no number begins with: the end of one that was broken."""
_COLON, _NOUN = regex.compile(r":\s*$"), regex.compile(r"\s+\p{Ll}{2}")
_DASHES = frozenset("-–—−")
_DAMAGED = regex.compile(r"(?=.*[OolIS])[0-9OolIS.,\s]+")
_SIGNED = regex.compile(r"[-–—−+][0-9]")
_FOOTNOTE = regex.compile(r"\s*(?:\(\s*(?:\*+|[0-9])\s*\)|\*+|(?<=[0-9%‰)]\s*)[¹²³⁴⁵⁶⁷⁸⁹])\s*$")
_BEFORE = frozenset({"before", "next"})
_AFTER = frozenset({"after"})
_MINUS = regex.compile(
    r"(?:(?<![^\s(])(?:(?P<dash>[-–])|−)|(?<!\b(?:ghi|phát|thu|số|siêu)\s+)\bâm\s+)$", regex.IGNORECASE
)
_FALLING = regex.compile(r"\b(?:giảm|hạ|bớt)\s*$", regex.IGNORECASE)
_WHOLE_OF = regex.compile(r"\s*(?:tổng\s+)?số\b", regex.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Amount:
    """A quantity at ``start:end`` of a text; the bound before it (``ít nhất``) is included, ``đạt`` is not."""

    start: int
    end: int
    number: int
    """Where its first digit or number word stands."""
    quantity: Quantity
    lead: str = ""
    """All comparing words before it, ``đạt`` included."""
    lead_start: int = 0
    """Where these words begin, else the amount itself."""
    noun: int = 0
    """Where its unit begins, else where the amount ends."""


def parse_quantity(printed: str, units: Units, *, dot_decimal: bool = False) -> Quantity:
    """Read a text that is nothing but a quantity, footnote marks aside. A dash is 0.

    Raises :class:`NumberFormatError` for other text. A quantity in doubtful notation has no value and says why.
    """
    text = _FOOTNOTE.sub("", printed.strip())
    if text in _DASHES:
        return Quantity(Decimal(0))
    signed = bool(_SIGNED.match(text))
    negative = signed and text[0] != "+"
    body = text[1:] if signed else text
    if _DAMAGED.fullmatch(body):
        raise NumberFormatError(f"'{printed}' is not a number")
    for amount in _find(body, units, dot_decimal=dot_decimal, alone=True):
        lead = body[: amount.start].strip().lower()
        if amount.end == len(body) and (not lead or amount.lead.startswith(lead)):
            quantity = amount.quantity
            if negative and quantity.value is not None:
                quantity = replace(quantity, value=-quantity.value, value_high=None)
            return quantity
        break
    raise NumberFormatError(f"'{printed}' is not a quantity")


def find_amounts(text: str, units: Units, *, dot_decimal: bool = False) -> Iterator[Amount]:
    """Yield the quantities of a text from left to right. Lower-casing the text must keep its length (NFC does).

    A power of ten that something is counted by, even misread (``109 trề trai/100 trẻ gái``), is no quantity by itself.
    Spaces group thousands where something counted follows (``12 500 trẻ``); else ``12 500`` is in doubt.
    """
    return _find(text, units, dot_decimal=dot_decimal, alone=False)


def _find(text: str, units: Units, *, dot_decimal: bool, alone: bool) -> Iterator[Amount]:
    """Yield the quantities of a text; ``alone`` says that it should be nothing but one."""
    patterns = _compile(units)
    position = 0
    while match := patterns.amount.search(text, position):
        if bounds_differ(match):
            match = patterns.amount.search(text, match.start(), match.end("low_unit")) or match
        position = match.end()
        amount = _amount(match, text, patterns, dot_decimal=dot_decimal)
        if amount is not None:
            position = max(position, amount.end) if amount.end > match.start() else position
            if not alone and amount.quantity.value is not None and _may_be_two(match, text, patterns):
                amount = replace(amount, quantity=one_or_several(amount.quantity, match["low"]))
            if not alone and _TAIL.fullmatch(match["low"] or ""):
                amount = replace(amount, quantity=tail_of_number(amount.quantity, match["low"]))
            if not alone and (sign := _sign_before(match, text, patterns)):
                amount = _with_sign(amount, sign, text, patterns)
            yield amount


@dataclass(frozen=True, slots=True)
class _Patterns:
    units: Units
    amount: regex.Pattern[str]
    before: regex.Pattern[str]
    after: regex.Pattern[str]
    multiple: regex.Pattern[str]
    since: regex.Pattern[str]
    numbered: regex.Pattern[str]


@lru_cache(maxsize=4)
def _compile(units: Units) -> _Patterns:
    def alternatives(words: Iterable[str]) -> str:
        return "|".join(regex.escape(word).replace("\\ ", r"\s+") for word in sorted(words, key=len, reverse=True))

    scale = alternatives(units.scales)
    scales = rf"(?:{scale})(?:\s+(?:{scale})(?!\p{{L}}))?"
    unit = rf"(?:(?:{alternatives(units.by_name)})(?![\p{{L}}\d])|[%‰](?=\p{{L}}{{2}}))"
    rates = alternatives([name for name, unit in units.by_name.items() if unit.family == "rate"])
    spaced = rf"(?:(?<![0-9]\s*){SPACED}|{SPACED}(?=\s*(?:{unit}|{scale})))(?!\s*(?:{rates}))"
    numeral = rf"(?:{spaced}|{DIGITS})"
    money = alternatives([name for name, unit in units.by_name.items() if unit.family == "money"])
    words = alternatives([word for word in units.words if word not in units.scales])
    before = alternatives([phrase for phrase, _, position in units.comparators if position in _BEFORE])
    after = alternatives([phrase for phrase, _, position in units.comparators if position == "after"])
    separator = r"(?:[-–—÷]|đến|tới)"
    half = r"(?P<half>(?:một\s+|1\s+)?nửa)(?!\p{L})"
    counted = rf"(?P<words>(?:(?:{words}|phần(?!\s+(?:trăm|nghìn)))(?!\p{{L}})\s*)+)(?P<share>(?:tổng\s+)?số\s+{unit})?"
    double = rf"(?P<double>{alternatives(units.multiples)})(?!\p{{L}})"
    digit = r"[0-9OolISBZ]"
    behind = rf"(?=\s*(?:[%‰]|(?=\p{{Ll}})(?:{scale}|{unit})))"
    damaged = (
        rf"(?P<damaged>(?-i:(?=[0-9.,BZ]*[OolIS])(?=[OolISBZ.,]*[0-9]){digit}+(?:[.,]{digit}+)*"
        rf"|(?=[0-9.,]*[BZ])(?=[OolISBZ.,]*[0-9]){digit}+(?:[.,]{digit}+)*(?<![0-9]B){behind}"
        rf"|[lISBZ]O{{1,2}}{behind}"
        rf"|(?=[0-9.,]*{FOREIGN})(?=(?:{FOREIGN}|[.,])*[0-9])(?:[0-9]|{FOREIGN})+(?:[.,](?:[0-9]|{FOREIGN})+)*"
        rf"|[0-9]+(?:[.,][0-9]+)*(?!{unit})[sqzi](?=\s+(?:{scale}|{unit}))"
        r"|(?<!\b(?i:ngày|tháng|quý|điều|khoản)\s+)"
        rf"(?=[0-9.,]*[{ROUND}])(?=[{ROUND}.,]*[0-9])[0-9{ROUND}]+(?:[.,][0-9{ROUND}]+)*(?!\x00|\s*[/–-]\s*[0-9\p{{Lu}}\x00])"
        r"|[1-9][0-9]{0,2}(?:\.[0-9]{3})*(?:\s\.-?\s?|\.-?\s|\.-)[0-9]{3}(?![0-9])(?:\s?\.-?\s?[0-9]{3}(?![0-9]))*(?!\s*[%‰])"
        r"|(?<=\p{L}[\s:]+)[1-9][0-9]{0,2}(?:\.[0-9]{3})*\.(?:[0-9]\s[0-9]{2}|[0-9]{2}\s[0-9])"
        r"|[0-9]{2,3},\s[0-9](?=\s*%)|[0-9]\s[0-9](?=\s*%)))(?![\p{L}\d])"
        rf"(?:\s*(?P<scale>{scales})(?!\p{{L}}))?"
    )
    digits = (
        rf"(?![0-9.,]*[{ROUND}])(?P<low>{numeral})"
        rf"(?:\s*(?P<low_unit>%|‰|{scales})?\s*{separator}\s*(?P<high>{numeral}))?(?P<plus>\+)?"
        rf"(?:\s*(?P<scale>{scales})(?!\p{{L}})(?:\s*(?P<below>{numeral})\s*(?P<below_scale>{scales})(?!\p{{L}}))*"
        rf"(?:\s+(?P<ones>{numeral})(?=\s*(?:{money})(?![\p{{L}}\d])))?)?"
    )
    other = rf"(?!(?:{before}|mỗi|và|hoặc|gấp)(?!\p{{L}}))\p{{L}}+"
    times = alternatives([name for name, unit in units.by_name.items() if unit.family == "time"])
    round_one = rf"(?:1(?:[.\s]?0+)*(?![\d.,]*\d)|{numeral}(?=\s*(?:{times})(?!\p{{L}})))"
    counted_per = rf"(?:\s*(?:{scale})(?!\p{{L}}))?(?:\s*{unit})?"
    rest = rf"|(?:{scale})\s+{unit}|{unit}|{other})(?:\s+(?:tổng\s+)?số\s+{unit})?"
    whole, base = rf"(?:{numeral}{counted_per}{rest}", rf"(?:{round_one}{counted_per}{rest}"
    one = r"(?<=(?:\d|(?<![\d.,])1\s[\p{L}\s]+)\s*)"
    per = rf"(?P<per>(?:\s*(?:{one}/\s*{whole}|(?:/|(?<=\p{{L}}\s*)trên(?=\s*10))\s*{base}))*)"
    counted_by = r"(?<=\p{L}\s?/\s?)1(?:[.\s]?0+)*(?![\d,.]*\d|\s*[%‰])"
    return _Patterns(
        units=units,
        amount=regex.compile(
            rf"(?<![\p{{L}}\d])(?<!\d[.,])(?!{counted_by})(?:{damaged}|{digits}|{half}|{counted}|{double})(?:\s*(?P<unit>{unit}))?{per}",
            regex.IGNORECASE,
        ),
        before=regex.compile(rf"(?:^|(?<=[\s(,;:/]))(?<!trở\s+)(?P<phrase>{before})\s*$", regex.IGNORECASE),
        after=regex.compile(rf"[^.,;:()\d]{{0,40}}?(?P<phrase>{after})(?!\p{{L}})", regex.IGNORECASE),
        multiple=regex.compile(r"\bgấp\s*$", regex.IGNORECASE),
        since=regex.compile(r"\btừ\s*$", regex.IGNORECASE),
        numbered=regex.compile(
            rf"(?:(?<!\p{{L}})(?:{alternatives(units.numbered)})(?:\s+số)?\s+|\p{{L}}[-–./]|[0-9]\s+)$",
            regex.IGNORECASE,
        ),
    )


def _may_be_two(match: regex.Match[str], text: str, patterns: _Patterns) -> bool:
    """Say whether a space in a numeral may stand between two numbers.

    It may if nothing counted follows (``đạt 12 450``), or if the first may belong to what stands before (``tháng 6 500
    trẻ``).
    """
    if not is_spaced(match["low"] or ""):
        return False
    counted = match["unit"] or match["scale"] or match["per"]
    return not counted or bool(patterns.numbered.search(text, max(0, match.start() - 40), match.start()))


def _sign_before(match: regex.Match[str], text: str, patterns: _Patterns) -> regex.Match[str] | None:
    """Return a minus right before a rate, or the word for it (``tăng trưởng âm 1,2%``)."""
    unit = patterns.units.by_name.get((match["unit"] or match["low_unit"] or "").lower())
    if match["low"] is None or unit is None or unit.family != "rate":
        return None
    return _MINUS.search(text, max(0, match.start() - 12), match.start())


def _with_sign(amount: Amount, sign: regex.Match[str], text: str, patterns: _Patterns) -> Amount:
    """Read a rate as negative; doubt it where the sign may be a dash.

    ``giảm -3%`` is left as it is, and so is an item behind a colon: ``Chỉ tiêu 1: -95% số hộ``.
    """
    quantity, value = amount.quantity, amount.quantity.value
    is_item = sign["dash"] and _COLON.search(text, 0, sign.start()) and _NOUN.match(text, amount.end)
    if value is None or is_item or _FALLING.search(text, 0, sign.start()):
        return amount
    start, lead_start, comparator, lead = _comparators_before(text, sign.start(), patterns)
    if comparator is not Comparator.EQ and quantity.value_high is None:
        quantity = replace(quantity, comparator=comparator)
    if sign["dash"] and not lead.strip(" :"):
        doubt, proposal = (
            f"'{text[sign.start() : amount.end]}' may be a negative number",
            text[sign.start() : amount.noun],
        )
        quantity = replace(quantity, value=None, value_high=None, doubt=doubt, proposal=squeeze(proposal))
        quantity = replace(quantity, comparator=Comparator.EQ) if quantity.comparator is Comparator.RANGE else quantity
    else:
        quantity = replace(quantity, value=-value)
    return replace(
        amount, start=min(start, sign.start()), quantity=quantity, lead=lead, lead_start=min(lead_start, sign.start())
    )


def _amount(match: regex.Match[str], text: str, patterns: _Patterns, *, dot_decimal: bool) -> Amount | None:
    start, lead_start, comparator, lead = _comparators_before(text, match.start(), patterns)
    times = patterns.multiple.search(text, 0, start)
    multiple = times is not None
    if times is not None:
        start, lead_start, outer, lead = _comparators_before(text, times.start(), patterns)
        comparator = comparator if outer is Comparator.EQ else outer
    quantity = quantity_of(match, patterns.units, dot_decimal=dot_decimal, multiple=multiple)
    end = match.end()
    if quantity is None:
        return None
    is_share = bool(match["words"]) and "phần" in match["words"].lower()
    if (match["words"] or match["double"]) and not (
        multiple or is_share or _carries_words(comparator, quantity, text[end:])
    ):
        return None
    if match["plus"]:
        comparator = Comparator.GE
    after = patterns.after.match(text, end)
    if after is not None:
        comparator, _ = _meaning(after["phrase"], _AFTER, patterns.units)
        end = after.end()
        start = _from(text, match.start(), start)
    if quantity.value_high is not None:
        comparator = Comparator.RANGE
        start = _from(text, match.start(), start)
    quantity = replace(quantity, comparator=comparator, multiple=multiple)
    noun = match.start("unit") if match["unit"] else end
    if quantity.out_of is not None:
        noun = max(match.start("per"), match.end() - len(quantity.unit))
    return Amount(start, end, match.start(), quantity, lead, min(start, lead_start), noun)


def _from(text: str, number: int, start: int) -> int:
    """Take in the ``từ`` of ``từ 2 - 3`` and ``từ 95% trở lên``."""
    head = text[:number].rstrip().lower()
    return min(start, len(head) - 2) if head.endswith("từ") and not head[-3:-2].isalpha() else start


def _carries_words(comparator: Comparator, quantity: Quantity, rest: str) -> bool:
    return comparator is not Comparator.EQ and bool(quantity.unit) and not _WHOLE_OF.match(rest)


def _comparators_before(text: str, position: int, patterns: _Patterns) -> tuple[int, int, Comparator, str]:
    """Return where the bound before a number and the comparing words begin, what it means, and the words."""
    comparator, start, cursor = Comparator.EQ, position, position
    if since := patterns.since.search(text, max(0, position - 6), position):
        cursor = since.start()
    end = cursor
    while match := patterns.before.search(text, max(0, cursor - 40), cursor):
        found, place = _meaning(match["phrase"], _BEFORE, patterns.units)
        if place == "next" and cursor != end and comparator is Comparator.EQ:
            break  # ``nêu trên đạt 90%`` speaks of what was said above
        cursor = match.start()
        if found is not Comparator.EQ and comparator is Comparator.EQ:
            comparator, start = found, cursor
    lead = text[cursor:end].strip().lower()
    return start, cursor if lead else start, comparator, lead


@lru_cache(maxsize=1024)
def _meaning(phrase: str, positions: frozenset[str], units: Units) -> tuple[Comparator, str]:
    folded = " ".join(phrase.lower().split())
    return next((c, where) for text, c, where in units.comparators if text == folded and where in positions)
