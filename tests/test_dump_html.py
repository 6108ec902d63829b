"""HTML tables in text dumps: their cells, merged ones, places in the file, and what cannot be read."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.catalog import load_catalog
from pipeline.evidence import left_in_english
from pipeline.model import Cell, Extraction, Grid, Line
from pipeline.readers.dump import read_dump
from pipeline.readers.html_tables import find_tables

from .plans import extraction_of

HEAD = """<tr><td rowspan="2">TT</td><td rowspan="2">Huyện</td><td colspan="2">Số hộ (hộ)</td></tr>
<tr><td>Năm 2022</td><td>Năm 2023</td></tr>"""
BODY = """<tr><td>1</td><td>Kỳ Sơn</td><td>9.412</td><td>9.000</td></tr>
<tr><td>2</td><td>Tương Dương</td><td>7.103</td><td>7.000</td></tr>
<tr><td></td><td>Tổng</td><td>16.515</td><td>16.000</td></tr>"""
TABLE = f"<table>\n{HEAD}\n{BODY}\n</table>"
PIPES = """| TT | Huyện | Số hộ (hộ) | |
| --- | --- | --- | --- |
| | | Năm 2022 | Năm 2023 |
| 1 | Kỳ Sơn | 9.412 | 9.000 |
| 2 | Tương Dương | 7.103 | 7.000 |
| | Tổng | 16.515 | 16.000 |"""


def blocks_of(text: str, folder: Path) -> tuple[Line | Grid, ...]:
    path = folder / "plan.md"
    path.write_text(text, encoding="utf-8")
    return read_dump(str(path), load_catalog()).blocks


def grid_of(text: str, folder: Path) -> Grid:
    [grid] = [block for block in blocks_of(text, folder) if isinstance(block, Grid)]
    return grid


def texts(grid: Grid) -> list[list[str]]:
    return [[cell.text for cell in row] for row in grid.rows]


def values(found: Extraction) -> list[tuple[str, str, str]]:
    return [(one.row_label, one.header_path, one.raw) for one in found.observations]


def test_merged_cells_are_cells_with_spans(tmp_path: Path) -> None:
    grid = grid_of(TABLE, tmp_path)
    assert grid.width == 4
    assert texts(grid)[:3] == [
        ["TT", "Huyện", "Số hộ (hộ)", ""],
        ["", "", "Năm 2022", "Năm 2023"],
        ["1", "Kỳ Sơn", "9.412", "9.000"],
    ]
    spans = [(cell.column, cell.row_span, cell.column_span) for cell in grid.rows[0]]
    assert spans == [(0, 2, 1), (1, 2, 1), (2, 1, 2), (3, 1, 1)]


@pytest.mark.parametrize(
    "table",
    [
        pytest.param(TABLE, id="a row on a line"),
        pytest.param(TABLE.replace("\n", ""), id="one line"),
        pytest.param(TABLE.replace("<t", "\n\t<t"), id="a cell on a line, set with tabs"),
        pytest.param(TABLE.replace("<td>", "<td>\n").replace("</td>", "\n</td>"), id="a text on a line"),
        pytest.param(TABLE.replace("</td>", "").replace("</tr>", ""), id="ends left out"),
        pytest.param(TABLE.replace("</tr>\n<tr>", "</tr>"), id="beginnings of rows left out"),
        pytest.param(TABLE.upper().replace("HUYỆN", "Huyện"), id="capitals"),
        pytest.param(TABLE.replace("<td", '<td style="text-align: right" class=x'), id="other attributes"),
        pytest.param(TABLE.replace('"', ""), id="no quotes"),
        pytest.param(f"<table><thead>{HEAD}</thead><tbody>{BODY}</tbody></table>", id="groups"),
        pytest.param(TABLE.replace("<table>", "<table border=1><colgroup><col><col></colgroup>"), id="columns named"),
        pytest.param(TABLE.replace("9.412", "<b>9.412</b>").replace("7.103", "<p>7.103</p>"), id="markup in cells"),
        pytest.param(TABLE.replace("9.412", "<!-- 4 -->9.412"), id="comment"),
        pytest.param(TABLE.replace("ỳ", "&#7923;"), id="characters by number"),
        pytest.param(TABLE.replace("\n", "\r\n"), id="line ends of Windows"),
    ],
)
def test_how_a_table_is_written_changes_nothing(tmp_path: Path, table: str) -> None:
    found = extraction_of(f"Phụ lục\nSỐ HỘ NGHÈO\n\n{table}\n", tmp_path)
    truth = extraction_of(f"Phụ lục\nSỐ HỘ NGHÈO\n\n{TABLE}\n", tmp_path)
    assert [tuple(map(str.casefold, one)) for one in values(found)] == [
        tuple(map(str.casefold, one)) for one in values(truth)
    ]
    assert len(values(found)) == 6
    assert all(identity.holds for identity in found.identities)
    assert len(found.identities) == 2
    assert not [note for note in found.notes if note.code in {"unread-table", "numeral-unaccounted"}]


def test_a_table_gives_what_it_gives_with_pipes(tmp_path: Path) -> None:
    html, pipes = (extraction_of(f"Phụ lục\nSỐ HỘ NGHÈO\n\n{table}\n", tmp_path) for table in (TABLE, PIPES))
    assert values(html) == values(pipes)
    assert html.tables[0].title == pipes.tables[0].title == "Phụ lục SỐ HỘ NGHÈO"


def test_a_merged_label_stands_in_its_first_row(tmp_path: Path) -> None:
    body = "<tr><td rowspan=2>Kỳ Sơn</td><td>Hộ</td><td>5</td></tr><tr><td>Người</td><td>20</td></tr>"
    assert texts(grid_of(f"<table>{body}</table>", tmp_path)) == [["Kỳ Sơn", "Hộ", "5"], ["", "Người", "20"]]


def test_breaks_in_a_cell_divide_words(tmp_path: Path) -> None:
    row = "<tr><td>Hộ<br>nghèo</td><td><p>năm</p><p>2023</p></td><td>km<sup>2</sup></td></tr>"
    assert texts(grid_of(f"<table>{row * 2}</table>", tmp_path))[0] == ["Hộ nghèo", "năm 2023", "km2"]


def test_text_beside_a_table_is_prose(tmp_path: Path) -> None:
    blocks = blocks_of(f"Đơn vị: hộ <table>{BODY}</table> Ghi chú: 5 hộ\nHết", tmp_path)
    assert [block.text if isinstance(block, Line) else "" for block in blocks] == [
        "Đơn vị: hộ",
        "",
        "Ghi chú: 5 hộ",
        "Hết",
    ]


def test_a_caption_is_a_line_above(tmp_path: Path) -> None:
    found = extraction_of(TABLE.replace("<table>", "<table><caption>BIỂU 1. SỐ HỘ</caption>"), tmp_path)
    assert found.tables[0].title == "BIỂU 1. SỐ HỘ"


def test_pages_of_html_are_one_table(tmp_path: Path) -> None:
    first, rest = TABLE.split("\n<tr><td>2</td>")
    pages = f"{first}</table>\n\n--- Trang 2 ---\n\n<table>{HEAD}<tr><td>2</td>{rest}"
    assert values(extraction_of(pages, tmp_path)) == values(extraction_of(TABLE, tmp_path))


@given(
    cells=st.lists(
        st.lists(st.sampled_from(["5", "", "Ba Vì", "<b>1.200</b>", "a\nb", "&lt;7"]), min_size=3), min_size=1
    ),
    before=st.sampled_from(["", "x ", "\n"]),
)
def test_cells_lead_back_to_their_characters(
    tmp_path_factory: pytest.TempPathFactory, cells: list[list[str]], before: str
) -> None:
    rows = "".join(f"<tr>{''.join(f'<td>{cell}</td>' for cell in row)}</tr>" for row in cells)
    text = f"{before}<table>{rows}</table>"
    lines = text.split("\n")
    grid = grid_of(text, tmp_path_factory.mktemp("html"))
    found = [cell for row in grid.rows for cell in row if cell.text]
    assert len(found) == sum(bool(cell) for row in cells for cell in row)
    for cell in found:
        where = cell.passage.where()
        assert where.line is not None
        printed = lines[where.line - 1][where.start : where.end]
        assert cell.text.startswith(printed.replace("<b>", "").replace("&lt;", "<"))
        assert printed


@pytest.mark.parametrize(
    "table",
    [
        pytest.param("<table><tr><td><table><tr><td>5</td></tr></table></td></tr></table>", id="nested"),
        pytest.param("<table><tr><td>1</td><td>5</td></tr>", id="no end"),
        pytest.param("<table><tr>1.200<td>5</td></tr></table>", id="text outside cells"),
        pytest.param(
            "<table><tr><td>A</td><td rowspan=2>B</td></tr><tr><td colspan=2>5</td></tr></table>", id="overlap"
        ),
        pytest.param("<table><tr><td rowspan=x>A</td><td>5</td></tr></table>", id="span"),
        pytest.param("<table><tr><td colspan=999>A</td><td>5</td></tr></table>", id="columns"),
        pytest.param(
            "<table><tr><td rowspan=3>1</td><td>A</td></tr><tr><td>5</td><td>7</td></tr></table>", id="too wide"
        ),
        pytest.param(
            "<table><thead><tr><td rowspan=2>1</td></tr></thead><tbody><tr><td>5</td></tr></tbody></table>", id="groups"
        ),
        pytest.param("<table></table>", id="no cells"),
        pytest.param("<table><tr><td>5</td></tr><!-- </table>", id="broken tag"),
    ],
)
def test_what_cannot_be_read_for_certain_is_told_as_a_whole(tmp_path: Path, table: str) -> None:
    found = extraction_of(f"I. MỤC TIÊU\n\n- Đạt 95% số xã.\n\n{table}\n\n- Đạt 90% số hộ.\n", tmp_path)
    [note] = [note for note in found.notes if note.code == "unread-table"]
    assert note.where.line == 5
    assert not left_in_english(note.evidence, load_catalog())
    assert not found.tables
    assert [target.raw for target in found.targets] == ["95%", "90%"]
    assert {one.disposition for one in found.numerals if one.where.line == 5} <= {"unaccounted"}


def test_a_table_without_an_end_takes_nothing_of_the_next(tmp_path: Path) -> None:
    blocks = blocks_of(f"<table><tr><td>1</td></tr>\n\nLời văn\n\n{TABLE}", tmp_path)
    assert [block.unread for block in blocks if isinstance(block, Line) and block.text] == [
        "the HTML table has no end",
        "",
    ]
    assert next(block.rows[2][1] for block in blocks if isinstance(block, Grid)).text == "Kỳ Sơn"


@given(st.text("<>/tabler dhowspn=\"'!-5\n", max_size=120))
def test_any_text_is_cut_at_places_inside_it(text: str) -> None:
    lines = text.split("\n")
    done = (0, 0)
    for table in find_tables(lines):
        assert done <= table.start < table.end
        done = table.end
        for slot in table.slots:
            assert all(0 <= start < end <= len(lines[line]) for line, start, end in slot.text)


def test_cell_is_blank_where_a_merged_one_reaches(tmp_path: Path) -> None:
    assert grid_of(TABLE, tmp_path).rows[1][0] == Cell(0, grid_of(TABLE, tmp_path).rows[0][3].passage)
