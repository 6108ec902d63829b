"""Grids to tables: what belongs to a table, header levels, continuation over pages, row and column types."""

from __future__ import annotations

from .build import Structure, build_tables

__all__ = ["Structure", "build_tables"]
