"""What a proofreader sees: names, words, gaps, text in the wrong cell, marks of the scan."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from pipeline.model import Catalog, Extraction, Note, Passage, Place, ReadDocument

from .annex_numbers import check_annexes_numbered
from .debris import check_debris
from .foreign import check_foreign
from .gaps import check_gaps, check_schedule_gaps
from .heads import check_heads
from .persons import check_persons
from .places import check_places, name_by_exclusion, name_lost_rows
from .skipped import check_numbers
from .wording import check_wording


@dataclass(frozen=True, slots=True)
class Source:
    """What the extraction came from: the document as read, its paragraphs, and the places of the issuer's territory."""

    read: ReadDocument
    prose: Sequence[Passage]
    inside: Sequence[Place]


def proofread(found: Extraction, source: Source, catalog: Catalog) -> tuple[Note, ...]:
    """Return the notes of an extraction, completed by what a proofreader sees."""
    dated = found.metadata.valid_on is not None
    about_places = check_places(found.tables, found.observations, source.inside, catalog) if dated else ()
    about_numbers = check_numbers(found.tables, found.notes)
    is_recognised = source.read.reader != "native"
    return (
        *name_lost_rows((*name_by_exclusion(found.notes, about_places), *about_places, *about_numbers)),
        *check_persons(source.prose, found.metadata.signer, catalog),
        *check_wording(source.prose, found.tables, catalog),
        *check_gaps(found.tables, found.observations, found.identities, catalog),
        *check_schedule_gaps(found.tables, found.activities),
        *check_foreign(found.activities),
        *check_annexes_numbered(source.read.blocks, catalog),
        *((*check_heads(found.tables), *check_debris(source.read.blocks, catalog)) if is_recognised else ()),
    )
