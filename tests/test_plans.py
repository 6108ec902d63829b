"""Golden documents: plans of other provinces, years and hands against their truth."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from pipeline.model import Table, Target

from .plans import extraction, fixtures, truth


@pytest.fixture(params=fixtures(), ids=lambda path: path.stem)
def plan(request: pytest.FixtureRequest) -> Path:
    path = request.param
    assert isinstance(path, Path)
    return path


def test_metadata(plan: Path) -> None:
    expected = truth(plan)["metadata"]
    found = extraction(plan).metadata
    assert found.document_kind == expected.pop("document_kind").lower()
    assert {name: getattr(found, name) for name in expected} == expected


def _target(target: Target) -> dict[str, Any]:
    quantity = target.quantity
    return {
        "target_kind": str(target.target_kind),
        "comparator": str(quantity.comparator),
        "value": quantity.value,
        "value_high": quantity.value_high,
        "unit": quantity.unit,
        "scale": quantity.scale,
        "year": target.period.year,
        "period": (target.period.start, target.period.end),
        "baseline_year": target.period.baseline,
    }


def _expected_target(row: dict[str, Any]) -> dict[str, Any]:
    return {
        "target_kind": row["target_kind"],
        "comparator": row["comparator"],
        "value": Decimal(row["value"]),
        "value_high": Decimal(row["value_high"]) if "value_high" in row else None,
        "unit": row["unit"],
        "scale": Decimal(row.get("scale", "1")),
        "year": row.get("year"),
        "period": (row.get("period_start"), row.get("period_end")),
        "baseline_year": row.get("baseline_year"),
    }


def test_targets(plan: Path) -> None:
    expected = [_expected_target(row) for row in truth(plan)["target"]]
    assert [_target(target) for target in extraction(plan).targets] == expected


def test_target_indicators_are_in_the_words_of_the_plan(plan: Path) -> None:
    for target, row in zip(extraction(plan).targets, truth(plan)["target"], strict=True):
        words = set(target.indicator.lower().split())
        wanted = set(row["indicator"].lower().split())
        assert len(words & wanted) >= 0.8 * len(wanted), (target.indicator, row["indicator"])


def _cells(table: Table, values: dict[tuple[int, int], Decimal]) -> list[list[str]]:
    return [
        [f"{values[row.row_no, c.column_no]:f}" if (row.row_no, c.column_no) in values else "" for c in table.columns]
        for row in table.rows
    ]


def test_tables(plan: Path) -> None:
    found = extraction(plan)
    expected = truth(plan)["table"]
    assert [table.table_id for table in found.tables] == [row["table_id"] for row in expected]
    for table, row in zip(found.tables, expected, strict=True):
        assert [column.path for column in table.columns] == row["header_paths"]
        values = {
            (o.row_no, o.column_no): o.quantity.value
            for o in found.observations
            if o.table_id == table.table_id and o.quantity.value is not None
        }
        numeric = [
            [value if (at, column) in values else "" for column, value in enumerate(line, start=1)]
            for at, line in enumerate(row["values"], start=1)
        ]
        assert _cells(table, values) == numeric
        assert len(values) == row["observations"]


def test_identities(plan: Path) -> None:
    found = extraction(plan)
    for row in truth(plan)["table"]:
        own = [one for one in found.identities if one.table_id == row["table_id"] and one.kind != "prose-annex"]
        assert all(identity.holds for identity in own)
        sums = [one for one in own if one.kind != "quotient"]  # the truth lists sums
        cells = {tuple((line, column) for _, line, column in identity.members) for identity in sums}
        assert cells == {tuple((line, column) for line, column in members) for members in row["identities"]}
