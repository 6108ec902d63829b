"""Which indicator of the catalogue a wording names; a wrong one is worse than none.

A wording and the aliases of the catalogue are brought to the same key: one spelling of tones, synonyms and numbers,
without leading verbs, parentheses, years and filler. An alias matches where its key stands in the key of the wording,
in order, and whatever else the wording says is among the keywords of the indicator: every word is accounted for.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal, InvalidOperation
from functools import lru_cache

import regex

from pipeline.errors import ConfigurationError
from pipeline.text import is_capitals, nfc, tone_key

FAMILIES = frozenset({"rate", "ratio", "count", "money", "measure"})
AGGREGATIONS = frozenset({"sum", "rate", "level"})
_KINDS = frozenset({"replace", "lead", "filler", "tail", "share", "number", "part"})
_COMPATIBLE = {
    "rate": {"rate"},
    "ratio": {"ratio", "rate", "money", "measure"},
    "count": {"count", "ratio"},
    "money": {"money"},
    "measure": {"measure", "ratio"},
    "age": {"measure"},
    "time": {"measure"},
}
"""Families of indicators by the family of a unit; units of other families (``lần``) say nothing."""
_ID = regex.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*(?:@\d{4})?")
_SCOPE = regex.compile(
    r"\s+(?:trên\s+địa\s+bàn|của|ở|tại)\s+(?:toàn\s+)?(?:tỉnh|[Tt]hành\s+phố|thủ\s+đô)(?:\s+\p{Lu}[\p{L}\p{M}]*)*(?!\s+\p{Ll})"
)
_PARENTHESES = regex.compile(r"\([^()]*(?:\)|$)")
_AMOUNT = regex.compile(r"\d[\d.,]*\s*[%‰]")
_YEARS = regex.compile(
    r"(?:\b(?:vào|đến|trong|của|từ|tính|hết|cuối)\s+)*\b(?:năm|giai\s+đoạn)\s+\d{4}(?:\s*[-–]\s*\d{4})?|\b\d{4}\s*[-–]\s*\d{4}\b"
    r"|\bquý\s+(?:iv|i{1,3}|[1-4])\b"
)
_PLUS = regex.compile(r"(?<=\d)\s*\+")
_ORDINAL = regex.compile(r"^\s*(?:\d{1,2}(?:\.\d{1,2})*[.)]|[-+•*])\s+")
_GROUPED = regex.compile(r"(?<=\d)\.(?=\d{3}\b)")
_TWICE = regex.compile(r"(?<!\S)(\S+(?: \S+)+) \1(?!\S)")
"""What an acronym in parentheses becomes when it is written out."""
_TOKEN = regex.compile(r"\d+(?:,\d+)?|[\p{L}\p{M}_]+\d?|%")


@dataclass(frozen=True, slots=True)
class Indicator:
    """One definition of an indicator; definitions that follow one another share their ``concept``.

    ``keywords`` are words that may stand beside an alias without changing what it means. ``lower`` and ``upper`` bound
    plausible levels in the base unit. ``valid_from`` and ``valid_to`` are the first and last years of the definition.
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

    def valid_in(self, year: int | None) -> bool:
        """Say whether the definition holds in a year; none is known to hold in no year at all."""
        if year is None:
            return self.valid_from is None and self.valid_to is None
        return (self.valid_from or year) <= year <= (self.valid_to or year)


@dataclass(frozen=True, slots=True)
class Wording:
    """What to overlook in a wording, in keys of tokens: the rows of ``indicator_ignores.csv`` by kind."""

    replaced: tuple[tuple[str, str], ...]
    leads: tuple[tuple[str, ...], ...]
    fillers: tuple[tuple[str, ...], ...]
    tails: tuple[tuple[str, ...], ...]
    shares: tuple[tuple[str, ...], ...]
    numbers: tuple[tuple[str, ...], ...]
    parts: frozenset[tuple[str, ...]] = frozenset()


@dataclass(frozen=True, slots=True)
class _Alias:
    """The key of an alias: its tokens, what it begins with (``rate``, ``count`` or nothing), and whose it is."""

    tokens: tuple[str, ...]
    measure: str
    indicator: Indicator
    spare: frozenset[str]


