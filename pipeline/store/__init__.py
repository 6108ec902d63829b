"""What a run leaves on disk: CSV rows, the data package around them, and how they get there whole."""

from __future__ import annotations

from .folder import check_writable, replace_folder
from .package import load_contract, package_files
from .rows import Dataset, Outcome, Rows, dataset_rows

__all__ = [
    "Dataset",
    "Outcome",
    "Rows",
    "check_writable",
    "dataset_rows",
    "load_contract",
    "package_files",
    "replace_folder",
]
