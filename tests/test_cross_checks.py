"""What a document says more than once, or what follows from it: what agrees, what differs, what is left alone."""

from __future__ import annotations

from pathlib import Path

import pytest

from pipeline.audit.products import find_product
from pipeline.catalog import load_catalog
from pipeline.model import Check, Extraction, Note, Severity

from .plans import REAL, SAMPLES, extraction, extraction_of, fixtures

CODES = {"prose-annex-differs", "prose-differs", "annexes-differ", "target-reversed", "identity-fails"}

HEAD = """ỦY BAN NHÂN DÂN THÀNH PHỐ HÀ NỘI
Số: 10/KH-UBND
Hà Nội, ngày 05 tháng 01 năm 2024

KẾ HOẠCH
Công tác dân số thành phố Hà Nội năm 2024

I. CHỈ TIÊU
"""

TASKS = "\nII. NHIỆM VỤ\n"

ANNEX = """
Phụ lục I
CÁC CHỈ TIÊU CHỦ YẾU NĂM 2024
TT\tChỉ tiêu\tĐơn vị tính\tThực hiện năm 2023\tKế hoạch năm 2024
"""


def plan(folder: Path, goals: str = "", *, tasks: str = "", rows: str = "", more: str = "") -> Extraction:
    """Make a plan of goals, tasks, rows of an annex of indicators, and other annexes; cells are parted by ``|``."""
    text = HEAD + goals + "\n" + TASKS + tasks + "\n"
    text += ANNEX + _tabs(rows) if rows else ""
    return extraction_of(text + _tabs(more), folder)


def _tabs(text: str) -> str:
    lines = ("\t".join(cell.strip() for cell in line.split("|")) for line in text.strip("\n").split("\n"))
    return "\n" + "\n".join(lines) + "\n"


def tried(found: Extraction) -> list[tuple[str, bool]]:
    usual = {"row-parts", "row-groups", "column-items", "column-parts", "column-subtotals", "years", "periods"}
    return [(one.kind, one.holds) for one in found.identities if one.kind not in usual]


def accused(found: Extraction) -> list[Note]:
    return [note for note in found.notes if note.code in CODES]


def target_checks(found: Extraction) -> list[str]:
    return [str(goal.check) for goal in found.targets]


ROWS = """
1 | Tỷ lệ sàng lọc sơ sinh 5 bệnh | % | 86,0 | 89,0
2 | Số người mới áp dụng biện pháp tránh thai | người | 401.250 | 403.760
3 | Tỷ số giới tính khi sinh | trẻ trai/100 trẻ gái | 111,5 | 111,0
"""


@pytest.mark.parametrize(
    "goal",
    [
        "- Tỷ lệ sàng lọc sơ sinh 5 bệnh phổ biến: 89%.",
        "- Tỷ lệ sàng lọc sơ sinh 5 bệnh phổ biến đạt 89,0% vào năm 2024.",
        "- Số người mới áp dụng biện pháp tránh thai: 403.760 người.",
        "- Số người mới áp dụng biện pháp tránh thai: 403,8 nghìn người.",
    ],
)
def test_prose_that_equals_the_annex_vouches_for_it(goal: str, tmp_path: Path) -> None:
    found = plan(tmp_path, goal, rows=ROWS)
    assert tried(found) == [("prose-annex", True)]
    assert target_checks(found) == [Check.RECONCILED]
    members = {key for identity in found.identities for key in identity.members}
    assert {value.check for value in found.observations if value.key in members} == {Check.RECONCILED}
    assert not accused(found)


