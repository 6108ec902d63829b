"""``khubnd audit``: what it shows, what it writes, and the whole circle from a finding to corrected datasets."""

from __future__ import annotations

import csv
import json
import os
import pty
import re
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len

from pipeline.catalog import load_catalog
from pipeline.cli import main
from pipeline.run import run
from pipeline.terminal.findings import Finding, Group, grouped
from pipeline.terminal.showing import as_text
from pipeline.terminal.words import WORDS

from .plans import ROOT, SAMPLES

PLAN = SAMPLES / "mau-ke-hoach-dan-so-2024.txt"
SCHEDULE = SAMPLES / "mau-ke-hoach-tranh-thai-2030.md"
MISREAD = "Đồng Đò"


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, output: Path) -> Path:
    """Give a folder of one's own with two spoilt plans in ``raw_docs/`` and what a run made of them."""
    shutil.copytree(output, tmp_path / "project")
    monkeypatch.chdir(tmp_path / "project")
    monkeypatch.setenv("KHUBND_REVIEWER", "An")
    monkeypatch.setenv("LANG", "en_US.UTF-8")
    monkeypatch.delenv("LC_ALL", raising=False)
    return tmp_path / "project"


@pytest.fixture(scope="module")
def output(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("project")
    (folder / "raw_docs").mkdir()
    shutil.copy(SCHEDULE, folder / "raw_docs")
    text = PLAN.read_text(encoding="utf-8")
    assert text.count("\n4\tĐống Đa\t23") == 1
    spoilt = text.replace("\n4\tĐống Đa\t23", f"\n4\t{MISREAD}\t23")
    (folder / "raw_docs" / PLAN.name).write_text(spoilt, encoding="utf-8")
    work(folder)
    return folder


def work(folder: Path) -> None:
    run([folder / "raw_docs"], folder / "extracted", suites=ROOT / "expectations")


def audit(*args: str, code: int = 0) -> Result:
    done = CliRunner().invoke(main, ["audit", *args])
    assert done.exit_code == code, done.output + done.stderr
    return done


def rows(folder: Path, name: str) -> list[dict[str, str]]:
    with (folder / "extracted" / f"{name}.csv").open(encoding="utf-8", newline="") as stream:
        return list(csv.DictReader(stream))


def issue(folder: Path, code: str, observed: str = "") -> dict[str, str]:
    (found,) = [row for row in rows(folder, "issues") if row["code"] == code and observed in row["observed"]]
    return found


def name_issue(folder: Path) -> dict[str, str]:
    """Return the issue about the misread name that names a place for it, or any other about it."""
    found = [row for row in rows(folder, "issues") if row["observed"] == MISREAD]
    return next((row for row in found if row["proposal"] == "Đống Đa"), found[0])


def changed(before: dict[str, list[dict[str, str]]], after: dict[str, list[dict[str, str]]], name: str) -> list[str]:
    """Return the columns in which rows of a dataset differ, sorted."""
    old, new = before[name], after[name]
    assert len(old) == len(new)
    pairs = zip(old, new, strict=True)
    return sorted({column for one, other in pairs for column in one if one[column] != other[column]})


def datasets(folder: Path) -> dict[str, list[dict[str, str]]]:
    names = ("targets", "observations", "activities", "numerals", "identities", "issues", "documents")
    return {name: rows(folder, name) for name in names}


def test_the_whole_circle(project: Path) -> None:
    """Find, accept, run again: what was accepted is changed and nothing else; a changed file is told."""
    before = datasets(project)
    lost, misread = issue(project, "lost-cell"), name_issue(project)
    audit("--accept", lost["issue_id"])
    if misread["proposal"]:
        audit("--accept", misread["issue_id"])
    else:
        audit("--correct", misread["issue_id"], "Đống Đa")
    work(project)
    after = datasets(project)

    # Exactly there: the label of one row with its place, one cell of a schedule in the column it belongs to.
    assert set(changed(before, after, "observations")) <= {"row_label", "place_id", "label_check"}
    touched = [new for old, new in zip(before["observations"], after["observations"], strict=True) if old != new]
    assert {(row["table_id"], row["row_no"], row["row_label"]) for row in touched} == {("t2", "5", "Đống Đa")}
    assert {row["label_check"] for row in touched} == {"exact"}
    moved = [new for old, new in zip(before["activities"], after["activities"], strict=True) if old != new]
    assert [(row["row_no"], row["column_no"], row["level"], row["check"]) for row in moved] == [
        ("3", "11", "district", "corrected")
    ]
    assert before["targets"] == after["targets"]
    assert before["numerals"] == after["numerals"]
    assert before["identities"] == after["identities"]
    resolutions = {row["issue_id"]: row["resolution"] for row in after["issues"]}
    assert resolutions[lost["issue_id"]] == resolutions[misread["issue_id"]] == "corrected"
    decided = {lost["issue_id"], misread["issue_id"]}
    about_others = [
        [row for row in one["issues"] if row["observed"] != MISREAD and row["issue_id"] not in decided]
        for one in (before, after)
    ]
    assert about_others[0] == about_others[1]

    # The same decisions give the same bytes.
    first = {path.name: path.read_bytes() for path in (project / "extracted").glob("*.csv")}
    work(project)
    assert first == {path.name: path.read_bytes() for path in (project / "extracted").glob("*.csv")}

    # Another file under the same name: the decision no longer fits, is told, and changes nothing.
    plan = project / "raw_docs" / PLAN.name
    plan.write_text(plan.read_text(encoding="utf-8").replace(MISREAD, "Đồng Dò"), encoding="utf-8")
    work(project)
    stale = issue(project, "stale-correction")
    assert (stale["severity"], stale["resolution"], stale["expected"]) == ("error", "open", MISREAD)
    assert stale["doc_id"] == PLAN.stem
    assert "Đồng Dò" in {row["row_label"] for row in rows(project, "observations")}
    assert resolutions[lost["issue_id"]] == issue(project, "lost-cell")["resolution"]
    assert audit("--code", "stale-correction", "--strict", code=1).stdout.count("stale-correction") == 1


def test_a_guard_in_the_ledger_that_was_changed_is_told(project: Path) -> None:
    audit("--accept", issue(project, "lost-cell")["issue_id"])
    ledger = project / "raw_docs" / "corrections.csv"
    ledger.write_text(ledger.read_text(encoding="utf-8").replace("Nhận tài liệu", "Phát tài liệu"), encoding="utf-8")
    work(project)
    assert issue(project, "lost-cell")["resolution"] == "open"
    assert issue(project, "stale-correction")["severity"] == "error"


def test_a_run_of_one_file_tells_of_decisions_about_what_it_was(project: Path) -> None:
    audit("--accept", issue(project, "lost-cell")["issue_id"])
    plan = project / "raw_docs" / SCHEDULE.name
    run([project / "raw_docs" / PLAN.name], project / "extracted", suites=ROOT / "expectations")
    assert "stale-correction" not in {row["code"] for row in rows(project, "issues")}
    plan.write_text(plan.read_text(encoding="utf-8") + "\n", encoding="utf-8")
    run([plan], project / "extracted", suites=ROOT / "expectations")
    assert issue(project, "stale-correction")["doc_id"] == SCHEDULE.stem


def test_decided_issues_are_counted_no_more(project: Path) -> None:
    before = {row["doc_id"]: row for row in rows(project, "documents")}
    audit("--reject", issue(project, "number-missing")["issue_id"], "--reason", "drafts have none")
    work(project)
    after = {row["doc_id"]: row for row in rows(project, "documents")}
    assert int(after[PLAN.stem]["issues_warning"]) == int(before[PLAN.stem]["issues_warning"]) - 1
    assert issue(project, "number-missing")["resolution"] == "rejected"
    assert "number-missing" not in audit().stdout
    assert "1 decided issues are not shown" in audit().stdout
    assert "number-missing" in audit("--all").stdout


def test_findings_about_files_can_be_rejected(project: Path) -> None:
    shutil.copy(project / "raw_docs" / PLAN.name, project / "raw_docs" / "zweitschrift.txt")
    work(project)
    audit("--reject", issue(project, "duplicate-file")["issue_id"])
    work(project)
    assert issue(project, "duplicate-file")["resolution"] == "rejected"


def test_the_only_minimal_repairs_are_accepted_at_once(project: Path) -> None:
    path = project / "extracted" / "issues.csv"
    wanted = issue(project, "unknown-indicator", "Bao cao su > Tổng số")["issue_id"]
    found = rows(project, "issues")
    for row in found:
        if row["issue_id"] == wanted:
            cell = {"table_id": "t2", "row_no": "3", "column_no": "16", "observed": "15.000", "proposal": "15.001"}
            row.update(cell, unique="true")
    with path.open("w", encoding="utf-8", newline="") as stream:
        writer = csv.DictWriter(stream, found[0], lineterminator="\n")
        writer.writeheader()
        writer.writerows(found)
    assert "1 decision written" in audit("--accept", "unique").stdout
    (row,) = ledger(project)
    assert (row["source"], row["read"], row["printed"]) == ("t2/r3/c16", "15.000", "15.001")
    assert row["reviewer"] == "policy: unique"
    audit("--undo")
    assert ledger(project) == []


def test_nothing_is_accepted_where_nothing_is_unique(project: Path) -> None:
    found = rows(project, "issues")
    if not any(row["unique"] == "true" and row["proposal"] for row in found):
        assert "nothing to decide" in audit("--accept", "unique").stdout
        assert not (project / "raw_docs" / "corrections.csv").exists()


def ledger(folder: Path) -> list[dict[str, str]]:
    with (folder / "raw_docs" / "corrections.csv").open(encoding="utf-8", newline="") as stream:
        return list(csv.DictReader(stream))


@pytest.mark.parametrize(
    ("args", "expected"),
    [
        (("--correct", "{id}", "390.000"), {"decision": "accept", "printed": "390.000", "cause": "reading"}),
        (("--confirm", "{id}"), {"decision": "confirm", "printed": "{observed}"}),
        (("--reject", "{id}"), {"decision": "reject"}),
        (("--illegible", "{id}"), {"decision": "illegible"}),
        (("--confirm", "{id}", "--cause", "document"), {"decision": "confirm", "cause": "document"}),
        (
            ("--accept", "{id}", "--cause", "document", "--reason", "phone"),
            {"decision": "accept", "cause": "document", "printed": "{observed}", "reason": "should be {better}; phone"},
        ),
        (("--correct", "{id}", "1", "--cause", "document"), {"printed": "{observed}", "reason": "should be 1"}),
        (("--reject", "{id}", "--reviewer", "Bình"), {"reviewer": "Bình"}),
    ],
)
def test_decisions_are_written_as_made(args: tuple[str, ...], expected: dict[str, str], project: Path) -> None:
    found = issue(project, "identity-fails")
    own = {"id": found["issue_id"], "observed": found["observed"], "better": found["proposal"] or found["expected"]}
    said = audit(*(arg.format(**own) for arg in args)).stdout
    assert "`khubnd run` applies it" in said
    (row,) = ledger(project)
    assert {name: row[name] for name in expected} == {name: text.format(**own) for name, text in expected.items()}
    assert row["read"] == found["observed"]
    assert row["source"].partition("#")[0] == f"{found['table_id']}/r{found['row_no']}/c{found['column_no']}"
    assert re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}", row["decided_on"])
    assert row["reviewer"] == expected.get("reviewer", "An")


