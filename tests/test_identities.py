"""Sums of tables: found by structure, confirmed by arithmetic, broken by mutants."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest

from pipeline.model import Check, Extraction, LineType

from .plans import SAMPLES, extraction_of

HEAD = """ỦY BAN NHÂN DÂN TỈNH ĐỒNG NAI
Số: 10/KH-UBND
Đồng Nai, ngày 05 tháng 01 năm 2023

KẾ HOẠCH
Dân số năm 2023

PHỤ LỤC
"""


def _kinds(found: Extraction) -> Counter[tuple[str, bool]]:
    return Counter((identity.kind, identity.holds) for identity in found.identities)


def _table(text: str, folder: Path) -> Extraction:
    rows = ["\t".join(cell.strip() for cell in line.split("|")) for line in text.strip("\n").split("\n")]
    return extraction_of(HEAD + "\n".join(rows) + "\n", folder)


def test_total_row_last_and_rates_are_never_summed(tmp_path: Path) -> None:
    found = _table(
        """
TT | Đơn vị | Số hộ (hộ) | Tỷ lệ (%)
1 | Vĩnh Cửu | 100 | 50
2 | Tân Phú | 250 | 60
3 | Định Quán | 150 | 70
| Tổng cộng | 500 | 60
""",
        tmp_path,
    )
    assert _kinds(found) == {("column-items", True): 1}
    assert {v.check for v in found.observations if v.column_no == 4} == {Check.SINGLE}


@pytest.mark.parametrize(("heading", "sums"), [("Tăng, giảm (hộ)", 3), ("So với năm 2022", 2)])
def test_differences_add_up_and_ratios_do_not(heading: str, sums: int, tmp_path: Path) -> None:
    found = _table(
        f"""
TT | Đơn vị | Năm 2022 (hộ) | Năm 2023 (hộ) | {heading}
1 | Vĩnh Cửu | 100 | 90 | -10
2 | Tân Phú | 250 | 255 | 5
| Tổng cộng | 350 | 345 | -5
""",
        tmp_path,
    )
    assert _kinds(found) == {("column-items", True): sums}


def test_parts_named_by_a_spanner(tmp_path: Path) -> None:
    found = _table(
        """
TT | Đơn vị | Dân số | Trong đó |
| | | Nam | Nữ
1 | Vĩnh Cửu | 100 | 40 | 60
2 | Tân Phú | 250 | 120 | 130
""",
        tmp_path,
    )
    assert _kinds(found) == {("row-parts", True): 2}


def test_parts_of_which_one_heading_lost_its_sign(tmp_path: Path) -> None:
    """``TĐ: Trả tiền`` then seems to be a part of ``Miễn phí``; the rows know better."""
    found = _table(
        """
TT | Đơn vị | Tổng số | Miễn phí | TĐ: Trả tiền
1 | Vĩnh Cửu | 100 | 40 | 60
2 | Tân Phú | 250 | 120 | 130
3 | Định Quán | 300 | 290 | 10
""",
        tmp_path,
    )
    assert _kinds(found) == {("row-parts", True): 3}
    assert {value.column_no for value in found.observations if value.is_leaf} == {4, 5}


def test_a_partial_breakdown_is_no_identity(tmp_path: Path) -> None:
    found = _table(
        """
TT | Đơn vị | Dân số (người) | Trong đó |
| | | Nữ | Trẻ em
1 | Vĩnh Cửu | 100 | 40 | 20
2 | Tân Phú | 250 | 120 | 30
3 | Định Quán | 300 | 150 | 77
""",
        tmp_path,
    )
    assert not found.identities
    assert {value.check for value in found.observations} == {Check.SINGLE}


def test_groups_and_sections(tmp_path: Path) -> None:
    found = _table(
        """
