"""Spoilt PDFs: whatever is done to a file, it is read or refused, and nothing is left behind."""

from __future__ import annotations

import os
import random
import subprocess
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path

import pytest

from pipeline.errors import DocumentError
from pipeline.model import Document, Extraction, Metadata

from .bench import soak
from .fixtures.hostile.make import good
from .plans import ROOT

PDFS = ROOT / "tests" / "fixtures" / "pdfs"


@pytest.mark.slow
def test_twenty_spoilt_pdfs_are_read_or_refused() -> None:
    command = (sys.executable, "-m", "tests.bench.soak", "--count", "20", "--seed", "1", "--from", PDFS)
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.startswith("20 mutants of seed 1 in ")


def test_a_mutant_depends_on_its_number_alone(tmp_path: Path) -> None:
    for name, count in (("few", 3), ("many", 9)):
        (tmp_path / name).mkdir()
        soak.write_mutants(soak.sources([PDFS]), tmp_path / name, count, seed=5)
    few = sorted((tmp_path / "few").iterdir())
    assert [path.read_bytes() for path in few] == [(tmp_path / "many" / path.name).read_bytes() for path in few]


@pytest.mark.parametrize("name", soak.MUTATIONS)
def test_every_mutation_spoils(name: str) -> None:
    spoilt = set()
    for seed in range(30):
        data = bytearray(good())
        soak.MUTATIONS[name][0](data, random.Random(seed))  # noqa: S311 - repeatable, no secret
        spoilt.add(bytes(data))
    assert len(spoilt - {good()}) > 3


def test_what_must_not_be_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    documents = [Document(name, f"{name}.pdf", "", "") for name in ("fine", "odd", "cut", "lost")]
    defect = DocumentError("odd.pdf: the reader failed (KeyError: 7, in page.py line 12); please report this file")

    def work(given: Sequence[Document]) -> Iterator[tuple[Document, Extraction | DocumentError]]:
        (tmp_path / "rest.pdf").touch()
        yield given[0], Extraction("native", 1, Metadata())
        yield given[1], defect
        yield given[2], DocumentError("cut.pdf: has no pages; ask for it again")

    monkeypatch.setattr(soak, "_work", work)
    monkeypatch.setattr(soak, "_left_processes", lambda: ["sleep 9"])
    report = soak.soak(documents, tmp_path)
    assert [fault.strip() for fault in report.faults] == [
        str(defect),
        "lost.pdf: no result",
        "a process is left: sleep 9",
        "a temporary file is left: rest.pdf",
    ]
    assert report.outcomes["read"] == report.outcomes["has no pages; ask for it again"] == 1


def test_processes_are_known_once_their_parent_is_gone(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(soak, "_PERMANENT", 0)
    assert soak._left_processes(0) == []
    started = subprocess.run(
        ("/bin/sh", "-c", "sleep 60 >/dev/null 2>&1 & echo $!"),
        env={"KHUBND_SOAK": str(os.getpid()), "PATH": os.environ["PATH"]},
        capture_output=True,
        text=True,
        check=True,
    )
    try:
        assert soak._left_processes(0) == ["sleep 60 "]
    finally:
        os.kill(int(started.stdout), 9)
