"""Searchable copies of scans: the words are found where they stand, and the pages look as before."""

from __future__ import annotations

import runpy
from io import BytesIO
from math import cos, radians, sin
from pathlib import Path

import numpy as np
import pdfplumber
import pypdfium2
import pytest
from fpdf import FPDF
from numpy.typing import NDArray
from PIL import Image

import pipeline
from pipeline.model import Box, Document, Extraction, Metadata
from pipeline.readers.native.geometry import Frame, Tilted
from pipeline.readers.native.glyphs import page_frame
from pipeline.readers.native.page import PageKind, Sheet
from pipeline.readers.scan.page import Scan
from pipeline.readers.scan.searchable import add_text
from pipeline.store import Outcome, Rows, load_contract, package_files, replace_folder
from pipeline.store.package import contract_columns

DATA = Path(pipeline.__file__).parent / "data"
LETTERS = "".join(dict.fromkeys(
    "aàảãáạăằẳẵắặâầẩẫấậbcdđeèẻẽéẹêềểễếệghiìỉĩíịklmnoòỏõóọôồổỗốộơờởỡớợpqrstuùủũúụưừửữứựvxyỳỷỹýỵ"
    "AÀẢÃÁẠĂẰẲẴẮẶÂẦẨẪẤẬBCDĐEÈẺẼÉẸÊỀỂỄẾỆGHIÌỈĨÍỊKLMNOÒỎÕÓỌÔỒỔỖỐỘƠỜỞỠỚỢPQRSTUÙỦŨÚỤƯỪỬỮỨỰVXYỲỶỸÝỴ"
))  # fmt: skip
LINES = (
    "ỦY BAN NHÂN DÂN TỈNH QUẢNG TRỊ",
    "Kế hoạch số 15/KH-UBND ngày 03 tháng 01 năm 2025",
    "ao ra xa, Đặng Thị Mỹ Lệ: 1.234,5 người (tăng 12%)",
)
Words = list[tuple[Box, str]]


def set_lines(lines: tuple[str, ...]) -> Words:
    """Typeset lines in a frame of 600 x 400 points: every word as high as its letters are."""
    words: Words = []
    for number, line in enumerate(lines):
        left, base = 40.0, 60.0 + 20 * number
        for text in line.split():
            top = base - (9 if any(char not in "aceimnorsuvx,:" for char in text) else 5.5)
            right = left + 5.5 * len(text)
            words.append((Box(left, top, right, base + 3 * any(char in "gpqy(,/" for char in text)), text))
            left = right + 3
    return words


def drawn(words: Words) -> Image.Image:
    """Draw a bar for each word, in pixels of half a point."""
    pixels = np.full((800, 1200), 255, dtype=np.uint8)
    for box, _ in words:
        pixels[round(2 * box.top) : round(2 * box.bottom), round(2 * box.left) : round(2 * box.right)] = 40
    return Image.fromarray(pixels)


def scan_of(path: Path, words: Words, *, turn: int = 0, rotate: int = 0, before: str = "") -> Scan:
    """Write a PDF of one picture, to be turned clockwise by ``turn`` for reading; return what OCR finds on it.

    ``rotate`` is the rotation by which the PDF itself displays its page; ``before`` is content ahead of the picture.
    """
    picture = drawn(words).rotate(turn, expand=True)  # Pillow turns the other way
    shown_size = (picture.width / 2, picture.height / 2)
    stored = picture.rotate(rotate, expand=True)
    pdf = FPDF(unit="pt", format=(stored.width / 2, stored.height / 2))
    pdf.add_page()
    if before:
        pdf._out(before)
    pdf.image(stored, 0, 0, stored.width / 2, stored.height / 2)
    with pypdfium2.PdfDocument(bytes(pdf.output())) as document:
        document[0].set_rotation(rotate)
        document.save(path)
    frame = frame_of(path)
    assert frame.size == pytest.approx(shown_size)
    width, height = shown_size
    back = {0: ((1, 0, 0), (0, 1, 0)), 90: ((0, 1, 0), (-1, 0, height)), 180: ((-1, 0, width), (0, -1, height))}
    tilted = Tilted((600, 400), turn, back.get(turn, ((0, -1, width), (1, 0, 0))))
    return Scan(
        Sheet(1, PageKind.SCAN, (tilted, frame)), words=tuple((tilted.box_in(frame, box), text) for box, text in words)
    )


