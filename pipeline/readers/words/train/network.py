"""The network that reads lines of words, for PyTorch."""

from __future__ import annotations

import torch
from torch import nn

from pipeline.readers.training.network import Course, convolution
from pipeline.readers.words.alphabet import SYMBOLS
from pipeline.readers.words.lines import HEIGHT

_WIDTH = 224
_BLOCKS = 4
_REACH = 7
"""Frames of four pixels that a block sees; all blocks together see about four letters to either side."""


class Block(nn.Module):  # type: ignore[misc, unused-ignore]  # PyTorch need not be installed
    """Look along the line and add what is seen to what was known."""

    def __init__(self, width: int) -> None:
        super().__init__()
        self.body = nn.Sequential(
            *convolution((width, width), (1, _REACH), (0, _REACH // 2)),
            nn.Conv2d(width, width, (1, 1), bias=False),
            nn.BatchNorm2d(width),
        )

    def forward(self, frames: torch.Tensor) -> torch.Tensor:
        """Take frames (n, width, 1, w) and return as many."""
        seen: torch.Tensor = torch.relu(frames + self.body(frames))
        return seen


def build() -> nn.Module:
    """Build the network: strips (n, 1, 40, w), ink 0 to 1, to log-probabilities (n, symbols + 1, 1, w / 4)."""
    return nn.Sequential(
        *convolution((1, 16), (3, 3), (1, 1)),
        nn.MaxPool2d(2),
        *convolution((16, 32), (3, 3), (1, 1)),
        nn.MaxPool2d(2),
        *convolution((32, 64), (3, 3), (1, 1)),
        *convolution((64, 64), (3, 3), (1, 1)),
        nn.MaxPool2d((2, 1)),
        *convolution((64, 128), (3, 3), (1, 1)),
        *convolution((128, _WIDTH), (HEIGHT // 8, 1), (0, 0)),
        *(Block(_WIDTH) for _ in range(_BLOCKS)),
        nn.Conv2d(_WIDTH, len(SYMBOLS) + 1, 1),
        nn.LogSoftmax(1),
    )


COURSE = Course(
    build,
    SYMBOLS,
    HEIGHT,
    batch=48,
    remembered=0,
    peak=2.5e-3,
    resumed=1e-3,
    threads=1,
    widest=900,
    halved=True,
)
