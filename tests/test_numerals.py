from __future__ import annotations

import hashlib
import subprocess
import sys
import tomllib
from importlib.resources import files

import cv2
import numpy as np
import pytest
from numpy.typing import NDArray

from pipeline.readers.numerals import VERSION, NumeralReading, read_numerals
from pipeline.readers.numerals.crops import HEIGHT, cut_strips
from pipeline.readers.numerals.rings import with_zero
from pipeline.readers.numerals.weights import load_model
from tests.numeral_cells import load_cells

from .typeface import needs_typeface, set_lines

PACKAGE = files("pipeline.readers.numerals")
FACTS = tomllib.loads(PACKAGE.joinpath("numerals.toml").read_text(encoding="utf-8"))
REAL_CELLS_READ = 0.99
"""As the model card says."""


def set_cell(text: str, face: str = "regular", size: int = 42) -> NDArray[np.uint8]:
    """Print lines at 12 points, 250 dots per inch."""
    return set_lines(text, face, size)


def read(crop: NDArray[np.uint8]) -> NumeralReading:
    return read_numerals([crop])[0]


@needs_typeface
@pytest.mark.parametrize("face", ["regular", "bold", "italic"])
@pytest.mark.parametrize(
    "printed",
    [
        *("0", "1", "7", "42", "2024", "1.234", "1.234.567", "12,5", "0,05", "99,86%", "12,5 ‰", "80-85", "80 - 85"),
        *("30/12/2021", "30/30", "1.1.2", "(125)", "-12,5", "+3", "≥ 95%", "<0,5", "-", "...", "2021-2025", "x"),
    ],
)
def test_what_plans_print_is_read(printed: str, face: str) -> None:
    reading = read(set_cell(printed, face))
    assert reading.text == printed
    assert not reading.refused
    assert reading.confidence > 0.5


@needs_typeface
@pytest.mark.parametrize("printed", ["Tổng số", "Hà Nội", "người", "TT", "Không", "III", "Xã", "Đang thực hiện"])
def test_words_are_refused(printed: str) -> None:
    reading = read(set_cell(printed))
    assert reading.refused
    assert reading.text == ""


@needs_typeface
def test_the_numeral_beside_words_is_only_a_runner_up() -> None:
    reading = read(set_cell("12,5 triệu"))
    assert reading.refused
    assert reading.runners_up[0][0] == "12,5"


@needs_typeface
def test_lines_are_joined_by_a_space() -> None:
    assert read(set_cell("1.234\n12,5\n99")).text == "1.234 12,5 99"


@needs_typeface
def test_rulings_and_neighbours_at_the_edges_are_not_read() -> None:
    crop = set_cell("1.718").copy()
    crop[:, :3] = crop[-3:] = 30
    crop[:6, 30:36] = 20
    assert read(crop).text == "1.718"


@needs_typeface
@pytest.mark.parametrize("scale", [0.5, 0.75, 1.5, 2.5])
def test_any_resolution_will_do(scale: float) -> None:
    crop = cv2.resize(set_cell("98.653,7"), None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA)
    assert read(np.asarray(crop, np.uint8)).text == "98.653,7"


@needs_typeface
def test_other_cells_do_not_change_a_reading() -> None:
    crops = [set_cell(text) for text in ("1", "12,5", "1.234.567", "Tổng số", "3", "80-85", "44")]
    together = read_numerals(crops)
    assert together == tuple(read(crop) for crop in crops)
    assert together == read_numerals(crops)
    assert together[::-1] == read_numerals(crops[::-1])


@needs_typeface
def test_a_stroke_of_a_pen_through_a_digit_is_looked_past() -> None:
    """The first look takes digit and stroke for one high digit, beside which the others are tiny."""
    crop = set_cell("8.512.746").copy()
    cv2.line(crop, (70, crop.shape[0] - 6), (84, 5), 60, 3, cv2.LINE_AA)
    reading = read(crop)
    assert "8.512.746" in (reading.text, *(text for text, _ in reading.runners_up))
    assert read_numerals([set_cell("9"), crop, set_cell("Hà Nội")])[1] == reading


@pytest.mark.parametrize(
    "crop",
    [
        np.full((60, 90), 255, np.uint8),
        np.full((60, 90), 120, np.uint8),
        np.zeros((60, 90), np.uint8),
        np.zeros((1, 1), np.uint8),
        np.zeros((0, 0), np.uint8),
        np.full((2200, 2000), 255, np.uint8),
    ],
    ids=["white", "grey", "black", "one pixel", "no pixel", "more than a cell"],
)
def test_what_holds_no_ink_is_refused(crop: NDArray[np.uint8]) -> None:
    reading = read(crop)
    assert reading.refused
    assert reading.text == ""
    assert reading.runners_up == ()


