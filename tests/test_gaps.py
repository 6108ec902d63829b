"""Empty cells that should not be, text in the wrong row, and marks of the scan."""

from __future__ import annotations

from pathlib import Path

import pytest

from pipeline.model import Note

from .plans import DUMPS, FIXTURES, REAL, extraction, extraction_of
from .test_names import HEAD, LAO_CAI

CODES = {"missing-cell", "foreign-cell", "scan-debris"}


def _notes(text: str, folder: Path) -> list[Note]:
    return [note for note in extraction_of(HEAD + text, folder).notes if note.code in CODES]


def _annex(values: dict[str, list[str]], head: str = "TT|Đơn vị|Tổng số (người)|Nam (người)|Nữ (người)") -> str:
    rows = ["|".join((str(at), name, *cells)) for at, (name, cells) in enumerate(values.items(), start=1)]
    return "\nPhụ lục\nDÂN SỐ NĂM 2021\n" + "\n".join(["\t".join(row.split("|")) for row in (head, *rows)]) + "\n"


def _people() -> dict[str, list[str]]:
    return {name: [f"{2 * at + 1}.000", f"{at}.400", f"{at}.600"] for at, name in enumerate(LAO_CAI, start=1)}


def test_a_gap_among_filled_cells_is_reported(tmp_path: Path) -> None:
    people = _people()
    people["Bắc Hà"][1] = ""
    (note,) = _notes(_annex(people), tmp_path)
    assert (note.code, note.row_label, note.column_no) == ("missing-cell", "Bắc Hà", 4)


def test_a_total_row_states_no_sum_of_prices(tmp_path: Path) -> None:
    table = """
Phụ lục
KINH PHÍ NĂM 2021
Đơn vị tính: nghìn đồng
TT|Nội dung|Số lượng|Đơn giá|Thành tiền|Ngân sách tỉnh|Ngân sách huyện
1|Máy tính|500|15.000|7.500.000|5.000.000|2.500.000
2|Máy chiếu|200|12.000|2.400.000|2.000.000|400.000
3|Bàn ghế|30|10.000|300.000|200.000|100.000
|Cộng|||10.200.000|7.200.000|3.000.000
"""
    assert not _notes(table.replace("|", "\t"), tmp_path)


def test_a_sum_that_holds_elsewhere_implies_the_value(tmp_path: Path) -> None:
    head = "TT|Đơn vị|Tổng số (người)|TĐ: Miễn phí (người)|TĐ: Tiếp thị xã hội (người)"
    people = _people()
    people["Bắc Hà"][2] = ""
    (note,) = _notes(_annex(people, head), tmp_path)
    assert (note.row_label, note.column_no, note.proposal) == ("Bắc Hà", 5, "5.600")


def test_blanks_that_sums_show_to_be_nought_are_none(tmp_path: Path) -> None:
    head = "TT|Đơn vị|Tổng số (người)|TĐ: Miễn phí (người)|TĐ: Tiếp thị xã hội (người)"
    people = _people()
    people["Bắc Hà"] = ["5.600", "", "5.600"]
    assert not _notes(_annex(people, head), tmp_path)


def test_a_column_that_is_often_blank_is_not_accused(tmp_path: Path) -> None:
    people = _people()
    for name in LAO_CAI[::2]:
        people[name][2] = ""
    assert _notes(_annex(people), tmp_path) == []


def test_an_indicator_that_was_not_estimated_is_not_accused(tmp_path: Path) -> None:
    head = "TT|Chỉ tiêu|Đơn vị tính|Năm 2020|Năm 2021"
    rows = {
        "Dân số": ["người", "1.000", "1.100"],
        "Tỷ lệ hộ nghèo": ["%", "5,1", "4,2"],
        "Số trạm y tế": ["trạm", "", "12"],
        "Tuổi thọ": ["tuổi", "73,1", "73,2"],
        "Số lớp": ["lớp", "14", "15"],
    }
    assert _notes(_annex(rows, head), tmp_path) == []


def test_a_year_in_which_it_did_not_run_yet_is_no_gap(tmp_path: Path) -> None:
    head = "TT|Đơn vị|Năm 2019 (người)|Năm 2020 (người)|Năm 2021 (người)|Năm 2022 (người)|Năm 2023 (người)"
    rows = {name: [str(10 * at + year) for year in range(5)] for at, name in enumerate(LAO_CAI, start=1)}
    rows["Bắc Hà"][0] = ""
    assert _notes(_annex(rows, head), tmp_path) == []
    rows["Bắc Hà"][:2] = ["50", ""]
    (note,) = _notes(_annex(rows, head), tmp_path)
    assert (note.code, note.row_label, note.column_no) == ("missing-cell", "Bắc Hà", 4)


SCHEDULE_HEAD = "TT|Nội dung|Năm 2021|Năm 2022|Năm 2023|Năm 2024"
PRINT = "In và gửi sổ tay về các xã để phát cho từng hộ gia đình"
TEACH = "Mở lớp tập huấn kỹ năng tư vấn cho cán bộ y tế của các trạm"
TALK = "Nói chuyện chuyên đề với thanh niên tại các trường học trong huyện"


def _schedule(cells: list[list[str]]) -> str:
    labels = (PRINT, TEACH, TALK)
    rows = [
        f"{at}|{label}|" + "|".join(row) for at, (label, row) in enumerate(zip(labels, cells, strict=True), start=1)
    ]
    return "\nPhụ lục\n" + "\n".join("\t".join(row.split("|")) for row in (SCHEDULE_HEAD, *rows)) + "\n"


