"""Sums that words announce: told, however far off, where one slip explains it."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

import pytest

from pipeline.model import Check, Extraction, LineType

from .plans import extraction_of
from .test_identities import HEAD


def _table(text: str, folder: Path) -> Extraction:
    rows = ["\t".join(cell.strip() for cell in line.split("|")) for line in text.strip("\n").split("\n")]
    return extraction_of(HEAD + "\n".join(rows) + "\n", folder)


def _failing(found: Extraction) -> set[tuple[str, int, int]]:
    return {(one.kind, one.total[1], one.total[2]) for one in found.identities if not one.holds}


def _items(values: Iterable[str], total: str, *, heading: str = "Kinh phí (triệu đồng)", first: str = "") -> str:
    rows = [f"{number} | Hoạt động {chr(64 + number)} | {value}" for number, value in enumerate(values, start=1)]
    above, below = (f"| {first} | {total}\n", "") if first else ("", f"| Tổng cộng | {total}\n")
    return f"TT | Nội dung | {heading}\n{above}" + "\n".join(rows) + f"\n{below}"


@pytest.mark.parametrize(
    ("values", "total"),
    [
        (("420", "1.100", "310"), "7.830"),
        (("420", "7.100", "310"), "1.830"),
        (("420", "1.100", "310"), "18.830"),
        (("420", "1.100", "310"), "830"),
        (("420", "11", "310"), "840,0"),
        (("1.420", "900"), "2.920"),
        (("420", "1.100", "310", "95", "240", "160", "875"), "2.400"),
        (("4,20", "1.100", "310"), "1.830"),
    ],
)
def test_a_total_that_one_slip_puts_far_off_fails(values: tuple[str, ...], total: str, tmp_path: Path) -> None:
    found = _table(_items(values, total), tmp_path)
    assert _failing(found) == {("column-items", len(values) + 1, 3)}
    assert {value.check for value in found.observations} == {Check.SUSPECT}


def test_a_total_above_a_list_that_is_far_off_fails(tmp_path: Path) -> None:
    found = _table(_items(("420", "1.100", "310"), "7.830", first="Tổng số"), tmp_path)
    assert _failing(found) == {("column-items", 1, 3)}
    area = _table(_items(("1.420", "1.105", "310"), "7.835", heading="Số hộ (hộ)", first="Toàn tỉnh"), tmp_path)
    assert _failing(area) == {("column-items", 1, 3)}


@pytest.mark.parametrize(
    ("values", "total", "heading", "first"),
    [
        (("52", "48", "45"), "50", "Lượng mưa (mm)", ""),
        (("1.250", "860", "415"), "9.640", "Số hộ (hộ)", "Toàn tỉnh"),
        (("5", "12", "9"), "85", "Số công trình (công trình)", "Toàn tỉnh"),
        (("520", "480", "700", "300"), "1.000", "Số lao động (người)", ""),
        (("520", "480", "730"), "1.000", "Số lao động (người)", ""),
        (("1.000", "600", "400", "500"), "1.500", "Kinh phí (triệu đồng)", ""),
        (("125", "30"), "1.250", "Số người (người)", "Tổng số trẻ em"),
        (("4", "3", "1"), "-", "Số mô hình (mô hình)", ""),
        (("420", "theo thực tế", "310"), "1.730", "Kinh phí (triệu đồng)", ""),
        (("11", "14", "20"), "20", "Số xã (xã)", ""),
        (("12", "50", "45"), "30", "Mức hỗ trợ (triệu đồng)", ""),
    ],
)
def test_what_is_no_sum_is_not_accused(
    values: tuple[str, ...], total: str, heading: str, first: str, tmp_path: Path
) -> None:
    found = _table(_items(values, total, heading=heading, first=first), tmp_path)
    assert not _failing(found)


_PARTS = """
TT | Đơn vị | Tổng số | Nam | Nữ
1 | Vĩnh Cửu | 1.253 | 620 | 633
2 | Tân Phú | 9.711 | 340 | 371
"""
_QUARTERS = """
TT | Đơn vị | Tổng số | Quý I | Quý II | Quý III | Quý IV
1 | Vĩnh Cửu | 5.250 | 320 | 330 | 300 | 300
2 | Tân Phú | 900 | 200 | 300 | 200 | 200
"""


def test_parts_along_a_row_are_added_up_if_one_row_proves_them(tmp_path: Path) -> None:
    assert _failing(_table(_PARTS, tmp_path)) == {("row-parts", 2, 3)}
    assert _failing(_table(_QUARTERS, tmp_path)) == {("row-parts", 1, 3)}
    some = _PARTS.replace("Nam | Nữ", "Hộ nghèo | Hộ cận nghèo").replace("633", "63").replace("9.711", "2.400")
    assert not _table(some, tmp_path).identities


_BETWEEN = """
TT | Đơn vị | Đàn ngựa | Đàn dê | Cộng ngựa, dê | Đàn lợn
1 | Vĩnh Cửu | 120 | 340 | 460 | 980
2 | Tân Phú | 1.350 | 3.120 | 4.470 | 15.400
3 | Định Quán | 700 | 650 | 1.350 | 4.100
| Tổng cộng | 2.170 | 4.110 | 6.280 | 20.480
"""


def test_a_partial_total_stands_behind_what_it_names(tmp_path: Path) -> None:
    found = _table(_BETWEEN, tmp_path)
    assert not _failing(found)
    kinds = {value.column_no: value.column_type for value in found.observations}
    assert kinds == {3: LineType.PART, 4: LineType.PART, 5: LineType.TOTAL, 6: LineType.ITEM}
    spoilt = _table(_BETWEEN.replace("1.350 | 3.120", "1.350 | 3.720"), tmp_path)
    assert {value.key[1:] for value in spoilt.observations if value.check is Check.SUSPECT} == {(2, 4)}


def test_what_counts_other_things_is_no_part(tmp_path: Path) -> None:
    text = """
TT | Nội dung | Số lượng (lớp) | Số người/lớp | Tổng số học viên
1 | Cấp tỉnh | 5 | 40 | 200
2 | Cấp xã | 60 | 30 | 1.800
| Cộng | 65 | | 2.000
"""
    found = _table(text, tmp_path)
    assert {value.column_type for value in found.observations} == {LineType.ITEM}
    assert not _failing(found)
    assert {one.kind for one in found.identities} == {"column-items", "product"}


@pytest.mark.parametrize("name", ["Tông cộng", "Tổng công", "Tổng sô", "Tong cong", "TỒNG SỐ"])
def test_a_total_whose_name_lost_a_mark_is_one(name: str, tmp_path: Path) -> None:
    found = _table(_items(("420", "1.100", "310"), "1.830").replace("Tổng cộng", name), tmp_path)
    assert [one.holds for one in found.identities] == [True]
    assert {value.row_type for value in found.observations if value.row_no == 4} == {LineType.TOTAL}
