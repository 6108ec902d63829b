"""Engines keep their contract, cost their own document only when they fail, and are not asked twice."""

from __future__ import annotations

import os
import re
import shutil
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np
import pdfplumber
import pypdfium2
import pytest

from pipeline import tessdata
from pipeline.confined import Limits, Share
from pipeline.engine import run_documents
from pipeline.errors import DocumentError, ProgramMissingError
from pipeline.model import Document, Extraction, Metadata
from pipeline.readers.native.geometry import Frame
from pipeline.readers.scan.cache import Shelf, key_of, remembering, usual_shelf
from pipeline.readers.scan.engine import Engine, Grey, Pixels, Recognised, certainty, even_symbols
from pipeline.readers.scan.image import prepare
from pipeline.readers.scan.page import Rendered, read_picture
from pipeline.readers.scan.readers import Readers
from pipeline.readers.scan.tesseract import tesseract_engine
from pipeline.tessdata import LANGUAGES, data_file, install_command

from .plans import SAMPLES

PLAN = SAMPLES / "mau-ke-hoach-dan-so-2024-ban-in.pdf"
PROSE, TABLE = 1, 3
"""Pages of the sample, from 0, of sentences and with a table of numbers."""
DPI = 300
NUMBER = re.compile(r"\d[\d.,]*")


def data_are_missing() -> bool:
    try:
        return not all(data_file(language) for language in LANGUAGES)
    except ProgramMissingError:
        return True


needs_tesseract = pytest.mark.skipif(
    data_are_missing() and not os.environ.get("CI"), reason=f"Tesseract's data are missing; run: {install_command()}"
)


def word(text: str, confidence: float = 0.9) -> Recognised:
    """Put a word where the page with the table has ink."""
    box = Pixels(1600, 220, 1600 + 12 * len(text), 244)
    return Recognised(text, box, confidence, even_symbols(text, box, confidence))


FOUND = (word("KẾ"), word("HOẠCH", 0.123456789012345), word("1.250", 1 / 3)._replace(line=1, block=1))


def fake_page(_: Grey, __: float) -> tuple[Recognised, ...]:
    return FOUND


def fake_cells(crops: Sequence[Grey]) -> tuple[Recognised | None, ...]:
    return tuple(word("7") if crop.min() < 128 else None for crop in crops)


def no_words(_: Grey, __: float) -> tuple[Recognised, ...]:
    return ()


def no_numbers(crops: Sequence[Grey]) -> tuple[Recognised | None, ...]:
    return (None,) * len(crops)


def hang(_: Grey, __: float) -> tuple[Recognised, ...]:
    time.sleep(600)
    return ()


def crash(_: Grey, __: float) -> tuple[Recognised, ...]:
    os.abort()


def raise_error(_: Grey, __: float) -> tuple[Recognised, ...]:
    raise RuntimeError("the service is out of order")


def lack(_: Grey, __: float) -> tuple[Recognised, ...]:
    raise ProgramMissingError("the engine is not installed; run: apt-get install engine")


ENGINES = {
    "fake": Engine("fake", "1", fake_page, fake_cells, (fake_cells,)),
    "null": Engine("null", "1", no_words, no_numbers),
    "hanging": Engine("hanging", "1", hang, no_numbers),
    "crashing": Engine("crashing", "1", crash, no_numbers),
    "raising": Engine("raising", "1", raise_error, no_numbers),
    "lacking": Engine("lacking", "1", lack, no_numbers),
}


@cache
def page_picture(number: int, dpi: int = DPI) -> Grey:
    with pypdfium2.PdfDocument(PLAN) as document:
        picture = document[number].render(scale=dpi / 72, grayscale=True).to_numpy()
        return np.ascontiguousarray(picture.reshape(picture.shape[:2]))


@cache
def numbers_of(page: int) -> tuple[tuple[str, Grey], ...]:
    """Return the numbers of a page of the sample with their pictures, cut from the page with some paper around."""
    picture, scale = page_picture(page), DPI / 72
    with pdfplumber.open(PLAN) as pdf:
        words = [one for one in pdf.pages[page].extract_words() if NUMBER.fullmatch(one["text"])]
    cut = []
    for one in words:
        left, top, right, bottom = (round(one[side] * scale) for side in ("x0", "top", "x1", "bottom"))
        cut.append((one["text"], picture[top - 4 : bottom + 4, left - 15 : right + 15]))
    return tuple(cut)


