"""Every numeral of a document once, with a disposition that a reader of the line can defend."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pypdfium2
import pytest
import regex

from pipeline.model import Numeral

from .plans import REAL, SAMPLES, extraction, extraction_of, fixtures

REASONS = {
    "date",
    "period",
    "age",
    "ordinal",
    "section number",
    "page number",
    "label",
    "name",
    "rate base",
    "repeated header",
    "repeated page",
    "debris",
}
REAL_PLANS = sorted(REAL.glob("*.txt")) if REAL.is_dir() else []
SCANS = set(SAMPLES.glob("*-quet.pdf"))
"""Recognition leaves specks that look like digits, so that not every numeral of theirs can be accounted for."""
PLANS = [
    *(pytest.param(path) for path in (*fixtures(), *sorted(SAMPLES.glob("mau-*")))),
    *(pytest.param(path, marks=pytest.mark.real) for path in REAL_PLANS),
]


@pytest.mark.parametrize("path", PLANS, ids=lambda path: path.stem)
def test_nothing_is_left_over(path: Path) -> None:
    numerals = extraction(path).numerals
    left = [n for n in numerals if n.disposition == "unaccounted"]
    reported = [note.where for note in extraction(path).notes if note.code == "numeral-unaccounted"]
    assert [n.where for n in left] == reported
    assert not left or path in SCANS
    assert {n.reason for n in numerals} - {""} <= REASONS
    assert all((n.disposition == "excluded") == bool(n.reason) for n in numerals)
    assert all((n.disposition in {"value", "attribute"}) == bool(n.dataset) for n in numerals)


@pytest.mark.parametrize("path", [p for p in PLANS if p.values[0] not in SCANS], ids=lambda path: path.stem)
def test_every_numeral_of_the_file_once(path: Path) -> None:
    printed = Counter(digit for digit in _printed(path) if digit.isdigit())
    found = Counter(digit for numeral in extraction(path).numerals for digit in numeral.raw if digit.isdigit())
    assert found == printed
    places = [(n.where.page, n.where.line, n.where.start) for n in extraction(path).numerals]
    assert len(places) == len(set(places))


def _printed(path: Path) -> str:
    """Return the text of a file as another program gives it."""
    if path.suffix == ".pdf":
        with pypdfium2.PdfDocument(path) as document:
            return "".join(page.get_textpage().get_text_range() for page in document)
    text = path.read_text(encoding="utf-8-sig")
    return regex.sub(r"&#?\w+;|^\s*\|?[\s:|-]+\|?$", " ", text, flags=regex.MULTILINE)


@pytest.mark.parametrize("path", PLANS, ids=lambda path: path.stem)
def test_every_value_has_its_numeral(path: Path) -> None:
    found = extraction(path)
    keys = {(n.dataset, n.row_key) for n in found.numerals if n.disposition == "value"}
    for value in found.observations:
        if any(char.isdigit() for char in value.raw):
            assert ("observations", f"{value.table_id}:{value.row_no}:{value.column_no}") in keys
    for target in found.targets:
        if any(char.isdigit() for char in target.raw):
            assert ("targets", target.target_id) in keys


PLAN = """ỦY BAN NHÂN DÂN TỈNH LÀO CAI
Số: 77/KH-UBND
Lào Cai, ngày 05 tháng 02 năm 2019

KẾ HOẠCH
Công tác dân số tỉnh Lào Cai năm 2019

Căn cứ Nghị quyết số 21-NQ/TW ngày 25/10/2017 của Trung ương.

I. CHỈ TIÊU
1. Tỷ lệ khám thai đủ 4 lần đạt 85% so với năm 2018.
2. Trẻ dưới 5 tuổi được cân: 15.400 trẻ.

II. NHIỆM VỤ
- Mở 12 lớp trong quý II/2019; phát 3 thùng quà kèm mã 99.

3

