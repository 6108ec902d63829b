"""Labels that begin with a number keep it unless it counts the rows; rows may be named by when they happen."""

from __future__ import annotations

from pathlib import Path

import pytest

from .plans import extraction_of

HEAD = """ỦY BAN NHÂN DÂN TỈNH ĐỒNG NAI
Số: 10/KH-UBND
Đồng Nai, ngày 05 tháng 01 năm 2026

KẾ HOẠCH
Khuyến nông năm 2026

PHỤ LỤC
"""


def labels_of(rows: list[str], tmp_path: Path) -> list[tuple[str, str]]:
    body = "".join(f"{label}\t{number}0\t{number}5\n" for number, label in enumerate(rows, start=1))
    found = extraction_of(f"{HEAD}Nội dung\tNăm 2025 (ha)\tNăm 2026 (ha)\n{body}", tmp_path)
    return [(row.printed_no, row.label) for row in found.tables[0].rows]


@pytest.mark.parametrize(
    ("rows", "labels"),
    [
        (["3 tháng mùa mưa", "6 tháng mùa khô"], [("", "3 tháng mùa mưa"), ("", "6 tháng mùa khô")]),
        (["1.000 ngày đầu đời", "100 xã nghèo"], [("", "1.000 ngày đầu đời"), ("", "100 xã nghèo")]),
        (["Lúa", "5 xã vùng cao", "Ngô"], [("", "Lúa"), ("", "5 xã vùng cao"), ("", "Ngô")]),
        (["1 Lúa", "2 Ngô", "8 Sắn"], [("1", "Lúa"), ("2", "Ngô"), ("8", "Sắn")]),
        (["01 Lúa", "02 Ngô"], [("01", "Lúa"), ("02", "Ngô")]),
        (["1 Lúa", "1.1 Vụ xuân", "1.2 Vụ mùa"], [("1", "Lúa"), ("1.1", "Vụ xuân"), ("1.2", "Vụ mùa")]),
        (["1. Lúa", "3. 2 vụ màu"], [("1.", "Lúa"), ("3.", "2 vụ màu")]),
    ],
)
def test_a_number_before_a_label_is_its_running_number_only_if_it_counts_on(
    tmp_path: Path, rows: list[str], labels: list[tuple[str, str]]
) -> None:
    assert labels_of(rows, tmp_path) == labels


def test_a_column_of_times_names_the_rows_where_nothing_else_does(tmp_path: Path) -> None:
    rows = "Thời gian\tSố lớp\tĐịa điểm\nTháng 4\t5\tTân Phú\nTháng 9\t6\tVĩnh Cửu\nCộng\t11\t\n"
    found = extraction_of(HEAD + rows, tmp_path)
    assert [(value.row_label, value.row_type, value.check) for value in found.observations] == [
        ("Tháng 4", "item", "reconciled"),
        ("Tháng 9", "item", "reconciled"),
        ("Cộng", "total", "reconciled"),
    ]


def test_a_column_of_times_beside_labels_is_a_note(tmp_path: Path) -> None:
    rows = "TT\tThời gian\tNội dung\tSố lớp\n1\tTháng 4\tTrồng trọt\t5\n2\tTháng 9\tChăn nuôi\t6\n"
    found = extraction_of(HEAD + rows, tmp_path)
    assert [value.row_label for value in found.observations] == ["Trồng trọt", "Chăn nuôi"]
