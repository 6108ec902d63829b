"""The main job from the command line: outputs, determinism, bad input, exit codes."""

from __future__ import annotations

import contextlib
import csv
import errno
import json
import os
import pty
import re
import shutil
import subprocess
import sys
from pathlib import Path

import duckdb
import frictionless
import pandas as pd
import pytest
from PIL import Image

from pipeline import tessdata
from pipeline.catalog import load_catalog
from pipeline.errors import ConfigurationError, ProgramMissingError, UsageError
from pipeline.intake import collect
from pipeline.model import LabelCheck, LineType
from pipeline.readers import READERS
from pipeline.stages import extract
from pipeline.store import check_writable, replace_folder, strangers

from .plans import DUMPS, FIXTURES, ROOT, SAMPLES

PLAN = FIXTURES / "dong-nai-2023.txt"
PDFS = ROOT / "tests" / "fixtures" / "pdfs"
BROKEN, MIXED, ALONE = (PDFS / f"{name}.pdf" for name in ("layers-broken", "layers-mixed", "tables-without-evidence"))
"""Only pages that need OCR; some; none, but an unknown issuer."""
PACKAGE = json.dumps(
    {
        "name": "khubnd-extracted",
        "resources": [{"path": path} for path in ("documents.csv", "targets.csv", "tables/a/t1.csv", "gdp.csv")],
    }
).encode()


def khubnd(*args: str | Path, cwd: Path = ROOT, **env: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "pipeline", *map(str, args)],
        cwd=cwd,
        env={**os.environ, "PYTHONPATH": str(ROOT), **env},
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )


def rows(out: Path, dataset: str) -> list[dict[str, str]]:
    with (out / f"{dataset}.csv").open(encoding="utf-8", newline="") as stream:
        return list(csv.DictReader(stream))


def content(out: Path) -> dict[str, bytes]:
    return {str(path.relative_to(out)): path.read_bytes() for path in sorted(out.rglob("*")) if path.is_file()}


@pytest.fixture(scope="module")
def samples(tmp_path_factory: pytest.TempPathFactory) -> Path:
    out = tmp_path_factory.mktemp("samples") / "out"
    done = khubnd("run", *DUMPS, "--out", out)
    assert done.returncode == 0, done.stderr
    assert done.stderr == ""
    assert "48 targets, 651 observations, 192 activities, 241 identities checked" in done.stdout
    return out


def test_data_package_is_valid(samples: Path) -> None:
    report = frictionless.validate(str(samples / "datapackage.json"))
    assert report.valid, report.flatten(["rowNumber", "fieldName", "message"])
    assert {task.name for task in report.tasks} >= {"documents", "targets", "observations", "places", "issues"}


def test_pandas_and_duckdb_agree(samples: Path) -> None:
    path = samples / "observations.csv"
    frame = pd.read_csv(path, dtype={"value": "float64", "is_leaf": "boolean", "place_id": "string"})
    query = f"select sum(value) from read_csv('{path}') where is_leaf"  # noqa: S608 - our own path
    assert frame.loc[frame["is_leaf"], "value"].sum() == 403730
    relation = duckdb.sql(query)
    assert relation is not None
    assert relation.fetchall() == [(403730,)]


def test_wide_table_is_what_a_person_would_type(samples: Path) -> None:
    path = samples / "tables" / "mau-ke-hoach-dan-so-2024" / "t2.csv"
    with path.open(encoding="utf-8", newline="") as stream:
        table = list(csv.reader(stream))
    assert len(table) == 32
    assert table[0][:4] == ["TT", "Đơn vị", "Tổng số", "Dụng cụ tử cung > Tổng số"]
    assert table[1][1:4] == ["Tổng", "403730", "38000"]


def test_one_spelling_of_each_breakdown(samples: Path) -> None:
    assert {row["breakdown"] for row in rows(samples, "observations")} == {
        "",
        "Miễn phí",
        "Tiếp thị xã hội và xã hội hóa",
    }


