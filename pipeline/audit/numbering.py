"""Running numbers as witnesses: rows lost and rows doubled."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from pipeline.model import Row
from pipeline.text import tone_key


def gap_in(rows: Sequence[Row]) -> Row | None:
    """Return the row after which the running numbers skip one or more."""
    known = [(row, int(text)) for row in rows if (text := row.printed_no.strip(" .")).isdecimal()]
    if len(known) < 2 or 2 * len(known) < len(rows):
        return None
    for (row, number), (_, following) in pairwise(known):
        if following > number + 1:
            return row
    return None


def twins_in(rows: Sequence[Row]) -> list[tuple[Row, Row]]:
    """Return rows of the same number and label as an earlier one, each with that one."""
    seen: dict[tuple[str, str], Row] = {}
    found = []
    for row in rows:
        name = (row.printed_no.strip(" ."), tone_key(row.label))
        if name in seen and name[1]:
            found.append((seen[name], row))
        seen.setdefault(name, row)
    return found


def has_gap_or_twin(rows: Sequence[Row]) -> bool:
    """Say whether the running numbers show that a row was lost or doubled."""
    return gap_in(rows) is not None or bool(twins_in(rows))
