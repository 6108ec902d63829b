"""Documents and what they gave, as rows of strings in the columns of the output contract."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

import regex

from pipeline.model import (
    Activity,
    Catalog,
    Document,
    Extraction,
    Identity,
    Metadata,
    Note,
    Numeral,
    Observation,
    Period,
    Quantity,
    Reading,
    Severity,
    Status,
    Target,
    Where,
)
from pipeline.text import slug

Row = dict[str, str]
Dataset = list[Row]
Rows = dict[str, Dataset]

_RISKY = regex.compile(r"[=+@\x00-\x1f]|-\p{L}")
_KEYS = frozenset({"doc_id", "plan_id", "issue_id", "source_id", "place_id", "path", "printed_no", "members"})


@dataclass(frozen=True, slots=True)
class Outcome:
    """A document with what it gave, or why it could not be read."""

    document: Document
    extraction: Extraction | None = None
    error: str = ""
    notes: tuple[Note, ...] = ()
    """What was noticed about the file rather than in it."""

    @property
    def all_notes(self) -> tuple[Note, ...]:
        """Everything noticed, about the file and in it."""
        return (*self.notes, *(self.extraction.notes if self.extraction else ()))


@dataclass(slots=True)
class _Builder:
    """Rows of one document; sources are shared by everything that stands in the same place."""

    outcome: Outcome
    catalog: Catalog
    sources: dict[str, Row] = field(default_factory=dict)

    @property
    def doc_id(self) -> str:
        return self.outcome.document.doc_id

    def source(self, where: Where, readings: Sequence[Reading] = ()) -> str:
        """Return the key of a place, empty for none."""
        if where.line is None and where.page is None:
            return ""
        if where.line is not None:
            key = f"{self.doc_id}:{where.line}:{where.start}-{where.end}"
        elif where.box is None:
            key = f"{self.doc_id}:p{where.page}"
        else:
            box = where.box
            key = f"{self.doc_id}:p{where.page}:{box.left:.1f},{box.top:.1f},{box.right:.1f},{box.bottom:.1f}"
        self.sources.setdefault(key, self._source_row(key, where, readings))
        return key

    def _source_row(self, key: str, where: Where, readings: Sequence[Reading]) -> Row:
        extraction = self.outcome.extraction
        box = where.box
        best = max((r.confidence for r in readings if r.confidence is not None), default=None)
        return {
            "source_id": key,
            "doc_id": self.doc_id,
            "page": text_of(where.page),
            "line": text_of(where.line),
            "start": text_of(where.start),
            "end": text_of(where.end),
            "left": f"{box.left:.2f}" if box else "",
            "top": f"{box.top:.2f}" if box else "",
            "right": f"{box.right:.2f}" if box else "",
            "bottom": f"{box.bottom:.2f}" if box else "",
            "reader": extraction.reader if extraction else "dump",
            "confidence": text_of(best),
            "readings": _readings_json(readings),
        }


def dataset_rows(outcomes: Iterable[Outcome], catalog: Catalog, columns: Mapping[str, Sequence[str]]) -> Rows:
    """Return the rows of every dataset, documents in the order of their keys, rows in reading order.

    ``columns`` names the columns of each dataset in the order of the contract.
    """
    rows: Rows = {name: [] for name in columns}
    for outcome in sorted(outcomes, key=lambda one: one.document.doc_id):
        builder = _Builder(outcome, catalog)
        issues = _issues(builder)
        rows["documents"].append(_document(outcome, issues))
        if outcome.extraction is not None:
            rows["targets"].extend(_target(builder, target) for target in outcome.extraction.targets)
            rows["observations"].extend(_observation(builder, one) for one in outcome.extraction.observations)
            rows["numerals"].extend(_numeral(builder, one) for one in outcome.extraction.numerals)
            rows["activities"].extend(_activity(builder, one) for one in outcome.extraction.activities)
            rows["identities"].extend(
                _identity(builder, number, one) for number, one in enumerate(outcome.extraction.identities, start=1)
            )
        rows["issues"].extend(issues)
        rows["sources"].extend(builder.sources.values())
    rows["places"] = place_rows(rows, catalog)
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


def text_of(value: date | Decimal | float | bool | str | None) -> str:  # noqa: FBT001
    """Spell a value as the contract wants it: ISO dates, ``true``, decimals as printed, nothing for None.

    >>> text_of(Decimal("0.50")), text_of(True), text_of(None)
    ('0.50', 'true', '')
    """
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, Decimal):
        return f"{value:f}"
    return value.isoformat() if isinstance(value, date) else str(value)


def plan_id(metadata: Metadata) -> str:
    """Name a plan by issuer, number and year, else by title and year."""
    year = metadata.issued_on.year if metadata.issued_on else metadata.year_start or metadata.year_end
    if metadata.document_number:
        return slug(f"{metadata.place} {metadata.document_number} {year or ''}")
    return slug(f"{metadata.place} {metadata.title[:80]} {year or ''}")


def _harmless(column: str, text: str) -> str:
    """Keep spreadsheets from taking a text for a formula."""
    return f"'{text}" if column not in _KEYS and not _is_number(text) and _RISKY.match(text) else text


def _is_number(text: str) -> bool:
    return bool(regex.fullmatch(r"[-+]?\d+(?:\.\d+)?", text))


def _readings_json(readings: Sequence[Reading]) -> str:
    if len(readings) < 2:
        return ""
    listed = [{"text": r.text, "engine": r.engine, "confidence": r.confidence} for r in readings]
    return json.dumps(listed, ensure_ascii=False, sort_keys=True)


def _document(outcome: Outcome, issues: Dataset) -> Row:
    document, extraction = outcome.document, outcome.extraction
    metadata = extraction.metadata if extraction else Metadata()
    numerals = extraction.numerals if extraction else ()
    errors = sum(issue["severity"] == Severity.ERROR for issue in issues)
    warnings = sum(issue["severity"] == Severity.WARNING for issue in issues)
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
        "issues_error": str(errors),
        "issues_warning": str(warnings),
        "status": status,
    }


def _quantity(quantity: Quantity) -> Row:
    return {
        "comparator": quantity.comparator,
        "value": text_of(quantity.value),
        "value_high": text_of(quantity.value_high),
        "unit": quantity.unit,
        "scale": text_of(quantity.scale),
        "base_unit": quantity.base_unit,
    }


def _period(period: Period) -> Row:
    return {
        "year": text_of(period.year),
        "year_basis": period.basis,
        "period_start": text_of(period.start),
        "period_end": text_of(period.end),
        "baseline_year": text_of(period.baseline),
    }


def _target(builder: _Builder, target: Target) -> Row:
    return {
        "doc_id": builder.doc_id,
        "target_id": target.target_id,
        "section": target.section,
        "indicator_id": target.indicator_id,
        "indicator": target.indicator,
        "target_kind": target.target_kind,
        **_quantity(target.quantity),
        **_period(target.period),
        "place_id": target.place_id,
        "place": target.place,
        "raw": target.raw,
        "check": target.check,
        "source_id": builder.source(target.where),
    }


def _observation(builder: _Builder, value: Observation) -> Row:
    return {
        "doc_id": builder.doc_id,
        "table_id": value.table_id,
        "row_no": str(value.row_no),
        "column_no": str(value.column_no),
        "printed_no": value.printed_no,
        "row_type": value.row_type,
        "column_type": value.column_type,
        "is_leaf": text_of(value.is_leaf),
        "row_label": value.row_label,
        "place_id": value.place_id,
        "label_check": value.label_check,
        "header_path": value.header_path,
        "indicator_id": value.indicator_id,
        "breakdown": value.breakdown,
        "target_kind": value.target_kind,
        "value_type": value.value_type,
        **_quantity(value.quantity),
        **_period(value.period),
        "raw": value.raw,
        "check": value.check,
        "source_id": builder.source(value.where, value.readings),
    }


def _activity(builder: _Builder, activity: Activity) -> Row:
    quantity, per_year, per_unit = activity.quantity, activity.per_year, activity.per_unit
    return {
        "doc_id": builder.doc_id,
        "table_id": activity.table_id,
        "row_no": str(activity.row_no),
        "column_no": str(activity.column_no),
        "activity_no": activity.activity_no,
        "objective": activity.objective,
        "activity": activity.activity,
        "period_start": text_of(activity.period.start),
        "period_end": text_of(activity.period.end),
        "level": activity.level,
        "comparator": quantity.comparator if quantity else "",
        "quantity": text_of(quantity.value if quantity else None),
        "quantity_high": text_of(quantity.value_high if quantity else None),
        "out_of": text_of(quantity.out_of if quantity else None),
        "unit": quantity.unit if quantity else "",
        "per_year": text_of(per_year.value if per_year else None),
        "per_unit": text_of(per_unit.value if per_unit else None),
        "per_unit_unit": per_unit.unit if per_unit else "",
        "funding": activity.funding,
        "text": activity.text,
        "raw": activity.raw,
        "check": activity.check,
        "source_id": builder.source(activity.where),
    }


def _numeral(builder: _Builder, numeral: Numeral) -> Row:
    return {
        "doc_id": builder.doc_id,
        "numeral_no": str(numeral.numeral_no),
        "raw": numeral.raw,
        "source_id": builder.source(numeral.where),
        "disposition": numeral.disposition,
        "reason": numeral.reason,
        "dataset": numeral.dataset,
        "row_key": numeral.row_key,
    }


def _identity(builder: _Builder, number: int, identity: Identity) -> Row:
    return {
        "doc_id": builder.doc_id,
        "identity_id": f"i{number}",
        "table_id": identity.table_id,
        "kind": identity.kind,
        "members": " ".join(
            f"{row}:{column}" if table_id == identity.table_id else f"{table_id}:{row}:{column}"
            for table_id, row, column in identity.members
        ),
        "printed": text_of(identity.printed),
        "computed": text_of(identity.computed),
        "difference": text_of(identity.difference),
        "tolerance": text_of(identity.tolerance),
        "holds": text_of(identity.holds),
    }


def _issues(builder: _Builder) -> Dataset:
    rows: Dataset = []
    used: set[str] = set()
    notes = list(builder.outcome.all_notes)
    if builder.outcome.error:
        notes.append(Note("unreadable-document", evidence=builder.outcome.error))
    for note in notes:
        row = _issue(builder, note)
        number = 1
        while row["issue_id"] in used:
            number += 1
            row["issue_id"] = _digest(row["issue_id"], str(number))
        used.add(row["issue_id"])
        rows.append(row)
    return rows


def _issue(builder: _Builder, note: Note) -> Row:
    source_id = builder.source(note.where)
    place = source_id.removeprefix(f"{builder.doc_id}:")
    sha256 = builder.outcome.document.sha256 or builder.outcome.document.path
    return {
        "doc_id": builder.doc_id,
        "issue_id": _digest(sha256, note.code, place, note.observed),
        "group": note.group or _digest(note.code, note.observed.lower(), note.proposal, note.expected)[:8],
        "code": note.code,
        "severity": note.severity or builder.catalog.issue_codes[note.code].severity,
        "resolution": "open",
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
    }


def _digest(*parts: str) -> str:
    return hashlib.sha256("\x1f".join(parts).encode()).hexdigest()[:12]
