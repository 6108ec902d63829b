"""The workbook for Excel, read back: types, formats, titles, what must never happen, bad targets."""

from __future__ import annotations

import csv
import errno
import json
import shutil
import unicodedata
import zipfile
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import Any, TypeAlias

import openpyxl
import pytest

from pipeline.errors import ConfigurationError, KhubndError, UsageError
from pipeline.export import FORMATS, export, xlsx
from pipeline.export.cells import sheet_name, typed

from .plans import DUMPS
from .test_run import khubnd

Workbook: TypeAlias = Any  # openpyxl has no types
Sheet: TypeAlias = Any
AMBER, RED = "FFFFEFC2", "FFF8DEDA"
TREATED = {
    "documents": [{"title": "'=HYPERLINK(1)", "path": "/data/=x", "status": "quarantined"}],
    "targets": [
        {"value": "1234.50", "raw": "'=1+1", "check": "suspect"},
        {"value": "0.10", "raw": "'-x", "check": "single"},
        {"value": "9.7", "raw": "007", "check": "single"},
        {"value": "12345678901234567.5", "raw": "{=1}", "check": "single"},
        {"value": "", "raw": "tab\there\nline", "check": "suspect"},
        {"value": "-3", "raw": "x" * 40_000, "check": "single"},
    ],
    "issues": [{"severity": "error", "evidence": "'@x"}, {"severity": "info", "observed": "https://a.b"}],
}


@pytest.fixture(scope="module")
def samples(tmp_path_factory: pytest.TempPathFactory) -> Path:
    out = tmp_path_factory.mktemp("export") / "out"
    done = khubnd("run", *DUMPS, "--out", out, "--quiet")
    assert done.returncode == 0, done.stderr
    return out


@pytest.fixture(scope="module")
def book(samples: Path) -> Workbook:
    done = khubnd("export", samples)
    target = samples.with_name("out.xlsx")
    assert (done.returncode, done.stdout, done.stderr) == (0, f"written to {target}\n", "")
    return openpyxl.load_workbook(target)


@pytest.fixture
def treated(samples: Path, tmp_path: Path) -> Path:
    """Give an output folder with the first rows of datasets replaced by awkward ones."""
    folder = tmp_path / "treated"
    shutil.copytree(samples, folder)
    for name, changes in TREATED.items():
        path = folder / f"{name}.csv"
        with path.open(encoding="utf-8", newline="") as stream:
            columns = next(csv.reader(stream))
        with path.open("w", encoding="utf-8", newline="") as stream:
            writer = csv.DictWriter(stream, columns, restval="", lineterminator="\n")
            writer.writeheader()
            writer.writerows(changes)
    return folder


def records(folder: Path, path: str) -> tuple[list[str], list[list[str]]]:
    with (folder / path).open(encoding="utf-8", newline="") as stream:
        header, *rows = csv.reader(stream)
    return header, rows


def column(sheet: Sheet, name: str) -> list[Any]:
    at = [cell.value for cell in sheet[2]].index(name)
    return [row[at] for row in sheet.iter_rows(min_row=3)]


def cells(book: Workbook) -> Iterator[Any]:
    for sheet in book:
        for row in sheet.iter_rows():
            yield from row


def test_every_dataset_has_a_sheet_with_both_headers(samples: Path, book: Workbook) -> None:
    resources = json.loads((samples / "datapackage.json").read_text(encoding="utf-8"))["resources"]
    assert book.sheetnames[0] == "Đọc trước"
    assert len(book.sheetnames) == 1 + len(resources)
    for name, resource in zip(book.sheetnames[1:], resources, strict=True):
        sheet, fields = book[name], resource["schema"]["fields"]
        _, rows = records(samples, resource["path"])
        assert sheet.freeze_panes.rstrip("3") in {"A", "C"}
        assert [cell.value for cell in sheet[2]] == [field["name"] for field in fields]
        assert sheet.max_row == len(rows) + 2
        assert sheet.auto_filter.ref == f"A2:{sheet.cell(len(rows) + 2, len(fields)).coordinate}"
        if "/" not in resource["path"]:
            assert name == resource["title"]
            assert [cell.value for cell in sheet[1]] == [field["title"] for field in fields]


