"""Bad input: one terminal status per document, and the others as they would be without it."""

from __future__ import annotations

import csv
import os
import shutil
from contextlib import suppress
from pathlib import Path

import frictionless
import pytest

from pipeline import run
from pipeline.errors import DocumentError
from pipeline.intake import collect
from pipeline.model import Note
from pipeline.readers.native import opening
from pipeline.readers.native.opening import open_page, open_pdf, page_notes

from .fixtures.hostile.make import KINDS, cut, good, page, pdf, stream
from .plans import FIXTURES, ROOT
from .test_engine import temporary_folder
from .test_run import khubnd

HOSTILE = ROOT.parent / "shared" / "hostile"
SUITES = ROOT / "expectations"
PLAN = FIXTURES / "dong-nai-2023.txt"

REFUSED = {
    "empty": "the file is empty; ask for it again",
    "not-a-pdf": "is a picture, not a PDF; put it into a PDF",
    "word": "is a Word or Excel file, not a PDF; export it as PDF",
    "web-page": "is a web page, not a PDF; print it from a browser to a PDF",
    "text": "is plain text, not a PDF; give it as .txt",
    "noise": "is not a PDF, nor anything else that is known; ask for it again",
    "user-password": "is protected by a password; save a copy without the password",
    "cut-early": "the PDF is cut off, so that nothing of it can be read; ask for it again",
    "cut-late": "the PDF is cut off, so that nothing of it can be read; ask for it again",
    "zero-pages": "has no pages; ask for it again",
    "5000-pages": "has 5,000 pages, more than the 1,000 that one plan may have; split it",
}
"""What is said of documents that cannot be opened."""
NOTED = {
    "good": (),
    "owner-password": (),
    "1000-pages": (),
    "no-xref": ("damaged-file",),
    "broken-xref": ("damaged-file",),
    "xref-loop": ("damaged-file", "page-count-disagrees"),
    "untyped-pages": ("page-count-disagrees",),
    "page-tree-loop": ("page-count-disagrees", "page-skipped"),
    "deep-page-tree": ("page-count-disagrees", "page-skipped"),
    "huge-page": ("page-skipped",),
    "endless-page": (),
    "wrong-count": (),
    "form-loop": (),
    "pixel-bomb": (),
    "colour-bomb": (),
}
"""What is noted about documents that can be opened."""


def written(kind: str, folder: Path) -> str:
    path = folder / f"{kind}.pdf"
    path.write_bytes(KINDS[kind]())
    return str(path)


def noted(path: str) -> tuple[str, ...]:
    """Return the codes of what is noted while a document is opened page by page."""
    with open_pdf(path) as document:
        notes = list(page_notes(path, document))
        for index in range(len(document)):
            opened = open_page(document, index)
            if isinstance(opened, Note):
                notes.append(opened)
            else:
                opened.close()
    return tuple(sorted({note.code for note in notes}))


@pytest.mark.parametrize("kind", REFUSED)
def test_what_cannot_be_opened_is_one_sentence(kind: str, tmp_path: Path) -> None:
    with pytest.raises(DocumentError) as caught:
        open_pdf(written(kind, tmp_path))
    assert str(caught.value) == f"{kind}.pdf: {REFUSED[kind]}"


@pytest.mark.parametrize("kind", NOTED)
def test_what_can_be_opened_says_what_may_be_missing(kind: str, tmp_path: Path) -> None:
    assert noted(written(kind, tmp_path)) == NOTED[kind]


@pytest.mark.parametrize(
    ("content", "told"),
    [
        (b"\xff\xd8\xff\xe0" + bytes(99), "is a picture"),
        (b"BM\n\n\n\n\0\0\0\0", "is a picture"),
        (b"II*\0" + bytes(99), "is a TIFF picture"),
        (b"PK\x03\x04" + bytes(99), "is an archive"),
        (b"Rar!\x1a\x07", "is an archive"),
        (b"\xd0\xcf\x11\xe0" + bytes(99), "is an old Word or Excel file"),
        (b"{\\rtf1 }", "is a file for a word processor"),
        (b"%!PS-Adobe-3.0", "is PostScript"),
        (b"<?xml version='1.0'?><plan/>", "is an XML file"),
        (b"\xef\xbb\xbf  <HTML lang='vi'>", "is a web page"),
        (b"1 0 obj\n<< /Type /Catalog >>\nendobj", "the beginning of the PDF is missing"),
    ],
)
def test_what_is_no_pdf_is_named(content: bytes, told: str, tmp_path: Path) -> None:
    path = tmp_path / "plan.pdf"
    path.write_bytes(content)
    with pytest.raises(DocumentError, match=told):
        open_pdf(str(path))


def test_every_cut_of_a_file_opens_or_is_one_sentence(tmp_path: Path) -> None:
    path, whole = tmp_path / "plan.pdf", good()
    for percent in range(100):
        path.write_bytes(cut(whole, percent / 100))
        with suppress(DocumentError):
            assert "damaged-file" in noted(str(path))


