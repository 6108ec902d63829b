"""The knowledge of ``Language`` in the shapes in which words of a document are looked up."""

from __future__ import annotations

import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise

import regex

from pipeline.legacy import is_syllable
from pipeline.model import Catalog, Language, LegacyLetters
from pipeline.text import skeleton, tone_key

_WORD = regex.compile(r"[\p{L}\p{M}]+")
_LONE_Y = regex.compile(r"((?:^|[hklmstqv]|qu))y(\d?)$")

Key = tuple[str, ...]
"""A term as the keys of its syllables."""


@dataclass(frozen=True, slots=True, eq=False)
class Lexicon:
    """Known terms by their syllables, with and without marks, and with one syllable missing."""

    spelled: Mapping[Key, tuple[str, ...]]
    """Terms as they are written."""
    known: frozenset[str]
    """Terms, pairs inside of them that hold no plain word, and names of places, as their keys with spaces between."""
    alike: Mapping[str, tuple[Key, ...]]
    """Terms by their letters without marks."""
    sizes: Mapping[tuple[str, str], tuple[int, ...]]
    """Numbers of syllables of the terms that begin with a pair, by the letters of the pair."""
    gaps: Mapping[str, tuple[tuple[str, str], ...]]
    """Syllables (key, spelling) that may stand for the ``*`` of ``* khai`` or ``cộng * viên``."""
    names: frozenset[Key]
    """Terms that are names, so that only capitalised words are held against them."""
    plain: frozenset[str]
    functional: frozenset[str]
    in_use: Mapping[str, tuple[str, ...]]
    """Keys of the syllables that are in use, by their letters without marks."""
    bound: frozenset[str]
    spellings: Mapping[str, str]
    """Syllables as they are written, by their keys."""
    variants: frozenset[tuple[str, str]]
    place_words: frozenset[str]
    """Syllables of names of places, some of which are in no Vietnamese spelling."""
    acronyms: Mapping[str, str]
    """Acronyms as they should be, by their letters without marks."""
    rights: frozenset[str]
    symbols: Mapping[str, str]
    """Parts of the symbols of documents, by their small letters without marks."""
    legacy: LegacyLetters

    def is_syllable(self, word: str) -> bool:
        """Say whether a word is Vietnamese: onset, rhyme and tone fit together, and somebody uses it.

        A few longer words count too: ``ôtô``.
        """
        key = word_key(word)
        return key in self.plain or (key in self.spellings and is_syllable(word, self.legacy))


@lru_cache(maxsize=65536)
def word_key(word: str) -> str:
    """Spell a syllable so that neither case, nor the place of its tone, nor ``i`` for ``y`` matters.

    >>> word_key("Hoà") == word_key("hòa"), word_key("kỹ") == word_key("kĩ"), word_key("quý") == word_key("quy")
    (True, True, False)
    """
    return _LONE_Y.sub(r"\1i\2", tone_key(word))


def bare(word: str) -> str:
    """Spell a word in small letters without marks, ``i`` for ``y`` where that is a matter of taste.

    >>> bare("Kỹ"), bare("Đống")
    ('ki', 'dong')
    """
    return bare_key(word_key(word))


def fold_acronym(word: str) -> str:
    """Spell an acronym without marks.

    >>> fold_acronym("KHHGĐ")
    'KHHGD'
    """
    base = unicodedata.normalize("NFD", word.replace("Đ", "D").replace("đ", "d"))
    return "".join(char for char in base if not unicodedata.combining(char))


@lru_cache(maxsize=4)
def lexicon_of(catalog: Catalog) -> Lexicon:
    """Prepare the knowledge of a catalogue; once per process."""
    language = catalog.language
    spelled: dict[Key, tuple[str, ...]] = {}
    names: set[Key] = set()
    for term in language.terms:
        syllables = tuple(_WORD.findall(term))
        key = tuple(map(word_key, syllables))
        spelled.setdefault(key, syllables)
    units = [place.name for place in catalog.places if place.level != "commune"]
    for place in catalog.places:
        if place.level == "province":
            syllables = tuple(_WORD.findall(place.name))
            key = tuple(map(word_key, syllables))
            if len(key) > 1 and key not in spelled:
                spelled[key] = syllables
                names.add(key)
    others = {tuple(map(word_key, _WORD.findall(name))) for name in (*units, *language.lookalikes)}
    plain = frozenset(map(word_key, language.plain_words))
    spellings = _spellings(language, spelled)
    pairs = {pair for key in spelled if len(key) > 2 for pair in pairwise(key) if plain.isdisjoint(pair)}
    acronyms = dict(_right_acronyms(catalog.acronyms))
    return Lexicon(
        spelled=spelled,
        known=frozenset(" ".join(key) for key in (*spelled, *others, *pairs)),
        alike=_by_letters(spelled),
        sizes=_sizes((*spelled, *others, *pairs)),
        gaps=_gaps(spelled, names, plain),
        names=frozenset(names),
        plain=plain,
        in_use=_by_letters_of_one(spellings),
        spellings=spellings,
        functional=frozenset(map(word_key, language.function_words)),
        bound=frozenset(map(word_key, language.bound_words)),
        variants=frozenset((word_key(one), word_key(other)) for one, other in language.variants),
        place_words=frozenset(
            word.lower() for place in catalog.places for word in place.name.split() if not word.isascii()
        ),
        acronyms={fold_acronym(right): right for right in acronyms.values()},
        rights=frozenset(acronyms.values()),
        symbols=_symbols(language.symbol_parts),
        legacy=catalog.legacy,
    )


