"""Vietnamese numerals and quantities: strings in, ``Decimal`` out. Pure.

A dot groups thousands and a comma begins decimals; nothing else is accepted without evidence from outside.
"""

from .amounts import Amount, find_amounts, parse_quantity
from .decimals import has_one_group, has_three_decimals, notation_of, parse_decimal, swap_separators

__all__ = [
    "Amount",
    "find_amounts",
    "has_one_group",
    "has_three_decimals",
    "notation_of",
    "parse_decimal",
    "parse_quantity",
    "swap_separators",
]
