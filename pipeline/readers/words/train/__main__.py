"""Make the weights of the word reader anew: fetch fonts, draw lines, train, calibrate, measure, write.

The same seed, processor and number of threads give the same weights; others give the same figures.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pipeline.readers.words as package
from pipeline.readers.networks import build_model
from pipeline.readers.training.command import parser_of, weights_of, write
from pipeline.readers.training.shelf import Shelf

from .measure import calibrate, draw, draw_sheets, measure
from .samples import SHARD, Sample, draw_shard, seen_shelf, unseen_shelf


def main() -> None:
    """Do what the command line says."""
    parser = parser_of("words", __doc__ or "", f"240 of {SHARD} lines", Path(package.__file__).parent)
    parser.add_argument("--lines", type=int, default=5_000, help="to measure each figure on (default: %(default)s)")
    options = parser.parse_args()

    def jobs() -> Iterator[tuple[int, int, Shelf]]:
        shelf = seen_shelf(options.fonts)
        return ((options.seed, number, shelf) for number in range(options.shards))

    weights = weights_of("words", options, draw_shard, jobs)
    seen, unseen = seen_shelf(options.fonts), unseen_shelf(options.fonts)
    calibration = calibrate(weights, _calibration_lines(seen, unseen, options.lines))
    figures = measure(build_model(weights, calibration), {"seen": seen, "unseen": unseen}, options.lines)
    write("words", options.out, weights, (calibration, figures))


def _calibration_lines(seen: Shelf, unseen: Shelf, count: int) -> Iterator[Sample]:
    """Draw lines of all wear, half of them on sheets, a third in faces that training never saw."""
    wear = (0.1, 1.0)
    for shelf, some, seed in ((seen, count // 2, 901), (unseen, count // 4, 902)):
        yield from draw(some, shelf, wear, seed)
        yield from draw_sheets(some, shelf, wear, seed)


if __name__ == "__main__":
    main()
