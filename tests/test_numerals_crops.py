"""How the lines of a cell are found: what belongs to them, and what came in from outside."""

from __future__ import annotations

import cv2
import numpy as np
import pytest
from numpy.typing import NDArray

from pipeline.readers.numerals import crops
from pipeline.readers.numerals.crops import HEIGHT, Look, cut_strips
from pipeline.readers.numerals.parts import Picture, find_parts


def paper(height: int = 80, width: int = 160) -> NDArray[np.uint8]:
    return np.full((height, width), 250, np.uint8)


def write(cell: NDArray[np.uint8], text: str, at: tuple[int, int], thick: int = 2) -> NDArray[np.uint8]:
    cv2.putText(cell, text, at, cv2.FONT_HERSHEY_SIMPLEX, 1.0, 20, thick, cv2.LINE_AA)
    return cell


def count_parts(strip: Picture) -> int:
    return cv2.connectedComponents(np.asarray(strip > 110, np.uint8))[0] - 1


def rows_of_ink(strip: Picture) -> NDArray[np.intp]:
    return np.flatnonzero((strip > 110).any(axis=1))


def test_digits_fill_the_strip_from_row_four_on() -> None:
    [strip] = cut_strips(write(paper(), "128", (40, 50))).lines
    assert strip.shape[0] == HEIGHT
    rows = rows_of_ink(strip)
    assert abs(rows[0] - 4) <= 1
    assert abs(rows[-1] - 25) <= 1


def test_dots_in_a_row_are_a_line_of_their_own() -> None:
    cell = write(paper(110), "34", (60, 40))
    for x in (50, 62, 74):
        cell[80:84, x : x + 4] = 20
    number, dots = cut_strips(cell).lines
    assert count_parts(number) == 2
    assert count_parts(dots) == 3
    assert len(rows_of_ink(dots)) < 8, "as small as the dots of numerals"


def test_dots_alone_are_no_digits() -> None:
    cell = paper()
    for x in (60, 72, 84):
        cell[50:54, x : x + 4] = 20
    [dots] = cut_strips(cell).lines
    assert count_parts(dots) == 3
    assert len(rows_of_ink(dots)) < 8


def test_single_specks_are_no_line() -> None:
    cell = write(paper(110), "34", (60, 40))
    cell[90:93, 20:23] = cell[80:83, 120:123] = 20
    assert len(cut_strips(cell).lines) == 1


def test_bold_digits_set_closely_are_no_ruling() -> None:
    cell = write(paper(34, 130), "777777", (8, 28), 4)
    [strip] = cut_strips(cell).lines
    assert rows_of_ink(strip)[0] <= 5, "the bars of the sevens are still there"


@pytest.mark.parametrize("row", [1, 5, 76])
def test_rulings_from_side_to_side_are_erased(row: int) -> None:
    cell = write(paper(), "128", (40, 50))
    cell[row : row + 3] = 20
    [strip] = cut_strips(cell).lines
    assert count_parts(strip) == 3


def test_a_corner_of_the_border_is_no_line() -> None:
    cell = write(paper(), "128", (60, 60))
    cell[1:3, 0:6] = cell[1:16, 0:2] = 20
    [strip] = cut_strips(cell).lines
    assert count_parts(strip) == 3


def test_a_digit_that_a_stroke_from_outside_crosses_stays() -> None:
    cell = write(paper(), "128", (40, 50))
    cv2.line(cell, (90, 40), (159, 0), 20, 2)
    ink = crops._ink(cell)
    assert ink is not None
    find_parts(ink, 0.42)
    assert (ink[30:50, 80:96] > 200).sum() > 100, "the 8 is still there"


def test_pieces_of_a_broken_digit_are_one_line() -> None:
    cell = write(paper(), "2", (60, 50))
    cell[41:42] = 250
    assert len(cut_strips(cell).lines) == 1


