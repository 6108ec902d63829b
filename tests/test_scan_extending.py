"""Rulings are drawn on where crumbs of them show, and not along the letters of merged cells."""

from __future__ import annotations

import numpy as np
import pytest
from numpy.typing import NDArray

from pipeline.readers.scan.extending import draw_on
from pipeline.readers.scan.runs import Line

REACH = 9.0
ACROSS = [Line(10, 190, at, at, ()) for at in (20, 80, 140, 200)]
LINE = Line(20, 80, 100, 100, (1,))


def picture(*crumbs: tuple[int, int]) -> NDArray[np.uint8]:
    """Draw a ruling along row 100 up to the second ruling across, and crumbs of it beyond."""
    dark = np.zeros((210, 220), np.uint8)
    for start, end in ((20, 80), *crumbs):
        dark[100:102, start:end] = 180
    return dark


def extent(dark: NDArray[np.uint8], line: Line = LINE) -> tuple[float, float]:
    [drawn] = draw_on([line], ACROSS, dark, REACH)
    return drawn.start, drawn.end


@pytest.mark.parametrize(
    ("crumbs", "end"),
    [
        ([], 80),
        ([(80, 110), (125, 140)], 140),
        ([(80, 110), (125, 140), (140, 172), (180, 200)], 200),
        ([(150, 190)], 80),  # nothing leads there
        ([(100, 105), (125, 128)], 80),  # specks
        ([(95, 128)], 80),  # the stem of a letter away from both rulings
    ],
)
def test_a_ruling_goes_on_as_far_as_crumbs_show(crumbs: list[tuple[int, int]], end: int) -> None:
    assert extent(picture(*crumbs)) == (20, end)


def test_a_ruling_begins_where_its_first_crumbs_do() -> None:
    assert extent(picture((80, 140)), Line(80, 140, 100, 100, (1,))) == (20, 140)


def test_letters_of_a_merged_cell_are_no_crumbs() -> None:
    dark = picture((80, 140))
    dark[90:112:5, 82:138] = 180  # rows of ink as close as those of print
    assert extent(dark) == (20, 80)


def test_noise_beside_a_faint_ruling_is_no_crumb() -> None:
    dark = np.random.default_rng(5).integers(0, 28, (210, 220), np.uint8)
    dark[100:102, 20:80] = 40
    assert extent(dark) == (20, 80)
