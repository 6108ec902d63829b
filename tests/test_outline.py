"""Lines to paragraphs, and each paragraph under its headings."""

from __future__ import annotations

import textwrap

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.catalog import load_catalog
from pipeline.extract.outline import Paragraph, outline
from pipeline.extract.wrapping import wrap_width
from pipeline.model import Line
from pipeline.readers.markup import clean

CATALOG = load_catalog()


def lines_of(text: str) -> list[Line]:
    return [Line(clean(line, number), page_break="\f" in line) for number, line in enumerate(text.split("\n"), start=1)]


def paragraphs(text: str) -> tuple[Paragraph, ...]:
    return outline(lines_of(text), CATALOG)


def texts(text: str) -> list[str]:
    return [paragraph.text for paragraph in paragraphs(text)]


def above(text: str) -> list[tuple[str, ...]]:
    """Return the headings above each paragraph that is none itself."""
    return [paragraph.section for paragraph in paragraphs(text) if not paragraph.is_heading]


# Marks of items and headings


@pytest.mark.parametrize(
    ("line", "marker", "text"),
    [
        ("- Mở lớp tập huấn.", "-", "Mở lớp tập huấn."),
        ("-Mở lớp tập huấn.", "-", "Mở lớp tập huấn."),
        ("– Mở lớp tập huấn.", "–", "Mở lớp tập huấn."),
        ("+ Mở lớp tập huấn.", "+", "Mở lớp tập huấn."),
        ("* Mở lớp tập huấn.", "*", "Mở lớp tập huấn."),
        ("• Mở lớp tập huấn.", "•", "Mở lớp tập huấn."),
        ("▪ Mở lớp tập huấn.", "▪", "Mở lớp tập huấn."),
        ("- 100% số xã có trạm.", "-", "100% số xã có trạm."),
        ("1. Mở lớp tập huấn.", "1.", "Mở lớp tập huấn."),
        ("12. Mở lớp tập huấn.", "12.", "Mở lớp tập huấn."),
        ("1) Mở lớp tập huấn.", "1)", "Mở lớp tập huấn."),
        ("1/ Mở lớp tập huấn.", "1/", "Mở lớp tập huấn."),
        ("1. 100% số xã có trạm.", "1.", "100% số xã có trạm."),
        ("1. “Điểm” khám mới.", "1.", "“Điểm” khám mới."),
        ("1. ≥ 95% số xã.", "1.", "≥ 95% số xã."),
        ("2.1. Mở lớp tập huấn.", "2.1.", "Mở lớp tập huấn."),
        ("2.1 Mở lớp tập huấn.", "2.1", "Mở lớp tập huấn."),
        ("3.1.2. Mở lớp tập huấn.", "3.1.2.", "Mở lớp tập huấn."),
        ("a) Mở lớp tập huấn.", "a)", "Mở lớp tập huấn."),
        ("đ) Mở lớp tập huấn.", "đ)", "Mở lớp tập huấn."),
        ("b. Mở lớp tập huấn.", "b.", "Mở lớp tập huấn."),
        ("II. GIẢI PHÁP", "II.", "GIẢI PHÁP"),
        ("II/ GIẢI PHÁP", "II/", "GIẢI PHÁP"),
        ("II.GIẢI PHÁP", "II.", "GIẢI PHÁP"),
        ("A. PHẦN CHUNG", "A.", "PHẦN CHUNG"),
        ("PHẦN I. MỤC TIÊU", "PHẦN I.", "MỤC TIÊU"),
        ("Mục tiêu 2: Nâng cao năng lực.", "Mục tiêu 2", "Nâng cao năng lực."),
        ("Nhiệm vụ 3. Kiện toàn bộ máy.", "Nhiệm vụ 3", "Kiện toàn bộ máy."),
        # no marks
        ("Mở lớp tập huấn.", "", "Mở lớp tập huấn."),
        ("2.500 người được khám.", "", "2.500 người được khám."),
        ("12,5% dân số.", "", "12,5% dân số."),
        ("2025 là năm cuối.", "", "2025 là năm cuối."),
        ("30/6/2025 là hạn cuối.", "", "30/6/2025 là hạn cuối."),
        ("Mục tiêu chung là giữ mức sinh.", "", "Mục tiêu chung là giữ mức sinh."),
        ("(1) Mở lớp tập huấn.", "(1)", "Mở lớp tập huấn."),
        pytest.param("đ/người dân/năm.", "", "đ/người dân/năm."),
        pytest.param("v.v. và các việc khác.", "", "v.v. và các việc khác."),
    ],
)
def test_marks(line: str, marker: str, text: str) -> None:
    (paragraph,) = paragraphs(line)
    assert (paragraph.marker, paragraph.text) == (marker, text)


