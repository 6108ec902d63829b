"""Spoil PDFs at random, work them like any document, and want an answer for each: ``make soak``.

A mutant may be read, wholly or in part, or be refused with a sentence. What may not be: a defect of the program
("please report this file"), a mutant without a result, processes or temporary files left behind. Mutant number N of a
seed is the same in every run on the same files; ``--keep`` keeps those that must not be.
"""

from __future__ import annotations

import argparse
import os
import random
import re
import shutil
import sys
import tempfile
import time
import zlib
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path

from pipeline.confined import Limits
from pipeline.engine import run_documents
from pipeline.errors import DocumentError
from pipeline.model import Document, Extraction
from pipeline.stages import read_and_extract
from tests.plans import ROOT

FOLDERS = (ROOT / "raw_docs", ROOT / "tests" / "fixtures" / "pdfs", ROOT.parent / "shared")
LARGEST = 700_000
"""Bytes of a PDF that is taken; larger ones are scans, which take long and hold little to spoil."""
SOUND = ROOT / "tests" / "fixtures" / "pdfs" / "rulings-lines.pdf"
"""It is worked as it is before all others, which also starts the server of the children: that one has a socket."""
SECONDS = 60.0
_MARK = "KHUBND_SOAK"
"""An environment variable by which all that a soak has started is known, even once its parent is gone."""
_PERMANENT = 2
"""Processes that stay: the server of the children, and the one that watches over its semaphores."""
_WINDOW = 5_000
_SIZES = (1, 4, 30, 300, 3_000)
_NUMBERS = (b"", b"0", b"-1", b"5000", b"0.00001", b"1e9", b"99999999999", b"2147483648", b"-32768", b"nan")
_STREAM = re.compile(rb"(<<(?:(?!endobj).){0,2000}?>>\s*)stream\r?\n(.*?)\r?\n?endstream", re.DOTALL)
_PACKED = re.compile(rb"/Filter\s*(?:\[\s*)?/FlateDecode(?:\s*\])?")
_KEPT_PACKED = re.compile(rb"/Predictor|/Image\b|/FontFile|/ObjStm|/XRef|/DecodeParms|/Length1")
_LENGTH = re.compile(rb"/Length\s+\d+(?:\s+\d+\s+R)?")

Mutation = Callable[[bytearray, random.Random], None]


@dataclass(slots=True)
class Report:
    """What came of the mutants: how often which answer, how long the slowest took, and what must not be."""

    seconds: float = 0.0
    outcomes: Counter[str] = field(default_factory=Counter)
    slowest: list[tuple[float, str]] = field(default_factory=list)
    faults: list[str] = field(default_factory=list)


def unpack(data: bytes) -> bytes:
    r"""Write out the compressed streams of a PDF that hold its pages, so that a mutation meets what they say.

    >>> packed = zlib.compress(b"BT (a) Tj ET")
    >>> unpack(b"<< /Filter /FlateDecode /Length %d >>\nstream\n%b\nendstream" % (len(packed), packed))
    b'<<  /Length 12 >>\nstream\nBT (a) Tj ET\nendstream'
    """

    def unpacked(found: re.Match[bytes]) -> bytes:
        entries, content = found.groups()
        if not _PACKED.search(entries) or _KEPT_PACKED.search(entries):
            return found.group()
        try:
            plain = zlib.decompressobj().decompress(content)
        except zlib.error:
            return found.group()
        return _LENGTH.sub(b"/Length %d" % len(plain), _PACKED.sub(b"", entries)) + b"stream\n" + plain + b"\nendstream"

    return _STREAM.sub(unpacked, data)


def _cut(data: bytearray, rng: random.Random) -> None:
    at = rng.randrange(len(data))
    del data[at : at + rng.choice(_SIZES)]


def _cut_end(data: bytearray, rng: random.Random) -> None:
    del data[rng.randrange(len(data)) :]


def _repeat(data: bytearray, rng: random.Random) -> None:
    at = rng.randrange(len(data))
    data[at:at] = data[at : at + rng.choice(_SIZES)]


def _flip(data: bytearray, rng: random.Random) -> None:
    for _ in range(rng.choice((1, 5, 50))):
        data[rng.randrange(len(data))] = rng.randrange(256)


def _splice(data: bytearray, rng: random.Random) -> None:
    at, other, size = rng.randrange(len(data)), rng.randrange(len(data)), rng.choice(_SIZES)
    data[at : at + size] = data[other : other + size]


def _swap(pattern: bytes, data: bytearray, rng: random.Random) -> None:
    """Put one occurrence of a pattern in the place of another near it."""
    at = rng.randrange(len(data))
    found = list(re.finditer(pattern, data[at : at + _WINDOW]))
    if found:
        one, other = rng.choice(found), rng.choice(found)
        data[at + one.start() : at + one.end()] = other.group()


def _renumber(data: bytearray, rng: random.Random) -> None:
    at = rng.randrange(len(data))
    found = list(re.finditer(rb"-?\d+(?:\.\d+)?", data[at : at + _WINDOW]))
    if found:
        one = rng.choice(found)
        data[at + one.start() : at + one.end()] = rng.choice(_NUMBERS)


MUTATIONS: dict[str, tuple[Mutation, float]] = {
    "cut": (_cut, 1),
    "cut the end": (_cut_end, 0.2),
    "repeat": (_repeat, 1),
    "flip": (_flip, 1),
    "splice": (_splice, 1),
    "swap references": (partial(_swap, rb"\d+ 0 R"), 1),
    "swap names": (partial(_swap, rb"/[A-Za-z0-9]+"), 1),
    "number": (_renumber, 2),
}
"""What is done to a file, and how often in proportion."""


