"""What all trainings can be told on the command line, and the way from there to weights."""

from __future__ import annotations

import argparse
from collections.abc import Callable, Iterable, Sequence
from importlib import import_module
from pathlib import Path
from typing import TypeVar

import numpy as np
from click import echo
from numpy.typing import NDArray

from pipeline.readers.networks import Calibration

from .calibration import Figure, write_facts
from .drawing import drawn_ahead
from .fonts import fetch

_Job = TypeVar("_Job")
Strips = Sequence[tuple[NDArray[np.uint8], str]]
"""Strips of a shard with what they say."""


def parser_of(name: str, about: str, shards: str, folder: Path) -> argparse.ArgumentParser:
    """Return the options of a training; ``shards`` says how many there are and of what: ``140 of 2048 lines``."""
    count, _, each = shards.partition(" ")
    parser = argparse.ArgumentParser(prog=f"make train READER={name}", description=about)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--shards", type=int, default=int(count), help=f"{each} each (default: %(default)s)")
    parser.add_argument("--workers", type=int, default=1, help="processes that draw (default: %(default)s)")
    parser.add_argument("--fonts", type=Path, default=Path("build/fonts"), help="where fonts are kept")
    parser.add_argument("--weights", type=Path, help="calibrate and measure these instead of training")
    parser.add_argument("--start", type=Path, help="a state that was kept, to go on from instead of random weights")
    parser.add_argument(
        "--keep", type=int, default=10, help="keep the state every so many shards (default: %(default)s)"
    )
    parser.add_argument("--out", type=Path, default=folder, help="where weights and facts go")
    return parser


def weights_of(
    name: str, options: argparse.Namespace, draw_shard: Callable[[_Job], Strips], jobs: Callable[[], Iterable[_Job]]
) -> bytes:
    """Fetch fonts, then read the weights that the options name, or train some on what is drawn for each job."""
    fetch(options.fonts)
    if options.weights:
        return bytes(options.weights.read_bytes())
    try:
        from .network import Plan, export, train

        course = import_module(f"pipeline.readers.{name}.train.network").COURSE
    except ImportError as error:
        raise SystemExit(f"{error.name} is missing: run .venv/bin/pip install -e '.[train]'") from error
    kept = options.fonts.parent / f"{name}.onnx"
    plan = Plan(options.shards, options.seed, options.start, options.keep, kept.with_suffix(".pt"))
    weights = export(course, train(course, drawn_ahead(draw_shard, jobs(), options.workers), plan, echo))
    kept.write_bytes(weights)
    echo(f"kept as {kept}, to be measured again with --weights")
    return weights


def write(name: str, folder: Path, weights: bytes, facts: tuple[Calibration, dict[str, Figure]]) -> None:
    """Write weights, their calibration and figures, and show the latter."""
    folder.mkdir(parents=True, exist_ok=True)
    (folder / f"{name}.onnx").write_bytes(weights)
    write_facts(folder / f"{name}.toml", weights, *facts)
    echo((folder / f"{name}.toml").read_text(encoding="utf-8"))
