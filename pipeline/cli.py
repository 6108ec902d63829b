"""Commands, progress and exit codes. Heavy imports happen inside the commands."""

from __future__ import annotations

import errno
import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from . import __version__
from .errors import ConfigurationError, KhubndError, UsageError
from .progress import print_summary, shown_progress
from .terminal.command import audit

if TYPE_CHECKING:
    from .run import Summary

_ROOT = Path(__file__).resolve().parent.parent
_HELP = """Turn Vietnamese People's Committee plans (kế hoạch) into audited CSV datasets.

\b
Start here:
  khubnd run                      raw_docs/ -> extracted/
  khubnd run plan.txt --out out   one file
  khubnd audit                    what should not be believed yet, worst first
  khubnd export                   extracted/ -> extracted.xlsx for Excel
  khubnd diff OLD NEW             what changed between two outputs
  khubnd doctor                   what is installed, what is missing
"""
_EPILOG = """\b
Exit codes: 0 done (findings included), 1 findings and --strict, 2 usage,
3 configuration, 4 a document could not be read, 5 nor could it be, as a
program is missing (the others are written; 5 outranks 4, and 4 outranks 1),
130 interrupted.

Completion: eval "$(_KHUBND_COMPLETE=bash_source khubnd)"
"""


class _Group(click.Group):
    """Turn expected errors into one sentence and their exit code."""

    def invoke(self, ctx: click.Context) -> Any:  # noqa: ANN401 - the signature of click
        _open_streams()
        try:
            return super().invoke(ctx)
        except KhubndError as error:
            click.echo(f"khubnd: {error}", err=True)
            ctx.exit(error.exit_code)
        except KeyboardInterrupt:
            click.echo("khubnd: interrupted; the old output was left", err=True)
            ctx.exit(130)
        except OSError as error:
            if error.errno != errno.ENOSPC:
                raise
            click.echo("khubnd: standard output cannot be written (the disk is full); make room", err=True)
            os._exit(ConfigurationError.exit_code)


@click.group(cls=_Group, help=_HELP, epilog=_EPILOG, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, prog_name="khubnd")
def main() -> None:
    """Group the commands; the text of ``--help`` stands in ``_HELP``."""


main.add_command(audit)


@main.command()
@click.argument("paths", nargs=-1, metavar="[PATH]...", type=click.Path(path_type=Path))
@click.option(
    "--out",
    type=click.Path(path_type=Path),
    default=Path("extracted"),
    show_default=True,
    help="Output folder: what an earlier run wrote there is replaced.",
)
@click.option(
    "--expectations", type=click.Path(path_type=Path), help="Folder of expectation suites.  [default: expectations]"
)
@click.option(
    "--cross-check",
    is_flag=True,
    help="Have the ruled tables in the text of a PDF read a second time, by camelot. Without it, only pages are read"
    " again on which a value of a table is suspect, or rulings gave no table. It never covers prose, text dumps,"
    " tables without rulings, and scans, whose numbers are read twice in any case.",
)
@click.option(
    "--accept",
    type=click.Choice(["unique"]),
    metavar="unique",
    help="Accept in corrections.csv all proposals that are the only minimal repair, and run again.",
)
@click.option("--strict", is_flag=True, help="Exit with 1 if there are errors or warnings.")
@click.option("--quiet", "-q", is_flag=True, help="Print nothing but errors.")
def run(  # noqa: PLR0913 - one per option
    paths: tuple[Path, ...],
    out: Path,
    expectations: Path | None,
    *,
    accept: str | None,
    cross_check: bool,
    strict: bool,
    quiet: bool,
) -> None:
    """Read plans and write the datasets.

    PATH is a file (.pdf, .txt, .md) or a folder; without one, raw_docs/ is read.
    """
    from .intake import listed
    from .run import run as run_plans

    given = paths or (Path("raw_docs"),)
    suites = expectations or next(
        (p for p in (Path("expectations"), _ROOT / "expectations") if p.is_dir()), Path("expectations")
    )

    def work() -> Summary:
        with shown_progress(hidden=quiet) as progress:
            return run_plans(given, out, suites=suites, progress=progress, cross_check=cross_check)

    summary = work()
    if accept and (done := _accepted(out, given)):
        summary = work()
        for line in () if quiet else done:
            click.echo(line)
    for error in summary.errors:
        click.echo(f"khubnd: {error}", err=True)
    if not quiet:
        if summary.passed_over:
            click.echo(f"khubnd: passed over: {listed(summary.passed_over)}", err=True)
        if summary.left:
            click.echo(f"khubnd: left in {out}/, as no run wrote it: {listed(summary.left)}", err=True)
        print_summary(summary)
    if summary.exit_code:
        sys.exit(summary.exit_code)
    if strict and summary.has_findings:
        sys.exit(1)


