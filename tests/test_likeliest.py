"""Which of the readings of worn words is taken: by what the network saw, by usage, by what stands elsewhere."""

from __future__ import annotations

from functools import partial

import pytest

from pipeline.audit.usage import Usage, usage_of
from pipeline.audit.wording import count_misread
from pipeline.catalog import load_catalog
from pipeline.readers.scan.choices import choose, unchosen
from pipeline.readers.scan.echoes import Echoes, echoes_of, heard_in
from pipeline.readers.scan.likeliest import Known, likeliest
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


def favouring(favourite: str, by: float = 9.0) -> Usual:
    def usual(_: str, word: str, __: str) -> float:
        return by * (word == favourite)

    return usual


def echoes(*texts: str, sure: float = 0.99, page: float = 0.95) -> Echoes:
    """Count what two readers surely read in some cells."""
    seen = [[(word, page) for word in text.split()] for text in texts]
    return echoes_of(heard_in(words_of(text, sure=sure), own) for text, own in zip(texts, seen, strict=True))


def nothing_usual(_: str, __: str, ___: str) -> float:
    return 0.0


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
    assert " ".join(likeliest(words_of(read, instead), [], Known(usage), lambda _: 0)) == right


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
    assert likeliest(words_of(read, instead, odds=0.9), [], Known(favouring(other)), lambda _: 0) == (read.split())


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
    assert likeliest(words_of(read, instead, odds), [], Known(usage), lambda _: 0) == read.split()


def test_a_certain_word_stays_whatever_is_known(usage: Usage) -> None:
    read = words_of("mồi lớp", {"mồi": "mỗi"}, odds=0.5, sure=0.9995)
    assert likeliest(read, [], Known(usage), lambda _: 0) == ["mồi", "lớp"]


def test_what_stands_in_another_cell_is_taken_again() -> None:
    known = Known(nothing_usual, echoes("vùng cào cát (tạm)", "cáp"))
    assert likeliest(words_of("cào cắt (tạm)", {"cắt": "cát"}), [], known, lambda _: 0) == ["cào", "cát", "(tạm)"]
    assert likeliest(words_of("cào cuốn (tạm)", {"cuốn": "cáp"}), [], known, lambda _: 0) == ["cào", "cuốn", "(tạm)"]


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
    known = Known(favouring(other, by=2.5))
    assert likeliest(words_of(read, instead), [], known, lambda _: 0) == read.split()
    assert likeliest(words_of(read, instead), seen, known, lambda _: 0) == seen


@pytest.mark.parametrize(
    ("read", "instead", "right"),
    [
        ("thị xã Quâng Trị", {"Quâng": "Quảng"}, "thị xã Quảng Trị"),
        ("xã Phú Hóa", {"Hóa": "Hòa"}, "xã Phú Hóa"),
        ("huyện Phúc Thv", {"Thv": "Thọ"}, "huyện Phúc Thv"),
    ],
)
def test_marks_make_a_name_of_a_place_of_what_is_none(
    read: str, instead: dict[str, str], right: str, usage: Usage
) -> None:
    assert " ".join(likeliest(words_of(read, instead), [], Known(usage), lambda _: 0)) == right


def test_a_capital_begins_a_sentence(usage: Usage) -> None:
    """What stands there is no name, unless another capital follows."""
    assert likeliest(words_of("Tố chức", {"Tố": "Tổ"}), [], Known(usage), lambda _: 0)[0] == "Tổ"
    assert likeliest(words_of("2. Tố chức", {"Tố": "Tổ"}), [], Known(usage), lambda _: 0)[1] == "Tổ"
    assert likeliest(words_of("ông Tố chức", {"Tố": "Tổ"}), [], Known(usage), lambda _: 0)[1] == "Tố"


def test_a_word_does_not_speak_for_itself() -> None:
    """Its own place was counted among those where it stands: another is heard where more of them have it."""
    read = words_of("cuộc mối lớp", {"mối": "mỗi"}, odds=0.02, sure=0.98)
    for heard, right in (((), "mối"), (("cuộc mỗi lớp",), "mỗi"), (("cuộc mối lớp",), "mối")):
        known = Known(nothing_usual, echoes("cuộc mối lớp", *heard))
        assert choose(unchosen(read, [(word.text, 0.95) for word in read]), known, lambda _: 0)[1] == right


