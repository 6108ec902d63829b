"""Read the numbers of one column by the evidence of the column."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import regex

from pipeline.errors import NumberFormatError
from pipeline.model import UNREAD, Catalog, Quantity
from pipeline.numbers import (
    has_one_group,
    has_three_decimals,
    notation_of,
    parse_quantity,
    swap_separators,
    with_digits,
)

from .doubtful_numbers import (
    CellNumber,
    doubt,
    doubt_commas,
    doubt_part,
    is_whole_unit,
    numerals_of_wholes,
    weigh,
)
from .table_notation import NUMERAL, RARELY

_DIGIT_LIKE = regex.compile(r"[\dOoIlSBZ|.,%\s]+")
_MOSTLY, _FEWEST = 0.7, 4
"""Part and number of the filled cells of a column that make it one of numbers."""
_PLAIN = 0.3
"""Weight of the confusion of a digit with a letter that is believed in other columns."""
_OUT_OF = regex.compile(r"(?P<part>[0-9]{1,4})\s*/\s*(?P<of>[0-9]{1,4})")
_ACCOUNTED = regex.compile(r"^\(\s*(?P<number>\d[\d.,]*\s*[%‰]?)\s*\)$")
_SPACED_SIGN = regex.compile(r"^(?P<sign>[-–−+])\s+(?=\d)")
_NEGATIVE = regex.compile(r"^[-–−]\d")
_FOLLOWED = regex.compile(r"(?P<number>[^()]*\d[^()]*)\((?P<other>[^()]*\d[^()]*)\)")


def as_signed(text: str) -> str:
    """Return a cell whose number may be negative with its sign before its digits: ``(360)`` and ``- 360`` are -360."""
    return _ACCOUNTED.sub(r"-\g<number>", _SPACED_SIGN.sub(r"\g<sign>", text))


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
    of_cells = evidence.of_cells or [None] * len(texts)
    whole = _three_decimals_only(texts)
    if whole and unit is not None and is_whole_unit(unit, catalog):
        english = True
    texts = [_without_shares(text, texts) for text in texts]
    if any(map(_NEGATIVE.match, texts)):
        texts = [_SPACED_SIGN.sub(r"\g<sign>", text) for text in texts]
    numerals = [match[0] for text in texts for match in NUMERAL.finditer(text)]
    proofs = [notation_of(numeral) for numeral in numerals]
    commas = sum("," in numeral for numeral, proof in zip(numerals, proofs, strict=True) if proof == "vietnamese")
    grouped = sum(numeral.count(".") > 1 for numeral in numerals)
    dot_decimal = english or (proofs.count("english") >= 2 and commas + grouped == 0)
    parts = numerals_of_wholes(texts, of_cells, catalog)
    against = sum(map(has_one_group, parts))
    dot_decimal = dot_decimal and (not against or proofs.count("english") > RARELY * against)
    read = [_read(text, catalog, dot_decimal=dot_decimal) for text in texts]
    read = _with_misread(read, texts, catalog)
    if dot_decimal:
        read = [doubt_part(one, swap_separators(part)) for one, part in zip(read, parts, strict=True)]
        return tuple(replace(one, code=one.code or "foreign-notation") if one.quantity else one for one in read)
    if whole and unit is None:
        why = "all numbers of the column have three decimals, and no unit says whether they are thousands"
        return tuple(doubt(one, text, why) if one.quantity else one for one, text in zip(read, texts, strict=True))
    weighed = weigh(read, texts)
    if evidence.commas:
        weighed = doubt_commas(weighed, texts, [one or unit for one in of_cells], catalog)
    return tuple(doubt_part(one, part) for one, part in zip(weighed, parts, strict=True))


def _three_decimals_only(texts: Sequence[str]) -> bool:
    """Say whether at least three numbers of a column have three decimals and none has others or is grouped."""
    numerals = [match[0] for text in texts for match in NUMERAL.finditer(text)]
    marked = [numeral for numeral in numerals if "," in numeral or "." in numeral]
    return len(marked) >= 3 and all(has_three_decimals(numeral) for numeral in marked)


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
