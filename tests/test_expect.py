"""Suites of expectations: what they reject, what they accept, and how they break."""

from __future__ import annotations

import csv
import json
import shutil
import subprocess
import sys
from collections.abc import Callable
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import Any, cast

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.errors import ConfigurationError
from pipeline.expect import Failure, Suite, Validation, load_suites, validate, warm_up
from pipeline.expect.schema import read_cell, read_schemas
from tests.expect_rows import BEYOND_A_WHOLE, MUTANTS, Mutant, Row, clean_rows, labels, spoil

ROOT = Path(__file__).parents[1]
FOLDER = ROOT / "expectations"
PACKAGE: dict[str, Any] = json.loads((ROOT / "pipeline/data/datapackage.json").read_text(encoding="utf-8"))
SCHEMAS = read_schemas(PACKAGE)
SUITES = {suite.dataset: suite for suite in load_suites(FOLDER)}
CASES = [(dataset, number) for dataset, mutants in MUTANTS.items() for number in range(len(mutants))]


def case_id(case: tuple[str, int]) -> str:
    dataset, number = case
    return f"{dataset}-{number}-{MUTANTS[dataset][number].label}"


def clean() -> dict[str, list[Row]]:
    return {dataset: clean_rows(dataset, SCHEMAS[dataset]) for dataset in SUITES}


def check(dataset: str, rows: list[Row], suite: Suite | None = None) -> Validation:
    return validate({dataset: rows}, (suite or SUITES[dataset],), PACKAGE)


@cache
def rejected(dataset: str) -> dict[str, Failure]:
    """Validate the clean rows of a dataset with all its mutants below them, once: the cost is per expectation."""
    schema = SCHEMAS[dataset]
    rows = clean_rows(dataset, schema) + [spoil(dataset, mutant, schema) for mutant in MUTANTS[dataset]]
    failures = check(dataset, rows).failures
    return {failure.expectation: failure for failure in failures}


@pytest.mark.parametrize("case", CASES, ids=case_id)
def test_every_expectation_rejects_a_spoilt_row(case: tuple[str, int]) -> None:
    dataset, number = case
    mutant = MUTANTS[dataset][number]
    failure = rejected(dataset)[mutant.label]
    spoilt = len(clean_rows(dataset, SCHEMAS[dataset])) + number
    assert spoilt in failure.rows
    assert len(failure.observed) == len(failure.rows)


@pytest.mark.parametrize("dataset", SUITES)
def test_every_expectation_has_a_mutant(dataset: str) -> None:
    declared = labels(SUITES[dataset])
    assert len(declared) == len(set(declared))
    assert set(declared) == {mutant.label for mutant in MUTANTS[dataset]}


@pytest.mark.parametrize("dataset", SUITES)
def test_a_mutant_leaves_clean_rows_alone(dataset: str) -> None:
    spoilt = len(clean_rows(dataset, SCHEMAS[dataset]))
    for failure in rejected(dataset).values():
        if "unique" not in failure.expectation:
            assert min(failure.rows) >= spoilt, failure.expectation


@pytest.mark.parametrize("dataset", SUITES)
@pytest.mark.parametrize("spoil_columns", [lambda row: dict(reversed(row.items())), lambda row: row | {"extra": "1"}])
def test_columns_follow_the_contract(dataset: str, spoil_columns: Callable[[Row], Row]) -> None:
    (failure,) = check(dataset, [spoil_columns(row) for row in clean_rows(dataset, SCHEMAS[dataset])]).failures
    assert failure.expectation == "expect_table_columns_to_match_ordered_list()"
    assert (failure.blocking, failure.rows, failure.observed) == (True, (), ())


def test_clean_rows_pass() -> None:
    validation = validate(clean(), tuple(SUITES.values()), PACKAGE)
    assert validation.failures == ()
    assert validation.report["success"] is True


def test_empty_datasets_pass() -> None:
    assert validate({dataset: [] for dataset in SUITES}, tuple(SUITES.values()), PACKAGE).failures == ()


def test_the_gazetteer_passes() -> None:
    with (ROOT / "pipeline/data/places.csv").open(encoding="utf-8", newline="") as stream:
        assert check("places", list(csv.DictReader(stream))).failures == ()


def test_the_indicators_of_the_catalogue_pass() -> None:
    with (ROOT / "pipeline/data/indicators.csv").open(encoding="utf-8", newline="") as stream:
        rows = [{column: row[column] for column in SCHEMAS["indicators"].types} for row in csv.DictReader(stream)]
    assert check("indicators", rows).failures == ()


