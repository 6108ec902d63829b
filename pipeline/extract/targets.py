"""Numeric goals stated in the prose of the target sections: one row per value and year."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from decimal import Decimal

import regex

from pipeline.model import Catalog, Check, Comparator, Metadata, Note, Period, Severity, Target, TargetKind
from pipeline.numbers import Amount, find_amounts
from pipeline.text import squeeze

from .mentions import Exclusion, YearMention, exclusions, mask, years
from .outline import Paragraph

_SENTENCE = regex.compile(r"(?<=[.!?])\s+(?=[\p{Lu}“\"])")
_COMMA = regex.compile(r",\s+|\s+và\s+|\s*\(|\)\s*|;\s*")
_TOWARDS = regex.compile(r"\b(?:lên|xuống|còn|đến)\b[^,;]{0,20}$", regex.IGNORECASE)
_FROM = regex.compile(r"\btừ(?:\s+mức)?\s*$", regex.IGNORECASE)
_EDGES = regex.compile(
    r"^(?:[\s,;:.()–-]+|(?:trong\s+đó|và)\s+)+|(?:[\s,;:.(–-]+|\s(?:đạt|là|và|có|còn|vào|so|tăng|giảm|thêm|trong|đến|lên|xuống))+$",
    regex.IGNORECASE,
)
_YEAR_PHRASE = regex.compile(
    r"(?:\b(?:phấn\s+đấu|và|vào|đến|trong|từ|của|hết|cuối|đầu|tính|trước)\s+)*\b(?:năm|giai\s+đoạn)?\s*$",
    regex.IGNORECASE,
)
_REACHING = regex.compile(r"(?:đạt|còn|tăng|lên|giảm|xuống)\b", regex.IGNORECASE)
_PURPOSE = regex.compile(r"(?:để|nhằm|theo|trong|trên|so\s+với|tại|cho|vào|qua|thông\s+qua)\b", regex.IGNORECASE)
_HALF = Decimal("0.5")
"""What ``một nửa`` says needs no unit."""


@dataclass(frozen=True, slots=True)
class Segment:
    """Part of a sentence that states one thing: ``start:end`` of the paragraph with its amounts and years."""

    start: int
    end: int
    amounts: tuple[Amount, ...]
    years: tuple[YearMention, ...]


def find_targets(
    paragraphs: tuple[Paragraph, ...], metadata: Metadata, catalog: Catalog
) -> tuple[tuple[Target, ...], tuple[Note, ...]]:
    """Return the targets of the target sections in reading order, and what is doubtful about them."""
    targets: list[Target] = []
    for paragraph in paragraphs:
        if not paragraph.is_heading and in_target_section(paragraph, catalog):
            targets.extend(_targets_of(paragraph, metadata, catalog))
    numbered = tuple(replace(target, target_id=f"g{number}") for number, target in enumerate(targets, start=1))
    return numbered, tuple(_doubts(numbered))


def in_target_section(paragraph: Paragraph, catalog: Catalog) -> bool:
    """Say whether one of the headings above opens a section of targets and none a section of past results."""
    names = [regex.sub(r"^[\p{L}\d.]{1,6}[.)/]\s+", "", heading) for heading in paragraph.section]
    if any(catalog.meaning("result-section", name) for name in names):
        return False
    return any(catalog.meaning("target-section", name) for name in names)


def _doubts(targets: tuple[Target, ...]) -> Iterator[Note]:
    for target in targets:
        quantity = target.quantity
        if quantity.doubt:
            yield Note(
                "doubtful-number",
                where=target.where,
                observed=target.raw,
                proposal=quantity.proposal,
                evidence=quantity.doubt,
                row_label=target.indicator,
            )
        if target.period == Period():
            yield Note("year-missing", where=target.where, observed=target.raw, row_label=target.indicator)
        if not quantity.unit and not quantity.doubt and quantity.value != _HALF:
            yield Note(
                "unit-missing",
                where=target.where,
                observed=target.raw,
                row_label=target.indicator,
                severity=Severity.WARNING,
            )


def _targets_of(paragraph: Paragraph, metadata: Metadata, catalog: Catalog) -> Iterator[Target]:
    for start, end in _sentences(paragraph.text):
        sentence = paragraph.text[start:end]
        indicator = ""
        segments = _segments(sentence, catalog)
        for at, segment in enumerate(segments):
            for amount in segment.amounts:
                indicator = _indicator(indicator, sentence, segment, amount)
                kind = target_kind(sentence, segment, amount, catalog)
                mention, basis = _own_or_near(segments, at, amount)
                period = _to_period(mention, basis) if mention else _of_headings(paragraph, metadata, catalog)
                baseline = next((y.first for y in segment.years if y.role == "baseline"), None)
                period = replace(period, baseline=baseline)
                if period.year is not None and metadata.year_start is not None and period.year < metadata.year_start:
                    kind = TargetKind.CONTEXT
                quantity = amount.quantity
                yield Target(
                    target_id="",
                    section=" > ".join(paragraph.section),
                    indicator=indicator,
                    target_kind=kind,
                    quantity=quantity,
                    period=period,
                    raw=squeeze(sentence[amount.start : amount.end]),
                    where=paragraph.passage.where(start + amount.start, start + amount.end),
                    place_id=metadata.place_id,
                    place=metadata.place,
                    check=Check.SUSPECT if quantity.doubt else Check.SINGLE,
                )


def _sentences(text: str) -> Iterator[tuple[int, int]]:
    start = 0
    for match in _SENTENCE.finditer(text):
        yield start, match.start()
        start = match.end()
    yield start, len(text)


def _segments(sentence: str, catalog: Catalog) -> list[Segment]:
    """Cut a sentence into pieces that hold an amount each, as far as commas and ``và`` allow."""
    named = years(sentence, catalog)
    excluded = exclusions(sentence, catalog)
    hidden = mask(sentence, (*excluded, *(Exclusion(y.start, y.end, "period") for y in named)))
    amounts = _stated(list(find_amounts(hidden, catalog.units)), hidden, catalog)
    pieces: list[list[int]] = []
    begin = 0
    cuts = [(m.start(), m.end(), m[0].strip()) for m in _COMMA.finditer(hidden)]
    opened = ";"
    for cut, after, mark in [*cuts, (len(sentence), len(sentence), ";")]:
        has_amount = any(begin <= amount.number < cut for amount in amounts)
        leads = opened in {",", ";"} and _leads(sentence[begin:cut], begin, named)
        if not has_amount and not leads and pieces and not pieces[-1][2]:
            pieces[-1][1:] = [cut, int(mark == ";")]
        else:
            pieces.append([begin, cut, int(mark == ";")])
        begin, opened = after, mark
    return _merge(pieces, amounts, named)


def _leads(piece: str, begin: int, named: tuple[YearMention, ...]) -> bool:
    """``Đến năm 2025,`` speaks of what follows."""
    inside = [y for y in named if begin <= y.start < begin + len(piece) and y.role != "baseline"]
    return bool(inside) and bool(_YEAR_PHRASE.fullmatch(piece[: inside[0].start - begin] or " "))


def _merge(pieces: list[list[int]], amounts: list[Amount], named: tuple[YearMention, ...]) -> list[Segment]:
    """Let pieces without an amount go with the next one that has it, within the same part of the sentence."""
    segments: list[Segment] = []
    start: int | None = None
    for begin, end, _ in pieces:
        first = begin if start is None else start
        inside = tuple(a for a in amounts if first <= a.number < end)
        if not inside:
            start = first
            continue
        segments.append(Segment(first, end, inside, tuple(y for y in named if first <= y.start < end)))
        start = None
    if start is not None and segments:
        segments[-1] = replace(segments[-1], years=(*segments[-1].years, *(y for y in named if y.start >= start)))
    return segments


def _stated(amounts: list[Amount], hidden: str, catalog: Catalog) -> list[Amount]:
    """Keep the amounts that state a goal: a bare count beside a stronger one is part of a name (``4 bệnh``)."""
    strong = [amount for amount in amounts if _is_strong(amount, hidden, catalog)]
    kept = []
    for at, amount in enumerate(amounts):
        if _is_start_of_change(amount, amounts[at + 1 :], hidden):
            continue
        if amount in strong or (amount.quantity.unit and not _same_clause(amount, strong, hidden)):
            kept.append(amount)
    return kept


def _is_strong(amount: Amount, hidden: str, catalog: Catalog) -> bool:
    quantity = amount.quantity
    unit = catalog.units.by_name.get(quantity.unit.lower())
    measured = unit is not None and unit.family in {"rate", "money", "measure", "multiple"}
    after_colon = hidden[: amount.start].rstrip().endswith(":")
    bounded = quantity.comparator is not Comparator.EQ or bool(amount.lead)
    per = "/" in quantity.unit or quantity.scale != 1
    in_words = not hidden[amount.number].isdigit()
    return measured or after_colon or bounded or per or in_words or bool(quantity.doubt and quantity.unit)


def _same_clause(amount: Amount, strong: list[Amount], hidden: str) -> bool:
    return any(";" not in hidden[min(amount.start, other.start) : max(amount.start, other.start)] for other in strong)


def _is_start_of_change(amount: Amount, later: list[Amount], hidden: str) -> bool:
    """Say whether an amount is where a change begins, as the 80% of ``từ 80% lên 85%``, and no goal."""
    if not later or not _FROM.search(hidden[: amount.number]) or amount.quantity.comparator is not Comparator.EQ:
        return False
    return bool(_TOWARDS.search(hidden[amount.end : later[0].number]))


def target_kind(sentence: str, segment: Segment, amount: Amount, catalog: Catalog) -> TargetKind:
    """Tell a change from a level: ``giảm 0,15 %`` is a decrease, ``giảm xuống dưới 14,2‰`` a level."""
    if amount.quantity.multiple:
        return TargetKind.MULTIPLE
    before = sentence[segment.start : amount.number]
    changes = [
        (match.end(), kind)
        for topic, kind in (("decrease", TargetKind.DECREASE), ("increase", TargetKind.INCREASE))
        for phrase in catalog.wording[topic]
        for match in phrase.pattern.finditer(before)
    ]
    if not changes:
        return TargetKind.LEVEL
    end, kind = max(changes)
    bounded_below = amount.quantity.comparator in {Comparator.LT, Comparator.LE} and kind is TargetKind.DECREASE
    if catalog.meaning("level-after-change", before[end:]) or bounded_below:
        return TargetKind.LEVEL
    return kind


def indicator_text(sentence: str, segment: Segment, amount: Amount) -> str:
    """Return what the amount is about: the words of its segment without amounts, years and comparing words."""
    cuts = [(a.start - _lead_length(sentence, a), a.end) for a in segment.amounts]
    cuts += [(y.start - len(_before_year(sentence, y)), y.end) for y in segment.years]
    colon = sentence.rfind(":", segment.start, amount.start)
    start, end = segment.start, segment.end
    if colon >= 0 and len(sentence[start:colon].split()) >= 2:
        end = colon
    words, position = [], start
    for first, last in sorted(cuts):
        words.append(sentence[position : max(position, min(first, end))])
        position = max(position, last)
    words.append(sentence[position : max(position, end)])
    text = squeeze(" ".join(words))
    return _EDGES.sub("", text)


def _indicator(before: str, sentence: str, segment: Segment, amount: Amount) -> str:
    """Return what an amount is about; ``..., đạt 75% vào năm 2030`` speaks of what the amount before it was about."""
    own = indicator_text(sentence, segment, amount)
    head = sentence[segment.start : amount.start]
    bare = not regex.search(r"\p{L}{2,}\s+\p{L}{2,}\s+\p{L}{2,}", head)
    goes_on = bare and (_REACHING.match(amount.lead) or _PURPOSE.match(own))
    return before if before and (goes_on or not _says_something(own)) else own


def _lead_length(sentence: str, amount: Amount) -> int:
    head = sentence[: amount.start]
    lead = regex.escape(amount.lead)
    found = regex.search(rf"{lead}\s*$", head, regex.IGNORECASE) if lead else None
    if found is None and lead:
        words = regex.escape(amount.lead.split()[0])
        found = regex.search(rf"\b{words}\s*$", head, regex.IGNORECASE)
    return len(found[0]) if found else 0


def _before_year(sentence: str, year: YearMention) -> str:
    match = _YEAR_PHRASE.search(sentence[: year.start])
    return match[0] if match else ""


def _says_something(text: str) -> bool:
    return len(regex.findall(r"\p{L}+", text)) >= 3


def _own_or_near(segments: list[Segment], at: int, amount: Amount) -> tuple[YearMention | None, str]:
    """Return the year of the amount's own clause, else the next of the sentence, else the one before."""
    own = segments[at]
    mentions = [y for y in own.years if y.role != "baseline"]
    if mentions:
        order = own.amounts.index(amount)
        return mentions[order] if len(mentions) == len(own.amounts) else mentions[0], "clause"
    others = [segment.years for segment in (*segments[at + 1 :], *reversed(segments[:at]))]
    return next((y for group in others for y in group if y.role != "baseline"), None), "sentence"


def _of_headings(paragraph: Paragraph, metadata: Metadata, catalog: Catalog) -> Period:
    """Return the years of the nearest heading that names some, else of the whole document, else of its title."""
    for heading in reversed(paragraph.section):
        for mention in (y for y in years(heading, catalog) if y.role != "baseline"):
            return _to_period(mention, "heading")
    if catalog.meaning("whole-period", paragraph.text) and metadata.year_start:
        return Period(start=metadata.year_start, end=metadata.year_end, basis="document")
    for mention in years(metadata.title, catalog):
        return _to_period(mention, "title")
    if metadata.year_start is not None and metadata.year_start == metadata.year_end:
        return Period(year=metadata.year_start, basis="document")
    return Period()


def _to_period(mention: YearMention, basis: str) -> Period:
    if mention.role == "period":
        return Period(start=mention.first, end=mention.last, basis=basis)
    return Period(year=mention.first, basis=basis)
