"""The benchmark of scans itself: its wear, its made-up plans, what it counts."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator
from dataclasses import replace
from decimal import Decimal
from pathlib import Path

import pypdfium2
import pytest

from pipeline.model import Check, Extraction

from .bench.scan_cases import ScanCase, scan_cases
from .bench.scan_child import BARE, PROJECT, Scanned, load_project
from .bench.scan_plans import RECIPES, make_plan, typeset_plan
from .bench.scan_prose import count_errors, count_numerals
from .bench.scan_report import print_report, verdicts
from .bench.scan_tables import show_number
from .bench.scan_values import score_values
from .bench.scans import Job, judge
from .bench.score import Sheet
from .bench.wear import LEVELS, ORDINARY, scan
from .plans import ROOT, SAMPLES

PLAN = "cao-tuoi-2023"
SMALL = {name: replace(wear, dpi=50) for name, wear in LEVELS.items()}


@pytest.fixture(scope="module")
def case(tmp_path_factory: pytest.TempPathFactory) -> ScanCase:
    [found] = scan_cases(tmp_path_factory.mktemp("plans"), [PLAN])
    return found


def pictures(pdf: bytes) -> Iterator[pypdfium2.PdfPage]:
    document = pypdfium2.PdfDocument(pdf)
    yield from document
    document.close()


@pytest.mark.parametrize("level", SMALL)
def test_the_same_level_gives_the_same_bytes(level: str, case: ScanCase) -> None:
    first = scan(case.path, SMALL[level], [0, 2])
    assert first == scan(case.path, SMALL[level], [0, 2])
    assert first.startswith(b"%PDF-")


def test_another_draw_is_worn_otherwise(case: ScanCase) -> None:
    first, second = (scan(case.path, SMALL["heavy"], [2], draw) for draw in (0, 1))
    assert first == scan(case.path, SMALL["heavy"], [2])
    assert first != second


def test_levels_differ_from_each_other(case: ScanCase) -> None:
    assert len(LEVELS) >= 6
    assert len({scan(case.path, wear, [2]) for wear in SMALL.values()}) == len(SMALL)


def test_ordinary_wear_is_what_the_issue_says() -> None:
    wears = [LEVELS[name] for name in ORDINARY]
    assert all(wear.dpi == 200 and abs(wear.skew) < 1 for wear in wears)
    assert any(wear.stamped for wear in wears)
    assert any(wear.turned for wear in wears)


def test_a_scan_has_pictures_and_no_text(case: ScanCase) -> None:
    for page in pictures(scan(case.path, SMALL["stamped"])):
        assert not page.get_textpage().count_chars()
        assert [one.type for one in page.get_objects()] == [pypdfium2.raw.FPDF_PAGEOBJ_IMAGE]


def test_landscape_pages_lie_sideways_or_upside_down(tmp_path: Path) -> None:
    source = SAMPLES / "mau-ke-hoach-tranh-thai-2030-ban-in.pdf"
    sizes = [page.get_size() for page in pictures(scan(source, SMALL["sideways"], range(3, 10)))]
    upright = [page.get_size() for page in pictures(scan(source, SMALL["ordinary"], range(3, 10)))]
    assert sizes[0] == upright[0]
    assert {width < height for width, height in sizes[1:]} == {True, False}
    assert all(width > height for width, height in upright[1:])


def test_a_coloured_scan_has_a_red_stamp_on_each_annex_and_at_the_signature(case: ScanCase) -> None:
    for number, page in enumerate(pictures(scan(case.path, SMALL["stamped"]))):
        colours = page.render(scale=1).to_pil().convert("RGB").getcolors(1 << 24) or []
        red = sum(count for count, (r, g, b) in colours if r > g + 60 and r > b + 60)
        assert (red > 100) == (number > 0)


def test_a_fax_is_black_and_white(case: ScanCase) -> None:
    assert b"/CCITTFaxDecode" in scan(case.path, SMALL["fax"], [0])


@pytest.mark.parametrize("name", RECIPES)
def test_made_up_plans_are_made_again(name: str) -> None:
    assert make_plan(name) == make_plan(name)
    assert typeset_plan(make_plan(name)) == typeset_plan(make_plan(name))


@pytest.mark.parametrize("name", RECIPES)
def test_all_words_of_made_up_plans_are_printed(name: str) -> None:
    """A typeface without a letter, or one that is missing, would leave blanks."""
    plan = make_plan(name)
    with pypdfium2.PdfDocument(typeset_plan(plan)) as document:
        printed = " ".join(page.get_textpage().get_text_bounded().replace("\ufffe", "-") for page in document)
    squeezed = "".join(unicodedata.normalize("NFC", printed).split())
    for text in (*plan.prose, *(cell.text for table in plan.tables for cell in table.cells)):
        assert all(word in squeezed for word in text.split())


def numbers(name: str) -> Iterator[tuple[list[str], list[list[Decimal | None]]]]:
    """Yield, per table, the first column of the body and the numbers right of the labels."""
    for table in make_plan(name).tables:
        rows: dict[int, dict[int, str]] = {}
        for cell in table.cells:
            rows.setdefault(cell.row, {})[cell.column] = cell.text
        body = [row for row in rows.values() if len(row) == table.width and row[1] != "Đơn vị"]
        yield [row[0] for row in body], [[parse(row[column]) for column in range(2, table.width)] for row in body]


def parse(text: str) -> Decimal | None:
    if text == "-":
        return Decimal(0)
    bare = text.replace(".", "").replace(",", ".")
    return Decimal(bare) if bare.replace(".", "").isdigit() else None


@pytest.mark.parametrize("name", RECIPES)
def test_regions_and_totals_of_made_up_plans_add_up(name: str) -> None:
    checked = 0
    for marks, rows in numbers(name):
        total, regions = rows[0], [row for mark, row in zip(marks, rows, strict=True) if mark[:1] in {"I", "V"}]
        units = [row for mark, row in zip(marks, rows, strict=True) if mark.isdigit()]
        for column, value in enumerate(total):
            if value is None or ("," in show_number(value) and value < 100):  # a rate
                continue
            for parts in (regions, units):
                assert sum(row[column] or 0 for row in parts) == value
                checked += 1
    assert checked >= 6


def test_made_up_plans_have_what_the_samples_lack() -> None:
    plans = [make_plan(name) for name in RECIPES]
    texts = {cell.text for plan in plans for table in plan.tables for cell in table.cells}
    assert "-" in texts
    assert "" in texts
    assert any(text.endswith("%") and "," in text for text in texts)
    assert any(text.replace(".", "").replace("-", "").isdigit() and "-" in text[1:] for text in texts)
    assert max(cell["y"] + cell["rowspan"] for cell in plans[0].data["annexes"][0]["tables"][0]["header"]) == 3
    assert len({plan.font for plan in plans}) == len(plans)


def test_a_plan_that_is_not_worn_has_no_error(case: ScanCase) -> None:
    sheets, text, extraction = load_project()(str(case.path))
    outcome = judge(Job("clean", case), PROJECT, Scanned(sheets, text, 1, 1, 1, extraction))
    assert outcome.cells.exact == outcome.cells.cells > 200
    assert outcome.errors[0] == 0
    assert outcome.errors[1] > 1000
    values = outcome.values
    assert values.right == values.expected == len(case.extraction.observations)
    assert (values.missing, values.empty, values.trusted, values.doubted) == (0, 0, [], [])


def spoilt(read: Extraction, number: int, check: Check) -> Extraction:
    """Return an extraction one of whose observations has another value."""
    one = read.observations[number]
    assert one.quantity.value is not None
    quantity = replace(one.quantity, value=one.quantity.value + 1, value_high=None)
    values = list(read.observations)
    values[number] = replace(one, quantity=quantity, check=check)
    return replace(read, observations=tuple(values))


def test_a_wrong_value_counts_as_trusted_or_doubted(case: ScanCase) -> None:
    trusted = score_values(case.extraction, spoilt(case.extraction, 7, Check.AGREED))
    assert (len(trusted.trusted), len(trusted.doubted), trusted.missing) == (1, 0, 0)
    assert trusted.trusted[0].true == case.extraction.observations[7].raw
    doubted = score_values(case.extraction, spoilt(case.extraction, 7, Check.SUSPECT))
    assert (len(doubted.trusted), len(doubted.doubted), doubted.missing) == (0, 1, 0)


def test_a_lost_row_makes_the_others_not_wrong(case: ScanCase) -> None:
    table = case.extraction.tables[0]
    rows = tuple(replace(row, row_no=no) for no, row in enumerate(table.rows[:3] + table.rows[4:], start=1))
    values = tuple(
        replace(value, row_no=value.row_no - (value.row_no > 4))
        for value in case.extraction.observations
        if value.row_no != 4
    )
    read = replace(case.extraction, tables=(replace(table, rows=rows),), observations=values)
    found = score_values(case.extraction, read)
    assert found.missing == len(case.extraction.observations) - len(values) > 5
    assert found.right == len(values)
    assert not found.trusted


def test_an_invented_row_is_wrong(case: ScanCase) -> None:
    table = case.extraction.tables[0]
    read = replace(case.extraction, tables=(replace(table, rows=table.rows[1:]),))
    extra = replace(case.extraction, observations=())
    assert not score_values(case.extraction, extra).trusted
    assert len(score_values(replace(case.extraction, observations=()), read).trusted) > 100


def test_an_unread_cell_is_empty_and_no_wrong_value(case: ScanCase) -> None:
    one, *others = case.extraction.observations
    unread = replace(one, quantity=replace(one.quantity, value=None, value_high=None), check=Check.SUSPECT)
    found = score_values(case.extraction, replace(case.extraction, observations=(unread, *others)))
    assert (found.empty, found.missing, found.trusted, found.doubted) == (1, 0, [], [])


def test_a_wrong_target_counts(case: ScanCase) -> None:
    one, *others = case.extraction.targets
    assert one.quantity.value is not None
    wrong = replace(one, quantity=replace(one.quantity, value=one.quantity.value * 10), check=Check.SINGLE)
    found = score_values(case.extraction, replace(case.extraction, targets=(wrong, *others)))
    assert [value.read for value in found.trusted] == [one.raw]


def test_prose_errors_count_what_one_sees() -> None:
    true = " ".join(f"{number}. Kế hoạch của Ủy ban nhân dân tỉnh về dân số." for number in range(5))
    assert count_errors(true, f"CỘNG HÒA {unicodedata.normalize('NFD', true)} Nơi nhận:") == (0, len(true))
    assert count_errors(true, true.replace("tỉnh", "tinh", 2))[0] == 2
    assert count_errors(true, "")[0] == len(true)


def test_numerals_are_found_anywhere() -> None:
    assert count_numerals(["1.250 và 7", "7"], "7 | 1.250") == (2, 3)


def test_verdicts_and_report_of_a_reader_that_reads_nothing(case: ScanCase, capsys: pytest.CaptureFixture[str]) -> None:
    empty = replace(case.extraction, tables=(), observations=(), targets=(), activities=())
    outcome = judge(Job("heavy", case), PROJECT, Scanned((Sheet(1, ()),), "", 2, 1, 99, empty))
    assert [line.split()[0] for line in verdicts([outcome])] == ["MISSED", "MISSED", "met", "met"]
    print_report([outcome])
    printed = capsys.readouterr().out
    assert "MISSED  cells exact at heavy wear: 0.00 %" in printed
    assert f"{len(case.extraction.observations):>21}" in printed


def test_further_draws_count_for_cells_and_not_for_time(case: ScanCase) -> None:
    found = Scanned((Sheet(1, ()),), "", 2, 2, 99, replace(case.extraction, tables=()))
    outcomes = [judge(Job("heavy", case, draw), PROJECT, replace(found, processor=2.0 + 7 * draw)) for draw in (0, 1)]
    outcomes.append(judge(Job("heavy", case), BARE, replace(found, extraction=None)))
    [time] = [line for line in verdicts(outcomes) if "time:" in line]
    assert "1.00 times one bare" in time
    assert len({one.title for one in outcomes if one.reader == PROJECT}) == 2


def test_scans_of_samples_are_built_again_byte_for_byte(tmp_path: Path) -> None:
    from .fixtures.samples import scan_samples

    made = {f"{stem}-quet.pdf" for stem in scan_samples.PAGES}
    scan_samples.main([str(tmp_path)])
    assert {path.name for path in tmp_path.iterdir()} == made
    for name in made:
        assert (tmp_path / name).stat().st_size < 500_000
        if (ROOT / "raw_docs" / name).is_file():
            assert (tmp_path / name).read_bytes() == (ROOT / "raw_docs" / name).read_bytes(), "run 'make samples'"
