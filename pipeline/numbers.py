"""Vietnamese numerals and quantities: strings in, ``Decimal`` out. Pure.

A dot groups thousands and a comma begins decimals; nothing else is accepted without evidence from outside.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from decimal import Decimal
from functools import lru_cache

import regex

from .errors import NumberFormatError
from .model import Comparator, Quantity, Units
from .text import squeeze

_DIGITS = r"[0-9]+(?:[.,][0-9]+)*"
_GROUPED = regex.compile(r"[1-9]\d{0,2}(?:\.\d{3})+(?:,\d+)?", regex.ASCII)
_PLAIN = regex.compile(r"\d+(?:,\d+)?", regex.ASCII)
_DOT_DECIMAL = regex.compile(r"\d+(?:\.\d+)?|[1-9]\d{0,2}(?:,\d{3})+(?:\.\d+)?", regex.ASCII)
_THREE_DECIMALS = regex.compile(r"[1-9]\d{0,2},\d{3}", regex.ASCII)
_ONE_GROUP = regex.compile(r"[1-9]\d{0,2}\.\d{3}", regex.ASCII)
_DASHES = frozenset("-–—−")
_DAMAGED = regex.compile(r"(?=.*[OolIS])[0-9OolIS.,\s]+")
_SIGNED = regex.compile(r"[-–—−+][0-9]")
_FOOTNOTE = regex.compile(r"\s*(?:\(\s*(?:\*+|[0-9])\s*\)|\*+|(?<=[0-9%‰)]\s*)[¹²³⁴⁵⁶⁷⁸⁹])\s*$")
_RATE_BASES = frozenset({Decimal(100), Decimal(1000), Decimal(10000), Decimal(100000)})
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


def parse_decimal(printed: str, *, dot_decimal: bool = False) -> Decimal:
    """Read a numeral; with ``dot_decimal`` in the notation 1,234.5 instead of the Vietnamese 1.234,5.

    >>> parse_decimal("1.170.000"), parse_decimal("0,50"), parse_decimal("09")
    (Decimal('1170000'), Decimal('0.50'), Decimal('9'))
    >>> parse_decimal("12.5")
    Traceback (most recent call last):
    pipeline.errors.NumberFormatError: '12.5' is not written in Vietnamese notation
    """
    if dot_decimal and _DOT_DECIMAL.fullmatch(printed):
        return Decimal(printed.replace(",", ""))
    if not dot_decimal and (_GROUPED.fullmatch(printed) or _PLAIN.fullmatch(printed)):
        return Decimal(printed.replace(".", "").replace(",", "."))
    notation = "English" if dot_decimal else "Vietnamese"
    raise NumberFormatError(f"'{printed}' is not written in {notation} notation")


def notation_of(printed: str) -> str:
    """Say which notation a numeral proves: ``vietnamese``, ``english``, ``either`` or ``none``.

    >>> [notation_of(text) for text in ("1.170.000", "12.5", "1.234", "15", "1.2.3")]
    ['vietnamese', 'english', 'either', 'either', 'none']
    """
    vietnamese = bool(_GROUPED.fullmatch(printed) or _PLAIN.fullmatch(printed))
    english = bool(_DOT_DECIMAL.fullmatch(printed))
    if vietnamese and english:
        return "either"
    return "vietnamese" if vietnamese else "english" if english else "none"


def swap_separators(printed: str) -> str:
    """Exchange dots and commas: the other way to read a numeral.

    >>> swap_separators("321,707")
    '321.707'
    """
    return printed.translate(str.maketrans(".,", ",."))


def has_one_group(printed: str) -> bool:
    """Say whether a numeral is one group of thousands, or three decimals if its dot is a misread comma.

    >>> has_one_group("1.234"), has_one_group("1.234.567")
    (True, False)
    """
    return bool(_ONE_GROUP.fullmatch(printed))


def has_three_decimals(printed: str) -> bool:
    """Say whether a numeral has three decimals, or is a group of thousands if its comma is a misread dot.

    >>> has_three_decimals("321,707"), has_three_decimals("0,707")
    (True, False)
    """
    return bool(_THREE_DECIMALS.fullmatch(printed))


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
    for amount in find_amounts(body, units, dot_decimal=dot_decimal):
        lead = body[: amount.start].strip().lower()
        if amount.end == len(body) and (not lead or amount.lead.startswith(lead)):
            quantity = amount.quantity
            if negative and quantity.value is not None:
                quantity = replace(quantity, value=-quantity.value, value_high=None)
            return quantity
        break
    raise NumberFormatError(f"'{printed}' is not a quantity")


def find_amounts(text: str, units: Units, *, dot_decimal: bool = False) -> Iterator[Amount]:
    """Yield the quantities of a text from left to right. Lower-casing the text must keep its length (NFC does)."""
    patterns = _compile(units)
    position = 0
    while match := patterns.amount.search(text, position):
        if _bounds_differ(match):
            match = patterns.amount.search(text, match.start(), match.end("low_unit")) or match
        position = match.end()
        amount = _amount(match, text, patterns, dot_decimal=dot_decimal)
        if amount is not None:
            position = max(position, amount.end) if amount.end > match.start() else position
            yield amount


@dataclass(frozen=True, slots=True)
class _Patterns:
    units: Units
    amount: regex.Pattern[str]
    before: regex.Pattern[str]
    after: regex.Pattern[str]
    multiple: regex.Pattern[str]
    since: regex.Pattern[str]


@lru_cache(maxsize=4)
def _compile(units: Units) -> _Patterns:
    def alternatives(words: Iterable[str]) -> str:
        return "|".join(regex.escape(word).replace("\\ ", r"\s+") for word in sorted(words, key=len, reverse=True))

    scale = alternatives(units.scales)
    scales = rf"(?:{scale})(?:\s+(?:{scale})(?!\p{{L}}))?"
    unit = rf"(?:{alternatives(units.by_name)})(?![\p{{L}}\d])"
    words = alternatives([word for word in units.words if word not in units.scales])
    before = alternatives([phrase for phrase, _, position in units.comparators if position == "before"])
    after = alternatives([phrase for phrase, _, position in units.comparators if position == "after"])
    separator = r"(?:[-–—÷]|đến|tới)"
    half = r"(?P<half>(?:một\s+|1\s+)?nửa)(?!\p{L})"
    counted = rf"(?P<words>(?:(?:{words}|phần(?!\s+(?:trăm|nghìn)))(?!\p{{L}})\s*)+)(?P<share>(?:tổng\s+)?số\s+{unit})?"
    double = rf"(?P<double>{alternatives(units.multiples)})(?!\p{{L}})"
    digit = r"[0-9OolIS]"
    damaged = (
        rf"(?P<damaged>(?-i:(?=[0-9.,]*[OolIS])(?=[OolIS.,]*[0-9]){digit}+(?:[.,]{digit}+)*"
        r"|[1-9][0-9]{0,2}(?:\.\s[0-9]{3})+|[0-9]{2,3},\s[0-9](?=\s*%)|[0-9]\s[0-9](?=\s*%)))(?![\p{L}\d])"
    )
    digits = (
        rf"(?P<low>{_DIGITS})"
        rf"(?:\s*(?P<low_unit>%|‰|{scales})?\s*{separator}\s*(?P<high>{_DIGITS}))?(?P<plus>\+)?"
        rf"(?:\s*(?P<scale>{scales})(?!\p{{L}})(?:\s*(?P<low2>[0-9]+)\s*(?P<scale2>{scales})(?!\p{{L}}))?)?"
    )
    other = rf"(?!(?:{before}|mỗi|và|hoặc)(?!\p{{L}}))\p{{L}}+"
    number = rf"{_DIGITS}(?:\s*(?:{scale})(?!\p{{L}}))?(?:\s*{unit})?"
    base = rf"(?:{number}|(?:{scale})\s+{unit}|{unit}|{other})(?:\s+(?:tổng\s+)?số\s+{unit})?"
    per = rf"(?P<per>(?:\s*(?:/|(?<=\p{{L}}\s*)trên(?=\s*10))\s*{base})*)"
    return _Patterns(
        units=units,
        amount=regex.compile(
            rf"(?<![\p{{L}}\d])(?<!\d[.,])(?:{damaged}|{digits}|{half}|{counted}|{double})(?:\s*(?P<unit>{unit}))?{per}",
            regex.IGNORECASE,
        ),
        before=regex.compile(rf"(?:^|(?<=[\s(,;:/]))(?<!trở\s+)(?P<phrase>{before})\s*$", regex.IGNORECASE),
        after=regex.compile(rf"[^.,;:()\d]{{0,40}}?(?P<phrase>{after})(?!\p{{L}})", regex.IGNORECASE),
        multiple=regex.compile(r"\bgấp\s*$", regex.IGNORECASE),
        since=regex.compile(r"\btừ\s*$", regex.IGNORECASE),
    )


def _amount(match: regex.Match[str], text: str, patterns: _Patterns, *, dot_decimal: bool) -> Amount | None:
    times = patterns.multiple.search(text, 0, match.start())
    multiple = times is not None
    start, lead_start, comparator, lead = _comparators_before(text, times.start() if times else match.start(), patterns)
    quantity = _quantity(match, patterns.units, dot_decimal=dot_decimal, multiple=multiple)
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
        comparator = _meaning(after["phrase"], "after", patterns.units)
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
        found = _meaning(match["phrase"], "before", patterns.units)
        cursor = match.start()
        if found is not Comparator.EQ and comparator is Comparator.EQ:
            comparator, start = found, cursor
    lead = text[cursor:end].strip().lower()
    return start, cursor if lead else start, comparator, lead


@lru_cache(maxsize=1024)
def _meaning(phrase: str, position: str, units: Units) -> Comparator:
    folded = " ".join(phrase.lower().split())
    return next(c for text, c, where in units.comparators if text == folded and where == position)


def _quantity(match: regex.Match[str], units: Units, *, dot_decimal: bool, multiple: bool) -> Quantity | None:
    if match["low"] is None:
        return _in_words(match, units, multiple=multiple)
    bounds = []
    for printed in filter(None, (match["low"], match["high"])):
        try:
            bounds.append(parse_decimal(printed, dot_decimal=dot_decimal))
        except NumberFormatError as error:
            return _with_unit(Quantity(None, doubt=str(error), proposal=swap_separators(printed)), match, units)
    if bounds[-1] < bounds[0]:
        return None
    if not match["unit"] and not multiple and match["per"] and not match["scale"]:
        return _ratio(Quantity(bounds[0], value_high=bounds[1] if match["high"] else None), match, units)
    if not dot_decimal and has_three_decimals(match["low"]) and _is_whole(match, units):
        doubt = f"{match['low']} {match['unit']} would be a part of one"
        return _with_unit(Quantity(None, doubt=doubt, proposal=swap_separators(match["low"])), match, units)
    if match["low2"]:
        below = _scale(match["scale2"], units) / _scale(match["scale"], units)
        bounds[-1] = (bounds[-1] + Decimal(match["low2"]) * below).normalize()
    return _with_unit(Quantity(bounds[0], value_high=bounds[1] if match["high"] else None), match, units)


def _mended(damaged: str) -> str:
    """Spell a numeral with letters for digits or a gap as it was probably printed.

    >>> _mended("9O,5"), _mended("1. 250")
    ('90,5', '1.250')
    """
    return regex.sub(r"\s", "", damaged.translate(str.maketrans("OolIS", "00115")))


def _scale(words: str, units: Units) -> Decimal:
    """Return what one or two scale words stand for: ``nghìn tỷ`` is a thousand billions."""
    product = Decimal(1)
    for word in words.lower().split():
        product *= units.scales[word]
    return product


def _bounds_differ(match: regex.Match[str]) -> bool:
    """Say whether the bounds of a range are printed in different units, so that it is none."""
    own, last = (match["low_unit"] or "").lower(), (match["scale"] or match["unit"] or "").lower()
    return bool(match["high"] and own and own != last)


def _in_words(match: regex.Match[str], units: Units, *, multiple: bool) -> Quantity | None:
    """Read what is not plain digits: ``một nửa``, ``gấp đôi``, number words, and digits misread as letters."""
    if match["damaged"]:
        doubt = f"'{match['damaged']}' is not a number"
        return _with_unit(Quantity(None, doubt=doubt, proposal=_mended(match["damaged"])), match, units)
    if match["half"]:
        return Quantity(Decimal("0.5"))
    if match["double"]:
        return Quantity(units.multiples[match["double"].lower()], "lần", base_unit="lần") if multiple else None
    value = _words_value(match["words"].lower().split(), units)
    return None if value is None else _with_unit(Quantity(value), match, units)


def _is_whole(match: regex.Match[str], units: Units) -> bool:
    unit = units.by_name.get(squeeze(match["unit"] or "").lower())
    return unit is not None and unit.whole and not match["scale"] and not match["per"]


def _words_value(words: list[str], units: Units) -> Decimal | None:
    """Read number words up to hundreds; None where they do not make a number.

    ``hai mươi lăm`` is 25, ``một trăm linh năm`` 105, ``mười`` 10, ``hai phần ba`` two thirds.
    """
    if "phần" in words:
        cut = words.index("phần")
        above, below = _words_value(words[:cut], units), _words_value(words[cut + 1 :], units)
        return round(above / below, 6).normalize() if above and below and above < below else None
    total, current = 0, None
    for word in words:
        number = units.words[word]
        if word == "trăm":
            total, current = total + 100 * (1 if current is None else current), None
        elif number == 10:
            total, current = total + 10 * (1 if current is None or word == "mười" else current), None
        elif word in {"linh", "lẻ"}:
            continue
        elif current is not None:
            return None
        else:
            current = int(number)
    total += current or 0
    return Decimal(total) if total else None


def _ratio(quantity: Quantity, match: regex.Match[str], units: Units) -> Quantity | None:
    """Tell ``111/100`` (per hundred), ``3/4`` (a fraction) and ``30/30 huyện`` (out of) apart."""
    per = squeeze(match["per"])
    parts = regex.fullmatch(rf"/\s*(?P<of>{_DIGITS})\s*(?P<rest>.*)", per)
    if parts is None or quantity.value is None:
        return replace(quantity, unit=per, base_unit=per)
    try:
        whole = parse_decimal(parts["of"])
    except NumberFormatError:
        return None
    if whole in _RATE_BASES:
        return replace(quantity, unit=per, base_unit=per)
    if quantity.value > whole or whole == 0:
        return None
    share = regex.fullmatch(r"(?:tổng\s+)?số\s+.*", parts["rest"], regex.IGNORECASE)
    if share is None and (quantity.value == whole or whole > 10 or parts["rest"]):
        unit = units.by_name.get(parts["rest"].lower())
        return replace(quantity, out_of=whole, unit=parts["rest"], base_unit=unit.base_unit if unit else parts["rest"])
    return replace(
        quantity, value=round(quantity.value / whole, 6).normalize(), unit=parts["rest"], base_unit=parts["rest"]
    )


def _with_unit(quantity: Quantity, match: regex.Match[str], units: Units) -> Quantity:
    """Attach the printed unit with its scale word and what it is counted per."""
    inner = match["low_unit"] or ""
    name = squeeze(match["unit"] or match["share"] or "") or (inner if inner in {"%", "‰"} else "")
    word = squeeze(match["scale"] or (inner if inner not in {"%", "‰"} else "")).lower()
    unit = units.by_name.get(name.lower())
    per = regex.sub(r"\s*/\s*", "/", squeeze(match["per"] or ""))
    joiner = "" if not per or per.startswith("/") else " "
    scale = _scale(word, units) * (unit.scale if unit else 1)
    return replace(
        quantity,
        unit=" ".join(filter(None, (word, name))) + joiner + per,
        scale=scale,
        base_unit=(unit.base_unit if unit else name) + per.replace("trên ", "/"),
    )
