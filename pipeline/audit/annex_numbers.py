"""Annexes lost from a document, told by the numbers of those that are there."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass

import regex
from rapidfuzz.distance import OSA

from pipeline.model import Block, Catalog, Grid, Line, Note, Where
from pipeline.text import skeleton, squeeze

_REACH = 14
_MOST_LOST = 3
_HIGHEST = 30
_SHORT = 4
"""Words up to which a line without a number may be a heading whose number was lost."""
_ROMAN = {"i": 1, "v": 5, "x": 10}
_NUMBER = regex.compile(r"(?P<digits>\d{1,2})\p{L}?|(?P<roman>[ivxl1]{1,5})")


@dataclass(frozen=True, slots=True)
class _Heading:
    kind: str
    number: int
    text: str
    where: Where


def check_annexes_numbered(blocks: Sequence[Block], catalog: Catalog) -> tuple[Note, ...]:
    """Return an issue where the annexes of a kind that hold tables skip numbers, or begin with a later one.

    A number that any line or cell begins with, well read or not, is not missing: what is only named may be text, or a
    file of its own. So is one for which there is a heading without a number.
    """
    headings = list(_headings(blocks, catalog))
    kinds = dict.fromkeys(one.kind for one in headings)
    if not kinds:
        return ()
    notes: list[Note] = []
    seen, unnumbered = _seen(blocks, kinds)
    for kind in kinds:
        own = [one for one in headings if one.kind == kind]
        missing = [number for number in range(1, max(one.number for one in own)) if number not in seen]
        if unnumbered < len(missing) <= _MOST_LOST:
            after = next(one for one in own if one.number > missing[0])
            evidence = f"no annex of this kind bears the number {', '.join(map(str, missing))}"
            notes.append(Note("annex-missing", where=after.where, observed=after.text, evidence=evidence))
    return tuple(notes)


def _headings(blocks: Sequence[Block], catalog: Catalog) -> Iterator[_Heading]:
    """Yield the numbered headings that a table follows."""
    for at, block in enumerate(blocks):
        if isinstance(block, Grid):
            continue
        match = next(
            (found for one in catalog.wording["numbered-annex"] if (found := one.pattern.match(block.text))), None
        )
        number = to_number(match["number"]) if match else None
        if match is None or number is None or number > _HIGHEST:
            continue
        if any(isinstance(below, Grid) for below in blocks[at + 1 : at + 1 + _REACH]):
            start, end = match.start(), match.end("number")
            where = block.passage.where(start, end)
            yield _Heading(skeleton(match["kind"]), number, squeeze(match[0]), where)


def _seen(blocks: Sequence[Block], kinds: Collection[str]) -> tuple[set[int], int]:
    """Return the numbers that annexes are called by, and how many headings of annexes have none."""
    numbers: set[int] = set()
    unnumbered = 0
    for text in _texts(blocks):
        words = regex.findall(r"[\p{L}\d]+", skeleton(text[:80]))
        for kind in kinds:
            length = len(kind.split())
            if OSA.distance(" ".join(words[:length]), kind) > 2 * (length - 1):
                continue
            rest = words[length + 1 :] if words[length : length + 1] == ["so"] else words[length:]
            number = to_number(rest[0]) if rest else None
            if number is not None:
                numbers.add(number)
            elif len(words) <= _SHORT:
                unnumbered += 1
    return numbers, unnumbered


def _texts(blocks: Sequence[Block]) -> Iterator[str]:
    for block in blocks:
        if isinstance(block, Line):
            yield block.text
        else:
            yield from (cell.text for row in block.rows for cell in row if cell.text)


def to_number(text: str) -> int | None:
    """Return an arabic number, with a letter behind it or not, or a Roman one.

    >>> to_number("02"), to_number("IV"), to_number("1a"), to_number("vi"), to_number("kem"), to_number("ve")
    (2, 4, 1, 6, None, None)
    """
    match = _NUMBER.fullmatch(text.lower())
    if match is None:
        return None
    if match["digits"]:
        return int(match["digits"])
    digits = [_ROMAN[letter] for letter in match["roman"].replace("l", "i").replace("1", "i")]
    return sum(-one if one < after else one for one, after in zip(digits, [*digits[1:], 0], strict=True))
