"""Several forms of one plan against each other: text, PDF and scan state the same, or one of them was misread."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import combinations

from rapidfuzz import fuzz

from pipeline.model import Activity, Check, Extraction, LabelCheck, Note, Observation, Quantity, Severity, Target
from pipeline.text import skeleton, tone_key

from .comparing import group_of, in_base, same_unit, span

Statement = Target | Observation | Activity
_ALIKE = 80
"""Likeness of headings, in per cent, from which on two tables may be one."""
_SHARED = 0.6
"""Share of the cells of the smaller table that both must have."""
_CHECKED = frozenset({Check.CORRECTED, Check.RECONCILED, Check.AGREED, Check.TEXT_LAYER})
_FOREIGN = frozenset({"dump", "layer"})
"""Forms that somebody's OCR made, perhaps the same for all of them."""


@dataclass(frozen=True, slots=True)
class Form:
    """One document of a plan."""

    doc_id: str
    found: Extraction


@dataclass(slots=True)
class _Verdicts:
    """What is to become of the values of one document."""

    checks: dict[tuple[str, int, int], Check]
    notes: list[Note]


def compare_forms(forms: Sequence[Form]) -> dict[str, Extraction]:
    """Return the documents of one plan, checked against each other, by key.

    Values that differ are shown at both places. A value that is checked otherwise is not put into doubt by one that is
    not, and offers itself as its repair. A single reading that an independent one confirms is ``agreed``.
    """
    verdicts = {form.doc_id: _Verdicts({}, []) for form in forms}
    for one, other in combinations(forms, 2):
        for mine, theirs in _pairs(one.found, other.found):
            first, second = _quantity(mine), _quantity(theirs)
            if first.comparator == second.comparator and _same(first, second):
                _agree(verdicts[one.doc_id], (mine, one), (theirs, other))
                _agree(verdicts[other.doc_id], (theirs, other), (mine, one))
            else:
                _differ(verdicts[one.doc_id], (mine, one), (theirs, other))
                _differ(verdicts[other.doc_id], (theirs, other), (mine, one))
    return {form.doc_id: _with(form.found, verdicts[form.doc_id]) for form in forms}


def _with(found: Extraction, verdict: _Verdicts) -> Extraction:
    checks = verdict.checks
    return replace(
        found,
        targets=tuple(replace(one, check=checks.get(one.key, one.check)) for one in found.targets),
        observations=tuple(replace(one, check=checks.get(one.key, one.check)) for one in found.observations),
        activities=tuple(replace(one, check=checks.get(one.key, one.check)) for one in found.activities),
        notes=(*found.notes, *verdict.notes),
    )


def _quantity(value: Statement) -> Quantity:
    return value.quantity or Quantity(None)


def _same(one: Quantity, other: Quantity) -> bool:
    highest = [q.value_high * q.scale if q.value_high is not None else None for q in (one, other)]
    return in_base(one) == in_base(other) and highest[0] == highest[1]


def _agree(verdict: _Verdicts, own: tuple[Statement, Form], other: tuple[Statement, Form]) -> None:
    value = own[0]
    is_confirmed = other[0].check is not Check.SUSPECT and _are_independent(own, other)
    if value.check is Check.SINGLE and is_confirmed:
        verdict.checks.setdefault(value.key, Check.AGREED)


def _are_independent(own: tuple[Statement, Form], other: tuple[Statement, Form]) -> bool:
    """Say whether two readings have nothing in common: a scan and a text do, two scans or two texts do not."""
    kinds = {_kind(*own), _kind(*other)}
    return len(kinds) == 2 and kinds != _FOREIGN


def _kind(value: Statement, form: Form) -> str:
    """Say what a value was read from: a text dump, a genuine text layer, one from somebody's OCR, or a picture."""
    if value.where.line is not None:
        return "dump"
    if value.where.page in form.found.genuine_pages:
        return "text"
    return "layer" if form.found.reader == "native" else "picture"


