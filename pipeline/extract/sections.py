"""Which paragraphs state something, and under which headings: targets, tasks or past results."""

from __future__ import annotations

from collections.abc import Iterator

import regex

from pipeline.model import Catalog

from .outline import Paragraph

_HEADING_MARK = regex.compile(r"^(?:phần\s+(?:thứ\s+)?\p{L}+|[\p{L}\d.]{1,6}[.)/]|\(\d+\))[\s.:–-]+", regex.IGNORECASE)
_PLACE_AND_DATE = regex.compile(
    r"\P{L}*\p{Lu}[^,]{1,40},\s*ngày\b[^.;]{0,15}\btháng\b[^.;]{0,12}\bnăm\b[^.;]{0,8}", regex.IGNORECASE
)


def body_paragraphs(paragraphs: tuple[Paragraph, ...], catalog: Catalog) -> Iterator[Paragraph]:
    """Yield the paragraphs that may state something: no heading, no date of a letterhead, no recipients."""
    for paragraph in paragraphs:
        if catalog.meaning("recipients", paragraph.text):
            return
        if not paragraph.is_heading and not _PLACE_AND_DATE.fullmatch(paragraph.text):
            yield paragraph


def in_target_section(paragraph: Paragraph, catalog: Catalog) -> bool:
    """Say whether the innermost heading of targets or tasks is one of targets, and none speaks of past results."""
    if results_from(paragraph, catalog) is not None:
        return False
    for name in reversed(_names(paragraph)):
        if catalog.meaning("target-section", name):
            return True
        if catalog.meaning("task-section", name):
            return False
    return False


def _names(paragraph: Paragraph) -> list[str]:
    """Return the headings above a paragraph without their numbers."""
    return [_HEADING_MARK.sub("", heading) for heading in paragraph.section]


def results_from(paragraph: Paragraph, catalog: Catalog) -> int | None:
    """Return the place of the first heading above a paragraph that speaks of past results, None if none does."""
    names = enumerate(_names(paragraph))
    return next((at for at, name in names if catalog.meaning("result-section", name)), None)


def heading_subject(paragraph: Paragraph, catalog: Catalog) -> str:
    """Return the innermost heading above a paragraph if it names what is measured: ``1. Tỷ lệ tiêm chủng:``."""
    name = next(iter(reversed(_names(paragraph))), "")
    return name if catalog.meaning("subject-heading", name) else ""
