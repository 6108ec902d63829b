"""Who issued a document: the committee that its letterhead names, or else its references and its body."""

from __future__ import annotations

from collections import Counter
from datetime import date

import regex

from pipeline.model import Catalog, Line, Place
from pipeline.text import is_capitals, squeeze

from .gazetteer import find_issuer, split_type
from .references import ISSUER, Reference

_PLACE_LINE = regex.compile(r"(?P<place>\p{Lu}[\p{L}\s.'-]{1,40}?)\s*,\s*ngày\b")
_TYPE = r"(?:tỉnh|thành\s+phố|tp\.?|quận|huyện|thị\s+xã|phường|xã|thị\s+trấn|đặc\s+khu)"
_LETTERHEAD_UNIT = regex.compile(
    rf"(?:(?:ubnd|[uủ][ỷy]\s+ban\s+nhân\s+dân)\s+)?(?P<name>{_TYPE}\s+(?:\p{{Lu}}[\p{{L}}'’-]*|\d{{1,2}}|[-–])(?:\s+(?:\p{{Lu}}[\p{{L}}'’-]*|\d{{1,2}}|[-–])){{0,6}}?)"
    r"\s*(?:$|[,_*-]*\s*(?=cộng\s+h[oò]|độc\s+lập))",
    regex.IGNORECASE,
)
_UNIT = regex.compile(rf"(?i:\b{_TYPE})\s+\p{{Lu}}[\p{{L}}'’]*(?:\s+(?:-\s+)?\p{{Lu}}[\p{{L}}'’]*){{0,4}}")


def issuer_of(
    lines: list[Line], head: list[Line], references: tuple[Reference, ...], about: tuple[Catalog, date | None]
) -> tuple[Place | None, str]:
    """Return the unit whose committee issued the document, with its type as printed.

    The letterhead decides: its lowest unit, the others being around it. Where it names none, reference lines, the
    committees that the body names most, and the place of the date line are asked in turn.
    """
    catalog, day = about
    named = _letterhead_units(head)
    hints = [squeeze(m[0]) for line in lines[:40] for m in _UNIT.finditer(_titled(line.text))]
    if named:
        rank = {"tỉnh": 0, "thành phố": 1, "quận": 2, "huyện": 2, "thị xã": 2}
        lowest = max(named, key=lambda name: rank.get(split_type(name)[0], 3))
        others = [name for name in named if name != lowest]
        return find_issuer(lowest, catalog, day, others or hints), split_type(lowest)[0]
    names = [r.issuer for r in references if r.issuer]
    prose = Counter(squeeze(m["name"]) for line in lines for m in ISSUER.finditer(line.text))
    names += [name for name, _ in prose.most_common(3)]
    names += [m["place"] for line in head if (m := _PLACE_LINE.search(line.text))]
    for name in names:
        words = name.split()
        for length in range(len(words), 0, -1):
            if place := find_issuer(" ".join(words[:length]), catalog, day, hints):
                return place, split_type(name)[0]
    return None, ""


def _letterhead_units(head: list[Line]) -> list[str]:
    """Return the units that lines of the letterhead name as a whole: ``UBND TỈNH ...``, ``HUYỆN ...``."""
    found = []
    for line in head[:10]:
        match = _LETTERHEAD_UNIT.match(_titled(line.text))
        if match:
            found.append(squeeze(match["name"]))
    return found


def _titled(text: str) -> str:
    """Set words in capitals in small letters with a capital, so that names can be told from types."""
    return " ".join(word.capitalize() if is_capitals(word) or len(word) == 1 else word for word in text.split())
