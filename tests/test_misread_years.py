"""Headings whose years were misread date nothing: the year stays open, is proposed, and the values are suspect."""

from __future__ import annotations

from pathlib import Path

import pytest

from pipeline.model import Check, Extraction
from pipeline.numbers import misread_years

from .plans import extraction_of

HEAD = """ỦY BAN NHÂN DÂN TỈNH ĐỒNG NAI
Số: 10/KH-UBND
Đồng Nai, ngày 05 tháng 01 năm 2026

KẾ HOẠCH
Nuôi trồng thủy sản năm 2026

PHỤ LỤC
"""


def years_of(found: Extraction) -> list[tuple[int | None, Check]]:
    return [(value.period.year, value.check) for value in found.observations if value.row_no == 1]


def proposals(found: Extraction) -> list[tuple[str, str]]:
    return [(note.observed, note.proposal) for note in found.notes if note.code == "year-missing"]


@pytest.mark.parametrize(
    ("heading", "read"),
    [
        ("TH 2O25", ["2O25"]),
        ("KH2O26", ["2O26"]),
        ("Giai đoạn 2O26 - 203O", ["2O26", "203O"]),
        ("Năm 20 26 (ha)", ["20 26"]),
        ("Năm 2206", ["2206"]),
        ("Năm 2026", []),
        ("Trong năm 150 hộ", []),
        ("Mỗi năm 150", []),
        ("Bể 200l", []),
        ("Diện tích 2.026 m2", []),
        ("Công suất 20A", []),
        ("Quyết định 2012", []),
    ],
)
def test_what_stands_in_the_place_of_a_year_is_told_from_other_numbers(heading: str, read: list[str]) -> None:
    assert [one.read for one in misread_years(heading)] == read


def test_a_column_with_a_misread_year_has_none(tmp_path: Path) -> None:
    rows = "TT\tHuyện\tTH 2O25 (ha)\tKH 2026 (ha)\tSo sánh (%)\n1\tTân Phú\t10\t12\t120\n2\tVĩnh Cửu\t20\t22\t110\n"
    found = extraction_of(HEAD + rows, tmp_path)
    assert years_of(found) == [(None, Check.SUSPECT), (2026, Check.SINGLE), (None, Check.SUSPECT)]
    assert [value.value_type for value in found.observations[:3]] == ["actual", "plan", "comparison"]
    assert proposals(found) == [("2O25", "2025")] * 2
    assert not [numeral for numeral in found.numerals if numeral.disposition == "unaccounted"]


def test_a_row_with_a_misread_year_has_none_nor_has_their_total(tmp_path: Path) -> None:
    rows = "Năm\tDiện tích (ha)\n2024\t10\n2O25\t12\n2026\t13\nCộng\t35\n"
    found = extraction_of(HEAD + rows, tmp_path)
    assert [value.period.year for value in found.observations] == [2024, None, 2026, None]
    assert proposals(found) == [("2O25", "2025")]


@pytest.mark.parametrize(("title", "year"), [("DIỆN TÍCH NĂM 2O27", None), ("DIỆN TÍCH NĂM 2O26", 2026)])
def test_a_misread_title_dates_nothing_unless_the_plan_says_the_same(
    tmp_path: Path, title: str, year: int | None
) -> None:
    found = extraction_of(f"{HEAD}{title}\nTT\tHuyện\tDiện tích (ha)\n1\tTân Phú\t10\n2\tVĩnh Cửu\t20\n", tmp_path)
    assert years_of(found) == [(year, Check.SINGLE if year else Check.SUSPECT)]


@pytest.mark.parametrize(
    ("heading", "years"),
    [
        ("So sánh KH 2026/TH 2025 (%)", (2026, 2025)),
        ("So sánh năm 2026 với năm 2025 (%)", (2026, 2025)),
        ("So sánh 2026/2025 (%)", (2026, 2025)),
        ("So sánh với năm 2024 (%)", (2026, 2024)),
    ],
)
def test_a_comparison_is_of_the_year_that_it_names_first(tmp_path: Path, heading: str, years: tuple[int, int]) -> None:
    rows = f"TT\tHuyện\tTH 2025 (ha)\tKH 2026 (ha)\t{heading}\n1\tTân Phú\t10\t12\t120\n2\tVĩnh Cửu\t20\t22\t110\n"
    found = extraction_of(HEAD + rows, tmp_path)
    assert {(v.period.year, v.period.baseline) for v in found.observations if v.column_no == 5} == {years}
