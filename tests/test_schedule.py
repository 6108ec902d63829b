"""Schedules: activities by period and level, structural damage, sums over time, and the account of their numerals."""

from __future__ import annotations

from collections import Counter
from decimal import Decimal
from pathlib import Path

import pytest

from pipeline.catalog import load_catalog
from pipeline.extract.schedule import cell_amounts
from pipeline.model import Activity, Check, Extraction, TableKind

from .plans import REAL, SAMPLES, extraction, extraction_of

HEAD = """ỦY BAN NHÂN DÂN TỈNH LÀO CAI
Số: 77/KH-UBND
Lào Cai, ngày 05 tháng 02 năm 2019

KẾ HOẠCH
Truyền thông dân số tỉnh Lào Cai giai đoạn 2019 - 2021

PHỤ LỤC
"""
HEADER = [
    "TT|Nội dung|Năm 2019||Năm 2020||Năm 2021||Giai đoạn 2019-2021|",
    "||Cấp tỉnh|Cấp huyện|Cấp tỉnh|Cấp huyện|Cấp tỉnh|Cấp huyện|Cấp tỉnh|Cấp huyện",
]
GIFT = "Nhận sổ tay và phát cho từng hộ gia đình"
TALK = "Mở 09 buổi, mỗi buổi khoảng 80 người tại các xã"
COURSE = "lớp (50 người/lớp) từ nguồn vốn trung ương"
VISIT = "Kiểm tra 9/9 huyện, thành phố trong năm"
ROWS = [
    "I|Nhiệm vụ 1: Truyền thông||||||||",
    "|".join(
        [
            "1|In tài liệu",
            *(f"In {count} cuốn sổ tay gửi về cơ sở|{GIFT}" for count in ("2.000", "2.500", "3.000", "tổng số 7.500")),
        ]
    ),
    f"2|Nói chuyện chuyên đề||{TALK}||{TALK}||{TALK.replace('09', '12')}||Mở 30 buổi, mỗi buổi khoảng 80 người",
    "II|Nhiệm vụ 2: Tập huấn||||||||",
    f"3|Tập huấn cộng tác viên|Mở 04 {COURSE}||Mở 04 {COURSE}||Mở 02 {COURSE}||Mở 10 lớp, mỗi lớp 50 học viên|",
    f"4|Giám sát|{VISIT}||{VISIT}||{VISIT}||Mỗi năm kiểm tra 9/9 huyện, thành phố|",
]


def plan(header: list[str], rows: list[str], folder: Path) -> Extraction:
    lines = ["\t".join(line.split("|")) for line in (*header, *rows)]
    return extraction_of(HEAD + "\n".join(lines) + "\n", folder)


@pytest.fixture
def schedule(tmp_path: Path) -> Extraction:
    return plan(HEADER, ROWS, tmp_path)


def by_place(found: Extraction) -> dict[tuple[str, int | None, int | None, str], Activity]:
    return {(a.activity_no, a.period.start, a.period.end, a.level): a for a in found.activities}


def test_bodies_and_remarks_beside_periods_are_no_activities(tmp_path: Path) -> None:
    rows = [
        "1|Tập huấn cán bộ|Mở 10 lớp tại các huyện|Mở 12 lớp tại các huyện|Sở Y tế chủ trì thực hiện|Mời 21 huyện dự",
        "2|Kiểm tra, giám sát|Kiểm tra 02 đợt trong năm|Kiểm tra 03 đợt trong năm|Thanh tra tỉnh chủ trì|",
        "3|Truyền thông|Phát 04 số báo mỗi quý|Phát 05 số báo mỗi quý|Báo Lào Cai phối hợp|Đăng trên trang nhất",
    ]
    found = plan(["TT|Nội dung|Năm 2019|Năm 2020|Cơ quan chủ trì|Phối hợp"], rows, tmp_path)
    assert [table.kind for table in found.tables] == [TableKind.SCHEDULE]
    assert Counter(one.column_no for one in found.activities) == {3: 3, 4: 3}
    assert [(one.raw, one.disposition) for one in found.numerals if one.raw == "21"] == [("21", "unaccounted")]


@pytest.mark.parametrize("heading", ["Tổng cộng", "Cả giai đoạn", ""])
def test_a_column_of_the_whole_period_has_activities(tmp_path: Path, heading: str) -> None:
    rows = [
        "1|Tập huấn cán bộ|Mở 10 lớp tại các huyện|Mở 12 lớp tại các huyện|Mở 22 lớp tại các huyện",
        "2|Kiểm tra, giám sát|Kiểm tra 02 đợt trong năm|Kiểm tra 03 đợt trong năm|Kiểm tra 05 đợt trong năm",
    ]
    found = plan([f"TT|Nội dung|Năm 2019|Năm 2020|{heading}"], rows, tmp_path)
    assert Counter(one.column_no for one in found.activities) == {3: 2, 4: 2, 5: 2}


