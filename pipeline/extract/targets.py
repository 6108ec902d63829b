"""Numeric goals stated in the prose of the target sections: one row per value and year."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

import regex

from pipeline.model import Catalog, Check, Comparator, Metadata, Note, Period, Severity, Target, TargetKind
from pipeline.numbers import Amount
from pipeline.text import squeeze

from .clauses import Clause, cut, opens_with_year, sentences, year_phrase
from .mentions import years
from .outline import Paragraph

_REACHING = regex.compile(r"(?:đạt|còn|tăng|lên|giảm|xuống)\b", regex.IGNORECASE)
_PURPOSE = regex.compile(r"(?:để|nhằm|theo|trong|trên|so\s+với|tại|cho|vào|qua|thông\s+qua)\b", regex.IGNORECASE)
_RESULT = regex.compile(r"\b(?:còn|xuống|lên)\b", regex.IGNORECASE)
_EDGES = regex.compile(
    r"^(?:[\s,;:.()–-]+|(?:trong\s+đó|và|trở\s+đi)(?=[\s,])\s*)+"
    r"|(?:[\s,;:.(–-]+|\s(?:đạt|là|và|có|còn|vào|so|tăng|giảm|thêm|trong|đến|từ|(?<!trở\s)lên|xuống)"
    r"|\s(?:tăng|giảm)\s+bình\s+quân(?:\s+(?:mỗi|hằng|hàng)\s+năm)?)+$",
    regex.IGNORECASE,
)
_HEADING_MARK = regex.compile(r"^(?:phần\s+(?:thứ\s+)?\p{L}+|[\p{L}\d.]{1,6}[.)/]|\(\d+\))[\s.:–-]+", regex.IGNORECASE)
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
            past = _results_from(paragraph, catalog) is not None
            context = TargetKind.CONTEXT
            targets.extend(
                replace(one, target_kind=context if past else _kind_elsewhere(one, catalog)) for one in found
            )
    numbered = tuple(replace(target, target_id=f"g{number}") for number, target in enumerate(targets, start=1))
    return numbered, tuple(_doubts(numbered))


def body_paragraphs(paragraphs: tuple[Paragraph, ...], catalog: Catalog) -> Iterator[Paragraph]:
    """Yield the paragraphs that may state something: no headings, nothing from the recipients on."""
    for paragraph in paragraphs:
        if catalog.meaning("recipients", paragraph.text):
            return
        if not paragraph.is_heading:
            yield paragraph


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


def in_target_section(paragraph: Paragraph, catalog: Catalog) -> bool:
    """Say whether the innermost heading of targets or tasks is one of targets, and none speaks of past results."""
    if _results_from(paragraph, catalog) is not None:
        return False
    for name in reversed(_names(paragraph)):
        if catalog.meaning("target-section", name):
            return True
        if catalog.meaning("task-section", name):
            return False
    return False


def _names(paragraph: Paragraph) -> list[str]:
    """Return the headings above a paragraph without their numbers."""
    return [_HEADING_MARK.sub("", heading) for heading in paragraph.section]


def _results_from(paragraph: Paragraph, catalog: Catalog) -> int | None:
    """Return the place of the first heading above a paragraph that speaks of past results, None if none does."""
    names = enumerate(_names(paragraph))
    return next((at for at, name in names if catalog.meaning("result-section", name)), None)


def _doubts(targets: tuple[Target, ...]) -> Iterator[Note]:
    for target in targets:
        note = Note("", where=target.where, observed=target.raw, row_label=target.indicator)
        quantity = target.quantity
        if quantity.doubt:
            yield replace(note, code="doubtful-number", proposal=quantity.proposal, evidence=quantity.doubt)
        if target.period == Period() and target.target_kind is not TargetKind.CONTEXT:
            yield replace(note, code="year-missing")
        share = quantity.value is not None and 0 < quantity.value < 1 and not _BARE_NUMBER.fullmatch(target.raw)
        goal = target.target_kind not in {TargetKind.CONTEXT, TargetKind.ACTIVITY}
        if goal and not quantity.unit and not quantity.doubt and not share:
            yield replace(note, code="unit-missing", severity=Severity.WARNING)


def _targets_of(paragraph: Paragraph, metadata: Metadata, catalog: Catalog) -> Iterator[Target]:
    for start, end in sentences(paragraph.text):
        sentence = paragraph.text[start:end]
        clauses = cut(sentence, catalog)
        indicators = _indicators(sentence, clauses, catalog)
        respective = _respective_years(sentence, clauses, catalog)
        before = TargetKind.LEVEL
        for at, clause in enumerate(clauses):
            for amount in clause.amounts:
                is_bare = not amount.quantity.unit and not indicators[amount.number]  # may be the number of a line
                kind = before = target_kind(sentence, clause, amount, before, catalog)
                baseline = clause.baseline or _shared_baseline(clauses, clause, kind)
                period = respective.get(amount.number) or _period(sentence, clauses, amount, catalog)
                if period is None or _is_whole_period(sentence, clause, metadata, catalog):
                    period = _of_document(sentence[clause.start : clause.end], paragraph, metadata, catalog)
                if _is_of_baseline(sentence, clauses, at):
                    kind, period = TargetKind.CONTEXT, Period(year=clauses[at - 1].baseline, basis="clause")
                elif _is_past(period, metadata) or catalog.meaning(
                    "context-target", sentence[clause.start : clause.end]
                ):
                    kind = TargetKind.CONTEXT
                yield Target(
                    target_id="",
                    section=" > ".join(paragraph.section),
                    indicator=indicators[amount.number],
                    target_kind=kind,
                    quantity=amount.quantity,
                    period=replace(period, baseline=baseline),
                    raw=squeeze(sentence[amount.start : amount.end]),
                    where=paragraph.passage.where(start + amount.start, start + amount.end),
                    place_id=metadata.place_id,
                    place=metadata.place,
                    check=Check.SUSPECT if amount.quantity.doubt or is_bare else Check.SINGLE,
                )


def target_kind(  # noqa: PLR0913, PLR0917 - the sentence, the place in it, what went before, and the wording
    sentence: str, clause: Clause, amount: Amount, before: TargetKind, catalog: Catalog
) -> TargetKind:
    """Tell a change from a level: ``giảm 0,15 %`` is a decrease, ``giảm xuống dưới 14,2‰`` a level.

    An amount with nothing before it (``..., 80% vào năm 2030``) changes as the one before it does. ``Đạt 106% kế
    hoạch`` is so many times what was planned.
    """
    if amount.quantity.multiple:
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
    bounded_below = amount.quantity.comparator in {Comparator.LT, Comparator.LE} and kind is TargetKind.DECREASE
    if catalog.meaning("level-after-change", head[end:]) or bounded_below:
        return TargetKind.LEVEL
    return kind


def _shared_baseline(clauses: Sequence[Clause], clause: Clause, kind: TargetKind) -> int | None:
    """Return the baseline that the end of a part of the sentence names for all changes before it."""
    if kind not in {TargetKind.INCREASE, TargetKind.DECREASE, TargetKind.MULTIPLE}:
        return None
    later = [other for other in clauses if other.part == clause.part and other.start > clause.start]
    return next((other.baseline for other in later if other.baseline), None)


def _is_past(period: Period, metadata: Metadata) -> bool:
    """Say whether a value speaks of a year before the plan, as past results do that a goal is set against."""
    return period.year is not None and metadata.year_start is not None and period.year < metadata.year_start


def _is_of_baseline(sentence: str, clauses: Sequence[Clause], at: int) -> bool:
    """Say whether a clause only gives the value of the baseline before it: ``so với năm 2024 (55%)``."""
    bare = not regex.search(r"\p{L}{2,}", sentence[clauses[at].start : clauses[at].amounts[0].start])
    return at > 0 and clauses[at].in_parentheses and bare and clauses[at - 1].baseline is not None


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
    following = next((text for text in found.values() if text), "")
    nouns = {a.number: a.quantity.unit.partition("/")[0] for clause in clauses for a in clause.amounts}
    return {number: text or following or nouns[number] for number, text in found.items()}


def _respective_years(sentence: str, clauses: Sequence[Clause], catalog: Catalog) -> dict[int, Period]:
    """Pair values and years of ``lần lượt đạt 80% và 90% vào năm 2025 và 2030`` in their order."""
    amounts = [amount for clause in clauses for amount in clause.amounts]
    named = [year for year in years(sentence, catalog) if year.role == "year"]
    if len(amounts) < 2 or len(amounts) != len(named) or not catalog.meaning("respectively", sentence):
        return {}
    return {amount.number: year.period("clause") for amount, year in zip(amounts, named, strict=True)}


def _period(sentence: str, clauses: Sequence[Clause], amount: Amount, catalog: Catalog) -> Period | None:
    """Return the year of the amount's own clause, else one that another clause of the sentence names for it too.

    That is the next year that reaches back, else the one before. What stands in parentheses speaks of what stands
    before them, and its years stay there.
    """
    at, own = next((at, clause) for at, clause in enumerate(clauses) if amount in clause.amounts)
    mentions = own.named_years
    if mentions:
        order = own.amounts.index(amount)
        nearest = min(mentions, key=lambda year: min(abs(year.start - amount.end), abs(amount.start - year.end)))
        return (mentions[order] if len(mentions) == len(own.amounts) else nearest).period("clause")
    before = (clause for clause in reversed(clauses[:at]) if _reaches_on(sentence, clause, own, catalog))
    after = (clause for clause in clauses[at + 1 :] if _reaches_back(sentence, clause, own, catalog))
    others = (*before, *after) if own.in_parentheses else (*after, *before)
    open_ones = (clause for clause in others if own.in_parentheses or not clause.in_parentheses)
    mention = next((year for clause in open_ones for year in clause.named_years), None)
    return mention.period("sentence") if mention else None


def _reaches_back(sentence: str, clause: Clause, to: Clause, catalog: Catalog) -> bool:
    """Say whether the year of a clause holds for amounts before it, too: ``đến năm 2030 đạt 70%`` speaks for itself.

    ``đến năm 2025 còn 10%`` gives the result of a change that is told in the same part before it.
    """
    number = clause.amounts[0].number
    if opens_with_year(sentence, clause, catalog):
        return clause.part == to.part and bool(_RESULT.search(sentence, clause.named_years[0].end, number))
    return not catalog.meaning("outlook", sentence[clause.start : clause.amounts[0].lead_start])


def _reaches_on(sentence: str, clause: Clause, to: Clause, catalog: Catalog) -> bool:
    """Say whether the year of a clause holds for amounts behind it, too.

    Behind a semicolon that of ``; đến năm 2030 đạt 90%`` does not, and for ``; phấn đấu đạt 90%`` only one that opens
    the sentence does.
    """
    if clause.part == to.part:
        return True
    if opens_with_year(sentence, clause, catalog):
        between = sentence[clause.named_years[0].end : clause.amounts[0].lead_start]
        return clause.start == 0 or bool(between.strip())
    return not catalog.meaning("outlook", sentence[to.start : to.amounts[0].lead_start])


def _is_whole_period(sentence: str, clause: Clause, metadata: Metadata, catalog: Catalog) -> bool:
    """Say whether a clause without a year of its own speaks of ``cả giai đoạn``."""
    own = sentence[clause.start : clause.end]
    return not clause.named_years and metadata.year_start is not None and bool(catalog.meaning("whole-period", own))


def _of_document(clause: str, paragraph: Paragraph, metadata: Metadata, catalog: Catalog) -> Period:
    """Return the years of ``cả giai đoạn``, else of the nearest heading that names some, else of the title.

    What a section of past results reports has no year of the plan, only one that a heading of these results names.
    """
    results = _results_from(paragraph, catalog)
    if results is None and catalog.meaning("whole-period", clause) and metadata.year_start:
        return Period(start=metadata.year_start, end=metadata.year_end, basis="document")
    for heading in reversed(paragraph.section[results:]):
        for mention in (y for y in years(heading, catalog) if y.role != "baseline"):
            return mention.period("heading")
    if results is not None:
        return Period()
    for mention in years(metadata.title, catalog):
        return mention.period("title")
    if metadata.year_start is not None and metadata.year_start == metadata.year_end:
        return Period(year=metadata.year_start, basis="document")
    return Period()
