"""Decisions of people: the ledger, its replay on what was read, what becomes of values and findings."""

from __future__ import annotations

import csv
import io
from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.catalog import load_catalog
from pipeline.corrections import COLUMNS, apply_corrections, effective, orphaned, settle, to_correction, to_row
from pipeline.corrections.desk import Desk, spans
from pipeline.errors import ConfigurationError
from pipeline.ledger import add_to_ledger, read_ledger, read_ledgers, undo_last
from pipeline.model import (
    POLICY,
    Cause,
    Check,
    Correction,
    Decision,
    Extraction,
    Line,
    ReadDocument,
    Resolution,
)
from pipeline.readers.dump import read_dump
from pipeline.readers.native import read_native
from pipeline.stages import extract

from .plans import FIXTURES, SAMPLES

PLAN = SAMPLES / "mau-ke-hoach-dan-so-2024.txt"
SCHEDULE = SAMPLES / "mau-ke-hoach-tranh-thai-2030.md"
PRINT = SAMPLES / "mau-ke-hoach-dan-so-2024-ban-in.pdf"
PROSE = FIXTURES / "dong-nai-2023.txt"
CODES = load_catalog().issue_codes.keys()
HASH = "a" * 64
LOST = "Nhận tài liệu của Thành phố và phát cho người dân"


@cache
def reading(path: Path) -> tuple[ReadDocument, Extraction]:
    catalog = load_catalog()
    read = read_native(str(path), catalog) if path.suffix == ".pdf" else read_dump(str(path), catalog)
    return read, extract(read, catalog)


def decision(source: str, read: str, printed: str | None = None, **more: object) -> Correction:
    """Return an acceptance of another text, or the confirmation of what was read."""
    kind = Decision.CONFIRM if printed is None else Decision.ACCEPT
    plain = Correction(HASH, source, read, read if printed is None else printed, kind, at="corrections.csv, line 2")
    return replace(plain, **more)  # type: ignore[arg-type]


def decided(path: Path, *corrections: Correction) -> Extraction:
    """Replay decisions on a plan."""
    catalog = load_catalog()
    read, found = reading(path)
    applied = apply_corrections(read, found, corrections, catalog=catalog)
    after = extract(applied.read, catalog) if applied.changes else found
    return settle(found, after, applied, catalog)


def differing(one: Extraction, other: Extraction) -> dict[str, set[Any]]:
    """Return the keys of the values that differ, by dataset."""
    pairs: dict[str, tuple[dict[Any, Any], dict[Any, Any]]] = {
        "observations": ({v.key: v for v in one.observations}, {v.key: v for v in other.observations}),
        "activities": ({v.key: v for v in one.activities}, {v.key: v for v in other.activities}),
        "targets": ({v.target_id: v for v in one.targets}, {v.target_id: v for v in other.targets}),
    }
    return {
        name: changed
        for name, (old, new) in pairs.items()
        if (changed := {key for key in old.keys() | new.keys() if old.get(key) != new.get(key)})
    }


def spoilt(folder: Path, path: Path, old: str, new: str) -> Path:
    text = path.read_text(encoding="utf-8")
    assert text.count(old) == 1
    spoilt = folder / path.name
    spoilt.write_text(text.replace(old, new), encoding="utf-8")
    return spoilt


# The replay


def test_a_corrected_cell_has_the_new_value_and_the_old_text(tmp_path: Path) -> None:
    path = spoilt(tmp_path, PLAN, "4\tĐống Đa\t23.400", "4\tĐống Đa\t23.100")
    _, before = reading(path)
    after = decided(path, decision("t2/r5/c3", "23.100", "23.400"))
    value = next(one for one in after.observations if one.key == ("t2", 5, 3))
    assert (str(value.quantity.value), value.raw, value.check) == ("23400", "23.100", Check.CORRECTED)
    assert [(one.text, one.engine) for one in value.readings] == [("23.400", "correction"), ("23.100", "dump")]
    assert {one.key for one in before.observations} == {one.key for one in after.observations}
    numbers = {"observations": {one.key for one in after.observations if one.quantity.value is not None}}
    others = {one.key: one.quantity for one in before.observations if one.key != value.key}
    assert all(others[one.key] == one.quantity for one in after.observations if one.key != value.key)
    assert numbers["observations"] >= others.keys()
    assert all(one.holds for one in after.identities)
    assert not all(one.holds for one in before.identities)


