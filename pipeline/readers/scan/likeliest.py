"""The likeliest words of a line or a cell: what the reader of words saw, weighed with usage and with the cells around.

Only words are chosen so. A numeral, a sign or a Roman figure may be any other, whatever stands beside it elsewhere, and
so may a name: it is only exchanged for what another reader saw too. A word that both readers saw in a label, about
which nobody is told, is none that only stands elsewhere. A spoilt numeral (``1O0``, ``3ố``) at most becomes what the
reader of words saw there too.
"""

from __future__ import annotations

import math
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from difflib import SequenceMatcher

import regex
from rapidfuzz.distance import Levenshtein

from pipeline.readers.words import PrintedWord

from .echoes import SURE, Echoes
from .readers import Misread, Usual

CERTAIN = 0.999
"""Confidence from which a word stays what it is."""
_ONLY_HEARD = 0.001
"""Odds of a word that nobody saw, but that stands between the same two words elsewhere and differs in a letter."""
_SHORTEST = 2
"""Letters of such a word, one more behind a number: ``cm`` and ``km`` stand between the same words, as ``a)``, ``b)``
do."""
_STOP_OR_COMMA = 0.3
"""Odds of a comma that was read as a stop: worn, they are alike."""
_SECOND = 5.0
"""By how much a reading is likelier that another reader has too."""
_NEARLY = 0.55
"""Odds from which it then is the likelier one."""
_UNSEEN = 0.004
"""Odds of what only the other reader saw."""
_CLEAR = 0.96
"""Confidence of the page pass from which a word is not looked at again for being rare."""
_AS_LIKELY = 0.5
"""Odds from which a word with a digit may be one without."""
_KNOWN_NAME = 4.2
"""By how much a name must be more usual for it to be taken for another with other marks on its letters."""
_ROUNDS = 2
"""Times that a line is gone through: a word that changed may change its neighbour."""
_ENDS = ".:"
"""Marks behind which a capital begins a sentence."""
_COUNTED = regex.compile(r"\d+|[%‰]")
_WORD = regex.compile(r"[^\d%‰≥≤<>=+±*/]*\p{L}[^\d%‰≥≤<>=+±*/]*/?")
_NAME = regex.compile(r"\P{L}*\p{Lu}")
_FIGURE = regex.compile(r"(?<!\p{L})(?:[IVXLCDM]+[a-d]?|[ivxl|]+)(?!\p{L})|\p{No}")
"""A Roman figure, a letter that counts, a raised digit."""


Option = tuple[str, float]
"""What a word may be, and how likely beside what the network holds for likeliest (0 to 1)."""


@dataclass(frozen=True, slots=True)
class Known:
    """What is known beside what the network saw: how usual words are together, and what was read around."""

    usual: Usual
    echoes: Echoes = field(default_factory=Echoes)


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
    printed: Sequence[PrintedWord], others: Sequence[str], known: Known | None, misread: Misread
) -> list[str]:
    """Take for each word the likeliest of what it may be, by what the network saw and what is known beside that.

    ``others`` are the words that another reader saw in the same line or cell. Then misread words are exchanged for what
    leaves fewer of them.

    >>> words = [PrintedWord("Thanh", 0.6, (("Thành", 0.5),)), PrintedWord("phố", 0.9)]
    >>> likeliest(words, (), None, lambda text: text.count("Thanh phố"))
    ['Thành', 'phố']
    >>> likeliest(words, ["Thành", "phố"], Known(lambda before, word, after: word == "Thành"), lambda text: 0)
    ['Thành', 'phố']
    """
    seconds = aligned(printed, others)
    options = [_options(word, second) for word, second in zip(printed, seconds, strict=True)]
    chosen = [word.text for word in printed]
    for _ in range(_ROUNDS):
        for at, word in enumerate(printed):
            if known is not None and word.confidence <= CERTAIN and _is_word(word.text):
                chosen[at] = _best(_Place(printed, at, chosen), options[at], seconds[at], known)
    return _less_misread(printed, options, chosen, misread)


def aligned(printed: Sequence[PrintedWord], others: Sequence[str]) -> list[str]:
    """Find for each word what another reader saw in its place; nothing where that saw more words, or fewer."""
    found = [""] * len(printed)
    texts = [word.text for word in printed]
    for _, first, last, start, end in SequenceMatcher(None, texts, others, autojunk=False).get_opcodes():
        if last - first == end - start:
            found[first:last] = others[start:end]
    return found


