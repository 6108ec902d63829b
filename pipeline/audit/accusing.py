"""Issues about sums that fail: one at each total, one at each culprit, all of one cause in one group."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace

from pipeline.model import CellKey, Identity, Note

from .locate import Culprit, Repair, Term, term_at

_SHOWN = 3


def accuse(
    identities: Sequence[Identity],
    culprits: Sequence[Culprit],
    terms: Mapping[CellKey, Term],
    notes: tuple[Callable[[Identity], Note], Callable[[CellKey, str], Note]],
) -> Iterator[Note]:
    """Yield the issues. ``notes`` make the one about a sum, and one of a code about a cell."""
    about_sum, about_cell = notes
    by_number = {number: culprit for culprit in culprits for number in culprit.numbers}
    for number, identity in enumerate(identities):
        if not identity.holds:
            note = about_sum(identity)
            culprit = by_number.get(number)
            told = _told(culprit, terms) if culprit else ""
            yield replace(note, evidence=f"{note.evidence}{told}", group=culprit.group if culprit else note.group)
    for culprit in culprits:
        if culprit.shift is None:
            yield from _about_cells(culprit, identities, terms, about_cell)


def _about_cells(
    culprit: Culprit,
    identities: Sequence[Identity],
    terms: Mapping[CellKey, Term],
    about_cell: Callable[[CellKey, str], Note],
) -> Iterator[Note]:
    """Point at the cells of the repair that is the only one or by far the likeliest.

    Only what one or two slips explain may be taken unseen: a number that is far off may be no term of the sum at all.
    """
    if not culprit.is_unique and not culprit.is_favoured:
        return
    best = culprit.repairs[0]
    for key, text in best.texts:
        term = term_at(key, terms)
        code = "possible-misreading" if not culprit.is_unique else "likely-misreading"
        if term.is_printed and text not in term.readings:
            code = "likely-misprint"
        failing = [identities[number] for number in sorted(culprit.numbers)]
        sums = [one for one in failing if key in one.members or not term.raw]
        yield replace(
            about_cell(key, code),
            observed=term.raw,
            proposal=text,
            evidence=_why(sums, best, culprit, terms),
            group=culprit.group,
            unique=code == "likely-misreading" and best.is_likely,
        )


def _why(sums: Sequence[Identity], best: Repair, culprit: Culprit, terms: Mapping[CellKey, Term]) -> str:
    off = ", ".join(f"{one.kind} of {terms[one.total].name} by {one.difference:+f}" for one in sums)
    why = f"off: {off}; "
    why += "all hold with it" if len(best.texts) == 1 else f"all hold with {len(best.texts)} cells changed together"
    if culprit.is_unique:
        return f"{why}, and no other repair is as small"
    others = "; ".join(_repair(one, terms) for one in culprit.repairs[1 : _SHOWN + 1])
    return f"{why}; as small: {others}" if others else why


def _told(culprit: Culprit, terms: Mapping[CellKey, Term]) -> str:
    """Say in the issue of a sum what explains it."""
    if culprit.shift is not None:
        return f"; {culprit.shift.code}: {culprit.shift.evidence}"
    if culprit.is_unique:
        return explained_by(culprit, terms)
    likely = [one for one in culprit.repairs if one.is_likely][:_SHOWN]
    if likely:
        more = len(culprit.repairs) - len(likely)
        rest = f"; {more} less likely repairs" if more else ""
        return f"; may be {' or '.join(_repair(one, terms) for one in likely)}{rest}"
    if culprit.repairs:
        return f"; {len(culprit.repairs)} cells could be wrong, none by a slip of one or two digits"
    return "; no single cell explains it: other sums vouch for every member, or more than one is wrong"


def explained_by(culprit: Culprit, terms: Mapping[CellKey, Term]) -> str:
    """Say which repair explains what fails, behind other words."""
    return f"; explained by {_repair(culprit.repairs[0], terms)}"


def _repair(repair: Repair, terms: Mapping[CellKey, Term]) -> str:
    return " with ".join(_change(text, term_at(key, terms)) for key, text in repair.texts)


def _change(text: str, term: Term) -> str:
    """Say what would stand for what, without the words around a number."""
    pairs = zip(text.split(), term.raw.split(), strict=False)
    new, old = next((pair for pair in pairs if pair[0] != pair[1]), (text, term.raw))
    return f"{new} for {old or 'nothing'} ({term.name})"
