"""A reader for printed numerals alone; MODEL_CARD.md says what it was taught and how good it is."""

from .reader import NumeralReading, read_numerals
from .weights import VERSION

__all__ = ["VERSION", "NumeralReading", "read_numerals"]
