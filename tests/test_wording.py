"""Misread words: what is accused, with which proposal, and what is left alone."""

from __future__ import annotations

import unicodedata
from collections import Counter
from pathlib import Path
from random import Random

import pytest

from pipeline.audit.lexicon import lexicon_of
from pipeline.audit.misreadings import look
from pipeline.audit.pieces import words_of
from pipeline.audit.wording import check_wording
from pipeline.catalog import load_catalog
from pipeline.model import Line, Note, Passage, Run, Severity, Where, join
from pipeline.readers.dump import read_dump
from pipeline.text import tone_key

from .plans import DUMPS, FIXTURES, REAL, extraction, extraction_of

CATALOG = load_catalog()
LEXICON = lexicon_of(CATALOG)
TONES = "\u0300\u0301\u0303\u0309\u0323"


def _found(text: str) -> list[tuple[str, str]]:
    words = words_of(text)
    return [
        (text[words.starts[one.first] : words.ends[one.last]], one.proposals[0] if len(one.proposals) == 1 else "")
        for one in look(words, LEXICON).misreadings
    ]


def _line(text: str, number: int = 1) -> Passage:
    return Passage(text, (Run(0, len(text), Where(line=number, start=0, end=len(text))),))


def _notes(*texts: str) -> list[Note]:
    return list(check_wording([_line(text, number) for number, text in enumerate(texts, start=1)], (), CATALOG))


@pytest.mark.parametrize(
    ("text", "observed", "proposal"),
    [
        ("thực hiện dịch vụ KHHGD tại xã", "KHHGD", "KHHGĐ"),
        ("dịch vụ CSSKSS/KHHGD của trạm", "KHHGD", "KHHGĐ"),
        ("Thường trực HDND tỉnh", "HDND", "HĐND"),
        ("Sở LDTBXH tổng hợp", "LDTBXH", "LĐTBXH"),
        ("Hoạt động trên khai tại huyện", "trên khai", "triển khai"),
        ("các hoạt động triên khai tại huyện", "triên khai", "triển khai"),
        ("giáo viên được chuyên giao kỹ thuật", "chuyên giao", "chuyển giao"),
        ("nâng cao tâm vóc của thanh niên", "tâm vóc", "tầm vóc"),
        ("Ôn định đời sống", "Ôn định", "Ổn định"),
        ("MUA SẮM HẠNG HÓA", "HẠNG HÓA", "HÀNG HÓA"),
        ("mạng lưới công tác viên ở thôn", "công tác viên", "cộng tác viên"),
        ("nhằm không ché dịch", "không ché", "khống chế"),
        ("kiềm chế tọc độ lây lan", "tọc độ", "tốc độ"),
        ("chỉ đạo tuyên huyện, xã", "tuyên huyện", "tuyến huyện"),
        ("Vi chất lượng giáo dục vùng cao", "Vi chất lượng", "Vì chất lượng"),
        ("Ban chi đạo các xã", "chi đạo", "chỉ đạo"),
        ("công tác bôi dưỡng giáo viên", "bôi dưỡng", "bồi dưỡng"),
        ("dự toán ngân sach nhà nước", "ngân sach", "ngân sách"),
        ("kiêm tra định kỳ", "kiêm tra", "kiểm tra"),
        ("trồng rừng và bảo vê rừng", "bảo vê", "bảo vệ"),
        ("Bộ Giáo đục và Đào tạo", "Giáo đục", "Giáo dục"),
        ("triểnkhai tại các xã", "triểnkhai", "triển khai"),
        ("Phóng viên các cơ quan báo, chí của tỉnh", "báo, chí", "báo chí"),
        ("máy móc, thiế bị văn phòng", "thiế bị", "thiết bị"),
        ("sản xuất kinnh doanh", "kinnh doanh", "kinh doanh"),
        ("Nghị quyềt của huyện", "Nghị quyềt", "Nghị quyết"),
        ("trởlên tại các trạm", "trởlên", "trở lên"),
        ("trẻ em nắng động, sáng tạọ, tỷ lệ đựa ra", "đựa", "đưa"),
        ("ban hành Kế hoạch thành phố Hà Nôi", "Hà Nôi", "Hà Nội"),
    ],
)
def test_misreadings_are_found_with_what_should_stand_there(text: str, observed: str, proposal: str) -> None:
    assert (observed, proposal) in _found(text)


