"""Scans: pages that are pictures, through the same stages as born-digital pages."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from functools import cache
from itertools import combinations
from pathlib import Path

import numpy as np
import pypdfium2
import pytest
from PIL import Image

from pipeline.audit.illegible import doubt_unread_columns
from pipeline.audit.readings import verdict
from pipeline.audit.settling import chosen_by_sums, with_readings
from pipeline.catalog import load_catalog
from pipeline.model import (
    UNREAD,
    Cell,
    Check,
    Column,
    Extraction,
    Grid,
    Passage,
    ReadDocument,
    Reading,
    Role,
    Table,
    TableKind,
)
from pipeline.readers.native import read_native
from pipeline.readers.pdf import read_pdf
from pipeline.readers.scan.engine import Pixels, Recognised, even_symbols
from pipeline.readers.scan.marks import settle_marks
from pipeline.readers.scan.text import to_words
from pipeline.readers.scan.weighing import weigh
from pipeline.stages import extract

from .bench.wear import LEVELS, scan
from .plans import ROOT, SAMPLES

PRINTED = SAMPLES / "mau-ke-hoach-dan-so-2024-ban-in.pdf"


@pytest.fixture(scope="module")
def worn(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Wear a letterhead page and an annex over two pages to an ordinary scan."""
    source = pypdfium2.PdfDocument(PRINTED)
    target = pypdfium2.PdfDocument.new()
    target.import_pages(source, [0, 5, 6])
    folder = tmp_path_factory.mktemp("scan")
    target.save(folder / "printed.pdf")
    path = folder / "scan.pdf"
    path.write_bytes(scan(folder / "printed.pdf", LEVELS["ordinary"]))
    return path


@cache
def _read(path: Path) -> ReadDocument:
    return read_pdf(str(path), load_catalog())


@cache
def _extracted(path: Path) -> Extraction:
    return extract(_read(path), load_catalog())


def test_numbers_of_a_scanned_annex(worn: Path) -> None:
    truth = extract(read_native(str(worn.parent / "printed.pdf"), load_catalog()), load_catalog())
    wanted = {value.key: value.quantity.value for value in truth.observations}
    found = {value.key: value for value in _extracted(worn).observations}
    assert len(wanted) == 496
    exact = sum(key in found and found[key].quantity.value == value for key, value in wanted.items())
    assert exact >= 0.985 * len(wanted)
    wrong = [
        value
        for key, value in found.items()
        if value.check is not Check.SUSPECT and value.quantity.value != wanted.get(key)
    ]
    assert wrong == []


def test_every_reading_of_a_cell_is_kept(worn: Path) -> None:
    readings = [value.readings for value in _extracted(worn).observations]
    engines = {reading.engine for found in readings for reading in found}
    assert {"numerals", "tesseract", "tesseract page"} <= engines
    assert sum(len(found) > 1 for found in readings) > 0.9 * len(readings)


def test_boxes_lie_on_the_page_as_displayed(worn: Path) -> None:
    with pypdfium2.PdfDocument(worn) as document:
        sizes = [document.get_page_size(number) for number in range(len(document))]
    for value in _extracted(worn).observations:
        box, page = value.where.box, value.where.page
        assert box is not None
        assert page is not None
        width, height = sizes[page - 1]
        assert -1 <= box.left < box.right <= width + 1
        assert -1 <= box.top < box.bottom <= height + 1


def test_a_scan_says_what_it_is(worn: Path) -> None:
    read = _read(worn)
    assert read.reader == "scan"
    assert read.genuine_pages == frozenset()
    assert read.searchable.startswith(b"%PDF")
    assert _extracted(worn).metadata.place == "Hà Nội"


def test_numerals_of_prose_are_read_twice(worn: Path) -> None:
    readings = [[reading.text for reading in found] for _, found in _read(worn).word_readings]
    assert ["403.730", "403.730"] in readings
    (target,) = (target for target in _extracted(worn).targets if target.raw.startswith("403.730"))
    assert target.check in {Check.AGREED, Check.RECONCILED}