@pytest.mark.parametrize(
    ("dataset", "changes"),
    [
        pytest.param("targets", {"target_kind": "decrease", "value": "-3.5"}, id="negative decrease"),
        pytest.param("targets", {"value": "0", "raw": "0 %"}, id="zero per cent"),
        pytest.param("targets", {"value": "111", "unit": "/100", "base_unit": "/100"}, id="bare ratio"),
        pytest.param("targets", {"value": "112.5", "target_kind": "multiple"}, id="multiple in per cent"),
        pytest.param(
            "observations",
            {"value": "130", "unit": "%", "value_type": "comparison", "is_leaf": "false"},
            id="comparison beyond 100 per cent",
        ),
        pytest.param("targets", {"value": "110", "indicator": "bằng dự toán"}, id="more than was budgeted"),
        pytest.param(
            "observations",
            {"value": "-1.5", "unit": "%", "row_label": "Tốc độ tăng GRDP", "check": "single", "is_leaf": "false"},
            id="negative growth",
        ),
        pytest.param("observations", {"value": "-5", "check": "text-layer"}, id="minus of a text layer"),
        pytest.param("activities", {"quantity": "4000", "unit": "đồng/người/năm", "comparator": "approx"}, id="money"),
        pytest.param("activities", {"quantity": "12.5", "unit": "nghìn tờ rơi"}, id="thousands of leaflets"),
        pytest.param("activities", {"per_unit": "", "check": "suspect"}, id="unread share"),
        pytest.param("numerals", {"dataset": "documents", "row_key": ""}, id="value of the document itself"),
        pytest.param(
            "indicators", {"lower": "-5", "upper": "5", "valid_from": "2021", "valid_to": "2021"}, id="growth"
        ),
        pytest.param(
            "identities",
            {"printed": "10000000000000.3", "computed": "10000000000000.2", "difference": "0.1", "tolerance": "0.5"},
            id="difference of great numbers",
        ),
    ],
)
def test_odd_but_right_values_pass(dataset: str, changes: Row) -> None:
    assert check(dataset, [spoil(dataset, Mutant("", changes), SCHEMAS[dataset])]).failures == ()


def test_a_failure_names_rows_cells_and_reason() -> None:
    rows = clean_rows("targets", SCHEMAS["targets"])
    rows[2] |= {"value": "140", "raw": "140%"}
    (failure,) = check("targets", rows).failures
    assert failure == Failure(
        dataset="targets",
        expectation="expect_column_values_to_be_between(value) if check != 'suspect' and unit == '%'"
        " and target_kind not in ['increase', 'decrease', 'multiple']"
        f" and not indicator.str.contains('{BEYOND_A_WHOLE}', case=False, na=False)",
        blocking=False,
        description="A share of a whole lies between 0 and 100 %.",
        rows=(2,),
        observed=("140",),
    )


def test_rows_with_one_key_are_both_named() -> None:
    rows = clean_rows("targets", SCHEMAS["targets"])
    (failure,) = check("targets", [*rows, rows[3]]).failures
    assert (failure.rows, failure.blocking) == ((3, len(rows)), True)
    assert failure.observed == ("ke-hoach-dan-so-2024, n4",) * 2


@pytest.mark.parametrize(
    ("dataset", "column", "cell"),
    [
        ("targets", "value", "12,5"),
        ("targets", "value", "NaN"),
        ("targets", "value", "1e3"),
        ("targets", "value", "9" * 400),
        ("observations", "row_no", "2.0"),
        ("observations", "is_leaf", "có"),
        ("activities", "quantity", "15 lớp"),
        ("documents", "issued_on", "15/01/2024"),
        ("documents", "issued_on", "2024-02-30"),
    ],
)
def test_a_cell_of_another_type_is_named_and_blocks(dataset: str, column: str, cell: str) -> None:
    rows = clean_rows(dataset, SCHEMAS[dataset])
    rows[1] |= {column: cell}
    failure = next(f for f in check(dataset, rows).failures if f.expectation == f"type({column})")
    assert (failure.rows, failure.observed, failure.blocking) == ((1,), (cell,), True)


