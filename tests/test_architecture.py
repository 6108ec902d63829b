"""Imports point one way, and what must stay out of the core stays out."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

import pipeline

PACKAGE = Path(pipeline.__file__).parent
RANK = {
    "cli": 7,
    "__main__": 8,
    "preload": 8,
    "progress": 6,
    "run": 5,
    "diff": 5,
    "stages": 4,
    "intake": 4,
    "terminal": 4,
    "export": 4,
    "readers": 3,
    "expect": 3,
    "store": 3,
    "report": 3,
    "confined": 2,
    "engine": 3,
    "catalog": 3,
    "ledger": 3,
    "doctor": 3,
    "tables": 2,
    "extract": 2,
    "audit": 2,
    "corrections": 2,
    "evidence": 2,
    "ranking": 2,
    "text": 1,
    "numbers": 1,
    "legacy": 1,
    "tessdata": 1,
    "model": 0,
    "errors": 0,
}
SAME_RANK = {("numbers", "text")}
CORE = (
    "model",
    "errors",
    "text",
    "numbers",
    "legacy",
    "tables",
    "extract",
    "audit",
    "corrections",
    "evidence",
    "ranking",
)
EDGE_ONLY = {"pandas", "pathlib", "logging", "time", "os", "great_expectations", "datetime.now"}


def _part(path: Path) -> str:
    return path.relative_to(PACKAGE).parts[0].removesuffix(".py")


def _imports(path: Path) -> Iterator[str]:
    """Yield the modules that a file imports, relative ones spelled out."""
    parents = ("pipeline", *path.relative_to(PACKAGE).parent.parts)
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            base = parents[: len(parents) - node.level + 1] if node.level else ()
            module = ".".join((*base, *filter(None, [node.module])))
            yield from (f"{module}.{alias.name}" for alias in node.names) if module == "pipeline" else (module,)


def _modules() -> list[Path]:
    paths = sorted(PACKAGE.rglob("*.py"))
    return [path for path in paths if "data" not in path.parts and path != PACKAGE / "__init__.py"]


@pytest.mark.parametrize("path", _modules(), ids=lambda path: str(path.relative_to(PACKAGE)))
def test_imports_point_down(path: Path) -> None:
    own = _part(path)
    for name in _imports(path):
        if name.startswith("pipeline.") and not name.startswith("pipeline.__"):
            other = name.split(".")[1]
            allowed = other == own or RANK[other] < RANK[own] or (own, other) in SAME_RANK
            assert allowed, f"{path.relative_to(PACKAGE)} may not import {name}"


@pytest.mark.parametrize("path", [p for p in _modules() if _part(p) in CORE], ids=lambda p: str(p.relative_to(PACKAGE)))
def test_the_core_is_pure(path: Path) -> None:
    assert not EDGE_ONLY & {name.split(".")[0] for name in _imports(path)}


def test_no_rule_knows_a_real_document() -> None:
    """Facts of single documents may stand in data and tests, never in code."""
    for path in _modules():
        text = path.read_text(encoding="utf-8")
        for word in ("403730", "403.730", "Phú Xuyên", "Phù Xuyên", "Đống Anh", "324/KH-UBND, ngày"):
            assert word not in text, f"{path.name} names {word}"


def test_modules_stay_short() -> None:
    lengths = {path.relative_to(PACKAGE): len(path.read_text(encoding="utf-8").splitlines()) for path in _modules()}
    assert {path: n for path, n in lengths.items() if n > 350} == {}
