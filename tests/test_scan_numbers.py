"""Numbers of scanned tables that are read in more than one way: which digits they have, and which marks between."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from pipeline.audit.readings import verdict
from pipeline.model import Box, Check, Reading
from pipeline.readers.scan.engine import Engine, Grey, Pixels, Recognised, even_symbols
from pipeline.readers.scan.image import Prepared
from pipeline.readers.scan.marks import settle_marks
from pipeline.readers.scan.numbers import Region, read_cells
from pipeline.readers.scan.separators import Habit, habits
from pipeline.readers.scan.weighing import COLUMN, weigh

from .text_page import text_page

_STOPS = Habit(".")
_RATES = Habit(".", ",", frozenset({1}))


def _numerals(text: str, confidence: float, **odds: float) -> Reading:
    """Return what the reader of numerals says, with its runners-up: ``n80`` for 80, as names need a letter."""
    runners_up = tuple(name[1:].replace("_", ".") for name in odds)
    return Reading(text, "numerals", confidence, runners_up, tuple(odds.values()))


def _weighed(
    numerals: Reading | None, looks: Sequence[str], page: str = "", habit: Habit | None = None
) -> tuple[Reading, ...]:
    own = [Reading(text, "fake", 0.97) for text in looks]
    return weigh([numerals, *own], [Reading(page, "fake page", 0.97)] if page else [], habit or Habit())


@pytest.mark.parametrize(
    ("numerals", "looks", "page", "expected"),
    [
        (_numerals("80.849", 0.5, n89_849=0.08), ["89.849"], "9.849", "80.849"),
        (_numerals("80.849", 0.5, n89_849=0.08), ["89.849", "89.849"], "89.849", "89.849"),
        (_numerals("80.849", 0.9, n89_849=0.01), ["89.849", "89.849"], "89.849", "80.849"),
        (_numerals("2.008", 0.16, n2_088=0.1), ["2.088", "2.088"], "2.008", "2.088"),
        (_numerals("38.688", 0.4), ["32.688", "32.688"], "32.688", "38.688"),
        (_numerals("15.10", 0.5, n15_100=0.05), ["15.100", "15.100"], "", "15.100"),
        (_numerals("", 0.6), ["12"], "", "12"),
        (None, ["12"], "13", "12"),
    ],
)
def test_odds_of_the_first_reader_count_for_more_than_how_sure_an_engine_is(
    numerals: Reading | None, looks: list[str], page: str, expected: str
) -> None:
    assert _weighed(numerals, looks, page)[0].text == expected


def test_odds_of_texts_with_the_same_digits_are_added() -> None:
    parted = Reading("5.211", "numerals", 0.3, ("5,211", "3.211"), (0.25, 0.1))
    assert _weighed(parted, ["3.211"], "3.211")[0].text == "5.211"


@pytest.mark.parametrize(
    ("seen", "looks", "habit", "expected"),
    [
        ("3 931", ["3931"], _STOPS, "3.931"),
        ("3 931", ["3931"], Habit(","), "3,931"),
        ("3 931", ["3931"], Habit(), "3931"),
        ("39 31", ["3931"], _STOPS, "3931"),
        ("3931", ["3931"], _STOPS, "3931"),
        ("0 931", ["0931"], _STOPS, "0931"),
        ("1,105", ["1105"], _STOPS, "1.105"),
        ("142 1", ["1421"], _RATES, "142,1"),
        ("96.0%", ["96.0%"], _RATES, "96,0%"),
        ("96.0%", ["96.0%"], Habit(","), "96.0%"),
        ("96.05%", ["96.05%"], _RATES, "96.05%"),
        ("1.984.6", ["1.9846"], _RATES, "1.984,6"),
        ("12.5", ["12,5"], Habit(",", ".", frozenset({1})), "12.5"),
    ],
)
def test_a_number_has_the_marks_of_its_column_where_any_are_seen(
    seen: str, looks: list[str], habit: Habit, expected: str
) -> None:
    assert _weighed(_numerals(seen, 0.9), looks, habit=habit)[0].text == expected


def test_a_comma_that_some_see_and_some_lose_is_there() -> None:
    readings = _weighed(_numerals("79,0", 0.33, n79_0=0.21), ["79.0", "79.0"], "790")
    assert readings[0].text == "79,0"


@pytest.mark.parametrize(
    "text",
    ["80-85", "1.200-1.500", "12/5", "01/12/2025", "12.5.2025", "1.2.1", "I.1", "0912.345.678", "12.34.56", "2025"],
)
def test_what_is_no_plain_number_stays_as_it_is(text: str) -> None:
    assert {_RATES.spell(text), _STOPS.spell(text), Habit(",", ".", frozenset({1, 2})).spell(text)} == {text}
    assert _weighed(_numerals(text, 0.9), [text], habit=_RATES)[0].text == text


def test_a_column_of_years_has_no_stops_though_its_table_has() -> None:
    amounts = [(1, text) for text in ("1.250", "2.410", "10.002", "3.118")]
    habit = habits([*amounts, *((2, str(year)) for year in range(2025, 2029)), (3, "2025")])
    assert [habit(column).spell("2 026") for column in (1, 2, 3)] == ["2.026", "2 026", "2 026"]
    assert _weighed(_numerals("2 026", 0.9), ["2026"], habit=habit(2))[0].text == "2026"
    assert _weighed(_numerals("2026", 0.9), ["2026"], habit=habit(3))[0].text == "2026"


def test_a_year_above_a_column_does_not_hide_its_habit() -> None:
    assert habits([(1, "2025"), (1, "1.250"), (1, "2.410"), (1, "10.002")])(1).thousands == "."
    assert habits([(1, "2025"), (1, "2026"), (1, "1.250"), (1, "2.410"), (1, "10.002")])(1).thousands == ""


def test_items_do_not_take_the_comma_of_other_columns() -> None:
    rates = [(2, text) for text in ("96,0%", "12,5%", "8,1%")]
    assert habits([(1, "1.1"), *rates])(1).spell("1.2") == "1.2"
    assert habits([(1, "1.1"), (1, "1.3"), (1, "1.4"), *rates])(1).spell("1,2") == "1.2"


@pytest.mark.parametrize(("seen", "look"), [("96.0%", "96.0%"), ("1.984.6", "1.984.6"), ("3 931", "3931")])
def test_marks_that_nobody_read_are_doubted_and_all_readings_stay(seen: str, look: str) -> None:
    readings = _weighed(_numerals(seen, 0.9), [look, look], look, _RATES)
    assert readings[0].engine == COLUMN
    assert [one.text for one in readings[1:]].count(look) >= 3
    assert seen in [one.text for one in readings[1:]]
    assert verdict(readings) is Check.SUSPECT
    assert verdict(readings[:2]) is Check.SUSPECT


def test_an_engine_that_agrees_does_not_make_an_unlikely_number_sure() -> None:
    assert verdict(_weighed(_numerals("21.305", 0.33), ["21.305"], "21.305")) is Check.SUSPECT
    assert verdict(_weighed(_numerals("21.305", 0.7), ["21.305"], "21.305")) is Check.AGREED


def test_readers_who_disagree_stay_in_sight() -> None:
    readings = _weighed(_numerals("79,0", 0.33, n79_0=0.21), ["79.0", "79.0"], "790")
    assert sorted(one.text for one in readings) == ["79,0", "79.0", "79.0", "790"]
    assert verdict(readings) is Check.SUSPECT


def test_a_reading_that_lost_a_mark_is_not_taken_for_one_that_has_it() -> None:
    column = [(Reading(text, "a", 0.9),) for text in ("8,1", "12,5", "93,0")]
    dotted = (Reading("7.1", "a", 0.9), Reading("71", "b", 0.9))
    settled = settle_marks([1] * 4, [*column, dotted])[-1]
    assert [one.text for one in settled] == ["7,1", "71"]
    assert verdict(settled) is Check.SUSPECT


@pytest.fixture(scope="module")
def page() -> Prepared:
    return text_page()


def test_sure_cells_of_a_column_tell_its_marks_and_keep_their_own(page: Prepared) -> None:
    pages = ["1.250", "2.410", "803", "10.002", "3931", "2,118"]
    seen = [*(_numerals(text, 0.99) for text in pages[:4]), _numerals("3 931", 0.9), _numerals("2,118", 0.99)]
    drawn = Pixels(0, 0, 20, 20)
    look = Recognised("3931", drawn, 0.9, even_symbols("3931", drawn, 0.9))
    asked: list[int] = []

    def cells(crops: Sequence[Grey]) -> tuple[Recognised | None, ...]:
        asked.append(len(crops))
        return (look,) * len(crops)

    boxes = [Box(100, top, 400, top + 60) for top in range(100, 460, 60)]
    regions = [Region(box, text, ((text, 0.97),), 1) for box, text in zip(boxes, pages, strict=True)]
    found = read_cells(page, regions, Engine("fake", "1", lambda *_: (), cells), lambda _: seen)
    assert [readings[0].text for readings in found] == ["1.250", "2.410", "803", "10.002", "3.931", "2,118"]
    assert asked == [1]
