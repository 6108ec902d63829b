"""Plans that tests read: the fixtures with their truth, the samples, the real ones where they are at hand."""

from __future__ import annotations

import tomllib
from functools import cache
from pathlib import Path
from typing import Any

from pipeline.catalog import load_catalog
from pipeline.model import Extraction
from pipeline.readers import READERS
from pipeline.readers.dump import read_dump
from pipeline.stages import extract

ROOT = Path(__file__).resolve().parent.parent
FIXTURES = ROOT / "tests" / "fixtures" / "plans"
SAMPLES = ROOT / "raw_docs"
DUMPS = sorted(path for path in SAMPLES.iterdir() if path.suffix in {".txt", ".md"})
REAL = ROOT.parent / "shared" / "raw_docs"


@cache
def extraction(path: Path) -> Extraction:
    """Read a document and take it through the stages, in this process."""
    catalog = load_catalog()
    return extract(READERS[path.suffix](str(path), catalog), catalog)


def extraction_of(text: str, folder: Path) -> Extraction:
    """Take a text through the stages."""
    path = folder / "plan.txt"
    path.write_text(text, encoding="utf-8")
    catalog = load_catalog()
    return extract(read_dump(str(path), catalog), catalog)


def truth(path: Path) -> dict[str, Any]:
    """Return what a fixture holds."""
    return tomllib.loads(path.with_suffix(".expected.toml").read_text(encoding="utf-8"))


def fixtures() -> list[Path]:
    """Return the fixtures that have their truth beside them."""
    return sorted(path for path in FIXTURES.iterdir() if path.suffix in {".txt", ".md"})
