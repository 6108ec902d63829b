"""Point targets, table columns and activities to the indicators of the catalogue; list what matches none."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from functools import lru_cache

from pipeline.model import (
    Activity,
    Catalog,
    LabelCheck,
    Note,
    Observation,
    Period,
    Quantity,
    Table,
    Target,
    TargetKind,
    ValueType,
)
from pipeline.text import squeeze

from .indicators import load_indicators
from .keys import load_wording
from .matching import Index, build_index, match_header, match_indicator

_GOALS = {TargetKind.LEVEL, TargetKind.INCREASE, TargetKind.DECREASE, TargetKind.MULTIPLE}


@lru_cache(maxsize=4)
def index_of(catalog: Catalog) -> Index:
    """Prepare the indicators of a catalogue for matching; once per process."""
    return build_index(load_indicators(catalog.indicators), load_wording(catalog.indicator_words))


def name_targets(targets: Sequence[Target], catalog: Catalog) -> tuple[Target, ...]:
    """Return the targets with the indicators that their words name."""
    index = index_of(catalog)
    return tuple(
        replace(
            target,
            indicator_id=match_indicator(
                catalog.expand(target.indicator),
                index,
                unit_family=_family(target.quantity, target.target_kind, catalog),
                year=_year(target.period),
            ),
        )
        for target in targets
    )


def name_observations(
    observations: Sequence[Observation], tables: Sequence[Table], catalog: Catalog
) -> tuple[Observation, ...]:
    """Return the observations with the indicators that title, headings and, where rows are no places, labels name."""
    index = index_of(catalog)
    titles = {table.table_id: table.title for table in tables}
    named = []
    for value in observations:
        kind = TargetKind.MULTIPLE if value.value_type is ValueType.COMPARISON else value.target_kind
        family, year = _family(value.quantity, kind, catalog), _year(value.period)
        found = (
            match_header(tuple(map(catalog.expand, levels)), index, unit_family=family, year=year)
            for levels in _wordings(value, titles[value.table_id], catalog)
        )
        named.append(replace(value, indicator_id=next(filter(None, found), "")))
    return tuple(named)


def _wordings(value: Observation, title: str, catalog: Catalog) -> Iterator[list[str]]:
    """Yield what may name the indicator of a cell; the label of a place does not, but one beside it may."""
    levels = value.header_path.split(" > ")
    if value.value_type is not ValueType.COMPARISON:
        levels = [_undated(level, catalog) for level in levels]
    headings = [title, *levels]
    if value.label_check is LabelCheck.UNKNOWN:
        yield [*headings, value.row_label]
        return
    _, *inner = value.row_label.split(" > ")
    if inner:
        yield [*headings, inner[-1]]
    yield headings


@lru_cache(maxsize=4096)
def _undated(heading: str, catalog: Catalog) -> str:
    """Leave out of a heading which year it is of and whether planned or done: ``Số hộ nghèo (hộ) - KH 2024``."""
    left = heading
    for phrase in catalog.wording["dated-type"]:
        left = phrase.pattern.sub(" ", left)
    return squeeze(left) if any(map(str.isalpha, left)) else heading


def name_activities(activities: Sequence[Activity], catalog: Catalog) -> tuple[Activity, ...]:
    """Return the activities with the indicators that their names and units name."""
    index = index_of(catalog)
    return tuple(
        replace(one, indicator_id=match_indicator(catalog.expand(one.activity), index, year=_year(one.period)))
        for one in activities
    )


def unnamed(targets: Sequence[Target], observations: Sequence[Observation]) -> Iterator[Note]:
    """Yield a note for every goal and every column that names no indicator of the catalogue."""
    seen: set[str] = set()
    for target in targets:
        if not target.indicator_id and target.target_kind in _GOALS and target.indicator not in seen:
            seen.add(target.indicator)
            yield Note("unknown-indicator", where=target.where, observed=target.indicator)
    for value in observations:
        key = f"{value.table_id}:{value.column_no}"
        if not value.indicator_id and value.value_type is not ValueType.COMPARISON and key not in seen:
            seen.add(key)
            yield Note(
                "unknown-indicator",
                where=value.where,
                observed=value.header_path,
                table_id=value.table_id,
                column_no=value.column_no,
                header_path=value.header_path,
            )


def _year(period: Period) -> int | None:
    return period.year if period.year is not None else period.end


def _family(quantity: Quantity, kind: TargetKind, catalog: Catalog) -> str:
    """Return the family of a unit; a change in per cent of a number says nothing about what is counted."""
    if kind in {TargetKind.INCREASE, TargetKind.MULTIPLE}:
        return ""
    if "/" in quantity.unit:
        return "ratio"
    unit = catalog.units.by_name.get(quantity.base_unit.lower())
    return unit.family if unit is not None else ""
