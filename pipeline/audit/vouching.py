"""Say of each value whether the sums of its table vouch for it, and which values count once in a total."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, field, replace
from decimal import Decimal

from pipeline.model import (
    Catalog,
    CellKey,
    Check,
    Identity,
    LineType,
    Note,
    Observation,
    Row,
    Table,
    Where,
    join,
)

from .accusing import accuse, explained_by
from .crossing import cross_with_ratios
from .identities import find_sums, is_summable, verdicts
from .locate import Culprit, Term, locate, members_to_suspect
from .merged import merged_rows
from .misplaced import about_shifts
from .quotients import check_quotients
from .readings import verdict
from .slips import Style
from .strays import ragged_rows, strangers
from .sums import Sums
from .unread import read_by_sums


@dataclass(frozen=True, slots=True)
class Findings:
    """The sums of a document and its observations, checked by them.

    ``explained`` says of ratios that fail, by their cells, what repair of a sum makes them hold, and its group.
    """

    identities: tuple[Identity, ...]
    observations: tuple[Observation, ...]
    notes: tuple[Note, ...]
    explained: Mapping[CellKey, tuple[str, str]] = field(default_factory=dict)


def check_sums(
    tables: Sequence[Table],
    observations: Sequence[Observation],
    catalog: Catalog,
    *,
    genuine_pages: AbstractSet[int] = frozenset(),
) -> Findings:
    """Find the sums of all tables, say of each value whether they vouch for it, and what is wrong where they fail."""
    identities: list[Identity] = []
    checked: list[Observation] = []
    notes: list[Note] = []
    explained: dict[CellKey, tuple[str, str]] = {}
    for table in tables:
        cells = {value.key: value for value in observations if value.table_id == table.table_id}
        if cells:
            sums = find_sums(table, cells, catalog)
            terms = {key: _term(one, genuine_pages) for key, one in cells.items() if one.quantity.value is not None}
            if not all(one.holds for one in sums.identities):
                terms = _styled(terms)
            culprits = locate(sums.identities, terms, catalog.confusions, table=table)
            if culprits:
                ratios = check_quotients([table], tuple(cells.values()), catalog.units.by_name).identities
                values = {key: term.value for key, term in terms.items()}
                crossed = cross_with_ratios(culprits, sums.identities, ratios, values)
                culprits = crossed.culprits
                explained |= {key: (explained_by(one, terms), one.group) for key, one in crossed.mended.items()}
            unread = read_by_sums(table, sums.identities, cells, catalog.confusions)
            suspects = members_to_suspect(sums.identities, culprits) | unread.suspects
            suspects |= strangers(table, sums.identities, cells)
            identities.extend(sums.identities)
            checked.extend(_vouch(table, cells, sums, (verdicts(sums.identities, suspects), catalog)))
            notes.extend(_notes(table, cells, sums, (culprits, terms)))
            notes.extend(unread.notes)
            notes.extend(merged_rows(table))
    return Findings(tuple(identities), tuple(checked), tuple(notes), explained)


def _term(value: Observation, genuine_pages: AbstractSet[int]) -> Term:
    printed = value.where.page in genuine_pages or (bool(value.readings) and verdict(value.readings) is Check.AGREED)
    readings = tuple(text for one in value.readings for text in (one.text, *one.runners_up) if text != value.raw)
    name = f"row {value.row_no} column {value.column_no}"
    return Term(value.quantity.value or Decimal(0), value.raw, name, readings, printed)


def _styled(terms: dict[CellKey, Term]) -> dict[CellKey, Term]:
    """Say of each value with how many decimals the others of its column are printed."""
    columns: dict[int, list[int]] = {}
    for (_, _, column_no), term in terms.items():
        columns.setdefault(column_no, []).append(max(0, -int(term.value.as_tuple().exponent)))
    usual = {column_no: max(set(places), key=places.count) for column_no, places in columns.items()}
    return {key: replace(term, style=Style(usual[key[2]])) for key, term in terms.items()}


def _notes(
    table: Table,
    cells: dict[CellKey, Observation],
    sums: Sums,
    found: tuple[list[Culprit], dict[CellKey, Term]],
) -> Iterable[Note]:
    culprits, terms = found
    makers = (
        lambda one: _failure(one, cells),
        lambda key, code: cells[key].note(code) if key in cells else _of_empty(table, key, code),
    )
    yield from accuse(sums.identities, culprits, terms, makers)
    yield from about_shifts(table, cells, culprits)


def _of_empty(table: Table, key: CellKey, code: str) -> Note:
    """Return an issue about a cell without a value."""
    _, row_no, column_no = key
    row, column = table.rows[row_no - 1], table.columns[column_no - 1]
    return Note(
        code,
        where=place_of_empty(row, column_no),
        table_id=table.table_id,
        row_no=row_no,
        column_no=column_no,
        row_label=row.label,
        header_path=column.path,
    )


def place_of_empty(row: Row, column_no: int) -> Where:
    """Return where nothing was read: within the borders of the cell, else along its row."""
    along = join(tuple(one.passage for one in row.cells if one.passage.runs)).where()
    if not along.key:
        return row.label_where
    cell = row.cell(column_no)
    return Where(page=along.page, box=cell.box) if cell is not None and cell.box and along.page else along


def _vouch(
    table: Table, cells: dict[CellKey, Observation], sums: Sums, known: tuple[dict[CellKey, Check], Catalog]
) -> Iterable[Observation]:
    """Give each value the verdict of the sums; tell leaves from totals."""
    found, catalog = known
    leaves = _leaves(table, sums)
    ragged = ragged_rows(table)
    for key, value in cells.items():
        verdict = found.get(key, Check.SUSPECT if value.row_no in ragged else value.check)
        check = Check.SUSPECT if value.check is Check.SUSPECT else verdict
        is_leaf = key in leaves and is_summable(value, catalog)
        yield replace(_without_refuted(value, table, sums), check=check, is_leaf=is_leaf)


def _leaves(table: Table, sums: Sums) -> set[CellKey]:
    """Return the cells that count once: no totals, no parts of a breakdown that does not add up."""
    touched = {column for identity in sums.identities for _, _, column in identity.members}
    rows = [
        row
        for row in table.rows
        if row.row_no not in sums.summed_rows and (row.line_type is LineType.ITEM or row.row_no in sums.part_rows)
    ]
    columns = [
        column.column_no
        for column in table.columns
        if column.column_no in touched
        and column.column_no not in sums.summed_columns
        and (column.group is None or column.column_no in sums.part_columns or column.group in sums.refuted_columns)
    ]
    explicit = {c.column_no for c in table.columns if c.is_breakdown and c.column_no not in sums.part_columns}
    return {(table.table_id, row.row_no, column) for row in rows for column in columns if column not in explicit}


def _without_refuted(value: Observation, table: Table, sums: Sums) -> Observation:
    """Call a column an item again if its headings only seemed to make it a total or a part."""
    column = table.columns[value.column_no - 1]
    is_part = column.group in sums.refuted_columns and not column.is_breakdown
    if is_part or (value.column_no in sums.refuted_columns and column.group is None):
        return replace(value, column_type=LineType.ITEM, breakdown="")
    if value.column_no in sums.part_columns and (
        value.column_type is LineType.ITEM or value.column_no in sums.refuted_columns
    ):
        return replace(value, column_type=LineType.PART)
    if value.column_no in sums.summed_columns and value.column_type is LineType.ITEM:
        return replace(value, column_type=LineType.TOTAL)
    return value


def _failure(identity: Identity, cells: dict[CellKey, Observation]) -> Note:
    total = cells[identity.total]
    terms = " + ".join(cells[key].raw for key in identity.parts[:8])
    more = f" + ... ({len(identity.parts)} parts)" if len(identity.parts) > 8 else ""
    return replace(
        total.note("identity-fails"),
        expected=f"{identity.computed:f}",
        evidence=f"{identity.kind}: {terms}{more} = {identity.computed:f}, off by {identity.difference:f}",
    )