def test_a_faint_mark_beside_the_digits_is_seen() -> None:
    cell = write(paper(), "128", (40, 50))
    cell[28:34, 103:108] = 190
    [strip] = cut_strips(cell).lines
    assert (strip[:, -12:] > 30).any()


def test_faint_print_is_found_on_paper_that_darkens_to_one_side() -> None:
    cell = np.full((60, 140), 225.0)
    cell[write(paper(60, 140), "128", (40, 40)) < 130] -= 80
    cell -= np.linspace(0, 100, 140)
    [strip] = cut_strips(cell.astype(np.uint8)).lines
    assert count_parts(strip) == 3


def test_two_lines_are_two_strips() -> None:
    cell = write(write(paper(100), "128", (40, 40)), "95", (50, 80))
    upper, lower = cut_strips(cell).lines
    assert (count_parts(upper), count_parts(lower)) == (3, 2)


def test_a_bracket_near_the_edge_is_no_border() -> None:
    cell = write(paper(100), "12", (90, 40))
    write(cell, "(12)", (85, 85))
    cell = np.ascontiguousarray(cell[:, : int(np.flatnonzero((cell < 100).any(axis=0))[-1]) + 7])
    _, lower = cut_strips(cell).lines
    assert count_parts(lower) == 4


def test_a_stroke_beside_a_line_does_not_cut_off_the_tails_of_commas() -> None:
    alone = write(paper(), "3,7", (60, 50))
    with_stroke = alone.copy()
    with_stroke[50:70, 20:23] = 20
    [strip] = cut_strips(alone).lines
    upper = cut_strips(with_stroke).lines[0]
    assert rows_of_ink(upper)[-1] >= rows_of_ink(strip)[-1] - 1


def test_a_slanted_dash_stays_small() -> None:
    cell = paper(90, 120)
    cv2.line(cell, (40, 44), (90, 47), 20, 2, cv2.LINE_AA)
    [dash] = cut_strips(cell).lines
    assert len(rows_of_ink(dash)) < 6


def test_a_digit_that_touches_the_border_stays() -> None:
    cell = write(paper(100, 150), "127", (92, 40))
    right = int(np.flatnonzero((cell < 100).any(axis=0))[-1])
    cell = np.ascontiguousarray(cell[:, : right + 4])
    cell[:, right - 1 : right + 2] = 20
    [strip] = cut_strips(cell).lines
    assert count_parts(strip) == 3


def test_digits_that_run_together_are_no_dash() -> None:
    cell = paper(120, 200)
    cell[45:74, 60:76] = cell[45:74, 80:96] = 20
    cell[45:74, 100:150] = 20
    [strip] = cut_strips(cell).lines
    assert len(rows_of_ink(strip)) > 18, "as high as digits"


def test_a_digit_whose_thin_stroke_is_lost_is_one_line() -> None:
    cell = paper()
    cell[30:50, 62:80] = 20
    cell[56:62, 60:82] = 20
    [strip] = cut_strips(cell).lines
    assert len(rows_of_ink(strip)) > 15
    assert abs(rows_of_ink(strip)[-1] - 25) <= 1, "the lower piece is its foot"


def test_a_dash_below_a_number_is_a_line_of_its_own() -> None:
    cell = write(paper(110), "12", (60, 45))
    cell[75:78, 70:84] = 20
    assert len(cut_strips(cell).lines) == 2


def test_a_dash_below_a_row_of_dots_is_a_line_of_its_own() -> None:
    cell = paper(173, 83)
    for x in (21, 37, 53):
        cell[55:63, x : x + 8] = 20
    cell[128:133, 32:49] = 20
    dots, dash = cut_strips(cell).lines
    assert (count_parts(dots), count_parts(dash)) == (3, 1)


def test_brackets_of_two_close_lines_are_no_pieces_of_one_digit() -> None:
    cell = paper(112, 117)
    for top in (14, 54):
        cell[top : top + 37, 47:55] = cell[top : top + 37, 66:74] = 20
        cell[top + 15 : top + 21, 57:64] = 20
    assert len(cut_strips(cell).lines) == 2


