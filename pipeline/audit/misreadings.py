"""Words of a text that are probably misread: near a known term, impossible as a syllable, or a known acronym spoilt.

Majority is not truth, so knowledge decides first. A word that belongs to a known term is explained and left alone, and
so are pairs of words that may each stand by itself, for there are many and all of them mean something.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise

import regex
from rapidfuzz.distance import Levenshtein

from .lexicon import Key, Lexicon, bare_key, fold_acronym, marks_apart, word_key
from .near_terms import near_terms
from .pieces import Words
from .spelling import Misreading, Seen, in_case

_LONGEST_ACRONYM = 10
_LONGEST_UNIT = 3
_TIES = {"-", "'", "’", "‑", "–"}
"""What ties syllables of foreign words together."""
_VOWELS = regex.compile(r"[aeiouyàáâãèéêìíòóôõùúýăĩũơưạ-ỹ]+")
_VIETNAMESE = regex.compile(r"(?i)[a-zàáâãèéêìíòóôõùúýăđĩũơưạ-ỹ]+")


@dataclass(frozen=True, slots=True)
class Look:
    """What is probably misread in a text, each word once, in reading order, and which words a known term explains."""

    misreadings: tuple[Misreading, ...]
    explained: tuple[bool, ...]


def look(words: Words, lexicon: Lexicon) -> Look:
    """Hold the words of a text against what is known."""
    if not _is_vietnamese(words):
        return Look(tuple(_acronyms(words, lexicon)), (True,) * len(words.raw))
    seen = _explain(words, lexicon)
    found: dict[int, Misreading] = {}
    for each in (
        *_acronyms(words, lexicon),
        *near_terms(seen),
        *_one_letter(seen),
        *_impossible(seen),
        *_stray_commas(seen),
    ):
        span = range(each.first, each.last + 1)
        if not any(at in found for at in span):
            found.update(dict.fromkeys(span, each))
    told = tuple(sorted(set(found.values()), key=lambda one: one.at))
    return Look(told, tuple(length > 0 or at in found for at, length in enumerate(seen.reach)))


def _is_vietnamese(words: Words) -> bool:
    """Say whether a text is in Vietnamese with its marks: addresses and foreign languages are not."""
    marked = sum(not word.isascii() for word in words.raw)
    return marked > 0 and 5 * marked >= len(words.raw)


def _explain(words: Words, lexicon: Lexicon) -> Seen:
    reach = [0] * len(words.raw)
    near: list[tuple[int, tuple[Key, ...]]] = []
    for first, pair in enumerate(pairwise(words.bare)):
        for size in lexicon.sizes.get(pair, ()):
            after = first + size
            if after - 1 > words.until[first]:
                break
            if " ".join(words.keys[first:after]) in lexicon.known:
                reach[first:after] = [max(size, length) for length in reach[first:after]]
            elif options := lexicon.alike.get(" ".join(words.bare[first:after])):
                near.append((first, options))
    return Seen(words, lexicon, tuple(reach), tuple(near))


def _one_letter(seen: Seen) -> Iterator[Misreading]:
    """Yield words that are one letter from what the words around them go with."""
    words, plain = seen.words, seen.lexicon.plain
    for at, key in enumerate(words.keys):
        if seen.reach[at]:
            continue
        # Plain words stand beside anything, so that only a bound word beside one says that another should be there.
        starts = ((at - 1, 2), (at, 2)) if key in plain else ((at - 2, 3), (at - 1, 3), (at, 3), (at - 1, 2), (at, 2))
        for first, size in starts:
            if words.is_run(first, first + size - 1) and (one := _in_gap(seen, at, range(first, first + size))):
                yield one
                break


def _in_gap(seen: Seen, at: int, span: range) -> Misreading | None:
    words = seen.words
    missing: tuple[tuple[str, str], ...] = ()
    if _lacks(seen, at, span):
        missing = seen.lexicon.gaps.get(" ".join("*" if each == at else words.keys[each] for each in span), ())
    fitting = [spelled for other, spelled in missing if is_one_letter_off(words.bare[at], bare_key(other))]
    if not fitting or len(words.keys[at]) < 2 or words.raw[at] in seen.lexicon.rights or seen.is_proper(at):
        return None
    proposals = tuple(
        " ".join(in_case(spelled, words.raw[at]) if each == at else words.raw[each] for each in span)
        for spelled in fitting
    )
    return Misreading(span[0], span[-1], (at,), proposals, "one letter from a known term")


def _lacks(seen: Seen, at: int, span: range) -> bool:
    """Say whether the words of a span are reason to expect another where one stands.

    Any neighbour will do for what is no word at all; short ones without marks may be units.
    """
    word = seen.words.raw[at]
    if not seen.is_plain(at) and not seen.lexicon.is_syllable(word):
        return len(word) > _LONGEST_UNIT or not word.isascii()
    if len(span) == 2:
        other = span[0] if at == span[-1] else span[-1]
        return seen.words.keys[other] in seen.lexicon.bound and not seen.reach[other] and not seen.is_proper(other)
    return not seen.is_known([each for each in span if each != at])


def is_one_letter_off(word: str, other: str) -> bool:
    """Say whether one letter was lost, added or mistaken.

    >>> is_one_letter_off("tren", "trien"), is_one_letter_off("tren", "tiet")
    (True, False)
    """
    return abs(len(word) - len(other)) <= 1 and Levenshtein.distance(word, other) == 1


def _impossible(seen: Seen) -> Iterator[Misreading]:
    """Yield words with Vietnamese letters that are no Vietnamese syllable, and no foreign word or name either."""
    words, lexicon = seen.words, seen.lexicon
    for at, word in enumerate(words.raw):
        if word.isascii() or seen.reach[at] or lexicon.is_syllable(word) or _is_acronym(word):
            continue
        tied = words.gaps[at][:1] in _TIES or (at > 0 and words.gaps[at - 1][-1:] in _TIES)
        if tied or not _VIETNAMESE.fullmatch(word) or word.lower() in lexicon.place_words or seen.is_proper(at):
            continue
        halves = _halves(word, lexicon)
        if halves or len(_VOWELS.findall(word.lower())) == 1:
            readings = halves or _instead(seen, at)
            yield Misreading(at, at, (at,), readings, "no Vietnamese syllable is spelled so", sure=len(readings) == 1)


def _instead(seen: Seen, at: int) -> tuple[str, ...]:
    """Return the words that one is but for a mark: those that go with its neighbours, else those that stand alone."""
    words, lexicon = seen.words, seen.lexicon
    alike = [key for key in lexicon.in_use.get(words.bare[at], ()) if marks_apart(words.keys[at], key) == 1]
    fitting = [
        key
        for key in alike
        if (words.is_run(at, at + 1) and f"{key} {words.keys[at + 1]}" in lexicon.known)
        or (words.is_run(at - 1, at) and f"{words.keys[at - 1]} {key}" in lexicon.known)
    ]
    chosen = fitting or [key for key in alike if key in lexicon.plain]
    return tuple(in_case(lexicon.spellings[key], words.raw[at]) for key in chosen)


def _is_acronym(word: str) -> bool:
    """Say whether a word is an acronym, with small letters perhaps: ``HĐND``, ``QyĐ``, ``đ``."""
    return len(word) == 1 or sum(map(str.isupper, word)) > 1


def _halves(word: str, lexicon: Lexicon) -> tuple[str, ...]:
    """Return a word as the two that it was written together from: a term, else two syllables that both have marks."""
    pairs = [(word[:cut], word[cut:]) for cut in range(1, len(word))]
    terms = [f"{one} {two}" for one, two in pairs if f"{word_key(one)} {word_key(two)}" in lexicon.known]
    both = [
        f"{one} {two}"
        for one, two in pairs
        if not (one.isascii() or two.isascii()) and lexicon.is_syllable(one) and lexicon.is_syllable(two)
    ]
    return tuple(terms or both)


def _stray_commas(seen: Seen) -> Iterator[Misreading]:
    """Yield terms of two words with a comma between, if neither belongs elsewhere: ``báo, chí``."""
    words = seen.words
    for at, gap in enumerate(words.gaps[:-1]):
        if gap.strip() != "," or seen.reach[at] or seen.reach[at + 1]:
            continue
        # Most pairs of words that make a compound may also be listed: ``bệnh, tật``.
        bound = not seen.lexicon.bound.isdisjoint(words.keys[at : at + 2])
        if bound and f"{words.keys[at]} {words.keys[at + 1]}" in seen.lexicon.known and not seen.is_proper(at + 1):
            reading = f"{words.raw[at]} {words.raw[at + 1]}"
            yield Misreading(at, at + 1, (at, at + 1), (reading,), "a comma inside a known term", sure=False)


def _acronyms(words: Words, lexicon: Lexicon) -> Iterator[Misreading]:
    """Yield acronyms that differ from a known one by a mark: a bar lost from its ``Đ``."""
    for at, word in enumerate(words.raw):
        if not 4 <= len(word) <= _LONGEST_ACRONYM or not word.isupper() or word in lexicon.rights:
            continue
        right = lexicon.acronyms.get(fold_acronym(word), word)
        if right != word and not lexicon.is_syllable(word):
            yield Misreading(at, at, (at,), (right,), "an acronym that lost a mark")
