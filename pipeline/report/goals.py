"""Targets as a list to read: under their headings, the values of one indicator on one line."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby


@dataclass(frozen=True, slots=True)
class Goal:
    """What is aimed at, with its values in reading order."""

    indicator: str
    values: tuple[Mapping[str, str], ...]


@dataclass(frozen=True, slots=True)
class Section:
    """The targets under one heading."""

    title: str
    goals: tuple[Goal, ...]


def goal_sections(targets: Sequence[Mapping[str, str]]) -> list[Section]:
    """Return the targets of a document by section and indicator, in reading order.

    >>> rows = [{"section": "A", "indicator": "x", "value": v} for v in ("1", "2")]
    >>> [(section.title, [(goal.indicator, len(goal.values)) for goal in section.goals])
    ...  for section in goal_sections(rows)]
    [('A', [('x', 2)])]
    """
    sections = []
    for title, within in groupby(targets, key=lambda one: one["section"]):
        goals = [Goal(name, tuple(values)) for name, values in groupby(within, key=lambda one: one["indicator"])]
        sections.append(Section(title, tuple(goals)))
    return sections