def test_a_confirmed_cell_changes_its_check_alone() -> None:
    _, before = reading(PLAN)
    after = decided(PLAN, decision("t2/r5/c3", "23.400"))
    assert differing(before, after) == {"observations": {("t2", 5, 3)}}
    old, new = (next(v for v in one.observations if v.key == ("t2", 5, 3)) for one in (before, after))
    assert new == replace(old, check=Check.CORRECTED)


def test_a_policy_lends_no_weight_of_a_person() -> None:
    """Nobody has looked at the page: what no sum vouches for stays suspect."""
    fails = decided(PLAN, decision("t2/r5/c3", "23.400", "23.100", reviewer=POLICY))
    assert next(v.check for v in fails.observations if v.key == ("t2", 5, 3)) is Check.SUSPECT


def test_a_policy_is_believed_where_a_sum_then_holds(tmp_path: Path) -> None:
    path = spoilt(tmp_path, PLAN, "4\tĐống Đa\t23.400", "4\tĐống Đa\t23.100")
    after = decided(path, decision("t2/r5/c3", "23.100", "23.400", reviewer=POLICY))
    assert next(v.check for v in after.observations if v.key == ("t2", 5, 3)) is Check.RECONCILED


def test_a_corrected_label_finds_its_place(tmp_path: Path) -> None:
    path = spoilt(tmp_path, PLAN, "\n4\tĐống Đa\t23", "\n4\tĐồng Đò\t23")
    _, before = reading(path)
    note = next(one for one in before.notes if one.observed == "Đồng Đò")
    after = decided(path, decision(f"line {note.where.key}", "Đồng Đò", "Đống Đa"))
    assert {key[:2] for key in differing(before, after)["observations"]} == {("t2", 5)}
    _, clean = reading(PLAN)
    assert differing(clean, after) == {}
    (kept,) = [one for one in after.notes if one.observed == "Đồng Đò"]
    assert kept.resolution is Resolution.CORRECTED


def test_an_illegible_cell_loses_its_value_and_nothing_else() -> None:
    after = decided(PLAN, decision("t2/r5/c3", "23.400", decision=Decision.ILLEGIBLE))
    value = next(one for one in after.observations if one.key == ("t2", 5, 3))
    assert (value.quantity.value, value.raw, value.check) == (None, "23.400", Check.SUSPECT)
    assert len(after.observations) == len(reading(PLAN)[1].observations)


@pytest.mark.parametrize("source", ["t2/r5/c3", "line"])
@pytest.mark.parametrize("given", ["abc", ""])
def test_words_given_for_a_number_leave_its_row_without_a_value(given: str, source: str) -> None:
    """Somebody wrote them by hand: the cell cannot be read, which is an error that stays open."""
    _, before = reading(PLAN)
    value = next(one for one in before.observations if one.key == ("t2", 5, 3))
    place = source if source != "line" else f"line {value.where.key}"
    after = decided(PLAN, decision(place, "23.400", given))
    assert [one.key for one in after.observations] == [one.key for one in before.observations]
    new = next(one for one in after.observations if one.key == value.key)
    assert (new.quantity.value, new.raw, new.check) == (None, "23.400", Check.SUSPECT)
    (note,) = [one for one in after.notes if one.code == "unreadable-number"]
    assert (note.resolution, note.row_no, note.column_no) == (Resolution.OPEN, 5, 3)
    assert f"line 2: '{given}' was given for '23.400'" in note.evidence


def test_a_mark_for_nothing_may_be_given_for_a_number() -> None:
    after = decided(PLAN, decision("t2/r5/c3", "23.400", "…"))
    assert not [one for one in after.notes if one.code == "unreadable-number"]


