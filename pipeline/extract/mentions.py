"""Numerals in prose that state no amount (dates, ages, references, ...) and the years that a sentence names."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache

import regex

from pipeline.model import Catalog, Period
from pipeline.numbers import find_amounts
from pipeline.text import squeeze

FILLER = "\x00"
_YEAR = r"(?:19|20)\d{2}"
_PERIOD = regex.compile(
    rf"(?:giai\s+đoạn\s+)?(?:từ\s+)?(?:năm\s+)?(?P<start>{_YEAR})\s*(?:[-–—]|đến|tới)\s*(?:hết\s+)?(?:năm\s+)?(?P<end>{_YEAR})",
    regex.IGNORECASE,
)
_SHORT = regex.compile(
    rf"\bgiai\s+đoạn\s+(?P<start>{_YEAR})\s*[-–—]\s*(?P<end>\d{{2}})(?!\s*[%‰/]|[.,]?\d)", regex.IGNORECASE
)
_SINGLE = regex.compile(
    rf"(?:(?<=\b(?:năm|đến)\s*|\bn[ãà]m\s+|\b(?:đến|tới|trong|vào|hết|cuối|đầu|trước)\s+n[aảâ]m\s+|\b(?:vào|trước|sau|và|hết|cuối|đầu|từ|tới|kỳ|trong)\s+)|(?<=^|[(,:]\s*)(?<!\d:)|(?<=;\s*)(?={_YEAR}\s*:))(?P<year>{_YEAR})(?![.,]?\d)(?!\s*[/-]\s*\p{{L}})",
    regex.IGNORECASE,
)
_BY_DATE = regex.compile(
    rf"\b(?:(?:tính\s+)?đến|tới)\s+(?:hết\s+|cuối\s+)?(?:ngày\s+|tháng\s+)?"
    rf"(?:(?:\d{{1,2}}\s*[/.-]\s*){{1,2}}|\d{{1,2}}\s+tháng\s+\d{{1,2}}\s+năm\s+|\d{{1,2}}\s+năm\s+"
    rf"|quý\s+(?:[IVX]+|\d)(?:\s*/\s*|\s+năm\s+))(?P<year>{_YEAR})(?!\d)",
    regex.IGNORECASE,
)
_ODD_YEAR = regex.compile(
    r"(?<!\b(?:mỗi|hằng|hàng|từng|cả|\d)\s+)\bnăm\s+(?P<year>(?!19|20)\d{4})(?![.,]?\d)"
    r"(?=\s*(?:[,;.:()]|$|(?:đạt|là|có|còn|tăng|giảm|lên|xuống)\b))",
    regex.IGNORECASE,
)
_OF_NUMBERED = frozenset({"date", "ordinal", "label", "section number", "citation"})
"""Reasons to exclude the number of something that is numbered."""
_LONGEST_ORDINAL = 2
_TWO_WORDS = regex.compile(r"\s+(?P<words>\p{L}+\s+\p{L}+)\s+[\p{L}\d]")
_DECIMALS = regex.compile(r"[.,]\d")
_GROUP_BEFORE = regex.compile(r"\d[.,]$")
_DIGIT = regex.compile(r"\d")
_HEADER_YEAR = regex.compile(rf"(?<![\d.,]){_YEAR}(?![\d]|[.,]\d)")
_DATED = regex.compile(
    rf"(?:\d\s*/\s*|tháng\s+\d{{1,2}}\s*[/-]\s*|tháng\s+\d{{1,2}}\s+năm\s+){_YEAR}", regex.IGNORECASE
)


@dataclass(frozen=True, slots=True)
class YearMention:
    """A year or a period named at ``start:end``.

    ``role`` is ``year``, ``period``, ``baseline``, ``beginning``, or ``unclear`` where it may be meant.
    """

    start: int
    end: int
    role: str
    first: int
    last: int

    def period(self, basis: str, baseline: int | None = None) -> Period:
        """Return what a value speaks of that has this year; ``basis`` says where it stands. An unclear year is none."""
        if self.role == "unclear":
            return Period(baseline=baseline)
        if self.role == "period":
            return Period(start=self.first, end=self.last, basis=basis, baseline=baseline)
        return Period(year=self.first, basis=basis, baseline=baseline)


@dataclass(frozen=True, slots=True)
class Exclusion:
    """A stretch whose numerals state no amount, with the reason."""

    start: int
    end: int
    reason: str


@lru_cache(maxsize=4096)
def exclusions(text: str, catalog: Catalog) -> tuple[Exclusion, ...]:
    """Return the stretches of a text whose numerals state no amount, none overlapping an earlier one."""
    if not _DIGIT.search(text):
        return ()
    found = list(_cited_years(text, catalog))
    masked = mask(text, tuple(found))
    for phrase in catalog.wording["exclusion"]:
        matches = phrase.pattern.finditer(masked)
        found.extend(
            Exclusion(match.start(), match.end(), phrase.meaning)
            for match in matches
            if not _cuts_numeral(match, text)
            and not _is_each(match, text, phrase.meaning, catalog)
            and not _states_amount(match, text, phrase.meaning, catalog)
        )
        masked = mask(masked, tuple(found))
    return tuple(sorted(found, key=lambda one: one.start))


def _cited_years(text: str, catalog: Catalog) -> Iterator[Exclusion]:
    """Yield the years of laws, decisions and standards that a text names: ``Luật Đất đai năm 2024``."""
    for phrase in catalog.wording["cited-year"]:
        for match in phrase.pattern.finditer(text):
            yield Exclusion(*match.span("year"), phrase.meaning)


def _cuts_numeral(match: regex.Match[str], text: str) -> bool:
    """Say whether a match begins or ends inside a numeral, as ``tuổi 15`` in ``người cao tuổi 15,5%``."""
    inside_end = text[match.end() - 1].isdigit() and _DECIMALS.match(text, match.end())
    inside_start = text[match.start()].isdigit() and _GROUP_BEFORE.search(text, 0, match.start())
    return bool(inside_end or inside_start)


def _is_each(match: regex.Match[str], text: str, reason: str, catalog: Catalog) -> bool:
    """Say whether a seeming label tells how many there are to each: ``mỗi tháng 02 phiên``, ``từng nhóm 30 hộ``."""
    if reason not in _OF_NUMBERED or not match[0][0].isalpha():
        return False
    return bool(catalog.meaning("each", text[max(0, match.start() - 12) : match.start()]))


def _states_amount(match: regex.Match[str], text: str, reason: str, catalog: Catalog) -> bool:
    """Say whether the number at the end of a seeming label has a unit of its own: ``kế hoạch 100%``."""
    if reason == "name" and _is_misread(match, text, catalog):
        return True
    number = regex.search(r"(?<![\d.,])\d+(?:[.,]\d+)*$", match[0])
    if number is None or regex.fullmatch(_YEAR, number[0]) or match[0][: number.start()][-1:].strip():
        return False
    if reason not in {"label", "citation", "section number", "date", "name"}:
        return False
    if len(number[0]) <= _LONGEST_ORDINAL and _leads_to_verb(text[match.end() :], catalog):
        return False
    rest = text[match.start() + number.start() : match.end() + 40]
    amount = next(find_amounts(rest, catalog.units), None)
    if amount is None or amount.number > 0 or not amount.quantity.unit:
        return False
    unit = catalog.units.by_name.get(amount.quantity.unit.lower())
    return amount.quantity.scale != 1 or (unit is not None and unit.family not in {"time", "age"})


def _leads_to_verb(rest: str, catalog: Catalog) -> bool:
    """Say whether a verb follows that is a unit too: ``trong tháng 3 tổ chức 05 lớp``."""
    words = _TWO_WORDS.match(rest)
    if words is None or squeeze(words["words"]).lower() not in catalog.units.by_name:
        return False
    return bool(catalog.meaning("activity-verb", words["words"]))


def _is_misread(match: regex.Match[str], text: str, catalog: Catalog) -> bool:
    """Say whether a seeming name is a number with a letter for its first digit: ``B0 hộ``, ``B5%``."""
    amount = next(find_amounts(text[match.start() : match.end() + 40], catalog.units), None)
    if amount is None or amount.number > 0 or not amount.quantity.doubt:
        return False
    unit = catalog.units.by_name.get(amount.quantity.unit.lower())
    return unit is not None and (unit.family == "rate" or match[0].endswith("B0"))


def mask(text: str, stretches: tuple[Exclusion, ...]) -> str:
    """Blank out stretches, length kept.

    >>> mask("năm 2025 đạt 5%", (Exclusion(0, 8, "period"),)).replace(FILLER, "_")
    '________ đạt 5%'
    """
    for one in stretches:
        text = text[: one.start] + FILLER * (one.end - one.start) + text[one.end :]
    return text


def amounts_only(text: str, named: Iterable[YearMention], catalog: Catalog) -> str:
    """Blank out what states no amount and the years that are named, length kept."""
    return mask(text, (*exclusions(text, catalog), *(Exclusion(y.start, y.end, "period") for y in named)))


@lru_cache(maxsize=4096)
def years(text: str, catalog: Catalog) -> tuple[YearMention, ...]:
    """Return the years and periods that a text names, dates left out, baselines told apart.

    A date by which something is reached (``đến 30/6/2025``, ``hết quý III/2025``) names its year; a deadline
    (``trước ngày 30/6/2025``) names none, nor does the end of ``duy trì ... đến năm 2030``, nor a law or a standard.
    """
    if not _DIGIT.search(text):
        return ()
    found = [
        YearMention(match.start(), match.end(), "year", int(match["year"]), int(match["year"]))
        for match in _BY_DATE.finditer(text)
    ]
    taken = [(one.start, one.end) for one in found] + [match.span() for match in _DATED.finditer(text)]
    taken.extend((one.start, one.end) for one in _cited_years(text, catalog))
    for phrase in catalog.wording["lasting"]:
        taken.extend(_tail(match) for match in phrase.pattern.finditer(text))
    for phrase in catalog.wording["baseline"]:
        for match in phrase.pattern.finditer(text):
            year = int(match["year"])
            found.append(YearMention(match.start(), match.end(), "baseline", year, year))
            taken.append(match.span())
    for match in (*_PERIOD.finditer(text), *_SHORT.finditer(text)):
        first, last = int(match["start"]), int(match["start"][: -len(match["end"])] + match["end"])
        if first < last and not _overlaps(match.span(), taken):
            found.append(YearMention(match.start(), match.end(), "period", first, last))
            taken.append(match.span())
    for match in _SINGLE.finditer(text):
        if not _overlaps(match.span(), taken):
            year = int(match["year"])
            found.append(YearMention(match.start(), match.end(), "year", year, year))
    return tuple(sorted(found, key=lambda one: one.start))


def odd_years(text: str) -> tuple[YearMention, ...]:
    """Return what stands in the place of a year but is none of our time: ``vào năm 2102``."""
    return tuple(
        YearMention(*match.span("year"), "year", int(match["year"]), int(match["year"]))
        for match in _ODD_YEAR.finditer(text)
    )


def header_years(text: str, catalog: Catalog) -> tuple[YearMention, ...]:
    """Return the years that a heading names: in headings any year counts, ``KH2023`` and ``đến 31/12/2021`` too."""
    found = list(years(text, catalog))
    for match in _HEADER_YEAR.finditer(text):
        if not any(one.start < match.end() and match.start() < one.end for one in found):
            found.append(YearMention(match.start(), match.end(), "year", int(match[0]), int(match[0])))
    return tuple(sorted(found, key=lambda one: one.start))


def _tail(match: regex.Match[str]) -> tuple[int, int]:
    """Return the year at the end of a match; a year named before it still counts."""
    return match.end() - 4, match.end()


def _overlaps(span: tuple[int, int], taken: list[tuple[int, int]]) -> bool:
    return any(span[0] < end and start < span[1] for start, end in taken)
