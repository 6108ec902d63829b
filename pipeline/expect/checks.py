"""Evaluation with Great Expectations. Importing this module imports it too; see :func:`pipeline.expect.warm_up`."""

from __future__ import annotations

import json
import logging
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from difflib import get_close_matches
from typing import Any, Literal

import great_expectations as gx
import pandas as pd
from great_expectations.core.expectation_validation_result import ExpectationValidationResult
from great_expectations.data_context.types.base import ProgressBarsConfig
from great_expectations.datasource.fluent.interfaces import Batch
from great_expectations.exceptions.exceptions import ExpectationNotFoundError
from great_expectations.expectations.expectation import Expectation as Built
from great_expectations.expectations.expectation_configuration import ExpectationConfiguration
from great_expectations.expectations.metadata_types import FailureSeverity
from great_expectations.expectations.registry import list_registered_expectation_implementations

from pipeline.errors import ConfigurationError

from .findings import Failure, Validation
from .schema import Rows, Schema, columns_of, dangling_references, read_column, read_schemas
from .suites import Expectation, Suite

KEYS_SHOWN = 20
Format = Literal["BOOLEAN_ONLY", "COMPLETE"]
_DTYPES = {
    "string": "str",
    "number": "float64",  # columns of Decimal with gaps crash some metrics
    "integer": "Int64",
    "boolean": "boolean",
    "date": "object",
}


@dataclass(frozen=True, slots=True)
class _Outcome:
    """What became of an expectation: positions of failing rows, or what was observed of the dataset as a whole."""

    success: bool
    rows: tuple[int, ...]
    observed: object


def validate(datasets: Mapping[str, Rows], suites: Sequence[Suite], package: Mapping[str, object]) -> Validation:
    """See :func:`pipeline.expect.validate`."""
    schemas = read_schemas(package)
    for dataset in sorted(datasets.keys() ^ {suite.dataset for suite in suites}):
        raise ConfigurationError(f"{dataset} is a dataset or a suite of expectations without the other; add the other")
    failures: list[Failure] = []
    reports = []
    for suite in sorted(suites, key=lambda suite: suite.dataset):
        rows, schema = datasets[suite.dataset], schemas[suite.dataset]
        frame, broken = _frame(suite.dataset, rows, schema)
        broken += dangling_references(suite.dataset, datasets, schemas)
        outcomes = _evaluate(suite, frame)
        failures += broken
        for expectation, outcome in zip(suite.expectations, outcomes, strict=True):
            if not outcome.success:
                failures.append(_failure(suite.dataset, expectation, outcome, rows))
        contract = [
            {"expectation": failure.expectation, **_unexpected(failure.rows, rows, schema)} for failure in broken
        ]
        reports.append({**_report(suite, outcomes, rows, schema), "contract": contract})
    return Validation(tuple(failures), {"success": not failures, "suites": reports})


def build(suite: Suite) -> list[Built]:
    """Make the expectations of a suite; raise :class:`ConfigurationError` if a type or an argument is unknown.

    One at a time, as a suite that is built from JSON logs and drops what it cannot make. The number of the
    declaration goes along in ``meta``, as results come back in another order.
    """
    built = []
    for number, expectation in enumerate(suite.expectations):
        try:
            configuration = ExpectationConfiguration(
                type=expectation.type,
                kwargs=_arguments(expectation),
                meta={"declared": number},
                severity=FailureSeverity(expectation.severity),
            )
            built.append(configuration.to_domain_obj())
        except ExpectationNotFoundError as error:
            close = get_close_matches(expectation.type, list_registered_expectation_implementations(), n=1)
            advice = f"did you mean {close[0]}?" if close else "see the gallery of Great Expectations"
            raise ConfigurationError(f"{suite.path}: there is no expectation {expectation.type!r}; {advice}") from error
        except Exception as error:
            raise _cannot(suite, expectation.label, str(error)) from error
    return built


def _arguments(expectation: Expectation) -> dict[str, Any]:
    """Copy the arguments. A condition in one string is deprecated, but no other kind compares two columns."""
    arguments: dict[str, Any] = json.loads(json.dumps(dict(expectation.kwargs)))
    if condition := arguments.get("row_condition"):
        arguments["row_condition"] = {"type": "pass_through", "pass_through_filter": condition}
    return arguments


def _cannot(suite: Suite, label: str, message: str) -> ConfigurationError:
    reason = " ".join(message.split())[:200]
    return ConfigurationError(f"{suite.path}: {label} cannot be evaluated ({reason}); correct its arguments")


def _frame(dataset: str, rows: Rows, schema: Schema) -> tuple[pd.DataFrame, tuple[Failure, ...]]:
    """Return rows as typed columns, with a failure per column that holds cells of another type."""
    series = {}
    failures = []
    for column in columns_of(rows, schema):
        kind = schema.types.get(column, "string")
        cells, failure = read_column(dataset, column, rows, kind)
        series[column] = pd.Series(cells, dtype=_DTYPES[kind])
        if failure is not None:
            failures.append(failure)
    return pd.DataFrame(series), tuple(failures)


