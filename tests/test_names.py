"""Names of places in tables and of persons in the text."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import pytest
import regex

from pipeline.audit.persons import check_persons
from pipeline.catalog import load_catalog
from pipeline.model import Note, Passage, Run, Severity, Where

from .plans import DUMPS, FIXTURES, REAL, extraction, extraction_of

CATALOG = load_catalog()
LAO_CAI = ["Lào Cai", "Bát Xát", "Mường Khương", "Si Ma Cai", "Bắc Hà", "Bảo Thắng", "Bảo Yên", "Sa Pa", "Văn Bàn"]
HEAD = """ỦY BAN NHÂN DÂN TỈNH LÀO CAI
Số: 77/KH-UBND
Lào Cai, ngày 05 tháng 02 năm 2021

KẾ HOẠCH
Dân số tỉnh Lào Cai năm 2021
"""


def _annex(names: Sequence[str], number: int = 1) -> str:
    rows = [f"{at}\t{name}\t{100 * at + number}\t{7 * at}" for at, name in enumerate(names, start=1)]
    total = (
        f"\tToàn tỉnh\t{sum(100 * at + number for at in range(1, len(names) + 1))}\t{7 * sum(range(len(names) + 1))}"
    )
    head = "TT\tĐơn vị\tDân số (người)\tSố lớp (lớp)"
    return f"\nPhụ lục {number}\nCHỈ TIÊU SỐ {number} NĂM 2021\n" + "\n".join([head, total, *rows]) + "\n"


def _notes(folder: Path, *annexes: Sequence[str]) -> list[Note]:
    text = HEAD + "".join(_annex(names, number) for number, names in enumerate(annexes, start=1))
    codes = {"missing-place", "place-order", "unknown-place", "label-repaired", "duplicate-place"}
    return [note for note in extraction_of(text, folder).notes if note.code in codes]


def test_a_table_that_names_all_places_once_is_clean(tmp_path: Path) -> None:
    assert _notes(tmp_path, LAO_CAI, LAO_CAI) == []


def test_a_missing_place_is_reported_by_name(tmp_path: Path) -> None:
    (note,) = _notes(tmp_path, [name for name in LAO_CAI if name != "Bắc Hà"])
    assert (note.code, note.expected, note.table_id) == ("missing-place", "Bắc Hà", "t1")
    assert note.evidence == "the table names 8 of 9 units"


def test_a_table_of_some_places_is_not_accused(tmp_path: Path) -> None:
    assert _notes(tmp_path, LAO_CAI[1:6]) == []


def test_islands_on_which_hardly_anybody_lives_may_be_left_out(tmp_path: Path) -> None:
    names = [
        "Đông Hà",
        "Quảng Trị",
        "Vĩnh Linh",
        "Hướng Hóa",
        "Gio Linh",
        "Đa Krông",
        "Cam Lộ",
        "Triệu Phong",
        "Hải Lăng",
    ]
    text = (HEAD + _annex(names)).replace("LÀO CAI", "QUẢNG TRỊ").replace("Lào Cai", "Quảng Trị")
    assert [note for note in extraction_of(text, tmp_path).notes if note.code == "missing-place"] == []
    text = (HEAD + _annex(names[1:])).replace("LÀO CAI", "QUẢNG TRỊ").replace("Lào Cai", "Quảng Trị")
    (note,) = (note for note in extraction_of(text, tmp_path).notes if note.code == "missing-place")
    assert note.expected == "Đông Hà"


def test_swapped_rows_are_told_though_no_sum_sees_them(tmp_path: Path) -> None:
    swapped = [*LAO_CAI[:3], LAO_CAI[4], LAO_CAI[3], *LAO_CAI[5:]]
    (note,) = _notes(tmp_path, LAO_CAI, swapped)
    assert (note.code, note.table_id, note.observed) == ("place-order", "t2", "Bắc Hà")
    assert note.evidence.startswith("Bắc Hà is place 4 here and 5 in t1")


def test_another_way_of_sorting_is_no_swap(tmp_path: Path) -> None:
    assert _notes(tmp_path, LAO_CAI, sorted(LAO_CAI, reverse=True)) == []


def test_a_misread_name_gets_its_place(tmp_path: Path) -> None:
    (note,) = _notes(tmp_path, ["Bắc Ha" if name == "Bắc Hà" else name for name in LAO_CAI])
    assert (note.code, note.observed, note.proposal) == ("label-repaired", "Bắc Ha", "Bắc Hà")


def test_the_only_row_without_a_place_is_the_only_place_without_a_row(tmp_path: Path) -> None:
    spoilt = ["Mưửng Khvơng" if name == "Mường Khương" else name for name in LAO_CAI]
    unknown, missing = _notes(tmp_path, spoilt)
    assert (unknown.code, unknown.proposal) == ("unknown-place", "Mường Khương")
    assert (missing.code, missing.expected) == ("missing-place", "Mường Khương")
    other = ["Văn phòng" if name == "Mường Khương" else name for name in LAO_CAI]
    assert [note.proposal for note in _notes(tmp_path, other)] == ["", ""]


@pytest.mark.parametrize(("year", "severity"), [("2015", Severity.INFO), ("2024", None)])
def test_a_unit_of_a_time_before_the_list_is_hardly_doubted(
    year: str, severity: Severity | None, tmp_path: Path
) -> None:
    names = [*LAO_CAI, "Phong Thổ"]
    text = regex.sub(r"\b20\d{2}\b", year, HEAD + _annex(names))
    (note,) = (note for note in extraction_of(text, tmp_path).notes if note.code == "unknown-place")
    assert (note.observed, note.severity) == ("Phong Thổ", severity)
    assert bool(note.evidence) == (severity is not None)


def _persons(*texts: str, signer: str = "") -> list[Note]:
    passages = [
        Passage(text, (Run(0, len(text), Where(line=at, start=0, end=len(text))),)) for at, text in enumerate(texts, 1)
    ]
    return list(check_persons(passages, signer, CATALOG))


def test_all_spellings_of_a_name_are_told_and_none_is_chosen() -> None:
    found = _persons("- Phó Chủ tịch Chủ Đình Lâm;", "Chữ Đình Lâm", signer="Chữ Đình Lâm")
    assert [(note.code, note.observed, note.proposal, note.where.line) for note in found] == [
        ("name-varies", "Chủ Đình Lâm", "", 1),
        ("name-varies", "Chữ Đình Lâm", "", 2),
    ]
    assert "spelled Chủ Đình Lâm, Chữ Đình Lâm" in found[0].evidence
    assert "none of them is perhaps right" in found[0].evidence
    assert "Chu and Chử would be" in found[0].evidence
    assert len({note.group for note in found}) == 1


def test_a_family_name_that_is_none_is_doubted() -> None:
    (note,) = _persons("Nguyên Văn Bình", signer="Nguyên Văn Bình")
    assert (note.code, note.observed, note.proposal) == ("doubtful-name", "Nguyên Văn Bình", "Nguyễn Văn Bình")


def test_a_given_name_behind_initials_is_doubted() -> None:
    (note,) = _persons("- VPUB: CVP, PCVP T.V. Dũng, N.T.H. Huyện;")
    assert (note.observed, note.proposal) == ("Huyện", "")
    assert "Huyên or Huyền" in note.evidence


@pytest.mark.parametrize(
    "text",
    [
        "Chủ tịch UBND tỉnh; Giám đốc Sở Y tế; Chủ tịch Hội Nông dân",
        "Phó Chủ tịch Lê Hoà; đồng chí Lê Hòa",
        "ông Trần Văn Nam và bà Trần Thị Năm",
        "- Lưu: VT, KGVX (An).",
        "Giám đốc Ksor Phước; bà Y Ngọc; ông Rơ Châm Long",
    ],
)
def test_names_that_are_right_are_left_alone(text: str) -> None:
    assert _persons(text) == []


@pytest.mark.parametrize("path", [*sorted(FIXTURES.glob("*.txt")), *sorted(FIXTURES.glob("*.md")), *DUMPS], ids=str)
def test_clean_plans_are_not_accused(path: Path) -> None:
    codes = {"name-varies", "doubtful-name", "missing-place"}
    assert [note for note in extraction(path).notes if note.code in codes] == []


@pytest.mark.real
@pytest.mark.skipif(not REAL.is_dir(), reason="the real plans are not beside the repository")
def test_names_of_the_real_plans() -> None:
    codes = {"name-varies", "doubtful-name", "place-order", "label-repaired", "missing-place"}
    found = {
        path.stem[:12]: [
            (note.code, note.observed, note.where.line) for note in extraction(path).notes if note.code in codes
        ]
        for path in sorted(REAL.glob("*.txt"))
    }
    assert found == {
        "ke-hoach-324": [
            ("name-varies", "Chủ Xuân Dũng", 236),
            ("name-varies", "Chữ Xuân Dũng", 255),
            ("doubtful-name", "Huyện", 243),
        ],
        "ke-hoach-dan": [
            ("label-repaired", "Đống Anh", 325),
            ("label-repaired", "Phù Xuyên", 343),
            ("place-order", "Bắc Từ Liêm", 322),
            ("doubtful-name", "Huyện", 258),
        ],
    }
