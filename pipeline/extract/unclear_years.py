"""Years that were misread or that lost a sign: ``năm 2O27``, ``năm 20 30``, ``giai đoạn 2026 2030``."""

from __future__ import annotations

import regex

from pipeline.numbers import AS_DIGITS, LIKE_DIGITS

from .mentions import YearMention

_LIKE_DIGIT = rf"[0-9{LIKE_DIGITS}]"
_READ = rf"(?-i:(?<![\p{{L}}\d]){_LIKE_DIGIT}{{4}}(?![\p{{L}}\d]))"
_NO_COUNT = r"(?<!\b(?:mỗi|hằng|hàng|từng|cả|\d)\s+)(?<!\bso\s+(?:với\s+)?(?:(?:cùng\s+kỳ|cuối|mức)\s+)?)"
_YEARS = regex.compile(
    rf"{_NO_COUNT}\b(?:(?:năm|giai\s+đoạn)\s+(?:năm\s+)?|(?:đến|tới)\s+)(?P<years>(?P<first>{_READ})(?:\s*[-–—]\s*(?P<last>{_READ}))?)",
    regex.IGNORECASE,
)
_GAPPED = regex.compile(
    rf"{_NO_COUNT}\bnăm\s+(?P<years>(?P<first>2\s0\d\d|20\s\d\d|20\d\s\d))(?![.,]?\d)"
    r"(?=\s*(?:[,;.:()]|$|(?:đạt|là|có|còn|tăng|giảm|lên|xuống|phấn\s+đấu|tỷ\s+lệ)\b))"
    r"|\bgiai\s+đoạn\s+(?P<years>(?P<first>(?:19|20)\d\d)\s+(?P<last>(?:19|20)\d\d))(?![.,]?\d)",
    regex.IGNORECASE,
)
_YEAR = regex.compile(r"(?:19|20)\d\d")
_FEWEST = 2
"""True digits that a misread year has at least."""


def unclear_years(text: str) -> tuple[YearMention, ...]:
    """Return what stands in the place of a year and is probably one, with the years that it may be.

    >>> [(one.role, one.first, one.last) for one in unclear_years("đến năm 203O; giai đoạn 2O26 - 2030; mỗi năm 20 30")]
    [('unclear', 2030, 2030), ('unclear', 2026, 2030)]
    """
    found = []
    for match in (*_YEARS.finditer(text), *_GAPPED.finditer(text)):
        printed = [match[name] for name in ("first", "last") if match[name]]
        meant = [regex.sub(r"\s", "", one.translate(AS_DIGITS)) for one in printed]
        is_clear = match.re is _YEARS and all(map(str.isdecimal, printed))
        digits = min(sum(map(str.isdecimal, one)) for one in printed)
        if not is_clear and digits >= _FEWEST and all(map(_YEAR.fullmatch, meant)) and meant == sorted(set(meant)):
            start, end = match.span("years")
            found.append(YearMention(start, end, "unclear", int(meant[0]), int(meant[-1])))
    return tuple(sorted(found, key=lambda one: one.start))


def told_unclear(text: str) -> str:
    """Say which year a text names that was misread; empty if there is none."""
    for one in unclear_years(text):
        years = str(one.first) if one.first == one.last else f"{one.first}-{one.last}"
        return f"'{text[one.start : one.end]}' may be {years}"
    return ""