@pytest.mark.parametrize(
    ("goal", "in_annex"),
    [
        ("- Tỷ lệ sàng lọc sơ sinh 5 bệnh phổ biến: 39%.", "89,0"),
        ("- Số người mới áp dụng biện pháp tránh thai: 408.760 người.", "403.760"),
        ("- Tỷ số giới tính khi sinh dưới 110 trẻ trai/100 trẻ gái.", "111,0"),
        ("- Tỷ lệ sàng lọc sơ sinh 5 bệnh phổ biến đạt ít nhất 90%.", "89,0"),
        ("- Tỷ lệ sàng lọc sơ sinh 5 bệnh phổ biến từ 90% đến 92%.", "89,0"),
    ],
)
def test_prose_that_contradicts_the_annex_is_shown_at_both_places(goal: str, in_annex: str, tmp_path: Path) -> None:
    found = plan(tmp_path, goal, rows=ROWS)
    prose, annex = accused(found)
    assert {prose.code, annex.code} == {"prose-annex-differs"}
    assert prose.group == annex.group != ""
    assert (prose.observed, prose.expected) == (found.targets[0].raw, in_annex)
    assert (annex.observed, annex.expected) == (in_annex, found.targets[0].raw)
    assert annex.table_id == "t1"
    assert annex.where.line is not None
    assert target_checks(found) == [Check.SUSPECT]
    assert [value.raw for value in found.observations if value.check is Check.SUSPECT] == [in_annex]


@pytest.mark.parametrize(
    "goal",
    [
        pytest.param("- Tỷ lệ sàng lọc sơ sinh 5 bệnh phổ biến đạt 95% vào năm 2025.", id="another year"),
        pytest.param("- Tỷ lệ sàng lọc sơ sinh 5 bệnh phổ biến đạt ít nhất 85%.", id="a bound that is kept"),
        pytest.param("- Tỷ lệ sàng lọc sơ sinh 5 bệnh phổ biến khoảng 90%.", id="about"),
        pytest.param("- Tỷ lệ sàng lọc trước sinh 4 bệnh phổ biến: 84%.", id="another indicator"),
        pytest.param("- Tăng tỷ lệ sàng lọc sơ sinh 5 bệnh phổ biến thêm 3% so với năm 2023.", id="a change"),
        pytest.param("- Tỷ số giới tính khi sinh dưới 112 trẻ trai/100 trẻ gái.", id="below"),
    ],
)
def test_what_speaks_of_something_else_is_not_compared(goal: str, tmp_path: Path) -> None:
    found = plan(tmp_path, goal, rows=ROWS)
    assert tried(found) == []
    assert accused(found) == []
    assert target_checks(found) == [Check.SINGLE]


def test_results_of_the_year_before_are_no_plan(tmp_path: Path) -> None:
    found = plan(tmp_path, "- Tỷ lệ sàng lọc sơ sinh 5 bệnh phổ biến đạt 86% vào năm 2024.", rows=ROWS)
    assert [note.expected for note in accused(found)] == ["89,0", "86%"]


PILOT = """
Phụ lục II
CHỈ TIÊU GIAO CÁC QUẬN THÍ ĐIỂM NĂM 2024
TT | Đơn vị | Tỷ lệ sàng lọc sơ sinh 5 bệnh (%)
1 | Ba Đình | 91,0
2 | Đống Đa | 92,0
3 | Tây Hồ | 93,0
| Toàn thành phố | 92,4
"""


def test_the_total_of_some_units_is_not_that_of_the_city(tmp_path: Path) -> None:
    found = plan(tmp_path, "- Tỷ lệ sàng lọc sơ sinh 5 bệnh phổ biến: 89%.", more=PILOT)
    assert not tried(found)
    assert not accused(found)


@pytest.mark.parametrize(("value", "holds"), [("89,0", True), ("98,0", False)])
def test_two_annexes_state_one_value(value: str, holds: bool, tmp_path: Path) -> None:
    second = f"""
Phụ lục II
CHỈ TIÊU SÀNG LỌC NĂM 2024
TT | Chỉ tiêu | Đơn vị tính | Kế hoạch năm 2024
1 | Tỷ lệ sàng lọc trước sinh 4 bệnh | % | 84,0
2 | Tỷ lệ sàng lọc sơ sinh 5 bệnh | % | {value}
"""
    found = plan(tmp_path, rows=ROWS, more=second)
    assert tried(found) == [("annex-annex", holds)]
    assert [note.code for note in accused(found)] == ([] if holds else ["annexes-differ"] * 2)


