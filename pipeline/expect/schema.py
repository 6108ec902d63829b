"""What the data package promises of a dataset: columns, types, keys and references. Pure functions."""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import chain
from typing import Any, cast

from .findings import Failure

Rows = Sequence[Mapping[str, str]]
Names = tuple[str, ...]

_NUMBER = re.compile(r"-?[0-9]+(\.[0-9]+)?")
_INTEGER = re.compile(r"-?[0-9]{1,18}")
_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")


@dataclass(frozen=True, slots=True)
class Schema:
    """The Table Schema of one dataset. ``references``: own columns, the other dataset, its columns."""

    types: Mapping[str, str]
    """Types of Table Schema by column, in order."""
    key: Names
    references: tuple[tuple[Names, str, Names], ...] = ()


def read_schemas(package: Mapping[str, object]) -> dict[str, Schema]:
    """Return the schemas of a parsed ``datapackage.json`` by name of the dataset."""
    resources = cast("list[dict[str, Any]]", package["resources"])
    return {resource["name"]: _schema(resource["schema"]) for resource in resources}


def _schema(schema: dict[str, Any]) -> Schema:
    references = [(link["fields"], link["reference"]) for link in schema.get("foreignKeys", [])]
    return Schema(
        types={field["name"]: field["type"] for field in schema["fields"]},
        key=_names(schema.get("primaryKey", [])),
        references=tuple((_names(own), other["resource"], _names(other["fields"])) for own, other in references),
    )


def _names(names: str | list[str]) -> Names:
    return (names,) if isinstance(names, str) else tuple(names)


def columns_of(rows: Rows, schema: Schema) -> Names:
    """Return the columns that rows have, in their order; those of the schema where there are no rows."""
    return tuple(dict.fromkeys(chain.from_iterable(rows))) if rows else tuple(schema.types)


def read_cell(text: str, kind: str) -> object:
    """Read a cell of a CSV file as a type of Table Schema; an empty one is None.

    Raises ValueError where the contract does not allow the spelling (canonical decimals, ISO dates).

    >>> read_cell("0.50", "number"), read_cell("", "number"), read_cell("true", "boolean")
    (0.5, None, True)
    """
    return READERS[kind](text) if text else None


def _number(text: str) -> float:
    if not _NUMBER.fullmatch(text) or not math.isfinite(number := float(text)):
        raise ValueError(text)
    return number


def _integer(text: str) -> int:
    if not _INTEGER.fullmatch(text):
        raise ValueError(text)
    return int(text)


def _boolean(text: str) -> bool:
    if text not in {"true", "false"}:
        raise ValueError(text)
    return text == "true"


def _day(text: str) -> date:
    if not _DAY.fullmatch(text):
        raise ValueError(text)
    return date.fromisoformat(text)


READERS: dict[str, Callable[[str], object]] = {
    "string": str,
    "number": _number,
    "integer": _integer,
    "boolean": _boolean,
    "date": _day,
}


def read_column(dataset: str, column: str, rows: Rows, kind: str) -> tuple[list[object], Failure | None]:
    """Return the cells of a column, None where missing or not of its type, and the failure that names the latter."""
    cells: list[object] = []
    broken: list[int] = []
    for position, row in enumerate(rows):
        try:
            cells.append(read_cell(row.get(column, ""), kind))
        except ValueError:
            cells.append(None)
            broken.append(position)
    if not broken:
        return cells, None
    failure = Failure(
        dataset=dataset,
        expectation=f"type({column})",
        blocking=True,
        description=f"Every cell of {column} is a {kind} in the notation of the data package, or empty.",
        rows=tuple(broken),
        observed=tuple(rows[position][column] for position in broken),
    )
    return cells, failure


def dangling_references(
    dataset: str, datasets: Mapping[str, Rows], schemas: Mapping[str, Schema]
) -> tuple[Failure, ...]:
    """Return a failure for each reference to rows that the other dataset lacks; empty cells refer to nothing."""
    failures = []
    rows = datasets[dataset]
    for own, other, theirs in schemas[dataset].references:
        if other not in datasets:
            continue
        known = {_values(row, theirs) for row in datasets[other]}
        broken = tuple(
            position for position, row in enumerate(rows) if all(values := _values(row, own)) and values not in known
        )
        if not broken:
            continue
        names = ", ".join(own)
        failures.append(
            Failure(
                dataset=dataset,
                expectation=f"reference({names})",
                blocking=True,
                description=f"Every {names} is a row of {other}, so that it can be looked up there.",
                rows=broken,
                observed=tuple(", ".join(_values(rows[position], own)) for position in broken),
            )
        )
    return tuple(failures)


def _values(row: Mapping[str, str], columns: Names) -> Names:
    return tuple(row.get(column, "") for column in columns)