TT | Đơn vị | Số ca
| Toàn tỉnh | 500
I | Khu vực 1 | 350
1 | Vĩnh Cửu | 100
2 | Tân Phú | 250
II | Khu vực 2 | 150
1 | Định Quán | 100
2 | Xuân Lộc | 50
""",
        tmp_path,
    )
    assert _kinds(found) == {("column-subtotals", True): 1, ("column-items", True): 2}
    assert sum(v.is_leaf for v in found.observations) == 4


@pytest.mark.parametrize(
    ("parts", "total", "holds"),
    [
        (("10,5", "20,33"), "30,8", True),
        (("10,52", "20,33"), "30,9", True),
        (("10,52", "20,33"), "30,8", True),
        (("10,52", "20,33"), "30,5", False),
        (("10", "20,33"), "30,8", False),
        (("10,5", "20,3"), "31", True),
        (("10,5", "20,3"), "35", False),
        (("10,5", "20,3"), "30,85", False),
    ],
)
def test_a_total_may_be_printed_rounder_than_its_parts(
    parts: tuple[str, str], total: str, *, holds: bool, tmp_path: Path
) -> None:
    rows = "".join(f"{at} | Nguồn {at} | {value}\n" for at, value in enumerate(parts, start=1))
    found = _table(f"TT | Nội dung | Kinh phí (tỷ đồng)\n{rows} | Tổng cộng | {total}", tmp_path)
    assert _kinds(found) == {("column-items", holds): 1}


_UNNUMBERED_PARTS = """
TT | Chỉ tiêu | Năm 2022 (người) | Năm 2023 (người)
1 | Số lao động có việc làm | 4.000 | 4.100
| Nông nghiệp | 1.600 | 1.500
| Công nghiệp | 1.300 | 1.400
| Dịch vụ | 1.100 | 1.200
2 | Số lao động được đào tạo | 850 | 900
| Trình độ trung cấp | 250 | 250
| Trình độ sơ cấp | 600 | 650
3 | Số lao động mất việc | 90 | 70
"""


def test_unnumbered_rows_between_numbers_are_parts_of_the_row_above(tmp_path: Path) -> None:
    found = _table(_UNNUMBERED_PARTS, tmp_path)
    assert _kinds(found) == {("column-parts", True): 4}
    assert [row.parent for row in found.tables[0].rows] == [None, 1, 1, 1, None, 5, 5, None]
    assert sum(v.quantity.value or 0 for v in found.observations if v.is_leaf and v.column_no == 4) == 5070
    spoilt = _table(_UNNUMBERED_PARTS.replace("1.400", "1.900"), tmp_path)
    assert _kinds(spoilt) == {("column-parts", True): 3, ("column-parts", False): 1}


def test_one_unnumbered_row_between_numbers_is_a_part_if_no_group_stands_before_them(tmp_path: Path) -> None:
    found = _table(
        """
TT | Chỉ tiêu | Năm 2023 (người)
1 | Số lao động có việc làm | 4.100
| Số lao động nữ có việc làm | 1.500
2 | Số lao động được đào tạo | 900
| Số lao động nữ được đào tạo | 250
3 | Số lao động mất việc | 70
""",
        tmp_path,
    )
    assert not found.identities
    assert [row.line_type for row in found.tables[0].rows] == [*[LineType.ITEM, LineType.PART] * 2, LineType.ITEM]


@pytest.mark.parametrize("first", ["| Vùng cao | 320", "1 | Thống Nhất | 10"], ids=["first too", "by its sum"])
def test_one_unnumbered_row_between_numbers_heads_a_group(first: str, tmp_path: Path) -> None:
    found = _table(
        f"""
