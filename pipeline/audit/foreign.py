"""Cells of schedules that hold the text of another row, though no number is involved."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from pipeline.model import Activity, Note

from .lexicon import bare
from .pieces import words_of
from .wording import group_of

_SAME = 0.8
"""Share of common words from which two texts are the same."""
_OTHER = 0.4
_FEWEST_WORDS = 6


@dataclass(frozen=True, slots=True)
class _Cell:
    """A filled cell with its words and those of its row's label."""

    activity: Activity
    words: frozenset[str]
    label: frozenset[str]


def check_foreign(activities: Sequence[Activity]) -> tuple[Note, ...]:
    """Return an issue for each cell that names the activity of another row, unlike the cells of its own."""
    tables: dict[str, list[_Cell]] = {}
    words: dict[str, frozenset[str]] = {}
    for one in activities:
        for text in (one.text, one.activity):
            if text not in words:
                words[text] = frozenset(map(bare, words_of(text).raw))
        tables.setdefault(one.table_id, []).append(_Cell(one, words[one.text], words[one.activity]))
    return tuple(note for cells in tables.values() for note in _of_table(cells))


def _of_table(cells: Sequence[_Cell]) -> Iterator[Note]:
    labels = {cell.activity.row_no: cell for cell in cells}
    for cell in cells:
        if len(cell.words) < _FEWEST_WORDS:
            continue
        own = cell.activity
        place = (own.row_no, own.level)
        siblings = [one for one in cells if (one.activity.row_no, one.activity.level) == place and one is not cell]
        if not siblings or any(_share(cell.words, near) > _OTHER for near in (cell.label, *_words(siblings))):
            continue
        for row_no, other in labels.items():
            if row_no != own.row_no and _share(cell.words, other.label) >= _SAME:
                yield _note(own, other.activity, {sibling.activity.raw for sibling in siblings})
                break


def _words(cells: Sequence[_Cell]) -> Iterator[frozenset[str]]:
    return (cell.words for cell in cells)


def _share(one: frozenset[str], other: frozenset[str]) -> float:
    return len(one & other) / max(1, len(one | other))


def _note(own: Activity, other: Activity, texts: set[str]) -> Note:
    """Propose what all other cells of the row and the level say, if they say the same."""
    proposal = next(iter(texts)) if len(texts) == 1 else ""
    return replace(
        own.note("foreign-cell"),
        observed=own.raw,
        expected=proposal,
        proposal=proposal,
        evidence=f"this is the text of row {other.row_no}, unlike the other cells of its own row",
        group=group_of("foreign-cell", own.table_id, str(own.row_no), str(own.column_no)),
    )
