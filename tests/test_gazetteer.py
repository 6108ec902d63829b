"""Row labels and issuers against the list of administrative units."""

from __future__ import annotations

from datetime import date

import pytest

from pipeline.catalog import load_catalog
from pipeline.extract.gazetteer import find_issuer, match_labels, territory
from pipeline.model import LabelCheck, Place

CATALOG = load_catalog()
IN_2024 = date(2024, 1, 1)


def _place(name: str, day: date) -> Place:
    place = find_issuer(name, CATALOG, day)
    assert place is not None
    return place


@pytest.fixture(scope="module")
def hanoi() -> tuple[Place, ...]:
    return territory(_place("thành phố Hà Nội", IN_2024), CATALOG, IN_2024)


@pytest.mark.parametrize(
    ("label", "place_id", "check"),
    [
        ("Ba Đình", "D001@0", LabelCheck.EXACT),
        ("quận Ba Đình", "D001@0", LabelCheck.EXACT),
        ("Quận Ba Đình", "D001@0", LabelCheck.EXACT),
        ("Q. Ba Đình", "D001@0", LabelCheck.FOLDED),
        ("Q.Ba Đình", "D001@0", LabelCheck.FOLDED),
        ("BA ĐÌNH", "D001@0", LabelCheck.FOLDED),
        ("Ứng Hoà", "D281@0", LabelCheck.FOLDED),
        ("Ứng Hòa", "D281@0", LabelCheck.EXACT),
        ("H. Sóc Sơn", "D016@0", LabelCheck.FOLDED),
        ("TX Sơn Tây", "D269@0", LabelCheck.FOLDED),
        ("Phù Xuyên", "D280@0", LabelCheck.REPAIRED),
        ("Dông Anh", "D017@0", LabelCheck.REPAIRED),
        ("Thach That", "D276@0", LabelCheck.REPAIRED),
        ("Hoài Dúc", "D274@0", LabelCheck.REPAIRED),
        ("Đan Phuợng", "D273@0", LabelCheck.REPAIRED),
        ("Quốc Oaí", "D275@0", LabelCheck.REPAIRED),
        ("Biên Hòa", None, LabelCheck.UNKNOWN),
        ("Số trẻ sinh ra", None, LabelCheck.UNKNOWN),
    ],
)
def test_label_among_districts(label: str, place_id: str | None, check: LabelCheck, hanoi: tuple[Place, ...]) -> None:
    usual = ["Hoàn Kiếm", "Tây Hồ", "Long Biên", "Cầu Giấy", "Thanh Xuân"]
    match = match_labels([*usual, label], hanoi)[-1]
    assert (match.place.place_id if match.place else None, match.check) == (place_id, check)


@pytest.mark.parametrize(
    ("label", "place_id", "check"),
    [
        ("Đăk Hà", "D615@0", LabelCheck.FOLDED),
        ("Huyện Đăk Tô", "D612@0", LabelCheck.FOLDED),
        ("Ia H'Drai", "D618@0", LabelCheck.FOLDED),
        ("Ia H’ Drai", "D618@0", LabelCheck.FOLDED),
        ("Đắk Ha", "D615@0", LabelCheck.REPAIRED),
        ("Kon Rấy", "D614@0", LabelCheck.REPAIRED),
    ],
)
def test_names_of_other_languages_have_several_spellings(label: str, place_id: str, check: LabelCheck) -> None:
    kontum = territory(_place("tỉnh Kon Tum", IN_2024), CATALOG, IN_2024)
    match = match_labels(["Ngọc Hồi", "Sa Thầy", label], kontum)[-1]
    assert (match.place.place_id if match.place else None, match.check) == (place_id, check)


def test_a_misread_label_never_takes_the_place_of_another_row(hanoi: tuple[Place, ...]) -> None:
    first, second = match_labels(["Phú Xuyên", "Phù Xuyên"], hanoi)
    assert first.place is not None
    assert second.place is None


@pytest.mark.parametrize(
    ("name", "day", "place_id"),
    [
        ("thành phố Hà Nội", IN_2024, "P01@0"),
        ("tỉnh Đồng Nai", IN_2024, "P75@0"),
        ("tỉnh Đồng Nai", date(2026, 1, 1), "P75@20250701"),
        ("thành phố Cần Thơ", date(2026, 1, 15), "P92@20250701"),
        ("huyện Sóc Sơn", IN_2024, "D016@0"),
        ("huyện Châu Thành", IN_2024, None),
        ("huyện Châu Thành, tỉnh Tiền Giang", IN_2024, "D821@0"),
        ("huyện Sóc Sơn", date(2026, 1, 1), None),
        ("tỉnh Atlantis", IN_2024, None),
    ],
)
def test_issuer(name: str, day: date, place_id: str | None) -> None:
    unit, *around = name.split(", ")
    place = find_issuer(unit, CATALOG, day, around)
    assert (place.place_id if place else None) == place_id


def test_territory_follows_the_date() -> None:
    before = territory(_place("thành phố Hà Nội", IN_2024), CATALOG, IN_2024)
    assert sum(place.level == "district" for place in before) == 30
    assert sum(place.level == "commune" for place in before) == 579
    day = date(2026, 1, 1)
    after = territory(_place("thành phố Hà Nội", day), CATALOG, day)
    assert {place.level for place in after} == {"commune"}
    assert len(after) == 126
