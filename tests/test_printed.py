"""The reader of words beside the engine of a scanned page: when it decides, and when others have to look."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import partial

import numpy as np
import pytest

from pipeline.audit.readings import verdict
from pipeline.audit.wording import count_misread
from pipeline.catalog import load_catalog
from pipeline.model import UNREAD, Box, Check, Reading
from pipeline.readers.scan.engine import Engine, Grey, Pixels, Recognised, even_symbols
from pipeline.readers.scan.image import Prepared
from pipeline.readers.scan.likeliest import counted
from pipeline.readers.scan.numbers import Region
from pipeline.readers.scan.poor_cells import reread_poor
from pipeline.readers.scan.poor_lines import reread_lines
from pipeline.readers.scan.readers import Readers, Words
from pipeline.readers.scan.text import to_words
from pipeline.readers.words import PrintedWord

from .text_page import text_page

CELL = Box(100, 100, 700, 200)
BOXES = (Box(200, 120, 260, 144),)
PICTURE = np.full((40, 40), 255, np.uint8)


@pytest.fixture(scope="module")
def page() -> Prepared:
    return text_page()


def words_of(text: str, sure: float = 0.99, **instead: str) -> Words:
    """Read every cell as a text; ``instead`` says what a word may be otherwise."""
    others = {word: ((other, 0.1),) for word, other in instead.items()}
    printed = [PrintedWord(word, sure, others.get(word, ()), PICTURE) for word in text.split()]
    return lambda cells: [printed for _ in cells]


def engine_of(block: str) -> Engine:
    def look(*_: object) -> tuple[Recognised, ...]:
        boxes = [Pixels(200 + 100 * at, 120, 260 + 100 * at, 140) for at, _ in enumerate(block.split())]
        return tuple(
            Recognised(word, box, 0.9, even_symbols(word, box, 0.9))
            for word, box in zip(block.split(), boxes, strict=True)
        )

    return Engine("fake", "1", lambda *_: (), lambda crops: (None,) * len(crops), (), look)


def numerals_of(*texts: str) -> Callable[[Sequence[Grey]], list[Reading]]:
    return lambda crops: [Reading(text, "numerals", 0.99) for text, _ in zip(texts, crops, strict=True)]


def reread(
    page: Prepared, read: tuple[str, float], readers: Readers, others: Sequence[tuple[str, float]] = ()
) -> tuple[Reading, ...]:
    """Let the first of some cells be read again; ``read`` is what the page pass read in it, and how surely."""
    regions = [
        Region(CELL, text, tuple((word, sure) for word in text.split()), boxes=BOXES) for text, sure in (read, *others)
    ]
    found = [
        (Reading(text, "fake page", sure) if text else Reading(UNREAD, "none", 0.0),) for text, sure in (read, *others)
    ]
    return reread_poor(page, regions, found, readers)[0][0]


def test_poor_words_are_those_of_the_reader_of_words(page: Prepared) -> None:
    found = reread(page, ("Tỷ lê hộ nghéo", 0.6), Readers(engine_of("Tỷ lê"), words=words_of("Tỷ lệ hộ nghèo")))
    assert [(reading.text, reading.engine) for reading in found] == [
        ("Tỷ lệ hộ nghèo", "words"),
        ("Tỷ lê hộ nghéo", "fake page"),
    ]


@pytest.mark.parametrize(
    ("page_pass", "printed", "together"),
    [
        ("Mỏ Ø1 lóp, 6© em", "Mở 01 lớp, 60 em", "Mở 01 lớp, 60 em"),
        ("Mỏ 01 lóp, 6© em", "Mở 0i lớp, 60 em", "Mở 01 lớp, 60 em"),
        ("Mỏ 190 lóp", "Mở 100 lớp", "Mở 100 lớp"),
    ],
)
def test_numerals_read_in_two_ways_are_put_together_and_doubted(
    page: Prepared, page_pass: str, printed: str, together: str
) -> None:
    misread = partial(count_misread, catalog=load_catalog())
    readers = Readers(engine_of(""), misread=misread, words=words_of(printed))
    found = reread(page, (page_pass, 0.6), readers)
    assert found[0].text == together
    assert page_pass in {reading.text for reading in found}
    assert verdict(found) is Check.SUSPECT


def test_a_sign_that_it_does_not_see_is_not_lost(page: Prepared) -> None:
    readers = Readers(engine_of("Tỷ lệ (%)"), words=words_of("Tỷ lệ (-)", 0.3))
    assert "%" in reread(page, ("Tỷ lệ (%)", 0.5), readers)[0].text


def test_a_guess_does_not_stand_before_what_another_read_well(page: Prepared) -> None:
    readers = Readers(engine_of("Tổng số"), words=words_of("Tổng sô cháu", 0.2))
    found = reread(page, ("T0n95é", 0.4), readers)
    assert [reading.text for reading in found] == ["Tổng số", "T0n95é", "Tổng sô cháu"]


def test_a_mark_that_only_the_reader_of_words_takes_for_a_number_is_none(page: Prepared) -> None:
    found = reread(page, ("", 0.0), Readers(engine_of("«<<"), words=words_of("6", 0.6)))
    assert found[0].text == "«<<"
    assert "6" in {reading.text for reading in found}


def test_the_rest_of_a_ruling_is_no_sign_before_a_word(page: Prepared) -> None:
    readers = Readers(engine_of("x"), words=words_of("- Tổng số |"))
    assert reread(page, ("Tông số", 0.6), readers)[0].text == "Tổng số"


def test_it_is_as_sure_of_a_cell_as_of_its_worst_word(page: Prepared) -> None:
    printed = [PrintedWord("Tổ", 0.99), PrintedWord("chức", 0.7), PrintedWord("10", 0.99), PrintedWord("lớp", 0.99)]
    found = reread(page, ("Tổ chúc 10 lớp", 0.8), Readers(engine_of("x"), words=lambda cells: [printed for _ in cells]))
    assert found[0].confidence == 0.7
    assert verdict(found) is Check.SUSPECT


def test_a_misread_word_is_what_it_may_be_instead(page: Prepared) -> None:
    readers = Readers(engine_of("x"), misread=lambda text: text.count("nám"), words=words_of("Đến nám", 0.9, nám="năm"))
    assert reread(page, ("Dến nàm", 0.5), readers)[0].text == "Đến năm"


def test_a_number_beside_a_word_chosen_by_usage_is_doubted(page: Prepared) -> None:
    """The reader of numerals sees nothing but the numeral, so that it is no second reader of the word."""
    numerals = lambda crops: [Reading("12", "numerals", 0.99) for _ in crops]  # noqa: E731
    for liking, chosen, check in ((9.0, "nam", Check.SUSPECT), (0.0, "năm", Check.AGREED)):
        usual = partial(lambda likes, _, word, __: likes * (word == "nam"), liking)
        readers = Readers(engine_of("x"), numerals, words=words_of("số năm 12 tuổi", 0.97, năm="nam"), usual=usual)
        found = reread(page, ("số năm 12 tuôi", 0.6), readers)
        assert found[0].text == f"số {chosen} 12 tuổi"
        assert "số năm 12 tuổi" in {reading.text for reading in found}
        assert verdict(found) is check


def test_a_line_that_only_the_reader_of_words_saw_is_kept(page: Prepared) -> None:
    """It is no guess there, however little it is sure of one word."""
    text = "Theo khả năng hằng năm (đến năm 2025) đạt 50% số xã"
    readers = Readers(engine_of("x"), words=words_of(text, 0.45))
    seen = "Theo khả năng hằng đạt 50% số xã"
    region = Region(CELL, seen, tuple((word, 0.9) for word in seen.split()), boxes=BOXES, is_partly_read=True)
    for partly, chosen in ((True, text), (False, seen)):
        own = replace(region, is_partly_read=partly)
        assert reread_poor(page, [own], [(Reading(seen, "fake page", 0.9),)], readers)[0][0][0].text == chosen


@pytest.mark.parametrize(("third", "taken"), [("10", "Mở 10 lớp"), ("70", "Mở 70 lớp")])
def test_of_numerals_read_otherwise_the_likelier_is_taken_and_doubted(page: Prepared, third: str, taken: str) -> None:
    """The engine looks a second time, which makes it surer and no second reader."""
    readers = Readers(engine_of("Mở 10 lớp"), numerals_of(third), words=words_of("Mở 70 lớp", 0.9))
    found = reread(page, ("Mỏ 10 lóp", 0.6), readers)
    assert found[0].text == taken
    assert {number for reading in found for number in counted(reading.text)} == {"10", "70"}
    assert verdict(found) is Check.SUSPECT


def test_a_numeral_that_both_our_readers_read_alike_is_taken_and_doubted(page: Prepared) -> None:
    readers = Readers(engine_of("x"), numerals_of("38"), words=words_of("Mở 38 lớp"))
    found = reread(page, ("Mở 3§ lớp", 0.6), readers)
    assert [reading.engine for reading in found] == ["words", "numerals", "fake page"]
    assert found[0].text == "Mở 38 lớp"
    assert verdict(found) is Check.SUSPECT


def test_what_usage_knows_better_of_the_page_stays(page: Prepared) -> None:
    readers = Readers(engine_of("Tổng số"), misread=lambda text: text.count("Tống"), words=words_of("Tống số"))
    assert reread(page, ("Tổng số", 0.8), readers)[0].text == "Tổng số"


def test_a_cell_that_nobody_else_could_read_takes_a_reading_that_is_sure(page: Prepared) -> None:
    sure, unsure = (Readers(engine_of(""), words=words_of("Ghi chú", confidence)) for confidence in (0.9, 0.2))
    assert [reading.text for reading in reread(page, ("", 0.0), sure)] == ["Ghi chú"]
    assert [reading.text for reading in reread(page, ("", 0.0), unsure)] == [UNREAD]


def test_sure_cells_are_read_again_in_a_worn_table_alone(page: Prepared) -> None:
    readers = Readers(engine_of("x"), words=words_of("Quận huyện"))
    sure, poor = ("Quan huyện", 0.99), ("Quân huyên", 0.5)
    assert reread(page, sure, readers, [sure, sure])[0].text == "Quan huyện"
    assert reread(page, sure, readers, [poor, poor])[0].text == "Quận huyện"


def _line(text: str, sure: float) -> tuple[Recognised, ...]:
    found = []
    for at, word in enumerate(text.split()):
        box = Pixels(200 + 100 * at, 120, 260 + 100 * at, 144)
        found.append(Recognised(word, box, sure, even_symbols(word, box, sure)))
    return tuple(found)


@pytest.mark.parametrize(
    ("sure", "printed", "expected"),
    [
        (0.6, "Phấn đấu đạt 96% hộ", "Phấn đấu đạt 95% hộ"),  # numerals are left to the reader of numerals
        (0.6, "Phấn đấu 95% hộ", "Phần đâu đạt 95% hộ"),  # not as many words
        (0.99, "Phấn đấu đạt 95% hộ", "Phần đâu đạt 95% hộ"),  # not poor
    ],
)
def test_words_of_poor_lines_of_prose_are_read_again(page: Prepared, sure: float, printed: str, expected: str) -> None:
    words, how_sure = to_words(_line("Phần đâu đạt 95% hộ", sure), 72 / page.dpi)
    found = reread_lines(words, page, Readers(engine_of("x"), words=words_of(printed)), how_sure)
    assert " ".join(word.text for word in found) == expected


@pytest.mark.parametrize(("text", "chosen"), [("số năm 12 tuôi", "năm"), ("số năm của hô", "nam")])
def test_beside_a_numeral_of_prose_usage_chooses_no_word(page: Prepared, text: str, chosen: str) -> None:
    """Nobody would doubt the value: a text of prose has no second reading of its words."""

    def usual(_: str, word: str, __: str) -> float:
        return 9.0 * (word == "nam")

    words, how_sure = to_words(_line(text, 0.6), 72 / page.dpi)
    readers = Readers(engine_of("x"), words=words_of(text, 0.9, năm="nam"), usual=usual)
    assert reread_lines(words, page, readers, how_sure)[1].text == chosen
