"""Which of the readings of worn words is taken: by what the network saw, by usage, by what stands elsewhere."""

from __future__ import annotations

from functools import partial

import pytest

from pipeline.audit.usage import Usage, usage_of
from pipeline.audit.wording import count_misread
from pipeline.catalog import load_catalog
from pipeline.readers.scan.likeliest import echoes_of, likeliest
from pipeline.readers.scan.readers import Usual
from pipeline.readers.words import PrintedWord


@pytest.fixture(scope="module")
def usage() -> Usage:
    return usage_of(load_catalog())


def words_of(
    text: str, instead: dict[str, str] | None = None, odds: float = 0.1, sure: float = 0.9
) -> list[PrintedWord]:
    others = {word: ((other, odds),) for word, other in (instead or {}).items()}
    return [PrintedWord(word, sure, others.get(word, ())) for word in text.split()]


def favouring(favourite: str) -> Usual:
    def usual(_: str, word: str, __: str) -> float:
        return 9.0 * (word == favourite)

    return usual


@pytest.mark.parametrize(
    ("read", "instead", "right"),
    [
        ("dịch vạ y tế", {"vạ": "vụ"}, "dịch vụ y tế"),
        ("người dẩn hưởng lợi", {"dẩn": "dân"}, "người dân hưởng lợi"),
        ("mồi lớp 60 học viên", {"mồi": "mỗi"}, "mỗi lớp 60 học viên"),
        ("phát triển nguòn lực", {"nguòn": "nguồn"}, "phát triển nguồn lực"),
        ("các quận. huyện", {"quận.": "quận,"}, "các quận, huyện"),
        ("kiểm tra ln tờ rơi", {"ln": "in"}, "kiểm tra in tờ rơi"),
    ],
)
def test_what_is_usual_is_taken(read: str, instead: dict[str, str], right: str, usage: Usage) -> None:
    assert " ".join(likeliest(words_of(read, instead), [], [usage], lambda _: 0)) == right


@pytest.mark.parametrize(
    ("read", "instead"),
    [
        ("tổ chức 190 lớp", {"190": "100"}),
        ("tăng 12,5‰ mỗi năm", {"12,5‰": "12,5%"}),
        ("đạt ≥90% hộ", {"≥90%": ">90%"}),
        ("giảm 5 điểm", {"5": "-5"}),
        ("chi 2,500 tỷ", {"2,500": "2.500"}),
        ("quý III năm", {"III": "II"}),
        ("vùng I-II và", {"I-II": "I-III"}),
        ("diện tích m² đất", {"m²": "m³"}),
        ("hạng C trở", {"C": "D"}),
        ("năm - tháng", {"-": "và"}),
    ],
)
def test_what_counts_stays_whatever_is_known(read: str, instead: dict[str, str]) -> None:
    (other,) = instead.values()
    assert likeliest(
        words_of(read, instead, odds=0.9), [], [lambda *words: 9.0 * (words[1] == other)], lambda _: 0
    ) == (read.split())


@pytest.mark.parametrize(
    ("read", "instead", "odds"),
    [
        ("cửa khẩu Xa Mát", {"Mát": "Mất"}, 0.1),
        ("TTYT các huyện", {"TTYT": "TTVT"}, 0.2),
        ("30 cm vải", {"cm": "em"}, 0.25),
        ("dồn điền 200 ha", {"ha": "hạ"}, 0.2),
        ("xã Phú Hóa", {"Hóa": "Hòa"}, 0.05),
        ("bà Nguyễn Thị Nga", {"Nga": "Ngã"}, 0.2),
        ("người Hrê", {"Hrê": "Hề"}, 0.05),
        ("giao Tr. đồng", {"Tr.": "Tr"}, 0.1),
        ("mục a. tổ chức", {"a.": "a,"}, 0.1),
        ("Hrê", {"Hrê": "Hè"}, 0.5),
        ("kế hoạch xả", {"xả": "xã"}, 0.002),
    ],
)
def test_other_words_stay(read: str, instead: dict[str, str], odds: float, usage: Usage) -> None:
    assert likeliest(words_of(read, instead, odds), [], [usage], lambda _: 0) == read.split()


