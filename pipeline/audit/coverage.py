"""An account of every numeral: value of a row, attribute of rows, citation, excluded with a reason, or unaccounted."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field

import regex

from pipeline.model import Block, Box, Catalog, Claim, Grid, Note, Numeral, Passage, ReadDocument, Where
from pipeline.text import crowded

_BARE = regex.compile(r"\d{1,3}", regex.ASCII)
_NUMERAL = regex.compile(r"[0-9]+(?:[.,][0-9]+)*")


@dataclass(slots=True)
class _Map:
    """Claims by the characters that they cover, first come first served; by box where characters are not counted."""

    by_place: dict[tuple[int | None, int | None, int | Box | None], Claim] = field(default_factory=dict)

    def add(self, claim: Claim) -> None:
        for run in claim.passage.part(claim.start, claim.end).runs:
            place = run.where
            if place.start is None or place.end is None:
                self.by_place.setdefault((place.page, place.line, place.box), claim)
            else:
                for at in range(place.start, place.end):
                    self.by_place.setdefault((place.page, place.line, at), claim)

    def find(self, place: Where) -> Claim | None:
        at = place.box if place.start is None else place.start
        return self.by_place.get((place.page, place.line, at))


def account(read: ReadDocument, claims: Iterable[Claim], catalog: Catalog) -> tuple[Numeral, ...]:
    """Give every numeral of a document its disposition; where no claim covers it, debris of the page or none."""
    known = _Map()
    for one in claims:
        known.add(one)
    for left in read.left_out:
        known.add(Claim(left.passage, 0, len(left.passage.text), "excluded", left.reason))
    numerals: list[Numeral] = []
    for passage, may_be_debris in (*_passages(read.blocks), *((left.passage, True) for left in read.left_out)):
        for match in _NUMERAL.finditer(passage.text):
            where = passage.where(match.start(), match.end())
            claim = known.find(where) or (_debris(passage, catalog) if may_be_debris else None)
            numerals.append(_numeral(len(numerals) + 1, match[0], where, claim))
    return tuple(numerals)


def unaccounted(numerals: Sequence[Numeral]) -> tuple[Note, ...]:
    """Return an issue for every numeral that nobody can say anything about."""
    return tuple(
        Note("numeral-unaccounted", where=numeral.where, observed=numeral.raw)
        for numeral in numerals
        if numeral.disposition == "unaccounted"
    )


def _passages(blocks: Sequence[Block]) -> Iterator[tuple[Passage, bool]]:
    """Yield what was read, and whether it may be debris: no number of a crowd is, nor a line of a table unread."""
    filled = [at for at, block in enumerate(blocks) if isinstance(block, Grid) or block.text]
    crowd = {filled[at] for at in crowded([_bare_number(blocks[at]) for at in filled])}
    for at, block in enumerate(blocks):
        if isinstance(block, Grid):
            yield from ((cell.passage, True) for row in block.rows for cell in row)
        else:
            yield block.passage, at not in crowd and not block.unread


def _bare_number(block: Block) -> int | None:
    """Return the number that a line of prose is and nothing more."""
    is_number = not isinstance(block, Grid) and not block.unread and _BARE.fullmatch(block.text)
    return int(block.text) if is_number and not isinstance(block, Grid) else None


def _debris(passage: Passage, catalog: Catalog) -> Claim | None:
    text = passage.text.strip()
    reason = catalog.meaning("sure-debris", text) or catalog.meaning("debris", text)
    return Claim(passage, 0, len(passage.text), "excluded", reason) if reason else None


def _numeral(number: int, raw: str, where: Where, claim: Claim | None) -> Numeral:
    if claim is None:
        return Numeral(number, raw, where, "unaccounted")
    return Numeral(number, raw, where, claim.disposition, claim.reason, claim.dataset, claim.row_key)
