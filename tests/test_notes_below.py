"""What stands below a table: notes belong to it, but what states amounts is prose."""

from __future__ import annotations

from pathlib import Path

import pytest

from .plans import extraction_of

TABLE = """ỦY BAN NHÂN DÂN TỈNH CÀ MAU
Số: 33/KH-UBND
Cà Mau, ngày 12 tháng 01 năm 2026

KẾ HOẠCH
Giảm nghèo năm 2026

II. NHIỆM VỤ

TT\tXã\tSố hộ (hộ)
1\tTân Ân\t250
2\tĐất Mũi\t160
\tCộng\t410
"""


@pytest.mark.parametrize(
    ("note", "values"),
    [
        ("(1) Xây mới 320 căn nhà cho hộ nghèo.\n(2) Sửa 1.150 căn nhà tạm.", [320, 1150]),
        ("* Phấn đấu: tỷ lệ hộ nghèo còn 8,5%.", [8.5]),
        ("Ghi chú: có thêm 45 hộ ở nhờ, chưa\ntính vào bảng.", [45]),
        ("Nguồn: Ban Dân tộc; đã hỗ trợ 35 hộ năm 2025.", [35]),
        ("Ghi chú: Số hộ theo chuẩn nghèo giai đoạn 2022 - 2025.", []),
        ("(1) Theo Quyết định số 1719/QĐ-TTg ngày 14 tháng 10 năm 2021.", []),
        ("(*) Số liệu 6 tháng đầu năm; (5) = (4)/(3) x 100%.", []),
    ],
)
def test_notes_that_state_amounts_are_read(tmp_path: Path, note: str, values: list[float]) -> None:
    found = extraction_of(f"{TABLE}\n{note}\n", tmp_path)
    assert [float(target.quantity.value or 0) for target in found.targets] == values
    assert bool(found.tables[0].notes) is not bool(values)
    assert not [numeral for numeral in found.numerals if numeral.disposition == "unaccounted"]


@pytest.mark.parametrize("mark", ["Ghi chú:", "(*)", "*"])
def test_a_note_in_the_last_row_is_one_below(mark: str, tmp_path: Path) -> None:
    found = extraction_of(f"{TABLE}{mark} Năm 2025 có 4.850 hộ nghèo\t\t\n", tmp_path)
    assert [float(target.quantity.value or 0) for target in found.targets] == [4850]
    assert len(found.tables[0].rows) == 3
