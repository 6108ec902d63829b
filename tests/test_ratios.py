"""Products, shares and comparisons beside what they are made of; numbers and rows that seem to have lost something."""

from __future__ import annotations

from pathlib import Path

import pytest

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


def test_rounding_of_a_product_is_that_of_its_unit(tmp_path: Path) -> None:
    seedlings = """
TT | Cây giống | Số lượng (cây) | Đơn giá (đồng) | Thành tiền (triệu đồng)
1 | Keo | 12.000 | 1.250 | 15,0
2 | Quế | 8.000 | 3.000 | 94,0
3 | Lát | 5.000 | 4.100 | 20,5
4 | Mỡ | 9.000 | 2.150 | 19,4
"""
    assert _failing(_table(seedlings, tmp_path)) == {("product", 2, 5)}


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


_CROSSED = """
TT | Nội dung | TH 2022 (người) | KH 2023 (người) | KH 2023/TH 2022 (%)
1 | Mầm non | 12.400 | 13.020 | 105,0
2 | Tiểu học | 31.250 | 30.500 | 97,6
3 | Trung học | 20.150 | 21.480 | 106,6
| Tổng số | 63.800 | 65.000 | 101,9
"""


@pytest.mark.parametrize(
    ("old", "new", "suspects"),
    [
        ("65.000", "63.000", {(4, 4)}),
        ("30.500", "38.500", {(2, 4)}),
        ("31.250", "37.250", {(2, 3)}),
        ("65.000 | 101,9", "63.000 | 98,7", {(1, 4), (2, 4), (3, 4), (4, 4)}),
    ],
)
def test_a_ratio_tells_which_member_of_a_sum_is_wrong(
    old: str, new: str, suspects: set[tuple[int, int]], tmp_path: Path
) -> None:
    found = _table(_CROSSED.replace(old, new), tmp_path)
    assert {(one.row_no, one.column_no) for one in found.observations if one.check is Check.SUSPECT} == suspects
    told = [note for note in found.notes if note.code == "likely-misreading"]
    assert [(note.row_no, note.column_no) for note in told] == (sorted(suspects) if len(suspects) == 1 else [])
    assert all(note.proposal == old for note in told)
    failing = [note for note in found.notes if note.code == "identity-fails"]
    assert len({note.group for note in failing}) == 1


def test_a_ratio_that_nothing_mends_clears_nobody(tmp_path: Path) -> None:
    spoilt = _CROSSED.replace("65.000 | 101,9", "63.000 | 112,4")
    assert len([one for one in _table(spoilt, tmp_path).observations if one.check is Check.SUSPECT]) == 6


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
