"""Errata: what a document corrects in another, and where both values can be seen."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest

from pipeline.run import run

from .plans import FIXTURES, ROOT, extraction_of

PLAN = FIXTURES / "dong-nai-2023.txt"
HEAD = """ỦY BAN NHÂN DÂN	CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM
TỈNH ĐỒNG NAI	Độc lập - Tự do - Hạnh phúc
Số: 60/{symbol}-UBND	Đồng Nai, ngày 01 tháng 3 năm 2023

{title}

Do sơ suất trong soạn thảo, Ủy ban nhân dân tỉnh đính chính Kế hoạch số 45/KH-UBND
ngày 17/02/2023 như sau:
"""
TITLED = HEAD.format(symbol="ĐC", title="ĐÍNH CHÍNH\nKế hoạch số 45/KH-UBND ngày 17 tháng 02 năm 2023")
LETTER = HEAD.format(symbol="VP", title="V/v đính chính Kế hoạch số 45/KH-UBND")


def pairs(text: str, folder: Path) -> list[tuple[str, str, str]]:
    return [(one.number, one.old, one.new) for one in extraction_of(text, folder).errata]


@pytest.mark.parametrize("head", [TITLED, LETTER], ids=["by its kind", "by its subject"])
@pytest.mark.parametrize(
    ("line", "old", "new"),
    [
        ('1. Tại điểm 2 mục I ghi: "0,2‰" nay sửa thành: "0,3‰".', "0,2‰", "0,3‰"),
        ("1. Trang 2, đã in “22.905 người”, đọc là “22.906 người”.", "22.905 người", "22.906 người"),
        ("1. “Phù Cát” xin đọc lại là “Phú Cát”.", "Phù Cát", "Phú Cát"),
        ("1. Sửa cụm từ “năm 2022” thành “năm 2023”.", "năm 2022", "năm 2023"),
        ("1. Tỷ lệ tầm soát trước sinh từ 85% thành 86%.", "85%", "86%"),
        ("1. Tổng số lớp ghi là 22, nay sửa lại thành 24.", "22", "24"),
        ('1. Tại mục II đã ghi là: "22 lớp" nay được đính chính như sau: "24 lớp"', "22 lớp", "24 lớp"),
    ],
)
def test_what_is_replaced_is_recognised(head: str, line: str, old: str, new: str, tmp_path: Path) -> None:
    assert pairs(f"{head}{line}\n", tmp_path) == [("45/KH-UBND", old, new)]


def test_a_table_of_errata_is_read(tmp_path: Path) -> None:
    rows = ("STT | Vị trí | Đã in | Sửa lại thành", "1 | Trang 2 | 0,2‰ | 0,3‰", "2 | Trang 3 | 22 lớp | 24 lớp")
    table = "".join(f"| {row} |\n" for row in rows)
    assert [pair[1:] for pair in pairs(f"{TITLED}\n{table}", tmp_path)] == [("0,2‰", "0,3‰"), ("22 lớp", "24 lớp")]


def test_an_erratum_that_is_not_understood_is_told(tmp_path: Path) -> None:
    found = extraction_of(f"{LETTER}Thay trang 3 bằng trang đính kèm.\n", tmp_path)
    (note,) = [one for one in found.notes if one.code == "erratum"]
    assert "45/KH-UBND" in note.evidence
    assert "not recognised" in note.evidence
    assert [one.old for one in found.errata] == [""]


def test_a_plan_that_mentions_an_erratum_is_none(tmp_path: Path) -> None:
    text = PLAN.read_text(encoding="utf-8")
    mentioned = text.replace("II. NHIỆM VỤ", 'Kế hoạch này đính chính số liệu "1" sửa thành "2".\n\nII. NHIỆM VỤ')
    assert pairs(mentioned, tmp_path) == []
    assert pairs(text, tmp_path) == []


def issues(folder: Path) -> list[dict[str, str]]:
    with (folder / "issues.csv").open(encoding="utf-8", newline="") as stream:
        return [row for row in csv.DictReader(stream) if row["code"] == "erratum"]


def worked(tmp_path: Path, erratum: str) -> list[dict[str, str]]:
    (tmp_path / "raw").mkdir()
    (tmp_path / "raw" / PLAN.name).write_bytes(PLAN.read_bytes())
    (tmp_path / "raw" / "dinh-chinh.txt").write_text(erratum, encoding="utf-8")
    run([tmp_path / "raw"], tmp_path / "out", suites=ROOT / "expectations")
    return issues(tmp_path / "out")


def test_both_values_are_seen_at_the_plan_and_nothing_is_changed(tmp_path: Path) -> None:
    found = worked(tmp_path, TITLED + '1. Điểm 2 ghi: "0,2‰" nay sửa thành: "0,3‰".\n2. Số lớp ghi là 99, đọc là 98.\n')
    plan = [row for row in found if row["doc_id"] == PLAN.stem]
    assert [(row["observed"], row["expected"], row["proposal"]) for row in plan] == [
        ("0,2‰", "0,3‰", "0,3‰"),
        ("99", "98", ""),
    ]
    assert plan[0]["source_id"]
    assert "dinh-chinh 60/ĐC-UBND" in plan[0]["evidence"]
    assert "no value reads so" in plan[1]["evidence"]
    assert len(found) == 4
    assert {row["severity"] for row in found} == {"info"}
    targets = (tmp_path / "out" / "targets.csv").read_text(encoding="utf-8")
    assert f"{PLAN.stem},g" in targets
    assert "0,2‰" in targets


def test_a_plan_of_another_issuer_is_left_alone(tmp_path: Path) -> None:
    other = TITLED.replace("ĐỒNG NAI", "CÀ MAU").replace("Đồng Nai", "Cà Mau")
    found = worked(tmp_path, other + '1. Điểm 2 ghi: "0,2‰" nay sửa thành: "0,3‰".\n')
    assert {row["doc_id"] for row in found} == {"dinh-chinh"}