def test_an_arc_of_a_stamp_is_refused() -> None:
    crop = np.full((80, 160), 250, np.uint8)
    cv2.circle(crop, (200, 150), 150, 140, 4)
    cv2.circle(crop, (200, 150), 138, 150, 2)
    assert read(crop).refused


def test_a_stroke_that_comes_in_from_outside_is_no_dash() -> None:
    inside, crossing = (np.full((70, 50), 250, np.uint8) for _ in range(2))
    inside[34:37, 18:36] = crossing[34:37, 30:48] = 40
    assert read(inside).text == "-"
    assert read(crossing).refused


def test_thin_strokes_are_no_digit() -> None:
    seven, strokes = (np.full((94, 66), 250, np.uint8) for _ in range(2))
    for cell, thick in ((seven, 5), (strokes, 1)):
        cv2.polylines(
            cell, [np.array([(16, 20), (50, 20), (26, 72)], np.int32)], isClosed=False, color=20, thickness=thick
        )
    assert read(seven).text == "7"
    assert read(strokes).refused


def ring(*, marked: bool = False, square: bool = False) -> NDArray[np.uint8]:
    strip = np.zeros((32, 44), np.uint8)
    cv2.ellipse(strip, (22, 17), (9, 10), 0, 0, 360, 255, 3)
    if marked:
        cv2.line(strip, (22, 4), (26, 1), 255, 2)
    if square:
        strip[6:29, 12:15] = 255
    return strip


def test_a_ring_by_itself_is_a_zero_and_no_letter() -> None:
    word = {"a": 0.99, "0": 0.01}
    found = with_zero(word, ring())
    assert max(found, key=lambda text: found[text]) == "0"
    assert sum(found.values()) == pytest.approx(1.0)
    assert found["a"] > 0.01, "it may be a letter"
    assert with_zero(word, ring(marked=True)) == word
    assert with_zero(word, ring(square=True)) == word
    assert with_zero(word, np.zeros((32, 40), np.uint8)) == word
    assert with_zero({"6": 0.9, "a": 0.1}, ring()) == {"6": 0.9, "a": 0.1}
    assert with_zero({}, ring()) == {}


def test_no_cells_give_no_readings() -> None:
    assert read_numerals([]) == ()


def test_colour_is_no_crop() -> None:
    with pytest.raises(ValueError, match="grey picture"):
        read_numerals([np.zeros((20, 20, 3), np.uint8)])


@pytest.mark.parametrize(
    ("text", "confidence", "refused"), [("", 0.5, False), ("1", 0.5, True), ("1", 1.5, False), ("", -0.1, True)]
)
def test_impossible_readings_cannot_be_built(text: str, confidence: float, refused: bool) -> None:
    with pytest.raises(ValueError, match="no reading"):
        NumeralReading(text, confidence, refused=refused)


def test_every_noise_has_strips_of_even_height_and_a_reading() -> None:
    rng = np.random.default_rng(5)
    crops = []
    for _ in range(150):
        height, width = rng.integers(1, 90, 2)
        noise = rng.integers(0, 256, (height, width), dtype=np.uint8)
        crops.append(np.where(rng.random((height, width)) < rng.random(), noise, 255).astype(np.uint8))
    assert all(strip.shape[0] == HEIGHT for crop in crops for strip in cut_strips(crop).lines)
    assert len(read_numerals(crops)) == len(crops)


def test_the_weights_are_those_described() -> None:
    weights = PACKAGE.joinpath("numerals.onnx").read_bytes()
    assert hashlib.sha256(weights).hexdigest() == FACTS["sha256"]
    assert FACTS["sha256"].startswith(VERSION)
    assert len(weights) < 2_000_000
    card = PACKAGE.joinpath("MODEL_CARD.md").read_text(encoding="utf-8")
    assert VERSION in card


def test_confidence_rises_with_probability() -> None:
    calibration = load_model().calibration
    shares = [calibration.confidence(probability) for probability in np.linspace(0, 1, 200)]
    assert shares == sorted(shares)
    assert shares[-1] >= 0.99


def test_real_cells_are_read_as_the_card_says() -> None:
    cells = load_cells()
    readings = read_numerals([cell.crop for cell in cells])
    right = [reading.text == cell.text for cell, reading in zip(cells, readings, strict=True)]
    assert sum(right) / len(right) >= REAL_CELLS_READ
    sure = [good for good, reading in zip(right, readings, strict=True) if reading.confidence >= 0.99]
    assert sum(sure) / len(sure) >= 0.99


def test_documents_are_read_without_torch() -> None:
    code = (
        "import sys, numpy, pipeline.readers.numerals as n; loaded = set(sys.modules);"
        "n.read_numerals([numpy.full((40, 60), 255, numpy.uint8)]);"
        "assert 'torch' not in sys.modules and 'PIL' not in loaded;"
        "assert 'cv2' not in loaded and 'onnxruntime' not in loaded, 'loaded lazily'"
    )
    subprocess.run([sys.executable, "-c", code], check=True)
