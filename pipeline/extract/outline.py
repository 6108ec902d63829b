"""Lines to paragraphs, each under its headings.

A line break in a dump may be the author's, the page's or the typesetter's; a paragraph goes on where the text is
not finished and the next line does not begin anything.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from itertools import pairwise, zip_longest

import regex

from pipeline.model import Catalog, Line, Passage, join
from pipeline.numbers import find_amounts
from pipeline.text import crowded, is_capitals

_MARKER = regex.compile(
    r"(?P<bullet>[-+•*–▪●]+)\s*(?=\S)|(?P<letter>[A-H][./]\s+(?=\p{Lu})|(?i:PHẦN\s+(?:THỨ\s+(?:NHẤT|HAI|BA|TƯ|NĂM)|[IVX]+|[A-H])\b)[\s.:–-]*)|(?P<roman>[IVX]{1,5}\s*[./]\s*(?=\p{L}))"
    r"|(?P<nested>\d{1,2}(?:\.\d{1,2}){1,3}(?:[.)]?\s+(?=[\p{L}“\"])|[.)]\s+(?=[\d≥≤<>])))|(?P<number>\d{1,2}[.)/]\s+(?=[\p{L}\d“\"≥≤<>]))|(?P<small>(?:[a-zđ](?:\)|[./](?=\s))|\(\d{1,2}\))\s*(?=[\p{L}\d]))"
)
_LONE_MARKER = regex.compile(r"(?i:PHẦN\s+(?:THỨ\s+)?\p{L}+|CHƯƠNG\s+[IVX\d]+)[.:]?")
_LEVEL = {"letter": 0, "roman": 1, "number": 2, "nested": 3, "named": 6, "small": 7, "year": 8, "label": 9}
_FIRST = frozenset({"1", "a"})
_FINISHED = regex.compile(r"(?:[.;:?!…]|\./\.)[\"”’)*\s]*$|\)\s*$")
_LEAD_IN = regex.compile(
    r"(?i)\d\s*(?:(?:nghìn|triệu|tỷ|tỉ)\b|(?:đồng|USD)\b)|\d(?!\d*\s*$).*\b(?:trong\s+đó|(?:bao\s+)?gồm|cụ\s+thể|chia\s+ra)\s*:$"
)
_BARE = regex.compile(r"\d{1,3}", regex.ASCII)
"""A line that is nothing but a number: of a page, if it stands alone."""
_BROKEN = regex.compile(r"(?<=\p{L}\s+)[1-9]\d{0,2}(?:\.\d{3})*\.$")
_GROUP = regex.compile(r"\d{3}(?:[.,]\d+)*(?!\d|[.)/]\s|\s*[%‰])")
_SKIPPED = 3
"""How many items may be missing from a list, since their numbers were not read."""
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
    passages = list(_paragraphs(list(lines), catalog))
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


def wrap_width(lines: list[Line]) -> int:
    """Return the width at which the lines were wrapped, 0 if they were not.

    Wrapped text has hardly a line longer than its width and many about as long, with others right below them.
    """
    lengths = sorted(len(line.text) for line in lines if line.text)
    if len(lengths) < 8:
        return 0
    width = lengths[int(0.98 * (len(lengths) - 1))]
    followed = [len(line.text) for line, after in pairwise(lines) if line.text and after.text]
    full = sum(length >= 0.8 * width for length in followed)
    return width if 40 <= width <= 160 and full >= max(6, 0.25 * len(followed)) else 0


def _paragraphs(lines: list[Line], catalog: Catalog) -> Iterator[Passage]:
    lines = list(_without_debris(lines, catalog))
    width = wrap_width(lines)
    inside = _numbers_of_sentences(lines, catalog)
    current: list[Line] = []
    gap = False
    for at, line in enumerate(lines):
        if not line.text:
            gap = True
            continue
        last = current[-1].text if current else ""
        apart = gap or line.page_break
        if current and _is_open(current):
            last += " ("
        goes_on = current and (at in inside or _breaks_number(last, line.text, catalog))
        goes_on = goes_on or (_resumes(last, line.text, catalog) if apart else _wraps(last, line.text, width, catalog))
        if current and not goes_on:
            yield join(tuple(part.passage.strip() for part in current))
            current = []
        current.append(line)
        gap = False
    if current:
        yield join(tuple(part.passage.strip() for part in current))


def _without_debris(lines: list[Line], catalog: Catalog) -> Iterator[Line]:
    """Leave out page numbers and marks of the scan: those that nothing else can be, and those that stand alone.

    A line stands alone at a blank line or a page break. A number does too above a line that begins with another, as
    no text has two in a row; one of a crowd is no page number.
    """
    sure = [bool(line.text and catalog.meaning("sure-debris", line.text)) for line in lines]
    blank = [True, *(not line.text or mark for line, mark in zip(lines, sure, strict=True)), True]
    breaks = [*(line.page_break for line in lines), False]
    filled = [at for at, line in enumerate(lines) if line.text]
    crowd = crowded([int(lines[at].text) if _BARE.fullmatch(lines[at].text) else None for at in filled])
    values = {filled[at] for at in crowd}
    for at, line in enumerate(lines):
        alone = blank[at] or line.page_break or blank[at + 2] or breaks[at + 1]
        alone = alone or bool(_BARE.fullmatch(line.text) and lines[at + 1].text[0] in "123456789")
        if line.text and (sure[at] or (alone and at not in values and catalog.meaning("debris", line.text))):
            yield Line(Passage(""), line.page_break)
        else:
            yield line


def _numbers_of_sentences(lines: list[Line], catalog: Catalog) -> frozenset[int]:
    """Return the lines that begin with the last number of a sentence (``46. Số lao động``) and look like items.

    The line above was not finished, and it leads to an amount or the number goes on with no list.
    """
    found: set[int] = set()
    items = {0}
    last, gap, in_list = "", False, False
    for at, line in enumerate(lines):
        if not line.text:
            gap = True
            continue
        match = _MARKER.match(line.text)
        number = int(match["number"].strip(" ./)")) if match and match["number"] else 0
        if number > 1 and last and not _FINISHED.search(last) and not is_capitals(last):
            skips = not gap and not in_list and items.isdisjoint(range(number - _SKIPPED, number + 1))
            if skips or catalog.meaning("amount-ahead", last):
                found.add(at)
                number = 0
        if number:
            items.add(number)
        elif match and match["nested"]:
            items.add(int(match["nested"].partition(".")[0]))
        last, gap, in_list = line.text, False, bool(match and not match["bullet"] and at not in found)
    return frozenset(found)


def _breaks_number(last: str, text: str, catalog: Catalog) -> bool:
    """Say whether a number is broken behind a dot: ``cho 1.`` ``250 hộ``, no ``ở giai đoạn 1.`` ``250 hộ``."""
    head = _BROKEN.search(last)
    if head is None or not _GROUP.match(text):
        return False
    return not last[: head.start()].rstrip().lower().endswith(tuple(f" {noun}" for noun in catalog.units.numbered))


def _resumes(last: str, text: str, catalog: Catalog) -> bool:
    """Say whether a line after a gap goes on with the text before it: that was not finished, this begins nothing."""
    if is_capitals(last) or _begins_item(text, last, catalog):
        return False
    if _FINISHED.search(last):
        return last[-1] in ":;" and (text[0].isdigit() or (last[-1] == ";" and _begins_small(text)))
    return _begins_small(text) or text[0].isdigit() or bool(catalog.meaning("open-end", last))


def _wraps(last: str, text: str, width: int, catalog: Catalog) -> bool:
    """Say whether a line right below another goes on with it."""
    if _begins_item(text, last, catalog):
        return False
    finished = bool(_FINISHED.search(last)) and not (last.endswith((":", ";")) and text[0].isdigit())
    if _LONE_MARKER.fullmatch(last) or (text[0].isdigit() and not finished and (width or last.endswith((":", ";")))):
        return True
    if is_capitals(last) or is_capitals(text):
        return is_capitals(last) and is_capitals(text)
    if _begins_small(text) or (text[0].isdigit() and not finished):
        return not finished or bool(width)
    first_word = text.split(maxsplit=1)[0]
    full = bool(width) and not _ends_sentence(last, len(last) + 1 + len(first_word), width)
    return full or (not finished and bool(catalog.meaning("open-end", last)))


def _is_open(current: list[Line]) -> bool:
    """Say whether a parenthesis is open that the lines before the last half dozen did not open."""
    text = " ".join(line.text for line in current[-6:])
    return text.count("(") > text.count(")") and not _FINISHED.search(text)


def _begins_small(text: str) -> bool:
    """Say whether a line cannot be a beginning; a dash that is no item mark is none either."""
    return text[0].islower() or text[0] in ",;:.)%”-–"


def _ends_sentence(last: str, needed: int, width: int) -> bool:
    """Say whether a line was ended on purpose: the next word would have fitted, with the slack of a printed line."""
    return needed <= (width if _FINISHED.search(last) else 0.86 * width)


def _begins_item(text: str, last: str, catalog: Catalog) -> bool:
    match = _MARKER.match(text)
    if match is None:
        return bool(catalog.meaning("heading-name", text))
    if match["bullet"] not in {"-", "–"} or _FINISHED.search(last):
        return True
    return not (_is_range(last, text[match.end() :]) or text[match.end() : match.end() + 1].islower())


def _is_range(last: str, rest: str) -> bool:
    """Say whether a dash at the beginning of a line goes on with a range: ``từ 2`` ``- 3 mô hình``."""
    low, high = regex.search(r"(\d+)$", last), regex.match(r"\d+", rest)
    if low is None or high is None or int(low[0]) >= int(high[0]):
        return False
    return (int(low[0]) > 1900) == (int(high[0]) > 1900)


def _split_marker(passage: Passage, catalog: Catalog) -> tuple[str, str, Passage]:
    text = passage.text
    match = _MARKER.match(text)
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
    return bool(len(text) <= _LONGEST_LABEL and _TITLE.fullmatch(text) and _MARKER.match(after))


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
