"""Numerals cut from stamped scans of real documents, with what a person read in them.

``cells.npz`` holds the grey pictures one after the other, ``labels.csv`` their sizes and texts: as printed, with ``-``
for a dash of any length; empty where the cell is blank.
"""

from __future__ import annotations

import csv
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

FOLDER = Path(__file__).parent / "fixtures" / "numerals"


@dataclass(frozen=True, slots=True)
class RealCell:
    """A crop of a scan, its dots per inch, whether it is a table cell or a word of prose, and its text."""

    crop: NDArray[np.uint8]
    dpi: int
    kind: str
    text: str


def load_cells(folder: Path = FOLDER) -> tuple[RealCell, ...]:
    """Load all cells, in the order of the labels."""
    with np.load(folder / "cells.npz") as stored:
        pixels = stored["pixels"]
    cells, start = [], 0
    with (folder / "labels.csv").open(encoding="utf-8", newline="") as stream:
        for row in csv.DictReader(stream):
            height, width = int(row["height"]), int(row["width"])
            crop = pixels[start : start + height * width].reshape(height, width)
            start += height * width
            cells.append(RealCell(crop, int(row["dpi"]), row["kind"], row["text"]))
    return tuple(cells)
