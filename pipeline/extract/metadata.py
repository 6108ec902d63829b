"""Number, date, issuer, place, title, years and signer, from what the document says of itself."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import TypeVar

import regex

from pipeline.model import Catalog, Line, Metadata, Note, Passage, Place, Where, join
from pipeline.text import is_capitals, skeleton, squeeze

from .gazetteer import find_issuer, split_type
from .mentions import years

_SYMBOL = r"[\p{Lu}][\p{Lu}\p{Ll}\d]{0,6}(?:\s*[-–]\s*[\p{Lu}\d]{1,12})+"
_NUMBER = regex.compile(rf"\bsố\s*:?\s*(?P<number>\d+[a-zA-Z]?)?\s*/?\s*(?P<symbol>{_SYMBOL})", regex.IGNORECASE)
_LONG_DATE = regex.compile(
    r"ngày\s*(?P<day>\d{1,2})?[\s.…_]*tháng\s*(?P<month>\d{1,2})?[\s.…_]*năm\s*(?P<year>\d{4})?", regex.IGNORECASE
)
_SHORT_DATE = regex.compile(
    r"ngày\s*(?P<day>\d{1,2})?\s*/\s*(?P<month>\d{1,2})\s*/\s*(?P<year>\d{4})", regex.IGNORECASE
)
_PLACE_LINE = regex.compile(r"(?P<place>\p{Lu}[\p{L}\s.'-]{1,40}?)\s*,\s*ngày\b")
_ISSUER = regex.compile(
    r"\b(?:ubnd|[uủ][ỷy]\s+ban\s+nhân\s+dân)\s+(?P<name>(?:tỉnh|thành\s+phố|tp\.?|quận|huyện|thị\s+xã|phường|xã|thị\s+trấn|đặc\s+khu)"
    r"\s+\p{Lu}[\p{L}'-]*(?:[\s-]+\p{Lu}[\p{L}'-]*){0,4}(?:\s*,\s*(?:tỉnh|thành\s+phố)\s+\p{Lu}\p{L}*(?:\s+\p{Lu}\p{L}*){0,3})?)",
    regex.IGNORECASE,
)
_TYPE = r"(?:tỉnh|thành\s+phố|tp\.?|quận|huyện|thị\s+xã|phường|xã|thị\s+trấn|đặc\s+khu)"
_LETTERHEAD_UNIT = regex.compile(
    rf"(?:(?:ubnd|[uủ][ỷy]\s+ban\s+nhân\s+dân)\s+)?(?P<name>{_TYPE}\s+(?:\p{{Lu}}[\p{{L}}'’-]*|\d{{1,2}}|[-–])(?:\s+(?:\p{{Lu}}[\p{{L}}'’-]*|\d{{1,2}}|[-–])){{0,6}}?)"
    r"\s*(?:$|[,_*-]*\s*(?=cộng\s+h[oò]|độc\s+lập))",
    regex.IGNORECASE,
)
_UNIT = regex.compile(rf"(?i:\b{_TYPE})\s+\p{{Lu}}[\p{{L}}'’]*(?:\s+(?:-\s+)?\p{{Lu}}[\p{{L}}'’]*){{0,4}}")
_COLUMNS = regex.compile(r"\s{3,}|\t")
_NAME = regex.compile(r"\p{Lu}\p{L}*(?:\s+\p{Lu}\p{L}*){1,5}")
_UNTIL = regex.compile(r"\b(?:đến|tới)\s+(?:hết\s+)?(?:năm\s+)?$", regex.IGNORECASE)
_OWN_PERIOD = regex.compile(r"\bkế\s+hoạch\b[^.]{0,60}$", regex.IGNORECASE)
_HEAD_LINES = 30
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
        return _to_date(self.issued)


def read_metadata(lines: tuple[Line, ...], catalog: Catalog) -> tuple[Metadata, tuple[Note, ...]]:
    """Return the metadata of a document and what is missing, recovered or contradictory in it."""
    filled = list(_unfolded(lines))
    kind_at, kind = _kind_line(filled, catalog)
    head = filled[: kind_at if kind_at is not None else _HEAD_LINES][:_HEAD_LINES]
    number, issued = _head_number(head), _head_date(head)
    references = tuple(_references(filled, catalog))
    notes: list[Note] = []
    number, day = _settle(number, _to_date(issued), references, notes)
    if not kind and number:
        kind = catalog.meaning("symbol-kind", number)
    title, title_where = _title(lines, filled[kind_at] if kind_at is not None else None, catalog)
    first, last = _years_covered(title, filled, day, catalog)
    year = first or last
    valid_on = day or _partial_day(issued, references) or (date(year, 1, 1) if year else None)
    issuer, issuer_type = _find_issuer(filled, head, references, (catalog, valid_on))
    metadata = Metadata(
        document_kind=kind,
        document_number=number,
        issued_on=day,
        issuer=f"Ủy ban nhân dân {issuer_type or issuer.type} {issuer.name}" if issuer else "",
        place_id=issuer.place_id if issuer else "",
        place=issuer.name if issuer else "",
        title=title,
        year_start=first,
        year_end=last,
        signer=_signer(filled, catalog),
        valid_on=valid_on,
    )
    notes.extend(_missing(metadata, head, title_where))
    return metadata, tuple(notes)


def _unfolded(lines: tuple[Line, ...]) -> Iterator[Line]:
    """Yield the filled lines; those of the first page that hold two columns of text are taken apart."""
    filled = [line for line in lines if line.text]
    for at, line in enumerate(filled):
        parts = _COLUMNS.split(line.text) if at < _HEAD_LINES else []
        if len(parts) != 2:
            yield line
            continue
        for part in parts:
            start = line.passage.text.index(part)
            yield Line(line.passage.part(start, start + len(part)))


def _kind_line(lines: list[Line], catalog: Catalog) -> tuple[int | None, str]:
    for at, line in enumerate(lines[: 2 * _HEAD_LINES]):
        if kind := catalog.meaning("document-kind", line.text):
            return at, kind
        words = line.text.split()
        for length in (2, 1):
            head = " ".join(words[:length])
            if is_capitals(line.text) and len(words) > length and catalog.meaning("document-kind", head):
                return at, catalog.meaning("document-kind", head)
    return None, ""


def _head_number(head: list[Line]) -> str:
    for line in head:
        if (match := _NUMBER.search(line.text)) and regex.match(r"số\b", line.text, regex.IGNORECASE):
            return _number(match)
    return ""


def _number(match: regex.Match[str]) -> str:
    symbol = regex.sub(r"\s*[-–]\s*", "-", match["symbol"])
    return f"{match['number']}/{symbol}" if match["number"] else ""


def _head_date(head: list[Line]) -> tuple[int | None, int | None, int | None]:
    for line in head:
        if (match := _LONG_DATE.search(line.text)) and not _NUMBER.search(line.text[: match.start()]):
            return _parts(match)
    return (None, None, None)


def _parts(match: regex.Match[str] | None) -> tuple[int | None, int | None, int | None]:
    if match is None:
        return (None, None, None)
    year, month, day = (int(match[name]) if match[name] else None for name in ("year", "month", "day"))
    return (year, month, day)


def _to_date(parts: tuple[int | None, int | None, int | None]) -> date | None:
    year, month, day = parts
    if year is None or month is None or day is None:
        return None
    try:
        return date(year, month, day)
    except ValueError:
        return None


def _references(lines: list[Line], catalog: Catalog) -> list[Reference]:
    found = []
    for at, line in enumerate(lines):
        if not catalog.meaning("reference-line", line.text):
            continue
        passage: Passage = line.passage.strip()
        if "(" in passage.text and ")" not in passage.text and at + 1 < len(lines):
            passage = join((passage, lines[at + 1].passage.strip()))
        text = passage.text
        number = _NUMBER.search(text)
        issuer = _ISSUER.search(text)
        issued = _SHORT_DATE.search(text) or _LONG_DATE.search(text)
        found.append(
            Reference(
                number=_number(number) if number else "",
                issued=_parts(issued),
                issuer=squeeze(issuer["name"]) if issuer else "",
                where=passage.where(),
                text=text,
            )
        )
    return found


def _settle(
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


def _partial_day(issued: tuple[int | None, int | None, int | None], references: tuple[Reference, ...]) -> date | None:
    """Return the first day of the month that the letterhead or a reference line names; for looking up places only."""
    for year, month, day in (issued, *(r.issued for r in references)):
        if year and month and 1 <= month <= 12:
            return _to_date((year, month, day or 1)) or date(year, month, 1)
    return None


def _title(lines: tuple[Line, ...], kind_line: Line | None, catalog: Catalog) -> tuple[str, Where]:
    """Return the first block of lines below the kind of document, up to the preamble."""
    if kind_line is None:
        return "", Where()
    words: list[str] = []
    where = Where()
    if not catalog.meaning("document-kind", kind_line.text):
        rest = kind_line.text.split()
        cut = 2 if catalog.meaning("document-kind", " ".join(rest[:2])) else 1
        words, where = [" ".join(rest[cut:])], kind_line.passage.where()
    start = lines.index(kind_line)
    for line in lines[start + 1 :]:
        if not line.text:
            if words:
                break
            continue
        if catalog.meaning("preamble", line.text) and (words or _is_preamble(line.text)):
            break
        if regex.match(r"[IVX]+\s*[./]\s", line.text):
            break
        where = where if words else line.passage.where()
        words.append(line.text)
    return squeeze(" ".join(words)), where


def _is_preamble(text: str) -> bool:
    return len(text) > 200 or bool(regex.match(r"căn\s+cứ\b", text, regex.IGNORECASE))


def _years_covered(
    title: str, lines: list[Line], issued: date | None, catalog: Catalog
) -> tuple[int | None, int | None]:
    """Return the period or year of the title; where that names an end only, the start comes from the body."""
    named = [y for y in years(title, catalog) if y.role != "baseline"]
    for mention in named:
        if mention.role == "period":
            return mention.first, mention.last
    if not named:
        return None, None
    last = named[-1].last
    if len(named) > 1 or not _UNTIL.search(title[: named[-1].start]):
        return named[0].first, last
    return _start_in_body(lines, last, issued, catalog), last


def _start_in_body(lines: list[Line], last: int, issued: date | None, catalog: Catalog) -> int | None:
    """Return the start of a period that ends with the plan's and is its own: by its words, or by the year of issue."""
    for line in lines:
        for mention in years(line.text, catalog):
            if mention.role != "period" or mention.last != last:
                continue
            own = _OWN_PERIOD.search(line.text[: mention.start])
            if own or (issued is not None and abs(mention.first - issued.year) <= 1):
                return mention.first
    return None


