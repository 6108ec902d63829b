"""Tables of figures on the terminal."""

from __future__ import annotations

from collections.abc import Sequence
from math import isnan


def print_row(label: str, cells: Sequence[str]) -> None:
    """Print a row; the head of a table is one too."""
    print(f"{label:<40}" + "".join(f"{cell:>21}" for cell in cells))


def per_cent(part: int, whole: int) -> float:
    """Return a share in per cent, NaN of nothing."""
    return 100 * part / whole if whole else float("nan")


def with_ratio(figure: float, base: float, digits: int = 2) -> str:
    """Return a figure and in brackets its ratio to a base, if there is one.

    >>> with_ratio(3, 2), with_ratio(0.25, 0, 3), with_ratio(float("nan"), 1)
    ('3 (1.50)', '0.250', '-')
    """
    if isnan(figure):
        return "-"
    shown = f"{figure:.{digits}f}".removesuffix("." + "0" * digits)
    return f"{shown} ({figure / base:.2f})" if base else shown
