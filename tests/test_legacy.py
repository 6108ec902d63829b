"""Legacy encodings of Vietnamese: fonts, letters, conversion with places, detection, dumps."""

from __future__ import annotations

import csv
import ctypes
import unicodedata
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from importlib import resources
from pathlib import Path

import pytest
import regex
from hypothesis import given
from hypothesis import strategies as st

from pipeline.catalog import load_catalog
from pipeline.errors import DocumentError
from pipeline.legacy import convert, detect, fits, font_encoding, restore
from pipeline.legacy.alphabet import is_syllable
from pipeline.model import Extraction, LegacyLetters, Line, Note, ReadDocument, Target, Where
from pipeline.readers.dump import read_dump
from pipeline.stages import extract

from .plans import FIXTURES, ROOT, fixtures

CATALOG = load_catalog()
LEGACY = CATALOG.legacy
TYPED = {
    encoding: {letter: read for read, letter in reversed(list(letters.items()))}
    for encoding, letters in LEGACY.letters.items()
}
ENCODINGS = sorted(TYPED)
UNICODE = "Ủy ban nhân dân tỉnh ban hành kế hoạch nâng cao chất lượng dân số, được Sở Y tế đề nghị tại tờ trình"


def typed(text: str, encoding: str) -> str:
    """Return a text as somebody would have typed it; TCVN3 has no capitals with tones."""
    keys = TYPED[encoding]
    return "".join(keys.get(char) or keys.get(char.lower(), char) for char in unicodedata.normalize("NFC", text))


def converted(text: str, encoding: str, *, capitals: bool = False) -> str:
    return "".join(char for char, _, _ in convert(text, encoding, LEGACY, capitals=capitals))


def restored(text: str) -> str:
    lines = text.split("\n")
    found = restore(lines, LEGACY).lines
    return "\n".join(found[at].text if at in found else line for at, line in enumerate(lines))


def read(data: str | bytes, folder: Path) -> ReadDocument:
    path = folder / "plan.txt"
    path.write_bytes(data if isinstance(data, bytes) else data.encode())
    return read_dump(str(path), CATALOG)


def lines_of(document: ReadDocument) -> list[str]:
    return [block.passage.text for block in document.blocks if isinstance(block, Line)]


def legacy_notes(document: ReadDocument | Extraction) -> list[Note]:
    return [note for note in document.notes if note.code == "legacy-encoding"]


# Fonts


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        (".VnTime", ("TCVN3", False)),
        ("ABCDEF+.VnTime", ("TCVN3", False)),
        (".VnTime,Bold", ("TCVN3", False)),
        (".VnTime-Italic", ("TCVN3", False)),
        ("VnTime", ("TCVN3", False)),
        ("GDNPOJ+VnTimeItalic", ("TCVN3", False)),
        ("_VnArial", ("TCVN3", False)),
        (".VnArial Narrow", ("TCVN3", False)),
        (".VnHelvetIns", ("TCVN3", False)),
        (".VnTimeH", ("TCVN3", True)),
        (".VnArialH,Bold", ("TCVN3", True)),
        ("ABCDEF+VnTimeH", ("TCVN3", True)),
        ("GDNPMG+VnTimeHBold", ("TCVN3", True)),
        (".VnArial NarrowH", ("TCVN3", True)),
        (".VnHelvetInsH", ("TCVN3", True)),
        ("Vn3DH", ("TCVN3", True)),
        ("VNI-Times", ("VNI", False)),
        ("ABCDEF+VNI-Times,Bold", ("VNI", False)),
        ("VNITimes", ("VNI", False)),
        ("VNI Helve", ("VNI", False)),
        ("VNI-Helve-Condense-BoldItalic", ("VNI", False)),
        ("", None),
        ("Times New Roman", None),
        ("TimesNewRomanPSMT", None),
        ("ABCDEF+Arial,Bold", None),
        ("UVnTime", None),
        ("UVNVan", None),
        ("Unicode.VnTime", None),
        ("VnTimes New Roman", None),
        ("Verdana", None),
        ("Vni", ("VNI", False)),
    ],
)
def test_fonts(name: str, expected: tuple[str, bool] | None) -> None:
    assert font_encoding(name, LEGACY) == expected


# Conversion


