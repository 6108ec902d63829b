"""What a plan says of itself where its lines are not as they should be."""

from __future__ import annotations

from pathlib import Path

import pytest

from .plans import extraction_of

PLAN = """ỦY BAN NHÂN DÂN
TỈNH QUẢNG TRỊ
Số: 2088/KH-UBND

CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM
Quảng Trị, ngày 05 tháng 12 năm 2025

KẾ HOẠCH
Công tác dân số tỉnh Quảng Trị năm 2026

I. CHỈ TIÊU
1. Tỷ lệ khám thai đạt 85%.

TM. ỦY BAN NHÂN DÂN
CHỦ TỊCH

Lê Hồng Vinh
"""


@pytest.mark.parametrize(
    ("letterhead", "number"),
    [
        ("TỈNH QUẢNG TRỊ Số: 2088/KH-UBND", "2088/KH-UBND"),
        ("TỈNH QUẢNG TRỊ THEO QUYẾT ĐỊNH SỐ 2088/QĐ-UBND", ""),
        ("Thực hiện Kế hoạch số 2088/KH-UBND", ""),
    ],
)
def test_a_number_may_stand_on_the_line_of_the_issuer(letterhead: str, number: str, tmp_path: Path) -> None:
    found = extraction_of(PLAN.replace("TỈNH QUẢNG TRỊ\nSố: 2088/KH-UBND", letterhead), tmp_path)
    assert found.metadata.document_number == number
    assert ("number-missing" in {note.code for note in found.notes}) == (not number)
