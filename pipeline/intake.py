"""Find the documents of a run: files and folders, the manifest, hashes, keys."""

from __future__ import annotations

import csv
import hashlib
import os
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from collections.abc import Set as AbstractSet
from contextlib import suppress
from dataclasses import dataclass, field, replace
from pathlib import Path

import regex

from .errors import UsageError
from .ledger import LEDGER
from .model import Document, Note
from .readers import READERS
from .store import Outcome
from .text import slug

MANIFEST = "manifest.csv"
INDICATORS = "indicators.csv"
NO_READER = {
    ".docx": "Word files are not read yet; export it as .pdf",
    ".doc": "Word files are not read yet; export it as .pdf",
    ".tif": "pictures are read from a PDF only; put all pages of the plan into one .pdf",
    ".tiff": "pictures are read from a PDF only; put all pages of the plan into one .pdf",
}
"""What to do with files that hold plans but have no reader."""
_PICTURES = {".png", ".jpg", ".jpeg", ".bmp", ".gif", ".webp", ".heic", ".jp2"}
_NAMED = 5
"""Files that a message names; it counts the rest."""
_OURS = {MANIFEST, INDICATORS, LEDGER}
_HEAD = 64
"""Bytes among which a PDF shows its mark; what stands before it is white space."""
_URL = regex.compile(r"https?://\S+$")
_NOT_PLANS = ("readme", "license", "changelog")


@dataclass(slots=True)
class Intake:
    """The documents to work, and those that cannot be opened."""

    documents: list[Document] = field(default_factory=list)
    failed: list[Outcome] = field(default_factory=list)
    notes: dict[str, tuple[Note, ...]] = field(default_factory=dict)
    """What was noticed about a file, by the hash of its bytes."""
    passed_over: list[str] = field(default_factory=list)
    """Files of folders that are neither plans nor ours."""


@dataclass(frozen=True, slots=True)
class _File:
    path: Path
    shown: str
    manifest: dict[str, str]


def collect(paths: Sequence[Path]) -> Intake:
    """Return the documents under files and folders; raise :class:`UsageError` for a path that is not there.

    So too where there is nothing to read at all, as an earlier output would be replaced by nothing. Identical bytes are
    one document; stems that collide get eight digits of their hash.
    """
    intake = Intake()
    files = sorted(_files(paths, intake), key=lambda one: one.shown)
    intake.passed_over.sort()
    if not files and not intake.failed:
        raise UsageError(_nothing(paths, intake.passed_over))
    by_hash: dict[str, list[_File]] = {}
    for file in files:
        try:
            reason = _refusal(file)
            digest = "" if reason else _hash(file.path)
        except OSError as error:
            what = "where its link leads" if file.path.is_symlink() else "its permissions"
            reason, digest = f"cannot be opened ({error.strerror}); check {what}", ""
        if reason:
            intake.failed.append(_failure(file.shown, f"{file.shown}: {reason}"))
            continue
        by_hash.setdefault(digest, []).append(file)
    stems = Counter(_stem(same[0].path) for same in by_hash.values())
    stems.update(outcome.document.doc_id for outcome in intake.failed)
    for digest, same in by_hash.items():
        first = same[0]
        stem = _stem(first.path)
        doc_id = stem if stems[stem] == 1 else f"{stem}-{digest[:8]}"
        plan = next((f.manifest["plan_id"] for f in same if f.manifest.get("plan_id")), "")
        url = next((url for f in same if _URL.match(url := (f.manifest.get("source_url") or "").strip())), "")
        intake.documents.append(Document(doc_id, first.shown, str(first.path), digest, slug(plan), url))
        intake.notes[digest] = tuple(_file_notes(digest, same))
    for at, outcome in enumerate(intake.failed):
        if stems[outcome.document.doc_id] > 1:
            digits = hashlib.sha256(outcome.document.path.encode()).hexdigest()[:8]
            unique = replace(outcome.document, doc_id=f"{outcome.document.doc_id}-{digits}")
            intake.failed[at] = replace(outcome, document=unique)
    return intake


def _refusal(file: _File) -> str:
    """Say why a file is not handed to a reader; empty if it is. Reading a pipe or a device might never end."""
    suffix = file.path.suffix.lower()
    if suffix not in READERS:
        if suffix in _PICTURES:
            suffix = ".tif"
        kind = f"files ending in '{suffix}'" if suffix else "files without an ending"
        return NO_READER.get(suffix, f"{kind} cannot be read; give the document as .pdf or its text as .txt")
    if file.path.exists() and not file.path.is_file():
        return "is not a regular file; give a copy of what it leads to"
    with file.path.open("rb") as stream:
        is_pdf = stream.read(_HEAD).lstrip().startswith(b"%PDF-")
    if is_pdf and suffix != ".pdf":
        return f"is a PDF under the name of a text; rename it to {Path(file.shown).with_suffix('.pdf').name}"
    return ""


def _failure(shown: str, reason: str) -> Outcome:
    """Return the outcome of a file that was not opened; it has no hash."""
    return Outcome(Document(_stem(Path(shown)), shown, shown, ""), error=reason)


def _files(paths: Sequence[Path], intake: Intake) -> Iterator[_File]:
    for path in paths:
        if path.is_dir():
            yield from _folder(path, intake)
        elif path.exists() or path.is_symlink():
            yield _File(path, _shown(path.name), _manifest(path.parent).get(path.name, {}))
        else:
            raise UsageError(f"{_shown(str(path))}: no such file or folder; check the path")


