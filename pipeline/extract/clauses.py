"""Sentences of goals cut into clauses: which amounts each states and which years it names."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import lru_cache

import regex

from pipeline.model import Catalog, Comparator
from pipeline.numbers import Amount

from .mentions import Exclusion, YearMention, amounts_only, odd_years, years
from .stated import is_share, of_rate, stated_amounts
from .unclear_years import unclear_years

_SENTENCE = regex.compile(r"(?<=[.!?])\s+(?=[\p{Lu}“\"])")
_CUT = regex.compile(r",\s+|\s+và\s+|\s*\(|\)\s*|;\s*")
_FROM = regex.compile(r"\btừ(?:\s+mức)?\s*$", regex.IGNORECASE)
_TOWARDS = regex.compile(r"\b(?:lên|xuống|còn|đến)\b[^,;]{0,20}$", regex.IGNORECASE)
_RESULT = regex.compile(r"\s*(?:lên|xuống|còn)\b", regex.IGNORECASE)
_PART_ENDS = regex.compile(r"[;()]")
_LISTED = regex.compile(r"(?:\s+\p{L}+){1,6}(?:,\s+|\s+và\s+)")
_NOUN = regex.compile(r"\s+(?!(?:so|vào|năm|mỗi|trong)\b)\p{L}{2,}", regex.IGNORECASE)
_WORD = regex.compile(r"\p{L}{2,}")
_YEAR_AT_END = regex.compile(
    r"^\s*(?:(?:vào|đến|trong)\s+)?(?:năm|giai\s+đoạn)\s+\d{4}(?:\s*[-–]\s*\d{4})?", regex.IGNORECASE
)
_YEAR_PHRASE = regex.compile(
    r"(?:\b(?:phấn\s+đấu|định\s+hướng|và|vào|đến|trong|từ|của|hết|cuối|đầu|tính|trước|các|trong\s+đó|riêng)\s+)*\b(?:năm|n[aãàảâ]m|giai\s+đoạn)?\s*$",
    regex.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Clause:
    """Part of a sentence that states one thing, at ``start:end`` of it.

    ``part`` numbers the pieces between semicolons; ``beginnings`` are amounts where a change begins (``từ 80%``).
    """

    start: int
    end: int
    part: int
    amounts: tuple[Amount, ...]
    beginnings: tuple[Amount, ...]
    years: tuple[YearMention, ...]
    in_parentheses: bool = False

    @property
    def named_years(self) -> tuple[YearMention, ...]:
        """The years that it speaks of: no baseline, no year in which a change began."""
        return tuple(year for year in self.years if year.role in {"year", "period", "unclear"})

    @property
    def baseline(self) -> int | None:
        """The year that a change is measured from."""
        return next((year.first for year in self.years if year.role == "baseline"), None)


def sentences(text: str) -> Iterator[tuple[int, int]]:
    """Yield the sentences of a paragraph as ``start, end``."""
    start = 0
    for match in _SENTENCE.finditer(text):
        yield start, match.start()
        start = match.end()
    yield start, len(text)


def year_phrase(sentence: str, year: YearMention) -> int:
    """Return where the words that lead to a year begin (``vào năm 2025``)."""
    match = _YEAR_PHRASE.search(sentence, 0, year.start)
    return match.start() if match else year.start


def opens_with_year(sentence: str, clause: Clause, catalog: Catalog) -> bool:
    """Say whether nothing stands before the first year of a clause but words that lead to it (``tầm nhìn đến``)."""
    if not clause.named_years:
        return False
    before = sentence[clause.start : year_phrase(sentence, clause.named_years[0])]
    return not regex.search(r"\w", before) or bool(catalog.meaning("outlook", before))


@dataclass(frozen=True, slots=True)
class Cut:
    """A sentence cut into clauses, and the numbers of it that are known to state nothing."""

    clauses: tuple[Clause, ...]
    excluded: tuple[Exclusion, ...]


@lru_cache(maxsize=1024)
def cut(sentence: str, catalog: Catalog) -> Cut:
    """Cut a sentence into clauses that state amounts, as far as commas, ``và`` and parentheses allow."""
    named = tuple(
        sorted((*years(sentence, catalog), *odd_years(sentence), *unclear_years(sentence)), key=lambda year: year.start)
    )
    hidden = amounts_only(sentence, named, catalog)
    found, others, excluded = stated_amounts(hidden, catalog)
    found = _with_shared_bounds(found, hidden, catalog)
    beginnings = [one for at, one in enumerate(found) if _begins_change(one, found[at + 1 :], hidden)]
    named = _with_beginnings(named, beginnings, found)
    amounts = [amount for amount in found if amount not in beginnings]
    pieces = _pieces(_Marked(sentence, hidden, catalog), amounts, named)
    clauses = _clauses(pieces, amounts, beginnings, named)
    kept, of_names = _without_names(clauses, others, sentence, catalog)
    return Cut(tuple(kept), (*excluded, *of_names))


def _with_shared_bounds(amounts: list[Amount], hidden: str, catalog: Catalog) -> list[Amount]:
    """Let the bound behind a change hold for all that changes so: ``giảm ít nhất 30% thời gian và 20% chi phí``."""
    shared: list[Amount] = []
    governed = False
    for amount in amounts:
        before = shared[-1] if shared else None
        quantity = amount.quantity
        plain = quantity.comparator is Comparator.EQ and not amount.lead and bool(quantity.unit)
        if before is None or not plain or quantity.unit != before.quantity.unit:
            governed = False
        elif _LISTED.fullmatch(hidden, before.end, amount.start) and _NOUN.match(hidden, amount.end):
            governed = governed or bool(catalog.meaning("change-by", hidden[: before.start]))
        else:
            governed = False
        if governed and before is not None and before.quantity.comparator is not Comparator.RANGE:
            quantity = replace(quantity, comparator=before.quantity.comparator)
        shared.append(replace(amount, quantity=quantity))
    return shared


def _begins_change(amount: Amount, later: list[Amount], hidden: str) -> bool:
    """Say whether an amount is where a change begins, as the 80% of ``từ 80% lên 85%``, and no goal."""
    comparator = amount.quantity.comparator
    if comparator is Comparator.RANGE:
        since = hidden[amount.start : amount.number].lower().startswith("từ")
        return bool(later) and since and bool(_RESULT.match(hidden, amount.end))
    if not later or not _FROM.search(hidden[: amount.number if comparator is Comparator.EQ else amount.start]):
        return False
    return bool(_TOWARDS.search(hidden[amount.end : later[0].number]))


def _with_beginnings(
    named: tuple[YearMention, ...], beginnings: list[Amount], found: list[Amount]
) -> tuple[YearMention, ...]:
    """Tell the years in which changes began (``từ 80% năm 2022 lên``) from those in which they end."""
    spans = [(one.end, found[found.index(one) + 1].start) for one in beginnings]
    return tuple(
        replace(year, role="beginning") if any(first <= year.start < last for first, last in spans) else year
        for year in named
    )


@dataclass(frozen=True, slots=True)
class _Piece:
    start: int
    end: int
    part: int
    in_parentheses: bool = False
    is_tail: bool = False
    """Whether it goes on, behind parentheses, with what stood before them."""


@dataclass(frozen=True, slots=True)
class _Marked:
    """A sentence as printed and with what states no amount blanked out."""

    text: str
    hidden: str
    catalog: Catalog


def _pieces(sentence: _Marked, amounts: list[Amount], named: tuple[YearMention, ...]) -> list[_Piece]:
    """Cut at commas, ``và``, parentheses and semicolons; a piece without an amount goes with the one before it.

    A piece that leads in a year (``Đến năm 2025,``) or begins the name of what is told next (``trong đó có bằng cấp,
    chứng chỉ đạt 30%``) goes with what follows.
    """
    text, hidden = sentence.text, sentence.hidden
    pieces: list[_Piece] = []
    begin, part, opened = 0, 0, ";"
    cuts = [(m.start(), m.end(), m[0].strip()) for m in _CUT.finditer(hidden)]
    for end, after, mark in [*cuts, (len(text), len(text), "")]:
        has_amount = any(begin <= amount.number < end for amount in amounts)
        leads = opened in {",", ";"} and _leads_in(text[begin:end], begin, named)
        leads = leads or (not has_amount and opened in {",", "("} and _begins_name(sentence, (begin, end), amounts))
        if not has_amount and opened == ")" and any(not piece.in_parentheses for piece in pieces):
            pieces.append(_Piece(begin, end, part, is_tail=True))
        elif not has_amount and not leads and pieces and pieces[-1].part == part:
            pieces[-1] = replace(pieces[-1], end=end)
        else:
            pieces.append(_Piece(begin, end, part, hidden.count("(", 0, begin) > hidden.count(")", 0, begin)))
        inside = hidden.count("(", 0, after) > hidden.count(")", 0, after)
        begin, opened, part = after, mark, part + (mark == ";" and not inside)
    return pieces


def _begins_name(sentence: _Marked, piece: tuple[int, int], amounts: list[Amount]) -> bool:
    """Say whether a piece without an amount names, with the next one, what the next amount is about.

    It does behind ``trong đó``; and behind an amount that ends there, in a list of parts or where it begins as what
    follows does: ``vốn trong nước 35 tỷ đồng, vốn vay và vốn viện trợ 150 tỷ đồng``.
    """
    begin, end = piece
    text, catalog = sentence.text, sentence.catalog
    before = next((amount for amount in reversed(amounts) if amount.number < begin), None)
    later = next((amount for amount in amounts if amount.number >= end), None)
    if before is None or later is None or _PART_ENDS.search(sentence.hidden, begin, later.start):
        return False
    last = max(match.end() for match in _CUT.finditer(sentence.hidden, begin, later.number))
    own, name = (_WORD.findall(part.lower()) for part in (text[begin:end], text[last : later.lead_start]))
    alike = own[:1] == name[:1]
    apart = any(catalog.meaning(topic, text[last : later.lead_start]) for topic in ("subject-heading", "new-clause"))
    if not own or not name or (apart and not alike):
        return False
    if catalog.meaning("part-lead", text[begin:end]):
        return True
    if _WORD.search(_YEAR_AT_END.sub("", text[before.end : begin])):
        return False
    part = max(text.rfind(mark, 0, before.number) for mark in ";(") + 1
    return alike or bool(catalog.meaning("parts", text[part : before.number]))


def _leads_in(piece: str, begin: int, named: tuple[YearMention, ...]) -> bool:
    inside = [year for year in named if begin <= year.start < begin + len(piece) and year.role != "baseline"]
    return bool(inside) and bool(_YEAR_PHRASE.fullmatch(piece[: inside[0].start - begin] or " "))


def _clauses(
    pieces: list[_Piece], amounts: list[Amount], beginnings: list[Amount], named: tuple[YearMention, ...]
) -> list[Clause]:
    """Let pieces without an amount go with the next one that has it; what is left at the end goes with the last."""
    clauses: list[Clause] = []
    start: int | None = None
    for piece in pieces:
        if piece.is_tail and clauses:
            _extend(clauses, tuple(year for year in named if piece.start <= year.start < piece.end))
            continue
        first = piece.start if start is None else start
        inside = tuple(amount for amount in amounts if first <= amount.number < piece.end)
        if not inside:
            start = first
            continue
        begun = tuple(amount for amount in beginnings if first <= amount.number < piece.end)
        spoken = tuple(year for year in named if first <= year.start < piece.end)
        clauses.append(Clause(first, piece.end, piece.part, inside, begun, spoken, piece.in_parentheses))
        start = None
    if start is not None and clauses:
        _extend(clauses, tuple(year for year in named if year.start >= start))
    return clauses


def _extend(clauses: list[Clause], years_behind: tuple[YearMention, ...]) -> None:
    """Give years to the last clause outside parentheses."""
    at = max((at for at, clause in enumerate(clauses) if not clause.in_parentheses), default=len(clauses) - 1)
    clauses[at] = replace(clauses[at], years=(*clauses[at].years, *years_behind))


def _without_names(
    clauses: list[Clause], others: list[Amount], sentence: str, catalog: Catalog
) -> tuple[list[Clause], list[Exclusion]]:
    """Leave out counts that belong to the name of a rate: ``Tỷ lệ ... khám thai ít nhất 4 lần đạt 85%``."""
    kept: list[Clause] = []
    names: list[Exclusion] = []
    for at, clause in enumerate(clauses):
        has_rate = any(is_share(amount, catalog) for amount in clause.amounts)
        part = [other for other in clauses[at + 1 :] if other.part == clause.part]
        first = next((other.start for other in clauses if other.part == clause.part), clause.start)
        of_subject = bool(catalog.meaning("rate-subject", sentence[first : clause.end]))
        later = of_subject and any(is_share(amount, catalog) for other in part for amount in other.amounts)
        if not has_rate and not later:
            kept.append(clause)
            continue
        beside = [one for one in others if clause.start <= one.number < clause.end]
        judged = list(of_rate((*clause.amounts, *beside), sentence, of_subject=of_subject, catalog=catalog))
        names.extend(Exclusion(one.start, one.end, "name") for one, meaning in judged if meaning == "name")
        amounts = tuple(one for one, meaning in judged if meaning == "value" and one in clause.amounts)
        if amounts:
            kept.append(replace(clause, amounts=amounts))
    return kept, names
