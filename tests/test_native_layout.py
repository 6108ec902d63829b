"""Born-digital PDFs: lists at tab stops, numbers that narrow cells break, rows over pages, turned headings."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

import pytest

from pipeline.catalog import load_catalog
from pipeline.model import Grid, Line, ReadDocument
from pipeline.readers.native import read_native

from .fixtures.pdfs.drawing import Sheets

Piece = tuple[float, str]
LEFT, MIDDLE, RIGHT, AMOUNTS = 60.0, 190.0, 310.0, 440.0


def document(folder: Path, draw: Callable[[Sheets], None]) -> ReadDocument:
    sheets = Sheets()
    sheets.page()
    draw(sheets)
    path = folder / "page.pdf"
    path.write_bytes(sheets.finished())
    return read_native(str(path), load_catalog())


def lines_of(found: ReadDocument) -> list[str]:
    return [block.text for block in found.blocks if isinstance(block, Line) and block.text]


def printed(folder: Path, *lines: Sequence[Piece]) -> ReadDocument:
    """Read a page with lines of pieces at given places."""

    def draw(sheets: Sheets) -> None:
        for number, pieces in enumerate(lines):
            for left, text in pieces:
                sheets.words(left, 200 + 18 * number, text, 12)

    return document(folder, draw)


LISTS: dict[str, tuple[list[list[Piece]], list[str]]] = {
    "labels and amounts": (
        [[(LEFT, "- Cam sành"), (RIGHT, "1.150 ha")], [(LEFT, "- Bưởi"), (RIGHT, "640 ha")]],
        ["- Cam sành 1.150 ha", "- Bưởi 640 ha"],
    ),
    "amounts behind a colon at a tab stop": (
        [[(LEFT, "Đàn dê"), (RIGHT, ": 7.300 con")], [(LEFT, "Đàn ngựa"), (RIGHT, ": đạt trên 900 con")]],
        ["Đàn dê : 7.300 con", "Đàn ngựa : đạt trên 900 con"],
    ),
    "two entries to a line": (
        [
            [(LEFT, "- Cam: 1.150 ha"), (RIGHT, "- Bưởi: 640 ha")],
            [(LEFT, "- Mận: 82 ha"), (RIGHT, "- Hồng không hạt: 7 ha")],
        ],
        ["- Cam: 1.150 ha", "- Bưởi: 640 ha", "- Mận: 82 ha", "- Hồng không hạt: 7 ha"],
    ),
    "two labels and two amounts to a line": (
        [
            [(LEFT, "- Cam"), (MIDDLE, "1.150 ha"), (RIGHT, "- Bưởi"), (AMOUNTS, "640 ha")],
            [(LEFT, "- Mận"), (MIDDLE, "82 ha"), (RIGHT, "- Hồng"), (AMOUNTS, "7 ha")],
        ],
        ["- Cam 1.150 ha", "- Bưởi 640 ha", "- Mận 82 ha", "- Hồng 7 ha"],
    ),
    "a label of two lines": (
        [
            [(LEFT, "- Tỷ lệ xã có nhà văn hóa"), (RIGHT, "91 %")],
            [(LEFT, "và sân thể thao đạt chuẩn")],
            [(LEFT, "- Số bãi tập"), (RIGHT, "45 bãi")],
        ],
        ["- Tỷ lệ xã có nhà văn hóa và sân thể thao đạt chuẩn 91 %", "- Số bãi tập 45 bãi"],
    ),
    "headings above": (
        [
            [(LEFT, "Chỉ tiêu"), (RIGHT, "Kế hoạch 2031")],
            [(LEFT, "Cam sành"), (RIGHT, "1.150 ha")],
            [(LEFT, "Bưởi"), (RIGHT, "640 ha")],
        ],
        ["Chỉ tiêu", "Kế hoạch 2031", "Cam sành 1.150 ha", "Bưởi 640 ha"],
    ),
    "dots that lead to the amounts": (
        [[(LEFT, "- Cam sành......................1.150 ha")], [(LEFT, "- Bưởi: …………………… 640 ha")]],
        ["- Cam sành 1.150 ha", "- Bưởi: 640 ha"],
    ),
    "a list of contents keeps its dots": (
        [[(LEFT, "Mục tiêu chung đến năm 2031..........3")], [(LEFT, "Tổ chức thực hiện..........12")]],
        ["Mục tiêu chung đến năm 2031..........3", "Tổ chức thực hiện..........12"],
    ),
    "items of a column of their own": (
        [
            [(LEFT, "- Cam sành vùng cao"), (RIGHT, "- Giữ rừng đầu")],
            [(LEFT, "phía bắc: 150 ha"), (RIGHT, "nguồn của tỉnh")],
            [(LEFT, "- Bưởi đỏ: 640 ha"), (RIGHT, "- Trồng rừng mới")],
        ],
        [
            "- Cam sành vùng cao phía bắc: 150 ha",
            "- Bưởi đỏ: 640 ha",
            "- Giữ rừng đầu nguồn của tỉnh",
            "- Trồng rừng mới",
        ],
    ),
    "items drawn in within two columns": (
        [
            [(LEFT + 14, "- Xuất khẩu chè đạt 42 triệu"), (RIGHT + 14, "- Số hồ chứa sửa xong là")],
            [(LEFT, "USD, tăng hai lần so với trước"), (RIGHT, "45 hồ, trong đó hồ lớn 3 hồ.")],
        ],
        [
            "- Xuất khẩu chè đạt 42 triệu USD, tăng hai lần so với trước",
            "- Số hồ chứa sửa xong là 45 hồ, trong đó hồ lớn 3 hồ.",
        ],
    ),
    "a letterhead": (
        [
            [(LEFT, "ỦY BAN NHÂN DÂN"), (RIGHT + 9, "CỘNG HÒA XÃ HỘI")],
            [(LEFT + 5, "TỈNH SÔNG TRĂNG"), (RIGHT + 5, "Độc lập - Tự do")],
            [(LEFT + 15, "Số: 12/KH-UBND"), (RIGHT, "ngày 5 tháng 6 năm 2031")],
        ],
        [
            "ỦY BAN NHÂN DÂN",
            "TỈNH SÔNG TRĂNG",
            "Số: 12/KH-UBND",
            "CỘNG HÒA XÃ HỘI",
            "Độc lập - Tự do",
            "ngày 5 tháng 6 năm 2031",
        ],
    ),
}


@pytest.mark.parametrize("name", LISTS)
def test_what_stands_at_tab_stops(name: str, tmp_path: Path) -> None:
    pieces, expected = LISTS[name]
    assert lines_of(printed(tmp_path, *pieces)) == expected


def ruled(folder: Path, widths: Sequence[float], rows: Sequence[Sequence[str]], size: float = 12) -> list[list[str]]:
    """Read a table that is ruled on all sides; cells hold lines, and what begins with ``^`` is turned upwards."""

    def draw(sheets: Sheets) -> None:
        top = 150.0
        edges = [60.0 + sum(widths[:at]) for at in range(len(widths) + 1)]
        sheets.pdf.line(edges[0], top, edges[-1], top)
        for row in rows:
            turned = any(text.startswith("^") for text in row)
            bottom = top + (100 if turned else 6 + 15 * max(text.count("\n") + 1 for text in row))
            for left, text in zip(edges, row, strict=False):
                if text.startswith("^"):
                    with sheets.pdf.rotation(90, left + 15, bottom - 5):
                        letters_alone(sheets, left + 15, bottom - 5, text[1:])
                    continue
                for number, line in enumerate(text.split("\n")):
                    sheets.words(left + 5.4, top + 13 + 15 * number, line, size)
            sheets.pdf.line(edges[0], bottom, edges[-1], bottom)
            for x in edges:
                sheets.pdf.line(x, top, x, bottom)
            top = bottom

    grid = next(block for block in document(folder, draw).blocks if isinstance(block, Grid))
    return [[cell.text for cell in row] for row in grid.rows]


def letters_alone(sheets: Sheets, left: float, base: float, text: str) -> None:
    """Write each letter as a text of its own, as word processors set turned text."""
    for at, letter in enumerate(text):
        if letter != " ":
            sheets.words(left + sheets.measure(text[:at], 11), base, letter, 11)


HEAD = ["TT", "Nội dung", "Năm 2031"]


@pytest.mark.parametrize(
    ("width", "label", "number", "expected"),
    [
        (62, "Mua máy đo mưa cho\ntrạm vùng cao", "1.450.\n500.000", ["1.450.500.000"]),
        (62, "Mua máy đo mưa cho\nHợp tác xã vùng cao", "1.450.\n500.000", ["1.450.500.000"]),
        (42, "Mua máy đo mưa cho\nHợp tác xã vùng cao", "145.2\n50,5", ["145.250,5"]),
        (38, "Mua máy đo mưa", "3.15\n0", ["3.150"]),
        (90, "Mua máy đo mưa:\n- Máy cũ\n- Máy mới", "450\n150\n300", ["450", "150", "300"]),
        (42, "Số lớp học nghề\nSố tờ rơi được in", "12\n5.000", ["12", "5.000"]),
        (90, "Số lớp học nghề cho; số\nngười đi học nghề", "12\n480", ["12 480"]),
        (90, "Số người đi học\ntrong đó: nữ", "480\n120", ["480", "120"]),
    ],
)
def test_a_ruled_row_is_cut_where_rows_are(
    width: float, label: str, number: str, expected: list[str], tmp_path: Path
) -> None:
    """A number or a label that its cell breaks is one; numbers on the lines of their labels are rows."""
    rows = ruled(tmp_path, (30, 140, width), [HEAD, ["1", label, number], ["2", "Khu vực đông dân cư hơn", "75"]])
    assert [row[2] for row in rows[1:-1]] == expected


def test_turned_headings_are_words(tmp_path: Path) -> None:
    rows = ruled(tmp_path, (30, 90, 40), [["TT", "Huyện", "^Tỷ lệ xã đạt (%)"], ["1", "Sông Trăng", "45"]])
    assert rows[0] == ["TT", "Huyện", "Tỷ lệ xã đạt (%)"]


def test_a_mark_set_against_its_note_is_no_digit(tmp_path: Path) -> None:
    def draw(sheets: Sheets) -> None:
        sheets.paragraph(100, "Văn bản này có các dòng chữ dài để đo lề trái và lề phải của trang giấy khi đọc. " * 6)
        sheets.words(60, 300, "- Trồng mới 450 ha cây phân tán", 12)
        sheets.words(60 + sheets.measure("- Trồng mới 450 ha cây phân tán", 12), 296, "1", 7)
        sheets.pdf.line(60, 700, 200, 700)
        sheets.words(60, 715, "1Năm 2030 trồng được 380 ha.", 12)

    found = document(tmp_path, draw)
    assert lines_of(found)[-2:] == ["- Trồng mới 450 ha cây phân tán", "Năm 2030 trồng được 380 ha."]
    assert [left.passage.text for left in found.left_out] == ["1", "1"]


@pytest.mark.parametrize(("numbered", "left_out"), [(True, 3), (False, 0)])
def test_a_running_head_that_names_the_plan_is_no_caption(numbered: bool, left_out: int, tmp_path: Path) -> None:
    """The same line above each of several annexes captions them, unless the number of the page stands below it."""

    def draw(sheets: Sheets) -> None:
        for page in range(1, 4):
            if page > 1:
                sheets.page()
            sheets.centred(40, "Kèm theo Kế hoạch số 12/KH-UBND", 12, "")
            if numbered:
                sheets.centred(56, str(page), 12, "")
            annex = ("đầu", "giữa", "cuối")[page - 1]
            sheets.paragraph(90, f"Phần {annex} này có các dòng chữ dài để đo lề trái và lề phải của trang giấy. " * 9)

    found = document(tmp_path, draw)
    heads = [left for left in found.left_out if left.passage.text.startswith("Kèm theo")]
    assert len(heads) == left_out


def test_a_first_row_whose_label_nearly_touches_its_number_is_no_heading(tmp_path: Path) -> None:
    found = printed(
        tmp_path,
        [(60, "Nội dung"), (217, "Năm 2030"), (330, "Năm 2031")],
        [(60, "Số hộ được vay vốn trồng rừng"), (217, "1.250"), (336, "1.400")],
        [(60, "và nuôi ong")],
        [(60, "Số hộ nuôi dê"), (226, "820"), (341, "900")],
        [(60, "Số hộ nuôi ngựa"), (232, "75"), (347, "80")],
        [(60, "Tổng cộng"), (217, "2.145"), (336, "2.380")],
    )
    grid = next(block for block in found.blocks if isinstance(block, Grid))
    assert grid.rows[1][0].text == "Số hộ được vay vốn trồng rừng và nuôi ong"
    assert [row[1].text for row in grid.rows[1:]] == ["1.250", "820", "75", "2.145"]
