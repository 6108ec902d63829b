"""Names of places in the columns of a scanned page: of what was seen, the one that the names around leave."""

from __future__ import annotations

from collections.abc import Iterator

from pipeline.text import tone_key

from .choices import Choice
from .likeliest import CERTAIN, aligned, counted
from .page import Place, Scan
from .readers import Places


def named_places(scan: Scan, places: Places) -> Iterator[tuple[Place, str]]:
    """Yield the cells of a page whose text is the misread name of a place, with the name.

    Every word of it must have been seen by one of two readers, if only as what else the word may be.
    """
    for number, column in sorted({(number, column) for number, _, column in scan.choices}):
        grid = scan.sheet.areas[number].grid
        labels = [grid.text(row, column) for row in range(len(grid.rows))]
        for row, (label, name) in enumerate(zip(labels, places(labels), strict=True)):
            choice = scan.choices.get((number, row, column))
            if name != label and choice is not None and (text := _as_seen(label, name, choice)):
                yield (number, row, column), text


def _as_seen(label: str, name: str, choice: Choice) -> str:
    """Spell a name as it was seen, nothing if a word of it was not, or another was seen for sure."""
    words, names, others = label.split(), name.split(), aligned(choice.words, [text for text, _ in choice.page])
    if not len(words) == len(names) == len(choice.words) or counted(name):
        return ""
    texts = []
    for word, wanted, printed, other in zip(words, names, choice.words, others, strict=True):
        seen = [word] if printed.confidence > CERTAIN else [word, *(text for text, _ in printed.runners_up), other]
        texts.append(next((text for text in seen if _is_same(text, wanted)), ""))
    return " ".join(texts) if all(texts) else ""


def _is_same(word: str, wanted: str) -> bool:
    return tone_key(word) == tone_key(wanted) and word[0].isupper() is wanted[0].isupper()
