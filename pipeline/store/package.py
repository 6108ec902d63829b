"""The data package: every dataset as CSV with its Table Schema, and the wide tables."""

from __future__ import annotations

import csv
import hashlib
import io
import json
from collections.abc import Iterable, Mapping, Sequence
from importlib import resources
from typing import Any

from pipeline.errors import ConfigurationError
from pipeline.model import Extraction, Table
from pipeline.text import slug

from .rows import Dataset, Outcome, Rows
from .sources import text_of

Json = dict[str, Any]


def load_contract() -> Json:
    """Return the output contract: a data package descriptor without hashes."""
    path = resources.files("pipeline") / "data" / "datapackage.json"
    try:
        contract: Json = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise ConfigurationError(
            f"pipeline/data/datapackage.json cannot be read ({error}); reinstall the package"
        ) from error
    return contract


def contract_columns(contract: Json) -> dict[str, list[str]]:
    """Return the columns of every dataset of the contract, in its order."""
    return {r["name"]: [field["name"] for field in r["schema"]["fields"]] for r in contract["resources"]}


def package_files(
    rows: Rows, outcomes: Sequence[Outcome], contract: Json, validation: Mapping[str, object]
) -> dict[str, bytes]:
    """Return the files of an output folder by their relative path.

    Searchable copies lie beside the data package, not in it: they are documents, not datasets.
    """
    files = {"validation.json": _json(validation)}
    described = []
    columns = contract_columns(contract)
    for resource in contract["resources"]:
        files[resource["path"]] = _dataset_csv(columns[resource["name"]], rows[resource["name"]])
        described.append(resource)
    written = {row["doc_id"] for row in rows["documents"] if row["status"] in {"clean", "flagged"}}
    for outcome in sorted(outcomes, key=lambda one: one.document.doc_id):
        if outcome.extraction is not None and outcome.document.doc_id in written:
            if outcome.extraction.searchable:
                files[f"searchable/{outcome.document.doc_id}.pdf"] = outcome.extraction.searchable
            for table in outcome.extraction.tables:
                resource, content = _wide(outcome.document.doc_id, table, outcome.extraction)
                files[resource["path"]] = content
                described.append(resource)
    urls = {outcome.document.doc_id: outcome.document.source_url for outcome in outcomes}
    sources = [
        {"title": row["doc_id"], "path": urls.get(row["doc_id"]) or row["path"], "hash": f"sha256:{row['sha256']}"}
        for row in rows["documents"]
        if row["sha256"]
    ]
    resources_ = [
        {**r, "bytes": len(files[r["path"]]), "hash": f"sha256:{_sha256(files[r['path']])}"} for r in described
    ]
    files["datapackage.json"] = _json(
        {**contract, "sources": sources, "resources": resources_} if sources else {**contract, "resources": resources_}
    )
    return files


def quarantine_files(doc_id: str, rows: Rows, contract: Json, reasons: Sequence[str]) -> dict[str, bytes]:
    """Return what failed of one document, with why."""
    columns = contract_columns(contract)
    files = {f"quarantine/{doc_id}/why.txt": ("\n".join(reasons) + "\n").encode()}
    for resource in contract["resources"]:
        own = [row for row in rows[resource["name"]] if row.get("doc_id") == doc_id]
        if own:
            files[f"quarantine/{doc_id}/{resource['path']}"] = _dataset_csv(columns[resource["name"]], own)
    return files


def _wide(doc_id: str, table: Table, extraction: Extraction) -> tuple[Json, bytes]:
    """Write the table as a person would type it: header paths, one line per body row, numbers normalised."""
    values = {
        (o.row_no, o.column_no): text_of(o.quantity.value)
        for o in extraction.observations
        if o.table_id == table.table_id and o.quantity.value is not None and o.quantity.value_high is None
    }
    names: list[str] = []
    for column in table.columns:
        name = column.path or f"column {column.column_no}"
        names.append(name if name not in names else f"{name} ({column.column_no})")
    body = [[values.get((row.row_no, c.column_no), row.text(c.column_no)) for c in table.columns] for row in table.rows]
    fields = []
    for at, (name, column) in enumerate(zip(names, table.columns, strict=True)):
        filled = [
            (row.row_no, column.column_no) in values for row, line in zip(table.rows, body, strict=True) if line[at]
        ]
        kind = "number" if filled and all(filled) else "string"
        fields.append({"name": name, "type": kind, "title": column.path or name})
    resource = {
        "name": slug(f"table {doc_id} {table.table_id}"),
        "path": f"tables/{doc_id}/{table.table_id}.csv",
        "title": table.title or table.table_id,
        "description": " | ".join(
            filter(None, (table.unit_line, *(p.text for p in (*table.references, *table.notes))))
        ),
        "type": "table",
        "profile": "tabular-data-resource",
        "scheme": "file",
        "format": "csv",
        "mediatype": "text/csv",
        "encoding": "utf-8",
        "schema": {"fields": fields, "missingValues": [""]},
    }
    return resource, _csv(names, body)


def _dataset_csv(columns: Sequence[str], dataset: Dataset) -> bytes:
    return _csv(columns, ([row[column] for column in columns] for row in dataset))


def _csv(columns: Sequence[str], rows: Iterable[Sequence[str]]) -> bytes:
    stream = io.StringIO(newline="")
    writer = csv.writer(stream, lineterminator="\n")
    writer.writerow(columns)
    writer.writerows(rows)
    return stream.getvalue().encode()


def _json(value: Mapping[str, object]) -> bytes:
    return (json.dumps(value, ensure_ascii=False, indent=1) + "\n").encode()


def _sha256(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()
