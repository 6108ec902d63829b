"""Load the knowledge in ``pipeline/data`` into one immutable :class:`Catalog`."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from functools import cache
from importlib import resources

import regex

from .errors import ConfigurationError
from .model import (
    Bilingual,
    Catalog,
    Comparator,
    Confusions,
    ErrorRate,
    IssueCode,
    Language,
    LegacyFont,
    LegacyLetters,
    Phrase,
    Place,
    Severity,
    Unit,
    Units,
)

ProjectRows = tuple[tuple[tuple[str, str], ...], ...]
"""Rows that a project folder adds to the catalogue of indicators, as pairs of column and text."""


def load_catalog(added: ProjectRows = ()) -> Catalog:
    """Read every data file of the package, once; raise :class:`ConfigurationError` naming the one that is broken."""
    return _load_catalog(added)


@cache  # by itself: it would take a call without the argument and one with its default for two
def _load_catalog(added: ProjectRows) -> Catalog:
    return Catalog(
        places=_places(),
        units=_units(),
        wording=_wording(),
        issue_codes=_issue_codes(),
        indicators=(*_rows("indicators.csv"), *(dict(row) for row in added)),
        indicator_words=tuple(_rows("indicator_ignores.csv")),
        acronyms={row["acronym"]: row["meaning"] for row in _rows("acronyms.csv")},
        legacy=_legacy(),
        symbols=_symbols(),
        words=_words(),
        language=_language(),
        confusions=_confusions(),
        error_rates=_error_rates(),
        evidence=_evidence(),
    )


def _rows(name: str) -> Iterator[dict[str, str]]:
    path = resources.files("pipeline") / "data" / name
    try:
        text = path.read_text(encoding="utf-8")
    except OSError as error:
        raise ConfigurationError(f"pipeline/data/{name} cannot be read ({error}); reinstall the package") from error
    for number, row in enumerate(csv.DictReader(io.StringIO(text, newline="")), start=2):
        if None in row or None in row.values():
            raise ConfigurationError(f"pipeline/data/{name}, line {number}: wrong number of fields; quote commas")
        yield row


def _day(text: str) -> date | None:
    return date.fromisoformat(text) if text else None


def _places() -> tuple[Place, ...]:
    return tuple(
        Place(valid_from=_day(row.pop("valid_from")), valid_to=_day(row.pop("valid_to")), **row)
        for row in _rows("places.csv")
    )


def _units() -> Units:
    by_name: dict[str, Unit] = {}
    for row in _rows("units.csv"):
        unit = Unit(row["unit"], row["family"], Decimal(row["scale"]), row["base_unit"], row["whole"] == "yes")
        for name in (row["unit"], *filter(None, row["aliases"].split("|"))):
            by_name.setdefault(name.lower(), unit)
    numbers = list(_rows("number_words.csv"))
    return Units(
        by_name=by_name,
        scales={row["word"]: Decimal(row["value"]) for row in numbers if row["kind"] == "scale"},
        words={
            row["word"]: int(row["value"]) for row in numbers if row["kind"] in {"digit", "ten", "hundred", "filler"}
        },
        multiples={row["word"]: Decimal(row["value"]) for row in numbers if row["kind"] == "multiple"},
        comparators=tuple(
            (row["phrase"], Comparator(row["comparator"]), row["position"]) for row in _rows("comparators.csv")
        ),
        numbered=tuple(row["word"] for row in numbers if row["kind"] == "numbered"),
    )


def _wording() -> dict[str, tuple[Phrase, ...]]:
    topics: dict[str, list[Phrase]] = {}
    for number, row in enumerate(_rows("wording.csv"), start=2):
        pattern = _pattern(row, f"wording.csv, line {number}", regex.IGNORECASE)
        topics.setdefault(row["topic"], []).append(Phrase(row["topic"], pattern, row["meaning"]))
    return {topic: tuple(phrases) for topic, phrases in topics.items()}


def _pattern(row: dict[str, str], at: str, flags: int = 0) -> regex.Pattern[str]:
    try:
        return regex.compile(row["pattern"], flags)
    except regex.error as error:
        raise ConfigurationError(f"pipeline/data/{at}: bad pattern ({error})") from error


def _legacy() -> LegacyLetters:
    letters: dict[str, dict[str, str]] = {}
    symbols: dict[str, set[str]] = {}
    doubtful: dict[str, dict[str, str]] = {}
    for row in _rows("legacy_letters.csv"):
        # Code points instead of the characters themselves: some are invisible, and an editor might compose others.
        legacy = "".join(chr(int(point.removeprefix("U+"), 16)) for point in row["legacy"].split())
        table = doubtful if row["holds"] == "in a syllable" else letters
        table.setdefault(row["encoding"], {})[legacy] = row["letter"]
        if row["holds"] == "not alone":
            symbols.setdefault(row["encoding"], set()).add(legacy)
    parts = list(_rows("legacy_syllables.csv"))
    return LegacyLetters(
        letters=letters,
        symbols={encoding: frozenset(signs) for encoding, signs in symbols.items()},
        doubtful=doubtful,
        fonts=tuple(
            LegacyFont(_pattern(row, f"legacy_fonts.csv, line {number}"), row["encoding"], row["capitals"] == "yes")
            for number, row in enumerate(_rows("legacy_fonts.csv"), start=2)
        ),
        onsets={row["spelling"]: row["before"] for row in parts if row["part"] == "onset"},
        rhymes=frozenset(row["spelling"] for row in parts if row["part"] == "rhyme"),
    )


def _symbols() -> dict[str, dict[str, str]]:
    fonts: dict[str, dict[str, str]] = {}
    for row in _rows("symbol_letters.csv"):
        fonts.setdefault(row["font"], {})[chr(int(row["code"], 16))] = row["letter"]
    return fonts


def _language() -> Language:
    words = list(_rows("plain_words.csv"))
    names = list(_rows("person_names.csv"))
    terms = list(_rows("collocations.csv"))
    pairs = [(row["word"], row["variant"]) for row in words if row["kind"] == "variant"]
    return Language(
        terms=tuple(row["term"] for row in terms if row["field"] != "look-alike"),
        lookalikes=tuple(row["term"] for row in terms if row["field"] == "look-alike"),
        syllables=tuple(word for row in _rows("syllables.csv") for word in row["spellings"].split("|")),
        followers={row["first"]: tuple(row["seconds"].split("|")) for row in _rows("syllable_pairs.csv")},
        bound_words=frozenset(row["word"] for row in words if row["kind"] == "bound"),
        plain_words=frozenset(row["word"] for row in words if row["kind"] in {"free", "function"}),
        function_words=frozenset(row["word"] for row in words if row["kind"] == "function"),
        variants=frozenset(pairs) | frozenset((other, one) for one, other in pairs),
        family_names=frozenset(row["name"] for row in names if row["part"] == "family"),
        given_names=frozenset(row["name"] for row in names if row["part"] == "given"),
        symbol_parts=tuple(row["part"] for row in _rows("symbol_parts.csv")),
    )


def _confusions() -> Confusions:
    rows = list(_rows("confusions.csv"))
    return Confusions(
        digits={(row["printed"], row["read"]): float(row["weight"]) for row in rows if row["kind"] == "digit"},
        edits={row["kind"]: float(row["weight"]) for row in rows if row["kind"] not in {"digit", "letter"}},
        letters={(row["printed"], row["read"]): float(row["weight"]) for row in rows if row["kind"] == "letter"},
    )


def _issue_codes() -> dict[str, IssueCode]:
    return {
        row["code"]: IssueCode(row["code"], Severity(row["severity"]), row["english"], row["vietnamese"])
        for row in _rows("issue_codes.csv")
    }


def _words() -> dict[str, dict[str, Bilingual]]:
    topics: dict[str, dict[str, Bilingual]] = {}
    for row in _rows("report_words.csv"):
        topics.setdefault(row["topic"], {})[row["key"]] = Bilingual(row["vietnamese"], row["english"])
    return topics


def _evidence() -> dict[str, tuple[tuple[str, str], ...]]:
    forms: dict[str, list[tuple[str, str]]] = {}
    for row in _rows("evidence.csv"):
        forms.setdefault(row["form"], []).append((row["english"], row["vietnamese"]))
    return {form: tuple(rows) for form, rows in forms.items()}


def _error_rates() -> dict[tuple[str, str], ErrorRate]:
    return {
        (row["reader"], row["check"]): ErrorRate(int(row["tried"]), int(row["wrong"]))
        for row in _rows("error_rates.csv")
    }
