"""Errors put into clean documents: how many are found, what is proposed, who is wrongly accused.

    make bench ARGS="mutations"

A cell that was spoilt is detectable if a sum it takes part in is off by more than its tolerance, or if it holds no
number any more; a row, if a sum down has a value other than nought in it. The rest is counted.
"""

from __future__ import annotations

import argparse
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from itertools import zip_longest

from pipeline.model import CellKey, Check, Extraction, Note
from pipeline.readers.markup import clean

from .mutants import KINDS, PAIRS, ROW_KINDS, Clean, Mutant, Spoilt, clean_documents, spoil

ACCUSING = frozenset(
    {
        "identity-fails",
        "likely-misreading",
        "possible-misreading",
        "likely-misprint",
        "swapped-cells",
        "shifted-row",
        "missing-row",
        "doubled-row",
        "doubtful-number",
        "unreadable-number",
        "implausible-value",
    }
)
"""Codes that say of a number that it is wrong."""
ROW_CODES = {"shifted row": "shifted-row", "dropped row": "missing-row", "doubled row": "doubled-row"}
NAME_CODES = frozenset({"label-repaired", "unknown-place", "duplicate-place"})
_MOST_PAIRS = 2
PROPOSING = frozenset(
    {"likely-misreading", "possible-misreading", "swapped-cells", "doubtful-number", "unreadable-number"}
)


@dataclass(slots=True)
class Score:
    """Counts of one kind: errors, those that sums can see, those found, ..."""

    errors: int = 0
    detectable: int = 0
    found: int = 0
    unsuspected: int = 0
    """Detectable errors that are not ``suspect``: the worst that can happen."""
    proposed: int = 0
    right: int = 0
    crossing: int = 0
    """Single errors at which two failing sums cross, and among them those whose first proposal is right."""
    crossing_right: int = 0
    documents: int = 0
    accused: int = 0
    """Accusations of what was not spoilt."""
    misses: list[str] = field(default_factory=list)


def score(mutant: Mutant, into: Score) -> None:
    """Add what the audit made of a mutant."""
    into.documents += 1
    into.errors += len(mutant.errors)
    accused = list(false_accusations(mutant))
    into.accused += len(accused)
    into.misses += [
        f"accused: {mutant.clean.name} {one.code} {_at(one)} {one.observed!r} {one.evidence[:90]}" for one in accused
    ]
    for error in mutant.errors:
        if mutant.kind == "wrong mark":
            _score_name(mutant, error, into)
        elif mutant.kind in ROW_CODES:
            _score_row(mutant, error, into)
        else:
            _score_cell(mutant, error, into)


def _score_cell(mutant: Mutant, error: Spoilt, into: Score) -> None:
    now = _values(mutant.found)
    moved = _moved(mutant, error.key)
    lost = error.key in {one.key for one in mutant.clean.found.observations} and now.get(error.key) is None
    if not moved and not lost:
        return
    into.detectable += 1
    notes = [note for note in mutant.found.notes if _at(note) == error.key and note.code in ACCUSING]
    failing = any(error.key in one.members and not one.holds for one in mutant.found.identities)
    into.found += bool(notes or failing)
    if not notes and not failing:
        into.misses.append(f"{mutant.clean.name} {error}")
    if _checks(mutant.found).get(error.key, Check.SUSPECT) is not Check.SUSPECT:
        into.unsuspected += 1
        into.misses.append(f"unsuspected: {mutant.clean.name} {error}")
    first = next((note.proposal for note in notes if note.code in PROPOSING and note.proposal), None)
    into.proposed += first is not None
    right = first is not None and _same(first, error.printed)
    if moved >= 2 and not right:
        into.misses.append(f"not proposed: {len(mutant.errors)} {mutant.clean.name} {error} {first}")
    into.right += right
    if len(mutant.errors) == 1 and moved >= 2:
        into.crossing += 1
        into.crossing_right += right
        if not right:
            into.misses.append(f"crossing: {mutant.clean.name} {error} proposed {first}")


def _same(one: str, other: str) -> bool:
    zero = {"-": "0"}
    return zero.get(one, one) == zero.get(other, other)


def _moved(mutant: Mutant, key: CellKey) -> int:
    """Return how many sums of the clean document that a cell takes part in are off now."""
    before, now = _values(mutant.clean.found), _values(mutant.found)
    count = 0
    for identity in mutant.clean.found.identities:
        if key not in identity.members or not identity.holds:
            continue
        if any(now.get(one) is None for one in identity.members):
            continue
        steps = {one: (now[one] or Decimal(0)) - (before[one] or Decimal(0)) for one in identity.members}
        difference = identity.difference + steps[identity.total] - sum(steps[part] for part in identity.parts)
        count += abs(difference) > identity.tolerance
    return count


