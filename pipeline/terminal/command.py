"""The command ``khubnd audit``. Heavy imports happen when it runs."""

from __future__ import annotations

import getpass
import os
import shutil
import subprocess
import sys
from dataclasses import replace
from difflib import get_close_matches
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from pipeline.errors import UsageError

from .words import LANGUAGES, WORDS, language

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from pipeline.model import Correction

    from .deciding import By
    from .findings import Finding

_LEDGER = Path("raw_docs") / "corrections.csv"
_HELP = """Show what should not be believed yet, worst first, or decide it.

DOC is a document as documents.csv names it, or how its name begins; without
one, all are shown. ISSUE is an issue or a group as they are shown here, or how
one begins; of a group, all places are decided.

\b
  khubnd audit --severity error
  khubnd audit --accept 8f43
  khubnd audit --correct 8f43 22.906 --reason "compared with page 7"
  khubnd audit --undo

Decisions go to corrections.csv beside the documents; `khubnd run` applies them.
"""


@click.command(help=_HELP)
@click.argument("documents", nargs=-1, metavar="[DOC]...")
@click.option(
    "--out",
    type=click.Path(path_type=Path),
    default=Path("extracted"),
    show_default=True,
    help="Output folder of `khubnd run` to read.",
)
@click.option(
    "--severity", multiple=True, type=click.Choice(["error", "warning", "info"]), help="Only these; may be repeated."
)
@click.option("--code", multiple=True, help="Only this kind of issue; may be repeated.")
@click.option("--all", "decided", is_flag=True, help="Show decided issues too.")
@click.option("--lang", type=click.Choice(LANGUAGES), help="Language.  [default: that of the locale, else vi]")
@click.option("--json", "as_data", is_flag=True, help="Write one JSON document.")
@click.option("--strict", is_flag=True, help="Exit with 1 if an error or a warning is shown that nobody has decided.")
@click.option(
    "--accept",
    multiple=True,
    metavar="ISSUE",
    help="The proposal is printed. 'unique' accepts all that are the only minimal repair.",
)
@click.option("--correct", multiple=True, nargs=2, metavar="ISSUE VALUE", help="VALUE is printed.")
@click.option("--confirm", multiple=True, metavar="ISSUE", help="What was read is printed.")
@click.option("--reject", multiple=True, metavar="ISSUE", help="This is no issue.")
@click.option("--illegible", multiple=True, metavar="ISSUE", help="Nobody can read what is printed.")
@click.option("--undo", is_flag=True, help="Take the last decision back.")
@click.option(
    "--cause",
    type=click.Choice(["reading", "document"]),
    default="reading",
    show_default=True,
    help="Whose mistake it is. The issuer's own (document) stays in the data and is annotated.",
)
@click.option("--reason", default="", help="Why it was decided so.")
@click.option(
    "--reviewer", envvar="KHUBND_REVIEWER", help="Who decides.  [default: the name that git or the system knows]"
)
@click.option(
    "--corrections",
    "ledger",
    metavar="FILE",
    type=click.Path(path_type=Path),
    default=_LEDGER,
    show_default=True,
    help="Where decisions are kept: in the folder of the documents.",
)
def audit(  # noqa: PLR0913, PLR0917 - one per option, click gives them by name
    documents: tuple[str, ...],
    out: Path,
    severity: tuple[str, ...],
    code: tuple[str, ...],
    lang: str | None,
    accept: tuple[str, ...],
    correct: tuple[tuple[str, str], ...],
    confirm: tuple[str, ...],
    reject: tuple[str, ...],
    illegible: tuple[str, ...],
    cause: str,
    reason: str,
    reviewer: str | None,
    ledger: Path,
    *,
    decided: bool,
    as_data: bool,
    strict: bool,
    undo: bool,
) -> None:
    """Show findings, or decide them."""
    from pipeline.model import Cause

    from .deciding import By, now
    from .findings import Filter, chosen, read_findings

    tongue = lang or language(os.environ)
    _check_codes(code)
    asked = {"accept": accept, "correct": correct, "confirm": confirm, "reject": reject, "illegible": illegible}
    if undo:
        if any(asked.values()):
            raise UsageError("--undo takes back the last decision and makes none; give it alone")
        _undo(ledger, WORDS[tongue])
        return
    findings = read_findings(out)
    if any(asked.values()):
        by = By(reviewer or _user(), now(), reason, Cause(cause))
        in_question = [one for one in findings if not documents or one.issue["doc_id"].startswith(documents)]
        _say_decided(_decide(in_question, asked, by, ledger), ledger, WORDS[tongue])
        return
    wanted = Filter(documents, severity, code, decided=decided)
    shown = chosen(findings, wanted)
    hidden = len(chosen(findings, replace(wanted, decided=True))) - len(shown)
    _show(shown, hidden, language=tongue, as_data=as_data)
    if strict and any(one.is_open and one.issue["severity"] != "info" for one in shown):
        sys.exit(1)


