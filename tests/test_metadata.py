"""What a plan says of itself where its lines are not as they should be."""

from __future__ import annotations

from pathlib import Path

import pytest

from pipeline.catalog import load_catalog
from pipeline.evidence import left_in_english

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


@pytest.mark.parametrize(
    ("title", "first", "last"),
    [
        ("năm 2026, định hướng đến năm 2030", 2026, 2026),
        ("năm 2026 và định hướng giai đoạn 2027 - 2030", 2026, 2026),
        ("giai đoạn 2026 - 2030, tầm nhìn đến năm 2045", 2026, 2030),
        ("năm 2026, tầm nhìn 2045", 2026, 2026),
        ("năm 2026 và năm 2027", 2026, 2027),
        ("định hướng đến năm 2030", None, 2030),
        ("đến năm 2030, tầm nhìn đến năm 2045", None, 2030),
    ],
)
def test_a_plan_does_not_cover_its_outlook(title: str, first: int | None, last: int, tmp_path: Path) -> None:
    found = extraction_of(PLAN.replace("năm 2026\n", f"{title}\n"), tmp_path).metadata
    assert (found.year_start, found.year_end) == (first, last)


@pytest.mark.parametrize(
    ("below", "signer", "doubted"),
    [
        ("Lê Hồng Vinh", "Lê Hồng Vinh", False),
        ("LÊ HỒNG VINH", "Lê Hồng Vinh", False),
        ("Eai B.\nRro\n\nNHÂN DÂN\n\nĐầu Thanh Tùng", "Đầu Thanh Tùng", False),
        ("Eai B.\n\nPHỤ LỤC\nĐầu Thanh Tùng", "Eai B", True),
        ("Y Biêr Niê", "Y Biêr Niê", False),
        ("Eai B.", "Eai B", True),
        ("NHÂN DÂN", "", False),
    ],
)
def test_a_known_name_signs_rather_than_what_a_stamp_leaves(
    below: str, signer: str, doubted: bool, tmp_path: Path
) -> None:
    found = extraction_of(PLAN.replace("Lê Hồng Vinh", below), tmp_path)
    assert found.metadata.signer == signer
    notes = [note for note in found.notes if note.evidence.startswith("neither ")]
    assert [(note.code, note.observed) for note in notes] == [("doubtful-name", signer)] * doubted
    assert not any(left_in_english(note.evidence, load_catalog()) for note in notes)
