"""Words of a text that are probably misread: near a known term, impossible as a syllable, or a known acronym spoilt.

Majority is not truth, so knowledge decides first. A word that belongs to a known term is explained and left alone, and
so are pairs of words that may each stand by itself, for there are many and all of them mean something.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

import regex
from rapidfuzz.distance import Levenshtein

from .lexicon import Key, Lexicon, bare_key, fold_acronym, marks_apart, word_key
from .pieces import Words

_LONGEST_ACRONYM = 10
_LONGEST_UNIT = 3
_PLACE_TYPES = {word_key(word) for word in ("tỉnh", "phố", "tp")}
"""The last word before the name of a province."""
_TIES = {"-", "'", "’", "‑", "–"}
"""What ties syllables of foreign words together."""
_VOWELS = regex.compile(r"[aeiouyàáâãèéêìíòóôõùúýăĩũơưạ-ỹ]+")
_VIETNAMESE = regex.compile(r"(?i)[a-zàáâãèéêìíòóôõùúýăđĩũơưạ-ỹ]+")


@dataclass(frozen=True, slots=True)
class Misreading:
    """Words ``first`` to ``last`` (included) of a text, of which ``at`` are wrong, and what should stand there.

    ``proposals`` are whole readings of these words; where there are more or none, nothing is proposed.
    """

    first: int
    last: int
    at: tuple[int, ...]
    proposals: tuple[str, ...]
    why: str
    sure: bool = True


@dataclass(frozen=True, slots=True)
class Look:
    """What is probably misread in a text, each word once, in reading order, and which words a known term explains."""

    misreadings: tuple[Misreading, ...]
    explained: tuple[bool, ...]


@dataclass(frozen=True, slots=True)
class _Seen:
    """A text beside what is known: ``reach`` is the length of the longest known term over each word, 0 for none."""

    words: Words
    lexicon: Lexicon
    reach: tuple[int, ...]
    near: tuple[tuple[int, tuple[Key, ...]], ...]
    """Where words begin that are a term but for their marks, with the terms that they may be."""

    def is_plain(self, at: int) -> bool:
        return self.words.keys[at] in self.lexicon.plain

    def is_known(self, span: Sequence[int]) -> bool:
        """Say whether some words follow one another and are a term."""
        follow = all(one + 1 == other for one, other in pairwise(span)) and self.words.is_run(span[0], span[-1])
        return follow and " ".join(self.words.keys[at] for at in span) in self.lexicon.known

    def is_proper(self, at: int) -> bool:
        """Say whether a word is capitalised inside a text, as names are, or an acronym among small letters."""
        raw = self.words.raw
        if not raw[at][0].isupper() or at == 0:
            return False
        return not raw[at].isupper() or not raw[at - 1].isupper()


def look(words: Words, lexicon: Lexicon) -> Look:
    """Hold the words of a text against what is known."""
    if not _is_vietnamese(words):
        return Look(tuple(_acronyms(words, lexicon)), (True,) * len(words.raw))
    seen = _explain(words, lexicon)
    found: dict[int, Misreading] = {}
    for each in (
        *_acronyms(words, lexicon),
        *_near_terms(seen),
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


def _explain(words: Words, lexicon: Lexicon) -> _Seen:
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
    return _Seen(words, lexicon, tuple(reach), tuple(near))


def _near_terms(seen: _Seen) -> Iterator[Misreading]:
    """Yield terms whose marks are wrong, told by the shortest term that has the same words wrong."""
    near = [_Near(first, *_fewest_wrong(seen, first, options)) for first, options in seen.near]
    for one in sorted(near, key=lambda one: -len(one.keys[0])):
        if one.wrong and _is_suspect(seen, one):
            shortest = min((other for other in near if one.holds(other)), key=lambda other: len(other.keys[0]))
            yield shortest.told(seen)


@dataclass(frozen=True, slots=True)
class _Near:
    """Words from ``first`` on that are one of some terms but for the marks of those at ``wrong``."""

    first: int
    keys: tuple[Key, ...]
    wrong: tuple[int, ...]

    @property
    def span(self) -> range:
        return range(self.first, self.first + len(self.keys[0]))

    @property
    def right(self) -> set[Key]:
        """What should stand at the wrong words."""
        return {tuple(key[at - self.first] for at in self.wrong) for key in self.keys}

    def holds(self, other: _Near) -> bool:
        """Say whether another says the same of the same words."""
        inside = other.first >= self.first and other.span[-1] <= self.span[-1]
        return inside and other.wrong == self.wrong and other.right == self.right

    def told(self, seen: _Seen) -> Misreading:
        spelled = (seen.lexicon.spelled[key] for key in self.keys)
        proposals = tuple(_respelled(seen.words, self.first, syllables, self.wrong) for syllables in spelled)
        return Misreading(self.first, self.span[-1], self.wrong, proposals, "differs from a known term by its marks")


def _fewest_wrong(seen: _Seen, first: int, options: tuple[Key, ...]) -> tuple[tuple[Key, ...], tuple[int, ...]]:
    """Return those terms that the fewest words differ from, and these words; none if they are not the same."""
    keys, variants = seen.words.keys, seen.lexicon.variants
    found: dict[tuple[int, ...], list[Key]] = {}
    for key in options:
        wrong = tuple(first + at for at, syllable in enumerate(key) if keys[first + at] != syllable)
        if all((keys[at], key[at - first]) in variants for at in wrong):
            return options, ()
        found.setdefault(wrong, []).append(key)
    fewest = min(map(len, found))
    best = [wrong for wrong in found if len(wrong) == fewest]
    return (tuple(found[best[0]]), best[0]) if len(best) == 1 else (options, ())


def _is_suspect(seen: _Seen, near: _Near) -> bool:
    """Say whether nothing else explains the words that differ.

    A longer term outweighs a shorter one that a word belongs to. Of two words, one must be no word by itself and
    belong to nothing else; and so must a word that stands before or after a term that does not need it.
    """
    span, wrong, raw = near.span, near.wrong, seen.words.raw
    size = len(span)
    if any(seen.reach[at] >= size for at in wrong) or (len(wrong) > 1 and all(raw[at].isascii() for at in span)):
        return False
    if not seen.lexicon.names.isdisjoint(near.keys):
        kind = seen.words.keys[span[0] - 1] if seen.words.is_run(span[0] - 1, span[0]) else ""
        return kind in _PLACE_TYPES and all(raw[at][0].isupper() for at in span)
    if size == 2:
        # Two words set like a name among small letters are left alone; longer terms are no people's names.
        is_name = raw[span[1]][0].isupper() and not raw[span[1]].isupper()
        bound = any(not seen.is_plain(at) for at in span)
        return bound and not is_name and not any(seen.reach[at] for at in span) and _is_slight(seen, near)
    if len(wrong) > 1:
        return size > 3 and len(wrong) == 2 and not any(seen.reach[at] for at in wrong)
    at = wrong[0]
    if at not in {span[0], span[-1]}:
        return True
    beside = (at, at + 1) if at == span[-1] else (at - 1, at)
    needed = not seen.is_known([each for each in span if each != at])
    return not seen.is_known(beside) and (needed or not seen.is_plain(at))


def _is_slight(seen: _Seen, near: _Near) -> bool:
    """Say whether one mark is wrong in each word of a pair, or two in a single one that is no word by itself.

    Where only a function word differs, its neighbour must need another.
    """
    differences = [marks_apart(seen.words.keys[at], key[at - near.first]) for at in near.wrong for key in near.keys]
    if all(seen.words.keys[at] in seen.lexicon.functional for at in near.wrong):
        return any(seen.words.keys[at] in seen.lexicon.bound for at in near.span)
    lone = len(near.wrong) == 1 and not seen.is_plain(near.wrong[0])
    return max(differences) <= (2 if lone else 1)


def _respelled(words: Words, first: int, syllables: Sequence[str], wrong: Sequence[int]) -> str:
    """Spell a term with the words that are right as they stand, and the case of those that are not."""
    return " ".join(
        in_case(syllable, words.raw[first + at]) if first + at in wrong else words.raw[first + at]
        for at, syllable in enumerate(syllables)
    )


def in_case(syllable: str, model: str) -> str:
    """Spell a syllable in the case of another.

    >>> in_case("hàng", "HẠNG"), in_case("ổn", "Ôn"), in_case("Ổn", "ôn")
    ('HÀNG', 'Ổn', 'ổn')
    """
    if len(model) > 1 and model.isupper():
        return syllable.upper()
    return syllable[0].upper() + syllable[1:] if model[0].isupper() else syllable.lower()


def _one_letter(seen: _Seen) -> Iterator[Misreading]:
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


def _in_gap(seen: _Seen, at: int, span: range) -> Misreading | None:
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


def _lacks(seen: _Seen, at: int, span: range) -> bool:
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


def _impossible(seen: _Seen) -> Iterator[Misreading]:
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


def _instead(seen: _Seen, at: int) -> tuple[str, ...]:
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


def _stray_commas(seen: _Seen) -> Iterator[Misreading]:
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
