"""Measures finished weights and writes the facts that stand beside them."""

from __future__ import annotations

import argparse
import hashlib
from collections.abc import Mapping
from pathlib import Path

from pipeline.readers.networks import Calibration, build_model

from .measure import Judged, count, draw, read_samples, reliability
from .samples import seen_shelf, unseen_shelf
from .wear import HEAVY, ORDINARY

Figure = Mapping[str, int | float]


def measure(weights: bytes, calibration: Calibration, options: argparse.Namespace) -> dict[str, Figure]:
    """Read cells that neither training nor calibration drew, in seen and unseen fonts, at ordinary and heavy wear."""
    model = build_model(weights, calibration)
    shelves = {"seen": seen_shelf(options.fonts), "unseen": unseen_shelf(options.fonts)}
    found: dict[str, Figure] = {}
    everything: list[Judged] = []
    for number, (name, shelf) in enumerate(shelves.items()):
        for wear_name, wear in (("ordinary", ORDINARY), ("heavy", HEAVY)):
            seed = 910 + 10 * number + (wear_name == "heavy")
            judged = read_samples(model, list(draw(options.cells, shelf, wear, seed)))
            figures = count(judged)
            found[f"{name}-{wear_name}"] = {
                "exact": round(figures.share, 5),
                "numerals": figures.numerals,
                "wrong": figures.numerals - figures.exact - figures.refused,
                "refused": figures.refused,
                "words_refused": round(figures.others_refused / max(1, figures.others), 5),
            }
            everything.extend(judged)
    found |= {
        f"reliability-{low}": {"up_to": high, "readings": readings, "right": right}
        for low, high, readings, right in reliability(everything)
    }
    return found


def write_facts(path: Path, weights: bytes, calibration: Calibration, figures: Mapping[str, Figure]) -> None:
    """Write hash, calibration and figures as TOML."""
    lines = [
        "# Written by `make train`; MODEL_CARD.md explains it.",
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
