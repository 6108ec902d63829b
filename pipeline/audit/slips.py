"""How likely a misreading is: what was read, what may have been printed, and how to write it."""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

import regex

from pipeline.errors import NumberFormatError
from pipeline.model import Confusions
from pipeline.numbers import parse_decimal

_NUMERAL = regex.compile(r"\d+(?:[.,]\d+)*")


def numeral_in(raw: str, value: Decimal | None) -> tuple[str, bool] | None:
    """Return the numeral of a text that states ``value`` and whether a dot begins its decimals.

    >>> numeral_in("khoảng 1.250 người", Decimal(1250)), numeral_in("12.5%", Decimal("12.5"))
    (('1.250', False), ('12.5', True))
    """
    for match in _NUMERAL.finditer(raw):
        for dot_decimal in (False, True):
            try:
                if parse_decimal(match[0], dot_decimal=dot_decimal) == value:
                    return match[0], dot_decimal
            except NumberFormatError:
                continue
    return None


@dataclass(frozen=True, slots=True)
class Style:
    """How the numerals around a cell are printed: with so many decimals (None: as in the cell), ``05`` for 5."""

    places: int | None = None
    is_padded: bool = False


def spell(value: Decimal, raw: str, read: Decimal | None, *, style: Style | None = None) -> str:
    """Write a value as the text ``raw``, read as ``read``, would have it: its grouping, decimals, unit and marks.

    What neither shows, the ``style`` of the numerals around it says.

    >>> spell(Decimal(18020), "13.020", Decimal(13020)), spell(Decimal("4.5"), "7,5%", Decimal("7.5"))
    ('18.020', '4,5%')
    >>> spell(Decimal(1250), "250 người", Decimal(250)), spell(Decimal(7), "-", Decimal(0))
    ('1.250 người', '7')
    >>> spell(Decimal("4.9"), "4,59", Decimal("4.59"), style=Style(places=1))
    '4,9'
    """
    style = style or Style()
    found = numeral_in(raw, read)
    old, dot_decimal = found or ("", False)
    mark = "." if dot_decimal else ","
    places = style.places
    if places is None:
        places = len(old.rpartition(mark)[2]) if mark in old else 0
    places = max(places, -int(value.normalize().as_tuple().exponent))
    plain = old.isdecimal() and len(old) > 3
    text = f"{value:.{places}f}" if plain else f"{value:,.{places}f}"
    text = text if dot_decimal else text.translate(str.maketrans(".,", ",."))
    if old.startswith("0") and len(old) > 1 and old.isdecimal() and text.isdecimal():
        text = text.zfill(len(old))
    if style.is_padded and text.isdecimal():
        text = text.zfill(2)
    return raw.replace(old, text, 1) if old else text


def write(value: Decimal) -> str:
    """Write a value the Vietnamese way.

    >>> write(Decimal("1234.50")), write(Decimal(0))
    ('1.234,50', '0')
    """
    return f"{value:,f}".translate(str.maketrans(".,", ",."))


def unlikeliness(read: str, printed: str, confusions: Confusions) -> float:
    """Return the negative logarithm of the weight of a misreading: 0 for none, more the less likely.

    Both are numerals. One slip costs what the catalogue says of it; two add up, and a bit more; what two slips do not
    explain costs as much as a number that has nothing to do with the other.
    """
    if read == printed:
        return 0.0
    own, other = _digits(read), _digits(printed)
    if own == other:
        return _cost(confusions, "separator")
    apart = _places_apart(read) != _places_apart(printed) and ("," in read or "," in printed)
    moved = _cost(confusions, "separator") if apart else 0.0
    return min(moved + _slips(own, other, confusions), _cost(confusions, "unrelated"))


def is_likely(cost: float, confusions: Confusions) -> bool:
    """Say whether one or two slips explain a misreading of that cost."""
    return cost < _cost(confusions, "unrelated")


def near_values(raw: str, read: Decimal) -> Iterator[Decimal]:
    """Yield the values that one digit other, more or less would make of a numeral."""
    found = numeral_in(raw, read)
    if found is None:
        return
    places = -int(read.as_tuple().exponent)
    digits = _digits(found[0])
    for at in range(len(digits) + 1):
        for digit in "0123456789":
            yield Decimal(digits[:at] + digit + digits[at:]).scaleb(-places)
            if at < len(digits):
                yield Decimal(digits[:at] + digit + digits[at + 1 :]).scaleb(-places)
        if at < len(digits) and len(digits) > 1:
            yield Decimal(digits[:at] + digits[at + 1 :]).scaleb(-places)


def _digits(numeral: str) -> str:
    return regex.sub(r"\D", "", numeral)


def _places_apart(numeral: str) -> int:
    return len(numeral.rpartition(",")[2]) if "," in numeral else 0


def _cost(confusions: Confusions, kind: str) -> float:
    return -math.log(confusions.edits[kind])


def _slips(read: str, printed: str, confusions: Confusions) -> float:
    if len(read) == len(printed):
        differing = [at for at, pair in enumerate(zip(read, printed, strict=True)) if pair[0] != pair[1]]
        if len(differing) == 2 and differing[1] == differing[0] + 1 and sorted(read) == sorted(printed):
            return _cost(confusions, "swapped-digits")
        if len(differing) <= 2:
            costs = [-math.log(confusions.digits[printed[at], read[at]]) for at in differing]
            return sum(costs) + (len(costs) - 1) * _cost(confusions, "second-edit")
    short, long = sorted((read, printed), key=len)
    if len(long) - len(short) == 1 and any(long[:at] + long[at + 1 :] == short for at in range(len(long))):
        return _cost(confusions, "lost-digit" if len(read) < len(printed) else "added-digit")
    return _cost(confusions, "unrelated")
