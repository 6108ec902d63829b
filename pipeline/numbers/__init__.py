"""Vietnamese numerals and quantities: strings in, ``Decimal`` out. Pure.

A dot groups thousands and a comma begins decimals; a space may group thousands too, but also stand between two numbers.
Nothing else is accepted without evidence from outside.
"""

from .amounts import Amount, find_amounts, parse_quantity
from .changes import change_in_cell
from .decimals import (
    AS_DIGITS,
    LIKE_DIGITS,
    has_one_group,
    has_three_decimals,
    is_spaced,
    notation_of,
    parse_decimal,
    swap_separators,
)
from .letters import LIKELY, with_digits
from .misread_units import unit_meant
from .misread_years import MisreadYear, misread_years, with_years_meant
from .values import one_or_several

__all__ = [
    "AS_DIGITS",
    "LIKELY",
    "LIKE_DIGITS",
    "Amount",
    "MisreadYear",
    "change_in_cell",
    "find_amounts",
    "has_one_group",
    "has_three_decimals",
    "is_spaced",
    "misread_years",
    "notation_of",
    "one_or_several",
    "parse_decimal",
    "parse_quantity",
    "swap_separators",
    "unit_meant",
    "with_digits",
    "with_years_meant",
]
