"""A text beside what is known of the language, and what is said of its words that are misread."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from .lexicon import Key, Lexicon
from .pieces import Words


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
class Seen:
    """A text beside what is known: ``reach`` is the length of the longest known term over each word, 0 for none."""

    words: Words
    lexicon: Lexicon
    reach: tuple[int, ...]
    near: tuple[tuple[int, tuple[Key, ...]], ...]
    """Where words begin that are a term but for their marks, with the terms that they may be."""

    def is_plain(self, at: int) -> bool:
        """Say whether a word may stand by itself."""
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


def in_case(syllable: str, model: str) -> str:
    """Spell a syllable in the case of another.

    >>> in_case("hàng", "HẠNG"), in_case("ổn", "Ôn"), in_case("Ổn", "ôn")
    ('HÀNG', 'Ổn', 'ổn')
    """
    if len(model) > 1 and model.isupper():
        return syllable.upper()
    return syllable[0].upper() + syllable[1:] if model[0].isupper() else syllable.lower()
