"""Bounds of the catalogue: a level outside them is suspect, a change or an unusual level is not."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from pipeline.audit.bounds import check_bounds
from pipeline.catalog import load_catalog
from pipeline.model import Check, Period, Target, TargetKind, Where
from pipeline.numbers import parse_quantity

from .plans import SAMPLES, extraction, extraction_of, fixtures

HEAD = """ỦY BAN NHÂN DÂN TỈNH ĐỒNG NAI
Số: 10/KH-UBND
Đồng Nai, ngày 05 tháng 01 năm 2023

KẾ HOẠCH
Dân số năm 2023

I. MỤC TIÊU
"""


def test_a_rate_that_lost_its_comma_is_suspect(tmp_path: Path) -> None:
    rows = "TT\tĐơn vị\tTỷ lệ BHYT (%)\n1\tVĩnh Cửu\t96,5\n2\tTân Phú\t985\n3\tĐịnh Quán\t97,4\n"
    found = extraction_of(HEAD.replace("I. MỤC TIÊU", "PHỤ LỤC") + rows, tmp_path)
    assert [value.check for value in found.observations] == [Check.SINGLE, Check.SUSPECT, Check.SINGLE]
    (note,) = (note for note in found.notes if note.code == "implausible-value")
    assert (note.observed, note.expected, note.row_no, note.column_no) == ("985", "at most 100 %", 2, 3)
    assert note.where.line == 11


@pytest.mark.parametrize(
    ("heading", "count"),
    [
        ("Tỷ lệ % KH 2023/TH 2022", 0),
        ("Tỷ lệ (%) kế hoạch 2023/ước 2022", 0),
        ("Tỷ lệ % 2023/2022", 0),
        ("Tỷ lệ học sinh năm học 2022/2023 (%)", 1),
        ("Tỷ lệ hộ nghèo kế hoạch (%)", 1),
    ],
)
def test_a_ratio_of_plan_to_result_is_no_share(heading: str, count: int, tmp_path: Path) -> None:
    rows = f"TT\tĐơn vị\t{heading}\n1\tVĩnh Cửu\t96,5\n2\tTân Phú\t104,8\n3\tĐịnh Quán\t97,4\n"
    found = extraction_of(HEAD.replace("I. MỤC TIÊU", "PHỤ LỤC") + rows, tmp_path)
    assert [note.code for note in found.notes].count("implausible-value") == count


@pytest.mark.parametrize(
    ("goal", "check"),
    [
        ("Tỷ lệ bao phủ bảo hiểm y tế đạt 955%.", Check.SUSPECT),
        ("Tỷ lệ bao phủ bảo hiểm y tế đạt 95 - 955%.", Check.SUSPECT),
        ("Tỷ lệ bao phủ bảo hiểm y tế đạt 100%.", Check.SINGLE),
        ("Tỷ lệ bao phủ bảo hiểm y tế đạt 40%.", Check.SINGLE),
        ("Số người tham gia bảo hiểm y tế tăng 120%.", Check.SINGLE),
        ("Tỷ lệ hộ dân tham gia phân loại rác đạt 188,57%.", Check.SUSPECT),
        ("Tỷ lệ học sinh nhập học đạt 103% so với cùng kỳ.", Check.SINGLE),
        ("Tỷ lệ hoàn thành kế hoạch thu đạt 103,5%.", Check.SINGLE),
    ],
)
def test_goals(goal: str, check: Check, tmp_path: Path) -> None:
    found = extraction_of(f"{HEAD}- {goal}\n", tmp_path)
    assert [target.check for target in found.targets] == [check]
    assert sum(note.code == "implausible-value" for note in found.notes) == (check is Check.SUSPECT)


@pytest.mark.parametrize(
    ("label", "value", "expected"),
    [
        ("Tỷ lệ bao phủ của xã (%)", "188,57", "at most 100 %"),
        ("Tỷ lệ huy động trẻ 5 tuổi (%)", "109,9", "at most 100 %"),
        ("Tỷ lệ hoàn thành kế hoạch (%)", "103,5", ""),
        ("Tỷ lệ nhập học tiểu học (chung) (%)", "101,2", ""),
        ("Tỷ lệ thu ngân sách bằng dự toán (%)", "110", ""),
        ("Cán cân xuất nhập khẩu (%)", "-5,2", ""),
        ("Tốc độ tăng dân số tự nhiên (‰)", "11,2", ""),
        ("Tốc độ tăng dân số tự nhiên (%)", "1,12", ""),
        ("Tốc độ tăng dân số tự nhiên (‰)", "112", "at most 30 ‰"),
        ("Tốc độ tăng dân số tự nhiên (%)", "11,2", "at most 30 ‰"),
    ],
)
def test_rates_within_and_beyond_a_whole(label: str, value: str, expected: str, tmp_path: Path) -> None:
    rows = f"TT\tĐơn vị\t{label}\n1\tVĩnh Cửu\t{value}\n2\tTân Phú\t0,9\n3\tĐịnh Quán\t0,8\n"
    found = extraction_of(HEAD.replace("I. MỤC TIÊU", "PHỤ LỤC") + rows, tmp_path)
    assert [note.expected for note in found.notes if note.code == "implausible-value"] == [expected] * bool(expected)
    assert (found.observations[0].check is Check.SUSPECT) == bool(expected)


@pytest.mark.parametrize(
    ("label", "value", "check"),
    [
        ("Tỷ lệ huy động trẻ mẫu giáo 5 tuổi", "109,9", Check.SUSPECT),
        ("Tỷ lệ huy động trẻ tiểu học (chung)", "101,2", Check.SINGLE),
        ("Tỷ lệ hoàn thành kế hoạch", "103,5", Check.SINGLE),
        ("Tỷ lệ thu ngân sách", "104,0", Check.SINGLE),
        ("Tốc độ tăng trưởng", "-1,5", Check.SINGLE),
    ],
)
def test_a_share_of_a_whole_needs_no_indicator(label: str, value: str, check: Check, tmp_path: Path) -> None:
    rows = f"TT\tChỉ tiêu\tĐVT\tKế hoạch năm 2023\n1\t{label}\t%\t{value}\n2\tSố trường\ttrường\t12\n"
    found = extraction_of(HEAD.replace("I. MỤC TIÊU", "PHỤ LỤC") + rows, tmp_path)
    assert [one.check for one in found.observations] == [check, Check.SINGLE]


@pytest.mark.parametrize("path", [*fixtures(), *sorted(SAMPLES.glob("mau-*"))], ids=lambda path: path.name)
def test_clean_plans_are_not_accused(path: Path) -> None:
    found = extraction(path)
    assert found.targets
    assert not [note for note in found.notes if note.code == "implausible-value"]


_AS_PRINTED = {
    "chi-so-papi": "42,5 điểm",
    "chi-so-par-index": "88,4 điểm",
    "chi-so-pci": "67,1 điểm",
    "chieu-cao-trung-binh-nam-18-tuoi": "168,5 cm",
    "chieu-cao-trung-binh-nu-18-tuoi": "1,575 m",
    "dien-tich-nha-o-binh-quan-dau-nguoi": "27,5 m2/người",
    "gia-tri-san-pham-tren-1-ha-dat-trong-trot": "120 triệu đồng",
    "grdp-binh-quan-dau-nguoi": "75,5 triệu đồng",
    "mat-do-dan-so": "2.400 người/km2",
    "nang-suat-lao-dong-xa-hoi": "165 triệu đồng",
    "nang-suat-lua": "62,5 tạ/ha",
    "so-bac-si-tren-10-000-dan": "12,5 bác sĩ/vạn dân",
    "so-ca-mac-lao-moi-tren-100-000-dan": "95 ca/100.000 dân",
    "so-chung-loai-cua-moi-loai-phuong-tien-tranh-thai": "3 chủng loại",
    "so-dieu-duong-tren-10-000-dan": "25 điều dưỡng/10.000 dân",
    "so-duoc-si-dai-hoc-tren-10-000-dan": "2,8 dược sĩ/10.000 dân",
    "so-giuong-benh-tren-10-000-dan": "32 giường/vạn dân",
    "so-nam-song-khoe": "68 năm",
    "so-ngay-luu-tru-binh-quan-cua-khach-du-lich": "2,5 ngày",
    "so-sinh-vien-tren-10-000-dan": "210 sinh viên/10.000 dân",
    "so-tieu-chi-nong-thon-moi-binh-quan-mot-xa": "16,5 tiêu chí/xã",
    "so-vu-ngo-doc-thuc-pham-tren-100-000-dan": "6 vụ/100.000 dân",
    "thu-nhap-binh-quan-dau-nguoi": "5,2 triệu đồng/tháng",
    "thu-nhap-binh-quan-dau-nguoi-khu-vuc-nong-thon": "62 triệu đồng/người/năm",
    "tong-ty-suat-sinh": "2,1 con/phụ nữ",
    "tuoi-tho-trung-binh": "75,2 tuổi",
    "ty-so-gioi-tinh-khi-sinh": "111,5 bé trai/100 bé gái",
    "ty-so-tu-vong-me-tren-100-000-tre-de-song": "42 ca/100.000 trẻ đẻ sống",
}
"""What a plan may print for each indicator with an upper bound that is no share."""


def test_bounds_of_the_catalogue_are_in_base_units() -> None:
    catalog = load_catalog()
    bounded = {row["indicator_id"]: row for row in catalog.indicators if row["upper"] and row["unit_family"] != "rate"}
    assert set(bounded) == set(_AS_PRINTED)
    for indicator_id, printed in _AS_PRINTED.items():
        quantity = parse_quantity(printed, catalog.units)
        assert quantity.value is not None, indicator_id
        goal = Target(
            target_id="g1",
            section="",
            indicator="",
            target_kind=TargetKind.LEVEL,
            quantity=quantity,
            period=Period(),
            raw=printed,
            where=Where(),
            indicator_id=indicator_id,
        )
        assert not check_bounds([goal], [], catalog).notes, indicator_id
        many = replace(goal, quantity=replace(quantity, value=10000 * quantity.value))
        assert check_bounds([many], [], catalog).notes, indicator_id


@pytest.mark.parametrize(
    ("goal", "check"),
    [
        ("Chiều cao trung bình của nam thanh niên 18 tuổi đạt 168,5 cm.", Check.SINGLE),
        ("Chiều cao trung bình của nữ thanh niên 18 tuổi đạt 1,575 m.", Check.SINGLE),
        ("Chiều cao trung bình của nam thanh niên 18 tuổi đạt 1685 cm.", Check.SUSPECT),
        ("Chiều cao trung bình của nam thanh niên 18 tuổi đạt 168,5 m.", Check.SUSPECT),
    ],
)
def test_heights(goal: str, check: Check, tmp_path: Path) -> None:
    found = extraction_of(f"{HEAD}- {goal}\n", tmp_path)
    assert [target.check for target in found.targets] == [check]
