"""Columns whose headings leave something open: no year is guessed, and the gap is reported once."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

import pytest

from pipeline.catalog import load_catalog
from pipeline.extract.misread_units import unit_of_cell
from pipeline.model import Cell, Check, Grid, Line, Passage, ReadDocument, Reading
from pipeline.stages import extract

from .plans import extraction_of

PLAN = """ỦY BAN NHÂN DÂN TỈNH ĐỒNG NAI
Số: 10/KH-UBND
Đồng Nai, ngày 05 tháng 01 năm 2023

KẾ HOẠCH
Giảm nghèo năm 2023

PHỤ LỤC
TT\tĐơn vị\tNăm 2022 (%)\tKế hoạch 2023 (%)\tTăng, giảm so với 2022 (%)
1\tVĩnh Cửu\t4,5\t4,0\t-0,5
2\tTân Phú\t5,5\t5,6\t+0,1
"""

HEAD, _, _ = PLAN.partition("TT\t")


def test_a_comparison_that_names_its_baseline_only_has_the_year_of_what_it_compares(tmp_path: Path) -> None:
    found = extraction_of(PLAN, tmp_path)
    periods = [(value.period.year, value.period.baseline) for value in found.observations if value.row_no == 1]
    assert periods == [(2022, None), (2023, None), (2023, 2022)]
    assert not [note for note in found.notes if note.code == "year-missing"]


def test_a_baseline_never_dates_a_column(tmp_path: Path) -> None:
    text = PLAN.replace("Năm 2022 (%)\tKế hoạch 2023 (%)\tTăng, giảm so với 2022 (%)", "Nam\tNữ\tSo với 2023 (%)")
    found = extraction_of(text, tmp_path)
    periods = [(value.period.year, value.period.baseline) for value in found.observations if value.row_no == 1]
    assert periods == [(2023, None), (2023, None), (None, 2023)]
    (note,) = (note for note in found.notes if note.code == "year-missing")
    assert (note.table_id, note.header_path) == ("t1", "So với 2023 (%)")
    assert note.evidence.startswith("columns 5:")


@pytest.mark.parametrize(
    ("heading", "kind", "change", "years", "unit"),
    [
        ("Tăng (giảm) so với năm 2022", "comparison", "level", (2023, 2022), "hộ"),
        ("Tăng/giảm (%)", "comparison", "level", (2023, None), "%"),
        ("Chênh lệch", "comparison", "level", (2023, None), "hộ"),
        ("Tăng so với năm 2022", "plan", "increase", (2023, 2022), "hộ"),
        ("Giảm so với năm 2022", "plan", "decrease", (2023, 2022), "hộ"),
        ("KH 2023 so với TH 2022 (%)", "comparison", "level", (2023, 2022), "%"),
        ("Tỷ lệ hộ nghèo so với dân số (%)", "plan", "level", (2023, None), "%"),
    ],
)
def test_changes_have_a_direction_only_if_their_heading_has_one(
    tmp_path: Path, heading: str, kind: str, change: str, years: tuple[int | None, int | None], unit: str
) -> None:
    rows = f"TT\tChỉ tiêu\tĐVT\tTH 2022\tKH 2023\t{heading}\n1\tHộ cận nghèo\thộ\t1.200\t1.000\t-200\n"
    found = extraction_of(HEAD + rows + "2\tHộ nghèo\thộ\t300\t330\t+30\n", tmp_path)
    values = [value for value in found.observations if value.column_no == 6]
    assert {(value.value_type, value.target_kind) for value in values} == {(kind, change)}
    assert {(value.period.year, value.period.baseline) for value in values} == {years}
    assert {value.quantity.unit for value in values} == {unit}


def test_a_change_between_years_before_the_plan_is_a_result(tmp_path: Path) -> None:
    rows = "TT\tHuyện\tNăm 2021 (hộ)\tNăm 2022 (hộ)\tTăng so với năm 2021\n1\tTân Phú\t10\t12\t2\n"
    found = extraction_of(HEAD + rows, tmp_path)
    assert [(v.period.year, v.value_type) for v in found.observations if v.column_no == 5] == [(2022, "actual")]


def test_a_direction_below_what_is_compared_counts(tmp_path: Path) -> None:
    rows = "TT\tHuyện\tKH 2023 (hộ)\tSo với năm 2022\tSo với năm 2022\n\t\t\tTăng\tGiảm\n1\tTân Phú\t10\t2\t\n"
    found = extraction_of(HEAD + rows + "2\tVĩnh Cửu\t12\t\t3\n", tmp_path)
    assert [v.target_kind for v in found.observations if v.column_no > 3] == ["increase", "decrease"]


def test_shares_of_change_are_not_in_the_unit_of_what_changes(tmp_path: Path) -> None:
    rows = "TT\tChỉ tiêu\tĐVT\tTH 2022\tKH 2023\tTăng, giảm\n1\tHộ nghèo\thộ\t1.200\t1.000\t-16,7\n"
    found = extraction_of(HEAD + rows + "2\tSản lượng\ttấn\t100\t110\t10,0\n", tmp_path)
    assert [value.quantity.unit for value in found.observations if value.column_no == 6] == ["", ""]


def test_a_row_of_differences_has_no_direction(tmp_path: Path) -> None:
    rows = "TT\tChỉ tiêu\tTH 2022 (%)\tKH 2023 (%)\n1\tTăng/giảm tỷ lệ thất thoát\t+0,4\t-0,2\n"
    found = extraction_of(HEAD + rows, tmp_path)
    assert [(v.quantity.value, v.target_kind, v.value_type) for v in found.observations] == [
        (Decimal("0.4"), "level", "comparison"),
        (Decimal("-0.2"), "level", "comparison"),
    ]


def test_columns_with_years_are_not_accused(tmp_path: Path) -> None:
    found = extraction_of(PLAN.replace("\tTăng, giảm so với 2022 (%)", "\tNăm 2025 (%)"), tmp_path)
    assert {value.period.year for value in found.observations} == {2022, 2023, 2025}
    assert not [note for note in found.notes if note.code == "year-missing"]


SPACED = """PHỤ LỤC
TT\tĐơn vị\tTổng số (người)\tNam (người)\tNữ (người)
1\tVĩnh Cửu\t12 450\t5\u00a0950\t6 500
2\tTân Phú\t912\t400\t512
"""


def test_columns_whose_thousands_are_grouped_by_spaces_have_values(tmp_path: Path) -> None:
    found = extraction_of(PLAN.partition("PHỤ LỤC")[0] + SPACED, tmp_path)
    assert [value.quantity.value for value in found.observations] == [12450, 5950, 6500, 912, 400, 512]
    assert not [note for note in found.notes if note.code in {"doubtful-number", "unreadable-number"}]


def test_a_space_in_a_table_that_groups_with_dots_is_doubtful(tmp_path: Path) -> None:
    text = PLAN.partition("PHỤ LỤC")[0] + SPACED.replace("6 500", "6.500")
    found = extraction_of(text, tmp_path)
    assert [value.quantity.value for value in found.observations] == [None, None, 6500, 912, 400, 512]
    doubts = [note for note in found.notes if note.code == "doubtful-number"]
    assert [note.proposal for note in doubts] == ["12.450", "5.950"]


def test_one_row_with_spaces_among_whole_numbers_may_be_two_rows(tmp_path: Path) -> None:
    rows = "1\tVĩnh Cửu\t620\t310\n2\tTân Phú Định Quán\t450 820\t240 410\n4\tXuân Lộc\t540\t280\n"
    text = PLAN.partition("TT")[0] + "TT\tĐơn vị\tTrẻ em (trẻ)\tNam (trẻ)\n" + rows
    found = extraction_of(text, tmp_path)
    assert [value.quantity.value for value in found.observations] == [620, 310, None, None, 540, 280]
    total = text.replace("2\tTân Phú Định Quán\t450 820\t240 410", "2\tTân Phú\t450\t820")
    found = extraction_of(f"{total}\tCộng\t1 610\t1 410\n", tmp_path)
    assert [value.quantity.value for value in found.observations][-2:] == [1610, 1410]


@pytest.mark.parametrize(
    ("headings", "years"),
    [
        (("Tổng cộng", "Năm 2021", "Năm 2022"), (2021, 2022, None)),
        (("Tổng cộng", "Năm 2022", "Năm 2022"), (None, None, 2023)),
        (("Tổng cộng", "Nam", "Nữ"), (None, None, 2023)),
        (("Năm 2023", "Năm 2021", "Năm 2022"), (None, None, 2023)),
    ],
)
def test_a_total_over_years_speaks_of_all_of_them(
    headings: tuple[str, ...], years: tuple[int | None, ...], tmp_path: Path
) -> None:
    rows = "1\tVĩnh Cửu\t450\t200\t250\n2\tTân Phú\t560\t300\t260"
    found = extraction_of(f"{HEAD}TT\tĐơn vị\t{chr(9).join(headings)}\n{rows}", tmp_path)
    first = found.observations[0].period
    assert (first.start, first.end, first.year) == years


def units(table: str, folder: Path) -> tuple[dict[str, set[str]], list[str]]:
    """Return the units of a table by column, and the issues about units."""
    found = extraction_of(HEAD + table, folder)
    by_column: dict[str, set[str]] = {}
    for value in found.observations:
        by_column.setdefault(value.header_path, set()).add(f"{value.quantity.unit} {value.quantity.scale:f}")
    return by_column, [note.header_path for note in found.notes if note.code == "unit-missing"]


def test_a_unit_column_keeps_what_it_prints(tmp_path: Path) -> None:
    lines = ["TT\tChỉ tiêu\tĐVT\tKế hoạch 2023", "1\tKinh phí\tTr.đ\t1.300", "2\tTổng tỷ suất sinh\tSố con/phụ nữ\t2,1"]
    lines += ["3\tTrợ giúp\tSuất quà\t120", "4\tTặng quà\t-\t80", "5\tTrồng rừng\tTr. cây\t2,5"]
    lines += ["6\tCấp nước\tTrạm\t12"]
    found = extraction_of(HEAD + "\n".join(lines), tmp_path)
    told = [(one.quantity.unit, int(one.quantity.scale), one.quantity.base_unit) for one in found.observations]
    assert told == [
        ("Tr.đ", 1000000, "đồng"),
        ("con/phụ nữ", 1, "con/phụ nữ"),
        ("Suất quà", 1, "Suất quà"),
        ("", 1, ""),
        ("Tr. cây", 1000000, "cây"),
        ("Trạm", 1, "trạm"),
    ]


@pytest.mark.parametrize(
    ("read", "confidence", "unit"),
    [("m3ngày", 0.9, "m³/ngày"), ("%o", 0.9, "‰"), ("mngày", 0.9, "mngày"), ("m3ngày", None, "m3ngày")],
)
def test_signs_of_a_unit_that_engines_do_not_know(read: str, confidence: float | None, unit: str) -> None:
    cell = Cell(2, Passage(read), readings=(Reading(read, "fake", confidence),))
    assert unit_of_cell(cell, load_catalog().units) == unit


def test_a_unit_that_is_not_known_proves_no_thousands(tmp_path: Path) -> None:
    rows = "\n".join(f"{no}\tQuà {no}\tSuất quà\t{no}21,700" for no in range(1, 5))
    found = extraction_of(f"{HEAD}TT\tChỉ tiêu\tĐVT\tKế hoạch 2023\n{rows}", tmp_path)
    assert [(one.quantity.unit, one.quantity.value) for one in found.observations] == [("Suất quà", None)] * 4
    assert {note.code for note in found.notes} >= {"doubtful-number"}


def test_parts_take_the_unit_of_their_total(tmp_path: Path) -> None:
    rows = "1\tVĩnh Cửu\t450\t200\t250\t12\n2\tTân Phú\t560\t300\t260\t15\nTổng\t\t1.010\t500\t510\t27"
    by_column, missing = units(f"TT\tĐơn vị\tSố trẻ (trẻ)\tTrong đó\t\tGhép\n\t\t\tNam\tNữ\t\n{rows}", tmp_path)
    assert by_column == {
        "Số trẻ (trẻ)": {"trẻ 1"},
        "Trong đó > Nam": {"trẻ 1"},
        "Trong đó > Nữ": {"trẻ 1"},
        "Ghép": {" 1"},
    }
    assert missing == ["Ghép"]


@pytest.mark.parametrize(
    ("heading", "unit"),
    [
        ("Số hộ", "hộ"),
        ("Tổng số hộ dân cư", "hộ"),
        ("Số hộ nghèo cuối năm", "hộ"),
        ("Số lớp năm 2023", "lớp"),
        ("Số câu lạc bộ", "câu lạc bộ"),
        ("Số trạm", "trạm"),
        ("Số trạm y tế", "trạm y tế"),
        ("Số hộ (nghìn hộ)", "nghìn hộ"),
        ("Tỷ số giới tính khi sinh (số bé trai/100 bé gái)", "bé trai/100 bé gái"),
        # what may be counted in something else
        ("Số hộ, nghìn", ""),
        ("Số hộ (1.000)", ""),
        ("Số người trên 1 hộ", ""),
        ("Số người/hộ", ""),
        ("Số kế hoạch", ""),
        ("Số hộ sinh", ""),
        ("Số tổ trưởng", ""),
        ("Số lượng", ""),
        ("Hộ nghèo", ""),
    ],
)
def test_the_unit_of_a_heading(heading: str, unit: str, tmp_path: Path) -> None:
    by_column, missing = units(f"TT\tĐơn vị\t{heading}\n1\tVĩnh Cửu\t450\n2\tTân Phú\t560", tmp_path)
    assert {printed.rpartition(" ")[0] for printed in by_column[heading]} == {unit}
    assert missing == ([] if unit else [heading])


@pytest.mark.parametrize(
    ("line", "unit"),
    [("Đơn vị tính: nghìn hộ", "nghìn hộ 1000"), ("ĐVT: Tr.đ", "hộ 1"), ("ĐVT: 1.000", " 1")],
)
def test_a_unit_line_outranks_what_a_heading_counts(line: str, unit: str, tmp_path: Path) -> None:
    by_column, _ = units(f"{line}\nTT\tĐơn vị\tSố hộ\n1\tVĩnh Cửu\t450\n2\tTân Phú\t560", tmp_path)
    assert by_column == {"Số hộ": {unit}}


def test_a_total_without_a_unit_leaves_its_parts_without(tmp_path: Path) -> None:
    rows = "1\tVĩnh Cửu\t450\t200\t250\n2\tTân Phú\t560\t300\t260"
    by_column, _ = units(f"TT\tĐơn vị\tTổng cộng\tTrong đó\t\n\t\t\tSố hộ nghèo\tSố thôn\n{rows}", tmp_path)
    assert set().union(*by_column.values()) == {" 1"}


def test_what_stands_behind_a_total_of_something_has_no_unit_of_it(tmp_path: Path) -> None:
    rows = "1\tVĩnh Cửu\t450\t1.200\t250\n2\tTân Phú\t560\t1.300\t260"
    by_column, _ = units(f"TT\tĐơn vị\tTổng số hộ (hộ)\tDân số\tLao động\n{rows}", tmp_path)
    assert by_column == {"Tổng số hộ (hộ)": {"hộ 1"}, "Dân số": {" 1"}, "Lao động": {" 1"}}


def _printed(*rows: tuple[str, ...], spans: dict[tuple[int, int], int]) -> ReadDocument:
    """Return a plan with one grid, whose cells at a row and column reach over so many rows."""
    cells = tuple(
        tuple(Cell(at, Passage(text), spans.get((number, at), 1)) for at, text in enumerate(row))
        for number, row in enumerate(rows)
    )
    lines = tuple(Line(Passage(text)) for text in HEAD.splitlines())
    return ReadDocument("native", (*lines, Grid(cells, len(rows[0]))), pages=1)


def test_a_value_in_a_cell_merged_downwards_is_noted() -> None:
    head, third = ("TT", "Huyện", "Số lớp", "Mức chi (triệu đồng)"), ("3", "Xuân Lộc", "5", "14,0")
    rows = (head, ("1", "Vĩnh Cửu", "3", "12,5"), ("2", "Tân Phú", "4", ""), third)
    notes = extract(_printed(*rows, spans={(1, 3): 2}), load_catalog()).notes
    (note,) = (note for note in notes if note.code == "merged-cell")
    assert (note.row_no, note.column_no, note.evidence) == (1, 4, "the cell reaches over 2 rows")
    notes = extract(_printed(*rows, spans={(1, 0): 2, (1, 1): 2, (1, 3): 2}), load_catalog()).notes
    assert "merged-cell" not in {note.code for note in notes}


@pytest.mark.parametrize(
    ("head", "labels"),
    [
        (("Nhóm", "Chỉ tiêu"), ["Số giường bệnh", "Số bác sĩ", "Số trường chuẩn"]),
        (("Huyện", "Giới tính"), ["Vĩnh Cửu", "", "Tân Phú"]),
    ],
)
def test_indicators_beside_merged_groups_are_the_labels(head: tuple[str, str], labels: list[str]) -> None:
    first = ("Vĩnh Cửu", "Tân Phú") if head[0] == "Huyện" else ("Y tế", "Giáo dục")
    names = ("Nam", "Nữ", "Nam") if head[0] == "Huyện" else tuple(labels)
    rows = ((*head, "KH 2023"), (first[0], names[0], "32"), ("", names[1], "11"), (first[1], names[2], "412"))
    found = extract(_printed(*rows, spans={(1, 0): 2}), load_catalog())
    assert [value.row_label for value in found.observations] == labels


def test_values_without_headings_are_suspect_and_have_no_year(tmp_path: Path) -> None:
    text = HEAD + "TT\tĐơn vị\tNăm 2022 (%)\t\n1\tVĩnh Cửu\t4,5\t4,0\n2\tTân Phú\t5,5\t5,6\n"
    found = extraction_of(text, tmp_path).observations
    assert {(value.column_no, value.period.year, value.check) for value in found} == {
        (3, 2022, Check.SINGLE),
        (4, None, Check.SUSPECT),
    }


PRICES = """Đơn vị tính: nghìn đồng
TT\tNội dung\tĐVT\tSố lượng\tĐơn giá\tThành tiền\tTrong đó\t\tNăm 2023\tSố hộ hưởng lợi
\t\t\t\t\t\tNS tỉnh\tHuy động\t\t
1\tMáy tính\tbộ\t500\t15.000\t7.500.000\t5.100.000\t2.400.000\t7.500.000\t40
2\tTivi\tcái\t200\t12.000\t2.400.000\t2.000.000\t400.000\t2.400.000\t50
\tCộng\t\t\t\t9.900.000\t7.200.000\t2.800.000\t9.900.000\t90"""


def test_the_unit_column_speaks_of_quantities_and_not_of_what_stands_behind_their_price(tmp_path: Path) -> None:
    by_column, _ = units(PRICES, tmp_path)
    money = {"nghìn đồng 1000"}
    assert by_column.pop("Số lượng") == {"bộ 1", "cái 1"}
    assert by_column.pop("Số hộ hưởng lợi") == {"hộ 1"}
    assert all(found == money for found in by_column.values())
    fails = {one.total for one in extraction_of(HEAD + PRICES, tmp_path).identities if not one.holds}
    assert ("t1", 3, 7) in fails


def test_a_factor_beside_a_price_is_in_the_unit_that_its_heading_counts(tmp_path: Path) -> None:
    rows = "1\tTập huấn\tlớp\t10\t2\t30\t5.000\n2\tHội thảo\tcuộc\t5\t1\t40\t2.000"
    table = f"ĐVT: đồng\nTT\tNội dung\tĐVT\tSố lượng\tSố ngày\tSố người\tĐơn giá\n{rows}"
    by_column, _ = units(table, tmp_path)
    assert by_column["Số lượng"] == {"lớp 1", "cuộc 1"}
    assert (by_column["Số ngày"], by_column["Số người"]) == ({"ngày 1"}, {"người 1"})


def test_an_amount_behind_a_quantity_is_a_price_too(tmp_path: Path) -> None:
    rows = "1\tMáy tính\tbộ\t500\t7.500\t5.000\n2\tTivi\tcái\t200\t2.400\t2.000"
    table = f"ĐVT: triệu đồng\nTT\tNội dung\tĐVT\tSố lượng\tKinh phí\tNăm 2023\n{rows}"
    assert units(table, tmp_path)[0]["Năm 2023"] == {"triệu đồng 1000000"}
    by_column, missing = units(table.partition("\n")[2], tmp_path)
    assert (by_column["Năm 2023"], missing) == ({" 1"}, ["Kinh phí", "Năm 2023"])


def test_years_before_any_price_are_in_the_unit_of_their_row(tmp_path: Path) -> None:
    rows = "1\tMáy tính\tbộ\t500\t400\n2\tTập huấn\tlớp\t20\t30"
    by_column, _ = units(f"ĐVT: triệu đồng\nTT\tNội dung\tĐVT\tNăm 2022\tNăm 2023\n{rows}", tmp_path)
    assert by_column == {"Năm 2022": {"bộ 1", "lớp 1"}, "Năm 2023": {"bộ 1", "lớp 1"}}


def test_a_quantity_below_a_heading_of_money_is_none(tmp_path: Path) -> None:
    rows = "1\tVĩnh Cửu\tbộ\t50\t400\t12\n2\tTân Phú\tbộ\t20\t300\t15"
    headings = "TT\tĐơn vị\tĐVT\tDự toán kinh phí\t\tVốn vay\n\t\t\tSố lượng\tThành tiền\tSố hộ"
    by_column, _ = units(f"ĐVT: triệu đồng\n{headings}\n{rows}", tmp_path)
    assert [sorted(found) for found in by_column.values()] == [["bộ 1"], ["triệu đồng 1000000"], ["hộ 1"]]


def row_units_of(rows: list[str], folder: Path, line: str = "Đơn vị tính: người") -> list[str]:
    """Return the unit of each row of a table with a unit line."""
    numbered = "\n".join(f"{label}\t{no}.500" for no, label in enumerate(rows, start=1))
    found = extraction_of(f"{HEAD}{line}\nTT\tChỉ tiêu\tNăm 2023\n{numbered}", folder)
    return [one.quantity.unit for one in found.observations]


def test_the_unit_of_a_label_outranks_the_unit_line(tmp_path: Path) -> None:
    labels = ["1\tSố lao động", "2\tKinh phí (triệu đồng)", "3\tSản lượng (1.000 tấn)", "4\tTàu cá (chiếc)"]
    assert row_units_of(labels, tmp_path) == ["người", "triệu đồng", "1.000 tấn", "chiếc"]


def test_the_unit_of_a_label_holds_for_the_rows_below_it(tmp_path: Path) -> None:
    labels = ["I\tLao động", "1\tTrong tỉnh", "II\tKinh phí (tỷ đồng)", "1\tNgân sách", "2\tXã hội hóa", "3\tSố người"]
    assert row_units_of(labels, tmp_path) == ["người", "người", "tỷ đồng", "tỷ đồng", "tỷ đồng", "người"]


def test_a_class_in_parentheses_is_no_unit(tmp_path: Path) -> None:
    labels = ["1\tCán bộ (nữ)", "2\tKỳ Sơn (huyện)", "3\tTập huấn (2 lớp)", "4\tSố đơn vị (xã)", "5\tHọp (mở rộng)"]
    assert row_units_of(labels, tmp_path) == ["người", "người", "người", "xã", "người"]


def test_a_unit_line_says_nothing_of_rows_that_name_something_else(tmp_path: Path) -> None:
    labels = ["1\tSố lao động", "2\tTỷ lệ lao động qua đào tạo", "3\tKinh phí", "4\tNgười vay vốn"]
    assert row_units_of(labels, tmp_path) == ["người", "", "", "người"]
    labels = ["1\tThu ngân sách", "2\tSố hộ vay", "3\tTỷ lệ vốn vay"]
    assert row_units_of(labels, tmp_path, "ĐVT: tỷ đồng") == ["tỷ đồng", "", ""]


def test_a_printed_heading_outranks_the_unit_of_a_label(tmp_path: Path) -> None:
    by_column, _ = units(
        "TT\tChỉ tiêu\tSố lượng\tTỷ lệ (%)\n1\tSản lượng (tấn)\t450\t12\n2\tRừng (ha)\t56\t15", tmp_path
    )
    assert by_column == {"Số lượng": {"tấn 1000", "ha 1"}, "Tỷ lệ (%)": {"% 1"}}


def test_a_unit_at_the_end_of_the_title_is_a_unit_line(tmp_path: Path) -> None:
    rows = "1\tVĩnh Cửu\t450\n2\tTân Phú\t560"
    by_column, _ = units(f"NHU CẦU KINH PHÍ NĂM 2023 (nghìn đồng)\nTT\tĐơn vị\tTổng\n{rows}", tmp_path)
    assert by_column == {"Tổng": {"nghìn đồng 1000"}}
    by_column, _ = units(f"NHU CẦU ĐÀO TẠO NĂM 2023 (NỮ)\nTT\tĐơn vị\tTổng\n{rows}", tmp_path)
    assert by_column == {"Tổng": {" 1"}}


def test_what_a_spanner_counts_holds_for_its_total_parts_and_years(tmp_path: Path) -> None:
    rows = "1\tVĩnh Cửu\t45\t20\t25\t9\t8\t120\n2\tTân Phú\t56\t30\t26\t8\t7\t150"
    headings = (
        "TT\tĐơn vị\tSố lớp\t\t\tSố hộ nghèo\t\tSố dự án\n\t\tTổng số\tTiểu học\tTHCS\tNăm 2022\tNăm 2023\tDiện tích"
    )
    by_column, missing = units(f"{headings}\n{rows}", tmp_path)
    assert [sorted(found) for found in by_column.values()] == [["lớp 1"]] * 3 + [["hộ 1"]] * 2 + [[" 1"]]
    assert missing == ["Số dự án > Diện tích"]


def conflicts(table: str, folder: Path) -> list[tuple[int | None, str]]:
    found = extraction_of(HEAD + table, folder)
    return [(note.row_no, note.evidence) for note in found.notes if note.code == "unit-conflict"]


def test_units_of_label_and_column_that_contradict_each_other_are_told(tmp_path: Path) -> None:
    rows = "1\tĐàn bò (con)\t450\t12\n2\tThịt hơi (tấn)\t56\t15\n3\tHỗ trợ (triệu đồng)\t70\t16"
    told = conflicts(f"TT\tChỉ tiêu\tSố lượng (con)\tKinh phí (tỷ đồng)\n{rows}", tmp_path)
    assert told == [
        (2, "the label says tấn, the column con"),
        (3, "the label says triệu đồng, the column con"),
        (3, "the label says triệu đồng, the column tỷ đồng"),
    ]
    assert not conflicts(f"TT\tChỉ tiêu\tNăm 2023\tTỷ lệ (%)\n{rows}", tmp_path)


def test_a_total_in_another_unit_than_its_items_is_told(tmp_path: Path) -> None:
    rows = "1\tMáy tính\tbộ\t500\n2\tTập huấn\tlớp\t20\n\tCộng\t\t520"
    table = f"TT\tNội dung\tĐVT\tNăm 2023\n{rows}"
    assert conflicts(f"ĐVT: triệu đồng\n{table}", tmp_path) == [(3, "the total is in triệu đồng, its items in bộ, lớp")]
    assert not conflicts(table, tmp_path)
    assert not conflicts(f"ĐVT: triệu đồng\n{table.replace('Năm 2023', 'Kinh phí')}", tmp_path)


def test_a_share_takes_no_unit_of_what_is_counted(tmp_path: Path) -> None:
    rows = "1\tĐường\tkm\t450\t80\n2\tTrường\tcái\t56\t70\n3\tHộ nghèo\t%\t12\t60"
    by_column, missing = units(f"TT\tNội dung\tĐVT\tSố lượng\tTỷ lệ hỗ trợ\n{rows}", tmp_path)
    assert by_column == {"Số lượng": {"km 1000", "cái 1", "% 1"}, "Tỷ lệ hỗ trợ": {" 1", "% 1"}}
    assert missing == ["Tỷ lệ hỗ trợ"]
    by_column, _ = units("ĐVT: người\nTT\tĐơn vị\tLao động\tTỷ lệ\n1\tVĩnh Cửu\t450\t80\n2\tTân Phú\t56\t70", tmp_path)
    assert by_column == {"Lao động": {"người 1"}, "Tỷ lệ": {" 1"}}


def test_units_in_labels_of_a_table_of_money_with_a_total_are_those_of_goods(tmp_path: Path) -> None:
    rows = "1\tTài liệu (bộ)\t450\n2\tXe máy (chiếc)\t560"
    table = f"ĐVT: triệu đồng\nTT\tNội dung\tNăm 2023\n{rows}"
    assert units(f"{table}\n\tTổng\t1.010", tmp_path)[0] == {"Năm 2023": {"triệu đồng 1000000"}}
    assert units(f"{table}\n3\tSố xã (xã)\t17", tmp_path)[0]["Năm 2023"] >= {"chiếc 1", "xã 1"}


def test_amounts_in_a_column_of_remarks_are_in_no_unit_of_goods(tmp_path: Path) -> None:
    rows = "1\tMáy tính\tbộ\t450\t1.500.000\n2\tTivi\tcái\t56\t2.400.000"
    by_column, missing = units(f"TT\tNội dung\tĐVT\tSố lượng\tGhi chú\n{rows}", tmp_path)
    assert (by_column["Ghi chú"], missing) == ({" 1"}, ["Ghi chú"])


@pytest.mark.parametrize(
    ("printed", "unit", "scale", "base"),
    [
        ("Tr. cây", "Tr. cây", 10**6, "cây"),
        ("Tr.cây", "Tr. cây", 10**6, "cây"),
        ("Tr.đồng", "Tr.đồng", 10**6, "đồng"),
        ("Nghìn cây giống", "Nghìn cây giống", 1000, "cây giống"),
        ("Trạm", "Trạm", 1, "trạm"),
        ("Bè nuôi", "Bè nuôi", 1, "Bè nuôi"),
    ],
)
def test_units_count_by_the_scale_that_stands_before_them(
    tmp_path: Path, printed: str, unit: str, scale: int, base: str
) -> None:
    rows = f"TT\tChỉ tiêu\tĐVT\tKH 2023\n1\tTrồng mới\t{printed}\t12\n2\tChăm sóc\t{printed}\t15\n"
    (quantity, _) = (one.quantity for one in extraction_of(HEAD + rows, tmp_path).observations)
    assert (quantity.unit, int(quantity.scale), quantity.base_unit) == (unit, scale, base)


def test_a_count_in_a_heading_has_its_unit_as_printed(tmp_path: Path) -> None:
    found = extraction_of(HEAD + "TT\tHuyện\tSố trạm\tSố tin\n1\tTân Phú\t12\t3\n2\tVĩnh Cửu\t17\t5\n", tmp_path)
    assert [one.quantity.unit for one in found.observations] == ["trạm", "tin"] * 2