def test_a_confirmed_number_is_read_by_the_rules_of_its_language() -> None:
    """``0,230`` among thousands is doubted, since it may be 230; who confirms it says that it is 0.230."""
    after = decided(PLAN, decision("t2/r5/c3", "23.400", "23,400"))
    value = next(one for one in after.observations if one.key == ("t2", 5, 3))
    assert (str(value.quantity.value), value.check) == ("23.400", Check.CORRECTED)
    doubts = [one for one in after.notes if one.code == "doubtful-number" and one.row_no == 5]
    assert [one.resolution for one in doubts] == [Resolution.REJECTED]


def test_a_confirmed_move_puts_the_cells_where_they_belong() -> None:
    _, before = reading(SCHEDULE)
    after = decided(SCHEDULE, decision("t1/r3/c10", LOST, "", code="lost-cell"))
    assert differing(before, after) == {"activities": {("t1", 3, 10), ("t1", 3, 11)}}
    moved = next(one for one in after.activities if one.key == ("t1", 3, 11))
    assert (moved.text, moved.level, moved.check) == (LOST, "district", Check.CORRECTED)
    assert [one.resolution for one in after.notes if one.code == "lost-cell"] == [Resolution.CORRECTED]


def test_a_lost_cell_can_be_given_its_text() -> None:
    after = decided(SCHEDULE, decision("t1/r3/c10", LOST, "In 130.000 tờ rơi", code="lost-cell"))
    new = next(one for one in after.activities if one.key == ("t1", 3, 10))
    assert (new.text, new.check, str(new.quantity.value if new.quantity else "")) == (
        "In 130.000 tờ rơi",
        Check.CORRECTED,
        "130000",
    )
    assert new.where.line == 175


def test_prose_is_corrected_where_it_stands() -> None:
    _, before = reading(PROSE)
    target = next(one for one in before.targets if one.raw == "0,2‰")
    after = decided(PROSE, decision(f"line {target.where.key}", "0,2‰", "0,3‰"))
    assert differing(before, after) == {"targets": {target.target_id}}
    new = next(one for one in after.targets if one.target_id == target.target_id)
    assert (str(new.quantity.value), new.raw, new.check) == ("0.3", "0,2‰", Check.CORRECTED)


def test_a_word_beside_a_number_says_nothing_of_the_number() -> None:
    _, before = reading(PROSE)
    line = next(at for at, text in enumerate(PROSE.read_text(encoding="utf-8").splitlines(), 1) if "sinh thô" in text)
    after = decided(PROSE, decision(f"line {line}:8-16", "sinh thô", "sinh con"))
    assert {one.check for one in after.targets} == {one.check for one in before.targets}
    assert any("sinh con" in one.indicator for one in after.targets)


def test_a_text_that_goes_on_in_the_next_line_is_corrected() -> None:
    _, before = reading(PROSE)
    lines = PROSE.read_text(encoding="utf-8").splitlines()
    at = next(number for number, text in enumerate(lines, 1) if text.endswith("112 trẻ"))
    start = len(lines[at - 1]) - len("112 trẻ")
    source = f"line {at}:{start}-{len(lines[at - 1])}"
    after = decided(PROSE, decision(source, "112 trẻ trai/100 trẻ gái", "111 trẻ trai/100 trẻ gái"))
    assert len(differing(before, after)["targets"]) == 1
    assert "111 trẻ trai/100 trẻ gái" in {
        f"{one.quantity.value} {one.quantity.unit}" for one in after.targets if one.check is Check.CORRECTED
    }


def test_a_cell_of_a_pdf_is_corrected_too() -> None:
    _, before = reading(PRINT)
    value = next(one for one in before.observations if one.raw == "23.400")
    table_id, row, column = value.key
    after = decided(PRINT, decision(f"{table_id}/r{row}/c{column}", "23.400", "23.401"))
    assert next(str(one.quantity.value) for one in after.observations if one.key == value.key) == "23401"


