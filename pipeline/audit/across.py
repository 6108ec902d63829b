"""All documents of a run against each other: forms of one plan, plans of one issuer for different years."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from pipeline.model import Catalog, Extraction

from .comparing import checked
from .forms import Form, compare_forms
from .years import Plan, compare_years

_RANK = {"native": 1, "mixed": 2, "scan": 3, "dump": 4}
"""Forms of a plan, the best first."""


@dataclass(frozen=True, slots=True)
class PlanDocument:
    """A document with the key of its plan, empty if that is not known."""

    doc_id: str
    plan_id: str
    found: Extraction


def compare_documents(documents: Iterable[PlanDocument], catalog: Catalog) -> dict[str, Extraction]:
    """Return what the documents gave, checked against each other, by key."""
    result: dict[str, Extraction] = {}
    plans: dict[str, list[PlanDocument]] = {}
    for one in sorted(documents, key=lambda document: document.doc_id):
        result[one.doc_id] = one.found
        plans.setdefault(one.plan_id or one.doc_id, []).append(one)
    for forms in plans.values():
        if len(forms) > 1:
            result.update(compare_forms([Form(one.doc_id, one.found) for one in forms]))
    chosen = [_best(forms) for forms in plans.values()]
    changes = compare_years([Plan(one.doc_id, result[one.doc_id]) for one in chosen], catalog)
    for doc_id, compared in changes.items():
        found = result[doc_id]
        result[doc_id] = replace(
            found,
            targets=checked(found.targets, compared),
            observations=checked(found.observations, compared),
            notes=(*found.notes, *compared.notes),
        )
    return result


def _best(forms: Sequence[PlanDocument]) -> PlanDocument:
    return min(forms, key=lambda one: _RANK.get(one.found.reader, len(_RANK)))