def test_a_picture_without_text_is_no_text(tmp_path: Path) -> None:
    document = pypdfium2.PdfDocument.new()
    document.new_page(595, 842)
    path = tmp_path / "blank.pdf"
    document.save(path)
    assert [block for block in read_pdf(str(path), load_catalog()).blocks if isinstance(block, Grid)] == []


@pytest.mark.parametrize(
    ("readings", "expected"),
    [
        pytest.param([Reading("1.250", "a", 0.9), Reading("1.250", "b", 0.6)], Check.AGREED, id="two engines agree"),
        pytest.param([Reading("1.250", "a", 0.99), Reading("1.260", "b", 0.3)], Check.SUSPECT, id="they differ"),
        pytest.param([Reading("89", "a", 0.95), Reading("§9", "b", 0.9)], Check.SINGLE, id="no number has no vote"),
        pytest.param([Reading("89", "a", 0.6)], Check.SUSPECT, id="a lone reading has to be sure"),
        pytest.param([Reading("8", "a", 0.4), Reading("8", "b", 0.9)], Check.SUSPECT, id="too short for its ink"),
    ],
)
def test_what_readings_say(readings: list[Reading], expected: Check) -> None:
    assert verdict(readings) is expected


def test_an_inked_cell_that_nobody_reads_is_no_blank() -> None:
    assert weigh([None, None], ()) == (Reading(UNREAD, "none", 0.0),)


def test_marks_are_settled_by_the_column() -> None:
    column = [("0,25",), ("0.15",), ("0,30",), ("0,45",), ("12,5",)]
    settled = settle_marks([3] * 5, [(Reading(text, "a", 0.9),) for (text,) in column])
    assert [found[0].text for found in settled] == ["0,25", "0,15", "0,30", "0,45", "12,5"]
    grouped = settle_marks([1] * 4, [(Reading(text, "a", 0.9),) for text in ("1.200", "3,450", "12.000", "7.100")])
    assert grouped[1][0].text == "3.450"
    alone = settle_marks([1], [(Reading("3,450", "a", 0.9),)])
    assert alone[0][0].text == "3,450"


def test_sums_choose_between_readings(worn: Path) -> None:
    """Spoil one chosen reading, keep the right one beside it: the sums find it."""
    found = _extracted(worn)
    good = next(v for v in found.observations if v.check is Check.RECONCILED and v.raw == "269.000")
    bad = Reading("289.000", "numerals", 0.7)
    spoilt = with_readings(_read(worn), found, {good.key: bad})
    again = extract(spoilt, load_catalog())
    assert any(not identity.holds for identity in again.identities)
    chosen = chosen_by_sums(again, load_catalog())
    assert {key: reading.text for key, reading in chosen.items()} == {good.key: "269.000"}
    mended = extract(with_readings(spoilt, again, chosen), load_catalog())
    value = next(v for v in mended.observations if v.key == good.key)
    assert (value.raw, value.check) == ("269.000", Check.RECONCILED)
    assert {reading.text for reading in value.readings} >= {"269.000", "289.000"}


def test_sums_choose_two_readings_of_one_sum_by_the_others_that_hold_them(worn: Path) -> None:
    """Neither alone makes the sum of their column hold; those of their rows tell each."""
    found = _extracted(worn)
    cells = {value.key: value for value in found.observations if 5 <= len(value.raw) <= 6}
    sums = [set(identity.members) for identity in found.identities if not identity.is_product and identity.holds]
    one, other = next(
        (one, other)
        for members in sums
        for one, other in combinations(sorted(members & cells.keys()), 2)
        if all(any(key in row and not {one, other} <= row for row in sums) for key in (one, other))
    )
    spoilt = {key: Reading(f"9{cells[key].raw}", "numerals", 0.7) for key in (one, other)}
    read = with_readings(_read(worn), found, spoilt)
    chosen = chosen_by_sums(extract(read, load_catalog()), load_catalog())
    assert {key: reading.text for key, reading in chosen.items()} == {key: cells[key].raw for key in (one, other)}


