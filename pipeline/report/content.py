"""What the report is made of, and how the rows of the datasets are found in it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from pipeline.model import Bilingual, Catalog, Crop, Table
from pipeline.text import unguard

Row = Mapping[str, str]
Rows = Mapping[str, Sequence[Row]]


@dataclass(frozen=True, slots=True)
class Content:
    """The rows of all datasets, the tables of each document, and what places look like, by ``source_id``."""

    rows: Rows
    catalog: Catalog
    tables: Mapping[str, Sequence[Table]] = field(default_factory=dict)
    crops: Mapping[str, Crop] = field(default_factory=dict)
    validation: Mapping[str, Any] = field(default_factory=dict)
    version: str = ""
    """Of the output contract."""

    def word(self, topic: str, key: str) -> Bilingual:
        """Return what a key of a closed vocabulary is called; itself where nobody named it."""
        return self.catalog.words.get(topic, {}).get(key) or Bilingual(key, key)


def by_document(rows: Sequence[Row]) -> dict[str, list[dict[str, str]]]:
    """Return the rows of each document, without the marks that guard texts from spreadsheets."""
    found: dict[str, list[dict[str, str]]] = {}
    for row in rows:
        found.setdefault(row["doc_id"], []).append({name: unguard(text) for name, text in row.items()})
    return found
