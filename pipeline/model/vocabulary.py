"""Closed vocabularies of the output contract."""

from __future__ import annotations

from enum import StrEnum


class Check(StrEnum):
    """How far a value was checked, best first."""

    CORRECTED = "corrected"
    RECONCILED = "reconciled"
    AGREED = "agreed"
    TEXT_LAYER = "text-layer"
    SINGLE = "single"
    SUSPECT = "suspect"


class Comparator(StrEnum):
    """How a printed amount bounds what it states."""

    EQ = "eq"
    GE = "ge"
    GT = "gt"
    LE = "le"
    LT = "lt"
    RANGE = "range"
    APPROX = "approx"


class TargetKind(StrEnum):
    """What a stated amount is about."""

    LEVEL = "level"
    INCREASE = "increase"
    DECREASE = "decrease"
    MULTIPLE = "multiple"
    ACTIVITY = "activity"
    CONTEXT = "context"


class ValueType(StrEnum):
    """Whether a column states a plan, a result, an estimate or a comparison of two."""

    PLAN = "plan"
    ACTUAL = "actual"
    ESTIMATE = "estimate"
    COMPARISON = "comparison"


class LineType(StrEnum):
    """The part a row or a column plays in the sums of its table."""

    ITEM = "item"
    PART = "part"
    SUBTOTAL = "subtotal"
    TOTAL = "total"
    SECTION = "section"
    """A heading inside the table; it carries no values and appears in no dataset."""


class LabelCheck(StrEnum):
    """How a row label was matched to its place."""

    EXACT = "exact"
    FOLDED = "folded"
    REPAIRED = "repaired"
    UNKNOWN = "unknown"


class Severity(StrEnum):
    """How much an issue matters, worst first."""

    ERROR = "error"
    WARNING = "warning"
    INFO = "info"


class Resolution(StrEnum):
    """What a person decided about an issue."""

    OPEN = "open"
    ACCEPTED = "accepted"
    """It is right, and nothing is to be changed: the issuer's own mistake, or a text that nobody can read."""
    REJECTED = "rejected"
    CORRECTED = "corrected"


class Decision(StrEnum):
    """What a row of the ledger of corrections decides."""

    ACCEPT = "accept"
    REJECT = "reject"
    CONFIRM = "confirm"
    ILLEGIBLE = "illegible"


class Cause(StrEnum):
    """Whose mistake a correction is about: that of who read the document, or of who issued it."""

    READING = "reading"
    DOCUMENT = "document"


class Status(StrEnum):
    """How a document left the run."""

    CLEAN = "clean"
    FLAGGED = "flagged"
    QUARANTINED = "quarantined"
    FAILED = "failed"
