"""Tables of text dumps whose columns are set with spaces: read where they are clear, else left out as a whole."""

from __future__ import annotations

import unicodedata
from pathlib import Path

import pytest

from pipeline.catalog import load_catalog
from pipeline.evidence import left_in_english

from .plans import extraction_of

HEAD = "STT   Địa phương            Tổng số     Nam        Nữ"
ROWS = """1     TP. Biên Hòa          28.000      15.000     13.000
2     TP. Long Khánh        6.000       3.200      2.800
3     Huyện Long Thành      12.000      6.500      5.500
      Tổng cộng             46.000      24.700     21.300"""
WRAPPED = ROWS.replace("Huyện Long Thành ", "Huyện            ").replace("5.500", "5.500\n      Long Thành")
TWO_LINES = (
    HEAD.replace("Nam", "Số nam").replace(" Nữ", "Nữ") + "\n                                                (người)"
)


@pytest.mark.parametrize(
    "table",
    [
        pytest.param(f"{HEAD}\n{ROWS}", id="plain"),
        pytest.param(f"{HEAD}\n{ROWS}".replace("\n", "\n   "), id="indented"),
        pytest.param(f"{HEAD}\n{ROWS}".replace("\n", "\n\n"), id="blank lines"),
        pytest.param(unicodedata.normalize("NFD", f"{HEAD}\n{ROWS}"), id="decomposed"),
    ],
)
def test_clear_columns_are_read(tmp_path: Path, table: str) -> None:
    found = extraction_of(f"Phụ lục\nĐơn vị tính: Người\n\n{table}\n", tmp_path)
    lines = table.split("\n")
    assert [row.label for row in found.tables[0].rows] == [
        "TP. Biên Hòa",
        "TP. Long Khánh",
        "Huyện Long Thành",
        "Tổng cộng",
    ]
    assert len(found.observations) == 12
    assert all(identity.holds for identity in found.identities)
    assert len(found.identities) == 7
    assert "unruled-table" in {note.code for note in found.notes}
    for one in found.observations:
        where = one.where
        assert where.line is not None
        assert lines[where.line - 4][where.start : where.end] == one.raw


@pytest.mark.parametrize(
    "table",
    [
        pytest.param(f"{HEAD}\n{WRAPPED}", id="a label on two lines"),
        pytest.param(f"{TWO_LINES}\n{ROWS}", id="a heading on two lines"),
        pytest.param(f"{HEAD}\n{ROWS}".replace("Khánh        6.000 ", "Khánh 6.000        "), id="one blank between"),
        pytest.param(ROWS, id="no header"),
        pytest.param(f"STT   Địa phương            Số người\n{ROWS}", id="a heading over three columns"),
        pytest.param(f"{HEAD}\n{ROWS}".replace("3.200 ", "chưa có"), id="words among numbers"),
    ],
)
def test_what_is_not_clear_gives_no_values(tmp_path: Path, table: str) -> None:
    found = extraction_of(f"I. MỤC TIÊU\n\n- Đạt 95% số xã.\n\n{table}\n\n- Đạt 90% số hộ.\n", tmp_path)
    [note] = [note for note in found.notes if note.code == "unread-table"]
    assert note.where.line == 5
    assert not left_in_english(note.evidence, load_catalog())
    assert note.evidence.startswith(f"{len(table.splitlines())} lines; ")
    assert not found.observations
    assert [target.raw for target in found.targets] == ["95%", "90%"]
    numerals = [one for one in found.numerals if one.where.line not in {3, len(table.splitlines()) + 6}]
    assert {one.disposition for one in numerals} == {"unaccounted"}


