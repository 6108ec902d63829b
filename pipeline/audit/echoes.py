"""Words that stand where another stands whenever the document says the same again.

Forms repeat themselves: headings on every page, the same sentence for every year. Where one of many repetitions has
another word, its marks or one letter apart, it is probably misread, though knowledge says nothing about it.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from .lexicon import Lexicon, bare_key
from .misreadings import Look, Misreading, in_case, is_one_letter_off
from .pieces import Words

_OFTEN = 3
"""How often a word must stand there for a repetition, and how much more often than the other."""


@dataclass(frozen=True, slots=True)
class Text:
    """A text that the document holds ``times`` times, with what is known of its words."""

    words: Words
    look: Look
    times: int


def echoes(texts: Iterable[Text], lexicon: Lexicon) -> Iterator[tuple[int, Misreading]]:
    """Yield the number of a text and what in it differs from its repetitions."""
    places: dict[tuple[str, ...], list[tuple[int, int]]] = defaultdict(list)
    texts = list(texts)
    for number, text in enumerate(texts):
        keys = text.words.keys
        for at in range(2, len(keys) - 2):
            if text.words.is_run(at - 1, at + 1):
                places[keys[at - 2], keys[at - 1], keys[at + 1], keys[at + 2]].append((number, at))
    for standing in places.values():
        if len({texts[number].words.keys[at] for number, at in standing}) > 1:
            yield from _odd(standing, texts, lexicon)


def _odd(standing: list[tuple[int, int]], texts: list[Text], lexicon: Lexicon) -> Iterator[tuple[int, Misreading]]:
    counts: Counter[str] = Counter()
    spelled: dict[str, str] = {}
    for number, at in standing:
        key = texts[number].words.keys[at]
        counts[key] += texts[number].times
        spelled.setdefault(key, texts[number].words.raw[at])
    usual, often = counts.most_common(1)[0]
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