@pytest.mark.parametrize(
    ("encoding", "legacy", "text"),
    [
        ("TCVN3", "Céng hoµ x· héi chñ nghÜa ViÖt Nam", "Cộng hoà xã hội chủ nghĩa Việt Nam"),
        ("TCVN3", "§éc lËp - Tù do - H¹nh phóc", "Độc lập - Tự do - Hạnh phúc"),
        ("TCVN3", "ñy ban nh©n d©n tØnh", "ủy ban nhân dân tỉnh"),
        ("TCVN3", "ng\xadêi, ®\xadîc, \xad¬ng", "người, được, ương"),
        ("TCVN3", "¡n, ¢u, £, ¤ng, ¥n, ¦u, §", "Ăn, Âu, Ê, Ông, Ơn, Ưu, Đ"),
        ("VNI", "Coäng hoøa xaõ hoäi chuû nghóa Vieät Nam", "Cộng hòa xã hội chủ nghĩa Việt Nam"),
        ("VNI", "Ñoäc laäp - Töï do - Haïnh phuùc", "Độc lập - Tự do - Hạnh phúc"),
        ("VNI", "UÛY BAN NHAÂN DAÂN TÆNH", "ỦY BAN NHÂN DÂN TỈNH"),
        ("VNI", "Uûy ban, Aùnh, ngöôøi, ñöôïc, kyõ, kyø, thuyû, tî", "Ủy ban, Ánh, người, được, kỹ, kỳ, thuỷ, tỵ"),
        ("VNI", "Soá: 115/2004/QÑ-TTg", "Số: 115/2004/QĐ-TTg"),
        ("TCVN3", "\x93sè\x94 \x96 5\x89", "“số” – 5‰"),
    ],
)
def test_conversion(encoding: str, legacy: str, text: str) -> None:
    assert converted(legacy, encoding) == text


@pytest.mark.parametrize(
    ("font", "text", "shown"),
    [
        (".VnTimeH", "kÕ ho¹ch", "KẾ HOẠCH"),
        (".VnTimeH", "QuyÕt ®Þnh sè 5/Q§-TTg", "QUYẾT ĐỊNH SỐ 5/QĐ-TTG"),
        (".VnTime", "kÕ ho¹ch", "kế hoạch"),
        (".VnTime", "QUYÕT §ÞNH", "QUYếT ĐịNH"),
    ],
)
def test_fonts_of_capitals_show_small_letters_as_capitals(font: str, text: str, shown: str) -> None:
    encoding, capitals = font_encoding(font, LEGACY) or ("", False)
    assert converted(text, encoding, capitals=capitals) == shown


def test_characters_lead_back_to_those_they_come_from() -> None:
    text = "nöôùc\u00a0Vieät 5%"
    pieces = convert(text, "VNI", LEGACY)
    assert "".join(char for char, _, _ in pieces) == "nước\u00a0Việt 5%"
    assert [text[start:end] for _, start, end in pieces] == [
        *("n", "ö", "ôù", "c", "\u00a0", "V", "i", "eä", "t", " ", "5", "%"),
    ]


def test_decomposed_letters_lead_back_to_all_their_characters() -> None:
    text = unicodedata.normalize("NFD", "bÐ Õ toå")
    assert [(char, text[start:end]) for char, start, end in convert(text, "TCVN3", LEGACY)][4:6] == [
        (" ", " "),
        ("t", "t"),
    ]
    assert converted(text, "TCVN3") == "bé ế toồ"
    pieces = convert(unicodedata.normalize("NFD", "toå"), "VNI", LEGACY)
    assert pieces == (("t", 0, 1), ("ổ", 1, 4))


@pytest.mark.parametrize("encoding", ENCODINGS)
def test_plain_letters_digits_and_signs_stay(encoding: str) -> None:
    text = "".join(map(chr, range(0x20, 0x7F)))
    assert converted(text, encoding) == text


def test_capitals_change_no_digits_and_signs() -> None:
    assert converted("5% - a.b/c 1.234,5", "TCVN3", capitals=True) == "5% - A.B/C 1.234,5"


