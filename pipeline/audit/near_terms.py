"""Terms whose marks are wrong: words that are a known term but for the marks of one or two of them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from .lexicon import Key, marks_apart, word_key
from .pieces import Words
from .spelling import Misreading, Seen, in_case

_PLACE_TYPES = {word_key(word) for word in ("tỉnh", "phố", "tp")}
"""The last word before the name of a province."""


def near_terms(seen: Seen) -> Iterator[Misreading]:
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

    def told(self, seen: Seen) -> Misreading:
        spelled = (seen.lexicon.spelled[key] for key in self.keys)
        proposals = tuple(_respelled(seen.words, self.first, syllables, self.wrong) for syllables in spelled)
        return Misreading(self.first, self.span[-1], self.wrong, proposals, "differs from a known term by its marks")


def _fewest_wrong(seen: Seen, first: int, options: tuple[Key, ...]) -> tuple[tuple[Key, ...], tuple[int, ...]]:
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


def _is_suspect(seen: Seen, near: _Near) -> bool:
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


def _is_slight(seen: Seen, near: _Near) -> bool:
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