@pytest.mark.parametrize("name", ["kế hoạch.pdf", "~root.pdf", "a\udcff.pdf", "new\nline.pdf", "http:evil.pdf"])
def test_any_name_of_a_file_opens(name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    Path(name).write_bytes(good())
    assert noted(name) == ()


def test_a_page_of_too_many_objects_is_skipped(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "plan.pdf"
    path.write_bytes(pdf(page(stream(b"1 1 9 9 re f\n" * 50))))
    assert noted(str(path)) == ()
    monkeypatch.setattr(opening, "MAX_OBJECTS", 49)
    with open_pdf(str(path)) as document:
        skipped = open_page(document, 0)
    assert isinstance(skipped, Note)
    assert skipped.where.page == 1
    assert skipped.evidence == "the page holds 50 objects, more than 49"


def test_a_second_count_that_hangs_is_given_up(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "plan.pdf"
    path.write_bytes(good())

    def spin(*_: object) -> None:
        while True:
            try:
                while True:
                    pass
            except Exception:  # noqa: BLE001, S110 - as a library may do
                pass

    monkeypatch.setattr("pdfminer.pdfpage.PDFPage.create_pages", spin)
    monkeypatch.setattr(opening, "COUNT_SECONDS", 0.2)
    assert noted(str(path)) == ("page-count-disagrees",)


def test_a_pdf_under_the_name_of_a_text_and_what_is_no_file(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_bytes(b"\n" + good())
    (tmp_path / "b.PDF").write_bytes(good())
    os.mkfifo(tmp_path / "c.pdf")
    (tmp_path / "d.pdf").symlink_to("/dev/zero")
    (tmp_path / "e.pdf").symlink_to("nowhere")
    intake = collect([tmp_path])
    assert [document.doc_id for document in intake.documents] == ["b"]
    assert [outcome.error for outcome in intake.failed] == [
        "a.txt: is a PDF under the name of a text; rename it to a.pdf",
        "c.pdf: is not a regular file; give a copy of what it leads to",
        "d.pdf: is not a regular file; give a copy of what it leads to",
        "e.pdf: cannot be opened (No such file or directory); check where its link leads",
    ]


@pytest.mark.slow
def test_the_command_tells_one_line_for_each_and_ends_with_4(tmp_path: Path) -> None:
    inbox = tmp_path / "inbox"
    inbox.mkdir()
    for kind in ("broken-xref", "user-password", "zeros-bomb", "zero-pages"):
        written(kind, inbox)
    done = khubnd("run", inbox, "--quiet", "--out", tmp_path / "out")
    assert done.returncode == 4
    assert done.stdout == ""
    told = done.stderr.splitlines()
    assert [line.split(": ")[1] for line in told] == ["user-password.pdf", "zero-pages.pdf", "zeros-bomb.pdf"]
    assert {line.split(": ")[0] for line in told} == {"khubnd"}


@pytest.mark.slow
def test_hostile_documents_of_our_own(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    inbox = tmp_path / "inbox"
    inbox.mkdir()
    for kind in KINDS:
        written(kind, inbox)
    status = run_beside_a_plan(inbox, tmp_path, monkeypatch)
    assert {kind for kind in REFUSED if status[kind] != "failed"} == set()
    assert {kind for kind in NOTED if status[kind] == "failed"} == set()
    assert status["2000-rows"] == "flagged"
    for kind in ("text-bomb", "huge-page", "deep-page-tree"):
        assert "page-skipped" in {row["code"] for row in rows(tmp_path / "mixed" / "issues.csv", kind)}
    observations = rows(tmp_path / "mixed" / "observations.csv", "2000-rows")
    assert [row["value"] for row in observations] == [str(value) for value in range(3000, 5000)]


@pytest.mark.slow
@pytest.mark.skipif(not HOSTILE.is_dir(), reason="needs the hostile PDFs in ../shared/hostile")
def test_hostile_documents_of_others(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    inbox = tmp_path / "inbox"
    inbox.mkdir()
    for path in HOSTILE.glob("*.pdf"):
        shutil.copyfile(path, inbox / path.name)
    run_beside_a_plan(inbox, tmp_path, monkeypatch)


def run_beside_a_plan(inbox: Path, folder: Path, monkeypatch: pytest.MonkeyPatch) -> dict[str, str]:
    """Work hostile documents and a good plan; return the status of each by the stem of its file."""
    elsewhere, alone, mixed = folder / "elsewhere", folder / "alone", folder / "mixed"
    elsewhere.mkdir()
    monkeypatch.chdir(elsewhere)
    with temporary_folder() as scratch:
        assert run.run([PLAN], alone, suites=SUITES).errors == ()
        shutil.copy(PLAN, inbox)
        summary = run.run([inbox], mixed, suites=SUITES)
        assert list(scratch.iterdir()) == []

    assert list(elsewhere.iterdir()) == []
    assert {path.name for path in folder.iterdir()} == {"inbox", "elsewhere", "alone", "mixed"}
    assert frictionless.validate(str(mixed / "datapackage.json")).valid
    documents = rows(mixed / "documents.csv")
    assert sorted(row["path"] for row in documents) == sorted(path.name for path in inbox.iterdir())
    assert {row["status"] for row in documents} <= {"clean", "flagged", "quarantined", "failed"}
    failed = [row["path"] for row in documents if row["status"] == "failed"]
    assert len(summary.errors) == len(failed)
    assert [error.partition(": ")[0] for error in summary.errors] == failed
    assert [
        error for error in summary.errors if "Traceback" in error or "\n" in error or "please report" in error
    ] == []
    told = [row["doc_id"] for row in rows(mixed / "issues.csv") if row["code"] == "unreadable-document"]
    assert len(told) == len(failed)

    own = {path.name: rows(path, PLAN.stem) for path in alone.glob("*.csv")}
    assert own["observations.csv"]
    assert {name: rows(mixed / name, PLAN.stem) for name in own} == own
    for path in (alone / "tables").rglob("*.csv"):
        assert (mixed / path.relative_to(alone)).read_bytes() == path.read_bytes()
    return {Path(row["path"]).stem: row["status"] for row in documents}


def rows(path: Path, doc_id: str = "") -> list[dict[str, str]]:
    """Return the rows of a dataset, or those of one document where rows belong to documents."""
    with path.open(encoding="utf-8", newline="") as file:
        return [row for row in csv.DictReader(file) if not doc_id or row.get("doc_id") == doc_id]
