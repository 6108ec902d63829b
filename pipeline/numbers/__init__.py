"""Vietnamese numerals and quantities: strings in, ``Decimal`` out. Pure.

A dot groups thousands and a comma begins decimals; a space may group thousands too, but also stand between two numbers.
Nothing else is accepted without evidence from outside.
"""

from .amounts import Amount, find_amounts, parse_quantity
from .changes import change_in_cell
from .decimals import (
    has_one_group,
    has_three_decimals,
    is_spaced,
    notation_of,
    parse_decimal,
    swap_separators,
)
from .misread_years import MisreadYear, misread_years, with_years_meant
from .values import one_or_several

__all__ = [
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
    "with_years_meant",
]