def test_prose_of_a_pdf_is_named_by_page_and_box() -> None:
    _, before = reading(PRINT)
    target = next(one for one in before.targets if one.where.box is not None and "%" in one.raw)
    changed = target.raw.replace("%", "‰")
    after = decided(PRINT, decision(f"page {target.where.key[1:]}", target.raw, changed))
    assert differing(before, after)["targets"] == {target.target_id}


def test_an_empty_cell_is_filled() -> None:
    _, before = reading(SCHEDULE)
    empty = next(
        (table.table_id, row.row_no, number)
        for table in before.tables
        for row in table.rows
        for number, cell in enumerate(row.cells, 1)
        if number > 3 and not cell.text and row.text(4) and row.moved_from is None
    )
    after = decided(SCHEDULE, decision("{}/r{}/c{}".format(*empty), "", "Mỗi năm tổ chức 15 lớp"))
    assert differing(before, after) == {"activities": {empty}}


def test_two_decisions_follow_each_other() -> None:
    after = decided(PLAN, decision("t2/r5/c3", "23.400", "23.100"), decision("t2/r5/c3", "23.100", "23.200"))
    value = next(one for one in after.observations if one.key == ("t2", 5, 3))
    assert (str(value.quantity.value), value.raw) == ("23200", "23.400")


def test_the_later_decision_about_a_reading_counts() -> None:
    first, second = decision("t2/r5/c3", "a", "b"), decision("t2/r5/c3", "a", "c")
    beside = decision("t2/r5/c3", "a", decision=Decision.REJECT, code="identity-fails")
    other = replace(beside, code="lost-cell")
    assert effective([first, second]) == (second,)
    assert effective([beside, other]) == (beside, other)
    assert effective([first, beside]) == (beside,)
    assert effective([first, replace(second, read="b")]) == (first, replace(second, read="b"))


# Guards


@pytest.mark.parametrize(
    "stale",
    [
        pytest.param(decision("t2/r5/c3", "99", "98"), id="another number stands there"),
        pytest.param(decision("t9/r5/c3", "23.400", "98"), id="no such table"),
        pytest.param(decision("t2/r5/c99", "23.400", "98"), id="no such column"),
        pytest.param(decision("t2/r5/c3", "3.400", "98"), id="the end of a number is another number"),
        pytest.param(decision("line 1:0-9", "không có", "98"), id="another line"),
        pytest.param(decision("line 9999:0-9", "23.400", "98"), id="no such line"),
        pytest.param(decision("page 3", "23.400", "98"), id="a dump has no pages"),
        pytest.param(decision("t2/r5/c3", "99"), id="confirmed, but it is another number"),
        pytest.param(decision("t2/r5/c3", "99", decision=Decision.ILLEGIBLE), id="illegible, but it is another"),
        pytest.param(decision("t2/r5/c3", "23.400", "", code="lost-cell"), id="the row is full"),
    ],
)
def test_a_guard_that_fails_is_told_and_changes_nothing(stale: Correction) -> None:
    _, before = reading(PLAN)
    after = decided(PLAN, stale)
    assert differing(before, after) == {}
    (note,) = [one for one in after.notes if one.code == "stale-correction"]
    assert note.expected == stale.read
    assert "corrections.csv, line 2" in note.evidence
    assert note.resolution is Resolution.OPEN


def test_a_text_that_stands_twice_is_not_guessed(tmp_path: Path) -> None:
    path = spoilt(tmp_path, PROSE, "Mục tiêu chung", "Mục tiêu Mục tiêu chung")
    line = next(at for at, text in enumerate(path.read_text(encoding="utf-8").splitlines(), 1) if "Mục tiêu M" in text)
    after = decided(path, decision(f"line {line}:0-30", "Mục tiêu", "Chỉ tiêu"))
    assert "stale-correction" in {one.code for one in after.notes}


