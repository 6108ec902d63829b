"""The paragraphs of a document, each under its headings."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from itertools import zip_longest

import regex

from pipeline.model import Catalog, Line, Passage
from pipeline.numbers import find_amounts
from pipeline.text import is_capitals

from .wrapping import MARKER, join_lines

_LEVEL = {"letter": 0, "roman": 1, "number": 2, "nested": 3, "named": 6, "small": 7, "year": 8, "label": 9}
_FIRST = frozenset({"1", "a"})
_LEAD_IN = regex.compile(
    r"(?i)\d\s*(?:(?:nghìn|triệu|tỷ|tỉ)\b|(?:đồng|USD)\b)|\d(?!\d*\s*$).*\b(?:trong\s+đó|(?:bao\s+)?gồm|cụ\s+thể|chia\s+ra)\s*:$"
)
_TITLE = regex.compile(r"\p{Lu}(?:(?!\d)[^.;:!?…])*(?<![,\s])")
_LONGEST_HEADING = 160
_LONGEST_LABEL = 90


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A paragraph without its list mark; ``section`` holds the headings above it, outermost first."""

    passage: Passage
    section: tuple[str, ...]
    marker: str = ""
    mark: Passage = field(default_factory=lambda: Passage(""))
    """The list mark or section number as it stands."""
    is_heading: bool = False
    head: str = ""
    """The innermost heading in full: of a long one, ``section`` holds the number only."""

    @property
    def text(self) -> str:
        """The text of the paragraph."""
        return self.passage.text


@dataclass(frozen=True, slots=True)
class _Open:
    """A heading that holds; ``is_year``: one without a number that names a year."""

    level: int
    text: str
    full: str
    is_year: bool


def outline(lines: Iterable[Line], catalog: Catalog) -> tuple[Paragraph, ...]:
    """Join lines to paragraphs and put each under its headings."""
    stack: list[_Open] = []
    paragraphs: list[Paragraph] = []
    passages = list(join_lines(list(lines), catalog))
    for passage, after in zip_longest(passages, passages[1:], fillvalue=Passage("")):
        kind, marker, body = _split_marker(passage, catalog)
        mark = passage.part(0, max(0, len(passage.text) - len(body.text)))
        level = _heading_level(kind, marker, body.text, catalog)
        is_year = level == _LEVEL["year"]
        if is_year or (level is None and not kind and _is_title(body.text, after.text)):
            _end_year(stack)
        if level is not None and paragraphs and _opens_list(stack, level, marker, paragraphs[-1]):
            stack[-1] = replace(stack[-1], level=level - 1)
        elif level is not None:
            _end(stack, level if kind else min(level, _LEVEL["year"]))
        states = _leads_in(body.text) or _is_counted(body.text, level, after, catalog)
        heading = level is not None and _is_short(kind, body.text) and not states
        head = stack[-1].full if stack else ""
        paragraphs.append(Paragraph(body, tuple(one.text for one in stack), marker, mark, heading, head))
        if level is not None:
            stack.append(_Open(level, _heading_text(kind, marker, body.text, catalog), body.text, is_year))
    return tuple(paragraphs)


def _end(stack: list[_Open], level: int) -> None:
    while stack and stack[-1].level >= level:
        stack.pop()


def _end_year(stack: list[_Open]) -> None:
    """End a year without a number of its own, where another or a title without one follows."""
    at = next((at for at, one in enumerate(stack) if one.is_year), len(stack))
    del stack[at:]


def _opens_list(stack: list[_Open], level: int, marker: str, before: Paragraph) -> bool:
    """Say whether a section is the first right below a year without a number, so that all of its list belong there."""
    if not stack or not stack[-1].is_year or stack[-1].full != before.text or level < _LEVEL["number"]:
        return False
    return marker.strip("()./") in _FIRST and all(above.level < level for above in stack[:-1])


