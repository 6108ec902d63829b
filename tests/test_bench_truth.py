from __future__ import annotations

import json
from pathlib import Path

import pytest

from .bench.peers import is_in_text
from .bench.score import Score, Sheet, score
from .bench.truth import (
    ITEM,
    TrueTable,
    expected_to_tables,
    html_to_tables,
    is_equal,
    markdown_to_tables,
    rows_to_table,
)

ROWS = (
    ("TT", "Xã", "Hộ", "Trâu"),
    ("1", "Bình Minh", "120", "35"),
    ("2", "Tân Lập", "98", ""),
    ("3", "Phú Xuân", "205", "41"),
)
HEADER_BOX = (("SỞ Y TẾ", "Ban hành lần 2"),)


def table(*rows: tuple[str, ...]) -> TrueTable:
    return rows_to_table([[(text, 1, 1) for text in row] for row in rows])


def texts(found: TrueTable) -> list[tuple[int, int, str]]:
    return [(cell.row, cell.column, " ".join(cell.text.split())) for cell in found.cells]


MARKDOWN = r"""
# Kế hoạch

| **Xã** | Tỷ lệ *(%)* |
| --- | :-: |
| Tân \| Lập | 5<br>phần |
|  | |<image_2>| |

|<image_3>|

| không phải bảng |

<table>
<colgroup><col/><col/></colgroup>
<tr><th rowspan="2"><blockquote><p>Chỉ&nbsp;tiêu</p></blockquote></th><th colspan="2"><strong>Năm</strong></th></tr>
<tr><th>2031</th><th>10<sup>6</sup> &amp; hơn</th></tr>
<tr><td><ul><li><p>xã</p></li><li><p>thôn</p></li></ul></td><td>|<image_1>|</td><td></td></tr>
</table>
"""


def test_tables_stand_in_the_order_of_the_text() -> None:
    pipes, html = markdown_to_tables(MARKDOWN)
    assert texts(pipes) == [
        (0, 0, "Xã"),
        (0, 1, "Tỷ lệ (%)"),
        (1, 0, "Tân | Lập"),
        (1, 1, "5 phần"),
        (2, 0, ""),
        (2, 1, ""),
    ]
    assert (html.height, html.width) == (3, 3)


def test_a_merged_cell_stands_once_at_its_corner() -> None:
    html = markdown_to_tables(MARKDOWN)[1]
    assert texts(html)[:4] == [(0, 0, "Chỉ tiêu"), (0, 1, "Năm"), (1, 1, "2031"), (1, 2, "106 & hơn")]


def test_a_picture_is_an_empty_cell_and_list_items_may_have_marks() -> None:
    items, picture, empty = markdown_to_tables(MARKDOWN)[1].cells[-3:]
    assert (picture.text, empty.text) == ("", "")
    assert is_equal(items.text, "• xã\n• thôn")
    assert is_equal(items.text, "- xã - thôn")
    assert is_equal(items.text, "xã thôn")
    assert not is_equal(items.text, "xã; thôn")


@pytest.mark.parametrize(
    ("true", "read", "equal"),
    [
        ("1 234", "1234", True),
        ("Hoà\u0300".replace("à", "a"), "Hoà", True),
        ("12,5", "12.5", False),
        ("- bò", "bò", False),
        (f"{ITEM}bò{ITEM}a) lợn", "1. bò 2. a) lợn", True),
        ("", "\n", True),
        ("", "x", False),
    ],
)
def test_texts_are_equal_up_to_white_space(true: str, read: str, equal: bool) -> None:
    assert is_equal(true, read) == equal


def test_a_table_within_a_cell_is_text_of_that_cell() -> None:
    [outer] = html_to_tables("<table><tr><td>a<table><tr><td>b</td></tr></table></td><td>c</td></tr></table>")
    assert texts(outer) == [(0, 0, "ab"), (0, 1, "c")]


def test_positions_covered_in_a_fixture_are_no_cells(tmp_path: Path) -> None:
    path = tmp_path / "x.expected.json"
    path.write_text(json.dumps({"tables": [{"rows": [["a", ""], ["b", ""]], "spans": [[0, 0, 1, 2]]}]}))
    assert texts(expected_to_tables(path)[0]) == [(0, 0, "a"), (1, 0, "b"), (1, 1, "")]


def exact(found: Score) -> tuple[int, int]:
    return found.exact, found.cells


