"""Smallest sets of changed cells that make failing sums hold: decoding a syndrome, with arithmetic for parity.

A wrong cell puts every sum it takes part in off by the same amount. Going back from the sums to the cells, a set of
changes explains sums that fail if it makes them hold and breaks none. The smallest sets are looked for, all of them, so
that one that is alone can be told from one among several.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, field, replace
from decimal import Decimal

from pipeline.model import CellKey, Identity

MOST_CHANGES = 5
"""Wrong cells that are looked for in sums that hang together."""
_TRIES, _TRIES_IN_ALL = 10_000, 40_000
"""Changes tried for sums that hang together, and for all of a table, before the search is given up."""
_SOLUTIONS = 60

Steps = Mapping[CellKey, Decimal]
"""By how much the cells of a repair change."""


@dataclass(frozen=True, slots=True)
class Web:
    """Sums, and which of them each cell takes part in: as their total (1) or as a part (-1)."""

    identities: tuple[Identity, ...]
    at: Mapping[CellKey, tuple[tuple[int, int], ...]]
    values: Mapping[CellKey, Decimal]
    empty: Mapping[int, tuple[CellKey, ...]]
    """By sum, the cells that would be parts of it but hold nothing; they count nought."""

    def members(self, number: int) -> tuple[CellKey, ...]:
        """Return the cells that a sum has, empty ones too."""
        return (*self.identities[number].members, *self.empty.get(number, ()))

    @property
    def failing(self) -> frozenset[int]:
        """Which sums fail."""
        return frozenset(number for number, one in enumerate(self.identities) if not one.holds)

    def touched(self, steps: Steps) -> dict[int, Decimal]:
        """Return the differences that changes of cells would leave of the sums that they take part in."""
        left: dict[int, Decimal] = {}
        for key, step in steps.items():
            for number, sign in self.at.get(key, ()):
                left[number] = left.get(number, self.identities[number].difference) + sign * step
        return left

    def mends(self, steps: Steps) -> bool:
        """Say whether all sums that changed cells take part in hold then, two at least of which fail now."""
        left = self.touched(steps)
        fits = all(abs(difference) <= self.identities[number].tolerance for number, difference in left.items())
        return fits and sum(not self.identities[number].holds for number in left) >= 2

    def changed(self, steps: Steps) -> Web:
        """Return the web as it is with changed cells."""
        values = {key: self.values.get(key, Decimal(0)) + step for key, step in steps.items()}
        identities = list(self.identities)
        for number, difference in self.touched(steps).items():
            identities[number] = settled(identities[number], difference)
        return replace(self, identities=tuple(identities), values={**self.values, **values})

    def excused(self, numbers: AbstractSet[int]) -> Web:
        """Return the web as it would be if some of its sums held."""
        identities = tuple(settled(one, Decimal(0)) if at in numbers else one for at, one in enumerate(self.identities))
        return replace(self, identities=identities)


@dataclass(frozen=True, slots=True)
class Solution:
    """The smallest repairs of sums that hang together; ``is_complete`` says that all of them were found.

    ``size`` counts the cells that were changed together to find it; parts that share no sum have it from the whole.
    """

    numbers: frozenset[int]
    repairs: tuple[Steps, ...]
    is_complete: bool
    size: int = 0


def settled(identity: Identity, difference: Decimal) -> Identity:
    """Return a sum with another difference."""
    return replace(identity, computed=identity.printed - difference)


def weave(
    identities: Sequence[Identity],
    values: Mapping[CellKey, Decimal],
    *,
    empty: Mapping[int, tuple[CellKey, ...]] | None = None,
) -> Web:
    """Return the web of the sums of a table. ``empty`` are the empty cells that would be parts of each sum."""
    empty = empty or {}
    at: dict[CellKey, list[tuple[int, int]]] = {}
    for number, identity in enumerate(identities):
        at.setdefault(identity.total, []).append((number, 1))
        for key in identity.parts:
            at.setdefault(key, []).append((number, -1))
    for number, keys in empty.items():
        for key in keys:
            at.setdefault(key, []).append((number, -1))
    known = {**dict.fromkeys(at, Decimal(0)), **values}
    return Web(tuple(identities), {key: tuple(found) for key, found in at.items()}, known, empty)


def solve(web: Web, failing: AbstractSet[int]) -> list[Solution]:
    """Return the smallest repairs of the sums that fail, one solution for each lot that hangs together.

    Cells that all repairs change in the same way are solutions of their own, apart where they share no sum.
    """
    found: list[Solution] = []
    left = _TRIES_IN_ALL
    for lot in _lots(web, failing):
        solution, tries = _solve(web, lot, min(left, _TRIES))
        found.extend(_parts(web, solution))
        left -= tries
    return found


def _parts(web: Web, solution: Solution) -> list[Solution]:
    """Part what all repairs have in common, where nothing else touches its sums, from what they differ in."""
    if not solution.repairs or not solution.is_complete:
        return [solution]
    common = set.intersection(*(set(steps.items()) for steps in solution.repairs))
    others = {key for steps in solution.repairs for key, step in steps.items() if (key, step) not in common}
    disputed = {number for key in others for number, _ in web.at[key]}
    sure = [part for part in _linked(web, dict(common)) if not part[0] & disputed]
    size = solution.size
    found = [Solution(solution.numbers & part, (steps,), is_complete=True, size=size) for part, steps in sure]
    known = {key for _, steps in sure for key in steps}
    rest = tuple({key: step for key, step in steps.items() if key not in known} for steps in solution.repairs)
    left = solution.numbers.difference(*(part.numbers for part in found))
    return [*found, Solution(left, rest, is_complete=True, size=size)] if left else found


def _linked(web: Web, steps: Steps) -> list[tuple[frozenset[int], dict[CellKey, Decimal]]]:
    """Divide changed cells into lots that share no sum, each with its sums."""
    parts: list[tuple[frozenset[int], dict[CellKey, Decimal]]] = []
    for key, step in sorted(steps.items()):
        sums = frozenset(number for number, _ in web.at[key])
        linked = [part for part in parts if part[0] & sums]
        parts = [part for part in parts if part not in linked]
        merged = {one: size for _, some in linked for one, size in some.items()}
        parts.append((sums.union(*(some for some, _ in linked)), {**merged, key: step}))
    return parts


def _lots(web: Web, failing: AbstractSet[int]) -> list[frozenset[int]]:
    """Divide sums that fail into lots that share no cell."""
    lots: list[set[int]] = []
    for number in sorted(failing):
        near = {at for key in web.members(number) for at, _ in web.at[key] if at in failing}
        touched = [lot for lot in lots if lot & near]
        lots = [lot for lot in lots if lot not in touched]
        lots.append({number}.union(*touched))
    return [frozenset(lot) for lot in lots]


def _solve(web: Web, lot: frozenset[int], most: int) -> tuple[Solution, int]:
    """Return the solution of a lot and how many changes were tried, at most so many."""
    search = _Search(web, {number: web.identities[number].difference for number in lot}, lot, most)
    for size in range(1, MOST_CHANGES + 1):
        search.descend(size)
        if search.found or search.is_exhausted or len(lot) == 1:
            break
    repairs = tuple(search.found.values())
    return Solution(lot, repairs, not search.is_exhausted, len(repairs[0]) if repairs else 0), search.tries


@dataclass(slots=True)
class _Search:
    """A depth-first search, one changed cell a level.

    ``residuals`` are the differences of sums as they are by now; of those not in it, as they were. ``open`` are the
    sums of the lot, and those broken on the way, that do not hold.
    """

    web: Web
    residuals: dict[int, Decimal]
    open: frozenset[int]
    most: int
    steps: dict[CellKey, Decimal] = field(default_factory=dict)
    found: dict[frozenset[CellKey] | frozenset[tuple[CellKey, Decimal]], Steps] = field(default_factory=dict)
    tries: int = 0
    _reach: dict[int, int] = field(default_factory=dict)

    @property
    def is_exhausted(self) -> bool:
        """Whether the search was given up."""
        return self.tries >= self.most or len(self.found) >= _SOLUTIONS

    def descend(self, left: int) -> None:
        """Try every change of a cell of one open sum that the remaining changes could complete."""
        if not self.open:
            self._keep()
            return
        if not left or self.is_exhausted or sum(1 / self._reach_of(number) for number in self.open) > left + 1e-9:
            return
        number = min(self.open, key=lambda one: (len(self.web.identities[one].parts), one))
        for key in self.web.members(number):
            if key not in self.steps:
                for step in self._steps_of(key):
                    self._try(key, step, left)

    def _keep(self) -> None:
        exact = not any(self.web.identities[at].tolerance for key in self.steps for at, _ in self.web.at[key])
        name = frozenset(self.steps.items()) if exact else frozenset(self.steps)
        self.found.setdefault(name, dict(self.steps))

    def _reach_of(self, number: int) -> int:
        """Return how many sums at most a change of one member of a sum can mend."""
        if number not in self._reach:
            self._reach[number] = max(len(self.web.at[key]) for key in self.web.members(number))
        return self._reach[number]

    def _steps_of(self, key: CellKey) -> Iterable[Decimal]:
        """Return the changes of a cell that would mend a sum, leaving no value below nought."""
        sums = [(number, sign) for number, sign in self.web.at[key] if number in self.open]
        steps = {-sign * self.residuals[number] for number, sign in sums}
        floor = min(Decimal(0), self.web.values[key])
        return sorted(step for step in steps if self.web.values[key] + step >= floor)

    def _try(self, key: CellKey, step: Decimal, left: int) -> None:
        self.tries += 1
        before = {number: self.residuals.get(number) for number, _ in self.web.at[key]}
        still_open = set(self.open)
        for number, sign in self.web.at[key]:
            identity = self.web.identities[number]
            residual = self.residuals.get(number, identity.difference) + sign * step
            self.residuals[number] = residual
            # Twice the tolerance: two sums of rounded numbers do not ask for quite the same change.
            (still_open.discard if abs(residual) <= 2 * identity.tolerance else still_open.add)(number)
        opened, self.open = self.open, frozenset(still_open)
        self.steps[key] = step
        self.descend(left - 1)
        del self.steps[key]
        self.open = opened
        for number, old in before.items():
            if old is None:
                del self.residuals[number]
            else:
                self.residuals[number] = old
