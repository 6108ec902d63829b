"""The ledger of corrections: what people decided about places of documents, replayed on every run."""

from __future__ import annotations

from .applying import apply_corrections
from .orphans import orphaned
from .rows import COLUMNS, LOST_CELL, effective, to_correction, to_row
from .settling import resolved, settle
from .sources import spelled
from .values import may_replace_number

__all__ = [
    "COLUMNS",
    "LOST_CELL",
    "apply_corrections",
    "effective",
    "may_replace_number",
    "orphaned",
    "resolved",
    "settle",
    "spelled",
    "to_correction",
    "to_row",
]
