"""Prose against the annexes, annex against annex, prose against prose: the same thing stated in several places."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import replace
from decimal import Decimal
from itertools import combinations

from rapidfuzz.distance import OSA

from pipeline.model import (
    Comparator,
    Identity,
    LabelCheck,
    LineType,
    Metadata,
    Note,
    Observation,
    Place,
    Quantity,
    Target,
    TargetKind,
    ValueType,
)
from pipeline.text import tone_key

from .comparing import (
    Compared,
    Subject,
    equality,
    group_of,
    in_base,
    is_exact,
    rounding,
    same_unit,
    span,
    subject,
    together,
)

_GOALS = frozenset({TargetKind.LEVEL, TargetKind.INCREASE, TargetKind.DECREASE, TargetKind.MULTIPLE})
_COVERS = Decimal("0.9")
"""Share of the issuer's units from which on a table speaks of the whole territory; some plans leave out a new unit."""
_TELLING_DIGITS = 3
"""Significant digits that two numbers for one indicator hardly share by chance."""
_LONG = 5
"""Significant digits that two numbers of one document hardly share by chance."""
_HALF = Decimal("0.5")


def check_annexes(
    targets: Sequence[Target], observations: Sequence[Observation], metadata: Metadata, inside: Sequence[Place]
) -> Compared:
    """Compare what prose and annexes say of the issuer's whole territory. ``inside`` are the units of it.

    Values meet only if indicator, kind, years and unit are the same and the annex plans them. Those that are equal
    vouch for each other. Those that differ are accused only if nothing else is left that one of them could mean.
    """
    goals: dict[Subject, list[Target]] = {}
    for goal in targets:
        about = subject(goal)
        if about is not None and goal.target_kind in _GOALS and goal.quantity.out_of is None:
            goals.setdefault(about, []).append(goal)
    covering = _covering(observations, inside)
    cells: dict[Subject, dict[str, list[Observation]]] = {}
    for value in observations:
        about = subject(value)
        if about is not None and is_of_whole(value, metadata):
            cells.setdefault(about, {}).setdefault(value.table_id, []).append(value)
    found = [_among_prose(same) for same in goals.values()]
    found.extend(_with_unnamed(targets, [one for one in observations if not one.indicator_id], metadata))
    for about, by_table in cells.items():
        single = {values[0].table_id: values[0] for values in by_table.values() if _is_sure(values, covering)}
        found.extend(
            _with_prose(goals.get(about, []), values, is_sure=table_id in single)
            for table_id, values in by_table.items()
        )
        found.extend(_among_annexes(tuple(single.values())))
    return together(found)


def _is_sure(values: Sequence[Observation], covering: AbstractSet[str]) -> bool:
    """Say whether one cell alone of a table speaks of a thing, and of the whole territory."""
    return len(values) == 1 and (values[0].row_type is not LineType.TOTAL or values[0].table_id in covering)


def is_of_whole(value: Observation, metadata: Metadata) -> bool:
    """Say whether a cell plans something for the issuer's territory, undivided: in a total row or a row of its own."""
    own_row = value.row_type is LineType.ITEM and value.label_check is LabelCheck.UNKNOWN
    return (
        bool(metadata.place_id)
        and value.place_id == metadata.place_id
        and (value.row_type is LineType.TOTAL or own_row)
        and not value.breakdown
        and value.value_type is ValueType.PLAN
    )


def _covering(observations: Sequence[Observation], inside: Sequence[Place]) -> AbstractSet[str]:
    """Return the tables whose total speaks of the whole territory, as they have rows for nearly all of its units.

    The total of a table of pilot communes is not that of the province.
    """
    level_of = {place.place_id: place.level for place in inside}
    units: dict[str, int] = {}
    for level in level_of.values():
        units[level] = units.get(level, 0) + 1
    rows: dict[str, set[str]] = {}
    for value in observations:
        named = rows.setdefault(value.table_id, set())
        if value.place_id in level_of:
            named.add(value.place_id)
    return {
        table_id
        for table_id, named in rows.items()
        if any(len(named) >= _COVERS * units[level] for level in {level_of[one] for one in named})
    }


