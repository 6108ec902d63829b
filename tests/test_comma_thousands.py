"""Tables all of whose commas stand before three digits: thousands of a foreign notation, or decimals."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

import pytest

from pipeline.model import Check, Extraction

from .plans import extraction_of

HEAD = """ỦY BAN NHÂN DÂN TỈNH SƠN LA
Số: 21/KH-UBND
Sơn La, ngày 12 tháng 01 năm 2026

KẾ HOẠCH
Đầu tư cầu, đường năm 2026

PHỤ LỤC
"""


def read(heading: str, columns: tuple[list[str], list[str]], tmp_path: Path) -> Extraction:
    labels = ["Đường Nà Bó", "Cầu Nậm Pàn", "Cộng"]
    rows = zip(labels, *columns, strict=True)
    body = "".join(f"{no}\t{label}\t{one}\t{other}\n" for no, (label, one, other) in enumerate(rows, start=1))
    return extraction_of(f"{HEAD}TT\tCông trình\t{heading}\t{heading}, điều chỉnh\n{body}", tmp_path)


def proposals(found: Extraction) -> dict[str, str]:
    return {note.observed: note.proposal for note in found.notes if note.code == "doubtful-number"}


@pytest.mark.parametrize(
    ("heading", "proposed"),
    [
        ("Kinh phí (triệu đồng)", "612.250"),
        ("Số người hưởng lợi (người)", "612.250"),
        ("Chiều dài (km)", ""),
    ],
)
def test_sums_prove_nothing_of_their_scale(tmp_path: Path, heading: str, proposed: str) -> None:
    found = read(heading, (["512,000", "100,250", "612,250"], ["480,500", "95,500", "576,000"]), tmp_path)
    if found.observations[0].quantity.value is None:
        assert proposals(found)["612,250"] == proposed
        assert {note.group for note in found.notes if note.code == "doubtful-number"}.isdisjoint({""})
    assert {value.check for value in found.observations} == {Check.SUSPECT}


@pytest.mark.parametrize("heading", ["Kinh phí (tỷ đồng)", "Diện tích (nghìn ha)", "Chi phí (triệu đồng/ha)"])
def test_units_of_many_thousands_speak_for_decimals(tmp_path: Path, heading: str) -> None:
    found = read(heading, (["512,000", "100,250", "612,250"], ["480,500", "95,500", "576,000"]), tmp_path)
    assert Decimal("612.250") in {value.quantity.value for value in found.observations}
    assert Check.SUSPECT not in {value.check for value in found.observations}


def test_numbers_without_a_mark_speak_for_thousands(tmp_path: Path) -> None:
    found = read("Diện tích (ha)", (["1,250", "601", "1,851"], ["2,250", "450", "2,700"]), tmp_path)
    assert proposals(found) == {"1,250": "1.250", "1,851": "1.851", "2,250": "2.250", "2,700": "2.700"}


def test_millions_settle_the_notation(tmp_path: Path) -> None:
    found = read("Kinh phí (đồng)", (["1,250,000", "612,000", "1,862,000"], ["512,000", "95,000", "607,000"]), tmp_path)
    assert [value.quantity.value for value in found.observations][:2] == [1250000, 512000]


@pytest.mark.parametrize(
    ("first", "second"),
    [
        (["1,250", "2,125", "3,375"], ["0,350", "2,125", "2,475"]),
        (["1,250", "2,125", "3,375"], ["1.250,500", "2,125", "1.252,625"]),
        (["1,250", "2,125", "3,375"], ["1.250", "320", "1.570"]),
        (["1,250", "2,125", "3,375"], ["12,5", "2,1", "14,6"]),
        (["1,250", "2,125", "3,375"], ["1250", "1320", "2570"]),
        (["1,250", "320", "321,25"], ["12,5", "2,1", "14,6"]),
    ],
)
def test_other_decimals_of_the_table_settle_them_too(tmp_path: Path, first: list[str], second: list[str]) -> None:
    found = read("Chiều dài (km)", (first, second), tmp_path)
    assert found.observations[0].quantity.value == Decimal("1.250")
    assert not proposals(found)


def test_rates_have_decimals(tmp_path: Path) -> None:
    found = read("Tỷ lệ (%)", (["51,250", "12,125", "33,375"], ["49,500", "13,125", "35,475"]), tmp_path)
    assert found.observations[0].quantity.value == Decimal("51.250")