def test_the_text_behind_a_mark_keeps_its_place() -> None:
    (paragraph,) = paragraphs("  2.1.  Mở **lớp** tập huấn.")
    where = paragraph.passage.where(3, 6)
    assert (where.line, where.start, where.end) == (1, 13, 16)


# Headings


def test_headings_stand_under_each_other() -> None:
    text = """\
A. PHẦN CHUNG
I. MỤC TIÊU CỦA KẾ HOẠCH TRONG NĂM
1. Chỉ tiêu về dân số của toàn tỉnh
1.1. Chỉ tiêu về quy mô dân số
1.1.1. Chỉ tiêu về mức sinh ở các vùng
a) Ở các huyện miền núi và hải đảo
- Giữ mức sinh thay thế ở các xã vùng cao.
b) Ở các huyện đồng bằng ven biển
- Giữ mức sinh thay thế ở các xã đồng bằng.
2. Chỉ tiêu về chăm sóc sức khỏe
- Khám sức khỏe cho người cao tuổi hằng năm.
II. GIẢI PHÁP CHỦ YẾU TRONG NĂM
- Tuyên truyền ở các thôn, bản vùng cao.
B. PHẦN RIÊNG
- Tổng kết vào cuối năm ở các huyện."""
    assert above(text) == [
        (
            "A. PHẦN CHUNG",
            "I. MỤC TIÊU CỦA KẾ HOẠCH TRONG NĂM",
            "1. Chỉ tiêu về dân số của toàn tỉnh",
            "1.1. Chỉ tiêu về quy mô dân số",
            "1.1.1. Chỉ tiêu về mức sinh ở các vùng",
            "a) Ở các huyện miền núi và hải đảo",
        ),
        (
            "A. PHẦN CHUNG",
            "I. MỤC TIÊU CỦA KẾ HOẠCH TRONG NĂM",
            "1. Chỉ tiêu về dân số của toàn tỉnh",
            "1.1. Chỉ tiêu về quy mô dân số",
            "1.1.1. Chỉ tiêu về mức sinh ở các vùng",
            "b) Ở các huyện đồng bằng ven biển",
        ),
        ("A. PHẦN CHUNG", "I. MỤC TIÊU CỦA KẾ HOẠCH TRONG NĂM", "2. Chỉ tiêu về chăm sóc sức khỏe"),
        ("A. PHẦN CHUNG", "II. GIẢI PHÁP CHỦ YẾU TRONG NĂM"),
        ("B. PHẦN RIÊNG",),
    ]


def test_named_headings_and_labels() -> None:
    text = """\
I. MỤC TIÊU

Mục tiêu 1: Tăng cường truyền thông cho người dân.

Chỉ tiêu cụ thể:

- Mở lớp ở các xã.

Mục tiêu 2: Nâng cao năng lực của cán bộ.

- Tập huấn ở các huyện."""
    assert above(text) == [
        ("I. MỤC TIÊU",),
        ("I. MỤC TIÊU", "Mục tiêu 1", "Chỉ tiêu cụ thể"),
        ("I. MỤC TIÊU",),
        ("I. MỤC TIÊU", "Mục tiêu 2"),
    ]


def test_an_item_that_ends_with_a_colon_stands_above_its_items() -> None:
    text = "- Đến năm 2025:\n+ Mở lớp ở các xã.\n- Đến năm 2030:\n+ Mở lớp ở các thôn."
    assert above(text) == [("- Đến năm 2025",), ("- Đến năm 2030",)]


def test_an_item_with_an_amount_is_no_heading() -> None:
    assert [paragraph.is_heading for paragraph in paragraphs("- Tỷ lệ đạt 5%:\n+ Ở các xã vùng cao.")] == [False, False]


def test_a_long_numbered_paragraph_opens_a_section_by_its_number() -> None:
    long = "Đưa chỉ tiêu dân số vào kế hoạch của từng xã, phường, thị trấn; " * 3 + "tổng kết vào cuối năm."
    found = paragraphs(f"1. {long}\n- Mở lớp ở các xã.")
    assert [(one.is_heading, one.section) for one in found] == [(False, ()), (False, ("1",))]


