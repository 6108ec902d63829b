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

from .lexicon import Key, Lexicon, bare_key, fold_acronym, word_key
from .pieces import Words

_LONGEST_ACRONYM = 10
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
    for each in (*_acronyms(words, lexicon), *_near_terms(seen), *_one_letter(seen), *_impossible(seen)):
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
    for first in range(len(words.raw) - 1):
        if not words.joined[first]:
            continue
        for size in lexicon.sizes.get(f"{words.bare[first]} {words.bare[first + 1]}", ()):
            if not words.is_run(first, first + size - 1):
                break
            if " ".join(words.keys[first : first + size]) in lexicon.known:
                for at in range(first, first + size):
                    reach[at] = max(reach[at], size)
            elif options := lexicon.alike.get(" ".join(words.bare[first : first + size])):
                near.append((first, options))
    return _Seen(words, lexicon, tuple(reach), tuple(near))


def _near_terms(seen: _Seen) -> Iterator[Misreading]:
    """Yield terms whose marks are wrong, the longest first."""
    words, lexicon = seen.words, seen.lexicon
    for first, options in sorted(seen.near, key=lambda one: -len(one[1][0])):
        span = range(first, first + len(options[0]))
        differing = [(key, tuple(at for at in span if words.keys[at] != key[at - first])) for key in options]
        fewest = min(len(wrong) for _, wrong in differing)
        best = [(key, wrong) for key, wrong in differing if len(wrong) == fewest]
        wrong = best[0][1]
        variants = all((words.keys[at], best[0][0][at - first]) in lexicon.variants for at in wrong)
        if variants or any(others != wrong for _, others in best) or not _is_suspect(seen, wrong, span):
            continue
        if any(key in lexicon.names for key, _ in best) and not all(words.raw[at][0].isupper() for at in span):
            continue
        proposals = tuple(_respelled(words, first, lexicon.spelled[key], wrong) for key, _ in best)
        yield Misreading(first, span[-1], wrong, proposals, "differs from a known term by its marks")


def _is_suspect(seen: _Seen, wrong: tuple[int, ...], span: range) -> bool:
    """Say whether nothing else explains the words that differ.

    A longer term outweighs a shorter one that a word belongs to. Of two words, one must be no word by itself and
    belong to nothing else; and so must a word that stands before or after a term that does not need it.
    """
    size, raw = len(span), seen.words.raw
    if any(seen.reach[at] >= size for at in wrong):
        return False
    if all(raw[at].isascii() for at in span) and len(wrong) > 1:
        return False
    if size == 2:
        # Two words set like a name among small letters are left alone; longer terms are no people's names.
        is_name = all(raw[at][0].isupper() and not raw[at].isupper() for at in span)
        bound = any(not seen.is_plain(at) for at in span)
        return bound and not is_name and not any(seen.reach[at] for at in span)
    if len(wrong) > 1:
        return size > 3 and len(wrong) == 2 and not any(seen.reach[at] for at in wrong)
    at = wrong[0]
    if at not in {span[0], span[-1]} or not seen.is_known([each for each in span if each != at]):
        return True
    beside = (at, at + 1) if at == span[-1] else (at - 1, at)
    return not seen.is_plain(at) and not seen.is_known(beside)


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
    words = seen.words
    for at, key in enumerate(words.keys):
        if seen.reach[at] or len(key) < 2 or words.raw[at] in seen.lexicon.rights:
            continue
        for first, size in ((at - 2, 3), (at - 1, 3), (at, 3), (at - 1, 2), (at, 2)):
            span = range(first, first + size)
            if not words.is_run(first, span[-1]) or not _lacks(seen, at, span):
                continue
            pattern = " ".join("*" if each == at else words.keys[each] for each in span)
            missing = seen.lexicon.gaps.get(pattern, ())
            fitting = [spelled for other, spelled in missing if is_one_letter_off(words.bare[at], bare_key(other))]
            if fitting:
                proposals = tuple(
                    " ".join(in_case(spelled, words.raw[at]) if each == at else words.raw[each] for each in span)
                    for spelled in fitting
                )
                yield Misreading(first, span[-1], (at,), proposals, "one letter from a known term")
                break


def _lacks(seen: _Seen, at: int, span: range) -> bool:
    """Say whether the words of a span are reason to expect another where one stands."""
    if seen.is_proper(at):
        return False
    rest = [each for each in span if each != at]
    if len(rest) > 1:
        needed = not seen.is_known(rest) or not seen.lexicon.is_syllable(seen.words.raw[at])
        return needed and not seen.is_plain(at)
    other = rest[0]
    return seen.words.keys[other] in seen.lexicon.bound and not seen.reach[other] and not seen.is_proper(other)


def is_one_letter_off(word: str, other: str) -> bool:
    """Say whether one letter was lost, added or mistaken.

    >>> is_one_letter_off("tren", "trien"), is_one_letter_off("tren", "tiet")
    (True, False)
    """
    return abs(len(word) - len(other)) <= 1 and Levenshtein.distance(word, other) == 1


def _impossible(seen: _Seen) -> Iterator[Misreading]:
    """Yield words with Vietnamese letters that are no Vietnamese syllable."""
    for at, word in enumerate(seen.words.raw):
        if word.isascii() or seen.reach[at] or seen.lexicon.is_syllable(word) or _is_acronym(word):
            continue
        if _VIETNAMESE.fullmatch(word) and word.lower() not in seen.lexicon.place_words and not seen.is_proper(at):
            split = _split(word, seen.lexicon)
            yield Misreading(at, at, (at,), split, "no Vietnamese syllable is spelled so", sure=bool(split))


def _is_acronym(word: str) -> bool:
    """Say whether a word is an acronym, with small letters perhaps: ``HĐND``, ``QyĐ``, ``đ``."""
    return len(word) == 1 or sum(map(str.isupper, word)) > 1


def _split(word: str, lexicon: Lexicon) -> tuple[str, ...]:
    """Return a word as the two that it was written together from, if these make a term."""
    halves = ((word[:cut], word[cut:]) for cut in range(1, len(word)))
    return tuple(f"{one} {two}" for one, two in halves if f"{word_key(one)} {word_key(two)}" in lexicon.known)


def _acronyms(words: Words, lexicon: Lexicon) -> Iterator[Misreading]:
    """Yield acronyms that differ from a known one by a mark: a bar lost from its ``Đ``."""
    for at, word in enumerate(words.raw):
        if not 4 <= len(word) <= _LONGEST_ACRONYM or not word.isupper() or word in lexicon.rights:
            continue
        right = lexicon.acronyms.get(fold_acronym(word), word)
        if right != word and not lexicon.is_syllable(word):
            yield Misreading(at, at, (at,), (right,), "an acronym that lost a mark")
