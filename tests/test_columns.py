"""What the columns of a table are: labels in one column or several, years, notes, values."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

import pytest

from pipeline.catalog import load_catalog
from pipeline.model import Check, Extraction, LabelCheck, LineType, Role, ValueType

from .plans import extraction_of

HEAD = """ỦY BAN NHÂN DÂN TỈNH NGHỆ AN
Số: 10/KH-UBND
Nghệ An, ngày 05 tháng 01 năm 2023

KẾ HOẠCH
Giảm nghèo giai đoạn 2023-2025

PHỤ LỤC
"""


def table_of(lines: list[str], folder: Path) -> Extraction:
    """Extract from a plan with one table, its cells divided by bars."""
    return extraction_of(HEAD + "\n".join(line.replace("|", "\t") for line in lines), folder)


def roles(found: Extraction) -> list[Role]:
    return [column.role for column in found.tables[0].columns]


COMMUNES = [
    "TT|Huyện|Xã|Số hộ nghèo (hộ)",
    "1|Kỳ Sơn|Mường Lống|300",
    "2||Na Ngoi|400",
    "3|Tương Dương|Yên Tĩnh|350",
    "|Tổng||1.050",
]


@pytest.mark.parametrize("district", ["", "Kỳ Sơn"])
def test_a_commune_beside_its_district_is_the_place_of_the_row(district: str, tmp_path: Path) -> None:
    lines = [line.replace("2||", f"2|{district}|") for line in COMMUNES]
    found = table_of(lines, tmp_path)
    names = {place.place_id: place.name for place in load_catalog().places}
    told = [(one.row_label, names[one.place_id], one.label_check) for one in found.observations]
    assert told == [
        ("Kỳ Sơn > Mường Lống", "Mường Lống", LabelCheck.EXACT),
        ("Kỳ Sơn > Na Ngoi", "Na Ngoi", LabelCheck.EXACT),
        ("Tương Dương > Yên Tĩnh", "Yên Tĩnh", LabelCheck.EXACT),
        ("Tổng", "Nghệ An", LabelCheck.EXACT),
    ]
    assert not [note for note in found.notes if note.code in {"duplicate-place", "unknown-place"}]
    assert [one.holds for one in found.identities] == [True]


def test_a_commune_that_is_not_known_is_not_taken_for_its_district(tmp_path: Path) -> None:
    lines = COMMUNES
    for name in ("Mường Lống", "Na Ngoi", "Yên Tĩnh"):
        lines = [line.replace(name, f"Vùng {name[:2]}") for line in lines]
    found = table_of(lines, tmp_path)
    assert [one.place_id for one in found.observations if one.row_type is LineType.ITEM] == ["", "", ""]


def test_of_communes_of_one_name_that_of_the_district_counts(tmp_path: Path) -> None:
    lines = ["TT|Huyện|Xã|Số hộ", "1|Đô Lương|Nhân Sơn|300", "2|Quỳnh Lưu|Quỳnh Thạch|350", "3|Đô Lương|Tân Sơn|400"]
    found = table_of([*lines, "4|Quỳnh Lưu|Tân Sơn|410"], tmp_path)
    parents = {place.place_id: place.parent_code for place in load_catalog().places}
    named = [parents[one.place_id] for one in found.observations]
    assert named[0] == named[2] != named[1] == named[3]


def test_a_commune_named_twice_is_told(tmp_path: Path) -> None:
    found = table_of([line.replace("Na Ngoi", "Mường Lống") for line in COMMUNES], tmp_path)
    assert [note.row_no for note in found.notes if note.code == "duplicate-place"] == [2]


def test_indicators_beside_a_merged_district_name_the_row_and_leave_it_its_place(tmp_path: Path) -> None:
    lines = [
        "TT|Huyện|Chỉ tiêu|ĐVT|Năm 2022|Năm 2023",
        "1|Kỳ Sơn|Hộ nghèo|Hộ|9.412|8.000",
        "||Tỷ lệ hộ nghèo|%|48,2|42,0",
    ]
    lines += ["2|Tương Dương|Hộ nghèo|Hộ|7.103|6.200", "||Tỷ lệ hộ nghèo|%|35,1|30,5"]
    found = table_of(lines, tmp_path)
    values = [one for one in found.observations if one.column_no == 5]
    assert [one.row_label for one in values[:2]] == ["Kỳ Sơn > Hộ nghèo", "Kỳ Sơn > Tỷ lệ hộ nghèo"]
    assert values[0].place_id == values[1].place_id != values[2].place_id
    assert {one.row_type for one in values} == {LineType.ITEM}
    assert [one.indicator_id for one in values[1::2]] == ["ty-le-ho-ngheo@2022"] * 2


def test_a_place_that_only_says_where_is_no_label(tmp_path: Path) -> None:
    lines = ["TT|Dự án|Địa điểm|Vốn", "1|Cầu A|Kỳ Sơn|300", "2|Cầu B|Kỳ Sơn|400", "|Tổng||700"]
    found = table_of(lines, tmp_path)
    assert roles(found) == [Role.NUMBER, Role.LABEL, Role.TEXT, Role.VALUE]
    assert [one.row_label for one in found.observations] == ["Cầu A", "Cầu B", "Tổng"]


def test_a_total_in_the_inner_column_is_one_of_its_district(tmp_path: Path) -> None:
    lines = ["TT|Huyện|Xã|Số hộ", "1|Kỳ Sơn|Mường Lống|300", "2||Na Ngoi|400", "||Cộng|700"]
    lines += ["3|Tương Dương|Yên Tĩnh|350", "4||Yên Na|150", "||Cộng|500", "|Tổng cộng||1.200"]
    found = table_of(lines, tmp_path)
    types = [one.row_type for one in found.observations]
    assert (types.count(LineType.SUBTOTAL), types[-1]) == (2, LineType.TOTAL)
    assert [one.row_label for one in found.observations if one.row_type is LineType.SUBTOTAL] == ["Cộng", "Cộng"]


@pytest.mark.parametrize("number", ["", "TT|"])
def test_a_column_of_years_names_the_rows_and_dates_their_values(number: str, tmp_path: Path) -> None:
    lines = ["Năm|Số hộ nghèo|Kinh phí", "2022|60.000|1.100", "2023|50.000|1.200", "2024|45.000|1.300", "Cộng||3.600"]
    counted = [f"{no if no < 4 else ''}|{line}" for no, line in enumerate(lines[1:], start=1)] if number else lines[1:]
    found = table_of([number + lines[0], *counted], tmp_path)
    first = [one for one in found.observations if one.header_path == "Kinh phí"]
    assert [(one.row_label, one.period.year, one.period.basis) for one in first[:3]] == [
        ("2022", 2022, "row"),
        ("2023", 2023, "row"),
        ("2024", 2024, "row"),
    ]
    assert (first[3].period.start, first[3].period.end) == (2022, 2024)
    assert [one.value_type for one in first] == [ValueType.ACTUAL, *[ValueType.PLAN] * 3]
    years = [one for one in found.numerals if one.raw in {"2022", "2024"}]
    assert {one.disposition for one in years} == {"attribute"}


def test_years_beside_the_label_date_the_rows_and_those_behind_values_are_notes(tmp_path: Path) -> None:
    lines = ["TT|Huyện|Năm|Số hộ|Năm thực hiện|Năm thực hiện", "1|Kỳ Sơn|2023|300|2024|12", "||2024|250|2025|15"]
    found = table_of([*lines, "2|Quế Phong|2023|410|2024|8", "||2024|390|2025|9"], tmp_path)
    assert roles(found)[1:] == [Role.LABEL, Role.LABEL, Role.VALUE, Role.NOTE, Role.VALUE]
    values = [one for one in found.observations if one.column_no == 4]
    assert [(one.row_label, one.period.year) for one in values[1:3]] == [
        ("Kỳ Sơn > 2024", 2024),
        ("Quế Phong > 2023", 2023),
    ]
    assert values[0].place_id == values[1].place_id != ""
    assert not [note for note in found.notes if note.code == "duplicate-place"]


def test_rows_below_a_year_are_of_it_and_a_heading_with_a_year_is_of_its_own(tmp_path: Path) -> None:
    lines = ["TT|Nội dung|Kinh phí|Đã giao năm 2021", "I|Năm 2023|300|10", "1|Tập huấn|200|4", "2|Kiểm tra|100|6"]
    lines += ["II|Năm 2024|500|20", "1|Tập huấn|400|12", "2|Dự án dở dang năm 2020|100|8"]
    found = table_of(lines, tmp_path)
    by_column = {at: [one.period.year for one in found.observations if one.column_no == at] for at in (3, 4)}
    assert by_column == {3: [2023, 2023, 2023, 2024, 2024, 2024], 4: [2021] * 6}


def test_amounts_under_a_decision_are_values(tmp_path: Path) -> None:
    lines = ["TT|Dự án|Quyết định đầu tư||||Kế hoạch năm 2023", "||Số, ngày|Tổng mức đầu tư|Trong đó|Năm ký|"]
    lines += [
        "1|Cầu A|123/QĐ-UBND 05/3/2020|120|1.100.000|2020|350",
        "2|Cầu B|456/QĐ-UBND 10/5/2021|70|600.000|2021|200",
    ]
    found = table_of(lines, tmp_path)
    assert roles(found) == [Role.NUMBER, Role.LABEL, Role.NOTE, Role.VALUE, Role.VALUE, Role.NOTE, Role.VALUE]


def test_numbers_in_parentheses_are_negative_where_the_heading_says_so(tmp_path: Path) -> None:
    lines = ["TT|Huyện|Tăng (+), giảm (-) số hộ (hộ)|Tỷ lệ (%)", "1|Kỳ Sơn|-1.520|3,2", "2|Tương Dương|+120|(5,2)"]
    lines += ["3|Quế Phong|(360)|4,1", "4|Quỳ Châu|(1,5)|95 (tăng 2)", "5|Con Cuông|12|Không", "6|Quỳ Hợp|(13)|3,3"]
    found = table_of(lines, tmp_path)
    values = {(one.row_no, one.column_no): one.quantity.value for one in found.observations}
    assert [values[row, 3] for row in range(1, 7)] == [-1520, 120, -360, Decimal("-1.5"), 12, -13]
    assert (values[2, 4], values[4, 4]) == (None, None)
    told = [(note.row_no, note.proposal) for note in found.notes if note.code == "doubtful-number"]
    assert told == [(2, "-5,2"), (4, "95")]
    assert (5, 4) not in values


def test_numbers_behind_a_sign_with_a_space_are_read_where_something_says_that_it_is_one(tmp_path: Path) -> None:
    lines = ["TT|Chỉ tiêu|Chênh lệch (hộ)|Số hộ (hộ)", "1|Hộ nghèo|- 22|- 30", "2|Hộ thoát nghèo|- 17|5"]
    found = table_of([*lines, "3|Hộ cận nghèo|- 3|+ 12", "4|Hộ mới|11|9"], tmp_path)
    values = {(one.row_no, one.column_no): one.quantity.value for one in found.observations}
    assert [values[row, 3] for row in range(1, 5)] == [-22, -17, -3, 11]
    assert [values[row, 4] for row in range(1, 5)] == [None, 5, 12, 9]
    told = [(note.row_no, note.proposal) for note in found.notes if note.code == "doubtful-number"]
    assert told == [(1, "-30")]


def test_signs_without_a_space_vouch_for_those_with_one(tmp_path: Path) -> None:
    lines = ["TT|Chỉ tiêu|Số dư (hộ)", "1|Hộ nghèo|- 22", "2|Hộ cận nghèo|-17", "3|Hộ mới|5"]
    assert [one.quantity.value for one in table_of(lines, tmp_path).observations] == [-22, -17, 5]


def test_columns_of_numbers_with_shares_behind_them_are_doubtful(tmp_path: Path) -> None:
    lines = ["TT|Huyện|Số người, tỷ lệ (%)|Số thôn", "1|Kỳ Sơn|1.200 (95,5%)|12", "2|Tương Dương|980 (88%)|17"]
    found = table_of(lines, tmp_path)
    assert [one.quantity.value for one in found.observations] == [None, 12, None, 17]
    told = [(note.row_no, note.proposal) for note in found.notes if note.code == "doubtful-number"]
    assert told == [(1, ""), (2, "")]


def test_rows_of_differences_may_be_negative(tmp_path: Path) -> None:
    lines = ["TT|Chỉ tiêu|Số hộ (hộ)", "1|Hộ nghèo|30", "2|Chênh lệch hộ|- 5", "3|Thừa/thiếu hộ|(12)", "4|Hộ mới|9"]
    assert [one.quantity.value for one in table_of(lines, tmp_path).observations] == [30, -5, -12, 9]


def test_numerals_among_values_are_no_labels(tmp_path: Path) -> None:
    lines = ["TT|Huyện|Số hộ (hộ)|Ghi số|Hỗ trợ", "1|Kỳ Sơn|30|12; 15|Xã 135", "2|Quế Phong|40|3; 4|Xã 30a"]
    lines += ["3|Con Cuông|5 thôn, 60 hộ|2023|Không", "4|Quỳ Châu|50|7; 8|Không"]
    found = table_of(lines, tmp_path)
    open_ones = [n.raw for n in found.numerals if n.disposition == "unaccounted"]
    assert open_ones == ["12", "15", "3", "4", "5", "60", "7", "8"]


def test_letters_read_for_digits_leave_no_hole_in_a_column_of_numbers(tmp_path: Path) -> None:
    cells = [("l", "S"), ("O", "1O"), ("4", "I2"), ("-", "B")]
    rows = [f"{at}|Kỳ Sơn {at}|{one}|{other}" for at, (one, other) in enumerate(cells, start=1)]
    found = table_of(["TT|Đơn vị|Số vụ|Số người", *rows, "|Tổng|5|35"], tmp_path)
    assert roles(found)[2:] == [Role.VALUE, Role.VALUE]
    told = [(note.observed, note.proposal) for note in found.notes if note.code == "unreadable-number"]
    assert sorted(told) == [("1O", "10"), ("B", "8"), ("I2", "12"), ("O", "0"), ("S", "5"), ("l", "1")]
    assert {one.raw for one in found.observations if one.check is Check.SUSPECT} == {one for one, _ in told}
    assert not [note for note in found.notes if note.code == "missing-row"]


@pytest.mark.parametrize(
    "cells",
    [
        pytest.param(["B", "B", "C", "4"], id="groups, and how many"),
        pytest.param(["I", "II", "III", "1"], id="classes, one misread"),
        pytest.param(["S1", "S2", "I2", ""], id="codes"),
    ],
)
def test_letters_that_stand_for_classes_are_no_numbers(cells: list[str], tmp_path: Path) -> None:
    rows = [f"{at}|Trạm {at}|{cell}|{at}0" for at, cell in enumerate(cells, start=1)]
    found = table_of(["TT|Đơn vị|Hạng|Số giường", *rows], tmp_path)
    assert roles(found)[2:] == [Role.TEXT, Role.VALUE]
    assert not [note for note in found.notes if note.code == "unreadable-number"]


def test_a_number_in_a_column_of_words_is_no_page_number(tmp_path: Path) -> None:
    rows = ["1|Kỳ Sơn|B|30", "2|Tương Dương|C|40", "3|Con Cuông|A|50", "|Tổng|35|120"]
    found = table_of(["TT|Đơn vị|Nhóm|Số hộ", *rows], tmp_path)
    assert [note.observed for note in found.notes if note.code == "numeral-unaccounted"] == ["35"]


def test_a_label_that_goes_on_in_the_row_below_is_one(tmp_path: Path) -> None:
    lines = [
        "TT|Chỉ tiêu|ĐVT|Năm 2022|Năm 2023",
        "1|Tỷ lệ trẻ em|%|91|94",
        "|được tiêm đủ mũi|||",
        "2|Tiền công bình quân|nghìn đồng/|40|45",
        "|một buổi|buổi||",
        "3|Tỷ lệ người cao tuổi|||",
        "|có thẻ bảo hiểm|%|70|80",
    ]
    found = table_of(lines, tmp_path)
    assert [row.label for row in found.tables[0].rows] == [
        "Tỷ lệ trẻ em được tiêm đủ mũi",
        "Tiền công bình quân một buổi",
        "Tỷ lệ người cao tuổi có thẻ bảo hiểm",
    ]
    assert [one.quantity.unit for one in found.observations if one.row_no == 2] == ["nghìn đồng/buổi"] * 2
    assert len([note for note in found.notes if note.code == "joined-row"]) == 3


def test_rows_without_a_number_that_are_parts_stay_apart(tmp_path: Path) -> None:
    lines = [
        "TT|Chỉ tiêu|ĐVT|Năm 2022|Năm 2023",
        "1|Số lao động|người|60|63",
        "|trong đó: nữ|người|20|30",
        "2|Số trẻ|||",
        "|nam|trẻ|10|11",
        "|nữ|trẻ|10|12",
        "3|Số hộ|hộ|50|60",
        "|chia theo vùng|||",
        "|Miền núi|hộ|30|30",
        "|Đồng bằng|hộ|20|30",
    ]
    assert len(table_of(lines, tmp_path).tables[0].rows) == 9


def test_marks_of_formulas_round_numbers_are_no_text(tmp_path: Path) -> None:
    rows = ["1|Kỳ Sơn|$1.250$|$95,5\\%$", "2|Con Cuông|800|90\\%"]
    found = table_of(["TT|Đơn vị|Số hộ (hộ)|Tỷ lệ (%)", *rows], tmp_path)
    assert [str(one.quantity.value) for one in found.observations] == ["1250", "95.5", "800", "90"]


SPARSE = [
    "TT|Nội dung|Tổng số (triệu đồng)|Đầu tư (triệu đồng)",
    "1|Đường giao thông|128.450|128.450",
    "2|Tập huấn|62.380|°",
    "3|Truyền thông|47.625|*.",
    "4|Trường học|64.035|39.875",
    "5|Nhà ở|52.900|*",
]


def test_specks_among_numbers_make_no_column_of_text(tmp_path: Path) -> None:
    found = table_of(SPARSE, tmp_path)
    assert roles(found)[3] is Role.VALUE
    assert [one.quantity.value for one in found.observations if one.column_no == 4] == [Decimal(128450), Decimal(39875)]
    notes = table_of(
        [line.rpartition("|")[0] + "|" + end for line, end in zip(SPARSE, "A*x**x", strict=True)], tmp_path
    )
    assert roles(notes)[3] is Role.TEXT


HEADED = [
    "7|Hoạt động|Năm 2024 (lớp)|Năm 2025 (lớp)",
    "1|Tập huấn bảo vệ rừng|96|98",
    "2|Diễn tập chữa cháy|22|24",
    "3|Làm biển báo|255|260",
]


def test_a_heading_misread_for_a_running_number_costs_no_headings(tmp_path: Path) -> None:
    found = table_of(HEADED, tmp_path)
    assert {(one.column_no, one.period.year) for one in found.observations} == {(3, 2024), (4, 2025)}
    assert len(found.observations) == 6


@pytest.mark.parametrize(
    "first", ["1|Tập huấn bảo vệ rừng|96|98", "I|Bảo vệ rừng||", "0|Tập huấn|Hoàn thành|Hoàn thành"]
)
def test_rows_without_headings_above_are_rows(first: str, tmp_path: Path) -> None:
    found = table_of([first, *HEADED[1:]], tmp_path)
    assert not any(column.header for column in found.tables[0].columns)


def test_units_with_words_of_scale_are_units(tmp_path: Path) -> None:
    rows = ["1|Sản lượng lúa|nghìn tấn|350", "2|Đàn vịt|nghìn con|900", "3|Thu ngân sách|tỷ đồng|18.500"]
    found = table_of(["TT|Chỉ tiêu|Đơn vị|Năm 2023", *rows], tmp_path)
    assert roles(found)[2] is Role.UNIT
    assert [one.quantity.unit for one in found.observations] == ["nghìn tấn", "nghìn con", "tỷ đồng"]