def test_a_word_that_nobody_saw_is_heard_where_it_stands_elsewhere() -> None:
    """It has to differ in one letter and to stand between the same two words, or at the same end."""
    known = Known(nothing_usual, echoes(*["đại biểu huyện, xã"] * 3))
    for read, right in (("đại biếu huyện, xã", "biểu"), ("đại bàn huyện, xã", "bàn"), ("đại 12 huyện, xã", "12")):
        assert likeliest(words_of(read), [], known, lambda _: 0)[1] == right
    assert (
        likeliest(words_of("đại biều"), [], Known(nothing_usual, echoes(*["đại biểu"] * 3)), lambda _: 0)[1] == "biểu"
    )


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Tổng đàn bê", "Tổng đàn dê"),
        ("Diện tích cây dừa (ha)", "Diện tích cây dứa (ha)"),
        ("gan cấp tính", "viện cấp tỉnh"),
        ("Chủ rừng trồng mới", "Chủ rừng trống mới"),
        ("Số ca bệnh sởi", "Số ca bệnh sỏi"),
        ("liều 5 mg viên", "liều 5 kg viên"),
        ("điểm a) khoản", "điểm b) khoản"),
        ("xây 30 km đường", "xây 30 cm đường"),
        ("tổng kết. báo", "tổng kết, báo"),
    ],
)
def test_what_differs_in_a_letter_in_truth_stays(one: str, other: str, usage: Usage) -> None:
    """Where it was surely read, or by both readers, whatever stands elsewhere, and how often."""
    known = Known(usage, echoes(*[one] * 5, other))
    for sure in (0.98, 0.9):
        seen = [(word, 0.95) for word in other.split()]
        assert " ".join(choose(unchosen(words_of(other, sure=sure), seen), known, lambda _: 0)) == other
    assert " ".join(choose(unchosen(words_of(other, sure=0.98), []), known, lambda _: 0)) == other


def test_a_lone_word_hears_nothing(usage: Usage) -> None:
    known = Known(usage, echoes("ha", "hạ", "hạ", "Hòa", "Hòa"))
    for word, other in (("ha", "hạ"), ("Hóa", "Hòa")):
        assert choose(unchosen(words_of(word, sure=0.98), [(other, 0.95)]), known, lambda _: 0) == [word]


def test_marks_between_words_are_not_lost_for_usage(usage: Usage) -> None:
    """``dân năm`` are no more usual than ``dân/năm``: the network decides, and what stands elsewhere."""
    read = words_of("người dân/ năm)", {"dân/": "dân"}, odds=0.4)
    assert likeliest(read, [], Known(usage), lambda _: 0)[1] == "dân/"
    lost = words_of("lớp. mỗi", {"lớp.": "lớp"}, odds=0.03)
    assert likeliest(lost, [], Known(usage), lambda _: 0)[0] == "lớp,"


def test_what_another_reader_saw_too_is_likelier(usage: Usage) -> None:
    read = words_of("mồi lớp", {"mồi": "mỗi"}, odds=0.02)
    assert likeliest(read, [], Known(usage), lambda _: 0)[0] == "mồi"
    assert likeliest(read, ["mỗi", "lớp"], Known(usage), lambda _: 0)[0] == "mỗi"
    both = words_of("mồi lớp", {"mồi": "mỗi"}, odds=0.2)
    assert likeliest(both, ["mồi", "lớp"], Known(usage), lambda _: 0)[0] == "mồi"
    assert likeliest(both, ["một", "mồi", "lớp"], Known(usage), lambda _: 0)[0] == "mồi"


def test_a_name_is_only_exchanged_for_what_another_reader_saw_too(usage: Usage) -> None:
    read = words_of("thị xã Quang Trị", {"Quang": "Quảng"}, odds=0.3)
    assert likeliest(read, [], Known(usage), lambda _: 0)[2] == "Quang"
    assert likeliest(read, ["Thị", "xã", "Quảng", "Trị"], Known(usage), lambda _: 0)[2] == "Quảng"


@pytest.mark.parametrize(("read", "instead"), [("xã Ta Hoc", {"Hoc": "Học"}), ("xã Dak Mot", {"Mot": "Một"})])
def test_names_of_other_languages_stay(read: str, instead: dict[str, str], usage: Usage) -> None:
    assert " ".join(likeliest(words_of(read, instead, odds=0.05), [], Known(usage), lambda _: 0)) == read


def test_a_numeral_is_not_what_another_reader_saw() -> None:
    read = words_of("chi 2,500 tỷ", {"2,500": "2.500"}, odds=0.9)
    assert likeliest(read, ["chi", "2.500", "tỷ"], Known(favouring("2.500")), lambda _: 0)[1] == "2,500"


def test_a_certain_word_stays_though_usage_calls_it_misread(usage: Usage) -> None:
    misread = partial(count_misread, catalog=load_catalog())
    read = words_of("công tác viên", {"công": "cộng"}, odds=0.004, sure=0.9995)
    assert likeliest(read, [], Known(usage), misread)[0] == "công"


def test_misread_words_are_exchanged_last(usage: Usage) -> None:
    misread = partial(count_misread, catalog=load_catalog())
    assert likeliest(words_of("công tác viên", {"công": "cộng"}, odds=0.003), [], Known(usage), misread)[0] == "cộng"
    assert likeliest(words_of("0I cuộc", {"0I": "01"}), [], Known(usage), misread) == ["01", "cuộc"]
    assert likeliest(words_of("0I cuộc", {"0I": "OI"}, odds=0.9), [], Known(usage), misread) == ["0I", "cuộc"]
    assert likeliest(words_of("3ố lớp", {"3ố": "Số"}, odds=0.9), [], Known(usage), misread) == ["Số", "lớp"]
