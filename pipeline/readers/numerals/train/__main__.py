"""Make the weights of the numeral reader anew: fetch fonts, draw cells, train, calibrate, measure, write.

The same seed, processor and number of threads give the same weights; others give the same figures.
"""

from __future__ import annotations

import argparse
from pathlib import Path

from click import echo

import pipeline.readers.numerals as package
from pipeline.readers.training.calibration import write_facts
from pipeline.readers.training.drawing import drawn_ahead
from pipeline.readers.training.fonts import fetch

from .measure import calibrate, draw
from .report import measure
from .samples import SHARD, Sample, draw_shard, respaced, seen_shelf, unseen_shelf


def main() -> None:
    """Do what the command line says."""
    parser = argparse.ArgumentParser(prog="make train", description=__doc__)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--shards", type=int, default=400, help=f"of {SHARD} cells each (default: %(default)s)")
    parser.add_argument("--workers", type=int, default=1, help="processes that draw cells (default: %(default)s)")
    parser.add_argument("--fonts", type=Path, default=Path("build/fonts"), help="where fonts are kept")
    parser.add_argument("--weights", type=Path, help="calibrate and measure these instead of training")
    parser.add_argument("--start", type=Path, help="a state that was kept, to go on from instead of random weights")
    parser.add_argument(
        "--keep", type=int, default=40, help="keep the state every so many shards (default: %(default)s)"
    )
    parser.add_argument("--cells", type=int, default=10_000, help="to measure each figure on (default: %(default)s)")
    parser.add_argument("--calibration", type=int, default=18_000, help="cells to calibrate on (default: %(default)s)")
    parser.add_argument("--out", type=Path, default=Path(package.__file__).parent, help="where weights and facts go")
    options = parser.parse_args()
    fetch(options.fonts)
    weights = options.weights.read_bytes() if options.weights else _train(options)
    calibration = calibrate(weights, _calibration_cells(options))
    figures = measure(weights, calibration, options)
    options.out.mkdir(parents=True, exist_ok=True)
    (options.out / "numerals.onnx").write_bytes(weights)
    write_facts(options.out / "numerals.toml", weights, calibration, figures)
    echo((options.out / "numerals.toml").read_text(encoding="utf-8"))


def _train(options: argparse.Namespace) -> bytes:
    try:
        from pipeline.readers.training.network import Plan, export, train

        from .network import COURSE
    except ImportError as error:
        raise SystemExit(f"{error.name} is missing: run .venv/bin/pip install -e '.[train]'") from error
    shelf = respaced(seen_shelf(options.fonts))
    jobs = ((options.seed, number, shelf) for number in range(options.shards))
    shards = drawn_ahead(draw_shard, jobs, options.workers)
    kept = options.fonts.parent / "numerals.onnx"
    plan = Plan(options.shards, options.seed, options.start, options.keep, kept.with_suffix(".pt"))
    weights = export(COURSE, train(COURSE, shards, plan, echo))
    kept.write_bytes(weights)
    echo(f"kept as {kept}, to be measured again with --weights")
    return weights


def _calibration_cells(options: argparse.Namespace) -> list[Sample]:
    """Draw cells of all wear, a third in fonts that training never saw, as documents may hold some."""
    third = options.calibration // 3
    seen = draw(third * 2, seen_shelf(options.fonts), (0.1, 1.0), 901)
    unseen = draw(third, unseen_shelf(options.fonts), (0.1, 1.0), 902)
    return [*seen, *unseen]


if __name__ == "__main__":
    main()
