"""Text dumps: encodings, markup, tables, hard wrapping and what scans leave between pages."""

from __future__ import annotations

import re
import textwrap
import unicodedata
from collections.abc import Callable
from dataclasses import replace
from functools import cache
from pathlib import Path

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from pipeline.catalog import load_catalog
from pipeline.errors import DocumentError
from pipeline.model import Extraction, Grid, Line, Metadata, ReadDocument, Target, Where
from pipeline.readers import READERS, dump
from pipeline.readers.dump import read_dump
from pipeline.readers.markup import clean
from pipeline.stages import extract

from .plans import extraction_of

PLACES = tuple(place for place in load_catalog().places if place.level == "province")
CATALOG = replace(load_catalog(), places=PLACES)
LINE_END = re.compile("\r\n|\n|\r|\u2028|\u2029|\x85")


def read(data: str | bytes, folder: Path) -> ReadDocument:
    path = folder / "plan.txt"
    path.write_bytes(data if isinstance(data, bytes) else data.encode())
    return read_dump(str(path), CATALOG)


def lines_of(document: ReadDocument) -> list[str]:
    return [block.passage.text for block in document.blocks if isinstance(block, Line)]


def grids_of(document: ReadDocument) -> list[list[list[str]]]:
    return [[[cell.text for cell in row] for row in block.rows] for block in document.blocks if isinstance(block, Grid)]


def printed_at(text: str, where: Where) -> str:
    """Return the characters of the file as received at a place."""
    assert where.line is not None
    return LINE_END.split(text)[where.line - 1][where.start : where.end]


# Encodings


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r", "\u2028", "\x85"], ids=["LF", "CRLF", "CR", "LS", "NEL"])
@pytest.mark.parametrize("mark", ["", "\ufeff"], ids=["plain", "BOM"])
def test_line_ends_and_byte_order_mark(tmp_path: Path, end: str, mark: str) -> None:
    document = read(mark + end.join(["Kế hoạch", "", "năm 2025"]), tmp_path)
    assert lines_of(document) == ["Kế hoạch", "", "năm 2025"]
    blocks = [block for block in document.blocks if isinstance(block, Line)]
    assert [block.passage.where() for block in blocks if block.text] == [
        Where(line=1, start=0, end=8),
        Where(line=3, start=0, end=8),
    ]
    assert (document.reader, document.pages) == ("dump", None)


def test_line_ends_may_be_mixed(tmp_path: Path) -> None:
    assert lines_of(read("một\r\nhai\nba\rbốn\n\rnăm", tmp_path)) == ["một", "hai", "ba", "bốn", "", "năm"]


def test_decomposed_text_is_composed_and_leads_to_its_own_characters(tmp_path: Path) -> None:
    text = unicodedata.normalize("NFD", "Tỷ lệ người cao tuổi được khám: 88 %")
    (line,) = [block for block in read(text, tmp_path).blocks if isinstance(block, Line)]
    assert line.text == "Tỷ lệ người cao tuổi được khám: 88 %"
    for word in ("người", "được khám", "88 %"):
        at = line.text.index(word)
        where = line.passage.where(at, at + len(word))
        assert unicodedata.normalize("NFC", printed_at(text, where)) == word


def test_form_feed_begins_a_page_and_no_line(tmp_path: Path) -> None:
    text = "một\n\fhai\n\f\n\nba\n"
    document = read(text, tmp_path)
    blocks = [block for block in document.blocks if isinstance(block, Line)]
    assert [(block.text, block.page_break) for block in blocks] == [
        ("một", False),
        ("hai", True),
        ("", True),
        ("", True),
        ("ba", True),
        ("", False),
    ]
    assert [printed_at(text, block.passage.where()) for block in blocks if block.text] == ["một", "hai", "ba"]


def test_both_endings_of_file_names_are_dumps() -> None:
    assert READERS[".txt"] is read_dump
    assert READERS[".md"] is read_dump


# Markup