@pytest.mark.parametrize(
    ("number", "in_words", "observed", "value", "fits"),
    [
        ("22.905", False, "22.905", "22.906", True),
        ("22.905", False, "22.905", "1,5%", True),
        ("22.905", False, "22.905", "abc", False),
        ("22.905", False, "22.905", "", False),
        ("22.905", False, "22.905", "-", True),
        ("l.2O5", False, "l.2O5", "1.205", True),
        ("In 520.000 tờ rơi", True, "520000", "In 390.000 tờ rơi", True),
        ("In 520.000 tờ rơi", True, "520000", "abc", False),
        ("", False, "Đồng Đò", "Đống Đa", True),
    ],
)
def test_a_number_is_corrected_by_a_number(number: str, in_words: bool, observed: str, value: str, fits: bool) -> None:
    from pipeline.errors import UsageError
    from pipeline.terminal.deciding import By, corrected

    where = {"table_id": "t1", "row_no": "1", "column_no": "2", "source_id": "plan:1:0-5"}
    plain = finding("aaaa", "gggg", code="identity-fails", observed=observed, **where)
    one = Finding(plain.issue, {"sha256": "a" * 64}, {}, number, in_words)
    if fits:
        assert corrected(one, By("An", "2025-01-31"), value).printed == value
    else:
        with pytest.raises(UsageError, match=r"is no number, and one is expected.*--illegible"):
            corrected(one, By("An", "2025-01-31"), value)