def test_every_reference_leads_somewhere(samples: Path) -> None:
    sources = {row["source_id"] for row in rows(samples, "sources")}
    for dataset in ("targets", "observations", "issues"):
        assert {row["source_id"] for row in rows(samples, dataset)} - {""} <= sources


def test_second_run_changes_nothing_on_disk(samples: Path) -> None:
    before = {path: path.stat().st_mtime_ns for path in samples.rglob("*")}
    done = khubnd("run", *DUMPS, "--out", samples)
    assert "unchanged in" in done.stdout
    assert {path: path.stat().st_mtime_ns for path in samples.rglob("*")} == before


def test_same_bytes_whatever_the_surroundings(samples: Path, tmp_path: Path) -> None:
    files = sorted(DUMPS, reverse=True)
    out = tmp_path / "out"
    done = khubnd("run", *files, "--out", out, PYTHONHASHSEED="7", LC_ALL="C", TZ="Asia/Ho_Chi_Minh")
    assert done.returncode == 0, done.stderr
    assert content(out) == content(samples)


def test_bad_documents_leave_the_others_as_they_were(tmp_path: Path) -> None:
    alone, mixed, inbox = tmp_path / "alone", tmp_path / "mixed", tmp_path / "inbox"
    inbox.mkdir()
    shutil.copy(PLAN, inbox / "plan.txt")
    assert khubnd("run", inbox, "--out", alone).returncode == 0
    (inbox / "empty.txt").touch()
    (inbox / "binary.txt").write_bytes(bytes(range(256)) * 40)
    (inbox / "long.txt").write_bytes(b"x" * 50_000_000)
    (inbox / "wide.txt").write_text("số 1 " * 60_000, encoding="utf-8")
    (inbox / "not-a-plan.txt").write_text("Bài thơ\n\nTrăng sáng ngoài hiên.\n", encoding="utf-8")
    (inbox / "new\nline.txt").write_text("KẾ HOẠCH\n\nI. CHỈ TIÊU\n\n- Đạt 5%.\n", encoding="utf-8")
    done = khubnd("run", inbox, "--out", mixed)
    assert done.returncode == 4
    told = done.stderr.strip().splitlines()
    assert len(told) == 4
    assert {line.split(": ")[1] for line in told} == {"empty.txt", "binary.txt", "long.txt", "wide.txt"}
    assert "Traceback" not in done.stderr
    status = {row["doc_id"]: row["status"] for row in rows(mixed, "documents")}
    assert [doc for doc, value in status.items() if value == "failed"] == ["binary", "empty", "long", "wide"]
    for dataset in ("targets", "observations", "identities"):
        own = [row for row in rows(mixed, dataset) if row["doc_id"] == "plan"]
        assert own == rows(alone, dataset)
    codes = {(row["doc_id"], row["code"]) for row in rows(mixed, "issues")}
    assert ("not-a-plan", "unknown-kind") in codes
    assert ("not-a-plan", "no-content") in codes
    assert ("empty", "unreadable-document") in codes
    assert frictionless.validate(str(mixed / "datapackage.json")).valid


def test_identical_bytes_are_one_document_and_equal_stems_two(tmp_path: Path) -> None:
    inbox, out = tmp_path / "inbox", tmp_path / "out"
    (inbox / "b").mkdir(parents=True)
    shutil.copy(PLAN, inbox / "plan.txt")
    shutil.copy(PLAN, inbox / "copy.txt")
    (inbox / "b" / "Copy.txt").write_bytes(PLAN.read_bytes() + b"\n")
    assert khubnd("run", inbox, "--out", out).returncode == 0
    documents = {row["doc_id"] for row in rows(out, "documents")}
    assert len(documents) == 2
    assert all(doc_id.startswith("copy-") and len(doc_id) == 13 for doc_id in documents)
    codes = [row["code"] for row in rows(out, "issues")]
    assert codes.count("duplicate-file") == 1
    assert codes.count("several-forms") == 2


