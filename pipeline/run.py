"""The main job: all documents worked, validated together, then written."""

from __future__ import annotations

import hashlib
import json
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path

from . import expect
from .audit.across import PlanDocument, compare_documents
from .audit.lexicon import lexicon_of
from .catalog import load_catalog
from .confined import Pages, Work
from .corrections import orphaned
from .engine import Watch, run_documents
from .errors import DocumentError
from .extract.errata import about_plan, corrects
from .extract.naming import index_of
from .intake import Intake, collect, project_indicators, several_forms, vanished
from .ledger import read_ledgers
from .model import Catalog, Correction, Document, Note, Resolution, Severity, Where
from .report import Content, report_files
from .stages import Orders, read_and_extract
from .store import (
    Outcome,
    Rows,
    check_apart,
    check_writable,
    contract_columns,
    dataset_rows,
    load_contract,
    package_files,
    plan_id,
    quarantine_files,
    replace_folder,
    strangers,
)
from .store.failing import note_about_rows
from .store.rows import leave_out, places_of
from .store.sources import Row, source_book


@dataclass(frozen=True, slots=True)
class Standing:
    """How far a run is: documents done and in all, and those at work that tell their pages, in order of their start."""

    done: int
    total: int
    pages: Mapping[Document, Pages]


Progress = Callable[[Standing], None]
"""Called whenever something is done."""


@dataclass(frozen=True, slots=True)
class Summary:
    """What a run did, for the last words on the terminal."""

    out: Path
    documents: tuple[dict[str, str], ...]
    sizes: dict[str, int]
    severities: dict[str, int]
    errors: tuple[str, ...]
    changed: bool
    exit_code: int = 0
    """0, or that of the worst error: 5 for a missing program outranks 4, since installing it may mend the document."""
    passed_over: tuple[str, ...] = ()
    """Files of folders that no reader takes."""
    left: tuple[str, ...] = ()
    """Files of the output folder that no run wrote."""

    @property
    def has_findings(self) -> bool:
        """Whether anything should not be believed yet."""
        return bool(self.severities.get(Severity.ERROR) or self.severities.get(Severity.WARNING))


def run(  # noqa: PLR0913 - one per option of the command
    paths: Sequence[Path], out: Path, *, suites: Path, progress: Progress | None = None, cross_check: bool = False
) -> Summary:
    """Work all documents under ``paths`` and rebuild ``out`` for exactly these.

    ``cross_check`` has every table of a PDF read by a second reader.

    Raises :class:`UsageError` and :class:`ConfigurationError`; a document that cannot be read is reported in the
    summary and in the datasets.
    """
    check_writable(out)
    check_apart(out, paths)
    loaded = expect.load_suites(suites)
    added = project_indicators(paths)
    contract, catalog = load_contract(), load_catalog(added)
    orders = Orders(added, read_ledgers(paths, catalog.issue_codes.keys()), cross_check)
    index_of(catalog)
    lexicon_of(catalog)
    intake = collect(paths)
    with ThreadPoolExecutor(max_workers=1) as aside:
        warming = aside.submit(expect.warm_up, loaded)
        worked, code = _work(intake, partial(read_and_extract, orders=orders), progress)
        warming.result()
    silent: frozenset[str] = frozenset()
    while True:
        outcomes = _with_decisions(_with_errata(_compared(worked, catalog, silent)), orders.corrections, paths)
        rows, files, quarantined = _validated(outcomes, catalog, loaded, contract)
        if len(worked) == 1 or quarantined <= silent:
            break
        silent |= quarantined
    files.update(report_files(_report_content(rows, outcomes, catalog, files)))
    changed = replace_folder(out, files)
    return Summary(
        out=out,
        documents=tuple(rows["documents"]),
        sizes={name: len(dataset) for name, dataset in rows.items()},
        severities=dict(
            Counter(issue["severity"] for issue in rows["issues"] if issue["resolution"] == Resolution.OPEN)
        ),
        errors=tuple(outcome.error for outcome in outcomes if outcome.error),
        changed=changed,
        exit_code=code,
        passed_over=tuple(intake.passed_over),
        left=strangers(out, files),
    )


def _work(intake: Intake, work: Work, progress: Progress | None) -> tuple[list[Outcome], int]:
    """Take every document through the stages, each in its own process; return the worst exit code too."""
    outcomes = list(intake.failed)
    code = DocumentError.exit_code if outcomes else 0
    for document, result in run_documents(intake.documents, work, watch=_watch(len(intake.documents), progress)):
        notes = intake.notes[document.sha256]
        if isinstance(result, DocumentError):
            outcomes.append(Outcome(document, error=str(result), notes=notes))
            code = max(code, result.exit_code)
        else:
            outcomes.append(Outcome(document, extraction=result, notes=notes))
    return outcomes, code


def _watch(total: int, progress: Progress | None) -> Watch | None:
    """Keep account of how far each document is."""
    if progress is None:
        return None
    done = 0
    pages: dict[Document, Pages] = {}

    def watch(document: Document, told: Pages | None) -> None:
        nonlocal done
        if told is None:
            done += 1
            pages.pop(document, None)
        else:
            pages[document] = told
        progress(Standing(done, total, dict(pages)))

    progress(Standing(0, total, {}))
    return watch


