"""Vietnamese numerals and quantities: strings in, ``Decimal`` out. Pure.

A dot groups thousands and a comma begins decimals; a space may group thousands too, but also stand between two numbers.
Nothing else is accepted without evidence from outside.
"""

from .amounts import Amount, find_amounts, parse_quantity
from .decimals import (
    has_one_group,
    has_three_decimals,
    is_spaced,
    notation_of,
    parse_decimal,
    swap_separators,
)
from .letters import LIKELY, with_digits
from .values import one_or_several

__all__ = [
    "LIKELY",
    "Amount",
    "find_amounts",
    "has_one_group",
    "has_three_decimals",
    "is_spaced",
    "notation_of",
    "one_or_several",
    "parse_decimal",
    "parse_quantity",
    "swap_separators",
    "with_digits",
]
