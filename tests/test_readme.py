"""The READMEs: every example runs, every excerpt is from a real run, and nothing of the contract is left out."""

from __future__ import annotations

import contextlib
import csv
import io
import json
import os
import re
import shlex
import shutil
import subprocess
import sys
import warnings
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from difflib import get_close_matches
from functools import cache
from itertools import zip_longest
from pathlib import Path
from typing import Any

import click
import pytest

from pipeline.catalog import load_catalog
from pipeline.cli import main
from pipeline.errors import KhubndError
from pipeline.store import load_contract

from .plans import ROOT, SAMPLES

READMES = ("README.md", "README.vi.md")
PAGES = (*READMES, "CONTRIBUTING.md", "CHANGELOG.md")
DTYPES = {"string": "string", "integer": "Int64", "number": "float64", "boolean": "boolean", "date": "datetime64"}
RESOURCES: list[dict[str, Any]] = load_contract()["resources"]

_BLOCK = re.compile(r"^```(\w+)\n(.*?)^```$", re.MULTILINE | re.DOTALL)
_HEADING = re.compile(r"^#+ (.+)$", re.MULTILINE)
_LINK = re.compile(r"\]\(([^)\s]+)\)")

Table = list[list[str]]


@dataclass(frozen=True, slots=True)
class Project:
    """A folder with the samples in ``raw_docs/`` and what a run made of them, as a reader of the README has it."""

    folder: Path
    done: dict[str, str] = field(default_factory=dict)

    def khubnd(self, command: str) -> str:
        """Run a command line once, make sure that it succeeds, and return what it prints."""
        if command not in self.done:
            self.done[command] = _run([sys.executable, "-m", "pipeline", *shlex.split(command)[1:]], self.folder)
        return self.done[command]

    def rows(self, name: str) -> list[dict[str, str]]:
        with (self.folder / "extracted" / f"{name}.csv").open(encoding="utf-8", newline="") as stream:
            return list(csv.DictReader(stream))


def _run(arguments: list[str], folder: Path) -> str:
    path = f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"
    env = {**os.environ, "PYTHONPATH": str(ROOT), "PYTHONUTF8": "1", "PATH": path}
    done = subprocess.run(arguments, cwd=folder, env=env, capture_output=True, text=True, timeout=120, check=False)
    assert (done.returncode, done.stderr) == (0, "")
    return done.stdout


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory) -> Project:
    """Run the commands of the pages side by side: most of their time goes into imports."""
    folder = tmp_path_factory.mktemp("project")
    shutil.copytree(SAMPLES, folder / "raw_docs")
    project = Project(folder)
    lines = {line for page in READMES for line, _ in commands(page) if line.startswith("khubnd ")}
    project.khubnd("khubnd run")
    with ThreadPoolExecutor() as pool:
        list(pool.map(project.khubnd, sorted(lines)))
    return project


@cache
def text(page: str) -> str:
    return (ROOT / page).read_text(encoding="utf-8")


def blocks(page: str) -> list[tuple[str, str, str]]:
    """Return kind and content of each fenced block, and the output that stands right below it, if any."""
    found = list(_BLOCK.finditer(text(page)))
    result = []
    for block, below in zip_longest(found, found[1:]):
        shows = below is not None and below[1] == "text" and not text(page)[block.end() : below.start()].strip()
        result.append((block[1], block[2], below[2] if below is not None and shows else ""))
    return result


def commands(page: str) -> list[tuple[str, str]]:
    """Return the command lines of a page, each with the output that is shown for it."""
    found: list[tuple[str, str]] = []
    for kind, content, _ in blocks(page):
        if kind == "sh":
            found += [(line, "") for line in content.splitlines()]
        elif kind == "console":
            parts = re.split(r"^\$ ", content, flags=re.MULTILINE)[1:]
            found += [(part.split("\n", 1)[0], part.split("\n", 1)[1]) for part in parts]
    return found


def sections(page: str) -> dict[str, list[Table]]:
    """Return the tables below each heading, cells without white space around them."""
    prose = _BLOCK.sub("", text(page))
    _, *parts = _HEADING.split(prose)
    return {heading: _tables(body) for heading, body in zip(parts[::2], parts[1::2], strict=True)}


