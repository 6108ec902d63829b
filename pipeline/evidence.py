"""What findings say, in Vietnamese. The datasets keep it in English; it is rendered where a person reads it.

The forms of sentences are data (``evidence.csv``). Their words are translated; what fills them (readings, labels,
numbers, names of engines) is copied, unless it is of a form itself: a place, a kind of sum, a repair.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache

import regex

from .model import Bilingual, Catalog

FORMS = ("observed", "expected", "proposal", "evidence")
"""Fields of issues that may hold a sentence of the program."""
_SLOT = regex.compile(r"\{(?P<name>\w+)(?::(?P<form>[\w-]+))?(?:\|(?P<joint>[^{}]*))?\}")
_JOINT = "; "
_MOST = 12
"""Parts of a list with its sentence; of longer texts each part is looked at by itself, or hostile ones took hours."""
_ANY = ".+?"


@dataclass(frozen=True, slots=True)
class _Sentence:
    """A form of a sentence: how it is recognised, of which form what fills it is, and how it is said."""

    pattern: regex.Pattern[str]
    slots: Mapping[str, str]
    vietnamese: str


@dataclass(frozen=True, slots=True)
class _Grammar:
    forms: Mapping[str, tuple[_Sentence, ...]]
    words: Mapping[str, Mapping[str, Bilingual]]

    def render(self, form: str, text: str) -> str | None:
        """Return a text of a form in Vietnamese, None if it is none; what has no form or only a pattern is copied."""
        if form in self.words:
            word = self.words[form].get(text)
            return word.vietnamese if word else None
        for one in self.forms.get(form, ()):
            if match := one.pattern.fullmatch(text):
                return self._said(one, match) if one.vietnamese else text
        return None if form in self.forms else text

    def _said(self, one: _Sentence, match: regex.Match[str]) -> str:
        def fill(slot: regex.Match[str]) -> str:
            form = one.slots[slot["name"]]
            parts = (self.render(form, part) or part for part in match.captures(slot["name"]))
            return (slot["joint"] or "").join(parts)

        return _SLOT.sub(fill, one.vietnamese)


def in_vietnamese(text: str, catalog: Catalog, form: str = "evidence") -> str:
    """Say in Vietnamese what a finding says in English, part by part; what is of no known form stays.

    ``form`` is the field that the text stands in: evidence, proposal, expected or observed. Of the others than
    evidence, most is what a document says, which is of no form.
    """
    return _JOINT.join(said if said is not None else part for part, said in _parts(text, catalog, form))


def told_in_vietnamese(issue: Mapping[str, str], catalog: Catalog) -> dict[str, str]:
    """Return an issue with the texts of its own in Vietnamese."""
    return {**issue, **{form: in_vietnamese(issue[form], catalog, form) for form in FORMS}}


def left_in_english(text: str, catalog: Catalog, form: str = "evidence") -> tuple[str, ...]:
    """Return the parts of a text that are of no known form."""
    return tuple(part for part, said in _parts(text, catalog, form) if said is None)


def _parts(text: str, catalog: Catalog, form: str) -> Iterator[tuple[str, str | None]]:
    """Yield the parts of a text, the longest that are of a form, with what they are in Vietnamese.

    Only evidence has parts: the rest may be a text of a document, a part of which is no sentence of the program.
    """
    if not text:
        return
    grammar = _grammar(catalog)
    whole = grammar.render(form, text)
    if whole is not None or form != "evidence":
        yield text, whole
        return
    parts = text.split(_JOINT)
    at = 0
    while at < len(parts):
        longer = (_JOINT.join(parts[at:end]) for end in range(min(at + _MOST, len(parts)), at, -1))
        found = next(((part, said) for part in longer if (said := grammar.render(form, part)) is not None), None)
        part, said = found or (parts[at], None)
        yield part, said
        at += part.count(_JOINT) + 1


@lru_cache(maxsize=4)
def _grammar(catalog: Catalog) -> _Grammar:
    """Compile the forms of a catalogue, when they are first needed: most processes never show anything."""
    forms = {
        form: tuple(_sentence(english, vietnamese, catalog) for english, vietnamese in rows)
        for form, rows in catalog.evidence.items()
    }
    return _Grammar(forms, catalog.words)


def _sentence(english: str, vietnamese: str, catalog: Catalog) -> _Sentence:
    slots = {slot["name"]: slot["form"] or "" for slot in _SLOT.finditer(english)}
    return _Sentence(regex.compile(_spelled(english, catalog, named=True), regex.DOTALL), slots, vietnamese)


def _spelled(english: str, catalog: Catalog, *, named: bool) -> str:
    """Return the pattern of a form; what fills it is of the pattern of its own form."""
    if english.startswith("/") and english.endswith("/"):
        return english[1:-1]
    pattern, end = "", 0
    for slot in _SLOT.finditer(english):
        inner = _pattern(slot["form"], catalog) if slot["form"] else _ANY
        group = f"(?P<{slot['name']}>{inner})" if named else f"(?:{inner})"
        more = f"(?:{regex.escape(slot['joint'])}{group})*" if slot["joint"] else ""
        pattern += regex.escape(english[end : slot.start()], literal_spaces=True) + group + more
        end = slot.end()
    return pattern + regex.escape(english[end:], literal_spaces=True)


def _pattern(form: str, catalog: Catalog) -> str:
    if form in catalog.words:
        return "|".join(map(regex.escape, catalog.words[form]))
    return "|".join(_spelled(english, catalog, named=False) for english, _ in catalog.evidence[form])