@pytest.mark.parametrize(
    ("raw", "text"),
    [
        ("**0,15 %** so", "0,15 % so"),
        ("Tỷ lệ: **88 %**.", "Tỷ lệ: 88 %."),
        ("**đậm** và **đậm nữa**", "đậm và đậm nữa"),
        ("***cả hai***", "cả hai"),
        ("*nghiêng*", "nghiêng"),
        ("*Tỷ lệ* đạt *5%*.", "Tỷ lệ đạt 5%."),
        ("**Tỷ lệ:** *5%*", "Tỷ lệ: 5%"),
        ("__gạch__", "gạch"),
        ("<b>88 %</b>", "88 %"),
        ("<i>tỷ</i> lệ", "tỷ lệ"),
        ("<I>TỶ</I> LỆ", "TỶ LỆ"),
        ("<strong>m</strong><em>n</em>", "mn"),
        ("<span style='color:red'>đỏ</span>", "đỏ"),
        ("m<sup>2</sup>", "m2"),
        ("dòng<br>mới", "dòng mới"),
        ("dòng<br/>mới", "dòng mới"),
        ("5&nbsp;%", "5 %"),
        ("&lt; 5% &amp; &ge; 3%", "< 5% & ≥ 3%"),
        ("&#37; &#x25;", "% %"),
        ("# I. MỤC TIÊU", " I. MỤC TIÊU"),
        ("### I. MỤC TIÊU", " I. MỤC TIÊU"),
        ("\\- mục", "- mục"),
        ("\\* mục", "* mục"),
        ("1\\. mục", "1. mục"),
        ("\ufeff5\u200b \u00ad%", "5 %"),
        ("5\u00a0%", "5 %"),
        # no markup
        ("<5% và >3%", "<5% và >3%"),
        ("x < y > z", "x < y > z"),
        ("5 * 3", "5 * 3"),
        ("12.345*", "12.345*"),
        ("12.345 (*)", "12.345 (*)"),
        ("(*) Ghi chú", "(*) Ghi chú"),
        ("* mục", "* mục"),
        ("#1", "#1"),
        ("a_b", "a_b"),
        ("____", "____"),
        ("&bogus; x", "&bogus; x"),
        ("Q&A; R&D", "Q&A; R&D"),
    ],
)
def test_markup(raw: str, text: str) -> None:
    assert clean(raw, 1).text == text


@pytest.mark.parametrize(
    ("raw", "text"),
    [
        ("<li>Tỷ lệ còn 2,8%</li>", "- Tỷ lệ còn 2,8%"),
        ("<li class='a'>- Tỷ lệ còn 2,8%</li>", "- Tỷ lệ còn 2,8%"),
        ("<li>1. Tỷ lệ còn 2,8%</li>", "1. Tỷ lệ còn 2,8%"),
        ("<h2>1. Mục tiêu</h2>", "1. Mục tiêu"),
        ("> - Tỷ lệ còn 2,8%", "- Tỷ lệ còn 2,8%"),
        ("> > Tỷ lệ còn 2,8%", "Tỷ lệ còn 2,8%"),
        ("> 1. Tỷ lệ còn 2,8%", "1. Tỷ lệ còn 2,8%"),
        ("> 95% số xã", "> 95% số xã"),
        ("đạt 95％ số xã", "đạt 95% số xã"),
        ("đạt 95\\% số xã", "đạt 95% số xã"),
        ("đạt $95,5\\%$ số xã", "đạt 95,5% số xã"),
        ("đạt $\\ge 95\\%$ số xã", "đạt ≥ 95% số xã"),
        ("từ 100$ đến 200$ mỗi hộ", "từ 100$ đến 200$ mỗi hộ"),
        ("giá 100$, 200$ mỗi hộ", "giá 100$, 200$ mỗi hộ"),
    ],
)
def test_marks_of_html_markdown_and_formulas(raw: str, text: str) -> None:
    assert clean(raw, line=1).text.strip() == text


def test_items_of_html_on_one_line_are_lines(tmp_path: Path) -> None:
    text = "<ul><li>Tỷ lệ còn 2,8%</li><li>Đạt 95% số xã</li></ul>\n<p>Trồng <b>1.340</b> ha chè.<br/>- Dạy nghề.</p>\n"
    assert [line for line in lines_of(read(text, tmp_path)) if line.strip()] == [
        "- Tỷ lệ còn 2,8%",
        "- Đạt 95% số xã",
        "Trồng 1.340 ha chè.",
        "- Dạy nghề.",
    ]
    [number] = [one for one in extraction_of(f"I. MỤC TIÊU\n\n{text}", tmp_path).targets if one.raw == "1.340 ha"]
    assert number.where.line == 4
    assert number.check == "single"


def test_a_raised_mark_does_not_become_part_of_a_number() -> None:
    assert "881" not in clean("Tỷ lệ: 88<sup>1</sup> %", 1).text


def test_markup_is_not_counted_in_places() -> None:
    raw = "- Giảm **tỷ lệ**: <i>0,15&nbsp;%</i> so"
    passage = clean(raw, 4, start=10)
    assert passage.text == "- Giảm tỷ lệ: 0,15 % so"
    at = passage.text.index("0,15 %")
    where = passage.where(at, at + 6)
    assert (where.line, raw[(where.start or 0) - 10 : (where.end or 0) - 10]) == (4, "0,15&nbsp;%")


WORDS = st.sampled_from(["Tỷ", "lệ", "giảm", "0,15", "%", "88%", "người", "đạt", "ít", "nhất", "2.500", "(%)", "5*3"])
WRAPPERS = st.sampled_from(
    ["{}", "**{}**", "<i>{}</i>", "<b>{}</b>", "<span class='a'>{}</span>", "\u200b{}", "{}\u00ad"]
)


