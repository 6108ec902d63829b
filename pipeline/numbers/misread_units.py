"""Units of money and units of several words that were misread: ``1.000 đông``, ``Triêu đồng``. Strings in and out."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache

import regex
from rapidfuzz.distance import OSA

from pipeline.errors import NumberFormatError
from pipeline.model import Units
from pipeline.text import skeleton, squeeze

from .amounts import parse_quantity

_PARTS = regex.compile(r"(?P<number>\d[\d.]*\s*)?(?P<words>\p{L}[\p{L}\s]*)")
_LONG = 8
"""Letters of a unit of money from which on one of them may be another."""


def unit_meant(read: str, units: Units, *, alone: bool = True) -> str:
    """Return the unit that a text is as it stands or but for its marks, of long units of money but for one letter.

    Empty where it is none, or may be several. ``alone`` says that nothing but a unit can stand there, so that ``đông``
    is no word of its own. Of units of one word only money is repaired: ``bó`` need not be ``bộ``.

    >>> from pipeline.catalog import load_catalog
    >>> units = load_catalog().units
    >>> [unit_meant(read, units) for read in ("1.000 đông", "Triêu đồng", "tỷ đông", "nghìr đồng", "lượt ngươi")]
    ['1.000 đồng', 'Triệu đồng', 'tỷ đồng', 'nghìn đồng', 'lượt người']
    >>> [unit_meant(read, units) for read in ("triệu đồng", "bó", "Sở Y tế", "đông")]
    ['triệu đồng', '', '', 'đồng']
    >>> unit_meant("đông", units, alone=False)
    ''
    """
    text = squeeze(read)
    if _is_unit(text, units):
        return text
    match = _PARTS.fullmatch(text)
    if match is None:
        return ""
    words = match["words"].strip()
    if not (alone or match["number"] or " " in words):
        return ""
    spelling = _spelling(skeleton(words), _spellings(units))
    return f"{match['number'] or ''}{spelling[:1].upper() if words[:1].isupper() else spelling[:1]}{spelling[1:]}"


def _is_unit(text: str, units: Units) -> bool:
    try:
        quantity = parse_quantity(text if text[:1].isdigit() else f"1 {text}", units)
    except NumberFormatError:
        return False
    return bool(quantity.unit) and quantity.value is not None and quantity.value_high is None


def _spelling(bare: str, known: Mapping[str, str]) -> str:
    """Return how a unit without marks is spelled; of money also the only one that differs by a letter."""
    if bare in known or len(bare) < _LONG:
        return known.get(bare, "")
    near = {name for key, name in known.items() if name.endswith("đồng") and OSA.distance(key, bare) == 1}
    return near.pop() if len(near) == 1 else ""


@lru_cache(maxsize=8)
def _spellings(units: Units) -> dict[str, str]:
    """Return units of money and units of several words by their letters without marks; ambiguous ones are left out."""
    names = {name for name, unit in units.by_name.items() if name == unit.name.lower() or unit.family != "money"}
    money = {"đồng", *(f"{word} đồng" for word in units.scales if word.isalpha())}
    several = {name for name in names if " " in name and name.replace(" ", "").isalpha()}
    scaled = {f"{word} {name}" for word in units.scales if word.isalpha() for name in several}
    found: dict[str, set[str]] = {}
    for name in (*money, *several, *scaled):
        found.setdefault(skeleton(name), set()).add(name)
    return {key: next(iter(same)) for key, same in found.items() if len(same) == 1}
