"""Numbers and dates of documents, and the lines of annexes that refer to the plan they belong to."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import date
from typing import TypeVar

import regex

from pipeline.model import Catalog, Line, Note, Passage, Where, join
from pipeline.text import skeleton, squeeze

_SYMBOL = r"[\p{Lu}][\p{Lu}\p{Ll}\d]{0,6}(?:\s*[-–]\s*[\p{Lu}\d]{1,12})+"
NUMBER = regex.compile(rf"\bsố\s*:?\s*(?P<number>\d+[a-zA-Z]?)?\s*/?\s*(?P<symbol>{_SYMBOL})", regex.IGNORECASE)
LONG_DATE = regex.compile(
    r"ngày\s*(?P<day>\d{1,2})?[\s.…_]*tháng\s*(?P<month>\d{1,2})?[\s.…_]*năm\s*(?P<year>\d{4})?", regex.IGNORECASE
)
_SHORT_DATE = regex.compile(
    r"ngày\s*(?P<day>\d{1,2})?\s*/\s*(?P<month>\d{1,2})\s*/\s*(?P<year>\d{4})", regex.IGNORECASE
)
ISSUER = regex.compile(
    r"\b(?:ubnd|[uủ][ỷy]\s+ban\s+nhân\s+dân)\s+(?P<name>(?:tỉnh|thành\s+phố|tp\.?|quận|huyện|thị\s+xã|phường|xã|thị\s+trấn|đặc\s+khu)"
    r"\s+\p{Lu}[\p{L}'-]*(?:[\s-]+\p{Lu}[\p{L}'-]*){0,4}(?:\s*,\s*(?:tỉnh|thành\s+phố)\s+\p{Lu}\p{L}*(?:\s+\p{Lu}\p{L}*){0,3})?)",
    regex.IGNORECASE,
)
_T = TypeVar("_T")


@dataclass(frozen=True, slots=True)
class Reference:
    """A line that names the plan it is annexed to."""

    number: str
    issued: tuple[int | None, int | None, int | None]
    """Year, month, day as far as printed."""
    issuer: str
    where: Where
    text: str

    @property
    def day(self) -> date | None:
        """The date, if it is complete and real."""
        return to_date(self.issued)


def number_of(match: regex.Match[str]) -> str:
    """Return number and symbol as one (``324/KH-UBND``), empty where the number is not filled in."""
    symbol = regex.sub(r"\s*[-–]\s*", "-", match["symbol"])
    return f"{match['number']}/{symbol}" if match["number"] else ""


def date_parts(match: regex.Match[str] | None) -> tuple[int | None, int | None, int | None]:
    """Return year, month and day of a match of a date, as far as printed."""
    if match is None:
        return (None, None, None)
    year, month, day = (int(match[name]) if match[name] else None for name in ("year", "month", "day"))
    return (year, month, day)


def to_date(parts: tuple[int | None, int | None, int | None]) -> date | None:
    """Return the date if it is complete and real."""
    year, month, day = parts
    if year is None or month is None or day is None:
        return None
    try:
        return date(year, month, day)
    except ValueError:
        return None


def find_references(lines: list[Line], catalog: Catalog) -> list[Reference]:
    """Return what the reference lines of a document say (``Kèm theo Kế hoạch số ...``)."""
    found = []
    for at, line in enumerate(lines):
        if not catalog.meaning("reference-line", line.text):
            continue
        passage: Passage = line.passage.strip()
        if "(" in passage.text and ")" not in passage.text and at + 1 < len(lines):
            passage = join((passage, lines[at + 1].passage.strip()))
        text = passage.text
        number = NUMBER.search(text)
        issuer = ISSUER.search(text)
        issued = _SHORT_DATE.search(text) or LONG_DATE.search(text)
        found.append(
            Reference(
                number=number_of(number) if number else "",
                issued=date_parts(issued),
                issuer=squeeze(issuer["name"]) if issuer else "",
                where=passage.where(),
                text=text,
            )
        )
    return found


def settle(
    number: str, day: date | None, references: tuple[Reference, ...], notes: list[Note]
) -> tuple[str, date | None]:
    """Prefer the letterhead; else the majority of the reference lines. Report every line that disagrees."""
    usual_number, usual_day = _majority([r.number for r in references]), _majority([r.day for r in references])
    if not number and usual_number:
        count = sum(r.number == usual_number for r in references)
        evidence = f"{count} of {len(references)} reference lines"
        notes.append(Note("metadata-recovered", where=references[0].where, proposal=usual_number, evidence=evidence))
    if day is None and usual_day:
        count = sum(r.day == usual_day for r in references)
        evidence = f"{count} of {len(references)} reference lines"
        notes.append(
            Note("metadata-recovered", where=references[0].where, proposal=usual_day.isoformat(), evidence=evidence)
        )
    number, day = number or usual_number or "", day or usual_day
    for reference in references:
        wrong = [
            (read, known)
            for read, known in (
                (reference.number, number),
                (reference.day.isoformat() if reference.day else "", day.isoformat() if day else ""),
            )
            if read and known and skeleton(read) != skeleton(known)
        ]
        notes.extend(
            Note(
                "reference-disagrees",
                where=reference.where,
                observed=read,
                expected=known,
                proposal=known,
                evidence=squeeze(reference.text),
            )
            for read, known in wrong
        )
    return number, day


def _majority(values: list[_T]) -> _T | None:
    counted = Counter(value for value in values if value)
    return counted.most_common(1)[0][0] if counted else None
