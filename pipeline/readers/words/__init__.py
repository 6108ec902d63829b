"""A reader for lines of printed Vietnamese; MODEL_CARD.md says what it was taught and how good it is."""

from .reader import PrintedWord, read_words
from .weights import VERSION

__all__ = ["VERSION", "PrintedWord", "read_words"]
