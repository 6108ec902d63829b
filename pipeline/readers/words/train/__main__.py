"""Make the weights of the word reader anew: fetch fonts, draw lines, train, calibrate, measure, write.

Two runs give the same figures, though not the same bytes: two threads learn.
"""

from __future__ import annotations

import argparse
from collections.abc import Iterator
from pathlib import Path

from click import echo

import pipeline.readers.words as package
from pipeline.readers.networks import build_model
from pipeline.readers.training.calibration import write_facts
from pipeline.readers.training.drawing import drawn_ahead
from pipeline.readers.training.fonts import fetch

from .measure import calibrate, draw, draw_sheets, measure
from .samples import SHARD, Sample, Shelf, draw_shard, seen_shelf, unseen_shelf


def main() -> None:
    """Do what the command line says."""
    parser = argparse.ArgumentParser(prog="make train READER=words", description=__doc__)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--shards", type=int, default=140, help=f"of {SHARD} lines each (default: %(default)s)")
    parser.add_argument("--fonts", type=Path, default=Path("build/fonts"), help="where fonts are kept")
    parser.add_argument("--weights", type=Path, help="calibrate and measure these instead of training")
    parser.add_argument("--start", type=Path, help="a state that was kept, to go on from instead of random weights")
    parser.add_argument(
        "--keep", type=int, default=10, help="keep the state every so many shards (default: %(default)s)"
    )
    parser.add_argument("--lines", type=int, default=5_000, help="to measure each figure on (default: %(default)s)")
    parser.add_argument("--out", type=Path, default=Path(package.__file__).parent, help="where weights and facts go")
    options = parser.parse_args()
    fetch(options.fonts)
    weights = options.weights.read_bytes() if options.weights else _train(options)
    seen, unseen = seen_shelf(options.fonts), unseen_shelf(options.fonts)
    calibration = calibrate(weights, _calibration_lines(seen, unseen, options.lines))
    figures = measure(build_model(weights, calibration), {"seen": seen, "unseen": unseen}, options.lines)
    options.out.mkdir(parents=True, exist_ok=True)
    (options.out / "words.onnx").write_bytes(weights)
    write_facts(options.out / "words.toml", weights, calibration, figures)
    echo((options.out / "words.toml").read_text(encoding="utf-8"))


def _calibration_lines(seen: Shelf, unseen: Shelf, count: int) -> Iterator[Sample]:
    """Draw lines of all wear, half of them on sheets, a third in faces that training never saw."""
    wear = (0.1, 1.0)
    for shelf, some, seed in ((seen, count // 2, 901), (unseen, count // 4, 902)):
        yield from draw(some, shelf, wear, seed)
        yield from draw_sheets(some, shelf, wear, seed)


def _train(options: argparse.Namespace) -> bytes:
    try:
        from pipeline.readers.training.network import Plan, export, train

        from .network import COURSE
    except ImportError as error:
        raise SystemExit(f"{error.name} is missing: run .venv/bin/pip install -e '.[train]'") from error
    kept = options.fonts.parent / "words.pt"
    plan = Plan(options.shards, options.seed, options.start, options.keep, kept)
    shelf = seen_shelf(options.fonts)
    shards = drawn_ahead(draw_shard, ((options.seed, number, shelf) for number in range(options.shards)), workers=1)
    weights = export(COURSE, train(COURSE, shards, plan, echo))
    kept.with_suffix(".onnx").write_bytes(weights)
    echo(f"kept as {kept.with_suffix('.onnx')}, to be measured again with --weights")
    return weights


if __name__ == "__main__":
    main()
