"""Findings as text for a terminal, wrapped to its width, and as JSON for programs."""

from __future__ import annotations

import io
import json
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from rich.console import Console
from rich.table import Table
from rich.text import Text

from pipeline.evidence import told_in_vietnamese
from pipeline.model import Catalog, IssueCode

from .findings import Finding, Group
from .words import WORDS

VERSION = 1
"""Of the JSON; raised when a name in it changes its meaning or goes."""
_PLACES = 5
_STYLES = {"error": "bold red", "warning": "bold yellow", "info": "bold cyan"}
_NUMBERS = ("row_no", "column_no", "page", "line", "start", "end")
_SIDES = ("left", "top", "right", "bottom")


def as_text(groups: Sequence[Group], catalog: Catalog, *, language: str, width: int | None) -> str:
    """Draw groups for a terminal; without a width for a pipe, in plain letters."""
    stream = io.StringIO()
    console = Console(
        file=stream, width=width or _WIDTH, force_terminal=width is not None, highlight=False, emoji=False, markup=False
    )
    words = WORDS[language]
    for group in groups:
        told = _in_vietnamese(group, catalog) if language == "vi" else group
        _draw(console, told, catalog.issue_codes, words)
    if not groups:
        console.print(words["none"])
    else:
        found = Counter(one.issue["severity"] for group in groups for one in group.findings)
        counts = {severity: found[severity] for severity in _STYLES}
        console.print(words["sum"].format(groups=len(groups), issues=found.total(), **counts))
    return "\n".join(line.rstrip() for line in stream.getvalue().splitlines()) + "\n"


_WIDTH = 100
"""Of lines in a pipe."""


def _in_vietnamese(group: Group, catalog: Catalog) -> Group:
    return Group(tuple(replace(one, issue=told_in_vietnamese(one.issue, catalog)) for one in group.findings))


def _draw(console: Console, group: Group, codes: Mapping[str, IssueCode], words: Mapping[str, str]) -> None:
    first = group.first
    head = Text(words[group.severity], style=_STYLES[group.severity])
    head.append(f"  {_meaning(first['code'], codes, words)}", style="bold").append(f"  {first['code']}", style="dim")
    console.print(head)
    body = Table.grid(padding=(0, 2), expand=False)
    body.add_column(no_wrap=True, style="dim")
    body.add_column(overflow="fold")
    shown = group.findings[:_PLACES]
    body.add_row(f"  {words['document']}", first["doc_id"])
    same = all(_said(one) == _said(group.findings[0]) for one in group.findings)
    if same:
        _say(body, group.findings[0], words)
    for one in shown:
        body.add_row(f"  {words['place']}", place_text(one, words))
        if not same:
            _say(body, one, words)
        decided = "" if one.is_open else f"  {words[one.issue['resolution']]}"
        body.add_row(f"  {words['issue']}", one.issue["issue_id"] + decided)
    if len(group.findings) > 1:
        left = len(group.findings) - len(shown)
        more = f", {words['more'].format(count=left)}" if left else ""
        body.add_row(f"  {words['group']}", f"{first['group']}, {len(group.findings)} {words['places']}{more}")
    console.print(body)
    console.print()


def _meaning(code: str, codes: Mapping[str, IssueCode], words: Mapping[str, str]) -> str:
    if code not in codes:
        return code
    return codes[code].vietnamese if words is WORDS["vi"] else codes[code].english


def _said(one: Finding) -> tuple[str, ...]:
    return tuple(one.issue[name] for name in ("observed", "expected", "proposal", "evidence"))


def _say(body: Table, one: Finding, words: Mapping[str, str]) -> None:
    """Add what was read, what is expected, what is proposed, and why."""
    issue = one.issue
    if issue["observed"] or issue["proposal"]:
        body.add_row(f"  {words['read']}", issue["observed"] or words["empty"])
    if issue["expected"] and issue["expected"] != issue["proposal"]:
        body.add_row(f"  {words['expected']}", issue["expected"])
    if issue["proposal"]:
        alone = f"  ({words['unique']})" if issue["unique"] == "true" else ""
        body.add_row(f"  {words['proposal']}", Text(issue["proposal"], style="green").append(alone, style="dim"))
    if issue["evidence"]:
        body.add_row(f"  {words['why']}", issue["evidence"])


def place_text(one: Finding, words: Mapping[str, str]) -> str:
    """Say where a finding is: table, row and column by number and name; page and box, or line and characters."""
    issue, source = one.issue, one.source
    parts = []
    if issue["table_id"]:
        parts.append(f"{words['table']} {issue['table_id']}")
    if issue["row_no"]:
        parts.append(f"{words['row']} {issue['row_no']}{_quoted(issue['row_label'])}")
    elif issue["row_label"]:
        parts.append(_quoted(issue["row_label"]).strip())
    if issue["column_no"]:
        parts.append(f"{words['column']} {issue['column_no']}{_quoted(issue['header_path'])}")
    if source.get("line"):
        parts.append(f"{words['line']} {source['line']}, {words['characters']} {source['start']}-{source['end']}")
    elif source.get("page"):
        box = f", {words['box']} {' '.join(source[side] for side in _SIDES)}" if source["left"] else ""
        parts.append(f"{words['page']} {source['page']}{box}")
    return "; ".join(parts) or words["file"]


def _quoted(text: str) -> str:
    return f" “{text}”" if text else ""


def as_json(groups: Sequence[Group], codes: Mapping[str, IssueCode]) -> str:
    """Return one JSON document, the same in every language."""
    found = Counter(one.issue["severity"] for group in groups for one in group.findings)
    listed = [
        {
            "group": group.first["group"],
            "doc_id": group.first["doc_id"],
            "code": group.first["code"],
            "severity": group.severity,
            "english": _meaning(group.first["code"], codes, WORDS["en"]),
            "vietnamese": _meaning(group.first["code"], codes, WORDS["vi"]),
            "issues": [_record(one) for one in group.findings],
        }
        for group in groups
    ]
    document = {"version": VERSION, "counts": {name: found[name] for name in _STYLES}, "groups": listed}
    return json.dumps(document, ensure_ascii=False, indent=1)


def _record(one: Finding) -> dict[str, Any]:
    """Return an issue with its place; numbers as numbers, what is missing as null."""
    issue, source = one.issue, one.source
    numbers = {name: int(text) if (text := issue.get(name) or source.get(name)) else None for name in _NUMBERS}
    box = [float(source[side]) for side in _SIDES] if source.get("left") else None
    texts = ("issue_id", "severity", "resolution", "table_id", "row_label", "header_path")
    said = ("observed", "expected", "proposal", "evidence")
    return {
        **{name: issue[name] for name in texts},
        **numbers,
        "box": box,
        **{name: issue[name] for name in said},
        "unique": issue["unique"] == "true",
    }
