"""Documents that hang, crash, eat memory or breed cost themselves and nothing else."""

from __future__ import annotations

import os
import re
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from pipeline import confined
from pipeline.confined import Limits, Pages, Share
from pipeline.engine import run_documents
from pipeline.errors import ConfigurationError, DocumentError, ProgramMissingError
from pipeline.model import Document, Extraction, Metadata

from .fixtures.hostile import behaviour
from .plans import ROOT


def document(kind: str, location: str = "") -> Document:
    return Document(kind, f"{kind}.pdf", location, "")


def behave(one: Document, share: Share) -> Extraction:
    """Do what the key of the document says: tell how far it is, or what hostile documents do. Runs in the children."""
    kind, *numbers = one.doc_id.split("-")
    if kind == "threads":
        return Extraction(str(share.threads), None, Metadata())
    if kind == "missing":
        raise ProgramMissingError("Tesseract is not installed; run: make setup")
    if kind == "opencv":
        raise ValueError("OpenCV(5.0.0) alloc.cpp:73: error: (-4:Insufficient memory) Failed to allocate 871182 bytes")
    if kind not in {"pages", "stall"}:
        return behaviour.behave(one)
    total, pause = int(numbers[0]), int(numbers[1]) / 10
    for done in range(total):
        share.tell(done, total)
        time.sleep(pause)
    if kind == "stall":
        time.sleep(600)
    return Extraction(one.doc_id, None, Metadata())


def misbehave(one: Document, _: Share) -> Extraction:
    found: Extraction = behaviour.misbehave(one)
    return found


def work(*kinds: str, seconds: float = 60, longest: float = 7200, workers: int = 2) -> dict[str, str]:
    """Return what each document said, or the error it gave."""
    told = {}
    limits = Limits(seconds, longest, workers=workers)
    for one, result in run_documents([document(kind) for kind in kinds], behave, limits=limits):
        told[one.doc_id] = str(result) if isinstance(result, DocumentError) else result.reader
    assert list(told) == list(kinds)
    return told


@contextmanager
def temporary_folder() -> Iterator[Path]:
    """Give a folder of its own to all that asks for a temporary one, once the server of the children has its socket."""
    work("echo")
    with tempfile.TemporaryDirectory() as name, pytest.MonkeyPatch.context() as patch:
        patch.setattr(tempfile, "tempdir", name)
        yield Path(name)


def until(condition: Callable[[], bool], seconds: float = 10) -> bool:
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        if condition():
            return True
        time.sleep(0.02)
    return condition()


def is_running(pid: int) -> bool:
    try:
        state = Path(f"/proc/{pid}/stat").read_text(encoding="utf-8").rpartition(")")[2].split()[0]
    except FileNotFoundError:
        return False
    return state != "Z"


@pytest.mark.parametrize(
    ("kind", "told"),
    [
        ("fault", "the reader crashed, as it does on damaged pages and on those that need more than 2 GB of memory"),
        ("abort", "the reader crashed"),
        ("killed", "the reader crashed"),
        ("exit", r"the reader ended without a result \(exit 3\); please report this file"),
        ("leave", r"the reader failed \(SystemExit: bye, in behaviour.py line \d+\); please report this file"),
        ("eat", "needs more than 2 GB of memory; split it"),
        ("hidden", "needs more than 2 GB of memory; split it"),
        ("opencv", "needs more than 2 GB of memory; split it"),
        ("disk", r"the reader failed \(OSError: \[Errno 27\] File too large, in behaviour.py line \d+\)"),
        ("defect", r"the reader failed \(KeyError: 'a line\\nand another', in behaviour.py line \d+\)"),
        ("refuse", "has no pages; ask for it again"),
        ("lost", r"cannot be opened \(No such file or directory\); check its permissions"),
    ],
)
def test_one_sentence_for_each_end(kind: str, told: str) -> None:
    error = work(kind)[kind]
    assert re.match(rf"{kind}\.pdf: {told}", error), error
    assert "\n" not in error


