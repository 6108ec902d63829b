"""Tables of text dumps over page breaks: what joins them, what keeps them apart and says so."""

from __future__ import annotations

from pathlib import Path

import pytest

from pipeline.catalog import load_catalog
from pipeline.evidence import left_in_english
from pipeline.model import Extraction

from .plans import extraction_of

TOP = """Phụ lục
CHỈ TIÊU NĂM 2023
Đơn vị tính: hộ

|TT|Huyện|Hộ nghèo năm 2023|Hộ cận nghèo năm 2023|
|---|---|---|---|
|1|Kỳ Sơn|9.412|2.310|
|2|Tương Dương|7.103|3.450|
"""
HEAD = """|TT|Huyện|Hộ nghèo năm 2023|Hộ cận nghèo năm 2023|
|---|---|---|---|
"""
REST = """|3|Quế Phong|7.800|6.450|
|4|Diễn Châu|2.604|2.900|
||Tổng|26.919|15.110|
"""


def codes(found: Extraction) -> list[str]:
    return [note.code for note in found.notes if note.table_id and note.code != "unknown-indicator"]


@pytest.mark.parametrize(
    "mark",
    [
        "4",
        "- 4 -",
        "--- 4 ---",
        "=== 4 ===",
        "[4]",
        "**4**",
        "\f",
        "---",
        "Trang 4/9",
        "--- Trang 4 ---",
        "=== Trang 4 ===",
        "[Trang 4]",
        "[Trang số 4/9]",
        "## Page 4",
        "Page 4 of 9",
        "----- PAGE 4 -----",
        "{4}------------------------",
        "<!-- page 4 -->",
        "<!-- PageBreak -->",
        "<page_number>4</page_number>",
        '<page number="4"/>',
        '<pb n="4">',
        "![](page4.png)",
        "![img-0.jpeg](img-0.jpeg)",
        '<img src="page4.png">',
        "\\newpage",
        "</page>\n<page>",
        "=== Trang 4 ===\n\n![](page4.png)",
    ],
)
@pytest.mark.parametrize("head", [HEAD, ""], ids=["header repeated", "no header"])
def test_marks_of_a_page_do_not_part_a_table(tmp_path: Path, mark: str, head: str) -> None:
    found = extraction_of(f"{TOP}\n{mark}\n\n{head}{REST}", tmp_path)
    assert [table.table_id for table in found.tables] == ["t1"]
    assert [row.label for row in found.tables[0].rows] == ["Kỳ Sơn", "Tương Dương", "Quế Phong", "Diễn Châu", "Tổng"]
    assert all(identity.holds for identity in found.identities)
    assert len(found.identities) == 2
    assert {(numeral.disposition, numeral.reason) for numeral in found.numerals if numeral.where.line == 10} <= {
        ("excluded", "page number"),
        ("excluded", "debris"),
    }
    assert not codes(found)


def test_an_empty_header_above_a_page_is_none(tmp_path: Path) -> None:
    found = extraction_of(f"{TOP}\nTrang 3\n\n|||||\n|---|---|---|---|\n{REST}", tmp_path)
    assert [len(table.rows) for table in found.tables] == [5]
    assert all(identity.holds for identity in found.identities)
    assert len(found.identities) == 2


@pytest.mark.parametrize("rule", ["|||\n", "|||\n|---|---|---|---|\n", "||\n"], ids=["plain", "rule below", "short"])
def test_the_rest_of_a_row_at_the_top_of_a_page_is_no_header(tmp_path: Path, rule: str) -> None:
    top = TOP.replace("Tương Dương", "Tương Dương và các xã vùng")
    found = extraction_of(f"{top}\nTrang 3\n\n||đặc biệt khó khăn{rule}{REST}", tmp_path)
    [table] = found.tables
    assert [row.label for row in table.rows] == [
        "Kỳ Sơn",
        "Tương Dương và các xã vùng đặc biệt khó khăn",
        "Quế Phong",
        "Diễn Châu",
        "Tổng",
    ]
    assert len(found.identities) == 2
    assert [note.code for note in found.notes if note.code in {"joined-row", "broken-row"}] == ["joined-row"]


def test_a_section_at_the_top_of_a_page_stays_a_row(tmp_path: Path) -> None:
    found = extraction_of(f"{TOP}\nTrang 3\n\n||Vùng đồng bằng|||\n{REST}", tmp_path)
    [table] = found.tables
    assert [row.label for row in table.rows][1:4] == ["Tương Dương", "Vùng đồng bằng", "Quế Phong"]


def test_another_table_with_a_header_of_its_own_stays_one(tmp_path: Path) -> None:
    head = "|TT|Nội dung|Kinh phí|Nguồn vốn|\n|---|---|---|---|\n"
    found = extraction_of(f"{TOP}\nTrang 3\n\n{head}{REST}", tmp_path)
    assert [len(table.rows) for table in found.tables] == [2, 3]


@pytest.mark.parametrize("text", ["Trang thiết bị 4", "trang 12.", "4 trang", "Page layout"])
def test_words_that_begin_like_a_page_mark_part_tables(tmp_path: Path, text: str) -> None:
    assert len(extraction_of(f"{TOP}\n{text}\n\n{HEAD}{REST}", tmp_path).tables) == 2


@pytest.mark.parametrize("head", [HEAD, ""], ids=["header repeated", "no header"])
def test_a_table_that_counts_on_behind_text_is_told(tmp_path: Path, head: str) -> None:
    found = extraction_of(f"{TOP}\nBản sao gửi các sở, ngành.\n\n{head}{REST}", tmp_path)
    assert len(found.tables) == 2
    [note] = [note for note in found.notes if note.code == "continuation-refused"]
    assert note.table_id == "t2"
    assert not left_in_english(note.evidence, load_catalog())


def test_a_table_of_its_own_behind_text_is_no_continuation(tmp_path: Path) -> None:
    again = REST.replace("|3|", "|1|").replace("|4|", "|2|")
    found = extraction_of(f"{TOP}\nBản sao gửi các sở, ngành.\n\n{HEAD}{again}", tmp_path)
    assert len(found.tables) == 2
    assert "continuation-refused" not in codes(found)