@dataclass(frozen=True, slots=True, eq=False)
class Index:
    """Aliases by their rarest token."""

    wording: Wording
    aliases: Mapping[str, tuple[_Alias, ...]]


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
        (first > last, "the definition ends before it begins; swap valid_from and valid_to"),
    ):
        if is_wrong:
            raise ValueError(message)


def load_wording(rows: Iterable[Mapping[str, str]], *, file: str = "pipeline/data/indicator_ignores.csv") -> Wording:
    """Read the rows ``kind, words, becomes`` of what to overlook; raise :class:`ConfigurationError`."""
    kinds: dict[str, list[tuple[str, str]]] = {kind: [] for kind in _KINDS}
    for line, row in enumerate(rows, start=2):
        if row.get("kind") not in kinds or not row.get("words"):
            raise ConfigurationError(f"{file}, line {line}: give words, and a kind of {', '.join(sorted(_KINDS))}")
        kinds[row["kind"]].append((_plain(row["words"]), _plain(row.get("becomes") or "")))
    replaced = tuple(sorted(kinds["replace"], key=lambda pair: -len(pair[0].split())))

    def phrases(kind: str) -> tuple[tuple[str, ...], ...]:
        keys = (tuple(_replace(words, replaced).split()) for words, _ in kinds[kind])
        return tuple(sorted(keys, key=lambda tokens: -len(tokens)))

    wording = Wording(
        replaced=replaced,
        leads=phrases("lead"),
        fillers=phrases("filler"),
        tails=phrases("tail"),
        shares=phrases("share"),
        numbers=phrases("number"),
    )
    return replace(wording, parts=frozenset(_key(words, wording)[0] for words, _ in kinds["part"]))


def build_index(indicators: Sequence[Indicator], wording: Wording) -> Index:
    """Prepare names and aliases for :func:`match_indicator`."""
    replaced = wording.replaced
    aliases: dict[tuple[tuple[str, ...], str, str], _Alias] = {}
    for indicator in indicators:
        spare = frozenset(token for words in indicator.keywords for token in _replace(_plain(words), replaced).split())
        for words in (indicator.name, *indicator.aliases):
            tokens, measure = _key(words, wording)
            if tokens:
                aliases[tokens, measure, indicator.indicator_id] = _Alias(tokens, measure, indicator, spare)
    counts: dict[str, int] = {}
    for alias in aliases.values():
        for token in set(alias.tokens):
            counts[token] = counts.get(token, 0) + 1
    posted: dict[str, list[_Alias]] = {}
    for alias in aliases.values():
        posted.setdefault(min(alias.tokens, key=lambda token: (counts[token], token)), []).append(alias)
    return Index(wording, {token: tuple(group) for token, group in posted.items()})


def match_indicator(words: str, index: Index, *, unit_family: str = "", year: int | None = None) -> str:
    """Return the id of the indicator that a wording names, else an empty string; acronyms come written out.

    The family of the unit settles what the wording leaves open (``hộ nghèo``: how many, or which share) and refuses
    what it contradicts; leave it empty for a change in per cent of a number (``số doanh nghiệp tăng 10%``). The year
    settles which definition is meant.

    >>> columns = "indicator_id concept name aliases keywords definition unit_family aggregation lower upper".split()
    >>> row = dict.fromkeys((*columns, "valid_from", "valid_to", "source"), "")
    >>> row |= {"indicator_id": "ty-le-ho-ngheo", "name": "Tỷ lệ hộ nghèo", "unit_family": "rate"}
    >>> row["aggregation"] = "rate"
    >>> wording = load_wording([{"kind": "lead", "words": "giảm"}, {"kind": "share", "words": "tỷ lệ"}])
    >>> index = build_index(load_indicators([row]), wording)
    >>> match_indicator("Giảm tỷ lệ hộ nghèo (%)", index), match_indicator("Tỷ lệ hộ cận nghèo", index)
    ('ty-le-ho-ngheo', '')
    """
    return _match(words, index, unit_family, year)


def match_header(levels: Sequence[str], index: Index, *, unit_family: str = "", year: int | None = None) -> str:
    """Return the indicator of a column, or of a row below another, from its wordings: table title first, own last.

    Parts and totals (``TĐ: Miễn phí``, ``Tổng số``) and bare years are of what stands above them. The last other level
    must be in what matches, and as many as possible of those before it.
    """
    own = tuple(level for level in levels if not _is_part(level, index))
    for start in range(len(own)):
        found = match_indicator(" ".join(own[start:]), index, unit_family=unit_family, year=year)
        if found:
            return found
    return ""


