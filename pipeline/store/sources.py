"""Where things stand in a document: rows of ``sources.csv``, one a place."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from pipeline.model import (
    Extraction,
    Reading,
    Where,
)

Row = dict[str, str]


@dataclass(slots=True)
class SourceBook:
    """The sources of one document, by key; everything that stands in the same place shares one."""

    doc_id: str
    reader: str
    sources: dict[str, Row] = field(default_factory=dict)
    genuine_pages: frozenset[int] = frozenset()
    """Pages of a mixed document that have a text layer; the others were recognised."""

    def source(self, where: Where, readings: Sequence[Reading] = ()) -> str:
        """Return the key of a place, empty for none."""
        if not where.key:
            return ""
        key = f"{self.doc_id}:{where.key}"
        if key not in self.sources or (readings and not self.sources[key]["readings"]):
            self.sources[key] = self._source_row(key, where, readings)
        return key

    def _reader_of(self, where: Where) -> str:
        if self.reader != "mixed":
            return self.reader
        return "native" if where.page in self.genuine_pages else "scan"

    def _source_row(self, key: str, where: Where, readings: Sequence[Reading]) -> Row:
        box = where.box
        best = max((r.confidence for r in readings if r.confidence is not None), default=None)
        return {
            "source_id": key,
            "doc_id": self.doc_id,
            "page": text_of(where.page),
            "line": text_of(where.line),
            "start": text_of(where.start if where.line else None),
            "end": text_of(where.end if where.line else None),
            "left": f"{box.left:.2f}" if box else "",
            "top": f"{box.top:.2f}" if box else "",
            "right": f"{box.right:.2f}" if box else "",
            "bottom": f"{box.bottom:.2f}" if box else "",
            "reader": self._reader_of(where),
            "confidence": text_of(best),
            "readings": _readings_json(readings),
        }


def source_book(doc_id: str, extraction: Extraction | None) -> SourceBook:
    """Return an empty book for what a document gave."""
    if extraction is None:
        return SourceBook(doc_id, "dump")
    return SourceBook(doc_id, extraction.reader, genuine_pages=extraction.genuine_pages)


def text_of(value: date | Decimal | float | bool | str | None) -> str:  # noqa: FBT001
    """Spell a value as the contract wants it: ISO dates, ``true``, decimals as printed, nothing for None.

    >>> text_of(Decimal("0.50")), text_of(True), text_of(None)
    ('0.50', 'true', '')
    """
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, Decimal):
        return f"{value:f}"
    return value.isoformat() if isinstance(value, date) else str(value)


def _readings_json(readings: Sequence[Reading]) -> str:
    if len(readings) < 2:
        return ""
    listed = [{"text": r.text, "engine": r.engine, "confidence": r.confidence} for r in readings]
    return json.dumps(listed, ensure_ascii=False, sort_keys=True)