def test_a_goal_stated_again_vouches_for_the_first(tmp_path: Path) -> None:
    again = "- Năm 2024 giảm tỷ số giới tính khi sinh ở mức 111/100."
    found = plan(tmp_path, "- Tỷ số giới tính khi sinh: 111 trẻ trai/100 trẻ gái.", tasks=again)
    assert tried(found) == [("prose-prose", True)]
    assert target_checks(found) == [Check.RECONCILED] * 2


SCHEDULE = """
Phụ lục I
KẾ HOẠCH TẬP HUẤN
TT | Nội dung | Năm 2024 | Năm 2025 | Giai đoạn 2024-2025
1 | Tập huấn kỹ năng tuyên truyền cho cộng tác viên dân số cơ sở các xã {}
2 | Hội thảo chia sẻ kinh nghiệm quản lý phòng khám ngoài giờ {}
""".format(
    "| Tổ chức 15 lớp, mỗi lớp gồm 60 học viên cho các xã "
    "| Tổ chức 10 lớp, mỗi lớp gồm 60 học viên cho các xã "
    "| Tổ chức 25 lớp, mỗi lớp gồm 60 học viên trong cả giai đoạn",
    "| Tổ chức 03 lớp tại trung tâm y tế của thành phố "
    "| Tổ chức 02 lớp tại trung tâm y tế của thành phố "
    "| Tổ chức 05 lớp trong cả giai đoạn tại các trung tâm",
)


@pytest.mark.parametrize(
    ("quantity", "holds"),
    [pytest.param(25, True, id="equal"), pytest.param(52, False, id="swapped digits")],
)
def test_prose_against_the_schedule(quantity: int, holds: bool, tmp_path: Path) -> None:
    tasks = (
        "1. Tập huấn kỹ năng tuyên truyền cho cộng tác viên dân số cơ sở các xã, phường, thị trấn trên toàn địa bàn "
        f"theo tài liệu của Bộ Y tế. Tổ chức {quantity} lớp trong giai đoạn 2024 - 2025.\n"
    )
    found = plan(tmp_path, tasks=tasks, more=SCHEDULE)
    assert tried(found) == [("prose-annex", holds)]
    assert [note.observed for note in accused(found)] == ([] if holds else ["52 lớp", "25 lớp"])
    assert target_checks(found)[-1] == (Check.RECONCILED if holds else Check.SUSPECT)


@pytest.mark.parametrize(
    "tasks",
    [
        pytest.param("1. Tập huấn cho giáo viên các trường. Tổ chức 52 lớp trong giai đoạn 2024 - 2025.\n", id="other"),
        pytest.param(
            "1. Tập huấn kỹ năng tuyên truyền cho cộng tác viên dân số cơ sở các xã. Mỗi năm tổ chức 12 lớp "
            "trong giai đoạn 2024 - 2025.\n",
            id="a year's share",
        ),
        pytest.param(
            "1. Tập huấn kỹ năng tuyên truyền cho cộng tác viên dân số cơ sở các xã. Tổ chức ít nhất 20 lớp trong giai "
            "đoạn 2024 - 2025.\n",
            id="at least",
        ),
    ],
)
def test_another_activity_or_a_years_share_is_not_compared_with_the_schedule(tasks: str, tmp_path: Path) -> None:
    found = plan(tmp_path, tasks=tasks, more=SCHEDULE)
    assert tried(found) == []
    assert accused(found) == []


SHARES = """
Phụ lục II
CƠ CẤU LAO ĐỘNG NĂM 2024
TT | Đơn vị | Cơ cấu lao động (%) | |
| | Nông nghiệp | Công nghiệp | Dịch vụ
1 | Ba Đình | 0,5 | 29,5 | 70,0
2 | Đống Đa | 0,4 | 29,6 | 70,0
3 | Sóc Sơn | 30,1 | 39,9 | {last}
"""


@pytest.mark.parametrize(("last", "holds"), [("30,0", True), ("30,1", True), ("80,0", False)])
def test_shares_of_one_whole_add_up_in_rows(last: str, holds: bool, tmp_path: Path) -> None:
    found = plan(tmp_path, more=SHARES.format(last=last))
    assert tried(found) == [("shares", True), ("shares", True), ("shares", holds)]
    assert [note.expected for note in accused(found)] == ([] if holds else ["100"])
    suspect = {value.row_no for value in found.observations if value.check is Check.SUSPECT}
    assert suspect == (set() if holds else {3})


