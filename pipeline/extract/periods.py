"""Which year or period an amount of a sentence speaks of, and which year a change is measured from."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

import regex

from pipeline.model import Catalog, Metadata, Period, TargetKind
from pipeline.numbers import Amount

from .clauses import Clause, opens_with_year
from .mentions import Exclusion, YearMention, exclusions, years
from .outline import Paragraph
from .sections import results_from
from .unclear_years import unclear_years

_COMPARED = regex.compile(r"\bso\s+với\s+(?:(?:mức|con\s+số)\s+)?$", regex.IGNORECASE)
_JOINED = regex.compile(r"\s*(?:,|và|,\s*và)\s+(?:năm\s+)?", regex.IGNORECASE)
_AHEAD, _BACK = 50, 90
"""Plans look ahead and back by fewer years than these; monuments are old."""
_LOOSE = regex.compile(
    r"(?:(?:\s*\p{Ll}{1,4})?\s*(?:[-–—~.·'*\"°=|]+|[nN]\p{L}{0,2})|)\s*(?P<year>(?:19|20)\d{2})(?![.,]?\d)(?=\s*(?:[,;.)]|và\s|$))"
)
"""A year behind an amount, nothing before it but what may be left of ``năm``, and of the unit."""
_RESULT = regex.compile(r"\b(?:còn|xuống|lên)\b", regex.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence in its clauses, with the plan and the knowledge that its years are judged by."""

    text: str
    clauses: Sequence[Clause]
    metadata: Metadata
    catalog: Catalog

    def says(self, topic: str, start: int, end: int) -> bool:
        """Say whether a wording is found in a stretch."""
        return bool(self.catalog.meaning(topic, self.text[start:end]))


def shared_baseline(sentence: Sentence, clause: Clause, kind: TargetKind) -> int | None:
    """Return the baseline that the end of a part of the sentence names for all changes before it, or its beginning."""
    if kind not in {TargetKind.INCREASE, TargetKind.DECREASE, TargetKind.MULTIPLE}:
        return None
    later = [other for other in sentence.clauses if other.part == clause.part and other.start > clause.start]
    opening = [
        year.first
        for year in sentence.clauses[0].years
        if year.role == "baseline" and not regex.search(r"\w", sentence.text[: year.start])
    ]
    return next((other.baseline for other in later if other.baseline), opening[0] if opening else None)


def is_past(period: Period, metadata: Metadata) -> bool:
    """Say whether a value speaks of years before the plan, as past results do that a goal is set against."""
    last = period.year if period.year is not None else period.end
    return last is not None and _is_before(last, metadata)


def is_remote(period: Period, metadata: Metadata) -> bool:
    """Say whether a value speaks of years so far from those of the plan that they are hardly meant: ``năm 2102``."""
    planned = [year for year in (metadata.year_start, metadata.year_end) if year is not None]
    named = [year for year in (period.year, period.start, period.end) if year is not None]
    return bool(planned) and any(not min(planned) - _BACK <= year <= max(planned) + _AHEAD for year in named)


def _is_before(year: int, metadata: Metadata) -> bool:
    return metadata.year_start is not None and year < metadata.year_start


def baseline_of(sentence: Sentence, at: int, amount: Amount) -> int | None:
    """Return the baseline if an amount only gives its value: ``so với năm 2024 (55%)``, ``so với 55% năm 2024``."""
    clauses, text = sentence.clauses, sentence.text
    for year in (year for clause in clauses for year in clause.years if year.role == "baseline"):
        if regex.fullmatch(r"\s*\(\s*", text, pos=year.end, endpos=max(year.end, amount.start)):
            return year.first
        behind = _COMPARED.search(text, 0, amount.number)
        if behind and regex.fullmatch(r"[^,;()]*", text, pos=amount.end, endpos=max(amount.end, year.start)):
            return year.first
    bare = not regex.search(r"\p{L}{2,}", text[clauses[at].start : clauses[at].amounts[0].start])
    if at == 0 or not clauses[at].in_parentheses or not bare:
        return None
    number = clauses[at - 1].amounts[-1].number
    return next((y.first for y in clauses[at - 1].years if y.role == "baseline" and y.start > number), None)