def _folder(folder: Path, intake: Intake) -> Iterator[_File]:
    manifest = _manifest(folder)

    def refuse(error: OSError) -> None:
        name = _shown(os.path.relpath(error.filename, folder.parent))
        reason = f"{name}: the folder cannot be read ({error.strerror}); check its permissions"
        intake.failed.append(_failure(name, reason))

    found = set()
    for parent, folders, names in os.walk(folder, onerror=refuse):
        folders[:] = sorted(name for name in folders if not name.startswith("."))
        for name in names:
            path = Path(parent) / name
            if name.lower().startswith((".", *_NOT_PLANS)):
                continue
            relative = path.relative_to(folder).as_posix()
            if path.suffix.lower() in {*READERS, *NO_READER}:
                found.add(relative)
                yield _File(path, _shown(relative), manifest.get(relative, {}))
            elif relative not in _OURS:
                intake.passed_over.append(_shown(relative))
    for name in sorted(manifest.keys() - found):
        reason = f"{_shown(name)}: listed in {MANIFEST} but not in the folder; add the file or take the line out"
        intake.failed.append(_failure(_shown(name), reason))


def _nothing(paths: Sequence[Path], passed_over: Sequence[str]) -> str:
    """Say that there is nothing to read, and what there is instead."""
    where = ", ".join(_shown(str(path)) for path in paths)
    instead = f" but {listed(passed_over)}" if passed_over else ""
    return f"{where}: holds nothing to read{instead}; give plans as .pdf, or their text as .txt or .md"


def listed(names: Sequence[str]) -> str:
    """Name the first files of many.

    >>> listed(["a.png", "b.png"])
    'a.png, b.png'
    >>> listed([f"{number}.png" for number in range(12)])
    '0.png, 1.png, 2.png, 3.png, 4.png and 7 more'
    """
    more = f" and {len(names) - _NAMED:,} more" if len(names) > _NAMED else ""
    return ", ".join(names[:_NAMED]) + more


def _manifest(folder: Path) -> dict[str, dict[str, str]]:
    """Return the rows of the manifest by path; raise :class:`UsageError` if it cannot be understood."""
    path = folder / MANIFEST
    try:
        with path.open(encoding="utf-8-sig", newline="") as stream:
            rows = list(csv.DictReader(stream))
    except FileNotFoundError:
        return {}
    except (OSError, UnicodeDecodeError, csv.Error) as error:
        raise UsageError(f"{path}: cannot be read ({error}); save it as UTF-8 CSV") from error
    if rows and "path" not in rows[0]:
        raise UsageError(
            f"{path}: has no column 'path'; the columns are path, sha256, plan_id, source_url, received_on, note"
        )
    listed = {}
    for line, row in enumerate(rows, start=2):
        name = row["path"] or ""
        if Path(name).is_absolute() or ".." in Path(name).parts:
            raise UsageError(f"{path}, line {line}: '{_shown(name)}' leads out of the folder; name files inside it")
        listed[name] = row
    return listed


def _file_notes(digest: str, same: list[_File]) -> Iterator[Note]:
    for other in same[1:]:
        yield Note("duplicate-file", observed=other.shown, evidence=f"same bytes as {same[0].shown}")
    for file in same:
        stated = (file.manifest.get("sha256") or "").strip().lower()
        if stated and stated != digest:
            yield Note("manifest-mismatch", observed=digest, expected=stated, evidence=f"{file.shown} in {MANIFEST}")


def project_indicators(paths: Sequence[Path]) -> tuple[tuple[tuple[str, str], ...], ...]:
    """Return the rows that ``indicators.csv`` of the folders adds to the catalogue.

    Raises :class:`UsageError` naming the file if it cannot be read; what its rows say is checked with the catalogue.
    """
    rows: list[tuple[tuple[str, str], ...]] = []
    for folder in dict.fromkeys(path if path.is_dir() else path.parent for path in paths):
        path = folder / INDICATORS
        try:
            with path.open(encoding="utf-8-sig", newline="") as stream:
                read = list(csv.DictReader(stream))
        except FileNotFoundError:
            continue
        except (OSError, UnicodeDecodeError, csv.Error) as error:
            raise UsageError(f"{path}: cannot be read ({error}); save it as UTF-8 CSV") from error
        if read and "indicator_id" not in read[0]:
            raise UsageError(f"{path}: has no column 'indicator_id'; use the columns of pipeline/data/indicators.csv")
        rows.extend(tuple((column, text or "") for column, text in row.items() if column) for row in read)
    return tuple(rows)


def vanished(hashes: AbstractSet[str], paths: Sequence[Path]) -> AbstractSet[str]:
    """Return those hashes that no file has in the folders of the paths given."""
    left = set(hashes)
    folders = dict.fromkeys(path if path.is_dir() else path.parent for path in paths)
    for path in (path for folder in folders for path in sorted(folder.rglob("*"))):
        if not left:
            break
        if path.suffix.lower() in READERS and path.is_file():
            with suppress(OSError):
                left.discard(_hash(path))
    return left


def several_forms(plans: Iterable[tuple[str, str]]) -> dict[str, Note]:
    """Return a note for every document (by key) whose plan arrived in several; ``plans`` pairs document and plan."""
    by_plan: dict[str, list[str]] = {}
    for doc_id, plan in plans:
        by_plan.setdefault(plan, []).append(doc_id)
    return {
        doc_id: Note("several-forms", observed=plan, evidence="also in " + ", ".join(d for d in docs if d != doc_id))
        for plan, docs in by_plan.items()
        if plan and len(docs) > 1
        for doc_id in docs
    }


def _hash(path: Path) -> str:
    with path.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()


def _stem(path: Path) -> str:
    return slug(_shown(path.stem)) or "document"


def _shown(name: str) -> str:
    """Spell a file name so that it fits in one line of UTF-8."""
    text = name.encode("utf-8", "backslashreplace").decode()
    return "".join(char if char.isprintable() else f"\\x{ord(char):02x}" for char in text)
