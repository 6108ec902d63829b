"""Products, shares and comparisons beside what they are made of; numbers and rows that seem to have lost something."""

from __future__ import annotations

from pathlib import Path

from pipeline.model import Check

from .test_announced import _failing, _table

_PRICES = """
TT | Nội dung | ĐVT | Số lượng | Đơn giá | Thành tiền
1 | Tập huấn | lớp | 12 | 25.000.000 | 300.000.000
2 | Máy in | bộ | 40 | 18.500.000 | 704.000.000
"""


def test_a_product_that_its_heading_names_may_fail_on_every_other_row(tmp_path: Path) -> None:
    assert _failing(_table(_PRICES, tmp_path)) == {("product", 2, 6)}
    days = _PRICES.replace("704", "1.480")
    assert not _failing(_table(days, tmp_path))
    classes = """
TT | Nội dung | Số lớp | Học viên/lớp | Tổng học viên
1 | Cấp tỉnh | 5 | 40 | 200
2 | Cấp xã | 69 | 30 | 2.700
"""
    assert _failing(_table(classes, tmp_path)) == {("product", 2, 5)}


_SHARES = """
TT | Đơn vị | Tổng số hộ | Số hộ nghèo | Tỷ lệ (%)
1 | Vĩnh Cửu | 12.500 | 125 | 1,00
2 | Tân Phú | 8.000 | 304 | 3,80
3 | Định Quán | 7.000 | 245 | 3,50
4 | Xuân Lộc | 6.000 | 240 | 4,00
| Tổng | 33.500 | 914 | 2,73
"""


def test_shares_beside_both_amounts_are_computed(tmp_path: Path) -> None:
    found = _table(_SHARES, tmp_path)
    assert not _failing(found)
    assert sum(one.kind == "quotient" for one in found.identities) == 5
    assert _failing(_table(_SHARES.replace("3,80", "38,0"), tmp_path)) == {("quotient", 2, 5)}
    other = _SHARES.replace("3,80", "21,7")
    assert not [one for one in _table(other.replace("4,00", "9,1"), tmp_path).identities if one.kind == "quotient"]


def test_a_dash_is_no_ratio(tmp_path: Path) -> None:
    text = """
TT | Chỉ tiêu | ĐVT | TH 2022 | KH 2023 | KH 2023/TH 2022 (%)
1 | Lúa | tấn | 4.000 | 4.200 | 105,0
2 | Ngô | tấn | 1.500 | 1.650 | 110,0
3 | Sắn | tấn | 2.000 | 2.500 | 125,0
4 | Khoai | tấn | 800 | 840 | -
"""
    found = _table(text, tmp_path)
    assert not _failing(found)
    assert not [value for value in found.observations if value.check is Check.SUSPECT]


def test_two_comparisons_that_hold_are_vouched_for(tmp_path: Path) -> None:
    text = """
TT | Chỉ tiêu | ĐVT | TH 2022 | KH 2023 | KH 2023/TH 2022 (%)
1 | Lúa | tấn | 40.000 | 41.200 | 103,0
2 | Bò | con | 15.000 | 16.530 | 110,2
"""
    assert [one.holds for one in _table(text, tmp_path).identities] == [True, True]


_RATES = """
TT | Đơn vị | Tỷ lệ hộ nghèo (%)
1 | Vĩnh Cửu | 0,9
2 | Tân Phú | 3,1
3 | Định Quán | 29
4 | Xuân Lộc | 2,7
5 | Cẩm Mỹ | 4,8
6 | Thống Nhất | 5,2
"""


def test_few_numbers_of_one_thing_show_a_lost_mark(tmp_path: Path) -> None:
    found = [(note.row_no, note.proposal) for note in _table(_RATES, tmp_path).notes if note.code == "odd-form"]
    assert found == [(3, "2,9")]
    rows = _RATES.replace("Đơn vị", "Chỉ tiêu").split("\n")
    names = iter(("Tốc độ tăng A", "Tốc độ tăng B", "Tỷ lệ che phủ", "Tốc độ tăng C", "Tốc độ tăng D", "Tốc độ tăng E"))
    text = "\n".join(
        f"{row.split(' | ')[0]} | {next(names)} | {row.split(' | ')[2]}" if row[:1].isdigit() else row for row in rows
    )
    assert not [note for note in _table(text, tmp_path).notes if note.code == "odd-form"]


def test_a_row_whose_cell_cannot_be_read_is_not_missing(tmp_path: Path) -> None:
    text = """
TT | Đơn vị | Số vụ
1 | Vĩnh Cửu | 3
2 | Tân Phú | ?
3 | Định Quán | 4
4 | Xuân Lộc | x
5 | Cẩm Mỹ | 2
| Tổng | 10
"""
    assert "missing-row" not in {note.code for note in _table(text, tmp_path).notes}
    assert "missing-row" in {note.code for note in _table(text.replace("2 | Tân Phú | ?\n", ""), tmp_path).notes}
