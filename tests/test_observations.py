"""Columns whose headings leave something open: no year is guessed, and the gap is reported once."""

from __future__ import annotations

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


def test_a_comparison_that_names_its_baseline_only_has_no_year(tmp_path: Path) -> None:
    found = extraction_of(PLAN, tmp_path)
    periods = [(value.period.year, value.period.baseline) for value in found.observations if value.row_no == 1]
    assert periods == [(2022, None), (2023, None), (None, 2022)]
    (note,) = (note for note in found.notes if note.code == "year-missing")
    assert (note.table_id, note.header_path) == ("t1", "Tăng, giảm so với 2022 (%)")
    assert note.evidence.startswith("columns 5:")


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


HEAD, _, _ = PLAN.partition("TT\t")


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
