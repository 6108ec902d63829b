"""Number, date, issuer, place, title, years and signer, from what the document says of itself."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from itertools import takewhile

import regex

from pipeline.model import Catalog, Line, Metadata, Note, Where
from pipeline.text import is_capitals, squeeze, tone_key

from .issuer import issuer_of
from .mentions import years
from .references import LONG_DATE, NUMBER, Reference, date_parts, find_references, number_of, settle, to_date

_COLUMNS = regex.compile(r"\s{3,}|\t")
_NAME = regex.compile(r"\p{Lu}\p{L}*(?:\s+\p{Lu}\p{L}*){1,5}")
_UNTIL = regex.compile(r"\b(?:đến|tới)\s+(?:hết\s+)?(?:năm\s+)?$", regex.IGNORECASE)
_OWN_PERIOD = regex.compile(r"\bkế\s+hoạch\b[^.]{0,60}$", regex.IGNORECASE)
_NUMBER_LABEL = regex.compile(r"Số\s*:")
_CITES = regex.compile(r"căn\s+cứ\b", regex.IGNORECASE)
_SENTENCE = regex.compile(r"(?<=[\p{L}\d.])\s+(?=\p{Lu}\p{Ll}+\s)")
"""Where a capital may begin a sentence although nothing ends the one before."""
_HEAD_LINES = 30


def read_metadata(lines: tuple[Line, ...], catalog: Catalog) -> tuple[Metadata, tuple[Note, ...]]:
    """Return the metadata of a document and what is missing, recovered or contradictory in it."""
    filled = list(_unfolded(lines))
    kind_at, kind = _kind_line(filled, catalog)
    head = filled[: kind_at if kind_at is not None else _HEAD_LINES][:_HEAD_LINES]
    number, issued = _head_number(head), _head_date(head)
    references = tuple(find_references(filled, catalog))
    notes: list[Note] = []
    number, day = settle(number, to_date(issued), references, notes)
    if not kind and number:
        kind = catalog.meaning("symbol-kind", number)
    title, title_where = _title(lines, filled[kind_at] if kind_at is not None else None, catalog)
    first, last = _years_covered(title, filled, day, catalog)
    year = first or last
    valid_on = day or _partial_day(issued, references) or (date(year, 1, 1) if year else None)
    issuer, issuer_type = issuer_of(filled, head, references, (catalog, valid_on))
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
        signer=_signer(filled, catalog, notes),
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
    """Return the number that begins a line of the letterhead, or stands behind the issuer on the line of that."""
    for line in head:
        if not (match := NUMBER.search(line.text)):
            continue
        below_issuer = is_capitals(line.text[: match.start()]) and _NUMBER_LABEL.match(match[0])
        if below_issuer or regex.match(r"số\b", line.text, regex.IGNORECASE):
            return number_of(match)
    return ""


def _head_date(head: list[Line]) -> tuple[int | None, int | None, int | None]:
    for line in head:
        if (match := LONG_DATE.search(line.text)) and not NUMBER.search(line.text[: match.start()]):
            return date_parts(match)
    return (None, None, None)


def _partial_day(issued: tuple[int | None, int | None, int | None], references: tuple[Reference, ...]) -> date | None:
    """Return the first day of the month that the letterhead or a reference line names; for looking up places only."""
    for year, month, day in (issued, *(r.issued for r in references)):
        if year and month and 1 <= month <= 12:
            return to_date((year, month, day or 1)) or date(year, month, 1)
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
        if preamble := _run_in(line.text, catalog):
            words[-1] = line.text[:preamble].rstrip()
            break
    return squeeze(" ".join(words)), where


def _run_in(text: str, catalog: Catalog) -> int:
    """Return where a preamble begins behind the title on its line, 0 if none does.

    >>> from pipeline.catalog import load_catalog
    >>> text = "Giảm nghèo năm 2023 Căn cứ Quyết định số 90/QĐ-TTg của Thủ tướng Chính phủ"
    >>> text[_run_in(text, load_catalog()):][:7]
    'Căn cứ '
    >>> _run_in("Triển khai Kế hoạch Thực hiện Nghị quyết số 12/NQ-HĐND năm 2023", load_catalog())
    0
    """
    if is_capitals(text):
        return 0
    for match in _SENTENCE.finditer(text):
        rest = text[match.end() :]
        if catalog.meaning("preamble", rest) and (_CITES.match(rest) or rest.endswith((":", "."))):
            return match.end()
    return 0


def _is_preamble(text: str) -> bool:
    return len(text) > 200 or bool(_CITES.match(text))


def _years_covered(
    title: str, lines: list[Line], issued: date | None, catalog: Catalog
) -> tuple[int | None, int | None]:
    """Return the period or year of the title; where that names an end only, the start comes from the body.

    What the plan looks ahead to (``năm 2026, định hướng đến năm 2030``) it does not cover.
    """
    named = [y for y in years(title, catalog) if y.role != "baseline"]
    named = [y for y in named if not catalog.meaning("title-outlook", title[: y.start])] or named
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


def _signer(lines: list[Line], catalog: Catalog, notes: list[Note]) -> str:
    """Return the name below the last line of office in the signature; note one that no part of is known as a name.

    Stamps and signatures of scans are read as words too, so that the first known name is preferred to the first words.
    """
    found = list(_signers(lines, catalog))
    for _, name in found:
        if _is_known(name, catalog):
            return name
    if not found:
        return ""
    line, name = found[0]
    family, *_, given = name.split()
    evidence = f"neither {family} is a family name that is known nor {given} a given name"
    notes.append(Note("doubtful-name", where=line.passage.where(), observed=name, evidence=evidence))
    return name


def _signers(lines: list[Line], catalog: Catalog) -> Iterator[tuple[Line, str]]:
    """Yield what may be the name of who signed, below the last line of office that has such words."""
    for at in range(len(lines) - 1, -1, -1):
        if not (catalog.meaning("signature", lines[at].text) and is_capitals(lines[at].text.strip("✓ *"))):
            continue
        below = list(takewhile(lambda line: not catalog.meaning("annex-line", line.text), lines[at + 1 : at + 8]))
        names = [(line, regex.sub(r"^[^\p{L}]+|[^\p{L}]+$", "", line.text)) for line in below]
        names = [
            (line, name.title() if is_capitals(name) else name)
            for line, name in names
            if _NAME.fullmatch(name)
            and not any(catalog.meaning(topic, line.text) for topic in ("unsigned-name", "signature"))
        ]
        if names:
            yield from names
            return


def _is_known(name: str, catalog: Catalog) -> bool:
    """Say whether a name begins with a family name or ends with a given name that is known."""
    family, *_, given = map(tone_key, name.split())
    known = catalog.language
    return family in set(map(tone_key, known.family_names)) or given in set(map(tone_key, known.given_names))


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
