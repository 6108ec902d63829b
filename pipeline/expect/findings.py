"""What the validation stage finds."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Failure:
    """An expectation that a dataset does not meet.

    ``expectation`` names it with its columns, and its condition if it has one; types and references of the data
    package appear as ``type(column)`` and ``reference(column)``. ``rows`` are positions from 0 in the rows of the
    dataset, () where it fails as a whole; ``observed`` holds the offending cells, parallel to ``rows``.
    """

    dataset: str
    expectation: str
    blocking: bool
    description: str
    rows: tuple[int, ...] = ()
    observed: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        if len(self.rows) != len(self.observed):
            raise ValueError("rows and observed differ in length")


@dataclass(frozen=True, slots=True)
class Validation:
    """All failures of a run, and the content of ``validation.json``: no times, no run ids, no versions.

    The report holds, per suite in order of name, how many expectations were declared, evaluated and met, and for each
    its type, arguments, severity, success, number of failing rows, and the primary keys of the first 20 of them;
    ``contract`` lists types and references that fail in the same way.
    """

    failures: tuple[Failure, ...]
    report: dict[str, object]