# ư is a soft hyphen in TCVN3, which some programs take for a hyphen


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("ng-êi d©n n-íc ta", "người dân nước ta"),
        ("®Çu t- vµ t- vÊn", "đầu tư và tư vấn"),
        ("Trung -¬ng", "Trung ương"),
        ("Trung \u2212¬ng, t\u2212íng, nh\u2212 sau", "Trung ương, tướng, như sau"),
        ("c\u2010êng", "cường"),
        ("\u2212", "ư"),
        ("®Çu t\x02cßn chËm", "đầu tưcòn chậm"),
        ("c¸c n\x02íc", "các nước"),
        # hyphens
        ("kinh tÕ-x· héi", "kinh tế-xã hội"),
        ("kinh tÕ - x· héi", "kinh tế - xã hội"),
        ("kinh tÕ \u2212 x· héi", "kinh tế \u2212 xã hội"),
        ("Q§-UBND, H§ND-TT", "QĐ-UBND, HĐND-TT"),
        ("X-quang, 5-a, a-5", "X-quang, 5-a, a-5"),
        ("a- Mét, t- hai", "a- Một, tư hai"),
        ("b- Mét", "b- Một"),
        ("2004-2005, 5 \u2212 7", "2004-2005, 5 \u2212 7"),
        ("-", "-"),
    ],
)
def test_hyphens(text: str, expected: str) -> None:
    assert converted(text, "TCVN3") == expected


VIETNAMESE = "".join(sorted(set(LEGACY.letters["VNI"].values()) - set("–—•‘’“”†‡…‰")))


@given(st.text(st.sampled_from(VIETNAMESE + "abcdefghiklmnopqrstuvxyABCDEĐ 0123456789.,%/()")))
def test_vni_leads_back_to_the_text(text: str) -> None:
    assert converted(typed(text, "VNI"), "VNI") == text


@given(st.text(st.sampled_from(VIETNAMESE.lower() + "ĂÂÊÔƠƯĐabcdefghiklmnopqrstuvxyABCDE 0123456789.,%/()")))
def test_tcvn3_leads_back_to_the_text(text: str) -> None:
    assert converted(typed(text, "TCVN3"), "TCVN3") == text
    assert converted(typed(text, "TCVN3"), "TCVN3", capitals=True) == text.upper()


@given(st.text(), st.sampled_from(ENCODINGS), st.booleans())
def test_any_text_is_converted_with_places_that_cover_it(text: str, encoding: str, capitals: bool) -> None:
    position = 0
    for char, start, end in convert(text, encoding, LEGACY, capitals=capitals):
        assert len(char) == 1
        assert position - 1 <= start <= position <= end <= len(text) or start == end
        position = max(position, end)
    assert position == len(text)


def test_both_tables_hold_the_whole_alphabet() -> None:
    tones = ("", "\u0300", "\u0309", "\u0303", "\u0301", "\u0323")
    vowels = {unicodedata.normalize("NFC", vowel + tone) for vowel in "aăâeêioôơuưy" for tone in tones}
    marked = {letter for letter in vowels if not letter.isascii()} | {"đ"}
    for encoding in ENCODINGS:
        assert {letter for letter in LEGACY.letters[encoding].values() if letter.islower()} == marked
    capitals = {letter for letter in LEGACY.letters["VNI"].values() if letter.isupper()}
    assert capitals == {letter.upper() for letter in marked}


def test_every_fact_names_its_source() -> None:
    for name in ("legacy_letters.csv", "legacy_fonts.csv", "legacy_syllables.csv"):
        text = (resources.files("pipeline") / "data" / name).read_text(encoding="utf-8")
        rows = list(csv.DictReader(text.splitlines()))
        assert all(row["source"] for row in rows)
        assert len({tuple(row.values()) for row in rows}) == len(rows)


# Syllables


@pytest.mark.parametrize(
    "word",
    [
        "nghiêng",
        "giếng",
        "gìn",
        "gì",
        "quốc",
        "quyết",
        "quỳnh",
        "quý",
        "khuya",
        "khuỷu",
        "ngoằn",
        "xoong",
        "thuở",
        "hoà",
        "hòa",
        "ở",
        "ý",
        "ăn",
        "ước",
        "yêu",
        "yếu",
        "uỷ",
        "ỦY",
        "kỹ",
        "Đắc",
        "ƯƠNG",
        "được",
        "người",
        "huyện",
        "kiểm",
    ],
)
def test_syllables(word: str) -> None:
    assert is_syllable(word, LEGACY)


@pytest.mark.parametrize(
    "word",
    [
        "cac",
        "càc",
        "hõc",
        "tếưxã",
        "Köln",
        "für",
        "été",
        "garçon",
        "señor",
        "Đ",
        "QĐ",
        "b",
        "kh",
        "thêôth",
        "truờng",
        "tiéng",
        "",
    ],
)
def test_other_words_are_no_syllables(word: str) -> None:
    assert not is_syllable(word, LEGACY)


