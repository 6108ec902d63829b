"""Plans put together from pages of others: some with few tables, some with many, some very long."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby
from pathlib import Path

Page = tuple[Path, int]
"""A page of a PDF, counted from 0."""

LONG = (100, 1000)
FEW = 0.25


@dataclass(frozen=True, slots=True)
class Composite:
    """A PDF made for measuring, and beside it another one of its table pages alone."""

    name: str
    path: Path
    pages: int
    table_pages: int
    tables_only: Path

    @property
    def has_few_tables(self) -> bool:
        """Whether less than a quarter of the pages have tables."""
        return self.table_pages < FEW * self.pages


def compose_all(samples: Sequence[Path], extra: Sequence[Page], folder: Path) -> list[Composite]:
    """Compose plans of 17 pages with four and with many table pages, and long ones of either kind.

    ``extra`` are prose pages to take before any is taken twice. Long plans repeat the short ones.
    """
    prose, tables = _sort(samples)
    few = _cycle(prose + list(extra), 13) + tables[:4]
    many = _cycle(prose, 7) + _cycle(tables, 10)
    composites = []
    for kind, pages in (("few", few), ("many", many)):
        flags = [page in tables for page in pages]
        unit = _compose(f"{len(pages)} pages, {kind} tables", pages, flags, folder)
        composites.append(unit)
        for length in LONG:
            copies = [(unit.path, number % unit.pages) for number in range(length)]
            composites.append(_compose(f"{length} pages, {kind} tables", copies, _repeat(flags, length), folder))
    return composites


def _sort(samples: Sequence[Path]) -> tuple[list[Page], list[Page]]:
    """Return the pages without and with tables. Those of our samples are wide where they have some."""
    import pypdfium2

    prose: list[Page] = []
    tables: list[Page] = []
    for path in samples:
        document = pypdfium2.PdfDocument(path)
        for number, page in enumerate(document):
            (tables if page.get_width() > page.get_height() else prose).append((path, number))
            page.close()
        document.close()
    return prose, tables


def _cycle(pages: Sequence[Page], count: int) -> list[Page]:
    return [pages[number % len(pages)] for number in range(count)]


def _repeat(flags: Sequence[bool], count: int) -> list[bool]:
    return [flags[number % len(flags)] for number in range(count)]


def _compose(name: str, pages: Sequence[Page], flags: Sequence[bool], folder: Path) -> Composite:
    path = folder / f"{name.replace(', ', '-').replace(' ', '-')}.pdf"
    alone = path.with_name(f"{path.stem}-alone.pdf")
    write_pages(path, pages)
    write_pages(alone, [page for page, has_table in zip(pages, flags, strict=True) if has_table])
    return Composite(name, path, len(pages), sum(flags), alone)


def write_pages(target: Path, pages: Sequence[Page]) -> None:
    """Write a PDF of pages taken from others; neighbours from one file are imported in one go and share its fonts."""
    import pypdfium2

    document = pypdfium2.PdfDocument.new()
    for path, run in groupby(pages, key=lambda page: page[0]):
        source = pypdfium2.PdfDocument(path)
        document.import_pages(source, [number for _, number in run])
        source.close()
    document.save(target)
    document.close()