@pytest.mark.parametrize(
    ("dataset", "column", "other"),
    [
        ("targets", "source_id", "sources"),
        ("activities", "source_id", "sources"),
        ("targets", "indicator_id", "indicators"),
        ("numerals", "doc_id", "documents"),
        ("issues", "doc_id", "documents"),
        ("documents", "place_id", "places"),
    ],
)
def test_a_dangling_reference_is_named_and_blocks(dataset: str, column: str, other: str) -> None:
    datasets = {name: clean_rows(name, SCHEMAS[name]) for name in (dataset, other)}
    datasets[dataset][0] |= {column: "P99@0"}
    failures = validate(datasets, (SUITES[dataset], SUITES[other]), PACKAGE).failures
    failure = next(failure for failure in failures if failure.expectation == f"reference({column})")
    assert (failure.dataset, failure.rows, failure.observed, failure.blocking) == (dataset, (0,), ("P99@0",), True)


@given(st.decimals(allow_nan=False, allow_infinity=False, places=3, min_value=-(10**15), max_value=10**15))
def test_canonical_decimals_are_numbers(number: Decimal) -> None:
    assert read_cell(f"{number:f}", "number") == float(number)


@given(st.text(max_size=12), st.sampled_from(["string", "number", "integer", "boolean", "date"]))
def test_any_cell_is_read_or_refused(text: str, kind: str) -> None:
    try:
        cell = read_cell(text, kind)
    except ValueError:
        return
    assert (cell is None) == (text == "")


def test_the_report_is_the_same_every_time() -> None:
    reports = []
    for names in (["issues", "places"], ["places", "issues"]):
        datasets = {name: clean_rows(name, SCHEMAS[name]) for name in names}
        datasets["issues"][0]["row_no"] = "0"
        datasets["places"][0]["code"] = "1"
        report = validate(datasets, [SUITES[name] for name in names], PACKAGE).report
        reports.append(json.dumps(report, ensure_ascii=False))
    assert reports[0] == reports[1]
    for volatile in ("run", "time", "batch", "version"):
        assert volatile not in reports[0]


def test_the_report_counts_and_shows_at_most_twenty_keys() -> None:
    row = clean_rows("issues", SCHEMAS["issues"])[0]
    report = check("issues", [row | {"issue_id": str(n), "row_no": "0"} for n in range(30)]).report
    (suite,) = cast("list[dict[str, Any]]", report["suites"])
    size = len(SUITES["issues"].expectations)
    assert (suite["declared"], suite["evaluated"], suite["successful"]) == (size, size, size - 1)
    (entry,) = [e for e in suite["expectations"] if not e["success"]]
    assert entry["kwargs"] == {"column": "row_no", "min_value": 1}
    assert entry["unexpected_count"] == 30
    assert entry["unexpected_keys"] == [{"issue_id": str(n)} for n in range(20)]


def test_tolerated_rows_are_counted_but_no_failure(tmp_path: Path) -> None:
    suite = write_suite(tmp_path, kwargs={"column": "row_no", "min_value": 1, "mostly": 0.5})
    row = clean_rows("issues", SCHEMAS["issues"])[0]
    validation = check("issues", [row | {"row_no": "0"}, row, row], suite)
    assert validation.failures == ()
    (report,) = cast("list[dict[str, Any]]", validation.report["suites"])
    assert report["expectations"][0]["unexpected_count"] == 1


@pytest.mark.parametrize("dataset", SUITES)
def test_suites_agree_with_the_data_package(dataset: str) -> None:
    (fields,) = [r["schema"]["fields"] for r in PACKAGE["resources"] if r["name"] == dataset]
    plain = [e for e in SUITES[dataset].expectations if "row_condition" not in e.kwargs]
    sets = {e.columns[0]: e.kwargs["value_set"] for e in plain if "value_set" in e.kwargs}
    needed = {e.columns[0] for e in plain if e.type == "expect_column_values_to_not_be_null" and e.blocking}
    unique = {e.columns for e in plain if "unique" in e.type}
    assert sets == {f["name"]: f["constraints"]["enum"] for f in fields if "enum" in f.get("constraints", {})}
    assert needed == {f["name"] for f in fields if f.get("constraints", {}).get("required")}
    assert SCHEMAS[dataset].key in unique


def spoilt_folder(tmp_path: Path, change: Callable[[str], str], name: str = "issues.json") -> Path:
    folder = tmp_path / "expectations"
    shutil.copytree(FOLDER, folder)
    path = folder / name
    path.write_text(change(path.read_text(encoding="utf-8")), encoding="utf-8")
    return folder