@given(st.lists(st.tuples(WORDS, WRAPPERS), min_size=1, max_size=12), st.booleans())
def test_every_word_leads_back_to_itself(parts: list[tuple[str, str]], decomposed: bool) -> None:
    words = [word for word, _ in parts]
    raw = " ".join(wrapper.format(word) for word, wrapper in parts)
    raw = unicodedata.normalize("NFD", raw) if decomposed else raw
    passage = clean(raw, 7)
    assert passage.text == " ".join(words)
    at = 0
    for word in words:
        where = passage.where(at, at + len(word))
        assert where.line == 7
        assert clean(raw[where.start : where.end], 7).text == word
        at += len(word) + 1


@given(st.text())
def test_any_line_is_cleaned_to_composed_text_with_places_inside(raw: str) -> None:
    passage = clean(raw, 1)
    assert len(passage.text) == (passage.runs[-1].end if passage.runs else 0)
    for run in passage.runs:
        assert 0 <= (run.where.start or 0) <= (run.where.end or 0) <= len(raw)
    assert unicodedata.is_normalized("NFC", clean(unicodedata.normalize("NFD", "Tỷ lệ được"), 1).text)


# Tables


def test_tabs_make_a_table(tmp_path: Path) -> None:
    text = "TT\tXã\tSố người\n1\tCam Lộ\t1.250\n2\tKhe Sanh\t980\n"
    assert grids_of(read(text, tmp_path)) == [
        [["TT", "Xã", "Số người"], ["1", "Cam Lộ", "1.250"], ["2", "Khe Sanh", "980"]]
    ]


def test_pipes_make_a_table(tmp_path: Path) -> None:
    text = "TT | Xã | Số người\n1 | Cam Lộ | 1.250\n"
    assert grids_of(read(text, tmp_path)) == [[["TT", "Xã", "Số người"], ["1", "Cam Lộ", "1.250"]]]


def test_markdown_makes_a_table_without_its_rule(tmp_path: Path) -> None:
    text = (
        "Bảng:\n\n| TT | **Xã** | Số người |\n|:---|:---:|---:|\n| 1 | Cam Lộ | <b>1.250</b> |\n| 2 | | 980 |\n\nHết."
    )
    document = read(text, tmp_path)
    assert grids_of(document) == [[["TT", "Xã", "Số người"], ["1", "Cam Lộ", "1.250"], ["2", "", "980"]]]
    assert lines_of(document) == ["Bảng:", "", "", "Hết."]


def test_an_escaped_pipe_is_text(tmp_path: Path) -> None:
    assert grids_of(read("| a \\| b | c |\n| d | e |", tmp_path)) == [[["a | b", "c"], ["d", "e"]]]


def test_cells_lead_back_to_their_characters(tmp_path: Path) -> None:
    for text in (
        "Tổng\t1.250\n  Cam Lộ \t **980** \t(*)",
        "| Tổng | 1.250 |\n|  Cam Lộ | **980** | (*) |",
        "Tổng | 1.250\nCam Lộ | <i>980</i> | (*)",
    ):
        (grid,) = [block for block in read(text, tmp_path).blocks if isinstance(block, Grid)]
        for row in grid.rows:
            for cell in row:
                assert clean(printed_at(text, cell.passage.where()), 1).text == cell.text


def test_rows_may_be_ragged(tmp_path: Path) -> None:
    (grid,) = [block for block in read("a\tb\tc\n1\t2\n1\t2\t3\t4\n", tmp_path).blocks if isinstance(block, Grid)]
    assert [len(row) for row in grid.rows] == [3, 2, 4]
    assert grid.width == 4
    assert (grid.text(1, 1), grid.text(1, 2)) == ("2", "")


def test_empty_cells_keep_their_columns(tmp_path: Path) -> None:
    assert grids_of(read("\t\tSố người\n\tCam Lộ\t\n1\t\t5", tmp_path)) == [
        [["", "", "Số người"], ["", "Cam Lộ", ""], ["1", "", "5"]]
    ]


@pytest.mark.parametrize(
    "text",
    [
        "-\tTỷ lệ khám thai đạt 80%.\n-\tTỷ lệ tiêm chủng đạt 90%.",
        "1.\tTỷ lệ khám thai đạt 80%.\n2.\tTỷ lệ tiêm chủng đạt 90%.",
        "a)\tTỷ lệ khám thai đạt 80%.\nb)\tTỷ lệ tiêm chủng đạt 90%.",
        "1.1.\tTỷ lệ khám thai đạt 80%.\n1.2.\tTỷ lệ tiêm chủng đạt 90%.",
        "\tTỷ lệ khám thai đạt 80%.\n\tTỷ lệ tiêm chủng đạt 90%.",
        "Tỷ lệ khám thai ở các xã miền núi, biên giới và hải đảo trong năm nay:\tđạt 80% số phụ nữ mang thai.",
    ],
)
def test_lists_and_lines_typed_with_tabs_are_prose(tmp_path: Path, text: str) -> None:
    document = read(text, tmp_path)
    assert grids_of(document) == []
    assert [line.strip() for line in lines_of(document)] == [
        line.replace("\t", " ").strip() for line in text.split("\n")
    ]


