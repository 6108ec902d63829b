"""The pages of a file as one document: in their order, none twice, and whether some are missing.

Printed page numbers tell, and what stands on the pages. Numbering may begin anew with an annex, and the first page and
pages that lie on their side often bear no number.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

import regex
from rapidfuzz import fuzz

from pipeline.model import Catalog, Note, Where

from .margins import edge_lines, page_number
from .page import PageKind, Sheet

_MOST = 500
"""Above, a number at the edge of a page is none of a page."""
_MOST_LOST = 20
_MOST_LOST_AT_START = 5
_LONG = 400
"""Characters that no two pages share by chance."""
_ALIKE = 95
"""Per cent of the text, and of the numerals, of a page that two scans of it share at least."""
_OPENING = frozenset({"motto", "number"})
_NUMERAL = regex.compile(r"\d[\d.,]*")


@dataclass(frozen=True, slots=True)
class Arranged:
    """The pages as they are to be read, those that repeat another with its number, and what was noticed."""

    sheets: tuple[Sheet, ...]
    repeated: Mapping[int, int]
    notes: tuple[Note, ...]


def arrange(sheets: Sequence[Sheet], catalog: Catalog) -> Arranged:
    """Put pages in the order of their printed numbers where these and the letterhead leave no doubt."""
    numbers = printed_numbers(sheets)
    repeated = _repeated(sheets, numbers)
    single = [sheet for sheet in sheets if sheet.number not in repeated]
    order = _order(single, numbers)
    stays = bool(single) and (order[0] is single[0] or not _opens(single[0], catalog))
    is_sure = order != single and stays and _opens(order[0], catalog)
    about_order = [_out_of_order(single, numbers, is_sure=is_sure)] if order != single else []
    read = order if is_sure else single
    lost = () if about_order and not is_sure else _lost(read, numbers, catalog)
    doubled = [_repeats(page, first) for page, first in repeated.items()]
    again = [sheet for sheet in sheets if sheet.number in repeated]
    return Arranged((*read, *again), repeated, (*about_order, *doubled, *lost))


def printed_numbers(sheets: Sequence[Sheet]) -> dict[int, int]:
    """Return the numbers that pages bear at the edge where most do, by page of the file."""
    by_edge: list[dict[int, int]] = []
    for edge in (1, -1):
        found: dict[int, int] = {}
        for sheet in sheets:
            numbers = [number for line in edge_lines(sheet, edge) if (number := page_number(line.text)) is not None]
            if numbers and 0 < numbers[0] <= _MOST:
                found[sheet.number] = numbers[0]
        by_edge.append(found)
    return max(by_edge, key=len)


def _order(sheets: Sequence[Sheet], numbers: Mapping[int, int]) -> list[Sheet]:
    """Return pages by their numbers if those count all pages, but for one that bears none, or run down to the first."""
    last = len(sheets)
    known = [(at, numbers[sheet.number]) for at, sheet in enumerate(sheets, start=1) if sheet.number in numbers]
    if len(known) > 1 and all(at + number == last + 1 for at, number in known):
        return list(reversed(sheets))
    left = set(range(1, last + 1)) - {number for _, number in known}
    if len(known) < max(2, last - 1) or len(left) != last - len(known):
        return list(sheets)
    return sorted(sheets, key=lambda sheet: numbers.get(sheet.number, next(iter(left), 0)))


def _opens(sheet: Sheet, catalog: Catalog) -> bool:
    """Say whether the letterhead of the document stands on a page."""
    cells = [cell.text for area in sheet.areas for row in area.grid.rows for cell in row if cell.text]
    return any(catalog.meaning("letterhead", text) in _OPENING for text in (*cells, *(one.text for one in sheet.lines)))


def _out_of_order(sheets: Sequence[Sheet], numbers: Mapping[int, int], *, is_sure: bool) -> Note:
    printed = ", ".join(str(numbers.get(sheet.number, "-")) for sheet in sheets)
    done = "the pages were put in order" if is_sure else "the pages were left as they are"
    evidence = f"the printed page numbers are {printed}; {done}"
    return Note("pages-out-of-order", where=Where(page=sheets[0].number), evidence=evidence)


def _lost(sheets: Sequence[Sheet], numbers: Mapping[int, int], catalog: Catalog) -> Iterator[Note]:
    """Yield an issue where the printed numbers run ahead of the pages."""
    known = _without_strays(
        [(at, numbers[sheet.number]) for at, sheet in enumerate(sheets, start=1) if sheet.number in numbers]
    )
    if not known:
        return
    (at, number), opens = known[0], _opens(sheets[0], catalog)
    is_excerpt = at == 1 and not opens
    if 0 < number - at <= (_MOST_LOST if is_excerpt else _MOST_LOST_AT_START) and (is_excerpt or at > 1):
        where = Where(page=sheets[at - 1].number)
        evidence = f"the first page number printed is {number}, on page {at} of the file"
        yield Note("page-missing", where=where, observed=str(number), evidence=evidence)
    for (at, number), (then, after) in pairwise(known):
        if 0 < (after - number) - (then - at) <= _MOST_LOST:
            where = Where(page=sheets[then - 1].number)
            evidence = f"the printed page numbers jump from {number} to {after}"
            if then - at > 1:
                evidence = f"{evidence}; pages between that bear none: {then - at - 1}"
            yield Note("page-missing", where=where, observed=str(after), evidence=evidence)


def _without_strays(known: list[tuple[int, int]]) -> list[tuple[int, int]]:
    """Leave out a number that the numbers on both sides of it contradict: it was misread or numbers no page."""
    ahead = [number - at for at, number in known]
    return [
        one
        for place, one in enumerate(known)
        if not (0 < place < len(known) - 1 and ahead[place - 1] == ahead[place + 1] != ahead[place])
    ]


def _repeated(sheets: Sequence[Sheet], numbers: Mapping[int, int]) -> dict[int, int]:
    """Return the pages that show the same sheet as one before them, with its page."""
    found: dict[int, int] = {}
    texts = {sheet.number: (text := _text(sheet), Counter(_NUMERAL.findall(text))) for sheet in sheets}
    for at, sheet in enumerate(sheets):
        for before in sheets[:at]:
            printed = {numbers.get(sheet.number), numbers.get(before.number)} - {None}
            if before.number not in found and len(printed) < 2 and _is_same(sheet, before, texts):
                found[sheet.number] = before.number
                break
    return found


def _is_same(one: Sheet, other: Sheet, texts: Mapping[int, tuple[str, Counter[str]]]) -> bool:
    (own, mine), (its, theirs) = texts[one.number], texts[other.number]
    if len(own) < _LONG or one.kind is not other.kind:
        return False
    if one.kind is PageKind.TEXT:
        return own == its
    most = max(mine.total(), theirs.total())
    is_near = 100 * (mine & theirs).total() >= _ALIKE * most
    return is_near and fuzz.ratio(own, its, score_cutoff=_ALIKE) >= _ALIKE


def _text(sheet: Sheet) -> str:
    cells = (cell.text for area in sheet.areas for row in area.grid.rows for cell in row if cell.text)
    return "\n".join((*(line.text for line in sheet.lines), *cells))


def _repeats(page: int, first: int) -> Note:
    return Note("page-repeated", where=Where(page=page), evidence=f"page {page} shows what page {first} does")