TT | Đơn vị | Số phụ nữ (người)
{first}
{"1" if first[0] == "|" else "2"} | Vĩnh Cửu | 120
{"2" if first[0] == "|" else "3"} | Tân Phú | 200
| Vùng thấp | 400
{"3" if first[0] == "|" else "4"} | Định Quán | 300
{"4" if first[0] == "|" else "5"} | Xuân Lộc | 100
""",
        tmp_path,
    )
    assert found.tables[0].rows[3].line_type is LineType.SUBTOTAL
    assert all(identity.holds for identity in found.identities)


_CARRIED = """
TT | Đơn vị | Số hộ (hộ) | Số phụ nữ (người)
1 | Vĩnh Cửu | 9.412 | 120
2 | Tân Phú | 7.103 | 200
| {ends} | 16.515 | 320
| {begins} | 16.515 | 320
3 | Định Quán | 7.800 | 300
4 | Xuân Lộc | 1.800 | 100
| Tổng cộng | 26.115 | 720
"""


@pytest.mark.parametrize(
    ("ends", "begins"),
    [
        ("Cộng chuyển trang sau", "Trang trước chuyển sang"),
        ("Cộng trang", "Mang sang"),
        ("Cộng chuyển trang", "Số trang trước mang sang"),
        ("Chuyển sang trang sau", "Cộng mang sang"),
        ("Lũy kế trang 1", "Từ trang trước chuyển sang"),
        pytest.param("Cộng tạm", "Cộng nối tiếp", id="words that nobody knows: the numbers tell"),
    ],
)
def test_what_is_carried_over_the_end_of_a_page_is_part_of_no_other_sum(ends: str, begins: str, tmp_path: Path) -> None:
    found = _table(_CARRIED.format(ends=ends, begins=begins), tmp_path)
    assert {value.check for value in found.observations} == {Check.RECONCILED}
    assert sum(v.quantity.value or 0 for v in found.observations if v.is_leaf and v.column_no == 3) == 26_115
    assert not [note for note in found.notes if note.proposal]
    spoilt = _table(_CARRIED.format(ends=ends, begins=begins).replace("7.800", "1.800"), tmp_path)
    assert next(v.check for v in spoilt.observations if (v.row_no, v.column_no) == (5, 3)) is Check.SUSPECT
    assert {v.check for v in spoilt.observations if v.column_no == 4} == {Check.RECONCILED}


@pytest.mark.parametrize(("rounded", "check"), [("207.000", Check.RECONCILED), ("210.000", Check.SINGLE)])
def test_a_row_that_rounds_the_total_is_part_of_no_sum(rounded: str, check: Check, tmp_path: Path) -> None:
    found = _table(
        f"""
TT | Nội dung | Số lượng (lớp) | Đơn giá (nghìn đồng) | Thành tiền (nghìn đồng)
1 | Tập huấn | 12 | 15.000 | 180.000
2 | Hội nghị | 10 | 1.500 | 15.000
3 | Giảng viên | 12 x 2 | 500 | 12.000
| Tổng cộng | | | 207.000
| Làm tròn | | | {rounded}
""",
        tmp_path,
    )
    of = {value.row_no: value.check for value in found.observations if value.column_no == 5}
    assert of == {**dict.fromkeys((1, 2, 3, 4), Check.RECONCILED), 5: check}
    assert _kinds(found)["product", True] == 2
    assert not [note for note in found.notes if note.code == "identity-fails"]


def test_what_is_carried_may_be_the_sum_of_its_page_only(tmp_path: Path) -> None:
    found = _table(
        """
TT | Đơn vị | Số hộ (hộ)
1 | Vĩnh Cửu | 100
2 | Tân Phú | 250
| Cộng trang 1 | 350
3 | Định Quán | 300
4 | Xuân Lộc | 50
| Cộng trang 2 | 350
| Tổng cộng | 700
""",
        tmp_path,
    )
    assert _kinds(found) == {("column-items", True): 3}


@pytest.mark.parametrize("name", ["Cộng trang thiết bị", "Nguồn năm trước chuyển sang", "Mang sang chợ"])
def test_words_that_only_begin_like_a_carried_sum(name: str, tmp_path: Path) -> None:
    found = _table(f"TT | Nội dung | Số lượng (bộ)\n1 | Vĩnh Cửu | 10\n | {name} | 25\n | Tổng cộng | 35", tmp_path)
    assert not any(row.is_carried for row in found.tables[0].rows)


def test_formula_in_the_line_of_column_numbers(tmp_path: Path) -> None:
    found = _table(
        """
TT | Đơn vị | Cả năm | Đợt đầu | Đợt sau
A | B | 1=2+3 | 2 | 3
1 | Vĩnh Cửu | 100 | 40 | 60
2 | Tân Phú | 250 | 120 | 130
""",
        tmp_path,
    )
    assert _kinds(found) == {("row-parts", True): 2}


@pytest.mark.parametrize(
    "numbers",
    [
        "A | B | 1=2+3 | 2 | 3 | 4-1/2",
        "A | B | 1=2+3 | 2 | 3 | 4=1⁄2",
        "A | 8 | 1=2+3 | 2 | 3 | 4",
        "A | B | 1-2+3 | 2 | 3 | 4",
        "1 | 2 | 3=4+5 | 4 | 5 | S",
        "(A) | (B) | (1)=(2)+(3) | (2) | 3) | (4",
    ],
)
def test_a_line_of_column_numbers_with_a_cell_misread_is_no_row(numbers: str, tmp_path: Path) -> None:
    found = _table(
        f"""