def _tables(body: str) -> list[Table]:
    tables = re.findall(r"(?:^\|.*\|\n?)+", body, re.MULTILINE)
    lines = [[line for line in table.splitlines() if not re.fullmatch(r"[|\s:-]+", line)] for table in tables]
    return [[[cell.strip() for cell in line[1:-1].split("|")] for line in table] for table in lines]


def excerpts(page: str) -> dict[str, Table]:
    """Return the excerpts, first the columns and then the rows, by name of the file."""
    headings = {heading.removesuffix(".csv"): tables for heading, tables in sections(page).items()}
    return {name: tables[0] for name, tables in headings.items() if f"{name}.csv" in sections(page) and " " not in name}


def descriptions(page: str) -> dict[str, Table]:
    """Return the tables that describe the columns, without their heads, by name of the dataset."""
    headed = {heading.split()[-1]: tables for heading, tables in sections(page).items() if " " in heading}
    return {name.removesuffix(".csv"): tables[0][1:] for name, tables in headed.items() if name.endswith(".csv")}


def _bare(cell: str) -> str:
    return cell.strip("`")


@pytest.mark.parametrize("page", READMES)
def test_commands_run_and_print_what_is_shown(page: str, project: Project) -> None:
    assert any(line.startswith("khubnd") for line, _ in commands(page))
    for line, shown in commands(page):
        if line.startswith("make "):
            assert line.split()[1] in make_targets()
        elif line.startswith("eval "):
            assert "khubnd" in _run(["bash", "-c", f"{line}\ncomplete -p khubnd"], project.folder)
        else:
            assert line.startswith("khubnd "), f"{page}: the test does not know how to run {line!r}"
            printed = project.khubnd(line)
            if shown:
                assert [row.rstrip() for row in printed.splitlines()] == shown.splitlines()


@cache
def make_targets() -> set[str]:
    return set(re.findall(r"^([a-z]+):", text("Makefile"), re.MULTILINE))


@pytest.mark.parametrize("page", PAGES)
def test_targets_of_make_exist(page: str) -> None:
    named = set(re.findall(r"\bmake ([a-z]+)\b", " ".join(re.findall(r"`make [^`]*`", text(page)))))
    lines = {line.split()[1] for line, _ in commands(page) if line.startswith("make ")}
    assert named | lines <= make_targets()


@pytest.mark.parametrize("page", READMES)
def test_python_runs_and_prints_what_is_shown(page: str, project: Project, monkeypatch: pytest.MonkeyPatch) -> None:
    """Run the blocks of a page in one namespace, the one that defines ``load`` first, as the page says."""
    monkeypatch.chdir(project.folder)
    examples = [(content, shown) for kind, content, shown in blocks(page) if kind == "python"]
    examples.sort(key=lambda example: "def load(" not in example[0])
    space: dict[str, Any] = {}
    for content, shown in examples:
        assert shown, f"{page}: no output is shown for\n{content}"
        with warnings.catch_warnings(), contextlib.redirect_stdout(io.StringIO()) as printed:
            warnings.simplefilter("ignore")
            exec(content, space)  # noqa: S102 - our own examples
        assert printed.getvalue() == shown
    for name, rows in descriptions(page).items():
        frame = space["load"](name)
        types = {column: str(dtype).partition("[")[0] for column, dtype in frame.dtypes.items()}
        assert types == {_bare(column): _bare(dtype) for column, dtype, _ in rows}
        assert len(frame) == len(project.rows(name))


@pytest.mark.parametrize("page", READMES)
def test_excerpts_are_from_a_real_run(page: str, project: Project) -> None:
    shown = excerpts(page)
    assert shown.keys() >= {resource["name"] for resource in RESOURCES}
    for name, (columns, *rows) in shown.items():
        real = [[row[column] for column in columns] for row in project.rows(name)]
        lines = [" | ".join(row) for row in real]
        stale = [" | ".join(row) for row in rows if row not in real]
        instead = [get_close_matches(line, lines, n=1, cutoff=0)[0] for line in stale]
        assert not stale, f"{page}, {name}: these are not in the output:\n{stale}\nDid they become these?\n{instead}"
        places = [real.index(row) for row in rows]
        assert places == sorted(set(places)), f"{page}, {name}: keep the order of the output, each row once"
        assert 2 <= len(rows) <= 4


