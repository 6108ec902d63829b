"""Measures finished weights."""

from __future__ import annotations

import argparse
from collections.abc import Sequence

from pipeline.readers.networks import Calibration, build_model
from pipeline.readers.training.calibration import Figure, reliability
from pipeline.readers.training.wear import HEAVY, ORDINARY

from .measure import Judged, count, draw, draw_sheets, judge, read_samples
from .samples import seen_shelf, unseen_shelf


def measure(weights: bytes, calibration: Calibration, options: argparse.Namespace) -> dict[str, Figure]:
    """Read cells that neither training nor calibration drew, by themselves and on sheets.

    They are in seen and in unseen fonts, at ordinary and at heavy wear.
    """
    model = build_model(weights, calibration)
    shelves = {"seen": seen_shelf(options.fonts), "unseen": unseen_shelf(options.fonts)}
    found: dict[str, Figure] = {}
    everything: list[Judged] = []
    for number, (name, shelf) in enumerate(shelves.items()):
        for wear_name, wear in (("ordinary", ORDINARY), ("heavy", HEAVY)):
            seed = 910 + 10 * number + (wear_name == "heavy")
            for kind, drawn in (("", draw), ("-sheets", draw_sheets)):
                judged = read_samples(model, list(drawn(options.cells, shelf, wear, seed)))
                found[f"{name}-{wear_name}{kind}"] = _figure(judged)
                everything.extend(judged)
    return {**found, **reliability(judge(everything))}


def _figure(judged: Sequence[Judged]) -> Figure:
    figures = count(judged)
    return {
        "exact": round(figures.share, 5),
        "numerals": figures.numerals,
        "wrong": figures.numerals - figures.exact - figures.refused,
        "refused": figures.refused,
        "words_refused": round(figures.others_refused / max(1, figures.others), 5),
    }
