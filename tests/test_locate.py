"""From sums that fail to the cell that is wrong: small tables, spoilt in every way."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from decimal import Decimal

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from pipeline.audit.locate import Culprit, Term, locate, members_to_suspect
from pipeline.audit.repairs import solve, weave
from pipeline.audit.slips import Style, near_values, numeral_in, spell, unlikeliness, write
from pipeline.catalog import load_catalog
from pipeline.model import CellKey, Identity

CONFUSIONS = load_catalog().confusions
Values = Mapping[CellKey, int]


def grid(rows: list[list[int]]) -> dict[CellKey, int]:
    """Return figures with their totals: row 0 and column 0."""
    cells = {("t1", r, c): value for r, row in enumerate(rows, 1) for c, value in enumerate(row, 1)}
    cells |= {("t1", r, 0): sum(row) for r, row in enumerate(rows, 1)}
    cells |= {("t1", 0, c): sum(row[c - 1] for row in rows) for c in range(1, len(rows[0]) + 1)}
    return cells | {("t1", 0, 0): sum(map(sum, rows))}


def sums(values: Values, *, across: bool = True) -> list[Identity]:
    """Return the sums of a grid, those down and, unless told not to, those across."""
    rows, columns = sorted({row for _, row, _ in values}), sorted({column for _, _, column in values})
    made = [_sum("column-items", [("t1", row, column) for row in rows], values) for column in columns]
    return [*made, *(_sum("row-parts", [("t1", row, one) for one in columns], values) for row in rows if across)]


def _sum(kind: str, members: list[CellKey], values: Values) -> Identity:
    total, *parts = members
    printed, computed = Decimal(values[total]), Decimal(sum(values[part] for part in parts))
    return Identity("t1", kind, total, tuple(parts), printed, computed)


def terms(values: Values) -> dict[CellKey, Term]:
    return {key: Term(Decimal(value), write(Decimal(value)), f"{key[1:]}") for key, value in values.items()}


def found(values: Values, *, across: bool = True) -> list[Culprit]:
    return locate(sums(values, across=across), terms(values), CONFUSIONS)


TABLE = grid([[18_020, 770, 2_250], [14_470, 570, 1_800], [23_450, 1_200, 3_750], [7_990, 670, 1_820]])


def test_sums_that_hold_accuse_nobody() -> None:
    assert found(TABLE) == []


@pytest.mark.parametrize(
    ("cell", "read"),
    [
        pytest.param((1, 1), 13_020, id="one digit for another"),
        pytest.param((1, 1), 1_802, id="a digit lost"),
        pytest.param((2, 2), 5_70, id="nothing changes nothing"),
        pytest.param((2, 2), 5_970, id="a digit too many"),
        pytest.param((3, 3), 7_350, id="digits exchanged"),
        pytest.param((0, 2), 3_270, id="the total of a column"),
        pytest.param((4, 0), 10_430, id="the total of a row"),
        pytest.param((0, 0), 176_760, id="the grand total"),
        pytest.param((4, 3), 0, id="all digits lost"),
    ],
)
def test_the_cell_where_two_failing_sums_cross(cell: tuple[int, int], read: int) -> None:
    key = ("t1", *cell)
    culprits = found({**TABLE, key: read})
    if read == TABLE[key]:
        assert culprits == []
        return
    [culprit] = culprits
    assert culprit.is_unique
    assert culprit.suspects == frozenset({key})
    assert culprit.repairs[0].texts == ((key, write(Decimal(TABLE[key]))),)


def test_the_other_members_are_judged_by_their_other_sums() -> None:
    spoilt = {**TABLE, ("t1", 1, 1): 13_020}
    assert members_to_suspect(sums(spoilt), found(spoilt)) == {("t1", 1, 1)}


@pytest.mark.parametrize(
    "errors",
    [
        pytest.param({(1, 1): 13_020, (1, 3): 2_750}, id="in one row"),
        pytest.param({(1, 1): 13_020, (3, 1): 28_950}, id="in one column"),
        pytest.param({(1, 1): 13_020, (2, 2): 510}, id="anywhere"),
        pytest.param({(1, 1): 13_020, (1, 2): 710, (1, 3): 2_750}, id="three in one row"),
        pytest.param({(1, 1): 13_020, (2, 2): 510, (3, 3): 3_150, (4, 1): 7_998}, id="four anywhere"),
        pytest.param({(1, 1): 13_020, (0, 1): 63_936, (2, 3): 1_300, (4, 2): 610, (3, 0): 23_400}, id="five"),
    ],
)
def test_several_errors(errors: dict[tuple[int, int], int]) -> None:
    spoilt = {**TABLE, **{("t1", *cell): read for cell, read in errors.items()}}
    suspects = members_to_suspect(sums(spoilt), found(spoilt))
    assert suspects >= {("t1", *cell) for cell in errors}
    proposals = {key: text for one in found(spoilt) for key, text in one.repairs[0].texts}
    assert proposals == {("t1", *cell): write(Decimal(TABLE["t1", *cell])) for cell in errors}


def test_one_sum_alone_singles_out_nobody() -> None:
    spoilt = {**TABLE, ("t1", 1, 1): 13_020}
    [culprit] = found(spoilt, across=False)
    assert not culprit.is_unique
    assert culprit.suspects is None
    assert members_to_suspect(sums(spoilt, across=False), [culprit]) == {("t1", r, 1) for r in range(5)}
    assert ((("t1", 1, 1), "18.020"),) in [repair.texts for repair in culprit.repairs if repair.is_likely]


def test_what_another_engine_read_singles_a_cell_out() -> None:
    spoilt = {**TABLE, ("t1", 1, 1): 13_020}
    known = terms(spoilt)
    known["t1", 1, 1] = replace(known["t1", 1, 1], readings=("18.020",))
    [culprit] = locate(sums(spoilt, across=False), known, CONFUSIONS)
    assert culprit.suspects == frozenset({("t1", 1, 1)})
    assert culprit.repairs[0].texts == ((("t1", 1, 1), "18.020"),)


def test_two_errors_of_one_size_may_be_either_pair() -> None:
    """Both corners of a rectangle explain as much as the other two: all members stay suspect."""
    spoilt = {**TABLE, ("t1", 1, 1): TABLE["t1", 1, 1] + 500, ("t1", 2, 3): TABLE["t1", 2, 3] + 500}
    culprits = found(spoilt)
    assert [culprit.is_unique for culprit in culprits] == [False]
    assert {frozenset(key for key, _ in repair.texts) for repair in culprits[0].repairs} >= {
        frozenset({("t1", 1, 1), ("t1", 2, 3)}),
        frozenset({("t1", 1, 3), ("t1", 2, 1)}),
    }
    assert members_to_suspect(sums(spoilt), culprits) >= {("t1", 1, 1), ("t1", 2, 3)}


figures = st.lists(st.lists(st.integers(0, 99_999), min_size=4, max_size=4), min_size=3, max_size=8)


@given(figures, st.data())
def test_a_single_error_is_always_located_and_the_proposal_restores_the_sums(
    rows: list[list[int]], data: st.DataObject
) -> None:
    values = grid(rows)
    key = data.draw(st.sampled_from(sorted(values)))
    read = data.draw(st.integers(0, 999_999))
    assume(read != values[key])
    [culprit] = found({**values, key: read})
    assert culprit.suspects == frozenset({key})
    assert culprit.repairs[0].texts == ((key, write(Decimal(values[key]))),)


@given(figures, st.data())
def test_no_error_that_a_sum_sees_escapes_suspicion(rows: list[list[int]], data: st.DataObject) -> None:
    """Whatever is wrong with up to five cells, and whatever is made of it: a wrong cell of a failing sum is suspect.

    The exception is a set of errors that a smaller set explains as well, which nobody could tell from it.
    """
    values = grid(rows)
    keys = data.draw(st.lists(st.sampled_from(sorted(values)), min_size=1, max_size=5, unique=True))
    spoilt = dict(values)
    for key in keys:
        spoilt[key] = data.draw(st.integers(0, 999_999))
    wrong = {key for key in keys if spoilt[key] != values[key]}
    suspects = members_to_suspect(sums(spoilt), found(spoilt))
    failing = {key for one in sums(spoilt) if not one.holds for key in one.members}
    smaller = [one for one in found(spoilt) if one.is_unique]
    explained = {key for one in smaller for key, _ in one.repairs[0].texts}
    assert wrong & failing <= suspects or len(explained) < len(wrong)


@given(figures, st.data())
def test_repairs_make_all_sums_hold(rows: list[list[int]], data: st.DataObject) -> None:
    values = grid(rows)
    for key in data.draw(st.lists(st.sampled_from(sorted(values)), min_size=1, max_size=3, unique=True)):
        values[key] = data.draw(st.integers(0, 99_999))
    web = weave(sums(values), {key: Decimal(value) for key, value in values.items()})
    for solution in solve(web, web.failing):
        for steps in solution.repairs:
            mended = web.changed(steps)
            assert not mended.failing & solution.numbers


@pytest.mark.parametrize(
    ("read", "likelier", "than"),
    [
        pytest.param("13.020", "18.020", "14.020", id="3 is rather 8 than 4"),
        pytest.param("1.250", "7.250", "8.250", id="1 is rather 7 than 8"),
        pytest.param("12,5", "12.5", "13,5", id="a mark rather than a digit"),
        pytest.param("250", "2.250", "9.871", id="a digit lost rather than another number"),
        pytest.param("2.250", "250", "9.871", id="a digit added"),
        pytest.param("3.570", "5.370", "5.270", id="neighbours exchanged"),
        pytest.param("3.570", "8.570", "8.510", id="one slip rather than two"),
    ],
)
def test_some_misreadings_are_likelier(read: str, likelier: str, than: str) -> None:
    assert unlikeliness(read, likelier, CONFUSIONS) < unlikeliness(read, than, CONFUSIONS)


@given(st.decimals(0, 9_999_999, places=2), st.decimals(0, 9_999_999, places=2))
def test_a_value_is_written_so_that_it_reads_as_itself(value: Decimal, other: Decimal) -> None:
    text = spell(value, f"khoảng {write(other)} triệu", other)
    assert numeral_in(text, value) is not None


def test_near_values_are_one_slip_away() -> None:
    near = set(near_values("12,5", Decimal("12.5")))
    assert {Decimal("18.5"), Decimal("12.6"), Decimal("1.5"), Decimal("102.5"), Decimal("1.2")} <= near
    assert Decimal("98.5") not in near


def test_sums_of_rounded_numbers_leave_room_for_the_likeliest_reading() -> None:
    """Both sums want 8.37 or so; of what they allow, one digit other than read is likelier than two."""
    texts = {(0, 0): "24,62", (0, 1): "16,52", (0, 2): "8,11", (1, 0): "13,65", (1, 1): "3,36", (1, 2): "5,28"}
    texts |= {(2, 0): "10,97", (2, 1): "8,14", (2, 2): "2,82"}
    known = {("t1", *cell): Term(Decimal(text.replace(",", ".")), text, f"{cell}") for cell, text in texts.items()}

    def rounded(kind: str, cells: list[CellKey]) -> Identity:
        total, *parts = cells
        computed = sum((known[part].value for part in parts), Decimal(0))
        return Identity("t1", kind, total, tuple(parts), known[total].value, computed, Decimal("0.02"))

    sums_of = [rounded("column-items", [("t1", r, c) for r in range(3)]) for c in range(3)]
    sums_of += [rounded("row-parts", [("t1", r, c) for c in range(3)]) for r in range(3)]
    [culprit] = locate(sums_of, known, CONFUSIONS)
    assert culprit.repairs[0].texts == ((("t1", 1, 1), "8,36"),)


def test_what_is_sure_is_told_apart_from_what_is_not() -> None:
    """Two errors of one size may be either pair of corners; a third one, in a row with one of them, is sure."""
    spoilt = {**TABLE, ("t1", 1, 1): TABLE["t1", 1, 1] + 500, ("t1", 2, 3): TABLE["t1", 2, 3] + 500, ("t1", 4, 2): 610}
    culprits = found(spoilt)
    assert sorted(culprit.is_unique for culprit in culprits) == [False, True]
    sure = next(culprit for culprit in culprits if culprit.is_unique)
    assert sure.repairs[0].texts == ((("t1", 4, 2), "670"),)
    assert members_to_suspect(sums(spoilt), culprits) >= {("t1", 1, 1), ("t1", 2, 3), ("t1", 4, 2)}


def test_a_proposal_is_printed_like_its_column() -> None:
    style = Style(places=1)
    assert spell(Decimal("774.9"), "774,59", Decimal("774.59"), style=style) == "774,9"
    assert spell(Decimal(5), "45 lớp", Decimal(45), style=Style(is_padded=True)) == "05 lớp"
    assert spell(Decimal(15), "1 lớp", Decimal(1), style=Style(is_padded=True)) == "15 lớp"
