"""What the columns of a table hold: running numbers, labels, units, values, notes."""

from __future__ import annotations

from itertools import dropwhile

import regex

from pipeline.model import UNREAD, Catalog, Cell, Role
from pipeline.numbers import LIKELY, change_in_cell, with_digits, with_years_meant

from .head import quantity_in
from .ordinals import ordinal_kind
from .stub import widen_stub

_MEASURES = ("money-header", "quantity-header", "count-header", "rate-header", "total-label")
_AMOUNT = regex.compile(r"[-–(]?[1-9]\d{0,2}(?:\.\d{3})+(?:,\d+)?\)?")
"""A number with marks between its thousands: no year, no number of a decision, no code."""
_MARKED = regex.compile(r"\(\s*\d[\d.,]*\d\s*\)|[-–−+]\s+\d[\d.,]*\s*%?|\d[\d.,]*\s*\(\s*\d[\d.,]*\s*%?\s*\)")
"""A number as accounts write negative ones, behind a sign with a space, or with a share in parentheses behind it; one
digit in parentheses is the mark of a footnote."""
_DEBRIS = regex.compile(rf"[{UNREAD}°*.,·•'`´\"^~;:]{{1,3}}")
"""What is read where a scan has specks, or where nobody could read a cell: no text of a column."""
Body = tuple[tuple[Cell, ...], ...]


def find_roles(paths: tuple[tuple[str, ...], ...], body: Body, catalog: Catalog) -> list[Role]:
    """Decide the role of each column from left to right, by its headings and by what its cells hold."""
    roles: list[Role] = []
    for column, path in enumerate(paths):
        roles.append(_role(_named_role(path, catalog), _texts(body, column), roles, catalog))
    if Role.LABEL not in roles:
        roles = _with_label(roles)
    roles = _label_beside_groups(roles, paths, body, catalog)
    return widen_stub(roles, paths, body, catalog)


def _texts(body: Body, column: int) -> list[str]:
    return [row[column].text for row in body if column < len(row) and row[column].text]


def _with_label(roles: list[Role]) -> list[Role]:
    """Let the text before the values name the rows, or what stands there as a note (``Thời gian``), or any text."""
    first = roles.index(Role.VALUE) if Role.VALUE in roles else len(roles)
    before = [at for role in (Role.TEXT, Role.NOTE) for at in range(first) if roles[at] is role]
    label = next(iter(before), roles.index(Role.TEXT) if Role.TEXT in roles else None)
    return [Role.LABEL if at == label else role for at, role in enumerate(roles)]


def _label_beside_groups(
    roles: list[Role], paths: tuple[tuple[str, ...], ...], body: Body, catalog: Catalog
) -> list[Role]:
    """Let the column headed ``Chỉ tiêu`` be the stub, not one of groups to its left that are merged downwards."""
    at = roles.index(Role.LABEL) if Role.LABEL in roles else len(roles)
    if roles[at : at + 2] != [Role.LABEL, Role.TEXT] or not any(row[at].row_span > 1 for row in body if at < len(row)):
        return roles
    headed = [any(catalog.meaning("header-role", text) == "label" for text in path) for path in paths[at : at + 2]]
    return [*roles[:at], Role.TEXT, Role.LABEL, *roles[at + 2 :]] if headed == [False, True] else roles


def _named_role(path: tuple[str, ...], catalog: Catalog) -> str:
    """Return the role that the lowest heading names which says anything: one that measures has none from above it."""
    for level in reversed(path):
        if named := catalog.meaning("header-role", level):
            return named
        if any(catalog.meaning(topic, level) for topic in _MEASURES):
            return ""
    return ""


def _role(named: str, texts: list[str], before: list[Role], catalog: Catalog) -> Role:
    """Decide by the heading and by what the cells hold; only columns at the left edge can be the stub."""
    texts = [text for text in texts if not _DEBRIS.fullmatch(text)] or texts
    numeric = sum(_is_numeric(text, catalog) for text in texts)
    numeric += _misread(texts, catalog) if numeric else 0
    ordinals = sum(bool(ordinal_kind(text)) for text in texts)
    units = sum(_is_unit(text, catalog) for text in texts)
    stub = Role.LABEL not in before and Role.VALUE not in before
    if (named == "years" or (stub and not named)) and _are_years(texts, catalog):
        return Role.NOTE if Role.VALUE in before else Role.LABEL
    if not before and (named == "number" or (named in {"", "years"} and texts and ordinals >= 0.7 * len(texts))):
        return Role.NUMBER
    of_units = (units and units >= 0.6 * len(texts)) or (named == "unit" and numeric < 0.5 * max(1, len(texts)))
    if of_units and Role.LABEL in before:
        return Role.UNIT
    if named == "note" and 2 * sum(bool(_AMOUNT.fullmatch(text)) for text in texts) <= len(texts):
        return Role.NOTE
    if stub and texts and numeric < 0.5 * len(texts):
        return Role.LABEL
    return Role.VALUE if numeric >= 0.5 * len(texts) else Role.TEXT


def _is_unit(text: str, catalog: Catalog) -> bool:
    """Say whether a cell is a unit, with words of scale before it: ``nghìn tấn``."""
    scaled = dropwhile(catalog.units.scales.__contains__, text.lower().split())
    return text.lower() in catalog.units.by_name or " ".join(scaled) in catalog.units.by_name


def _is_numeric(text: str, catalog: Catalog) -> bool:
    """Say whether a cell is a quantity, with the words or marks that may stand around it, or was to show one."""
    is_quantity = quantity_in(text, catalog) is not None or bool(_MARKED.fullmatch(text))
    is_quantity = is_quantity or bool(catalog.meaning("overflown-cell", text))
    return is_quantity or bool(change_in_cell(text, catalog)[0])


def _misread(texts: list[str], catalog: Catalog) -> int:
    """Count cells that are numbers but for letters read for digits; of letters alone no more than have digits.

    Classes have Roman numerals, and one of them may be misread.
    """
    misread = [t for t in texts if with_digits(t, catalog.confusions, LIKELY) and ordinal_kind(t) != "roman"]
    alone = sum(not any(map(str.isdigit, text)) for text in misread)
    with_digit = sum(any(map(str.isdigit, text)) for text in texts)
    return len(misread) - alone + min(alone, with_digit)


def _are_years(texts: list[str], catalog: Catalog) -> bool:
    """Say whether a column lists years, misread or not; besides them it may hold words, as ``Cộng``."""
    years = [text for text in texts if catalog.meaning("bare-years", with_years_meant(text))]
    read = [text for text in years if catalog.meaning("bare-years", text)]
    return len(read) >= 2 and not any(text[0].isdigit() for text in texts if text not in years)