def test_targets_typed_with_tabs_are_read(tmp_path: Path) -> None:
    text = "I. MỤC TIÊU NĂM 2025\n-\tTỷ lệ khám thai đạt 80%.\n-\tTỷ lệ tiêm chủng đạt 90%.\n"
    assert [target.raw for target in extraction_of(text, tmp_path).targets] == ["80%", "90%"]


def test_a_ragged_row_is_told(tmp_path: Path) -> None:
    rows = ["TT\tXã\tSố người\tSố lớp", *(f"{n}\tXã {n}\t{n}.250\t{n}" for n in range(1, 6)), "6\tXã 6\t900"]
    found = extraction_of("\n".join([PLAN, "Phụ lục", "CHỈ TIÊU NĂM 2023", *rows]), tmp_path)
    notes = [note for note in found.notes if note.code == "ragged-row"]
    assert [(note.observed, note.expected, note.row_no) for note in notes] == [("3 cells", "4 cells", 6)]


def test_utf_16_is_read_by_its_mark(tmp_path: Path) -> None:
    text = PLAN + "\n- Tỷ lệ trẻ em dưới 1 tuổi được tiêm chủng đầy đủ đạt 96,5%.\n"
    as_utf_8 = read(text.encode(), tmp_path)
    assert read(text.encode("utf-16"), tmp_path) == as_utf_8
    assert read(b"\xfe\xff" + text.encode("utf-16-be"), tmp_path) == as_utf_8


# Files that cannot be read


