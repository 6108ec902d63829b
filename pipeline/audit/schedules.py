"""Quantities that prose plans against those of the schedule, activity by activity."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

import regex
from rapidfuzz import fuzz

from pipeline.model import Activity, Catalog, Metadata, Note, Target, TargetKind
from pipeline.text import tone_key

from .comparing import Compared, equality, group_of, in_base, is_exact, same_unit, span, together

_ALIKE = 85
"""Share of the shorter text's words, in per cent, from which on two texts may name one activity."""
_AHEAD = 8
"""By how much the best activity must be better than the next."""
_SENTENCE = regex.compile(r"(?<=[.;:])\s+")


def check_schedules(
    targets: Sequence[Target], activities: Sequence[Activity], metadata: Metadata, catalog: Catalog
) -> Compared:
    """Compare the planned quantities of prose with the cells of the schedule for the same activity, years and unit.

    The activity is the one of the same indicator, else the one whose name the paragraph or its heading repeats, if no
    other comes near. ``mỗi năm`` is not compared with a whole period, nor a quantity with one of another level.
    """
    stated = [one for one in activities if one.quantity is not None and is_exact(one.quantity)]
    found = []
    for goal in targets if stated else ():
        if goal.target_kind is TargetKind.ACTIVITY and is_exact(goal.quantity) and goal.quantity.out_of is None:
            years = _years(goal, metadata)
            if years is not None and not catalog.meaning("each-year", goal.indicator + " "):
                same = [one for one in stated if _is_of(one, goal, years)]
                found.append(_compare(goal, _about(goal, same, catalog)))
    return together(found)


def _years(goal: Target, metadata: Metadata) -> tuple[int, int] | None:
    """Return the years that a goal speaks of: those it names, else all of the document."""
    if goal.period.basis in {"title", "document"} and metadata.year_start and metadata.year_end:
        return (metadata.year_start, metadata.year_end)
    return span(goal.period)


def _is_of(activity: Activity, goal: Target, years: tuple[int, int]) -> bool:
    quantity = activity.quantity
    return (
        quantity is not None
        and quantity.out_of is None
        and span(activity.period) == years
        and same_unit(quantity, goal.quantity)
    )


def _about(goal: Target, activities: Sequence[Activity], catalog: Catalog) -> Sequence[Activity]:
    """Return the cells of the activity that a goal is about, none if that is not certain."""
    if goal.indicator_id:
        return [one for one in activities if one.indicator_id == goal.indicator_id]
    rows: dict[str, list[Activity]] = {}
    for one in activities:
        rows.setdefault(tone_key(catalog.expand(one.activity)), []).append(one)
    for text in goal.context:
        if chosen := _best(tone_key(catalog.expand(_around(text, goal))), list(rows)):
            return rows[chosen]
    return []


def _around(text: str, goal: Target) -> str:
    """Return a paragraph up to the sentence that states the goal, which says how much and no longer of what."""
    before = text[: max(0, text.find(goal.raw))]
    sentences = _SENTENCE.split(before) if goal.raw in text else [text]
    return " ".join(sentences[:-1]) if len(sentences) > 1 else (text if goal.raw not in text else before)


def _best(text: str, names: Sequence[str]) -> str:
    """Return the name that a text repeats, if it is clearly nearer than all others."""
    if len(text.split()) < 4:
        return ""
    scores = sorted(((fuzz.token_set_ratio(text, name), name) for name in names), reverse=True)
    if not scores or scores[0][0] < _ALIKE or (len(scores) > 1 and scores[0][0] - scores[1][0] < _AHEAD):
        return ""
    return scores[0][1]


def _compare(goal: Target, activities: Sequence[Activity]) -> Compared:
    """Compare a goal with the cells of its activity, one for each level of government."""
    equal = [one for one in activities if one.quantity and in_base(one.quantity) == in_base(goal.quantity)]
    if equal:
        return Compared((equality("prose-annex", equal[0], goal),))
    if len(activities) != 1:
        return Compared()
    return Compared((equality("prose-annex", activities[0], goal),), tuple(_pair(goal, activities[0])))


def _pair(goal: Target, activity: Activity) -> Iterator[Note]:
    """Yield an issue at both places, in one group."""
    group = group_of("prose-annex-differs", goal.where, goal.raw, activity.where, activity.raw)
    note = activity.note("prose-annex-differs")
    stated = note.observed
    where = f"{activity.table_id} row {activity.row_no} column {activity.column_no}"
    yield replace(goal.note("prose-annex-differs"), expected=stated, evidence=f"{where}: {stated}", group=group)
    yield replace(note, expected=goal.raw, evidence=f"{goal.target_id} in prose: {goal.raw}", group=group)
