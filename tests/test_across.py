"""Documents against each other: forms of one plan, plans of one issuer for different years."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from pipeline.audit.across import PlanDocument, compare_documents
from pipeline.catalog import load_catalog
from pipeline.model import Check, Extraction, Note, Where

from .plans import DUMPS, extraction, extraction_of

CODES = {"forms-differ", "implausible-change", "definition-changed"}

TEXT = """ỦY BAN NHÂN DÂN TỈNH ĐỒNG NAI
Số: 10/KH-UBND
Đồng Nai, ngày 05 tháng 01 năm {year}

KẾ HOẠCH
Công tác dân số tỉnh Đồng Nai năm {year}

I. CHỈ TIÊU
{goals}

Phụ lục I
CHỈ TIÊU GIAO NĂM {year}
{table}
"""

GOALS = """- Tỷ lệ sàng lọc sơ sinh: 89%.
- Tuổi thọ trung bình: 76,5 tuổi."""

TABLE = """TT | Đơn vị | Số hộ nghèo (hộ) | Tỷ lệ sàng lọc trước sinh (%)
1 | Vĩnh Cửu | 118 | 80,5
2 | Tân Phú | 250 | 81,5
3 | Định Quán | 150 | 83,0
 | Tổng cộng | 518 | 82,0"""


def plan(folder: Path, *, year: int = 2020, goals: str = GOALS, table: str = TABLE) -> Extraction:
    rows = "\n".join("\t".join(cell.strip() for cell in line.split("|")) for line in table.split("\n"))
    return extraction_of(TEXT.format(year=year, goals=goals, table=rows), folder)


def scanned(found: Extraction) -> Extraction:
    """Return a document as if it had been read from pictures of its pages."""
    page = Where(page=1)
    return replace(
        found,
        reader="scan",
        targets=tuple(replace(one, where=page) for one in found.targets),
        observations=tuple(replace(one, where=page) for one in found.observations),
    )


def compared(*documents: Extraction, plan_id: str = "p") -> list[Extraction]:
    named = [PlanDocument(f"d{number}", plan_id, one) for number, one in enumerate(documents)]
    found = compare_documents(named, load_catalog())
    return [found[one.doc_id] for one in named]


def compared_years(*documents: Extraction) -> list[Extraction]:
    named = [PlanDocument(f"d{number}", f"p{number}", one) for number, one in enumerate(documents)]
    found = compare_documents(named, load_catalog())
    return [found[one.doc_id] for one in named]


def said(found: Extraction) -> list[Note]:
    return [note for note in found.notes if note.code in CODES]


def checks(found: Extraction) -> set[str]:
    return {str(check) for check, _ in values(found)}


def values(found: Extraction) -> list[tuple[Check, str]]:
    return [(goal.check, goal.raw) for goal in found.targets] + [(one.check, one.raw) for one in found.observations]


def test_a_scan_confirms_single_readings_of_a_text(tmp_path: Path) -> None:
    text = plan(tmp_path)
    assert Check.SINGLE in checks(text)
    for found in compared(text, scanned(text)):
        assert said(found) == []
        assert checks(found) == {Check.AGREED, Check.RECONCILED}


@pytest.mark.parametrize("as_scans", [False, True])
def test_two_readings_of_one_kind_are_not_independent(as_scans: bool, tmp_path: Path) -> None:
    text = scanned(plan(tmp_path)) if as_scans else plan(tmp_path)
    for found in compared(text, text):
        assert said(found) == []
        assert checks(found) == checks(text)


@pytest.mark.parametrize(
    ("goals", "table", "observed", "expected"),
    [
        (GOALS.replace("89", "39"), TABLE, "89%", "39%"),
        (GOALS.replace("76,5", "78,5"), TABLE, "76,5 tuổi", "78,5 tuổi"),
        (GOALS, TABLE.replace("83,0", "88,0"), "83,0", "88,0"),
    ],
)
def test_forms_that_differ_are_both_doubted(
    goals: str, table: str, observed: str, expected: str, tmp_path: Path
) -> None:
    text, scan = compared(plan(tmp_path), scanned(plan(tmp_path, goals=goals, table=table)))
    (here,), (there,) = said(text), said(scan)
    assert (here.observed, here.expected, here.group) == (observed, expected, there.group)
    assert (there.observed, there.expected) == (expected, observed)
    for found in (text, scan):
        suspect = [raw for check, raw in values(found) if check is Check.SUSPECT]
        assert suspect in ([observed], [expected])


def test_a_value_that_sums_confirm_is_offered_where_they_fail(tmp_path: Path) -> None:
    text, scan = compared(plan(tmp_path), scanned(plan(tmp_path, table=TABLE.replace("| 118", "| 178"))))
    (here,), (there,) = said(text), said(scan)
    assert (str(here.severity), here.proposal) == ("info", "")
    assert (there.severity, there.observed, there.proposal) == (None, "178", "118")
    assert {one.check for one in text.observations if one.column_no == 3} == {Check.RECONCILED}


def test_other_tables_of_the_same_shape_are_not_compared(tmp_path: Path) -> None:
    other = TABLE.replace("Số hộ nghèo (hộ)", "Số phụ nữ từ 15 - 49 tuổi (người)").replace("118", "999")
    assert [said(found) for found in compared(plan(tmp_path), plan(tmp_path, table=other))] == [[], []]


def test_forms_of_the_samples_state_the_same() -> None:
    for path in DUMPS:
        printed = extraction(path.with_name(f"{path.stem}-ban-in.pdf"))
        text, pdf = compared(extraction(path), printed)
        assert said(text) == said(pdf) == []
        agreed = [check for check, _ in values(text) if check is Check.AGREED]
        assert len(agreed) + sum(one.check is Check.AGREED for one in text.activities) > 40


def test_levels_that_jump_between_the_years(tmp_path: Path) -> None:
    later = plan(tmp_path, year=2021, goals=GOALS.replace("76,5", "79,5"))
    first, second = compared_years(plan(tmp_path), later)
    assert said(first) == []
    (note,) = said(second)
    assert (note.code, note.observed, note.expected) == ("implausible-change", "79,5 tuổi", "76,5 tuổi")
    assert [one.raw for one in second.targets if one.check is Check.SUSPECT] == ["79,5 tuổi"]


@pytest.mark.parametrize(
    ("year", "goals"),
    [
        pytest.param(2021, GOALS.replace("76,5", "76,7").replace("89", "95"), id="an ordinary year"),
        pytest.param(2023, GOALS.replace("76,5", "79,5"), id="several years"),
        pytest.param(2021, GOALS.replace("76,5", "ít nhất 79,5"), id="a bound"),
        pytest.param(2021, GOALS.replace("Tuổi thọ trung bình: 76,5 tuổi", "Số năm sống khỏe: 68 năm"), id="another"),
        pytest.param(2020, GOALS.replace("76,5", "79,5"), id="the same year"),
    ],
)
def test_what_may_change_is_not_accused(year: int, goals: str, tmp_path: Path) -> None:
    assert [said(one) for one in compared_years(plan(tmp_path), plan(tmp_path, year=year, goals=goals))] == [[], []]


def test_a_new_definition_is_said_and_not_compared(tmp_path: Path) -> None:
    goals = GOALS.replace("sàng lọc sơ sinh: 89%", "sàng lọc sơ sinh 5 bệnh phổ biến: 30%")
    _, later = compared_years(plan(tmp_path, year=2023), plan(tmp_path, year=2024, goals=goals))
    notes = said(later)
    assert {note.code for note in notes} == {"definition-changed"}
    assert "ty-le-sang-loc-so-sinh@2024" in notes[0].evidence
    assert all(one.check is not Check.SUSPECT for one in later.targets)


def test_another_issuer_is_another_story(tmp_path: Path) -> None:
    elsewhere = replace(plan(tmp_path).metadata, place_id="P01@0")
    later = replace(plan(tmp_path, year=2021, goals=GOALS.replace("76,5", "79,5")), metadata=elsewhere)
    assert [said(one) for one in compared_years(plan(tmp_path), later)] == [[], []]
