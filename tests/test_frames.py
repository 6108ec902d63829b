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

"""


def test_values_of_a_table_that_names_committees_are_kept(tmp_path: Path) -> None:
    rows = (
        "TT\tĐơn vị\tPhối hợp\tKinh phí (triệu đồng)\n1\tSở Y tế\tUBND các huyện\t102\n2\tSở Văn hóa\tUBND các xã\t90\n"
    )
    found = extraction_of(PLAN + rows, tmp_path)
    assert [value.quantity.value for value in found.observations] == [102, 90]