def write_suite(tmp_path: Path, **changes: object) -> Suite:
    """Return a suite of one expectation on issues, as read from a file."""
    expectation = {
        "type": "expect_column_values_to_be_between",
        "kwargs": {"column": "row_no", "min_value": 1},
        "severity": "critical",
        "description": "Rows count from 1.",
    }
    content = json.dumps({"name": "issues", "expectations": [expectation | changes]})
    suites = load_suites(spoilt_folder(tmp_path, lambda _: content))
    return next(suite for suite in suites if suite.dataset == "issues")


def assert_advises(error: ConfigurationError, *words: str) -> None:
    message = str(error)
    assert "issues.json" in message
    assert "\n" not in message
    assert error.exit_code == 3
    for word in words:
        assert word in message


def put(old: str, new: str) -> Callable[[str], str]:
    """Return a change of a suite that replaces the first occurrence of a text."""
    return lambda text: text.replace(old, new, 1)


def whole(text: str) -> Callable[[str], str]:
    return lambda _: text


@pytest.mark.parametrize(
    ("change", "words"),
    [
        pytest.param(put('"critical",', '"critical"'), ["line", "not JSON"], id="syntax"),
        pytest.param(whole('{"name": "issues", "expectations": []}'), ["empty"], id="empty"),
        pytest.param(whole('{"name": "issues"}'), ["lacks the key 'expectations'"], id="no list"),
        pytest.param(whole("[]"), ["must be an object"], id="no object"),
        pytest.param(whole('{"name": "issues", "expectations": [1]}'), ["expectation 1"], id="no expectation"),
        pytest.param(put('"issues"', '"isues"'), ["did you mean 'issues'"], id="unknown dataset"),
        pytest.param(put('"issues"', '["issues"]'), ["no dataset"], id="name is a list"),
        pytest.param(put('"issues"', '"places"'), ["places.json"], id="other dataset"),
        pytest.param(put('"kwargs"', '"kwarg"'), ["did you mean 'kwargs'"], id="unknown key"),
        pytest.param(put('"type"', '"meta"'), ["lacks the key 'type'"], id="missing key"),
        pytest.param(put('"kwargs": {"column": "code"}', '"kwargs": "code"'), ["an object as its kwargs"], id="kwargs"),
        pytest.param(put('"critical"', '"fatal"'), ["'fatal'", "critical"], id="severity"),
        pytest.param(put('"An issue belongs to a document."', '" "'), ["say why"], id="no reason"),
        pytest.param(put('"column": "code"', '"column": "kode"'), ["did you mean 'code'"], id="unknown column"),
        pytest.param(put('"column": "code"', '"column": 5'), ["must name columns"], id="no column"),
        pytest.param(put("^[a-z]+(", "^[a-z+("), ["not a pattern"], id="bad pattern"),
        pytest.param(put('"row_condition": "', '"row_condition": ["'), ["not JSON"], id="bracket"),
        pytest.param(put('"row_condition": "row_no.notna() or column_no.notna()"', '"row_condition": 1'),
                     ["DataFrame.query"], id="condition"),
        pytest.param(put('"column": "code"', '"column": "doc_id"'), ["twice"], id="twice"),
        pytest.param(put('{"column": "code"', '{"column": "group", "column": "code"'), ["'column' stands twice"],
                     id="key twice"),
    ],
)  # fmt: skip
def test_a_broken_suite_is_a_configuration_error(
    tmp_path: Path, change: Callable[[str], str], words: list[str]
) -> None:
    with pytest.raises(ConfigurationError) as caught:
        load_suites(spoilt_folder(tmp_path, change))
    assert_advises(caught.value, *words)


def test_a_missing_suite_is_a_configuration_error(tmp_path: Path) -> None:
    folder = spoilt_folder(tmp_path, str)
    (folder / "issues.json").unlink()
    with pytest.raises(ConfigurationError) as caught:
        load_suites(folder)
    assert_advises(caught.value, "missing")


