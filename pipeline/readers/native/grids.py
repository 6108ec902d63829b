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
    merged = merge_edges(edges, _SNAP, _SNAP, _JOIN, _JOIN)
    merged = _closed(merged)
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
    """Close tables that are open at the sides: at least three lines end at one place where no vertical stands."""
    flat = [edge for edge in edges if edge["orientation"] == "h"]
    upright = [edge for edge in edges if edge["orientation"] == "v"]
    added: list[dict[str, Any]] = []
    for group in _same_ends(flat):
        top, bottom = group[0]["top"], group[-1]["top"]
        inner = [e for e in upright if group[0]["x0"] < e["x0"] < group[0]["x1"] and _within(e, top, bottom)]
        if len(group) < 3 or not inner:
            continue
        added.extend(
            {**inner[0], "x0": x, "x1": x, "top": top, "bottom": bottom, "height": bottom - top}
            for x in (group[0]["x0"], group[0]["x1"])
            if not any(abs(e["x0"] - x) <= _ALIKE and e["top"] < bottom and e["bottom"] > top for e in upright)
        )
    return edges + added


def _within(edge: dict[str, Any], top: float, bottom: float) -> bool:
    return bool(edge["top"] >= top - _ALIKE and edge["bottom"] <= bottom + _ALIKE)


def _same_ends(edges: list[dict[str, Any]]) -> Iterator[list[dict[str, Any]]]:
    groups: list[list[dict[str, Any]]] = []
    for edge in sorted(edges, key=lambda one: one["top"]):
        for group in groups:
            if abs(group[0]["x0"] - edge["x0"]) <= _ALIKE and abs(group[0]["x1"] - edge["x1"]) <= _ALIKE:
                group.append(edge)
                break
        else:
            groups.append([edge])
    yield from groups


def _ruled(cells: list[Box]) -> Ruled:
    columns = sorted({x for cell in cells for x in (cell.left, cell.right)})
    rows = sorted({y for cell in cells for y in (cell.top, cell.bottom)})
    slots = [
        Slot(
            cell,
            rows.index(cell.top),
            columns.index(cell.left),
            rows.index(cell.bottom) - rows.index(cell.top),
            columns.index(cell.right) - columns.index(cell.left),
        )
        for cell in cells
    ]
    slots.sort(key=lambda slot: (slot.row, slot.column))
    return Ruled(tuple(slots), tuple(columns), tuple(rows))
