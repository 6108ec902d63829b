"""Measures finished weights."""

from __future__ import annotations

import argparse

from pipeline.readers.networks import Calibration, build_model
from pipeline.readers.training.calibration import Figure, reliability
from pipeline.readers.training.wear import HEAVY, ORDINARY

from .measure import Judged, count, draw, judge, read_samples
from .samples import seen_shelf, unseen_shelf


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
    return {**found, **reliability(judge(everything))}
