"""Cells and rows in the wrong place, numbers nobody can read, and the issuer's own mistakes, in whole documents."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from pipeline.audit.vouching import check_sums, place_of_empty
from pipeline.catalog import load_catalog
from pipeline.model import Box, Cell, Check, Extraction, Note, Passage, Reading, Row, Run, Where

from .plans import extraction_of
from .test_identities import HEAD

TABLE = """
TT | Đơn vị | Tổng số (người) | Trong đó | | Số trẻ (trẻ) | Số lớp (lớp)
| | | Nam | Nữ | |
| Toàn tỉnh | 3.200 | 1.510 | 1.690 | 461 | 36
1 | Vĩnh Cửu | 1.200 | 500 | 700 | 110 | 12
2 | Tân Phú | 450 | 240 | 210 | 87 | 3
3 | Định Quán | 820 | 410 | 410 | 142 | 5
4 | Xuân Lộc | 730 | 360 | 370 | 122 | 16
"""


def plan(text: str, folder: Path) -> Extraction:
    rows = ["\t".join(cell.strip() for cell in line.split("|")) for line in text.strip("\n").split("\n")]
    return extraction_of(HEAD + "\n".join(rows) + "\n", folder)


def notes(found: Extraction, *codes: str) -> list[Note]:
    return [note for note in found.notes if note.code in codes]


def suspects(found: Extraction) -> set[tuple[int, int]]:
    return {(one.row_no, one.column_no) for one in found.observations if one.check is Check.SUSPECT}


def test_nothing_is_wrong_with_it(tmp_path: Path) -> None:
    found = plan(TABLE, tmp_path)
    assert all(identity.holds for identity in found.identities)
    assert len(found.identities) == 10
    assert not suspects(found)


def test_a_misread_cell_is_named_and_the_total_keeps_its_issue(tmp_path: Path) -> None:
    found = plan(TABLE.replace("1.200 | 500", "1.200 | 800"), tmp_path)
    [culprit] = notes(found, "likely-misreading")
    fails = notes(found, "identity-fails")
    assert (culprit.row_no, culprit.column_no, culprit.observed, culprit.proposal) == (2, 4, "800", "500")
    assert [(note.row_no, note.column_no) for note in fails] == [(2, 3), (1, 4)]
    assert {note.group for note in fails} == {culprit.group}
    assert culprit.group
    assert all("500 for 800 (row 2 column 4)" in note.evidence for note in fails)
    assert suspects(found) == {(2, 4)}


def test_a_number_that_no_slip_explains_is_never_taken_unseen(tmp_path: Path) -> None:
    """The sums want 500; who reads 86.412 there has another row or column before him than the sums."""
    found = plan(TABLE.replace("1.200 | 500", "1.200 | 86.412"), tmp_path)
    [culprit] = notes(found, "likely-misreading")
    assert (culprit.observed, culprit.proposal, culprit.unique) == ("86.412", "500", False)
    misread = plan(TABLE.replace("1.200 | 500", "1.200 | 800"), tmp_path)
    assert [note.unique for note in notes(misread, "likely-misreading")] == [True]


def test_two_causes_are_two_groups(tmp_path: Path) -> None:
    found = plan(TABLE.replace("1.200 | 500", "1.200 | 800").replace("370 | 122", "310 | 122"), tmp_path)
    assert len({note.group for note in notes(found, "identity-fails", "likely-misreading")}) == 2
    assert suspects(found) == {(2, 4), (5, 5)}


def test_neighbours_of_a_row_exchanged(tmp_path: Path) -> None:
    found = plan(TABLE.replace("240 | 210", "210 | 240"), tmp_path)
    swapped = notes(found, "swapped-cells")
    assert [(note.row_no, note.column_no, note.observed, note.proposal) for note in swapped] == [
        (3, 4, "210", "240"),
        (3, 5, "240", "210"),
    ]
    assert suspects(found) == {(3, 4), (3, 5)}


def test_neighbours_of_a_column_exchanged(tmp_path: Path) -> None:
    text = TABLE.replace("450 | 240", "450 | 410").replace("820 | 410 | 410", "820 | 240 | 410")
    found = plan(text, tmp_path)
    assert {(note.row_no, note.column_no) for note in notes(found, "swapped-cells")} == {(3, 4), (4, 4)}


def test_a_cell_was_lost_and_the_others_moved(tmp_path: Path) -> None:
    found = plan(
        TABLE.replace("3 | Định Quán | 820 | 410 | 410 | 142 | 5", "3 | Định Quán | 820 | 410 | 142 | 5 |"), tmp_path
    )
    [shifted] = notes(found, "shifted-row")
    assert shifted.row_no == 4
    assert shifted.proposal == "3 | Định Quán | 820 | 410 | 410 | 142 | 5"
    assert {(4, 5), (4, 6)} <= suspects(found)
    assert not {key for key in suspects(found) if key[0] in {2, 3, 5}}


def test_an_empty_cell_too_many(tmp_path: Path) -> None:
    found = plan(TABLE.replace("450 | 240 | 210 | 87 | 3", "450 | | 240 | 210 | 87"), tmp_path)
    [shifted] = notes(found, "shifted-row")
    assert shifted.proposal == "2 | Tân Phú | 450 | 240 | 210 | 87 | "
    assert {(3, 5), (3, 6), (3, 7)} <= suspects(found)


def test_a_lost_row_shows_in_the_running_numbers(tmp_path: Path) -> None:
    found = plan(TABLE.replace("2 | Tân Phú | 450 | 240 | 210 | 87 | 3\n", ""), tmp_path)
    [missing] = notes(found, "missing-row")
    assert missing.row_no == 2
    assert "450 | 240 | 210 | 87 | 3" in missing.evidence
    assert len(notes(found, "identity-fails")) == 5
    assert suspects(found) == {(1, column) for column in range(3, 8)}


def test_totals_that_exceed_the_sums_without_a_gap_stay_suspect(tmp_path: Path) -> None:
    text = TABLE.replace("3.200 | 1.510 | 1.690 | 461 | 36", "3.650 | 1.750 | 1.900 | 548 | 39")
    found = plan(text, tmp_path)
    assert {(1, column) for column in range(3, 8)} <= suspects(found)


def test_a_doubled_row(tmp_path: Path) -> None:
    line = "2 | Tân Phú | 450 | 240 | 210 | 87 | 3\n"
    found = plan(TABLE.replace(line, line + line), tmp_path)
    [doubled] = notes(found, "doubled-row")
    assert doubled.row_no == 4
    assert suspects(found) == {(4, column) for column in range(3, 8)}


@pytest.mark.parametrize("read", ["1,200", "l.200", "1.2OO"])
def test_the_sums_say_what_an_unreadable_cell_holds(read: str, tmp_path: Path) -> None:
    found = plan(TABLE.replace("Vĩnh Cửu | 1.200", f"Vĩnh Cửu | {read}"), tmp_path)
    [culprit] = notes(found, "likely-misreading")
    [notation] = notes(found, "doubtful-number", "unreadable-number")
    assert (culprit.observed, culprit.proposal) == (read, "1.200")
    assert culprit.group == notation.group
    assert suspects(found) == {(2, 3)}


def test_sums_that_want_different_things_of_an_unreadable_cell(tmp_path: Path) -> None:
    """One of the others is wrong as well, and nobody knows which."""
    found = plan(TABLE.replace("Vĩnh Cửu | 1.200 | 500", "Vĩnh Cửu | l.200 | 800"), tmp_path)
    assert {(2, 3), (2, 4), (2, 5), (1, 3)} <= suspects(found)


@pytest.mark.parametrize(
    ("readings", "code"),
    [
        pytest.param((Reading("800", "a", 0.9), Reading("800", "b", 0.9)), "likely-misprint", id="both read it"),
        pytest.param((Reading("800", "a", 0.9), Reading("500", "b", 0.9)), "likely-misreading", id="one does not"),
        pytest.param((Reading("800", "a", 0.9),), "likely-misreading", id="nobody else looked"),
    ],
)
def test_what_independent_readings_agree_on_is_the_issuers_mistake(
    readings: tuple[Reading, ...], code: str, tmp_path: Path
) -> None:
    found = plan(TABLE.replace("1.200 | 500", "1.200 | 800"), tmp_path)
    observations = [
        replace(one, readings=readings, check=Check.SINGLE) if (one.row_no, one.column_no) == (2, 4) else one
        for one in found.observations
    ]
    checked = check_sums(found.tables, observations, load_catalog())
    assert [note.code for note in checked.notes if note.column_no == 4 and note.row_no == 2] == [code]


def test_many_errors_do_not_unmake_a_sum(tmp_path: Path) -> None:
    """Three of four rows are off by a slip each; that the fourth and a column hold says that the sums were meant."""
    text = (
        TABLE.replace("450 | 240", "450 | 540")
        .replace("820 | 410 | 410", "820 | 410 | 470")
        .replace("370 | 122", "310 | 122")
    )
    found = plan(text, tmp_path)
    assert {(3, 4), (4, 5), (5, 5)} <= suspects(found)


def test_a_mean_below_counts_is_not_their_sum(tmp_path: Path) -> None:
    text = TABLE.replace("Số lớp (lớp)", "Số ngày").replace("461 | 36", "461 | 9")
    assert not notes(plan(text, tmp_path), "identity-fails")


def test_a_cell_left_empty_where_two_sums_want_a_value(tmp_path: Path) -> None:
    found = plan(TABLE.replace("1.200 | 500 | 700", "1.200 | | 700"), tmp_path)
    [culprit] = notes(found, "likely-misreading")
    assert (culprit.row_no, culprit.column_no, culprit.observed, culprit.proposal) == (2, 4, "", "500")
    assert (culprit.unique, culprit.where.start) == (True, 0), "a person has to find the line"
    assert culprit.where.line is not None
    assert not suspects(found)


def test_an_empty_cell_is_where_its_borders_are_or_along_its_row() -> None:
    def printed(column: int, text: str, box: Box, borders: Box | None = None) -> Cell:
        runs = (Run(0, len(text), Where(page=3, box=box)),) if text else ()
        return Cell(column, Passage(text, runs), box=borders)

    label, value = printed(0, "Tân Phú", Box(10, 20, 60, 30)), printed(2, "240", Box(90, 21, 110, 31))
    ruled, unruled = printed(1, "", Box(0, 0, 0, 0), Box(62, 18, 88, 33)), printed(1, "", Box(0, 0, 0, 0))
    assert place_of_empty(Row(1, (label, ruled, value)), 2) == Where(page=3, box=Box(62, 18, 88, 33))
    assert place_of_empty(Row(1, (label, unruled, value)), 2) == Where(page=3, box=Box(10, 20, 110, 31))
    assert place_of_empty(Row(1, (), label_where=Where(line=4, start=0, end=2)), 2) == Where(line=4, start=0, end=2)


def test_two_rows_read_as_one(tmp_path: Path) -> None:
    two = "2 | Tân Phú | 450 | 240 | 210 | 87 | 3\n3 | Định Quán | 820 | 410 | 410 | 142 | 5\n"
    one = "2 | Tân Phú Định Quán | 450 820 | 240 410 | 210 410 | 87 142 | 3 5\n"
    found = plan(TABLE.replace(two, one), tmp_path)
    [merged] = notes(found, "merged-rows")
    assert merged.row_no == 3
    assert "450 | 240 | 210 | 87 | 3 and 820 | 410 | 410 | 142 | 5" in merged.evidence
    assert {note.group for note in notes(found, "unreadable-number")} <= {merged.group}


def test_a_space_between_thousands_does_not_make_two_rows(tmp_path: Path) -> None:
    found = plan(TABLE.replace("1.200 | 500 | 700", "1 200 | 5 00 | 7 00"), tmp_path)
    assert not notes(found, "merged-rows")


def test_a_gap_in_the_numbers_clears_nobody_unless_a_whole_row_lacks(tmp_path: Path) -> None:
    """Two numbers too small in a table whose numbers skip one for another reason."""
    text = TABLE.replace("4 | Xuân Lộc", "5 | Xuân Lộc").replace("142 | 5", "112 | 2")
    found = plan(text, tmp_path)
    assert {(4, 6), (4, 7)} <= suspects(found)


_LATER = """
TT | Đơn vị | Số hộ (hộ)
3 | Vĩnh Cửu | 100
4 | Tân Phú | 250
5 | Định Quán | 310
"""


@pytest.mark.parametrize(
    ("old", "new", "count"),
    [("", "", 1), ("3 |", "1 |", 0), ("3 |", "| ", 0), ("4 |", "6 |", 0)],
    ids=["later", "first", "unread", "other numbers"],
)
def test_a_table_that_begins_with_a_later_number_has_lost_rows(old: str, new: str, count: int, tmp_path: Path) -> None:
    found = plan(_LATER.replace(old, new), tmp_path)
    assert [note.evidence for note in notes(found, "missing-row")] == ["the numbers begin with 3"] * count
