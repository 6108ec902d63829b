"""Pictures of scanned pages: straight, upright, even, without stamps and rulings, and their grids found."""

from __future__ import annotations

import io
from functools import cache
from pathlib import Path

import cv2
import numpy as np
import pypdfium2
import pytest
from fpdf import FPDF
from numpy.typing import NDArray
from PIL import Image

from pipeline.model import Box
from pipeline.readers.native.glyphs import page_frame
from pipeline.readers.native.grids import Ruled, find_ruled
from pipeline.readers.native.rulings import read_drawn
from pipeline.readers.scan.colour import find_marks, to_grey
from pipeline.readers.scan.crops import crop, ink_in, ink_share
from pipeline.readers.scan.image import Prepared, prepare
from pipeline.readers.scan.paper import Look
from pipeline.readers.scan.runs import find_lines
from pipeline.readers.scan.scale import is_grey, native_dpi, paper_dpi

from .bench.wear import LEVELS, scan
from .plans import ROOT, SAMPLES

Picture = NDArray[np.uint8]

POPULATION = SAMPLES / "mau-ke-hoach-dan-so-2024-ban-in.pdf"
CONTRACEPTION = SAMPLES / "mau-ke-hoach-tranh-thai-2030-ban-in.pdf"
TABLES = [(POPULATION, 3), (POPULATION, 5), (POPULATION, 6), (CONTRACEPTION, 4), (CONTRACEPTION, 7)]
PAGES = [(POPULATION, 0), (POPULATION, 2), *TABLES]
PDFS = ROOT / "tests" / "fixtures" / "pdfs"
REAL = ROOT.parent / "shared" / "real_pdfs"
BEARABLE = [name for name in LEVELS if name != "heavy"]

Cells = list[list[tuple[int, int, int, int]]]


@cache
def picture(path: Path, number: int, dpi: int = 200) -> Picture:
    """Return a page in RGB as it is printed."""
    with pypdfium2.PdfDocument(path) as document:
        return rendered(document[number], dpi)


def rendered(page: pypdfium2.PdfPage, dpi: float) -> Picture:
    drawn = page.render(scale=dpi / 72, rev_byteorder=True).to_numpy()
    return np.ascontiguousarray(drawn[:, :, :3])


@cache
def worn(path: Path, number: int, level: str) -> tuple[Picture, float]:
    """Return a page as a reader of its scan gets it: at its own resolution, which a second value tells."""
    with pypdfium2.PdfDocument(io.BytesIO(scan(path, LEVELS[level], [number]))) as document:
        page = document[0]
        return rendered(page, native_dpi(page)), native_dpi(page)


@cache
def prepared(path: Path, number: int, level: str) -> Prepared:
    return prepare(*worn(path, number, level))


@cache
def printed_tables(path: Path, number: int) -> list[Ruled]:
    with pypdfium2.PdfDocument(path) as document:
        page = document[number]
        return find_ruled(read_drawn(page, page_frame(page)).rulings)


def cells(tables: list[Ruled]) -> Cells:
    """Return the cells of tables by row, column, and how many rows and columns they span."""
    return [
        sorted((slot.row, slot.column, slot.row_span, slot.column_span) for slot in table.slots) for table in tables
    ]


def leaning(page: Picture, degrees: float) -> tuple[Picture, NDArray[np.float64]]:
    """Return a page turned clockwise about its middle, and the way of its points there."""
    height, width = page.shape[:2]
    way = cv2.getRotationMatrix2D((width / 2, height / 2), -degrees, 1)
    turned = cv2.warpAffine(page, way, (width, height), flags=cv2.INTER_CUBIC, borderValue=(255, 255, 255))
    return np.asarray(turned, dtype=np.uint8), np.asarray(way)


def noisy(page: Picture, noise: float, seed: int = 1) -> Picture:
    """Return a page on grey paper with the noise of a sensor."""
    rng = np.random.default_rng(seed)
    return np.clip(page * 0.93 + rng.normal(0, noise, (*page.shape[:2], 1)), 0, 255).astype(np.uint8)