def _with_prose(goals: Sequence[Target], cells: Sequence[Observation], *, is_sure: bool) -> Compared:
    """Compare the goals and the cells of one table that speak of one thing."""
    equal = [
        (goal, cell)
        for goal in goals
        for cell in cells
        if _is_equal(goal.quantity, cell.quantity) and (is_sure or _tells(cell.quantity))
    ]
    identities = tuple(equality("prose-annex", cell, goal) for goal, cell in equal)
    if equal or not is_sure or len({goal.quantity for goal in goals}) != 1:
        return Compared(identities)
    goal, cell = goals[0], cells[0]
    if not _differs(goal.quantity, cell.quantity):
        return Compared()
    notes = tuple(_pair("prose-annex-differs", goal, cell))
    if is_exact(goal.quantity):
        return Compared((equality("prose-annex", cell, goal),), notes)
    return Compared((), notes, frozenset({goal.key, cell.key}))


def _with_unnamed(targets: Sequence[Target], cells: Sequence[Observation], metadata: Metadata) -> Iterator[Compared]:
    """Find the grand total that prose states, in a table whose headings name no indicator: a long number tells.

    One that differs is accused only where it is a slip of one digit, as two long numbers are hardly alike by chance;
    round ones are.
    """
    totals = [
        one
        for one in cells
        if one.row_type is LineType.TOTAL and one.column_type is LineType.TOTAL and is_of_whole(one, metadata)
    ]
    goals = [goal for goal in targets if goal.target_kind is TargetKind.LEVEL and is_exact(goal.quantity)]
    for cell in totals:
        same = [goal for goal in goals if span(goal.period) == span(cell.period)]
        equal = [goal for goal in same if _tells(goal.quantity, _LONG) and _is_equal(goal.quantity, cell.quantity)]
        yield from (Compared((equality("prose-annex", cell, goal),)) for goal in equal)
        for goal in same if not equal else ():
            is_round = not (_tells(goal.quantity) and _tells(cell.quantity))
            if not is_round and _is_slip(goal.quantity, cell.quantity, _LONG):
                notes = tuple(_pair("prose-annex-differs", goal, cell))
                yield Compared((equality("prose-annex", cell, goal),), notes)


def _is_slip(one: Quantity, other: Quantity, digits: int) -> bool:
    """Say whether two quantities are one number but for a digit lost, added or mistaken, or two exchanged.

    The longer has at least so many digits, zeros at its end included. Units must be the same, where both have one.
    """
    if not (is_exact(one) and is_exact(other)) or (one.unit and other.unit and not same_unit(one, other)):
        return False
    if "/" in one.unit + other.unit and not same_unit(one, other):
        return False
    first, second = (f"{each.value or 0:f}".replace(".", "") for each in (one, other))
    return max(len(first), len(second)) >= digits and OSA.distance(first, second, score_cutoff=1) == 1


def _is_equal(one: Quantity, other: Quantity) -> bool:
    """Say whether two quantities state one value. A table of counts that names no unit may count what prose names."""
    if not (is_exact(one) and is_exact(other)):
        return False
    near = abs(in_base(one) - in_base(other)) <= rounding(one, other)
    return near and (same_unit(one, other) or _may_count(other, one))


def _may_count(cell: Quantity, goal: Quantity) -> bool:
    """Say whether a cell without a unit may count what a goal names: two long numbers of about one size."""
    is_rate = "/" in goal.unit or goal.unit in {"%", "‰"}
    if cell.unit or is_rate or not goal.value or goal.scale != 1 or not (_tells(cell) and _tells(goal)):
        return False
    return _HALF <= in_base(cell) / in_base(goal) <= 1 / _HALF


def _tells(quantity: Quantity, digits: int = _TELLING_DIGITS) -> bool:
    return len(f"{quantity.value or 0:f}".replace(".", "").strip("0")) >= digits


