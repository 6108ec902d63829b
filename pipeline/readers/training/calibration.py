"""From the probabilities of a network to shares of right readings, and the facts that are kept beside its weights."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from itertools import pairwise
from pathlib import Path

import numpy as np

from pipeline.readers.networks import Calibration, probability_to_nines

Figure = Mapping[str, int | float]
Judged = Sequence[tuple[float, bool]]
"""How sure each reading is and whether it is right."""

AS_IT_IS = Calibration(1.0, tuple(i / 10 for i in range(61)), tuple(1 - 10 ** (-i / 10) for i in range(61)))
"""Confidence is the probability that the network states."""
_BOUNDS = (0.0, 0.5, 0.8, 0.9, 0.95, 0.98, 0.99, 0.995, 0.999, 1.01)
_KNOTS = 24


def isotonic(pairs: Judged) -> tuple[tuple[float, ...], tuple[float, ...]]:
    """Pool neighbours until the share of right readings rises with probability; a half is added to the wrong ones."""
    ordered = sorted((probability_to_nines(share), right) for share, right in pairs)
    pools: list[list[float]] = []
    for part in np.array_split(np.array(ordered, float), min(_KNOTS, len(ordered))):
        pools.append([float(part[:, 0].sum()), float(part[:, 1].sum()), len(part)])
        while len(pools) > 1 and _share(pools[-2]) >= _share(pools[-1]):
            last = pools.pop()
            pools[-1] = [a + b for a, b in zip(pools[-1], last, strict=True)]
    nines = [round(pool[0] / pool[2], 4) for pool in pools]
    return (0.0, *nines), (0.0, *(round(_share(pool), 5) for pool in pools))


def _share(pool: Sequence[float]) -> float:
    return pool[1] / (pool[2] + 0.5)


def reliability(judged: Judged) -> dict[str, Figure]:
    """Count readings and right ones between two confidences, from the surest down."""
    found = {}
    for low, high in pairwise(_BOUNDS):
        group = [right for confidence, right in judged if low <= confidence < high]
        found[f"reliability-{low}"] = {"up_to": min(high, 1.0), "readings": len(group), "right": sum(group)}
    return dict(reversed(found.items()))


def write_facts(path: Path, weights: bytes, calibration: Calibration, figures: Mapping[str, Figure]) -> None:
    """Write hash, calibration and figures as TOML."""
    lines = [
        "# Written by training; MODEL_CARD.md explains it.",
        f'sha256 = "{hashlib.sha256(weights).hexdigest()}"',
        f"bytes = {len(weights)}",
        "",
        "[calibration]",
        f"temperature = {calibration.temperature}",
        f"nines = {list(calibration.nines)}",
        f"confidences = {list(calibration.confidences)}",
    ]
    for name, figure in figures.items():
        lines += ["", f'[figures."{name}"]', *(f"{key} = {value}" for key, value in figure.items())]
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
