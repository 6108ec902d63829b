"""Numbers of sections that were misread, settled by their series: of ``I``, 1, 2, ``M``, 1 the fourth is ``II``."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from pipeline.model import Note, Row, Where
from pipeline.text import skeleton

from .ordinals import ordinal_kind, ordinal_number

_ROMANS = ("I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX", "X", "XI", "XII", "XIII", "XIV", "XV")
_SERIES = {"letter": tuple("ABCDEFGH"), "roman": _ROMANS}
"""The kinds that number sections, the higher first."""
_FREE = ("letter", "number")
"""Kinds of numbers for which those of sections are taken."""
_LONGEST = 4
"""Characters of the longest of them."""
_STROKES = str.maketrans({"1": "i", "l": "i", "!": "i", "|": "i", "j": "i", "t": "i", "y": "v", "k": "x"})
_PAIRS = {"h": "ii", "n": "ii", "u": "ii", "m": "iii", "w": "vv"}
_LIKE = {"B": "8", "D": "ĐO0", "G": "6"}
"""What engines read for a letter that stands alone, other letters of the series aside."""


def settle_section_numbers(rows: Sequence[Row]) -> tuple[tuple[Row, ...], tuple[Note, ...]]:
    """Return rows with the next number of an open series where something else was read, and an issue for each.

    What was read looks like it, or the series goes on behind it as if it stood there. In a scan anything that is no
    number will do if the items begin anew right behind it and no other series is open.
    """
    last: dict[str, int] = {}
    item: int | None = None
    result: list[Row] = []
    notes: list[Note] = []
    for at, row in enumerate(rows):
        misread = _misread(row, rows[at + 1 :], last, item)
        if misread:
            notes.append(_note(row, misread))
        settled = replace(row, printed_no=misread) if misread else row
        result.append(settled)
        _count(settled.printed_no, last)
        number = ordinal_number(settled.printed_no)
        item = number if number is not None else item
    return tuple(result), tuple(notes)


def _count(printed: str, last: dict[str, int]) -> None:
    """Note how far each series is; a letter ends the Roman numbers below the one before it."""
    bare = _bare(printed)
    for kind, series in _SERIES.items():
        if bare in series:
            last[kind] = series.index(bare) + 1
            if kind == "letter":
                last.pop("roman", None)


def _misread(row: Row, below: Sequence[Row], last: dict[str, int], item: int | None) -> str:
    """Return what the number of a row must be that is none, or none in its turn; empty if it may be right."""
    printed = _bare(row.printed_no)
    kind = ordinal_kind(printed)
    wanted = [_SERIES[name][count] for name, count in last.items() if count < len(_SERIES[name])]
    if not printed or len(printed) > _LONGEST or not row.label or printed in wanted or kind not in {*_FREE, ""}:
        return ""
    if kind == "letter" and ("letter" in last or printed == "A"):
        return ""
    follows = ordinal_number(below[0].printed_no) if below else None
    if kind == "number" and not _is_out_of_turn(int(printed), item, follows):
        return ""
    alike = [one for one in wanted if any(_is_like(text, one) for text in _texts(row))]
    missing = [one for one in wanted if follows == 1 and _goes_on(below, one)]
    sure = wanted if follows == 1 and not kind and _is_scanned(row) else []
    return next((found[0] for found in (alike, missing, sure) if len(found) == 1), "")


def _goes_on(below: Sequence[Row], wanted: str) -> bool:
    """Say whether the number after the one that is wanted stands below, and the latter does not stand before it."""
    series = next(series for series in _SERIES.values() if wanted in series)
    number = series.index(wanted)
    others = [bare for row in below if (bare := _bare(row.printed_no)) in series]
    return bool(others) and number + 1 < len(series) and others[0] == series[number + 1]


def _is_out_of_turn(number: int, before: int | None, follows: int | None) -> bool:
    """Say whether items begin anew right behind a number, or count on without it."""
    counts_on = before is not None and follows == before + 1 and number not in {before, follows}
    return number != 1 and (follows == 1 or counts_on)


def _is_scanned(row: Row) -> bool:
    return any(reading.confidence is not None for cell in row.cells[:1] for reading in cell.readings)


def _texts(row: Row) -> list[str]:
    """Return what was read as the number of a row."""
    readings = [reading.text for reading in row.cells[0].readings] if row.cells else []
    return [_bare(text) for text in (row.printed_no, *readings)]


def _bare(printed: str) -> str:
    return printed.strip(" ().:-")


def _is_like(read: str, printed: str) -> bool:
    """Say whether one number of a section is easily read as the other.

    >>> [_is_like(*pair) for pair in (("VH", "VII"), ("VỊ", "VI"), ("1V", "IV"), ("8", "B"), ("M", "V"))]
    [True, True, True, True, False]
    """
    if printed in _SERIES["letter"]:
        return read != "" and read in _LIKE.get(printed, "")
    return _shape(read) == _shape(printed)


def _shape(text: str) -> str:
    """Spell a Roman number by its strokes, however they were read."""
    return "".join(_PAIRS.get(char, char) for char in skeleton(text).translate(_STROKES))


def _note(row: Row, misread: str) -> Note:
    return Note(
        "misread-number",
        where=row.cells[0].passage.where() if row.cells else Where(),
        observed=row.printed_no,
        proposal=misread,
        row_no=row.row_no,
        row_label=row.label,
    )
