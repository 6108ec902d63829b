"""What a document gave as rows of strings, in the columns of the output contract."""

from __future__ import annotations

from pipeline.model import (
    Activity,
    CellKey,
    Identity,
    Numeral,
    Observation,
    Period,
    Quantity,
    Target,
)

from .sources import Row, SourceBook, text_of


def _quantity(quantity: Quantity) -> Row:
    return {
        "comparator": quantity.comparator,
        "value": text_of(quantity.value),
        "value_high": text_of(quantity.value_high),
        "unit": quantity.unit,
        "scale": text_of(quantity.scale),
        "base_unit": quantity.base_unit,
    }


def _period(period: Period) -> Row:
    return {
        "year": text_of(period.year),
        "year_basis": period.basis,
        "period_start": text_of(period.start),
        "period_end": text_of(period.end),
        "baseline_year": text_of(period.baseline),
    }


def target_row(book: SourceBook, target: Target) -> Row:
    """Return the row of a target."""
    return {
        "doc_id": book.doc_id,
        "target_id": target.target_id,
        "section": target.section,
        "indicator_id": target.indicator_id,
        "indicator": target.indicator,
        "target_kind": target.target_kind,
        **_quantity(target.quantity),
        **_period(target.period),
        "place_id": target.place_id,
        "place": target.place,
        "raw": target.raw,
        "check": target.check,
        "source_id": book.source(target.where),
    }


def observation_row(book: SourceBook, value: Observation) -> Row:
    """Return the row of an observation."""
    return {
        "doc_id": book.doc_id,
        "table_id": value.table_id,
        "row_no": str(value.row_no),
        "column_no": str(value.column_no),
        "printed_no": value.printed_no,
        "row_type": value.row_type,
        "column_type": value.column_type,
        "is_leaf": text_of(value.is_leaf),
        "row_label": value.row_label,
        "place_id": value.place_id,
        "label_check": value.label_check,
        "header_path": value.header_path,
        "indicator_id": value.indicator_id,
        "breakdown": value.breakdown,
        "target_kind": value.target_kind,
        "value_type": value.value_type,
        **_quantity(value.quantity),
        **_period(value.period),
        "raw": value.raw,
        "check": value.check,
        "source_id": book.source(value.where, value.readings),
    }


def activity_row(book: SourceBook, activity: Activity) -> Row:
    """Return the row of an activity."""
    quantity, per_year, per_unit = activity.quantity, activity.per_year, activity.per_unit
    return {
        "doc_id": book.doc_id,
        "table_id": activity.table_id,
        "row_no": str(activity.row_no),
        "column_no": str(activity.column_no),
        "activity_no": activity.activity_no,
        "objective": activity.objective,
        "activity": activity.activity,
        "indicator_id": activity.indicator_id,
        "period_start": text_of(activity.period.start),
        "period_end": text_of(activity.period.end),
        "level": activity.level,
        "comparator": quantity.comparator if quantity else "",
        "quantity": text_of(quantity.value if quantity else None),
        "quantity_high": text_of(quantity.value_high if quantity else None),
        "out_of": text_of(quantity.out_of if quantity else None),
        "unit": quantity.unit if quantity else "",
        "per_year": text_of(per_year.value if per_year else None),
        "per_unit": text_of(per_unit.value if per_unit else None),
        "per_unit_unit": per_unit.unit.partition("/")[0] if per_unit else "",
        "funding": activity.funding,
        "text": activity.text,
        "raw": activity.raw,
        "check": activity.check,
        "source_id": book.source(activity.where),
    }


def numeral_row(book: SourceBook, numeral: Numeral) -> Row:
    """Return the row of a numeral."""
    return {
        "doc_id": book.doc_id,
        "numeral_no": str(numeral.numeral_no),
        "raw": numeral.raw,
        "source_id": book.source(numeral.where),
        "disposition": numeral.disposition,
        "reason": numeral.reason,
        "dataset": numeral.dataset,
        "row_key": numeral.row_key,
    }


def identity_row(book: SourceBook, number: int, identity: Identity) -> Row:
    """Return the row of an identity; ``number`` counts within the document."""
    return {
        "doc_id": book.doc_id,
        "identity_id": f"i{number}",
        "table_id": identity.table_id,
        "kind": identity.kind,
        "members": " ".join(_member(key, identity.table_id) for key in identity.members),
        "printed": text_of(identity.printed),
        "computed": text_of(identity.computed),
        "difference": text_of(identity.difference),
        "tolerance": text_of(identity.tolerance),
        "holds": text_of(identity.holds),
    }


def _member(key: CellKey, own_table: str) -> str:
    """Name a member of an identity.

    >>> [_member(key, "t1") for key in (("t1", 3, 4), ("t2", 1, 3), ("g7", 0, 0))]
    ['3:4', 't2:1:3', 'g7']
    """
    name, row_no, column_no = key
    if not row_no:
        return name
    return f"{row_no}:{column_no}" if name == own_table else f"{name}:{row_no}:{column_no}"
