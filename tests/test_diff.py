"""What changed between two outputs: in words, as CSV, by exit code."""

from __future__ import annotations

import csv
import io
import json
import shutil
from pathlib import Path

import pytest
from click.testing import CliRunner

from pipeline.cli import main
from pipeline.diff import compare, to_csv, to_words
from pipeline.errors import UsageError
from pipeline.run import run

from .plans import FIXTURES, ROOT

PLAN = FIXTURES / "dong-nai-2023.txt"
NAMES = ("dataset", "change", "key", "label", "column", "old", "new")


@pytest.fixture(scope="module")
def outputs(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    """Give the output of a plan, and that of the same plan with one number of a table misprinted."""
    base = tmp_path_factory.mktemp("diff")
    text = PLAN.read_text(encoding="utf-8")
    for name, content in (("old", text), ("new", _misprint(text))):
        (base / name).mkdir()
        (base / name / PLAN.name).write_text(content, encoding="utf-8")
        run([base / name], base / f"{name}-out", suites=ROOT / "expectations")
    return base / "old-out", base / "new-out"


def _misprint(text: str) -> str:
    """Add a digit to the last number of the last row that has one in its last cell."""
    lines = text.split("\n")
    at = max(at for at, line in enumerate(lines) if "\t" in line and line.rstrip()[-1:].isdigit())
    lines[at] = f"{lines[at].rstrip()}1"
    return "\n".join(lines)


def khubnd(*arguments: str | Path) -> tuple[int, str]:
    done = CliRunner().invoke(main, ["diff", *map(str, arguments)])
    return done.exit_code, done.output


def test_an_output_does_not_differ_from_itself(outputs: tuple[Path, Path]) -> None:
    old, _ = outputs
    assert compare(old, old) == []
    assert khubnd(old, old, "--exit-code") == (0, "Nothing changed.\n")
    assert khubnd(old, old, "--lang", "vi") == (0, "Không có gì thay đổi.\n")


def test_one_misprint_changes_its_value_and_what_was_found(outputs: tuple[Path, Path]) -> None:
    changes = {change.name: change for change in compare(*outputs)}
    (value,) = [
        (row, cells)
        for row in changes["observations"].rows
        if "raw" in (cells := {column: (old, new) for column, old, new in row.cells})
    ]
    row, cells = value
    assert row.kind == "changed"
    old, new = cells["raw"]
    assert new == f"{old}1"
    assert {"observations", "identities", "issues", "documents"} <= changes.keys()
    added = [one for one in changes["issues"].rows if one.kind == "added"]
    assert added
    assert len(added) < 5, "issues that stay the same are not told, though the document has another hash"
    assert not any(column == "issue_id" for one in changes["issues"].rows for column, _, _ in one.cells)


def test_words_in_both_languages(outputs: tuple[Path, Path]) -> None:
    code, english = khubnd(*outputs)
    assert code == 0
    assert "issue appeared: " in english
    assert " → " in english
    code, vietnamese = khubnd(*outputs, "--lang", "vi")
    assert code == 0
    assert "vấn đề mới: " in vietnamese
    assert len(english.splitlines()) == len(vietnamese.splitlines())


def test_the_way_back_says_the_opposite(outputs: tuple[Path, Path]) -> None:
    old, new = outputs
    forth, back = compare(old, new), compare(new, old)
    kinds = {"added": "removed", "removed": "added", "changed": "changed"}
    there = {(one.name, row.key, row.kind) for one in forth for row in one.rows}
    here = {(one.name, row.key, kinds[row.kind]) for one in back for row in one.rows}
    assert there == here
    assert "issue disappeared: " in "\n".join(to_words(back, "en"))


def test_csv_holds_every_change_once(outputs: tuple[Path, Path], tmp_path: Path) -> None:
    changes = compare(*outputs)
    code, printed = khubnd(*outputs, "--format", "csv", "--csv", tmp_path / "changes.csv")
    assert code == 0
    assert printed == to_csv(changes) == (tmp_path / "changes.csv").read_text(encoding="utf-8")
    lines = list(csv.DictReader(io.StringIO(printed)))
    assert tuple(lines[0]) == NAMES
    assert len(lines) == sum(len(row.cells) for change in changes for row in change.rows)
    assert len({tuple(line.values()) for line in lines}) == len(lines)


def test_exit_code_is_that_of_git(outputs: tuple[Path, Path]) -> None:
    assert khubnd(*outputs)[0] == 0
    assert khubnd(*outputs, "--exit-code")[0] == 1


def test_many_rows_are_counted_unless_all_are_asked_for(outputs: tuple[Path, Path], tmp_path: Path) -> None:
    old, _ = outputs
    new = _with_dataset(old, tmp_path / "new", "observations", keep=1)
    short, long = khubnd(old, new)[1], khubnd(old, new, "--all")[1]
    assert "more rows; --all or --format csv" in short
    assert "more rows" not in long
    assert len(long.splitlines()) > len(short.splitlines())


def test_columns_and_files_that_came_and_went(outputs: tuple[Path, Path], tmp_path: Path) -> None:
    old, _ = outputs
    new = tmp_path / "new"
    shutil.copytree(old, new)
    package = json.loads((new / "datapackage.json").read_text(encoding="utf-8"))
    package["resources"] = [one for one in package["resources"] if one["name"] != "places"]
    targets = next(one for one in package["resources"] if one["name"] == "targets")
    targets["schema"]["fields"][-1]["name"] = "place_in_source"
    rows = (new / "targets.csv").read_text(encoding="utf-8")
    (new / "targets.csv").write_text(rows.replace("source_id", "place_in_source", 1), encoding="utf-8")
    (new / "datapackage.json").write_text(json.dumps(package), encoding="utf-8")
    told = khubnd(old, new)[1]
    assert "targets: new columns: place_in_source; columns that are gone: source_id" in told
    assert "places: file that is gone" in told


def test_a_text_that_a_spreadsheet_would_run_is_guarded(outputs: tuple[Path, Path], tmp_path: Path) -> None:
    old, _ = outputs
    new = tmp_path / "new"
    shutil.copytree(old, new)
    text = (new / "documents.csv").read_text(encoding="utf-8")
    title = next(csv.DictReader(io.StringIO(text)))["title"]
    (new / "documents.csv").write_text(text.replace(title, "'=HYPERLINK(1)"), encoding="utf-8")
    lines = list(csv.DictReader(io.StringIO(khubnd(old, new, "--format", "csv")[1])))
    assert [line["new"] for line in lines] == ["'=HYPERLINK(1)"]


@pytest.mark.parametrize(
    ("missing", "told"),
    [
        pytest.param("nowhere", "no such folder", id="no folder"),
        pytest.param(".", "holds no datapackage.json", id="another folder"),
    ],
)
def test_what_is_no_output_is_refused(outputs: tuple[Path, Path], tmp_path: Path, missing: str, told: str) -> None:
    with pytest.raises(UsageError, match=told):
        compare(outputs[0], tmp_path / missing)
    code, output = khubnd(outputs[0], tmp_path / missing)
    assert code == 2
    assert told in output


def test_a_file_that_cannot_be_written_is_told(outputs: tuple[Path, Path], tmp_path: Path) -> None:
    code, output = khubnd(*outputs, "--csv", tmp_path / "no" / "changes.csv")
    assert code == 2
    assert "name another file with --csv" in output


def _with_dataset(folder: Path, to: Path, name: str, *, keep: int) -> Path:
    """Copy an output with only the first rows of a dataset."""
    shutil.copytree(folder, to)
    with (to / f"{name}.csv").open(encoding="utf-8", newline="") as stream:
        rows = list(csv.reader(stream))[: keep + 1]
    with (to / f"{name}.csv").open("w", encoding="utf-8", newline="") as stream:
        csv.writer(stream, lineterminator="\n").writerows(rows)
    return to