def _differ(verdict: _Verdicts, own: tuple[Statement, Form], other: tuple[Statement, Form]) -> None:
    """Doubt a value unless it is checked and the other is not; offer the other where that one is checked."""
    (value, form), (reading, source) = own, other
    stands = value.check in _CHECKED and reading.check not in _CHECKED
    stands = stands or (value.check is not Check.SUSPECT and reading.check is Check.SUSPECT)
    stands = stands or value.check is Check.CORRECTED
    if not stands:
        verdict.checks[value.key] = Check.SUSPECT
    forms = sorted((f"{form.doc_id} {value.key}", f"{source.doc_id} {reading.key}"))
    note = value.note("forms-differ")
    verdict.notes.append(
        replace(
            note,
            severity=Severity.INFO if stands else None,
            expected=_told(reading),
            proposal=reading.raw if reading.check in _CHECKED and not stands and _is_whole(value, reading) else "",
            evidence=f"{source.doc_id}: {_told(reading)} ({reading.check})",
            group=group_of("forms-differ", *forms),
        )
    )


def _is_whole(value: Statement, reading: Statement) -> bool:
    """Say whether the raw texts are nothing but the quantities, so that one may stand for the other."""
    return not isinstance(value, Activity) and not isinstance(reading, Activity)


def _told(value: Statement) -> str:
    if isinstance(value, Activity):
        quantity = _quantity(value)
        return f"{quantity.value:f} {quantity.unit}".strip()
    return value.raw


def _pairs(one: Extraction, other: Extraction) -> Iterator[tuple[Statement, Statement]]:
    """Yield the values of two documents that state the same thing."""
    mine, theirs = _goals(one.targets), _goals(other.targets)
    for key in mine:
        if key in theirs and same_unit(mine[key].quantity, theirs[key].quantity):
            yield mine[key], theirs[key]
    rows, their_rows = _tables(one), _tables(other)
    for table_id, cells in rows.items():
        twin = _twin(table_id, (one, other), cells, their_rows)
        for key, cell in cells.items():
            if twin and key in their_rows[twin] and _may_meet(cell, their_rows[twin][key]):
                yield cell, their_rows[twin][key]


def _may_meet(one: Observation | Activity, other: Observation | Activity) -> bool:
    """Say whether two cells are of one unit, as far as both name one."""
    first, second = _quantity(one), _quantity(other)
    return not first.unit or not second.unit or same_unit(first, second)


def _goals(targets: Sequence[Target]) -> dict[tuple[object, ...], Target]:
    """Return the goals that a document states once, by what they are about."""
    found: dict[tuple[object, ...], list[Target]] = {}
    for goal in targets:
        if goal.quantity.value is not None:
            about = goal.indicator_id or tone_key(goal.indicator)
            found.setdefault((about, goal.target_kind, span(goal.period)), []).append(goal)
    return {key: goals[0] for key, goals in found.items() if len(goals) == 1}


_Cells = dict[tuple[object, ...], Observation | Activity]


def _tables(found: Extraction) -> dict[str, _Cells]:
    """Return the values of each table by row label, column and years.

    Rows whose label is not the only one of its table are left out.
    """
    values: list[Observation | Activity] = [*found.observations, *found.activities]
    tables: dict[str, _Cells] = {}
    for table in found.tables:
        labels = {row.row_no: skeleton(row.label) for row in table.rows}
        counts = Counter(labels.values())
        names = {number: label for number, label in labels.items() if label and counts[label] == 1}
        tables[table.table_id] = {
            (_place(one) or names[one.row_no], one.column_no, span(one.period)): one
            for one in values
            if one.table_id == table.table_id and one.row_no in names and _quantity(one).value is not None
        }
    return tables


def _place(value: Observation | Activity) -> str:
    named = isinstance(value, Observation) and value.label_check is not LabelCheck.UNKNOWN
    return value.place_id if isinstance(value, Observation) and named else ""


def _twin(table_id: str, found: tuple[Extraction, Extraction], cells: _Cells, others: Mapping[str, _Cells]) -> str:
    """Return the table of the other document that is the same: as many columns, headed alike, mostly the same cells."""
    heads = [{table.table_id: table.columns for table in one.tables} for one in found]
    own = heads[0][table_id]
    best, most = "", 0.0
    for name, theirs in others.items():
        columns = heads[1][name]
        if len(columns) != len(own) or not cells or not theirs:
            continue
        shared = len(cells.keys() & theirs.keys()) / min(len(cells), len(theirs))
        texts = [" | ".join(skeleton(column.path) for column in one) for one in (own, columns)]
        if shared >= _SHARED and shared > most and fuzz.ratio(*texts) >= _ALIKE:
            best, most = name, shared
    return best
