"""Names of places that a reader of scans misread, told by the other names in their column."""

from __future__ import annotations

from dataclasses import replace

import pytest

from pipeline.catalog import load_catalog
from pipeline.extract.gazetteer import find_issuer, territory
from pipeline.extract.misread_places import place_names
from pipeline.extract.table_places import place_rows
from pipeline.model import (
    GAZETTEER,
    Box,
    Cell,
    Column,
    Grid,
    LabelCheck,
    Passage,
    Reading,
    Role,
    Row,
    Table,
    TableKind,
)
from pipeline.readers.native.geometry import Frame
from pipeline.readers.native.page import Area, PageKind, Sheet
from pipeline.readers.scan.choices import unchosen
from pipeline.readers.scan.document import choose_anew
from pipeline.readers.scan.engine import Engine
from pipeline.readers.scan.page import Scan
from pipeline.readers.scan.readers import Readers
from pipeline.readers.words import PrintedWord

CATALOG = load_catalog()
NAMES = place_names(CATALOG)
AROUND = ("Đơn vị", "Bảo Thắng", "Văn Bàn", "Bắc Hà", "Mường Khương")
READERS = Readers(
    Engine("fake", "1", lambda *_: (), lambda crops: (None,) * len(crops), (), lambda *_: ()), places=NAMES
)


@pytest.mark.parametrize(
    ("read", "printed"),
    [
        ("Bát Xat", "Bát Xát"),
        ("Si Ma Cại", "Si Ma Cai"),
        ("Thị xã Sạ Pa", "Thị xã Sa Pa"),
        ("Thi xã Sa Pa", "Thị xã Sa Pa"),
        ("BÁT XAT", "BÁT XÁT"),
        ("bát xát", "bát xát"),
        ("Bảo yên", "Bảo Yên"),
        ("Bát Xát", "Bát Xát"),
        ("Bắc Hạ", "Bắc Hạ"),
        ("Bảo Lạc", "Bảo Lạc"),
        ("Tổng số", "Tổng số"),
        ("12,5", "12,5"),
        ("", ""),
    ],
    ids=lambda text: text or "blank",
)
def test_a_label_is_spelled_as_the_one_unit_that_is_left(read: str, printed: str) -> None:
    assert NAMES((*AROUND, read)) == (*AROUND, printed)


def test_columns_that_name_no_units_of_one_parent_stay() -> None:
    few = ("Đơn vị", "Bảo Thắng", "Bát Xat")
    mixed = ("Bảo Thắng", "Ba Đình", "Ba Tri", "Bát Xat", "Mường Khương")
    assert NAMES(few) == few
    assert NAMES(mixed) == mixed
    assert NAMES(()) == ()


def test_regions_and_totals_stand_among_names() -> None:
    labels = (
        "Đơn vị",
        "Toàn tỉnh",
        "Vùng thấp",
        "Bảo Thắng",
        "Bát Xat",
        "Vùng cao",
        "Mường Khương",
        "Bắc Hà",
        "Si Ma Cại",
    )
    assert NAMES(labels) == (*labels[:4], "Bát Xát", *labels[5:8], "Si Ma Cai")


def test_two_units_of_one_name_are_told_by_their_type() -> None:
    labels = ("Tân Hồng", "Tháp Mười", "Lấp Vò", "Thành phố Cao lãnh", "Cao lãnh")
    assert NAMES(labels)[3:] == ("Thành phố Cao Lãnh", "Cao lãnh")


def scan_of(*words: PrintedWord, page: str = "") -> Scan:
    """Make a page with a column of names, the last of which was read in these words."""
    box, frame = Box(10, 10, 200, 30), Frame(0, 0, 595, 842)
    cells = [Cell(0, Passage(text), box=box) for text in AROUND]
    read = " ".join(word.text for word in words)
    last = Cell(0, Passage(read), readings=(Reading(read, "words", 0.9),), box=box)
    grid = Grid(tuple((cell,) for cell in (*cells, last)), 1, 1)
    sheet = Sheet(1, PageKind.SCAN, (frame, frame), areas=(Area(10, 300, 10, 200, grid),))
    choice = unchosen(words, [(text, 0.9) for text in page.split()])
    return Scan(sheet, choices={(0, 5, 0): replace(choice, chosen=tuple(word.text for word in words))})


def last_cell(scan: Scan) -> Cell:
    return choose_anew([scan], READERS)[0].sheet.areas[0].grid.rows[-1][0]


@pytest.mark.parametrize("is_on_page", [False, True])
def test_of_what_was_seen_the_name_is_chosen(is_on_page: bool) -> None:
    word = PrintedWord("Xat", 0.9, () if is_on_page else (("Xắt", 0.2), ("Xát", 0.1)))
    cell = last_cell(scan_of(PrintedWord("Bát", 1.0), word, page="Bát Xát" if is_on_page else "Bát Xat"))
    assert cell.text == "Bát Xát"
    assert [(one.text, one.engine) for one in cell.readings] == [("Bát Xát", GAZETTEER), ("Bát Xat", "words")]
    assert (cell.readings[0].confidence or 1.0) <= 0.89


@pytest.mark.parametrize(
    "word",
    [PrintedWord("Xat", 0.9, (("Xắt", 0.1),)), PrintedWord("Xat", 0.9995, (("Xát", 0.0004),))],
    ids=["not seen", "seen otherwise for sure"],
)
def test_a_name_that_nobody_saw_is_not_put_into_a_cell(word: PrintedWord) -> None:
    scan = scan_of(PrintedWord("Bát", 1.0), word)
    assert last_cell(scan) == scan.sheet.areas[0].grid.rows[-1][0]


def test_a_chosen_name_is_told() -> None:
    issuer = find_issuer("tỉnh Lào Cai", CATALOG, None)
    assert issuer is not None
    columns = (Column(1, ("Đơn vị",), Role.LABEL), Column(2, ("Số trẻ",), Role.VALUE))
    readings = (Reading("Bát Xát", GAZETTEER, 0.8), Reading("Bát Xat", "words", 0.8))
    names = [Cell(0, Passage(text)) for text in AROUND[1:]] + [Cell(0, Passage("Bát Xát"), readings=readings)]
    rows = tuple(
        Row(number, (cell, Cell(1, Passage("5"))), label=cell.text) for number, cell in enumerate(names, start=1)
    )
    table = Table("t1", TableKind.DATA, columns, rows)
    matches, notes = place_rows(table, territory(issuer, CATALOG, None), CATALOG)
    assert [matches[number].check for number in (4, 5)] == [LabelCheck.EXACT, LabelCheck.REPAIRED]
    (note,) = notes
    assert (note.code, note.row_no, note.observed, note.proposal) == ("label-repaired", 5, "Bát Xat", "Bát Xát")