def respective_years(sentence: Sentence) -> dict[int, Period]:
    """Pair values and years of ``lần lượt đạt 80% và 90% vào năm 2025 và 2030`` in their order.

    Those that are joined alike need no ``lần lượt``.
    """
    amounts = [amount for clause in sentence.clauses for amount in clause.amounts]
    named = [year for year in years(sentence.text, sentence.catalog) if year.role == "year"]
    respective = sentence.catalog.meaning("respectively", sentence.text)
    alike = _is_list(sentence.text, amounts) and _is_list(sentence.text, named)
    if len(amounts) < 2 or len(amounts) != len(named) or not (respective or alike):
        return {}
    return {amount.number: year.period("clause") for amount, year in zip(amounts, named, strict=True)}


def _is_list(text: str, members: Sequence[Amount | YearMention]) -> bool:
    """Say whether nothing but commas and ``và`` stands between amounts or years."""
    return all(_JOINED.fullmatch(text[one.end : other.start]) for one, other in pairwise(members))


def period_of(sentence: Sentence, amount: Amount) -> Period | None:
    """Return the year of the amount's own clause, else one that another clause of the sentence names for it too.

    That is the next year that reaches back, else the one before. What stands in parentheses speaks of what stands
    before them, and its years stay there. What is divided over years speaks of all of them.
    """
    clauses = sentence.clauses
    at, own = next((at, clause) for at, clause in enumerate(clauses) if amount in clause.amounts)
    mentions = own.named_years
    if listed := _listed_years(sentence, at):
        return _span(listed)
    if mentions:
        order = own.amounts.index(amount)
        nearest = min(mentions, key=lambda year: min(abs(year.start - amount.end), abs(amount.start - year.end)))
        return (mentions[order] if len(mentions) == len(own.amounts) else nearest).period("clause")
    division = _division(sentence, at)
    if len(division) > 1:
        return _span(division)
    before = _before(sentence, at)
    after = (
        clause
        for clause in clauses[at + 1 :]
        if _reaches_back(sentence, clause, own)
        and not (division and clause.named_years and clause.named_years[0].start < clause.amounts[0].number)
        and not (_is_intended(sentence, own) and _is_all_past(sentence, clause))
    )
    others = (*before, *after) if own.in_parentheses else (*after, *before)
    open_ones = (clause for clause in others if own.in_parentheses or not clause.in_parentheses)
    mention = next((year for clause in open_ones for year in clause.named_years), None)
    return mention.period("sentence") if mention else None


def has_loose_year(sentence: Sentence, amount: Amount) -> bool:
    """Say whether a year ends the clause of an amount that names none, as where ``năm`` was misread: ``5 ha - 2024,``.

    The amount then speaks of no other year of the sentence.
    """
    own = next(clause for clause in sentence.clauses if amount in clause.amounts)
    loose = _LOOSE.match(sentence.text, amount.end, own.end + 1)
    if own.years or loose is None:
        return False
    return not any(one.start < loose.end() and loose.start("year") < one.end for one in _stated(sentence))


def _stated(sentence: Sentence) -> Iterator[Exclusion | Amount]:
    yield from exclusions(sentence.text, sentence.catalog)
    yield from (amount for clause in sentence.clauses for amount in clause.amounts)


def _listed_years(sentence: Sentence, at: int) -> list[int]:
    """Return the years that open the part of a clause together: ``các năm 2025, 2026 mỗi năm``."""
    part = sentence.clauses[at].part
    first = next(clause for clause in sentence.clauses if clause.part == part)
    mentions = [year for year in first.named_years if year.role == "year" and year.start < first.amounts[0].number]
    apart = [year for year in sentence.clauses[at].named_years if year not in mentions]
    if apart or len(mentions) < 2 or not _is_list(sentence.text, mentions):
        return []
    together = sentence.says("every-year", mentions[-1].end, first.amounts[0].number)
    alone = len([clause for clause in sentence.clauses if clause.part == part]) == len(first.amounts) == 1
    return sorted({year.first for year in mentions}) if together or alone else []


def _division(sentence: Sentence, at: int) -> list[int]:
    """Return the years that a total is divided over: those named behind ``gồm:`` or ``chia theo năm:`` behind it."""
    begin = sentence.clauses[at].amounts[-1].end
    phrases = sentence.catalog.wording["division"]
    words = [match.end() for phrase in phrases for match in phrase.pattern.finditer(sentence.text, begin)]
    if not words:
        return []
    behind = (year for clause in sentence.clauses[at + 1 :] for year in clause.named_years if year.start >= min(words))
    return sorted({year.first for year in behind if year.role == "year"})


def _span(division: Sequence[int]) -> Period | None:
    """Return the period of years that follow one another."""
    if division[-1] - division[0] >= len(division):
        return None
    return Period(start=division[0], end=division[-1], basis="sentence")


