"""The reader of printed words: what is printed is read, and what it may be instead is told."""

from __future__ import annotations

import hashlib
import tomllib
from importlib.resources import files

import numpy as np
import pytest
from numpy.typing import NDArray

from pipeline.readers.words import VERSION, PrintedWord, read_words
from pipeline.readers.words.alphabet import SYMBOLS
from pipeline.readers.words.lines import HEIGHT, cut_lines, find_lines

from .typeface import needs_typeface, set_lines

PACKAGE = files("pipeline.readers.words")
FACTS = tomllib.loads(PACKAGE.joinpath("words.toml").read_text(encoding="utf-8"))


def set_cell(text: str, face: str = "regular", size: int = 38, blur: float = 0.7) -> NDArray[np.uint8]:
    """Print lines at 11 points, 250 dots per inch."""
    return set_lines(text, face, size, leading=1.25, blur=blur)


def read(cell: NDArray[np.uint8], height: float = 42) -> str:
    return " ".join(word.text for word in read_words([(cell, height)])[0])


def test_the_weights_are_those_of_the_facts() -> None:
    weights = PACKAGE.joinpath("words.onnx").read_bytes()
    assert hashlib.sha256(weights).hexdigest() == FACTS["sha256"]
    assert FACTS["sha256"].startswith(VERSION)
    assert len(weights) == FACTS["bytes"] < 4_000_000


@needs_typeface
@pytest.mark.parametrize("face", ["regular", "bold", "italic"])
@pytest.mark.parametrize(
    "printed",
    [
        "Tỷ lệ hộ nghèo",
        "Số trẻ em dưới 5 tuổi được tiêm chủng",
        "TỔNG SỐ HỘ NGHÈO",
        "Ủy ban nhân dân huyện Krông Pắc",
        "Kế hoạch năm 2024",
        "Đường giao thông nông thôn;\nthủy lợi nội đồng\n(công trình)",
        "II. Khám sức khỏe định kỳ",
    ],
)
def test_what_plans_print_is_read(printed: str, face: str) -> None:
    assert read(set_cell(printed, face)) == printed.replace("\n", " ")


@needs_typeface
def test_a_height_that_is_a_fifth_off_does_no_harm() -> None:
    cell = set_cell("Chương trình mục tiêu\nquốc gia giảm nghèo")
    assert {read(cell, height) for height in (34, 42, 50)} == {"Chương trình mục tiêu quốc gia giảm nghèo"}


@needs_typeface
def test_worn_words_are_less_sure_and_say_what_they_may_be_instead() -> None:
    clean = read_words([(set_cell("Thành phố Hải Phòng"), 42)])[0]
    worn = read_words([(set_cell("Thành phố Hải Phòng", size=14, blur=2.0), 15)])[0]
    assert [word.text for word in clean] == ["Thành", "phố", "Hải", "Phòng"]
    assert min(word.confidence for word in worn) < min(word.confidence for word in clean)
    assert any(word.runners_up for word in worn)
    assert all(word.text not in dict(word.runners_up) for word in worn)


def test_no_word_is_read_where_none_is_printed() -> None:
    blank = np.full((60, 200), 250, np.uint8)
    ruled = blank.copy()
    ruled[:2] = ruled[:, :3] = 0
    assert read_words([(blank, 30), (ruled, 30), (blank[:5, :5], 30)]) == ((), (), ())
    assert read_words([]) == ()


@needs_typeface
def test_lines_are_found_from_the_top_down() -> None:
    cell = set_cell("Bệnh viện\nđa khoa\nTrung ương")
    lines = find_lines(cell, 42)
    assert [round((line.top + line.bottom) / 2 / 47.5) for line in lines] == [1, 2, 3]
    assert [strip.shape[0] for strip in cut_lines(cell, 42)] == [HEIGHT] * 3


def test_the_reading_of_a_cell_does_not_depend_on_its_company() -> None:
    cells = [(np.full((40, 100 + 30 * n), 250, np.uint8), 20.0) for n in range(3)]
    for n, (cell, _) in enumerate(cells):
        cell[12:28, 20 : 60 + 20 * n : 6] = 30
    alone = [read_words([cell])[0] for cell in cells]
    assert list(read_words(cells)) == alone


def test_each_symbol_is_told_apart_once() -> None:
    assert len(SYMBOLS) == len(set(SYMBOLS))
    assert PrintedWord("à", 0.5).runners_up == ()