def _show(shown: Sequence[Finding], hidden: int, *, language: str, as_data: bool) -> None:
    """Print findings: paged on a terminal, where they are longer than it, plain in a pipe."""
    from pipeline.catalog import load_catalog

    from .findings import grouped
    from .showing import as_json, as_text

    catalog, groups = load_catalog(), grouped(shown)
    if as_data:
        click.echo(as_json(groups, catalog.issue_codes))
        return
    on_terminal = sys.stdout.isatty()
    width = shutil.get_terminal_size().columns if on_terminal else None
    text = as_text(groups, catalog, language=language, width=width)
    if hidden:
        text += WORDS[language]["decided"].format(count=hidden) + "\n"
    if on_terminal:
        os.environ.setdefault("LESS", "-FRX")
        os.environ.setdefault("LESSCHARSET", "utf-8")
        click.echo_via_pager(text, color=_colour())
    else:
        click.echo(text, nl=False)


def _colour() -> bool | None:
    """Say whether the pager gets colours; None leaves it to click, which knows when ``less`` shows them raw."""
    if os.environ.get("NO_COLOR"):
        return False
    name = (os.environ.get("PAGER", "").split() or ["less"])[0]
    return None if Path(name).stem == "less" else True


def _check_codes(codes: Sequence[str]) -> None:
    from pipeline.catalog import load_catalog

    known = load_catalog().issue_codes
    for code in codes:
        if code not in known:
            close = get_close_matches(code, known, cutoff=0.6)
            told = f"perhaps {' or '.join(close)} is meant" if close else f"there are {', '.join(sorted(known))}"
            raise UsageError(f"{code}: no kind of issue is called so; {told}")


def _decide(findings: Sequence[Finding], asked: Mapping[str, Sequence[Any]], by: By, ledger: Path) -> list[Correction]:
    """Write decisions to the ledger, all of them or none, and return them."""
    from pipeline.catalog import load_catalog
    from pipeline.ledger import add_to_ledger, read_ledger

    from . import deciding

    single = {
        "accept": deciding.accepted,
        "confirm": deciding.confirmed,
        "reject": deciding.rejected,
        "illegible": deciding.illegible,
    }
    rows: list[Correction] = []
    concerned: list[Finding] = []
    for kind, names in asked.items():
        for name in names:
            if kind == "accept" and name == deciding.UNIQUE:
                rows += deciding.unique(findings, by.decided_on)
                concerned += [one for one in findings if one.issue["unique"] == "true"]
                continue
            found = deciding.in_question(deciding.named(findings, name[0] if kind == "correct" else name), kind)
            concerned += found
            if kind == "correct":
                rows += [deciding.corrected(one, by, name[1]) for one in found]
            else:
                rows += [single[kind](one, by) for one in found]
    if not rows:
        return []
    deciding.check_beside(ledger, concerned)
    read_ledger(ledger, load_catalog().issue_codes.keys())
    add_to_ledger(ledger, rows)
    return rows


def _say_decided(rows: Sequence[Correction], ledger: Path, words: Mapping[str, str]) -> None:
    if not rows:
        click.echo(words["nothing"])
        return
    for row in rows:
        click.echo(_told(row, words))
    click.echo(words["written" if len(rows) > 1 else "one written"].format(count=f"{len(rows):,}", ledger=ledger))


def _undo(ledger: Path, words: Mapping[str, str]) -> None:
    from pipeline.catalog import load_catalog
    from pipeline.ledger import undo_last

    rows = undo_last(ledger, load_catalog().issue_codes.keys())
    if not rows:
        raise UsageError(f"{ledger}: holds no decision; name another ledger with --corrections")
    for row in rows:
        click.echo(_told(row, words))
    click.echo(words["undone" if len(rows) > 1 else "one undone"].format(count=f"{len(rows):,}", ledger=ledger))


def _told(row: Correction, words: Mapping[str, str]) -> str:
    """Say in one line what was decided."""
    new = f" -> '{row.printed}'" if row.printed != row.read else ""
    return f"  {words[row.decision]} {row.source}{'#' + row.code if row.code else ''}: '{row.read}'{new}"


def _user() -> str:
    """Return the name that git knows the user by, else that of the account."""
    git = shutil.which("git")
    if git is not None:
        asked = subprocess.run([git, "config", "user.name"], capture_output=True, text=True, check=False)  # noqa: S603
        if name := asked.stdout.strip():
            return name
    try:
        return getpass.getuser()
    except (KeyError, OSError, ImportError):
        raise UsageError("nobody is known to decide; say who with --reviewer") from None
