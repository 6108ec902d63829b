"""The two real plans, where they are at hand: every cell, sum, target and name that a reader of them finds."""

from __future__ import annotations

from collections import Counter
from datetime import date
from decimal import Decimal

import pytest

from pipeline.model import Check, Extraction, LabelCheck, Target

from .plans import REAL, SAMPLES, extraction


def in_first_section(target: Target) -> bool:
    return target.section.startswith("I.")


pytestmark = [
    pytest.mark.real,
    pytest.mark.skipif(not REAL.is_dir(), reason="the two real plans are not beside the repository"),
]


@pytest.fixture(scope="module")
def population() -> Extraction:
    return extraction(REAL / "ke-hoach-dan-so-ha-noi-2024.txt")


@pytest.fixture(scope="module")
def contraception() -> Extraction:
    return extraction(REAL / "ke-hoach-324-xa-hoi-hoa-phuong-tien-tranh-thai.txt")


def test_every_cell_of_both_annexes(population: Extraction) -> None:
    """Count them against the file itself: all tab-separated fields that begin with a digit, running numbers apart."""
    path = REAL / "ke-hoach-dan-so-ha-noi-2024.txt"
    printed: Counter[str] = Counter()
    for line in path.read_text(encoding="utf-8").splitlines():
        fields = line.split("\t")
        if len(fields) > 2 and fields[1] and fields[2][:1].isdigit():
            printed.update(fields[2:])
    found = Counter(value.raw for value in population.observations)
    assert found == printed
    assert len(population.observations) == 651
    for value in population.observations:
        assert value.quantity.value == Decimal(value.raw.replace(".", "").replace(",", "."))
        assert value.where.line is not None


def test_every_value_stands_where_its_source_says(population: Extraction) -> None:
    lines = (REAL / "ke-hoach-dan-so-ha-noi-2024.txt").read_text(encoding="utf-8").split("\n")
    places = [(value.where, value.raw) for value in population.observations]
    places += [(target.where, target.raw) for target in population.targets]
    for where, raw in places:
        assert where.line is not None
        assert lines[where.line - 1][where.start : where.end] == raw


def test_the_sample_holds_the_same_cells(population: Extraction) -> None:
    sample = extraction(SAMPLES / "mau-ke-hoach-dan-so-2024.txt")
    cells = [(value.key, value.quantity, value.place_id) for value in sample.observations]
    assert cells == [(value.key, value.quantity, value.place_id) for value in population.observations]


def test_all_sums_of_the_second_annex(population: Extraction) -> None:
    kinds = Counter((identity.table_id, identity.kind, identity.holds) for identity in population.identities)
    assert kinds == {
        ("t2", "row-parts", True): 155,
        ("t2", "row-groups", True): 31,
        ("t2", "column-items", True): 16,
        ("t1", "prose-annex", True): 5,
        ("t2", "prose-annex", True): 1,
        ("", "prose-prose", True): 1,
    }
    checks = Counter((value.table_id, value.check) for value in population.observations)
    assert checks == {("t1", Check.SINGLE): 150, ("t1", Check.RECONCILED): 5, ("t2", Check.RECONCILED): 496}


def test_leaves_add_up_to_the_grand_total_once(population: Extraction) -> None:
    leaves = [value.quantity.value for value in population.observations if value.is_leaf]
    assert sum(value for value in leaves if value is not None) == 403730


def test_every_district_once_in_each_annex(population: Extraction) -> None:
    for table_id in ("t1", "t2"):
        places = {value.row_no: value.place_id for value in population.observations if value.table_id == table_id}
        assert len(places) == len(set(places.values())) == 31
        assert all(places.values())
    repaired = {v.row_label: v.place_id for v in population.observations if v.label_check is LabelCheck.REPAIRED}
    assert repaired == {"Đống Anh": "D017@0", "Phù Xuyên": "D280@0"}
    folded = {v.row_label for v in population.observations if v.label_check is LabelCheck.FOLDED}
    assert folded == {"Ứng Hoà"}


def test_targets_for_2024(population: Extraction) -> None:
    rows = [
        (str(t.target_kind), str(t.quantity.comparator), t.quantity.value, t.quantity.unit, t.period.year)
        for t in population.targets
        if in_first_section(t)
    ]
    assert rows == [
        ("decrease", "eq", Decimal("0.15"), "%", 2024),
        ("level", "eq", Decimal(88), "%", 2024),
        ("level", "eq", Decimal(84), "%", 2024),
        ("level", "eq", Decimal(89), "%", 2024),
        ("level", "eq", Decimal(111), "trẻ trai/100 trẻ gái", 2024),
        ("level", "eq", Decimal(65), "%", 2024),
        ("level", "eq", Decimal(403730), "người", 2024),
    ]
    assert population.targets[0].period.baseline == 2023
    assert {t.period.basis for t in population.targets if in_first_section(t)} == {"title"}