TT | Đơn vị | Cả năm | Đợt đầu | Đợt sau | Tỷ lệ (%)
{numbers}
1 | Vĩnh Cửu | 100 | 40 | 60 | 40,0
2 | Tân Phú | 250 | 120 | 130 | 48,0
""",
        tmp_path,
    )
    assert {row.label for table in found.tables for row in table.rows} == {"Vĩnh Cửu", "Tân Phú"}
    assert _kinds(found) == {("row-parts", True): 2}
    assert not [note for note in found.notes if note.code in {"numeral-unaccounted", "unreadable-number"}]


@pytest.mark.parametrize(
    "row",
    [
        "1 | Vĩnh Cửu | 3 | 4 | 5 | 6",
        "1 | | 2 | 3 | 4 | 120",
        "2 | Tân Phú | 2 | 3 | 4 | 5,5",
        "1 | A | 2 | 3 | 14 | 5,5",
    ],
)
def test_a_row_whose_values_happen_to_count_is_a_row(row: str, tmp_path: Path) -> None:
    found = _table(
        f"TT | Đơn vị | Cả năm | Đợt đầu | Đợt sau | Tỷ lệ (%)\n{row}\n9 | Định Quán | 9 | 8 | 7 | 9,5", tmp_path
    )
    assert [len(table.rows) for table in found.tables] == [2]


@pytest.mark.parametrize("head", ["", "TT | Đơn vị | Cả năm | Đợt đầu | Đợt sau | Tỷ lệ (%)\n"], ids=["numbers", "all"])
@pytest.mark.parametrize(
    "again", ["A | B | 1=2+3 | 2 | 3 | 4-1/2", "A | 8 | 1=2+3 | 2 | 3 | 4", "A | B | 1 | 2 | S | 4"]
)
def test_a_line_of_column_numbers_repeated_and_misread_joins_pages(again: str, head: str, tmp_path: Path) -> None:
    first = "TT | Đơn vị | Cả năm | Đợt đầu | Đợt sau | Tỷ lệ (%)\nA | B | 1=2+3 | 2 | 3 | 4"
    rows = "1 | Vĩnh Cửu | 100 | 40 | 60 | 40,0", "2 | Tân Phú | 250 | 120 | 130 | 48,0"
    found = _table(f"{first}\n{rows[0]}\n\n{head}{again}\n{rows[1]}", tmp_path)
    assert [[row.label for row in table.rows] for table in found.tables] == [["Vĩnh Cửu", "Tân Phú"]]


def test_a_table_headed_by_column_numbers_alone_is_added_up(tmp_path: Path) -> None:
    found = _table("A | B | 1=2+3 | 2 | 3\n1 | Vĩnh Cửu | 100 | 40 | 60\n2 | Tân Phú | 250 | 120 | 130", tmp_path)
    assert _kinds(found) == {("row-parts", True): 2}


def _spoil(line_of: str, old: str, new: str, folder: Path) -> Extraction:
    text = (SAMPLES / "mau-ke-hoach-dan-so-2024.txt").read_text(encoding="utf-8")
    lines = text.split("\n")
    at = next(n for n, line in enumerate(lines) if f"\t{line_of}\t" in line and old in line.split("\t"))
    fields = lines[at].split("\t")
    fields[fields.index(old)] = new
    lines[at] = "\t".join(fields)
    return extraction_of("\n".join(lines), folder)


@pytest.mark.parametrize(
    ("place", "old", "new", "failing"),
    [
        pytest.param("Ba Đình", "18.020", "13.020", 2, id="a total: its row and its column fail"),
        pytest.param("Sóc Sơn", "2.140", "2.740", 3, id="a subtotal, first of two alike: groups, parts, column"),
        pytest.param("Long Biên", "24.838", "24.833", 2, id="last digit"),
        pytest.param("Mê Linh", "35", "85", 2, id="a part"),
    ],
)
def test_a_misread_digit_is_never_reconciled(place: str, old: str, new: str, failing: int, tmp_path: Path) -> None:
    found = _spoil(place, old, new, tmp_path)
    wrong = next(v for v in found.observations if (v.raw, v.row_label, v.table_id) == (new, place, "t2"))
    assert wrong.check is Check.SUSPECT
    assert sum(not identity.holds for identity in found.identities) == failing
    assert sum(note.code == "identity-fails" for note in found.notes) == failing


@pytest.mark.parametrize(
    ("old", "new", "code"),
    [
        ("15.000", "15,000", "doubtful-number"),
        ("2.250", "2.25O", "unreadable-number"),
        ("18.020", "l8.020", "unreadable-number"),
        ("770", "77.0", "doubtful-number"),
    ],
)
def test_an_unreadable_cell_has_no_value(old: str, new: str, code: str, tmp_path: Path) -> None:
    found = _spoil("Ba Đình", old, new, tmp_path)
    cell = next(value for value in found.observations if value.raw == new)
    assert (cell.quantity.value, cell.check) == (None, Check.SUSPECT)
    assert code in {note.code for note in found.notes if note.row_no == cell.row_no}


@pytest.mark.parametrize("name", ["Cộng tác viên", "Cộng đồng", "Tổng phụ trách đội", "Tổng điều tra"])
@pytest.mark.parametrize("at", [0, 1, 2])
def test_words_that_only_begin_like_a_total_name_columns_and_rows(name: str, at: int, tmp_path: Path) -> None:
    columns, rows = ["Tuyên truyền", "Tập huấn"], ["Vĩnh Cửu | 90 | 20 | 30 | 40", "Tân Phú | 120 | 30 | 40 | 50"]
    columns.insert(at, name)
    rows.insert(at, f"{name} | 150 | 40 | 50 | 60")
    lines = [f"Nội dung | Tổng cộng | {' | '.join(columns)}", *rows, "Tổng số | 360 | 90 | 120 | 150"]
    found = _table("\n".join(lines), tmp_path)
    assert _kinds(found) == {("row-parts", True): 4, ("column-items", True): 4}
    assert sum(v.quantity.value or 0 for v in found.observations if v.is_leaf) == 360
    assert {v.row_type for v in found.observations if v.row_label == name} == {LineType.ITEM}


@pytest.mark.parametrize("name", ["Cộng toàn tỉnh", "CỘNG CẢ TỈNH", "Cộng chung toàn tỉnh", "Tổng chung toàn tỉnh"])
def test_the_sum_over_the_whole_area_is_the_total_of_the_sums_above_it(name: str, tmp_path: Path) -> None:
    found = _table(
        f"""