def test_words_for_a_number_are_refused(project: Path) -> None:
    number = issue(project, "identity-fails")["issue_id"]
    assert "is no number" in audit("--correct", number, "abc", code=2).stderr
    assert not (project / "raw_docs" / "corrections.csv").exists()


def test_undo_takes_a_whole_group_back(project: Path) -> None:
    """Two cells of one group get different texts, and are one decision still."""
    audit("--reject", issue(project, "number-missing")["issue_id"])
    audit(
        "--reject", issue(project, "lost-cell")["issue_id"], "--confirm", issue(project, "identity-fails")["issue_id"]
    )
    assert len(ledger(project)) == 3
    assert "2 decisions taken back" in audit("--undo").stdout
    assert [row["source"].partition("#")[2] for row in ledger(project)] == ["number-missing"]


def test_a_group_is_decided_in_all_its_places(project: Path) -> None:
    group = issue(project, "lost-cell")["group"]
    audit("--accept", group)
    assert [row["printed"] for row in ledger(project)] == [""]


@pytest.mark.parametrize(
    ("args", "told"),
    [
        (("--accept", "zzzz"), "no issue or group is called so"),
        (("--accept", "abc"), "too short"),
        (("--accept", "{number}"), "has no proposal"),
        (("--correct", "{number}", ""), "is what was read"),
        (("--undo", "--accept", "{number}"), "give it alone"),
        (("--undo",), "holds no decision"),
        (("--reject", "{number}", "--corrections", "nowhere/corrections.csv"), "there is no folder"),
        (("--reject", "{number}", "--corrections", "corrections.csv"), "is not in"),
        (("--code", "number-mising"), "perhaps number-missing"),
        (("no-such-plan",), "no document with issues is called so"),
        (("--out", "raw_docs"), "datapackage.json"),
        (("--out", "nowhere"), "no such folder"),
    ],
)
def test_what_cannot_be_done_is_told_and_leaves_no_trace(args: tuple[str, ...], told: str, project: Path) -> None:
    number = issue(project, "number-missing")["issue_id"]
    assert told in audit(*(arg.format(number=number) for arg in args), code=2).stderr
    assert not (project / "raw_docs" / "corrections.csv").exists()


