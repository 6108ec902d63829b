"""Plans of one issuer for different years: levels that jump, definitions that change."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from pipeline.model import Catalog, Extraction, Observation, Quantity, Target, TargetKind

from .annexes import is_of_whole
from .comparing import Compared, group_of, in_base, is_exact, same_unit, span, together


@dataclass(frozen=True, slots=True)
class Plan:
    """A plan of one issuer in its best form."""

    doc_id: str
    found: Extraction


@dataclass(frozen=True, slots=True)
class _Level:
    """A level that a plan sets for its issuer."""

    doc_id: str
    value: Target | Observation
    first: int
    last: int


def compare_years(plans: Sequence[Plan], catalog: Catalog) -> dict[str, Compared]:
    """Compare the levels of each plan with those of the plan before it that sets them; return findings by document.

    Only exact levels for the issuer's whole territory meet, and only if indicator and unit are the same and each is
    for one year. Where a concept is defined anew, that is said and nothing is compared.
    """
    concepts = {row["indicator_id"]: row for row in catalog.indicators}
    found: dict[str, list[Compared]] = {}
    issuers: dict[str, list[Plan]] = {}
    for plan in plans:
        if plan.found.metadata.place_id and plan.found.metadata.year_start is not None:
            issuers.setdefault(plan.found.metadata.place_id, []).append(plan)
    for same in issuers.values():
        before: dict[str, list[_Level]] = {}
        for plan in sorted(same, key=lambda one: (one.found.metadata.year_start or 0, one.doc_id)):
            levels = _levels(plan, concepts)
            for concept, own in levels.items():
                if concept in before:
                    found.setdefault(plan.doc_id, []).extend(_compare(before[concept], own, concepts))
            before.update(levels)
    return {doc_id: together(parts) for doc_id, parts in found.items()}


def _levels(plan: Plan, concepts: Mapping[str, Mapping[str, str]]) -> dict[str, list[_Level]]:
    """Return the levels of a plan by concept, one for each year; a year with two of them is left out."""
    metadata = plan.found.metadata
    values: list[Target | Observation] = [*plan.found.targets]
    values.extend(one for one in plan.found.observations if is_of_whole(one, metadata))
    by_year: dict[tuple[str, int, int], list[Target | Observation]] = {}
    for one in values:
        years = span(one.period)
        exact = is_exact(one.quantity) and not one.quantity.multiple
        if years and exact and one.target_kind is TargetKind.LEVEL and one.indicator_id in concepts:
            concept = concepts[one.indicator_id]["concept"] or one.indicator_id
            by_year.setdefault((concept, *years), []).append(one)
    levels: dict[str, list[_Level]] = {}
    for (concept, first, last), same in sorted(by_year.items()):
        if len({in_base(one.quantity) for one in same}) == 1:
            levels.setdefault(concept, []).append(_Level(plan.doc_id, same[0], first, last))
    return levels


def _compare(
    earlier: Sequence[_Level], later: Sequence[_Level], concepts: Mapping[str, Mapping[str, str]]
) -> Iterator[Compared]:
    """Compare the first level that a plan adds with the nearest one before it."""
    new = next((one for one in later if one.last > max(old.last for old in earlier if old.doc_id != one.doc_id)), None)
    if new is None:
        return
    old = max(earlier, key=lambda one: one.last)
    change = _definition(old, new)
    if change:
        evidence = f"{old.doc_id}, {old.last}: {old.value.raw}; {change}"
        note = replace(new.value.note("definition-changed"), expected=old.value.raw, evidence=evidence)
        yield Compared((), (replace(note, group=group_of("definition-changed", old.doc_id, new.doc_id, change)),))
        return
    bound = concepts[new.value.indicator_id].get("max_change_per_year") or ""
    per_year = (in_base(new.value.quantity) - in_base(old.value.quantity)) / (new.last - old.last)
    if bound and abs(per_year) > _allowed(bound, old.value.quantity):
        before, now = f"{old.doc_id}, {old.last}: {old.value.raw}", f"{new.last}: {new.value.raw}"
        evidence = f"{before}; {now}; at most {bound} a year is plausible"
        note = replace(new.value.note("implausible-change"), expected=old.value.raw, evidence=evidence)
        yield Compared((), (note,), frozenset({new.value.key}))


def _definition(old: _Level, new: _Level) -> str:
    """Say what changed in the definition, empty if nothing did."""
    if old.value.indicator_id != new.value.indicator_id:
        return f"defined as {old.value.indicator_id}, now as {new.value.indicator_id}"
    if not same_unit(old.value.quantity, new.value.quantity):
        return f"in '{old.value.quantity.unit}', now in '{new.value.quantity.unit}'"
    if (old.first == old.last) != (new.first == new.last):
        return "for a year in one plan, for a period in the other"
    return ""


def _allowed(bound: str, before: Quantity) -> Decimal:
    """Return the change in the base unit that a bound allows.

    >>> _allowed("10%", Quantity(Decimal(50), scale=Decimal(1000))), _allowed("0.3", Quantity(Decimal(2)))
    (Decimal('5000'), Decimal('0.3'))
    """
    if bound.endswith("%"):
        return abs(in_base(before)) * Decimal(bound[:-1]) / 100
    return Decimal(bound)
