"""Units of rows and unit lines: how they judge the notation of a column, and which column has which."""

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


def read(rows: list[tuple[str, str]], tmp_path: Path) -> Extraction:
    body = "".join(f"{no}\tMục {no}\t{unit}\t{text}\n" for no, (unit, text) in enumerate(rows, start=1))
    return extraction_of(f"{HEAD}TT\tChỉ tiêu\tĐVT\tKH 2026\n{body}", tmp_path)


@pytest.mark.parametrize(
    ("rows", "values", "proposals"),
    [
        (
            [("người", "3.200"), ("%", "91.5"), ("tạ/ha", "48.2")],
            [Decimal(3200), None, None],
            {"91.5": "91,5", "48.2": "48,2"},
        ),
        ([("%", "95,5"), ("thôn", "1,320"), ("ha", "12")], [Decimal("95.5"), None, Decimal(12)], {"1,320": "1.320"}),
        ([("%", "95,5"), ("tấn", "1,320")], [Decimal("95.5"), Decimal("1.320")], {}),
        ([("người", "1.320"), ("%", "95,5")], [Decimal(1320), Decimal("95.5")], {}),
        ([("nghìn người", "1,320"), ("%", "95,5")], [Decimal("1.320"), Decimal("95.5")], {}),
    ],
)
def test_what_cannot_be_divided_judges_marks(
    tmp_path: Path, rows: list[tuple[str, str]], values: list[Decimal | None], proposals: dict[str, str]
) -> None:
    found = read(rows, tmp_path)
    assert [value.quantity.value for value in found.observations] == values
    noted = {
        note.observed: note.proposal for note in found.notes if note.code in {"doubtful-number", "foreign-notation"}
    }
    assert noted == proposals


@pytest.mark.parametrize(
    ("unit", "text", "printed", "scale"),
    [
        ("triệu đồng", "1.250/năm", "triệu đồng/năm", 1_000_000),
        ("triệu đồng/năm", "1.250/năm", "triệu đồng/năm", 1_000_000),
        ("triệu đồng", "1.250", "triệu đồng", 1_000_000),
        ("lớp", "05 lớp/năm", "lớp/năm", 1),
    ],
)
def test_what_a_cell_is_counted_per_follows_the_unit_of_its_row(
    tmp_path: Path, unit: str, text: str, printed: str, scale: int
) -> None:
    (value,) = read([(unit, text)], tmp_path).observations
    assert (value.quantity.unit, value.quantity.scale) == (printed, scale)


@pytest.mark.parametrize(
    ("line", "units"),
    [
        ("Đơn vị: Kinh phí: triệu đồng; diện tích: ha", ["ha", "triệu đồng"]),
        ("ĐVT: Diện tích - ha, kinh phí - tỷ đồng", ["ha", "tỷ đồng"]),
        ("Đơn vị tính: ha", ["ha", ""]),
        ("Đơn vị: Vốn: triệu đồng; năng suất: tạ/ha", ["", ""]),
    ],
)
def test_a_unit_line_may_name_what_each_unit_is_of(tmp_path: Path, line: str, units: list[str]) -> None:
    rows = "TT\tHuyện\tDiện tích\tKinh phí\n1\tTân Phú\t10\t20\n2\tVĩnh Cửu\t11\t21\n"
    found = extraction_of(f"{HEAD}CHỈ TIÊU\n{line}\n{rows}", tmp_path)
    assert [value.quantity.unit for value in found.observations if value.row_no == 1] == units
