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