def test_a_numbered_sentence_is_no_heading() -> None:
    assert [one.is_heading for one in paragraphs("1. Mở lớp ở các xã.\n2. Mở lớp ở các huyện;\n3. Mở lớp")] == [
        False,
        False,
        True,
    ]


def test_a_section_of_targets_needs_no_number() -> None:
    assert above("MỤC TIÊU CHUNG\nGiữ mức sinh.\nCHỈ TIÊU CỤ THỂ\n- Mở lớp ở các xã.") == [
        ("MỤC TIÊU CHUNG",),
        ("CHỈ TIÊU CỤ THỂ",),
    ]


def test_parts_numbered_in_words() -> None:
    text = "PHẦN THỨ NHẤT\nKẾT QUẢ\n\nPHẦN THỨ HAI\nMỤC TIÊU\n- Mở lớp ở các xã."
    (section,) = above(text)
    assert "MỤC TIÊU" in section[-1]


def test_headings_in_capitals_over_several_lines() -> None:
    assert texts("II. NHIỆM VỤ VÀ\nGIẢI PHÁP CHỦ YẾU\nTRONG NĂM\nMở lớp ở các xã.") == [
        "NHIỆM VỤ VÀ GIẢI PHÁP CHỦ YẾU TRONG NĂM",
        "Mở lớp ở các xã.",
    ]


# Joining lines


WRAPPED = """\
1. Cơ quan đầu mối theo dõi việc giao chỉ tiêu cho từng xã, phường,
thị trấn; hằng quý tổng hợp kết quả gửi Ủy ban nhân dân tỉnh và các
Sở, ban, ngành liên quan để phối hợp kiểm tra.
- Các huyện bố trí kinh phí cho cộng tác viên theo mức quy định của
Hội đồng nhân dân tỉnh, thanh toán trước ngày cuối cùng của quý.
- Trạm y tế mở sổ theo dõi người cao tuổi và phụ nữ mang thai
Sổ được lưu tại trạm và đối chiếu với công an cấp xã mỗi năm một lần
vào tháng cuối năm.
Kết quả được niêm yết công khai tại nhà văn hóa thôn, bản, khu phố để
người dân giám sát và góp ý."""


def test_wrapped_lines_are_joined() -> None:
    lines = WRAPPED.split("\n")
    assert texts(WRAPPED) == [
        " ".join(lines[0:3]).removeprefix("1. "),
        " ".join(lines[3:5]).removeprefix("- "),
        " ".join(lines[5:8]).removeprefix("- "),
        " ".join(lines[8:]),
    ]


def test_lines_that_were_not_wrapped_are_not_joined() -> None:
    text = "Sở Y tế chủ trì\nSở Tài chính phối hợp\nBảo hiểm xã hội tham gia"
    assert texts(text) == text.split("\n")


@pytest.mark.parametrize(
    ("first", "second", "joined"),
    [
        ("Mỗi trạm có sổ", "theo dõi người cao tuổi.", True),
        ("Mỗi trạm có ít nhất", "2 bác sĩ.", True),
        ("Mỗi trạm có từ 2 -", "3 bác sĩ.", True),
        ("Mỗi trạm có từ", "2 - 3 bác sĩ.", True),
        ("Thực hiện Nghị quyết của", "Hội đồng nhân dân tỉnh.", True),
        ("Các sở, ban, ngành và", "Ủy ban nhân dân cấp huyện.", True),
        pytest.param("Các trạm (trừ", "Trạm Y tế Cồn Cỏ) mở sổ.", True),
        ("Trước ngày", "25/10/2025.", True),
        ("Mỗi trạm có sổ", ", có tủ thuốc.", True),
        ("Mỗi trạm có sổ.", "Mỗi thôn có tổ.", False),
        ("Mỗi trạm có sổ.", "theo dõi người cao tuổi.", False),
        ("Mỗi trạm có sổ;", "- mỗi thôn có tổ.", False),
        ("Mỗi trạm có sổ", "- Mỗi thôn có tổ", False),
        ("Mỗi trạm có sổ", "2. Mỗi thôn có tổ", False),
        ("Mỗi trạm có sổ", "a) Mỗi thôn có tổ", False),
        ("Mỗi trạm có sổ", "II. GIẢI PHÁP", False),
        ("Mỗi trạm có sổ", "Mục tiêu 2: Mỗi thôn có tổ", False),
        ("Mỗi trạm có sổ", "GIẢI PHÁP CHỦ YẾU", False),
        ("GIẢI PHÁP CHỦ YẾU", "mỗi trạm có sổ", False),
        ("- Mở lớp trong năm 2025", "- 100% số xã có trạm", False),
        pytest.param("Mỗi trạm có từ 2", "- 3 bác sĩ.", True),
        pytest.param("Công tác dân số", "- kế hoạch hóa gia đình.", True),
        pytest.param("Số người được khám:", "2.500 người.", True),
    ],
)
@pytest.mark.parametrize("gap", ["\n", "\n\n"], ids=["line", "gap"])
def test_what_goes_on(first: str, second: str, joined: bool, gap: str) -> None:
    assert (len(paragraphs(first + gap + second)) == 1) == joined