def test_nearly_all_words_of_the_plans_are_syllables() -> None:
    for path in fixtures():
        words = regex.findall(r"\p{L}+", unicodedata.normalize("NFC", path.read_text(encoding="utf-8")))
        marked = [word for word in words if not word.isascii() and not word.isupper()]
        assert len(marked) > 100
        assert sum(is_syllable(word, LEGACY) for word in marked) / len(marked) > 0.99


# Detection


@pytest.mark.parametrize(
    ("text", "encoding"),
    [
        ("Céng hoµ x· héi chñ nghÜa ViÖt Nam", "TCVN3"),
        ("QuyÕt ®Þnh cña Thñ tíng ChÝnh phñ", "TCVN3"),
        ("ñy ban nh©n d©n tØnh b¾c giang", "TCVN3"),
        ("ph\xad¬ng h\xadíng, ng\xadêi l\xadîng", "TCVN3"),
        ("Coäng hoøa xaõ hoäi chuû nghóa Vieät Nam", "VNI"),
        ("UÛY BAN NHAÂN DAÂN TÆNH ÑOÀNG NAI", "VNI"),
        (typed(UNICODE, "TCVN3"), "TCVN3"),
        (typed(UNICODE, "VNI"), "VNI"),
        (unicodedata.normalize("NFD", typed(UNICODE, "TCVN3")), "TCVN3"),
        (unicodedata.normalize("NFD", typed(UNICODE, "VNI")), "VNI"),
        # too little to be sure
        ("KÕ ho¹ch", ""),
        ("", ""),
        # Unicode
        (UNICODE, ""),
        (unicodedata.normalize("NFD", UNICODE), ""),
        ("hoà, khoá, thoả, loá, hoạ, hoè, oà, uý, thuý, bé, có, là, nào, và, thì, kê, về", ""),
        ("Văn bản gõ bằng phông .VnTime, .VnTimeH (TCVN3) hoặc VNI-Times phải chuyển sang Unicode.", ""),
        ("Chữ “KÕ ho¹ch” và “Keá hoaïch” là tiếng Việt gõ bằng phông chữ cũ, nay phải gõ là “Kế hoạch”.", ""),
        ("§ 5 · 10 µm × 3 ÷ 4 ± 2 «a» © ® ¹ ² ³ ¼ ½ ¾ ° ¶ ¦ ¬ ¤ £ ¥ ¢", ""),
        ("Nồng độ bụi 10 µm, 2,5 µm; diện tích 5×7 m²; • – “trích” ‘dẫn’ … ‰ ≥ ≤", ""),
        # other languages
        ("L’été dernier, les élèves français ont été reçus à l’hôtel où naît la forêt; ça m’a plu, là-bas", ""),
        ("Für größere Städte müssen schöne Häuser über natürliche Wege zugänglich sein, daß es nützt", ""),
        ("El niño soñó más allá; ¿qué pasó después? Será mañana, quizás también aquí, según él y tú", ""),
        ("Não são só os pães: há também maçãs, limões, irmãos, corações e órgãos, já é amanhã", ""),
        ("På grund af vejret så vi ikke gå ud; når åen løber over, må børn få både mad og råd, også nå hjem", ""),
        ("På gång när så två små får stå på ön, då går även vår häst över ån; få må nå så här långt", ""),
        # UTF-8 taken for Western letters
        ("Uá»· ban nhÃ¢n dÃ¢n tá»‰nh ban hÃ\xa0nh káº¿ hoáº¡ch nÃ¢ng cao cháº¥t lÆ°á»£ng dÃ¢n sá»‘", ""),
    ],
)
def test_detection(text: str, encoding: str) -> None:
    assert detect(text, LEGACY) == encoding


@pytest.mark.parametrize("path", fixtures(), ids=lambda path: path.name)
def test_plans_are_recognised_in_every_encoding(path: Path) -> None:
    text = path.read_text(encoding="utf-8-sig")
    assert detect(text, LEGACY) == ""
    assert restore(text.split("\n"), LEGACY).lines == {}
    for encoding in ENCODINGS:
        assert detect(typed(text, encoding), LEGACY) == encoding