def _split_marker(passage: Passage, catalog: Catalog) -> tuple[str, str, Passage]:
    text = passage.text
    match = MARKER.match(text)
    if match is not None:
        kind = next(name for name, found in match.groupdict().items() if found)
        return kind, match[0].strip(), passage.part(match.end(), len(text))
    for phrase in catalog.wording["heading-name"]:
        if named := phrase.pattern.match(text):
            return "named", named[0].strip(" :."), passage.part(named.end(), len(text)).strip()
    return "", "", passage


def _heading_level(kind: str, marker: str, text: str, catalog: Catalog) -> int | None:
    """Return how deep a heading stands; None for text and bullets. Long numbered paragraphs open a section too."""
    if kind in _LEVEL:
        return _LEVEL[kind] + (marker.strip(".)").count(".") - 1 if kind == "nested" else 0)
    names_year = catalog.meaning("year-heading", text)
    labels = text.endswith(":") and len(text) <= _LONGEST_LABEL and not _has_amount(text)
    if kind == "bullet":
        return _LEVEL["label"] if names_year or labels else None
    if names_year:
        return _LEVEL["year"]
    if is_capitals(text) and len(text) <= _LONGEST_HEADING and catalog.meaning("target-section", text):
        return _LEVEL["roman"]
    return _LEVEL["label"] if labels else None


def _is_title(text: str, after: str) -> bool:
    """Say whether a line without number or mark stands above a list as a title, so that a year above it ends."""
    return bool(len(text) <= _LONGEST_LABEL and _TITLE.fullmatch(text) and MARKER.match(after))


def _has_amount(text: str) -> bool:
    return bool(regex.search(r"\d\s*[%‰]|\d,\d", text))


def _states(text: str) -> bool:
    """Say whether a numbered line states an amount, so that it is an item and no heading."""
    return bool(
        regex.search(
            r"(?i)\d\s*[%‰]|\b(?:đạt|là|trên|dưới|còn|giảm|tăng|ít nhất|tối thiểu|không quá)\s+\d|:\s*\d", text
        )
    )


def _is_counted(text: str, level: int | None, after: Passage, catalog: Catalog) -> bool:
    """Say whether a numbered line is an item that begins with its amount: ``2. 45 xã đạt chuẩn``, ``3. 1.250 ha``.

    One that begins with a count may be a heading (``2. 05 nhiệm vụ``) unless the next item or section follows.
    """
    amount = next(find_amounts(text[:60], catalog.units), None) if text[:1].isdigit() else None
    if amount is None or amount.number or level is None:
        return False
    unit = catalog.units.by_name.get(amount.quantity.base_unit.lower())
    if unit is None or unit.family in {"time", "age"} or catalog.meaning("heading-unit", amount.quantity.unit):
        return False
    following = _heading_level(*_split_marker(after, catalog)[:2], after.text, catalog)
    ends = not after.text or is_capitals(after.text) or (following is not None and following <= level)
    return ends or unit.family != "count" or amount.quantity.scale != 1


def _leads_in(text: str) -> bool:
    """Say whether a line states what the list below it divides: ``Tổng kinh phí 4.570 triệu đồng, trong đó:``."""
    return text.endswith(":") and bool(_LEAD_IN.search(text))


def _is_short(kind: str, text: str) -> bool:
    if kind in {"bullet", "named"}:
        return text.endswith(":")
    return len(text) <= _LONGEST_HEADING and not text.endswith((".", ";")) and not _states(text)


def _heading_text(kind: str, marker: str, text: str, catalog: Catalog) -> str:
    """Return number and name of a heading; of a long one the number, and the year if it opens with one and a colon."""
    if kind != "named" and not _is_short(kind, text) and catalog.meaning("year-heading", text.partition(":")[0]):
        text = text.partition(":")[0]
    elif kind == "named" or not _is_short(kind, text):
        return marker.rstrip(".")
    return f"{marker} {text}".strip().rstrip(":")