@pytest.mark.parametrize(
    "text",
    [
        "xã hội hoá, thuỷ lợi, Ứng Hoà, Ứng Hòa, hoà giải, tuỳ theo",
        "kĩ thuật, bác sỹ, bác sĩ, tỉ lệ, tỷ lệ, hàng năm, hằng năm, quản lí",
        "Quận Đống Đa, huyện Đông Anh, xã Krông Pắc, Đắk Lắk, thôn Kon Đào, Ea H'leo",
        "đồng chí Lê Hồng Phong, bà Chữ Thị Nhàn, ông Đinh Cường",
        "HĐND, UBND, UBMTTQVN, HTX, TTr, BQL, CĐCS, VNEN, COVID, ĐVT",
        "Thalassemia, HIV/AIDS, vắc-xin, ki-lô-gam, Internet, website, PCR, https://example.org/ke-hoach",
        "quý I, quý II, giai đoạn III, mục IV.2, 1.200 kg/ha, 12 m², 4000đ/người",
        "mỏ mở trên khai trường phía bắc",
        "các bộ, ngành; đạt ở mức cao; số liệu; sổ lưu",
        "bổ sung vi chất dinh dưỡng và vi chất cho trẻ",
        "đi công tác viện trợ, chuyên dùng, công đoạn, điện tích, kỳ thi, thành niên",
        "The plan of the province for the years after the war, in English",
        "ke hoach phat trien kinh te xa hoi khong dau",
        "chăm sóc người có bệnh, tật; rượu, bia; quận, huyện; chính quyền, đoàn thể",
        "có định nghĩa, có tình trạng, có ý kiến, từ cách làm đó, vì trị số, do thị tộc",
        "đi ôtô, bêtông, Ca-ribê, Mon'tkiơ, régime",
        "phòng khai thác, lời khai, bản khai, tờ khai, khai khoáng",
        "giảm được 120 hộ so với năm trước, tăng 5 hộ so với kế hoạch",
    ],
)
def test_what_is_unusual_but_right_is_left_alone(text: str) -> None:
    assert _found(text) == []


def test_syllables_that_nobody_uses_are_found_and_those_in_use_are_not() -> None:
    assert [word for word, _ in _found("hỗ trợ nguời nghèọo và trẽe em")] == ["nguời", "nghèọo", "trẽe em"]
    assert _found("nghiêng, khuỷu, quyển, giếng, ngoằn, xoong, oái") == []
    assert _found("đến cuỗi kỳ, vụng tững vùng") == [("cuỗi", "cuối"), ("tững", "từng")]


def test_the_spelling_of_a_symbol_is_part_of_what_is_known() -> None:
    found = _notes("Quyết định số 12/QD-UBND và Chương trình số 08-Ctr/TU", "Nghị quyết số 05/2021/NQ-HĐND, 3/HD-SYT")
    assert [(note.observed, note.proposal, note.severity) for note in found] == [
        ("QD", "QĐ", Severity.WARNING),
        ("Ctr", "CTr", Severity.INFO),
    ]


def test_all_places_of_a_misreading_are_one_group_and_majority_is_not_truth() -> None:
    found = _notes(*["Tập huấn trên khai công việc"] * 5, "Trên khai công việc", "triển khai công việc")
    assert len(found) == 6
    assert len({note.group for note in found}) == 1
    assert {note.proposal for note in found} == {"triển khai", "Triển khai"}


def test_what_stands_beside_a_number_or_in_a_key_comes_first(tmp_path: Path) -> None:
    beside, far = _notes("Mở 15 lớp bôi dưỡng", "Mở các lớp bôi dưỡng cho mọi người")
    assert (beside.severity, far.severity) == (Severity.WARNING, Severity.INFO)
    table = "\n".join(["TT\tĐơn vị\tTỷ lệ hộ ngheo (%)", *(f"{at}\tXã {at}\t{at},5" for at in range(1, 6))])
    found = extraction_of(f"KẾ HOẠCH\nGiảm nghèo năm 2023\n\nPhụ lục\n{table}\n", tmp_path)
    (head,) = (note for note in found.notes if note.code == "misread-word")
    assert (head.observed, head.proposal, head.table_id) == ("hộ ngheo", "hộ nghèo", "t1")
    assert head.severity is Severity.WARNING