TT | Đơn vị | Số phụ nữ (người)
1 | Vĩnh Cửu | 120
2 | Tân Phú | 200
| Cộng vùng I | 320
3 | Định Quán | 300
4 | Xuân Lộc | 100
| Cộng vùng II | 400
| {name} | 720
""",
        tmp_path,
    )
    assert _kinds(found) == {("column-items", True): 2, ("column-subtotals", True): 1}
    total = found.observations[-1]
    assert (total.row_type, total.place_id, total.check) == (LineType.TOTAL, "P75@0", Check.RECONCILED)
    assert sum(v.quantity.value or 0 for v in found.observations if v.is_leaf) == 720


_YEAR_BY_YEAR = """
TT | Nội dung | Năm 2021 | | Năm 2022 | | Tổng cộng |
| | Số lớp (lớp) | Kinh phí (triệu đồng) | Số lớp (lớp) | Kinh phí (triệu đồng) | Số lớp (lớp) | Kinh phí (triệu đồng)
1 | Tập huấn cấp tỉnh | 2 | 60 | 3 | 90 | 5 | 150
2 | Tập huấn cấp huyện | 9 | 135 | 9 | 135 | 18 | 270
3 | Hội nghị | 1 | 10 | 2 | 25 | 3 | 35
"""


def _with_total_first(table: str) -> str:
    rows = [[cell.strip() for cell in line.split("|")] for line in table.strip("\n").split("\n")]
    return "\n".join(" | ".join((*row[:2], *row[6:], *row[2:6])) for row in rows)


@pytest.mark.parametrize("table", [_YEAR_BY_YEAR, _with_total_first(_YEAR_BY_YEAR)], ids=["last", "first"])
def test_a_total_over_the_headings_of_the_years(table: str, tmp_path: Path) -> None:
    found = _table(table, tmp_path)
    assert _kinds(found) == {("row-parts", True): 6}
    assert {v.column_type for v in found.observations if "Tổng cộng" in v.header_path} == {LineType.TOTAL}
    assert {v.column_type for v in found.observations if "Năm" in v.header_path} == {LineType.PART}
    assert sum(v.quantity.value or 0 for v in found.observations if v.is_leaf and v.quantity.unit == "lớp") == 26
    over = {(v.period.start, v.period.end, v.period.year) for v in found.observations if "Tổng cộng" in v.header_path}
    assert over == {(2021, 2022, None)}
    spoilt = _table(table.replace("270", "290"), tmp_path)
    assert _kinds(spoilt) == {("row-parts", True): 5, ("row-parts", False): 1}
    assert next(v.check for v in spoilt.observations if v.raw == "290") is Check.SUSPECT


def test_what_does_not_add_up_over_the_years_stays_as_it_is(tmp_path: Path) -> None:
    found = _table(_YEAR_BY_YEAR.replace("| 5 |", "| 4 |").replace("| 18 |", "| 14 |"), tmp_path)
    assert _kinds(found) == {("row-parts", True): 3}
    assert {v.column_type for v in found.observations if "Số lớp" in v.header_path} == {LineType.ITEM}
    assert {v.check for v in found.observations if "Số lớp" in v.header_path} == {Check.SINGLE}


def test_a_total_over_years_that_have_totals_of_their_own(tmp_path: Path) -> None:
    found = _table(
        """
