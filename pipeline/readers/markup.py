"""Strip the markup that OCR services leave in their text, and compose Unicode, keeping the place of every character."""

from __future__ import annotations

import html
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import replace

import regex

from pipeline.model import Passage, Run, Where

_DROPPED = regex.compile(
    r"(?P<entity>&(?:\#\d{1,6}|\#x[0-9a-f]{1,5}|[a-z]{2,8});)"
    r"|(?<=[\d%‰]\s?)<sup>[\s\d*()]*</sup>|</?(?:b|i|u|s|p|em|strong|span|sub|sup|br|center|font|div|mark)\b[^<>]{0,200}/?>"
    r"|^\s{0,3}\#{1,6}(?=\s)|\*{2,}|__+(?=\p{L})|(?<=\p{L}[.,:;]?)__+"
    r"|(?<![\p{L}\d*])\*(?=[^\s*][^*]*[^\s*]\*(?![\p{L}\d*]))|(?<=(?<![\p{L}\d*])\*[^\s*][^*]*[^\s*])\*(?![\p{L}\d*])"
    r"|\\(?=[-*|\#_.()\[\]+~>%$&])|\$(?=\d[\d.,]*(?:\s?\\?%)?\$(?!\d))|(?<=\$\d[\d.,]*(?:\s?\\?%)?)\$(?!\d)"
    r"|[\u200b-\u200f\u2060\ufeff\u00ad\f]",
    regex.IGNORECASE,
)
_MAY_HOLD_MARKUP = regex.compile(r"[&<\#*_\\$\u200b-\u200f\u2060\ufeff\u00ad\f]")
_CLUSTER = regex.compile(r"\X", regex.DOTALL)


def clean(raw: str, line: int, start: int = 0) -> Passage:
    """Return the text of ``raw`` (which begins at character ``start`` of ``line``) without markup, in NFC.

    >>> clean("**0,15 %** so", line=3).text
    '0,15 % so'
    >>> clean("**0,15 %** so", line=3).where(0, 6)
    Where(page=None, line=3, start=2, end=8, box=None)
    """
    texts: list[str] = []
    runs: list[Run] = []
    length = 0
    for piece, first, last in _pieces(raw):
        even = len(piece) == last - first
        texts.append(piece)
        runs.append(Run(length, length + len(piece), Where(line=line, start=start + first, end=start + last), even))
        length += len(piece)
    return Passage("".join(texts).replace("\u00a0", " ").replace("\t", " "), tuple(runs))


def trace(passage: Passage, spans: Sequence[tuple[int, int]]) -> Passage:
    """Lead a passage of a converted line back to the line as received, where ``spans`` says each character stands.

    >>> places = trace(clean("số 5", line=3), [(0, 1), (1, 3), (3, 4), (4, 5)])
    >>> places.where(0, 2), places.where(3, 4)
    (Where(page=None, line=3, start=0, end=3, box=None), Where(page=None, line=3, start=4, end=5, box=None))
    """
    return Passage(passage.text, tuple(part for run in passage.runs for part in _traced(run, spans)))


def _traced(run: Run, spans: Sequence[tuple[int, int]]) -> Iterator[Run]:
    if run.where.start is None or run.where.end is None:
        yield run
        return
    own = spans[run.where.start : run.where.end]
    if not run.even:
        yield replace(run, where=replace(run.where, start=own[0][0], end=own[-1][1]))
        return
    begin = 0
    for at, (start, end) in enumerate(own):
        # A stretch goes on as long as one character follows another.
        if end - start == 1 and at + 1 < len(own) and own[at + 1] == (end, end + 1):
            continue
        where = replace(run.where, start=own[begin][0], end=end)
        yield Run(run.start + begin, run.start + at + 1, where, at > begin or end - start == 1)
        begin = at + 1


def _pieces(raw: str) -> Iterator[tuple[str, int, int]]:
    position = 0
    for match in _DROPPED.finditer(raw) if _MAY_HOLD_MARKUP.search(raw) else ():
        yield from _composed(raw, position, match.start())
        if match["entity"]:
            yield html.unescape(match[0]), match.start(), match.end()
        elif match[0].lower().startswith("<br"):
            yield " ", match.start(), match.end()
        position = match.end()
    yield from _composed(raw, position, len(raw))


def _composed(raw: str, start: int, end: int) -> Iterator[tuple[str, int, int]]:
    text = raw[start:end]
    if not text:
        return
    if unicodedata.is_normalized("NFC", text):
        yield text, start, end
        return
    for match in _CLUSTER.finditer(text):
        yield unicodedata.normalize("NFC", match[0]), start + match.start(), start + match.end()