def test_the_issuers_own_mistake_stays_and_is_annotated(tmp_path: Path) -> None:
    path = spoilt(tmp_path, PLAN, "4\tĐống Đa\t23.400", "4\tĐống Đa\t23.100")
    _, before = reading(path)
    own = [one for one in before.notes if one.code == "identity-fails"]
    note = own[0]
    one = decision(
        f"{note.table_id}/r{note.row_no}/c{note.column_no}",
        note.observed,
        note.observed,
        cause=Cause.DOCUMENT,
        code="identity-fails",
        reason="should be 403.730",
    )
    after = decided(path, one)
    assert {v.key: v.quantity for v in before.observations} == {v.key: v.quantity for v in after.observations}
    assert Resolution.ACCEPTED in {n.resolution for n in after.notes if n.code == "identity-fails"}
    assert len([n for n in after.notes if n.code == "identity-fails"]) == len(own)


def test_a_rejected_finding_stays_visible() -> None:
    _, before = reading(PLAN)
    note = next(one for one in before.notes if one.code == "number-missing")
    one = decision(f"line {note.where.key}", note.observed, decision=Decision.REJECT, code="number-missing")
    after = decided(PLAN, one)
    assert differing(before, after) == {}
    found = {n.code: n.resolution for n in after.notes if n.where == note.where}
    assert found == {"number-missing": Resolution.REJECTED, "date-missing": Resolution.OPEN}


def test_a_correction_that_no_finding_called_for_is_told() -> None:
    after = decided(PLAN, decision("t2/r5/c3", "23.400", reviewer="An"))
    (note,) = [one for one in after.notes if one.code == "hand-correction"]
    assert (note.resolution, note.observed) == (Resolution.REJECTED, "23.400")
    assert "by An" in note.evidence


def test_decisions_about_a_file_that_was_changed_are_told_where_they_fit_best() -> None:
    documents = {"a": reading(SCHEDULE)[1], "b": reading(PLAN)[1], "c": None}
    rows = [decision("t2/r5/c3", "23.400", "1"), decision("t2/r6/c3", "17.890", "2"), decision("line 3:1-2", "x", "y")]
    found = orphaned(rows, documents)
    assert {doc_id: len(notes) for doc_id, notes in found.items()} == {"b": 3}
    assert len({note.group for note in found["b"]}) == 1
    assert all("no longer here" in note.evidence for note in found["b"])
    assert list(orphaned(rows[2:], {"c": None})) == ["c"]


# Where texts stand


@pytest.mark.parametrize(
    ("text", "read", "count"),
    [
        ("2.905 và 22.905", "2.905", 1),
        ("22.905,5", "22.905", 0),
        ("Ba Đình", "Ba", 1),
        ("Bà Đình", "B", 0),
        ("a  b\nc", "a b c", 1),
        ("KHHGD, KHHGD", "KHHGD", 2),
        ("1.520.000", "520000", 0),
        ("520 000 tờ", "520000", 1),
        ("x", "", 0),
        ("(1)", "(1)", 1),
    ],
)
def test_texts_are_found_as_whole_words_and_numbers(text: str, read: str, count: int) -> None:
    assert len(spans(text, read)) == count


@given(st.integers(0, 650), st.sampled_from(["7", "1.234", "0,5", "12"]))
def test_any_cell_can_be_replaced_and_put_back(number: int, text: str) -> None:
    """Replacing a cell and replacing it back gives the text of the document as it was."""
    read, found = reading(PLAN)
    value = found.observations[number % len(found.observations)]
    source = "{}/r{}/c{}".format(*value.key)
    there = [decision(source, value.raw, text), decision(source, text, value.raw)]
    applied = apply_corrections(read, found, there, catalog=load_catalog())
    assert not applied.stale
    assert texts(read) == texts(applied.read)


def texts(read: ReadDocument) -> list[list[str]]:
    return [
        [block.text] if isinstance(block, Line) else [cell.text for row in block.rows for cell in row]
        for block in read.blocks
    ]


def test_a_desk_knows_where_a_cell_is() -> None:
    read, found = reading(PLAN)
    desk = Desk(read.blocks, found.tables)
    cell = desk.cell(("t2", 5, 3))
    assert cell is not None
    assert desk.key_of(cell) == ("t2", 5, 3)
    assert desk.cell(("t2", 999, 1)) is None


