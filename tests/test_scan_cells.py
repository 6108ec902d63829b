"""Cells of scans: ``≥`` that an engine of words reads as ``>``, headings that are no numbers, narrow digits."""

from __future__ import annotations

from collections.abc import Sequence

import cv2
import numpy as np
import pytest

from pipeline.audit.readings import verdict
from pipeline.model import Box, Check, Reading
from pipeline.readers.native.words import Word
from pipeline.readers.scan.comparators import settle_comparators
from pipeline.readers.scan.engine import Engine, Grey, Pixels, Recognised, even_symbols
from pipeline.readers.scan.image import Prepared, prepare
from pipeline.readers.scan.numbers import Region, read_cells
from pipeline.readers.scan.rereading import read_twice
from pipeline.readers.scan.text import to_words
from pipeline.readers.scan.weighing import weigh

from .text_page import text_page


@pytest.fixture(scope="module")
def page() -> Prepared:
    return text_page()


def _words(text: str, page: Prepared) -> list[Word]:
    """Set words on one line, a digit's width apart."""
    found, left = [], 200
    for word in text.split():
        box = Pixels(left, 120, left + 15 * len(word), 150)
        found.append(Recognised(word, box, 0.9, even_symbols(word, box, 0.9)))
        left = box.right + 15
    return to_words(found, 72 / page.dpi)[0]


@pytest.mark.parametrize(
    ("printed", "reading", "expected"),
    [
        ("đạt > 95% trẻ", Reading("≥ 95%", "numerals", 0.99), "đạt ≥ 95% trẻ"),
        ("đạt >95% trẻ", Reading("≥95%", "numerals", 0.99), "đạt ≥95% trẻ"),
        ("đạt < 9,5‰; trẻ", Reading("≤ 9,5‰", "numerals", 0.99), "đạt ≤ 9,5‰; trẻ"),
        ("đạt (>95%) trẻ", Reading("(≥95%)", "numerals", 0.99), "đạt (≥95%) trẻ"),
        ("đạt > 95%, trẻ", Reading("≥ 95%", "numerals", 0.4, ("≥ 95%,", "≥ 95%.")), "đạt ≥ 95%, trẻ"),
        ("đạt > 95% trẻ", Reading("≥ 95%", "numerals", 0.6), "đạt > 95% trẻ"),
        ("đạt > 95% trẻ", Reading("≥ 95%", "numerals", 0.9, ("> 95%",)), "đạt > 95% trẻ"),
        ("đạt > 95% trẻ", Reading("≥ 85%", "numerals", 0.99), "đạt > 95% trẻ"),
        ("đạt > 95% trẻ", Reading("≤ 95%", "numerals", 0.99), "đạt > 95% trẻ"),
        ("đạt > 95% trẻ", Reading("> 95%", "numerals", 0.99), "đạt > 95% trẻ"),
        ("đạt > trẻ em", Reading("≥ 95%", "numerals", 0.99), "đạt > trẻ em"),
    ],
)
def test_the_bar_of_a_comparator_is_seen(printed: str, reading: Reading, expected: str, page: Prepared) -> None:
    words = settle_comparators(page, _words(printed, page), lambda crops: [reading] * len(crops))
    assert " ".join(word.text for word in words) == expected


@pytest.mark.parametrize(
    ("together", "expected"),
    [
        (Reading("> 95%", "numerals", 0.99), Check.AGREED),
        (Reading("≥ 95%", "numerals", 0.6), Check.SUSPECT),
        (Reading("", "numerals", 0.99), Check.SUSPECT),
    ],
)
def test_a_numeral_after_an_unclear_comparator_is_doubted(together: Reading, expected: Check, page: Prepared) -> None:
    def numerals(crops: Sequence[Grey]) -> list[Reading]:
        """Read the comparator with its numeral, which is the wider picture, or the numeral alone."""
        return [together if crop.shape[1] > 75 else Reading("95%", "numerals", 0.99) for crop in crops]

    _, [(_, readings)] = read_twice(_words("đạt > 95% trẻ", page), page, 1, ("fake", numerals, lambda _: 0.99))
    assert verdict(readings) is expected


def test_readers_without_the_sign_do_not_outvote_the_one_that_has_it() -> None:
    first, second = Reading("≥95", "numerals", 0.99), Reading(">95", "fake", 0.9)
    assert [one.text for one in weigh([first, second], [Reading(">95", "fake page", 0.9)])] == ["≥95"] * 3
    unsure = Reading("≥95", "numerals", 0.6, (">95",), (0.35,))
    assert weigh([unsure, second], [Reading(">95", "fake page", 0.9)])[0].text == ">95"


def test_a_heading_with_a_year_is_no_number(page: Prepared) -> None:
    engine = Engine("fake", "1", lambda *_: (), lambda crops: (_seen("05"),) * len(crops))
    heading = Region(Box(100, 80, 400, 160), "Năm2028", (("Năm2028", 0.97),))
    refused = [Reading("", "numerals", 0.99, ("2028",))]
    [readings] = read_cells(page, [heading], engine, lambda crops: refused * len(crops))
    assert [one.text for one in readings] == ["Năm2028"]


def _seen(text: str) -> Recognised:
    box = Pixels(0, 0, 20, 20)
    return Recognised(text, box, 0.5, even_symbols(text, box, 0.5))


@pytest.mark.parametrize(("read", "is_believed"), [("1", True), ("11", False)])
def test_a_one_without_serifs_is_narrow(read: str, is_believed: bool) -> None:
    sheet = np.full((1754, 1240), 255, np.uint8)
    cv2.putText(sheet, "ke hoach cua tinh", (120, 600), cv2.FONT_HERSHEY_SIMPLEX, 1, (0,), 2)
    cv2.rectangle(sheet, (140, 110), (144, 130), (0,), -1)
    prepared = prepare(sheet, 150, turn=0)
    engine = Engine("fake", "1", lambda *_: (), lambda crops: (_seen(read),) * len(crops))
    region = Region(Box(200, 200, 360, 280), read, ((read, 0.97),))
    [readings] = read_cells(prepared, [region], engine, lambda crops: [Reading(read, "numerals", 0.99)] * len(crops))
    assert ((readings[0].confidence or 0.0) > 0.9) is is_believed
