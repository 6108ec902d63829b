"""The order of issues, which terminal and report share."""

from __future__ import annotations

from pipeline.catalog import load_catalog
from pipeline.report.content import Content
from pipeline.report.issues import issue_groups
from pipeline.terminal.findings import Finding, grouped

_NAMES = (
    "table_id",
    "row_no",
    "column_no",
    "row_label",
    "header_path",
    "observed",
    "expected",
    "evidence",
    "source_id",
)


def issue(code: str, group: str, severity: str = "error", **more: str) -> dict[str, str]:
    plain = {"doc_id": "plan", "issue_id": code, "code": code, "group": group, "severity": severity}
    rest = {"resolution": "open", "unique": "false", "proposal": ""}
    return {**dict.fromkeys(_NAMES, ""), **plain, **rest, **more}


def test_terminal_and_report_head_a_group_with_what_can_be_accepted() -> None:
    """The sum that fails is told by the cell that is to blame, though it comes first and is as bad."""
    rows = [
        issue("number-missing", "d", "warning", resolution="rejected"),
        issue("unit-missing", "c", "warning"),
        issue("misread-word", "b", "warning", observed="KHHGD", row_no="1", column_no="2", table_id="t1"),
        issue("identity-fails", "a", observed="403.730"),
        issue("likely-misreading", "a", "warning", observed="28.400", proposal="23.400"),
    ]
    shown = [(one.first["code"], one.severity) for one in grouped(Finding(row, {}, {}) for row in rows)]
    reported = issue_groups(rows, {}, Content({}, load_catalog()))
    assert [(one.code, one.severity) for one in reported] == shown
    assert shown[0] == ("likely-misreading", "error")
    assert [code for code, _ in shown[1:]] == ["misread-word", "unit-missing", "number-missing"]
    assert [one.resolution for one in reported] == ["open", "open", "open", "rejected"]
    assert reported[0].first.row["proposal"] == "23.400"