def test_a_star_below_a_single_digit_is_a_line_of_its_own() -> None:
    cell = write(paper(192, 108), "1", (45, 83))
    cv2.drawMarker(cell, (56, 118), 20, cv2.MARKER_STAR, 10, 2)
    digit, star = cut_strips(cell).lines
    assert (count_parts(digit), count_parts(star)) == (1, 1)


@pytest.mark.parametrize("dirt", [(15, 52, 4), (48, 156, 4), (20, 30, 1)])
def test_dirt_beside_a_lone_dash_is_left_out(dirt: tuple[int, int, int]) -> None:
    top, left, size = dirt
    cell = paper()
    cell[40:43, 70:82] = 20
    cell[top : top + size, left : left + size] = 20
    [dash] = cut_strips(cell).lines
    rows = rows_of_ink(dash)
    assert 10 < rows.mean() < 20, "about the middle"
    assert len(rows) < 7


def test_a_small_blurred_dash_is_as_small_as_dashes_are() -> None:
    cell = paper(54, 40)
    cell[22:26, 22:29] = 60
    [dash] = cut_strips(cell).lines
    assert len(rows_of_ink(dash)) <= 12


def test_a_look_without_strokes_measures_the_digits_alone() -> None:
    cell = paper(110)
    for digit, left in (("1", 30), ("2", 65), ("8", 105)):
        write(cell, digit, (left, 70))
    cv2.line(cell, (80, 98), (72, 14), 20, 3)
    [small] = cut_strips(cell).lines
    [strip] = cut_strips(cell, Look(strokes=False)).lines
    right = slice(-17, -12)  # of the 8
    assert len(rows_of_ink(small[:, right])) < 14 < len(rows_of_ink(strip[:, right]))


def test_a_look_without_strokes_sees_nothing_new_where_none_stands_out() -> None:
    cell = write(paper(), "128", (40, 50))
    assert cut_strips(cell, Look(strokes=False)).nothing_new
    assert not cut_strips(cell).nothing_new


def test_a_look_may_take_lines_for_taller() -> None:
    cell = write(paper(), "128", (40, 50))
    [strip] = cut_strips(cell).lines
    [lower] = cut_strips(cell, Look(taller=1.25)).lines
    assert len(rows_of_ink(lower)) < 0.9 * len(rows_of_ink(strip))


def test_a_star_above_a_number_is_a_line_of_its_own() -> None:
    cell = write(paper(110), "128", (40, 80))
    cell[22:31, 72:82] = 20
    star, number = cut_strips(cell).lines
    assert (count_parts(star), count_parts(number)) == (1, 3)


def test_digits_of_a_high_cell_that_run_together_are_no_mark_and_no_dots() -> None:
    cell = paper(190, 240)
    for left in (20, 48, 76, 104, 132):
        cell[43:75, left : left + 24] = cell[47:71, left + 4 : left + 20] = 20
        cell[48:70, left + 6 : left + 18] = 250
    cell[100:132, 20:70] = 20
    cell[104:128, 24:66] = 250
    for left in (76, 104):
        cell[100:132, left : left + 24] = 20
        cell[104:128, left + 4 : left + 20] = 250
    upper, lower = cut_strips(cell).lines
    assert (count_parts(upper), count_parts(lower)) == (5, 3)
    assert len(rows_of_ink(upper)) > 18
    assert len(rows_of_ink(lower)) > 18


def test_a_long_dash_below_a_number_or_a_star_is_no_ruling() -> None:
    below_number = write(paper(136, 176), "950", (16, 44))
    below_number[84:87, 47:85] = 20
    assert len(cut_strips(below_number).lines) == 2
    below_star = paper(180, 100)
    below_star[19:48, 38:64] = 20
    below_star[122:128, 26:84] = 20
    assert len(cut_strips(below_star).lines) == 2


