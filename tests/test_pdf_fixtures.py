"""The drawn PDFs: built again to the same bytes, each with a truth that fits it."""

from __future__ import annotations

import json
import subprocess
import sys
from functools import cache
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import pypdfium2
import pytest

ROOT = Path(__file__).resolve().parent.parent
PDFS = ROOT / "tests" / "fixtures" / "pdfs"
NAMES = sorted(path.stem for path in PDFS.glob("*.pdf"))


def truth_of(name: str) -> dict[str, Any]:
    truth: dict[str, Any] = json.loads((PDFS / f"{name}.expected.json").read_text(encoding="utf-8"))
    return truth


def squeezed(text: str) -> str:
    """Drop white space; pdfium writes U+FFFE for a hyphen at the end of a line."""
    return "".join(text.replace("\ufffe", "-").split())


@cache
def read(name: str) -> tuple[str, ...]:
    """Return the text of the pages without white space."""
    with pypdfium2.PdfDocument(PDFS / f"{name}.pdf") as document:
        return tuple(squeezed(page.get_textpage().get_text_range()) for page in document)


def pages_of(table: dict[str, Any]) -> list[int]:
    return [part["page"] for part in table["parts"]] if "parts" in table else [table["page"]]


@pytest.mark.skipif(
    find_spec("rinoh_typeface_texgyretermes") is None, reason="the typeface of the dev extra is not installed"
)
def test_pdfs_and_truth_are_built_again_byte_for_byte(tmp_path: Path) -> None:
    command = [sys.executable, "-m", "tests.fixtures.pdfs.build_pdfs", str(tmp_path)]
    subprocess.run(command, check=True, capture_output=True, cwd=ROOT)
    kept = {path.name: path.read_bytes() for pattern in ("*.pdf", "*.json") for path in PDFS.glob(pattern)}
    built = {path.name: path.read_bytes() for path in tmp_path.iterdir()}
    assert set(kept) == set(built)
    assert [name for name in sorted(kept) if kept[name] != built[name]] == []


def test_the_folder_is_small() -> None:
    assert sum(path.stat().st_size for path in PDFS.rglob("*")) < 2_000_000


@pytest.mark.parametrize("name", NAMES)
def test_grids_and_parts_of_the_truth_fit_together(name: str) -> None:
    for table in truth_of(name)["tables"]:
        rows, spans = table["rows"], table["spans"]
        assert {len(row) for row in rows} == {len(rows[0])}
        covered = [
            (row + down, column + across)
            for row, column, tall, wide in spans
            for down in range(tall)
            for across in range(wide)
            if down or across
        ]
        assert len(set(covered)) == len(covered)
        assert not [place for place in covered if rows[place[0]][place[1]]]
        parts = table.get("parts", [])
        printed = sum(part["rows"] - part["repeated"] - part.get("joined", False) for part in parts)
        assert not parts or printed == len(rows)


@pytest.mark.parametrize("name", NAMES)
def test_pages_have_a_layer_and_a_size_where_the_truth_names_them(name: str) -> None:
    truth = truth_of(name)
    with pypdfium2.PdfDocument(PDFS / f"{name}.pdf") as document:
        sizes = [[round(page.get_width()), round(page.get_height())] for page in document]
    assert len(truth.get("layers", sizes)) == len(sizes)
    assert [[round(side) for side in size] for size in truth.get("displayed", sizes)] == sizes
    assert max((page for table in truth["tables"] for page in pages_of(table)), default=1) <= len(sizes)


@pytest.mark.parametrize("name", [name for name in NAMES if "layers" not in truth_of(name)])
def test_what_the_truth_says_is_printed_on_its_page(name: str) -> None:
    truth = truth_of(name)
    everywhere = "".join(read(name))
    for text in truth.get("running", []):
        assert squeezed(text) in everywhere
    for table in truth["tables"]:
        printed = "".join(read(name)[page - 1] for page in pages_of(table))
        joined = any(part.get("joined") for part in table.get("parts", []))
        for text in (text for row in table["rows"] for text in row):
            assert all(squeezed(word) in printed for word in (text.split() if joined else [text]))
