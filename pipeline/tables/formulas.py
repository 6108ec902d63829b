"""What a row of column numbers says of how columns are computed: ``3=4+5``, ``6=5/4``."""

from __future__ import annotations

import ast
from collections.abc import Mapping, Sequence

import regex

from .head import column_numbers, mended_number

_FORMULA = regex.compile(r"\(?\s*\d{1,2}\s*\)?\s*=\s*(?P<terms>[-+*/x:()\d\s%]+)")
_SIGNS = str.maketrans("x:", "*/", "%")
_CONSTANTS = frozenset({100, 1000})
_ALLOWED = (ast.Expression, ast.BinOp, ast.Constant, ast.Add, ast.Sub, ast.Mult, ast.Div)


def column_formulas(texts: Sequence[str]) -> dict[int, str]:
    """Return the formulas that a row of column numbers states, in numbers of columns of the grid.

    >>> column_formulas(["A", "B", "1=2+3", "2", "3", "4=3:2x100%"])
    {3: '4+5', 6: '5/4*100'}
    """
    named = column_numbers(texts)
    formulas = {}
    for column, text in enumerate(map(mended_number, texts), start=1):
        if (match := _FORMULA.fullmatch(text)) and (formula := _in_columns(match["terms"], named)):
            formulas[column] = formula
    return formulas


def _in_columns(terms: str, named: Mapping[int, int]) -> str:
    """Spell a formula in columns of the grid; empty if it is none or names less than two columns that are numbered."""
    text = regex.sub(r"\b0+(?=\d)", "", terms.translate(_SIGNS).replace("()", ""))
    numbers = {int(number) for number in regex.findall(r"\d+", text)} - _CONSTANTS
    try:
        tree = ast.parse(text.strip(), mode="eval")
    except SyntaxError:
        return ""
    is_plain = all(isinstance(node, _ALLOWED) for node in ast.walk(tree))
    if not is_plain or len(numbers) < 2 or not numbers <= named.keys():
        return ""
    return regex.sub(r"\d+", lambda match: str(named.get(int(match[0]), match[0])), text.replace(" ", ""))