def read_scan(document: Document, _: Share) -> Extraction:
    """Read a page with the engine that the document is named after. Runs in the children."""
    rendered = Rendered(1, page_picture(TABLE, 150), 150, Frame(0, 0, 842, 595))
    scan = read_picture(rendered, Readers(ENGINES[document.doc_id]))
    return Extraction(" ".join(text for _, text in scan.words) or "nothing", 1, Metadata())


def test_places_are_those_of_the_page_whatever_its_size() -> None:
    """A page of 842 x 595 points, and the same picture on one of as many points as it has pixels."""
    picture = page_picture(TABLE, 150)
    height, width = picture.shape
    sheet = read_picture(Rendered(1, picture, 150, Frame(0, 0, 842, 595)), Readers(ENGINES["fake"]))
    large = read_picture(Rendered(1, picture, 150, Frame(0, 0, width, height), 1.0), Readers(ENGINES["fake"]))
    assert [area.grid.columns for area in large.sheet.areas] == [area.grid.columns for area in sheet.sheet.areas]
    for (one, _), (other, _) in zip(sheet.words, large.words, strict=True):
        assert [edge * 72 / 150 for edge in (other.left, other.bottom)] == pytest.approx([one.left, one.bottom])


def work(*names: str) -> dict[str, str]:
    documents = [Document(name, f"{name}.pdf", "", "") for name in names]
    results = run_documents(documents, read_scan, limits=Limits(seconds=6, workers=2))
    return {one.doc_id: str(told) if isinstance(told, DocumentError) else told.reader for one, told in results}


def test_each_engine_costs_its_own_document_only() -> None:
    told = work("fake", "hanging", "crashing", "raising", "null", "fake")
    assert told["fake"] == "KẾ HOẠCH 1.250"
    assert told["null"] == "nothing"
    assert "hanging.pdf" in told["hanging"]
    assert "6" in told["hanging"]
    assert "crashing.pdf" in told["crashing"]
    assert "the service is out of order" in told["raising"]


def test_an_engine_that_is_not_installed_says_what_to_install() -> None:
    assert "apt-get install engine" in work("lacking")["lacking"]


def test_an_engine_has_a_name_and_a_version() -> None:
    with pytest.raises(ValueError, match="needs a name and a version"):
        Engine("fake", "", fake_page, fake_cells)


def test_letters_weigh_by_their_number() -> None:
    assert certainty([]) == 0
    assert certainty([word("|", 0.9)]) == 0
    assert certainty([word("ab", 0.0), word("abcdef", 0.8)]) == pytest.approx(0.6)


# Tesseract


@needs_tesseract
def test_lines_of_vietnamese() -> None:
    with pdfplumber.open(PLAN) as pdf:
        printed = {one["text"]: one for one in pdf.pages[PROSE].extract_text_lines()}
    lines: dict[int, list[Recognised]] = {}
    for one in tesseract_engine().page(page_picture(PROSE), DPI):
        assert one.text == "".join(symbol.text for symbol in one.symbols)
        assert 0 <= min(symbol.confidence for symbol in one.symbols) <= 1
        lines.setdefault(one.line, []).append(one)
    same = {text: words for words in lines.values() if (text := " ".join(one.text for one in words)) in printed}
    assert len(printed) > 30
    assert len(same) >= 0.9 * len(printed)
    for text, words in same.items():
        sides = (words[0].box.left, words[-1].box.right)
        assert sides == pytest.approx([printed[text][side] * DPI / 72 for side in ("x0", "x1")], abs=8)
        assert max(one.box.top for one in words) < min(one.box.bottom for one in words)
        assert len({one.block for one in words}) == 1
        assert [one.box.left for one in words] == sorted(one.box.left for one in words)
    assert certainty([one for words in lines.values() for one in words]) > 0.9


@needs_tesseract
def test_a_page_upside_down_is_read_with_less_certainty() -> None:
    page, engine = page_picture(0, 150), tesseract_engine()
    assert certainty(engine.page(np.rot90(page, 2), 150)) < 0.6 < certainty(engine.page(page, 150))


@needs_tesseract
def test_a_page_whose_words_look_upside_down_is_read_as_it_reads_better(monkeypatch: pytest.MonkeyPatch) -> None:
    """As a worn table can, however sure its look."""
    rendered = Rendered(1, page_picture(TABLE, 150), 150, Frame(0, 0, 842, 595))
    scan = read_picture(rendered, Readers(tesseract_engine()))
    monkeypatch.setattr("pipeline.readers.scan.image.upside_down", lambda *_: 0.9)
    assert prepare(rendered.picture, rendered.dpi).turn == 180
    assert read_picture(rendered, Readers(tesseract_engine())).words == scan.words