@pytest.mark.parametrize(
    ("data", "words"),
    [
        pytest.param(b"", "empty", id="empty"),
        pytest.param(b" \r\n\t ", "empty", id="blank"),
        pytest.param("Kế hoạch".encode("utf-16-le"), "not UTF-8", id="UTF-16"),
        pytest.param(b"K\xea ho\xb9ch", "not UTF-8", id="TCVN3"),
        pytest.param(b"%PDF-1.7\n" + bytes(range(32)) * 20, "binary", id="binary"),
        pytest.param(b"a" * (dump.MAX_LINE + 1), "line 1 has 200,001 characters", id="long line"),
        pytest.param(b"a\n" * (dump.MAX_BYTES // 2 + 1), "MB", id="too large"),
    ],
)
def test_a_file_that_cannot_be_read_is_named_in_one_sentence(tmp_path: Path, data: bytes, words: str) -> None:
    with pytest.raises(DocumentError) as caught:
        read(data, tmp_path)
    message = str(caught.value)
    assert message.startswith("plan.txt: ")
    assert words in message
    assert "\n" not in message
    assert ". " not in message


def test_a_missing_file_is_no_document_error(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError):
        read_dump(str(tmp_path / "none.txt"), CATALOG)


def test_a_few_control_characters_are_forgiven(tmp_path: Path) -> None:
    assert len(lines_of(read(b"K\x01 ho\x02\n" + b"x" * 2000, tmp_path))) == 2


@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.text(st.sampled_from("ab5%|\t\n\r\f *-<>&;.,\\\u2028"), max_size=60) | st.text(max_size=40))
def test_any_text_is_read_with_places_inside_the_file(tmp_path: Path, text: str) -> None:
    try:
        document = read(text.encode(errors="ignore"), tmp_path)
    except DocumentError:
        return
    source = LINE_END.split(text.encode(errors="ignore").decode().removeprefix("\ufeff"))
    for block in document.blocks:
        passages = [block.passage] if isinstance(block, Line) else [cell.passage for row in block.rows for cell in row]
        for passage in passages:
            for run in passage.runs:
                assert 1 <= (run.where.line or 0) <= len(source)
                assert (run.where.end or 0) <= len(source[(run.where.line or 0) - 1])


# A plan of our own, in every shape in which a dump may carry it

HEAD = """\
ỦY BAN NHÂN DÂN
TỈNH QUẢNG TRỊ
CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM
Độc lập - Tự do - Hạnh phúc
Số: 57/KH-UBND
Quảng Trị, ngày 14 tháng 3 năm 2023
"""
BODY = """
KẾ HOẠCH
Nâng cao chất lượng dân số và chăm sóc người cao tuổi tỉnh Quảng Trị năm 2023

Căn cứ Nghị quyết số 84/NQ-HĐND ngày 09/12/2022 của Hội đồng nhân dân tỉnh về nhiệm vụ phát triển kinh tế - xã hội; \
xét đề nghị của Sở Y tế tại Tờ trình số 31/TTr-SYT ngày 20/02/2023, Ủy ban nhân dân tỉnh ban hành Kế hoạch như sau:

I. MỤC TIÊU VÀ CÁC CHỈ TIÊU CHỦ YẾU CỦA CÔNG TÁC DÂN SỐ TRÊN ĐỊA BÀN TỈNH

1. Mục tiêu chung

Giữ quy mô dân số hợp lý; gắn công tác dân số với phát triển kinh tế - xã hội ở từng huyện, thị xã, thành phố và với \
đời sống của người dân.

2. Chỉ tiêu cụ thể về quy mô, chất lượng dân số và chăm sóc sức khỏe người cao tuổi ở các huyện, thị xã, thành phố

- Tỷ lệ người cao tuổi được khám sức khỏe định kỳ và được lập sổ theo dõi tại trạm y tế nơi cư trú đạt 76,5%.

- Giảm tỷ lệ cặp tảo hôn ở hai huyện miền núi: 1,2 % so với năm 2022.

- Tỷ lệ cán bộ làm công tác dân số - kế hoạch hóa gia đình ở cơ sở được bồi dưỡng nghiệp vụ đạt ít nhất 85% vào năm \
2023, đạt 98% vào năm 2025.

- Mỗi huyện xây dựng từ 2 - 4 mô hình câu lạc bộ liên thế hệ vào năm 2023, đạt ít nhất 6 mô hình vào năm 2025 để \
người cao tuổi có nơi sinh hoạt.

- Tỷ số giới tính khi sinh không quá 110,5 bé trai/100 bé gái; giảm tỷ suất tử vong trẻ em dưới 5 tuổi xuống dưới 24,5‰.

- Mức chi cho truyền thông dân số không thấp hơn 4.500 đồng/người dân/năm, trong đó ngân sách tỉnh bảo đảm 3 tỷ 200 \
triệu đồng.

- 100% trạm y tế có sổ quản lý người cao tuổi; 60% trạm y tế có góc tư vấn tiền hôn nhân vào năm 2023, đạt 90% vào năm \
2025.

- Số người mới sử dụng biện pháp tránh thai hiện đại trong năm: 31.850 người.

II. NHIỆM VỤ VÀ GIẢI PHÁP

1. Tăng cường sự lãnh đạo, chỉ đạo của cấp ủy và chính quyền

- Đưa chỉ tiêu dân số vào kế hoạch của từng xã, phường, thị trấn; kiểm tra 02 lần trong năm.

2. Truyền thông

- Mở 14 lớp cho cộng tác viên, mỗi lớp 40 người.

III. TỔ CHỨC THỰC HIỆN

Sở Y tế làm đầu mối, tổng hợp kết quả và báo cáo Ủy ban nhân dân tỉnh trước ngày 15/12/2023./.
"""
FOOT = """
Nơi nhận:
- Bộ Y tế;
- Lưu: VT.

TM. ỦY BAN NHÂN DÂN
KT. CHỦ TỊCH
PHÓ CHỦ TỊCH

Lê Thị Hoài Thương
"""
PLAN = HEAD + BODY + FOOT
TIGHT = HEAD + re.sub(r"(?<=[^\n])\n\n(?!KẾ HOẠCH|Căn cứ)", "\n", BODY) + FOOT

TRUTH = [
    ("level", "eq", "76.5", "%", 2023),
    ("decrease", "eq", "1.2", "%", 2023),
    ("level", "ge", "85", "%", 2023),
    ("level", "eq", "98", "%", 2025),
    ("level", "range", "2", "mô hình", 2023),
    ("level", "ge", "6", "mô hình", 2025),
    ("level", "le", "110.5", "bé trai/100 bé gái", 2023),
    ("level", "lt", "24.5", "‰", 2023),
    ("level", "ge", "4500", "đồng/người dân/năm", 2023),
    ("level", "eq", "3.2", "tỷ đồng", 2023),
    ("level", "eq", "100", "%", 2023),
    ("level", "eq", "60", "%", 2023),
    ("level", "eq", "90", "%", 2025),
    ("level", "eq", "31850", "người", 2023),
]


def extracted(text: str) -> Extraction:
    """Take a text through the stages without a file, as LF and UTF-8."""
    raw = [dump._RawLine(number, line) for number, line in enumerate(text.split("\n"), start=1)]
    return extract(ReadDocument(reader="dump", blocks=tuple(dump._blocks(raw, CATALOG))), CATALOG)


def without_place(target: Target) -> Target:
    return replace(target, where=Where())


def content(found: Extraction) -> tuple[list[Target], Metadata, int]:
    return [without_place(target) for target in found.targets], found.metadata, len(found.tables)


@cache
def truth() -> tuple[list[Target], Metadata, int]:
    return content(extracted(PLAN))


def wrap_at(text: str, width: int) -> str:
    """Break every line at a width, as a typesetter without hyphens does."""
    lines: list[str] = []
    for line in text.split("\n"):
        lines += textwrap.wrap(line, width, break_long_words=False, break_on_hyphens=False) or [""]
    return "\n".join(lines)


def test_the_plan_is_read() -> None:
    found, metadata, tables = truth()
    targets = [target for target in found if target.section.startswith("I. ")]
    assert [
        (str(t.target_kind), str(t.quantity.comparator), f"{t.quantity.value:f}", t.quantity.unit, t.period.year)
        for t in targets
    ] == TRUTH
    headings = [line for line in BODY.split("\n") if line.startswith(("I. ", "2. Chỉ tiêu"))]
    assert {target.section for target in targets} == {" > ".join(headings)}
    assert metadata.document_number == "57/KH-UBND"
    assert metadata.issuer == "Ủy ban nhân dân tỉnh Quảng Trị"
    assert str(metadata.issued_on) == "2023-03-14"
    assert metadata.title == "Nâng cao chất lượng dân số và chăm sóc người cao tuổi tỉnh Quảng Trị năm 2023"
    assert (metadata.year_start, metadata.year_end, metadata.signer) == (2023, 2023, "Lê Thị Hoài Thương")
    assert tables == 0


@pytest.mark.parametrize("remnant", ["HU TỊCH", "LÓ GIÁM ĐỐC", "(đã ký)"])
def test_what_a_stamp_leaves_of_an_office_is_no_name(remnant: str) -> None:
    assert extracted(PLAN.replace("Lê Thị Hoài Thương", remnant)).metadata.signer == ""
    assert extracted(PLAN.replace("Lê Thị Hoài Thương", f"{remnant}\nLê Thị Hoài Thương")).metadata.signer


def test_blank_lines_between_paragraphs_are_no_matter() -> None:
    assert content(extracted(TIGHT)) == truth()


@pytest.mark.parametrize("width", range(40, 111))
def test_wrapping_at_a_width_changes_nothing(width: int) -> None:
    assert content(extracted(wrap_at(PLAN, width))) == truth()


@pytest.mark.parametrize("width", range(40, 111, 3))
def test_wrapping_without_blank_lines_changes_nothing(width: int) -> None:
    assert content(extracted(wrap_at(TIGHT, width))) == truth()


def shifted(text: str, shifts: list[int]) -> str:
    """Put words into the items, so that their lines break elsewhere."""
    amounts = iter(shifts)
    lines = text.split("\n")
    for at, line in enumerate(lines):
        if line.startswith("- ") and len(line) > 60:
            words = line.split(" ")
            words[4:4] = FILLER[: next(amounts, 0)]
            lines[at] = " ".join(words)
    return "\n".join(lines)


FILLER = ["thuộc", "huyện", "và", "Trạm", "Y", "tế", "ở", "xã", "của", "Quảng", "Trị"]
SHIFTS = st.lists(st.integers(min_value=0, max_value=len(FILLER)), max_size=10)


@settings(max_examples=40)
@given(SHIFTS, st.integers(min_value=40, max_value=110), st.booleans())
@example(shifts=[3] * 8, width=49, tight=False)
def test_wrapping_at_any_word_changes_nothing(shifts: list[int], width: int, tight: bool) -> None:
    text = shifted(TIGHT if tight else PLAN, shifts)
    assert content(extracted(wrap_at(text, width))) == content(extracted(text))


SIMPLER = PLAN.replace("dân số - kế hoạch", "dân số và kế hoạch").replace("từ 2 - 4", "từ 2-4")
SIMPLER = SIMPLER.replace("núi: 1,2", "núi đạt 1,2").replace("trong năm: 31", "trong năm đạt 31")


@settings(max_examples=40)
@given(SHIFTS, st.integers(min_value=40, max_value=110))
def test_wrapping_at_any_plain_word_changes_nothing(shifts: list[int], width: int) -> None:
    text = shifted(SIMPLER, shifts)
    assert content(extracted(wrap_at(text, width))) == content(extracted(text))


def broken(first: str, second: str) -> tuple[list[Target], Metadata, int]:
    """Break the plan between two words that stand on one line of it."""
    assert f"{first} {second}" in PLAN
    return content(extracted(PLAN.replace(f"{first} {second}", f"{first}\n{second}")))


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("trạm y tế nơi cư", "trú đạt 76,5%"),
        ("nơi cư trú đạt", "76,5%"),
        ("ít nhất", "85% vào"),
        ("vào năm", "2025 để"),
        ("từ", "2 - 4"),
        ("2 -", "4 mô hình"),
        ("không quá", "110,5 bé trai"),
        ("trẻ em dưới", "5 tuổi"),
        ("3 tỷ", "200 triệu"),
        ("1,2", "% so với"),
        ("so với năm", "2022."),
        ("ĐỊA BÀN", "TỈNH"),
        ("Chỉ tiêu cụ thể về", "quy mô"),
        ("2. Chỉ tiêu cụ thể về quy mô, chất lượng dân số và chăm sóc sức", "khỏe"),
        pytest.param("2", "- 4 mô hình"),
        pytest.param("dân số", "- kế hoạch hóa"),
        pytest.param("hai huyện miền núi:", "1,2 %"),
        pytest.param("trong năm:", "31.850"),
    ],
)
def test_a_single_break_changes_nothing(first: str, second: str) -> None:
    assert broken(first, second) == truth()