WORDS = sorted(
    set(
        regex.findall(
            r"\p{L}+", unicodedata.normalize("NFC", (FIXTURES / "dong-nai-2023.txt").read_text(encoding="utf-8"))
        )
    )
)


@given(st.lists(st.sampled_from(WORDS), min_size=1, max_size=40), st.sampled_from([" ", " - ", ", ", "-", "\n"]))
def test_unicode_is_never_converted(words: list[str], glue: str) -> None:
    text = glue.join(words)
    for form in ("NFC", "NFD"):
        assert restored(unicodedata.normalize(form, text)) == unicodedata.normalize(form, text)


@given(st.lists(st.sampled_from(WORDS), min_size=15, max_size=40, unique=True), st.sampled_from(ENCODINGS))
def test_conversion_happens_once(words: list[str], encoding: str) -> None:
    text = f"{UNICODE}\n{' '.join(words)}"
    once = restored(typed(text, encoding))
    assert once.lower() == text.lower()
    assert restored(once) == once


@pytest.mark.parametrize(
    ("text", "encoding", "expected"),
    [
        ("kÕ ho¹ch n¨m", "TCVN3", True),
        ("keá hoaïch", "VNI", True),
        ("plain", "TCVN3", True),
        ("kế hoạch năm", "TCVN3", False),
        ("kế hoạch năm", "VNI", False),
        ("hoà bình là thế", "TCVN3", False),
    ],
)
def test_unicode_in_a_legacy_font_is_told(text: str, encoding: str, expected: bool) -> None:
    assert fits(text, encoding, LEGACY) is expected


def test_without_tables_nothing_is_legacy() -> None:
    none = LegacyLetters()
    assert detect(typed(UNICODE, "TCVN3"), none) == ""
    assert font_encoding(".VnTime", none) is None


# Mixed documents, line by line

OLD = typed("Kế hoạch phát triển kinh tế - xã hội được ủy ban nhân dân tỉnh giao", "TCVN3")


@pytest.mark.parametrize("encoding", ENCODINGS)
def test_lines_in_unicode_stay(encoding: str) -> None:
    text = f"{UNICODE}\n{typed(UNICODE, encoding)}\n\nTổng số\n{typed('Bộ Y tế', encoding)}"
    lines = restored(f"{OLD}\n{text}").split("\n")
    assert lines[1] == UNICODE
    assert lines[2].lower() == UNICODE.lower()
    assert lines[4] == "Tổng số"


def test_both_encodings_may_occur() -> None:
    text = f"{typed(UNICODE, 'VNI')}\n{UNICODE}\n{OLD}"
    found = restore(text.split("\n"), LEGACY)
    assert set(found.encodings) == {"TCVN3", "VNI"}
    assert restored(text).split("\n")[:2] == [UNICODE, UNICODE]
    assert restored(text).endswith("được ủy ban nhân dân tỉnh giao")


def test_a_line_that_does_not_tell_goes_with_the_one_before() -> None:
    assert restored(f"bé\n{OLD}\nbé\n{UNICODE}\nbé").split("\n")[::2] == ["bộ", "bộ", "bé"]


def test_words_in_unicode_stay_in_a_converted_line() -> None:
    text = f"{OLD}\nSố trường học cña tØnh tõ n¨m ngo¸i ®Õn nay kh«ng ®æi"
    assert restored(text).split("\n")[1] == "Số trường học của tỉnh từ năm ngoái đến nay không đổi"


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("· Môc tiªu: 5 × 7; 3÷4", "· Mục tiêu: 5 × 7; 3÷4"),
        ("§ Môc tiªu", "§ Mục tiêu"),
        ("¨ Mục tiêu", "¨ Mục tiêu"),
        ("Ø NhiÖm vô", "Ø Nhiệm vụ"),
        ("ü §¹t", "ü Đạt"),
        ("§/c NguyÔn V¨n A; 500 ®; « t«; ë x·", "Đ/c Nguyễn Văn A; 500 đ; ô tô; ở xã"),
    ],
)
def test_symbols_of_other_fonts_stay(line: str, expected: str) -> None:
    assert restored(f"{OLD}\n{line}").split("\n")[1] == expected


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("QUYÕT §ÞNH", "QUYẾT ĐỊNH"),
        ("ñY BAN NH¢N D¢N TØNH L¹NG S¥N", "ỦY BAN NHÂN DÂN TỈNH LẠNG SƠN"),
        ("VÒ VIÖC GIAO CHØ TI£U", "VỀ VIỆC GIAO CHỈ TIÊU"),
        ("Hµ NéI", "HÀ NỘI"),
        ("CHI PHÝ Tõ NG¢N S¸CH", "CHI PHÍ TỪ NGÂN SÁCH"),
        ("DÞCH Vô KHHG§", "DỊCH VỤ KHHGĐ"),
        ("TRÎ EM ë TR¦êNG", "TRẺ EM Ở TRƯỜNG"),
        ("Tõ nay VÒ sau", "Từ nay Về sau"),
        ("Së NN, Së GD-§T, Sè: 10/Q§-UBND", "Sở NN, Sở GD-ĐT, Số: 10/QĐ-UBND"),
        ("Bé Y tÕ", "Bộ Y tế"),
        ("Hµ Néi, ngµy", "Hà Nội, ngày"),
    ],
)
def test_capitals_that_tcvn3_lacks_are_restored(line: str, expected: str) -> None:
    assert restored(f"{OLD}\n{line}").split("\n")[1] == expected


