"""Rulings to grids of cells, with the table functions of pdfplumber."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from pdfplumber.table import cells_to_tables, edges_to_intersections, intersections_to_cells, merge_edges

from pipeline.model import Box

from .geometry import around
from .rulings import Ruling

_SNAP = 3.0
_JOIN = 3.0
_CROSS = 3.0
_ALIKE = 3.0


@dataclass(frozen=True, slots=True)
class Slot:
    """A cell of a ruled table by its place in the grid, before its text is read."""

    box: Box
    row: int
    column: int
    row_span: int = 1
    column_span: int = 1


@dataclass(frozen=True, slots=True)
class Ruled:
    """The cells of a ruled region. ``columns`` and ``rows`` are the positions of its lines, in points."""

    slots: tuple[Slot, ...]
    columns: tuple[float, ...]
    rows: tuple[float, ...]

    @property
    def box(self) -> Box:
        """The region."""
        return around([slot.box for slot in self.slots])


def find_ruled(rulings: Sequence[Ruling]) -> list[Ruled]:
    """Return the regions of a page that rulings divide into at least two cells, from top to bottom."""
    edges = [_edge(ruling) for ruling in rulings]
    if not edges:
        return []
    merged = _closed(merge_edges(edges, _SNAP, _SNAP, _JOIN, _JOIN))
    crossings = edges_to_intersections(merged, _CROSS, _CROSS)
    tables = cells_to_tables(intersections_to_cells(crossings))
    return [_ruled([Box(*cell) for cell in cells]) for cells in tables]


def _edge(ruling: Ruling) -> dict[str, Any]:
    """Return a ruling as pdfplumber describes edges."""
    if ruling.is_vertical:
        x0 = x1 = ruling.at
        top, bottom = ruling.start, ruling.end
    else:
        x0, x1 = ruling.start, ruling.end
        top = bottom = ruling.at
    return {
        "x0": x0, "x1": x1, "top": top, "bottom": bottom, "width": x1 - x0, "height": bottom - top,
        "orientation": "v" if ruling.is_vertical else "h", "object_type": "line",
    }  # fmt: skip


def _closed(edges: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Close tables that are open at a side: at least three lines end in one place, and no line stands there."""
    sides = [
        *_missing(edges, "h", ("x0", "x1", "top")),
        *_missing(edges, "v", ("top", "bottom", "x0")),
    ]
    return edges + sides


def _missing(edges: list[dict[str, Any]], orientation: str, keys: tuple[str, str, str]) -> Iterator[dict[str, Any]]:
    """Yield the lines across the ends of lines of one orientation; ``keys``: their start, their end, their place."""
    start, end, place = keys
    lines = [edge for edge in edges if edge["orientation"] == orientation]
    across = [edge for edge in edges if edge["orientation"] != orientation]
    for key in (start, end):
        for group in _clusters(lines, key):
            at = group[0][key]
            low, high = min(edge[place] for edge in group), max(edge[place] for edge in group)
            # Lines across, seen from these: they run along ``place`` and stand at a ``start``.
            there = any(abs(e[start] - at) <= _ALIKE and e[place] <= high and _far(e, keys) >= low for e in across)
            held = sum(low - _ALIKE <= e[place] and _far(e, keys) <= high + _ALIKE for e in across) >= 1
            if len(group) >= 3 and not there and held:
                upright = orientation == "h"
                yield _edge(Ruling(upright, at, low, high))


def _far(edge: dict[str, Any], keys: tuple[str, str, str]) -> float:
    """Return where a line across ends."""
    return float(edge["bottom"] if keys[2] == "top" else edge["x1"])


def _clusters(edges: list[dict[str, Any]], key: str) -> list[list[dict[str, Any]]]:
    groups: list[list[dict[str, Any]]] = []
    for edge in sorted(edges, key=lambda one: float(one[key])):
        if groups and edge[key] - groups[-1][-1][key] <= _ALIKE:
            groups[-1].append(edge)
        else:
            groups.append([edge])
    return groups


def _ruled(cells: list[Box]) -> Ruled:
    columns = sorted({x for cell in cells for x in (cell.left, cell.right)})
    rows = sorted({y for cell in cells for y in (cell.top, cell.bottom)})
    column_at = {x: number for number, x in enumerate(columns)}
    row_at = {y: number for number, y in enumerate(rows)}
    slots = []
    for cell in cells:
        row, column = row_at[cell.top], column_at[cell.left]
        slots.append(Slot(cell, row, column, row_at[cell.bottom] - row, column_at[cell.right] - column))
    slots.sort(key=lambda slot: (slot.row, slot.column))
    return Ruled(tuple(slots), tuple(columns), tuple(rows))
