"""The sample plans as PDF: built from the dumps again, and readable."""

from __future__ import annotations

import csv
import hashlib
import re
import subprocess
import sys
import unicodedata
from importlib.util import find_spec
from itertools import pairwise
from pathlib import Path

import pypdfium2
import pytest

from pipeline.catalog import load_catalog
from pipeline.model import Grid
from pipeline.readers.dump import read_dump
from tests.plans import ROOT, SAMPLES

SCRIPT = ROOT / "tests" / "fixtures" / "samples" / "typeset_samples.py"
POPULATION, CONTRACEPTION = "mau-ke-hoach-dan-so-2024", "mau-ke-hoach-tranh-thai-2030"
DUMPS = {POPULATION: ".txt", CONTRACEPTION: ".md"}
TITLES = {
    POPULATION: "Công tác dân số và phát triển của thành phố Hà Nội năm 2024",
    CONTRACEPTION: "Xã hội hóa cung cấp phương tiện tránh thai, hàng hóa và dịch vụ kế hoạch hóa gia đình, "
    "sức khỏe sinh sản trên địa bàn thành phố Hà Nội đến năm 2030",
}

needs_typeface = pytest.mark.skipif(
    find_spec("rinoh_typeface_texgyretermes") is None, reason="the typeface of the dev extra is not installed"
)


def pdf_of(name: str) -> Path:
    return SAMPLES / f"{name}-ban-in.pdf"


def pages(name: str) -> list[str]:
    """Return the text of each page, lines joined; pdfium writes U+FFFE for a hyphen at the end of a line."""
    with pypdfium2.PdfDocument(pdf_of(name)) as document:
        texts = [page.get_textpage().get_text_range() for page in document]
    return [" ".join(text.replace("\ufffe", "-").split()) for text in texts]


def squeezed(text: str) -> str:
    """Drop white space, which a line break may have added or taken."""
    return "".join(text.split())


@needs_typeface
def test_samples_are_built_again_byte_for_byte(tmp_path: Path) -> None:
    subprocess.run([sys.executable, SCRIPT, tmp_path], check=True, capture_output=True, cwd=tmp_path)
    for name in DUMPS:
        assert (tmp_path / pdf_of(name).name).read_bytes() == pdf_of(name).read_bytes(), "run 'make samples'"


def test_the_manifest_has_the_hashes_of_the_samples() -> None:
    with (SAMPLES / "manifest.csv").open(encoding="utf-8", newline="") as file:
        hashes = {row["path"]: row["sha256"] for row in csv.DictReader(file)}
    for name in DUMPS:
        assert hashes[pdf_of(name).name] == hashlib.sha256(pdf_of(name).read_bytes()).hexdigest()


@pytest.mark.parametrize("name", DUMPS)
def test_samples_are_small(name: str) -> None:
    assert pdf_of(name).stat().st_size < 150_000


@pytest.mark.parametrize("name", DUMPS)
def test_the_first_page_has_letterhead_and_title_and_no_number(name: str) -> None:
    first = pages(name)[0]
    assert "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM" in first
    assert f"KẾ HOẠCH {TITLES[name]}" in first
    assert not re.match(r"\d", first)


@pytest.mark.parametrize(
    ("name", "portrait", "landscape"), [(POPULATION, 3, 4), (CONTRACEPTION, 4, 6)], ids=["population", "contraception"]
)
def test_prose_is_portrait_and_annexes_are_landscape(name: str, portrait: int, landscape: int) -> None:
    with pypdfium2.PdfDocument(pdf_of(name)) as document:
        sizes = [(round(page.get_width()), round(page.get_height())) for page in document]
    assert sizes == [(595, 842)] * portrait + [(842, 595)] * landscape


@pytest.mark.parametrize("name", DUMPS)
def test_annexes_count_their_pages_anew(name: str) -> None:
    numbers = [re.match(r"\d+(?= )", page) for page in pages(name)]
    counts = [int(number[0]) if number else 1 for number in numbers]
    assert all(later in (1, earlier + 1) for earlier, later in pairwise(counts))
    assert counts.count(1) == 1 + sum(bool(re.match("phụ lục", page, re.IGNORECASE)) for page in pages(name))


@pytest.mark.parametrize("name", DUMPS)
def test_every_word_of_the_dump_is_printed(name: str) -> None:
    printed = squeezed(" ".join(pages(name)))
    document = read_dump(str(SAMPLES / f"{name}{DUMPS[name]}"), load_catalog())
    for block in document.blocks:
        texts = [cell.text for row in block.rows for cell in row] if isinstance(block, Grid) else [block.text]
        for text in texts:
            assert squeezed(text) in printed


@pytest.mark.parametrize("name", DUMPS)
def test_every_letter_has_a_glyph_and_a_code(name: str) -> None:
    text = "".join(pages(name))
    assert unicodedata.is_normalized("NFC", text)
    odd = {char for char in text if char in "\ufffd\x00" or unicodedata.category(char) in {"Co", "Cn", "Cc"}}
    assert not odd


@needs_typeface
def test_the_typeface_has_every_vietnamese_letter() -> None:
    from fontTools.ttLib import TTFont

    spec = find_spec("rinoh_typeface_texgyretermes")
    assert spec is not None
    assert spec.origin is not None
    tones = ("", "\u0300", "\u0301", "\u0303", "\u0309", "\u0323")
    small = {unicodedata.normalize("NFC", vowel + tone) for vowel in "aăâeêioôơuưy" for tone in tones} | {"đ"}
    letters = {ord(char) for char in small | {char.upper() for char in small}}
    fonts = sorted(Path(spec.origin).parent.glob("*.otf"))
    assert len(fonts) == 4
    for font in fonts:
        assert letters <= set(TTFont(font).getBestCmap())
