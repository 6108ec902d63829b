"""Cells that say how much in words: changes are values, counts are activities, nothing else is passed in silence."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

import pytest

from pipeline.model import Extraction

from .plans import extraction_of

HEAD = """ỦY BAN NHÂN DÂN TỈNH ĐỒNG NAI
Số: 10/KH-UBND
Đồng Nai, ngày 05 tháng 01 năm 2026

KẾ HOẠCH
Khuyến nông năm 2026

PHỤ LỤC
"""


def unaccounted(found: Extraction) -> list[str]:
    return [numeral.raw for numeral in found.numerals if numeral.disposition == "unaccounted"]


@pytest.mark.parametrize(
    ("heading", "type_", "changes"),
    [
        ("So với năm 2025", "comparison", [("level", "3.1"), ("level", "-2"), ("level", "0.5")]),
        ("KH 2026", "plan", [("increase", "3.1"), ("decrease", "2"), ("level", "0.5")]),
    ],
)
def test_words_say_which_way_a_value_changes(
    tmp_path: Path, heading: str, type_: str, changes: list[tuple[str, str]]
) -> None:
    rows = f"TT\tChỉ tiêu\t{heading}\n1\tĐàn gà\tTăng 3,1%\n2\tĐàn vịt\tgiảm 2%\n3\tĐàn dê\t0,5%\n"
    found = extraction_of(HEAD + rows, tmp_path)
    values = [(value.target_kind, value.quantity.value) for value in found.observations]
    assert values == [(kind, Decimal(value)) for kind, value in changes]
    assert {(value.value_type, value.quantity.unit) for value in found.observations} == {(type_, "%")}


def test_differences_in_words_are_added_up(tmp_path: Path) -> None:
    rows = (
        "TT\tHuyện\tKH 2026 (ha)\tTăng/giảm (ha)\n1\tTân Phú\t30\tTăng 5\n2\tVĩnh Cửu\t20\tGiảm 8\n\tCộng\t50\tGiảm 3\n"
    )
    found = extraction_of(HEAD + rows, tmp_path)
    assert [one.holds for one in found.identities if one.total == ("t1", 3, 4)] == [True]


def test_columns_that_say_how_many_are_activities(tmp_path: Path) -> None:
    cells = ["06 lớp, mỗi lớp 35 người", "6 lớp x 35 người", "03 cuộc/năm", "04 đợt", "Theo nhu cầu"]
    rows = "".join(f"{number}\tViệc {number}\t{text}\t1{number}\n" for number, text in enumerate(cells, start=1))
    found = extraction_of(f"{HEAD}TT\tNội dung\tKhối lượng\tKinh phí (triệu đồng)\n{rows}", tmp_path)
    stated = [
        [one and (one.value, one.unit) for one in (activity.quantity, activity.per_year, activity.per_unit)]
        for activity in found.activities
    ]
    assert stated == [
        [(6, "lớp"), None, (35, "người")],
        [(6, "lớp"), None, (35, "người")],
        [(3, "cuộc"), (3, "cuộc"), None],
        [(4, "đợt"), None, None],
        [None, None, None],
    ]
    assert unaccounted(found) == []


@pytest.mark.parametrize(
    ("text", "left"),
    [
        ("Nhà làm việc, diện tích 450 m2", ["450"]),
        ("Thôn 5", []),
        ("Quyết định số 15/QĐ-UBND", []),
        ("Phòng 3, trong 2 năm", []),
        ("Giai đoạn 2026 - 2028", []),
    ],
)
def test_quantities_in_other_texts_are_reported(tmp_path: Path, text: str, left: list[str]) -> None:
    rows = f"TT\tDự án\tKinh phí (triệu đồng)\tMô tả\n1\tChợ\t20\t{text}\n2\tKho\t30\tSửa chữa\n3\tBến\t30\tLàm mới\n"
    assert unaccounted(extraction_of(HEAD + rows, tmp_path)) == left
