"""The catalogue of indicators, read and checked: names, unit family, aggregation, bounds, years of validity."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation

import regex

from pipeline.errors import ConfigurationError
from pipeline.text import nfc

FAMILIES = frozenset({"rate", "ratio", "count", "money", "measure"})
AGGREGATIONS = frozenset({"sum", "rate", "level"})
DIRECTIONS = frozenset({"", "up", "down"})
_CHANGE = regex.compile(r"(?:\d+(?:\.\d+)?%?)?")
_ID = regex.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*(?:@\d{4})?")


@dataclass(frozen=True, slots=True)
class Indicator:
    """One definition of an indicator; definitions that follow one another share their ``concept``.

    ``keywords`` are words that may stand beside an alias without changing what it means. ``lower`` and ``upper`` bound
    plausible levels in the base unit. ``direction`` is ``up`` or ``down`` where goals of later years never turn back.
    ``max_change_per_year`` bounds how much a level changes from year to year, in the base unit or, with ``%``, of the
    level before. ``valid_from`` and ``valid_to`` are the first and last years of the definition.
    """

    indicator_id: str
    concept: str
    name: str
    aliases: tuple[str, ...]
    keywords: tuple[str, ...]
    definition: str
    unit_family: str
    aggregation: str
    lower: Decimal | None
    upper: Decimal | None
    valid_from: int | None
    valid_to: int | None
    source: str
    direction: str = ""
    max_change_per_year: str = ""

    def valid_in(self, year: int | None) -> bool:
        """Say whether the definition holds in a year; none is known to hold in no year at all."""
        if year is None:
            return self.valid_from is None and self.valid_to is None
        return (self.valid_from or year) <= year <= (self.valid_to or year)


def load_indicators(
    rows: Iterable[Mapping[str, str]], *, file: str = "pipeline/data/indicators.csv"
) -> tuple[Indicator, ...]:
    """Read the rows of a catalogue, the first of which stands in line 2; raise :class:`ConfigurationError`."""
    found: dict[str, Indicator] = {}
    for line, row in enumerate(rows, start=2):
        try:
            indicator = _indicator(row)
        except KeyError as error:
            raise ConfigurationError(f"{file}, line {line}: column {error} is missing") from error
        except (ValueError, InvalidOperation) as error:
            raise ConfigurationError(f"{file}, line {line}: {error}") from error
        if indicator.indicator_id in found:
            raise ConfigurationError(f"{file}, line {line}: {indicator.indicator_id} is there already; rename it")
        found[indicator.indicator_id] = indicator
    return tuple(found.values())


def _indicator(row: Mapping[str, str]) -> Indicator:
    indicator = Indicator(
        indicator_id=row["indicator_id"],
        concept=row["concept"] or row["indicator_id"].partition("@")[0],
        name=nfc(row["name"]).strip(),
        aliases=tuple(nfc(alias).strip() for alias in row["aliases"].split("|") if alias.strip()),
        keywords=tuple(nfc(word).strip() for word in row["keywords"].split("|") if word.strip()),
        definition=row["definition"],
        unit_family=row["unit_family"],
        aggregation=row["aggregation"],
        lower=_decimal(row["lower"]),
        upper=_decimal(row["upper"]),
        valid_from=_year(row["valid_from"]),
        valid_to=_year(row["valid_to"]),
        source=row["source"],
        direction=row.get("direction") or "",
        max_change_per_year=row.get("max_change_per_year") or "",
    )
    _check(indicator)
    return indicator


def _decimal(text: str) -> Decimal | None:
    try:
        number = Decimal(text) if text else None
    except InvalidOperation:
        raise ValueError(f"the bound '{text}' is not a number; write 12.5") from None
    if number is not None and not number.is_finite():
        raise ValueError(f"the bound '{text}' is not a number; leave it empty")
    return number


def _year(text: str) -> int | None:
    if text and not regex.fullmatch(r"\d{4}", text):
        raise ValueError(f"'{text}' is not a year; write 2024")
    return int(text) if text else None


def _check(indicator: Indicator) -> None:
    lower, upper, family, aggregation = indicator.lower, indicator.upper, indicator.unit_family, indicator.aggregation
    first, last = indicator.valid_from or 0, indicator.valid_to or 9999
    for is_wrong, message in (
        (not _ID.fullmatch(indicator.indicator_id), f"'{indicator.indicator_id}' is no id; write ty-le-ho-ngheo"),
        (not indicator.name, "the name is missing"),
        (family not in FAMILIES, f"'{family}' is none of {', '.join(sorted(FAMILIES))}"),
        (aggregation not in AGGREGATIONS, f"'{aggregation}' is none of {', '.join(sorted(AGGREGATIONS))}"),
        (lower is not None and upper is not None and lower >= upper, "the lower bound is not below the upper one"),
        (
            indicator.direction not in DIRECTIONS,
            f"the direction '{indicator.direction}' is neither up nor down; leave it empty",
        ),
        (not _CHANGE.fullmatch(indicator.max_change_per_year), "max_change_per_year is no number; write 5 or 10%"),
        (first > last, "the definition ends before it begins; swap valid_from and valid_to"),
    ):
        if is_wrong:
            raise ValueError(message)