# Dumps

PLAN = """\
UBND TỈNH QUẢNG TRỊ
Số: 57/KH-UBND
Quảng Trị, ngày 14 tháng 3 năm 2023

KẾ HOẠCH
Nâng cao chất lượng dân số tỉnh Quảng Trị năm 2023

I. MỤC TIÊU VÀ CHỈ TIÊU

- Tỷ lệ người cao tuổi được khám sức khỏe định kỳ đạt 76,5% vào năm 2023.

- Giảm tỷ lệ cặp tảo hôn ở hai huyện miền núi: **1,2 %** so với năm 2022.

- Số người mới sử dụng biện pháp tránh thai hiện đại trong năm: 31.850 người.

Phụ lục
CHỈ TIÊU NĂM 2023

TT\tĐơn vị\tSố người\tSố lớp
\tTổng số\t2.230\t7
1\tHuyện Cam Lộ\t1.250\t4
2\tHuyện Gio Linh\t980\t3
"""


def extracted(data: str | bytes, folder: Path) -> Extraction:
    return extract(read(data, folder), CATALOG)


def test_a_plan_in_tcvn3_is_read_as_in_unicode(tmp_path: Path) -> None:
    plain, old = extracted(PLAN, tmp_path), extracted(typed(PLAN, "TCVN3"), tmp_path)
    assert len(plain.targets) == 3
    assert old.targets == plain.targets
    assert old.observations == plain.observations
    assert old.metadata == plain.metadata
    assert [note for note in old.notes if note.code != "legacy-encoding"] == list(plain.notes)


@pytest.mark.parametrize("encoding", ENCODINGS)
def test_values_lead_back_to_the_characters_of_the_file(tmp_path: Path, encoding: str) -> None:
    text = typed(PLAN, encoding)
    plain, old = extracted(PLAN, tmp_path), extracted(text, tmp_path)
    assert [without_place(target) for target in old.targets] == [without_place(target) for target in plain.targets]
    places = [(target.where, target.raw) for target in old.targets]
    places += [(value.where, value.raw) for value in old.observations]
    assert len(places) == 3 + 6
    for where, raw in places:
        assert where.line is not None
        printed = text.split("\n")[where.line - 1][where.start : where.end]
        assert converted(printed, encoding).replace("*", "") == raw


def without_place(target: Target) -> Target:
    return replace(target, where=Where())


def test_a_converted_file_has_one_note(tmp_path: Path) -> None:
    (note,) = legacy_notes(read(f"2023\n\n{typed(PLAN, 'TCVN3')}", tmp_path))
    assert note.observed == "TCVN3, by its letters"
    assert note.where == Where(line=3, start=0, end=19)
    assert note.evidence.endswith(" lines converted")
    assert CATALOG.issue_codes["legacy-encoding"].severity == "info"


@pytest.mark.parametrize(
    "text",
    [
        PLAN,
        f"{PLAN}\nPhông chữ: .VnTime, .VnTimeH, VNI-Times; bảng mã TCVN3 (ABC), VNI.\n",
        f"{PLAN}\n§ 5; 10 µm; ® © ×\n",
        f"{PLAN}\nKÕ ho¹ch\n",
    ],
    ids=["Unicode", "names fonts", "odd signs", "two words"],
)
def test_a_file_in_unicode_has_none(tmp_path: Path, text: str) -> None:
    assert legacy_notes(read(text, tmp_path)) == []
    assert restored(text) == text