def _compared(outcomes: list[Outcome], catalog: Catalog, silent: AbstractSet[str]) -> list[Outcome]:
    """Note which documents are forms of one plan, and check the documents against each other.

    The ``silent`` ones, which are in quarantine, say nothing of the others.
    """
    plans = [
        PlanDocument(
            one.document.doc_id, one.document.manifest_plan_id or plan_id(one.extraction.metadata), one.extraction
        )
        for one in outcomes
        if one.extraction is not None
    ]
    forms = several_forms((plan.doc_id, plan.plan_id) for plan in plans)
    found = compare_documents([plan for plan in plans if plan.doc_id not in silent], catalog)
    return [
        replace(
            one,
            extraction=found.get(one.document.doc_id, one.extraction),
            notes=(*one.notes, *([forms[one.document.doc_id]] if one.document.doc_id in forms else [])),
        )
        for one in outcomes
    ]


def _with_errata(outcomes: list[Outcome]) -> list[Outcome]:
    """Note at plans what errata among the documents say of them."""
    notes: dict[str, list[Note]] = {}
    known = [(one.document.doc_id, one.extraction) for one in outcomes if one.extraction is not None]
    for doc_id, erratum in known:
        for other, plan in known:
            own = [pair for pair in erratum.errata if corrects(erratum.metadata, pair, plan.metadata)]
            if other != doc_id and own:
                source = " ".join(filter(None, (doc_id, erratum.metadata.document_number)))
                notes.setdefault(other, []).extend(about_plan(own, plan, source))
    return [replace(one, notes=(*one.notes, *notes.get(one.document.doc_id, ()))) for one in outcomes]


def _with_decisions(outcomes: list[Outcome], corrections: Sequence[Correction], paths: Sequence[Path]) -> list[Outcome]:
    """Give each document what was decided about it, and report what was decided about files that were changed."""
    if not corrections or not outcomes:
        return outcomes
    unknown = {one.sha256 for one in corrections} - {one.document.sha256 for one in outcomes}
    gone = vanished(unknown, paths)
    lost = orphaned(
        [one for one in corrections if one.sha256 in gone], {one.document.doc_id: one.extraction for one in outcomes}
    )
    return [
        replace(
            one,
            notes=(*one.notes, *lost.get(one.document.doc_id, ())),
            corrections=tuple(row for row in corrections if row.sha256 == one.document.sha256),
        )
        for one in outcomes
    ]


def _validated(
    outcomes: list[Outcome], catalog: Catalog, suites: Sequence[expect.Suite], contract: dict[str, object]
) -> tuple[Rows, dict[str, bytes], frozenset[str]]:
    """Validate the rows of all documents; turn failures into issues and quarantine documents that fail badly.

    Returns the rows and files that are left, and which documents are in quarantine.
    """
    columns = contract_columns(contract)
    rows = dataset_rows(outcomes, catalog, columns)
    validation = expect.validate(rows, suites, contract)
    places = {one.document.doc_id: places_of(one) for one in outcomes} if validation.failures else {}
    reasons: dict[str, list[str]] = {}
    notes: dict[str, list[Note]] = {}
    for failure in validation.failures:
        for doc_id, note in _failure_notes(failure, rows, places):
            notes.setdefault(doc_id, []).append(note)
            if failure.blocking:
                reasons.setdefault(doc_id, []).append(note.evidence)
    if not notes:
        return rows, package_files(rows, outcomes, contract, validation.report), frozenset()
    outcomes = [replace(one, notes=(*one.notes, *notes.get(one.document.doc_id, ()))) for one in outcomes]
    full = dataset_rows(outcomes, catalog, columns)
    kept = leave_out(full, set(reasons), catalog)
    files = package_files(kept, outcomes, contract, validation.report)
    for doc_id, why in reasons.items():
        files.update(quarantine_files(doc_id, full, contract, why))
    return kept, files, frozenset(reasons)


def _failure_notes(
    failure: expect.Failure, rows: Rows, places: Mapping[str, Mapping[str, Where]]
) -> Iterator[tuple[str, Note]]:
    """Tell each document of its rows that fail, in one issue; what belongs to no single document concerns all of them.

    ``places`` says where the sources of each document are.
    """
    known = sorted(row["doc_id"] for row in rows["documents"])
    failing: dict[str, list[tuple[Row, str]]] = {doc_id: [] for doc_id in known}
    for position, observed in zip(failure.rows, failure.observed, strict=True):
        row = rows[failure.dataset][position]
        for doc_id in [row["doc_id"]] if row.get("doc_id") in failing else known:
            failing[doc_id].append((row, observed))
    group = hashlib.sha256(f"{failure.dataset} {failure.expectation}".encode()).hexdigest()[:8]
    severity = Severity.ERROR if failure.blocking else Severity.WARNING
    for doc_id, found in failing.items():
        if found or not failure.rows:
            note = note_about_rows("expectation-failed", failure.dataset, found, places.get(doc_id, {}))
            told = f"{failure.description} {note.evidence}"
            yield doc_id, replace(note, evidence=told, severity=severity, group=group)


def _report_content(rows: Rows, outcomes: Sequence[Outcome], catalog: Catalog, files: Mapping[str, bytes]) -> Content:
    """Gather what the report shows: what is written, and beside it the tables and what places look like."""
    found = {one.document.doc_id: one.extraction for one in outcomes if one.extraction is not None}
    crops = {
        source_book(doc_id, extraction).source(crop.where): crop
        for doc_id, extraction in found.items()
        for crop in extraction.crops
    }
    return Content(
        rows=rows,
        catalog=catalog,
        tables={doc_id: extraction.tables for doc_id, extraction in found.items()},
        crops=crops,
        validation=json.loads(files["validation.json"]),
        version=json.loads(files["datapackage.json"])["version"],
    )
