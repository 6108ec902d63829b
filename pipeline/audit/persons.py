"""Names of persons: one spelling in a document, and one that a name can have."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

import regex

from pipeline.model import Catalog, Note, Passage
from pipeline.text import tone_key

from .lexicon import bare
from .wording import group_of

_NAME = regex.compile(r"\s*\p{Lu}\p{Ll}+(?:\s+\p{Lu}\p{Ll}*){1,4}(?!\p{L})")
_INITIALLED = regex.compile(r"(?:\b\p{Lu}\.\s?){2,3}(?P<given>\p{Lu}\p{Ll}+)\b")


@dataclass(frozen=True, slots=True)
class _Mention:
    """A name as it stands, with its place."""

    passage: Passage
    start: int
    end: int

    @property
    def name(self) -> str:
        return " ".join(self.passage.text[self.start : self.end].split())

    @property
    def key(self) -> str:
        return " ".join(map(bare, self.name.split()))

    def note(self, code: str, evidence: str, proposal: str = "") -> Note:
        """Return an issue about the name; one name is one group, however it is spelled."""
        return Note(
            code,
            where=self.passage.where(self.start, self.end),
            observed=self.passage.text[self.start : self.end],
            expected=proposal,
            proposal=proposal,
            evidence=evidence,
            group=group_of(code, self.key),
        )


def check_persons(prose: Sequence[Passage], signer: str, catalog: Catalog) -> tuple[Note, ...]:
    """Return an issue for each place of a name that is spelled in several ways, and for names that nobody bears."""
    by_key: dict[str, list[_Mention]] = {}
    for mention in _mentions(prose, signer, catalog):
        by_key.setdefault(mention.key, []).append(mention)
    notes: list[Note] = []
    for mentions in by_key.values():
        spellings = list(dict.fromkeys(tone_key(mention.name) for mention in mentions))
        notes.extend(_varying(mentions, catalog) if len(spellings) > 1 else _doubtful(mentions, catalog))
    notes.extend(note for passage in prose for note in _initialled(passage, catalog))
    return tuple(notes)


def _mentions(prose: Sequence[Passage], signer: str, catalog: Catalog) -> Iterator[_Mention]:
    """Yield names behind titles, and the signer's wherever its letters stand."""
    signed = regex.compile(r"\s+".join(map(_any_marks, signer.split()))) if len(signer.split()) > 1 else None
    for passage in prose:
        text, spans = passage.text, set[tuple[int, int]]()
        for phrase in catalog.wording["person-title"]:
            for title in phrase.pattern.finditer(text):
                if name := _NAME.match(text, title.end()):
                    spans.add((name.end() - len(name[0].lstrip()), name.end()))
        if signed is not None:
            spans.update(match.span() for match in signed.finditer(text) if bare(match[0]) == bare(signer))
        for start, end in sorted(spans):
            yield _Mention(passage, start, end)


def _any_marks(word: str) -> str:
    """Return a pattern of a capitalised word of as many letters."""
    return rf"\b\p{{Lu}}\p{{L}}{{{len(word) - 1}}}\b"


def _varying(mentions: Sequence[_Mention], catalog: Catalog) -> Iterator[Note]:
    names = list(dict.fromkeys(mention.name for mention in mentions))
    families = _candidates(names[0].split()[0], catalog.language.family_names)
    unknown = sorted({name.split()[0] for name in names} - catalog.language.family_names)
    doubt = ""
    if unknown:
        known = f"; {' and '.join(families)} would be" if families else ""
        are = "are no family names that are" if len(unknown) > 1 else "is no family name that is"
        doubt = f"; {' and '.join(unknown)} {are} known{known}"
    evidence = f"spelled {', '.join(names)} in this document; none of them is perhaps right{doubt}"
    for mention in mentions:
        yield mention.note("name-varies", evidence)


def _doubtful(mentions: Sequence[_Mention], catalog: Catalog) -> Iterator[Note]:
    """Doubt a full name whose first syllable is no family name but for its marks."""
    words = mentions[0].name.split()
    families = _candidates(words[0], catalog.language.family_names)
    if len(words) < 3 or words[0] in families or not families or mentions[0].name.isupper():
        return
    proposal = " ".join((families[0], *words[1:])) if len(families) == 1 else ""
    for mention in mentions:
        yield mention.note("doubtful-name", f"{words[0]} is no family name; {' or '.join(families)} is", proposal)


def _initialled(passage: Passage, catalog: Catalog) -> Iterator[Note]:
    """Doubt a given name behind initials that nobody bears, if it is one with other marks: ``P.T.T. Huyện``."""
    for match in _INITIALLED.finditer(passage.text):
        names = _candidates(match["given"], catalog.language.given_names)
        if names and match["given"] not in names:
            start, end = match.span("given")
            evidence = f"no given name that is known; {' or '.join(names)} would be"
            yield _Mention(passage, start, end).note("doubtful-name", evidence, names[0] if len(names) == 1 else "")


def _candidates(word: str, names: Iterable[str]) -> list[str]:
    """Return the names that differ from a word by marks at most; only the word if it is one of them."""
    alike = sorted(name for name in names if bare(name) == bare(word))
    same = [name for name in alike if tone_key(name) == tone_key(word)]
    return [word] if same else alike