def test_a_perfect_reader_has_every_cell() -> None:
    result = score([table(*ROWS)], [Sheet(1, HEADER_BOX), Sheet(1, ROWS), Sheet(2, HEADER_BOX)])
    assert exact(result) == (16, 16)
    assert (result.texts_exact, result.numeric_exact, result.numeric) == (15, 8, 8)
    assert (result.found, result.whole, len(result.false_sheets), result.running) == (1, 1, 2, 2)
    assert result.differences == []


def test_without_tables_nothing_is_right() -> None:
    result = score([table(*ROWS)], [])
    assert (exact(result), result.found) == ((0, 16), 0)


def test_a_column_shifted_under_its_heading_is_wrong() -> None:
    shifted = (ROWS[0], *((row[0], row[1], "", row[2]) for row in ROWS[1:]))
    result = score([table(*ROWS)], [Sheet(1, shifted)])
    assert result.numeric_exact == 3
    assert {(one.column, one.read) for one in result.differences} >= {(4, "120"), (3, "")}


def test_a_column_too_many_is_counted_and_a_column_pushed_out_spoils_all() -> None:
    pushed = tuple(("", *row) for row in ROWS)
    result = score([table(*ROWS)], [Sheet(1, pushed)])
    assert (exact(result), result.odd_widths) == ((16, 16), 1)
    assert exact(score([table(*ROWS)], [Sheet(1, tuple(row[:-1] for row in pushed))])) == (0, 16)


def test_cells_in_the_row_of_another_are_wrong() -> None:
    swapped = (ROWS[0], (*ROWS[1][:2], *ROWS[3][2:]), ROWS[2], (*ROWS[3][:2], *ROWS[1][2:]))
    assert exact(score([table(*ROWS)], [Sheet(1, swapped)])) == (12, 16)


def test_rows_run_together_are_wrong() -> None:
    fused = (ROWS[0], tuple("\n".join(cells) for cells in zip(*ROWS[1:], strict=True)))
    assert exact(score([table(*ROWS)], [Sheet(1, fused)])) == (4, 16)


def test_a_table_may_go_on_on_the_next_page_with_its_heading_repeated() -> None:
    sheets = [Sheet(1, HEADER_BOX), Sheet(1, ROWS[:2]), Sheet(2, HEADER_BOX), Sheet(2, (ROWS[0], *ROWS[2:]))]
    result = score([table(*ROWS)], sheets)
    assert (exact(result), len(result.false_sheets)) == ((16, 16), 2)


def test_a_row_cut_by_the_end_of_the_page_counts_whole() -> None:
    above, below = ("2", "Tân", "98", ""), ("", "Lập", "", "")
    assert exact(score([table(*ROWS)], [Sheet(1, (*ROWS[:2], above)), Sheet(2, (below, ROWS[3]))])) == (16, 16)
    assert exact(score([table(*ROWS)], [Sheet(1, (*ROWS[:2], above, below, ROWS[3]))])) == (15, 16)


def test_two_tables_fused_keep_their_cells() -> None:
    other = (("Lớp", "Nam", "Nữ", "Ghi chú"), ("6A", "17", "19", ""))
    result = score([table(*ROWS), table(*other)], [Sheet(1, ROWS + other)])
    assert (exact(result), result.found) == ((24, 24), 2)


def test_what_stands_in_covered_positions_does_not_matter() -> None:
    [true] = html_to_tables("<table><tr><td colspan=2>Năm</td></tr><tr><td>1</td><td>2</td></tr></table>")
    for second in ("", "Năm"):
        assert exact(score([true], [Sheet(1, (("Năm", second), ("1", "2")))])) == (3, 3)
    assert exact(score([true], [Sheet(1, (("", "Năm"), ("1", "2")))])) == (2, 3)


def test_raised_marks_read_in_another_order_count_as_alike_only() -> None:
    result = score([table(("x0, km", "5"))], [Sheet(1, (("x , km\n0", "5"),))])
    assert (result.exact, result.alike) == (1, 2)


def test_scores_add_up() -> None:
    one = score([table(*ROWS)], [Sheet(1, ROWS)])
    assert exact(one + score([table(*ROWS)], [])) == (16, 32)


def test_the_ceiling_asks_for_each_word_on_neighbouring_pages() -> None:
    pages = ["Kế hoạch tiêm", "chủng năm 2031", "hết"]
    assert is_in_text(f"{ITEM}tiêm{ITEM}chủng", pages)
    assert not is_in_text("tiêm hết", pages)
    assert is_in_text("", pages)