@pytest.mark.parametrize(("first", "holds"), [("40,0", True), ("4,0", False), ("40", True)])
def test_shares_add_up_to_the_100_of_the_total_row(first: str, *, holds: bool, tmp_path: Path) -> None:
    shares = f"""
Phụ lục II
LAO ĐỘNG NĂM 2024
TT | Ngành | Số lao động (người) | Cơ cấu (%)
1 | Nông nghiệp | 400 | {first}
2 | Công nghiệp | 350 | 35,0
3 | Dịch vụ | 250 | 25,0
 | Tổng số | 1.000 | 100
"""
    found = plan(tmp_path, more=shares)
    assert tried(found) == [("shares", holds)]
    assert [note.expected for note in accused(found)] == ([] if holds else ["100"])


def test_rates_over_a_100_that_are_no_shares_are_left_alone(tmp_path: Path) -> None:
    rates = """
Phụ lục II
CHỈ TIÊU NĂM 2024
TT | Đơn vị | Tỷ lệ bao phủ (%) | Tỷ lệ hoàn thành (%)
1 | Ba Đình | 94,0 | 100
2 | Đống Đa | 85,0 | 100
3 | Tây Hồ | 98,0 | 100
 | Toàn thành phố | 100 | 100
"""
    assert tried(plan(tmp_path, more=rates)) == []


def test_rates_side_by_side_are_no_shares(tmp_path: Path) -> None:
    rates = """
Phụ lục II
CHỈ TIÊU NĂM 2024
TT | Đơn vị | Tỷ lệ khám, sàng lọc (%) |
| | Sơ sinh | Người cao tuổi
1 | Ba Đình | 91,0 | 88,0
2 | Đống Đa | 50,0 | 50,0
3 | Tây Hồ | 93,0 | 90,0
"""
    found = plan(tmp_path, more=rates)
    assert tried(found) == []


def test_shares_below_a_line_that_announces_them(tmp_path: Path) -> None:
    rows = """
1 | Cơ cấu kinh tế | | |
 | - Nông, lâm nghiệp, thủy sản | % | 10,5 | 10,0
 | - Công nghiệp, xây dựng | % | 45,2 | 45,5
 | - Dịch vụ | % | 44,3 | 44,5
2 | Tỷ lệ sàng lọc sơ sinh 5 bệnh | % | 86,0 | 89,0
"""
    found = plan(tmp_path, rows=rows)
    assert tried(found) == [("shares", True), ("shares", True)]