def test_a_certain_word_stays_whatever_is_known(usage: Usage) -> None:
    read = words_of("mồi lớp", {"mồi": "mỗi"}, odds=0.5, sure=0.997)
    assert likeliest(read, [], [usage], lambda _: 0) == ["mồi", "lớp"]


def test_what_stands_in_another_cell_is_taken_again() -> None:
    echoes = echoes_of([words_of("vùng cào cát (tạm)", sure=0.99), words_of("cáp", sure=0.4)])
    assert likeliest(words_of("cào cắt (tạm)", {"cắt": "cát"}), [], [echoes], lambda _: 0) == ["cào", "cát", "(tạm)"]
    assert likeliest(words_of("cào cắt (tạm)", {"cắt": "cáp"}), [], [echoes], lambda _: 0) == ["cào", "cắt", "(tạm)"]


@pytest.mark.parametrize(
    ("read", "instead"),
    [
        ("xã Tân Lạp", {"Lạp": "Lập"}),
        ("Phù Lâm", {"Phù": "Phú"}),
        ("TP. Vính", {"Vính": "Vinh"}),
        ("xã (Tấn Lập)", {"(Tấn": "(Tân"}),
        ("TỈNH QUÂNG TRỊ", {"QUÂNG": "QUẢNG"}),
    ],
)
def test_names_are_not_chosen_by_what_is_known(read: str, instead: dict[str, str]) -> None:
    (other,) = instead.values()
    seen = [instead.get(word, word) for word in read.split()]
    assert likeliest(words_of(read, instead), [], [favouring(other)], lambda _: 0) == read.split()
    assert likeliest(words_of(read, instead), seen, [favouring(other)], lambda _: 0) == seen


def test_what_another_reader_saw_too_is_likelier(usage: Usage) -> None:
    read = words_of("mồi lớp", {"mồi": "mỗi"}, odds=0.02)
    assert likeliest(read, [], [usage], lambda _: 0)[0] == "mồi"
    assert likeliest(read, ["mỗi", "lớp"], [usage], lambda _: 0)[0] == "mỗi"
    both = words_of("mồi lớp", {"mồi": "mỗi"}, odds=0.2)
    assert likeliest(both, ["mồi", "lớp"], [usage], lambda _: 0)[0] == "mồi"
    assert likeliest(both, ["một", "mồi", "lớp"], [usage], lambda _: 0)[0] == "mồi"


def test_a_name_is_only_exchanged_for_what_another_reader_saw_too(usage: Usage) -> None:
    read = words_of("thị xã Quâng Trị", {"Quâng": "Quảng"}, odds=0.3)
    assert likeliest(read, [], [usage], lambda _: 0)[2] == "Quâng"
    assert likeliest(read, ["Thị", "xã", "Quảng", "Trị"], [usage], lambda _: 0)[2] == "Quảng"


def test_a_numeral_is_not_what_another_reader_saw() -> None:
    read = words_of("chi 2,500 tỷ", {"2,500": "2.500"}, odds=0.9)
    assert likeliest(read, ["chi", "2.500", "tỷ"], [], lambda _: 0)[1] == "2,500"


def test_a_certain_word_stays_though_usage_calls_it_misread(usage: Usage) -> None:
    misread = partial(count_misread, catalog=load_catalog())
    read = words_of("công tác viên", {"công": "cộng"}, odds=0.004, sure=0.999)
    assert likeliest(read, [], [usage], misread)[0] == "công"


def test_misread_words_are_exchanged_last(usage: Usage) -> None:
    misread = partial(count_misread, catalog=load_catalog())
    assert likeliest(words_of("công tác viên", {"công": "cộng"}, odds=0.003), [], [usage], misread)[0] == "cộng"
    assert likeliest(words_of("0I cuộc", {"0I": "01"}), [], [usage], misread) == ["01", "cuộc"]
    assert likeliest(words_of("0I cuộc", {"0I": "OI"}, odds=0.9), [], [usage], misread) == ["0I", "cuộc"]
    assert likeliest(words_of("3ố lớp", {"3ố": "Số"}, odds=0.9), [], [usage], misread) == ["Số", "lớp"]