@needs_tesseract
def test_cells_by_themselves() -> None:
    engine, cells = tesseract_engine(), numbers_of(TABLE)
    crops = [crop for _, crop in cells]
    looks = [look(crops) for look in (engine.cells, *engine.again)]
    right = [
        sum(read is not None and read.text == text for read, (text, _) in zip(look, cells, strict=True))
        for look in looks
    ]
    assert len(cells) > 100
    assert min(right) >= 0.97 * len(cells)
    agreed = [
        (one.text, text)
        for one, other, (text, _) in zip(*looks[:2], cells, strict=True)
        if one and other and one.text == other.text
    ]
    assert len(agreed) >= 0.96 * len(cells)
    assert all(read == text for read, text in agreed)


@needs_tesseract
def test_places_in_a_cell_are_those_of_the_crop() -> None:
    text, crop = next(one for one in numbers_of(TABLE) if one[0] == "0,15")
    read = tesseract_engine().again[0]([np.pad(crop, ((30, 0), (50, 0)), constant_values=255)])[0]
    assert read is not None
    assert read.text == text
    ink = np.nonzero(crop < 128)
    edges = (ink[1].min() + 50, ink[0].min() + 30, ink[1].max() + 51, ink[0].max() + 31)
    assert read.box == pytest.approx(edges, abs=4)
    assert [symbol.text for symbol in read.symbols] == ["0", ",", "1", "5"]
    assert [symbol.box.left for symbol in read.symbols] == sorted(symbol.box.left for symbol in read.symbols)


@needs_tesseract
@pytest.mark.parametrize(
    "picture",
    [
        pytest.param(np.full((60, 200), 255, np.uint8), id="white"),
        pytest.param(np.zeros((60, 200), np.uint8), id="black"),
        pytest.param(np.full((60, 200), 128, np.uint8), id="grey"),
        pytest.param(np.full((1, 1), 255, np.uint8), id="one pixel"),
        pytest.param(np.empty((0, 40), np.uint8), id="no pixels"),
        pytest.param(np.tile(np.array([240, 250], np.uint8), (60, 100)), id="faint"),
    ],
)
def test_pictures_without_a_number(picture: Grey) -> None:
    engine = tesseract_engine()
    assert engine.page(picture, DPI) == ()
    assert [look([picture]) for look in (engine.cells, *engine.again)] == [(None,)] * 3


@needs_tesseract
def test_threads_read_the_same_side_by_side() -> None:
    engine, page = tesseract_engine(), page_picture(TABLE, 150)
    crops = [crop for _, crop in numbers_of(TABLE)[:20]]
    alone = (engine.page(page, 150), engine.cells(crops))
    together = threading.Barrier(2)

    def read(_: int) -> object:
        together.wait()
        return (engine.page(page, 150), engine.cells(crops))

    with ThreadPoolExecutor(2) as pool:
        assert list(pool.map(read, range(2))) == [alone, alone]


@needs_tesseract
def test_others_may_work_while_a_page_is_recognised() -> None:
    engine, page, done = tesseract_engine(), page_picture(TABLE), threading.Event()

    def read() -> None:
        engine.page(page, DPI)
        done.set()

    reader = threading.Thread(target=read)
    reader.start()
    turns = 0
    while not done.wait(0.005):
        turns += 1
    reader.join()
    assert turns > 20