def test_a_broken_ledger_is_not_written_to(project: Path) -> None:
    path = project / "raw_docs" / "corrections.csv"
    path.write_text("sha256,source\nx,y\n", encoding="utf-8")
    assert "line 1" in audit("--reject", issue(project, "number-missing")["issue_id"], code=3).stderr
    assert path.read_text(encoding="utf-8") == "sha256,source\nx,y\n"


def test_a_broken_ledger_stops_a_run(project: Path) -> None:
    (project / "raw_docs" / "corrections.csv").write_text("sha256,source\nx,y\n", encoding="utf-8")
    done = CliRunner().invoke(main, ["run", "--expectations", str(ROOT / "expectations")])
    assert done.exit_code == 3
    assert "corrections.csv, line 1" in done.stderr


def test_names_that_stand_for_several_are_refused() -> None:
    from pipeline.errors import UsageError
    from pipeline.terminal.deciding import named

    findings = [finding("aaaa1", "gggg1"), finding("aaaa2", "gggg1"), finding("bbbb1", "aaaa3")]
    assert [one.issue["issue_id"] for one in named(findings, "gggg1")] == ["aaaa1", "aaaa2"]
    assert [one.issue["issue_id"] for one in named(findings, "bbbb")] == ["bbbb1"]
    assert [one.issue["issue_id"] for one in named(findings, "aaaa1")] == ["aaaa1"]
    assert [one.issue["issue_id"] for one in named(findings, "aaaa3")] == ["bbbb1"]
    with pytest.raises(UsageError, match="3 issues and groups"):
        named(findings, "aaaa")