@pytest.mark.parametrize(
    ("goal", "holds"),
    [
        ("- Kinh phí 850 triệu đồng, trong đó: tỉnh 600 triệu đồng; huyện 200 triệu đồng; xã 50 triệu đồng.", True),
        ("- Kinh phí 850 triệu đồng, trong đó: tỉnh 600 triệu đồng; huyện 200 triệu đồng; xã 60 triệu đồng.", False),
        ("- Kinh phí 850 triệu đồng, trong đó: tỉnh 600 triệu đồng; huyện 200 triệu đồng.", None),
        (
            "- Kinh phí 1,2 tỷ đồng, gồm: năm 2024: 320 triệu đồng; năm 2025: 355 triệu đồng; sau đó 525 triệu đồng.",
            True,
        ),
        ("- Đào tạo 350 người, gồm 100 người ở huyện, 200 người ở xã, 50 người ở thôn.", True),
        ("- Đào tạo 350 người, gồm 100 người ở huyện, 200 người ở xã, 60 người ở thôn.", False),
        ("- Đào tạo 350 người, gồm 100 người ở huyện, 200 người ở xã, 30 người ở thôn.", False),
        ("- Đào tạo 350 người, gồm 100 người ở huyện, 200 người ở xã và những người khác.", None),
        ("- Đào tạo 350 người, gồm 100 người ở huyện, 200 người ở xã; tư vấn 900 người.", False),
        ("- Đào tạo 350 lao động, gồm 100 lao động ở huyện, 200 lao động ở xã, 50 người ở thôn.", True),
        ("- Đào tạo 350 lao động, gồm 100 lao động ở huyện, 200 lao động ở xã, 40 người ở thôn.", False),
        ("- Đào tạo 350 lao động, gồm 100 lao động ở huyện, 200 lao động ở xã, 40 hộ ở thôn.", None),
        ("- Đào tạo 350 người, trong đó nữ 200 người, dân tộc thiểu số 250 người.", None),
        ("- Đào tạo 350 người, bao gồm 3 lớp, mỗi lớp 100 người, 20 người dự thính.", None),
        ("- Kinh phí 850 triệu đồng. Các huyện chủ động. Trong đó: tỉnh 600 triệu đồng; huyện 300 triệu đồng.", None),
    ],
)
def test_parts_that_prose_announces_are_added_up(goal: str, *, holds: bool | None, tmp_path: Path) -> None:
    """None: words that leave room for another sum accuse nobody."""
    found = plan(tmp_path, goal)
    assert [one for one in tried(found) if one[0] == "prose-parts"] == (
        [] if holds is None else [("prose-parts", holds)]
    )
    assert [note.severity for note in accused(found)] == ([Severity.WARNING] if holds is False else [])
    check = {None: "single", True: "reconciled", False: "suspect"}[holds]
    assert target_checks(found)[0] == check


@pytest.mark.parametrize(("last", "holds"), [("10.900", True), ("10.990", False), ("10.800", None)])
def test_parts_in_the_list_that_a_line_heads(last: str, holds: bool | None, tmp_path: Path) -> None:
    task = f"""
III. KINH PHÍ
Kinh phí thực hiện giai đoạn 2024-2026 là 26.560 triệu đồng. Trong đó:
- Năm 2024: 6.860 triệu đồng;
- Năm 2025: 8.800 triệu đồng;
- Năm 2026: {last} triệu đồng.
"""
    found = plan(tmp_path, tasks=task)
    assert tried(found) == ([] if holds is None else [("prose-parts", holds)])


@pytest.mark.parametrize(("last", "holds"), [("110,0", True), ("110", True), ("11,0", False), ("101,0", False)])
def test_a_ratio_beside_both_amounts(last: str, *, holds: bool, tmp_path: Path) -> None:
    ratios = f"""
Phụ lục II
CHỈ TIÊU NĂM 2024
TT | Chỉ tiêu | Đơn vị tính | Thực hiện 2023 | Kế hoạch 2024 | KH 2024/TH 2023 (%)
1 | Giá trị sản xuất nông nghiệp | tỷ đồng | 25.000 | 26.000 | 104,0
2 | Giá trị sản xuất công nghiệp | tỷ đồng | 90.000 | 101.000 | 112,2
3 | Giá trị dịch vụ | tỷ đồng | 65.000 | 71.000 | 109,2
4 | Thu ngân sách | tỷ đồng | 5.000 | 5.500 | {last}
"""
    found = plan(tmp_path, more=ratios)
    assert tried(found) == [*[("quotient", True)] * 3, ("quotient", holds)]
    assert [note.observed for note in accused(found)] == ([] if holds else [last])
    of = {value.column_no: value.check for value in found.observations if value.row_no == 1}
    assert of == {4: Check.SINGLE, 5: Check.SINGLE, 6: Check.RECONCILED}


def test_a_comparison_that_is_no_ratio_of_its_row(tmp_path: Path) -> None:
    ratios = """
Phụ lục II
CHỈ TIÊU NĂM 2024
TT | Chỉ tiêu | Đơn vị tính | Thực hiện 2023 | Kế hoạch 2024 | So sánh (%)
1 | Giá trị sản xuất nông nghiệp | tỷ đồng | 25.000 | 26.000 | 4,0
2 | Giá trị sản xuất công nghiệp | tỷ đồng | 90.000 | 101.000 | 12,2
3 | Giá trị dịch vụ | tỷ đồng | 65.000 | 71.000 | 9,2
"""
    assert tried(plan(tmp_path, more=ratios)) == []