def _before(sentence: Sentence, at: int) -> Iterator[Clause]:
    """Yield the clauses before one whose years hold for it, the nearest first.

    A year before the plan holds for no goal behind it: ``năm 2022 đạt 92%, phấn đấu đạt 95%``.
    """
    own = sentence.clauses[at]
    intended = _is_intended(sentence, own)
    for clause in reversed(sentence.clauses[:at]):
        if intended and _is_all_past(sentence, clause):
            return
        if _reaches_on(sentence, clause, own):
            yield clause
        intended = intended or _is_intended(sentence, clause)


def _is_intended(sentence: Sentence, clause: Clause) -> bool:
    """Say whether a clause without a year of its own says that it tells a goal."""
    return not clause.named_years and sentence.says("intention", clause.start, clause.amounts[0].number)


def _is_all_past(sentence: Sentence, clause: Clause) -> bool:
    named = clause.named_years
    return bool(named) and all(_is_before(year.last, sentence.metadata) for year in named)


def _reaches_back(sentence: Sentence, clause: Clause, to: Clause) -> bool:
    """Say whether the year of a clause holds for amounts before it, too: ``đến năm 2030 đạt 70%`` speaks for itself.

    ``đến năm 2025 còn 10%`` gives the result of a change that is told in the same part before it. Nor does the year of
    ``; tương ứng 75% và 32% vào năm 2026`` hold for others.
    """
    number = clause.amounts[0].number
    opening = next(other for other in sentence.clauses if other.part == clause.part)
    if clause.part != to.part and sentence.says("respectively", opening.start, opening.amounts[0].number):
        return False
    if opens_with_year(sentence.text, clause, sentence.catalog):
        return clause.part == to.part and bool(_RESULT.search(sentence.text, clause.named_years[0].end, number))
    return not sentence.says("outlook", clause.start, clause.amounts[0].lead_start)


def _reaches_on(sentence: Sentence, clause: Clause, to: Clause) -> bool:
    """Say whether the year of a clause holds for amounts behind it, too.

    Behind a semicolon that of ``; đến năm 2030 đạt 90%`` does not, and for ``; phấn đấu đạt 90%`` only one that opens
    the sentence does.
    """
    if clause.part == to.part:
        return True
    if opens_with_year(sentence.text, clause, sentence.catalog):
        between = sentence.text[clause.named_years[0].end : clause.amounts[0].lead_start]
        return clause.start == 0 or bool(between.strip())
    return not sentence.says("outlook", to.start, to.amounts[0].lead_start)


def speaks_of_whole_period(sentence: Sentence, clause: Clause) -> bool:
    """Say whether a clause without a year of its own speaks of ``cả giai đoạn``."""
    planned = sentence.metadata.year_start is not None
    return not clause.named_years and planned and sentence.says("whole-period", clause.start, clause.end)


def period_of_document(clause: str, paragraph: Paragraph, metadata: Metadata, catalog: Catalog) -> Period:
    """Return the years of ``cả giai đoạn``, else of the nearest heading that names some, else of the title.

    What changes ``mỗi năm`` below a heading with a later year of the plan does so in all of its years. What a section
    of past results reports has no year of the plan, only one that a heading of these results names.
    """
    results = results_from(paragraph, catalog)
    if results is None and catalog.meaning("whole-period", clause) and metadata.year_start:
        return Period(start=metadata.year_start, end=metadata.year_end, basis="document")
    for heading in reversed(paragraph.section[results:]):
        for mention in (y for y in (*years(heading, catalog), *unclear_years(heading)) if y.role != "baseline"):
            if (
                mention.role == "year"
                and catalog.meaning("every-year", clause)
                and _leads_up_to(mention.first, metadata)
            ):
                return Period(start=metadata.year_start, end=metadata.year_end, basis="document")
            return mention.period("heading")
        if catalog.meaning("year-heading", heading) == "open":
            return Period()
    return Period() if results is not None else _period_of_title(metadata, catalog)


def _leads_up_to(year: int, metadata: Metadata) -> bool:
    """Say whether a plan of several years leads up to a year."""
    first, last = metadata.year_start, metadata.year_end
    return first is not None and last is not None and first < year <= last


def _period_of_title(metadata: Metadata, catalog: Catalog) -> Period:
    for mention in years(metadata.title, catalog):
        return mention.period("title")
    if metadata.year_start is not None and metadata.year_start == metadata.year_end:
        return Period(year=metadata.year_start, basis="document")
    return Period()
