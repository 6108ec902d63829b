"""Columns whose headings leave something open: no year is guessed, and the gap is reported once."""

from __future__ import annotations

from pathlib import Path

from .plans import extraction_of

PLAN = """ỦY BAN NHÂN DÂN TỈNH ĐỒNG NAI
Số: 10/KH-UBND
Đồng Nai, ngày 05 tháng 01 năm 2023

KẾ HOẠCH
Giảm nghèo năm 2023

PHỤ LỤC
TT\tĐơn vị\tNăm 2022 (%)\tKế hoạch 2023 (%)\tTăng, giảm so với 2022 (%)
1\tVĩnh Cửu\t4,5\t4,0\t-0,5
2\tTân Phú\t5,5\t5,6\t+0,1
"""


def test_a_comparison_that_names_its_baseline_only_has_no_year(tmp_path: Path) -> None:
    found = extraction_of(PLAN, tmp_path)
    periods = [(value.period.year, value.period.baseline) for value in found.observations if value.row_no == 1]
    assert periods == [(2022, None), (2023, None), (None, 2022)]
    (note,) = (note for note in found.notes if note.code == "year-missing")
    assert (note.table_id, note.header_path) == ("t1", "Tăng, giảm so với 2022 (%)")
    assert note.evidence.startswith("columns 5:")


def test_columns_with_years_are_not_accused(tmp_path: Path) -> None:
    found = extraction_of(PLAN.replace("\tTăng, giảm so với 2022 (%)", "\tNăm 2025 (%)"), tmp_path)
    assert {value.period.year for value in found.observations} == {2022, 2023, 2025}
    assert not [note for note in found.notes if note.code == "year-missing"]


SPACED = """PHỤ LỤC
TT\tĐơn vị\tTổng số (người)\tNam (người)\tNữ (người)
1\tVĩnh Cửu\t12 450\t5\u00a0950\t6 500
2\tTân Phú\t912\t400\t512
"""


def test_columns_whose_thousands_are_grouped_by_spaces_have_values(tmp_path: Path) -> None:
    found = extraction_of(PLAN.partition("PHỤ LỤC")[0] + SPACED, tmp_path)
    assert [value.quantity.value for value in found.observations] == [12450, 5950, 6500, 912, 400, 512]
    assert not [note for note in found.notes if note.code in {"doubtful-number", "unreadable-number"}]


def test_a_space_in_a_table_that_groups_with_dots_is_doubtful(tmp_path: Path) -> None:
    text = PLAN.partition("PHỤ LỤC")[0] + SPACED.replace("6 500", "6.500")
    found = extraction_of(text, tmp_path)
    assert [value.quantity.value for value in found.observations] == [None, None, 6500, 912, 400, 512]
    doubts = [note for note in found.notes if note.code == "doubtful-number"]
    assert [note.proposal for note in doubts] == ["12.450", "5.950"]


def test_one_row_with_spaces_among_whole_numbers_may_be_two_rows(tmp_path: Path) -> None:
    rows = "1\tVĩnh Cửu\t620\t310\n2\tTân Phú Định Quán\t450 820\t240 410\n4\tXuân Lộc\t540\t280\n"
    text = PLAN.partition("TT")[0] + "TT\tĐơn vị\tTrẻ em (trẻ)\tNam (trẻ)\n" + rows
    found = extraction_of(text, tmp_path)
    assert [value.quantity.value for value in found.observations] == [620, 310, None, None, 540, 280]
    total = text.replace("2\tTân Phú Định Quán\t450 820\t240 410", "2\tTân Phú\t450\t820")
    found = extraction_of(f"{total}\tCộng\t1 610\t1 410\n", tmp_path)
    assert [value.quantity.value for value in found.observations][-2:] == [1610, 1410]
