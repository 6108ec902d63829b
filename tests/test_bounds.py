"""Bounds of the catalogue: a level outside them is suspect, a change or an unusual level is not."""

from __future__ import annotations

from pathlib import Path

import pytest

from pipeline.model import Check

from .plans import SAMPLES, extraction, extraction_of, fixtures

HEAD = """ỦY BAN NHÂN DÂN TỈNH ĐỒNG NAI
Số: 10/KH-UBND
Đồng Nai, ngày 05 tháng 01 năm 2023

KẾ HOẠCH
Dân số năm 2023

I. MỤC TIÊU
"""


def test_a_rate_that_lost_its_comma_is_suspect(tmp_path: Path) -> None:
    rows = "TT\tĐơn vị\tTỷ lệ BHYT (%)\n1\tVĩnh Cửu\t96,5\n2\tTân Phú\t985\n3\tĐịnh Quán\t97,4\n"
    found = extraction_of(HEAD.replace("I. MỤC TIÊU", "PHỤ LỤC") + rows, tmp_path)
    assert [value.check for value in found.observations] == [Check.SINGLE, Check.SUSPECT, Check.SINGLE]
    (note,) = (note for note in found.notes if note.code == "implausible-value")
    assert (note.observed, note.expected, note.row_no, note.column_no) == ("985", "at most 100 %", 2, 3)
    assert note.where.line == 11


@pytest.mark.parametrize(
    ("goal", "check"),
    [
        ("Tỷ lệ bao phủ bảo hiểm y tế đạt 955%.", Check.SUSPECT),
        ("Tỷ lệ bao phủ bảo hiểm y tế đạt 95 - 955%.", Check.SUSPECT),
        ("Tỷ lệ bao phủ bảo hiểm y tế đạt 100%.", Check.SINGLE),
        ("Tỷ lệ bao phủ bảo hiểm y tế đạt 40%.", Check.SINGLE),
        ("Số người tham gia bảo hiểm y tế tăng 120%.", Check.SINGLE),
    ],
)
def test_goals(goal: str, check: Check, tmp_path: Path) -> None:
    found = extraction_of(f"{HEAD}- {goal}\n", tmp_path)
    assert [target.check for target in found.targets] == [check]
    assert sum(note.code == "implausible-value" for note in found.notes) == (check is Check.SUSPECT)


@pytest.mark.parametrize("path", [*fixtures(), *sorted(SAMPLES.glob("mau-*"))], ids=lambda path: path.name)
def test_clean_plans_are_not_accused(path: Path) -> None:
    found = extraction(path)
    assert found.targets
    assert not [note for note in found.notes if note.code == "implausible-value"]