TT | Nội dung | Năm 2021 | | | Năm 2022 | | | Tổng cộng | |
| | Tổng | TW | ĐP | Tổng | TW | ĐP | Tổng | TW | ĐP
1 | Tập huấn | 60 | 40 | 20 | 90 | 50 | 40 | 150 | 90 | 60
2 | Hội nghị | 35 | 25 | 10 | 45 | 20 | 25 | 80 | 45 | 35
3 | Tờ rơi | 12 | 5 | 7 | 18 | 8 | 10 | 30 | 13 | 17
""",
        tmp_path,
    )
    assert _kinds(found) == {("row-parts", True): 18}
    assert sum(v.quantity.value or 0 for v in found.observations if v.is_leaf) == 260
    assert {v.column_type for v in found.observations if v.header_path == "Năm 2021 > Tổng"} == {LineType.SUBTOTAL}


SECTIONS = """
STT | Nội dung | Kinh phí (triệu đồng)
| Tổng cộng | 210
{0} | Giáo dục | 30
1 | Trường học | 10
2 | Lớp học | 20
{1} | Y tế | 70
1 | Trạm y tế | 30
2 | Bệnh viện | 40
{2} | Văn hóa | 110
1 | Thư viện | 50
2 | Bảo tàng | 60
"""


@pytest.mark.parametrize(
    ("printed", "read"),
    [
        ("I II III", "I 1I III"),
        ("I II III", "I H III"),
        ("I II III", "I II 11l"),
        ("IV V VI", "IV V VỊ"),
        ("A B C", "A 8 C"),
        ("I II III", "I M III"),
        ("I II III", "I II M"),
        ("I II III", "I 2 III"),
    ],
)
def test_a_section_is_numbered_by_its_series(printed: str, read: str, tmp_path: Path) -> None:
    found = _table(SECTIONS.format(*read.split()), tmp_path)
    assert [row.printed_no for row in found.tables[0].rows if row.line_type is LineType.SUBTOTAL] == printed.split()
    assert _kinds(found) == {("column-subtotals", True): 1, ("column-items", True): 3}
    assert [note.code for note in found.notes].count("misread-number") == 1


@pytest.mark.parametrize("read", ["I II Q", "1 2 3", "A B 9", "A I II"])
def test_what_is_unlike_the_last_number_of_a_section_stays(read: str, tmp_path: Path) -> None:
    found = _table(SECTIONS.format(*read.split()), tmp_path)
    assert "misread-number" not in [note.code for note in found.notes]


_SCHOOLS = """
Chỉ tiêu | Năm 2022 | Năm 2023
Tổng số học sinh | 100 | 130
- Tiểu học | 60 | 70
- Trung học cơ sở | 40 | 60
Tổng số giáo viên | 10 | 14
- Nam | 3 | 5
- Nữ | 7 | 9
Số trường | 4 | 4
"""


def test_parts_with_a_dash_make_up_a_total_without_a_number(tmp_path: Path) -> None:
    """What follows them without a number is no part of it."""
    found = _table(_SCHOOLS, tmp_path)
    assert _kinds(found) == {("column-parts", True): 4}
    assert {value.row_no for value in found.observations if value.is_leaf} == {2, 3, 5, 6, 7}
    spoilt = _table(_SCHOOLS.replace("| 60\n", "| 50\n"), tmp_path)
    assert _kinds(spoilt) == {("column-parts", True): 3, ("column-parts", False): 1}


def test_a_total_is_that_of_its_items_and_of_its_sources(tmp_path: Path) -> None:
    found = _table(
        """
