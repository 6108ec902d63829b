"""The validation stage: expectations over all documents of a run, before anything is written.

Suites are plain JSON, ``expectations/<dataset>.json``::

    {"name": "targets", "expectations": [
      {"type": "expect_column_values_to_be_between",
       "kwargs": {"column": "value", "min_value": 0, "max_value": 100, "row_condition": "unit == '%'"},
       "severity": "warning",
       "description": "A share lies between 0 and 100 %."}]}

``type`` and ``kwargs`` are those of Great Expectations; ``row_condition`` is an expression for ``DataFrame.query``.
``severity`` is ``critical`` where the rows must not be published (the document is quarantined), else ``warning`` or
``info``. ``description`` says why, in a sentence that the person who audits will read.

Nothing of pandas or Great Expectations leaves this package, and neither is imported before it is needed.
"""

from __future__ import annotations

import os
import warnings
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager

from .findings import Failure, Validation
from .suites import Expectation, Suite, load_suites

__all__ = ["Expectation", "Failure", "Suite", "Validation", "load_suites", "validate", "warm_up"]


def warm_up(suites: Sequence[Suite] = ()) -> None:
    """Import Great Expectations, which takes seconds, in a thread while documents are being worked.

    Given the suites, also raise :class:`~pipeline.errors.ConfigurationError` for a misspelt expectation or argument,
    so that the run can stop before its documents are done.
    """
    with _quiet():
        from . import checks

        for suite in suites:
            checks.build(suite)


def validate(
    datasets: Mapping[str, Sequence[Mapping[str, str]]], suites: Sequence[Suite], package: Mapping[str, object]
) -> Validation:
    """Check datasets against the types and references of the data package, then against their suites.

    ``datasets`` holds the rows by name of the dataset, every cell as it will stand in the CSV file (empty: missing).
    References to a dataset that is not given are not checked. Raises :class:`~pipeline.errors.ConfigurationError`
    naming the suite if an expectation is unknown, names a missing column, or cannot be evaluated.
    """
    with _quiet():
        from . import checks

        return checks.validate(datasets, suites, package)


@contextmanager
def _quiet() -> Iterator[None]:
    """Keep what Great Expectations deprecates in others to itself, and it from sending statistics, as it once did."""
    os.environ.setdefault("GX_ANALYTICS_ENABLED", "false")
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        yield
