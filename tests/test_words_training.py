"""How the reader of words is trained: what is drawn can be read, and the same number gives the same line."""

from __future__ import annotations

import numpy as np
import pytest
import regex
from numpy.random import PCG64DXSM, Generator
from rapidfuzz.distance import Levenshtein

from pipeline.readers.training.shelf import Shelf
from pipeline.readers.training.wear import HEAVY, ORDINARY
from pipeline.readers.words.alphabet import LETTERS, SYMBOLS
from pipeline.readers.words.lines import HEIGHT
from pipeline.readers.words.reader import PrintedWord, read_strips
from pipeline.readers.words.train.measure import figures, judge_words
from pipeline.readers.words.train.samples import Sample, draw_from_sheets, draw_sample
from pipeline.readers.words.train.texts import draw_text
from pipeline.readers.words.weights import load_model

from .typeface import faces, needs_typeface


@pytest.fixture
def shelf() -> Shelf:
    return Shelf((faces(),), (1.0,))


def test_every_text_can_be_spelled_and_every_letter_is_drawn() -> None:
    rng = Generator(PCG64DXSM(1))
    texts = [draw_text(rng, 36) for _ in range(12_000)]
    assert set("".join(texts)) <= set(SYMBOLS)
    assert set(LETTERS) <= set("".join(texts).lower())
    assert max(map(len, texts)) <= 36
    assert 0.05 < sum(text.isupper() for text in texts) / len(texts) < 0.3


@needs_typeface
def test_the_same_number_gives_the_same_line(shelf: Shelf) -> None:
    one, same, other = (draw_sample((3, number), shelf, HEAVY) for number in (1, 1, 2))
    assert one.read == same.read
    assert np.array_equal(one.strip, same.strip)
    assert one.strip.shape != other.strip.shape
    assert one.strip.shape[0] == HEIGHT


@needs_typeface
def test_lines_are_wide_enough_for_what_they_say(shelf: Shelf) -> None:
    samples = [draw_sample((4, number), shelf, ORDINARY) for number in range(200)]
    fit = [sample.strip.shape[1] // 4 >= len(sample.read) for sample in samples]
    assert sum(fit) >= 0.98 * len(fit)


@needs_typeface
def test_lines_of_worn_sheets_say_what_was_printed(shelf: Shelf) -> None:
    samples = draw_from_sheets((6,), 60, shelf, ORDINARY)
    read = read_strips(load_model(), [sample.strip for sample in samples])
    akin = [
        Levenshtein.normalized_similarity(sample.read, " ".join(word.text for word in words))
        for sample, words in zip(samples, read, strict=True)
    ]
    assert len(samples) == 60
    assert sum(likeness > 0.6 for likeness in akin) >= 57
    same = draw_from_sheets((6,), 60, shelf, ORDINARY)
    assert all(np.array_equal(one.strip, other.strip) for one, other in zip(samples, same, strict=True))


def test_rates_are_drawn() -> None:
    rng = Generator(PCG64DXSM(3))
    texts = [draw_text(rng, 36) for _ in range(6000)]
    assert sum(regex.search(r"\d ?đ(ồng)?/\p{L}", text) is not None for text in texts) > 2
    assert sum(regex.search(r"/10+ ?\p{L}", text) is not None for text in texts) > 2


def test_words_are_judged_one_by_one() -> None:
    strip = np.zeros((HEIGHT, 40), np.uint8)
    read = (PrintedWord("hộ", 0.9), PrintedWord("ngheo", 0.4), PrintedWord("mới", 0.8))
    judged = [(Sample(strip, "số hộ nghèo mới", "Termes"), read)]
    assert judge_words(judged) == [(0.9, True), (0.4, False), (0.8, True)]
    assert figures(judged)["lines_exact"] == 0
    assert figures(judged)["words_right"] == round(2 / 3, 5)
    assert figures(judged)["letters_wrong"] == round(3 / 12, 5)


@needs_typeface
@pytest.mark.slow
@pytest.mark.filterwarnings("ignore::DeprecationWarning")
def test_weights_can_be_trained_and_read_with(shelf: Shelf) -> None:
    pytest.importorskip("torch", reason="the extra `train` is not installed")
    pytest.importorskip("onnx", reason="the extra `train` is not installed")
    from pipeline.readers.networks import build_model
    from pipeline.readers.training.calibration import AS_IT_IS
    from pipeline.readers.training.network import Plan, export, train
    from pipeline.readers.words.train.network import COURSE

    drawn = [draw_sample((5, number), shelf, ORDINARY) for number in range(96)]
    shard = [(sample.strip, sample.read) for sample in drawn]
    weights = export(COURSE, train(COURSE, [shard], Plan(1, 1), lambda _: None))
    assert len(weights) < 4_000_000
    assert len(read_strips(build_model(weights, AS_IT_IS), [strip for strip, _ in shard])) == len(shard)
