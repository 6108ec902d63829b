"""What findings say, in Vietnamese: every sentence that documents bring out is of a form, and every form is sound."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
import regex
from click.testing import CliRunner

from pipeline.catalog import load_catalog
from pipeline.cli import main
from pipeline.evidence import FORMS, in_vietnamese, left_in_english, told_in_vietnamese
from pipeline.model import Note
from pipeline.report.issues import Member
from pipeline.run import run

from .bench.mutants import KINDS, clean_documents, spoil
from .plans import DUMPS, ROOT, SAMPLES, extraction, extraction_of, fixtures

CATALOG = load_catalog()
ROWS = [(form, english, vietnamese) for form, rows in CATALOG.evidence.items() for english, vietnamese in rows]
SLOT = re.compile(r"\{(\w+)(?::([\w-]+))?(?:\|([^{}]*))?\}")
QUOTED = {"reference-disagrees"}
"""Codes whose evidence is a line of the document, in Vietnamese already."""
SAMPLE = {
    "number": "12",
    "word": "t3",
    "name": "Nguyễn An",
    "document": "ke-hoach-2024",
    "year": "2024",
    "terms": "1 + 2",
    "engine": "tesseract cell",
    "reading": "1.250",
    "value": "1.250",
    "old": "1.260",
    "reason": "so với trang 7",
    "reviewer": "Trần Bình",
    "why": "Counts are whole.",
    "row": "g7",
    "type": "number",
}
"""What fills forms that are data, or may be."""
SPOILT = """ỦY BAN NHÂN DÂN\tCỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM
TỈNH ĐỒNG NAI
Số: 12/KH-UBND\tĐồng Nai, ngày 5 tháng 1 năm 2023

KẾ HOẠCH
Công tác dân số năm 2023

I. MỤC TIÊU
- Tỷ lệ sàng lọc trước sinh đạt 50.5%, chiếm 1.2.3% số trẻ.
- Tổ chức 12,345 lớp, tập huấn 3O người do bà Chừ Xuân Dung và bà Chữ Xuân Dung phụ trách.
- Căn cứ Quyết định số 15/QĐ-ƯBND về kề hoạch hành động; liên hệ ông Ngyễn Văn An, P.T.T. Huyện.