@pytest.mark.parametrize("encoding", ENCODINGS)
def test_bytes_of_a_legacy_encoding_are_read(tmp_path: Path, encoding: str) -> None:
    text = typed(PLAN, encoding)
    old = extracted(text.encode("cp1252"), tmp_path)
    (note,) = legacy_notes(old)
    assert note.observed == f"{encoding}, by its bytes, which are not UTF-8, and its letters"
    assert old.targets == extracted(text, tmp_path).targets


@pytest.mark.parametrize("coding", ["cp1252", "latin-1"])
def test_typographic_signs_are_read(tmp_path: Path, coding: str) -> None:
    data = b"\x93" + OLD.encode("cp1252") + b"\x94 \x96 5\x89"
    (line,) = lines_of(read(data if coding == "cp1252" else data.decode("latin-1"), tmp_path))
    assert (line[:3], line[-6:]) == ("“Kế", "” – 5‰")


@pytest.mark.parametrize(
    "text",
    ["Für größere Städte müssen schöne Häuser", "L’été dernier, les élèves français", "KÕ ho¹ch", "\xff\xfe\xfa\xfb"],
)
def test_other_bytes_are_no_text(tmp_path: Path, text: str) -> None:
    with pytest.raises(DocumentError, match="not UTF-8"):
        read(text.encode("cp1252"), tmp_path)


def test_markup_is_stripped_from_converted_text(tmp_path: Path) -> None:
    text = typed("**Tỷ lệ** người <b>được</b> khám: 88&nbsp;%", "VNI")
    (_, line) = [
        block for block in read(f"{typed(UNICODE, 'VNI')}\n{text}", tmp_path).blocks if isinstance(block, Line)
    ]
    assert line.text == "Tỷ lệ người được khám: 88 %"
    for word, printed in (("người", "ngöôøi"), ("được", "ñöôïc"), ("88 %", "88&nbsp;%")):
        at = line.text.index(word)
        where = line.passage.where(at, at + len(word))
        assert text[where.start : where.end] == printed


# Real documents

REAL = ROOT.parent / "shared" / "real_pdfs"


def runs_of(path: Path, pages: int) -> Iterator[tuple[str, str]]:
    """Yield the text of a PDF in stretches of one font, as PDFium has it."""
    import pypdfium2
    import pypdfium2.raw as pdfium

    document = pypdfium2.PdfDocument(path)
    for number in range(min(pages, len(document))):
        page = document[number].get_textpage()
        name = ctypes.create_string_buffer(256)
        font, text = "", ""
        for at in range(page.count_chars()):
            own = font
            if pdfium.FPDFText_GetFontInfo(page, at, name, len(name), None) and not pdfium.FPDFText_IsGenerated(
                page, at
            ):
                own = name.value.decode()
            if own != font:
                yield font, text
                font, text = own, ""
            text += chr(pdfium.FPDFText_GetUnicode(page, at))
        yield font, text
    document.close()


@pytest.mark.real
@pytest.mark.skipif(not REAL.is_dir(), reason="the real PDFs are not beside the repository")
@pytest.mark.parametrize(
    "name", ["tcvn3_2006-19412_QD115.04TTg_BLTch_DNNVV.pdf", "tcvn3_2005-1ADDZ_Ke_hoach_2005_QH_lan_6_25-10.pdf"]
)
def test_real_pdfs_in_tcvn3_become_vietnamese(name: str) -> None:
    words: Counter[str] = Counter()
    raw = ""
    shown = ""
    for font, text in runs_of(REAL / name, pages=12):
        encoding, capitals = font_encoding(font, LEGACY) or ("", False)
        raw += text
        shown += converted(text, encoding, capitals=capitals) if encoding else text
    words.update(word for word in regex.findall(r"\p{L}+", shown) if not word.isascii())
    unknown = {word for word in words if not is_syllable(word, LEGACY) and not word.isupper()}
    assert detect(raw, LEGACY) == "TCVN3"
    assert words.total() > 300
    assert sum(words[word] for word in unknown) < words.total() / 500
    assert not regex.search(r"[\u00a1-\u00bf×÷\x02]", shown)
