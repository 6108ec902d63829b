"""Time of each stage on text dumps, and of the whole command."""

from __future__ import annotations

import resource
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path

from pipeline.catalog import load_catalog
from pipeline.extract.clauses import cut
from pipeline.extract.mentions import exclusions, years
from pipeline.extract.naming import index_of
from pipeline.extract.schedule import cell_amounts
from pipeline.readers.dump import read_dump
from pipeline.stages import extract
from pipeline.text import skeleton, tone_key
from tests.plans import REAL, ROOT, SAMPLES

ROUNDS = 9
STAGES = ("read", "structure", "extract", "audit")
BOUND = 0.5
COMMAND_BOUND = 10.0


def main() -> None:
    """Measure the two real dumps where they are at hand, else the samples."""
    folder = REAL if REAL.is_dir() else SAMPLES
    paths = [path for path in sorted(folder.iterdir()) if path.suffix in {".txt", ".md"}]
    start = time.perf_counter()
    index_of(load_catalog())
    print(f"catalogue loaded and indexed in {time.perf_counter() - start:.3f} s, once per process")
    print(f"\nseconds per stage, median of {ROUNDS} rounds, nothing remembered; cold is the first round of the process")
    print(f"{'document':<52}" + "".join(f"{stage:>10}" for stage in STAGES) + f"{'total':>9}{'cold':>8}")
    for path in paths:
        rounds = [_stages(path) for _ in range(ROUNDS + 1)]
        medians = [statistics.median(one[stage] for one in rounds[1:]) for stage in STAGES]
        cold = sum(rounds[0].values())
        verdict = "" if max(cold, sum(medians)) < BOUND else f"  over the bound of {BOUND} s"
        shown = "".join(f"{median:>10.3f}" for median in medians)
        print(f"{path.name:<52}{shown}{sum(medians):>9.3f}{cold:>8.3f}{verdict}")
    seconds = [_command(paths) for _ in range(3)]
    verdict = "within" if max(seconds) < COMMAND_BOUND else "over"
    span = f"{min(seconds):.1f} to {max(seconds):.1f} s"
    print(f"\nkhubnd run on all: {span}, {verdict} the bound of {COMMAND_BOUND:.0f} s")
    print(f"peak memory of this process: {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024:.0f} MB")


def _stages(path: Path) -> dict[str, float]:
    """Time the stages on a document that the process has not seen: what it remembers of texts is forgotten first."""
    for remembered in (exclusions, years, cut, cell_amounts, tone_key, skeleton):
        remembered.cache_clear()
    start = time.perf_counter()
    read = read_dump(str(path), load_catalog())
    seconds = {"read": time.perf_counter() - start}
    extract(read, load_catalog(), seconds)
    return seconds


def _command(paths: Sequence[Path]) -> float:
    with tempfile.TemporaryDirectory() as folder:
        start = time.perf_counter()
        command = [sys.executable, "-m", "pipeline", "run", "--quiet", "--out", f"{folder}/out", *map(str, paths)]
        subprocess.run(command, check=True, cwd=ROOT)
        return time.perf_counter() - start
