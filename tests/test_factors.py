"""Schedules: factors that differ from those around them, and rows that the running numbers miss."""

from __future__ import annotations

from pathlib import Path

import pytest

from pipeline.catalog import load_catalog
from pipeline.evidence import left_in_english
from pipeline.model import Check, Extraction, Note, Severity

from .plans import DUMPS, FIXTURES, SAMPLES, extraction, extraction_of

PLAN = SAMPLES / "mau-ke-hoach-tranh-thai-2030.md"
TEACH = "mỗi lớp 60 học viên là cộng tác viên"


def read(lines: list[str], folder: Path) -> Extraction:
    return extraction_of("\n".join(lines), folder)


def spoilt(folder: Path, old: str, new: str) -> Extraction:
    """Read the sample with one number of its first such place taken for another."""
    text = PLAN.read_text(encoding="utf-8")
    assert old in text
    return extraction_of(text.replace(old, new, 1), folder)


def new_notes(found: Extraction, *codes: str) -> list[Note]:
    known = {(note.code, note.observed) for note in extraction(PLAN).notes}
    notes = [note for note in found.notes if note.code in codes and (note.code, note.observed) not in known]
    assert not any(left_in_english(note.evidence, load_catalog()) for note in notes)
    return notes


def test_a_factor_unlike_those_of_the_other_cells_is_reported(tmp_path: Path) -> None:
    found = spoilt(tmp_path, f"40 lớp, {TEACH}", f"40 lớp, {TEACH.replace('60', '66')}")
    [note] = new_notes(found, "factor-differs")
    assert note.proposal == f"Tổ chức 40 lớp, {TEACH}"
    [cell] = [one for one in found.activities if one.raw == note.observed]
    assert cell.check is Check.SUSPECT


@pytest.mark.parametrize("factor", ["50", "80", "600"])
def test_a_round_factor_may_be_meant(factor: str, tmp_path: Path) -> None:
    found = spoilt(tmp_path, f"40 lớp, {TEACH}", f"40 lớp, {TEACH.replace('60', factor)}")
    assert new_notes(found, "factor-differs") == []


@pytest.mark.parametrize(
    ("old", "new"),
    [("60 lớp, mỗi năm tổ chức 15 lớp", "16 lớp"), ("20 cuộc, mỗi năm tổ chức 05 cuộc", "06 cuộc")],
)
def test_what_is_done_each_year_is_multiplied(old: str, new: str, tmp_path: Path) -> None:
    before = old.rpartition("tổ chức ")[0]
    [note] = new_notes(spoilt(tmp_path, old, f"{before}tổ chức {new}"), "identity-fails")
    assert note.proposal.startswith(old)
    assert note.proposal == note.observed.replace(new, old.rpartition("tổ chức ")[2])


@pytest.mark.parametrize(("start", "table", "row"), [("| 8 |", "t1", 9), ("| 4 |", "t1", 4)])
def test_running_numbers_that_skip_tell_a_lost_row(start: str, table: str, row: int, tmp_path: Path) -> None:
    lines = PLAN.read_text(encoding="utf-8").splitlines()
    del lines[next(at for at, line in enumerate(lines) if line.startswith(start))]
    [note] = new_notes(read(lines, tmp_path), "missing-row")
    assert (note.table_id, note.row_no, note.severity) == (table, row, Severity.WARNING)


@pytest.mark.parametrize("number", ["3", "18", "9", ""])
def test_a_misread_number_is_no_lost_row(number: str, tmp_path: Path) -> None:
    lines = PLAN.read_text(encoding="utf-8").splitlines()
    at = next(at for at, line in enumerate(lines) if line.startswith("| 8 |"))
    lines[at] = f"| {number} |{lines[at].removeprefix('| 8 |')}"
    assert new_notes(read(lines, tmp_path), "missing-row") == []


def test_nothing_of_clean_documents_is_accused() -> None:
    paths = [*DUMPS, *(path for path in FIXTURES.iterdir() if path.suffix in {".txt", ".md"})]
    codes = {note.code for path in paths for note in extraction(path).notes}
    assert not codes & {"factor-differs", "missing-row", "odd-form"}
