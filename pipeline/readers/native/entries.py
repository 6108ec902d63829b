"""Lists at tab stops: a label and its amount beside it, or several such entries on a line."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

import regex

from .lines import TextLine, text_line
from .segments import Segment, segments
from .words import LEADER, Word

_NUMBER = r"\d+(?:[.,]\d+)*(?:\s?[-–]\s?\d+(?:[.,]\d+)*)?(?![\d.,)/-]\S)\s?[%‰]?"
_UNIT = r"(?:\s?/?\s?[\p{L}²³%][\p{L}²³/.%]*){0,5}(?:\s\([^()]*\))?[;.,]?"
_AMOUNT = regex.compile(rf"(?!\p{{Ll}}*\s?năm\s)[:.…·_\s]*(?:\p{{Ll}}+\s){{0,2}}[<>≥≤±~]?\s?{_NUMBER}{_UNIT}")
_MARK = r"(?:[-–+•*▪●]|\d{1,2}[.)]|\(\d{1,2}\)|[a-zđ]\))"
_ENTRY = regex.compile(rf"(?:{_MARK}\s?)?\p{{Lu}}.*[:\s]{_NUMBER}{_UNIT}")
_DATED = regex.compile(r"(?:năm|ngày|tháng|quý|số|điều)\s\d+$", regex.IGNORECASE)
_OPENS = regex.compile(rf"{_MARK}\s|\p{{Lu}}")
_FEWEST = 2
_ALIGNED = 3.0


@dataclass(frozen=True, slots=True)
class _Entry:
    """The lines of a label and those of its amount."""

    label: tuple[Segment, ...]
    amount: tuple[Segment, ...] = ()

    @property
    def lines(self) -> tuple[TextLine, ...]:
        return tuple(segment.line for segment in (*self.label, *self.amount))


def list_at(lines: Sequence[TextLine]) -> tuple[int, int]:
    """Return where a list with several pieces to a line begins and ends among lines; the same place twice if none does.

    One line is a list if nothing else stands there and a label and its amount are all that it has.
    """
    rows = [segments(line) for line in lines]
    kinds = [_kind(row) for row in rows]
    for first, kind in enumerate(kinds):
        if kind != "entries":
            continue
        end = first
        while end < len(rows) and (kinds[end] == "entries" or _is_rest(rows[end], kinds[end:])):
            end += 1
        full = kinds[first:end].count("entries")
        if full >= _FEWEST or (full == len(lines) and _is_pair(rows[first])):
            return first, end
    return 0, 0


def find_entries(lines: Sequence[TextLine]) -> Iterator[tuple[TextLine, ...]]:
    """Yield the entries of a list, each as its own lines: those of its label, then those of its amount."""
    row: list[_Entry] = []
    for line in lines:
        pieces = segments(line)
        if len(pieces) == 1 and row and not _OPENS.match(pieces[0].text):
            _goes_on(row, pieces[0])
            continue
        yield from (entry.lines for entry in row)
        row = list(_entries(pieces))
    yield from (entry.lines for entry in row)


def _goes_on(row: list[_Entry], piece: Segment) -> None:
    """Add a piece that goes on with an entry of the line above to it: to the one that begins last before it does."""
    at = max((at for at, entry in enumerate(row) if entry.label[0].start <= piece.start + _ALIGNED), default=0)
    entry = row[at]
    if entry.amount and piece.start >= entry.amount[0].start - _ALIGNED:
        row[at] = replace(entry, amount=(*entry.amount, piece))
    else:
        row[at] = replace(entry, label=(*entry.label, piece))


def _entries(row: Sequence[Segment]) -> Iterator[_Entry]:
    entry: _Entry | None = None
    for piece in row:
        if entry is not None and _is_amount(piece):
            entry = replace(entry, amount=(*entry.amount, piece))
            continue
        if entry is not None:
            yield entry
        entry = _Entry((piece,))
    if entry is not None:
        yield entry


def _kind(row: Sequence[Segment]) -> str:
    """Say what a line is: ``entries`` if each label on it has its amount, ``single`` if it has one piece, or other."""
    if len(row) == 1:
        return "single"
    entries = list(_entries(row))
    if _is_amount(row[0]) or not all(_OPENS.match(entry.label[0].text) for entry in entries):
        return "other"
    return "entries" if all(entry.amount or _is_entry(entry.label[0]) for entry in entries) else "other"


def _is_rest(row: Sequence[Segment], kinds: Sequence[str]) -> bool:
    """Say whether a line of one piece goes on with an entry, or stands among entries."""
    return kinds[0] == "single" and (not _OPENS.match(row[0].text) or "entries" in kinds[1:2])


def _is_pair(row: Sequence[Segment]) -> bool:
    """Say whether a line alone is a label with its amount: one of them says so, and the label has none of its own."""
    label, *amounts = row
    said = regex.match(_MARK, label.text) or label.text.endswith(":") or amounts[0].text.startswith(":")
    return bool(said) and not _is_entry(label) and all(map(_is_amount, amounts))


def _is_amount(piece: Segment) -> bool:
    return _AMOUNT.fullmatch(piece.text) is not None


def _is_entry(piece: Segment) -> bool:
    return _ENTRY.fullmatch(piece.text) is not None and not _DATED.search(piece.text)


def has_leader(line: TextLine) -> bool:
    """Say whether dots lead to an amount, or to the number of a page, at the end of a line."""
    at = _leader_of(line)
    return at is not None and _AMOUNT.fullmatch(_text(line.words[at + 1 :])) is not None


def without_leader(line: TextLine) -> TextLine:
    """Take the dots that lead to an amount with its unit off a line."""
    at = _leader_of(line)
    if not at:
        return line
    after = line.words[at + 1 :]
    text = _text(after)
    if not _AMOUNT.fullmatch(text) or not regex.search(r"[\p{L}%‰]", text):
        return line
    return text_line((*line.words[:at], replace(after[0], after_space=True), *after[1:]))


def _leader_of(line: TextLine) -> int | None:
    """Return the place of the last word of a line that is dots and stands before others."""
    if not LEADER.search(line.text):
        return None
    return next((at for at in range(len(line.words) - 2, -1, -1) if LEADER.fullmatch(line.words[at].text)), None)


def _text(words: Sequence[Word]) -> str:
    return text_line(words).text