def test_of_a_group_what_has_a_proposal_is_accepted() -> None:
    """The sums that a wrong cell spoils are of its group; no text of theirs is to be replaced."""
    from pipeline.errors import UsageError
    from pipeline.terminal.deciding import in_question

    spoilt = [finding("sum1", "gggg", observed="403.730"), finding("cell", "gggg", observed="100", proposal="700")]
    assert [one.issue["issue_id"] for one in in_question(spoilt, "accept")] == ["cell"]
    assert in_question(spoilt, "reject") == spoilt
    assert in_question(spoilt[:1], "accept") == spoilt[:1]
    assert in_question(spoilt[1:] * 2, "correct") == spoilt[1:] * 2
    for kind in ("correct", "illegible"):
        with pytest.raises(UsageError, match="read differently"):
            in_question(spoilt, kind)
    assert [one.issue["issue_id"] for one in grouped(spoilt)[0].findings] == ["cell", "sum1"]


@pytest.mark.parametrize(
    ("old", "new", "column"), [("23.400", "28.400", 3), ("1.200", "", 4)], ids=["misread", "overlooked"]
)
def test_single_errors_in_sums_are_repaired_by_the_policy(old: str, new: str, column: int, project: Path) -> None:
    """The run finds the cell, the policy accepts it, and all sums hold; the text as read stays."""
    plan = project / "raw_docs" / PLAN.name
    text = PLAN.read_text(encoding="utf-8")
    before = "\n4\tĐống Đa\t23.400\t1.200\t"
    assert text.count(before) == 1
    plan.write_text(text.replace(before, before.replace(old, new)), encoding="utf-8")
    done = CliRunner().invoke(main, ["run", "--accept", "unique", "--expectations", str(ROOT / "expectations")])
    assert done.exit_code == 0, done.output
    assert [(row["read"], row["printed"], row["reviewer"]) for row in ledger(project)] == [(new, old, "policy: unique")]
    cell = {"table_id": "t2", "row_no": "5", "column_no": str(column)}
    (value,) = [row for row in rows(project, "observations") if cell.items() <= row.items()]
    assert (value["value"], value["raw"], value["check"]) == (old.replace(".", ""), new or old, "reconciled")
    sums = [row for row in rows(project, "identities") if row["doc_id"] == PLAN.stem]
    assert {row["holds"] for row in sums} == {"true"}
    assert {row["resolution"] for row in rows(project, "issues") if row["code"] == "likely-misreading"} == {"corrected"}


def finding(issue_id: str, group: str, **more: str) -> Finding:
    names = ("table_id", "row_no", "column_no", "row_label", "header_path", "observed", "expected", "proposal")
    plain = {"doc_id": "plan", "issue_id": issue_id, "group": group, "code": "lost-cell", "severity": "warning"}
    rest = {"resolution": "open", "evidence": "", "source_id": "", "unique": "false"}
    return Finding({**dict.fromkeys(names, ""), **plain, **rest, **more}, {"doc_id": "plan"}, {})


def test_the_worst_comes_first() -> None:
    findings = [
        finding("1", "a", severity="info"),
        finding("2", "b", severity="error", resolution="rejected"),
        finding("3", "c", severity="warning", observed="trên khai"),
        finding("4", "d", severity="warning", observed="22.905"),
        finding("5", "e", severity="error"),
        finding("6", "a", severity="warning"),
    ]
    assert [group.findings[0].issue["issue_id"] for group in grouped(findings)] == ["5", "4", "1", "3", "2"]