def test_periods_levels_and_sizes(schedule: Extraction) -> None:
    assert [table.kind for table in schedule.tables] == [TableKind.SCHEDULE]
    assert not schedule.observations
    found = by_place(schedule)
    assert len(schedule.activities) == 20
    talk = found["2", 2021, 2021, "district"]
    assert talk.quantity is not None
    assert (talk.quantity.value, talk.quantity.unit) == (Decimal(12), "buổi")
    assert talk.per_unit is not None
    assert (talk.per_unit.value, talk.per_unit.comparator, talk.per_unit.unit) == (Decimal(80), "approx", "người")
    assert talk.objective == "Nhiệm vụ 1: Truyền thông"
    course = found["3", 2019, 2019, "province"]
    assert course.funding == "nguồn vốn trung ương"
    assert course.objective == "Nhiệm vụ 2: Tập huấn"
    visit = found["4", 2020, 2020, "province"]
    assert visit.quantity is not None
    assert (visit.quantity.value, visit.quantity.out_of) == (Decimal(9), Decimal(9))


def test_years_add_up_and_rates_do_not(schedule: Extraction) -> None:
    sums = {(i.kind, i.printed, i.holds) for i in schedule.identities}
    assert sums == {
        ("years", Decimal(7500), True),
        ("years", Decimal(30), True),
        ("years", Decimal(10), True),
    }
    checks = Counter(a.check for a in schedule.activities)
    assert checks[Check.RECONCILED] == 12
    assert checks[Check.SUSPECT] == 0


def test_nothing_is_reported_of_a_whole_schedule(schedule: Extraction) -> None:
    assert {note.code for note in schedule.notes} <= {"signer-missing"}
    assert not [n for n in schedule.numerals if n.disposition == "unaccounted"]


def test_a_wrong_size_is_suspect_with_its_period(tmp_path: Path) -> None:
    found = plan(HEADER, [row.replace("In 2.500 cuốn", "In 2.800 cuốn") for row in ROWS], tmp_path)
    failed = [identity for identity in found.identities if not identity.holds]
    assert [(i.printed, i.computed) for i in failed] == [(Decimal(7500), Decimal(7800))]
    assert {a.activity_no for a in found.activities if a.check is Check.SUSPECT} == {"1"}


def test_a_shifted_header_is_moved_back_and_told(tmp_path: Path) -> None:
    shifted = ["TT|Năm 2019||Năm 2020||Năm 2021||Giai đoạn 2019-2021||", HEADER[1]]
    found = plan(shifted, ROWS, tmp_path)
    whole = plan(HEADER, ROWS, tmp_path)
    assert [a.period for a in found.activities] == [a.period for a in whole.activities]
    assert [note.code for note in found.notes if note.code == "header-shifted"] == ["header-shifted"]
    assert not [note for note in whole.notes if note.code == "header-shifted"]


def test_a_row_that_lost_a_cell_is_marked_with_its_move(tmp_path: Path) -> None:
    cells = ROWS[1].split("|")
    del cells[8]
    found = plan(HEADER, [ROWS[0], "|".join([*cells, ""]), *ROWS[2:]], tmp_path)
    notes = [note for note in found.notes if note.code == "lost-cell"]
    assert [(note.row_no, note.column_no) for note in notes] == [(2, 9)]
    assert "column 10" in notes[0].proposal
    moved = [a for a in found.activities if a.row_no == 2 and a.column_no == 9]
    assert [a.check for a in moved] == [Check.SUSPECT]
    assert moved[0].text.startswith("Nhận sổ tay")
    others = [a for a in found.activities if a.row_no != 2]
    assert all(a.check is not Check.SUSPECT for a in others)


def test_a_roman_one_read_as_a_digit(tmp_path: Path) -> None:
    found = plan(HEADER, [ROWS[0].replace("I|", "1|", 1), *ROWS[1:]], tmp_path)
    assert [(n.observed, n.proposal) for n in found.notes if n.code == "misread-number"] == [("1", "I")]
    assert {a.objective for a in found.activities} == {"Nhiệm vụ 1: Truyền thông", "Nhiệm vụ 2: Tập huấn"}


