"""Who read a value: a genuine text layer alone, or several engines, which agree or do not."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, replace
from typing import TypeVar

import regex

from pipeline.model import (
    Activity,
    CellKey,
    Check,
    Note,
    Observation,
    ReadDocument,
    Reading,
    Severity,
    Table,
    Target,
    Where,
)

from .comparing import group_of

_BLANKS = regex.compile(r"\s+")
_DIGITS = regex.compile(r"\d")
_NUMERAL = regex.compile(r"[-+±<>≥≤]?[\d][\d.,/%‰*()<>-]*|-")
_SURE = 0.9
_DOUBTED = 0.5
"""Confidence below which a reading is doubted although another agrees: its length does not fit its ink."""
_SURE_WORDS = 0.95
"""Mean confidence of words below which one beside a numeral may be misread, and the numeral mean another thing.

Of cells of schedules at ordinary wear, 7 in 100 are believed less; of those that gave a wrong value at heavy wear, all.
"""
_LETTERS = regex.compile(r"\p{L}+")
_CUT = regex.compile(r"[./]\d")
"""What is left of a numeral with a Roman figure before its mark: ``I.1``, ``II/2025``."""
_DIRT = ";:|'\"«»"
"""Marks beside a number that nobody prints there."""
_WORDS = regex.compile(r"\p{L}{2}.*\s|\s.*\p{L}{2}", regex.DOTALL)
_BROKEN = regex.compile(r"[¡§|!¦©®]\s?\d|\d[¡§|!¦©®]|(?:^|\s)[l|¡!]\s\d")
"""A numeral with a sign that nobody prints, or behind a stroke that may be its first digit."""
_IN_WORDS = regex.compile(
    r"""(?:[<>≥≤±]\s*|(?<!\S)[-–](?=\d))?[\p{L}\d.,]*\d[\p{L}\d.,]*(?:\s?[%‰])?
      | (?<![\p{L}\d])[IVXL]+(?![\p{L}\d])""",
    regex.VERBOSE,
)
"""A numeral among words, with its sign and the letters that it is run together with, or a Roman figure."""

_FOOTNOTE = regex.compile(r"(?<=\d)(?:[(\[]\d[)\]]|\*{1,3})$")
"""The sign of a footnote behind a numeral, which readers keep or leave out."""

_Value = TypeVar("_Value", Target, Observation, Activity)
_Cell = TypeVar("_Cell", Observation, Activity)


@dataclass(frozen=True, slots=True)
class Weighed:
    """What was extracted, each value with the check that its readings allow, and where readings disagree."""

    targets: tuple[Target, ...]
    observations: tuple[Observation, ...]
    activities: tuple[Activity, ...]
    notes: tuple[Note, ...]


def weigh_readings(
    tables: Sequence[Table],
    values: tuple[Sequence[Target], Sequence[Observation], Sequence[Activity]],
    read: ReadDocument,
) -> Weighed:
    """Say of every value how its readings stand.

    A sum singles out one of several readings of a picture: the value then stays reconciled, and the issue about the
    others is an info. Of a text layer two readers must agree all the same, as they differ in which cell is which.
    """
    targets, observations, activities = values
    genuine_pages = read.genuine_pages
    by_page: dict[int | None, list[tuple[Where, Check]]] = {}
    for where, readings in read.word_readings:
        by_page.setdefault(where.page, []).append((where, verdict(readings)))
    verdicts = {
        (table.table_id, row.row_no, number): verdict(cell.readings)
        for table in tables
        for row in table.rows
        for number, cell in enumerate(row.cells, start=1)
        if cell.readings
    }
    layers = {
        (table.table_id, row.row_no, number): genuine_pages
        for table in tables
        for row in table.rows
        for number, cell in enumerate(row.cells, start=1)
        if cell.box is not None  # of a table without rulings nobody knows which text is in which cell
    }
    recognised = {
        (table.table_id, row.row_no, number)
        for table in tables
        for row in table.rows
        for number, cell in enumerate(row.cells, start=1)
        if any(reading.confidence is not None for reading in cell.readings)
    }
    vouched = {value.key for value in observations if value.check is Check.RECONCILED and value.key in recognised}
    return Weighed(
        targets=tuple(_of_prose(target, by_page, genuine_pages) for target in targets),
        observations=tuple(
            value if value.key in vouched else _weighed(value, layers.get(value.key, frozenset()), verdicts)
            for value in observations
        ),
        activities=tuple(_weighed(value, layers.get(value.key, frozenset()), verdicts) for value in activities),
        notes=(*_disagreements(tables, verdicts, vouched), *_doubtful_words(read.word_readings, targets)),
    )


def verdict(readings: Sequence[Reading]) -> Check:
    """Return what the readings of a cell, the chosen one first, say of it: agreed, single or suspect.

    Beside a bare number, readings that are none have no vote, and letters are those of neighbours. An engine that
    looks twice is one reader. A lone reading of one that says how sure it is has to be sure.

    >>> verdict([Reading("1.2 50", "a"), Reading("1.250", "b")]), verdict([Reading("8", "a"), Reading("3", "b")])
    (<Check.AGREED: 'agreed'>, <Check.SUSPECT: 'suspect'>)
    >>> verdict([Reading("1.809", "a"), Reading("1.809O", "b")]), verdict([Reading("89", "a", 0.5), Reading("§9", "b")])
    (<Check.AGREED: 'agreed'>, <Check.SUSPECT: 'suspect'>)
    >>> verdict([Reading("1.250", "a"), Reading("7.250;", "b")])
    <Check.SUSPECT: 'suspect'>
    >>> verdict([Reading("11/2025", "a"), Reading("II/2025", "b"), Reading("11/2025", "c")])
    <Check.SUSPECT: 'suspect'>
    >>> verdict([Reading("6", "a", 0.6), Reading("6", "a page", 0.6)])
    <Check.SUSPECT: 'suspect'>
    >>> verdict([Reading("30(1)", "a"), Reading("30", "b")]), verdict([Reading("30(1)", "a"), Reading("31", "b")])
    (<Check.AGREED: 'agreed'>, <Check.SUSPECT: 'suspect'>)
    """
    if _DIGITS.search(readings[0].text) and _WORDS.search(readings[0].text):
        return _verdict_in_words(readings)
    voices = [(_FOOTNOTE.sub("", _BLANKS.sub("", one.text)), one.engine.partition(" ")[0]) for one in readings]
    (chosen, own), others = voices[0], voices[1:]
    if _DIGITS.search(chosen) and not _LETTERS.search(chosen):
        stripped = ((_LETTERS.sub("", text).strip(_DIRT), engine) for text, engine in others)
        others = [(text, engine) for text, engine in stripped if _NUMERAL.fullmatch(text) or _CUT.match(text)]
    confidence = readings[0].confidence
    if any(text != chosen for text, _ in others) or (confidence is not None and confidence < _DOUBTED):
        return Check.SUSPECT
    if any(engine != own for _, engine in others):
        return Check.AGREED
    return Check.SINGLE if confidence is None or confidence >= _SURE else Check.SUSPECT


def _verdict_in_words(readings: Sequence[Reading]) -> Check:
    """Compare the numerals alone of readings of a cell of words; the same engine twice is one reader.

    >>> page = Reading("30 lớp, 60 em", "tesseract page", 0.95)
    >>> _verdict_in_words([page, Reading("30 lơp, 60 em", "numerals")])
    <Check.AGREED: 'agreed'>
    >>> _verdict_in_words([page, Reading("30 lớp, 6ó em", "tesseract cell", 0.9)])
    <Check.SUSPECT: 'suspect'>
    >>> _verdict_in_words([Reading("¡ 10 lớp", "tesseract page", 0.99), Reading("¡ 10 lớp", "numerals")])
    <Check.SUSPECT: 'suspect'>
    >>> _verdict_in_words([Reading(">90% hộ", "words", 0.97), Reading("≥90% hộ", "tesseract page", 0.97)])
    <Check.SUSPECT: 'suspect'>
    """
    chosen, *others = (_numerals_in(reading.text) for reading in readings)
    confidence = readings[0].confidence
    is_scan = any(reading.confidence is not None for reading in readings)
    is_broken = is_scan and any(_BROKEN.search(reading.text) for reading in readings)
    is_unsure = confidence is not None and confidence < _SURE_WORDS
    if is_broken or is_unsure or any(numerals != chosen for numerals in others):
        return Check.SUSPECT
    return Check.AGREED if len({reading.engine.split()[0] for reading in readings}) > 1 else Check.SINGLE


def _numerals_in(text: str) -> list[str]:
    """Return the numerals among words as they are compared, with their signs and without blanks.

    >>> _numerals_in("Đạt ≥ 90 % hộ, quý II giảm -5 điểm")
    ['≥90%', 'II', '-5']
    """
    return [_BLANKS.sub("", one.replace("–", "-")).strip(".,") for one in _IN_WORDS.findall(text)]


def _of_prose(
    target: Target, words: Mapping[int | None, Sequence[tuple[Where, Check]]], genuine_pages: frozenset[int]
) -> Target:
    """Doubt a target one of whose numerals was read in two ways; agreed readings of all of them speak for it."""
    place = target.where
    if target.check is not Check.SINGLE:
        return _layered(target, genuine_pages)
    own = {found for where, found in words.get(place.page, ()) if _holds(place, where)}
    if Check.SUSPECT in own:
        return replace(target, check=Check.SUSPECT)
    return replace(target, check=Check.AGREED) if own == {Check.AGREED} else _layered(target, genuine_pages)


def _doubtful_words(words: Sequence[tuple[Where, tuple[Reading, ...]]], targets: Sequence[Target]) -> Iterator[Note]:
    """Report numerals of prose that were read in two ways, and those of targets that were read once, unsurely."""
    for where, readings in words:
        if verdict(readings) is not Check.SUSPECT:
            continue
        if len(readings) == 1 and not any(_holds(target.where, where) for target in targets):
            continue
        evidence = "; ".join(f"{reading.engine}: {reading.text}" for reading in readings)
        yield Note(
            "readings-disagree" if len(readings) > 1 else "reading-unsure",
            where=where,
            observed=readings[0].text,
            evidence=evidence,
            group=_group(readings),
        )


def _holds(place: Where, where: Where) -> bool:
    """Say whether two places of a page share characters: a number and the word it stands in, signs before it too."""
    if place.page != where.page or place.start is None or place.end is None:
        return False
    return where.start is not None and where.end is not None and place.start < where.end and where.start < place.end


def _layered(value: _Value, genuine_pages: frozenset[int]) -> _Value:
    if value.check is Check.SINGLE and value.where.page in genuine_pages:
        return replace(value, check=Check.TEXT_LAYER)
    return value


def _weighed(value: _Cell, genuine_pages: frozenset[int], verdicts: Mapping[CellKey, Check]) -> _Cell:
    found = verdicts.get(value.key, Check.SINGLE)
    if found is Check.SUSPECT and _DIGITS.search(value.raw):
        return replace(value, check=Check.SUSPECT)
    if found is Check.AGREED and value.check is Check.SINGLE:
        return replace(value, check=Check.AGREED)
    return _layered(value, genuine_pages)


def _disagreements(
    tables: Sequence[Table], verdicts: Mapping[CellKey, Check], vouched: AbstractSet[CellKey]
) -> Iterator[Note]:
    """Report cells with a digit whose readings differ, or whose only reading is not sure."""
    for table in tables:
        paths = {column.column_no: column.path for column in table.columns}
        for row in table.rows:
            for number, cell in enumerate(row.cells, start=1):
                key = (table.table_id, row.row_no, number)
                if verdicts.get(key) is not Check.SUSPECT or not any(_DIGITS.search(r.text) for r in cell.readings):
                    continue
                yield Note(
                    "readings-disagree" if len({reading.text for reading in cell.readings}) > 1 else "reading-unsure",
                    where=cell.passage.where(),
                    observed=cell.readings[0].text,
                    evidence="; ".join(f"{reading.engine}: {reading.text or '(empty)'}" for reading in cell.readings),
                    severity=Severity.INFO if key in vouched else None,
                    group=_group(cell.readings),
                    table_id=table.table_id,
                    row_no=row.row_no,
                    column_no=number,
                    row_label=row.label,
                    header_path=paths.get(number, ""),
                )


def _group(readings: Sequence[Reading]) -> str:
    """Return the same group for cells that were read alike: none of their readings is what the document says."""
    chosen, other = readings[0].text, next((one.text for one in readings if one.text != readings[0].text), "")
    return group_of("readings-disagree", chosen.lower(), other)