def test_a_page_break_is_a_gap() -> None:
    assert texts("Mỗi trạm có sổ\n\ftheo dõi người cao tuổi.") == ["Mỗi trạm có sổ theo dõi người cao tuổi."]
    assert texts("Mỗi trạm có sổ\n\fMỗi thôn có tổ.") == ["Mỗi trạm có sổ", "Mỗi thôn có tổ."]


HEADING = "2. Các chỉ tiêu cụ thể cần đạt được trên địa bàn trong năm 2025"


@pytest.mark.parametrize(
    "item",
    ["- Mỗi trạm có sổ theo dõi.", pytest.param("- 100% số trạm có sổ.")],
)
def test_an_item_below_a_full_line_that_ends_with_a_year(item: str) -> None:
    wrapped = "\n".join(textwrap.wrap("Mỗi trạm y tế có sổ theo dõi người cao tuổi và phụ nữ mang thai. " * 12, 64))
    found = paragraphs(f"{wrapped}\n{HEADING}\n{item}")
    assert [one.text for one in found[-2:]] == [HEADING.removeprefix("2. "), item.removeprefix("- ")]


@pytest.mark.parametrize(
    ("first", "second", "joined"),
    [
        ("Số hộ được vay vốn là", "37. Số thôn có nhà văn hóa", True),
        ("Tỷ lệ nữ chiếm", "2. Số thôn có nhà văn hóa", True),
        ("Trong số đó lao động nữ của các xã có", "46. Số thôn có nhà văn hóa", True),
        ("Số hộ được vay vốn là 15.", "46. Số thôn có nhà văn hóa", False),
        ("Các nội dung cụ thể là", "1. Số thôn có nhà văn hóa", False),
        ("II. NHIỆM VỤ KHÁC", "46. Số thôn có nhà văn hóa", False),
        ("45. Số hộ được vay vốn", "46. Số thôn có nhà văn hóa", False),
        ("43. Số hộ được vay vốn", "46. Số thôn có nhà văn hóa", False),
        ("12. Xã Kỳ Anh", "46. Xã Kỳ Lâm", False),
        ("Chi cho giống 2.", "350 hộ nghèo", True),
        ("Chi cho giống 2.", "100% hộ nghèo", False),
        ("Bước vào giai đoạn 2.", "350 hộ nghèo", False),
        ("Trồng chè từ năm 2025.", "350 hộ nghèo", False),
        ("2.", "350 hộ nghèo được vay.", False),
    ],
)
def test_a_number_of_a_sentence_begins_no_item(first: str, second: str, joined: bool) -> None:
    assert len(paragraphs(f"I. MỤC TIÊU\n{first}\n{second}")) == 3 - joined


def test_nested_numbers_may_stand_before_a_number() -> None:
    found = paragraphs("## 1. Có 85% số xã\n\n### 1.1. 70% số hộ")
    assert [(one.marker, one.text) for one in found] == [("1.", "Có 85% số xã"), ("1.1.", "70% số hộ")]


# What scans leave behind


@pytest.mark.parametrize(
    "debris",
    [
        "3",
        "12",
        "- 5 -",
        "–9–",
        "-7-",
        "Trang 7",
        "Trang 7/12",
        "7/12",
        "Handwritten signature or mark",
        "Scanned by CamScanner",
        "______",
        "* * *",
        "✓",
        "a",
    ],
)
def test_debris_between_blank_lines_is_left_out(debris: str) -> None:
    joined = ["Mỗi trạm có sổ theo dõi người cao tuổi."]
    assert texts(f"Mỗi trạm có sổ\n\n{debris}\n\ntheo dõi người cao tuổi.") == joined
    assert texts(f"Mỗi trạm có sổ\n{debris}\n\ntheo dõi người cao tuổi.") == joined
    assert texts(f"Mỗi trạm có sổ\n\n{debris}\ntheo dõi người cao tuổi.") == joined
    assert texts(f"Mỗi trạm có sổ\n{debris}\n\ftheo dõi người cao tuổi.") == joined
    assert texts(f"Mỗi trạm có sổ\n\f{debris}\ntheo dõi người cao tuổi.") == joined


