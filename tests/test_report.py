"""The report as a person sees it, in a real browser, and what hostile documents can do to it: nothing."""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path

import pypdfium2
import pytest
from PIL import Image
from playwright.sync_api import Browser

from pipeline.catalog import load_catalog
from pipeline.model import Bilingual, Box, Crop, Document, Note, Passage, Table, Where
from pipeline.readers.crops import MOST_BYTES, cut_crops
from pipeline.report import Content, report_files
from pipeline.run import run
from pipeline.store import contract_columns, dataset_rows, load_contract
from pipeline.store.rows import Outcome

from . import browser as chromium
from .plans import ROOT, SAMPLES, extraction

PRINTED = SAMPLES / "mau-ke-hoach-tranh-thai-2030-ban-in.pdf"
DUMP = SAMPLES / "mau-ke-hoach-tranh-thai-2030.md"
ATTACKS = (
    "<script>window.pwned = 1</script>",
    '"><img src=x onerror="window.pwned = 2">',
    "</style><script>window.pwned = 3</script>",
    "</title></textarea><svg onload=window.pwned=4>",
    "javascript:window.pwned=5",
    "{{ 7 * 7 }}{% raw %}",
    "' onmouseover='window.pwned=6",
    '<meta http-equiv=refresh content="0;url=http://127.0.0.1:9/">',
    "<link rel=stylesheet href=http://127.0.0.1:9/x.css><img src=http://127.0.0.1:9/x.png>",
)
HOSTILE = f"""ỦY BAN NHÂN DÂN\tCỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM
TỈNH ĐỒNG NAI
Số: 12/KH-UBND\tĐồng Nai, ngày 5 tháng 1 năm 2023

KẾ HOẠCH
Công tác dân số năm 2023 {ATTACKS[0]} {ATTACKS[2]}

I. MỤC TIÊU
- Tỷ lệ sàng lọc trước sinh {ATTACKS[1]} đạt 50% {ATTACKS[3]}.
- Tỷ lệ {ATTACKS[4]} đạt 1.2.3%.

Phụ lục {ATTACKS[6]}
TT\tĐơn vị {ATTACKS[0]}\tDân số {ATTACKS[1]} (người)\tTrẻ em (người)
\tTổng\t1000\t10
1\tBiên Hòa {ATTACKS[2]}\t400\t4
2\t{ATTACKS[7]}\t500\t5
3\t{ATTACKS[8]}\t{ATTACKS[0]}\t1
"""