def _score_row(mutant: Mutant, error: Spoilt, into: Score) -> None:
    before = _values(mutant.clean.found)
    sums = [
        one
        for one in mutant.clean.found.identities
        if one.holds and any(key[:2] == (error.table_id, error.row_no) and before[key] for key in one.parts)
        if mutant.kind != "shifted row" or any(_is_moved(key, error) for key in one.members)
    ]
    if mutant.kind != "shifted row":
        sums = [one for one in sums if one.kind.startswith("column")]
    if not sums:
        return
    into.detectable += 1
    notes = [note for note in _new_notes(mutant) if note.code in ACCUSING or note.where.line in _lines_of(mutant)]
    into.found += bool(notes)
    if not notes:
        into.misses.append(f"{mutant.clean.name} {error}")
    pointing = [note for note in notes if note.code == ROW_CODES[mutant.kind] and _is_there(note, error, mutant)]
    into.proposed += bool(pointing)
    into.right += any(mutant.kind != "shifted row" or _restores(note, error) for note in pointing)
    if mutant.kind == "shifted row":
        now, checks = _values(mutant.found), _checks(mutant.found)
        row = [
            key
            for key in before
            if key[:2] == (error.table_id, error.row_no) and len(mutant.found.tables) == len(mutant.clean.found.tables)
        ]
        wrong = [key for key in row if now.get(key) is not None and now[key] != before[key]]
        loose = [key for key in wrong if checks[key] is not Check.SUSPECT and any(key in one.members for one in sums)]
        into.unsuspected += bool(loose)
        into.misses.extend([f"unsuspected: {mutant.clean.name} {loose} {error}"] if loose else [])


def _is_moved(key: CellKey, error: Spoilt) -> bool:
    """Say whether another text stands in a cell of a shifted row."""
    if key[:2] != (error.table_id, error.row_no):
        return False
    mark, first = ("\t", 1) if "\t" in error.printed else ("|", 0)
    printed, read = error.printed.split(mark), error.read.split(mark)
    return printed[key[2] - first].strip() != read[key[2] - first].strip()


def _is_there(note: Note, error: Spoilt, mutant: Mutant) -> bool:
    """Say whether a note about a row stands at the row that was spoilt, allowing for other rows gone or added."""
    slack = len(mutant.errors)
    table = next(one for one in mutant.clean.found.tables if one.table_id == error.table_id)
    parent = table.rows[error.row_no - 1].parent
    near = note.row_no is not None and any(abs(note.row_no - row) <= slack for row in (error.row_no, parent or 0))
    return near or table.rows[error.row_no - 1].label == note.row_label


def _new_notes(mutant: Mutant) -> Iterator[Note]:
    old = Counter((note.code, note.observed) for note in mutant.clean.found.notes)
    for note in mutant.found.notes:
        if old[note.code, note.observed]:
            old[note.code, note.observed] -= 1
        else:
            yield note


def _lines_of(mutant: Mutant) -> set[int]:
    """Return the lines on which a spoilt row stands now."""
    texts = {error.read for error in mutant.errors}
    return {number for number, line in enumerate(mutant.lines, start=1) if line in texts}


def _restores(note: Note, error: Spoilt) -> bool:
    mark = "\t" if "\t" in error.printed else "|"
    printed = error.printed.strip()
    printed = printed[1:-1] if mark == "|" else error.printed
    fields = [clean(text, 1).text.strip() for text in printed.split(mark)]
    found = [text.strip() for text in note.proposal.split(" | ")]
    return all(_same(one, other) for one, other in zip_longest(fields, found, fillvalue=""))


def _score_name(mutant: Mutant, error: Spoilt, into: Score) -> None:
    """Count a label if it names a place."""
    places = {one.row_no for one in mutant.clean.found.observations if one.table_id == error.table_id and one.place_id}
    codes = {note.code for note in mutant.found.notes if (note.table_id, note.row_no) == (error.table_id, error.row_no)}
    if error.row_no in places:
        into.detectable += 1
        own = [n for n in mutant.found.notes if (n.table_id, n.row_no) == (error.table_id, error.row_no)]
        into.found += bool(codes & NAME_CODES or any(note.observed == error.read for note in own))
        into.proposed += any(note.proposal for note in own)
        into.right += any(note.proposal and note.proposal in error.printed for note in own)
        if not own:
            into.misses.append(f"{mutant.clean.name} {error}")