@pytest.mark.parametrize("level", BEARABLE)
@pytest.mark.parametrize(("path", "number"), TABLES, ids=lambda value: getattr(value, "stem", value))
def test_grids_of_worn_tables(path: Path, number: int, level: str) -> None:
    found = prepared(path, number, level)
    assert cells(find_ruled(found.rulings_in_points())) == cells(printed_tables(path, number))
    assert found.look is Look.PAGE
    assert abs(abs(found.skew) - LEVELS[level].skew) < (0.1 if not LEVELS[level].bend else 0.2)


@pytest.mark.parametrize(("path", "number"), TABLES, ids=lambda value: getattr(value, "stem", value))
def test_grids_of_spoilt_tables(path: Path, number: int) -> None:
    (found,) = cells(find_ruled(prepared(path, number, "heavy").rulings_in_points()))
    (printed,) = cells(printed_tables(path, number))
    assert len(set(found) ^ set(printed)) <= 0.02 * len(printed)


@pytest.mark.parametrize("path", sorted(PDFS.glob("*.pdf")), ids=lambda path: path.stem)
def test_grids_of_all_kinds(path: Path) -> None:
    """Lines, segments, filled areas; merged, shaded, tight cells; none in prose nor where gaps alone divide."""
    if path.stem == "layers-broken":
        pytest.skip("its page is drawn as a picture")
    page = picture(path, 0)
    found = prepare(noisy(leaning(page, -0.4)[0], 4), 200, turn=270 if path.stem == "landscape-sideways" else 0)
    tables = printed_tables(path, 0)
    if path.stem != "landscape-sideways":
        assert cells(find_ruled(found.rulings_in_points())) == cells(tables)


@pytest.mark.parametrize("path", [POPULATION, CONTRACEPTION])
def test_prose_has_no_rulings(path: Path) -> None:
    """The lines below the heads of both sides of a letter are no table."""
    assert prepared(path, 0, "ordinary").rulings == ()