def _table(read: ReadDocument, rows: Sequence[Sequence[str | tuple[Reading, ...]]]) -> Extraction:
    """Extract from a document that holds one table, some of whose cells were read in several ways."""
    read_as = [[(Reading(own, "pdfium"),) if isinstance(own, str) else own for own in row] for row in rows]
    cells = [tuple(Cell(at, Passage(own[0].text), readings=own) for at, own in enumerate(row)) for row in read_as]
    blocks = tuple(block for block in read.blocks if not isinstance(block, Grid))
    return extract(replace(read, blocks=(*blocks, Grid(tuple(cells), len(rows[0]), 1))), load_catalog())


def test_sums_that_hold_by_now_choose_nothing(worn: Path) -> None:
    """A sum healed by a repair elsewhere must not pass its slack on to a cell that everybody read alike."""
    sure = (Reading("25,3", "numerals", 0.999, ("25,2",), (0.2,)), Reading("25,3", "tesseract", 0.9))
    rows: list[list[str | tuple[Reading, ...]]] = [
        ["STT", "Xã", "Kinh phí (triệu đồng)"],
        ["I", "Vùng đồng bằng", (Reading("37,0", "numerals", 0.6), Reading("31,0", "tesseract", 0.9))],
        ["1", "Xã An Lạc", "12,3"],
        ["2", "Xã Bình Minh", "18,6"],
        ["II", "Vùng núi", sure],
        ["1", "Xã Cẩm Tú", "15,2"],
        ["2", "Xã Đông Hà", "10,0"],
        ["", "Tổng cộng", "56,3"],
    ]
    chosen = chosen_by_sums(_table(_read(worn), rows), load_catalog())
    assert {key[1:]: (reading.text, reading.engine) for key, reading in chosen.items()} == {(1, 3): ("31,0", "sums")}


def test_what_all_readers_read_alike_takes_no_blame_for_another(worn: Path) -> None:
    sure = (Reading("1.999", "numerals", 0.999, ("1.899",), (0.3,)), Reading("1.999", "tesseract", 0.9))
    wrong = (Reading("1.350", "numerals", 0.97), Reading("1.350", "tesseract", 0.9))
    rows: list[list[str | tuple[Reading, ...]]] = [
        ["STT", "Xã", "Số trẻ em"],
        ["1", "Xã An Lạc", wrong],
        ["2", "Xã Bình Minh", "2.310"],
        ["3", "Xã Cẩm Tú", sure],
        ["4", "Xã Đông Hà", "3.021"],
        ["", "Tổng cộng", "8.580"],
    ]
    found = _table(_read(worn), rows)
    assert [identity.holds for identity in found.identities] == [False]
    assert chosen_by_sums(found, load_catalog()) == {}


def _word(text: str, left: int, confidence: float = 0.9, height: int = 20) -> Recognised:
    box = Pixels(left, 100 - height, left + 12 * len(text), 100)
    return Recognised(text, box, confidence, even_symbols(text, box, confidence))


def test_words_as_they_are_printed() -> None:
    words, _ = to_words([_word("BaĐình", 0), _word("88%c.", 200), _word("^", 400, 0.2), _word("~¬", 500, 0.9, 1)], 1.0)
    assert [word.text for word in words] == ["Ba", "Đình", "88%."]


def _pictures(path: Path, *pictures: Image.Image) -> Path:
    pictures[0].save(path, save_all=True, append_images=pictures[1:], resolution=150)
    return path