# The ledger


def ledger(folder: Path, *rows: str, head: str = ",".join(COLUMNS)) -> Path:
    path = folder / "corrections.csv"
    path.write_text("\n".join((head, *rows)) + "\n", encoding="utf-8")
    return path


GOOD = f"{HASH},t1/r1/c1,a,b,accept,reading,,An,2025-01-31"


@pytest.mark.parametrize(
    ("row", "told"),
    [
        (GOOD.replace(HASH, "abc"), "sha256"),
        (GOOD.replace("t1/r1/c1", "t1/r0/c1"), "names no place"),
        (GOOD.replace("t1/r1/c1", "t1"), "names no place"),
        (GOOD.replace("t1/r1/c1", "t1/r1/c1#no-such-code"), "no kind of issue"),
        (GOOD.replace("accept", "agree"), "decision 'agree'"),
        (GOOD.replace("reading", "printer"), "cause 'printer'"),
        (GOOD.replace("2025-01-31", "31/01/2025"), "2025-03-31"),
        (GOOD.replace(",b,", ",a,"), "write 'confirm'"),
        (GOOD.replace("accept", "confirm"), "write 'accept'"),
        (GOOD.replace("t1/r1/c1", "document"), "whole document"),
        (GOOD.replace(",a,b,", ",2.100,,"), "take the number '2.100' away"),
        (GOOD + ",more", "10 fields"),
        (GOOD.rpartition(",")[0], "8 fields"),
        ('"' + GOOD, "cannot be read"),
    ],
)
def test_a_malformed_ledger_names_file_line_and_remedy(row: str, told: str, tmp_path: Path) -> None:
    path = ledger(tmp_path, GOOD, row)
    with pytest.raises(ConfigurationError) as caught:
        read_ledgers([tmp_path], CODES)
    assert told in str(caught.value)
    assert str(path) in str(caught.value)
    assert told == "cannot be read" or "line 3" in str(caught.value)


def test_a_ledger_without_a_column_is_refused(tmp_path: Path) -> None:
    ledger(tmp_path, GOOD, head=",".join(COLUMNS).replace("printed", "is"))
    with pytest.raises(ConfigurationError, match="no column printed"):
        read_ledgers([tmp_path], CODES)


def test_a_ledger_in_another_encoding_is_refused(tmp_path: Path) -> None:
    (tmp_path / "corrections.csv").write_bytes("sha256,Đ".encode("utf-16"))
    with pytest.raises(ConfigurationError, match="UTF-8"):
        read_ledgers([tmp_path], CODES)


@pytest.mark.parametrize("mark", [";", "\t"])
def test_a_ledger_that_is_not_parted_by_commas_is_called_so(mark: str, tmp_path: Path) -> None:
    (tmp_path / "corrections.csv").write_text(mark.join(COLUMNS) + "\n", encoding="utf-8")
    with pytest.raises(ConfigurationError, match="not parted by commas"):
        read_ledger(tmp_path / "corrections.csv", frozenset())


def test_without_a_ledger_nothing_is_decided(tmp_path: Path) -> None:
    assert read_ledgers([tmp_path, PLAN], CODES) == ()


def test_hand_written_rows_may_be_short_of_what_nobody_knows(tmp_path: Path) -> None:
    ledger(tmp_path, f"{HASH.upper()},line 3:0-4 ,a,b,Accept,,,,")
    (row,) = read_ledgers([tmp_path], CODES)
    assert (row.sha256, row.source, row.cause, row.decided_on) == (HASH, "line 3:0-4", Cause.READING, "")