def test_an_error_of_the_set_up_keeps_its_words() -> None:
    assert work("misconfigure")["misconfigure"] == "units.csv: is missing; put it back"


def test_a_defect_keeps_its_traceback() -> None:
    ((_, error),) = run_documents([document("defect")], behave)
    assert isinstance(error, DocumentError)
    assert "Traceback" in "".join(error.__notes__)
    assert "_defect" in "".join(error.__notes__)


def test_a_result_that_cannot_be_sent_is_told() -> None:
    ((_, error),) = run_documents([document("odd")], misbehave)
    assert re.match(r"odd.pdf: the reader failed \((PicklingError|AttributeError)", str(error))


def test_a_hanging_document_is_stopped_and_the_others_go_on() -> None:
    told = work("hang", "echo-1", "spin", "echo-2", "echo-3", seconds=2)
    assert told["hang"] == "hang.pdf: took longer than 2 s and was stopped; split it"
    assert told["spin"] == "spin.pdf: took longer than 2 s and was stopped; split it"
    assert [told[f"echo-{n}"] for n in (1, 2, 3)] == ["echo-1", "echo-2", "echo-3"]


def test_a_document_that_tells_how_far_it_is_gets_more_time() -> None:
    told = work("pages-8-5", "stall-3-1", "echo", seconds=2)
    assert told["pages-8-5"] == "pages-8-5"
    assert (
        told["stall-3-1"] == "stall-3-1.pdf: took longer than 2 s for one page, after 2 of 3, and was stopped; split it"
    )
    assert told["echo"] == "echo"


def test_no_document_goes_on_for_ever() -> None:
    told = work("pages-999999999-0", "pages-999-1", longest=2)
    assert set(told.values()) == {f"{kind}.pdf: took longer than 2 s in all and was stopped; split it" for kind in told}


def test_what_documents_tell_is_passed_on_at_once() -> None:
    seen: list[tuple[str, Pages | None]] = []
    documents = [document("pages-3-2"), document("echo")]
    results = run_documents(documents, behave, watch=lambda one, pages: seen.append((one.doc_id, pages)))
    assert [one.doc_id for one, _ in results] == ["pages-3-2", "echo"]
    assert [pages for name, pages in seen if name == "pages-3-2"] == [(0, 3), (1, 3), (2, 3), None]
    assert ("echo", None) in seen
    assert len(seen) == 5


def test_a_missing_program_keeps_its_exit_code_and_names_the_document() -> None:
    ((_, error),) = run_documents([document("missing")], behave)
    assert isinstance(error, ProgramMissingError)
    assert error.exit_code == 5
    assert str(error) == "missing.pdf: Tesseract is not installed; run: make setup"


def test_threads_are_shared_out_among_documents(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(os, "sched_getaffinity", lambda _: {0, 1})
    assert work("threads", workers=0) == {"threads": "2"}
    assert work("threads-1", "threads-2", "threads-3", workers=0)["threads-1"] == "1"
    assert set(work("threads-1", "threads-2", "threads-3", workers=1).values()) == {"2"}


def test_many_quick_deaths_lose_no_result() -> None:
    kinds = [f"{kind}-{n}" for n in range(12) for kind in ("abort", "echo", "exit", "killed", "echo-x")]
    told = work(*kinds, workers=4)
    assert all(told[kind] == kind for kind in kinds if kind.startswith("echo"))
    assert all("the reader" in told[kind] for kind in kinds if not kind.startswith("echo"))


def test_each_document_has_a_process_of_its_own() -> None:
    kinds = [f"pid-{n}" for n in range(6)]
    told = work(*kinds, workers=1)
    assert len({*told.values(), str(os.getpid())}) == 7


def test_a_large_result_arrives() -> None:
    assert len(work("large")["large"]) == 50_000_000


def test_processes_that_a_document_started_end_with_it(tmp_path: Path) -> None:
    named = tmp_path / "pids"
    documents = [document("children", str(named)), document("echo")]
    results = [str(result) for _, result in run_documents(documents, behave, limits=Limits(3))]
    assert "took longer than 3 s" in results[0]
    pids = [int(pid) for pid in named.read_text(encoding="utf-8").split()]
    assert len(pids) == 21
    assert until(lambda: not any(map(is_running, pids)))


def test_temporary_files_of_a_dead_document_are_cleared_up() -> None:
    with temporary_folder() as folder:
        assert "exit 3" in work("fill", "echo")["fill"]
        assert list(folder.iterdir()) == []


def test_a_temporary_folder_with_too_long_a_path_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = tmp_path / ("x" * 90)
    folder.mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(folder))
    with pytest.raises(ConfigurationError, match="too long a path for a temporary folder; set TMPDIR to /tmp"):
        work("echo")
    assert list(folder.iterdir()) == []


