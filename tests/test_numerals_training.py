"""How the reader of numerals is trained: what is drawn can be read, and the same seed gives the same weights."""

from __future__ import annotations

import cv2
import numpy as np
import pytest
from numpy.random import PCG64DXSM, Generator

from pipeline.readers.numerals.alphabet import SYMBOLS, WORD
from pipeline.readers.numerals.crops import HEIGHT, Strips
from pipeline.readers.numerals.train import samples
from pipeline.readers.numerals.train.forms import draw_form
from pipeline.readers.numerals.train.measure import is_right, read_samples
from pipeline.readers.numerals.train.samples import CellShelf, Sample, draw_from_sheets, draw_sample, sample_to_strips
from pipeline.readers.numerals.weights import load_model
from pipeline.readers.training import wear
from pipeline.readers.training.wear import HEAVY, ORDINARY, draw_scan

from .typeface import faces, needs_typeface


@pytest.fixture
def shelf() -> CellShelf:
    return CellShelf((faces(),), (1.0,), faces()[0])


def test_every_form_can_be_spelled_with_the_symbols() -> None:
    rng = Generator(PCG64DXSM(1))
    read = [draw_form(rng).read for _ in range(5000)]
    assert set("".join(read)) <= {*SYMBOLS, "\n"}
    assert {"-", "...", "x", "(-)", ""} <= set(read)
    assert 0.15 < sum(WORD in text for text in read) / len(read) < 0.3


@pytest.mark.parametrize(("amounts", "least"), [(ORDINARY, 200), (HEAVY, 130)])
def test_the_resolution_goes_with_the_wear(amounts: tuple[float, float], least: int) -> None:
    rng = Generator(PCG64DXSM(2))
    dpi = [draw_scan(float(amount), rng).dpi for amount in rng.uniform(*amounts, 500)]
    assert least <= min(dpi) < max(dpi) <= 305


def test_no_part_of_a_print_is_lost_in_black_and_white() -> None:
    grey = np.full((60, 120), 240, np.uint8)
    cv2.putText(grey, "1:5", (10, 45), cv2.FONT_HERSHEY_SIMPLEX, 1.2, 90, 2)
    parts = cv2.connectedComponents(np.asarray(grey < 160, np.uint8))[0]
    for seed in range(20):
        fax = wear._fax(cv2.GaussianBlur(grey, (3, 3), 0.8).astype(np.uint8), Generator(PCG64DXSM(seed)))
        assert cv2.connectedComponents(np.asarray(fax < 128, np.uint8))[0] == parts


def test_broken_strokes_leave_what_tells_a_comma() -> None:
    ink = np.zeros((40, 40), np.float32)
    ink[5:35, 5:15] = ink[31:37, 25:29] = 1
    broken = ink.copy()
    broken[33:] = 0
    mended = wear._spare(ink, broken)
    assert (mended[31:37, 25:29] == 1).all()
    assert (mended[33:35, 5:15] == 0).all()


@needs_typeface
def test_the_same_number_gives_the_same_cell(shelf: CellShelf) -> None:
    one, same, other = (draw_sample((3, number), shelf, HEAVY) for number in (1, 1, 2))
    assert one.read == same.read
    assert np.array_equal(one.crop, same.crop)
    assert one.crop.shape != other.crop.shape


@needs_typeface
def test_ordinary_cells_are_cut_into_the_lines_that_were_printed(shelf: CellShelf) -> None:
    drawn = [draw_sample((4, number), shelf, ORDINARY) for number in range(300)]
    numerals = [sample for sample in drawn if sample.read and WORD not in sample.read]
    cut = [[text for _, text in sample_to_strips(sample) if text] == sample.read.split("\n") for sample in numerals]
    assert sum(cut) >= len(cut) - 1
    assert all(strip.shape[0] == HEIGHT for sample in drawn for strip, _ in sample_to_strips(sample))


@needs_typeface
def test_cells_of_worn_sheets_say_what_was_printed(shelf: CellShelf) -> None:
    drawn = draw_from_sheets((6,), 80, shelf, ORDINARY)
    judged = read_samples(load_model(), drawn)
    assert len(drawn) == 80
    assert sum(is_right(sample, reading) for sample, reading in judged) >= 78
    assert sum(sample.read != "" for sample in drawn) >= 78
    same = draw_from_sheets((6,), 80, shelf, ORDINARY)
    assert all(np.array_equal(one.crop, other.crop) for one, other in zip(drawn, same, strict=True))


def test_a_numeral_is_not_learned_from_a_ruling_longer_than_itself(monkeypatch: pytest.MonkeyPatch) -> None:
    crop = np.full((60, 300), 255, np.uint8)
    long, short = (np.zeros((HEIGHT, width), np.uint8) for width in (250, 40))
    monkeypatch.setattr(samples, "cut_strips", lambda _: Strips((long, short)))
    assert sample_to_strips(Sample(crop, "84", "Termes")) == [(long, "84"), (short, "")]
    assert sample_to_strips(Sample(crop, "84", "Termes", is_from_sheet=True)) == []


def test_a_strip_too_narrow_for_its_numeral_is_not_learned_from() -> None:
    crop = np.full((60, 80), 255, np.uint8)
    cv2.putText(crop, "8", (20, 50), cv2.FONT_HERSHEY_SIMPLEX, 1.0, 0, 2)
    assert [text for _, text in sample_to_strips(Sample(crop, "8", "Hershey"))] == ["8"]
    assert sample_to_strips(Sample(crop, "8.512.746.218", "Hershey")) == []


@needs_typeface
@pytest.mark.slow
@pytest.mark.filterwarnings("ignore::DeprecationWarning")
def test_the_same_seed_gives_the_same_weights(shelf: CellShelf) -> None:
    pytest.importorskip("torch", reason="the extra `train` is not installed")
    pytest.importorskip("onnx", reason="the extra `train` is not installed")
    from pipeline.readers.numerals.train.network import COURSE
    from pipeline.readers.training.network import Plan, export, train

    shards = [
        [strip for n in range(150) for strip in sample_to_strips(draw_sample((5, shard, n), shelf, HEAVY))]
        for shard in range(2)
    ]

    def weights(seed: int) -> bytes:
        return export(COURSE, train(COURSE, shards, Plan(len(shards), seed), lambda _: None))

    assert weights(1) == weights(1)
    assert weights(1) != weights(2)