@dataclass(frozen=True, slots=True)
class Report:
    """A report on disk, opened page by page."""

    folder: Path
    browser: Browser

    def visit(self, page: str = "index.html", *, width: int = 1400, anchor: str = "") -> chromium.Visit:
        context = self.browser.new_context(viewport={"width": width, "height": 900})
        context.set_default_timeout(20_000)
        visit = chromium.Visit(context)
        visit.page.goto(f"{(self.folder / page).as_uri()}{anchor}")
        return visit


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with chromium.opened() as browser:
        yield browser


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Give the report of a run over a PDF, its dump, and a dump that is out for harm."""
    base = tmp_path_factory.mktemp("report")
    (base / "hostile.txt").write_text(HOSTILE, encoding="utf-8")
    run([PRINTED, DUMP, base / "hostile.txt"], base / "out", suites=ROOT / "expectations")
    return base / "out" / "report"


@pytest.fixture
def report(folder: Path, browser: Browser) -> Report:
    return Report(folder, browser)


def page_of(path: Path) -> str:
    return f"documents/{path.stem}.html"


def test_the_overview_shows_every_document_and_the_worst_issue_first(report: Report) -> None:
    page = report.visit().page
    assert page.locator("#documents tbody tr").count() == 3
    severities = page.locator("[data-issue]").evaluate_all("rows => rows.map(row => row.dataset.severity)")
    assert severities == sorted(severities, key=["error", "warning", "info"].index)
    assert page.locator(".documents .status").all_inner_texts() == ["cần xem"] * 3
    page.locator("[data-issue] a").first.click()
    page.wait_for_url("**/documents/*.html*#g-*")
    assert page.locator(".group:target").count() == 1


def test_filters_leave_what_was_asked_for(report: Report) -> None:
    page = report.visit().page
    every = page.locator("[data-issue]").count()
    page.select_option("[name=severity]", "error")
    errors = page.locator("[data-issue]:visible")
    assert 0 < errors.count() < every
    assert set(errors.evaluate_all("rows => rows.map(row => row.dataset.severity)")) == {"error"}
    assert page.locator("#shown").inner_text() == f"{errors.count()} / {every}"
    page.select_option("[name=doc]", PRINTED.stem)
    assert set(errors.evaluate_all("rows => rows.map(row => row.dataset.doc)")) == {PRINTED.stem}
    page.select_option("[name=severity]", "")
    page.select_option("[name=resolution]", "rejected")
    assert page.locator("[data-issue]:visible").count() == 0
    page.select_option("[name=resolution]", "open")
    page.select_option("[name=code]", "lost-cell")
    assert page.locator("[data-issue]:visible").count() == 1


@pytest.mark.parametrize("typed", ["Tổng khác với cộng", "tong khac voi cong", "IDENTITY-FAILS"])
def test_text_is_found_with_and_without_marks(report: Report, typed: str) -> None:
    page = report.visit(page_of(PRINTED)).page
    page.fill("[name=text]", typed)
    assert page.locator("[data-issue]:visible").count() == 1
    assert page.locator("[data-issue]:visible").get_attribute("data-code") == "identity-fails"


def test_the_language_is_switched_and_kept_on_the_next_page(report: Report) -> None:
    page = report.visit().page
    assert page.locator("h1").inner_text() == "Báo cáo kiểm chứng"
    assert "tất cả" in page.locator("[name=severity]").inner_text()
    page.click("button[data-lang=en]")
    assert page.locator("h1").inner_text() == "Audit report"
    assert "all" in page.locator("[name=severity]").inner_text()
    assert page.evaluate("document.documentElement.lang") == "en"
    page.locator("#documents a").first.click()
    page.wait_for_url("**/documents/**")
    assert page.locator("#issues h2").inner_text() == "Issues"
    page.click("button[data-lang=vi]")
    assert page.locator("#issues h2").inner_text() == "Vấn đề"


def test_pictures_of_places_load(report: Report) -> None:
    page = report.visit(page_of(PRINTED)).page
    sizes = page.locator("img.crop").evaluate_all("imgs => imgs.map(img => [img.naturalWidth, img.naturalHeight])")
    assert sizes
    assert all(width > 50 and height > 15 for width, height in sizes)


def test_the_line_of_a_dump_is_shown_with_its_part_marked(report: Report) -> None:
    page = report.visit(page_of(DUMP)).page
    article = page.locator("[data-code=identity-fails]")
    assert "520.000" in article.locator(".line mark").first.inner_text()


def test_a_suspect_cell_is_marked_without_colour_and_leads_to_its_issue(report: Report) -> None:
    page = report.visit(page_of(PRINTED)).page
    cell = page.locator("#tables td.c-suspect:has(a)").first
    assert cell.evaluate("cell => getComputedStyle(cell, '::after').content") == '"?"'
    group = cell.locator("a").get_attribute("href")
    cell.locator("a").click()
    assert page.locator(f"{group}:target").get_attribute("data-code") in {"identity-fails", "lost-cell"}
    page.locator(f"{group} .jump").first.click()
    assert page.locator("#tables td:target").count() == 1


def test_targets_are_listed_to_be_read(report: Report) -> None:
    page = report.visit(page_of(PRINTED)).page
    goals = page.locator("#targets li").all_inner_texts()
    assert any(re.search(r"ung thư vú: ≥ 30 % \(2025\); 50 % \(2030\)", goal) for goal in goals)


def test_results_of_expectations_are_shown(report: Report) -> None:
    page = report.visit().page
    assert page.locator("#expectations tbody tr").count() >= 9
    assert page.locator("#expectations tbody tr td:nth-child(4)").first.inner_text() != "0"


def test_one_control_sheet_prints_on_one_page(report: Report) -> None:
    page = report.visit(page_of(PRINTED)).page
    page.evaluate("() => { window.print = () => {}; }")
    for button in page.locator("button[data-print]").all():
        button.click()
        with pypdfium2.PdfDocument(page.pdf(prefer_css_page_size=True)) as pdf:
            assert len(pdf) == 1
            text = pdf[0].get_textpage().get_text_bounded()
        assert "Phiếu kiểm" in text
        assert "Ký tên" in text
        assert "Người kiểm" in text
        assert "In phiếu này" not in text
        page.evaluate("dispatchEvent(new Event('afterprint'))")
        assert page.locator("html.one-sheet").count() == 0


def test_printing_leaves_out_what_is_no_use_on_paper(report: Report) -> None:
    page = report.visit(page_of(PRINTED)).page
    page.emulate_media(media="print")
    assert page.locator(".filters:visible, .lang:visible, .toc:visible, button:visible").count() == 0
    assert page.locator(".sheet:visible").count() >= 2


def test_a_sheet_of_long_names_fits_on_a_page_too(browser: Browser, tmp_path: Path) -> None:
    """All names as long as they are shown, and as many sums as are shown."""
    spoilt = _spoilt("Tiếp thị xã hội và xã hội hóa các phương tiện tránh thai và dịch vụ " * 3)
    content = replace(spoilt, catalog=load_catalog())
    (tmp_path / "sheets.html").write_bytes(report_files(content)["report/documents/plan.html"])
    page = Report(tmp_path, browser).visit("sheets.html").page
    page.evaluate("() => { window.print = () => {}; }")
    sizes = []
    for button in page.locator("button[data-print]").all():
        sizes.append(page.locator(".sums tbody tr").count())
        button.click()
        with pypdfium2.PdfDocument(page.pdf(prefer_css_page_size=True)) as pdf:
            assert len(pdf) == 1
        page.evaluate("dispatchEvent(new Event('afterprint'))")
    assert max(sizes) > 20


@pytest.mark.parametrize("width", [1400, 390])
@pytest.mark.parametrize("name", ["index.html", page_of(PRINTED), page_of(DUMP), "documents/hostile.html"])
def test_pages_fit_their_window_and_load_nothing(report: Report, name: str, width: int) -> None:
    visit = report.visit(name, width=width)
    assert visit.page.evaluate("document.documentElement.scrollWidth") <= width
    assert visit.told == []
    assert visit.outside == []


def test_hostile_text_is_shown_and_does_not_run(report: Report) -> None:
    visit = report.visit("documents/hostile.html")
    page = visit.page
    page.locator("body").hover()
    shown = page.locator("body").inner_text()
    for attack in (ATTACKS[0], ATTACKS[1], ATTACKS[2]):
        assert attack in shown
    assert page.evaluate("window.pwned === undefined")
    assert page.locator("script").count() == 1
    assert (visit.told, visit.outside) == ([], [])


def test_every_text_of_every_dataset_may_be_hostile(browser: Browser, tmp_path: Path) -> None:
    """Each attack in all columns at once that are not closed vocabularies or numbers, and in all other texts too."""
    for number, attack in enumerate(ATTACKS):
        for name, page in report_files(_spoilt(attack)).items():
            target = tmp_path / str(number) / name
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_bytes(page)
        spoilt = Report(tmp_path / str(number) / "report", browser)
        for path in sorted(spoilt.folder.rglob("*.html")):
            visit = spoilt.visit(str(path.relative_to(spoilt.folder)))
            assert visit.page.evaluate("window.pwned === undefined")
            assert visit.page.locator("script").count() == 1
            assert visit.page.locator("body [onerror], body [onload], body [onmouseover]").count() == 0
            assert visit.page.locator("a").evaluate_all("all => all.every(a => a.protocol === 'file:')")
            assert (visit.told, visit.outside) == ([], [])
            visit.page.context.close()


def _spoilt(attack: str) -> Content:
    """Return content of which every text that comes from a document says the same."""
    contract = load_contract()
    fields = {
        resource["name"]: {field["name"]: field for field in resource["schema"]["fields"]}
        for resource in contract["resources"]
    }
    catalog = load_catalog()
    found = extraction(DUMP)
    document = Outcome(_document("plan"), found)
    rows = dataset_rows([document], catalog, contract_columns(contract))
    keep = {"doc_id", "source_id", "group", "issue_id", "table_id", "readings", "code", "members", "resolution"}
    spoilt = {
        name: [
            {
                column: attack
                if column not in keep
                and fields[name][column]["type"] == "string"
                and "enum" not in fields[name][column].get("constraints", {})
                else text
                for column, text in row.items()
            }
            for row in dataset
        ]
        for name, dataset in rows.items()
    }
    tables = [_spoilt_table(table, attack) for table in found.tables]
    places = {row["source_id"] for row in rows["issues"]}
    words = {topic: {key: Bilingual(attack, attack) for key in keys} for topic, keys in catalog.words.items()}
    validation = {"suites": [_suite(attack)], "contract": [{"dataset": attack}]}
    crops = {place: Crop(Where(line=1), line=(attack, attack, attack)) for place in places}
    return Content(spoilt, replace(catalog, words=words), {"plan": tables}, crops, validation, attack)


def _spoilt_table(table: Table, attack: str) -> Table:
    columns = tuple(replace(column, header=(attack,) * len(column.header)) for column in table.columns)
    rows = tuple(
        replace(row, label=attack, cells=tuple(replace(cell, passage=Passage(attack)) for cell in row.cells))
        for row in table.rows
    )
    return replace(table, title=attack, unit_line=attack, columns=columns, rows=rows, notes=(Passage(attack),))


def _document(doc_id: str) -> Document:
    return Document(doc_id, f"{doc_id}.txt", f"{doc_id}.txt", "0" * 64)


def _suite(attack: str) -> dict[str, object]:
    failed = {
        "type": attack,
        "kwargs": {"column": attack},
        "severity": attack,
        "success": False,
        "unexpected_count": 1,
        "unexpected_keys": [{"doc_id": attack}],
    }
    return {
        "dataset": attack,
        "rows": 1,
        "declared": 1,
        "evaluated": 1,
        "successful": 0,
        "expectations": [failed],
    }


def test_the_policy_stops_what_slips_through(report: Report) -> None:
    """If a text were ever written unescaped, the browser would still refuse to run or load it."""
    visit = report.visit()
    visit.page.evaluate(
        """() => {
            const script = document.createElement('script');
            script.textContent = 'window.pwned = 1';
            document.body.append(script);
            const holder = document.createElement('div');
            holder.innerHTML = '<img src="http://127.0.0.1:9/x.png" onerror="window.pwned = 2">';
            document.body.append(holder);
        }"""
    )
    visit.page.wait_for_timeout(200)
    assert visit.page.evaluate("window.pwned === undefined")
    assert any("Content Security Policy" in told for told in visit.told)


def test_every_key_has_a_name_in_both_languages() -> None:
    words = load_catalog().words
    fields = [field for resource in load_contract()["resources"] for field in resource["schema"]["fields"]]
    for topic in ("check", "severity", "resolution", "status", "reader", "comparator", "target_kind"):
        keys = {key for one in fields if one["name"] == topic for key in one["constraints"]["enum"]}
        assert keys <= words[topic].keys(), topic
    section = (ROOT / "README.md").read_text(encoding="utf-8").split("| `kind` | Total | Parts |")[1].split("\n\n")[0]
    assert set(re.findall(r"^\| `([a-z-]+)`", section, re.MULTILINE)) == set(words["kind"])


def test_the_same_content_gives_the_same_bytes() -> None:
    assert report_files(_spoilt("một")) == report_files(_spoilt("một"))


def test_a_document_called_index_has_a_page_of_its_own() -> None:
    content = _spoilt("một")
    rows = {name: [{**row, "doc_id": "index"} for row in dataset] for name, dataset in content.rows.items()}
    assert set(report_files(replace(content, rows=rows))) == {"report/index.html", "report/documents/index.html"}


def test_a_failed_document_has_a_page() -> None:
    catalog = load_catalog()
    columns = contract_columns(load_contract())
    rows = dataset_rows(
        [Outcome(_document("x"), error="x.txt: <b>cannot</b> be read; ask for it again")], catalog, columns
    )
    page = report_files(Content(rows, catalog))["report/documents/x.html"].decode()
    assert "x.txt: &lt;b&gt;cannot&lt;/b&gt; be read" in page


def test_pictures_are_cut_around_their_box_and_marked() -> None:
    where = Where(page=1, box=Box(200, 300, 240, 312))
    (crop,) = cut_crops(str(PRINTED), [Note("lost-cell", where=where)] * 2, load_catalog())
    image = Image.open(io.BytesIO(crop.picture)).convert("RGB")
    assert crop.where == where
    assert (image.width, image.height) == (round(180 * 110 / 72), round(40 * 110 / 72))
    assert (200, 60, 20) in {colour for _, colour in image.getcolors() or []}


def test_text_on_its_side_is_turned_upright() -> None:
    where = Where(page=1, box=Box(200, 300, 212, 340))
    (crop,) = cut_crops(str(PRINTED), [Note("lost-cell", where=where)], load_catalog(), ((1, 90),))
    image = Image.open(io.BytesIO(crop.picture))
    assert image.width > image.height


@pytest.mark.parametrize(
    "where",
    [
        pytest.param(Where(page=99, box=Box(0, 0, 9, 9)), id="no such page"),
        pytest.param(Where(page=1, box=Box(5000, 5000, 5010, 5010)), id="off the page"),
        pytest.param(Where(), id="nowhere"),
    ],
)
def test_what_cannot_be_drawn_is_left_out(where: Where) -> None:
    assert cut_crops(str(PRINTED), [Note("lost-cell", where=where)], load_catalog()) == ()


def test_many_places_do_not_make_a_report_heavy() -> None:
    corners = [(50 + at % 40 * 10, 60 + at // 40 * 10) for at in range(2000)]
    boxes = [Box(left, top, left + 40, top + 15) for left, top in corners]
    notes = [Note("lost-cell", where=Where(page=1, box=box)) for box in boxes]
    crops = cut_crops(str(PRINTED), notes, load_catalog())
    assert 0 < len(crops) <= 250
    assert sum(len(crop.picture) for crop in crops) <= MOST_BYTES


def test_information_gets_no_picture() -> None:
    where = Where(page=1, box=Box(200, 300, 240, 312))
    assert cut_crops(str(PRINTED), [Note("several-forms", where=where)], load_catalog()) == ()