_FORMULAS = """
Phụ lục II
CHỈ TIÊU NĂM 2024
TT | Chỉ tiêu | TH năm 2023 | KH năm 2024 | So sánh (%) | Chênh lệch | Số lớp | Mức chi (triệu đồng) | Thành tiền (đồng)
A | B | 1 | 2 | 3=2/1 | 4=2-1 | 5 | 6 | 7=5x6
1 | Tập huấn | 5.000 | 5.400 | 108,0 | 400 | 3 | 20 | 60.000.000
2 | Tư vấn | 4.000 | 4.300 | 107,5 | 300 | 4 | 15 | 60.000.000
3 | Hội nghị | 8.000 | 6.000 | 75,0 | -2.000 | 2 | 12,5 | 25.000.000
4 | Nói chuyện | 2.000 | 2.200 | 110,0 | 200 | 5 | 10 | 50.000.000
"""


@pytest.mark.parametrize("wrong", ["", "11,0", "20", "500.000.000"])
def test_what_the_row_of_column_numbers_states(wrong: str, tmp_path: Path) -> None:
    sound = {"11,0": "110,0", "20": "200", "500.000.000": "50.000.000"}.get(wrong, "")
    head, _, last = _FORMULAS.rpartition("4 | ")
    found = plan(tmp_path, more=head + "4 | " + (last.replace(f"| {sound}", f"| {wrong}") if wrong else last))
    assert {kind for kind, _ in tried(found)} == {"formula", "product", "quotient"}
    assert len(tried(found)) == 12
    assert [note.observed for note in accused(found)] == ([wrong] if wrong else [])


def test_a_formula_that_does_not_hold_on_most_rows_accuses_nobody(tmp_path: Path) -> None:
    found = plan(tmp_path, more=_FORMULAS.replace("4=2-1", "4=5-1").replace("3=2/1", "3").replace("7=5x6", "7"))
    assert "formula" not in {kind for kind, holds in tried(found) if not holds}


def test_shares_in_prose(tmp_path: Path) -> None:
    goal = "- Cơ cấu kinh tế: nông, lâm nghiệp và thủy sản 10,5%, công nghiệp - xây dựng 45,2%, dịch vụ 44,3%."
    assert tried(plan(tmp_path, goal)) == [("shares", True)]
    assert tried(plan(tmp_path, goal.replace("44,3", "36,3"))) == []


@pytest.mark.parametrize(
    ("text", "factors", "is_told"),
    [
        ("Tổ chức 15 lớp, mỗi lớp 60 học viên, tổng số 900 học viên", ("15", "60", "900"), True),
        ("15 lớp x 60 học viên = 900 học viên", ("15", "60", "900"), True),
        ("Tập huấn cho 900 học viên (15 lớp, 60 học viên/lớp)", ("15", "60", "900"), False),
        ("Tổ chức 05 cuộc, 100 người/1 cuộc, tổng cộng 500 người tham dự", ("5", "100", "500"), True),
        ("Tổ chức 15 lớp, mỗi lớp 60 học viên", None, False),
        ("Tổ chức 15 lớp, 900 học viên", None, False),
        ("Tổ chức 15 lớp, mỗi lớp 60 học viên, trong 2 ngày, tại 30 quận", None, False),
    ],
)
def test_products_that_a_text_states(text: str, factors: tuple[str, str, str] | None, is_told: bool) -> None:
    product = find_product(text, load_catalog())
    if factors is None:
        assert product is None
        return
    assert product is not None
    stated = (product.count, product.each, product.total)
    assert tuple(str(one.quantity.value) for one in stated) == factors
    assert product.is_told == is_told