@pytest.fixture
def nowhere(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Give a folder that is the only one in which data are looked for."""
    monkeypatch.setattr(tessdata, "_USUAL", ())
    monkeypatch.setenv("TESSDATA_PREFIX", str(tmp_path))
    return tmp_path


def test_missing_data_are_told_with_the_command_to_install_them(nowhere: Path) -> None:
    with pytest.raises(ProgramMissingError, match=re.escape(install_command())) as caught:
        tesseract_engine()
    assert caught.value.exit_code == 5
    assert "vie.traineddata is missing" in str(caught.value)


@pytest.mark.parametrize(
    ("program", "command"),
    [
        ("apt-get", "apt-get install tesseract-ocr-vie tesseract-ocr-eng"),
        ("dnf", "dnf install tesseract-langpack-vie tesseract-langpack-eng"),
        ("pacman", "pacman -S tesseract-data-vie tesseract-data-eng"),
        ("none", "apt-get install tesseract-ocr-vie tesseract-ocr-eng"),
    ],
)
@pytest.mark.parametrize(("user", "before"), [(0, ""), (1000, "sudo ")])
def test_the_command_is_that_of_the_machine(
    program: str, command: str, user: int, before: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(shutil, "which", lambda name: name if name == program else None)
    monkeypatch.setattr(os, "geteuid", lambda: user)
    assert install_command() == before + command


@needs_tesseract
def test_spoilt_data_are_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for language in LANGUAGES:
        (tmp_path / f"{language}.traineddata").write_bytes(b"spoilt")
    monkeypatch.setenv("TESSDATA_PREFIX", str(tmp_path))
    engine = tesseract_engine()
    with pytest.raises(ProgramMissingError, match=r"vie\.traineddata: Tesseract cannot load this file"):
        engine.page(page_picture(TABLE, 100), 100)


@needs_tesseract
def test_other_data_are_another_version(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    usual = tesseract_engine().version
    for language in LANGUAGES:
        shutil.copy(data_file(language), tmp_path)
    monkeypatch.setenv("TESSDATA_PREFIX", str(tmp_path))
    assert tesseract_engine().version == usual
    with (tmp_path / "eng.traineddata").open("ab") as stream:
        stream.write(b"more")
    assert tesseract_engine().version != usual


# Results that are kept


class Counter:
    """An engine that counts how often it is asked."""

    def __init__(self, version: str = "1") -> None:
        self.asked: list[str] = []
        self.engine = Engine("counting", version, self.page, self.look("first"), (self.look("second"),))

    def page(self, picture: Grey, dpi: float) -> tuple[Recognised, ...]:
        self.asked.append("page")
        return fake_page(picture, dpi)

    def look(self, name: str) -> Callable[[Sequence[Grey]], tuple[Recognised | None, ...]]:
        def cells(crops: Sequence[Grey]) -> tuple[Recognised | None, ...]:
            self.asked.append(name)
            return fake_cells(crops)

        return cells


WHITE, BLACK = np.full((20, 30), 255, np.uint8), np.zeros((20, 30), np.uint8)


def ask(counter: Counter, shelf: Shelf) -> tuple[object, ...]:
    engine = remembering(counter.engine, shelf)
    looks = (engine.cells, *engine.again)
    return (engine.page(WHITE, 300), *(look([WHITE, BLACK]) for look in looks))


def entries(folder: Path) -> list[Path]:
    return sorted(path for path in folder.rglob("*") if path.is_file())


def test_a_second_run_asks_nothing(tmp_path: Path) -> None:
    counter = Counter()
    first = ask(counter, Shelf(tmp_path))
    assert first == (FOUND, (None, word("7")), (None, word("7")))
    assert counter.asked == ["page", "first", "second"]
    assert ask(counter, Shelf(tmp_path)) == first
    assert len(counter.asked) == 3
    again = remembering(counter.engine, Shelf(tmp_path)).page(WHITE, 300)
    assert isinstance(again[0], Recognised)
    assert isinstance(again[0].box, Pixels)
    assert again[0].symbols == FOUND[0].symbols


def test_what_decides_the_result_is_told_apart(tmp_path: Path) -> None:
    counter, newer = Counter(), Counter("2")
    engine = remembering(counter.engine, Shelf(tmp_path))
    for picture, dpi in ((WHITE, 300), (WHITE, 200), (BLACK, 300), (WHITE.reshape(30, 20), 300)):
        engine.page(picture, dpi)
    assert len(counter.asked) == 4
    remembering(newer.engine, Shelf(tmp_path)).page(WHITE, 300)
    assert len(newer.asked) == 1
    assert key_of(b"", [WHITE, BLACK]) != key_of(b"", [BLACK, WHITE])
    assert key_of(b"", [BLACK[:, ::2]]) == key_of(b"", [BLACK[:, ::2].copy()])


@pytest.mark.parametrize(
    "spoilt",
    [
        pytest.param(b"", id="empty"),
        pytest.param(b"no zlib", id="other format"),
        pytest.param(None, id="cut off"),
        pytest.param("[[1]]", id="other layout"),
        pytest.param('{"a": 1}', id="no list"),
        pytest.param("[", id="no JSON"),
        pytest.param('[["x", [1, 2], 0.5, [], 0, 0]]', id="no box"),
    ],
)
def test_spoilt_entries_are_written_anew(tmp_path: Path, spoilt: bytes | str | None) -> None:
    counter, shelf = Counter(), Shelf(tmp_path)
    engine = remembering(counter.engine, shelf)
    engine.page(WHITE, 300)
    (entry,) = entries(tmp_path)
    whole = entry.read_bytes()
    if isinstance(spoilt, str):
        key = entry.parent.name + entry.name.partition(".")[0]
        shelf.keep(key, spoilt.encode())
    else:
        entry.write_bytes(whole[:-5] if spoilt is None else spoilt)
    assert engine.page(WHITE, 300) == FOUND
    assert counter.asked == ["page", "page"]
    assert entries(tmp_path) == [entry]
    assert entry.read_bytes() == whole


@pytest.mark.parametrize("said", ["", "off"])
def test_nothing_is_kept_where_nobody_wants_it(said: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("KHUBND_CACHE", said)
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    counter = Counter()
    assert ask(counter, usual_shelf()) == ask(counter, usual_shelf())
    assert len(counter.asked) == 6
    assert entries(tmp_path) == []


def test_the_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("KHUBND_CACHE", raising=False)
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "xdg"))
    assert usual_shelf().folder == tmp_path / "xdg" / "khubnd"
    monkeypatch.delenv("XDG_CACHE_HOME")
    monkeypatch.setenv("HOME", str(tmp_path))
    assert usual_shelf().folder == tmp_path / ".cache" / "khubnd"
    monkeypatch.setenv("KHUBND_CACHE", "~/elsewhere")
    assert usual_shelf().folder == tmp_path / "elsewhere"
    ask(Counter(), usual_shelf())
    assert len(entries(tmp_path / "elsewhere")) == 3
    assert (tmp_path / "elsewhere").stat().st_mode & 0o077 == 0


def blocked(folder: Path) -> Iterator[Path]:
    (folder / "file").write_text("", encoding="utf-8")
    yield folder / "file" / "cache"
    yield Path("/proc/khubnd")
    yield Path("/dev/full")


def test_a_folder_that_cannot_be_written_costs_nothing_but_time(tmp_path: Path) -> None:
    for folder in blocked(tmp_path):
        counter = Counter()
        assert ask(counter, Shelf(folder)) == ask(counter, Shelf(folder))
        assert len(counter.asked) == 6


def test_a_full_disk_leaves_nothing_behind(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(Path, "replace", full)
    counter = Counter()
    assert ask(counter, Shelf(tmp_path))[0] == FOUND
    assert entries(tmp_path) == []


def test_the_entries_not_asked_for_longest_make_room(tmp_path: Path) -> None:
    shelf = Shelf(tmp_path)
    content = np.random.default_rng(5).bytes(10_000)
    keys = [f"{number:02x}" * 32 for number in range(10)]
    for age, key in enumerate(keys):
        shelf.keep(key, content)
        (entry,) = (tmp_path / "pages" / key[:2]).iterdir()
        os.utime(entry, (1_000_000 + age, 1_000_000 + age))
    assert shelf.recall(keys[0]) == content
    half = tmp_path / "pages" / "00" / "writing-1"
    fresh = tmp_path / "pages" / "00" / "writing-2"
    half.write_bytes(b"half")
    fresh.write_bytes(b"half")
    os.utime(half, (1_000_000, 1_000_000))
    Shelf(tmp_path, most=60_000).keep("ff" * 32, content)
    left = [key for key in [*keys, "ff" * 32] if Shelf(tmp_path).recall(key) is not None]
    assert left == [keys[0], keys[8], keys[9], "ff" * 32]
    assert not half.exists()
    assert fresh.exists()


def test_threads_share_a_folder(tmp_path: Path) -> None:
    def go(_: int) -> object:
        return ask(Counter(), Shelf(tmp_path))

    with ThreadPoolExecutor(8) as pool:
        assert len(set(map(str, pool.map(go, range(24))))) == 1
    assert len(entries(tmp_path)) == 3


def test_numbers_of_numpy_are_kept_as_plain_ones(tmp_path: Path) -> None:
    number: Any = np.float32(0.5)
    found = word("7")._replace(confidence=number, line=number.astype(int))
    engine = Engine("numpy", "1", lambda *_: (found,), no_numbers)
    for _ in range(2):
        assert remembering(engine, Shelf(tmp_path)).page(WHITE, 300) == (found,)
    assert len(entries(tmp_path)) == 1


@needs_tesseract
def test_tesseract_gives_the_same_from_the_shelf(tmp_path: Path) -> None:
    engine = tesseract_engine()
    page, crops = page_picture(TABLE, 150), [crop for _, crop in numbers_of(TABLE)[:10]]
    for _ in range(2):
        kept = remembering(engine, Shelf(tmp_path))
        assert kept.page(page, 150) == engine.page(page, 150)
        assert kept.cells(crops) == engine.cells(crops)
    assert len(entries(tmp_path)) == 2
