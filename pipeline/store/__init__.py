"""What a run leaves on disk: CSV rows, the data package around them, and how they get there whole."""

from __future__ import annotations

from .folder import check_apart, check_writable, replace_folder
from .package import contract_columns, load_contract, package_files, quarantine_files
from .rows import Dataset, Outcome, Rows, dataset_rows, place_rows, plan_id
from .written import strangers

__all__ = [
    "Dataset",
    "Outcome",
    "Rows",
    "check_apart",
    "check_writable",
    "contract_columns",
    "dataset_rows",
    "load_contract",
    "package_files",
    "place_rows",
    "plan_id",
    "quarantine_files",
    "replace_folder",
    "strangers",
]