def _right_acronyms(acronyms: Mapping[str, str]) -> Iterable[tuple[str, str]]:
    """Spell each acronym as the initials of what it stands for: ``KHHGD`` is also how readers misread ``KHHGĐ``."""
    for acronym, meaning in acronyms.items():
        initials = "".join(word[0] for word in meaning.split()).upper()
        same = fold_acronym(initials) == fold_acronym(acronym)
        # Vowels keep their marks only where the acronym has them: ``ước thực hiện`` is ƯTH, ``ủy ban`` is UB.
        yield acronym, (_with_stroke(acronym, initials) if same else acronym)


def _with_stroke(acronym: str, initials: str) -> str:
    return "".join("Đ" if initial == "Đ" else letter for letter, initial in zip(acronym, initials, strict=True))


def _spellings(language: Language, terms: Mapping[Key, tuple[str, ...]]) -> dict[str, str]:
    """Return all syllables that are in use, by their keys."""
    in_terms = (word for syllables in terms.values() for word in syllables)
    others = (word for name in language.lookalikes for word in name.split())
    names = (*language.family_names, *language.given_names)
    found: dict[str, str] = {}
    for word in (*language.plain_words, *language.syllables, *in_terms, *others, *names):
        found.setdefault(word_key(word), word.lower())
    return found


def _by_letters_of_one(syllables: Iterable[str]) -> dict[str, tuple[str, ...]]:
    found: dict[str, list[str]] = defaultdict(list)
    for key in syllables:
        found[bare_key(key)].append(key)
    return {letters: tuple(sorted(keys)) for letters, keys in found.items()}


def _symbols(parts: Iterable[str]) -> dict[str, str]:
    """Return parts of symbols by their letters, without those that differ by a mark only: ``HD`` and ``HĐ``."""
    found: dict[str, list[str]] = defaultdict(list)
    for part in parts:
        found[fold_acronym(part).lower()].append(part)
    return {letters: alike[0] for letters, alike in found.items() if len(alike) == 1}


def _by_letters(terms: Iterable[Key]) -> dict[str, tuple[Key, ...]]:
    found: dict[str, list[Key]] = defaultdict(list)
    for key in terms:
        found[" ".join(map(bare_key, key))].append(key)
    return {letters: tuple(keys) for letters, keys in found.items()}


@lru_cache(maxsize=65536)
def bare_key(key: str) -> str:
    """Return the letters of a key without marks.

    >>> bare_key(word_key("triển"))
    'trien'
    """
    return skeleton(key.rstrip("12345"))


@lru_cache(maxsize=8192)
def marks_apart(one: str, other: str) -> int:
    """Return how many marks differ between two keys of the same letters: tone, and shape or stroke of each letter.

    >>> marks_apart(word_key("chế"), word_key("ché")), marks_apart(word_key("cơ"), word_key("có"))
    (1, 2)
    """
    tones = (one[-1] if one[-1].isdigit() else "", other[-1] if other[-1].isdigit() else "")
    pairs = zip(one.rstrip("12345"), other.rstrip("12345"), strict=False)
    return (tones[0] != tones[1]) + sum(letter != instead for letter, instead in pairs)


def _sizes(terms: Iterable[Key]) -> dict[tuple[str, str], tuple[int, ...]]:
    found: dict[tuple[str, str], set[int]] = defaultdict(set)
    for key in terms:
        if len(key) > 1:
            found[bare_key(key[0]), bare_key(key[1])].add(len(key))
    return {pair: tuple(sorted(sizes)) for pair, sizes in found.items()}


def _gaps(
    terms: Mapping[Key, tuple[str, ...]], names: set[Key], plain: frozenset[str]
) -> dict[str, tuple[tuple[str, str], ...]]:
    """Return what may stand in the gaps of terms; of a long term, in three words of it, if the others are not plain."""
    found: dict[str, dict[str, str]] = defaultdict(dict)
    for key, syllables in terms.items():
        width = min(3, len(key))
        for start in range(len(key) - width + 1) if key not in names else ():
            window = key[start : start + width]
            for at in range(width):
                rest = (*window[:at], *window[at + 1 :])
                if len(key) == width or plain.isdisjoint(rest):
                    pattern = " ".join((*window[:at], "*", *window[at + 1 :]))
                    found[pattern].setdefault(window[at], syllables[start + at])
    return {pattern: tuple(missing.items()) for pattern, missing in found.items()}
