"""Issues as a person reads them: what has one cause together, worst first, each with its place and its readings."""

from __future__ import annotations

import base64
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from pipeline.evidence import told_in_vietnamese
from pipeline.model import Bilingual, Crop
from pipeline.ranking import ranked, worst

from .content import Content

MOST_MEMBERS = 12
"""Places of a group that are shown in full; the rest is listed."""
_OPEN = "open"


@dataclass(frozen=True, slots=True)
class Reading:
    """What one engine read; ``confidence`` is in per cent, empty where nobody measured it."""

    text: str
    engine: str
    confidence: str


@dataclass(frozen=True, slots=True)
class Member:
    """One issue: its row, its place, what stands there."""

    row: Mapping[str, str]
    vietnamese: Mapping[str, str]
    """The row with what the program says in Vietnamese."""
    page: str
    line: str
    cell: str
    """The anchor of its cell in the drawn table; empty where it has none."""
    readings: tuple[Reading, ...] = ()
    picture: str = ""
    """As a ``data:`` address."""
    text: tuple[str, str, str] = ("", "", "")
    same_as: str = ""
    """The issue that shows the picture of the same place; empty where this one does, or there is none."""

    @property
    def commands(self) -> tuple[str, ...]:
        """Options of ``khubnd audit`` that decide it: to accept what is proposed, else to correct it, or to reject it.

        What was read can be corrected where it stands there as it is told, and not in other words.
        """
        if self.row["resolution"] != _OPEN:
            return ()
        number, observed = self.row["issue_id"], self.row["observed"]
        stands = observed and (observed in self.text[1] or any(one.text == observed for one in self.readings))
        if self.row["proposal"] not in {"", observed} and self.row["source_id"]:
            return (f"--accept {number}", f"--reject {number}")
        return (f'--correct {number} "…"', f"--reject {number}") if stands else (f"--reject {number}",)


@dataclass(frozen=True, slots=True)
class Group:
    """Issues with one cause. ``rest`` are those that are only listed."""

    key: str
    doc_id: str
    code: str
    severity: str
    resolution: str
    meaning: Bilingual
    members: tuple[Member, ...]
    rest: tuple[Member, ...] = ()

    @property
    def size(self) -> int:
        """How many issues it holds."""
        return len(self.members) + len(self.rest)

    @property
    def first(self) -> Member:
        """The issue that stands for the group where there is room for one."""
        return self.members[0]


def issue_groups(
    issues: Sequence[Mapping[str, str]], sources: Mapping[str, Mapping[str, str]], content: Content
) -> list[Group]:
    """Return the issues of one document in groups, in the order of the terminal."""
    shown: dict[str, str] = {}
    return [
        _group([_member(issue, sources, (content, shown)) for issue in group], content)
        for group in ranked(issues, lambda issue: issue)
    ]


def _group(members: Sequence[Member], content: Content) -> Group:
    first = members[0].row
    code = content.catalog.issue_codes.get(first["code"])
    is_open = any(one.row["resolution"] == _OPEN for one in members)
    return Group(
        key=first["group"],
        doc_id=first["doc_id"],
        code=first["code"],
        severity=worst(one.row for one in members),
        resolution=_OPEN if is_open else first["resolution"],
        meaning=Bilingual(code.vietnamese, code.english) if code else Bilingual(first["code"], first["code"]),
        members=tuple(members[:MOST_MEMBERS]),
        rest=tuple(members[MOST_MEMBERS:]),
    )


def _member(
    issue: Mapping[str, str], sources: Mapping[str, Mapping[str, str]], using: tuple[Content, dict[str, str]]
) -> Member:
    """Return an issue with its place; a picture is shown once, after that it is referred to."""
    content, shown = using
    place = issue["source_id"]
    source = sources.get(place, {})
    crop = content.crops.get(place)
    first = shown.setdefault(place, issue["issue_id"]) if crop else ""
    again = first != issue["issue_id"]
    return Member(
        row=issue,
        vietnamese=told_in_vietnamese(issue, content.catalog),
        page=source.get("page", ""),
        line=source.get("line", ""),
        cell=cell_anchor(issue["table_id"], issue["row_no"], issue["column_no"]),
        readings=_readings(source.get("readings", "")),
        picture="" if again else picture_address(crop),
        text=crop.line if crop else ("", "", ""),
        same_as=first if again else "",
    )


def cell_anchor(table_id: str, row_no: str | int, column_no: str | int) -> str:
    """Name a cell of a drawn table, or its row where no column is known; empty without a row.

    >>> cell_anchor("t2", 3, 4), cell_anchor("t2", "3", ""), cell_anchor("t2", "", "")
    ('t2-3-4', 't2-3', '')
    """
    return "-".join(filter(None, (table_id, str(row_no), str(column_no)))) if table_id and row_no else ""


def picture_address(crop: Crop | None) -> str:
    """Return a picture as an address that needs no request; empty for none."""
    if crop is None or not crop.picture:
        return ""
    return f"data:image/png;base64,{base64.b64encode(crop.picture).decode('ascii')}"


def _readings(listed: str) -> tuple[Reading, ...]:
    """Return the readings that a row of ``sources.csv`` keeps as JSON.

    >>> _readings('[{"text": "1.250", "engine": "tesseract", "confidence": 0.914}]')
    (Reading(text='1.250', engine='tesseract', confidence='91'),)
    """
    if not listed:
        return ()
    return tuple(
        Reading(one["text"], one["engine"], "" if one["confidence"] is None else f"{100 * one['confidence']:.0f}")
        for one in json.loads(listed)
    )
