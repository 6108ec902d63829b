"""The key of a wording: one spelling of tones, synonyms and numbers, without leading verbs, years and filler."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache

import regex

from pipeline.errors import ConfigurationError
from pipeline.text import is_capitals, nfc, tone_key

_KINDS = frozenset({"replace", "lead", "filler", "tail", "share", "number", "part"})
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
class Wording:
    """What to overlook in a wording, in keys of tokens: the rows of ``indicator_ignores.csv`` by kind."""

    replaced: tuple[tuple[str, str], ...]
    leads: tuple[tuple[str, ...], ...]
    fillers: tuple[tuple[str, ...], ...]
    tails: tuple[tuple[str, ...], ...]
    shares: tuple[tuple[str, ...], ...]
    numbers: tuple[tuple[str, ...], ...]
    parts: frozenset[tuple[str, ...]] = frozenset()


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
    return replace(wording, parts=frozenset(key_of(words, wording)[0] for words, _ in kinds["part"]))


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


def tokens_of(words: str, wording: Wording) -> list[str]:
    """Return the tokens of a wording, synonyms brought to one."""
    return _replace(_plain(words), wording.replaced).split()


@lru_cache(maxsize=16384)
def key_of(words: str, wording: Wording) -> tuple[tuple[str, ...], str]:
    """Return the tokens that tell a wording from others, and whether it begins as a share or a number."""
    tokens = tokens_of(words, wording)
    measure = ""
    while True:
        for group, name in ((wording.leads, ""), (wording.shares, "rate"), (wording.numbers, "count")):
            if length := _starts(tokens, group):
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