def _evaluate(suite: Suite, frame: pd.DataFrame) -> tuple[_Outcome, ...]:
    """Return the outcome of each expectation in the order of declaration.

    Nearly all are met, and finding rows that are not there doubles the time; so ask for rows in a second call, and
    only of those that fail or tolerate failing rows.
    """
    for expectation in suite.expectations:
        missing = [column for column in expectation.columns if column not in frame.columns]
        if missing and not expectation.about_table:
            raise ConfigurationError(
                f"{suite.path}: {expectation.label} needs the column {missing[0]!r}, which the dataset lacks;"
                " correct the suite or the dataset"
            )
    outcomes = _outcomes(suite, frame, range(len(suite.expectations)), "BOOLEAN_ONLY")
    wanting = [n for n, e in enumerate(suite.expectations) if not outcomes[n].success or "mostly" in e.kwargs]
    if wanting:
        outcomes |= _outcomes(suite, frame, wanting, "COMPLETE")
    return tuple(outcome for _, outcome in sorted(outcomes.items()))


def _outcomes(suite: Suite, frame: pd.DataFrame, numbers: Sequence[int], result_format: Format) -> dict[int, _Outcome]:
    """Evaluate some expectations of a suite in one call, whose cost is per expectation and hardly per row."""
    built = build(suite)
    expectations = gx.ExpectationSuite(name=suite.dataset, expectations=[built[number] for number in numbers])
    try:
        results = _batch(suite.dataset, frame).validate(expectations, result_format=result_format).results
    except Exception as error:
        raise _cannot(suite, "one of the expectations", str(error)) from error
    by_number = {r.expectation_config.meta["declared"]: r for r in results if r.expectation_config is not None}
    if sorted(by_number) != list(numbers):
        raise ConfigurationError(
            f"{suite.path}: {len(by_number)} of {len(numbers)} expectations were evaluated;"
            " remove those that Great Expectations does not know"
        )
    return {number: _outcome(suite, number, result) for number, result in by_number.items()}


def _batch(name: str, frame: pd.DataFrame) -> Batch:
    """Hand a frame to Great Expectations: in memory, without a word in the terminal."""
    logging.getLogger("great_expectations").setLevel(logging.CRITICAL)
    context = gx.get_context(mode="ephemeral")
    context.variables.progress_bars = ProgressBarsConfig(globally=False)
    asset = context.data_sources.add_pandas(name).add_dataframe_asset(name)
    return asset.add_batch_definition_whole_dataframe(name).get_batch({"dataframe": frame})


def _outcome(suite: Suite, number: int, result: ExpectationValidationResult) -> _Outcome:
    """Read a result; one that reports an exception, in one of two shapes, says nothing about the data."""
    details = result.exception_info or {}
    for info in (details, *details.values()):
        if isinstance(info, dict) and info.get("raised_exception"):
            raise _cannot(suite, suite.expectations[number].label, str(info.get("exception_message")))
    content: dict[str, Any] = dict(result.result or {})
    rows = tuple(sorted(map(int, content.get("unexpected_index_list") or ())))
    return _Outcome(bool(result.success), rows, content.get("observed_value"))


def _failure(dataset: str, expectation: Expectation, outcome: _Outcome, rows: Rows) -> Failure:
    observed = tuple(", ".join(rows[row].get(column, "") for column in expectation.columns) for row in outcome.rows)
    return Failure(
        dataset=dataset,
        expectation=expectation.label,
        blocking=expectation.blocking,
        description=expectation.description,
        rows=outcome.rows,
        observed=observed,
    )


def _report(suite: Suite, outcomes: Sequence[_Outcome], rows: Rows, schema: Schema) -> dict[str, object]:
    return {
        "dataset": suite.dataset,
        "rows": len(rows),
        "declared": len(suite.expectations),
        "evaluated": len(outcomes),
        "successful": sum(outcome.success for outcome in outcomes),
        "expectations": [
            {
                "type": expectation.type,
                "kwargs": dict(expectation.kwargs),
                "severity": expectation.severity,
                "success": outcome.success,
                **_unexpected(outcome.rows, rows, schema),
                **({} if outcome.success or outcome.rows else {"observed": _plain(outcome.observed)}),
            }
            for expectation, outcome in zip(suite.expectations, outcomes, strict=True)
        ],
    }


def _unexpected(positions: Sequence[int], rows: Rows, schema: Schema) -> dict[str, object]:
    keys = [{column: rows[row].get(column, "") for column in schema.key} for row in positions[:KEYS_SHOWN]]
    return {"unexpected_count": len(positions), "unexpected_keys": keys}


def _plain(observed: object) -> object:
    """Return what Great Expectations observed of a whole dataset in types of JSON."""
    return json.loads(json.dumps(observed, default=str))
