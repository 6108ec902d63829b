"""Second looks at scanned pages: cells of words, signs, numerals among words, and Roman ordinals."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import cv2
import numpy as np
import pytest

from pipeline.audit.readings import verdict
from pipeline.model import UNREAD, Box, Check, Reading
from pipeline.readers.native.words import Word
from pipeline.readers.scan.crops import has_ink_beside, is_inked
from pipeline.readers.scan.engine import Engine, Grey, Pixels, Recognised, Symbol, even_symbols
from pipeline.readers.scan.image import Prepared, prepare
from pipeline.readers.scan.numbers import Region
from pipeline.readers.scan.ordinals import SEQUENCE, STROKES, count_strokes, is_words, settle_ordinals
from pipeline.readers.scan.poor_cells import reread_poor
from pipeline.readers.scan.readers import Readers
from pipeline.readers.scan.rereading import read_twice, reread_numerals
from pipeline.readers.scan.signs import between_brackets, settle_signs
from pipeline.readers.scan.stops import settle_stops
from pipeline.readers.scan.text import to_words

from .text_page import text_page

CELL = Box(100, 100, 700, 200)


@pytest.fixture(scope="module")
def page() -> Prepared:
    return text_page()


def _seen(text: str, confidence: float = 0.9) -> tuple[Recognised, ...]:
    """Put words on the print of the page, once they are moved to the cell that they were cut out of."""
    found = []
    for at, word in enumerate(text.split()):
        box = Pixels(200 + 100 * at, 120, 200 + 100 * at + 12 * len(word), 140)
        found.append(Recognised(word, box, confidence, even_symbols(word, box, confidence)))
    return tuple(found)


def _engine(block: str, confidence: float) -> Engine:
    return Engine(
        "fake", "1", lambda *_: (), lambda crops: (None,) * len(crops), (), lambda *_: _seen(block, confidence)
    )


def _reread(words: Sequence[tuple[str, float]], block: str, sure: float, page: Prepared) -> tuple[Reading, ...]:
    text = " ".join(word for word, _ in words)
    region = Region(CELL, text, tuple(words))
    first = (Reading(text, "fake page", region.confidence),) if text else (Reading(UNREAD, "none", 0.0),)
    return reread_poor(page, [region], [first], Readers(_engine(block, sure)))[0][0]


def test_of_two_readings_the_surer_words_are_taken(page: Prepared) -> None:
    found = _reread([("Mở", 0.4), ("lóp", 0.6), ("mới", 0.95)], "Mo lớp mơi", 0.8, page)
    assert [reading.text for reading in found] == ["Mo lớp mới", "Mo lớp mơi", "Mở lóp mới"]
    assert found[0].engine == "fake page and cell"


def test_a_surer_reading_with_other_words_is_taken_whole(page: Prepared) -> None:
    assert _reread([("Tổng", 0.5), ("2", 0.3), ("số", 0.9)], "Tổng số", 0.8, page)[0].text == "Tổng số"
    assert _reread([("Tổng", 0.9), ("số", 0.9)], "Tổng 2 số", 0.5, page)[0].text == "Tổng số"


def test_what_the_page_pass_is_sure_of_is_left(page: Prepared) -> None:
    assert _reread([("Hoạt", 0.97), ("động", 0.98)], "khác hẳn", 1.0, page) == (
        Reading("Hoạt động", "fake page", 0.975),
    )


def test_a_short_word_that_the_page_pass_lost_is_found(page: Prepared) -> None:
    assert [reading.text for reading in _reread([], "TT", 0.9, page)] == ["TT"]


def _word(text: str) -> Word:
    words, _ = to_words(_seen(text), 1.0)
    assert [word.text for word in words] == [text]
    return words[0]


@pytest.mark.parametrize(
    ("printed", "reading", "expected"),
    [
        ("(%c)", Reading("", "numerals", 0.9, ("%)", ")")), "(%)"),
        ("(%o)", Reading("", "numerals", 0.9, ("‰)", "%)")), "(‰)"),
        ("(%)", Reading("", "numerals", 0.99, ("‰)",)), "(%)"),
        ("(%)", Reading("‰", "numerals", 0.6), "(%)"),
        ("(%)", Reading("‰", "numerals", 0.99), "(‰)"),
        ("()", Reading("", "numerals", 0.9, ("‰)",)), "(‰)"),
        ("(®)", Reading("%", "numerals", 0.9), "(%)"),
        ("(o)", Reading("", "numerals", 0.9), "(o)"),
        ("người/I", Reading("1", "numerals", 0.9), "người/1"),
        ("người/I", Reading("", "numerals", 0.9, ("7",)), "người/I"),
        ("người/li", Reading("1", "numerals", 0.9), "người/1"),
        ("người/Ị", Reading("1", "numerals", 0.9), "người/1"),
        ("mg/L", Reading("", "numerals", 0.99), "mg/L"),
        ("(%c)", None, "(%c)"),
        ("(%0)", Reading("‰", "numerals", 0.9), "(‰)"),
    ],
)
def test_signs_are_read_by_themselves(printed: str, reading: Reading | None, expected: str, page: Prepared) -> None:
    assert settle_signs(page, [_word(printed)], lambda crops: [reading] * len(crops))[0].text == expected


def _in_brackets(*bars: int) -> Grey:
    """Draw brackets with so many bars between them, as broad as high."""
    picture = np.full((60, 120 + 40 * len(bars)), 255, np.uint8)
    for at, wide in zip(range(30, 1000, 40), bars, strict=False):
        cv2.rectangle(picture, (at, 15), (at + wide, 45), (0,), -1)
    for left in (10, 40 + 40 * len(bars)):
        cv2.rectangle(picture, (left, 10), (left + 6, 50), (0,), -1)
    return picture


def test_what_stands_between_brackets_is_cut_by_their_ink() -> None:
    found = between_brackets(_in_brackets(28, 28))
    assert found is not None
    columns = np.flatnonzero((found < 128).any(axis=0))
    assert columns[-1] - columns[0] == 68
    assert found[:, 0].min() == found[:, -1].min() == 255


def test_without_two_slender_signs_there_are_no_brackets() -> None:
    assert between_brackets(_in_brackets()) is None
    assert between_brackets(_in_brackets(28)[:, 20:]) is None
    assert between_brackets(np.full((40, 60), 255, np.uint8)) is None


def test_words_without_such_signs_are_left(page: Prepared) -> None:
    words = [_word(text) for text in ("Phụ", "I", "95%", "và/hoặc")]
    assert settle_signs(page, words, lambda crops: [Reading("1", "numerals")] * len(crops)) == words


@pytest.mark.parametrize(
    ("reading", "expected"),
    [
        (Reading("60", "numerals", 0.99), Check.AGREED),
        (Reading("80", "numerals", 0.99), Check.SUSPECT),
        (Reading("", "numerals", 0.99), Check.SINGLE),
    ],
)
def test_numerals_among_words_are_read_twice(reading: Reading, expected: Check, page: Prepared) -> None:
    words = to_words(_seen("mỗi lớp 60 em"), 1.0)[0]
    found = [(Reading("mỗi lớp 60 em", "fake page", 0.97),)]
    readings = reread_numerals(page, [words], found, lambda crops: [reading] * len(crops))[0]
    assert verdict(readings) is expected


@pytest.mark.parametrize(
    ("texts", "expected"),
    [
        (["60 lớp", "60 lóp"], Check.SINGLE),
        (["60 lớp", "6ó lớp"], Check.SUSPECT),
        (["mỗi lớp 6ó0học viên", "mỗi lớp 60 học viên"], Check.SUSPECT),
        (["100 người/1 cuộc", "100 người/I cuộc"], Check.SUSPECT),
    ],
)
def test_two_looks_of_one_engine_are_one_reader(texts: list[str], expected: Check) -> None:
    assert verdict([Reading(text, f"fake {at}", 0.95) for at, text in enumerate(texts)]) is expected


def _strokes(widths: Sequence[int], gap: int = 14) -> Grey:
    picture = np.full((60, 120), 255, np.uint8)
    left = 20
    for width in widths:
        cv2.rectangle(picture, (left, 10), (left + width, 50), (0,), -1)
        for foot in (10, 48):  # serifs, which touch their neighbours'
            cv2.rectangle(picture, (left - 4, foot), (left + width + 4, foot + 2), (0,), -1)
        left += gap
    return picture


def test_strokes_are_counted() -> None:
    assert [count_strokes(_strokes([5] * count)) for count in (1, 2, 3, 4)] == [1, 2, 3, 0]
    letters = np.full((60, 120), 255, np.uint8)
    cv2.putText(letters, "TT", (10, 50), cv2.FONT_HERSHEY_SIMPLEX, 1.5, (0,), 3)
    assert count_strokes(letters) == 0
    assert count_strokes(np.full((20, 20), 255, np.uint8)) == 0


@pytest.mark.parametrize("rows", [(29,), (10, 29, 47)])
def test_strokes_that_a_bar_joins_are_a_letter(rows: Sequence[int]) -> None:
    picture = _strokes([6, 6])
    for top in rows:
        cv2.rectangle(picture, (20, top), (38, top + 3), (0,), -1)
    assert count_strokes(picture) == 0


def _column(texts: Sequence[str], strokes: Sequence[int], label: str = "Mục tiêu") -> list[str]:
    return [one.text for one in _settled_column(texts, strokes, label)]


def _settled_column(texts: Sequence[str], strokes: Sequence[int], label: str = "Mục tiêu") -> list[Reading]:
    """Put ordinals of so many strokes into the first column of a table beside labels; return what they are read as."""
    sheet = np.full((1754, 1240), 255, np.uint8)
    regions, found = [], []
    for row, (text, count) in enumerate(zip(texts, strokes, strict=True)):
        top = 100 + 80 * row
        sheet[top : top + 60, 100:220] = _strokes([5] * count)
        regions += [Region(Box(100, top, 220, top + 60), text), Region(Box(220, top, 600, top + 60), label)]
        found += [(Reading(text, "fake page", 0.9),), (Reading(label, "fake page", 0.9),)]
    cv2.putText(sheet, "ke hoach cua tinh", (300, 1600), cv2.FONT_HERSHEY_SIMPLEX, 1, (0,), 2)
    prepared = prepare(sheet, 150, turn=0)
    scale = prepared.dpi / 150
    scaled = [
        Region(Box(*(scale * edge for edge in (one.box.left, one.box.top, one.box.right, one.box.bottom))), one.text)
        for one in regions
    ]
    return [readings[0] for readings in settle_ordinals(prepared, scaled, [0, 1] * len(texts), found)[::2]]


def test_roman_ordinals_between_items() -> None:
    read = ["1", "1", "2", "Hị", "3", "4", "1H", "5"]
    assert _column(read, [1, 1, 1, 2, 1, 1, 3, 1]) == ["I", "1", "2", "II", "3", "4", "III", "5"]


def test_the_row_of_column_numbers_is_no_section() -> None:
    assert _column(["1", "1", "2"], [1, 1, 1], label="2")[0] == "1"


@pytest.mark.parametrize(
    "printed",
    [
        "I 1 - - 2 - 3",
        "I 1 a b 2",
        "I 1 1.1 1.2 2",
        "I 1 2 2a 3",
        "A I 1 2 B I 1 2",
        "I 1 2 IV 1 2",
        "I 1 2 3 TT 1 2",
        "I 1 2 Tổng",
        "I 1 2 * 3",
        "I 1 3 7 12",
        "2020 � 2022",
        "1 * 3",
        "12 - 14",
        "12 1 2 3",
    ],
)
def test_what_is_no_section_is_left(printed: str) -> None:
    """Bullets, letters, outline numbers, other figures, headings said again, gaps: none has strokes that count."""
    read = printed.split()
    assert _column(read, [1 if text == "I" else 0 for text in read]) == read


def test_the_section_that_is_to_come_may_be_the_last_of_its_page() -> None:
    assert _column(["1", "1", "2", "11"], [1, 1, 1, 2]) == ["I", "1", "2", "II"]
    assert _column(["1", "1", "2", "11"], [1, 1, 1, 1]) == ["I", "1", "2", "11"]


def test_sections_that_begin_anew_are_as_printed() -> None:
    for again in "I1":
        assert _column(["1", "1", "2", again, "1", "2"], [1, 1, 1, 1, 1, 1]) == ["I", "1", "2", "I", "1", "2"]


def test_the_number_of_an_item_that_nobody_could_read_is_the_one_that_is_missing() -> None:
    settled = _settled_column(["1", "2", "3", "<", "5", "u1"], [1, 2, 1, 1, 1, 2])
    assert [one.text for one in settled] == ["1", "2", "3", "4", "5", "II"]
    assert (settled[3].engine, settled[3].confidence) == (SEQUENCE, 0.0)


def test_a_sure_number_is_no_section_though_a_misread_one_stands_before_it() -> None:
    assert _column(["3", "7", "5", "H", "1"], [1, 1, 1, 2, 1])[2] == "5"


def test_eleven_in_its_turn_stays_a_number() -> None:
    assert _column(["10", "11", "12"], [1, 2, 1]) == ["10", "11", "12"]


def test_eleven_above_one_is_the_next_section() -> None:
    items = [str(number) for number in range(1, 11)]
    assert _column(["I", *items, "11", "1", "2"], [1] * 11 + [2, 1, 1])[-3] == "II"
    assert _column(["I", *items, "11", "1", "2"], [1] * 11 + [3, 1, 1])[-3] == "11", "no two strokes"
    assert _column(["I", *items, "11", "12"], [1] * 11 + [2, 2])[-2] == "11"
    assert _column(["I", *items, "11", "", "1"], [1] * 11 + [2, 0, 1])[-3] == "11", "a section without a number follows"
    assert _column(["I", "1", "2", "II", *items, "11", "1"], [1, 1, 1, 2] + [1] * 10 + [2, 1])[-2] == "11", (
        "II was before"
    )


def test_of_two_readings_the_one_with_fewer_misread_words_is_taken(page: Prepared) -> None:
    region = Region(CELL, "Tố chức lóp", (("Tố", 0.9), ("chức", 0.9), ("lóp", 0.9)))
    readers = Readers(_engine("Tổ chức lớp", 0.6), misread=lambda text: sum(word in text for word in ("Tố", "lóp")))
    found = reread_poor(page, [region], [(Reading(region.text, "fake page", 0.9),)], readers)[0][0]
    assert [reading.text for reading in found] == ["Tổ chức lớp", "Tố chức lóp"]


def test_words_that_lie_over_each_other_give_way_to_those_of_the_cell(page: Prepared) -> None:
    boxes = (Box(110, 100, 300, 150), Box(150, 110, 320, 160))
    region = Region(CELL, "số Tổng", (("số", 0.97), ("Tổng", 0.97)), boxes=boxes)
    first = (Reading(region.text, "fake page", 0.97),)
    assert reread_poor(page, [region], [first], Readers(_engine("Tổng số", 0.8)))[0][0][0].text == "Tổng số"


def test_a_reading_of_all_of_a_cell_is_better_than_one_of_a_part(page: Prepared) -> None:
    region = Region(CELL, "Hoạt động", (("Hoạt", 0.97), ("động", 0.97)), is_partly_read=True)
    first = (Reading(region.text, "fake page", 0.97),)
    found = reread_poor(page, [region], [first], Readers(_engine("Hoạt động tại xã", 0.8)))[0][0]
    assert found[0].text == "Hoạt động tại xã"


def test_a_cell_keeps_the_sign_that_another_look_lost(page: Prepared) -> None:
    found = _reread([("Tỷ", 0.8), ("suất", 0.8), ("(‰)", 0.8)], "Tỷ suất", 0.99, page)
    assert found[0].text == "Tỷ suất (‰)"


def test_print_beside_words_is_seen(page: Prepared) -> None:
    line = Box(230, 190, 1200, 250)
    first = Box(240, 200, 330, 240)
    assert has_ink_beside(page, line, [first])
    assert not has_ink_beside(page, line, [line])
    assert not has_ink_beside(page, Box(1400, 190, 1800, 250), [Box(1400, 200, 1500, 240)])


def test_letters_as_high_as_their_word_do_not_make_it_large() -> None:
    first = _line_of("Dân số", Pixels(0, 0, 100, 30), Pixels(0, 8, 14, 28), 0)
    second = _line_of("trung", Pixels(0, 40, 80, 70), Pixels(0, 40, 14, 70), 1)
    words, _ = to_words([*first, *second], 1.0)
    assert max(word.size for word in words) < 1.3 * min(word.size for word in words)


def _line_of(text: str, box: Pixels, letter: Pixels, line: int) -> list[Recognised]:
    """Give all letters of some words the same box."""
    return [
        Recognised(word, box, 0.9, tuple(Symbol(char, letter, 0.9) for char in word), line) for word in text.split()
    ]


def test_print_of_the_next_line_is_no_part_of_a_word(page: Prepared) -> None:
    word = Box(240, 200, 330, 240)
    assert has_ink_beside(page, Box(230, 190, 335, 400), [Box(240, 200, 330, 400), word, word])
    assert not has_ink_beside(page, Box(230, 190, 335, 250), [Box(240, 200, 330, 250), word, word])


def test_words_without_ink_are_specks(page: Prepared) -> None:
    assert is_inked(page, Box(240, 200, 330, 240))
    assert not is_inked(page, Box(1400, 200, 1500, 240))


def _sentence(mark: str) -> tuple[Prepared, list[Word]]:
    """Print ``vu`` with a mark at its foot and ``hai`` behind it; the words are read with a full stop."""
    sheet = np.full((1754, 1240), 255, np.uint8)
    for row in range(400, 1600, 40):
        cv2.putText(sheet, "ke hoach 120 cua tinh", (120, row), cv2.FONT_HERSHEY_SIMPLEX, 1, (0,), 2)
    cv2.putText(sheet, "vu", (120, 200), cv2.FONT_HERSHEY_SIMPLEX, 1, (0,), 2)
    cv2.rectangle(sheet, (162, 195), (166, 199 if mark == "." else 207), (0,), -1)
    cv2.putText(sheet, "hai", (190, 200), cv2.FONT_HERSHEY_SIMPLEX, 1, (0,), 2)
    prepared = prepare(sheet, 150, turn=0)
    scale = prepared.dpi / 150
    found = []
    for text, left, right in (("vu.", 120, 168), ("hai", 190, 240)):
        box = Pixels(*(round(edge * scale) for edge in (left, 182, right, 200)))
        found.append(Recognised(text, box, 0.9, even_symbols(text, box, 0.9)))
    return prepared, to_words(found, 72 / prepared.dpi)[0]


@pytest.mark.parametrize(("mark", "expected"), [(".", "vu."), (",", "vu,")])
def test_a_comma_taken_for_a_full_stop_shows_by_its_tail(mark: str, expected: str) -> None:
    prepared, words = _sentence(mark)
    assert [word.text for word in settle_stops(prepared, words)] == [expected, "hai"]


def test_words_behind_a_gap_have_a_baseline_of_their_own() -> None:
    found = []
    for text, left, top in (("Tổng", 0, 10), ("số", 100, 10), ("Nữ", 400, 30)):
        box = Pixels(left, top, left + 60, top + 30)
        found.append(Recognised(text, box, 0.9, even_symbols(text, box, 0.9)))
    assert [word.baseline for word in to_words(found, 1.0)[0]] == [40, 40, 60]


def test_digits_for_the_letters_of_a_numeral_come_first(page: Prepared) -> None:
    words = to_words(_seen("tổ chức I5 lớp"), 1.0)[0]
    found = [(Reading("tổ chức I5 lớp", "fake page", 0.97),)]
    readings = reread_numerals(page, [words], found, lambda crops: [Reading("15", "numerals", 0.99)] * len(crops))[0]
    assert readings[0].text == "tổ chức 15 lớp"
    assert verdict(readings) is Check.SUSPECT


def test_marks_right_above_a_line_and_specks_before_words_are_no_letters() -> None:
    found = []
    for text, left, top, right, bottom in (
        ("~1", 314, 54, 383, 66),
        ("cấp", 291, 67, 343, 93),
        ("dịch", 354, 59, 416, 93),
        ("'Thành", 430, 60, 500, 93),
        ("l'eau", 520, 60, 600, 93),
    ):
        box = Pixels(left, top, right, bottom)
        confidence = 0.4 if text == "~1" else 0.9
        found.append(Recognised(text, box, confidence, even_symbols(text, box, confidence)))
    assert [word.text for word in to_words(found, 0.24)[0]] == ["cấp", "dịch", "Thành", "l'eau"]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("đạt 50% số xã", Check.AGREED),
        ("đạt §0% số xã", Check.SUSPECT),
        ("mở ¡ 10 lớp", Check.SUSPECT),
        ("mức I ¡1/100 trong", Check.SUSPECT),
        ("trong Quý I 50% số xã", Check.AGREED),
    ],
)
def test_nobody_is_sure_of_a_numeral_with_an_odd_sign(text: str, expected: Check, page: Prepared) -> None:
    words = to_words(_seen(text, 0.99), 72 / page.dpi)[0]

    def numerals(crops: Sequence[Grey]) -> list[Reading]:
        return [Reading("50%", "numerals", 0.99)] * len(crops)

    _, [(_, readings)] = read_twice(words, page, 1, ("fake", numerals, lambda _: 0.99))
    assert verdict(readings) is expected


@pytest.mark.parametrize("digit", ["I", "11"])
@pytest.mark.parametrize(("before", "behind", "expected"), [(0.3, 0.3, Check.AGREED), (0.5, 0.3, Check.SUSPECT)])
def test_nobody_is_sure_of_a_numeral_with_what_may_be_a_digit_close_before_it(
    before: float, behind: float, expected: Check, digit: str, page: Prepared
) -> None:
    """Blanks before and behind it are in parts of the font size."""
    word, figure, numeral = to_words(_seen(f"mức {digit} 50%", 0.99), 72 / page.dpi)[0]
    figure = replace(figure, start=word.end + before * word.size, end=word.end + (before + 0.2) * word.size)
    numeral = replace(numeral, start=figure.end + behind * word.size)

    def numerals(crops: Sequence[Grey]) -> list[Reading]:
        return [Reading("50%", "numerals", 0.99)] * len(crops)

    _, twice = read_twice([word, figure, numeral], page, 1, ("fake", numerals, lambda _: 0.99))
    assert verdict(twice[-1][1]) is expected
    if digit == "11" and expected is Check.SUSPECT:
        assert [verdict(readings) for _, readings in twice] == [Check.SUSPECT, Check.SUSPECT], "both parts"


@pytest.mark.parametrize(("confidence", "expected"), [(0.99, "84%."), (0.6, "849%.")])
def test_a_sure_reading_of_a_numeral_in_prose_takes_its_place(confidence: float, expected: str, page: Prepared) -> None:
    words = to_words(_seen("đạt 849%."), 72 / page.dpi)[0]

    def numerals(crops: Sequence[Grey]) -> list[Reading]:
        return [Reading("84%", "numerals", confidence)] * len(crops)

    read, [(_, readings)] = read_twice(words, page, 1, ("fake", numerals, lambda _: 0.99))
    assert read[1].text == expected
    assert verdict(readings) is Check.SUSPECT


@pytest.mark.parametrize(
    ("printed", "other", "confidence", "expected"),
    [
        ("43ó,75", "436,75", 0.99, "436,75"),
        ("43ó,75", "436,75", 0.6, "436,75"),
        ("1.284,ó", "1.284,6", 0.6, "1.284,6"),
        ("202ó.", "2026", 0.6, "2026."),
        ("ó37", "637", 0.6, "637"),
        ("óó", "66", 0.99, "66"),
        ("óó", "66", 0.6, "óó"),
        ("ó", "", 0.99, "ó"),
        ("28ó", "28 6", 0.99, "28ó"),
        ("ổ", "6", 0.99, "ổ"),
    ],
)
def test_a_digit_read_as_a_round_letter_is_a_digit(
    printed: str, other: str, confidence: float, expected: str, page: Prepared
) -> None:
    words = to_words(_seen(f"mở {printed} lớp"), 72 / page.dpi)[0]

    def numerals(crops: Sequence[Grey]) -> list[Reading]:
        return [Reading(other, "numerals", confidence)] * len(crops)

    read, twice = read_twice(words, page, 1, ("fake", numerals, lambda _: 0.99))
    assert read[1].text == expected
    assert all(verdict(readings) is Check.SUSPECT for _, readings in twice)


@pytest.mark.parametrize(("printed", "other"), [("5O", "5"), ("2030", "20 30"), ("12", "-"), ("12", "(-)")])
def test_no_second_reading_makes_a_doubtful_numeral_sure(printed: str, other: str, page: Prepared) -> None:
    words = to_words(_seen(f"mở {printed} lớp"), 72 / page.dpi)[0]

    def numerals(crops: Sequence[Grey]) -> list[Reading]:
        return [Reading(other, "numerals", 0.97)] * len(crops)

    read, [(_, readings)] = read_twice(words, page, 1, ("fake", numerals, lambda _: 0.99))
    assert read[1].text in {printed, "5"}
    assert " " in other or verdict(readings) is Check.SUSPECT


def test_a_stroke_before_a_number_is_no_stain() -> None:
    found = []
    for text, left, top, right, bottom, confidence in (
        ("¡", 90, 60, 96, 90, 0.5),
        ("10", 104, 60, 140, 90, 0.97),
        ("|", 400, 60, 404, 90, 0.5),
    ):
        box = Pixels(left, top, right, bottom)
        found.append(Recognised(text, box, confidence, even_symbols(text, box, confidence)))
    assert [word.text for word in to_words(found, 0.24)[0]] == ["¡", "10"]


def test_a_number_below_a_stain_stays() -> None:
    stain = Recognised("~", Pixels(0, 0, 200, 60), 0.1, even_symbols("~", Pixels(0, 0, 200, 60), 0.1))
    box = Pixels(80, 20, 120, 45)
    assert [
        word.text for word in to_words([stain, Recognised("10", box, 0.97, even_symbols("10", box, 0.97))], 1)[0]
    ] == ["10"]


def test_a_page_on_which_nothing_was_recognised_has_no_words() -> None:
    assert to_words([], 0.24)[0] == []


def test_a_section_read_right_is_left_to_no_further_look() -> None:
    settled = _settled_column(["I", "1", "2", "II", "III", "1"], [1, 1, 1, 2, 3, 1])
    assert [one.text for one in settled] == ["I", "1", "2", "II", "III", "1"]
    assert [one.text for one in settled if not is_words(one) and one.engine == STROKES] == ["I", "II", "III"]