def test_every_cell_holds_what_the_csv_says(samples: Path, book: Workbook) -> None:
    for resource, name in zip(
        json.loads((samples / "datapackage.json").read_text(encoding="utf-8"))["resources"],
        book.sheetnames[1:],
        strict=True,
    ):
        _, rows = records(samples, resource["path"])
        for row, written in zip(rows, book[name].iter_rows(min_row=3), strict=True):
            for text, cell in zip(row, written, strict=True):
                match cell.value:
                    case None:
                        assert text == ""
                    case bool(flag):
                        assert text == str(flag).lower()
                    case int() | float() as number:
                        assert float(text) == number
                    case datetime() as day:
                        assert text == day.date().isoformat()
                    case value:
                        assert value == text


def test_values_are_numbers_in_the_format_of_their_decimals(book: Workbook) -> None:
    values = column(book["Số liệu"], "value")
    assert {cell.data_type for cell in values} == {"n"}
    assert {cell.number_format for cell in values} == {"#,##0", "#,##0.00"}
    assert sum(c.value for c, leaf in zip(values, column(book["Số liệu"], "is_leaf"), strict=True) if leaf.value) == (
        403730
    )
    years = column(book["Số liệu"], "year")
    assert {cell.number_format for cell in years} == {"0"}
    assert {cell.data_type for cell in column(book["Số liệu"], "is_leaf")} == {"b"}


def test_dates_are_dates(book: Workbook) -> None:
    (day,) = (cell for cell in column(book["Tài liệu"], "issued_on") if cell.value)
    assert (day.value, day.number_format) == (datetime(2021, 12, 30), "dd/mm/yyyy")  # noqa: DTZ001 - as Excel has it


def test_codes_keep_their_zeros(book: Workbook) -> None:
    codes = column(book["Địa bàn"], "code")
    assert {cell.data_type for cell in codes} <= {"s", "inlineStr"}
    assert "001" in {cell.value for cell in codes}


def test_cells_of_wide_tables_are_numbers(book: Workbook) -> None:
    sheet = book["t-mau-ke-hoach-dan-so-2024-t2"]
    assert sheet["A1"].value.startswith("mau-ke-hoach-dan-so-2024 · t2 · Phụ lục số 2")
    assert (sheet["B3"].value, sheet["C3"].value, sheet["C3"].number_format) == ("Tổng", 403730, "#,##0")
    assert sheet["A4"].value == "1"
    assert sheet.freeze_panes == "C3"


def test_a_number_in_a_mixed_column_is_known_by_its_observation(treated: Path, samples: Path) -> None:
    shutil.copy(samples / "targets.csv", treated)
    path = treated / "tables" / "mau-ke-hoach-dan-so-2024" / "t2.csv"
    header, rows = records(treated, str(path.relative_to(treated)))
    rows[1][2] = "18.020 (x)"
    with path.open("w", encoding="utf-8", newline="") as stream:
        csv.writer(stream, lineterminator="\n").writerows([header, *rows])
    package = treated / "datapackage.json"
    described = json.loads(package.read_text(encoding="utf-8"))
    (own,) = (one for one in described["resources"] if one["path"].endswith("2024/t2.csv"))
    own["schema"]["fields"][2]["type"] = "string"
    package.write_text(json.dumps(described), encoding="utf-8")
    observations = treated / "observations.csv"
    text = observations.read_text(encoding="utf-8")
    assert "t2,3,3," in text
    lines = [line.replace(",reconciled,", ",suspect,") if ",t2,3,3," in line else line for line in text.split("\n")]
    observations.write_text("\n".join(lines), encoding="utf-8")
    target, _ = export(treated, "xlsx")
    sheet = openpyxl.load_workbook(target)["t-mau-ke-hoach-dan-so-2024-t2"]
    assert [sheet[at].value for at in ("C3", "C4", "C5")] == [403730, "18.020 (x)", 14470]
    assert [sheet[at].fill.fgColor.rgb == AMBER for at in ("C3", "C4", "C5")] == [False, False, True]


