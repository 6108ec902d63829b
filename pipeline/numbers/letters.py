"""Numerals with letters that were read for their digits."""

from __future__ import annotations

from pipeline.errors import NumberFormatError
from pipeline.model import Confusions

from .decimals import parse_decimal

LIKELY = 0.5
"""Weight of a confusion that needs no other evidence."""


def with_digits(text: str, confusions: Confusions, least: float = 0.0) -> str:
    """Spell a text that is a numeral but for letters shaped like digits; nothing for all other text.

    ``least`` is the weight that the confusion of each letter has to have.

    >>> letters = Confusions(letters={("0", "O"): 0.9, ("1", "I"): 0.9, ("8", "B"): 0.3})
    >>> [with_digits(text, letters) for text in ("1O.2OO", "I", "B", "Ba", "120", "I.2")]
    ['10.200', '1', '8', '', '', '']
    >>> with_digits("B", letters, least=LIKELY)
    ''
    """
    digits = {letter: digit for (digit, letter), weight in confusions.letters.items() if weight >= least}
    spelled = "".join(digits.get(char, char) for char in text.strip())
    if spelled == text.strip():
        return ""
    try:
        parse_decimal(spelled)
    except NumberFormatError:
        return ""
    return spelled