def _options(word: PrintedWord, second: str) -> list[Option]:
    """Return what a word may be instead, with odds.

    A word that both readers saw is hardly anything else. What the other saw is likelier, or likely at all where the
    network is not sure, unless it or the word counts. A stop may be a comma whatever they saw.

    >>> word = PrintedWord("mồi", 0.9, (("môi", 0.1), ("mỗi", 0.04)))
    >>> [_options(word, second) for second in ("mồi", "mỗi", "")]
    [[('môi', 0.02), ('mỗi', 0.008)], [('mỗi', 0.2), ('môi', 0.1)], [('môi', 0.1), ('mỗi', 0.04)]]
    >>> _options(PrintedWord("lớp.", 0.9), "lớp.")
    [('lớp,', 0.3)]
    """
    odds = dict(word.runners_up)
    if second == word.text:
        odds = {text: less / _SECOND for text, less in odds.items()}
    elif _is_word(second) and _is_word(word.text) and (second in odds or word.confidence < SURE):
        less = odds.get(second, _UNSEEN)
        odds[second] = less * _SECOND if less > _NEARLY else min(1.0, less * _SECOND)
    for text, less in ((word.text, 1.0), *list(odds.items())):
        if text.endswith(".") and text[-2:-1].isalpha():
            comma = f"{text[:-1]},"
            odds[comma] = max(odds.get(comma, 0.0), less * _STOP_OR_COMMA)
    return sorted(odds.items(), key=lambda option: -option[1])


@dataclass(frozen=True, slots=True)
class _Place:
    """A place in a line, and what was chosen so far for all of its words."""

    printed: Sequence[PrintedWord]
    at: int
    chosen: Sequence[str]

    @property
    def word(self) -> PrintedWord:
        return self.printed[self.at]

    @property
    def around(self) -> tuple[str, str]:
        """The words before and behind; nothing at the ends."""
        before = self.chosen[self.at - 1] if self.at else ""
        return before, self.chosen[self.at + 1] if self.at + 1 < len(self.chosen) else ""

    @property
    def is_told(self) -> bool:
        """Whether somebody is told if another word is chosen: a number is in the cell, which is suspect then."""
        return any(counted(word.text) for word in self.printed)

    @property
    def is_start(self) -> bool:
        """Whether a sentence begins here, with a capital that makes no name: ``Mục tiêu 3: Bảo đảm``."""
        before, after = self.around
        return (not before or before[-1] in _ENDS) and after[:1].islower()


def _best(place: _Place, options: Sequence[Option], second: str, known: Known) -> str:
    """Choose the word of a place: itself, or what it may be instead.

    For a name, and a word by itself, that is only what another reader saw, or the same letters with other marks if no
    word and no name of a place has those that were seen. A word that both readers saw is no other for having been read
    elsewhere, nor for beginning a sentence, unless the cell is doubted then.
    """
    word, (before, after) = place.word, place.around
    is_alone, is_agreed = len(place.printed) == 1, second == word.text and not place.is_told
    echoes = Echoes() if is_alone else known.echoes
    own = known.usual(before, word.text, after)
    is_nowhere = second != word.text and known.usual("", word.text, "") < 0
    spoken = {word.text: own + echoes.speak(before, word.text, after)}
    heard = () if is_agreed else _only_heard(place, options, echoes)
    for text, odds in (*options, *heard):
        usual = known.usual(before, text, after)
        is_name = bool(_NAME.match(word.text) or _NAME.match(text)) and (is_agreed or not place.is_start)
        is_better_name = is_nowhere and usual >= own + _KNOWN_NAME and _without_marks(text) == _without_marks(word.text)
        if _is_word(text) and (text == second or is_better_name or not (is_name or is_alone)):
            spoken[text] = math.log(odds) + usual + echoes.speak(before, text, after)
    return max(spoken, key=lambda text: spoken[text])


def _only_heard(place: _Place, options: Sequence[Option], echoes: Echoes) -> Iterator[Option]:
    """Yield words in small letters that nobody saw in a place, but which stand between the same two words elsewhere.

    They are much alike and no unit behind a number, and what was seen is not sure.
    """
    word = place.word
    if word.confidence >= SURE:
        return
    known = {word.text.lower(), *(text.lower() for text, _ in options)}
    before, after = place.around
    shortest = _SHORTEST + bool(counted(before))
    for text in echoes.heard(before, after):
        is_long = sum(map(str.isalpha, text)) >= shortest
        if is_long and text not in known and Levenshtein.distance(text, word.text) == 1:
            yield text, _ONLY_HEARD


def _without_marks(text: str) -> str:
    """Leave out the marks on and below vowels.

    >>> _without_marks("Thọ"), _without_marks("Lăng")
    ('Tho', 'Lang')
    """
    return "".join(char for char in unicodedata.normalize("NFD", text) if not unicodedata.combining(char))


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
    for text, odds in options if word.confidence <= CERTAIN else ():
        is_word = odds >= _AS_LIKELY and not text.isupper()
        is_like = len(text) == len(word.text) and (bool(counted(text)) or is_word)
        if is_like or not counted(word.text):
            yield text
