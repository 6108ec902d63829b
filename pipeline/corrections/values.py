"""What may stand in a cell that holds a number."""

from __future__ import annotations

from pipeline.errors import NumberFormatError
from pipeline.model import Catalog
from pipeline.numbers import parse_quantity


def may_replace_number(text: str, catalog: Catalog) -> bool:
    """Say whether a text is a quantity, or one of the marks that say that there is none.

    Any other would take the cell out of the numbers, as if nothing had been printed.
    """
    try:
        parse_quantity(text, catalog.units)
    except NumberFormatError:
        return bool(text and catalog.meaning("no-value", text))
    return True