def _find_issuer(
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
    prose = Counter(squeeze(m["name"]) for line in lines for m in _ISSUER.finditer(line.text))
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


def _signer(lines: list[Line], catalog: Catalog) -> str:
    """Return the name below the last line of office in the signature."""
    for at in range(len(lines) - 1, -1, -1):
        if catalog.meaning("signature", lines[at].text) and is_capitals(lines[at].text.strip("✓ *")):
            for line in lines[at + 1 : at + 8]:
                name = regex.sub(r"^[^\p{L}]+|[^\p{L}]+$", "", line.text)
                if catalog.meaning("unsigned-name", line.text):
                    continue
                if catalog.meaning("signature", line.text) or not _NAME.fullmatch(name):
                    continue
                return name.title() if is_capitals(name) and len(name.split()) > 1 else name
    return ""


def _missing(metadata: Metadata, head: list[Line], title: Where) -> list[Note]:
    top = head[0].passage.where() if head else Where()
    checks = (
        ("unknown-kind", metadata.document_kind, top),
        ("number-missing", metadata.document_number, top),
        ("date-missing", metadata.issued_on, top),
        ("issuer-unknown", metadata.issuer, top),
        ("title-missing", metadata.title, top),
        ("years-unknown", metadata.year_end, title),
        ("signer-missing", metadata.signer, Where()),
    )
    return [Note(code, where=where) for code, value, where in checks if not value]
