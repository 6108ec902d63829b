"""From a match of the amount pattern to a quantity: value, range, scale, unit, and what is doubtful."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

import regex

from pipeline.errors import NumberFormatError
from pipeline.model import Comparator, Quantity, Units
from pipeline.text import squeeze

from .decimals import (
    DIGITS,
    SPACED,
    dotted,
    has_three_decimals,
    is_spaced,
    mended,
    parse_decimal,
    swap_separators,
    ungrouped,
)

_RATE_BASES = frozenset({Decimal(100), Decimal(1000), Decimal(10000), Decimal(100000)})
_SPACED_BASE = regex.compile(rf"(?<![0-9])(?!10*+(?:\s0+)+(?![0-9])){SPACED}")


def quantity_of(match: regex.Match[str], units: Units, *, dot_decimal: bool, multiple: bool) -> Quantity | None:
    """Return what a match of the amount pattern states, None if it is none. ``multiple``: ``gấp`` stands before."""
    if match["low"] is None:
        return _in_words(match, units, multiple=multiple)
    quantity = _bounds(match, dot_decimal=dot_decimal)
    if quantity is None:
        return None
    if quantity.value is not None:
        if not match["unit"] and not multiple and match["per"] and not match["scale"]:
            return _ratio(quantity, match, units)
        quantity = _compound(quantity, match, units, dot_decimal=dot_decimal)
        if not dot_decimal and has_three_decimals(match["low"]) and _is_whole(match, units):
            doubt = f"{match['low']} {match['unit']} would be a part of one"
            quantity = Quantity(None, doubt=doubt, proposal=swap_separators(match["low"]))
    return _with_unit(quantity, match, units)


def _bounds(match: regex.Match[str], *, dot_decimal: bool) -> Quantity | None:
    """Return the number or the range that is printed, in doubt if its notation is another; None if it goes down."""
    spaced = [printed for printed in (match["low"], match["high"], *_counted_per(match)) if is_spaced(printed or "")]
    if spaced and not is_spaced(match["low"]):
        return one_or_several(Quantity(None), spaced[0])
    bounds = []
    for printed in filter(None, (match["low"], match["high"])):
        try:
            bounds.append(_numeral(printed, dot_decimal=dot_decimal))
        except NumberFormatError as error:
            return Quantity(None, doubt=str(error), proposal=swap_separators(printed))
    if bounds[-1] < bounds[0]:
        return one_or_several(Quantity(None), spaced[0]) if spaced else None
    return Quantity(bounds[0], value_high=bounds[1] if match["high"] else None)


def _counted_per(match: regex.Match[str]) -> list[str]:
    """Return the numerals that something is counted per, powers of ten left out: nobody takes ``/100 000`` for two."""
    return [one[0] for one in _SPACED_BASE.finditer(match["per"] or "")]


def _numeral(printed: str, *, dot_decimal: bool) -> Decimal:
    """Read a numeral whose thousands may be grouped by spaces, which no notation gives another meaning."""
    return parse_decimal(ungrouped(printed) if is_spaced(printed) else printed, dot_decimal=dot_decimal)


def _compound(quantity: Quantity, match: regex.Match[str], units: Units, *, dot_decimal: bool) -> Quantity:
    """Add what follows in lower scales: ``1 tỷ 250 triệu 500 nghìn`` is 1,2505 tỷ."""
    if not match["below"] and not match["ones"]:
        return quantity
    low, high = quantity.value, quantity.value_high
    total = _sum_of_scales(high or low or Decimal(0), match, units, dot_decimal=dot_decimal)
    if total is None:
        return Quantity(None, doubt=f"'{squeeze(match[0])}' does not go down in scale")
    return replace(quantity, value=total) if high is None else replace(quantity, value_high=total)


def _sum_of_scales(first: Decimal, match: regex.Match[str], units: Units, *, dot_decimal: bool) -> Decimal | None:
    """Return a number and its parts in lower scales, in the first scale.

    None where a part is not less than one of the scale above it, or one before the last has decimals.
    """
    parts = list(zip(match.captures("below"), match.captures("below_scale"), strict=True))
    parts.extend((printed, "") for printed in match.captures("ones"))
    scale = above = _scale(match["scale"], units)
    total, last = first * scale, first
    for printed, words in parts:
        try:
            part = _numeral(printed, dot_decimal=dot_decimal)
        except NumberFormatError:
            return None
        below = _scale(words, units)
        if part * below >= above or last != last.to_integral_value():
            return None
        total, above, last = total + part * below, below, part
    return (total / scale).normalize()


def _scale(words: str, units: Units) -> Decimal:
    """Return what one or two scale words stand for: ``nghìn tỷ`` is a thousand billions."""
    product = Decimal(1)
    for word in words.lower().split():
        product *= units.scales[word]
    return product


def one_or_several(quantity: Quantity, spaced: str) -> Quantity:
    """Take the value from a quantity whose numeral has spaces that may stand between several numbers."""
    comparator = Comparator.EQ if quantity.comparator is Comparator.RANGE else quantity.comparator
    doubt, proposal = f"'{spaced}' may be one number or several", dotted(spaced)
    plain = replace(quantity, value=None, value_high=None, out_of=None, comparator=comparator)
    return replace(plain, doubt=doubt, proposal=proposal)


def tail_of_number(quantity: Quantity, printed: str) -> Quantity:
    """Take the value from a quantity whose numeral can only be the end of a broken one: ``000 đồng``."""
    doubt = f"'{printed}' may be the end of a broken number"
    return replace(quantity, value=None, value_high=None, out_of=None, comparator=Comparator.EQ, doubt=doubt)


def bounds_differ(match: regex.Match[str]) -> bool:
    """Say whether the bounds of a range are printed in different units, so that it is none."""
    own, last = (match["low_unit"] or "").lower(), (match["scale"] or match["unit"] or "").lower()
    return bool(match["high"] and own and own != last)


def _in_words(match: regex.Match[str], units: Units, *, multiple: bool) -> Quantity | None:
    """Read what is not plain digits: ``một nửa``, ``gấp đôi``, number words, and digits misread as letters."""
    if match["damaged"]:
        doubt = f"'{match['damaged']}' is not a number"
        return _with_unit(Quantity(None, doubt=doubt, proposal=mended(match["damaged"])), match, units)
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
    parts = regex.fullmatch(rf"/\s*(?P<of>{SPACED}|{DIGITS})\s*(?P<rest>.*)", per)
    if parts is None or quantity.value is None:
        return replace(quantity, unit=per, base_unit=dotted(per))
    try:
        whole = _numeral(parts["of"], dot_decimal=False)
    except NumberFormatError:
        return None
    if whole in _RATE_BASES:
        return replace(quantity, unit=per, base_unit=dotted(per))
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
        base_unit=(unit.base_unit if unit else name) + dotted(per).replace("trên ", "/"),
    )