@pytest.mark.parametrize("line", ["12 xã", "5%", "2025", "Hết.", "Trang thiết bị y tế"])
def test_short_lines_that_say_something_stay(line: str) -> None:
    assert line in texts(f"Mỗi trạm có sổ.\n\n{line}\n\nMỗi thôn có tổ.")


def test_a_page_number_between_dashes_needs_no_blank_lines() -> None:
    assert texts("Mỗi trạm có sổ\n- 5 -\ntheo dõi người cao tuổi.") == ["Mỗi trạm có sổ theo dõi người cao tuổi."]


@pytest.mark.parametrize("number", ["5", "12", "104"])
@pytest.mark.parametrize("above", ["Cấp giống cho", "Cấp giống cho\n--- Trang 5 ---", "Cấp giống cho\n\f"])
def test_a_page_number_right_above_a_number_is_no_part_of_it(above: str, number: str) -> None:
    assert texts(f"- {above}\n{number}\n640 hộ trồng chè.") == ["Cấp giống cho 640 hộ trồng chè."]


def test_a_number_on_a_line_of_its_own_in_a_sentence_stays() -> None:
    assert texts("- Cấp giống cho\n640\nhộ trồng chè.") == ["Cấp giống cho 640 hộ trồng chè."]
    assert texts("- Chi cho giống\n640\n000 đồng.") == ["Chi cho giống 640 000 đồng."]


def test_numbers_that_do_not_count_on_are_no_page_numbers() -> None:
    assert "17" in " ".join(texts("Số lớp\n17\n\nSố trạm\n240\n\nSố thôn\n9\n"))
    assert "18" not in " ".join(texts("Mở lớp.\n\n17\n\nCấp sách.\n\n18\n\nSửa nhà.\n\n19\n"))


# The width of wrapping


def wrapped(text: str, width: int) -> list[Line]:
    return lines_of("\n".join(textwrap.wrap(text, width, break_on_hyphens=False)))


@pytest.mark.parametrize("width", [50, 66, 72, 90, 110])
def test_the_width_is_found(width: int) -> None:
    found = wrap_width(wrapped("Trạm y tế mở sổ theo dõi người cao tuổi và phụ nữ mang thai ở từng thôn. " * 30, width))
    assert width - 8 <= found <= width


def test_long_lines_were_not_wrapped() -> None:
    assert wrap_width(lines_of("\n".join(["Mỗi trạm y tế có sổ theo dõi người cao tuổi. " * 5] * 20))) == 0


def test_single_lines_between_blank_lines_were_not_wrapped() -> None:
    assert wrap_width(lines_of("\n\n".join(["Mỗi trạm y tế có sổ theo dõi người cao tuổi."] * 20))) == 0


def test_few_lines_tell_nothing() -> None:
    assert wrap_width(lines_of("Mỗi trạm y tế có\nsổ theo dõi")) == 0
    assert wrap_width([]) == 0


def test_short_lines_were_not_wrapped() -> None:
    names = ["Sở Y tế", "Sở Tài chính", "Sở Nội vụ", "Công an tỉnh", "Hội Phụ nữ", "Hội Nông dân", "Tỉnh đoàn"] * 2
    assert wrap_width(lines_of("\n".join(names))) == 0


@given(
    st.lists(st.sampled_from(["Mỗi trạm", "có sổ.", "- Một", "I. HAI", "", "12", "\f", "1.1. Ba:", "và"]), max_size=30)
)
def test_no_word_is_lost_or_made(lines: list[str]) -> None:
    text = "\n".join(lines)
    printed = [line.strip() for line in lines if line.strip() and line not in {"12", "\f"}]
    found = paragraphs(text)
    words = " ".join(f"{one.marker} {one.text}" for one in found).split()
    assert [word for word in words if word != "12"] == " ".join(printed).split()
    for one in found:
        assert all(one.passage.where(at, at + 1).line for at, char in enumerate(one.text) if char != " ")


@pytest.mark.parametrize("blank", [" ", "\u00a0", "\u2003", "\u202f"])
def test_any_blank_may_stand_behind_the_number_of_an_item(blank: str) -> None:
    assert texts(f"1.{blank}Trồng rừng.\n\n2.{blank}Nuôi cá.") == ["Trồng rừng.", "Nuôi cá."]
