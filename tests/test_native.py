"""Born-digital PDFs: every fixture against what its script drew, the samples against their dumps."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from pipeline.catalog import load_catalog
from pipeline.model import (
    Block,
    Cell,
    Check,
    Extraction,
    Grid,
    Line,
    Note,
    Passage,
    ReadDocument,
    Reading,
    Where,
)
from pipeline.readers.native import read_native, second
from pipeline.readers.native.glyphs import Glyph, Style
from pipeline.readers.native.lines import find_lines
from pipeline.readers.native.second import read_again
from pipeline.readers.native.words import find_words
from pipeline.stages import extract
from pipeline.tables import Structure, build_tables
from pipeline.tables.build import unfold_frames

from .fixtures.hostile.make import A4, page, pdf, stream
from .fixtures.pdfs.drawing import Sheets, wrapped
from .plans import ROOT, SAMPLES, extraction

FIXTURES = ROOT / "tests" / "fixtures" / "pdfs"
NAMES = sorted(path.stem for path in FIXTURES.glob("*.pdf"))
UNREADABLE = {"layers-broken", "layers-spaced", "layers-ocr"}
"""Fixtures whose pages need OCR, wholly or in part."""
PRINTED = sorted(SAMPLES.glob("*-ban-in.pdf"))


def read(name: str) -> ReadDocument:
    return _read(FIXTURES / f"{name}.pdf")


@cache
def _read(path: Path) -> ReadDocument:
    return read_native(str(path), load_catalog())


def truth(name: str) -> dict[str, Any]:
    found: dict[str, Any] = json.loads((FIXTURES / f"{name}.expected.json").read_text(encoding="utf-8"))
    return found


def structure(name: str) -> Structure:
    catalog = load_catalog()
    return build_tables(unfold_frames(read(name).blocks, catalog), catalog)


def rows_of(grid: Grid) -> list[list[str]]:
    return [[cell.text for cell in row] for row in grid.rows]


def codes(document: ReadDocument | Structure | Extraction) -> list[str]:
    return [note.code for note in document.notes]


@pytest.mark.parametrize("name", [name for name in NAMES if name not in UNREADABLE])
def test_cells_of_every_fixture(name: str) -> None:
    """Tables after stitching: all heads and bodies, merged cells once."""
    expected = truth(name)["tables"]
    found = structure(name).tables
    assert len(found) == len(expected)
    for table, wanted in zip(found, expected, strict=True):
        assert [[cell.text for cell in row.cells] for row in table.rows] == [
            row for row in wanted["rows"][wanted["heads"] :] if any(row)
        ]
        heads = {text for row in wanted["rows"][: wanted["heads"]] for text in row if text}
        assert {cell.text for cell in table.head if cell.text} == heads


@pytest.mark.parametrize("name", [name for name in NAMES if name not in UNREADABLE])
def test_prose_of_every_fixture(name: str) -> None:
    """Paragraphs in reading order; letterheads, signatures and footnotes are looked at by tests of their own."""
    expected = truth(name)
    apart = {text for key in ("letterhead", "recipients", "signature", "footnotes") for text in _texts(expected, key)}
    found = [block.text for block in read(name).blocks if isinstance(block, Line) and block.text]
    assert [text for text in found if text not in apart] == expected["prose"]


def _texts(expected: dict[str, Any], key: str) -> list[str]:
    found = expected.get(key, [])
    parts = found.values() if isinstance(found, dict) else [found]
    texts = [text for part in parts for text in (part if isinstance(part, list) else [part])]
    return [text["text"] if isinstance(text, dict) else text for text in texts]


def test_merged_cells_keep_their_spans() -> None:
    grid = next(block for block in read("merged-body").blocks if isinstance(block, Grid))
    spans = [
        [number, cell.column, cell.row_span, cell.column_span]
        for number, row in enumerate(grid.rows)
        for cell in row
        if cell.row_span * cell.column_span > 1
    ]
    assert spans == truth("merged-body")["tables"][0]["spans"]


def test_headers_of_three_levels_are_paths() -> None:
    table = structure("head-three-levels").tables[0]
    assert max(column.path.count(" > ") for column in table.columns) == 2


@pytest.mark.parametrize("name", ["pages-head-repeated", "pages-head-once", "pages-numbers-repeated", "table-long"])
def test_every_join_says_why(name: str) -> None:
    joins = [note for note in structure(name).notes if note.code == "continued-table"]
    assert joins
    assert all("its columns stand in the same places" in note.evidence for note in joins)


@pytest.mark.parametrize("name", ["tables-without-evidence"])
def test_thin_evidence_is_an_issue_and_no_fusion(name: str) -> None:
    assert codes(structure(name)) == ["continuation-refused"]


def test_tables_of_other_headers_are_apart_without_an_issue() -> None:
    assert codes(structure("tables-alike")) == []


@pytest.mark.parametrize(
    ("name", "evidence"),
    [("pages-row-broken", "Đan and Phượng together name a place"), ("pages-row-broken-open", "the text goes on")],
)
def test_a_row_broken_by_the_page_is_one(name: str, evidence: str) -> None:
    joined = [note for note in structure(name).notes if note.code == "joined-row"]
    assert len(joined) == 1
    assert joined[0].evidence.startswith(evidence)


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("layers-mixed", [("page-needs-ocr", 2)]),
        ("layers-broken", [("bad-text-layer", 1)]),
        ("layers-spaced", [("bad-text-layer", 2)]),
        ("layers-ocr", [("bad-text-layer", 1)]),
        ("landscape-sideways", [("page-sideways", 1)]),
        ("landscape-rotate", []),
        ("unruled", []),
    ],
)
def test_triage(name: str, expected: list[tuple[str, int]]) -> None:
    assert [(note.code, note.where.page) for note in read(name).notes] == expected


def test_a_table_without_rulings_is_named() -> None:
    found = extract(read("unruled"), load_catalog())
    notes = [note for note in found.notes if note.code == "unruled-table"]
    assert [(note.table_id, note.where.page, note.observed) for note in notes] == [("t1", 1, "TT")]
    assert "unruled-table" not in codes(structure("rulings-lines"))


def test_values_of_a_table_without_rulings_are_single_readings() -> None:
    grid = next(block for block in read("unruled").blocks if isinstance(block, Grid))
    assert not grid.is_ruled
    without_total = replace(grid, rows=(grid.rows[0], *grid.rows[2:]))
    unvouched = extract(replace(read("unruled"), blocks=(without_total,)), load_catalog()).observations
    assert {value.check for value in unvouched} == {Check.SINGLE}


def test_joins_of_tables_are_no_misreading_that_repeats() -> None:
    names = ("pages-head-repeated", "pages-head-once", "pages-row-broken", "pages-row-broken-open", "unruled")
    told = {"continued-table", "joined-row", "broken-row", "unruled-table"}
    groups = [note.group for name in names for note in structure(name).notes if note.code in told]
    assert len(groups) > len(names)
    assert all(groups)
    assert len(set(groups)) == len(groups)


def test_values_of_an_ocr_layer_are_single_readings() -> None:
    assert read("layers-ocr").genuine_pages == frozenset()
    assert read("layers-mixed").genuine_pages >= {1, 4}


def test_what_is_no_text_is_left_out_and_accounted_for() -> None:
    reasons = {left.passage.text: left.reason for left in read("pages-prose").left_out}
    assert set(truth("pages-prose")["running"]) <= set(reasons)
    assert set(reasons.values()) == {"page number", "repeated header"}
    slanted = [left for left in read("watermark").left_out if left.reason == "debris"]
    assert slanted


def test_marks_of_footnotes_are_no_digits_of_numbers() -> None:
    texts = [cell.text for cell in structure("footnotes-table").tables[0].rows[7].cells]
    assert texts[1] == "Cam Lộ"
    assert {left.reason for left in read("footnotes").left_out} == {"label"}


def test_boxes_are_those_of_the_page_as_displayed() -> None:
    for name in ("landscape-rotate", "landscape-sideways", "landscape-size"):
        width, height = truth(name)["displayed"][0]
        for block in read(name).blocks:
            if isinstance(block, Grid):
                boxes = [cell.passage.where().box for row in block.rows for cell in row if cell.text]
                for box in boxes:
                    assert box is not None
                    assert 0 <= box.left < box.right <= width
                    assert 0 <= box.top < box.bottom <= height


@pytest.mark.parametrize("path", PRINTED, ids=lambda path: path.stem)
def test_a_printed_sample_says_what_its_dump_says(path: Path) -> None:
    stem = path.stem.removesuffix("-ban-in")
    dump = next(one for one in SAMPLES.iterdir() if one.stem == stem)
    printed, typed = extraction(path), extraction(dump)
    assert printed.metadata == typed.metadata
    assert _facts(printed) == _facts(typed)
    assert [identity.members for identity in printed.identities] == [one.members for one in typed.identities]


def _facts(found: Extraction) -> list[object]:
    """Return everything extracted but where it stands and how it was read."""
    return [
        [replace(target, where=Where(), check=Check.SINGLE) for target in found.targets],
        [replace(value, where=Where(), check=Check.SINGLE, readings=()) for value in found.observations],
        [replace(activity, where=Where(), check=Check.SINGLE) for activity in found.activities],
    ]


@pytest.mark.parametrize("path", PRINTED, ids=lambda path: path.stem)
def test_a_genuine_text_layer_vouches_for_what_no_sum_does(path: Path) -> None:
    found = extraction(path)
    checks = {value.check for value in found.targets} | {value.check for value in found.observations}
    checks |= {value.check for value in found.activities}
    assert checks <= {Check.TEXT_LAYER, Check.RECONCILED, Check.SUSPECT}
    assert all(target.where.box is not None for target in found.targets)
    assert all(value.where.box is not None for value in found.observations)


def test_extraction_of_a_pdf_without_text_reports_its_pages() -> None:
    document = ReadDocument("native", (), pages=1, notes=(Note("page-needs-ocr", where=Where(page=1)),))
    assert codes(extract(document, load_catalog())) == ["page-needs-ocr"]
    assert codes(extract(replace(document, notes=()), load_catalog())) == ["no-content"]


def test_two_engines_that_agree_or_differ() -> None:
    path = FIXTURES / "rulings-lines.pdf"
    once = read("rulings-lines")
    twice = read_again(str(path), once, frozenset({1}))
    cells = [
        cell for block in twice.blocks if isinstance(block, Grid) for row in block.rows for cell in row if cell.text
    ]
    assert {tuple(reading.engine for reading in cell.readings) for cell in cells} == {("pdfium", "camelot")}
    agreed = extract(twice, load_catalog()).observations
    assert {value.check for value in agreed} <= {Check.AGREED, Check.RECONCILED}
    spoilt = replace(twice, blocks=tuple(map(_with_another_reading, twice.blocks)))
    found = extract(spoilt, load_catalog())
    doubtful = [value for value in found.observations if value.raw == "1.520"]
    assert [value.check for value in doubtful] == [Check.SUSPECT]
    told = [note for note in found.notes if note.code == "readings-disagree"]
    assert [(note.expected, note.evidence) for note in told] == [("", "pdfium: 1.520; camelot: 1.526")]


def _with_another_reading(block: Block) -> Block:
    if not isinstance(block, Grid):
        return block
    rows = tuple(
        tuple(
            replace(cell, readings=(cell.readings[0], Reading("1.526", "camelot"))) if cell.text == "1.520" else cell
            for cell in row
        )
        for row in block.rows
    )
    return replace(block, rows=rows)


def test_a_second_reader_that_fails_costs_only_its_reading(monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_: object) -> None:
        raise RuntimeError("no such font")

    monkeypatch.setattr(second, "_tables", fail)
    once = read("rulings-lines")
    twice = read_again("x.pdf", once, frozenset({1}))
    assert twice.blocks == once.blocks
    assert [(note.code, "no such font" in note.evidence) for note in twice.notes] == [("second-reader-failed", True)]


def test_a_second_reader_that_never_ends_is_given_up(monkeypatch: pytest.MonkeyPatch) -> None:
    def turn(*_: object) -> None:
        while True:
            pass

    monkeypatch.setattr(second, "_tables", turn)
    monkeypatch.setattr(second, "_SECONDS", 0.1)
    monkeypatch.setattr(second, "_SECONDS_A_PAGE", 0.1)
    twice = read_again("x.pdf", read("rulings-lines"), frozenset({1}))
    assert [(note.code, "TooSlowError" in note.evidence) for note in twice.notes] == [("second-reader-failed", True)]


def _grid(page: int, *rows: Sequence[str]) -> Grid:
    width = len(rows[0])
    columns = tuple(100.0 * number for number in range(width + 1))
    cells = tuple(tuple(Cell(number, Passage(text)) for number, text in enumerate(row)) for row in rows)
    return Grid(cells, width, page, columns)


def test_a_row_of_years_at_the_head_of_a_page_is_no_silent_header() -> None:
    before = _grid(1, ("Xã", "Dân số", "Hộ"), ("Ea Kly", "7.120", "1.804"), ("Ea Yông", "6.310", "1.590"))
    after = _grid(2, ("Hòa An", "1901", "1900"), ("Tân Tiến", "3.450", "861"))
    found = build_tables([before, after], load_catalog())
    values = [cell.text for table in found.tables for row in table.rows for cell in row.cells]
    assert "1901" in values or "continuation-refused" in codes(found)


def test_a_table_of_headings_alone_gives_nothing_and_breaks_nothing() -> None:
    document = ReadDocument("native", (_grid(1, ("Nội dung", "Đơn vị", "Ghi chú"), ("", "", "")),), pages=1)
    assert extract(document, load_catalog()).observations == ()


_APPEARANCE = stream(
    b"BT /F1 12 Tf 0 4 Td (115) Tj ET 0 0 40 16 re S",
    "/Type /XObject /Subtype /Form /BBox [0 0 40 16] /Resources << /Font << /F1 5 0 R >> >>",
)


def _filled_in(path: Path, kind: str, entries: str = "/AP << /N 7 0 R >>", sheet: str = "") -> Path:
    """Write a page with an annotation that shows 115; ``sheet`` are entries that the page inherits."""
    objects = page(entries="/Annots [6 0 R]")
    if sheet:
        objects[2] = objects[2].replace(b"/Count 1", f"/Count 1 {sheet}".encode())
        objects[3] = objects[3].replace(f"/MediaBox {A4}".encode(), b"")
    form = "/AcroForm << /Fields [6 0 R] /DR << /Font << /F1 5 0 R >> >> >>" if kind == "Widget" else ""
    objects[1] = objects[1].replace(b">>", f"{form} >>".encode())
    objects[6] = f"<< /Type /Annot /Subtype /{kind} /Rect [200 696 240 712] {entries} >>".encode()
    objects[7] = _APPEARANCE
    path.write_bytes(pdf(objects))
    return path


_FIELD = "/FT /Tx /T (so) /V (115) /DA (/F1 12 Tf 0 g)"


@pytest.mark.parametrize(
    ("kind", "entries", "expected"),
    [
        ("FreeText", "/AP << /N 7 0 R >>", ["Muc tieu 50%", "115"]),
        ("Stamp", "/F 4 /AP << /N 7 0 R >>", ["Muc tieu 50%", "115"]),
        ("Widget", f"{_FIELD} /F 132 /AP << /N 7 0 R >>", ["Muc tieu 50%", "115"]),
        ("Widget", _FIELD, ["Muc tieu 50%", "115"]),
        ("Stamp", "/F 2 /AP << /N 7 0 R >>", ["Muc tieu 50%"]),
        ("FreeText", "/F 32 /AP << /N 7 0 R >>", ["Muc tieu 50%"]),
        ("Link", "/AP << /N 7 0 R >>", ["Muc tieu 50%"]),
        ("Popup", "/AP << /N 7 0 R >>", ["Muc tieu 50%"]),
        ("Square", "/AP << /N 7 0 R >>", ["Muc tieu 50%"]),
        ("Stamp", "/AP << /N 99 0 R >>", ["Muc tieu 50%"]),
        ("Widget", f"{_FIELD} /AP << /N 6 0 R >>", ["Muc tieu 50%"]),
    ],
)
def test_what_fields_and_stamps_show_is_text(kind: str, entries: str, expected: list[str], tmp_path: Path) -> None:
    found = read_native(str(_filled_in(tmp_path / "a.pdf", kind, entries)), load_catalog())
    assert [block.text for block in found.blocks if isinstance(block, Line) and block.text] == expected
    raws = [numeral.raw for numeral in extract(found, load_catalog()).numerals]
    assert [raw.rstrip("%") for raw in raws] == ["50", "115"][: len(expected)]


def test_a_field_moves_nothing_on_a_page_that_inherits_its_size(tmp_path: Path) -> None:
    for sheet in ("/MediaBox [0 0 842 1191]", "/MediaBox [0 0 842 1191] /CropBox [50 60 600 800] /Rotate 90"):
        filled = _filled_in(tmp_path / "filled.pdf", "Stamp", sheet=sheet)
        other = _filled_in(tmp_path / "other.pdf", "Link", sheet=sheet)
        assert _places(filled)["Muc"] == _places(other)["Muc"]
        assert "115" in _places(filled)


def _places(path: Path) -> dict[str, Where]:
    blocks = read_native(str(path), load_catalog()).blocks
    passages = [block.passage for block in blocks if isinstance(block, Line)]
    return {passage.text[run.start : run.end]: run.where for passage in passages for run in passage.runs}


_TITLE = (
    "Thực hiện Chỉ thị số 78/CT-BNNMT ngày 17/7/2026 của Bộ Nông nghiệp",
    "và Môi trường về việc tăng cường kỷ luật, kỷ cương; chấn chỉnh lề lối",
    "làm việc và nâng cao hiệu quả hoạt động của cơ quan, tổ chức, đơn vị",
    "thuộc ngành Nông nghiệp và Môi trường",
)
_BODY = (
    "Căn cứ Kết luận số 226-KL/TW của Ban Bí thư, Ủy ban nhân dân tỉnh ban hành Kế hoạch này để các cơ quan, đơn vị "
    "thuộc tỉnh chấn chỉnh lề lối làm việc và nâng cao hiệu quả hoạt động trong năm nay và những năm sau."
)


def _titled(path: Path, style: str) -> list[str]:
    """Return the lines of a plan whose title is as wide as its text."""
    sheets = Sheets()
    sheets.page()
    sheets.centred(80, "KẾ HOẠCH")
    for number, text in enumerate(_TITLE):
        sheets.centred(98 + 17 * number, text, 13.4)
    top = 190.0
    for _ in range(6):
        for number, line in enumerate(wrapped(sheets, _BODY, sheets.pdf.w - 2 * 72, (13, style), 28)):
            sheets.words(72 + (0 if number else 28), top, line, 13, style)
            top += 18
    path.write_bytes(sheets.finished())
    return [block.text for block in read_native(str(path), load_catalog()).blocks if isinstance(block, Line)]


def test_a_preamble_without_an_indent_is_no_part_of_the_bold_title(tmp_path: Path) -> None:
    sheets = Sheets()
    sheets.page()
    sheets.centred(80, "KẾ HOẠCH")
    sheets.centred(98, "Thu gom và xử lý rác thải sinh hoạt ở các xã ven biển của tỉnh năm 2027", 12.5)
    top = 116.0
    for _ in range(6):
        for line in wrapped(sheets, _BODY, sheets.pdf.w - 2 * 72, (12.5, ""), 0):
            sheets.words(72, top, line, 12.5, "")
            top += 18
    (tmp_path / "a.pdf").write_bytes(sheets.finished())
    found = [one.text for one in read_native(str(tmp_path / "a.pdf"), load_catalog()).blocks if isinstance(one, Line)]
    assert found[1].startswith("Thu gom")
    assert found[1].endswith("năm 2027")
    assert found[2:4] == ["", _BODY]


@pytest.mark.parametrize("style", ["", "B"])
def test_a_bold_title_as_wide_as_the_text_is_one_block(style: str, tmp_path: Path) -> None:
    found = _titled(tmp_path / "a.pdf", style)
    end = found.index("")
    assert " ".join(found[:end]) == " ".join(("KẾ HOẠCH", *_TITLE))
    assert [text for text in found[end:] if text] == [_BODY] * 6
    assert found[end:].count("") == 6


def _short_plan(path: Path, heading: str = "B") -> list[str]:
    """Return the lines of a plan of few lines, its letterhead in columns, its title narrower than its text.

    ``heading`` is the style of the headings of its annex.
    """
    sheets = Sheets()
    sheets.page()
    for middle, base, text, style in (
        (177, 65, "ỦY BAN NHÂN DÂN", "B"),
        (177, 80, "TỈNH QUẢNG TRỊ", "B"),
        (177, 102, "Số: 12088/KH-UBND", ""),
        (404, 65, "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", "B"),
        (404, 80, "Độc lập - Tự do - Hạnh phúc", "B"),
        (404, 102, "Quảng Trị, ngày 05 tháng 3 năm 2025", "I"),
    ):
        sheets.words(middle - sheets.measure(text, 12, style) / 2, base, text, 12, style)
    for base, text in (
        (123, "KẾ HOẠCH"),
        (141, "Chăm sóc sức khỏe người cao tuổi"),
        (159, "trên địa bàn tỉnh Quảng Trị năm 2025"),
    ):
        sheets.words(312 - sheets.measure(text, 14, "B") / 2, base, text, 14, "B")
    for left, base, text, style in (
        (121, 180, "Thực hiện Quyết định số 1579/QĐ-TTg ngày 13/10/2020 của Thủ tướng", ""),
        (85, 198, "Chính phủ, UBND tỉnh ban hành Kế hoạch như sau:", ""),
        (121, 219, "I. MỤC TIÊU", "B"),
        (121, 239, "- Khám sức khỏe định kỳ cho 41.996 người cao tuổi.", ""),
        (121, 260, "II. TỔ CHỨC THỰC HIỆN", "B"),
        (121, 280, "Giao Sở Y tế chủ trì thực hiện.", ""),
    ):
        sheets.words(left, base, text, 14, style)
    sheets.page()
    for base, text, style in (
        (60, "PHỤ LỤC", heading),
        (79, "SỐ NGƯỜI CAO TUỔI ĐƯỢC KHÁM SỨC KHỎE THEO ĐƠN VỊ HÀNH CHÍNH", heading),
        (96, "(Kèm theo Kế hoạch số 12088/KH-UBND ngày 05/3/2025 của UBND tỉnh)", heading and "I"),
    ):
        sheets.centred(base, text, 14, style)
    path.write_bytes(sheets.finished())
    return [block.text for block in read_native(str(path), load_catalog()).blocks if isinstance(block, Line)]


def test_a_number_below_the_issuer_stands_by_itself(tmp_path: Path) -> None:
    found = _short_plan(tmp_path / "a.pdf")
    assert found[:3] == ["ỦY BAN NHÂN DÂN", "TỈNH QUẢNG TRỊ", "Số: 12088/KH-UBND"]


@pytest.mark.parametrize("heading", ["", "B"])
def test_a_reference_below_the_title_of_an_annex_stands_by_itself(heading: str, tmp_path: Path) -> None:
    found = _short_plan(tmp_path / "a.pdf", heading)
    assert found[-1] == "(Kèm theo Kế hoạch số 12088/KH-UBND ngày 05/3/2025 của UBND tỉnh)"


def test_the_title_of_a_page_of_few_lines_is_one_block(tmp_path: Path) -> None:
    found = _short_plan(tmp_path / "a.pdf")
    start = found.index("Chăm sóc sức khỏe người cao tuổi")
    assert found[start + 1 : start + 3] == ["trên địa bàn tỉnh Quảng Trị năm 2025", ""]


def test_letters_of_no_height_break_nothing() -> None:
    style = Style("F", 0.0, 0, 100.0)
    words, _ = find_words([Glyph(text, x, 100, x + 5, 100, style, x, x > 0) for x, text in ((0, "a"), (9, "b"))])
    assert " ".join(line.text for line in find_lines(words)) == "a b"