@pytest.mark.parametrize(
    ("cell", "result"),
    [
        ("Tổ chức 15 lớp, mỗi lớp gồm 60 học viên, tổng số 900 học viên", [("product", True)]),
        ("Tổ chức 15 lớp, mỗi lớp gồm 60 học viên, tổng số 960 học viên", [("product", False)]),
        ("Tổ chức 15 lớp, mỗi lớp gồm 60 học viên, trong đó 100 học viên là nữ", []),
        ("Mỗi năm tổ chức 15 lớp, mỗi lớp gồm 60 học viên, tổng số 1.800 học viên", []),
    ],
)
def test_a_cell_of_a_schedule_multiplies(cell: str, result: list[tuple[str, bool]], tmp_path: Path) -> None:
    text = SCHEDULE.replace("Tổ chức 15 lớp, mỗi lớp gồm 60 học viên cho các xã", cell)
    found = plan(tmp_path, more=text)
    assert tried(found) == result
    failing = [note for note in accused(found) if "product" in note.evidence]
    assert [note.expected for note in failing] == ["900" for _, holds in result if not holds]


def test_prose_multiplies(tmp_path: Path) -> None:
    tasks = "- Tổ chức 15 lớp tập huấn, mỗi lớp tập huấn 60 học viên, tổng số {} học viên.\n"
    assert tried(plan(tmp_path, tasks=tasks.format(900))) == [("product", True)]
    wrong = plan(tmp_path, tasks=tasks.format(990))
    assert tried(wrong) == [("product", False)]
    assert set(target_checks(wrong)) == {Check.SUSPECT}


BUDGET = """
Phụ lục II
DỰ TOÁN KINH PHÍ NĂM 2024
TT | Nội dung | Số lượng (lớp) | Đơn giá (đồng) | Thành tiền (đồng)
1 | Tập huấn | 15 | 12.000.000 | 180.000.000
2 | Hội thảo | 4 | 8.500.000 | 34.000.000
3 | Tọa đàm | 5 | 7.200.000 | {third}
4 | Truyền thông | 38 | 3.000.000 | 114.000.000
"""


@pytest.mark.parametrize(("third", "holds"), [("36.000.000", True), ("35.000.000", False)])
def test_quantity_times_price(third: str, holds: bool, tmp_path: Path) -> None:
    found = plan(tmp_path, more=BUDGET.format(third=third))
    assert tried(found) == [("product", True), ("product", True), ("product", holds), ("product", True)]
    suspect = {value.row_no for value in found.observations if value.check is Check.SUSPECT}
    assert suspect == (set() if holds else {3})


