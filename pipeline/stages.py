"""One document through the stages, in its child process: read, structure, extract, audit."""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path

from .audit.annexes import with_misprints
from .audit.bounds import check_bounds
from .audit.coverage import account, unaccounted
from .audit.crosschecks import Stated, cross_check
from .audit.illegible import doubt_unread_columns
from .audit.odd_forms import check_forms_of_columns
from .audit.periods import check_periods
from .audit.proofreading import Source, proofread
from .audit.readings import weigh_readings
from .audit.settling import chosen_by_sums, with_readings
from .audit.unread import with_causes
from .audit.vouching import check_sums
from .catalog import ProjectRows, load_catalog
from .confined import Share
from .corrections import apply_corrections, settle
from .extract.claims import Found, claims_of
from .extract.errata import find_errata
from .extract.gazetteer import territory
from .extract.metadata import read_metadata
from .extract.naming import name_activities, name_observations, name_targets, unnamed
from .extract.observations import find_observations
from .extract.outline import outline
from .extract.schedule import find_activities
from .extract.targets import find_targets
from .model import Catalog, Check, Correction, Document, Extraction, Grid, Line, Note, ReadDocument
from .readers import LONG_READERS, READERS, SECOND_READERS
from .readers.crops import cut_crops
from .tables import build_tables
from .tables.build import unfold_frames


@dataclass(frozen=True, slots=True)
class Orders:
    """What a run asks of every document: rows that the project adds to the catalogue of indicators, what people
    decided, and whether all pages with tables are read a second time.
    """

    added: ProjectRows = ()
    corrections: tuple[Correction, ...] = ()
    cross_check: bool = False


def read_and_extract(document: Document, share: Share | None = None, *, orders: Orders = Orders()) -> Extraction:
    """Read one document, extract everything from it, cut out what has to be looked at. Runs in a child process.

    ``share`` is what the child may use. What people decided about the document is replayed on what was read, so that
    all stages see it.
    """
    seconds: dict[str, float] = {}
    catalog = load_catalog(orders.added)
    read, found = _read(document, share, orders=orders, seconds=seconds)
    if own := tuple(one for one in orders.corrections if one.sha256 == document.sha256):
        with _timed(seconds, "corrections"):
            found = _decided(read, found, own, catalog)
    with _timed(seconds, "crops"):
        return replace(found, crops=cut_crops(document.location, found.notes, catalog, read.turns))


def _decided(read: ReadDocument, found: Extraction, own: tuple[Correction, ...], catalog: Catalog) -> Extraction:
    """Replay what people decided about a document on what was read, and extract anew if that changes it."""
    applied = apply_corrections(read, found, own, catalog=catalog)
    return settle(found, extract(applied.read, catalog) if applied.changes else found, applied, catalog)


def _read(
    document: Document, share: Share | None, *, orders: Orders, seconds: dict[str, float]
) -> tuple[ReadDocument, Extraction]:
    """Read a document and extract from it.

    A second reader is asked where a value is doubtful or a ruled page gave no table, and on all pages with tables for
    a cross-check.
    """
    catalog = load_catalog(orders.added)
    suffix = Path(document.location).suffix.lower()
    with _timed(seconds, "read"):
        if share is not None and suffix in LONG_READERS:
            read = LONG_READERS[suffix](document.location, catalog, share.tell, share.threads)
        else:
            read = READERS[suffix](document.location, catalog)
    read, found = extract_and_settle(read, catalog, seconds)
    if suffix not in SECOND_READERS:
        return read, found
    tables = {block.page for block in read.blocks if isinstance(block, Grid) and block.page is not None}
    doubtful = {value.where.page for value in found.observations if value.check is Check.SUSPECT}
    doubtful |= {one.where.page for one in found.activities if one.check is Check.SUSPECT}
    pages = ((tables if orders.cross_check else tables & doubtful) | read.doubtful_pages) & read.genuine_pages
    if not pages:
        return read, found
    with _timed(seconds, "second"):
        read = SECOND_READERS[suffix](document.location, read, pages)
    return read, extract(read, catalog, seconds)


