"""Annexes that are missing, told by the numbers of the others."""

from __future__ import annotations

from pathlib import Path

import pytest

from .plans import extraction_of

PLAN = """ỦY BAN NHÂN DÂN TỈNH LÀO CAI
Số: 15/KH-UBND
Lào Cai, ngày 12 tháng 02 năm 2024

KẾ HOẠCH
Trồng cây phân tán tỉnh Lào Cai năm 2024

{prose}

"""
TABLE = """{heading}
TRỒNG CÂY PHÂN TÁN

TT\tLoài cây\tSố cây (cây)
1\tKeo\t{number}
2\tMỡ\t1.350

"""


@pytest.mark.parametrize(
    ("headings", "prose", "missing"),
    [
        (["Biểu số 01", "Biểu số 02"], "", ""),
        (["Biểu số 02"], "Thực hiện theo biểu đính kèm.", "1"),
        (["Phụ lục I", "Phụ lục III"], "", "2"),
        (["PHỤ LỤC 1", "PHỤ LỤC 2", "PHỤ LỤC 5"], "", "3, 4"),
        (["Phụ lục 02"], "Số cây theo Phụ lục 01 và Phụ lục 02.", "1"),
        (["Phụ lục I", "Biểu số 02"], "", ""),
        (["Phụ lục 2"], "Phụ lục 1: Danh mục các xã (gửi kèm theo bản điện tử).", ""),
        (["PHỤ LỤC", "PHỤ LỤC 2"], "", ""),
        (["Phu lực I", "Phụ lục II"], "", ""),
        (["Phụ lục 1a", "Phụ lục 1b", "Phụ lục 2"], "", ""),
        (["Biểu số 05/BC-SNN"], "", ""),
        (["Biểu số 12"], "", ""),
        (["Phụ lục 1", "Biểu số 01", "Biểu số 02", "Phụ lục 2", "Biểu số 01"], "", ""),
        (["Phụ lục 3 kèm theo kế hoạch này"], "", ""),
        (["PHỤ LỤC"], "Danh mục tại Phụ lục 4.", ""),
    ],
)
def test_numbers_tell_that_an_annex_is_missing(headings: list[str], prose: str, missing: str, tmp_path: Path) -> None:
    tables = (TABLE.format(heading=one, number=2400 + 7 * at) for at, one in enumerate(headings))
    found = extraction_of(PLAN.format(prose=prose) + "".join(tables), tmp_path)
    notes = [note.evidence.rpartition("number ")[2] for note in found.notes if note.code == "annex-missing"]
    assert notes == [missing] * bool(missing)
