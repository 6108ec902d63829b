"""Suites of expectations as they stand in JSON, checked as far as Great Expectations is not needed for it."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from difflib import get_close_matches
from importlib import resources
from pathlib import Path
from typing import Any

from pipeline.errors import ConfigurationError

from .schema import Names, Schema, read_schemas

BLOCKING = "critical"
SEVERITIES = (BLOCKING, "warning", "info")
COLUMN_ARGUMENTS = ("column", "column_A", "column_B", "column_list")
_SUITE_KEYS = ("name", "expectations")
_EXPECTATION_KEYS = ("type", "kwargs", "severity", "description")


@dataclass(frozen=True, slots=True)
class Expectation:
    """One expectation of a suite, as declared."""

    type: str
    kwargs: Mapping[str, Any]
    severity: str
    description: str

    @property
    def blocking(self) -> bool:
        """Whether the rows it fails on must not be published."""
        return self.severity == BLOCKING

    @property
    def about_table(self) -> bool:
        """Whether it speaks of the dataset as a whole, so that its columns need not exist."""
        return self.type.startswith("expect_table_")

    @property
    def columns(self) -> Names:
        """The columns that its arguments name."""
        named = (self.kwargs[argument] for argument in COLUMN_ARGUMENTS if argument in self.kwargs)
        return tuple(name for value in named for name in ([value] if isinstance(value, str) else value))

    @property
    def label(self) -> str:
        """Its name with columns and condition.

        >>> Expectation("expect_column_values_to_be_null", {"column": "a", "row_condition": "b > 1"}, "", "").label
        'expect_column_values_to_be_null(a) if b > 1'
        """
        condition = self.kwargs.get("row_condition")
        columns = "" if self.about_table else ", ".join(self.columns)
        return f"{self.type}({columns})" + (f" if {condition}" if condition else "")


@dataclass(frozen=True, slots=True)
class Suite:
    """The expectations of one dataset; ``path`` is the file, for messages."""

    dataset: str
    path: str
    expectations: tuple[Expectation, ...]


def load_suites(folder: Path) -> tuple[Suite, ...]:
    """Read one suite per dataset of the data package, in order of name, without importing Great Expectations.

    Raises :class:`ConfigurationError` naming the file if one is missing, is for no dataset, is not JSON, is empty, or
    has an unknown key, column or severity, a bad pattern or the same expectation twice.
    """
    package = (resources.files("pipeline") / "data" / "datapackage.json").read_text(encoding="utf-8")
    schemas = read_schemas(json.loads(package))
    suites = tuple(_load(path, schemas) for path in sorted(folder.glob("*.json")))
    for dataset in sorted(schemas.keys() - {suite.dataset for suite in suites}):
        path = folder / f"{dataset}.json"
        raise ConfigurationError(f"{path} is missing; write a suite of expectations for the dataset {dataset}")
    return suites


def _load(path: Path, schemas: Mapping[str, Schema]) -> Suite:
    try:
        content = json.loads(path.read_text(encoding="utf-8"), object_pairs_hook=_unique)
    except json.JSONDecodeError as error:
        raise ConfigurationError(f"{path}, line {error.lineno} is not JSON ({error.msg}); correct it there") from error
    except (OSError, ValueError) as error:
        raise ConfigurationError(f"{path} cannot be read ({error}); correct it or restore it") from error
    try:
        return _suite(path, content, schemas)
    except ValueError as error:
        raise ConfigurationError(f"{path}: {error}") from error


def _unique(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    """Build an object from its pairs; the standard library would keep the last of two equal keys silently."""
    content = dict(pairs)
    if len(content) < len(pairs):
        keys = [key for key, _ in pairs]
        raise ValueError(f"the key {next(key for key in keys if keys.count(key) > 1)!r} stands twice in one object")
    return content


def _suite(path: Path, content: object, schemas: Mapping[str, Schema]) -> Suite:
    fields = _object(content, _SUITE_KEYS, "the suite")
    dataset, declared = fields["name"], fields["expectations"]
    if not isinstance(dataset, str) or dataset not in schemas:
        raise ValueError(f"no dataset is called {dataset!r}; {_advice(dataset, schemas)}")
    if dataset != path.stem:
        raise ValueError(f"the suite of the dataset {dataset} must stand in {dataset}.json; rename one of the two")
    if not isinstance(declared, list) or not declared:
        raise ValueError("the suite is empty, so it would pass whatever the data; list its expectations")
    expectations = tuple(_expectation(item, number, schemas[dataset]) for number, item in enumerate(declared, start=1))
    for number, expectation in enumerate(expectations):
        if any((expectation.type, expectation.kwargs) == (e.type, e.kwargs) for e in expectations[:number]):
            raise ValueError(f"{expectation.label} stands there twice; remove one of the two")
    return Suite(dataset, str(path), expectations)


def _expectation(item: object, number: int, schema: Schema) -> Expectation:
    fields = _object(item, _EXPECTATION_KEYS, f"expectation {number}")
    kwargs, severity = fields["kwargs"], fields["severity"]
    if not isinstance(fields["type"], str) or not isinstance(kwargs, dict):
        raise ValueError(f"expectation {number} needs a string as its type and an object as its kwargs")  # noqa: TRY004
    if severity not in SEVERITIES:
        raise ValueError(f"the severity of expectation {number} is {severity!r}; {_advice(severity, SEVERITIES)}")
    if not isinstance(fields["description"], str) or not fields["description"].strip():
        raise ValueError(f"expectation {number} does not say why; give it a sentence as its description")
    for name in COLUMN_ARGUMENTS:
        values = kwargs.get(name, [])
        if not all(isinstance(value, str) for value in (values if isinstance(values, list) else [values])):
            raise ValueError(f"{name} of expectation {number} must name columns; correct it")
    expectation = Expectation(fields["type"], kwargs, severity, fields["description"])
    _check_arguments(expectation, schema.types)
    return expectation


def _check_arguments(expectation: Expectation, columns: Iterable[str]) -> None:
    for column in expectation.columns:
        if column not in columns:
            raise ValueError(f"{expectation.label} names no column of the dataset; {_advice(column, columns)}")
    if not isinstance(expectation.kwargs.get("row_condition", ""), str):
        raise ValueError(f"the row_condition of {expectation.label} must be a string for DataFrame.query; rewrite it")  # noqa: TRY004
    try:
        re.compile(expectation.kwargs.get("regex", ""))
    except (re.error, TypeError) as error:
        raise ValueError(f"the regex of {expectation.label} is not a pattern ({error}); correct it") from error


def _object(content: object, keys: Names, what: str) -> dict[str, Any]:
    """Return a JSON object after making sure that it has these keys, and no others but ``meta``."""
    if not isinstance(content, dict):
        raise ValueError(f"{what} must be an object with the keys {', '.join(keys)}")  # noqa: TRY004
    for key in content:
        if key not in {*keys, "meta"}:
            raise ValueError(f"{what} has the unknown key {key!r}; {_advice(key, keys)}")
    for key in keys:
        if key not in content:
            raise ValueError(f"{what} lacks the key {key!r}; add it")
    return content


def _advice(word: object, known: Iterable[str]) -> str:
    close = get_close_matches(str(word), known, n=1)
    return f"did you mean {close[0]!r}?" if close else f"use one of {', '.join(known)}"
