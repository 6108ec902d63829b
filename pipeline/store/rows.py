"""Documents and what they gave, as rows of strings in the columns of the output contract."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass

import regex

from pipeline.corrections import resolved
from pipeline.model import (
    Activity,
    Catalog,
    Correction,
    Document,
    Extraction,
    Metadata,
    Note,
    Numeral,
    Observation,
    Resolution,
    Severity,
    Status,
    Target,
    Where,
)
from pipeline.text import guard, slug

from .records import activity_row, identity_row, numeral_row, observation_row, target_row
from .sources import Row, SourceBook, source_book, text_of
from .statement import statement_row

Dataset = list[Row]
Rows = dict[str, Dataset]

_KEYS = frozenset({"doc_id", "plan_id", "issue_id", "source_id", "place_id", "path", "printed_no", "members"})


@dataclass(frozen=True, slots=True)
class Outcome:
    """A document with what it gave, or why it could not be read."""

    document: Document
    extraction: Extraction | None = None
    error: str = ""
    notes: tuple[Note, ...] = ()
    """What was noticed about the file rather than in it."""
    corrections: tuple[Correction, ...] = ()
    """What was decided about the document; what is in it was settled with its values."""

    @property
    def all_notes(self) -> tuple[Note, ...]:
        """Everything noticed, about the file and in it."""
        unchanging = [one for one in self.corrections if one.printed == one.read]
        return (*resolved(self.notes, unchanging), *(self.extraction.notes if self.extraction else ()))


def dataset_rows(outcomes: Iterable[Outcome], catalog: Catalog, columns: Mapping[str, Sequence[str]]) -> Rows:
    """Return the rows of every dataset, documents in the order of their keys, rows in reading order.

    ``columns`` names the columns of each dataset in the order of the contract.
    """
    rows: Rows = {name: [] for name in columns}
    for outcome in sorted(outcomes, key=lambda one: one.document.doc_id):
        extraction = outcome.extraction
        book = source_book(outcome.document.doc_id, extraction)
        issues = _issues(outcome, book, catalog)
        rows["documents"].append(_document(outcome, issues, catalog))
        if extraction is not None:
            rows["targets"].extend(target_row(book, target) for target in extraction.targets)
            rows["observations"].extend(observation_row(book, one) for one in extraction.observations)
            rows["numerals"].extend(numeral_row(book, one) for one in extraction.numerals)
            rows["activities"].extend(activity_row(book, one) for one in extraction.activities)
            rows["identities"].extend(
                identity_row(book, number, one) for number, one in enumerate(extraction.identities, start=1)
            )
        rows["issues"].extend(issues)
        rows["sources"].extend(book.sources.values())
    rows["places"] = place_rows(rows, catalog)
    rows["indicators"] = _indicator_rows(rows, catalog, columns["indicators"])
    return {
        name: [{column: _harmless(column, row[column]) for column in columns[name]} for row in dataset]
        for name, dataset in rows.items()
    }


def place_rows(rows: Mapping[str, Dataset], catalog: Catalog) -> Dataset:
    """Return the places that the other datasets refer to."""
    used = {row["place_id"] for name in ("documents", "targets", "observations") for row in rows[name]}
    return [
        {
            "place_id": place.place_id,
            "code": place.code,
            "name": place.name,
            "type": place.type,
            "level": place.level,
            "parent_code": place.parent_code,
            "valid_from": text_of(place.valid_from),
            "valid_to": text_of(place.valid_to),
            "source": place.source,
        }
        for place in catalog.places
        if place.place_id in used
    ]


def _indicator_rows(rows: Mapping[str, Dataset], catalog: Catalog, columns: Sequence[str]) -> Dataset:
    """Return the indicators that the other datasets refer to; of an id given twice the project's row counts."""
    used = {row["indicator_id"] for name in ("targets", "observations", "activities") for row in rows[name]}
    chosen = {row["indicator_id"]: row for row in catalog.indicators if row["indicator_id"] in used}
    return [{column: chosen[key].get(column, "") for column in columns} for key in sorted(chosen)]


def places_of(outcome: Outcome) -> dict[str, Where]:
    """Return where in a document the sources of its values are, by the keys that rows refer to them by."""
    found = outcome.extraction
    if found is None:
        return {}
    book = source_book(outcome.document.doc_id, found)
    return {book.source(one.where): one.where for one in _placed(found)}


def _placed(found: Extraction) -> Iterator[Target | Observation | Activity | Numeral]:
    yield from found.numerals
    yield from found.targets
    yield from found.observations
    yield from found.activities


