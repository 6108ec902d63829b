"""Lines above tables that say in what unit their numbers are, misread ones too."""

from __future__ import annotations

import regex

from pipeline.model import Catalog
from pipeline.numbers import unit_meant
from pipeline.text import squeeze

_LONGEST = 60


def unit_line(text: str, catalog: Catalog) -> str:
    """Return a unit line as it was probably printed, empty for other text.

    ``Đơn vi tính triệu đồng`` is one because a unit follows; ``Đơn vị: 1.000 đông`` has its unit repaired.
    """
    if catalog.meaning("unit-line", text):
        match = next(match for one in catalog.wording["unit-line"] if (match := one.pattern.search(text)))
        return _with_unit(text, match, unit_meant(match["unit"], catalog.units) or match["unit"])
    if len(text) > _LONGEST:
        return ""
    for phrase in catalog.wording["misread-unit-line"]:
        found = phrase.pattern.search(text)
        if found is not None and (unit := unit_meant(found["unit"], catalog.units)):
            return f"Đơn vị tính: {unit}"
    return ""


def is_repaired(read: str, meant: str, catalog: Catalog) -> bool:
    """Say whether a unit line was read with another unit than it is meant to name."""
    phrases = (*catalog.wording["unit-line"], *catalog.wording["misread-unit-line"])
    units = [match["unit"] for text in (read, meant) for one in phrases if (match := one.pattern.search(text))]
    return len(units) > 1 and squeeze(units[0]) != squeeze(units[-1])


def _with_unit(text: str, match: regex.Match[str], unit: str) -> str:
    start, end = match.span("unit")
    return f"{text[:start]}{unit}{text[end:]}" if unit != squeeze(match["unit"]) else text