def frame_of(path: Path) -> Frame:
    with pypdfium2.PdfDocument(path) as document:
        return page_frame(document[0])


def text_of(copy: bytes, number: int = 1) -> list[str]:
    """Return the words that PDFium finds; it writes U+FFFE for a hyphen at the end of a line."""
    with pypdfium2.PdfDocument(copy) as document:
        found: str = document[number - 1].get_textpage().get_text_range()
    return found.replace("\ufffe", "-").split()


def boxes_of(copy: bytes, frame: Frame) -> list[tuple[float, float, float, float]]:
    """Return the box of each word that PDFium finds, on the page as displayed."""
    with pypdfium2.PdfDocument(copy) as document:
        page = document[0].get_textpage()
        boxes: list[tuple[float, float, float, float]] = []
        inside = False
        for at in range(page.count_chars()):
            if not page.get_text_range(at, 1).strip():
                inside = False
                continue
            found = frame.edges(*page.get_charbox(at))
            boxes.append(joined(boxes.pop(), found) if inside else found)
            inside = True
        return boxes


def joined(one: tuple[float, ...], other: tuple[float, ...]) -> tuple[float, float, float, float]:
    return min(one[0], other[0]), min(one[1], other[1]), max(one[2], other[2]), max(one[3], other[3])


def picture_of(pdf: bytes | Path, number: int = 1) -> NDArray[np.uint8]:
    with pypdfium2.PdfDocument(pdf) as document:
        return np.array(document[number - 1].render(scale=2).to_numpy())


def test_all_letters_are_found(tmp_path: Path) -> None:
    path = tmp_path / "scan.pdf"
    lines = tuple(" ".join(LETTERS[at : at + 40][i : i + 5] for i in range(0, 40, 5)) for at in range(0, 200, 40))
    copy = add_text(str(path), [scan_of(path, set_lines(lines))])
    assert len(LETTERS) == 178
    assert text_of(copy) == " ".join(lines).split()
    with pdfplumber.open(BytesIO(copy)) as other:
        assert other.pages[0].extract_text().split("\n") == [line.strip() for line in lines if line.strip()]