def leave_out(rows: Rows, doc_ids: AbstractSet[str], catalog: Catalog) -> Rows:
    """Leave of quarantined documents only their row in documents and their issues."""
    kept: Rows = {}
    for name, dataset in rows.items():
        if name == "documents":
            kept[name] = [{**r, "status": Status.QUARANTINED} if r["doc_id"] in doc_ids else r for r in dataset]
        elif name in {"issues", "sources", "places", "indicators"}:
            kept[name] = dataset
        else:
            kept[name] = [row for row in dataset if row["doc_id"] not in doc_ids]
    used = {
        row["source_id"]
        for name in ("targets", "observations", "activities", "numerals", "issues")
        for row in kept[name]
    }
    kept["sources"] = [row for row in kept["sources"] if row["source_id"] in used]
    kept["places"] = place_rows(kept, catalog)
    named = {row["indicator_id"] for name in ("targets", "observations", "activities") for row in kept[name]}
    kept["indicators"] = [row for row in kept["indicators"] if row["indicator_id"] in named]
    return kept


def plan_id(metadata: Metadata) -> str:
    """Name a plan by issuer, number and year, else by title and year."""
    year = metadata.issued_on.year if metadata.issued_on else metadata.year_start or metadata.year_end
    if metadata.document_number:
        return slug(f"{metadata.place} {metadata.document_number} {year or ''}")
    return slug(f"{metadata.place} {metadata.title[:80]} {year or ''}")


def _harmless(column: str, text: str) -> str:
    """Keep spreadsheets from taking a text for a formula."""
    return text if column in _KEYS or _is_number(text) else guard(text)


def _is_number(text: str) -> bool:
    return bool(regex.fullmatch(r"[-+]?\d+(?:\.\d+)?", text))


def _document(outcome: Outcome, issues: Dataset, catalog: Catalog) -> Row:
    document, extraction = outcome.document, outcome.extraction
    metadata = extraction.metadata if extraction else Metadata()
    numerals = extraction.numerals if extraction else ()
    undecided = [issue["severity"] for issue in issues if issue["resolution"] == Resolution.OPEN]
    errors, warnings = undecided.count(Severity.ERROR), undecided.count(Severity.WARNING)
    status = Status.FAILED if extraction is None else Status.FLAGGED if errors or warnings else Status.CLEAN
    return {
        "doc_id": document.doc_id,
        "plan_id": document.manifest_plan_id or (plan_id(metadata) if extraction else ""),
        "path": document.path,
        "sha256": document.sha256,
        "reader": extraction.reader if extraction else "",
        "pages": text_of(extraction.pages if extraction else None),
        "document_kind": metadata.document_kind,
        "document_number": metadata.document_number,
        "issued_on": text_of(metadata.issued_on),
        "issuer": metadata.issuer,
        "place_id": metadata.place_id,
        "place": metadata.place,
        "title": metadata.title,
        "year_start": text_of(metadata.year_start),
        "year_end": text_of(metadata.year_end),
        "signer": metadata.signer,
        "numerals": str(len(numerals)) if extraction else "",
        "numerals_unaccounted": str(sum(n.disposition == "unaccounted" for n in numerals)) if extraction else "",
        **statement_row(extraction, catalog.error_rates),
        "issues_error": str(errors),
        "issues_warning": str(warnings),
        "status": status,
    }


def _issues(outcome: Outcome, book: SourceBook, catalog: Catalog) -> Dataset:
    rows: Dataset = []
    used: set[str] = set()
    notes = list(outcome.all_notes)
    if outcome.error:
        notes.append(Note("unreadable-document", evidence=outcome.error))
    for note in notes:
        row = _issue(outcome, book, note, catalog)
        number = 1
        while row["issue_id"] in used:
            number += 1
            row["issue_id"] = _digest(row["issue_id"], str(number))
        used.add(row["issue_id"])
        rows.append(row)
    return rows


def _issue(outcome: Outcome, book: SourceBook, note: Note, catalog: Catalog) -> Row:
    source_id = book.source(note.where)
    place = source_id.removeprefix(f"{book.doc_id}:")
    sha256 = outcome.document.sha256 or outcome.document.path
    return {
        "doc_id": book.doc_id,
        "issue_id": _digest(sha256, note.code, place, note.observed),
        "group": note.group or _digest(note.code, note.observed.lower(), note.proposal, note.expected)[:8],
        "code": note.code,
        "severity": note.severity or catalog.issue_codes[note.code].severity,
        "resolution": note.resolution,
        "table_id": note.table_id,
        "row_no": text_of(note.row_no),
        "column_no": text_of(note.column_no),
        "row_label": note.row_label,
        "header_path": note.header_path,
        "observed": note.observed,
        "expected": note.expected,
        "proposal": note.proposal,
        "evidence": note.evidence,
        "source_id": source_id,
        "unique": text_of(note.unique),
    }


def _digest(*parts: str) -> str:
    return hashlib.sha256("\x1f".join(parts).encode()).hexdigest()[:12]
