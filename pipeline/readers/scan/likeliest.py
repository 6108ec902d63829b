"""The likeliest words of a line or a cell: what the reader of words saw, weighed with usage and with the cells around.

Only words are chosen so. A numeral, a sign or a Roman figure may be any other, whatever stands beside it elsewhere, and
so may a name: it is only exchanged for what another reader saw too. A spoilt numeral (``1O0``, ``3ố``) at most becomes
what the reader of words saw there too.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from itertools import pairwise

import regex

from pipeline.readers.words import PrintedWord

from .readers import Misread, Usual

_SURE = 0.98
"""Confidence in two words from which one may be expected beside the other again."""
_CERTAIN = 0.995
"""Confidence from which a word stays what it is."""
_ECHO = 3.0
"""Logarithm of the odds that such a neighbour gives."""
_SECOND = 5.0
"""By how much a reading is likelier that another reader has too."""
_UNSEEN = 0.004
"""Odds of what only the other reader saw."""
_CLEAR = 0.96
"""Confidence of the page pass from which a word is not looked at again for being rare."""
_AS_LIKELY = 0.5
"""Odds from which a word with a digit may be one without."""
_ROUNDS = 2
"""Times that a line is gone through: a word that changed may change its neighbour."""
_COUNTED = regex.compile(r"\d+|[%‰]")
_WORD = regex.compile(r"[^\d%‰≥≤<>=+±*/]*\p{L}[^\d%‰≥≤<>=+±*/]*")
_NAME = regex.compile(r"\P{L}*\p{Lu}")
_FIGURE = regex.compile(r"(?<!\p{L})(?:[IVXLCDM]+[a-d]?|[ivxl|]+)(?!\p{L})|\p{No}")
"""A Roman figure, a letter that counts, a raised digit."""


Option = tuple[str, float]
"""What a word may be, and how likely beside what the network holds for likeliest (0 to 1)."""


@dataclass(frozen=True, slots=True)
class Echoes:
    """Words that were surely read beside each other, in small letters."""

    pairs: frozenset[tuple[str, str]] = frozenset()

    def __call__(self, before: str, word: str, after: str) -> float:
        """Return how much speaks for a word between two others, as the logarithm of odds."""
        before, word, after = before.lower(), word.lower(), after.lower()
        return _ECHO * (((before, word) in self.pairs) + ((word, after) in self.pairs))


def echoes_of(read: Iterable[Sequence[PrintedWord]]) -> Echoes:
    """Collect the neighbours that were surely read in lines or cells.

    >>> sorted(echoes_of([[PrintedWord("Mỗi", 0.99), PrintedWord("năm", 1.0), PrintedWord("nột", 0.4)]]).pairs)
    [('mỗi', 'năm')]
    """
    found: set[tuple[str, str]] = set()
    for words in read:
        found.update(
            (one.text.lower(), other.text.lower())
            for one, other in pairwise(words)
            if min(one.confidence, other.confidence) >= _SURE
        )
    return Echoes(frozenset(found))


def counted(text: str) -> list[str]:
    """Return the numerals and the signs of rates in a text: what no reader of words decides alone.

    >>> counted("Tăng 12,5% so với 2020")
    ['12', '5', '%', '2020']
    """
    return _COUNTED.findall(text)


def has_unusual(words: Sequence[tuple[str, float]], usual: Usual) -> bool:
    """Say whether one of several words, not read for sure, is none that stands alone or goes with its neighbours.

    >>> is_rare = lambda before, word, after: 0.0 if word == "mối" else 2.0
    >>> [has_unusual([("01", 0.9), (word, 0.9), ("lớp", 0.9)], is_rare) for word in ("mỗi", "mối")]
    [False, True]
    """
    texts = ["", *(text for text, _ in words), ""]
    return len(words) > 1 and any(
        sure < _CLEAR and text.isalpha() and not text.isupper() and usual(texts[at], text, texts[at + 2]) <= 0
        for at, (text, sure) in enumerate(words)
    )


def likeliest(
    printed: Sequence[PrintedWord], others: Sequence[str], known: Sequence[Usual], misread: Misread
) -> list[str]:
    """Take for each word the likeliest of what it may be, by what the network saw and what is known beside that.

    ``others`` are the words that another reader saw in the same line or cell. Then misread words are exchanged for what
    leaves fewer of them.

    >>> words = [PrintedWord("Thanh", 0.6, (("Thành", 0.5),)), PrintedWord("phố", 0.9)]
    >>> likeliest(words, (), (), lambda text: text.count("Thanh phố"))
    ['Thành', 'phố']
    >>> likeliest(words, ["Thành", "phố"], [lambda before, word, after: 1.0 * (word == "Thành")], lambda text: 0)
    ['Thành', 'phố']
    """
    seconds = _aligned(printed, others)
    options = [_options(word, second) for word, second in zip(printed, seconds, strict=True)]
    is_alone = len(printed) == 1
    usable = [_usable(*each, is_alone=is_alone) for each in zip(printed, seconds, options, strict=True)]
    chosen = [word.text for word in printed]
    for _ in range(_ROUNDS):
        for at, own in enumerate(usable):
            around = (chosen[at - 1] if at else "", chosen[at + 1] if at + 1 < len(chosen) else "")
            chosen[at] = _best(own, around, known)
    return _less_misread(printed, options, chosen, misread)


def _aligned(printed: Sequence[PrintedWord], others: Sequence[str]) -> list[str]:
    """Find for each word what another reader saw in its place; nothing where that saw more words, or fewer."""
    found = [""] * len(printed)
    texts = [word.text for word in printed]
    for _, first, last, start, end in SequenceMatcher(None, texts, others, autojunk=False).get_opcodes():
        if last - first == end - start:
            found[first:last] = others[start:end]
    return found


def _options(word: PrintedWord, second: str) -> list[Option]:
    """Return what a word may be instead, with odds.

    A word that both readers saw is hardly anything else. What the other saw is likelier, or likely at all, unless it or
    the word counts.

    >>> word = PrintedWord("mồi", 0.9, (("môi", 0.1), ("mỗi", 0.05)))
    >>> [_options(word, second) for second in ("mồi", "mỗi", "")]
    [[('môi', 0.02), ('mỗi', 0.01)], [('mỗi', 0.25), ('môi', 0.1)], [('môi', 0.1), ('mỗi', 0.05)]]
    """
    if second == word.text:
        return [(text, odds / _SECOND) for text, odds in word.runners_up]
    odds = dict(word.runners_up)
    if _is_word(second) and _is_word(word.text):
        odds[second] = min(1.0, odds.get(second, _UNSEEN) * _SECOND)
    return sorted(odds.items(), key=lambda option: -option[1])


def _usable(word: PrintedWord, second: str, options: Sequence[Option], *, is_alone: bool) -> list[Option]:
    """Return a word and what may be chosen instead: for a name, and a word by itself, only what another reader saw."""
    own = (word.text, 1.0)
    if word.confidence > _CERTAIN or not _is_word(word.text):
        return [own]
    others = (
        (text, odds)
        for text, odds in options
        if _is_word(text) and (text == second or not (is_alone or _NAME.match(word.text) or _NAME.match(text)))
    )
    return [own, *others]


def _best(usable: Sequence[Option], around: tuple[str, str], known: Sequence[Usual]) -> str:
    """Choose a word between two others."""
    before, after = around
    if len(usable) == 1:
        return usable[0][0]
    return max(
        usable, key=lambda option: math.log(option[1]) + sum(usual(before, option[0], after) for usual in known)
    )[0]


def _is_word(text: str) -> bool:
    """Say whether a text is a word and nothing that counts: no numeral, no sign, no Roman figure.

    >>> [_is_word(text) for text in ("(nguồn", "Xã", "100", "≥", "đạt", "-", "12m", "dân/năm")]
    [True, True, False, False, True, False, False, False]
    >>> any(_is_word(text) for text in ("II.", "I-III", "IIa", "m²", "C", "vi"))
    False
    """
    return _WORD.fullmatch(text) is not None and _FIGURE.search(text) is None


def _less_misread(
    printed: Sequence[PrintedWord], options: Sequence[Sequence[Option]], chosen: list[str], misread: Misread
) -> list[str]:
    wrong = misread(" ".join(chosen))
    for at, word in enumerate(printed):
        for other in (word.text, *_exchangeable(word, options[at])) if wrong else ():
            instead = [*chosen[:at], other, *chosen[at + 1 :]]
            left = misread(" ".join(instead))
            if left < wrong:
                chosen, wrong = instead, left
                break
    return chosen


def _exchangeable(word: PrintedWord, options: Sequence[Option]) -> Iterator[str]:
    """Yield what may stand for a misread word; for one with digits only as many characters, digits among them.

    It may be a word if that is nearly as likely: ``3ố`` for ``Số``, not ``0I`` for ``OI``. A certain word stays.
    """
    for text, odds in options if word.confidence <= _CERTAIN else ():
        is_word = odds >= _AS_LIKELY and not text.isupper()
        is_like = len(text) == len(word.text) and (bool(counted(text)) or is_word)
        if is_like or not counted(word.text):
            yield text