def _accepted(out: Path, given: tuple[Path, ...]) -> list[str]:
    """Accept what is the only minimal repair; return what to say of it."""
    from .catalog import load_catalog
    from .terminal.deciding import accept_unique

    done = accept_unique(out, given, load_catalog().issue_codes.keys())
    return [
        f"{count:,} proposals accepted in {ledger}: each is the only minimal repair" for ledger, count in done.items()
    ]


@main.command()
@click.argument("folder", metavar="[DIR]", type=click.Path(path_type=Path), default=Path("extracted"))
@click.option("--format", "kind", type=click.Choice(["xlsx"]), default="xlsx", show_default=True, help="What to write.")
@click.option(
    "--to",
    metavar="FILE",
    type=click.Path(path_type=Path),
    help="File to write, replaced if it exists.  [default: beside DIR, as extracted.xlsx]",
)
def export(folder: Path, kind: str, to: Path | None) -> None:
    """Write the datasets as one workbook for Excel.

    DIR is an output folder of `khubnd run`; without one, extracted/ is taken.
    The workbook has one sheet per dataset and per table, Vietnamese titles
    over the column names, real numbers and dates, codes as text. Its first
    sheet, "Đọc trước", says what the others hold.

    \b
      khubnd export                       extracted/ -> extracted.xlsx
      khubnd export out --to ha-noi.xlsx  another folder, another name
    """  # noqa: D301 - click takes a backspace for "leave these lines as they are"
    from .export import export as export_folder

    target, notes = export_folder(folder, kind, to)
    told = f" ({len(notes)} cells could not be held as they are: see the first sheet)" if notes else ""
    click.echo(f"written to {target}{told}")


@main.command()
@click.argument("old", type=click.Path(path_type=Path))
@click.argument("new", type=click.Path(path_type=Path))
@click.option("--lang", type=click.Choice(["en", "vi"]), default="en", show_default=True, help="Language of the words.")
@click.option(
    "--format", "kind", type=click.Choice(["text", "csv"]), default="text", show_default=True, help="What to print."
)
@click.option("--csv", "to", metavar="FILE", type=click.Path(path_type=Path), help="Write the changes as CSV too.")
@click.option("--all", "every", is_flag=True, help="Tell every row, not the first 20 of each file.")
@click.option("--exit-code", is_flag=True, help="Exit with 1 if anything changed.")
def diff(  # noqa: PLR0913 - one per option
    old: Path, new: Path, *, lang: str, kind: str, to: Path | None, every: bool, exit_code: bool
) -> None:
    """Say what changed between two outputs.

    OLD and NEW are output folders of `khubnd run`. Rows are compared by their
    keys: which are new, which are gone, which columns of the others differ.

    \b
      khubnd diff before extracted             in words
      khubnd diff before extracted --lang vi   in Vietnamese
      khubnd diff before extracted --csv changes.csv
    """  # noqa: D301 - click takes a backspace for "leave these lines as they are"
    from .diff import SHOWN, compare, to_csv, to_words

    changes = compare(old, new)
    if to is not None:
        try:
            to.write_text(to_csv(changes), encoding="utf-8", newline="")
        except OSError as error:
            raise UsageError(f"{to}: cannot be written ({error.strerror}); name another file with --csv") from error
    if kind == "csv":
        click.echo(to_csv(changes), nl=False)
    else:
        for line in to_words(changes, lang, None if every else SHOWN):
            click.echo(line)
    if exit_code and changes:
        sys.exit(1)


@main.command()
def doctor() -> None:
    """Say what is installed, what is missing and how to get it."""
    from .doctor import diagnose

    findings = diagnose()
    for finding in findings:
        verdict = click.style("ok     ", fg="green") if finding.ok else click.style("MISSING", fg="red")
        click.echo(f"{verdict} {finding.name}: {finding.detail}", color=_colour())
        if not finding.ok:
            click.echo(f"        {finding.remedy}")
    if not all(finding.ok for finding in findings):
        sys.exit(3)


def _open_streams() -> None:
    """Let standard streams that the caller closed (``>&-``) lead nowhere."""
    for name in ("stdout", "stderr"):
        if getattr(sys, name) is None:
            setattr(sys, name, Path(os.devnull).open("w", encoding="utf-8"))  # noqa: SIM115 - open until the end


def _colour() -> bool | None:
    """Return False where colours are not wanted, None where the terminal decides."""
    return False if os.environ.get("NO_COLOR") or os.environ.get("TERM") == "dumb" else None
