"""Numbers whose form stands out in their column, and totals that were emptied, in the samples."""

from __future__ import annotations

from pathlib import Path

import pytest

from pipeline.catalog import load_catalog
from pipeline.evidence import left_in_english
from pipeline.model import Check, Extraction

from .plans import DUMPS, FIXTURES, SAMPLES, extraction, extraction_of

PEOPLE = SAMPLES / "mau-ke-hoach-dan-so-2024.txt"


def spoilt(folder: Path, old: str, new: str) -> Extraction:
    """Read the sample with one piece of text taken for another."""
    text = PEOPLE.read_text(encoding="utf-8")
    assert text.count(old) == 1
    return extraction_of(text.replace(old, new), folder)


def odd(found: Extraction) -> list[tuple[str, str]]:
    return [(note.observed, note.proposal) for note in found.notes if note.code == "odd-form"]


@pytest.mark.parametrize("read", ["023", "23", "2,3"])
def test_a_separator_lost_or_moved_is_reported(read: str, tmp_path: Path) -> None:
    found = spoilt(tmp_path, "Thạch Thất\t0,23", f"Thạch Thất\t{read}")
    assert odd(found) == [(read, "0,23")]
    assert [(one.raw, one.row_label) for one in found.observations if one.check is Check.SUSPECT] == [
        (read, "Thạch Thất")
    ]
    told = (note.evidence for note in found.notes if note.code == "odd-form")
    assert not any(left_in_english(evidence, load_catalog()) for evidence in told)


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("Quốc Oai\t0,50", "Quốc Oai\t0,5"),
        ("Quốc Oai\t0,50", "Quốc Oai\t0"),
        ("Quốc Oai\t0,50", "Quốc Oai\t-"),
        ("Quốc Oai\t0,50", "Quốc Oai\t7,50"),
        ("Quốc Oai\t0,50\t84", "Quốc Oai\t0,50\t8"),
    ],
)
def test_what_may_stand_there_is_not_accused(old: str, new: str, tmp_path: Path) -> None:
    assert odd(spoilt(tmp_path, old, new)) == []


def test_no_number_of_clean_documents_is_accused() -> None:
    paths = [*DUMPS, *(path for path in FIXTURES.iterdir() if path.suffix in {".txt", ".md"})]
    assert {path.name: odd(extraction(path)) for path in paths} == {path.name: [] for path in paths}


@pytest.mark.parametrize(
    ("old", "new", "implied"),
    [("Tổng\t403.730\t", "Tổng\t\t", "403.730"), ("Toàn Thành phố\t0,15\t84\t", "Toàn Thành phố\t0,15\t\t", "")],
)
def test_an_emptied_total_is_reported(old: str, new: str, implied: str, tmp_path: Path) -> None:
    notes = [note for note in spoilt(tmp_path, old, new).notes if note.code == "missing-cell"]
    assert [(note.row_no, note.proposal) for note in notes] == [(1, implied)]


@pytest.mark.parametrize("place", ["Long Biên", "Đống Đa"])
def test_a_lost_row_is_named_by_the_place_that_is_missing(place: str, tmp_path: Path) -> None:
    lines = PEOPLE.read_text(encoding="utf-8").splitlines()
    at = [number for number, line in enumerate(lines) if f"\t{place}\t" in line][1]
    found = extraction_of("\n".join(lines[:at] + lines[at + 1 :]), tmp_path)
    notes = [note for note in found.notes if note.code in {"missing-row", "missing-place", "identity-fails"}]
    assert len({note.group for note in notes}) == 1
    assert [note.expected for note in notes if note.code == "missing-row"] == [place]
    assert {one.row_no for one in found.observations if one.check is Check.SUSPECT} == {1}
