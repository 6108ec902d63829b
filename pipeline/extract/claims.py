"""What the extraction made of each stretch of a document, for the account of its numerals."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import regex

from pipeline.model import (
    Activity,
    Catalog,
    Cell,
    CellKey,
    Claim,
    Metadata,
    Observation,
    Passage,
    Role,
    Row,
    Table,
    TableKind,
    Target,
)
from pipeline.numbers import find_amounts, misread_years, with_years_meant
from pipeline.text import is_capitals

from .clauses import cut, sentences
from .mentions import amounts_only, exclusions, header_years, odd_years, years
from .outline import Paragraph
from .schedule import cell_amounts
from .sections import body_paragraphs
from .unclear_years import unclear_years

_NUMBERED = regex.compile(r"\s*số\s*:?\s*(?P<number>[\w-]+)", regex.IGNORECASE)
_DATED = regex.compile(r"^\P{L}*[\p{Lu}][^,]{1,40},\s*ngày[^.;]{0,40}$")
_RATE_BASE = regex.compile(r"(?<=/\s*|trên\s+)[0-9.]+")


@dataclass(frozen=True, slots=True)
class Found:
    """What was extracted from a document, by where it stands."""

    metadata: Metadata
    targets: tuple[Target, ...]
    observations: dict[CellKey, Observation]
    activities: dict[CellKey, Activity]


def claims_of(
    tables: Sequence[Table], paragraphs: tuple[Paragraph, ...], found: Found, catalog: Catalog
) -> Iterator[Claim]:
    """Yield the claims of tables and prose; of two on one stretch the first counts."""
    for table in tables:
        yield from _of_table(table, found, catalog)
    yield from _of_prose(paragraphs, found, catalog)


def _whole(passage: Passage, disposition: str, reason: str = "", dataset: str = "", row_key: str = "") -> Claim:  # noqa: PLR0913, PLR0917
    return Claim(passage, 0, len(passage.text), disposition, reason, dataset, row_key)


def _of_table(table: Table, found: Found, catalog: Catalog) -> Iterator[Claim]:
    dataset = "activities" if table.kind is TableKind.SCHEDULE else "observations"
    for cell in table.repeated_head:
        yield _whole(cell.passage, "excluded", "repeated header")
    for cell in table.head:
        yield from _heading(cell.passage, dataset, catalog)
    for number, passage in enumerate(table.captions):
        if number and passage.text == table.captions[0].text:
            yield _whole(passage, "excluded", "repeated header")
        else:
            yield from _heading(passage, dataset, catalog)
    yield from (_whole(passage, "citation") for passage in table.references)
    for passage in table.notes:
        yield from _excluded(passage, catalog)
        yield _whole(passage, "excluded", "label")
    for row in table.rows:
        for column, cell in zip(table.columns, row.cells, strict=False):
            yield from _of_cell(table, row, (column.column_no, column.role, cell), found, catalog)


def _heading(passage: Passage, dataset: str, catalog: Catalog) -> Iterator[Claim]:
    """Claim years of headings as attributes of the values below; other numerals belong to names."""
    for year in header_years(passage.text, catalog):
        yield Claim(passage, year.start, year.end, "attribute", dataset=dataset)
    for misread in misread_years(passage.text):
        yield Claim(passage, misread.start, misread.end, "attribute", dataset=dataset)
    yield from _excluded(passage, catalog)
    yield _whole(passage, "excluded", "name")


def _of_cell(  # noqa: PLR0913, PLR0917 - the table, the place in it, and what was found there
    table: Table, row: Row, place: tuple[int, Role, Cell], found: Found, catalog: Catalog
) -> Iterator[Claim]:
    column_no, role, cell = place
    key = (table.table_id, row.row_no, column_no)
    row_key = f"{table.table_id}:{row.row_no}:{column_no}"
    if key in found.observations:
        yield _whole(cell.passage, "value", dataset="observations", row_key=row_key)
    elif key in found.activities:
        yield from _activity(cell.passage, row_key, catalog)
    elif role is Role.NUMBER:
        yield _whole(cell.passage, "excluded", "ordinal")
    elif role is Role.UNIT or (role is Role.LABEL and catalog.meaning("bare-years", with_years_meant(cell.text))):
        yield _whole(cell.passage, "attribute", dataset="observations")
    elif role is Role.TEXT and table.kind is TableKind.SCHEDULE:
        yield from _excluded(cell.passage, catalog)
    else:
        yield from _excluded(cell.passage, catalog)
        if role is Role.TEXT and table.kind is TableKind.DATA:
            yield from _between_amounts(cell.passage, catalog)
        elif not _may_be_value(table, role, cell.text, catalog):
            yield _whole(cell.passage, "excluded", "label" if role is not Role.LABEL else "name")


def _between_amounts(passage: Passage, catalog: Catalog) -> Iterator[Claim]:
    """Claim what stands between the quantities of a cell of text, which are values that no dataset has."""
    text = passage.text
    start = 0 if any(map(str.isalpha, text)) or catalog.meaning("bare-years", text) else len(text)
    for amount in find_amounts(amounts_only(text, years(text, catalog), catalog), catalog.units):
        unit = catalog.units.by_name.get(amount.quantity.unit.partition("/")[0].lower())
        is_stated = amount.quantity.unit and (unit is None or unit.family not in {"time", "age"})
        if is_stated and amount.number >= start:
            yield Claim(passage, start, amount.number, "excluded", "label")
            start = amount.noun
    yield Claim(passage, start, len(text), "excluded", "label")


def _may_be_value(table: Table, role: Role, text: str, catalog: Catalog) -> bool:
    """Say whether numerals of a cell may be values that were overlooked: those among values, those without words."""
    if table.kind is not TableKind.DATA or catalog.meaning("bare-years", text):
        return False
    return role is Role.VALUE or (role is Role.TEXT and not any(map(str.isalpha, text)))


def _activity(passage: Passage, row_key: str, catalog: Catalog) -> Iterator[Claim]:
    stated = cell_amounts(passage.text, catalog)
    for amount in (stated.quantity, stated.per_year, stated.per_unit):
        if amount is not None:
            yield Claim(passage, amount.start, amount.end, "value", "", "activities", row_key)
    for phrase in catalog.wording["funding"]:
        for match in phrase.pattern.finditer(passage.text):
            yield Claim(passage, match.start(), match.end(), "attribute", "", "activities", row_key)
    for year in years(passage.text, catalog):
        yield Claim(passage, year.start, year.end, "excluded", "period")
    yield from _excluded(passage, catalog)


def _excluded(passage: Passage, catalog: Catalog, start: int = 0, end: int | None = None) -> Iterator[Claim]:
    """Claim what states no amount in ``start:end`` of a passage, read by itself."""
    for one in exclusions(passage.text[start:end], catalog):
        disposition = "citation" if one.reason == "citation" else "excluded"
        reason = "" if disposition == "citation" else one.reason
        yield Claim(passage, start + one.start, start + one.end, disposition, reason)


def _of_prose(paragraphs: tuple[Paragraph, ...], found: Found, catalog: Catalog) -> Iterator[Claim]:
    targets = iter(found.targets)
    stating = {id(paragraph) for paragraph in body_paragraphs(paragraphs, catalog)}
    receiving = {id(paragraph) for paragraph in _recipients(paragraphs, catalog)}
    for paragraph in paragraphs:
        if paragraph.mark.text:
            yield _whole(paragraph.mark, "excluded", "section number")
        yield from _own(paragraph.passage, found.metadata)
        if id(paragraph) in stating:
            yield from _sentences(paragraph.passage, targets, catalog)
        for year in (*years(paragraph.text, catalog), *unclear_years(paragraph.text)):
            yield Claim(paragraph.passage, year.start, year.end, "excluded", "period")
        yield from _excluded(paragraph.passage, catalog)
        if id(paragraph) in receiving:
            yield _whole(paragraph.passage, "excluded", "label")


def _recipients(paragraphs: tuple[Paragraph, ...], catalog: Catalog) -> Iterator[Paragraph]:
    """Yield the list of recipients, down to the file copy; a heading or an annex ends it too, or the signature."""
    listed = False
    for paragraph in paragraphs:
        text = paragraph.text
        in_capitals = is_capitals(text) and not paragraph.mark.text
        if catalog.meaning("recipients", text):
            listed = True
        elif paragraph.is_heading or in_capitals or catalog.meaning("annex-line", text):
            listed = False
        if listed:
            yield paragraph
        if catalog.meaning("last-recipient", text):
            listed = False


def _own(passage: Passage, metadata: Metadata) -> Iterator[Claim]:
    """Claim the number, date and title of the document as attributes of its row."""
    text = passage.text
    number = metadata.document_number.partition("/")[0]
    if number and (match := _NUMBERED.match(text)) and match["number"] == number:
        yield Claim(passage, match.start(), match.end(), "attribute", "", "documents", "document_number")
    if match := _DATED.search(text):
        yield Claim(passage, match.start(), match.end(), "attribute", "", "documents", "issued_on")
    if metadata.title and text and (text in metadata.title or metadata.title in text):
        yield _whole(passage, "attribute", "", "documents", "title")


def _sentences(passage: Passage, targets: Iterator[Target], catalog: Catalog) -> Iterator[Claim]:
    """Claim amounts as values of targets, the years beside them as attributes, what is known to state nothing."""
    for start, end in sentences(passage.text):
        sentence = passage.text[start:end]
        parts = cut(sentence, catalog)
        stated: list[str] = []
        for clause in parts.clauses:
            for amount in clause.amounts:
                target = next(targets)
                stated.append(target.target_id)
                if amount.quantity.out_of is None and (
                    base := _RATE_BASE.search(sentence, amount.number + 1, amount.end)
                ):
                    span = (start + base.start(), start + base.end())
                    yield Claim(passage, *span, "attribute", "", "targets", target.target_id)
                yield Claim(passage, start + amount.start, start + amount.end, "value", "", "targets", target.target_id)
            for amount in clause.beginnings:
                yield Claim(passage, start + amount.start, start + amount.end, "attribute", "", "targets", stated[-1])
        named = (*years(sentence, catalog), *odd_years(sentence), *unclear_years(sentence))
        for year in named if stated else ():
            yield Claim(passage, start + year.start, start + year.end, "attribute", "", "targets", stated[0])
        yield from _excluded(passage, catalog, start, end)
        for one in parts.excluded:
            yield Claim(passage, start + one.start, start + one.end, "excluded", one.reason)