def test_a_unit_at_the_beginning_of_a_line_is_no_item_mark() -> None:
    plan = PLAN.replace("4.500 đồng/người", "4.500 đ/người")
    assert content(extracted(plan.replace("4.500 đ/", "4.500\nđ/"))) == content(extracted(plan))


def test_and_so_on_at_the_beginning_of_a_line_is_no_item_mark() -> None:
    plan = PLAN.replace("khám sức khỏe định kỳ và được", "khám sức khỏe, tư vấn, v.v... và được")
    assert content(extracted(plan.replace("tư vấn, v.v", "tư vấn,\nv.v"))) == content(extracted(plan))


VARIANTS: dict[str, Callable[[str], str]] = {
    "BOM": lambda text: f"\ufeff{text}",
    "CRLF": lambda text: text.replace("\n", "\r\n"),
    "CR": lambda text: text.replace("\n", "\r"),
    "NFD": lambda text: unicodedata.normalize("NFD", text),
    "spaces at the ends": lambda text: text.replace("\n", "  \n "),
    "no-break spaces": lambda text: text.replace(" %", "\u00a0%").replace("năm 20", "năm\u00a020"),
    "two spaces": lambda text: text.replace(" vào năm ", "  vào  năm "),
    "zero-width spaces": lambda text: text.replace("đạt", "\u200bđạt\u200b"),
    "bold values": lambda text: re.sub(r"(\d[\d.,]* ?[%‰])", r"**\1**", text),
    "italic headings": lambda text: re.sub(r"(?m)^(\d\. .*)$", r"<i>\1</i>", text),
    "Markdown headings": lambda text: re.sub(r"(?m)^([IV]+\. .*)$", r"## \1", text),
    "bold headings": lambda text: re.sub(r"(?m)^([IV]+\. .*|\d\. .*)$", r"**\1**", text),
    "escaped dashes": lambda text: re.sub(r"(?m)^- ", r"\\- ", text),
    "bullets": lambda text: re.sub(r"(?m)^- ", "• ", text),
    "pluses": lambda text: re.sub(r"(?m)^- ", "+ ", text),
    "tabs behind marks": lambda text: re.sub(r"(?m)^- ", "-\t", text),
    "entities": lambda text: text.replace(" %", "&nbsp;%"),
    "all at once": lambda text: "\ufeff" + unicodedata.normalize("NFD", wrap_at(text, 66)).replace("\n", "\r\n"),
}


