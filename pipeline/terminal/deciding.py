"""From what a person says of findings to rows of the ledger."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from pipeline.catalog import load_catalog
from pipeline.corrections import LOST_CELL, may_replace_number, spelled
from pipeline.errors import UsageError
from pipeline.ledger import LEDGER, add_to_ledger, read_ledger
from pipeline.model import POLICY, Cause, Correction, Decision

from .findings import Finding, read_findings

UNIQUE = "unique"
_SHORTEST = 4
_NAMED = 6


@dataclass(frozen=True, slots=True)
class By:
    """Who decides, when, why, and whose mistake it is."""

    reviewer: str
    decided_on: str
    reason: str = ""
    cause: Cause = Cause.READING


def named(findings: Sequence[Finding], name: str) -> list[Finding]:
    """Return the finding of an issue_id, or all those of a group; the beginning will do if nothing else begins so.

    Raises :class:`UsageError` if there is none, or more than one.
    """
    if len(name) < _SHORTEST:
        raise UsageError(f"{name}: too short; give at least {_SHORTEST} characters of an issue or a group")
    issues = [one for one in findings if one.issue["issue_id"].startswith(name)]
    groups = sorted({one.issue["group"] for one in findings if one.issue["group"].startswith(name)})
    exact = [one for one in issues if one.issue["issue_id"] == name]
    if exact or (len(issues) == 1 and not groups):
        return exact or issues
    if name in groups or (len(groups) == 1 and not issues):
        return [one for one in findings if one.issue["group"] == (name if name in groups else groups[0])]
    several = [one.issue["issue_id"] for one in issues] + groups
    if several:
        shown = ", ".join(several[:_NAMED])
        raise UsageError(f"{name}: stands for {len(several)} issues and groups ({shown}); give more characters")
    raise UsageError(f"{name}: no issue or group is called so; `khubnd audit --all` lists them")


def in_question(found: Sequence[Finding], kind: str) -> list[Finding]:
    """Return those places of a group that a decision can be about; raise :class:`UsageError` if that is not clear.

    The sums that a wrong cell spoils share its group and have no proposal of their own; they hold once it is accepted.
    One text cannot be what is printed in places that read differently.
    """
    if kind == "accept":
        return [one for one in found if one.issue["proposal"]] or list(found)
    texts = {one.issue["observed"] for one in found}
    if kind in {"correct", "illegible"} and len(texts) > 1:
        listed = ", ".join(one.issue["issue_id"] for one in found[:_NAMED])
        raise UsageError(f"{found[0].issue['group']}: its places read differently; decide them one by one ({listed})")
    return list(found)


def accepted(finding: Finding, by: By) -> Correction:
    """Accept the proposal of a finding; raise :class:`UsageError` where there is none that can be put in place."""
    issue = finding.issue
    if issue["code"] == LOST_CELL:
        return _correction(finding, by, (Decision.ACCEPT, ""), code=LOST_CELL)
    if by.cause is Cause.DOCUMENT:
        return _documents_own(finding, by, issue["proposal"] or issue["expected"])
    _check_place(finding)
    if not issue["proposal"] or issue["proposal"] == issue["observed"]:
        raise UsageError(
            f"{issue['issue_id']}: has no proposal; say what is printed with --correct {issue['issue_id']} VALUE, "
            "or --confirm it"
        )
    return _correction(finding, by, (Decision.ACCEPT, issue["proposal"]))


def corrected(finding: Finding, by: By, value: str) -> Correction:
    """Say what is printed in the place of a finding."""
    issue = finding.issue
    if issue["code"] == LOST_CELL:
        return _correction(finding, by, (Decision.ACCEPT, value), code=LOST_CELL)
    if by.cause is Cause.DOCUMENT:
        return _documents_own(finding, by, value)
    _check_place(finding)
    if value == issue["observed"]:
        raise UsageError(f"{issue['issue_id']}: '{value}' is what was read; --confirm it")
    _check_number(finding, value)
    return _correction(finding, by, (Decision.ACCEPT, value))


def rejected(finding: Finding, by: By) -> Correction:
    """Say that a finding is none."""
    return _correction(finding, by, (Decision.REJECT, finding.issue["observed"]), code=finding.issue["code"])


def confirmed(finding: Finding, by: By) -> Correction:
    """Say that what was read is printed."""
    if by.cause is Cause.READING:
        _check_place(finding)
    return _correction(finding, by, (Decision.CONFIRM, finding.issue["observed"]), code=finding.issue["code"])


def illegible(finding: Finding, by: By) -> Correction:
    """Say that nobody can read what is printed."""
    _check_place(finding)
    return _correction(finding, by, (Decision.ILLEGIBLE, finding.issue["observed"]))


def unique(findings: Iterable[Finding], decided_on: str) -> list[Correction]:
    """Accept all open proposals that are the only minimal repair."""
    by = By(POLICY, decided_on, "the only minimal repair")
    return [
        accepted(one, by)
        for one in findings
        if one.is_open and one.issue["unique"] == "true" and one.issue["proposal"] and one.issue["source_id"]
    ]


def _documents_own(finding: Finding, by: By, value: str) -> Correction:
    """Keep what the issuer printed and note what it should be."""
    should = f"should be {value}" if value else ""
    reason = "; ".join(filter(None, (should, by.reason)))
    by = By(by.reviewer, by.decided_on, reason, by.cause)
    return _correction(finding, by, (Decision.ACCEPT, finding.issue["observed"]), code=finding.issue["code"])


def _check_place(finding: Finding) -> None:
    if not finding.issue["source_id"]:
        raise UsageError(
            f"{finding.issue['issue_id']}: concerns the file as a whole, where nothing can be replaced; --reject it "
            "if it is wrong"
        )


def _check_number(finding: Finding, value: str) -> None:
    """Refuse words for a number, which would be gone from the data as if nothing had been printed."""
    number, observed = finding.number, finding.issue["observed"]
    whole = number.replace(observed, value, 1) if observed in number else value
    fits = may_replace_number(whole, load_catalog()) or (finding.in_words and any(char.isdigit() for char in whole))
    if number and not fits:
        raise UsageError(
            f"{finding.issue['issue_id']}: '{value}' is no number, and one is expected where '{number}' was read; give "
            "it as it is printed, with its unit if it has one ('22.906', '1,5%'), or say --illegible"
        )


def _correction(finding: Finding, by: By, decision: tuple[Decision, str], *, code: str = "") -> Correction:
    issue, sha256 = finding.issue, finding.document.get("sha256", "")
    if not sha256:
        raise UsageError(f"{issue['issue_id']}: its document could not be opened, so that nothing can be decided")
    return Correction(
        sha256=sha256,
        source=spelled(issue["table_id"], (issue["row_no"], issue["column_no"]), finding.place),
        read=issue["observed"],
        printed=decision[1],
        decision=decision[0],
        cause=by.cause,
        code=code,
        reason=by.reason,
        reviewer=by.reviewer,
        decided_on=by.decided_on,
    )


def check_beside(ledger: Path, findings: Iterable[Finding]) -> None:
    """Refuse a ledger that is not in the folder of the documents decided on: no run would read it."""
    if not ledger.parent.is_dir():
        raise UsageError(f"{ledger}: there is no folder {ledger.parent}; name the ledger with --corrections")
    for path in sorted({one.document.get("path", "") for one in findings}):
        if not (ledger.parent / path).is_file():
            raise UsageError(
                f"{ledger}: {path} is not in {ledger.parent}; name corrections.csv in the folder of the documents "
                "with --corrections"
            )


def accept_unique(folder: Path, paths: Iterable[Path], codes: AbstractSet[str]) -> dict[Path, int]:
    """Accept in the ledgers of the inputs what a run found to be the only minimal repair; return how many in which."""
    findings, decided_on = read_findings(folder), now()
    inputs = list(dict.fromkeys(path if path.is_dir() else path.parent for path in paths))
    rows: dict[Path, list[Correction]] = {}
    for one in findings:
        parent = next((path for path in inputs if (path / one.document.get("path", "")).is_file()), None)
        if parent is not None:
            rows.setdefault(parent / LEDGER, []).extend(unique([one], decided_on))
    for ledger, found in rows.items():
        read_ledger(ledger, codes)
        if found:
            add_to_ledger(ledger, found)
    return {ledger: len(found) for ledger, found in rows.items() if found}


def now() -> str:
    """Return the time of a decision, fine enough to tell commands apart: ``--undo`` takes back all of one."""
    return datetime.now().isoformat(timespec="milliseconds")  # noqa: DTZ005 - the day and hour of the user