def test_findings_are_filtered(project: Path) -> None:
    everything = json.loads(audit("--json").stdout)
    errors = json.loads(audit("--json", "--severity", "error").stdout)
    assert {group["severity"] for group in errors["groups"]} == {"error"}
    codes = json.loads(audit("--json", "--code", "lost-cell", "--code", "number-missing").stdout)
    assert {group["code"] for group in codes["groups"]} == {"lost-cell", "number-missing"}
    one = json.loads(audit("--json", PLAN.stem).stdout)
    assert {group["doc_id"] for group in one["groups"]} == {PLAN.stem}
    assert one == json.loads(audit("--json", PLAN.stem[:-2]).stdout)
    assert sum(everything["counts"].values()) == len(rows(project, "issues"))


def test_the_json_keeps_its_names(project: Path) -> None:
    document = json.loads(audit("--json", "--code", "lost-cell").stdout)
    assert (list(document), document["version"]) == (["version", "counts", "groups"], 1)
    (group,) = document["groups"]
    assert list(group) == ["group", "doc_id", "code", "severity", "english", "vietnamese", "issues"]
    (one,) = group["issues"]
    names = "issue_id severity resolution table_id row_label header_path row_no column_no page line start end box"
    assert list(one) == [*names.split(), "observed", "expected", "proposal", "evidence", "unique"]
    assert (one["row_no"], one["column_no"], one["line"], one["page"], one["unique"]) == (3, 10, 175, None, False)
    assert one["issue_id"] == issue(project, "lost-cell")["issue_id"]


@pytest.mark.usefixtures("project")
def test_both_languages_say_the_same() -> None:
    english, vietnamese = (audit("--lang", language).stdout for language in ("en", "vi"))
    assert "A cell of the row seems to be lost" in english
    assert "Dòng thiếu một ô" in vietnamese
    assert "line 175, characters 525-574" in english
    assert "dòng chữ 175, ký tự 525-574" in vietnamese
    ids = [re.findall(r"\b[0-9a-f]{12}\b", text) for text in (english, vietnamese)]
    assert ids[0] == ids[1]
    assert WORDS["en"].keys() == WORDS["vi"].keys()


def test_confirmations_speak_the_language_asked_for(project: Path) -> None:
    number = issue(project, "lost-cell")["issue_id"]
    ledger = Path("raw_docs") / "corrections.csv"
    done = audit("--reject", number, "--lang", "vi").stdout.splitlines()
    assert done[0].startswith("  bác bỏ t1/r3/c10#lost-cell: ")
    assert done[-1] == f"đã ghi 1 quyết định vào {ledger}; `khubnd run` sẽ áp dụng"
    assert audit("--undo", "--lang", "vi").stdout.endswith(
        f"đã rút lại 1 quyết định khỏi {ledger}; `khubnd run` sẽ không áp dụng nữa\n"
    )
    assert audit("--accept", "unique", "--lang", "vi").stdout.startswith("không có gì để quyết định")
    assert audit("--reject", number, "--lang", "en").stdout.endswith(
        "1 decision written to raw_docs/corrections.csv; `khubnd run` applies it\n"
    )


