"""Numbers that are written unlike all others of their column, as if their separator was lost or moved."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

import regex

from pipeline.model import CellKey, Check, LineType, Note, Observation

_CODE = "odd-form"
_FEWEST, _FEWEST_OF_PLACES = 8, 5
"""Other numbers that must be written alike, and those of one thing at several places."""
_MOST_OF_PLACES = 2
"""Numbers of such a column that may be odd."""
_SHARE = 0.9
_BEYOND = 3
"""How many times outside the others a number must lie: one that lost its last nought does not."""
_FEW_PADDED = 0.25
_PLAIN = regex.compile(r"(?P<whole>\d+)(?:(?P<sign>[.,])(?P<places>\d+))?")
_PADDED = regex.compile(r"0\d{2,}")
_TOTALS = frozenset({LineType.TOTAL, LineType.SUBTOTAL})


@dataclass(frozen=True, slots=True)
class _Form:
    """How the numbers of a column are written, and between which values they lie."""

    whole: int
    sign: str
    places: int
    lowest: Decimal
    highest: Decimal

    def spell(self, raw: str) -> str:
        """Return a number with its separator where it belongs, empty if it does not come to lie among the others.

        >>> form = _Form(1, ",", 2, Decimal("0.01"), Decimal("0.5"))
        >>> form.spell("023"), form.spell("2,3"), form.spell("9"), form.spell("900")
        ('0,23', '0,23', '', '')
        """
        digits = regex.sub(r"\D", "", raw).lstrip("0")
        if len(digits) < self.places:
            return ""
        text = digits.rjust(self.places + 1, "0")
        whole, places = text[: -self.places], text[-self.places :]
        is_among = self.lowest / _BEYOND <= Decimal(f"{whole}.{places}") <= self.highest * _BEYOND
        return f"{whole}{self.sign}{places}" if is_among and len(whole) == self.whole else ""


def check_forms_of_columns(observations: Sequence[Observation]) -> tuple[tuple[Observation, ...], tuple[Note, ...]]:
    """Compare how the numbers of a column are written; return the values, the odd ones suspect, and an issue for each.

    A nought says that there is nothing and has no form. Numbers that sums vouch for are right as they stand.
    """
    columns: dict[tuple[str, int], list[Observation]] = {}
    for value in observations:
        if _PLAIN.fullmatch(value.raw) and regex.sub(r"\D", "", value.raw).strip("0"):
            columns.setdefault((value.table_id, value.column_no), []).append(value)
    notes = [note for column in columns.values() for note in _of_column(column)]
    odd: set[CellKey] = {
        (note.table_id, note.row_no, note.column_no)
        for note in notes
        if note.row_no is not None and note.column_no is not None
    }
    checked = tuple(replace(one, check=Check.SUSPECT) if one.key in odd else one for one in observations)
    return checked, tuple(notes)


def _of_column(column: Sequence[Observation]) -> Iterator[Note]:
    form = _form(column)
    padded = [value for value in column if _PADDED.fullmatch(value.raw)]
    for value in column:
        if value.check in {Check.RECONCILED, Check.CORRECTED}:
            continue
        proposal = form.spell(value.raw) if form is not None else ""
        if value in padded and len(padded) <= max(1, _FEW_PADDED * len(column)):
            why = "no number begins with 0 without a separator behind it"
        elif form is not None and proposal and _is_odd(value, form):
            why = "no number of the column is written so"
        else:
            continue
        if form is not None:
            like = f"{'0' * form.whole}{form.sign}{'0' * form.places}"
            why += f"; the others are written like {like} and lie between {form.lowest:f} and {form.highest:f}"
        yield replace(value.note(_CODE), expected=proposal, proposal=proposal, evidence=why)


def _form(column: Sequence[Observation]) -> _Form | None:
    """Return the form that almost all numbers of a column have, if it has decimals."""
    forms: dict[tuple[int, str, int], list[Decimal]] = {}
    for value in column:
        match = _PLAIN.fullmatch(value.raw)
        if match and match["sign"] and value.quantity.value is not None:
            key = (len(match["whole"]), match["sign"], len(match["places"]))
            forms.setdefault(key, []).append(value.quantity.value)
    if not forms:
        return None
    (whole, sign, places), values = max(forms.items(), key=lambda one: len(one[1]))
    units = {value.quantity.unit for value in column}
    is_of_places = len({value.place_id for value in column}) == len(column)
    fewest, odd = (_FEWEST_OF_PLACES, _MOST_OF_PLACES) if is_of_places else (_FEWEST, 1)
    is_usual = len(values) >= max(fewest, len(column) - max(odd, (1 - _SHARE) * len(column))) and len(units) == 1
    # Three digits behind a dot are thousands.
    return _Form(whole, sign, places, min(values), max(values)) if is_usual and (sign, places) != (".", 3) else None


def _is_odd(value: Observation, form: _Form) -> bool:
    """Say whether a number has another count of decimals and lies far outside the others; a total may lie there."""
    match = _PLAIN.fullmatch(value.raw)
    amount = value.quantity.value
    if match is None or amount is None or value.row_type in _TOTALS or len(match["places"] or "") == form.places:
        return False
    return amount > form.highest * _BEYOND or amount < form.lowest / _BEYOND
