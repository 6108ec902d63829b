"""Units that were misread, and values that have none."""

from __future__ import annotations

from pathlib import Path

import pytest

from pipeline.model import Extraction, Note

from .plans import extraction_of

PLAN = """ỦY BAN NHÂN DÂN TỈNH LÀO CAI
Số: 15/KH-UBND
Lào Cai, ngày 12 tháng 02 năm 2024

KẾ HOẠCH
Sửa chữa trạm bơm tỉnh Lào Cai năm 2024

PHỤ LỤC
{line}

TT\tCông trình\t{heading}
1\tTrạm bơm Cốc Lếu\t{first}
2\tTrạm bơm Pom Hán\t1.350
"""


def plan(folder: Path, line: str, heading: str = "Kinh phí", first: str = "2.400") -> Extraction:
    return extraction_of(PLAN.format(line=line, heading=heading, first=first), folder)


def about_units(found: Extraction) -> list[Note]:
    return [note for note in found.notes if note.code in {"unit-missing", "unit-repaired"}]


@pytest.mark.parametrize(
    ("line", "unit", "is_told"),
    [
        ("Đơn vị: 1.000 đồng", "1.000 đồng 1000", False),
        ("Đơn vị: 1.000 đông", "1.000 đồng 1000", True),
        ("(Đơn vị tính: Triêu đồng)", "Triệu đồng 1000000", True),
        ("ĐVT: nghìr đồng", "nghìn đồng 1000", True),
        ("ĐVT: đông", "đồng 1", True),
        ("Đơn vi tính: triệu đồng", "triệu đồng 1000000", False),
        ("Đơn vị tính triệu đồng", "triệu đồng 1000000", False),
        ("Đơn vị tinh; tỷ đông", "tỷ đồng 1000000000", True),
    ],
)
def test_a_misread_unit_line_gives_its_unit(line: str, unit: str, is_told: bool, tmp_path: Path) -> None:
    found = plan(tmp_path, line)
    units = {f"{value.quantity.unit} {value.quantity.scale:f}" for value in found.observations}
    assert units == {unit}
    assert [note.code for note in about_units(found)] == ["unit-repaired"] * is_told
    assert all(value.header_path == "Kinh phí" for value in found.observations)


def test_a_misread_unit_of_a_heading_is_repaired(tmp_path: Path) -> None:
    found = plan(tmp_path, "SỬA CHỮA TRẠM BƠM", "Kinh phí (triệu đông)")
    assert {value.quantity.unit for value in found.observations} == {"triệu đồng"}
    assert [(note.code, note.observed, note.proposal) for note in about_units(found)] == [
        ("unit-repaired", "triệu đông", "triệu đồng")
    ]


def test_a_season_is_no_money(tmp_path: Path) -> None:
    found = plan(tmp_path, "DIỆN TÍCH GIEO TRỒNG", "Vụ (đông)")
    assert {value.quantity.unit for value in found.observations} == {""}
    assert [(note.code, note.severity) for note in about_units(found)] == [("unit-missing", None)]


@pytest.mark.parametrize(
    ("line", "heading", "severity"),
    [
        ("SỬA CHỮA TRẠM BƠM", "Kinh phí", "warning"),
        ("SỬA CHỮA TRẠM BƠM", "Ngân sách tỉnh", "warning"),
        ("SỬA CHỮA TRẠM BƠM", "Đợt một", ""),
        ("SỬA CHỮA TRẠM BƠM", "Giá trị", ""),
        ("SỬA CHỮA TRẠM BƠM", "Cơ cấu vốn (%)", None),
        ("Đơn vị: trxx đxng", "Đợt một", "warning"),
        ("Đơn vị: Sở Xây dựng", "Đợt một", ""),
        ("Đơn vị: Kinh phí: triệu đồng; chiều dài: km", "Đợt một", ""),
    ],
)
def test_money_and_unit_lines_without_a_unit_are_warnings(
    line: str, heading: str, severity: str | None, tmp_path: Path
) -> None:
    notes = about_units(plan(tmp_path, line, heading))
    assert [str(note.severity or "") for note in notes] == ([] if severity is None else [severity])
