"""Rebuild ``places.csv`` from the list of administrative units (columns as in its README).

    python pipeline/data/build_places.py GAZETTEER.csv

Codes and names are facts of the General Statistics Office, from lists published under MIT licences
(column ``source``). A place is keyed by level, code and the first day of its validity.
"""

from __future__ import annotations

import csv
import sys
from pathlib import Path

COLUMNS = ("place_id", "code", "name", "type", "level", "parent_code", "valid_from", "valid_to", "source")
LEVELS = {"province": "P", "district": "D", "commune": "C"}


def place_id(level: str, code: str, valid_from: str) -> str:
    """Return the key of a place.

    >>> place_id("province", "15", "2025-07-01"), place_id("district", "001", "")
    ('P15@20250701', 'D001@0')
    """
    return f"{LEVELS[level]}{code}@{valid_from.replace('-', '') or '0'}"


def build(source: Path, target: Path) -> int:
    """Write ``target`` from ``source``, sorted by key; return the number of places."""
    with source.open(encoding="utf-8-sig", newline="") as stream:
        rows = [
            {"place_id": place_id(row["level"], row["code"], row["valid_from"]), **row}
            for row in csv.DictReader(stream)
        ]
    rows.sort(key=lambda row: row["place_id"])
    with target.open("w", encoding="utf-8", newline="") as stream:
        writer = csv.DictWriter(stream, COLUMNS, lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)
    return len(rows)


if __name__ == "__main__":
    if len(sys.argv) != 2:
        sys.exit("usage: python pipeline/data/build_places.py GAZETTEER.csv")
    target = Path(__file__).with_name("places.csv")
    sys.stdout.write(f"{build(Path(sys.argv[1]), target)} places written to {target.name}\n")
