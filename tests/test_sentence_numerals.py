"""Numerals in sentences: what three readers saw of each, taken together."""

from __future__ import annotations

import pytest

from pipeline.model import Reading
from pipeline.readers.scan.sentence_numerals import settle_numeral
from pipeline.readers.words import PrintedWord


def seen_as(text: str, confidence: float = 0.9, **others: float) -> Reading:
    texts = tuple(other.removeprefix("n") for other in others)
    return Reading(text, "numerals", confidence, texts, tuple(others.values()))


@pytest.mark.parametrize(
    ("word", "numerals", "page", "right"),
    [
        (PrintedWord("190", 0.6, (("100", 0.9),)), seen_as("100"), "190", "100"),
        (PrintedWord("190", 0.9), seen_as("190"), "100", "190"),
        (PrintedWord("66", 0.8, (("60", 0.7),)), seen_as("66", 0.5, n60=0.4), "60", "60"),
        (PrintedWord("l00", 0.3, (("I00", 0.8),)), seen_as("100"), "10", "100"),
        (PrintedWord("H10", 0.9, (("110", 0.1),)), seen_as("110"), "110", "110"),
        (PrintedWord("650000", 0.6, (("650.000", 0.8),)), seen_as("650 000"), "650.000", "650.000"),
        (PrintedWord("(%)5,", 0.6), seen_as("5"), "5", "(%)5,"),
    ],
)
def test_the_likeliest_of_three_readers_is_taken(word: PrintedWord, numerals: Reading, page: str, right: str) -> None:
    assert settle_numeral(word.text, word, numerals, page) == right


@pytest.mark.parametrize("text", ["12m", "4000đ/người", "5B", "12C", "30s", "QL1A", "IIa", "37a", "16B/QĐ", "I.1"])
def test_what_is_more_than_a_numeral_stays(text: str) -> None:
    """The reader of numerals may see digits in it all the same."""
    digits = "".join(filter(str.isdigit, text))
    assert settle_numeral(text, PrintedWord(text, 0.9), seen_as(digits, 0.9), text) == text
    assert settle_numeral(text, PrintedWord(text, 0.9), Reading("", "numerals", 0.9, (digits,), (0.1,)), "") == text


@pytest.mark.parametrize(
    ("word", "runner_up", "numerals", "page"),
    [
        ("II/2025", "11/2025", "11/2025", "II/2025"),
        ("I.1", "1.1", "1.1", "I.1"),
        ("12C", "120", "120", "12C"),
        ("5B", "58", "58", ""),
        ("10l", "101", "10", "10l"),
        ("-5", "15", "15", "-5"),
        ("≥90%", "90%", "90%", "90%"),
        ("(%)", "(5)", "5", "(5)"),
    ],
)
def test_what_two_readers_of_words_saw_stays(word: str, runner_up: str, numerals: str, page: str) -> None:
    read = PrintedWord(word, 0.97, ((runner_up, 0.003),))
    assert settle_numeral(word, read, seen_as(numerals, 0.9), page) == word


def test_a_group_of_three_is_not_made_of_decimals() -> None:
    read = PrintedWord("1,500", 0.97, (("1.500", 0.003),))
    assert settle_numeral("1,500", read, seen_as("1,500", 0.9), "1,500") == "1,500"


def test_marks_around_a_numeral_stay() -> None:
    assert settle_numeral("(19%),", PrintedWord("(19%),", 0.8, (("(10%),", 0.5),)), seen_as("10%"), "(10%)") == "(10%),"


def test_without_a_reader_of_numerals_the_others_decide() -> None:
    assert settle_numeral("19", PrintedWord("19", 0.6, (("10", 0.8),)), None, "10") == "10"
    assert settle_numeral("1ọ", PrintedWord("1ọ", 0.6), None, "10") == "1ọ"
