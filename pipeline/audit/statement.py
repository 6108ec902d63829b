"""How many values are still wrong: an estimate from what benchmarks found wrong, with its uncertainty.

For each way of reading and each ``check`` the benchmarks tried some values and found some of them wrong. With Jeffreys'
prior the share that is wrong then follows a beta distribution (Brown, Cai, DasGupta: *Interval Estimation for a
Binomial Proportion*, 2001), so that the number of wrong ones among further values is beta-binomial. Sums of these are
what is stated: their mean, and the interval that leaves 2.5 % on either side.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from enum import StrEnum
from math import exp, lgamma, sqrt

from pipeline.model import Check, ErrorRate

_TAIL = 0.025
_SPREAD = 10.0
"""Standard deviations around the mean beyond which nothing is added up."""
_UNTRIED = frozenset({Check.SUSPECT, Check.CORRECTED})
"""Suspect values are told apart and corrected ones were decided by a person: neither is estimated."""

Read = tuple[str, str]
"""How a value was read (``native``, ``scan``, ``dump``) and its check."""


class Basis(StrEnum):
    """What a statement of error rests on."""

    BENCHMARK = "benchmark"
    PARTLY = "partly"
    """Some values were read in ways that no benchmark tried; the estimate speaks of the others."""
    ARITHMETIC = "arithmetic"
    """None were: only the share that sums vouch for can be told."""


@dataclass(frozen=True, slots=True)
class Statement:
    """What can be said of the values of a document. ``expected``, ``low`` and ``high`` are wrong values left."""

    checks: Mapping[str, int] = field(default_factory=dict)
    reconciled_share: Decimal | None = None
    basis: str = ""
    expected: Decimal | None = None
    low: int | None = None
    high: int | None = None

    @property
    def values(self) -> int:
        """How many values there are."""
        return sum(self.checks.values())


def state_error(values: Mapping[Read, int], rates: Mapping[Read, ErrorRate]) -> Statement:
    """Return what can be said of values, counted by the way of reading and check.

    >>> rates = {("scan", "agreed"): ErrorRate(1000, 5)}
    >>> told = state_error({("scan", "agreed"): 200, ("scan", "suspect"): 9}, rates)
    >>> str(told.basis), told.expected, told.low, told.high
    ('benchmark', Decimal('1.1'), 0, 4)
    >>> state_error({("dump", "reconciled"): 3, ("dump", "single"): 1}, rates).reconciled_share
    Decimal('0.7500')
    """
    checks: dict[str, int] = {}
    for (_, check), count in values.items():
        checks[check] = checks.get(check, 0) + count
    total = sum(checks.values())
    if not total:
        return Statement()
    share = Decimal(checks.get(Check.RECONCILED, 0)) / total
    share = share.quantize(Decimal("0.0001"))
    believed = {key: count for key, count in values.items() if key[1] not in _UNTRIED and count}
    tried = {key: count for key, count in believed.items() if key in rates}
    if believed and not tried:
        return Statement(checks, share, Basis.ARITHMETIC)
    expected = sum((_mean(count, rates[key]) for key, count in tried.items()), 0.0)
    low, high = _interval([_wrong_among(count, rates[key]) for key, count in sorted(tried.items())])
    basis = Basis.BENCHMARK if len(tried) == len(believed) else Basis.PARTLY
    return Statement(checks, share, basis, Decimal(f"{expected:.1f}"), low, high)


def _shape(rate: ErrorRate) -> tuple[float, float]:
    return rate.wrong + 0.5, rate.tried - rate.wrong + 0.5


def _mean(count: int, rate: ErrorRate) -> float:
    wrong, right = _shape(rate)
    return count * wrong / (wrong + right)


def _wrong_among(count: int, rate: ErrorRate) -> tuple[int, list[float]]:
    """Return the chances of so many wrong values among ``count``, from the first that matters, which is given too."""
    a, b = _shape(rate)
    mean = _mean(count, rate)
    spread = _SPREAD * sqrt(mean * (b / (a + b)) * (a + b + count) / (a + b + 1))
    first, last = max(0, int(mean - spread)), min(count, int(mean + spread) + 10)
    constant = lgamma(count + 1) + lgamma(a + b) - lgamma(a) - lgamma(b) - lgamma(a + b + count)
    chances = []
    for wrong in range(first, last + 1):
        ways = lgamma(wrong + 1) + lgamma(count - wrong + 1)
        chances.append(exp(constant - ways + lgamma(wrong + a) + lgamma(count - wrong + b)))
    return first, chances


def _interval(parts: list[tuple[int, list[float]]]) -> tuple[int, int]:
    """Return the bounds of the sum of independent counts."""
    first, chances = 0, [1.0]
    for start, more in parts:
        first += start
        joined = [0.0] * (len(chances) + len(more) - 1)
        for at, chance in enumerate(chances):
            for beside, other in enumerate(more):
                joined[at + beside] += chance * other
        chances = joined
    total = sum(chances)
    below, low, high = 0.0, None, first
    for wrong, chance in enumerate(chances, start=first):
        below += chance / total
        if low is None and below > _TAIL:
            low = wrong
        high = wrong
        if below >= 1 - _TAIL:
            break
    return low or 0, high
