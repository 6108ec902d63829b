"""Rows that the end of a page cuts in two: what their two halves are worth together."""

from __future__ import annotations

from pipeline.audit.readings import verdict
from pipeline.model import Cell, Check, Passage, Reading
from pipeline.tables.broken import _joined


def half(text: str, *readings: Reading) -> Cell:
    return Cell(3, Passage(text), readings=readings)


def test_a_cell_in_two_halves_is_as_sure_as_the_less_sure_of_them() -> None:
    above = half(
        "Mở 12 lớp cho", Reading("Mở 12 lớp cho", "words", 0.98), Reading("Mở 12 lớp cho", "tesseract page", 0.97)
    )
    below = half("trẻ em nam", Reading("trẻ em nam", "words", 0.9), Reading("trẻ em năm", "tesseract page", 0.9))
    readings = _joined(above, below).readings
    assert [(one.text, one.confidence) for one in readings] == [
        ("Mở 12 lớp cho trẻ em nam", 0.9),
        ("Mở 12 lớp cho trẻ em năm", 0.9),
    ]
    assert verdict(readings) is Check.SUSPECT


def test_no_reading_of_either_half_is_lost() -> None:
    above = half("Mở 12 lớp", Reading("Mở 12 lớp", "words", 0.98))
    below = half("cho 30 em", Reading("cho 30 em", "words", 0.98), Reading("cho 80 em", "tesseract page", 0.9))
    assert [one.text for one in _joined(above, below).readings] == ["Mở 12 lớp cho 30 em", "Mở 12 lớp cho 80 em"]
    assert verdict(_joined(above, below).readings) is Check.SUSPECT
    assert _joined(above, half("cho em")).readings == ()
