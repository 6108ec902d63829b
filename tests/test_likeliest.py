"""Which of the readings of worn words is taken: by what the network saw, by usage, by what stands elsewhere."""

from __future__ import annotations

from functools import partial

import pytest

from pipeline.audit.usage import Usage, usage_of
from pipeline.audit.wording import count_misread
from pipeline.catalog import load_catalog
from pipeline.readers.scan.likeliest import echoes_of, likeliest
from pipeline.readers.words import PrintedWord


@pytest.fixture(scope="module")
def usage() -> Usage:
    return usage_of(load_catalog())


def words_of(
    text: str, instead: dict[str, str] | None = None, odds: float = 0.1, sure: float = 0.9
) -> list[PrintedWord]:
    others = {word: ((other, odds),) for word, other in (instead or {}).items()}
    return [PrintedWord(word, sure, others.get(word, ())) for word in text.split()]


@pytest.mark.parametrize(
    ("read", "instead", "right"),
    [
        ("dịch vạ y tế", {"vạ": "vụ"}, "dịch vụ y tế"),
        ("người dẩn hưởng lợi", {"dẩn": "dân"}, "người dân hưởng lợi"),
        ("mồi lớp 60 học viên", {"mồi": "mỗi"}, "mỗi lớp 60 học viên"),
        ("thị xã Hải Láng", {"Láng": "Lăng"}, "thị xã Hải Lăng"),
        ("phát triển nguòn lực", {"nguòn": "nguồn"}, "phát triển nguồn lực"),
        ("các quận. huyện", {"quận.": "quận,"}, "các quận, huyện"),
        ("kiểm tra ln tờ rơi", {"ln": "in"}, "kiểm tra in tờ rơi"),
    ],
)
def test_what_is_usual_is_taken(read: str, instead: dict[str, str], right: str, usage: Usage) -> None:
    assert " ".join(likeliest(words_of(read, instead), [usage], lambda _: 0)) == right


@pytest.mark.parametrize(
    ("read", "instead"),
    [
        ("tổ chức 190 lớp", {"190": "100"}),  # a numeral may be any other
        ("tăng 12,5‰ mỗi năm", {"12,5‰": "12,5%"}),
        ("cửa khẩu Xa Mát", {"Mát": "Mất"}),
        ("TTYT các huyện", {"TTYT": "TTVT"}),
    ],
)
def test_other_words_stay(read: str, instead: dict[str, str], usage: Usage) -> None:
    assert likeliest(words_of(read, instead), [usage], lambda _: 0) == read.split()


def test_what_the_network_hardly_sees_is_not_taken(usage: Usage) -> None:
    read = words_of("kế hoạch xả", {"xả": "xã"}, odds=0.002)
    assert likeliest(read, [usage], lambda _: 0)[-1] == "xả"


def test_what_stands_in_another_cell_is_taken_again() -> None:
    echoes = echoes_of([words_of("vùng Đà Lạc (tạm)", sure=0.99), words_of("Lạt", sure=0.4)])
    assert likeliest(words_of("Đà Lát (tạm)", {"Lát": "Lạc"}), [echoes], lambda _: 0) == ["Đà", "Lạc", "(tạm)"]
    assert likeliest(words_of("Đà Lát (tạm)", {"Lát": "Lạt"}), [echoes], lambda _: 0) == ["Đà", "Lát", "(tạm)"]


def test_numerals_are_no_echoes() -> None:
    echoes = echoes_of([words_of("tổ chức 38 cuộc", sure=0.99)])
    assert likeliest(words_of("tổ chức 33 cuộc", {"33": "38"}), [echoes], lambda _: 0)[2] == "33"


def test_misread_words_are_exchanged_last(usage: Usage) -> None:
    misread = partial(count_misread, catalog=load_catalog())
    assert likeliest(words_of("công tác viên", {"công": "cộng"}, odds=0.003), [usage], misread)[0] == "cộng"
    assert likeliest(words_of("0I cuộc", {"0I": "01"}), [usage], misread) == ["01", "cuộc"]