@pytest.mark.parametrize("mark", ["--- Trang 4 ---", "\n--- Trang 4 ---\n", "<!-- page 4 -->", "\n- 4 -"])
@pytest.mark.parametrize("row", [1, 2, 3, 4])
def test_a_page_mark_parts_no_table(tmp_path: Path, mark: str, row: int) -> None:
    lines = [HEAD, *ROWS.split("\n")]
    table = "\n".join([*lines[:row], mark, *lines[row:]])
    found = extraction_of(f"Phụ lục\nĐơn vị tính: Người\n\n{table}\n", tmp_path)
    assert len(found.observations) == 12
    assert all(identity.holds for identity in found.identities)
    assert [one.reason for one in found.numerals if one.raw == "4"] == ["page number"]


def test_a_table_with_its_headings_on_each_page_is_read_page_by_page(tmp_path: Path) -> None:
    text = f"Phụ lục\n\n{HEAD}\n{ROWS}\n\n--- Trang 4 ---\n\n{HEAD}\n{ROWS}\n"
    assert len(extraction_of(text, tmp_path).observations) == 24


def test_rows_before_a_page_mark_are_unread_with_the_table(tmp_path: Path) -> None:
    rows = ROWS.split("\n")
    table = "\n".join([f"STT   Địa phương  Số người\n{rows[0]}\n{rows[1]}", "--- Trang 4 ---", *rows[2:]])
    found = extraction_of(f"I. MỤC TIÊU\n\n- Đạt 95% số xã.\n\n{table}\n", tmp_path)
    assert [target.raw for target in found.targets] == ["95%"]
    assert "unread-table" in {note.code for note in found.notes}


def test_two_rows_are_a_table(tmp_path: Path) -> None:
    two = "\n".join(ROWS.split("\n")[:2])
    found = extraction_of(f"I. MỤC TIÊU\n\n- Đạt 95% số xã.\n\n{HEAD}\n{two}\n", tmp_path)
    assert [target.raw for target in found.targets] == ["95%"]
    assert len(found.observations) == 6


STACK = ["TT", "Chỉ tiêu", "ĐVT", "Kế hoạch", "1", "Diện tích chè", "ha", "1.840", "2", "Số thôn", "thôn", "36"]


@pytest.mark.parametrize("glue", ["\n", "\n\n"])
def test_a_table_with_a_cell_to_a_line_is_unread(tmp_path: Path, glue: str) -> None:
    found = extraction_of(f"I. MỤC TIÊU\n\n- Đạt 95% số xã.\n\nBIỂU\n\n{glue.join(STACK)}\n", tmp_path)
    assert [target.raw for target in found.targets] == ["95%"]
    [note] = [note for note in found.notes if note.code == "unread-table"]
    assert not left_in_english(note.evidence, load_catalog())
    assert [one.raw for one in found.numerals if one.disposition == "unaccounted"] == ["1", "1.840", "2", "36"]


def test_numbers_on_lines_of_their_own_in_sentences_are_no_table(tmp_path: Path) -> None:
    text = "I. MỤC TIÊU\n\n- Trồng\n450\nha chè,\n1.200\nha quế và\n36\nha sả tại\n12\nxã.\n"
    found = extraction_of(text, tmp_path)
    assert [target.raw for target in found.targets] == ["450 ha", "1.200 ha", "36 ha", "12 xã"]
    assert "unread-table" not in {note.code for note in found.notes}


def test_letterheads_and_lists_are_prose(tmp_path: Path) -> None:
    text = """UBND TỈNH ĐỒNG NAI                       CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM
Số: 22/KH-UBND                              Độc lập - Tự do - Hạnh phúc
                                         Đồng Nai, ngày 22 tháng 01 năm 2024

1.   Tỷ lệ  hộ nghèo  giảm  còn   5,0% vào năm 2024;
2.   Tỷ lệ  bao phủ  bảo hiểm  y tế  đạt   95%;
3.   Số  lớp  tập huấn  là   20  lớp."""
    found = extraction_of(text, tmp_path)
    assert not found.tables
    assert "unread-table" not in {note.code for note in found.notes}
    assert found.metadata.document_number == "22/KH-UBND"
