"""Specks in the cells of scanned tables, and headings of which nothing but a mark was read."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace

import cv2
import numpy as np
import pytest

from pipeline.model import UNREAD, Box, Reading
from pipeline.readers.scan.dust import Inked, find_dusty
from pipeline.readers.scan.engine import Engine, Grey
from pipeline.readers.scan.image import Prepared, prepare
from pipeline.readers.scan.numbers import Region, read_cells

CELL = Box(800, 1000, 1000, 1080)
HEIGHT = 20.0
"""Of digits, in pixels."""

Draw = Callable[[Grey], object]


def _dot(x: int, y: int, size: int = 2) -> Draw:
    return lambda sheet: cv2.circle(sheet, (x, y), size, (0,), -1)


def _dash(width: int) -> Draw:
    return lambda sheet: cv2.rectangle(sheet, (900, 1040), (900 + width, 1042), (0,), -1)


def _print(text: str, size: float = 0.8) -> Draw:
    return lambda sheet: cv2.putText(sheet, text, (820, 1050), cv2.FONT_HERSHEY_SIMPLEX, size, (0,), 2)


def _page(draw: Sequence[Draw]) -> Prepared:
    sheet = np.full((3508, 2480), 255, np.uint8)
    for row in range(120, 3400, 40):
        cv2.putText(sheet, "ke hoach 120 cua tinh", (120, row), cv2.FONT_HERSHEY_SIMPLEX, 1, (0,), 2)
    for one in draw:
        one(sheet)
    return prepare(sheet, 300, turn=0)


def _is_dusty(page: Prepared, text: str = "") -> bool:
    return find_dusty(page, [Inked(CELL, 0, text)], HEIGHT) == {0}


@pytest.mark.parametrize(
    ("draw", "expected"),
    [
        ([_dot(880, 1030)], True),
        ([_dot(830, 1020), _dot(960, 1065)], True),
        ([_dot(870, 1040), _dot(878, 1040), _dot(886, 1040)], False),
        ([_dash(8)], False),
        ([_dot(830, 1020), _dash(8)], False),
        ([_dot(880, 1030), _dot(880, 1044)], False),
        ([_print("1")], False),
        ([_print("...")], False),
        ([_print("0")], False),
        ([], False),
    ],
)
def test_specks_are_told_from_print(draw: list[Draw], expected: bool) -> None:
    assert _is_dusty(_page(draw)) is expected


def test_specks_read_as_marks_are_no_worn_digit() -> None:
    page = _page([_dot(880, 1030), _dot(880, 1044)])
    assert _is_dusty(page, "=")
    assert not _is_dusty(page, "1")


@pytest.mark.parametrize(("beside", "expected"), [((0, 0), False), ((0, 12), True), ((30, 0), True)])
def test_a_speck_where_the_column_has_its_dashes_is_a_worn_one(beside: tuple[int, int], expected: bool) -> None:
    lower = replace(CELL, top=CELL.top + 100, bottom=CELL.bottom + 100)
    x, y = 904 + beside[0], 1141 + beside[1]
    page = _page([_dash(8), lambda sheet: cv2.rectangle(sheet, (x - 2, y - 2), (x + 2, y + 2), (0,), -1)])
    dash, speck, elsewhere = Inked(CELL, 4, "-"), Inked(lower, 4, ""), Inked(lower, 5, "")
    assert find_dusty(page, [dash, speck], HEIGHT) == ({1} if expected else set())
    assert find_dusty(page, [dash, elsewhere], HEIGHT) == {1}


def test_pieces_of_a_dash_are_one() -> None:
    lower = replace(CELL, top=CELL.top + 100, bottom=CELL.bottom + 100)
    pieces = [lambda sheet: cv2.rectangle(sheet, (900, 1140), (902, 1142), (0,), -1)]
    pieces.append(lambda sheet: cv2.rectangle(sheet, (905, 1139), (908, 1142), (0,), -1))
    assert find_dusty(_page([_dash(8), *pieces]), [Inked(CELL, 4, "-"), Inked(lower, 4, "")], HEIGHT) == set()


NOBODY = Engine("null", "1", lambda *_: (), lambda crops: (None,) * len(crops))


def test_nobody_looks_at_specks_for_numbers() -> None:
    page = _page([_dot(880, 1030)])
    regions = [Region(CELL, "", is_dusty=is_dusty) for is_dusty in (False, True)]
    found = read_cells(page, regions, NOBODY, None)
    assert [[reading.text for reading in readings] for readings in found] == [[UNREAD], []]


@pytest.mark.parametrize(
    ("printed", "read", "expected"),
    [("nam 2026", "=", UNREAD), ("=", "=", "="), ("nam 2026", "-", "-"), (". .", "- *", UNREAD)],
)
def test_a_mark_read_where_there_are_words_is_none(printed: str, read: str, expected: str) -> None:
    page = _page([_print(printed, 1.0)])

    def numerals(crops: Sequence[Grey]) -> list[Reading]:
        return [Reading(read, "numerals", 0.6)] * len(crops)

    (readings,) = read_cells(page, [Region(CELL, "")], NOBODY, numerals)
    assert readings[0].text == expected
