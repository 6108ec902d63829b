"""What the scan left on the page and no printer put there: names of marks, stray letters, file numbers, ticks."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import regex

from pipeline.model import Block, Catalog, Line, Note

_TICK = regex.compile(r"[✓✔✗✘]")
_PRINTED = regex.compile(r"[-–—_=*.·•…/\s]*")
"""What a printed line without letters may consist of: rules and ends of documents."""


def check_debris(blocks: Sequence[Block], catalog: Catalog) -> tuple[Note, ...]:
    """Return an issue for each line that is no text of the document, and for ticks of a pen beside text."""
    lines = [block if isinstance(block, Line) else None for block in blocks]
    return tuple(note for at in range(len(lines)) for note in _of_line(lines, at, catalog))


def _of_line(lines: Sequence[Line | None], at: int, catalog: Catalog) -> Iterator[Note]:
    line = lines[at]
    text = line.text if line is not None else ""
    if line is None or not text or _PRINTED.fullmatch(text):
        return
    around = (lines[at - 1] if at else None, lines[at + 1] if at + 1 < len(lines) else None)
    alone = all(other is None or not other.text for other in around)
    sure = catalog.meaning("sure-debris", text)
    if sure == "debris" or (alone and not sure and catalog.meaning("debris", text) == "debris"):
        yield Note("scan-debris", where=line.passage.strip().where(), observed=text)
        return
    for tick in _TICK.finditer(line.passage.text):
        yield Note("scan-debris", where=line.passage.where(*tick.span()), observed=tick[0], evidence=f"beside: {text}")