@pytest.mark.parametrize("rotate", [0, 90, 180, 270])
@pytest.mark.parametrize("turn", [0, 90, 180, 270])
def test_words_are_found_where_they_stand(tmp_path: Path, turn: int, rotate: int) -> None:
    path = tmp_path / "scan.pdf"
    scan = scan_of(path, set_lines(LINES), turn=turn, rotate=rotate)
    copy = add_text(str(path), [scan])
    lines = [line.split() for line in LINES]
    words = list(scan.words)
    if turn == 180:  # where text stands upside down, PDFium takes the words of a line from the left as displayed
        lines = [line[::-1] for line in lines]
        words.sort(key=lambda word: (-word[0].bottom // 20, word[0].left))
    assert text_of(copy) == [text for line in lines for text in line]
    upright = turn in {0, 180}
    for found, (box, _) in zip(boxes_of(copy, scan.sheet.frames[1]), words, strict=True):
        along = (found[0], found[2], box.left, box.right), (found[1], found[3], box.top, box.bottom)
        low, high, left, right = along[0 if upright else 1]
        assert (low, high) == pytest.approx((left, right), abs=0.1)
        low, high, top, bottom = along[1 if upright else 0]
        assert low - 0.1 <= top < bottom <= high + 0.1, "the word lies in the band of its line"
        assert high - low < 13
    assert np.array_equal(picture_of(path), picture_of(copy))


@pytest.mark.parametrize("turn", [0, 90])
@pytest.mark.parametrize("lean", [-2.0, 0.7, 2.0])
def test_words_of_a_leaning_page_stand_upright_and_in_order(tmp_path: Path, turn: int, lean: float) -> None:
    path = tmp_path / "scan.pdf"
    words = set_lines(LINES)
    scan = scan_of(path, words, turn=turn)
    straight = scan.sheet.frames[0]
    assert isinstance(straight, Tilted)
    frame = scan.sheet.frames[1]
    (a, b, c), (d, e, f) = straight.to_shown
    x, y = cos(radians(lean)), sin(radians(lean))
    leaning = Tilted(straight.size, turn, ((a * x + b * y, b * x - a * y, c), (d * x + e * y, e * x - d * y, f)))
    placed = tuple((leaning.box_in(frame, box), text) for box, text in words)
    copy = add_text(str(path), [Scan(Sheet(1, PageKind.SCAN, (leaning, frame)), words=placed)])
    assert text_of(copy) == " ".join(LINES).split()
    for found, (box, _) in zip(boxes_of(copy, frame), placed, strict=True):
        edges = (box.left, box.right, found[0], found[2]), (box.top, box.bottom, found[1], found[3])
        assert edges[turn // 90][:2] == pytest.approx(edges[turn // 90][2:], abs=2)
        low, high, start, end = edges[1 - turn // 90]
        assert start - 2 <= low < high <= end + 2


def test_the_same_scan_gives_the_same_bytes(tmp_path: Path) -> None:
    path = tmp_path / "scan.pdf"
    scan = scan_of(path, set_lines(LINES))
    copies = {add_text(str(path), [scan]) for _ in range(3)}
    assert len(copies) == 1
    assert len(copies.pop()) < path.stat().st_size + 4_000


@pytest.mark.parametrize("scans", [[], [Scan(Sheet(1, PageKind.BLANK, (Frame(0, 0, 1, 1), Frame(0, 0, 1, 1))))]])
def test_a_document_without_recognised_words_gives_nothing(tmp_path: Path, scans: list[Scan]) -> None:
    path = tmp_path / "born.pdf"
    scan_of(path, set_lines(LINES))
    assert add_text(str(path), scans) == b""


def test_pages_with_good_text_stay_as_they_are(tmp_path: Path) -> None:
    path = tmp_path / "mixed.pdf"
    scan = scan_of(path, set_lines(LINES))
    with pypdfium2.PdfDocument(path) as document, pypdfium2.PdfDocument(typed("Born digital")) as other:
        document.import_pages(other)
        document.save(tmp_path / "both.pdf")
    copy = add_text(str(tmp_path / "both.pdf"), [scan])
    assert text_of(copy, 2) == ["Born", "digital"]
    assert text_of(copy) == " ".join(LINES).split()
    assert np.array_equal(picture_of(tmp_path / "both.pdf", 2), picture_of(copy, 2))


def typed(text: str) -> bytes:
    pdf = FPDF(unit="pt", format=(600, 400))
    pdf.add_page()
    pdf.set_font("helvetica", size=14)
    pdf.text(100, 300, text)
    return bytes(pdf.output())


def write_old_text(pdf: FPDF, mode: int) -> None:
    pdf.set_font("helvetica", size=14)
    pdf._out(f"{mode} Tr")
    pdf.text(100, 300, "Old text")
    pdf._out("0 Tr")


@pytest.mark.parametrize(
    ("mode", "is_above", "left"),
    [(3, True, []), (3, False, []), (0, False, []), (0, True, ["Old", "text"])],
    ids=["invisible above", "invisible below", "covered by the picture", "visible"],
)
def test_old_text_goes_where_that_does_not_show(tmp_path: Path, mode: int, is_above: bool, left: list[str]) -> None:
    path = tmp_path / "scan.pdf"
    words = set_lines(LINES)
    scan = scan_of(path, words)
    pdf = FPDF(unit="pt", format=(600, 400))
    pdf.add_page()
    if not is_above:
        write_old_text(pdf, mode)
    pdf.image(drawn(words), 0, 0, 600, 400)
    if is_above:
        write_old_text(pdf, mode)
    path.write_bytes(bytes(pdf.output()))
    copy = add_text(str(path), [scan])
    found = text_of(copy)
    assert [word for word in found if word in {"Old", "text"}] == left
    assert [word for word in found if word not in {"Old", "text"}] == " ".join(LINES).split()
    assert np.array_equal(picture_of(path), picture_of(copy))


def test_old_text_in_a_group_goes_too(tmp_path: Path) -> None:
    """OCRmyPDF puts its text into a group."""
    path = tmp_path / "scan.pdf"
    scan = scan_of(path, set_lines(LINES))
    pdf = FPDF(unit="pt", format=(600, 400))
    pdf.add_page()
    write_old_text(pdf, 3)
    with pypdfium2.PdfDocument(bytes(pdf.output())) as layer, pypdfium2.PdfDocument(path) as document:
        page = document[0]
        page.insert_obj(layer.page_as_xobject(0, document).as_pageobject())
        page.gen_content()
        document.save(tmp_path / "grouped.pdf")
    assert text_of((tmp_path / "grouped.pdf").read_bytes()) == ["Old", "text"]
    assert text_of(add_text(str(tmp_path / "grouped.pdf"), [scan])) == " ".join(LINES).split()


@pytest.mark.parametrize("before", ["0.5 0 0 0.5 30 40 cm", "q 0.5 0 0 0.5 30 40 cm"])
def test_content_that_leaves_its_scale_behind_does_no_harm(tmp_path: Path, before: str) -> None:
    path = tmp_path / "scan.pdf"
    scan = scan_of(path, set_lines(LINES), before=before)
    copy = add_text(str(path), [scan])
    for found, (box, _) in zip(boxes_of(copy, scan.sheet.frames[1]), scan.words, strict=True):
        assert found[0] == pytest.approx(box.left, abs=0.5)
    assert np.array_equal(picture_of(path), picture_of(copy))


def test_a_file_that_only_forbids_changes_is_copied_without_its_lock(tmp_path: Path) -> None:
    path = tmp_path / "locked.pdf"
    words = set_lines(LINES)
    scan = scan_of(path, words)
    pdf = FPDF(unit="pt", format=(600, 400))
    pdf.set_encryption("secret")
    pdf.add_page()
    pdf.image(drawn(words), 0, 0, 600, 400)
    path.write_bytes(bytes(pdf.output()))
    copy = add_text(str(path), [scan])
    assert b"/Encrypt " in path.read_bytes()
    assert b"/Encrypt " not in copy
    assert copy == add_text(str(path), [scan])
    assert text_of(copy) == " ".join(LINES).split()
    assert np.array_equal(picture_of(path), picture_of(copy))


def test_the_copy_is_written_with_the_datasets(tmp_path: Path) -> None:
    contract = load_contract()
    rows: Rows = {name: [] for name in contract_columns(contract)}
    outcomes = []
    for status in ("clean", "flagged", "quarantined"):
        document = Document(status, f"{status}.pdf", "", "0" * 64)
        outcomes.append(Outcome(document, Extraction("scan", 1, Metadata(), searchable=b"%PDF " + status.encode())))
        row = dict.fromkeys(contract_columns(contract)["documents"], "")
        rows["documents"].append(row | {"doc_id": status, "status": status})
    files = package_files(rows, outcomes, contract, {})
    copies = {name: content for name, content in files.items() if name.startswith("searchable/")}
    assert copies == {"searchable/clean.pdf": b"%PDF clean", "searchable/flagged.pdf": b"%PDF flagged"}
    assert b"searchable" not in files["datapackage.json"]
    assert replace_folder(tmp_path / "out", files)
    assert (tmp_path / "out/searchable/clean.pdf").read_bytes() == b"%PDF clean"
    assert not replace_folder(tmp_path / "out", files)


def test_the_font_is_built_again_byte_for_byte() -> None:
    built = runpy.run_path(str(DATA / "build_glyphless.py"))["build"]()
    assert built == (DATA / "glyphless.ttf").read_bytes()
