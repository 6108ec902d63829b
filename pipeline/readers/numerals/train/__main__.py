"""Make the weights of the numeral reader anew: fetch fonts, draw cells, train, calibrate, measure, write.

The same seed, processor and number of threads give the same weights; others give the same figures.
"""

from __future__ import annotations

import argparse
from collections.abc import Iterator
from pathlib import Path

import pipeline.readers.numerals as package
from pipeline.readers.training.command import parser_of, weights_of, write

from .measure import calibrate, draw, draw_sheets
from .report import measure
from .samples import SHARD, CellShelf, Sample, draw_shard, respaced, seen_shelf, unseen_shelf


def main() -> None:
    """Do what the command line says."""
    parser = parser_of("numerals", __doc__ or "", f"240 of {SHARD} cells", Path(package.__file__).parent)
    parser.add_argument("--cells", type=int, default=10_000, help="to measure each figure on (default: %(default)s)")
    parser.add_argument("--calibration", type=int, default=18_000, help="cells to calibrate on (default: %(default)s)")
    options = parser.parse_args()

    def jobs() -> Iterator[tuple[int, int, CellShelf]]:
        shelf = respaced(seen_shelf(options.fonts))
        return ((options.seed, number, shelf) for number in range(options.shards))

    weights = weights_of("numerals", options, draw_shard, jobs)
    calibration = calibrate(weights, _calibration_cells(options))
    write("numerals", options.out, weights, (calibration, measure(weights, calibration, options)))


def _calibration_cells(options: argparse.Namespace) -> list[Sample]:
    """Draw cells of all wear, half of them on sheets, a third in fonts that training never saw."""
    third, wear = options.calibration // 3, (0.1, 1.0)
    seen, unseen = seen_shelf(options.fonts), unseen_shelf(options.fonts)
    return [
        *draw(third, seen, wear, 901),
        *draw_sheets(third, seen, wear, 901),
        *draw(third // 2, unseen, wear, 902),
        *draw_sheets(third // 2, unseen, wear, 902),
    ]


if __name__ == "__main__":
    main()
