"""The reader of printed words as a further reader of cells that the page pass read poorly."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from statistics import median

from pipeline.model import UNREAD, Box, Reading
from pipeline.readers.words import PrintedWord

from .choices import CHOSEN, Choice, choose, unchosen
from .crops import crop
from .echoes import echoes_of
from .image import Prepared
from .likeliest import Known, aligned, counted
from .numbers import Region
from .readers import Misread, Numerals, Readers
from .sentence_numerals import MARKS, is_numeral, settle_numeral
from .signs import with_signs
from .weighing import TRUSTED

ENGINE = "words"
_LOWEST, _HIGHEST = 0.8, 1.4
"""Of the usual height of words in a table: what is less or more is no word but a part of one, or several."""
BELIEVED = 0.5
"""Confidence in its worst word from which a cell that nobody else could read is believed."""
_DISSENTING = 0.5
"""Confidence from which what the reader of numerals reads otherwise is kept, so that the cell is doubted."""
_STROKES = frozenset("-–—_|'.")
Counted = dict[int, dict[int, Reading]]
"""By cell and word what the reader of numerals read there."""


@dataclass(frozen=True, slots=True)
class Printed:
    """What the reader of words read in a cell; it is as sure of it as of its worst word.

    ``counted`` is the same with each numeral as the reader of numerals surely read it; None where that did not so read
    them all. ``first`` is what the reader of words held for likeliest, where another reading was chosen from what it
    and others saw: nobody is sure of that one then. From ``choice`` the words can be chosen anew.
    """

    reading: Reading
    counted: Reading | None = None
    first: Reading | None = None
    choice: Choice = field(default_factory=Choice)

    @property
    def is_confirmed(self) -> bool:
        """Whether the reader of numerals read each of its numerals, and alike."""
        return self.counted is not None and self.counted.text == self.reading.text


def read_printed(
    prepared: Prepared, regions: Sequence[Region], numbers: Sequence[int], readers: Readers
) -> dict[int, Printed]:
    """Read some of the cells of a table; nothing of those in which no word was seen, or if nobody reads words."""
    heights = [box.bottom - box.top for region in regions for box in region.boxes]
    if not heights or not numbers or readers.words is None:
        return {}
    usual = median(heights)
    cells = [(crop(prepared, regions[number].box, 0), _height(regions[number].boxes, usual)) for number in numbers]
    read = zip(numbers, readers.words(cells), strict=True)
    seen = {
        number: unchosen(_without_rests(printed, regions[number].text), regions[number].words)
        for number, printed in read
    }
    known = Known(readers.usual, echoes_of(one.heard for one in seen.values()))
    chosen = {
        number: replace(one, chosen=tuple(choose(one, known, readers.misread)))
        for number, one in seen.items()
        if one.words
    }
    numerals = _read_numerals(chosen, readers.numerals)
    return {
        number: _put_numerals(choice, numerals.get(number, {}), regions[number]) for number, choice in chosen.items()
    }


def _put_numerals(choice: Choice, numerals: Mapping[int, Reading], region: Region) -> Printed:
    """Put into a cell its numerals as they are likeliest by all that was seen of them, and its signs."""
    words, others = choice.words, aligned(choice.words, [text for text, _ in choice.page])
    settled = [
        settle_numeral(text, words[at], numerals.get(at), others[at]) if counted(text) else text
        for at, text in enumerate(choice.chosen)
    ]
    sure, seen = min(word.confidence for word in words), [word.text for word in words]
    texts = [with_signs(text, region) for text in settled]
    first = None if seen == texts else Reading(" ".join(seen), ENGINE, sure)
    reading = Reading(" ".join(texts), ENGINE, min(CHOSEN, sure) if first else sure)
    bare = tuple(replace(word, picture=None) for word in words)
    return Printed(reading, _counted(texts, numerals), first, replace(choice, words=bare))


def _without_rests(printed: Sequence[PrintedWord], text: str) -> Sequence[PrintedWord]:
    """Leave out a stroke alone at either end of a cell at which the page pass has none: what is left of a ruling.

    >>> words = [PrintedWord("-", 0.9), PrintedWord("Tổng", 0.9), PrintedWord("số", 0.9)]
    >>> [len(_without_rests(words, text)) for text in ("Tổng số", "- Tông số", "")]
    [2, 3, 3]
    """
    known = text.split() or ["-"]
    first = bool(printed) and _is_stroke(printed[0].text) and not _is_stroke(known[0])
    last = len(printed) > first and _is_stroke(printed[-1].text) and not _is_stroke(known[-1])
    return printed[first : len(printed) - last]


def _is_stroke(text: str) -> bool:
    return set(text) <= _STROKES


def _height(boxes: Sequence[Box], usual: float) -> float:
    own = [box.bottom - box.top for box in boxes]
    return min(max(median(own), _LOWEST * usual), _HIGHEST * usual) if own else usual


def _read_numerals(chosen: Mapping[int, Choice], numerals: Numerals | None) -> Counted:
    """Let the reader of numerals look at each word that has a digit, in the picture that the reader of words saw."""
    pictures = {
        (number, at): picture
        for number, choice in chosen.items()
        for at, text in enumerate(choice.chosen)
        if counted(text) and (picture := choice.words[at].picture) is not None
    }
    if numerals is None or not pictures:
        return {}
    found: Counted = {}
    for (number, at), one in zip(pictures, numerals(list(pictures.values())), strict=True):
        if one is not None:
            found.setdefault(number, {})[at] = one
    return found


def _counted(texts: Sequence[str], numerals: Mapping[int, Reading]) -> Reading | None:
    """Put the numerals that were read by themselves into a cell, if all surely were, or if one was read otherwise."""
    needed = [at for at, text in enumerate(texts) if counted(text)]
    read = {at: numerals[at] for at in needed if at in numerals and numerals[at].text}
    is_sure = len(read) == len(needed) and all((one.confidence or 0.0) >= TRUSTED for one in read.values())
    own = list(texts)
    for at, one in read.items():
        bare = own[at].strip(MARKS)
        if is_sure or ((one.confidence or 0.0) >= _DISSENTING and is_numeral(bare)):
            own[at] = own[at].replace(bare, one.text.strip(MARKS), 1)
    is_told = bool(read) and (is_sure or own != list(texts))
    return Reading(" ".join(own), read[max(read)].engine) if is_told else None


def settles(printed: Printed, known: Reading, misread: Misread) -> bool:
    """Say whether a cell need not be looked at further: its numerals are read alike, its words no worse than before.

    >>> one, other = Reading("Đến năm 2030", ENGINE, 0.9), Reading("Đến nám 2030", "tesseract page", 0.9)
    >>> settles(Printed(one), other, lambda text: text.count("nám"))
    True
    >>> settles(Printed(other), one, lambda text: text.count("nám"))
    False
    """
    own = printed.reading
    if known.text == UNREAD:
        return (own.confidence or 0.0) >= BELIEVED and (printed.is_confirmed or not is_bare_number(own.text))
    is_alike = printed.is_confirmed or counted(own.text) == counted(known.text)
    return is_alike and misread(own.text) <= misread(known.text)


def put_together(printed: Printed, known: Reading, misread: Misread) -> Reading:
    """Return a cell as the reader of words read it; a numeral that is none is left to whoever reads one there.

    >>> page = Reading("Tố chức 190 lớp", "tesseract page", 0.8)
    >>> put_together(Printed(Reading("Tổ chức 100 lớp", ENGINE, 0.9)), page, lambda text: 0).text
    'Tổ chức 100 lớp'
    >>> put_together(Printed(Reading("Tổ chức i00 lớp", ENGINE, 0.9)), page, lambda text: "i0" in text).text
    'Tổ chức 190 lớp'
    """
    texts = printed.reading.text.split()
    at = [number for number, text in enumerate(texts) if counted(text)]
    others = [text for text in known.text.split() if counted(text)]
    if len(others) == len(at):
        for number, other in zip(at, others, strict=True):
            texts[number] = other if misread(texts[number]) > misread(other) else texts[number]
    return replace(printed.reading, text=" ".join(texts))


def is_bare_number(text: str) -> bool:
    """Say whether a text is a numeral and nothing more, on which the reader of words has no say."""
    return bool(counted(text)) and not any(map(str.isalpha, text))