Phụ lục
(Kèm theo Kế hoạch số 13/KH-UBND ngày 6 tháng 1 năm 2023)
TT\tĐơn vị\tDân số (người)\tNam (người)\tNữ (người)\tTỷ lệ (%)
\tTổng\t1.000\t500\t600\t1,5
1\tBiên Hòa\t400\t200\t200\t1,5
2\tLong Khánh\t5a\t100\t100\t2,5
2\tLong Khánh\t200\t\t100\t2,5
4\tTân Phú\t2OO\t100\t1O0\t3.500
5\tTân Phủ\t200\t100\t100\t3,5
"""


def fill(form: str) -> str:
    """Return a text of a form: a sample where it is data, else what its first row says."""
    if form in SAMPLE:
        return SAMPLE[form]
    if form in CATALOG.words:
        return next(iter(CATALOG.words[form]))
    return filled(CATALOG.evidence[form][0][0])


def filled(english: str) -> str:
    return SLOT.sub(lambda slot: fill(slot[2]) if slot[2] else "Yên Bái", english)


def is_pattern(english: str) -> bool:
    return english.startswith("/")


@pytest.mark.parametrize(("form", "english", "vietnamese"), ROWS, ids=[f"{form}: {row}" for form, row, _ in ROWS])
def test_every_form_is_sound(form: str, english: str, vietnamese: str) -> None:
    """It can be said in Vietnamese with all that fills it, and nothing else is taken for it."""
    if is_pattern(english):
        assert regex.fullmatch(english[1:-1], SAMPLE.get(form, "1.250"))
        assert not vietnamese
        return
    assert {slot[1] for slot in SLOT.finditer(english)} == {slot[1] for slot in SLOT.finditer(vietnamese)}
    text = filled(english)
    assert left_in_english(text, CATALOG, form) == ()
    said = in_vietnamese(text, CATALOG, form)
    assert "{" not in said
    assert said != text or not any(map(str.isalpha, SLOT.sub("", english)))


def test_nothing_is_said_in_two_ways() -> None:
    keys = [(form, english) for form, english, _ in ROWS]
    assert len(keys) == len(set(keys))


@pytest.mark.parametrize(
    ("english", "vietnamese"),
    [
        (
            "row-parts: 400 + 500 = 900, off by -10; explained by 510 for 500 (row 3 column 4)",
            "trong đó (theo dòng): 400 + 500 = 900, lệch -10; giải thích được bằng: 510 thay cho 500 (dòng 3 cột 4)",
        ),
        (
            (
                "off: row-groups of row 6 column 3 by +10, column-items of row 1 column 7 by -10; all hold with it; "
                "as small: 3 for nothing (row 2 column 3, which is empty) with 4 for 5 (row 2 column 4); "
                "7 for 8 (row 1 column 3)"
            ),
            (
                "không khớp: các nhóm (theo dòng) của dòng 6 cột 3 lệch +10, các dòng (theo cột) của dòng 1 cột 7 "
                "lệch -10; sửa như đề xuất thì tất cả đều khớp; các cách sửa nhỏ tương đương: 3 thay cho ô trống (dòng "
                "2 cột 3, đang để trống) cùng với 4 thay cho 5 (dòng 2 cột 4); 7 thay cho 8 (dòng 1 cột 3)"
            ),
        ),
        (
            "years: 5 (2021) + 5 (2022) = 10, off by 5; no quantity for 2023",
            "các năm của giai đoạn: 5 (2021) + 5 (2022) = 10, lệch 5; không có số lượng cho năm 2023",
        ),
        (
            "Chủ and Chữ are no family names that are known; Chu and Chử would be",
            "Chủ và Chữ không phải là họ đã biết; gần giống thì có Chu và Chử",
        ),
        ("tesseract page: 8; numerals: (empty)", "tesseract page: 8; numerals: (trống)"),
        ("t2 row 3 column 4: 9; 10", "bảng t2, dòng 3, cột 4: 9; 10"),
        ("a.pdf: is a picture, not a PDF; put it into a PDF", "a.pdf: là tệp ảnh, không phải PDF; hãy đưa vào tệp PDF"),
        (
            "Columns count from 1. Not so in 5 rows of targets.csv: t1 row 2 column 3; g2; g3; and 2 more.",
            "Cột đếm từ 1. Không đúng ở 5 dòng của targets.csv: bảng t1, dòng 2, cột 3; g2; g3; và 2 dòng nữa.",
        ),
        ("the header is repeated; a reason of tomorrow", "tiêu đề cột được lặp lại; a reason of tomorrow"),
        ("", ""),
    ],
)
def test_examples(english: str, vietnamese: str) -> None:
    assert in_vietnamese(english, CATALOG) == vietnamese


def test_what_no_form_matches_is_told() -> None:
    assert left_in_english("the header is repeated; a reason of tomorrow", CATALOG) == ("a reason of tomorrow",)


def test_only_the_words_of_the_program_are_translated() -> None:
    """A text of a document stays, whatever it says; so does what can be accepted."""
    issue = {
        "code": "lost-cell",
        "observed": "Tập huấn; blank",
        "expected": "at least 90%",
        "proposal": "the text belongs to column 11; what stood in column 10 is lost",
        "evidence": "beside: all hold with it",
    }
    assert told_in_vietnamese(issue, CATALOG) == {
        "code": "lost-cell",
        "observed": "Tập huấn; blank",
        "expected": "ít nhất 90%",
        "proposal": "nội dung này thuộc cột 11; nội dung của cột 10 đã mất",
        "evidence": "bên cạnh: all hold with it",
    }


def test_a_long_text_is_looked_at_part_by_part() -> None:
    """Each of its parts is told, however many they are; a text that quotes a document may have thousands."""
    parts = ["the header is repeated", *(f"dòng {number}" for number in range(2000))]
    said = in_vietnamese("; ".join(parts), CATALOG).split("; ")
    assert said == ["tiêu đề cột được lặp lại", *parts[1:]]


def english_in(notes: Iterator[Note] | tuple[Note, ...]) -> set[tuple[str, str]]:
    return {
        (note.code, left)
        for note in notes
        if note.code not in QUOTED
        for left in left_in_english(note.evidence, CATALOG)
    }


@pytest.mark.parametrize("path", [*DUMPS, *fixtures()], ids=lambda path: path.name)
def test_documents_are_told_in_vietnamese(path: Path) -> None:
    notes = extraction(path).notes
    assert english_in(notes) == set()


def test_a_spoilt_document_is_told_in_vietnamese(tmp_path: Path) -> None:
    notes = extraction_of(SPOILT, tmp_path).notes
    assert len({note.code for note in notes if note.evidence}) > 5
    assert english_in(notes) == set()


@pytest.mark.parametrize("kind", KINDS)
def test_errors_of_each_kind_are_told_in_vietnamese(kind: str) -> None:
    clean = [one for one in clean_documents(with_real=False) if one.name in {"dong-nai-2023.txt", "dan-so-2026"}]
    made = [spoil(one, kind, count, seed) for one in clean for count, seed in ((1, 1), (3, 2))]
    mutants = [one for one in made if one is not None]
    assert mutants
    assert english_in(note for one in mutants for note in one.found.notes) == set()


@pytest.mark.real
@pytest.mark.parametrize(
    "path", sorted((ROOT.parent / "shared" / "raw_docs").glob("*.txt")), ids=lambda path: path.name
)
def test_real_documents_are_told_in_vietnamese(path: Path) -> None:
    assert english_in(extraction(path).notes) == set()


def test_every_expectation_is_told_in_vietnamese() -> None:
    known = {english for english, _ in CATALOG.evidence["why"]}
    suites = [json.loads(path.read_text(encoding="utf-8")) for path in sorted((ROOT / "expectations").glob("*.json"))]
    said = {one["description"] for suite in suites for one in suite["expectations"]}
    assert said - known == set()


@pytest.mark.parametrize(
    ("changed", "commands"),
    [
        ({}, ("--accept 8f43", "--reject 8f43")),
        ({"proposal": ""}, ('--correct 8f43 "…"', "--reject 8f43")),
        ({"proposal": "", "observed": "1250 người"}, ("--reject 8f43",)),
        ({"proposal": "1.250"}, ('--correct 8f43 "…"', "--reject 8f43")),
        ({"source_id": "", "observed": ""}, ("--reject 8f43",)),
        ({"resolution": "accepted"}, ()),
    ],
)
def test_the_report_tells_how_to_decide(changed: dict[str, str], commands: tuple[str, ...]) -> None:
    row = {"issue_id": "8f43", "resolution": "open", "observed": "1.250", "proposal": "1.260", "source_id": "plan:p1"}
    member = Member({**row, **changed}, {}, page="1", line="", cell="", text=("Có ", "1.250", " người"))
    assert member.commands == commands


def test_terminal_and_datasets(tmp_path: Path) -> None:
    """The terminal speaks the language asked for; issues.csv and the JSON keep English, as does what is accepted."""
    out = tmp_path / "out"
    run([SAMPLES / "mau-ke-hoach-tranh-thai-2030.md"], out, suites=ROOT / "expectations")
    wanted = ["audit", "--out", str(out), "--code", "lost-cell"]
    vietnamese, english = (CliRunner().invoke(main, [*wanted, "--lang", one]).stdout for one in ("vi", "en"))
    assert "nội dung này thuộc cột 11; nội dung của cột 10 đã mất" in vietnamese
    assert "the text belongs to column" not in vietnamese
    assert "the text belongs to column 11; what stood in column 10 is lost" in english
    stored = (out / "issues.csv").read_text(encoding="utf-8")
    assert "the text belongs to column 11" in stored
    assert "nội dung này thuộc cột" not in stored
    page = (out / "report" / "documents" / "mau-ke-hoach-tranh-thai-2030.html").read_text(encoding="utf-8")
    assert (
        '<span lang="vi">nội dung này thuộc cột 11; nội dung của cột 10 đã mất</span><span lang="en">the text' in page
    )
    data = json.loads(CliRunner().invoke(main, [*wanted, "--json", "--lang", "vi"]).stdout)
    (found,) = (one for group in data["groups"] for one in group["issues"])
    assert all("thuộc cột" not in str(found[form]) for form in FORMS)
    assert f"<code>khubnd audit --accept {found['issue_id']}</code>" in page