def test_pictures_without_text_are_told_and_cost_only_themselves(tmp_path: Path, worn: Path) -> None:
    """A blank sheet, a black one, a photograph, then a page: three issues, and the page is read."""
    noise = np.random.default_rng(7).normal(0, 4, (1754, 1240, 3))
    slope = np.linspace(40, 200, 1240)[None, :, None] + 40 * np.sin(np.arange(1754) / 90)[:, None, None] + 3 * noise
    with pypdfium2.PdfDocument(worn) as document:
        page = document[0].render(scale=150 / 72).to_pil()
    sheets = (np.full_like(noise, 247) + noise, np.full_like(noise, 12) + noise, slope)
    pictures = [Image.fromarray(np.clip(sheet, 0, 255).astype(np.uint8)) for sheet in sheets]
    read = read_pdf(str(_pictures(tmp_path / "mixed.pdf", *pictures, page)), load_catalog())
    told = [(note.code, note.where.page, note.observed) for note in read.notes]
    assert told == [
        ("page-without-text", 1, "blank"),
        ("page-without-text", 2, "black"),
        ("page-without-text", 3, "photo"),
    ]
    assert extract(read, load_catalog()).metadata.place == "Hà Nội"


@pytest.mark.parametrize("mode", ["1", "CMYK"])
def test_fax_and_print_colours_are_read(tmp_path: Path, worn: Path, mode: str) -> None:
    with pypdfium2.PdfDocument(worn) as document:
        page = document[0].render(scale=200 / 72).to_pil()
    page = page.convert("L").point([255 * (level > 150) for level in range(256)]) if mode == "1" else page
    page = page.convert(mode)
    read = read_pdf(str(_pictures(tmp_path / "page.pdf", page)), load_catalog())
    assert extract(read, load_catalog()).metadata.place == "Hà Nội"


def test_a_scanned_table_without_rulings_is_an_issue_and_its_values_suspect(tmp_path: Path) -> None:
    with pypdfium2.PdfDocument(ROOT / "tests" / "fixtures" / "pdfs" / "unruled.pdf") as document:
        page = document[0].render(scale=300 / 72).to_pil()
    found = extract(
        read_pdf(str(_pictures(tmp_path / "page.pdf", page.resize((1240, 1754)))), load_catalog()), load_catalog()
    )
    assert "unruled-table" in {note.code for note in found.notes}
    assert found.observations
    assert {value.check for value in found.observations} <= {Check.SUSPECT, Check.RECONCILED}


def test_headings_on_their_side_are_read(tmp_path: Path) -> None:
    path = tmp_path / "scan.pdf"
    path.write_bytes(scan(ROOT / "tests" / "fixtures" / "pdfs" / "head-rotated.pdf", LEVELS["ordinary"]))
    (table,) = extract(read_pdf(str(path), load_catalog()), load_catalog()).tables
    assert [column.path for column in table.columns[1:]] == [
        "Huyện",
        "Trường mầm non",
        "Trường tiểu học",
        "Trường trung học cơ sở",
        "Trường trung học phổ thông",
    ]


@pytest.mark.parametrize(
    ("heading", "confidence", "is_unread"),
    [
        ("L e© ¬—> 9 B2: te b Ñ--=", 0.32, True),
        ("e. t2 eo", 0.36, True),
        (UNREAD, 0.0, True),
        ("?", 0.51, True),
        ("1", 0.4, True),
        ("Số người có thẻ BHYT (người)", 0.6, False),
        ("Tr.cây", 0.9, False),
        ("NÑS tỉnh", 0.6, False),
        ("2024", 0.97, False),
        ("L e© ¬—> 9 B2: te b Ñ--=", None, False),
        ("=", 0.97, True),
        ("%", 0.97, False),
        ("+/-", 0.97, False),
    ],
)
def test_what_stands_below_a_heading_that_nobody_could_read_is_suspect(
    heading: str, confidence: float | None, is_unread: bool, worn: Path
) -> None:
    values = [value for value in _extracted(worn).observations if value.column_no == 3]
    head = Cell(2, Passage(heading), readings=(Reading(heading, "fake", confidence),))
    column = Column(3, (heading,), Role.VALUE)
    table = Table(values[0].table_id, TableKind.DATA, (column,), (), head=(head,))
    found, notes = doubt_unread_columns([table], values, load_catalog())
    assert [note.code for note in notes] == ["unread-heading"] * is_unread
    assert {value.check for value in found} == {Check.SUSPECT} or not is_unread
    assert is_unread or found == tuple(values)
