"""Texts that are units, alone or with the name of what they are the unit of."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import regex

from pipeline.errors import NumberFormatError
from pipeline.model import Catalog, Quantity
from pipeline.numbers import parse_quantity, unit_meant
from pipeline.text import squeeze

_LONGEST_UNIT = 40
_NAMED = regex.compile(r"(?P<name>\p{L}[\p{L}\s]*?)\s*(?::|=|\s[-–])\s*(?P<unit>[^:;=()]+)")


def unit_of_line(line: str, header: Sequence[str], catalog: Catalog) -> Quantity | None:
    """Return the unit that a line gives to what the headings of a column name: ``Kinh phí: tỷ đồng; diện tích: ha``.

    None where it names nothing, or several things that the headings name.
    """
    named = [_NAMED.fullmatch(part.strip()) for part in regex.split(r"[;,]", named_in_line(line, catalog))]
    pairs = [(squeeze(one["name"]).lower(), unit_in(one["unit"], catalog)) for one in named if one]
    if not pairs or len(pairs) < len(named):
        return None
    levels = [squeeze(level).lower() for level in header]
    found = [
        unit for name, unit in pairs if any(regex.match(rf"{regex.escape(name)}(?!\p{{L}})", one) for one in levels)
    ]
    return found[0] if len(found) == 1 else None


def named_in_line(line: str, catalog: Catalog) -> str:
    """Return what a unit line names; empty if it is none."""
    matches = (one.pattern.match(line) for one in catalog.wording["unit-line"])
    return next((squeeze(match["unit"]) for match in matches if match), "")


def unit_read(text: str, catalog: Catalog) -> Quantity | None:
    """Read a unit as it stands, or but for what was misread in it."""
    return unit_in(text, catalog) or unit_in(unit_meant(text, catalog.units, alone=False), catalog)


def unit_in(text: str, catalog: Catalog) -> Quantity | None:
    """Read a unit as it stands after a number (``1.000 người`` too), or ``số con/phụ nữ``; None for other text."""
    bare = regex.sub(r"^(?:đơn\s+vị(?:\s+tính)?|đvt)\s*:?\s*", "", squeeze(text), flags=regex.IGNORECASE)
    bare = regex.sub(r"^số\s+(?=\p{L}[^/]*/)", "", bare, flags=regex.IGNORECASE)
    bare = _spaced_scale(bare)
    try:
        quantity = parse_quantity(bare if bare[:1].isdigit() else f"1 {bare}", catalog.units)
    except NumberFormatError:
        return None
    if not quantity.unit or quantity.value is None or quantity.value <= 0 or quantity.value_high is not None:
        return None
    if bare[:1].isdigit():
        return replace(quantity, value=None, unit=bare, scale=quantity.scale * quantity.value)
    as_printed = replace(quantity, unit=bare) if quantity.unit.lower() == bare.lower() else quantity
    return as_printed if quantity.value == 1 else None


def unknown_unit(text: str, catalog: Catalog) -> Quantity | None:
    """Keep what a unit column prints though it is no unit that is known; it proves nothing about the numbers.

    ``Nghìn cây giống`` counts by thousands all the same.
    """
    if not regex.search(r"\p{L}", text) or catalog.meaning("no-value", text.lower()) or len(text) > _LONGEST_UNIT:
        return None
    printed = squeeze(text)
    word, _, counted = _spaced_scale(printed).partition(" ")
    scale = catalog.units.scales.get(word.lower()) if counted else None
    if scale is None:
        return Quantity(None, printed, base_unit=printed, doubt="no unit that is known")
    return Quantity(None, printed, scale=scale, base_unit=counted, doubt="no unit that is known")


def _spaced_scale(text: str) -> str:
    """Set ``Tr.cây`` apart as ``Tr. cây``."""
    return regex.sub(r"^(tr\.)(?=[\p{L}--[đĐ]])", r"\1 ", text, flags=regex.IGNORECASE | regex.VERSION1)