TT | Nội dung | Kinh phí (triệu đồng)
| Tổng cộng | 500
| - Ngân sách trung ương | 300
| - Ngân sách địa phương | 200
1 | Tập huấn | 100
2 | Mua sắm | 400
""",
        tmp_path,
    )
    assert _kinds(found) == {("column-items", True): 1, ("column-parts", True): 1}
    assert sum(value.quantity.value or 0 for value in found.observations if value.is_leaf) == 500


_QUARTERS = """
TT | Chỉ tiêu | ĐVT | Kế hoạch năm 2023 | | | |
| | | Quý I | Quý II | Quý III | Quý IV | Cả năm
1 | Thu ngân sách | Tỷ đồng | 120 | 130 | 140 | 150 | 540
2 | Việc làm mới | Người | 1.000 | 1.200 | 900 | 1.200 | 4.300
3 | Xã đạt chuẩn (lũy kế) | Xã | 12 | 13 | 14 | 15 | 15
4 | Lớp tập huấn | Lớp | 2 | 3 | - | 4 | 9
"""


def test_quarters_make_up_the_year_but_for_levels(tmp_path: Path) -> None:
    found = _table(_QUARTERS, tmp_path)
    assert _kinds(found) == {("row-parts", True): 3}
    assert {v.check for v in found.observations if v.row_no == 3} == {Check.SINGLE}
    spoilt = _table(_QUARTERS.replace("4.300", "4.500"), tmp_path)
    assert _kinds(spoilt) == {("row-parts", True): 2, ("row-parts", False): 1}


def test_three_quarters_are_no_year(tmp_path: Path) -> None:
    found = _table(_QUARTERS.replace("Quý IV", "Ước"), tmp_path)
    assert not found.identities


_UNANNOUNCED = """
TT | Đơn vị | Dân số | Thành thị | Nông thôn
1 | Vĩnh Cửu | 100 | 40 | 60
2 | Tân Phú | 250 | 120 | 130
3 | Định Quán | 310 | 200 | 110
4 | Xuân Lộc | 470 | 150 | 320
5 | Cẩm Mỹ | 260 | 90 | 170
"""


def test_a_sum_that_no_heading_announces_may_fail_on_one_row_of_five(tmp_path: Path) -> None:
    assert _kinds(_table(_UNANNOUNCED, tmp_path)) == {("row-parts", True): 5}
    spoilt = _table(_UNANNOUNCED.replace("320", "330"), tmp_path)
    assert _kinds(spoilt) == {("row-parts", True): 4, ("row-parts", False): 1}
    assert not _table(_UNANNOUNCED.replace("320", "330").replace("90", "80"), tmp_path).identities
    assert not _table(_UNANNOUNCED.replace("470", "310").replace("260", "150"), tmp_path).identities


_COMMUNES = """
TT | Đơn vị | Tổng số xã | Đã đạt | Năm 2021 | Năm 2022
1 | Vĩnh Cửu | 12 | 9 | 1 | 2
2 | Tân Phú | 17 | 14 | 2 | 1
3 | Định Quán | 13 | 10 | 1 | 2
4 | Xuân Lộc | 15 | 11 | 2 | 2
5 | Cẩm Mỹ | 11 | 8 | 1 | 2
6 | Long Khánh | 14 | 12 | 1 | 1
7 | Thống Nhất | 10 | 2 | 1 | 1
8 | Trảng Bom | 16 | 5 | 2 | 3
| Cộng | 108 | 71 | 11 | 14
"""


def test_parts_that_make_up_the_whole_on_some_rows_only_accuse_no_row(tmp_path: Path) -> None:
    found = _table(_COMMUNES, tmp_path)
    assert {one.holds for one in found.identities} == {True}
    assert ("column-items", True) in _kinds(found)
    spoilt = _table(_COMMUNES.replace("| 12 | 1 | 1", "| 12 | 1 | 4"), tmp_path)
    assert ("column-items", False) in _kinds(spoilt)


@pytest.mark.parametrize(
    ("below", "failing"),
    [
        ("1 | Trường có bếp ăn | 60 | 70 | 80\n2 | Tỷ lệ trường có bếp ăn (%) | 50,0 | 58,8 | 67,8", 0),
        ("1 | Trường có bếp ăn | 60 | 70 | 80", 0),
        (
            "1 | Trường có bếp ăn | 60 | 70 | 80\n2 | Có bể bơi | 11 | 12 | 14\n3 | Tỷ lệ (%) | 9 | 10 | 12",
            0,
        ),
        (
            "1 | Trường công lập | 100 | 99 | 95\n2 | Trường tư thục | 20 | 21 | 23\n3 | Tỷ lệ (%) | 17 | 18 | 19",
            0,
        ),
        (
            "1 | Trường công lập | 100 | 99 | 95\n2 | Trường tư thục | 20 | 21 | 32\n3 | Tỷ lệ (%) | 17 | 18 | 19",
            1,
        ),
        ("1 | Trường công lập | 60 | 55 | 51\n3 | Trường tư thục | 20 | 21 | 23", 3),
    ],
)
def test_a_row_that_is_only_some_of_a_total_accuses_nobody(below: str, failing: int, tmp_path: Path) -> None:
    found = _table(
        f"""
