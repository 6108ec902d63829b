"""Tables that only gaps divide: their columns, and what stands over each."""

from __future__ import annotations

import pytest

from pipeline.catalog import load_catalog
from pipeline.model import Box, Grid
from pipeline.readers.native.geometry import Frame
from pipeline.readers.native.lines import TextLine, text_line
from pipeline.readers.native.unruled import find_unruled, to_grid
from pipeline.readers.native.words import Word
from pipeline.tables.head import header_height, header_paths

WIDE = 5.0
"""Points of a letter."""
SPACE = 3.0
SIZE = 10.0


def line(baseline: float, *cells: tuple[float, str]) -> TextLine:
    """Set cells, each centred on a place or, if it begins with a digit, ending there."""
    words: list[Word] = []
    for place, text in cells:
        width = sum(WIDE * len(word) + SPACE for word in text.split()) - SPACE
        at = place + 15 - width if text[0].isdigit() else place - width / 2
        for word in text.split():
            end = at + WIDE * len(word)
            box = Box(at, baseline - 7, end, baseline + 2)
            words.append(Word(word, box, at, end, baseline, SIZE, 0, "Times", (0, 0)))
            at = end + SPACE
    return text_line(words)


PLACES = (60.0, 200.0, 260.0, 320.0, 380.0)
LABELS = ("Xuân Lộc", "Long Khánh", "Tân Phú", "Vĩnh Cửu")


def body(top: float, pitch: float = 16.0) -> list[TextLine]:
    return [
        line(top + pitch * at, (PLACES[0], label), *((place, f"{at + 1}.20{n}") for n, place in enumerate(PLACES[1:])))
        for at, label in enumerate(LABELS)
    ]


def grid_of(lines: list[TextLine]) -> Grid:
    (table,) = find_unruled(lines)
    frame = Frame(0, 0, 600, 800)
    return to_grid(table, 1, (frame, frame))[0]


def paths_of(lines: list[TextLine]) -> list[str]:
    grid = grid_of(lines)
    height = header_height(grid, load_catalog())
    assert len(grid.rows) - height == len(LABELS)
    return [" > ".join(path) for path in header_paths(grid, height)]


YEARS = ["Năm 2021", "Năm 2022", "Năm 2023", "Năm 2024"]


def test_headings_that_stand_close_together_are_cut_over_their_columns() -> None:
    heads = [(place, f"{year} (kế)") for place, year in zip(PLACES[1:], YEARS, strict=True)]
    assert paths_of([line(80, (PLACES[0], "Đơn vị"), *heads), *body(100)]) == ["Đơn vị", *(head for _, head in heads)]


@pytest.mark.parametrize(("first", "last"), [("Cả", "giai đoạn"), ("Cộng cả", "năm")])
def test_a_heading_of_two_lines_beside_those_of_one(first: str, last: str) -> None:
    heads = [(PLACES[0], "Đơn vị"), *zip(PLACES[1:4], YEARS, strict=False)]
    lines = [line(74, (PLACES[4], first)), line(80, *heads), line(86, (PLACES[4], last))]
    assert paths_of([*lines, *body(102)]) == ["Đơn vị", *YEARS[:3], f"{first} {last}"]


def test_all_value_columns_with_headings_of_two_lines() -> None:
    upper = line(74, *((place, "Năm") for place in PLACES[1:4]))
    middle = line(80, (PLACES[0], "Đơn vị"), (PLACES[4], "Tổng"))
    lower = line(86, *((place, year) for place, year in zip(PLACES[1:4], ("2021", "2022", "2023"), strict=True)))
    assert paths_of([upper, middle, lower, *body(102)]) == ["Đơn vị", "Năm 2021", "Năm 2022", "Năm 2023", "Tổng"]


def test_spanners_stand_over_the_columns_that_they_are_centred_over() -> None:
    upper = line(74, (PLACES[1], "Ước"), (PLACES[3], "Kế hoạch"))
    middle = line(82, (PLACES[0], "Đơn vị"))
    lower = line(91, *((place, year) for place, year in zip(PLACES[1:], ("2021", "2022", "2023", "2024"), strict=True)))
    assert paths_of([upper, middle, lower, *body(108)]) == [
        "Đơn vị",
        "Ước > 2021",
        "Kế hoạch > 2022",
        "Kế hoạch > 2023",
        "Kế hoạch > 2024",
    ]


def test_a_caption_above_is_no_heading() -> None:
    heads = [(PLACES[0], "Đơn vị"), *zip(PLACES[1:], YEARS, strict=False)]
    lines = [line(68, (PLACES[4], "ĐVT: người")), line(80, *heads), *body(96)]
    assert paths_of(lines) == ["Đơn vị", *YEARS]


def test_a_section_between_headings_and_values_is_a_row() -> None:
    heads = [(PLACES[0], "Đơn vị"), *zip(PLACES[1:], YEARS, strict=False)]
    grid = grid_of([line(80, *heads), line(96, (PLACES[0], "Miền núi")), *body(112)])
    assert [row[0].text for row in grid.rows] == ["Đơn vị", "Miền núi", *LABELS]


def test_labels_that_nearly_reach_their_units_are_a_column_of_their_own() -> None:
    labels = ("Lao động nam", "Lao động nữ", "Hộ", "Trẻ")
    values = [row.words[-4:] for row in body(100)]
    lines = [
        text_line((*line(100 + 16 * at, (60, label), (107.5, "Người")).words, *values[at]))
        for at, label in enumerate(labels)
    ]
    rows = grid_of(lines).rows
    assert [[cell.text for cell in row[:2]] for row in rows] == [[label, "Người"] for label in labels]


def test_a_row_with_misread_numbers_goes_on_with_the_table() -> None:
    rows = body(100)
    spoilt = line(
        132, (PLACES[0], LABELS[2]), (PLACES[1], "3.200"), (PLACES[2], "3.201"), (PLACES[3], "V2"), (PLACES[4], "3.203")
    )
    grid = grid_of([*rows[:2], spoilt, rows[3]])
    assert [[cell.text for cell in row][3:] for row in grid.rows][1:] == [
        ["2.202", "2.203"],
        ["V2", "3.203"],
        ["4.202", "4.203"],
    ]
