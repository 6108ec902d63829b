"""Words that stand where another stands whenever the document says the same again.

Forms repeat themselves: headings on every page, the same sentence for every year. Where one of many repetitions has
another word, its marks or one letter apart, it is probably misread, though knowledge says nothing about it.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import combinations

from .lexicon import Lexicon, bare_key
from .misreadings import Look, is_one_letter_off
from .pieces import Words
from .spelling import Misreading, in_case

_Context = tuple[str, str, str, str]
"""Two words before a word and two behind it."""
_OFTEN = 3
"""How often a word must stand there for a repetition, and how much more often than the other."""


@dataclass(frozen=True, slots=True)
class Text:
    """A text that the document holds ``times`` times, with what is known of its words."""

    words: Words
    look: Look
    times: int


def echoes(texts: Sequence[Text], lexicon: Lexicon) -> Iterator[tuple[int, Misreading]]:
    """Yield the number of a text and what in it differs from its repetitions."""
    doubtful = _doubtful(texts)
    places: dict[_Context, list[tuple[int, int]]] = {context: [] for context in doubtful}
    for number, text in enumerate(texts if doubtful else ()):
        for at, (one, two, _, four, five) in enumerate(_fives(text.words.keys), start=2):
            if (one, two, four, five) in places and text.words.is_run(at - 1, at + 1):
                places[one, two, four, five].append((number, at))
    for standing in places.values():
        yield from _odd(standing, texts, lexicon)


def _fives(keys: tuple[str, ...]) -> Iterator[tuple[str, ...]]:
    return zip(keys, keys[1:], keys[2:], keys[3:], keys[4:], strict=False)


def _doubtful(texts: Sequence[Text]) -> list[_Context]:
    """Return the contexts in which two words stand that are near one another."""
    first: dict[_Context, str] = {}
    more: dict[_Context, set[str]] = defaultdict(set)
    for text in texts:
        for one, two, word, four, five in _fives(text.words.keys):
            context = (one, two, four, five)
            if first.setdefault(context, word) != word:
                more[context].add(word)
    return [
        context
        for context, words in more.items()
        if any(_is_near(one, other) for one, other in combinations((first[context], *words), 2))
    ]


def _odd(standing: list[tuple[int, int]], texts: Sequence[Text], lexicon: Lexicon) -> Iterator[tuple[int, Misreading]]:
    counts: Counter[str] = Counter()
    spelled: dict[str, str] = {}
    for number, at in standing:
        key = texts[number].words.keys[at]
        counts[key] += texts[number].times
        spelled.setdefault(key, texts[number].words.raw[at])
    usual, often = counts.most_common(1)[0] if counts else ("", 0)
    for number, at in standing:
        key, look = texts[number].words.keys[at], texts[number].look
        if key == usual or look.explained[at] or often < _OFTEN * max(1, counts[key]):
            continue
        if (key, usual) not in lexicon.variants and _is_near(key, usual):
            why = f"{often} other places of the document have {spelled[usual]!r} between the same words"
            reading = in_case(spelled[usual], texts[number].words.raw[at])
            yield number, Misreading(at, at, (at,), (reading,), why)


def _is_near(key: str, usual: str) -> bool:
    one, other = bare_key(key), bare_key(usual)
    return one == other or (min(len(one), len(other)) > 3 and is_one_letter_off(one, other))