@pytest.mark.parametrize(
    ("text", "quantity", "per_year", "per_unit"),
    [
        ("Tổ chức 60 lớp, mỗi năm tổ chức 15 lớp, mỗi lớp gồm 60 học viên", "60 lớp", "15 lớp", "60 học viên"),
        ("Tổ chức 09 cuộc, mỗi năm 01 cuộc, mỗi cuộc gồm 100 đại biểu", "9 cuộc", "1 cuộc", "100 đại biểu"),
        ("Tổ chức 38 cuộc cho người dân. (100 người/1 cuộc)", "38 cuộc", "", "100 người/1 cuộc"),
        ("Mỗi năm in khoảng 130.000 tờ rơi", "", "130000 tờ rơi", ""),
        ("Hằng năm mở 05 lớp cho cán bộ", "", "5 lớp", ""),
        ("Cả giai đoạn thực hiện 1.170.000 tờ rơi tuyên truyền", "1170000 tờ rơi", "", ""),
        ("Kiểm tra 30/30 quận/huyện (nguồn 4000đ/người dân/năm)", "30 quận/huyện", "", ""),
        ("Đạt 100% số xã/phường trên địa bàn được truyền thông", "100 %", "", ""),
        ("Tập huấn cho 1.200 người, mỗi lớp 40 người", "1200 người", "", "40 người"),
        ("Ban hành Kế hoạch năm 2025", "", "", ""),
        ("Thực hiện theo Quyết định số 12/QĐ-UBND ngày 05/01/2024", "", "", ""),
    ],
)
def test_amounts_of_a_cell(text: str, quantity: str, per_year: str, per_unit: str) -> None:
    stated = cell_amounts(text, load_catalog())
    told = [
        f"{one.quantity.value:f} {one.quantity.unit}" if one is not None else ""
        for one in (stated.quantity, stated.per_year, stated.per_unit)
    ]
    assert told == [quantity, per_year, per_unit]


REAL_ONLY = pytest.mark.skipif(not REAL.is_dir(), reason="the two real plans are not beside the repository")


@pytest.fixture(scope="module")
def real_schedule() -> Extraction:
    return extraction(REAL / "ke-hoach-324-xa-hoi-hoa-phuong-tien-tranh-thai.txt")


@REAL_ONLY
@pytest.mark.real
def test_every_filled_cell(real_schedule: Extraction) -> None:
    assert len(real_schedule.activities) == 192
    assert [len(table.columns) for table in real_schedule.tables] == [11, 10, 10]
    spans = {(a.period.start, a.period.end) for a in real_schedule.activities}
    years = {(year, year) for year in range(2022, 2031)} | {(2021, 2021)}
    assert spans == years | {(2021, 2025), (2026, 2030), (2021, 2030)}
    assert {a.level for a in real_schedule.activities} == {"city", "district"}
    assert {a.activity_no for a in real_schedule.activities} == {str(number) for number in range(1, 13)}


@REAL_ONLY
@pytest.mark.real
def test_every_quantity(real_schedule: Extraction) -> None:
    stated = {a.key for a in real_schedule.activities if a.quantity is not None}
    digits = {a.key for a in real_schedule.activities if any(char.isdigit() for char in a.raw)}
    without = [a.raw for a in real_schedule.activities if a.key in digits - stated]
    assert stated <= digits
    assert len(stated) == 122
    assert all("giai đoạn 2021-2025" in raw or "đến năm 2030" in raw for raw in without)


@REAL_ONLY
@pytest.mark.real
def test_both_repairs_and_no_other_table_disturbed(real_schedule: Extraction) -> None:
    repairs = [
        (note.code, note.where.line)
        for note in real_schedule.notes
        if note.code in {"header-shifted", "lost-cell", "misread-number"}
    ]
    assert repairs == [("header-shifted", 261), ("lost-cell", 265), ("misread-number", 357)]
    assert real_schedule.tables[0].columns[2].path.startswith("Năm 2021 > ")


@REAL_ONLY
@pytest.mark.real
def test_sums_over_time(real_schedule: Extraction) -> None:
    over_time = {"years", "periods"}
    kinds = Counter((one.kind, one.holds) for one in real_schedule.identities if one.kind in over_time)
    assert kinds == {("years", True): 17, ("years", False): 1, ("periods", True): 9}
    failed = next(identity for identity in real_schedule.identities if not identity.holds)
    assert (failed.printed, failed.computed) == (Decimal(520000), Decimal(390000))


@REAL_ONLY
@pytest.mark.real
def test_the_sample_states_the_same(real_schedule: Extraction) -> None:
    sample = extraction(SAMPLES / "mau-ke-hoach-tranh-thai-2030.md")

    def told(found: Extraction) -> list[object]:
        return [(a.key, a.period, a.level, a.quantity.value if a.quantity else None) for a in found.activities]

    assert told(sample) == told(real_schedule)
