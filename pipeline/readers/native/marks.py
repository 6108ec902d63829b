"""Marks of footnotes: raised in the text, in front of the notes, or set against their first word."""

from __future__ import annotations

from collections.abc import Container, Iterable
from dataclasses import replace

import regex

from .lines import SMALL, TextLine, text_line
from .words import Word

_RISE = 0.15
_NEAR_UNIT = 0.15
_MARK = regex.compile(r"[(\[]?(?:\d{1,2}|\*{1,3})[)\]]?")
_GLUED_MARK = regex.compile(r"(?:\d{1,2}|\*{1,3})(?=\p{Lu})")
_UNIT = regex.compile(r"(?<![\p{L}\d])(?:[A-Za-z]|[cdhkm]m)$")


def is_raised(word: Word, line: TextLine) -> bool:
    """Say whether a word is a raised mark of its line: small, and above the baseline."""
    return word.size < SMALL * line.size and line.baseline - word.baseline > _RISE * line.size


def is_mark(line: TextLine, at: int) -> bool:
    """Say whether a word of a line is the raised mark of a footnote, and not the exponent of a unit as in ``m²``."""
    word = line.words[at]
    if not is_raised(word, line) or not _MARK.fullmatch(word.text):
        return False
    before = line.words[at - 1] if at else None
    if before is None or word.start - before.end > _NEAR_UNIT * line.size:
        return True
    if word.text.startswith("*"):
        return not before.text[-1:].isdigit()
    return not _UNIT.search(before.text)


def without_marks(line: TextLine) -> tuple[TextLine | None, tuple[Word, ...]]:
    """Take the marks of footnotes off a line; return what is left, if anything, and the marks."""
    marks = tuple(word for at, word in enumerate(line.words) if is_mark(line, at))
    if not marks:
        return line, ()
    rest: list[Word] = []
    spaced = False
    for word in line.words:
        if word in marks:
            spaced = spaced or word.after_space
        else:
            closes = word.text[0] in ",.;:)"
            rest.append(replace(word, after_space=(word.after_space or spaced) and not (rest and closes)))
            spaced = False
    return (text_line(rest) if rest else None), marks


def marks_of(lines: Iterable[TextLine]) -> frozenset[str]:
    """Return the raised marks of footnotes in lines, without brackets."""
    found = (word.text for line in lines for at, word in enumerate(line.words) if is_mark(line, at))
    return frozenset(text.strip("()[]") for text in found)


def with_raised_mark(line: TextLine, marks: Container[str]) -> TextLine:
    """Part the mark that a footnote begins with, if it is one of ``marks``, from the word that it is set against.

    The mark is taken for a raised one, whatever its size.
    """
    first = line.words[0]
    found = _GLUED_MARK.match(first.text)
    if found is None or found[0] not in marks:
        return line
    length = len(found[0])
    cut = first.start + (first.end - first.start) * length / len(first.text)
    at = first.numbers[0] + length
    mark = replace(
        first,
        text=found[0],
        end=cut,
        box=replace(first.box, right=cut),
        size=SMALL * SMALL * first.size,
        baseline=first.baseline - 2 * _RISE * first.size,
        numbers=(first.numbers[0], at - 1),
    )
    rest = replace(
        first, text=first.text[length:], start=cut, box=replace(first.box, left=cut), numbers=(at, first.numbers[1])
    )
    return text_line([mark, rest, *line.words[1:]])
