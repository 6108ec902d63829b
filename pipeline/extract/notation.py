"""Read the numbers of one column by the evidence of the column."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

import regex

from pipeline.errors import NumberFormatError
from pipeline.model import UNREAD, Catalog, Quantity
from pipeline.numbers import (
    has_one_group,
    has_three_decimals,
    is_spaced,
    notation_of,
    one_or_several,
    parse_quantity,
    swap_separators,
    with_digits,
)

from .table_notation import GAPPED, NUMERAL

_DIGIT_LIKE = regex.compile(r"[\dOoIlSBZ|.,%\s]+")
_MOSTLY, _FEWEST = 0.7, 4
"""Part and number of the filled cells of a column that make it one of numbers."""
_PLAIN = 0.3
"""Weight of the confusion of a digit with a letter that is believed in other columns."""
_RARELY = 10
"""How many cells that prove a notation outweigh one that speaks against it."""
_BILLION = 1_000_000_000
"""Money counted by this or more may well have three decimals: ``12,345 tỷ đồng``."""
_OUT_OF = regex.compile(r"(?P<part>[0-9]{1,4})\s*/\s*(?P<of>[0-9]{1,4})")
_ACCOUNTED = regex.compile(r"^\(\s*(?P<number>\d[\d.,]*\s*[%‰]?)\s*\)$")
_SPACED_SIGN = regex.compile(r"^(?P<sign>[-–−+])\s+(?=\d)")
_NEGATIVE = regex.compile(r"^[-–−]\d")
_FOLLOWED = regex.compile(r"(?P<number>[^()]*\d[^()]*)\((?P<other>[^()]*\d[^()]*)\)")
_FAR = 20
"""A number that is this many times the largest of its column was hardly meant."""


@dataclass(frozen=True, slots=True)
class CellNumber:
    """What a cell says: a quantity, perhaps without a value (``code`` then names the issue), or no number at all."""

    quantity: Quantity | None
    code: str = ""
    shared: bool = False
    """Whether what is doubted is how the whole column is written."""


def as_signed(text: str) -> str:
    """Return a cell whose number may be negative with its sign before its digits: ``(360)`` and ``- 360`` are -360."""
    return _ACCOUNTED.sub(r"-\g<number>", _SPACED_SIGN.sub(r"\g<sign>", text))


def doubt_spaces(numbers: Sequence[CellNumber], texts: Sequence[str]) -> tuple[CellNumber, ...]:
    """Take the value from cells whose digits are grouped by spaces: they may hold two numbers."""
    return tuple(_with_doubted_space(one, text) for one, text in zip(numbers, texts, strict=True))


def _with_doubted_space(own: CellNumber, text: str) -> CellNumber:
    gapped = GAPPED.search(text)
    if own.quantity is None or own.quantity.value is None or gapped is None or not is_spaced(gapped[0]):
        return own
    return CellNumber(one_or_several(own.quantity, gapped[0]), "doubtful-number")


@dataclass(frozen=True, slots=True)
class ColumnEvidence:
    """What is known of the numbers of a column before they are read."""

    english: bool = False
    """Whether numerals of the table prove 1,234.5."""
    unit: Quantity | None = None
    of_cells: Sequence[Quantity | None] = ()
    """The unit of each cell, where rows have their own."""
    commas: bool = False
    """Whether commas may group thousands, as all of the table stand before three digits."""


def read_column(
    texts: Sequence[str], catalog: Catalog, evidence: ColumnEvidence = ColumnEvidence()
) -> tuple[CellNumber, ...]:
    """Read the cells of a column together.

    A dot is a decimal mark only if numerals of the column prove it and none contradicts, or those of the table do
    (``evidence``); a single odd one among Vietnamese numerals stays without a value. A column of nothing but
    ``321,700`` holds thousands if its unit cannot be divided, and is doubtful if it has none.
    """
    english, unit = evidence.english, evidence.unit
    whole = _three_decimals_only(texts)
    if whole and unit is not None and _is_whole(unit, catalog):
        english = True
    texts = [_without_shares(text, texts) for text in texts]
    if any(map(_NEGATIVE.match, texts)):
        texts = [_SPACED_SIGN.sub(r"\g<sign>", text) for text in texts]
    numerals = [match[0] for text in texts for match in NUMERAL.finditer(text)]
    proofs = [notation_of(numeral) for numeral in numerals]
    commas = sum("," in numeral for numeral, proof in zip(numerals, proofs, strict=True) if proof == "vietnamese")
    grouped = sum(numeral.count(".") > 1 for numeral in numerals)
    dot_decimal = english or (proofs.count("english") >= 2 and commas + grouped == 0)
    parts = _of_wholes(texts, evidence.of_cells or [None] * len(texts), catalog)
    against = sum(map(has_one_group, parts))
    dot_decimal = dot_decimal and (not against or proofs.count("english") > _RARELY * against)
    read = [_read(text, catalog, dot_decimal=dot_decimal) for text in texts]
    read = _with_misread(read, texts, catalog)
    if dot_decimal:
        read = [_doubt_part(one, swap_separators(part)) for one, part in zip(read, parts, strict=True)]
        return tuple(replace(one, code=one.code or "foreign-notation") if one.quantity else one for one in read)
    if whole and unit is None:
        why = "all numbers of the column have three decimals, and no unit says whether they are thousands"
        return tuple(_doubt(one, text, why) if one.quantity else one for one, text in zip(read, texts, strict=True))
    form = _form(texts, read)
    weighed = [_weigh(text, one, form) for text, one in zip(texts, read, strict=True)]
    if evidence.commas:
        weighed = _doubt_commas(weighed, texts, evidence, catalog)
    return tuple(_doubt_part(one, part) for one, part in zip(weighed, parts, strict=True))


def _three_decimals_only(texts: Sequence[str]) -> bool:
    """Say whether at least three numbers of a column have three decimals and none has others or is grouped."""
    numerals = [match[0] for text in texts for match in NUMERAL.finditer(text)]
    marked = [numeral for numeral in numerals if "," in numeral or "." in numeral]
    return len(marked) >= 3 and all(has_three_decimals(numeral) for numeral in marked)


def _is_whole(unit: Quantity, catalog: Catalog) -> bool:
    known = catalog.units.by_name.get(unit.unit.lower())
    return known is not None and known.whole


def _of_wholes(texts: Sequence[str], units: Sequence[Quantity | None], catalog: Catalog) -> list[str]:
    """Return the numerals of cells that are in a unit which cannot be divided; empty for others."""
    of_cells = units or [None] * len(texts)
    wholes = [unit is not None and _is_whole(unit, catalog) for unit in of_cells]
    return [text.strip() if whole else "" for text, whole in zip(texts, wholes, strict=True)]


def _doubt_commas(
    read: Sequence[CellNumber], texts: Sequence[str], evidence: ColumnEvidence, catalog: Catalog
) -> list[CellNumber]:
    """Take the value from numbers that may be thousands; propose these for whole things and for money.

    Numbers without a mark among them speak for thousands too: three decimals would be printed with all. Units so large
    that thousands of them are unlikely in every cell speak for decimals.
    """
    units = [unit or evidence.unit for unit in evidence.of_cells] or [evidence.unit] * len(texts)
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
    return _is_whole(unit, catalog) or (is_money and unit.scale < _BILLION)


def _comes_in_parts(unit: Quantity, catalog: Catalog) -> bool:
    """Say whether a unit is counted in thousandths: ``tỷ đồng``, ``nghìn ha``, ``triệu đồng/ha``."""
    words = unit.unit.lower().split()
    return "/" in unit.unit or (len(words) > 1 and words[0] in catalog.units.scales)


def _doubt_part(own: CellNumber, numeral: str) -> CellNumber:
    """Doubt three decimals of what cannot be divided: ``1,250`` communes."""
    value = own.quantity.value if own.quantity is not None else None
    is_part = value is not None and has_three_decimals(numeral)
    return _doubt(own, numeral, f"{numeral} would be a part of one") if is_part else own


def _without_shares(text: str, texts: Sequence[str]) -> str:
    """Read ``6/9`` as 6 where its column counts out of a whole (``10/10``, ``5/16``) and holds no fractions."""
    own = _OUT_OF.fullmatch(text.strip())
    if own is None or "/100" in text.replace(" ", ""):
        return text
    all_shares = [match for other in texts if (match := _OUT_OF.fullmatch(other.strip()))]
    counts = any(int(m["of"]) > 10 or m["part"] in {m["of"], "0"} for m in all_shares)
    return own["part"] if counts else text


def _with_misread(read: Sequence[CellNumber], texts: Sequence[str], catalog: Catalog) -> list[CellNumber]:
    """Doubt letters shaped like digits in a column of numbers: ``II`` for 11."""
    numbers = sum(one.quantity is not None for one in read)
    usual = _MOSTLY * sum(map(bool, texts)) <= numbers >= _FEWEST
    longest, least = (5, 0.0) if usual else (2, _PLAIN)
    letters = [
        one.quantity is None and len(text) <= longest and bool(with_digits(text, catalog.confusions, least))
        for one, text in zip(read, texts, strict=True)
    ]
    if sum(letters) > numbers:
        return list(read)
    known = zip(read, texts, letters, strict=True)
    return [_no_number(text, catalog) if is_misread else one for one, text, is_misread in known]


def _no_number(text: str, catalog: Catalog) -> CellNumber:
    """Take the value from a cell, and propose the number that it is but for letters shaped like digits."""
    proposal = with_digits(text, catalog.confusions)
    return CellNumber(Quantity(None, doubt=f"'{text}' is not a number", proposal=proposal), "unreadable-number")


def _read(text: str, catalog: Catalog, *, dot_decimal: bool) -> CellNumber:
    if not text or catalog.meaning("no-value", text):
        return CellNumber(None)
    if catalog.meaning("overflown-cell", text):
        return CellNumber(Quantity(None, doubt=f"'{text}' is not a number"), "unreadable-number")
    if text == UNREAD:
        return CellNumber(
            Quantity(None, doubt="the cell is inked but nothing could be read in it"), "unreadable-number"
        )
    try:
        quantity = parse_quantity(text, catalog.units, dot_decimal=dot_decimal)
    except NumberFormatError:
        return _with_marks(text, catalog, dot_decimal=dot_decimal) or _unread(text, catalog)
    return CellNumber(quantity, "doubtful-number" if quantity.doubt else "")


def _unread(text: str, catalog: Catalog) -> CellNumber:
    """Tell a number that cannot be read from text that is none: by its characters, at least half of them digits."""
    digits = sum(char.isdigit() for char in text)
    has_words = any(len(word) > 3 and word.isalpha() for word in text.split())
    is_number = bool(digits and _DIGIT_LIKE.fullmatch(text))
    if is_number or (2 * digits >= len(text.replace(" ", "")) and not has_words):
        return _no_number(text, catalog)
    return CellNumber(None)


def _with_marks(text: str, catalog: Catalog, *, dot_decimal: bool) -> CellNumber | None:
    """Doubt a number that may be negative, in parentheses or behind a dash, and one with another in parentheses.

    Of two bare numbers, as ``1.200 (95,5%)``, none is proposed: headings may name the unit of either.
    """
    accounted, followed, sign = _ACCOUNTED.fullmatch(text), _FOLLOWED.fullmatch(text), _SPACED_SIGN.match(text)
    if sign and sign["sign"] == "+":
        own = _read(text[sign.end() :], catalog, dot_decimal=dot_decimal)
        return own if own.quantity is not None else None
    if accounted or sign:
        read, why = as_signed(text), f"'{text}' may be a negative number"
    elif followed:
        read, why = followed["number"].strip(), f"'{text}' holds more than one number"
    else:
        return None
    try:
        quantity = parse_quantity(read, catalog.units, dot_decimal=dot_decimal)
    except NumberFormatError:
        return None
    is_sure = followed is None or regex.search(r"\p{L}", followed["other"]) is not None
    doubtful = replace(quantity, value=None, value_high=None, doubt=why, proposal=read if is_sure else "")
    return CellNumber(doubtful, "doubtful-number")


@dataclass(frozen=True, slots=True)
class _Form:
    """What the numerals of a column look like: counted once for all its cells."""

    dotted: int
    with_decimals: int
    three_decimals: int
    largest: tuple[Decimal, Decimal]
    """The largest value, and the second largest."""


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
    """Doubt a numeral whose separator does not fit the others of its column."""
    numeral = NUMERAL.search(text.strip())
    if own.quantity is None or own.quantity.value is None or numeral is None:
        return own
    dotted = form.dotted - ("." in numeral[0])
    decimals = form.with_decimals - ("," in numeral[0])
    three = form.three_decimals - ("," in numeral[0] and has_three_decimals(numeral[0]))
    largest = form.largest[own.quantity.value == form.largest[0]]
    if has_three_decimals(numeral[0]) and dotted and three == decimals:
        return _doubt(own, numeral[0], f"{dotted} numbers of the column group thousands with a dot")
    if has_one_group(numeral[0]) and decimals >= 3 and not dotted and own.quantity.value > _FAR * largest:
        return _doubt(own, numeral[0], f"{decimals} numbers of the column have decimals, the largest is {largest}")
    return own


def _doubt(own: CellNumber, numeral: str, why: str) -> CellNumber:
    quantity = own.quantity or Quantity(None)
    doubtful = replace(quantity, value=None, value_high=None, doubt=why, proposal=swap_separators(numeral))
    return CellNumber(doubtful, "doubtful-number")
