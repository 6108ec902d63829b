"""Rows of the ledger: from strings to decisions and back, and which of several decisions counts."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from collections.abc import Set as AbstractSet
from datetime import date, datetime

import regex

from pipeline.model import Cause, Correction, Decision, Resolution
from pipeline.text import nfc

from .sources import DOCUMENT, FORMS, cell_of, is_source

COLUMNS = ("sha256", "source", "read", "printed", "decision", "cause", "reason", "reviewer", "decided_on")
LOST_CELL = "lost-cell"
"""The finding whose acceptance moves cells: ``printed`` is then what the lost cell held, empty if nobody knows."""
_SHA256 = regex.compile(r"[0-9a-f]{64}")
_RESOLUTIONS = {
    (Decision.ACCEPT, Cause.READING): Resolution.CORRECTED,
    (Decision.ACCEPT, Cause.DOCUMENT): Resolution.ACCEPTED,
    (Decision.CONFIRM, Cause.READING): Resolution.REJECTED,
    (Decision.CONFIRM, Cause.DOCUMENT): Resolution.ACCEPTED,
    (Decision.REJECT, Cause.READING): Resolution.REJECTED,
    (Decision.REJECT, Cause.DOCUMENT): Resolution.REJECTED,
    (Decision.ILLEGIBLE, Cause.READING): Resolution.ACCEPTED,
    (Decision.ILLEGIBLE, Cause.DOCUMENT): Resolution.ACCEPTED,
}


def to_correction(row: Mapping[str, str], at: str, codes: AbstractSet[str]) -> Correction:
    """Return the decision of a row; raise :class:`ValueError` saying what is wrong with it and what to do.

    ``at`` is the file and line for messages, ``codes`` are the kinds of finding that there are.
    """
    source, _, code = row["source"].strip().partition("#")
    sha256, printed = row["sha256"].strip().lower(), nfc(row["printed"])
    if not _SHA256.fullmatch(sha256):
        raise ValueError("sha256 is not 64 hexadecimal digits; copy it from documents.csv")
    if not is_source(source):
        raise ValueError(f"source '{source}' names no place; write {FORMS}")
    if code and code not in codes:
        raise ValueError(f"'{code}' is no kind of issue; write one of issues.csv after the # or take both away")
    decision, cause = _decision(row)
    read = nfc(row["read"])
    if decision is Decision.CONFIRM and printed not in {"", read}:
        raise ValueError("'confirm' says that read and printed are the same; to replace the text, write 'accept'")
    replaces = decision is Decision.ACCEPT and cause is Cause.READING and code != LOST_CELL
    if replaces and printed == read:
        raise ValueError("'accept' replaces read by printed, which is the same; if it is right, write 'confirm'")
    if replaces and cell_of(source) and not printed.strip() and any(char.isdigit() for char in read):
        raise ValueError(
            f"'accept' without printed would take the number '{read}' away; write what is printed, or 'illegible'"
        )
    if source == DOCUMENT and decision is not Decision.REJECT and cause is Cause.READING:
        raise ValueError("a whole document cannot be corrected; name a place in it, or write 'reject'")
    return Correction(
        sha256=sha256,
        source=source,
        read=read,
        printed=printed if decision is Decision.ACCEPT else read,
        decision=decision,
        cause=cause,
        code=code,
        reason=row["reason"],
        reviewer=row["reviewer"],
        decided_on=_day(row["decided_on"].strip()),
        at=at,
    )


def _decision(row: Mapping[str, str]) -> tuple[Decision, Cause]:
    decision, cause = row["decision"].strip().lower(), row["cause"].strip().lower() or Cause.READING
    if decision not in set(Decision):
        raise ValueError(f"decision '{decision}' is none of {', '.join(Decision)}")
    if cause not in set(Cause):
        raise ValueError(f"cause '{cause}' is none of {', '.join(Cause)}; leave it empty for reading")
    return Decision(decision), Cause(cause)


def _day(text: str) -> str:
    try:
        if "T" in text:
            return datetime.fromisoformat(text).isoformat(timespec="milliseconds")
        return date.fromisoformat(text).isoformat() if text else ""
    except ValueError as error:
        raise ValueError(f"decided_on '{text}' is no date; write it as 2025-03-31, or 2025-03-31T10:15:00") from error


def to_row(one: Correction) -> dict[str, str]:
    """Return the row of a decision."""
    return {
        "sha256": one.sha256,
        "source": f"{one.source}#{one.code}" if one.code else one.source,
        "read": one.read,
        "printed": one.printed,
        "decision": one.decision,
        "cause": one.cause,
        "reason": one.reason,
        "reviewer": one.reviewer,
        "decided_on": one.decided_on,
    }


def effective(rows: Iterable[Correction]) -> tuple[Correction, ...]:
    """Return the decisions that count: a later one about the same reading of the same place replaces the earlier.

    Decisions about two kinds of finding stand side by side.
    """
    counted: list[Correction] = []
    for row in rows:
        counted = [one for one in counted if not _replaces(row, one)]
        counted.append(row)
    return tuple(counted)


def _replaces(later: Correction, earlier: Correction) -> bool:
    same = (later.sha256, later.source, later.read) == (earlier.sha256, earlier.source, earlier.read)
    return same and (not later.code or not earlier.code or later.code == earlier.code)


def resolution_of(one: Correction) -> Resolution:
    """Return what a decision makes of the finding it decides."""
    return _RESOLUTIONS[one.decision, one.cause]