def false_accusations(mutant: Mutant) -> Iterator[Note]:
    """Yield the accusations that are neither on a spoilt cell or row nor about a sum that has one, nor of old."""
    rows = {(error.table_id, error.row_no) for error in mutant.errors}
    cells = {error.key for error in mutant.errors}
    for note in _new_notes(mutant):
        if note.code not in ACCUSING:
            continue
        if mutant.kind in ROW_KINDS:
            fine = _fits_rows(note, mutant, rows)
        elif note.code == "identity-fails":
            totals = [one for one in mutant.found.identities if one.total == _at(note) and not one.holds]
            fine = any(cells & set(one.members) for one in totals)
        else:
            fine = _at(note) in cells
        if not fine:
            yield note


def _fits_rows(note: Note, mutant: Mutant, rows: set[tuple[str, int]]) -> bool:
    """Say whether a note about a number is due to a spoilt row: about a sum, on the row or near one that is gone."""
    if note.code == "identity-fails" or mutant.kind == "wrong mark":
        return mutant.kind != "wrong mark"
    table = {row.label: row for one in mutant.clean.found.tables for row in one.rows}
    if note.where.line in _lines_of(mutant) or (note.code == "missing-row" and mutant.kind == "dropped row"):
        return note.row_label in table or not note.row_label
    slack = 0 if mutant.kind == "shifted row" else len(mutant.errors)
    return any(note.table_id == table and abs((note.row_no or 0) - row) <= slack for table, row in rows)


def _at(note: Note) -> CellKey:
    return (note.table_id, note.row_no or 0, note.column_no or 0)


def _values(found: Extraction) -> dict[CellKey, Decimal | None]:
    observed = {one.key: one.quantity.value for one in found.observations}
    return observed | {one.key: one.quantity.value if one.quantity else None for one in found.activities}


def _checks(found: Extraction) -> dict[CellKey, Check]:
    checks = {one.key: one.check for one in found.observations}
    return checks | {one.key: one.check for one in found.activities}


def measure(
    documents: Sequence[Clean], seeds: range, *, counts: Sequence[int] = (1, 2, 3, 4, 5), kinds: Sequence[str] = ()
) -> dict[str, list[Score]]:
    """Spoil every document in every way, and return the counts by kind and number of errors.

    Where two errors go together, at most two such pairs are made.
    """
    scores = {
        kind: [Score() for count in counts if kind not in PAIRS or count <= _MOST_PAIRS] for kind in kinds or KINDS
    }
    for document in documents:
        for kind, by_count in scores.items():
            for into, count in zip(by_count, counts, strict=False):
                for seed in seeds:
                    mutant = spoil(document, kind, count, seed)
                    if mutant is not None:
                        score(mutant, into)
    return scores


def main(arguments: Sequence[str] = ()) -> None:
    """Print the figures."""
    parser = argparse.ArgumentParser(prog="mutations", description=__doc__)
    parser.add_argument("--seeds", type=int, default=4, help="mutants of each kind, number of errors and document")
    parser.add_argument("--misses", action="store_true", help="print what was missed")
    parser.add_argument("--kinds", nargs="*", default=(), choices=list(KINDS), help="only these")
    parser.add_argument("--errors", nargs="*", type=int, default=(1, 2, 3, 4, 5), help="errors in a table")
    options = parser.parse_args(arguments)
    documents = clean_documents()
    counted = f"{min(options.errors)} to {max(options.errors)} errors in a table"
    print(f"\n{len(documents)} documents spoilt: {options.seeds} mutants of each kind, with {counted}")
    accused = {one.name: sum(note.code in ACCUSING for note in one.found.notes) for one in documents}
    print("accusations in documents as they are: " + ", ".join(f"{name} {n}" for name, n in accused.items() if n))
    head = (
        "kind",
        "errors",
        "seen",
        "found",
        "recall",
        "unseen",
        "unsusp.",
        "proposed",
        "right",
        "crossing",
        "right",
        "false/doc",
    )
    print(f"{head[0]:<18}{head[1]:>4}" + "".join(f"{text:>10}" for text in head[2:]))
    measured = measure(documents, range(options.seeds), counts=options.errors, kinds=options.kinds)
    for kind, by_count in measured.items():
        for count, one in zip(options.errors, by_count, strict=False):
            print(_line(kind, count, one))
            for miss in one.misses[:12] if options.misses else ():
                print(f"    {miss}")


def _line(kind: str, count: int, one: Score) -> str:
    cells = (
        one.detectable,
        one.found,
        _share(one.found, one.detectable),
        one.errors - one.detectable,
        one.unsuspected,
        one.proposed,
        _share(one.right, one.detectable),
        one.crossing,
        _share(one.crossing_right, one.crossing),
        f"{one.accused / max(1, one.documents):.3f}",
    )
    return f"{kind:<18}{count:>4}" + "".join(f"{cell:>10}" for cell in cells)


def _share(some: int, of: int) -> str:
    return f"{100 * some / of:.1f} %" if of else "-"