@pytest.mark.parametrize("page", READMES)
def test_every_column_is_described(page: str) -> None:
    found = descriptions(page)
    assert list(found) == [resource["name"] for resource in RESOURCES]
    for resource in RESOURCES:
        fields = resource["schema"]["fields"]
        rows = found[resource["name"]]
        assert [_bare(row[0]) for row in rows] == [one["name"] for one in fields]
        for (column, dtype, meaning), one in zip(rows, fields, strict=True):
            assert _bare(dtype) == DTYPES[one["type"]], f"{page}: {resource['name']}.{column}"
            assert meaning
            for value in one.get("constraints", {}).get("enum", ()):
                assert f"`{value}`" in meaning, f"{page}: {resource['name']}.{column} does not explain {value}"


@pytest.mark.parametrize("page", READMES)
def test_every_command_and_option_is_described(page: str) -> None:
    for name, command in main.commands.items():
        assert f"`khubnd {name}" in text(page)
        for parameter in command.params:
            if isinstance(parameter, click.Option):
                assert all(f"`{option}" in text(page) for option in parameter.opts), f"{page}: {name} {parameter.opts}"
        arguments = [_usage(one, command) for one in command.params if isinstance(one, click.Argument)]
        assert f"`{' '.join(['khubnd', name, *arguments])}`" in text(page)


def _usage(argument: click.Argument, command: click.Command) -> str:
    """Return how an argument is written: in brackets if it may be left out."""
    name = argument.make_metavar(click.Context(command)).removesuffix("...").strip("[]")
    more = " ..." if argument.nargs == -1 else ""
    return f"{name}{more}" if argument.required else f"[{name}{more}]"


@pytest.mark.parametrize(("page", "language"), [("README.md", "english"), ("README.vi.md", "vietnamese")])
def test_every_issue_code_is_described(page: str, language: str) -> None:
    codes = load_catalog().issue_codes
    expected = [[f"`{code}`", f"`{one.severity}`", getattr(one, language)] for code, one in codes.items()]
    tables = [table[1:] for below in sections(page).values() for table in below]
    (shown,) = [table for table in tables if {_bare(row[0]) for row in table} & codes.keys()]
    lines = "\n".join(f"| {' | '.join(row)} |" for row in expected)
    assert shown == expected, f"the table in {page} should be\n{lines}"


@pytest.mark.parametrize("page", READMES)
def test_every_exit_code_check_and_kind_of_sum_is_described(page: str) -> None:
    first = {_bare(row[0]) for below in sections(page).values() for table in below for row in table[1:]}
    exits = {error.exit_code for error in KhubndError.__subclasses__()}
    assert {str(code) for code in exits | {0, 1, 130}} <= first
    source = text("pipeline/audit/identities.py")
    assert set(re.findall(r'"((?:row|column)-[a-z]+)"', source)) <= first
    fields = [one for resource in RESOURCES for one in resource["schema"]["fields"]]
    for name in ("check", "label_check", "row_type", "column_type"):
        assert {value for one in fields if one["name"] == name for value in one["constraints"]["enum"]} <= first
    manifest = text("raw_docs/manifest.csv").splitlines()[0].split(",")
    assert all(f"`{column}`" in text(page) for column in manifest)


def test_both_languages_show_the_same() -> None:
    english, vietnamese = READMES
    assert blocks(english) == blocks(vietnamese)
    assert excerpts(english) == excerpts(vietnamese)
    shapes = [[[len(table) for table in below] for below in sections(page).values()] for page in READMES]
    assert shapes[0] == shapes[1]


@pytest.mark.parametrize("page", PAGES)
def test_links_lead_somewhere(page: str) -> None:
    for target in _LINK.findall(text(page)):
        if not target.startswith("https://"):
            path, _, anchor = target.partition("#")
            assert (ROOT / (path or page)).is_file(), target
            assert not anchor or anchor in {_anchor(heading) for heading in sections(path or page)}, target


def _anchor(heading: str) -> str:
    return re.sub(r"[^\w\s-]", "", heading.lower()).replace(" ", "-")


def test_paths_in_contributing_exist() -> None:
    named = re.findall(r"`((?:pipeline|tests|expectations|raw_docs|extracted)/[\w./-]*)`", text("CONTRIBUTING.md"))
    assert len(named) > 20
    assert [path for path in named if not (ROOT / path).exists()] == []


def test_examples_in_contributing_are_well_formed() -> None:
    kinds = {kind: content for kind, content, _ in blocks("CONTRIBUTING.md")}
    suite = json.loads(text("expectations/observations.json"))
    assert json.loads(kinds["json"]) in suite["expectations"]