def test_an_unreadable_suite_is_a_configuration_error(tmp_path: Path) -> None:
    folder = spoilt_folder(tmp_path, str)
    (folder / "issues.json").write_bytes(b"\xff\xfe{")
    with pytest.raises(ConfigurationError) as caught:
        load_suites(folder)
    assert_advises(caught.value, "cannot be read")


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        pytest.param({"type": "expect_column_values_to_be_betwen"}, ["did you mean expect_column_values_to_be_between"],
                     id="misspelt"),
        pytest.param({"type": "frobnicate"}, ["no expectation 'frobnicate'"], id="unknown"),
        pytest.param({"kwargs": {"column": "row_no", "minimum": 1}}, ["minimum"], id="unknown argument"),
        pytest.param({"kwargs": {"column": "row_no", "min_value": "một"}}, ["row_no"], id="bad argument"),
        pytest.param({"kwargs": {"min_value": 1}}, ["column"], id="missing argument"),
    ],
)  # fmt: skip
def test_a_misspelt_expectation_is_found_while_warming_up(
    tmp_path: Path, changes: dict[str, object], words: list[str]
) -> None:
    suite = write_suite(tmp_path, **changes)
    with pytest.raises(ConfigurationError) as caught:
        warm_up([suite])
    assert_advises(caught.value, *words)
    with pytest.raises(ConfigurationError):
        check("issues", clean_rows("issues", SCHEMAS["issues"]), suite)


@pytest.mark.parametrize("rows", [0, 2])
@pytest.mark.parametrize(
    ("changes", "words"),
    [
        pytest.param({"kwargs": {"column": "row_no", "min_value": 1, "row_condition": "tabel_id == 't1'"}},
                     ["tabel_id"], id="unknown column in the condition"),
        pytest.param({"kwargs": {"column": "row_no", "min_value": 1, "row_condition": "row_no =="}},
                     ["row_no"], id="condition is no expression"),
        pytest.param({"kwargs": {"column": "row_no", "min_value": {"$PARAMETER": "least"}}},
                     ["least"], id="no parameter"),
        pytest.param({"kwargs": {"column": "row_no", "min_value": 9, "max_value": 1}},
                     ["row_no"], id="bounds reversed"),
        pytest.param({"type": "unexpected_rows_expectation", "kwargs": {"unexpected_rows_query": "SELECT 1"}},
                     ["unexpected_rows"], id="needs another engine"),
    ],
)  # fmt: skip
def test_an_expectation_that_raises_is_a_configuration_error(
    tmp_path: Path, changes: dict[str, object], words: list[str], rows: int
) -> None:
    suite = write_suite(tmp_path, **changes)
    with pytest.raises(ConfigurationError) as caught:
        check("issues", clean_rows("issues", SCHEMAS["issues"])[:rows], suite)
    assert_advises(caught.value, *words)


def test_a_missing_column_is_a_configuration_error() -> None:
    rows = clean_rows("issues", SCHEMAS["issues"])
    for row in rows:
        del row["code"]
    with pytest.raises(ConfigurationError) as caught:
        check("issues", rows)
    assert_advises(caught.value, "'code'")


def test_a_dropped_expectation_is_a_configuration_error(monkeypatch: pytest.MonkeyPatch) -> None:
    warm_up()
    whole = sys.modules["great_expectations"].ExpectationSuite
    monkeypatch.setattr(
        "great_expectations.ExpectationSuite",
        lambda name, expectations: whole(name=name, expectations=expectations[1:]),
    )
    with pytest.raises(ConfigurationError) as caught:
        check("issues", clean_rows("issues", SCHEMAS["issues"]))
    assert_advises(caught.value, "evaluated")


@pytest.mark.parametrize("datasets", [{}, {"issues": [], "places": []}])
def test_datasets_and_suites_come_in_pairs(datasets: dict[str, list[Row]]) -> None:
    with pytest.raises(ConfigurationError):
        validate(datasets, (SUITES["issues"],), PACKAGE)


OFFLINE = """
import json, pathlib, sys

def refuse(event, arguments):
    if event in {"socket.connect", "socket.getaddrinfo", "socket.gethostbyname", "socket.sendto", "socket.sendmsg"}:
        sys.exit(f"{event}{arguments}")

sys.addaudithook(refuse)

from pipeline.expect import load_suites, validate, warm_up

suites = load_suites(pathlib.Path("expectations"))
assert not {"pandas", "great_expectations"} & sys.modules.keys(), "imported too early"
warm_up(suites)
assert "great_expectations" in sys.modules
package = json.loads(pathlib.Path("pipeline/data/datapackage.json").read_text("utf-8"))
validation = validate({suite.dataset: [] for suite in suites}, suites, package)
assert not validation.failures
"""


@pytest.mark.slow
def test_nothing_is_imported_early_sent_or_said(tmp_path: Path) -> None:
    environment = {"PYTHONPATH": str(ROOT), "HOME": str(tmp_path), "PATH": ""}
    command = [sys.executable, "-W", "default", "-c", OFFLINE]
    done = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, check=False)
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")
    assert list(tmp_path.iterdir()) == []