@pytest.mark.parametrize(
    ("manifest", "code", "told"),
    [
        ("path,sha256\n../plan.txt,\n", 2, "leads out of the folder"),
        ("file\nplan.txt\n", 2, "has no column 'path'"),
        ("path\nplan.txt\nlost.txt\n", 4, "lost.txt: listed in manifest.csv"),
        ("path,sha256,plan_id\nplan.txt,00ff,Kế hoạch 45\n", 0, ""),
    ],
)
def test_manifest(manifest: str, code: int, told: str, tmp_path: Path) -> None:
    inbox, out = tmp_path / "inbox", tmp_path / "out"
    inbox.mkdir()
    shutil.copy(PLAN, inbox / "plan.txt")
    (inbox / "manifest.csv").write_text(manifest, encoding="utf-8")
    done = khubnd("run", inbox, "--out", out)
    assert done.returncode == code
    assert told in done.stderr
    if code == 0:
        assert rows(out, "documents")[0]["plan_id"] == "ke-hoach-45"
        assert "manifest-mismatch" in {row["code"] for row in rows(out, "issues")}


@pytest.mark.parametrize(
    ("args", "code", "told"),
    [
        (["nowhere"], 2, "nowhere: no such file or folder"),
        ([str(PLAN), "--out", str(ROOT / "tests")], 2, "holds no datapackage.json"),
        ([str(PLAN), "--out", str(PLAN)], 2, "is a file"),
        ([str(PLAN), "--expectations", "nowhere"], 3, "nowhere"),
        (["--frob"], 2, "--frob"),
    ],
)
def test_one_sentence_and_an_exit_code(args: list[str], code: int, told: str, tmp_path: Path) -> None:
    done = khubnd("run", *args, cwd=tmp_path)
    assert done.returncode == code
    assert told in done.stderr
    assert "Traceback" not in done.stderr
    assert not (tmp_path / "extracted").exists()


def test_strict(tmp_path: Path) -> None:
    assert khubnd("run", PLAN, "--strict", "--quiet", "--out", tmp_path / "a").returncode == 1
    empty = khubnd("run", PLAN, "--quiet", "--out", tmp_path / "b")
    assert (empty.returncode, empty.stdout, empty.stderr) == (0, "", "")


