"""Which lines and cells the page pass read so poorly that they are worth another look."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from statistics import fmean

from .echoes import Seen
from .likeliest import has_unusual
from .readers import Readers

_UNSURE = 0.95
"""Mean confidence of its words below which a line or cell is poor; one in four cells of a schedule at 200 dpi."""
_SURE = 0.85
"""Confidence of its least sure word from which a line or cell is not, unless there is much wear: another look changes
one such cell in 150, and such lines more for the worse than for the better."""
_WORN = 0.45
"""Share of poor ones from which there is much wear, as on a fax."""


def find_poor(
    found: Sequence[tuple[str, Seen]], readers: Readers, worst: Collection[int] = ()
) -> tuple[list[int], bool]:
    """Return which lines or cells are worth another look, and whether most are worn; the ``worst`` always are.

    Each is given as what it is taken for so far, and the words that the page pass saw in it.

    >>> from .engine import Engine
    >>> readers = Readers(Engine("none", "1", lambda page, dpi: (), lambda crops: ()), usual=lambda *_: 1.0)
    >>> sure, unsure, poor = (("Tổng số", (("Tổng", 0.98), ("số", sure))) for sure in (0.99, 0.9, 0.8))
    >>> find_poor([sure, sure, sure, unsure, poor], readers), find_poor([sure, unsure, poor], readers)
    (([4], False), ([1, 2], True))
    """
    certain = {*worst, *(number for number, one in enumerate(found) if _is_misread(*one, readers))}
    unsure = {number for number, (_, words) in enumerate(found) if fmean(_confidences(words)) < _UNSURE}
    is_worn = len(certain | unsure) > _WORN * len(found)
    if not is_worn:
        unsure = {number for number in unsure if min(_confidences(found[number][1])) < _SURE}
    return sorted(certain | unsure), is_worn


def _is_misread(text: str, words: Seen, readers: Readers) -> bool:
    """Say whether usage knows words to be misread, or to be unusual where they stand."""
    return readers.misread(text) > 0 or has_unusual(words, readers.usual)


def _confidences(words: Seen) -> list[float]:
    return [sure for _, sure in words] or [0.0]