def test_a_row_of_dots_close_above_a_number_is_a_line_of_its_own() -> None:
    cell = write(paper(110), "128", (40, 80))
    for x in (60, 70, 80):
        cell[49:53, x : x + 4] = 20
    dots, number = cut_strips(cell).lines
    assert (count_parts(dots), count_parts(number)) == (3, 3)


def test_a_dot_above_or_below_a_number_is_no_line() -> None:
    cell = write(paper(110), "128", (40, 80))
    cell[49:53, 60:64] = cell[86:90, 80:84] = 20
    assert len(cut_strips(cell).lines) == 1


def test_a_star_close_below_a_number_is_a_line_of_its_own() -> None:
    cell = write(paper(110), "128", (40, 50))
    cell[54:62, 60:68] = 20
    assert len(cut_strips(cell).lines) == 2


@pytest.mark.parametrize("top", [0, 75])
def test_the_tip_of_a_letter_from_the_next_row_is_no_dash(top: int) -> None:
    cell = paper()
    cell[top : top + 5, 70:84] = 20
    assert cut_strips(cell).lines == ()


def test_a_row_of_dots_as_large_as_stars_is_one_line() -> None:
    cell = write(paper(110), "128", (40, 80))
    for x in (54, 70, 86):
        cell[45:53, x : x + 8] = 20
    assert len(cut_strips(cell).lines) == 2


def faint_dash(cell: NDArray[np.uint8], left: int, right: int, shade: int = 165) -> NDArray[np.uint8]:
    cell[78:81, left:right] = shade
    return cell


def test_a_dash_too_faint_for_print_is_a_line_below_a_number() -> None:
    number, dash = cut_strips(faint_dash(write(paper(110), "34", (60, 40)), 70, 90)).lines
    assert count_parts(number) == 2
    assert dash.max() == 255, "as dark as print"
    assert len(rows_of_ink(dash)) < 8


@pytest.mark.parametrize(
    ("left", "right", "shade"),
    [(70, 74, 165), (0, 22, 165), (40, 120, 165), (70, 90, 210)],
    ids=["speck", "at the edge", "too long", "fainter than bleed-through"],
)
def test_what_is_faint_and_no_dash_is_no_line(left: int, right: int, shade: int) -> None:
    cell = faint_dash(write(paper(110), "34", (60, 40)), left, right, shade)
    assert len(cut_strips(cell).lines) == 1


def test_a_faint_dash_among_dirt_is_no_line() -> None:
    cell = faint_dash(write(paper(110), "34", (60, 40)), 70, 90)
    cell[95:98, 30:45] = cell[70:73, 120:135] = 165
    assert len(cut_strips(cell).lines) == 1


def test_a_star_below_brackets_is_a_line_of_its_own() -> None:
    cell = paper(150, 130)
    cell[20:72, 20:24] = cell[20:72, 100:104] = 20
    cv2.putText(cell, "88", (36, 60), cv2.FONT_HERSHEY_SIMPLEX, 1.2, 20, 3, cv2.LINE_AA)
    for x, y in ((0, 6), (6, 0), (5, 5), (-5, 5)):
        cv2.line(cell, (62 - x, 95 - y), (62 + x, 95 + y), 20, 2, cv2.LINE_AA)
    assert len(cut_strips(cell).lines) == 2


def test_the_rest_of_a_broad_ruling_beside_a_number_is_left_out() -> None:
    cell = write(paper(150, 160), "34", (60, 90))
    cell[100:122, 154:158] = 20
    [strip] = cut_strips(cell).lines
    assert count_parts(strip) == 2


def test_strokes_that_all_come_in_from_outside_are_told() -> None:
    stroke = paper(70, 50)
    cv2.line(stroke, (0, 45), (30, 30), 20, 2)
    digit = write(stroke.copy(), "3", (20, 60))
    assert cut_strips(stroke).comes_in
    assert not cut_strips(digit).comes_in
    assert not cut_strips(paper()).comes_in
