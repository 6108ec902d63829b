"""Grids that are no tables, and what stands right above those that are."""

from __future__ import annotations

from pathlib import Path

import pytest

from pipeline.catalog import load_catalog
from pipeline.model import Cell, Grid, Passage
from pipeline.tables.frames import is_frame

from .plans import extraction_of


def grid(*rows: str) -> Grid:
    texts = [row.split("|") for row in rows]
    cells = tuple(tuple(Cell(at, Passage(text.strip())) for at, text in enumerate(row)) for row in texts)
    return Grid(cells, max(map(len, texts)))


@pytest.mark.parametrize(
    "frame",
    [
        grid(
            "UBND TỈNH PHÚ THỌ | CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM",
            "Số: 12/KH-UBND | Phú Thọ, ngày 10 tháng 01 năm 2024",
        ),
        grid("UBND TỈNH PHÚ THỌ | CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", "SỞ Y TẾ | Độc lập - Tự do - Hạnh phúc"),
        grid("Nơi nhận: | TM. ỦY BAN NHÂN DÂN", "- Như trên; | KT. CHỦ TỊCH", "- Lưu: VT. | PHÓ CHỦ TỊCH"),
    ],
)
def test_letterheads_and_signatures_are_frames(frame: Grid) -> None:
    assert is_frame(frame, load_catalog())


@pytest.mark.parametrize(
    "table",
    [
        grid(
            "TT | Đơn vị thực hiện | Nhiệm vụ | Địa điểm | Kinh phí",
            "1 | UBND huyện Lâm Thao | Xây trạm | Lâm Thao | 120",
            "2 | UBND huyện Tân Sơn | Xây trạm | Tân Sơn | 80",
        ),
        grid("Nội dung | Cơ quan thực hiện", "Tập huấn | UBND các xã", "Kiểm tra | Giám đốc Sở Y tế"),
        grid("3 | Tập huấn | Giám đốc Sở Y tế | UBND các xã | Quý II"),
        grid("UBND huyện Lâm Thao | Xây trạm | 120", "UBND huyện Tân Sơn | Xây trạm | 80"),
    ],
)
def test_tables_that_name_committees_are_no_frames(table: Grid) -> None:
    assert not is_frame(table, load_catalog())


PLAN = """ỦY BAN NHÂN DÂN TỈNH PHÚ THỌ
Số: 12/KH-UBND
Phú Thọ, ngày 10 tháng 01 năm 2024

KẾ HOẠCH
Phát triển y tế tỉnh Phú Thọ giai đoạn 2021 - 2025

Để chăm sóc sức khỏe nhân dân, Ủy ban nhân dân tỉnh ban hành kế hoạch.

"""


def test_values_of_a_table_that_names_committees_are_kept(tmp_path: Path) -> None:
    rows = (
        "TT\tĐơn vị\tPhối hợp\tKinh phí (triệu đồng)\n1\tSở Y tế\tUBND các huyện\t102\n2\tSở Văn hóa\tUBND các xã\t90\n"
    )
    found = extraction_of(PLAN + rows, tmp_path)
    assert [value.quantity.value for value in found.observations] == [102, 90]


TABLE = "STT\tNội dung chi\tSố tiền\n1\tTập huấn\t102\n2\tHóa chất\t150\n\tTổng cộng\t252\n"


@pytest.mark.parametrize(
    ("above", "years", "unit"),
    [
        ("1. Kinh phí thực hiện năm 2024 (ĐVT: tỷ đồng)\n", (2024, None, None), "tỷ đồng"),
        ("b) Kinh phí năm 2024:\nNgân sách tỉnh cấp cho các đơn vị như sau.\n", (2024, None, None), ""),
        ("2.1. Dự toán giai đoạn 2022 - 2024\n", (None, 2022, 2024), ""),
        ("2. Dự toán năm 2024\nĐơn vị tính: triệu đồng\n", (2024, None, None), "triệu đồng"),
        ("DỰ TOÁN NĂM 2024 (đơn vị tính: triệu đồng)\n", (2024, None, None), "triệu đồng"),
        ("2. Kết quả năm 2022, kế hoạch năm 2024\n", (None, 2021, 2025), ""),
        ("- Kinh phí năm 2023 đã giao;\n", (None, 2021, 2025), ""),
        ("1. Kinh phí năm 2024 do ngân sách tỉnh cấp.\n", (None, 2021, 2025), ""),
    ],
)
def test_a_table_speaks_of_the_year_of_the_heading_above(
    above: str, years: tuple[int | None, ...], unit: str, tmp_path: Path
) -> None:
    found = extraction_of(PLAN + above + TABLE, tmp_path)
    periods = {(value.period.year, value.period.start, value.period.end) for value in found.observations}
    assert periods == {years}
    assert {value.quantity.unit for value in found.observations} == {unit}


def test_a_heading_above_a_table_stays_a_section_of_the_prose(tmp_path: Path) -> None:
    text = PLAN + "II. MỤC TIÊU\nĐến hết năm 2025.\n1. Kinh phí năm 2024\n" + TABLE + "\nGiảm 500 hộ nghèo.\n"
    (target,) = extraction_of(text, tmp_path).targets
    assert target.section.endswith("Kinh phí năm 2024")


def test_the_title_of_a_plan_is_none_of_its_first_table(tmp_path: Path) -> None:
    text = PLAN.replace("\nĐể chăm sóc sức khỏe nhân dân, Ủy ban nhân dân tỉnh ban hành kế hoạch.\n", "")
    (table,) = extraction_of(text + "PHÂN BỔ DỰ TOÁN NĂM 2024\n" + TABLE, tmp_path).tables
    assert table.title == "PHÂN BỔ DỰ TOÁN NĂM 2024"
