"""Rows and columns of a grid that are no plain rows of one list: titles, halves side by side, merged values."""

from __future__ import annotations

import pytest

from pipeline.catalog import load_catalog
from pipeline.extract.observations import find_observations
from pipeline.model import Box, Cell, Grid, Metadata, Observation, Passage, Table
from pipeline.tables import build_tables

CATALOG = load_catalog()
BOX = Box(0, 0, 10, 10)


def cells(*texts: str, spans: dict[int, int] | None = None) -> tuple[Cell, ...]:
    spans = spans or {}
    covered = {at for start, span in spans.items() for at in range(start + 1, start + span)}
    return tuple(
        Cell(at, Passage(text), column_span=spans.get(at, 1), box=None if at in covered else BOX)
        for at, text in enumerate(texts)
    )


def tables(*rows: tuple[Cell, ...]) -> tuple[Table, ...]:
    width = len(rows[-1])
    columns = tuple(map(float, range(0, 10 * width + 1, 10)))
    return build_tables([Grid(rows, width, page=1, columns=columns)], CATALOG).tables


def values(*found: Table) -> list[Observation]:
    return list(find_observations(found, Metadata(year_start=2025, year_end=2026), (), CATALOG)[0])


HEAD = ("TT", "Xã", "Số hộ (hộ)")


def test_halves_side_by_side_are_one_list() -> None:
    (table,) = tables(
        cells(*HEAD, *HEAD),
        cells("1", "Tân Lập", "120", "3", "Mỹ Hòa", "77"),
        cells("2", "An Thạnh", "95", "", "Cộng", "292"),
    )
    assert [(row.label, row.text(3)) for row in table.rows] == [
        ("Tân Lập", "120"),
        ("An Thạnh", "95"),
        ("Mỹ Hòa", "77"),
        ("Cộng", "292"),
    ]


def test_halves_with_totals_of_their_own_are_two_tables() -> None:
    found = tables(
        cells(*HEAD, *HEAD),
        cells("1", "Tân Lập", "120", "3", "Mỹ Hòa", "77"),
        cells("2", "An Thạnh", "95", "4", "Phú Tân", "60"),
        cells("", "Cộng", "215", "", "Cộng", "137"),
    )
    assert [[row.text(3) for row in table.rows] for table in found] == [["120", "95", "215"], ["77", "60", "137"]]


def test_columns_repeated_under_spanners_are_no_halves() -> None:
    (table,) = tables(
        cells("TT", "Xã", "KH", "TH", "KH", "TH"),
        cells("1", "Tân Lập", "120", "115", "130", "125"),
    )
    assert len(table.columns) == 6


def test_title_and_unit_in_merged_rows_are_the_caption() -> None:
    (table,) = tables(
        cells("Chỉ tiêu việc làm năm 2025", "", "", "", spans={0: 4}),
        cells("(Đơn vị tính: người)", "", "", "", spans={0: 4}),
        cells("TT", "Huyện", "Thực hiện 2024", "Kế hoạch 2025"),
        cells("1", "Châu Thành", "410", "480"),
        cells("2", "Gò Dầu", "220", "250"),
    )
    assert (table.title, table.unit_line) == ("Chỉ tiêu việc làm năm 2025", "(Đơn vị tính: người)")
    found = values(table)
    assert [(one.header_path, one.period.year, one.quantity.unit) for one in found[:2]] == [
        ("Thực hiện 2024", 2024, "người"),
        ("Kế hoạch 2025", 2025, "người"),
    ]


@pytest.mark.parametrize(("span", "years"), [(1, (2025, None, None)), (2, (None, 2025, 2026))])
def test_a_value_merged_over_years_is_of_all_of_them(span: int, years: tuple[int | None, ...]) -> None:
    (table,) = tables(
        cells("TT", "Nội dung", "Năm 2024", "Năm 2025", "Năm 2026"),
        cells("1", "Nhà ở (căn)", "40", "30", "20"),
        cells("2", "Kinh phí (tỷ đồng)", "60", "75", "" if span > 1 else "15", spans={3: span}),
    )
    one = next(value for value in values(table) if value.raw == "75")
    assert (one.period.year, one.period.start, one.period.end) == years
    notes = find_observations((table,), Metadata(year_start=2025, year_end=2026), (), CATALOG)[1]
    assert [note.observed for note in notes if note.code == "merged-cell"] == (["75"] if span > 1 else [])


def test_what_does_not_fit_its_column_is_unreadable() -> None:
    (table,) = tables(
        cells("TT", "Đơn vị", "Tổng số (đồng)", "Chi khác (đồng)"),
        cells("1", "Trường A", "###", "1.500"),
        cells("2", "Trường B", "#####", "2.500"),
        cells("", "Cộng", "#REF!", "4.000"),
    )
    found = [value for value in values(table) if value.column_no == 3]
    assert [value.quantity.value for value in found] == [None] * 3