def mutant(data: bytes, rng: random.Random) -> bytes:
    """Return a file spoilt in one or many places, with its streams unpacked half of the time."""
    spoilt = bytearray(unpack(data) if rng.random() < 0.5 else data)
    chosen = rng.choices(
        [*MUTATIONS.values()], [weight for _, weight in MUTATIONS.values()], k=rng.choice((1, 1, 2, 5, 30))
    )
    for mutation, _ in chosen:
        if spoilt:
            mutation(spoilt, rng)
    return bytes(spoilt)


def sources(folders: Sequence[Path]) -> list[Path]:
    """Return the PDFs to spoil, always in the same order."""
    found = [path for folder in folders for path in sorted(folder.rglob("*.pdf")) if path.is_file()]
    return [path for path in found if 0 < path.stat().st_size <= LARGEST]


def write_mutants(paths: Sequence[Path], folder: Path, count: int, seed: int) -> list[Document]:
    """Write mutants of PDFs into a folder; each depends on its number and the seed alone."""
    documents = []
    for number in range(count):
        rng = random.Random(f"{seed}:{number}")  # noqa: S311 - repeatable, no secret
        source = rng.choice(paths)
        path = folder / f"{number:05d}-{source.stem[:40]}.pdf"
        path.write_bytes(mutant(source.read_bytes(), rng))
        documents.append(_document(path))
    return documents


def _document(path: Path) -> Document:
    return Document(path.stem, path.name, str(path), "")


def _work(documents: Sequence[Document]) -> Iterator[tuple[Document, Extraction | DocumentError]]:
    return run_documents(documents, read_and_extract, limits=Limits(SECONDS, SECONDS))


def soak(documents: Sequence[Document], scratch: Path) -> Report:
    """Work the mutants; all temporary files go to ``scratch``."""
    report = Report()
    begin = time.monotonic()
    answered = []
    for document, result in _work(documents):
        answered.append(document)
        told = _told(document, result)
        report.outcomes[re.sub(r"\d+", "N", told)] += 1
        if isinstance(result, Extraction):
            report.slowest.append((sum(result.seconds.values()), document.path))
        elif "please report" in told:
            report.faults.append(f"{document.path}: {told}\n{''.join(getattr(result, '__notes__', []))}")
    report.seconds = time.monotonic() - begin
    report.slowest = sorted(report.slowest, reverse=True)[:3]
    report.faults.extend(f"{document.path}: no result" for document in documents if document not in answered)
    report.faults.extend(f"a process is left: {name}" for name in _left_processes())
    report.faults.extend(f"a temporary file is left: {path.name}" for path in sorted(scratch.iterdir()))
    return report


def _told(document: Document, result: object) -> str:
    return "read" if isinstance(result, Extraction) else str(result).removeprefix(f"{document.path}: ")


def _left_processes(patience: float = 5.0) -> list[str]:
    """Return what still runs of all that this process started, a while after it should have ended."""
    end = time.monotonic() + patience
    while len(found := list(_marked())) > _PERMANENT and time.monotonic() < end:
        time.sleep(0.1)
    return found if len(found) > _PERMANENT else []


def _marked() -> Iterator[str]:
    mark = f"{_MARK}={os.getpid()}".encode()
    for folder in Path("/proc").glob("[0-9]*"):
        try:
            if mark in (folder / "environ").read_bytes().split(b"\0") and int(folder.name) != os.getpid():
                yield (folder / "cmdline").read_bytes().replace(b"\0", b" ").decode("utf-8", "replace")[:100]
        except OSError:
            continue


def main(arguments: Sequence[str]) -> int:
    """Soak and print what came of it; return 1 if something must not be."""
    parser = argparse.ArgumentParser(prog="python -m tests.bench.soak", description="Spoil PDFs and work them.")
    parser.add_argument("--count", type=int, default=300, help="how many mutants (300)")
    parser.add_argument("--seed", type=int, default=1, help="which mutants (1)")
    parser.add_argument(
        "--from", dest="folders", type=Path, nargs="+", default=FOLDERS, help="folders of PDFs to spoil"
    )
    parser.add_argument("--keep", type=Path, help="a folder for the mutants that show a fault")
    options = parser.parse_args(arguments)
    paths = sources(options.folders)
    os.environ[_MARK] = str(os.getpid())
    if not isinstance(next(_work([_document(SOUND)]))[1], Extraction):
        sys.exit(f"{SOUND.name} as it is cannot be read; mend that first.")
    with tempfile.TemporaryDirectory(prefix="soak-") as name:
        inbox, scratch = Path(name, "in"), Path(name, "tmp")
        inbox.mkdir()
        scratch.mkdir()
        tempfile.tempdir = str(scratch)
        report = soak(write_mutants(paths, inbox, options.count, options.seed), scratch)
        tempfile.tempdir = None
        if options.keep is not None:
            options.keep.mkdir(parents=True, exist_ok=True)
            for path in inbox.iterdir():
                if any(fault.startswith(path.name) for fault in report.faults):
                    shutil.copy(path, options.keep)
    print(f"{options.count} mutants of seed {options.seed} in {report.seconds:.1f} s")
    for told, count in report.outcomes.most_common():
        print(f"{count:6}  {told}")
    print("slowest: " + ", ".join(f"{path} {seconds:.1f} s" for seconds, path in report.slowest))
    for fault in report.faults:
        print(f"FAULT {fault}")
    return 1 if report.faults else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