def test_a_word_broken_from_its_neighbour_stands_where_it_is() -> None:
    broken = join((_line("được trang bị kỹ năng, chuyên", 7), _line("giao công nghệ cho người dân", 9)))
    note, whole = check_wording([broken, _line("được chuyên giao công nghệ")], (), CATALOG)
    assert note.group == whole.group
    assert (note.observed, note.proposal, note.where.line, note.where.start) == ("chuyên", "chuyển", 7, 23)


def test_repetitions_tell_where_knowledge_does_not() -> None:
    usual = "Phiếu ghi mã sạp chợ theo mẫu"
    odd = usual.replace("sạp", "sáp")
    (note,) = _notes(*[f"{usual} {at}." for at in ("một", "hai", "ba", "bốn")], f"{odd} năm.")
    assert (note.observed, note.proposal) == ("sáp", "sạp")
    assert "4 other places" in note.evidence
    assert _notes(f"{usual} một.", f"{odd} hai.") == []


def _spoilt(word: str, chance: Random) -> str:
    """Change the tone of a word, as a reader of blurred print does."""
    letters = "".join(char for char in unicodedata.normalize("NFD", word) if char not in TONES)
    base = unicodedata.normalize("NFC", letters)
    vowels = [at for at, char in enumerate(base) if unicodedata.normalize("NFD", char)[0] in "aeiouy"]
    at = vowels[len(vowels) // 2] + 1
    made = [unicodedata.normalize("NFC", base[:at] + tone + base[at:]) for tone in ("", *TONES)]
    return chance.choice([other for other in made if tone_key(other) != tone_key(word)])


def test_most_words_with_a_wrong_tone_are_found_and_rightly_read() -> None:
    chance = Random(7)  # noqa: S311 - the same errors in every run
    tried, found, right = 0, 0, 0
    for path in (*sorted(FIXTURES.glob("*.txt")), *DUMPS):
        for block in read_dump(str(path), CATALOG).blocks:
            text = block.text if isinstance(block, Line) else ""
            words = words_of(text)
            small = [at for at, word in enumerate(words.raw) if word.islower() and not word.isascii()]
            for at in chance.sample(small, min(2, len(small))) if len(text) > 60 else ():
                word = words.raw[at]
                wrong = text[: words.starts[at]] + _spoilt(word, chance) + text[words.ends[at] :]
                told = [one for one in look(words_of(wrong), LEXICON).misreadings if at in one.at]
                tried, found = tried + 1, found + bool(told)
                right += any(len(one.proposals) == 1 and word in one.proposals[0].lower().split() for one in told)
    assert tried > 150
    assert found >= 0.75 * tried
    assert right >= 0.9 * found


@pytest.mark.parametrize("path", [*sorted(FIXTURES.glob("*.txt")), *sorted(FIXTURES.glob("*.md")), *DUMPS], ids=str)
def test_clean_plans_are_not_accused(path: Path) -> None:
    assert [note for note in extraction(path).notes if note.code in {"misread-word", "doubtful-name"}] == []


@pytest.mark.real
@pytest.mark.skipif(not REAL.is_dir(), reason="the real plans are not beside the repository")
def test_real_plans_give_what_a_careful_reader_finds() -> None:
    counts = {
        path.stem[:12]: Counter(
            (note.observed.lower(), note.proposal.lower())
            for note in extraction(path).notes
            if note.code == "misread-word"
        )
        for path in sorted(REAL.glob("*.txt"))
    }
    assert counts == {
        "ke-hoach-324": {
            ("khhgd", "khhgđ"): 42,
            ("trên khai", "triển khai"): 38,
            ("chuyên giao", "chuyển giao"): 4,
            ("chuyên", "chuyển"): 1,
            ("hạng hóa", "hàng hóa"): 1,
            ("t t", "tt"): 3,
            ("kèm", "(kèm"): 1,
        },
        "ke-hoach-dan": {
            ("khhgd", "khhgđ"): 10,
            ("tâm vóc", "tầm vóc"): 2,
            ("công tác viên", "cộng tác viên"): 2,
            ("ôn định", "ổn định"): 1,
            ("không ché", "khống chế"): 1,
            ("tọc độ", "tốc độ"): 1,
            ("tuyên quận", "tuyến quận"): 1,
            ("vi chất lượng", "vì chất lượng"): 1,
            ("báo, chí", "báo chí"): 2,
            ("kh-ubnd", "/kh-ubnd"): 1,
            ("ctr", "ctr"): 1,
        },
    }