def test_undo_takes_one_decision_back_with_all_its_places(tmp_path: Path) -> None:
    path = tmp_path / "corrections.csv"
    first = decision("t1/r1/c1", "x", "y", reviewer="An", decided_on="2025-01-31")
    same = [replace(first, source=f"line {number}:0-5", read="KHHGD", printed="KHHGĐ") for number in (1, 2, 3)]
    add_to_ledger(path, [first])
    old = path.read_bytes()
    add_to_ledger(path, same)
    assert len(undo_last(path, CODES)) == 3
    assert path.read_bytes() == old
    assert [row.source for row in undo_last(path, CODES)] == ["t1/r1/c1"]
    assert undo_last(path, CODES) == []
    assert undo_last(tmp_path / "none.csv", CODES) == []


def test_undo_takes_all_back_that_one_command_wrote(tmp_path: Path) -> None:
    path = tmp_path / "corrections.csv"
    times = ["2025-01-31T10:15:02.000", "2025-01-31T10:15:09.500", "2025-01-31T10:15:09.500"]
    rows = [decision(f"t1/r{n}/c1", f"{n}", f"{n}0", reviewer="An", decided_on=at) for n, at in enumerate(times, 1)]
    add_to_ledger(path, rows)
    assert [row.source for row in undo_last(path, CODES)] == ["t1/r2/c1", "t1/r3/c1"]
    assert [row.source for row in undo_last(path, CODES)] == ["t1/r1/c1"]


def test_undo_takes_all_back_that_a_policy_accepted(tmp_path: Path) -> None:
    path = tmp_path / "corrections.csv"
    rows = [decision(f"t1/r{n}/c1", f"{n}", f"{n}0", reviewer=POLICY, decided_on="2025-01-31") for n in (1, 2)]
    add_to_ledger(path, rows)
    assert len(undo_last(path, CODES)) == 2


def test_rows_are_added_to_a_ledger_as_it_is(tmp_path: Path) -> None:
    """Columns of its own, a missing last line end and a mark of the byte order are left alone."""
    path = tmp_path / "corrections.csv"
    head = "note," + ",".join(COLUMNS)
    path.write_bytes(b"\xef\xbb\xbf" + f"{head}\nseen,{GOOD}".encode())
    add_to_ledger(path, [decision("t1/r2/c1", "=1+1", "-0,5")])
    assert path.read_bytes().startswith(b"\xef\xbb\xbf" + f"{head}\nseen,{GOOD}\n".encode())
    assert '\'=1+1,"-0,5"' in path.read_text(encoding="utf-8-sig")
    assert [row.read for row in read_ledger(path, CODES)] == ["a", "=1+1"]


def test_a_ledger_that_cannot_be_written_is_left(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = ledger(tmp_path, GOOD)
    old = path.read_bytes()

    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("pipeline.ledger.os.fsync", full)
    with pytest.raises(ConfigurationError, match="old one was left"):
        add_to_ledger(path, [decision("t1/r2/c1", "a", "b")])
    assert path.read_bytes() == old
    assert [one.name for one in tmp_path.iterdir()] == ["corrections.csv"]


_TEXT = st.text(st.characters(codec="utf-8", exclude_characters="\x00"), max_size=20)


@given(read=_TEXT, printed=_TEXT, reason=_TEXT)
def test_a_decision_survives_the_file(
    read: str, printed: str, reason: str, tmp_path_factory: pytest.TempPathFactory
) -> None:
    path = tmp_path_factory.mktemp("ledger") / "corrections.csv"
    row = to_row(decision("page 3:72.0,100.5,120.1,112.0", read, printed, reason=reason))
    if read == printed:
        row["decision"] = "confirm"
    one = to_correction(row, "corrections.csv, line 2", CODES)
    add_to_ledger(path, [one, one])
    found = read_ledger(path, CODES)
    assert [replace(back, at="") for back in found] == [replace(one, at="")] * 2
    assert found[0].at == "corrections.csv, line 2"


def test_the_columns_are_those_of_the_contract(tmp_path: Path) -> None:
    path = tmp_path / "corrections.csv"
    add_to_ledger(path, [decision("t1/r2/c1", "a", "b")])
    header = next(csv.reader(io.StringIO(path.read_text(encoding="utf-8"))))
    contract = "sha256,source,read,printed,decision,cause,reason,reviewer,decided_on"
    assert ",".join(header) == contract
