"""Small networks that read strips of print: their weights, how they run, and how their scores become confidence."""

from __future__ import annotations

import hashlib
import tomllib
from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from importlib.resources import files
from math import log10
from typing import Any

import numpy as np
from numpy.typing import NDArray

from pipeline.errors import ConfigurationError


@dataclass(frozen=True, slots=True)
class Calibration:
    """How scores become confidence: at which share of right readings the probabilities of the network stand.

    ``nines`` are -log10(1 - probability), ascending; ``confidences`` the shares there.
    """

    temperature: float
    nines: tuple[float, ...]
    confidences: tuple[float, ...]

    def confidence(self, probability: float) -> float:
        """Look up the share of right readings among those with such a probability.

        >>> Calibration(1.0, (0.0, 2.0), (0.5, 1.0)).confidence(0.9)
        0.75
        """
        nines = probability_to_nines(probability)
        after = bisect_right(self.nines, nines)
        if not 0 < after < len(self.nines):
            return round(self.confidences[max(0, after - 1)], 4)
        start, end = self.nines[after - 1 : after + 1]
        low, high = self.confidences[after - 1 : after + 1]
        return round(low + (high - low) * (nines - start) / (end - start), 4)


@dataclass(frozen=True, slots=True)
class Model:
    """The network, ready to run, and its calibration."""

    session: Any
    calibration: Calibration

    def run(self, pages: NDArray[np.float32]) -> NDArray[np.float32]:
        """Score strips (n, 1, height, w), ink 0 to 1: probabilities (n, frames, symbols + 1)."""
        scores = np.asarray(self.session.run(None, {"strips": pages})[0], np.float32)
        shares = np.exp(scores[:, :, 0, :].transpose(0, 2, 1) / np.float32(self.calibration.temperature))
        return np.asarray(shares / shares.sum(axis=2, keepdims=True), np.float32)

    def run_strips(
        self, strips: Sequence[NDArray[np.uint8]], batch: int, step: int
    ) -> Iterator[tuple[int, NDArray[np.float32]]]:
        """Score strips of one height, ink 0 to 255, and yield the number of each with its probabilities.

        At most ``batch`` run at once, those alike in width rounded up to ``step``: filled up with paper.
        """
        by_width: dict[int, list[int]] = defaultdict(list)
        for index, strip in enumerate(strips):
            by_width[-(-strip.shape[1] // step) * step].append(index)
        for width, indices in sorted(by_width.items()):
            for start in range(0, len(indices), batch):
                together = indices[start : start + batch]
                pages = np.zeros((len(together), 1, strips[together[0]].shape[0], width), np.float32)
                for page, index in zip(pages, together, strict=True):
                    page[0, :, : strips[index].shape[1]] = strips[index]
                pages *= np.float32(1 / 255)
                yield from zip(together, self.run(pages), strict=True)


def probability_to_nines(probability: float) -> float:
    """Count how many nines a probability begins with.

    >>> probability_to_nines(0.999)
    3.0
    """
    return round(-log10(max(1e-6, 1 - probability)), 9)


def version_of(package: str, name: str) -> str:
    """Return what changes whenever the weights of a package do: part of the key under which readings are kept."""
    return str(_facts(package, name)["sha256"])[:16]


def load(package: str, name: str) -> Model:
    """Load ``name.onnx`` of a package; raise :class:`ConfigurationError` if ``name.toml`` speaks of other weights."""
    weights, facts = files(package).joinpath(f"{name}.onnx").read_bytes(), _facts(package, name)
    if hashlib.sha256(weights).hexdigest() != facts["sha256"]:
        raise ConfigurationError(f"{name}.onnx is not the file that {name}.toml describes; install the program anew")
    table = facts["calibration"]
    return build_model(
        weights, Calibration(float(table["temperature"]), tuple(table["nines"]), tuple(table["confidences"]))
    )


def _facts(package: str, name: str) -> dict[str, Any]:
    return tomllib.loads(files(package).joinpath(f"{name}.toml").read_text(encoding="utf-8"))


def build_model(weights: bytes, calibration: Calibration) -> Model:
    """Make a network ready to run on one core."""
    import onnxruntime

    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = options.inter_op_num_threads = 1
    options.log_severity_level = 3
    return Model(onnxruntime.InferenceSession(weights, options, providers=["CPUExecutionProvider"]), calibration)
