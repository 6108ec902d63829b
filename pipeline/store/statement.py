"""The statement of error of a document as columns of documents.csv."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping

from pipeline.audit.statement import Read, Statement, state_error
from pipeline.model import Activity, Check, ErrorRate, Extraction, Observation, Target, Where

from .sources import Row, text_of

_OWN_OCR, _OTHERS_OCR = "scan", "layer"


def statement_row(found: Extraction | None, rates: Mapping[Read, ErrorRate]) -> Row:
    """Return the values by check and how many of them are expected to be wrong; empty where nothing was read."""
    told = state_error(count_values(found), rates) if found else Statement()
    counts = {f"values_{check.replace('-', '_')}": str(told.checks.get(check, 0)) if found else "" for check in Check}
    return {
        "values": str(told.values) if found else "",
        **counts,
        "share_reconciled": text_of(told.reconciled_share),
        "error_basis": told.basis,
        "wrong_expected": text_of(told.expected),
        "wrong_low": text_of(told.low),
        "wrong_high": text_of(told.high),
    }


def count_values(found: Extraction) -> Counter[Read]:
    """Count targets, observations and the cells of schedules that state a quantity, by way of reading and check."""
    stated = [one for one in found.activities if one.quantity is not None or one.check is Check.SUSPECT]
    values: list[Target | Observation | Activity] = [*found.targets, *found.observations, *stated]
    return Counter((_way(found, value.where), str(value.check)) for value in values)


def _way(found: Extraction, where: Where) -> str:
    """Return how a place was read; text that somebody's OCR put behind a page is a way of its own."""
    if found.reader == "native":
        return "native" if where.page in found.genuine_pages else _OTHERS_OCR
    if found.reader == "mixed":
        return "native" if where.page in found.genuine_pages else _OWN_OCR
    return found.reader
