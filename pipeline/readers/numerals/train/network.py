"""The network that reads numerals, for PyTorch."""

from __future__ import annotations

from torch import nn

from pipeline.readers.numerals.alphabet import SYMBOLS
from pipeline.readers.numerals.crops import HEIGHT
from pipeline.readers.training.network import Course, convolution


def build() -> nn.Module:
    """Build the network: strips (n, 1, 32, w), ink 0 to 1, to log-probabilities (n, symbols + 1, 1, w / 4)."""
    return nn.Sequential(
        *convolution((1, 16), (3, 3), (1, 1)),
        nn.MaxPool2d(2),
        *convolution((16, 32), (3, 3), (1, 1)),
        nn.MaxPool2d(2),
        *convolution((32, 64), (3, 3), (1, 1)),
        nn.MaxPool2d((2, 1)),
        *convolution((64, 96), (3, 3), (1, 1)),
        *convolution((96, 160), (HEIGHT // 8, 1), (0, 0)),
        *convolution((160, 160), (1, 5), (0, 2)),
        *convolution((160, 160), (1, 5), (0, 2)),
        nn.Conv2d(160, len(SYMBOLS) + 1, 1),
        nn.LogSoftmax(1),
    )


COURSE = Course(
    build,
    SYMBOLS,
    HEIGHT,
    batch=64,
    remembered=12,
    peak=3e-3,
    resumed=5e-4,
    threads=1,
    cycles=(0.6, 0.2, 0.2),
)
"""Of two cores, one draws cells while the other learns; with two threads learning is no faster beside that."""
