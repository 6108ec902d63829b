"""The pages as files: an overview, and one page for each document."""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import Any

import jinja2
from markupsafe import Markup

from pipeline.model import Check, Table, TableKind

from .content import Content, by_document
from .drawing import Drawn, draw, groups_by_anchor
from .figures import grouped, in_language
from .goals import Section, goal_sections
from .issues import Group, cell_anchor, issue_groups
from .plots import HeatMap, Part, bar, count_checks, heat_map
from .sheets import Sheet, TableRows, control_sheet

_FOLDER = "report"
_WRITTEN = {"clean", "flagged"}
Listed = Sequence[Mapping[str, str]]


@dataclass(frozen=True, slots=True)
class DocumentPage:
    """What the page of one document shows."""

    row: Mapping[str, str]
    groups: tuple[Group, ...]
    checks: Mapping[str, int]
    parts: tuple[Part, ...]
    heat: HeatMap
    tables: tuple[Drawn, ...]
    sheets: tuple[Sheet, ...]
    sections: tuple[Section, ...]
    without_picture: int = 0
    """Issues on pages that are shown without one, since there are so many."""

    @property
    def suspect(self) -> int:
        """How many values are suspect."""
        return self.checks.get(Check.SUSPECT, 0)


def report_files(content: Content) -> dict[str, bytes]:
    """Return the pages by their path in the output folder. The same content gives the same bytes."""
    own = {name: by_document(dataset) for name, dataset in content.rows.items() if dataset and "doc_id" in dataset[0]}
    pages = [
        _document_page(row, {name: found.get(row["doc_id"], []) for name, found in own.items()}, content)
        for row in content.rows["documents"]
    ]
    shared = {"content": content, "word": content.word, "checks": list(Check)}
    files = {f"{_FOLDER}/index.html": _render("index.html", pages=pages, root="", **shared)}
    for page in pages:
        path = f"{_FOLDER}/documents/{page.row['doc_id']}.html"
        files[path] = _render("document.html", page=page, root="../", **shared)
    return files


def _document_page(row: Mapping[str, str], own: Mapping[str, Listed], content: Content) -> DocumentPage:
    sources = {source["source_id"]: source for source in own.get("sources", ())}
    groups = issue_groups(own.get("issues", ()), sources, content)
    cells = [*own.get("observations", ()), *(one for one in own.get("activities", ()) if _states_value(one))]
    checks = count_checks([*own.get("targets", ()), *cells])
    tables = content.tables.get(row["doc_id"], ()) if row["status"] in _WRITTEN else ()
    pages = _pages_of_tables(own, sources)
    marks = {cell_anchor(one["table_id"], one["row_no"], one["column_no"]): one["check"] for one in cells}
    linked = groups_by_anchor(groups)
    return DocumentPage(
        row=by_document([row])[row["doc_id"]][0],
        groups=tuple(groups),
        checks=checks,
        parts=bar(checks),
        heat=heat_map(cells, sources),
        tables=tuple(draw(table, marks, linked, pages.get(table.table_id, ())) for table in tables),
        sheets=tuple(_sheets(tables, own, cells, pages)),
        sections=tuple(goal_sections(own.get("targets", ()))),
        without_picture=sum(
            bool(member.page) and not (member.picture or member.same_as) and member.row["severity"] != "info"
            for group in groups
            for member in (*group.members, *group.rest)
        ),
    )


def _states_value(activity: Mapping[str, str]) -> bool:
    """Say whether a cell of a schedule holds a number, or one that could not be read."""
    return bool(activity["quantity"]) or activity["check"] == Check.SUSPECT


def _pages_of_tables(own: Mapping[str, Listed], sources: Mapping[str, Mapping[str, str]]) -> dict[str, list[str]]:
    """Return the pages that each table stands on, in order; none for text dumps."""
    found: dict[str, set[str]] = {}
    for dataset in ("observations", "activities"):
        for value in own.get(dataset, ()):
            found.setdefault(value["table_id"], set()).add(sources.get(value["source_id"], {}).get("page", ""))
    return {table_id: sorted(filter(None, pages), key=int) for table_id, pages in found.items()}


def _sheets(
    tables: Sequence[Table], own: Mapping[str, Listed], cells: Listed, pages: Mapping[str, Sequence[str]]
) -> list[Sheet]:
    """Return a control sheet for each table that holds values."""
    by_table = {table.table_id: TableRows(pages=pages.get(table.table_id, ())) for table in tables}
    for name, rows in (("identities", own.get("identities", ())), ("values", cells), ("issues", own.get("issues", ()))):
        for row in rows:
            if row["table_id"] in by_table:
                getattr(by_table[row["table_id"]], name).append(row)
    return [
        control_sheet(table, by_table[table.table_id])
        for table in tables
        if table.kind is not TableKind.TEXT and by_table[table.table_id].values
    ]


def _render(name: str, **shown: Any) -> bytes:  # noqa: ANN401 - whatever a template names
    text = _environment().get_template(name).render(**shown)
    return (text.rstrip("\n") + "\n").encode()


@cache
def _environment() -> jinja2.Environment:
    """Return an environment that escapes everything and knows nothing undefined."""
    folder = resources.files("pipeline.report") / "templates"
    names = ("base.html", "macros.html", "index.html", "document.html", "sheet.html")
    environment = jinja2.Environment(
        loader=jinja2.DictLoader({name: (folder / name).read_text(encoding="utf-8") for name in names}),
        autoescape=True,
        undefined=jinja2.StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    style, script = ((folder / name).read_text(encoding="utf-8") for name in ("style.css", "script.js"))
    environment.globals.update(
        # Our own files, not text of documents; they are written into a page byte for byte, as their hashes want.
        style=Markup(style),  # noqa: S704 - a file of the package
        script=Markup(script),  # noqa: S704 - so is this
        policy=(
            f"default-src 'none'; img-src data:; style-src '{_source_hash(style)}'; "
            f"script-src '{_source_hash(script)}'; base-uri 'none'; form-action 'none'"
        ),
    )
    environment.filters.update(grouped=grouped, in_language=in_language)
    return environment


def _source_hash(text: str) -> str:
    """Return what a Content-Security-Policy calls a script or style sheet by.

    >>> _source_hash("")
    'sha256-47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU='
    """
    return f"sha256-{base64.b64encode(hashlib.sha256(text.encode()).digest()).decode('ascii')}"