@pytest.mark.parametrize("turn", [0, 90, 180, 270])
@pytest.mark.parametrize(("path", "number"), PAGES, ids=lambda value: getattr(value, "stem", value))
def test_pages_are_turned_upright(path: Path, number: int, turn: int) -> None:
    """A page of numbers alone may stay in doubt; none is turned wrong for sure."""
    page = noisy(picture(path, number, 150), 5)
    found = prepare(np.ascontiguousarray(np.rot90(page, turn // 90)), 150)
    if found.turn != turn:
        assert found.pose.sure < 0.6
        assert (found.turn - turn) % 360 == 180
    elif (path, number) != (POPULATION, 6):
        assert found.pose.sure > 0.3


def test_a_turn_that_is_known_is_taken() -> None:
    page = picture(*TABLES[0])
    assert prepare(np.ascontiguousarray(np.rot90(page)), 200, turn=270).turn == 270


@pytest.mark.parametrize("degrees", [-2.0, -1.3, -0.5, -0.07, 0, 0.21, 0.9, 1.7, 2.9])
@pytest.mark.parametrize(("path", "number"), [(POPULATION, 0), (POPULATION, 5)])
def test_skew_is_found(path: Path, number: int, degrees: float) -> None:
    page = noisy(leaning(picture(path, number, 150), degrees)[0], 12)
    assert prepare(page, 150).skew == pytest.approx(degrees, abs=0.08)


@pytest.mark.parametrize("turn", [0, 90, 180, 270])
@pytest.mark.parametrize(("dpi", "degrees"), [(150, 1.4), (300, -0.8), (400, 0.5)])
def test_points_go_back_to_the_picture(dpi: int, degrees: float, turn: int) -> None:
    path, number = POPULATION, 5
    page, way = leaning(picture(path, number, dpi), degrees)
    height, width = page.shape[:2]
    found = prepare(np.ascontiguousarray(np.rot90(page, turn // 90)), dpi, turn=turn)
    (table,) = find_ruled(found.rulings_in_points())
    (printed,) = printed_tables(path, number)
    back = {
        0: lambda x, y: (x, y),
        90: lambda x, y: (y, width - x),
        180: lambda x, y: (width - x, height - y),
        270: lambda x, y: (height - y, x),
    }
    for slot, true in zip(table.slots, printed.slots, strict=True):
        found_at = found.point(slot.box.left * found.dpi / 72, slot.box.top * found.dpi / 72)
        x, y = way @ (true.box.left * dpi / 72, true.box.top * dpi / 72, 1)
        assert found_at == pytest.approx(back[turn](x, y), abs=2 * dpi / 200)


@pytest.mark.parametrize("dpi", [100, 150, 200, 300, 600])
def test_pages_are_brought_to_one_scale(dpi: int) -> None:
    found = prepare(np.full((11 * dpi, 8 * dpi, 3), 255, np.uint8), dpi)
    assert found.dpi == pytest.approx(300, rel=0.1)
    assert found.grey.shape == pytest.approx((11 * found.dpi, 8 * found.dpi), abs=1)


def test_a_poster_is_reduced() -> None:
    found = prepare(np.full((9933, 14043), 255, np.uint8), 300)
    assert found.grey.size <= 36_100_000
    assert found.point(*found.grey.shape[::-1]) == pytest.approx((14043, 9933), abs=3)


def stamped(page: Picture, dpi: int) -> Picture:
    """Stamp the middle of a page in red, through which one sees."""
    height, width = page.shape[:2]
    ink = np.full_like(page, 255)
    for radius, thick in ((18, 1.2), (16.5, 0.5), (11, 0.5)):
        pixels = [round(size * dpi / 25.4) for size in (radius, thick)]
        cv2.circle(ink, (width // 2, height // 2), pixels[0], (205, 38, 48), max(1, pixels[1]), cv2.LINE_AA)
    for row, word in enumerate(("UY BAN", "NHAN DAN", "TINH")):
        at = (width // 2 - dpi // 3, height // 2 + (row - 1) * dpi // 6)
        cv2.putText(ink, word, at, cv2.FONT_HERSHEY_SIMPLEX, dpi / 250, (205, 38, 48), dpi // 90, cv2.LINE_AA)
    return np.asarray(page.astype(np.uint16) * ink // 255, dtype=np.uint8)


def as_jpeg(page: Picture, quality: int) -> Picture:
    _, written = cv2.imencode(".jpg", page[:, :, ::-1], [cv2.IMWRITE_JPEG_QUALITY, quality])
    read = np.asarray(cv2.imdecode(written, cv2.IMREAD_COLOR), dtype=np.uint8)
    return np.ascontiguousarray(read[:, :, ::-1])


@pytest.mark.parametrize("dpi", [150, 200, 300])
def test_figures_under_a_stamp_stay(dpi: int) -> None:
    page = noisy(picture(POPULATION, 5, dpi), 3)
    bare = prepare(page, dpi)
    found = prepare(as_jpeg(stamped(page, dpi), 75), dpi)
    height, width = bare.grey.shape
    reach = round(19 * bare.dpi / 25.4)
    middle = (slice(height // 2 - reach, height // 2 + reach), slice(width // 2 - reach, width // 2 + reach))
    true, kept = bare.ink[middle] > 0, found.ink[middle] > 0
    near = cv2.dilate(true.astype(np.uint8), np.ones((3, 3), np.uint8)) > 0
    assert (kept & true).sum() > 0.85 * true.sum()
    assert (kept & ~near).sum() < 0.05 * true.sum()


def test_coloured_print_stays() -> None:
    page = np.full((800, 1200, 3), 255, np.uint8)
    cv2.putText(page, "Dan so 403.730 nguoi", (50, 200), cv2.FONT_HERSHEY_SIMPLEX, 2, (200, 20, 30), 4, cv2.LINE_AA)
    page[400:600, 100:900] = (150, 190, 230)
    assert find_marks(page, 300) == []
    assert to_grey(page, 300)[150:210].min() < 90


def cells_of(found: Prepared) -> dict[tuple[int, int], Box]:
    (table,) = find_ruled(found.rulings_in_points())
    pixels = found.dpi / 72
    return {
        (slot.row, slot.column): Box(*(edge * pixels for edge in (b.left, b.top, b.right, b.bottom)))
        for slot in table.slots
        for b in (slot.box,)
    }


@pytest.mark.parametrize("level", [*BEARABLE, "heavy"])
def test_ink_tells_blank_cells(level: str) -> None:
    """Of the annex of contraceptives: blank above the running numbers, short and long numbers elsewhere."""
    found = prepared(POPULATION, 5, level)
    boxes = cells_of(found)
    blank = ink_in(found, boxes[2, 0])
    assert blank.area < 0.15
    assert ink_share(found, boxes[2, 0]) == blank.share
    for place in boxes:
        if place[0] >= 2 and place != (2, 0):
            ink = ink_in(found, boxes[place])
            assert ink.area > 1.5, place
            assert ink.height > 4, place


def ruled_cell(text: str) -> tuple[Prepared, Box]:
    """Return a table of 3 by 3 cells of which the middle one holds a text, and its box."""
    page = np.full((1200, 1600), 255, np.uint8)
    for at in (300, 500, 700, 900):
        cv2.line(page, (200, at - 100), (1400, at - 100), (0,), 3)
    for at in (200, 600, 1000, 1400):
        cv2.line(page, (at, 200), (at, 800), (0,), 3)
    cv2.putText(page, text, (760, 520), cv2.FONT_HERSHEY_DUPLEX, 1.2, (0,), 3, cv2.LINE_AA)
    found = prepare(page, 300, turn=0)
    return found, cells_of(found)[1, 1]


def test_dash_zero_and_blank() -> None:
    blank, dash, zero = (ink_in(*ruled_cell(text)) for text in ("", "-", "0"))
    assert blank.area == 0
    assert dash.area > 0.3
    assert dash.width > 2 * dash.height
    assert zero.height > zero.width
    assert zero.area > 2 * dash.area


def test_crops_have_no_rulings() -> None:
    found, box = ruled_cell("40")
    cut = crop(found, box, 5)
    assert cut.shape == (round(box.bottom) - round(box.top) + 10, round(box.right) - round(box.left) + 10)
    assert cut[:30].min() > 200
    assert cut[:, :30].min() > 200
    assert (cut < 100).any()


def test_letters_are_not_joined_over_rulings() -> None:
    """What touches an upright ruling on both sides stays apart: a bridge would read as a dash."""
    page = np.full((1000, 1600), 255, np.uint8)
    for at in (200, 400, 600):
        cv2.line(page, (200, at), (1400, at), (0,), 3)
    for at in (200, 800, 1400):
        cv2.line(page, (at, 200), (at, 600), (0,), 3)
    cv2.line(page, (770, 300), (830, 300), (0,), 4)
    found = prepare(page, 300, turn=0)
    assert len(found.rulings) == 6
    assert found.clean[295:306, 799:802].min() > 200


def test_descenders_through_rulings_are_made_whole() -> None:
    page = np.full((1000, 1600), 255, np.uint8)
    for at in (200, 400, 600):
        cv2.line(page, (200, at), (1400, at), (0,), 3)
    for at in (200, 800, 1400):
        cv2.line(page, (at, 200), (at, 600), (0,), 3)
    cv2.line(page, (500, 380), (500, 415), (0,), 4)
    found = prepare(page, 300, turn=0)
    assert found.clean[385:412, 500].max() < 120
    assert found.clean[400, 550:700].min() > 200


def test_pictures_without_text() -> None:
    rng = np.random.default_rng(3)
    paper = np.clip(rng.normal(235, 6, (1750, 1240)), 0, 255).astype(np.uint8)
    black = np.clip(rng.normal(12, 6, (1750, 1240)), 0, 255).astype(np.uint8)
    rough = sum(
        cv2.resize(rng.normal(0, 22, (size, size)), (1240, 1750), interpolation=cv2.INTER_CUBIC)
        for size in (4, 9, 25, 80, 250)
    )
    photo = np.clip(120 + rough, 0, 255).astype(np.uint8)
    looks = [prepare(page, 150).look for page in (paper, black, photo)]
    assert looks == [Look.BLANK, Look.BLACK, Look.PHOTO]


def test_grey_pictures_and_single_channels() -> None:
    page = picture(POPULATION, 3, 150)
    grey = np.asarray(cv2.cvtColor(page, cv2.COLOR_RGB2GRAY), dtype=np.uint8)
    found = [prepare(one, 150) for one in (page, grey, grey[:, :, None])]
    assert found[0].rulings == found[1].rulings == found[2].rulings


@pytest.mark.parametrize("level", ["clean", "ordinary", "fax", "heavy"])
def test_scans_are_rendered_at_their_own_resolution(level: str) -> None:
    assert worn(POPULATION, 3, level)[1] == pytest.approx(LEVELS[level].dpi, rel=0.01)


def _page_of(mode: str, color: tuple[int, ...] | int, *, line: bool = False, link: bool = False) -> bytes:
    """Return a PDF of one picture, with a line or a link over it."""
    pdf = FPDF(unit="pt", format=(200, 200))
    pdf.add_page()
    pdf.image(Image.new(mode, (40, 40), color), 0, 0, 200, 200)
    if line:
        pdf.set_draw_color(255, 0, 0)
        pdf.line(10, 10, 100, 100)
    if link:
        pdf.link(10, 10, 50, 50, "https://example.org")
    return bytes(pdf.output())


@pytest.mark.parametrize(
    ("made", "expected"),
    [
        (_page_of("L", 90), True),
        (_page_of("RGB", (90, 90, 90)), False),
        (_page_of("RGB", (200, 0, 0)), False),
        (_page_of("L", 90, line=True), False),
        (_page_of("L", 90, link=True), False),
    ],
)
def test_pages_of_grey_pictures_alone_have_no_colour(made: bytes, expected: bool) -> None:
    with pypdfium2.PdfDocument(made) as document:
        page = document[0]
        assert is_grey(page) is expected
        if expected:
            drawn = rendered(page, 100)
            assert (drawn == drawn[:, :, :1]).all()


def test_born_digital_pages_are_rendered_for_recognition() -> None:
    with pypdfium2.PdfDocument(POPULATION) as document:
        assert native_dpi(document[0]) == pytest.approx(300, rel=1e-4)


def _sized(path: Path, pixels: tuple[int, int], resolution: float) -> Path:
    """Write a blank picture as a page that says so many dots per inch of itself."""
    Image.new("L", pixels, 250).save(path, resolution=resolution)
    return path


@pytest.mark.parametrize(
    ("pixels", "said", "expected"),
    [
        ((1654, 2339), 72, 200),
        ((3509, 2480), 96, 300),
        ((1700, 2200), 72, 200),
        ((4961, 3508), 72, 300),
        ((1654, 2339), 667, 200),
        ((3024, 4032), 72, 355),
        ((1654, 2339), 200, 200),
        ((1654, 2339), 141.4, 141.4),
        ((595, 842), 72, 100),
        ((3370, 4768), 144, 144),
    ],
)
def test_pages_sized_by_pixels_show_a_sheet_all_the_same(
    pixels: tuple[int, int], said: float, expected: float, tmp_path: Path
) -> None:
    with pypdfium2.PdfDocument(_sized(tmp_path / "sized.pdf", pixels, said)) as document:
        page = document[0]
        dpi = native_dpi(page)
        assert paper_dpi(page, dpi) == pytest.approx(expected, rel=0.01)
        if said < 600 and expected != 100:
            assert rendered(page, dpi).shape[:2] == pixels[::-1]


def test_the_same_picture_gives_the_same() -> None:
    one, other = (prepare(*worn(POPULATION, 6, "faint")) for _ in range(2))
    assert one.rulings == other.rulings
    assert one.clean.tobytes() == other.clean.tobytes()


STAMPED = {
    "dungcony_3e3c59fe_5_Thong_bao_phuong_thuc_tuyen_sinh_2025.pdf": [[], [], [], [(8, 4)], [(5, 5)], [(6, 3)]],
    "dungcony_63318939_12_Thong_bao_bang_duy_doi_tuong_duong_final_1.pdf": [[(6, 10)], []],
}


@pytest.mark.real
@pytest.mark.parametrize("name", STAMPED)
def test_real_stamped_scans(name: str) -> None:
    path = REAL / name
    if not path.is_file():
        pytest.skip("the real scans are not beside the repository")
    shapes = []
    with pypdfium2.PdfDocument(path) as document:
        for page in document:
            dpi = native_dpi(page)
            assert dpi == pytest.approx(300, rel=0.01)
            found = prepare(rendered(page, dpi), dpi)
            assert found.turn == 0
            assert found.pose.sure > 0.8
            tables = find_ruled(found.rulings_in_points())
            shapes.append([(len(table.rows) - 1, len(table.columns) - 1) for table in tables])
    assert shapes == STAMPED[name]


def _ruled_page(uprights: dict[int, list[tuple[int, int]]]) -> Prepared:
    """Draw a table of twelve rows at 150 dpi: by their places, the stretches of upright rulings in rows."""
    sheet = np.full((1754, 1240), 255, np.uint8)
    for row in range(13):
        cv2.line(sheet, (100, 200 + 60 * row), (1100, 200 + 60 * row), (0,), 2)
    for at, stretches in uprights.items():
        for first, last in stretches:
            cv2.line(sheet, (at, 200 + 60 * first), (at, 200 + 60 * last), (0,), 2)
    for row in range(12):
        cv2.putText(sheet, "so 12", (130, 240 + 60 * row), cv2.FONT_HERSHEY_SIMPLEX, 0.8, (0,), 2)
    return prepare(sheet, 150, turn=0)


def _columns(page: Prepared) -> int:
    return len({round(one.at) for one in page.rulings_in_points() if one.is_vertical})


def test_strokes_of_a_stamp_are_no_columns() -> None:
    whole = {at: [(0, 12)] for at in (100, 400, 700, 1100)}
    assert _columns(_ruled_page(whole)) == 4
    assert _columns(_ruled_page({**whole, 520: [(4, 5)]})) == 4


def test_rulings_that_merged_cells_interrupt_are_columns() -> None:
    whole = {at: [(0, 12)] for at in (100, 700, 1100)}
    assert _columns(_ruled_page({**whole, 400: [(0, 1), (3, 4), (6, 7)]})) == 4
    assert _columns(_ruled_page({**whole, 400: [(0, 3)]})) == 4


def test_stems_of_capitals_one_below_the_other_are_no_ruling() -> None:
    dark = np.zeros((300, 200), np.uint8)
    dark[100:123, 40:43] = dark[133:156, 40:43] = 215  # a title of two lines at 150 dots per inch
    dark[100:123, 90:93] = dark[133:166, 90:93] = 215  # a ruling of which a piece is missing
    dark[100:126, 150:153] = 215  # a whole one in a low row
    lines, _ = find_lines(np.ascontiguousarray(dark.T), 150 / 25.4)
    assert sorted(round(line.at) for line in lines) == [91, 151]
