"""Numeric goals stated in the prose of the target sections: one row per value and year."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

import regex

from pipeline.model import Catalog, Check, Comparator, Metadata, Note, Period, Severity, Target, TargetKind
from pipeline.numbers import Amount
from pipeline.text import squeeze

from .clauses import Clause, cut, sentences, year_phrase
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

_REACHING = regex.compile(r"(?:đạt|còn|tăng|lên|giảm|xuống)\b", regex.IGNORECASE)
_PURPOSE = regex.compile(r"(?:để|nhằm|theo|trong|trên|so\s+với|tại|cho|vào|qua|thông\s+qua)\b", regex.IGNORECASE)
_EDGES = regex.compile(
    r"^(?:[\s,;:.()–-]+|(?:trong\s+đó|và|trở\s+đi)(?=[\s,])\s*)+"
    r"|(?:[\s,;:.(–-]+|\s(?:đạt|là|và|có|còn|vào|so|rút\s+ngắn|tăng|giảm|thêm|trong|đến|từ|(?<!trở\s)lên|xuống)"
    r"|\s(?:tăng|giảm)\s+bình\s+quân(?:\s+(?:mỗi|hằng|hàng)\s+năm)?"
    r"|\sso\s+với\s+(?:dự\s+toán|kế\s+hoạch|chỉ\s+tiêu|cùng\s+kỳ|quy\s+định)(?:\s+(?:được\s+)?giao)?"
    r"|\s(?:trong\s+đó|(?:bao\s+)?gồm|cụ\s+thể|chia\s+(?:ra|theo\s+năm)))+$",
    regex.IGNORECASE,
)
_BARE_NUMBER = regex.compile(r"[^/]*\d[^/]*")


def find_targets(
    paragraphs: tuple[Paragraph, ...], metadata: Metadata, catalog: Catalog
) -> tuple[tuple[Target, ...], tuple[Note, ...]]:
    """Return the goals of the target sections and the amounts of the others in reading order, and what is doubtful.

    Outside the target sections an amount is a goal only if it is a rate that is led to (``ở mức 111/100``); else it is
    an activity, or context.
    """
    targets: list[Target] = []
    for paragraph in body_paragraphs(paragraphs, catalog):
        around = (squeeze(paragraph.text), squeeze(paragraph.head))
        found = (replace(one, context=around) for one in _targets_of(paragraph, metadata, catalog))
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
        if target.period == Period() and target.target_kind is not TargetKind.CONTEXT:
            yield replace(note, code="year-missing")
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


def _targets_of(paragraph: Paragraph, metadata: Metadata, catalog: Catalog) -> Iterator[Target]:
    subject = heading_subject(paragraph, catalog)
    for start, end in sentences(paragraph.text):
        sentence = paragraph.text[start:end]
        clauses = cut(sentence, catalog).clauses
        said = Sentence(sentence, clauses, metadata, catalog)
        indicators = _indicators(sentence, clauses, catalog)
        in_order = respective_years(said)
        before = TargetKind.LEVEL
        last = 0
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
                is_doubtful = bool(quantity.doubt) or is_bare or is_undated or is_remote(period, metadata)
                yield Target(
                    target_id="",
                    section=" > ".join(paragraph.section),
                    indicator=subject if subject and _is_unit(about, amount, catalog) else about,
                    target_kind=kind,
                    quantity=replace(quantity, comparator=Comparator.EQ) if difference else quantity,
                    period=replace(period, baseline=baseline),
                    raw=squeeze(sentence[amount.start : amount.end]),
                    where=paragraph.passage.where(start + amount.start, start + amount.end),
                    place_id=metadata.place_id,
                    place=metadata.place,
                    check=Check.SUSPECT if is_doubtful else Check.SINGLE,
                )
        subject = next(iter(indicators.values()), subject)


def _is_unit(indicator: str, amount: Amount, catalog: Catalog) -> bool:
    """Say whether nothing but a unit of measure was found for what an amount is about."""
    return not _counts(amount, catalog) and indicator == amount.quantity.unit.partition("/")[0]


def _difference(sentence: str, clause: Clause, amount: Amount, catalog: Catalog) -> TargetKind | None:
    """Tell what kind of change an amount is that differs from another: ``vượt 1,5% so với chỉ tiêu``.

    A distance to the whole country or to other places changes nothing, so that it is context.
    """
    direction = catalog.meaning("difference", sentence[clause.start : amount.number])
    compared = catalog.meaning("exceeding", sentence[amount.end :])
    if not direction or not compared:
        return None
    return TargetKind.CONTEXT if compared == "elsewhere" else TargetKind(direction)


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
    times = quantity.unit == "lần" and quantity.value is not None and quantity.value > 1
    return TargetKind.MULTIPLE if times and kind is TargetKind.INCREASE else kind


def indicator_text(sentence: str, clause: Clause, amount: Amount, catalog: Catalog) -> str:
    """Return what an amount is about: the words of its clause without numbers, years and comparing words.

    Counted nouns stay (``05 mô hình điểm`` is about ``mô hình điểm``), units of measure go.
    """
    stated = (*clause.amounts, *clause.beginnings)
    cuts = [(one.lead_start, one.noun if _counts(one, catalog) else one.end) for one in stated]
    cuts += [(year_phrase(sentence, year), year.end) for year in clause.years]
    colon = sentence.rfind(":", clause.start, amount.start)
    head = _trimmed(_without(sentence, (clause.start, colon), cuts), catalog) if colon >= 0 else ""
    own = _trimmed(_without(sentence, (colon + 1 if colon >= 0 else clause.start, clause.end), cuts), catalog)
    if len(head.split()) < 2:
        return head if head and own.lower() == amount.quantity.unit.lower() else own or head
    return f"{head}: {own}" if len(regex.findall(r"\p{L}+", own)) >= 2 else head


def _trimmed(text: str, catalog: Catalog) -> str:
    """Leave out empty parentheses, linking words at the ends, and what only says that something is planned or changes.

    What is left names what an amount is about.
    """
    text = squeeze(_EDGES.sub("", regex.sub(r"\(\s*\)", "", text)))
    text = text.rstrip(" )") if text.count("(") < text.count(")") else text
    return "" if _REACHING.fullmatch(text) or catalog.meaning("no-subject", text) else text


def _subject(sentence: str, clause: Clause, amount: Amount, catalog: Catalog) -> str:
    """Return the words of a clause before an amount that name what it is about: ``nữ`` in ``..., nữ đạt 157 cm``."""
    stated = [(one.lead_start, one.end) for one in (*clause.amounts, *clause.beginnings)]
    named = [(year_phrase(sentence, year), year.end) for year in clause.years]
    return _trimmed(_without(sentence, (clause.start, amount.lead_start), [*stated, *named]), catalog)


def _counts(amount: Amount, catalog: Catalog) -> bool:
    """Say whether the unit of an amount is what is counted rather than a measure."""
    unit = catalog.units.by_name.get(amount.quantity.unit.partition("/")[0].lower())
    is_count = unit is None or unit.family == "count"
    return amount.quantity.scale == 1 and is_count and "/" not in amount.quantity.unit


def _without(sentence: str, span: tuple[int, int], cuts: Sequence[tuple[int, int]]) -> str:
    words, position = [], span[0]
    for first, last in sorted(cuts):
        words.append(sentence[position : max(position, min(first, span[1]))])
        position = max(position, last)
    words.append(sentence[position : max(position, span[1])])
    return squeeze(" ".join(words))


def _indicators(sentence: str, clauses: Sequence[Clause], catalog: Catalog) -> dict[int, str]:
    """Return what each amount is about, by the place of its number.

    ``..., đạt 75% vào năm 2030`` speaks of what the amount before it was about; one with no words at all before
    the first that has some speaks of the same.
    """
    found: dict[int, str] = {}
    before = ""
    for clause in clauses:
        for amount in clause.amounts:
            own = indicator_text(sentence, clause, amount, catalog)
            bare = not regex.search(r"\p{L}{2,}\s+\p{L}{2,}\s+\p{L}{2,}", sentence[clause.start : amount.start])
            reached = _REACHING.match(amount.lead) and not _subject(sentence, clause, amount, catalog)
            goes_on = bare and (reached or _PURPOSE.match(own))
            before = before if before and (goes_on or not regex.search(r"\p{L}{2,}", own)) else own
            found[amount.number] = before
    found |= _in_order(found, sentence, clauses, catalog)
    found |= _in_order_of_part(found, sentence, clauses, catalog)
    following = next((text for text in found.values() if text), "")
    nouns = {a.number: a.quantity.unit.partition("/")[0] for clause in clauses for a in clause.amounts}
    return {number: text or following or nouns[number] for number, text in found.items()}


def _in_order(found: dict[int, str], sentence: str, clauses: Sequence[Clause], catalog: Catalog) -> dict[int, str]:
    """Pair values in parentheses with the subjects before them: ``(năm 2022 lần lượt là 9,4% và 16,1%)``."""
    inside = [amount for clause in clauses if clause.in_parentheses for amount in clause.amounts]
    if len(inside) < 2 or ")" in sentence[inside[0].end : inside[-1].start]:
        return {}
    opened = sentence.rfind("(", 0, inside[0].start)
    before = [text for number, text in found.items() if number < opened][-len(inside) :]
    if len(before) < len(inside) or not catalog.meaning("respectively", sentence[opened : inside[-1].start]):
        return {}
    return {amount.number: text for amount, text in zip(inside, before, strict=True)}


def _in_order_of_part(
    found: dict[int, str], sentence: str, clauses: Sequence[Clause], catalog: Catalog
) -> dict[int, str]:
    """Pair values behind a semicolon with the subjects before it: ``; tương ứng 75% và 32% vào năm 2026``."""
    paired: dict[int, str] = {}
    for part in sorted({clause.part for clause in clauses}):
        own = [clause for clause in clauses if clause.part == part]
        numbers = [amount.number for clause in own for amount in clause.amounts]
        before = [found[amount.number] for clause in clauses if clause.part == part - 1 for amount in clause.amounts]
        opening = sentence[own[0].start : own[0].amounts[0].start]
        in_order = catalog.meaning("respectively", opening) and catalog.meaning("no-subject", opening)
        if in_order and 1 < len(numbers) == len(before):
            paired |= dict(zip(numbers, before, strict=True))
    return paired
