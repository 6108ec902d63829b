"""Facts about the world that the stages look things up in; loaded by ``pipeline.catalog``."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

import regex

from .vocabulary import Comparator, Severity


@dataclass(frozen=True, slots=True)
class Place:
    """An administrative unit over the time it was valid. ``level``: province, district or commune."""

    place_id: str
    code: str
    name: str
    type: str
    level: str
    parent_code: str
    valid_from: date | None
    valid_to: date | None
    source: str

    def valid_on(self, day: date | None) -> bool:
        """Say whether the unit existed on a day; any day will do where none is known."""
        if day is None:
            return True
        return (self.valid_from is None or self.valid_from <= day) and (self.valid_to is None or day <= self.valid_to)


@dataclass(frozen=True, slots=True)
class Unit:
    """A unit of measure or a counted noun. ``family``: count, money, rate, ratio, measure.

    ``whole`` says that decimals make no sense in it (people, classes).
    """

    name: str
    family: str
    scale: Decimal
    base_unit: str
    whole: bool


@dataclass(frozen=True, slots=True, eq=False)
class Units:
    """Units by folded spelling, scale words (``triệu``), and number words."""

    by_name: Mapping[str, Unit]
    scales: Mapping[str, Decimal]
    words: Mapping[str, int]
    multiples: Mapping[str, Decimal]
    """Words that stand for a number after ``gấp`` only (``gấp đôi``)."""
    comparators: tuple[tuple[str, Comparator, str], ...]
    """Folded phrase, comparator, and ``before`` or ``after`` the amount; longest first."""
    numbered: tuple[str, ...]
    """Nouns that a number behind them belongs to (``tháng 6``, ``nhóm 3``)."""


@dataclass(frozen=True, slots=True)
class Phrase:
    """A wording with what it means."""

    topic: str
    pattern: regex.Pattern[str]
    meaning: str


@dataclass(frozen=True, slots=True)
class IssueCode:
    """A kind of finding."""

    code: str
    severity: Severity
    english: str
    vietnamese: str


@dataclass(frozen=True, slots=True)
class ErrorRate:
    """How many values a benchmark tried and how many of them were wrong."""

    tried: int
    wrong: int

    def __post_init__(self) -> None:
        if not 0 <= self.wrong <= self.tried:
            raise ValueError(f"{self.wrong} of {self.tried} values cannot be wrong")


@dataclass(frozen=True, slots=True)
class Bilingual:
    """A wording in both languages."""

    vietnamese: str
    english: str


@dataclass(frozen=True, slots=True)
class LegacyFont:
    """Names of fonts (without the prefix of a subset) that draw the bytes of a legacy encoding.

    ``capitals`` says that their small letters look like capitals.
    """

    pattern: regex.Pattern[str]
    encoding: str
    capitals: bool


@dataclass(frozen=True, slots=True, eq=False)
class LegacyLetters:
    """What Vietnamese text in an encoding older than Unicode looks like when it is taken for Western text."""

    letters: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    """By encoding: one or two characters as read, with the letter that was typed."""
    symbols: Mapping[str, frozenset[str]] = field(default_factory=dict)
    """By encoding: those that may be a symbol of another font (a bullet, a times sign) where they stand alone."""
    doubtful: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    """By encoding: characters that are a letter only where that makes a syllable."""
    fonts: tuple[LegacyFont, ...] = ()
    onsets: Mapping[str, str] = field(default_factory=dict)
    """Consonants that begin a syllable, with the vowels that may follow; empty where any may."""
    rhymes: frozenset[str] = frozenset()
    """Vowels and final consonants of syllables, without tones."""


@dataclass(frozen=True, slots=True, eq=False)
class Language:
    """How plans are written: what the audit holds the words of a document against."""

    terms: tuple[str, ...] = ()
    """Words of more than one syllable, collocations and names of bodies."""
    lookalikes: tuple[str, ...] = ()
    """Words that are no misreadings, though they look like a term or hold a bound word."""
    plain_words: frozenset[str] = frozenset()
    """Syllables that are words by themselves, so that they may stand beside any other."""
    function_words: frozenset[str] = frozenset()
    """Those of them that are so frequent that standing beside a word says nothing."""
    bound_words: frozenset[str] = frozenset()
    """Syllables that are never words by themselves and whose compounds are all known."""
    syllables: tuple[str, ...] = ()
    """Syllables that are in use; many more are possible."""
    followers: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    """By syllable those that follow it in words of several: far more words than the terms, and not all of plans."""
    variants: frozenset[tuple[str, str]] = frozenset()
    """Pairs of spellings of one word that are both in use."""
    family_names: frozenset[str] = frozenset()
    given_names: frozenset[str] = frozenset()
    symbol_parts: tuple[str, ...] = ()
    """What stands behind the number of a document: kinds and issuers, as they are spelled."""


@dataclass(frozen=True, slots=True, eq=False)
class Confusions:
    """How numerals are misread, as weights from 0 to 1."""

    digits: Mapping[tuple[str, str], float] = field(default_factory=dict)
    """By the digit printed and the digit read."""
    edits: Mapping[str, float] = field(default_factory=dict)
    """By what happens to the numeral as a whole: a separator changed, a digit lost, added, ..."""
    letters: Mapping[tuple[str, str], float] = field(default_factory=dict)
    """By the digit printed and the letter read."""


@dataclass(frozen=True, slots=True, eq=False)
class Catalog:
    """All knowledge of the package, immutable, passed as an argument."""

    places: tuple[Place, ...]
    units: Units
    wording: Mapping[str, tuple[Phrase, ...]]
    """Phrases by topic, in the order of the file."""
    issue_codes: Mapping[str, IssueCode]
    acronyms: Mapping[str, str]
    """Acronyms as printed, with what they stand for."""
    indicators: tuple[Mapping[str, str], ...] = ()
    """Rows of the catalogue of indicators, those of the project folder last."""
    indicator_words: tuple[Mapping[str, str], ...] = ()
    """What to overlook when indicators are matched."""
    legacy: LegacyLetters = field(default_factory=LegacyLetters)
    """Encodings of Vietnamese older than Unicode."""
    symbols: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    """What the private characters of symbol fonts stand for, by font."""
    words: Mapping[str, Mapping[str, Bilingual]] = field(default_factory=dict)
    """What the closed vocabularies of the datasets are called, by topic and key."""
    language: Language = field(default_factory=Language)
    confusions: Confusions = field(default_factory=Confusions)
    """How numerals are misread."""
    error_rates: Mapping[tuple[str, str], ErrorRate] = field(default_factory=dict)
    """What benchmarks found wrong, by reader and check."""
    evidence: Mapping[str, tuple[tuple[str, str], ...]] = field(default_factory=dict)
    """Forms of what findings say, in English and Vietnamese; see ``pipeline.evidence``."""

    def meaning(self, topic: str, text: str) -> str:
        """Return what the first phrase of a topic found in a text means; empty where none is."""
        for phrase in self.wording[topic]:
            if phrase.pattern.search(text):
                return phrase.meaning
        return ""

    def expand(self, text: str) -> str:
        """Write known acronyms out."""
        return " ".join(self.acronyms.get(word.strip(",.;:()"), word) for word in text.split())
