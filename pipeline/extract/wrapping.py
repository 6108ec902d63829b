"""Lines to paragraphs.

A line break in a dump may be the author's, the page's or the typesetter's; a paragraph goes on where the text is
not finished and the next line does not begin anything.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise

import regex

from pipeline.model import Catalog, Line, Passage, join
from pipeline.text import crowded, is_capitals

MARKER = regex.compile(
    r"(?P<bullet>[-+•*–▪●]+)\s*(?=\S)|(?P<letter>[A-H][./]\s+(?=\p{Lu})|(?i:PHẦN\s+(?:THỨ\s+(?:NHẤT|HAI|BA|TƯ|NĂM)|[IVX]+|[A-H])\b)[\s.:–-]*)|(?P<roman>[IVX]{1,5}\s*[./]\s*(?=\p{L}))"
    r"|(?P<nested>\d{1,2}(?:\.\d{1,2}){1,3}(?:[.)]?\s+(?=[\p{L}“\"])|[.)]\s+(?=[\d≥≤<>])))|(?P<number>\d{1,2}[.)/]\s+(?=[\p{L}\d“\"≥≤<>]))|(?P<small>(?:[a-zđ](?:\)|[./](?=\s))|\(\d{1,2}\))\s*(?=[\p{L}\d]))"
)
"""What an item of a list or a section begins with."""
_LONE_MARKER = regex.compile(r"(?i:PHẦN\s+(?:THỨ\s+)?\p{L}+|CHƯƠNG\s+[IVX\d]+)[.:]?")
_FINISHED = regex.compile(r"(?:[.;:?!…]|\./\.)[\"”’)*\s]*$|\)\s*$")
_BARE = regex.compile(r"\d{1,3}", regex.ASCII)
"""A line that is nothing but a number: of a page, if it stands alone."""
_BROKEN = regex.compile(r"(?<=\p{L}\s+)[1-9]\d{0,2}(?:\.\d{3})*\.$")
_GROUP = regex.compile(r"\d{3}(?:[.,]\d+)*(?!\d|[.)/]\s|\s*[%‰])")
_SKIPPED = 3
"""How many items may be missing from a list, since their numbers were not read."""


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


def join_lines(lines: list[Line], catalog: Catalog) -> Iterator[Passage]:
    """Yield the paragraphs that lines make, without page numbers and marks of the scan."""
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
        match = MARKER.match(line.text)
        number = int(match["number"].rstrip().rstrip(".)/")) if match and match["number"] else 0
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
    match = MARKER.match(text)
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
