"""Numeric goals stated in the prose of the target sections: one row per value and year."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import regex

from pipeline.model import Catalog, Check, Comparator, Metadata, Note, Period, Quantity, Severity, Target, TargetKind
from pipeline.numbers import Amount
from pipeline.text import squeeze

from .clauses import Clause, cut, sentences
from .outline import Paragraph
from .periods import (
    Sentence,
    baseline_of,
    has_loose_year,
    is_past,
    is_remote,
    period_of,
    period_of_document,
    respective_years,
    shared_baseline,
    speaks_of_whole_period,
)
from .sections import body_paragraphs, heading_subject, in_target_section, results_from
from .subjects import counts, subjects
from .unclear_years import told_unclear

_BARE_NUMBER = regex.compile(r"[^/]*\d[^/]*")


def find_targets(
    paragraphs: tuple[Paragraph, ...], metadata: Metadata, catalog: Catalog
) -> tuple[tuple[Target, ...], tuple[Note, ...]]:
    """Return the goals of the target sections and the amounts of the others in reading order, and what is doubtful.

    Outside the target sections an amount is a goal only if it is a rate that is led to (``ở mức 111/100``); else it is
    an activity, or context.
    """
    targets: list[Target] = []
    above: tuple[Target, ...] = ()
    for paragraph in body_paragraphs(paragraphs, catalog):
        around = (squeeze(paragraph.text), squeeze(paragraph.head))
        above = tuple(_targets_of(paragraph, metadata, catalog, above=above))
        found = (_doubted(replace(one, context=around)) for one in above)
        if in_target_section(paragraph, catalog):
            targets.extend(found)
        else:
            past = results_from(paragraph, catalog) is not None
            context = TargetKind.CONTEXT
            targets.extend(
                replace(one, target_kind=context if past else _kind_elsewhere(one, catalog)) for one in found
            )
    numbered = tuple(replace(target, target_id=f"g{number}") for number, target in enumerate(targets, start=1))
    return numbered, tuple(_doubts(numbered, metadata))


def _doubted(target: Target) -> Target:
    """Doubt a goal without a year where one was misread."""
    return replace(target, check=Check.SUSPECT) if _misread_year(target) else target


def _misread_year(target: Target) -> str:
    """Say which year of the sentence or of a heading was misread if a goal has none for it."""
    texts = (*target.context, *reversed(target.section.split(" > ")))
    return next(filter(None, map(told_unclear, texts)), "") if target.period.is_open else ""


def _kind_elsewhere(target: Target, catalog: Catalog) -> TargetKind:
    """Tell planned quantities, context and the rare goal outside the target sections apart."""
    quantity = target.quantity
    unit = catalog.units.by_name.get(quantity.unit.lower())
    rate = quantity.unit.startswith("/") or (unit is not None and unit.family == "rate")
    if target.target_kind is TargetKind.CONTEXT or (rate and "/1 " not in quantity.unit):
        return target.target_kind
    if catalog.meaning("activity-unit", quantity.unit):
        return TargetKind.ACTIVITY
    planned = quantity.scale != 1 or catalog.meaning("activity-verb", target.indicator)
    plain = unit is not None and unit.family == "count" and catalog.meaning("level", quantity.unit)
    return TargetKind.ACTIVITY if planned and not plain else TargetKind.CONTEXT


def _doubts(targets: tuple[Target, ...], metadata: Metadata) -> Iterator[Note]:
    for target in targets:
        note = Note("", where=target.where, observed=target.raw, row_label=target.indicator)
        quantity = target.quantity
        if quantity.doubt:
            yield replace(note, code="doubtful-number", proposal=quantity.proposal, evidence=quantity.doubt)
        if target.period.is_open and target.target_kind is not TargetKind.CONTEXT:
            yield replace(note, code="year-missing", evidence=_misread_year(target))
        if is_remote(target.period, metadata):
            named = target.period.year or target.period.end
            yield replace(
                note, code="doubtful-year", evidence=f"it speaks of {named}, the plan of {metadata.year_start}"
            )
        share = quantity.value is not None and 0 < quantity.value < 1 and not _BARE_NUMBER.fullmatch(target.raw)
        goal = target.target_kind not in {TargetKind.CONTEXT, TargetKind.ACTIVITY}
        if goal and not quantity.unit and not quantity.doubt and not share:
            yield replace(note, code="unit-missing", severity=Severity.WARNING)
        elif target.target_kind is TargetKind.ACTIVITY and not quantity.unit and not quantity.doubt:
            yield replace(note, code="unit-missing")


def _targets_of(
    paragraph: Paragraph, metadata: Metadata, catalog: Catalog, *, above: tuple[Target, ...]
) -> Iterator[Target]:
    section = " > ".join(paragraph.section)
    above = tuple(one for one in above if one.section == section)
    subject = heading_subject(paragraph, catalog)
    for start, end in sentences(paragraph.text):
        sentence = paragraph.text[start:end]
        clauses = cut(sentence, catalog).clauses
        said = Sentence(sentence, clauses, metadata, catalog)
        indicators = subjects(sentence, clauses, catalog)
        in_order = respective_years(said)
        before, last = TargetKind.LEVEL, 0
        unnamed: set[int] = set()
        for at, clause in enumerate(clauses):
            for amount in clause.amounts:
                about = indicators[amount.number]
                is_bare = not amount.quantity.unit and not about  # may be the number of a line
                difference = _difference(sentence, clause, amount, catalog)
                kind = before = difference or target_kind(sentence, clause, amount, before, catalog)
                baseline = clause.baseline or shared_baseline(said, clause, kind)
                period = in_order.get(amount.number) or period_of(said, amount)
                is_undated = has_loose_year(said, amount)
                if is_undated:
                    period = Period()
                elif period is None or speaks_of_whole_period(said, clause):
                    period = period_of_document(sentence[clause.start : clause.end], paragraph, metadata, catalog)
                if of_baseline := baseline_of(said, at, amount):
                    kind, period, baseline = TargetKind.CONTEXT, Period(year=of_baseline, basis="clause"), None
                elif compared := catalog.meaning("compared-value", sentence[last : amount.end]):
                    kind, period = TargetKind.CONTEXT, Period() if compared == "value" else period
                elif is_past(period, metadata) or catalog.meaning("context-target", sentence[last : amount.end]):
                    kind = TargetKind.CONTEXT
                last = amount.end
                quantity = amount.quantity
                if _is_unit(about, amount, catalog):
                    unnamed.add(amount.number)
                    about = subject or _divided(quantity, period, above) or about
                is_doubtful = bool(quantity.doubt) or is_bare or is_undated or is_remote(period, metadata)
                yield Target(
                    target_id="",
                    section=section,
                    indicator=about,
                    target_kind=kind,
                    quantity=_as_difference(quantity) if difference else quantity,
                    period=replace(period, baseline=baseline),
                    raw=squeeze(sentence[amount.start : amount.end]),
                    where=paragraph.passage.where(start + amount.start, start + amount.end),
                    place_id=metadata.place_id,
                    place=metadata.place,
                    check=Check.SUSPECT if is_doubtful else Check.SINGLE,
                )
        subject = next((text for number, text in indicators.items() if number not in unnamed), subject)


def _is_unit(indicator: str, amount: Amount, catalog: Catalog) -> bool:
    """Say whether nothing but a unit of measure was found for what an amount is about."""
    return not counts(amount, catalog) and indicator == amount.quantity.unit.partition("/")[0]


def _divided(quantity: Quantity, period: Period, above: tuple[Target, ...]) -> str:
    """Return what an amount is about that only a year is told of, as below ``Tổng vốn là 50 tỷ đồng``."""
    alike = (one.indicator for one in above if one.quantity.base_unit == quantity.base_unit)
    return next(alike, "") if period.basis == "clause" else ""


def _difference(sentence: str, clause: Clause, amount: Amount, catalog: Catalog) -> TargetKind | None:
    """Tell what kind of change an amount is that differs from another: ``vượt 1,5% so với chỉ tiêu``.

    A distance to the whole country or to other places changes nothing, so that it is context; ``cao hơn 1,5 lần bình
    quân cả nước`` is so many times as much.
    """
    direction = catalog.meaning("difference", sentence[clause.start : amount.number])
    compared = catalog.meaning("exceeding", sentence[amount.end :])
    if direction == TargetKind.INCREASE and _is_times(amount):
        return TargetKind.MULTIPLE if catalog.meaning("times-as-much", sentence[amount.end :]) else None
    if not direction or not compared:
        return None
    return TargetKind.CONTEXT if compared == "elsewhere" else TargetKind(direction)


def _as_difference(quantity: Quantity) -> Quantity:
    """Read the bound of a difference (``cao hơn 5%``) as the difference itself."""
    return quantity if quantity.comparator is Comparator.RANGE else replace(quantity, comparator=Comparator.EQ)


def target_kind(  # noqa: PLR0913, PLR0917 - the sentence, the place in it, what went before, and the wording
    sentence: str, clause: Clause, amount: Amount, before: TargetKind, catalog: Catalog
) -> TargetKind:
    """Tell a change from a level: ``giảm 0,15 %`` is a decrease, ``giảm xuống dưới 14,2‰`` a level.

    An amount with nothing before it (``..., 80% vào năm 2030``) changes as the one before it does. ``Đạt 106% kế
    hoạch`` is so many times what was planned, ``tăng 1,8 lần`` to 1,8 times as much.
    """
    quantity = amount.quantity
    if quantity.multiple:
        return TargetKind.MULTIPLE
    head = sentence[clause.start : amount.number]
    changes = [
        (match.end(), kind)
        for topic, kind in (("decrease", TargetKind.DECREASE), ("increase", TargetKind.INCREASE))
        for phrase in catalog.wording[topic]
        for match in phrase.pattern.finditer(head)
    ]
    if amount.quantity.unit == "%" and catalog.meaning("fulfilment", f"{head}#{sentence[amount.end :]}"):
        return TargetKind.MULTIPLE
    if not changes:
        bare = not regex.search(r"\p{L}{2,}", sentence[clause.start : amount.lead_start]) and not amount.lead
        return before if bare and clause.part == 0 and clause.start > 0 else TargetKind.LEVEL
    end, kind = max(changes)
    bounded_below = quantity.comparator in {Comparator.LT, Comparator.LE} and kind is TargetKind.DECREASE
    if catalog.meaning("level-after-change", head[end:]) or bounded_below:
        return TargetKind.LEVEL
    return TargetKind.MULTIPLE if _is_times(amount) and kind is TargetKind.INCREASE else kind


def _is_times(amount: Amount) -> bool:
    """Say whether an amount may tell how many times as much something is."""
    return amount.quantity.unit == "lần" and amount.quantity.value is not None and amount.quantity.value > 1
