"""From sums that fail to the cells that are wrong, with what may have been printed there. Proposals, never changes."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from pipeline.model import CellKey, Confusions, Identity, Table

from .lattice import lattice
from .repairs import Solution, Steps, Web, solve, weave
from .rows import Shift
from .shifts import find_shifts
from .slips import Style, is_likely, near_values, numeral_in, spell, unlikeliness, write

_MARGIN = 2.5
"""How much likelier than the next the best of several repairs must be to be pointed at (natural logarithm)."""
_ONE_SLIP = 5.5
"""What one digit lost, added or taken for another costs at most."""
_OF_NOTHING = 6.0
"""What a value costs that stands in an empty cell: it was overlooked, which is rarer than a misreading."""
_BY_READER = 0.1
"""What a value costs that an engine read as well."""


@dataclass(frozen=True, slots=True)
class Term:
    """A value that takes part in sums: as read, and what else was read there.

    ``is_printed`` says that it stands so in the document: independent readings agree, or it is genuine text.
    """

    value: Decimal
    raw: str
    name: str
    readings: tuple[str, ...] = ()
    is_printed: bool = False
    style: Style | None = None


def term_at(key: CellKey, terms: Mapping[CellKey, Term]) -> Term:
    """Return the term of a cell; of an empty one nothing was read."""
    return terms.get(key) or Term(Decimal(0), "", f"row {key[1]} column {key[2]}, which is empty")


@dataclass(frozen=True, slots=True)
class Repair:
    """Cells that would read otherwise, by key with the literal text, and how unlikely the misreadings are."""

    texts: tuple[tuple[CellKey, str], ...]
    cost: float
    is_likely: bool


@dataclass(frozen=True, slots=True)
class Culprit:
    """What explains some of the sums that fail (``numbers``, their places in the order given).

    ``repairs`` are the smallest ones, likeliest first; ``is_unique`` says that there is only one, confirmed by sums
    that cross. A ``shift`` explains them by cells or rows in the wrong place.
    """

    numbers: frozenset[int]
    repairs: tuple[Repair, ...] = ()
    is_unique: bool = False
    shift: Shift | None = None
    group: str = ""
    is_confirmed: bool = False
    """Whether every cell of the likeliest repair takes part in two of the sums, which are more than the cells."""

    @property
    def is_favoured(self) -> bool:
        """Whether one of several repairs is confirmed by sums that cross and much likelier than the others."""
        if not self.repairs or not self.repairs[0].is_likely or not self.is_confirmed:
            return False
        return len(self.repairs) == 1 or self.repairs[1].cost - self.repairs[0].cost >= _MARGIN

    @property
    def suspects(self) -> frozenset[CellKey] | None:
        """The cells to suspect; None if it must be all members of the sums."""
        if not self.is_unique:
            return None
        if self.shift is not None:
            return self.shift.touched
        return frozenset(key for key, _ in self.repairs[0].texts)


def locate(
    identities: Sequence[Identity],
    terms: Mapping[CellKey, Term],
    confusions: Confusions,
    *,
    table: Table | None = None,
) -> list[Culprit]:
    """Explain the sums that fail. ``table`` is the one they are of, None where they run through a document."""
    if all(one.holds for one in identities):
        return []
    known = {key: term.value for key, term in terms.items()}
    grid = lattice(table, identities, known) if table is not None else None
    values = {key: known[key] for one in identities for key in one.members if key in known}
    web = weave(identities, values, empty=grid.empty_parts(identities) if grid is not None else None)
    culprits: list[Culprit] = []
    rest = web
    for solution in solve(web, web.failing):
        if _is_crossing(solution, web) and len(solution.repairs[0]) == 1:
            culprit = _of_solution(solution, web, terms, confusions)
            if culprit.is_unique and (grid is None or culprit.repairs[0].is_likely):
                culprits.append(culprit)
                rest = rest.changed(solution.repairs[0])
    if grid is not None and rest.failing:
        shifts, rest = find_shifts(rest, grid)
        culprits.extend(_of_shift(shift, web) for shift in shifts)
    culprits.extend(_of_solution(solution, rest, terms, confusions) for solution in solve(rest, rest.failing))
    return culprits


def _is_crossing(solution: Solution, web: Web) -> bool:
    """Say whether a repair is the only smallest one and every cell of it is confirmed by sums that cross.

    There must be more sums to speak for the repair than cells in it: a difference says where it comes from only if it
    is seen twice.
    """
    return len(solution.repairs) == 1 and solution.is_complete and _is_confirmed(solution.repairs[0], solution, web)


def _is_confirmed(keys: Iterable[CellKey], solution: Solution, web: Web) -> bool:
    cells = set(keys)
    return len(solution.numbers) > len(cells) and all(
        sum(number in solution.numbers for number, _ in web.at[key]) >= 2 for key in cells
    )


def _of_solution(solution: Solution, web: Web, terms: Mapping[CellKey, Term], confusions: Confusions) -> Culprit:
    repairs = sorted((_repair(steps, web, terms, confusions) for steps in solution.repairs), key=_rank)
    # Few sums speak for one of several cells, so that the slips must be simple: a chance fit hardly is.
    simple = bool(repairs) and repairs[0].cost <= _ONE_SLIP * len(repairs[0].texts)
    unique = _is_crossing(solution, web) and (solution.size == 1 or simple)
    read = [one for one in repairs if one.cost <= _BY_READER * len(one.texts)]
    if not unique and len(read) == 1 and solution.is_complete:
        unique, repairs = True, [read[0], *(one for one in repairs if one is not read[0])]
    confirmed = bool(repairs) and _is_confirmed((key for key, _ in repairs[0].texts), solution, web)
    group = _group(web, solution.numbers)
    return Culprit(solution.numbers, tuple(repairs), unique, group=group, is_confirmed=confirmed)


def _rank(repair: Repair) -> tuple[float, tuple[tuple[CellKey, str], ...]]:
    return (repair.cost, repair.texts)


def _repair(steps: Steps, web: Web, terms: Mapping[CellKey, Term], confusions: Confusions) -> Repair:
    texts, costs, likely = [], [], True
    for key, step in sorted(steps.items()):
        slack = min(web.identities[number].tolerance for number, _ in web.at[key])
        text, cost = _closest(term_at(key, terms), web.values[key] + step, slack, confusions)
        texts.append((key, text))
        costs.append(cost)
        likely = likely and is_likely(cost, confusions)
    return Repair(tuple(texts), sum(costs), likely)


def _closest(term: Term, value: Decimal, slack: Decimal, confusions: Confusions) -> tuple[str, float]:
    """Return the likeliest text of a value that rounded sums leave so much slack."""
    near = [one for one in near_values(term.raw, term.value) if abs(one - value) <= slack] if slack else []
    return min((_reading(term, one, confusions) for one in (value, *near)), key=lambda found: (found[1], found[0]))


def _reading(term: Term, value: Decimal, confusions: Confusions) -> tuple[str, float]:
    """Return how a value would be printed in a cell and how unlikely it is to be read as it was."""
    if not term.raw:
        return write(value), _OF_NOTHING
    text = spell(value, term.raw, term.value, style=term.style)
    if text in term.readings:
        return text, _BY_READER
    own, other = numeral_in(term.raw, term.value), numeral_in(text, value)
    return text, unlikeliness(own[0] if own else "", other[0] if other else "", confusions)


def _of_shift(shift: Shift, web: Web) -> Culprit:
    return Culprit(shift.numbers, is_unique=shift.is_unique, shift=shift, group=_group(web, shift.numbers, shift))


def _group(web: Web, numbers: Iterable[int], shift: Shift | None = None) -> str:
    """Return the key of the issues with one cause."""
    parts = sorted(f"{web.identities[number].kind} {web.identities[number].total}" for number in numbers)
    parts += [f"{shift.code} {shift.row_no}"] if shift is not None else []
    return hashlib.sha256("\x1f".join(parts).encode()).hexdigest()[:8]


def members_to_suspect(identities: Sequence[Identity], culprits: Sequence[Culprit]) -> set[CellKey]:
    """Return the cells to suspect: those of unique repairs, and all members of the other sums that fail.

    A cell that one repair clears stays suspect if another sum that fails has it.
    """
    suspects: set[CellKey] = set()
    explained: set[int] = set()
    for culprit in culprits:
        if culprit.suspects is not None:
            suspects |= culprit.suspects
            explained |= culprit.numbers
    for number, identity in enumerate(identities):
        if not identity.holds and number not in explained:
            suspects.update(identity.members)
    return suspects