def test_nothing_that_a_library_prints_reaches_the_terminal(capfd: pytest.CaptureFixture[str]) -> None:
    """The server of the children was started by whichever test came first, so the program is started anew."""
    code = (
        "from pipeline.engine import run_documents; from pipeline.model import Document;"
        "from tests.test_engine import behave;"
        "print([r.reader for _, r in run_documents([Document('shout', '', '', '')], behave)])"
    )
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True)
    assert (done.stdout, done.stderr) == ("['quiet']\n", "")


def test_limits_hold_in_the_child_only() -> None:
    said = work("limits", longest=30, workers=1)["limits"]
    assert said == str({"RLIMIT_AS": confined.MEMORY, "RLIMIT_CORE": 0, "RLIMIT_CPU": 61})


def test_the_largest_import_fits_and_works_in_few_threads() -> None:
    """One more thread follows the parent, and one may wait for work of SciPy."""
    threads = work("camelot")["camelot"]
    assert threads in {"(1, 2)", "(1, 3)"}


def test_a_run_that_is_given_up_leaves_no_process(tmp_path: Path) -> None:
    named = tmp_path / "pids"
    results = run_documents([document("pid"), document("children", str(named))], behave, limits=Limits(workers=2))
    _, first = next(results)
    assert not isinstance(first, DocumentError)
    assert until(named.exists)
    assert until(lambda: len(named.read_text(encoding="utf-8").split()) == 21)
    results.close()  # type: ignore[attr-defined]
    pids = [int(pid) for pid in named.read_text(encoding="utf-8").split()]
    assert until(lambda: not any(map(is_running, pids)))


@pytest.mark.parametrize("number", [signal.SIGKILL, signal.SIGINT, signal.SIGTERM])
def test_children_end_with_a_run_that_is_killed(number: int, tmp_path: Path) -> None:
    named = tmp_path / "pids"
    code = (
        "import sys; from pipeline.engine import run_documents; from pipeline.model import Document;"
        "from tests.test_engine import behave;"
        "list(run_documents([Document('children', '', sys.argv[1], '')], behave))"
    )
    run = subprocess.Popen([sys.executable, "-c", code, named], cwd=ROOT, stderr=subprocess.DEVNULL)
    assert until(lambda: named.exists() and len(named.read_text(encoding="utf-8").split()) == 21, seconds=30)
    run.send_signal(number)
    run.wait(30)
    pids = [int(pid) for pid in named.read_text(encoding="utf-8").split()]
    assert until(lambda: not any(map(is_running, pids)))


def test_no_documents_no_processes() -> None:
    assert list(run_documents([], behave)) == []


def test_the_server_of_the_children_has_one_thread_and_nothing_heavy() -> None:
    """A fork copies one thread only, and what the server reserves counts against the limit of every child."""
    code = (
        "import os, sys, pipeline.preload;"
        "print(sorted({'numpy', 'cv2', 'camelot', 'pandas', 'great_expectations'} & set(sys.modules)),"
        " len(os.listdir('/proc/self/task')), 'pypdfium2' in sys.modules)"
    )
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[] 1 True"
