"""Measure one reader on one file in a process of its own: ``python -m tests.bench.child READER PDF RESULT``.

The parent is small in nothing, so the peak is what the kernel counts for this program, not for what it was forked from.
"""

from __future__ import annotations

import gc
import json
import re
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

from .score import Sheet

ROOT = Path(__file__).resolve().parents[2]
ROUNDS = 5
PATIENCE = 6.0
"""Seconds of reading after which a file is not read again."""


@dataclass(frozen=True, slots=True)
class Measurement:
    """Times in seconds, memory in MB. ``first`` is the first round of the process, ``median`` that of all rounds.

    ``processor`` is the median of the time that processors worked: less than the wall clock on a busy machine, more
    where threads share the work. ``peak`` includes the program itself and what it imports, which alone is ``idle``.
    """

    sheets: tuple[Sheet, ...]
    importing: float
    first: float
    median: float
    processor: float
    rounds: int
    idle: float
    peak: float


Results = dict[tuple[str, str], Measurement]
"""By name of the file and reader; what could not be measured is missing."""


def measure(reader: str, path: Path, rounds: int = ROUNDS) -> Measurement | str:
    """Return what a child measured, or in one line why it could not."""
    with tempfile.TemporaryDirectory() as folder:
        result = Path(folder) / "result.json"
        command = [sys.executable, "-m", "tests.bench.child", reader, str(path), str(result), str(rounds)]
        done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
        if done.returncode:
            return (done.stderr.strip().splitlines() or [f"ended with {done.returncode}"])[-1]
        fields = json.loads(result.read_text(encoding="utf-8"))
    sheets = tuple(Sheet(sheet["page"], tuple(map(tuple, sheet["rows"]))) for sheet in fields.pop("sheets"))
    return Measurement(sheets, **fields)


def measure_all(files: Sequence[tuple[str, Path]], readers: Sequence[str]) -> Results:
    """Measure all readers on one file after the other; what fails is told and missing."""
    results: Results = {}
    for name, path in files:
        for reader in readers:
            found = measure(reader, path)
            if isinstance(found, str):
                print(f"{name} could not be measured with {reader}: {found}")
            else:
                results[name, reader] = found
    return results


def main(reader: str, path: str, result: str, rounds: str) -> None:
    """Import the reader, read the file some times, write down times, memory and what was read."""
    from .peers import READERS

    start = time.perf_counter()
    read = READERS[reader]()
    importing = time.perf_counter() - start
    idle = _resident("VmRSS")
    sheets: list[Sheet] = []
    seconds: list[float] = []
    worked: list[float] = []
    while len(seconds) < int(rounds) and sum(seconds) < PATIENCE:
        forget()
        gc.collect()
        start, begun = time.perf_counter(), time.process_time()
        sheets = read(path)
        seconds.append(time.perf_counter() - start)
        worked.append(time.process_time() - begun)
    times = importing, seconds[0], statistics.median(seconds), statistics.median(worked), len(seconds)
    found = Measurement(tuple(sheets), *times, idle, _resident("VmHWM"))
    Path(result).write_text(json.dumps(asdict(found), ensure_ascii=False), encoding="utf-8")


def forget() -> None:
    """Clear what the project remembers of texts; what it compiled from the catalogue stays, for it is made once."""
    for name, module in list(sys.modules.items()):
        if name.startswith("pipeline."):
            for member in list(vars(module).values()):
                parameters = getattr(member, "cache_parameters", None)
                if parameters is not None and (parameters()["maxsize"] or 0) > 16:
                    member.cache_clear()


def _resident(field: str) -> float:
    status = Path("/proc/self/status").read_text(encoding="ascii")
    found = re.search(rf"^{field}:\s+(\d+) kB", status, re.MULTILINE)
    return int(found[1]) / 1024 if found else float("nan")


if __name__ == "__main__":
    main(*sys.argv[1:])