- Giao 9 huyện, thành phố thực hiện.
"""


def _dispositions(numerals: tuple[Numeral, ...]) -> list[tuple[str, str]]:
    return [(n.raw, n.reason or n.dataset or n.disposition) for n in numerals]


def test_dispositions_of_a_small_plan(tmp_path: Path) -> None:
    found = extraction_of(PLAN, tmp_path)
    assert _dispositions(found.numerals) == [
        ("77", "documents"),
        ("05", "documents"),
        ("02", "documents"),
        ("2019", "documents"),
        ("2019", "documents"),
        ("21", "citation"),
        ("25", "date"),
        ("10", "date"),
        ("2017", "date"),
        ("1", "section number"),
        ("4", "name"),
        ("85", "targets"),
        ("2018", "targets"),
        ("2", "section number"),
        ("5", "age"),
        ("15.400", "targets"),
        ("12", "targets"),
        ("2019", "date"),
        ("3", "unaccounted"),
        ("99", "unaccounted"),
        ("3", "page number"),
        ("9", "targets"),
    ]


def test_leftovers_are_issues(tmp_path: Path) -> None:
    notes = extraction_of(PLAN, tmp_path).notes
    assert [note.observed for note in notes if note.code == "numeral-unaccounted"] == ["3", "99"]


def test_what_a_bound_leads_to_is_a_value(tmp_path: Path) -> None:
    goals = "1. Thu hút trên 9.500 lượt khách.\n2. Có trên 12 bác sĩ/10.000 dân."
    numerals = extraction_of(PLAN[: PLAN.index("1. Tỷ")] + goals, tmp_path).numerals
    assert [(n.raw, n.disposition) for n in numerals if n.row_key.startswith("g")] == [
        ("9.500", "value"),
        ("12", "value"),
        ("10.000", "attribute"),
    ]


RECURRING = """ỦY BAN NHÂN DÂN TỈNH LÀO CAI
Số: 77/KH-UBND
Lào Cai, ngày 05 tháng 02 năm 2019

KẾ HOẠCH
Công tác dân số tỉnh Lào Cai năm 2019

I. TỔ CHỨC THỰC HIỆN
- {sentence}

Nơi nhận:
- Chủ tịch và 3 Phó Chủ tịch UBND tỉnh;
- VPCP, BYT (2);
- Lưu: VT, VX2, 3.20.05.

TM. ỦY BAN NHÂN DÂN
CHỦ TỊCH

Nguyễn Văn Nam

Phụ biểu gồm 7 mã.
"""


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        ("Báo cáo định kỳ 6 tháng, năm.", [("6", "period")]),
        ("Báo cáo tháng, quý, 6 tháng và cả năm.", [("6", "period")]),
        ("Đánh giá định kỳ 06 tháng, 1 năm.", [("06", "period"), ("1", "period")]),
        ("Sơ kết 6 tháng đầu năm 2019.", [("6", "period"), ("2019", "period")]),
        ("Khám lại 6 tháng 1 lần hoặc 02 năm/lần.", [("6", "period"), ("1", "period"), ("02", "period")]),
        ("Khám định kỳ 12 tháng tuổi.", [("12", "age")]),
        ("Phát 6 tháng thuốc.", [("6", "unaccounted")]),
    ],
)
def test_what_recurs_is_a_period(sentence: str, expected: list[tuple[str, str]], tmp_path: Path) -> None:
    numerals = extraction_of(RECURRING.format(sentence=sentence), tmp_path).numerals
    assert _dispositions(tuple(n for n in numerals if n.where.line == 9)) == expected


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        ("Mở 12 lớp về 3 vùng.", ["12 targets", "3 unaccounted"]),
        ("Hỗ trợ 100% kinh phí cho 25 hộ nghèo.", ["100 targets", "25 targets"]),
        ("Có 90% hộ dân tại 20 xã dùng nước sạch.", ["90 targets", "20 unaccounted"]),
        ("Có 60% số xã đạt 19 tiêu chí.", ["60 targets", "19 name"]),
        ("Có 90% học sinh học 2 buổi/ngày.", ["90 targets", "2 name"]),
        ("Mừng thọ 80% người tròn 70, 80 và 90 tuổi.", ["80 targets", "70 age", "80 age", "90 age"]),
        ("Có 90% số hộ thu nhập từ 50 triệu đồng trở lên.", ["90 targets", "50 unaccounted"]),
        ("Tỷ lệ khám thai ít nhất 4 lần, tiêm đủ 2 loại, đạt 85%.", ["4 name", "2 name", "85 targets"]),
        ("Trang bị 45 xe ép rác 5 tấn.", ["45 targets", "5 name"]),
        ("Trong 5 năm trồng mới 500 ha.", ["5 period", "500 targets"]),
        ("Xây dựng 25 nhà vào năm 2109.", ["25 targets", "2109 targets"]),
        ("Đến năm 2109: tổng kết.", ["2109 unaccounted"]),
        ("Xây dựng 25 nhà, thực hiện 4 tại chỗ.", ["25 targets", "4 name"]),
    ],
)
def test_an_amount_speaks_for_no_other_numeral(sentence: str, expected: list[str], tmp_path: Path) -> None:
    numerals = extraction_of(RECURRING.format(sentence=sentence), tmp_path).numerals
    assert [" ".join(one) for one in _dispositions(tuple(n for n in numerals if n.where.line == 9))] == expected


def test_numerals_among_recipients_are_labels(tmp_path: Path) -> None:
    numerals = extraction_of(RECURRING.format(sentence="Thực hiện."), tmp_path).numerals
    listed = _dispositions(tuple(n for n in numerals if n.where.line is not None and n.where.line > 9))
    assert listed == [("3", "label"), ("2", "label"), ("2", "label"), ("3.20.05", "label"), ("7", "unaccounted")]
