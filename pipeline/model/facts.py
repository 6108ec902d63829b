"""What a plan says, and what was found about it; fields are named after the columns of the datasets."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from .decisions import Erratum
from .layout import Crop, Note, Passage, Reading, Where
from .tables import Table
from .vocabulary import Check, Comparator, LabelCheck, LineType, TargetKind, ValueType


@dataclass(frozen=True, slots=True)
class Quantity:
    """A printed amount: ``value`` (to ``value_high``) in ``unit``; ``scale`` takes it to ``base_unit``.

    ``value`` is None where the amount is printed in a way that nobody may read without evidence;
    ``doubt`` then says why and ``proposal`` what it may be. ``out_of`` is the whole of ``30/30``.
    """

    value: Decimal | None
    unit: str = ""
    comparator: Comparator = Comparator.EQ
    value_high: Decimal | None = None
    scale: Decimal = Decimal(1)
    base_unit: str = ""
    out_of: Decimal | None = None
    multiple: bool = False
    doubt: str = ""
    proposal: str = ""

    def __post_init__(self) -> None:
        if self.value_high is not None and (self.value is None or self.value_high < self.value):
            raise ValueError(f"bounds are reversed: {self.value} to {self.value_high}")


@dataclass(frozen=True, slots=True)
class Period:
    """What a value speaks of: one ``year``, or the years ``start`` to ``end``; ``basis`` says where that stands."""

    year: int | None = None
    start: int | None = None
    end: int | None = None
    basis: str = ""
    baseline: int | None = None

    @property
    def is_open(self) -> bool:
        """Whether it is not known of what year the value speaks."""
        return self.year is None and self.start is None


@dataclass(frozen=True, slots=True)
class Metadata:
    """What the letterhead, the title and the signature say. Empty where nothing is printed."""

    document_kind: str = ""
    document_number: str = ""
    issued_on: date | None = None
    issuer: str = ""
    place_id: str = ""
    place: str = ""
    title: str = ""
    year_start: int | None = None
    year_end: int | None = None
    signer: str = ""
    valid_on: date | None = None
    """The day for which administrative units are looked up; never published."""


@dataclass(frozen=True, slots=True)
class Target:
    """A numeric goal stated in prose."""

    target_id: str
    section: str
    indicator: str
    target_kind: TargetKind
    quantity: Quantity
    period: Period
    raw: str
    where: Where
    place_id: str = ""
    place: str = ""
    indicator_id: str = ""
    check: Check = Check.SINGLE
    context: tuple[str, ...] = field(default=(), repr=False)
    """The paragraph in which it stands and the one that heads it; never published."""

    @property
    def key(self) -> CellKey:
        """Its name in the shape of the place of a cell, as it stands in no table."""
        return (self.target_id, 0, 0)

    def note(self, code: str) -> Note:
        """Return an issue in the making about the goal; callers add what they know."""
        return Note(code, where=self.where, observed=self.raw, row_label=self.indicator)


@dataclass(frozen=True, slots=True)
class Observation:
    """One numeric cell of a table."""

    table_id: str
    row_no: int
    column_no: int
    printed_no: str
    row_type: LineType
    column_type: LineType
    row_label: str
    header_path: str
    target_kind: TargetKind
    value_type: ValueType
    quantity: Quantity
    period: Period
    raw: str
    where: Where
    is_leaf: bool = False
    place_id: str = ""
    label_check: LabelCheck = LabelCheck.UNKNOWN
    indicator_id: str = ""
    breakdown: str = ""
    check: Check = Check.SINGLE
    readings: tuple[Reading, ...] = ()

    @property
    def key(self) -> CellKey:
        """Where the value stands in its table."""
        return (self.table_id, self.row_no, self.column_no)

    def note(self, code: str) -> Note:
        """Return an issue in the making about the cell; callers add what they know."""
        return Note(
            code,
            where=self.where,
            observed=self.raw,
            table_id=self.table_id,
            row_no=self.row_no,
            column_no=self.column_no,
            row_label=self.row_label,
            header_path=self.header_path,
        )


CellKey = tuple[str, int, int]
"""Table, row and column of a value; of what stands in no table, its name and zeros."""

WHOLE: CellKey = ("100", 0, 0)
"""The whole that shares in per cent add up to where it is not printed."""


@dataclass(frozen=True, slots=True)
class Activity:
    """One filled cell of a schedule."""

    table_id: str
    row_no: int
    column_no: int
    activity_no: str
    objective: str
    activity: str
    period: Period
    level: str
    quantity: Quantity | None
    per_year: Quantity | None
    per_unit: Quantity | None
    funding: str
    text: str
    raw: str
    where: Where
    indicator_id: str = ""
    check: Check = Check.SINGLE

    @property
    def key(self) -> CellKey:
        """Where the cell stands in its table."""
        return (self.table_id, self.row_no, self.column_no)

    def note(self, code: str) -> Note:
        """Return an issue in the making about the quantity of the cell; callers add what they know."""
        stated = self.quantity
        return Note(
            code,
            where=self.where,
            observed=f"{stated.value:f} {stated.unit}".strip() if stated and stated.value is not None else self.raw,
            table_id=self.table_id,
            row_no=self.row_no,
            column_no=self.column_no,
            row_label=self.activity,
        )


@dataclass(frozen=True, slots=True)
class Claim:
    """What the extraction made of ``start:end`` of a passage, and so of the numerals in it."""

    passage: Passage
    start: int
    end: int
    disposition: str
    reason: str = ""
    dataset: str = ""
    row_key: str = ""


@dataclass(frozen=True, slots=True)
class Numeral:
    """A numeral of a document with its disposition: value, attribute, citation, excluded or unaccounted."""

    numeral_no: int
    raw: str
    where: Where
    disposition: str
    reason: str = ""
    dataset: str = ""
    row_key: str = ""


@dataclass(frozen=True, slots=True)
class Identity:
    """What a document implies: ``total`` equals the sum (or product) of ``parts`` within ``tolerance``.

    ``table_id`` is the table of the total; empty where all of it is stated in prose.
    """

    table_id: str
    kind: str
    total: CellKey
    parts: tuple[CellKey, ...]
    printed: Decimal
    computed: Decimal
    tolerance: Decimal = Decimal(0)
    is_product: bool = False

    @property
    def difference(self) -> Decimal:
        """Printed minus computed."""
        return self.printed - self.computed

    @property
    def holds(self) -> bool:
        """Whether the difference is within the tolerance."""
        return abs(self.difference) <= self.tolerance

    @property
    def members(self) -> tuple[CellKey, ...]:
        """All values that take part, the total first."""
        return (self.total, *self.parts)

    @property
    def vouched(self) -> tuple[CellKey, ...]:
        """The values that it vouches for if it holds: a rounded ratio says little of the last digits of the amounts."""
        return (self.total,) if self.kind == "quotient" else self.members


@dataclass(frozen=True, slots=True)
class Extraction:
    """Everything one document gave."""

    reader: str
    pages: int | None
    metadata: Metadata
    tables: tuple[Table, ...] = ()
    targets: tuple[Target, ...] = ()
    observations: tuple[Observation, ...] = ()
    activities: tuple[Activity, ...] = ()
    identities: tuple[Identity, ...] = ()
    numerals: tuple[Numeral, ...] = ()
    notes: tuple[Note, ...] = ()
    errata: tuple[Erratum, ...] = ()
    """What the document corrects in another, if it is an erratum."""
    seconds: dict[str, float] = field(default_factory=dict)
    """Time spent in each stage; for the benchmark, never published."""
    genuine_pages: frozenset[int] = frozenset()
    """Pages whose text layer was read; the others were recognised."""
    searchable: bytes = field(default=b"", repr=False)
    """A copy of the PDF with what was recognised as invisible text; empty where nothing was."""
    crops: tuple[Crop, ...] = field(default=(), repr=False)
    """What the places of notes look like, one a place; not of all of them where there are many."""
