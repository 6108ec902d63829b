"""Print what the benchmarks measured. ``make bench`` runs this; ``make bench ARGS="pdfs"`` one of them."""

from __future__ import annotations

import io
import sys
from collections.abc import Callable, Sequence

from . import dumps, mutations, numerals, pdfs, scans, words

BENCHMARKS: dict[str, Callable[[Sequence[str]], None]] = {
    "dumps": lambda _: dumps.main(),
    "mutations": mutations.main,
    "pdfs": pdfs.main,
    "scans": scans.main,
    "numerals": numerals.main,
    "words": words.main,
}


def main(arguments: Sequence[str]) -> None:
    """Run the benchmarks that are named first, all if none is; what follows their names are options for them."""
    if isinstance(sys.stdout, io.TextIOWrapper):
        sys.stdout.reconfigure(line_buffering=True)  # so that a log can be followed
    count = next((i for i, word in enumerate(arguments) if word.startswith("-")), len(arguments))
    names, options = arguments[:count], arguments[count:]
    unknown = next((name for name in names if name not in BENCHMARKS), None)
    if unknown is not None:
        sys.exit(f"There is no benchmark {unknown!r}; there are {', '.join(BENCHMARKS)}.")
    for name in names or BENCHMARKS:
        BENCHMARKS[name](options)


if __name__ == "__main__":
    main(sys.argv[1:])