@lru_cache(maxsize=16384)
def _match(words: str, index: Index, unit_family: str, year: int | None) -> str:
    tokens, measure = _key(words, index.wording)
    best: list[_Alias] = []
    for token in dict.fromkeys(tokens):
        for alias in index.aliases.get(token, ()):
            if (
                (not best or len(alias.tokens) >= len(best[0].tokens))
                and _agree(alias, measure, unit_family)
                and _covers(alias, tokens)
            ):
                best = [*best, alias] if best and len(alias.tokens) == len(best[0].tokens) else [alias]
    if len(best) > 1:
        best = [alias for alias in best if alias.measure == measure] or best
    found = {alias.indicator.indicator_id: alias.indicator for alias in best}
    if len(found) > 1:
        found = {key: one for key, one in found.items() if one.unit_family == unit_family} or found
        found = {key: one for key, one in found.items() if one.valid_in(year)}
    return next(iter(found)) if len(found) == 1 else ""


def _agree(alias: _Alias, measure: str, unit_family: str) -> bool:
    """Say whether an alias may be meant by a wording that begins with a share or a number and has such a unit."""
    family = alias.indicator.unit_family
    if family not in _COMPATIBLE.get(unit_family, FAMILIES):
        return False
    if not measure or measure == alias.measure:
        return bool(measure) or not alias.measure or len(alias.tokens) > 1
    return not alias.measure and (family in {"rate", "ratio"} if measure == "rate" else family not in {"rate", "money"})


def _covers(alias: _Alias, tokens: tuple[str, ...]) -> bool:
    """Say whether the tokens of an alias stand among others in order, and all others are keywords of its indicator."""
    wanted = 0
    for token in tokens:
        if wanted < len(alias.tokens) and token == alias.tokens[wanted]:
            wanted += 1
        elif token not in alias.spare:
            return False
    return wanted == len(alias.tokens)


def _is_part(level: str, index: Index) -> bool:
    key, measure = _key(level, index.wording)
    return not key or (key in index.wording.parts and measure != "rate")


def _plain(words: str) -> str:
    """Spell a wording as tokens in one spelling, without parentheses, years and the words for a place."""
    words = nfc(words)
    if not is_capitals(words):
        words = _SCOPE.sub(" ", words)
    words = _PARENTHESES.sub(" ", _ORDINAL.sub("", words)).lower()
    words = _GROUPED.sub("", _YEARS.sub(" ", _AMOUNT.sub(" ", _PLUS.sub(" trở lên ", words))))
    return " ".join(token.lstrip("0") or token for token in _TOKEN.findall(tone_key(words)))


def _replace(words: str, replaced: Sequence[tuple[str, str]]) -> str:
    padded = f" {words} "
    for old, new in replaced:
        if f" {old} " in padded:
            padded = padded.replace(f" {old} ", f" {new} ")
    return _TWICE.sub(r"\1", " ".join(padded.split()))


@lru_cache(maxsize=16384)
def _key(words: str, wording: Wording) -> tuple[tuple[str, ...], str]:
    """Return the tokens that tell a wording from others, and whether it begins as a share or a number."""
    tokens = _replace(_plain(words), wording.replaced).split()
    measure = ""
    while True:
        for group, name in ((wording.leads, ""), (wording.shares, "rate"), (wording.numbers, "count")):
            length = next((len(lead) for lead in group if tuple(tokens[: len(lead)]) == lead), 0)
            if length:
                tokens, measure = tokens[length:], measure or name
                break
        else:
            break
    cut = next((at for at in range(1, len(tokens)) if _starts(tokens[at:], wording.tails)), len(tokens))
    return tuple(_without(tokens[:cut], wording.fillers)), measure


def _starts(tokens: Sequence[str], phrases: Iterable[tuple[str, ...]]) -> int:
    return next((len(phrase) for phrase in phrases if tuple(tokens[: len(phrase)]) == phrase), 0)


def _without(tokens: Sequence[str], phrases: Sequence[tuple[str, ...]]) -> Iterator[str]:
    at = 0
    while at < len(tokens):
        length = _starts(tokens[at:], phrases)
        if not length:
            yield tokens[at]
        at += length or 1
