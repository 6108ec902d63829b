"""Errata (*đính chính*): which plan a document corrects, and what it says should be read instead of what."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

import regex

from pipeline.model import Catalog, Erratum, Extraction, Line, Metadata, Note, Role, Table, Where
from pipeline.text import skeleton, squeeze

from .outline import Paragraph
from .references import NUMBER, number_of

_HEAD_LINES = 30
_QUOTES = " \t\"“”'‘’.;,:"


@dataclass(frozen=True, slots=True)
class Errata:
    """What an erratum corrects, and what was noticed; both empty for any other document."""

    pairs: tuple[Erratum, ...] = ()
    notes: tuple[Note, ...] = ()


def find_errata(
    metadata: Metadata, lines: Sequence[Line], found: tuple[Sequence[Paragraph], Sequence[Table]], catalog: Catalog
) -> Errata:
    """Return the corrections that a document states, if it is an erratum.

    It is one by its kind, its title or its subject (``V/v đính chính ...``), not by mentioning an erratum.
    """
    head = next((line for line in lines[:_HEAD_LINES] if catalog.meaning("erratum", line.text)), None)
    is_titled = catalog.meaning("erratum", metadata.title) or metadata.document_kind == "đính chính"
    if head is None and not is_titled:
        return Errata()
    paragraphs, tables = found
    number = _corrected(metadata, paragraphs)
    pairs = [*_in_prose(paragraphs, number, catalog), *_in_tables(tables, number, catalog)]
    where = head.passage.where() if head is not None else Where()
    if not pairs:
        evidence = f"corrects {number or 'a plan whose number was not found'}; what it replaces was not recognised"
        return Errata((Erratum(number, "", "", where),), (Note("erratum", where=where, evidence=evidence),))
    return Errata(tuple(pairs), tuple(_note(pair, f"corrects {number or 'a plan without number'}") for pair in pairs))


def _note(pair: Erratum, evidence: str) -> Note:
    group = hashlib.sha256(f"erratum {pair.number} {pair.old} {pair.new}".encode()).hexdigest()[:8]
    return Note("erratum", where=pair.where, observed=pair.old, expected=pair.new, evidence=evidence, group=group)


def _corrected(metadata: Metadata, paragraphs: Sequence[Paragraph]) -> str:
    """Return the number of the document that is corrected: the first named after the word, not its own."""
    texts = [metadata.title, *(paragraph.text for paragraph in paragraphs)]
    for text in texts:
        at = text.lower().find("đính chính")
        matches = NUMBER.finditer(text, at) if at >= 0 else ()
        number = next((found for match in matches if (found := number_of(match))), "")
        if number and skeleton(number) != skeleton(metadata.document_number):
            return number
    return ""


def _in_prose(paragraphs: Sequence[Paragraph], number: str, catalog: Catalog) -> Iterator[Erratum]:
    for paragraph in paragraphs:
        taken: list[tuple[int, int]] = []
        for phrase in catalog.wording["erratum-pair"]:
            for match in phrase.pattern.finditer(paragraph.text):
                if any(match.start() < end and start < match.end() for start, end in taken):
                    continue
                taken.append(match.span())
                pair = _pair(match["old"], match["new"], number, paragraph.passage.where(*match.span("old")))
                if pair is not None:
                    yield pair


def _in_tables(tables: Sequence[Table], number: str, catalog: Catalog) -> Iterator[Erratum]:
    """Yield what a table says under headings such as *Đã in* and *Sửa lại*."""
    for table in tables:
        columns = [column for column in table.columns if column.role is not Role.NUMBER]
        old = next((one for one in columns if catalog.meaning("erratum-column", one.path) == "old"), None)
        new = next((one for one in columns if catalog.meaning("erratum-column", one.path) == "new"), None)
        for row in table.rows if old is not None and new is not None else ():
            cell = row.cell(old.column_no) if old is not None else None
            if cell is not None and new is not None:
                pair = _pair(cell.text, row.text(new.column_no), number, cell.passage.where())
                if pair is not None:
                    yield pair


def _pair(old: str, new: str, number: str, where: Where) -> Erratum | None:
    old, new = squeeze(old).strip(_QUOTES), squeeze(new).strip(_QUOTES)
    return Erratum(number, old, new, where) if old and new and old != new else None


def about_plan(errata: Sequence[Erratum], plan: Extraction, source: str) -> tuple[Note, ...]:
    """Return what errata say of a plan, at the value they speak of if only one reads so; ``source`` names them.

    Both values stay visible: the plan keeps the one that it prints, the finding has the other.
    """
    return tuple(_at(pair, plan, source) for pair in errata if pair.old)


def _at(pair: Erratum, plan: Extraction, source: str) -> Note:
    note = replace(_note(pair, f"{source} replaces it"), where=Where(), proposal=pair.new)
    cells = [one for one in plan.observations if one.raw == pair.old]
    texts = [one for one in plan.activities if pair.old in one.raw]
    targets = [one for one in plan.targets if _states(one.raw, pair.old) or _states(pair.old, one.raw)]
    if len(cells) + len(texts) + len(targets) != 1:
        count = len(cells) + len(texts) + len(targets)
        place = f"; {count} values read so" if count else "; no value reads so"
        return replace(note, evidence=note.evidence + place, proposal="")
    for cell in cells:
        own = cell.note("erratum")
        return replace(own, expected=pair.new, proposal=pair.new, evidence=note.evidence, group=note.group)
    for text in texts:
        return replace(
            note,
            where=text.where,
            table_id=text.table_id,
            row_no=text.row_no,
            column_no=text.column_no,
            row_label=text.activity,
        )
    target = targets[0]
    proposal = target.raw.replace(pair.old, pair.new) if pair.old in target.raw else ""
    return replace(note, where=target.where, observed=target.raw, proposal=proposal, row_label=target.indicator)


def _states(text: str, value: str) -> bool:
    """Say whether a value stands in a text, not as a part of another number.

    >>> _states("đạt 85% trở lên", "85%"), _states("185%", "85%"), _states("85,5%", "85")
    (True, False, False)
    """
    return bool(value) and bool(regex.search(rf"(?<![\d.,]){regex.escape(value)}(?!\d|[.,]\d)", text))


def corrects(erratum: Metadata, pair: Erratum, plan: Metadata) -> bool:
    """Say whether an erratum is about a plan: its number, and the same issuer where both are known."""
    same = bool(pair.number) and skeleton(pair.number) == skeleton(plan.document_number)
    return same and (not erratum.place_id or not plan.place_id or erratum.place_id == plan.place_id)