TT | Nội dung | Năm 2021 (trường) | Năm 2022 (trường) | Năm 2023 (trường)
I | Số điểm trường | 300 | 310 | 330
1 | Điểm chính | 120 | 120 | 118
2 | Điểm lẻ | 180 | 190 | 212
II | Tổng số trường | 120 | 120 | 118
{below}
""",
        tmp_path,
    )
    assert sum(not one.holds for one in found.identities) == failing


@pytest.mark.parametrize(("total", "failing"), [("420", 0), ("480", 1)])
def test_a_total_below_a_list_with_a_rate_is_the_sum_of_it(total: str, failing: int, tmp_path: Path) -> None:
    rows = f"""
TT | Nội dung | Năm 2023 (hộ)
1 | Hộ nghèo | 120
2 | Hộ cận nghèo | 300
3 | Tỷ lệ hộ nghèo (%) | 4,5
| Tổng cộng | {total}
"""
    assert sum(not one.holds for one in _table(rows, tmp_path).identities) == failing


def test_amounts_in_a_large_unit_may_be_rounded_to_whole_numbers(tmp_path: Path) -> None:
    table = """
TT | Nguồn vốn | Tổng số ({0}) | Năm 2024 ({0}) | Năm 2025 ({0}) | Năm 2026 ({0})
1 | Ngân sách trung ương | 82 | 26 | 27 | 28
2 | Ngân sách tỉnh | 45 | 16 | 14 | 16
3 | Xã hội hóa | 31 | 11 | 10 | 11
| Tổng cộng | 158 | 52 | 51 | 56
"""
    found = _table(table.format("tỷ đồng"), tmp_path)
    assert found.identities
    assert all(one.holds for one in found.identities)
    people = _table(table.format("người"), tmp_path)
    assert not all(one.holds for one in people.identities)
    far = _table(table.format("tỷ đồng").replace("| 56", "| 65"), tmp_path)
    assert 6 in [one.total[2] for one in far.identities if not one.holds and one.kind == "column-items"]


def test_a_few_sums_off_by_a_rounding_accuse_nobody(tmp_path: Path) -> None:
    parts = [("12,4", "3,1", "15,5"), ("8,7", "2,2", "11,0"), ("9,3", "4,4", "13,7"), ("7,5", "1,2", "8,7")]
    parts += [("6,6", "2,7", "9,4"), ("5,1", "3,3", "8,4"), ("4,8", "2,1", "6,8"), ("3,9", "1,1", "5,0")]
    rows = "\n".join(f"{n} | Tuyến {n} | {whole} | {one} | {two}" for n, (one, two, whole) in enumerate(parts, start=1))
    head = "TT | Nội dung | Tổng số (tỷ đồng) | TĐ: Tỉnh (tỷ đồng) | TĐ: Huyện (tỷ đồng)\n"
    assert all(one.holds for one in _table(head + rows, tmp_path).identities)
    spoilt = _table(head + rows.replace("15,5", "25,5"), tmp_path)
    assert [one.total[1] for one in spoilt.identities if not one.holds] == [1]
