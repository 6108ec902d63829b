"""Pages that are missing, doubled or out of order, told by their printed numbers and by what stands on them."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import pytest

from pipeline.catalog import load_catalog
from pipeline.model import LeftOut, Line, ReadDocument
from pipeline.readers.native import read_native

from .fixtures.pdfs.drawing import Sheets

CODES = {"page-missing", "page-repeated", "pages-out-of-order"}
FIRST = "first"
WORDS = "Các xã trồng cây phân tán ven đường, chăm sóc cây đã trồng và báo cáo kết quả trước ngày 25 hằng tháng. "


def read(pages: Sequence[str], folder: Path) -> ReadDocument:
    """Draw pages, each named by its printed number, ``first`` with a letterhead and no number, ``-`` for no number.

    What follows a colon tells pages of one number apart.
    """
    sheets = Sheets()
    for page in pages:
        sheets.page()
        number = page.partition(":")[0]
        if number == FIRST:
            sheets.centred(50, "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM")
            sheets.words(56, 80, "Số: 15/KH-UBND", 12)
        elif number != "-":
            sheets.centred(40, number, 12, "")
        sheets.paragraph(200, f"Trang {page!r} giao {sum(map(ord, page))} cây. {WORDS * 6}")
    path = folder / "plan.pdf"
    path.write_bytes(bytes(sheets.pdf.output()))
    return read_native(str(path), load_catalog())


def told(document: ReadDocument) -> list[tuple[str, int | None, str]]:
    return [(note.code, note.where.page, note.observed) for note in document.notes if note.code in CODES]


@pytest.mark.parametrize(
    "pages",
    [
        (FIRST, "2", "3", "4"),
        (FIRST, "-:a", "-:b"),
        (FIRST, "2", "-:a", "4"),
        (FIRST, "2", "3", "-:annex", "2:a", "3:a"),
        (FIRST, "2", "3", "1:a", "2:a", "-:b", "2:b"),
        (FIRST, "-:cover", "2", "3"),
        (FIRST, "2", "3", "250", "5"),
        (FIRST, "2", "7", "4", "5"),
        (FIRST, "2024"),
        ("45", "46", "47"),
        ("- 1 -", "- 2 -"),
    ],
)
def test_sound_numberings_are_not_accused(pages: Sequence[str], tmp_path: Path) -> None:
    assert told(read(pages, tmp_path)) == []


@pytest.mark.parametrize(
    ("pages", "missing"),
    [
        ((FIRST, "3"), [(2, "3")]),
        ((FIRST, "2", "4", "5"), [(3, "4")]),
        ((FIRST, "2", "5"), [(3, "5")]),
        ((FIRST, "2", "-:a", "5"), [(4, "5")]),
        ((FIRST, "3", "4", "1:a", "2:a", "4:a"), [(2, "3"), (6, "4")]),
        (("3", "4", "5"), [(1, "3")]),
    ],
)
def test_numbers_that_jump_tell_of_missing_pages(
    pages: Sequence[str], missing: list[tuple[int, str]], tmp_path: Path
) -> None:
    assert told(read(pages, tmp_path)) == [("page-missing", *one) for one in missing]


@pytest.mark.parametrize(
    ("pages", "order"),
    [
        (("3", "2", FIRST), [3, 2, 1]),
        (("-:annex", "4", "3", "2", FIRST), [5, 4, 3, 2, 1]),
        ((FIRST, "2", "4", "3"), [1, 2, 4, 3]),
        (("2", "4", FIRST, "3"), [3, 1, 4, 2]),
    ],
)
def test_pages_are_put_in_the_order_of_their_numbers(
    pages: Sequence[str], order: Sequence[int], tmp_path: Path
) -> None:
    document = read(pages, tmp_path)
    seen = [run.where.page for block in document.blocks if isinstance(block, Line) for run in block.passage.runs]
    assert list(dict.fromkeys(seen)) == list(order)
    assert [code for code, _, _ in told(document)] == ["pages-out-of-order"]


def test_an_order_that_no_letterhead_confirms_is_told_only(tmp_path: Path) -> None:
    document = read(("3", "2", "1"), tmp_path)
    seen = [run.where.page for block in document.blocks if isinstance(block, Line) for run in block.passage.runs]
    assert list(dict.fromkeys(seen)) == [1, 2, 3]
    assert [code for code, _, _ in told(document)] == ["pages-out-of-order"]


def test_a_sheet_that_is_there_twice_is_read_once(tmp_path: Path) -> None:
    document = read((FIRST, "2", "2", "3"), tmp_path)
    assert told(document) == [("page-repeated", 3, "")]
    again = [one for one in document.left_out if page_of(one) == 3]
    assert {one.reason for one in again} == {"repeated page"}
    text = "\n".join(block.text for block in document.blocks if isinstance(block, Line))
    assert text.count(" giao 50 cây") == 1


def test_pages_of_the_same_words_with_other_numbers_are_kept(tmp_path: Path) -> None:
    assert told(read((FIRST, "-:a", "-:b", "-:c"), tmp_path)) == []


def page_of(one: LeftOut) -> int | None:
    return one.passage.runs[0].where.page
