"""What people decided about a document, and what its issuer corrected."""

from __future__ import annotations

from dataclasses import dataclass

from .layout import Where
from .vocabulary import Cause, Decision

POLICY = "policy: unique"
"""The reviewer of what was accepted as the only minimal repair; nobody looked at the page."""


@dataclass(frozen=True, slots=True)
class Correction:
    """A decision about one place of a document.

    ``source`` names the place as :mod:`pipeline.corrections.sources` spells it, ``code`` the kind of finding that is
    decided, empty for the text itself. ``read`` is the guard: the text that has to stand there for it to be applied.
    """

    sha256: str
    source: str
    read: str
    printed: str
    decision: Decision
    cause: Cause = Cause.READING
    code: str = ""
    reason: str = ""
    reviewer: str = ""
    decided_on: str = ""
    at: str = ""
    """The file and line of the row, for messages."""


@dataclass(frozen=True, slots=True)
class Erratum:
    """What an issuer says should be read instead of what in the plan with a number; texts empty if not recognised."""

    number: str
    old: str
    new: str
    where: Where