def test_full_disk_leaves_the_old_output(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    out = tmp_path / "out"
    replace_folder(out, {"datapackage.json": PACKAGE, "targets.csv": b"old"})
    written = Path.write_bytes

    def fill_up(self: Path, data: bytes) -> int:
        if self.name == "places.csv":
            raise OSError(errno.ENOSPC, "No space left on device")
        return written(self, data)

    monkeypatch.setattr(Path, "write_bytes", fill_up)
    with pytest.raises(ConfigurationError, match="the disk is full"):
        replace_folder(out, {"datapackage.json": PACKAGE, "targets.csv": b"new", "places.csv": b"new"})
    assert content(out) == {"targets.csv": b"old", "datapackage.json": PACKAGE}
    assert sorted(path.name for path in tmp_path.iterdir()) == ["out"]


def test_swap_is_undone_if_its_second_half_fails(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    out = tmp_path / "out"
    replace_folder(out, {"datapackage.json": PACKAGE})
    renamed = Path.rename

    def refuse(self: Path, target: Path) -> Path:
        if ".partial-" in self.name:
            raise OSError(errno.EIO, "Input/output error")
        return renamed(self, target)

    monkeypatch.setattr(Path, "rename", refuse)
    with pytest.raises(ConfigurationError, match="cannot be written"):
        replace_folder(out, {"datapackage.json": PACKAGE, "targets.csv": b"new"})
    assert content(out) == {"datapackage.json": PACKAGE}


def test_what_no_run_wrote_stays(tmp_path: Path) -> None:
    out = tmp_path / "out"
    old = {
        "datapackage.json": PACKAGE,
        "documents.csv": b"doc_id\na\n",
        "searchable/a.pdf": b"a",
        "tables/a/t1.csv": b"",
    }
    replace_folder(out, old)
    others = {"notes.txt": b"1", "my/a.csv": b"2", "searchable/b.pdf": b"3", "tables/a/t2.csv": b"4"}
    for name, data in others.items():
        (out / name).parent.mkdir(exist_ok=True)
        (out / name).write_bytes(data)
    (out / "link").symlink_to("nowhere")
    new = {"datapackage.json": PACKAGE, "documents.csv": b"doc_id\nb\n"}
    assert not replace_folder(out, old)
    assert replace_folder(out, new)
    assert content(out) == new | others
    assert (out / "link").is_symlink()
    assert strangers(out, new) == tuple(sorted([*others, "link"]))


@pytest.mark.parametrize(("theirs", "ours"), [("places.csv", "places.csv"), ("report/a/b", "report/a"), ("x", "x/y")])
def test_what_no_run_wrote_is_not_overwritten(theirs: str, ours: str, tmp_path: Path) -> None:
    out = tmp_path / "out"
    replace_folder(out, {"datapackage.json": PACKAGE})
    (out / theirs).parent.mkdir(parents=True, exist_ok=True)
    (out / theirs).write_bytes(b"mine")
    with pytest.raises(UsageError, match=f"{theirs} would be overwritten"):
        replace_folder(out, {"datapackage.json": PACKAGE, ours: b"new"})
    assert content(out) == {"datapackage.json": PACKAGE, theirs: b"mine"}
    assert [path.name for path in tmp_path.iterdir()] == ["out"]


@pytest.mark.parametrize("package", [b'{"name": "gdp"}', b"{}", b"[]", b"", b"\xff", b"[" * 9999])
def test_another_data_package_is_refused(package: bytes, tmp_path: Path) -> None:
    (tmp_path / "datapackage.json").write_bytes(package)
    (tmp_path / "targets.csv").touch()
    with pytest.raises(UsageError, match=r"holds a datapackage.json that `khubnd run` did not write"):
        check_writable(tmp_path)


def test_a_link_to_the_output_folder_stays_a_link(tmp_path: Path) -> None:
    (tmp_path / "real").mkdir()
    link, loop = tmp_path / "link", tmp_path / "loop"
    link.symlink_to("real")
    loop.symlink_to("loop")
    check_writable(link)
    assert replace_folder(link, {"datapackage.json": PACKAGE})
    assert link.is_symlink()
    assert content(tmp_path / "real") == {"datapackage.json": PACKAGE}
    with pytest.raises(UsageError, match="leads nowhere"):
        check_writable(loop)


def test_the_run_names_what_it_left(tmp_path: Path) -> None:
    assert khubnd("run", PLAN, "--out", tmp_path / "out").stderr == ""
    (tmp_path / "out" / "notes.txt").touch()
    told = f"khubnd: left in {tmp_path / 'out'}/, as no run wrote it: notes.txt\n"
    assert khubnd("run", PLAN, "--out", tmp_path / "out").stderr == told


def test_hidden_entries_of_the_output_folder_stay(tmp_path: Path) -> None:
    out = tmp_path / "out"
    out.mkdir()
    (out / ".gitignore").write_text("*\n", encoding="utf-8")
    assert replace_folder(out, {"datapackage.json": PACKAGE})
    assert not replace_folder(out, {"datapackage.json": PACKAGE})
    assert (out / ".gitignore").read_text(encoding="utf-8") == "*\n"


def test_a_blocking_expectation_quarantines_its_document_only(tmp_path: Path) -> None:
    suites, out = tmp_path / "suites", tmp_path / "out"
    shutil.copytree(ROOT / "expectations", suites)
    path = suites / "targets.json"
    suite = json.loads(path.read_text(encoding="utf-8"))
    suite["expectations"].append(
        {
            "type": "expect_column_values_to_not_be_in_set",
            "kwargs": {"column": "unit", "value_set": ["chủng loại"]},
            "severity": "critical",
            "description": "A test unit.",
        }
    )
    path.write_text(json.dumps(suite, ensure_ascii=False), encoding="utf-8")
    done = khubnd("run", *DUMPS, "--out", out, "--expectations", suites)
    assert done.returncode == 0, done.stderr
    status = {row["doc_id"]: row["status"] for row in rows(out, "documents")}
    assert status == {"mau-ke-hoach-dan-so-2024": "flagged", "mau-ke-hoach-tranh-thai-2030": "quarantined"}
    assert {row["doc_id"] for row in rows(out, "targets")} == {"mau-ke-hoach-dan-so-2024"}
    why = (out / "quarantine" / "mau-ke-hoach-tranh-thai-2030" / "why.txt").read_text(encoding="utf-8")
    assert "2 rows of targets.csv: g18; g19" in why
    assert "A test unit." in why
    failed = [row for row in rows(out, "issues") if row["code"] == "expectation-failed"]
    assert {row["severity"] for row in failed} == {"error"}
    assert not (out / "tables" / "mau-ke-hoach-tranh-thai-2030").exists()
    assert frictionless.validate(str(out / "datapackage.json")).valid


def test_a_document_in_quarantine_accuses_no_other_form(tmp_path: Path) -> None:
    inbox = tmp_path / "inbox"
    inbox.mkdir()
    text = PLAN.read_text(encoding="utf-8")
    (inbox / "sound.txt").write_text(text, encoding="utf-8")
    (inbox / "spoilt.txt").write_text(re.sub(r"\d+(?=%)", "9" * 401, text), encoding="utf-8")
    done = khubnd("run", inbox, "--out", tmp_path / "out")
    status = {row["doc_id"]: row["status"] for row in rows(tmp_path / "out", "documents")}
    assert status["spoilt"] == "quarantined", done.stderr
    found = [row["code"] for row in rows(tmp_path / "out", "issues") if row["doc_id"] == "sound"]
    assert "several-forms" in found
    assert "forms-differ" not in found


def test_a_pdf_gives_the_same_bytes_again(tmp_path: Path) -> None:
    path = SAMPLES / "mau-ke-hoach-tranh-thai-2030-ban-in.pdf"
    for name, surroundings in (("one", {}), ("other", {"PYTHONHASHSEED": "7", "TZ": "Asia/Ho_Chi_Minh"})):
        done = khubnd("run", path, "--out", tmp_path / name, cwd=ROOT, **surroundings)
        assert done.returncode == 0, done.stderr
    assert content(tmp_path / "one") == content(tmp_path / "other")
    sources = rows(tmp_path / "one", "sources")
    assert all(row["page"] and row["left"] and not row["line"] for row in sources)


def test_help_is_quick_to_import() -> None:
    """Nothing heavy may be imported for --help; measured by modules, not by the clock."""
    heavy = "{'pandas', 'great_expectations', 'rich', 'regex', 'pebble'}"
    code = f"import sys, pipeline.cli; print(sorted({heavy} & set(sys.modules)))"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, cwd=ROOT)
    assert done.stdout.strip() == "[]"


def test_no_colour_in_a_pipe() -> None:
    assert "\x1b" not in khubnd("doctor", NO_COLOR="1").stdout


def test_unreadable_folder_is_one_sentence_and_costs_nothing_else(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "closed").mkdir()
    shutil.copy(PLAN, tmp_path / "plan.txt")
    scan = os.scandir

    def refuse(path: str) -> object:
        if str(path).endswith("closed"):
            raise PermissionError(errno.EACCES, "Permission denied", str(path))
        return scan(path)

    monkeypatch.setattr(os, "scandir", refuse)
    intake = collect([tmp_path])
    assert [document.doc_id for document in intake.documents] == ["plan"]
    assert len(intake.failed) == 1
    assert "closed: the folder cannot be read (Permission denied)" in intake.failed[0].error


@pytest.fixture
def without_ocr(tmp_path: Path) -> str:
    """Give the PYTHONPATH with which the OCR engine cannot be imported."""
    (tmp_path / "lost" / "tesserocr.py").parent.mkdir()
    (tmp_path / "lost" / "tesserocr.py").write_text("raise ImportError('no such module')", encoding="utf-8")
    return f"{tmp_path / 'lost'}:{ROOT}"


def test_without_ocr_scans_fail_with_5_and_the_others_are_read(tmp_path: Path, without_ocr: str) -> None:
    out, empty = tmp_path / "out", tmp_path / "empty.txt"
    empty.touch()
    done = khubnd(
        "run", BROKEN, MIXED, PLAN, empty, "--quiet", "--out", out, PYTHONPATH=without_ocr, KHUBND_CACHE="off"
    )
    assert done.returncode == 5
    told = done.stderr.splitlines()
    assert [line.split(": ")[1] for line in told] == ["empty.txt", "layers-broken.pdf"]
    assert "layers-broken.pdf: Tesseract is not installed; run: " in told[1]
    status = {row["doc_id"]: row["status"] for row in rows(out, "documents")}
    assert [doc for doc, value in status.items() if value == "failed"] == ["empty", "layers-broken"]
    codes = [row["code"] for row in rows(out, "issues") if row["doc_id"] == "layers-mixed"]
    assert codes.count("ocr-missing") == 1
    assert "page-needs-ocr" in codes


def test_a_document_with_some_pictures_is_read_without_ocr(tmp_path: Path, without_ocr: str) -> None:
    done = khubnd("run", MIXED, "--quiet", "--out", tmp_path / "out", PYTHONPATH=without_ocr, KHUBND_CACHE="off")
    assert (done.returncode, done.stderr) == (0, "")


def test_missing_and_spoilt_data_files_of_ocr_are_one_sentence(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TESSDATA_PREFIX", str(tmp_path))
    monkeypatch.setenv("KHUBND_CACHE", "off")
    monkeypatch.setattr(tessdata, "_USUAL", ())
    with pytest.raises(ProgramMissingError, match=r"vie.traineddata is missing; run: .*tesseract"):
        READERS[".pdf"](str(BROKEN), load_catalog())
    for language in tessdata.LANGUAGES:
        (tmp_path / f"{language}.traineddata").write_bytes(b"no data")
    with pytest.raises(ProgramMissingError, match="Tesseract cannot load this file; put it there anew"):
        READERS[".pdf"](str(BROKEN), load_catalog())
    read = READERS[".pdf"](str(MIXED), load_catalog())
    assert [note.code for note in read.notes if note.code == "ocr-missing"] == ["ocr-missing"]


def test_of_a_document_without_text_only_the_cause_is_told(tmp_path: Path) -> None:
    blank = Image.new("L", (600, 850), 255)
    blank.save(tmp_path / "blank.pdf", save_all=True, append_images=[blank], resolution=72)
    found = extract(READERS[".pdf"](str(tmp_path / "blank.pdf"), load_catalog()), load_catalog())
    assert [(note.code, note.where.page) for note in found.notes] == [
        ("page-without-text", 1),
        ("page-without-text", 2),
    ]


def test_rows_that_fail_an_expectation_are_one_issue(tmp_path: Path) -> None:
    out = tmp_path / "out"
    assert khubnd("run", ALONE, "--out", out).returncode == 0
    (failed,) = [row for row in rows(out, "issues") if row["code"] == "expectation-failed"]
    assert failed["evidence"] == (
        "A value without headings states nothing. Not so in 27 rows of observations.csv: "
        "t2 row 1 column 3; t2 row 1 column 4; t2 row 1 column 5; and 24 more."
    )
    first = next(row for row in rows(out, "observations") if not row["header_path"])
    for column in ("table_id", "row_no", "column_no", "row_label", "source_id"):
        assert failed[column] == first[column] != ""


def test_a_total_without_issuer_has_no_certain_place(tmp_path: Path) -> None:
    table = "| TT | Đơn vị | Dân số (người) |\n|---|---|---|\n| | Tổng | 30 |\n| 1 | A | 10 |\n| 2 | B | 20 |\n"
    path = tmp_path / "plan.md"
    path.write_text(f"KẾ HOẠCH\nCông tác dân số năm 2024\n\n{table}", encoding="utf-8")
    found = extract(READERS[".md"](str(path), load_catalog()), load_catalog())
    totals = [value for value in found.observations if value.row_type is LineType.TOTAL]
    assert [(value.place_id, value.label_check) for value in totals] == [("", LabelCheck.UNKNOWN)]


@pytest.mark.parametrize(
    ("names", "told"),
    [
        ((), "holds nothing to read; give plans as .pdf, or their text as .txt or .md"),
        (("x.png",), "holds nothing to read but x.png; give plans"),
        (("README.md", ".hidden.pdf", "indicators.csv"), "holds nothing to read; give plans"),
    ],
)
def test_a_folder_with_nothing_to_read_leaves_the_old_output(names: tuple[str, ...], told: str, tmp_path: Path) -> None:
    inbox, out = tmp_path / "inbox", tmp_path / "out"
    inbox.mkdir()
    for name in names:
        (inbox / name).touch()
    replace_folder(out, {"datapackage.json": PACKAGE})
    done = khubnd("run", inbox, "--out", out)
    assert done.returncode == 2
    assert done.stderr.startswith(f"khubnd: {inbox}: {told}")
    assert done.stderr.count("\n") == 1
    assert content(out) == {"datapackage.json": PACKAGE}


def test_a_link_to_a_document_that_leads_nowhere_is_called_so(tmp_path: Path) -> None:
    (tmp_path / "plan.txt").symlink_to("gone.txt")
    told = [outcome.error for outcome in collect([tmp_path]).failed]
    assert told == ["plan.txt: cannot be opened (No such file or directory); check where its link leads"]


def test_files_passed_over_are_named_in_one_line(tmp_path: Path) -> None:
    inbox = tmp_path / "inbox"
    (inbox / "sub").mkdir(parents=True)
    shutil.copy(PLAN, inbox)
    for name in ("a.xlsx", "b.png", "sub/c.png", "README.md", "manifest.csv", "corrections.csv", ".hidden"):
        (inbox / name).touch()
    assert khubnd("run", inbox, "--out", tmp_path / "out").stderr == "khubnd: passed over: a.xlsx, b.png, sub/c.png\n"
    assert khubnd("run", inbox, "--quiet", "--out", tmp_path / "out").stderr == ""


@pytest.mark.parametrize(
    ("name", "told"),
    [
        ("a.png", "a.png: pictures are read from a PDF only; put all pages of the plan into one .pdf"),
        ("a.tif", "a.tif: pictures are read from a PDF only; put all pages of the plan into one .pdf"),
        ("a.docx", "a.docx: Word files are not read yet; export it as .pdf"),
        ("a.xlsx", "a.xlsx: files ending in '.xlsx' cannot be read; give the document as .pdf or its text as .txt"),
        ("a", "a: files without an ending cannot be read; give the document as .pdf or its text as .txt"),
    ],
)
def test_a_file_without_a_reader_is_told_what_to_become(name: str, told: str, tmp_path: Path) -> None:
    (tmp_path / name).touch()
    assert [outcome.error for outcome in collect([tmp_path / name]).failed] == [told]


def test_a_terminal_shows_the_page_of_a_scan_and_a_pipe_nothing(tmp_path: Path) -> None:
    terminal, end = pty.openpty()
    command = [sys.executable, "-m", "pipeline", "run", str(MIXED), "--out", str(tmp_path / "out")]
    surroundings = {**os.environ, "TERM": "xterm", "COLUMNS": "120", "KHUBND_CACHE": "off"}
    with subprocess.Popen(command, cwd=ROOT, env=surroundings, stdout=subprocess.DEVNULL, stderr=end) as run:
        os.close(end)
        shown = b""
        with contextlib.suppress(OSError):  # Linux says that the other end was closed with an error
            while got := os.read(terminal, 1 << 16):
                shown += got
        assert run.wait(60) == 0
    os.close(terminal)
    assert b"layers-mixed.pdf: page 1 of 1" in shown
    assert b"documents: 0 of 1" in shown
    assert b"-:--:--" in shown
    assert khubnd("run", MIXED, "--out", tmp_path / "out").stderr == ""


def test_a_mixed_document_says_of_each_place_who_read_it(tmp_path: Path) -> None:
    out = tmp_path / "out"
    assert khubnd("run", MIXED, "--out", out).returncode == 0
    (document,) = rows(out, "documents")
    assert (document["reader"], document["status"]) == ("mixed", "flagged")
    assert {row["reader"] for row in rows(out, "sources")} <= {"native", "scan"}