@pytest.mark.parametrize(
    ("goal", "reversed_goals"),
    [
        ("- Tỷ lệ sàng lọc sơ sinh đạt ít nhất 50% vào năm 2024, đạt 75% vào năm 2025.", 0),
        ("- Tỷ lệ sàng lọc sơ sinh đạt ít nhất 95% vào năm 2024, đạt 75% vào năm 2025.", 2),
        ("- Tỷ lệ hộ nghèo còn 2,5% vào năm 2024, còn 1,5% vào năm 2025.", 0),
        ("- Tỷ lệ hộ nghèo còn 1,5% vào năm 2024, còn 2,5% vào năm 2025.", 2),
        ("- Tốc độ tăng trưởng GRDP đạt 7,5% vào năm 2024, đạt 7% vào năm 2025.", 0),
        ("- Tỷ lệ sàng lọc sơ sinh đạt 80% vào năm 2024, từ 75% đến 85% vào năm 2025.", 0),
    ],
)
def test_goals_turn_back(goal: str, reversed_goals: int, tmp_path: Path) -> None:
    found = plan(tmp_path, goal)
    assert target_checks(found).count(Check.SUSPECT) == reversed_goals
    assert [note.code for note in accused(found)] == ["target-reversed"] * (reversed_goals // 2)


@pytest.mark.parametrize("path", fixtures(), ids=lambda path: path.stem)
def test_clean_plans_are_not_accused(path: Path) -> None:
    assert accused(extraction(path)) == []


@pytest.mark.real
@pytest.mark.skipif(not REAL.is_dir(), reason="the two real plans are not beside the repository")
def test_prose_of_the_population_plan_equals_its_annexes() -> None:
    found = extraction(REAL / "ke-hoach-dan-so-ha-noi-2024.txt")
    goals = {goal.key: goal.raw for goal in found.targets}
    cells = {value.key: value for value in found.observations}
    pairs = {
        (cells[one.total].row_label, cells[one.total].raw, goals[one.parts[0]])
        for one in found.identities
        if one.kind == "prose-annex"
    }
    assert pairs == {
        ("Tổng", "403.730", "403.730 người"),
        ("Toàn Thành phố", "0,15", "0,15 %"),
        ("Toàn Thành phố", "84", "84%"),
        ("Toàn Thành phố", "89", "89%"),
        ("Toàn Thành phố", "65", "65%"),
        ("Toàn Thành phố", "88", "88 %"),
    }
    assert [one.holds for one in found.identities if one.kind == "prose-prose"] == [True]
    assert accused(found) == []


@pytest.mark.real
@pytest.mark.skipif(not REAL.is_dir(), reason="the two real plans are not beside the repository")
def test_prose_of_the_contraception_plan_against_its_schedule() -> None:
    found = extraction(REAL / "ke-hoach-324-xa-hoi-hoa-phuong-tien-tranh-thai.txt")
    pairs = [(one.printed, one.computed) for one in found.identities if one.kind == "prose-annex"]
    assert [(int(printed), int(computed)) for printed, computed in pairs] == [
        *((number, number) for number in (9, 9, 205, 48, 110, 45)),
        (9, 45),
    ]
    places = [(note.where.line, note.observed, note.expected) for note in accused(found) if note.group]
    assert places == [(91, "45 cuộc", "9 cuộc"), (387, "9 cuộc", "45 cuộc")]


def _sample_with(folder: Path, *changes: tuple[str, str]) -> Extraction:
    """Spoil the sample plan on population: its prose states the grand total of an annex, and a ratio twice."""
    text = (SAMPLES / "mau-ke-hoach-dan-so-2024.txt").read_text(encoding="utf-8")
    for old, new in changes:
        assert old in text
        text = text.replace(old, new)
    return extraction_of(text, folder)


@pytest.mark.parametrize("misread", ["403.780 người", "408.730 người", "43.730 người"])
def test_a_slip_in_the_grand_total_that_prose_states_is_told(misread: str, tmp_path: Path) -> None:
    found = _sample_with(tmp_path, ("403.730 người", misread))
    told = [note for note in found.notes if note.code == "prose-annex-differs"]
    assert {note.observed for note in told} == {misread, "403.730"}
    assert len({note.group for note in told}) == 1
    assert [goal.check for goal in found.targets if goal.raw == misread] == [Check.SUSPECT]


def test_another_number_than_the_grand_total_is_not_accused(tmp_path: Path) -> None:
    found = _sample_with(tmp_path, ("403.730 người", "215.300 người"))
    assert not accused(found)


def test_a_round_number_is_no_slip_of_another(tmp_path: Path) -> None:
    jobs = """
Phụ lục II
CHỈ TIÊU GIẢI QUYẾT VIỆC LÀM NĂM 2024
TT | Đơn vị | Tổng số (người) | Nam (người) | Nữ (người)
1 | Ba Đình | 48.000 | 25.000 | 23.000
2 | Tây Hồ | 32.000 | 18.000 | 14.000
| Toàn thành phố | 80.000 | 43.000 | 37.000
"""
    goal = "- Giải quyết việc làm cho 80.000 lượt lao động, trong đó tạo việc làm mới cho 20.000 người."
    assert accused(plan(tmp_path, goal, more=jobs)) == []


def test_a_slip_in_a_goal_that_prose_restates_is_told(tmp_path: Path) -> None:
    found = _sample_with(tmp_path, ("111 trẻ trai", "117 trẻ trai"))
    assert {note.code for note in accused(found)} == {"prose-differs"}


def test_a_number_stated_twice_is_a_misprint_if_anything(tmp_path: Path) -> None:
    found = _sample_with(tmp_path, ("403.730", "403.780"))
    (note,) = (note for note in found.notes if note.code.startswith("likely-mis"))
    assert (note.code, note.observed, note.proposal, note.unique) == ("likely-misprint", "403.780", "403.730", False)
