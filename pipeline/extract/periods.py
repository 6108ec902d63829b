"""Which year or period an amount of a sentence speaks of, and which year a change is measured from."""

from __future__ import annotations

from collections.abc import Sequence

import regex

from pipeline.model import Catalog, Metadata, Period, TargetKind
from pipeline.numbers import Amount

from .clauses import Clause, opens_with_year
from .mentions import years
from .outline import Paragraph
from .sections import results_from

_RESULT = regex.compile(r"\b(?:còn|xuống|lên)\b", regex.IGNORECASE)


def shared_baseline(clauses: Sequence[Clause], clause: Clause, kind: TargetKind) -> int | None:
    """Return the baseline that the end of a part of the sentence names for all changes before it."""
    if kind not in {TargetKind.INCREASE, TargetKind.DECREASE, TargetKind.MULTIPLE}:
        return None
    later = [other for other in clauses if other.part == clause.part and other.start > clause.start]
    return next((other.baseline for other in later if other.baseline), None)


def is_past(period: Period, metadata: Metadata) -> bool:
    """Say whether a value speaks of a year before the plan, as past results do that a goal is set against."""
    return period.year is not None and metadata.year_start is not None and period.year < metadata.year_start


def is_of_baseline(sentence: str, clauses: Sequence[Clause], at: int) -> bool:
    """Say whether a clause only gives the value of the baseline before it: ``so với năm 2024 (55%)``."""
    bare = not regex.search(r"\p{L}{2,}", sentence[clauses[at].start : clauses[at].amounts[0].start])
    return at > 0 and clauses[at].in_parentheses and bare and clauses[at - 1].baseline is not None


def respective_years(sentence: str, clauses: Sequence[Clause], catalog: Catalog) -> dict[int, Period]:
    """Pair values and years of ``lần lượt đạt 80% và 90% vào năm 2025 và 2030`` in their order."""
    amounts = [amount for clause in clauses for amount in clause.amounts]
    named = [year for year in years(sentence, catalog) if year.role == "year"]
    if len(amounts) < 2 or len(amounts) != len(named) or not catalog.meaning("respectively", sentence):
        return {}
    return {amount.number: year.period("clause") for amount, year in zip(amounts, named, strict=True)}


def period_of(sentence: str, clauses: Sequence[Clause], amount: Amount, catalog: Catalog) -> Period | None:
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


def speaks_of_whole_period(sentence: str, clause: Clause, metadata: Metadata, catalog: Catalog) -> bool:
    """Say whether a clause without a year of its own speaks of ``cả giai đoạn``."""
    own = sentence[clause.start : clause.end]
    return not clause.named_years and metadata.year_start is not None and bool(catalog.meaning("whole-period", own))


def period_of_document(clause: str, paragraph: Paragraph, metadata: Metadata, catalog: Catalog) -> Period:
    """Return the years of ``cả giai đoạn``, else of the nearest heading that names some, else of the title.

    What a section of past results reports has no year of the plan, only one that a heading of these results names.
    """
    results = results_from(paragraph, catalog)
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
