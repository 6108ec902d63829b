"""All comparisons inside a document beside the sums of its tables, and what follows for its values."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

from pipeline.model import Activity, Catalog, CellKey, Identity, Metadata, Note, Observation, Place, Table, Target

from .annexes import check_annexes
from .comparing import Compared, checked, together
from .factors import check_factors
from .formulas import check_formulas
from .products import check_products
from .prose_parts import check_prose_parts
from .quotients import check_quotients
from .schedules import check_schedules
from .sequences import check_sequences
from .shares import check_shares


@dataclass(frozen=True, slots=True)
class Stated:
    """What a document states; of its issuer, ``inside`` are the units of the territory.

    ``explained`` says of ratios that fail, by their cells, what repair of a sum makes them hold, and its group.
    """

    metadata: Metadata
    inside: Sequence[Place]
    tables: Sequence[Table]
    targets: Sequence[Target]
    observations: Sequence[Observation]
    activities: Sequence[Activity]
    explained: Mapping[CellKey, tuple[str, str]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class CrossFindings:
    """The values of a document, checked against each other, with the identities that were tried and what differs."""

    targets: tuple[Target, ...]
    observations: tuple[Observation, ...]
    activities: tuple[Activity, ...]
    identities: tuple[Identity, ...]
    notes: tuple[Note, ...]


def cross_check(stated: Stated, catalog: Catalog) -> CrossFindings:
    """Compare all that a document states more than once or that follows from other values of it."""
    values = (stated.targets, stated.observations, stated.activities)
    formulas = check_formulas(stated.tables, stated.observations)
    compared = together(
        (
            formulas,
            check_annexes(stated.targets, stated.observations, stated.metadata, stated.inside),
            check_schedules(stated.targets, stated.activities, stated.metadata, catalog),
            check_shares(stated.tables, stated.targets, stated.observations, catalog),
            check_prose_parts(stated.targets, catalog),
            _besides(formulas, check_products(stated.tables, values, catalog)),
            _besides(formulas, check_quotients(stated.tables, stated.observations, catalog.units.by_name)),
            check_factors(stated.activities, catalog),
            check_sequences(stated.targets, stated.observations, catalog),
        )
    )
    told = _explained(compared, stated.explained)
    return CrossFindings(
        targets=checked(stated.targets, told),
        observations=checked(stated.observations, told),
        activities=checked(stated.activities, told),
        identities=compared.identities,
        notes=told.notes,
    )


def _explained(compared: Compared, known: Mapping[CellKey, tuple[str, str]]) -> Compared:
    """Leave out ratios whose one wrong amount sums have told, which is suspect, and say so in their issues."""

    def told(note: Note) -> Note:
        why, group = known.get((note.table_id, note.row_no or 0, note.column_no or 0), ("", ""))
        is_ratio = note.code == "identity-fails" and group
        return replace(note, evidence=f"{note.evidence}{why}", group=group) if is_ratio else note

    identities = tuple(one for one in compared.identities if one.holds or one.total not in known)
    return replace(compared, identities=identities, notes=tuple(map(told, compared.notes)))


def _besides(known: Compared, found: Compared) -> Compared:
    """Leave out what was found of totals that are known to be computed in another way, or in the same."""
    totals = {identity.total for identity in known.identities}
    return Compared(
        tuple(one for one in found.identities if one.total not in totals),
        tuple(note for note in found.notes if (note.table_id, note.row_no or 0, note.column_no or 0) not in totals),
        found.doubtful,
    )