def test_the_locale_chooses_the_language(project: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert project.is_dir()
    assert "WARNING" in audit().stdout
    monkeypatch.setenv("LANG", "C.UTF-8")
    assert "CẢNH BÁO" in audit().stdout


@pytest.mark.usefixtures("project")
def test_a_pipe_gets_plain_letters() -> None:
    assert "\x1b" not in audit().stdout
    assert all(cell_len(line) <= 100 for line in audit().stdout.splitlines())


def test_strict_is_about_what_is_shown(project: Path) -> None:
    assert project.is_dir()
    audit("--strict", code=1)
    audit("--strict", "--severity", "info")
    assert audit("--severity", "error", "--code", "lost-cell", "--strict").stdout == "No issues.\n"


@pytest.mark.parametrize(
    ("environment", "expected"),
    [
        ({}, None),
        ({"PAGER": "/usr/bin/less -F"}, None),
        ({"PAGER": "cat"}, True),
        ({"NO_COLOR": "1"}, False),
        ({"NO_COLOR": "1", "PAGER": "cat"}, False),
    ],
)
def test_less_gets_colours_as_far_as_it_shows_them(
    environment: dict[str, str], expected: bool | None, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What click is told: with None it sees to it that ``less`` shows colours, or leaves them out."""
    from pipeline.terminal.command import _colour

    for name in ("PAGER", "NO_COLOR"):
        monkeypatch.delenv(name, raising=False)
    for name, value in environment.items():
        monkeypatch.setenv(name, value)
    assert _colour() is expected


@pytest.mark.parametrize("colour", [True, False])
def test_a_terminal_gets_pages_and_colour(colour: bool, project: Path) -> None:
    """``PAGER`` shows the text; ``NO_COLOR`` is heard."""
    environment = {**os.environ, "PYTHONPATH": str(ROOT), "PAGER": "cat", "TERM": "xterm", "COLUMNS": "60"}
    environment |= {} if colour else {"NO_COLOR": "1"}
    main_end, other_end = pty.openpty()
    command = [sys.executable, "-m", "pipeline", "audit", "--code", "lost-cell"]
    with subprocess.Popen(command, cwd=project, env=environment, stdout=other_end, stdin=other_end) as process:
        os.close(other_end)
        shown = b"".join(iter(_reader(main_end), b"")).decode()
        process.wait(60)
    os.close(main_end)
    assert process.returncode == 0
    assert ("\x1b[" in shown) == colour
    plain = re.sub(r"\x1b\[[0-9;]*m", "", shown)
    assert max(cell_len(line) for line in plain.splitlines()) <= 60


def test_a_closed_output_is_no_error(project: Path) -> None:
    command = f"{sys.executable} -m pipeline audit >&-"
    done = subprocess.run(
        ["/bin/sh", "-c", command],
        cwd=project,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        capture_output=True,
        text=True,
        check=False,
    )
    assert (done.returncode, done.stderr) == (0, "")


def _reader(descriptor: int) -> Callable[[], bytes]:
    def read() -> bytes:
        try:
            return os.read(descriptor, 4096)
        except OSError:  # Linux says so at the end of a terminal
            return b""

    return read


_WORDS = st.lists(st.sampled_from(["xã", "hội", "hóa", "Đống", "Đa", "22.905", "a" * 90, "ộ" * 50, "[bold]x[/]"]))


@given(_WORDS, _WORDS, st.integers(40, 120))
def test_long_texts_are_wrapped_and_none_is_lost(observed: list[str], evidence: list[str], width: int) -> None:
    one = finding("aaaa", "gggg", observed=" ".join(observed), evidence=" ".join(evidence))
    text = as_text([Group((one,))], load_catalog(), language="vi", width=width)
    plain = re.sub(r"\x1b\[[0-9;]*m", "", text)
    assert all(cell_len(line) <= width for line in plain.splitlines())
    squeezed = re.sub(r"\s+", "", plain)
    assert "".join(observed) in squeezed
    assert "".join(evidence) in squeezed


def test_many_places_of_one_cause_are_counted() -> None:
    same = [finding(f"aaaa{number}", "gggg", observed="KHHGD", proposal="KHHGĐ") for number in range(52)]
    text = as_text(grouped(same), load_catalog(), language="en", width=None)
    assert text.count("KHHGD") == 1
    assert "52 places, and 47 more" in text


def test_places_of_one_cause_that_read_differently_are_told_apart() -> None:
    several = [finding(f"aaaa{number}", "gggg", observed=f"{number}", proposal=f"1{number}") for number in range(3)]
    lines = as_text(grouped(several), load_catalog(), language="en", width=None).splitlines()
    assert sum("proposal" in line for line in lines) == 3


def test_run_accepts_the_only_minimal_repairs(project: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The policy is asked once, after the first run, and what it accepted is worked in by a second one."""
    calls: list[Path] = []

    def accepting(folder: Path, paths: tuple[Path, ...], _codes: object) -> dict[Path, int]:
        calls.append(folder)
        return {paths[0] / "corrections.csv": 2}

    monkeypatch.setattr("pipeline.terminal.deciding.accept_unique", accepting)
    done = CliRunner().invoke(main, ["run", "--accept", "unique", "--expectations", str(ROOT / "expectations")])
    assert done.exit_code == 0, done.output
    assert calls == [Path("extracted")]
    assert "2 proposals accepted in raw_docs/corrections.csv" in done.output
    assert project.is_dir()