def _cells() -> list[list[str]]:
    return [
        [f"Đặt in {word} sổ tay và chuyển về cơ sở trong quý đầu năm"] * 4 for word in ("bìa cứng", "bìa mềm", "bỏ túi")
    ]


def test_the_text_of_another_row_is_reported_with_what_the_row_says_otherwise(tmp_path: Path) -> None:
    cells = _cells()
    assert _notes(_schedule(cells), tmp_path) == []
    cells[0][2] = TALK.replace("trong huyện", "trong tỉnh")
    (note,) = _notes(_schedule(cells), tmp_path)
    assert (note.code, note.row_no, note.column_no) == ("foreign-cell", 1, 5)
    assert note.proposal == cells[0][0]
    assert "row 3" in note.evidence


def test_a_row_that_says_something_else_every_year_is_not_accused(tmp_path: Path) -> None:
    cells = _cells()
    cells[1] = [PRINT, TEACH, f"{TEACH} và các phòng khám", "Tổng kết toàn bộ hoạt động của cả giai đoạn"]
    assert [note for note in _notes(_schedule(cells), tmp_path) if note.row_no == 2 and note.column_no != 3] == []


def test_a_year_left_out_between_others_is_reported_and_one_at_an_end_is_not(tmp_path: Path) -> None:
    cells = _cells()
    cells[0][0] = cells[1][3] = cells[2][1] = ""
    (note,) = _notes(_schedule(cells), tmp_path)
    assert (note.code, note.row_no, note.column_no) == ("missing-cell", 3, 4)
    assert note.evidence == "it is filled before and after 2022"


def _paged(heads: list[str], reference: str = "(Kèm theo Kế hoạch số 77/KH-UBND ngày 05/02/2021)") -> str:
    """Return a schedule whose head is printed again on every page."""
    pages = []
    for at, head in enumerate(heads, start=1):
        rows = "\n".join(f"{2 * at - more}\t{text}\t{PRINT}\t{TEACH}" for more, text in ((1, TALK), (0, TEACH)))
        pages.append(f"\nPHỤ LỤC\n{reference}\n{head}\tNăm 2021\tNăm 2022\n{rows}\n")
    return "".join(pages)


def _heads(text: str, folder: Path) -> list[tuple[str, str, str]]:
    found = [
        note for note in extraction_of(HEAD + text, folder).notes if note.code in {"missing-heading", "misread-word"}
    ]
    return [(note.code, note.observed, note.expected) for note in found]


def test_a_heading_that_other_pages_have_is_missed(tmp_path: Path) -> None:
    assert _heads(_paged(["TT\tNội dung"] * 3), tmp_path) == []
    assert _heads(_paged(["TT\t"] * 3), tmp_path) == []
    found = _heads(_paged(["TT\tNội dung", "TT\tNội dung", "T T\t"]), tmp_path)
    assert sorted(found) == [("misread-word", "T T", "TT"), ("missing-heading", "", "Nội dung")]


def test_a_reference_line_that_lost_a_sign_is_told(tmp_path: Path) -> None:
    torn = "Kèm theo Kế hoạch số: KH-UBND ngày 05/02/2021)"
    found = _heads(_paged(["TT\tNội dung"], torn), tmp_path)
    assert found == [("misread-word", "Kèm", "(Kèm"), ("misread-word", "KH-UBND", "/KH-UBND")]


@pytest.mark.parametrize(
    ("line", "observed"),
    [
        ("Handwritten signature or mark", "Handwritten signature or mark"),
        ("90125 - 7", "90125 - 7"),
        ("b", "b"),
        ("PHÓ CHỦ TỊCH ✓", "✓"),
        ("[stamp]", "[stamp]"),
    ],
)
def test_debris_of_the_scan_is_told(line: str, observed: str, tmp_path: Path) -> None:
    found = _notes(f"\nMở 15 lớp cho cán bộ.\n\n{line}\n\nMở 12 lớp cho giáo viên.\n", tmp_path)
    assert [(note.code, note.observed) for note in found] == [("scan-debris", observed)]


@pytest.mark.parametrize("line", ["* * *", "-----", "./.", "- 3 -", "Trang 12", "________", "a) Mở lớp", "…"])
def test_rules_and_page_numbers_are_no_debris(line: str, tmp_path: Path) -> None:
    assert _notes(f"\nMở 15 lớp cho cán bộ.\n\n{line}\n\nMở 12 lớp cho giáo viên.\n", tmp_path) == []


@pytest.mark.parametrize("path", [*sorted(FIXTURES.glob("*.txt")), *sorted(FIXTURES.glob("*.md"))], ids=str)
def test_clean_plans_are_not_accused(path: Path) -> None:
    assert [note for note in extraction(path).notes if note.code in CODES] == []


def test_the_samples_have_the_defect_that_was_put_there() -> None:
    found = [(path.stem, note.code) for path in DUMPS for note in extraction(path).notes if note.code in CODES]
    assert found == [("mau-ke-hoach-tranh-thai-2030", "foreign-cell")]


@pytest.mark.real
@pytest.mark.skipif(not REAL.is_dir(), reason="the real plans are not beside the repository")
def test_real_plans_give_what_a_careful_reader_finds() -> None:
    found = {
        path.stem[:12]: [
            (note.code, note.where.line, note.column_no) for note in extraction(path).notes if note.code in CODES
        ]
        for path in sorted(REAL.glob("*.txt"))
    }
    debris = [("scan-debris", line, None) for line in (247, 250, 282, 309, 333, 377)]
    assert found == {"ke-hoach-324": [("foreign-cell", 400, 5), *debris], "ke-hoach-dan": []}
