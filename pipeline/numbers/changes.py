"""Changes that a cell states in words: ``Giảm 1,6%``."""

from __future__ import annotations

from pipeline.errors import NumberFormatError
from pipeline.model import Catalog

from .amounts import parse_quantity


def change_in_cell(text: str, catalog: Catalog) -> tuple[str, str]:
    """Return the change that words before a quantity state, and the quantity; else nothing and the text.

    >>> from pipeline.catalog import load_catalog
    >>> catalog = load_catalog()
    >>> change_in_cell("Giảm 1,6%", catalog), change_in_cell("Tăng cường 2 lớp", catalog)
    (('decrease', '1,6%'), ('', 'Tăng cường 2 lớp'))
    """
    for phrase in catalog.wording["changed-cell"]:
        if match := phrase.pattern.match(text):
            try:
                parse_quantity(text[match.end() :], catalog.units)
            except NumberFormatError:
                continue
            return phrase.meaning, text[match.end() :]
    return "", text
