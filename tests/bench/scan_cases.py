"""Plans to be scanned: the samples and made-up ones, born-digital, with what is printed in them."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from pipeline.catalog import load_catalog
from pipeline.model import Extraction
from pipeline.readers import READERS
from pipeline.stages import extract
from tests.fixtures.samples.typeset_samples import plan
from tests.plans import SAMPLES

from .cases import PRINTED, Case, sample_cases
from .peers import page_texts
from .scan_plans import RECIPES, make_plan, typeset_plan
from .truth import TrueTable


@dataclass(frozen=True, slots=True)
class ScanCase:
    """A born-digital plan, its tables and the paragraphs between title and recipients.

    ``extraction`` is what the project takes from it, the truth for values; ``texts`` are those of its pages.
    """

    name: str
    path: Path
    tables: tuple[TrueTable, ...]
    prose: str
    extraction: Extraction
    texts: tuple[str, ...]


def scan_cases(folder: Path, names: Sequence[str]) -> list[ScanCase]:
    """Return the plans whose name holds one of some words; the made-up ones are set into a folder."""
    catalog = load_catalog()
    cases = []
    for name, find in _plans().items():
        if any(word in name for word in names):
            path, tables, prose = find(folder)
            extraction = extract(READERS[".pdf"](str(path), catalog), catalog)
            cases.append(ScanCase(name, path, tables, prose, extraction, tuple(page_texts(str(path)))))
    return cases


def _plans() -> dict[str, Callable[[Path], tuple[Path, tuple[TrueTable, ...], str]]]:
    samples = {f"sample-{case.path.name.removesuffix(PRINTED)}": partial(_sample, case) for case in sample_cases()}
    return {**samples, **{name: partial(_made_up, name) for name in RECIPES}}


def _sample(case: Case, _: Path) -> tuple[Path, tuple[TrueTable, ...], str]:
    stem = case.path.name.removesuffix(PRINTED)
    dump = next(path for path in SAMPLES.glob(f"{stem}.*") if path.suffix in {".txt", ".md"})
    prose = " ".join("".join(text for text, _ in paragraph["runs"]) for paragraph in plan(dump)["body"])
    return case.path, case.tables, prose


def _made_up(name: str, folder: Path) -> tuple[Path, tuple[TrueTable, ...], str]:
    made = make_plan(name)
    path = folder / f"{name}.pdf"
    path.write_bytes(typeset_plan(made))
    return path, made.tables, " ".join(made.prose)
