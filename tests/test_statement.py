"""The statement of error: what it says where something was measured, and that it says nothing where nothing was."""

from __future__ import annotations

import random
from collections.abc import Mapping
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.audit.statement import Basis, state_error
from pipeline.catalog import load_catalog
from pipeline.model import Check, ErrorRate
from pipeline.store.statement import count_values, statement_row

from .plans import SAMPLES, extraction

DUMP = SAMPLES / "mau-ke-hoach-dan-so-2024.txt"
PRINTED = SAMPLES / "mau-ke-hoach-dan-so-2024-ban-in.pdf"


@pytest.mark.parametrize(
    ("values", "rates", "basis", "expected", "interval"),
    [
        pytest.param(
            {("scan", "agreed"): 100}, {("scan", "agreed"): (99, 0)}, "benchmark", "0.5", (0, 3), id="no error"
        ),
        pytest.param(
            {("scan", "agreed"): 100}, {("scan", "agreed"): (999, 99)}, "benchmark", "9.9", (4, 17), id="errors"
        ),
        pytest.param(
            {("native", "text-layer"): 100, ("scan", "agreed"): 100},
            {("native", "text-layer"): (99, 0), ("scan", "agreed"): (999, 99)},
            "benchmark",
            "10.4",
            (5, 17),
            id="two ways of reading",
        ),
        pytest.param(
            {("layer", "single"): 5, ("scan", "agreed"): 100},
            {("scan", "agreed"): (99, 0)},
            "partly",
            "0.5",
            (0, 3),
            id="one of them untried",
        ),
        pytest.param(
            {("scan", "suspect"): 5}, {("scan", "suspect"): (9, 9)}, "benchmark", "0.0", (0, 0), id="told apart"
        ),
        pytest.param(
            {("dump", "single"): 5}, {("scan", "single"): (9, 0)}, "arithmetic", None, (None, None), id="dump"
        ),
    ],
)
def test_statements(
    values: Mapping[tuple[str, str], int],
    rates: Mapping[tuple[str, str], tuple[int, int]],
    basis: str,
    expected: str | None,
    interval: tuple[int | None, int | None],
) -> None:
    told = state_error(values, {key: ErrorRate(*counts) for key, counts in rates.items()})
    assert told.basis == basis
    assert told.expected == (None if expected is None else Decimal(expected))
    assert (told.low, told.high) == interval


def test_without_values_nothing_is_stated() -> None:
    told = state_error({}, {})
    assert (told.values, told.basis, told.expected, told.reconciled_share) == (0, "", None, None)


@given(
    count=st.integers(1, 400),
    tried=st.integers(0, 400),
    share=st.floats(0, 1),
)
def test_an_interval_lies_among_the_values_and_holds_the_middle(count: int, tried: int, share: float) -> None:
    told = state_error({("scan", "agreed"): count}, {("scan", "agreed"): ErrorRate(tried, int(tried * share))})
    assert told.low is not None
    assert told.high is not None
    assert told.expected is not None
    assert 0 <= told.low <= told.high <= count
    assert told.low - 1 <= told.expected <= told.high + 1


def test_intervals_hold_what_they_promise() -> None:
    """Draw the share of errors, then a benchmark and a document: the interval has to hold the errors of most."""
    dice = random.Random(7)  # noqa: S311 - no secret
    held = 0
    for _ in range(300):
        share = dice.betavariate(0.5, 0.5)
        wrong, left = (sum(dice.random() < share for _ in range(size)) for size in (150, 60))
        told = state_error({("scan", "agreed"): 60}, {("scan", "agreed"): ErrorRate(150, wrong)})
        assert told.low is not None
        assert told.high is not None
        held += told.low <= left <= told.high
    assert held >= 0.93 * 300


def test_more_than_was_tried_cannot_be_wrong() -> None:
    with pytest.raises(ValueError, match="3 of 2"):
        ErrorRate(2, 3)


def test_a_dump_gets_no_estimate_and_a_pdf_gets_one() -> None:
    rates = load_catalog().error_rates
    dump, printed = (statement_row(extraction(path), rates) for path in (DUMP, PRINTED))
    assert dump["error_basis"] == Basis.ARITHMETIC
    assert (dump["wrong_expected"], dump["wrong_low"], dump["wrong_high"]) == ("", "", "")
    assert dump["share_reconciled"] == printed["share_reconciled"]
    assert printed["error_basis"] == Basis.BENCHMARK
    assert 0 < Decimal(printed["wrong_expected"]) < 2


def test_values_by_check_add_up_and_are_those_of_the_datasets() -> None:
    found = extraction(PRINTED)
    row = statement_row(found, {})
    counts = [int(row[f"values_{check.replace('-', '_')}"]) for check in Check]
    assert sum(counts) == int(row["values"]) == len(found.targets) + len(found.observations)
    assert sum(count_values(found).values()) == int(row["values"])


def test_a_document_that_could_not_be_read_states_nothing() -> None:
    assert set(statement_row(None, load_catalog().error_rates).values()) == {""}


def test_every_rate_says_where_it_comes_from_and_none_is_of_a_dump() -> None:
    rates = load_catalog().error_rates
    assert rates
    assert {reader for reader, _ in rates} == {"native", "scan"}
    assert {check for _, check in rates} <= set(Check)
