"""Strip the markup that OCR services leave in their text, and compose Unicode, keeping the place of every character."""

from __future__ import annotations

import html
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import replace

import regex

from pipeline.model import Passage, Run, Where

_FORMULA = r"(?=[\d\\<>≥≤=~+-])(?:[\d\s.,%<>≥≤=~+-]|\\[a-z]+|\\[%,;])+(?<!\s)"
"""What is set as a formula though it is a number: ``$99,8\\%$``, ``$\\ge 72\\%$``."""
_DROPPED = regex.compile(
    r"(?P<entity>&(?:\#\d{1,6}|\#x[0-9a-f]{1,5}|[a-z]{2,8});)"
    r"|(?P<item><li\b[^<>]{0,200}>(?!\s*(?:[-+*•–]\s|\d{1,2}[.)]\s|[a-zđ]\))))"
    r"|(?<=[\d%‰]\s?)<sup>[\s\d*()]*</sup>"
    r"|</?(?:b|i|u|s|p|em|strong|span|sub|sup|br|center|font|div|mark|ul|ol|li|h[1-6]|blockquote)\b[^<>]{0,200}/?>"
    r"|^\s{0,3}\#{1,6}(?=\s)|^\s{0,3}(?:>\s?)+(?=\s*(?:\p{L}|[-+*•–]\s|\d{1,2}[.)]\s))"
    r"|\*{2,}|__+(?=\p{L})|(?<=\p{L}[.,:;]?)__+"
    r"|(?<![\p{L}\d*])\*(?=[^\s*][^*]*[^\s*]\*(?![\p{L}\d*]))|(?<=(?<![\p{L}\d*])\*[^\s*][^*]*[^\s*])\*(?![\p{L}\d*])"
    rf"|\$(?={_FORMULA}\$)|(?<=\${_FORMULA})\$|(?P<sign>\\(?:geq?|leq?|gt|lt|approx|sim)(?!\p{{L}}))"
    r"|\\(?=[-*|\#_.()\[\]+~>%$&])|[\u200b-\u200f\u2060\ufeff\u00ad\f]",
    regex.IGNORECASE,
)
_SIGNS = {"ge": "≥", "geq": "≥", "le": "≤", "leq": "≤", "gt": ">", "lt": "<", "approx": "khoảng", "sim": "~"}
_BREAK = regex.compile(r"</?(?P<tag>br|p|ul|ol|li|div|h[1-6]|blockquote)\b[^<>]{0,200}>", regex.IGNORECASE)
_WIDE = str.maketrans({0xFF01 + at: 0x21 + at for at in range(94)} | {0x00A0: " ", 0x0009: " "})
"""Signs as wide as Chinese ones, and blanks."""
_MAY_HOLD_MARKUP = regex.compile(r"[&<>\#*_\\$\u200b-\u200f\u2060\ufeff\u00ad\f]")
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
    return Passage("".join(texts).translate(_WIDE), tuple(runs))


def printed_lines(raw: str) -> Iterator[tuple[int, int] | None]:
    """Yield the parts of a line of prose that HTML prints on lines of their own, None for a gap between two.

    >>> raw = "<p>Trồng rừng.<br/>- Nuôi cá.</p><p>Dạy nghề.</p>"
    >>> [part and raw[slice(*part)] for part in printed_lines(raw)]
    ['Trồng rừng.', '- Nuôi cá.', None, 'Dạy nghề.']
    """
    start, gap, done = 0, False, False
    for tag in [*_BREAK.finditer(raw), None]:
        end = len(raw) if tag is None else tag.start()
        if _BREAK.sub("", raw[start:end]).strip():
            if done and gap:
                yield None
            yield start, end
            start, gap, done = end, False, True
        if tag is not None:
            gap = gap or tag["tag"].lower() != "br"
            start = start if tag["tag"].lower() == "li" and not tag[0].startswith("</") else tag.end()
    if not done:
        yield 0, len(raw)


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
        elif match["item"]:
            yield "- ", match.start(), match.end()
        elif match["sign"]:
            yield _SIGNS[match["sign"][1:].lower()], match.start(), match.end()
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