@pytest.mark.parametrize("variant", VARIANTS)
def test_how_the_text_is_encoded_or_marked_up_changes_nothing(tmp_path: Path, variant: str) -> None:
    text = VARIANTS[variant](PLAN)
    found = extract(read(text, tmp_path), CATALOG)
    targets, metadata, tables = content(found)
    expected = truth()
    assert [replace(target, raw="") for target in targets] == [replace(target, raw="") for target in expected[0]]
    assert (metadata, tables) == expected[1:]
    source = text.removeprefix("\ufeff")
    for target in found.targets:
        printed = clean(printed_at(source, target.where), 1).text
        assert target.raw.startswith(" ".join(printed.split()))


def test_a_letterhead_laid_out_with_pipes_changes_nothing() -> None:
    head = """\
| ỦY BAN NHÂN DÂN | CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM |
|---|---|
| TỈNH QUẢNG TRỊ | Độc lập - Tự do - Hạnh phúc |
| Số: 57/KH-UBND | Quảng Trị, ngày 14 tháng 3 năm 2023 |
"""
    assert content(extracted(head + BODY + FOOT)) == truth()


@pytest.mark.parametrize(
    "head",
    [
        (
            "ỦY BAN NHÂN DÂN | CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM\nTỈNH QUẢNG TRỊ | Độc lập - Tự do - Hạnh phúc\n"
            "Số: 57/KH-UBND | Quảng Trị, ngày 14 tháng 3 năm 2023\n"
        ),
        (
            "**ỦY BAN NHÂN DÂN**\t**CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM**\n**TỈNH QUẢNG TRỊ**\t**Độc lập - Tự do**\n"
            "Số: 57/KH-UBND\t<i>Quảng Trị, ngày 14 tháng 3 năm 2023</i>\n"
        ),
        (
            "| ỦY BAN NHÂN DÂN<br>TỈNH QUẢNG TRỊ | CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM |\n"
            "| Số: 57/KH-UBND | Quảng Trị, ngày 14 tháng 3 năm 2023 |\n"
        ),
        "UBND TỈNH QUẢNG TRỊ |\nSố: 57/KH-UBND | Quảng Trị, ngày 14 tháng 3 năm 2023\n",
    ],
    ids=["bare pipes", "tabs", "breaks in cells", "half a letterhead"],
)
def test_other_letterheads_change_nothing(head: str) -> None:
    assert content(extracted(head + BODY + FOOT)) == truth()


