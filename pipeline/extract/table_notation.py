"""Say from all numerals of a table how its numbers are written."""

from __future__ import annotations

from collections.abc import Sequence

import regex

from pipeline.numbers import has_one_group, has_three_decimals, is_spaced, notation_of

NUMERAL = regex.compile(r"\d+(?:[.,]\d+)*")
GAPPED = regex.compile(r"\d[\d.,]*(?:\s+\d[\d.,]*)+")
_YEAR = regex.compile(r"(?:19|20)\d{2}")
_FEWEST_COMMAS, _LONGEST_GROUP = 3, 3
_FEWEST_SPACED, RARELY = 2, 10
"""Cells that prove spaces between thousands, and how many of them outweigh one that speaks against it."""


def proves_english(columns: Sequence[Sequence[str]]) -> bool:
    """Say whether numerals of a table prove 1,234.5 and none proves 1.234,5.

    At least three of them, or one with its millions among such as ``321,700``.
    """
    numerals = [match[0] for texts in columns for text in texts for match in NUMERAL.finditer(text)]
    english = sum(notation_of(numeral) == "english" for numeral in numerals)
    commas = sum(
        "," in numeral and notation_of(numeral) == "vietnamese" and not has_three_decimals(numeral)
        for numeral in numerals
    )
    millions = any(numeral.count(",") > 1 and notation_of(numeral) == "english" for numeral in numerals)
    enough = english >= 3 or (millions and english + sum(map(has_three_decimals, numerals)) >= 3)
    return enough and commas + sum(numeral.count(".") > 1 for numeral in numerals) == 0


def may_group_by_commas(columns: Sequence[Sequence[str]]) -> bool:
    """Say whether commas of a table may group thousands: three at least, each before exactly three digits.

    A dot between digits says that they do not, and so does a number of four digits without any mark.

    >>> may_group_by_commas([["860,250", "75,500"], ["801", "29,536"]]), may_group_by_commas([["860,250", "75,5"]])
    (True, False)
    """
    numerals = [match[0] for texts in columns for text in texts for match in NUMERAL.finditer(text)]
    commas = [numeral for numeral in numerals if "," in numeral]
    plain = [numeral for numeral in numerals if numeral.isdecimal() and not _YEAR.fullmatch(numeral)]
    is_grouped = len(commas) >= _FEWEST_COMMAS and all(map(has_three_decimals, commas))
    is_plain = any(len(numeral) > _LONGEST_GROUP for numeral in plain)
    return is_grouped and not is_plain and not any("." in numeral for numeral in numerals)


def proves_spaces(columns: Sequence[Sequence[str]]) -> bool:
    """Say whether spaces group thousands in a table: in two cells at least, and hardly anything speaks against it.

    A dot that groups thousands does, and so does a cell whose digits fall into other groups (``240 41``): it holds
    two numbers, as others may.
    """
    texts = [text for texts in columns for text in texts]
    gapped = [match[0] for text in texts for match in GAPPED.finditer(text)]
    spaced = sum(map(is_spaced, gapped))
    against = len(gapped) - spaced + sum(has_one_group(m[0]) for text in texts for m in NUMERAL.finditer(text))
    return spaced >= _FEWEST_SPACED and RARELY * against <= spaced


def may_be_two_rows(columns: Sequence[Sequence[str]]) -> bool:
    """Say whether only one row has numbers with spaces, among plain whole ones: it may be two rows read as one."""
    rows = [at for texts in columns for at, text in enumerate(texts) if GAPPED.search(text)]
    others = [
        [text for at, text in enumerate(texts) if text and at not in rows]
        for texts in columns
        if any(GAPPED.search(text) for text in texts)
    ]
    return len(set(rows)) == 1 and any(len(texts) > 1 and all(map(str.isdecimal, texts)) for texts in others)