def _differs(goal: Quantity, cell: Quantity) -> bool:
    """Say whether a goal and a cell contradict each other, rounding apart; of a bound, whether the cell breaks it."""
    if not is_exact(cell) or goal.value is None or not (same_unit(goal, cell) or _may_count(cell, goal)):
        return False
    low, value = in_base(goal), in_base(cell)
    if is_exact(goal):
        return abs(low - value) > max(_last_place(goal), _last_place(cell)) / 2
    high = low if goal.value_high is None else goal.value_high * goal.scale
    broken = {
        Comparator.GE: value < low,
        Comparator.GT: value < low,
        Comparator.LE: value > low,
        Comparator.LT: value > low,
        Comparator.RANGE: not low <= value <= high,
    }
    return broken.get(goal.comparator, False)


def _last_place(quantity: Quantity) -> Decimal:
    value = quantity.value or Decimal(0)
    return Decimal(1).scaleb(int(value.as_tuple().exponent)) * quantity.scale


def _among_annexes(single: Sequence[Observation]) -> Iterator[Compared]:
    """Compare the cells of different tables that speak of one thing."""
    for one, other in combinations(single, 2):
        if not (is_exact(one.quantity) and same_unit(one.quantity, other.quantity)):
            continue
        if _is_equal(one.quantity, other.quantity):
            yield Compared((equality("annex-annex", one, other),))
        elif _differs(one.quantity, other.quantity):
            yield Compared((equality("annex-annex", one, other),), tuple(_pair("annexes-differ", one, other)))


def _among_prose(goals: Sequence[Target]) -> Compared:
    """Compare goals that prose states again: equal ones vouch for each other, those in other words may differ."""
    first = next((goal for goal in goals if is_exact(goal.quantity)), None)
    found = []
    for goal in goals if first is not None else ():
        if goal is first or first is None or not is_exact(goal.quantity):
            continue
        if same_unit(first.quantity, goal.quantity) and in_base(first.quantity) == in_base(goal.quantity):
            found.append(Compared((equality("prose-prose", first, goal),)))
        elif _differs(first.quantity, goal.quantity) and (
            _is_restated(first, goal) or _is_slip(first.quantity, goal.quantity, _TELLING_DIGITS)
        ):
            notes = tuple(_pair("prose-differs", first, goal))
            found.append(Compared((equality("prose-prose", first, goal),), notes))
    return together(found)


def _is_restated(one: Target, other: Target) -> bool:
    """Say whether two goals are worded alike in different places, years named or not in the same way."""
    alike = tone_key(one.indicator) == tone_key(other.indicator)
    return alike and one.section != other.section and one.period.basis == other.period.basis


def with_misprints(notes: Sequence[Note], identities: Sequence[Identity]) -> Iterator[Note]:
    """Yield issues; a number that prose states as the annex prints it was hardly misread, whatever the sums want."""
    stated = {
        key for one in identities if one.kind in {"prose-annex", "annex-annex"} and one.holds for key in one.members
    }
    for note in notes:
        key = (note.table_id, note.row_no or 0, note.column_no or 0)
        if note.code == "likely-misreading" and key in stated:
            evidence = f"{note.evidence}; the document states it twice"
            yield replace(note, code="likely-misprint", unique=False, evidence=evidence)
        else:
            yield note


def _pair(code: str, one: Target | Observation, other: Target | Observation) -> Iterator[Note]:
    """Yield an issue at both places, in one group."""
    group = group_of(code, one.key, one.where, one.raw, other.key, other.where, other.raw)
    for here, there in ((one, other), (other, one)):
        yield replace(here.note(code), expected=there.raw, evidence=f"{place_of(there)}: {there.raw}", group=group)


def place_of(value: Target | Observation) -> str:
    """Say where a value stands, for the evidence of an issue."""
    if isinstance(value, Target):
        line = f"line {value.where.line}" if value.where.line is not None else f"page {value.where.page}"
        return f"{value.target_id} in prose, {line}"
    return f"{value.table_id} row {value.row_no} column {value.column_no}"
