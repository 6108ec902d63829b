"""Words of a scan chosen anew by what stands on its other pages."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from pipeline.audit.readings import verdict
from pipeline.model import Box, Cell, Check, Grid, Passage, Reading
from pipeline.readers.native.geometry import Frame
from pipeline.readers.native.page import Area, PageKind, Sheet
from pipeline.readers.scan.choices import unchosen
from pipeline.readers.scan.document import choose_anew
from pipeline.readers.scan.engine import Engine
from pipeline.readers.scan.page import Scan
from pipeline.readers.scan.readers import Readers
from pipeline.readers.words import PrintedWord

BOX = Box(10, 10, 200, 30)
READERS = Readers(Engine("fake", "1", lambda *_: (), lambda crops: (None,) * len(crops), (), lambda *_: ()))


def page(number: int, words: Sequence[PrintedWord], text: str = "") -> Scan:
    """Make a page with one cell, in which words were read, or another text in the end."""
    read = " ".join(word.text for word in words)
    readings = (Reading(text or read, "words", min(word.confidence for word in words)),)
    cell = Cell(0, Passage(text or read), readings=readings, box=BOX)
    frame = Frame(0, 0, 595, 842)
    area = Area(10, 30, 10, 200, Grid(((cell,),), 1, number))
    sheet = Sheet(number, PageKind.SCAN, (frame, frame), areas=(area,))
    return Scan(
        sheet, choices={(0, 0, 0): replace(unchosen(words, ()), chosen=tuple(word.text for word in words), number=7)}
    )


def words_of(text: str, sure: float, **instead: str) -> list[PrintedWord]:
    return [
        PrintedWord(word, 0.9 if word in instead else sure, ((instead[word], 0.05),) if word in instead else ())
        for word in text.split()
    ]


def cells_of(scans: Sequence[Scan]) -> list[Cell]:
    return [cell_of(scan) for scan in scans]


def cell_of(scan: Scan) -> Cell:
    return scan.sheet.areas[0].grid.rows[0][0]


def test_a_word_is_what_stands_between_the_same_on_other_pages() -> None:
    sure, worn = page(1, words_of("mở 10 lớp mỗi năm", 0.99)), page(2, words_of("mở 12 lớp mối năm", 0.99, mối="mỗi"))
    first, second = (cell_of(scan) for scan in choose_anew([sure, worn], READERS))
    assert first == cell_of(sure)
    assert second.text == "mở 12 lớp mỗi năm"
    assert {reading.text for reading in second.readings} == {"mở 12 lớp mỗi năm", "mở 12 lớp mối năm"}
    assert verdict(second.readings) is Check.SUSPECT
    where = second.passage.where()
    assert (where.page, where.box) == (2, BOX)


def test_numerals_stay_what_they_are() -> None:
    sure, worn = page(1, words_of("mở 10 lớp", 0.99)), page(2, words_of("mở 19 lớp", 0.99, **{"19": "10"}))
    assert cells_of(choose_anew([sure, worn], READERS)) == cells_of([sure, worn])


def test_a_word_that_became_another_since_stays() -> None:
    sure = page(1, words_of("lớp mỗi năm", 0.99))
    changed = page(2, words_of("lớp mối năm", 0.99, mối="mỗi"), "lớp mới năm")
    longer = page(3, words_of("lớp mối năm", 0.99, mối="mỗi"), "lớp mối năm 2025")
    assert cells_of(choose_anew([sure, changed, longer], READERS)) == cells_of([sure, changed, longer])


def test_pages_without_tables_stay() -> None:
    frame = Frame(0, 0, 595, 842)
    blank = Scan(Sheet(1, PageKind.BLANK, (frame, frame)))
    assert choose_anew([blank], READERS) == [blank]
    assert choose_anew([], READERS) == []