def test_awkward_cells(treated: Path) -> None:
    target, notes = export(treated, "xlsx", treated.with_name("a.xlsx"))
    book = openpyxl.load_workbook(target)
    values, raw = column(book["Chỉ tiêu"], "value"), column(book["Chỉ tiêu"], "raw")
    assert [cell.value for cell in values] == [1234.5, 0.1, 9.7, "12345678901234567.5", None, -3]
    assert [cell.number_format for cell in values[:3]] == ["#,##0.00", "#,##0.00", "#,##0.0"]
    assert [cell.value for cell in raw[:5]] == ["=1+1", "-x", "007", "{=1}", "tab\there\nline"]
    assert len(raw[5].value) == 32_767
    assert [cell.fill.fgColor.rgb == AMBER for cell in values] == [True, False, False, False, True, False]
    assert column(book["Tài liệu"], "title")[0].value == "=HYPERLINK(1)"
    assert column(book["Tài liệu"], "status")[0].fill.fgColor.rgb == RED
    assert [cell.fill.fgColor.rgb for cell in column(book["Vấn đề"], "severity")] == [RED, "FFE3EDF7"]
    assert column(book["Vấn đề"], "observed")[1].hyperlink is None
    assert len(notes) == 2
    told = " ".join(str(cell.value) for cell in book["Đọc trước"]["A"])
    assert "'Chỉ tiêu'!H6: 12345678901234567.5 (hơn 15 chữ số" in told
    assert "'Chỉ tiêu'!T8: 40000 ký tự, bị cắt" in told
    assert all(cell.data_type != "f" for cell in cells(book))
    assert "see the first sheet" in khubnd("export", treated, "--to", target).stdout


def test_no_formula_is_in_the_file(treated: Path) -> None:
    target, _ = export(treated, "xlsx")
    with zipfile.ZipFile(target) as archive:
        for name in archive.namelist():
            assert b"<f>" not in archive.read(name)


def test_same_bytes_each_time(samples: Path, tmp_path: Path) -> None:
    files = [tmp_path / "a" / "out.xlsx", tmp_path / "b" / "out.xlsx"]
    for path, zone in zip(files, ("UTC", "Asia/Ho_Chi_Minh"), strict=True):
        path.parent.mkdir()
        assert khubnd("export", samples, "--to", path, TZ=zone).returncode == 0
        assert [entry.name for entry in path.parent.iterdir()] == ["out.xlsx"]
    assert files[0].read_bytes() == files[1].read_bytes()


def test_all_text_is_composed(book: Workbook) -> None:
    texts = [*book.sheetnames, *(cell.value for cell in cells(book) if isinstance(cell.value, str))]
    assert all(unicodedata.is_normalized("NFC", text) for text in texts)


def test_the_first_sheet_explains(samples: Path, book: Workbook) -> None:
    front = book["Đọc trước"]
    told = {cell.value for row in front.iter_rows() for cell in row}
    assert {"corrected", "reconciled", "agreed", "text-layer", "single", "suspect"} <= told
    assert {"targets.csv", "Đáng ngờ: xem bản gốc trước khi dùng", 31, 651, "Mức kiểm chứng"} <= told
    links = [cell.hyperlink.location for cell in front["A"] if cell.hyperlink]
    assert links == [f"'{name}'!A1" for name in book.sheetnames[1:]]


