"""Misread words of a document, all places of one misreading in one group."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Sequence
from dataclasses import replace

import regex

from pipeline.model import Catalog, Note, Passage, Severity, Table

from .echoes import Text, echoes
from .lexicon import Lexicon, lexicon_of
from .misreadings import look
from .pieces import Piece, Words, pieces_of, words_of
from .spelling import Misreading
from .symbols import misread_symbols

_NEAR = 40
"""Characters within which a word touches a number."""
_DIGIT = regex.compile(r"\d")
_SPOILT = regex.compile(
    r"""(?<![\p{L}\d])[OoIiløØ!|¡§©€](?=\d)   # O1, i00
      | (?<![\p{L}\d])S(?=0)                  # S0 for 50
      | (?<=\d)[OoISiìíỉĩịJløØ!|¡§©€](?!\p{L})  # 1©0, 3§
      | (?<=\d)[\p{Ll}--[a-zđ]](?!\p{Ll}{2})   # 3ố for Số
      | (?<=\d)\p{L}(?<![xX])(?=\d)          # 1ớ0
      | (?<=[\p{Ll}--[a-zđ]])(?=\d)             # tớ0
      | (?<![\p{L}\d])\((?=\d+[^)]*$)        # (1 for 01
      | (?<=\p{Ll}{2}\)?)\.(?=\s\p{Ll})      # quận. huyện
      | (?<=\p{Ll}{2}/)[Il|](?=\s|$)          # người/I cuộc
      | (?<=[\p{L})])(?:[,;]\.|[.;],)(?!\.)  # quận., huyện""",
    regex.VERBOSE | regex.VERSION1,
)
"""A letter or a sign in the place of a digit, and a stop in the place of a comma."""


def check_wording(prose: Sequence[Passage], tables: Sequence[Table], catalog: Catalog) -> tuple[Note, ...]:
    """Return an issue for every word that is probably misread. ``prose`` are the paragraphs outside tables."""
    lexicon = lexicon_of(catalog)
    pieces: dict[str, list[Piece]] = {}
    for piece in pieces_of(prose, tables):
        pieces.setdefault(piece.passage.text, []).append(piece)
    texts: list[Text] = []
    for text, places in pieces.items():
        words = words_of(text)
        texts.append(Text(words, look(words, lexicon), len(places)))
    found: list[list[Misreading]] = [list(text.look.misreadings) for text in texts]
    for number, one in echoes(texts, lexicon):
        found[number].append(one)
    notes: list[Note] = []
    for (text, places), looked, misreadings in zip(pieces.items(), texts, found, strict=True):
        for piece in places:
            notes.extend(_note(piece, looked.words, one) for one in misreadings)
            notes.extend(_symbol_notes(piece, text, lexicon))
    return tuple(notes)


def count_misread(text: str, catalog: Catalog) -> int:
    """Return how many words and numerals of a text are probably misread, as far as it tells by itself."""
    return len(look(words_of(text), lexicon_of(catalog)).misreadings) + len(_SPOILT.findall(text))


def _symbol_notes(piece: Piece, text: str, lexicon: Lexicon) -> Iterator[Note]:
    for start, end, right, sure in misread_symbols(text, lexicon) if "/" in text or "-" in text else ():
        note = piece.note("misread-word", start, end)
        yield replace(
            note,
            proposal=right,
            expected=right,
            evidence="a part of a document's symbol is spelled otherwise",
            severity=Severity.WARNING if sure else Severity.INFO,
            group=group_of(note.code, note.observed, right),
        )


def _note(piece: Piece, words: Words, found: Misreading) -> Note:
    """Say where a misreading stands; the words around it are told only where they stand in the same line."""
    first, last = found.first, found.last
    phrase = " ".join(words.raw[first : last + 1])
    if _is_broken(piece.passage, words.starts[first], words.ends[last]):
        first, last = found.at[0], found.at[-1]
    start, end = words.starts[first], words.ends[last]
    readings = tuple(_part(reading, first - found.first, last - first + 1, found) for reading in found.proposals)
    note = piece.note("misread-word", start, end)
    only = readings[0] if len(readings) == 1 else ""
    told = "" if len(readings) == 1 else f"; it may be {' or '.join(readings)}" if readings else ""
    return replace(
        note,
        proposal=only,
        expected=only,
        evidence=f"{found.why}{told}",
        severity=_severity(piece, start, end) if found.sure else Severity.INFO,
        group=group_of(note.code, phrase, *found.proposals),
    )


def _part(reading: str, skip: int, count: int, found: Misreading) -> str:
    """Return the words of a reading that stand for those of the text; all where their number differs."""
    parts = reading.split(" ")
    return " ".join(parts[skip : skip + count]) if len(parts) == found.last - found.first + 1 else reading


def _is_broken(passage: Passage, start: int, end: int) -> bool:
    """Say whether characters stand in more than one line, or on more than one page."""
    places = {(run.where.page, run.where.line) for run in passage.runs if run.start < end and run.end > start}
    return len(places) > 1


def _severity(piece: Piece, start: int, end: int) -> Severity:
    """Return how much a misread word matters: it does in what others are found by, and beside a number."""
    text = piece.passage.text
    near = text[max(0, start - _NEAR) : end + _NEAR]
    return Severity.WARNING if piece.is_key or _DIGIT.search(near) else Severity.INFO


def group_of(*parts: str) -> str:
    """Return what issues of one cause share.

    >>> group_of("misread-word", "trên khai") == group_of("misread-word", "Trên khai")
    True
    """
    return hashlib.sha256("\t".join(parts).lower().encode()).hexdigest()[:8]