CONTRACEPTION_TARGETS = [
    ("ge", 50, None, "%", 2025),
    ("eq", 75, None, "%", 2030),
    ("ge", 95, None, "%", 2025),
    ("eq", 100, None, "%", 2030),
    ("ge", 70, None, "%", 2025),
    ("eq", 90, None, "%", 2030),
    ("ge", 30, None, "%", 2025),
    ("eq", 50, None, "%", 2030),
    ("ge", 30, None, "%", 2025),
    ("eq", 50, None, "%", 2030),
    ("eq", 100, None, "%", 2025),
    ("eq", 50, None, "%", 2025),
    ("eq", 100, None, "%", 2030),
    ("ge", 70, None, "%", 2025),
    ("eq", 95, None, "%", 2030),
    ("ge", 80, None, "%", 2025),
    ("eq", 95, None, "%", 2030),
    ("range", 2, 3, "chủng loại", 2025),
    ("ge", 5, None, "chủng loại", 2030),
    ("ge", 40, None, "%", 2025),
    ("ge", 65, None, "%", 2030),
    ("eq", 100, None, "%", 2025),
    ("eq", 50, None, "%", 2025),
    ("eq", 70, None, "%", 2030),
]


def _rows(found: Extraction) -> list[tuple[object, ...]]:
    return [
        (str(t.quantity.comparator), t.quantity.value, t.quantity.value_high, t.quantity.unit, t.period.year)
        for t in found.targets
        if in_first_section(t)
    ]


def test_targets_for_2025_and_2030(contraception: Extraction) -> None:
    assert _rows(contraception) == CONTRACEPTION_TARGETS
    assert {str(t.target_kind) for t in contraception.targets if in_first_section(t)} == {"level"}


def test_planned_quantities_and_context_of_the_other_sections(
    population: Extraction, contraception: Extraction
) -> None:
    def rows(found: Extraction) -> list[tuple[str, str, int | None, int | None]]:
        others = [t for t in found.targets if not in_first_section(t)]
        return [(str(t.target_kind), t.raw, t.period.start, t.period.end) for t in others]

    assert rows(contraception) == [
        ("activity", "09 cuộc", None, None),
        ("activity", "100 người/1 cuộc", None, None),
        ("activity", "09 cuộc", None, None),
        ("activity", "100 người/1 cuộc", None, None),
        ("activity", "205 lớp", 2021, 2030),
        ("activity", "48 lớp", 2021, 2030),
        ("activity", "110 lớp", 2021, 2030),
        ("activity", "45 cuộc", 2021, 2030),
        ("activity", "45 cuộc", 2021, 2030),
        ("activity", "1 đợt", 2021, 2030),
        ("context", "30 quận, huyện, thị xã", None, None),
        ("context", "579 xã, phường, thị trấn", None, None),
    ]
    assert [(kind, raw) for kind, raw, _, _ in rows(population)] == [
        ("level", "111/100"),
        ("context", "30 quận, huyện, thị xã"),
        ("context", "30 quận, huyện, thị xã"),
        ("context", "579 xã, phường, thị trấn"),
        ("context", "2 con"),
    ]


def test_the_sample_holds_the_same_targets() -> None:
    assert _rows(extraction(SAMPLES / "mau-ke-hoach-tranh-thai-2030.md")) == CONTRACEPTION_TARGETS


def test_metadata(population: Extraction, contraception: Extraction) -> None:
    draft, issued = population.metadata, contraception.metadata
    assert (draft.document_number, draft.issued_on, draft.signer) == ("", None, "Vũ Thu Hà")
    assert (draft.year_start, draft.year_end, draft.place_id) == (2024, 2024, "P01@0")
    assert (issued.document_number, issued.issued_on) == ("324/KH-UBND", date(2021, 12, 30))
    assert (issued.year_start, issued.year_end, issued.signer) == (2021, 2030, "Chữ Xuân Dũng")
    assert issued.issuer == draft.issuer == "Ủy ban nhân dân thành phố Hà Nội"


def test_reference_lines_that_disagree_are_reported(contraception: Extraction) -> None:
    found = [(n.where.line, n.observed) for n in contraception.notes if n.code == "reference-disagrees"]
    assert found == [(270, "34/KH-UBND"), (286, "2021-11-30"), (353, "34/KH-UBND")]
    assert sum(note.code == "metadata-recovered" for note in contraception.notes) == 2


def test_the_draft_is_accepted_and_flagged(population: Extraction) -> None:
    codes = Counter(note.code for note in population.notes)
    assert codes == {
        "number-missing": 1,
        "date-missing": 1,
        "label-repaired": 2,
        "unit-missing": 1,
        "misread-word": 23,
        "doubtful-name": 1,
        "place-order": 1,
    }


def test_the_schedule_is_three_tables_and_no_observations(contraception: Extraction) -> None:
    assert [(len(table.rows), len(table.columns)) for table in contraception.tables] == [(15, 11), (15, 10), (15, 10)]
    assert not contraception.observations