def test_more_tables_than_sheets(samples: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(xlsx, "_MOST_TABLES", 2)
    target, _ = export(samples, "xlsx", tmp_path / "a.xlsx")
    book = openpyxl.load_workbook(target)
    assert [name for name in book.sheetnames if name.startswith("t-")] == [
        "t-mau-ke-hoach-dan-so-2024-t1",
        "t-mau-ke-hoach-dan-so-2024-t2",
    ]
    told = [cell.value for cell in book["Đọc trước"]["D"]]
    assert any(str(text).endswith("tables/mau-ke-hoach-tranh-thai-2030/t3.csv") for text in told)


def test_more_rows_than_a_sheet(samples: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(xlsx, "MOST_ROWS", 600)
    with pytest.raises(UsageError, match=r"observations\.csv: 651 rows .* more than a sheet holds"):
        export(samples, "xlsx", tmp_path / "a.xlsx")
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    ("args", "told"),
    [
        (["nowhere"], "nowhere: no such folder; write it with `khubnd run`"),
        (["."], "holds no datapackage.json of `khubnd run`"),
        (["other"], "is not of `khubnd run`"),
        (["list"], "holds no datapackage.json of `khubnd run`"),
        (["escape"], "leads out of the folder"),
        (["out", "--to", "out/a.xlsx"], "which a run rebuilds"),
        (["out", "--to", "a.csv"], "does not end in .xlsx"),
        (["out", "--to", "folder.xlsx"], "is a folder"),
        (["out", "--to", "no/a.xlsx"], "there is no folder no"),
        (["out", "--to", "file/a.xlsx"], "there is no folder file"),
        (["out", "--format", "pdf"], "'pdf' is not"),
    ],
)
def test_one_sentence_for_each_mistake(args: list[str], told: str, samples: Path, tmp_path: Path) -> None:
    (tmp_path / "out").symlink_to(samples)
    (tmp_path / "file").touch()
    (tmp_path / "folder.xlsx").mkdir()
    escape = {"name": "khubnd-extracted", "resources": [{"path": "../file", "schema": {"fields": []}}]}
    for name, package in (("other", {"name": "x"}), ("list", []), ("escape", escape)):
        (tmp_path / name).mkdir()
        (tmp_path / name / "datapackage.json").write_text(json.dumps(package), encoding="utf-8")
    done = khubnd("export", *args, cwd=tmp_path)
    assert done.returncode == 2
    assert told in done.stderr
    assert "Traceback" not in done.stderr
    assert not list(tmp_path.glob("*.xlsx/*"))


@pytest.mark.parametrize("content", [b"", b"doc_id\n", b"\xff\xfe", None])
def test_a_folder_changed_by_hand(content: bytes | None, treated: Path) -> None:
    path = treated / "targets.csv"
    if content is None:
        path.unlink()
    else:
        path.write_bytes(content)
    with pytest.raises(UsageError, match=r"targets\.csv: .*; do the run again"):
        export(treated, "xlsx")
    assert not treated.with_name("treated.xlsx").exists()


def test_a_failed_write_leaves_the_old_file(samples: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    target = tmp_path / "a.xlsx"
    target.write_bytes(b"old")

    def refuse(self: Path, target: Path) -> Path:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(Path, "replace", refuse)
    with pytest.raises(ConfigurationError, match=r"a\.xlsx: cannot be written \(Permission denied\); close it"):
        export(samples, "xlsx", target)
    assert [(path.name, path.read_bytes()) for path in tmp_path.iterdir()] == [("a.xlsx", b"old")]


def test_a_full_disk_is_told_whatever_the_writer_makes_of_it(samples: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def fill_up(_resources: object, _path: Path) -> list[str]:
        try:
            raise OSError(errno.ENOSPC, "No space left on device")
        finally:
            raise ValueError("seek of closed file")

    monkeypatch.setitem(FORMATS, "xlsx", fill_up)
    with pytest.raises(ConfigurationError, match="the disk is full; make room"):
        export(samples, "xlsx", samples.with_name("full.xlsx"))
    assert not samples.with_name("full.xlsx").exists()


def test_a_target_that_the_system_refuses(samples: Path) -> None:
    with pytest.raises(KhubndError, match=r"/proc/a\.xlsx: .*cannot be written"):
        export(samples, "xlsx", Path("/proc/a.xlsx"))


@pytest.mark.parametrize(
    ("text", "kind", "shown"),
    [
        ("1899-12-31", "date", ""),
        ("2024-02-30", "date", ""),
        ("1900-03-01", "date", "dd/mm/yyyy"),
        ("0.000000000000001", "number", "#,##0.000000000000000"),
        ("1000000000000000000", "number", "#,##0"),
        ("1e5", "number", ""),
        ("123456789012345", "number", "#,##0"),
        ("1234567890123456", "number", ""),
        ("yes", "boolean", ""),
    ],
)
def test_what_a_cell_cannot_hold_stays_text(text: str, kind: str, shown: str) -> None:
    cell = typed(text, kind)
    assert cell.number_format == shown
    assert isinstance(cell.value, str) == (not shown)


def test_names_of_sheets_never_clash() -> None:
    taken: list[str] = []
    for _ in range(12):
        taken.append(sheet_name("t-" + "ke-hoach-" * 5, taken, end="-t10"))
    assert len({name.casefold() for name in taken}) == 12
    assert all(len(name) <= 31 and name.endswith("-t10") for name in taken)
    assert sheet_name("History", []) == "History~2"
    assert sheet_name("'[]:'", []) not in {"", "'"}


def test_the_help_offers_every_format() -> None:
    told = khubnd("export", "--help").stdout
    assert f"[{'|'.join(FORMATS)}]" in told
    assert "extracted.xlsx" in told