def extract_and_settle(
    read: ReadDocument, catalog: Catalog, seconds: dict[str, float] | None = None
) -> tuple[ReadDocument, Extraction]:
    """Extract everything; where sums choose another reading of a cell, put that into the document and extract anew."""
    found = extract(read, catalog, seconds)
    if better := chosen_by_sums(found, catalog):
        read = with_readings(read, found, better)
        found = extract(read, catalog, seconds)
    return read, found


def extract(read: ReadDocument, catalog: Catalog, seconds: dict[str, float] | None = None) -> Extraction:
    """Take what a reader returned through the pure stages."""
    seconds = {} if seconds is None else seconds
    with _timed(seconds, "structure"):
        blocks = unfold_frames(read.blocks, catalog)
        lines = tuple(block for block in blocks if isinstance(block, Line))
        metadata, about_document = read_metadata(lines, catalog)
        structure = build_tables(blocks, catalog, metadata.issuer.removeprefix("Ủy ban nhân dân "))
    with _timed(seconds, "extract"):
        issuer = next((place for place in catalog.places if place.place_id == metadata.place_id), None)
        inside = territory(issuer, catalog, metadata.valid_on) if issuer else ()
        observations, about_cells = find_observations(structure.tables, metadata, inside, catalog)
        observations = name_observations(observations, structure.tables, catalog)
        activities = name_activities(find_activities(structure.tables, metadata, catalog), catalog)
        paragraphs = outline(structure.lines, catalog)
        targets, about_targets = find_targets(paragraphs, metadata, catalog)
        targets = name_targets(targets, catalog)
        errata = find_errata(metadata, lines, (paragraphs, structure.tables), catalog)
    with _timed(seconds, "audit"):
        findings = check_sums(structure.tables, observations, catalog, genuine_pages=read.genuine_pages)
        weighed = weigh_readings(structure.tables, (targets, findings.observations, activities), read)
        activities = weighed.activities
        plausible = check_bounds(weighed.targets, weighed.observations, catalog)
        over_time = check_periods(activities, catalog)
        named, about_heads = doubt_unread_columns(structure.tables, plausible.observations, catalog)
        formed, about_forms = check_forms_of_columns(named)
        stated = plausible.targets, formed, over_time.activities
        crossed = cross_check(Stated(metadata, inside, structure.tables, *stated, findings.explained), catalog)
        cells = {value.key: value for value in observations}
        found = Found(metadata, targets, cells, {activity.key: activity for activity in activities})
        numerals = account(read, claims_of(structure.tables, paragraphs, found, catalog), catalog)
    made = (
        *about_document,
        *structure.notes,
        *about_targets,
        *with_causes(about_cells, findings.notes),
        *weighed.notes,
        *with_misprints(findings.notes, crossed.identities),
        *plausible.notes,
        *about_heads,
        *about_forms,
        *over_time.notes,
        *crossed.notes,
        *unaccounted(numerals),
        *unnamed(targets, observations),
        *errata.notes,
    )
    empty = () if targets or structure.tables else (Note("no-content"),)
    extraction = Extraction(
        reader=read.reader,
        pages=read.pages,
        metadata=metadata,
        tables=structure.tables,
        targets=crossed.targets,
        observations=crossed.observations,
        activities=crossed.activities,
        numerals=numerals,
        identities=(*findings.identities, *over_time.identities, *crossed.identities),
        notes=(*read.notes, *made, *empty) if _has_text(read) else read.notes or (Note("no-content"),),
        errata=errata.pairs,
        seconds=seconds,
        genuine_pages=read.genuine_pages,
        searchable=read.searchable,
    )
    with _timed(seconds, "proofread"):
        source = Source(read, [paragraph.passage for paragraph in paragraphs], inside)
        return replace(extraction, notes=proofread(extraction, source, catalog))


def _has_text(read: ReadDocument) -> bool:
    """Whether anything was read. Where nothing was, all that is missing follows from what the reader noticed."""
    return any(block.text if isinstance(block, Line) else block.rows for block in read.blocks)


@contextmanager
def _timed(seconds: dict[str, float], stage: str) -> Iterator[None]:
    start = time.perf_counter()
    yield
    seconds[stage] = time.perf_counter() - start