def test_a_signature_laid_out_with_pipes_changes_nothing() -> None:
    foot = """
| Nơi nhận: | TM. ỦY BAN NHÂN DÂN |
| - Bộ Y tế; | KT. CHỦ TỊCH |
| - Lưu: VT. | PHÓ CHỦ TỊCH |
| | Lê Thị Hoài Thương |
"""
    assert content(extracted(HEAD + BODY + foot)) == truth()


DEBRIS = [
    "3",
    "12",
    "- 5 -",
    "–9–",
    "Trang 7",
    "Trang 7/12",
    "7/12",
    "\f",
    "\f3",
    "3\n\f",
    "Handwritten signature or mark",
]
BLANKS = {"blank lines around": "\n{}\n", "a blank line below": "{}\n", "a blank line above": "\n{}"}


MARKED = r"(?:\d|[IV]+)\. "


def littered(text: str, debris: Callable[[], str | None]) -> str:
    """Put debris between lines of one paragraph of the sections."""
    lines = text.split("\n")
    begin = next(at for at, line in enumerate(lines) if line.startswith("1. Mục tiêu chung"))
    end = lines.index("Nơi nhận:")
    out = lines[:begin]
    for line, after in zip(lines[begin:end], lines[begin + 1 : end + 1], strict=True):
        out.append(line)
        inside = line and after and not re.search(rf"^{MARKED}|[:;]$", line) and not re.match(rf"{MARKED}|- ", after)
        if inside and (mark := debris()) is not None:
            out.append(mark)
    return "\n".join(out + lines[end:])


@pytest.mark.parametrize("mark", DEBRIS)
@pytest.mark.parametrize("layout", BLANKS)
def test_debris_at_every_break_changes_nothing(mark: str, layout: str) -> None:
    text = littered(wrap_at(TIGHT, 72), lambda: BLANKS[layout].format(mark))
    assert text.count(mark) >= 10
    assert content(extracted(text)) == truth()


@settings(max_examples=30)
@given(st.data(), st.integers(min_value=40, max_value=110))
def test_debris_at_random_breaks_changes_nothing(data: st.DataObject, width: int) -> None:
    marks = st.none() | st.builds(str.format, st.sampled_from(list(BLANKS.values())), st.sampled_from(DEBRIS))
    text = littered(wrap_at(SIMPLER, width), lambda: data.draw(marks))
    assert content(extracted(text)) == content(extracted(SIMPLER))


@pytest.mark.parametrize(
    "mark",
    [
        "\f",
        "\f3",
        "3\n\f",
        pytest.param("- 5 -"),
        pytest.param("Trang 7/12"),
        pytest.param("Handwritten signature or mark"),
    ],
)
def test_debris_without_blank_lines_changes_nothing(mark: str) -> None:
    assert content(extracted(littered(wrap_at(TIGHT, 72), lambda: mark))) == truth()


@pytest.mark.parametrize(
    ("first", "second"),
    [
        pytest.param("trong năm:", "31.850"),
        pytest.param("người cao tuổi;", "60% trạm"),
    ],
)
def test_debris_behind_punctuation_changes_nothing(first: str, second: str) -> None:
    assert f"{first} {second}" in PLAN
    targets, _, _ = content(extracted(PLAN.replace(f"{first} {second}", f"{first}\n\n3\n\n{second}")))
    assert targets == truth()[0]


@pytest.mark.parametrize(
    "mark", ["Page 5", "[Signature]", "5 | P a g e", "=== Trang 5 ===", "<!-- page 5 -->", "![](page5.png)"]
)
def test_debris_in_other_words_changes_nothing(mark: str) -> None:
    assert content(extracted(littered(wrap_at(TIGHT, 72), lambda: f"\n{mark}\n"))) == truth()


def test_targets_of_a_wrapped_plan_lead_back_to_their_lines() -> None:
    text = wrap_at(PLAN, 60)
    lines = text.split("\n")
    found = extracted(text)
    for target in found.targets:
        where = target.where
        assert where.line is not None
        printed = lines[where.line - 1][where.start : where.end]
        assert printed
        assert target.raw.startswith(printed)
        if target.raw != printed:
            assert lines[where.line].startswith(target.raw.removeprefix(printed).strip()[:3])
