"""The network, its training and its export. PyTorch is imported here and in no other module."""

from __future__ import annotations

import io
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from copy import deepcopy
from dataclasses import dataclass
from itertools import chain, pairwise
from pathlib import Path

import numpy as np
import onnx
import onnx.numpy_helper
import torch
from numpy.typing import NDArray
from torch import nn

from pipeline.readers.numerals.alphabet import SYMBOLS
from pipeline.readers.numerals.crops import HEIGHT

Labelled = tuple[NDArray[np.uint8], str]
_SHRINK = 4
_BATCH = 64
_NARROW, _MEASURED = 200, 512
_PEAK_RATE, _RESUMED_RATE = 3e-3, 1e-3
_MEMORY = 0.999
_REMEMBERED = 12
"""Shards that wait to be seen a second time: drawing a cell costs as much as learning from it twice."""
_HALVES = bool(torch.cpu.get_capabilities().get("avx512_bf16"))
"""Whether the processor has numbers of 16 bits: twice as fast as those of 32, and where imitated many times slower."""
_THREADS = 1 if _HALVES else 2
"""Of the two cores, one draws cells as fast as the other learns from them in halves; else both are needed to learn."""


@dataclass(frozen=True, slots=True)
class Plan:
    """How long to train, the seed of weights and of the order of batches, and weights to start from, if any.

    Every ``keep`` shards the weights so far are written to ``kept``, so that a run cut short is not lost.
    """

    shards: int
    seed: int
    start: bytes = b""
    keep: int = 0
    kept: Path = Path("numerals.onnx")


def _conv(sizes: tuple[int, int], kernel: tuple[int, int], padding: tuple[int, int]) -> list[nn.Module]:
    return [
        nn.Conv2d(*sizes, kernel, padding=padding, bias=False),
        nn.BatchNorm2d(sizes[1]),
        nn.ReLU(),
    ]


def build() -> nn.Sequential:
    """Build the network: strips (n, 1, 32, w), ink 0 to 1, to log-probabilities (n, symbols + 1, 1, w / 4)."""
    return nn.Sequential(
        *_conv((1, 16), (3, 3), (1, 1)),
        nn.MaxPool2d(2),
        *_conv((16, 32), (3, 3), (1, 1)),
        nn.MaxPool2d(2),
        *_conv((32, 64), (3, 3), (1, 1)),
        nn.MaxPool2d((2, 1)),
        *_conv((64, 96), (3, 3), (1, 1)),
        *_conv((96, 160), (HEIGHT // 8, 1), (0, 0)),
        *_conv((160, 160), (1, 5), (0, 2)),
        *_conv((160, 160), (1, 5), (0, 2)),
        nn.Conv2d(160, len(SYMBOLS) + 1, 1),
        nn.LogSoftmax(1),
    )


def to_batches(strips: Sequence[Labelled], rng: np.random.Generator) -> Iterator[list[Labelled]]:
    """Put strips of like width together, and the batches into random order; strips too narrow for their text go."""
    fit = [(strip, text) for strip, text in strips if _frames_needed(text) <= strip.shape[1] // _SHRINK]
    order = sorted(range(len(fit)), key=lambda i: (fit[i][0].shape[1], i))
    starts = np.arange(0, len(order), _BATCH)
    for start in rng.permutation(starts):
        yield [fit[i] for i in order[start : start + _BATCH]]


def _frames_needed(text: str) -> int:
    return len(text) + sum(a == b for a, b in pairwise(text))


def stack(strips: Sequence[NDArray[np.uint8]]) -> NDArray[np.float32]:
    """Fill strips up with paper to one width."""
    width = -(-max(strip.shape[1] for strip in strips) // 16) * 16
    pages = np.zeros((len(strips), 1, HEIGHT, width), np.float32)
    for page, strip in zip(pages, strips, strict=True):
        page[0, :, : strip.shape[1]] = strip
    pages *= np.float32(1 / 255)
    return pages


def _resume(network: nn.Sequential, weights: bytes, strips: Sequence[Labelled]) -> None:
    """Go on from exported weights, whose normalisation went into the convolutions: undo that, as measured on strips."""
    graph = onnx.load_from_string(weights).graph
    stored = {item.name: onnx.numpy_helper.to_array(item) for item in graph.initializer}
    convolutions = [node.input for node in graph.node if node.op_type == "Conv"]
    pages = torch.from_numpy(stack([strip for strip, _ in strips if strip.shape[1] < _NARROW])[:_MEASURED])
    layers = list(network)
    with torch.no_grad():
        for i, layer in enumerate(layers):
            if isinstance(layer, nn.Conv2d):
                _, kernel, bias = convolutions.pop(0)
                layer.weight.copy_(torch.from_numpy(stored[kernel].copy()))
                shift = torch.from_numpy(stored[bias].copy())
                pages = layer(pages)
                follows = layers[i + 1]
                if isinstance(follows, nn.BatchNorm2d):
                    mean, spread = pages.mean((0, 2, 3)), pages.std((0, 2, 3))
                    follows.weight.copy_(spread)
                    follows.bias.copy_(shift + mean)
                elif layer.bias is not None:
                    layer.bias.copy_(shift)
            pages = layer(pages) if not isinstance(layer, nn.Conv2d) else pages


def train(shards: Iterable[Sequence[Labelled]], plan: Plan, say: Callable[[str], None]) -> nn.Sequential:
    """Train on one shard after another; says the loss of each."""
    torch.manual_seed(plan.seed)
    torch.set_num_threads(_THREADS)
    torch.use_deterministic_algorithms(mode=True)
    torch.utils.deterministic.fill_uninitialized_memory = False  # a tenth of the time
    rng = np.random.Generator(np.random.PCG64DXSM([plan.seed, 7]))
    network = build()
    if plan.start:
        shards = iter(shards)
        first = next(shards)
        _resume(network, plan.start, first)
        shards = chain([first], shards)
    network = network.to(memory_format=torch.channels_last)
    average, steps = deepcopy(network), 0
    peak = _RESUMED_RATE if plan.start else _PEAK_RATE
    optimiser = torch.optim.AdamW(network.parameters(), lr=peak, weight_decay=0.01)
    for number, shard in enumerate(_repeat(shards, rng)):
        losses = []
        batches = list(to_batches(shard, rng))
        for step, batch in enumerate(batches):
            _set_rate(optimiser, peak, (number + step / len(batches)) / plan.shards)
            losses.append(_step(network, optimiser, batch))
            steps += 1
            _follow(average, network, min(_MEMORY, (1 + steps) / (10 + steps)))
        say(f"shard {number + 1} of {plan.shards}: loss {np.mean(losses):.4f}")
        if plan.keep and (number + 1) % plan.keep == 0:
            plan.kept.write_bytes(export(deepcopy(average)))
    return average.eval()


def _repeat(shards: Iterable[Sequence[Labelled]], rng: np.random.Generator) -> Iterator[Sequence[Labelled]]:
    """Mix into each shard one that was seen a while ago."""
    waiting: deque[Sequence[Labelled]] = deque()
    for shard in shards:
        again: Sequence[Labelled] = ()
        if len(waiting) >= _REMEMBERED:
            at = int(rng.integers(len(waiting)))
            again = waiting[at]
            del waiting[at]
        waiting.append(shard)
        yield [*shard, *again]


def _follow(average: nn.Module, network: nn.Module, memory: float) -> None:
    """Move the running mean of the weights, which reads better than the weights of any one step."""
    means, now = average.state_dict().values(), network.state_dict().values()
    pairs = [(a, b) for a, b in zip(means, now, strict=True) if a.is_floating_point()]
    torch._foreach_lerp_([a for a, _ in pairs], [b for _, b in pairs], 1 - memory)


def _set_rate(optimiser: torch.optim.Optimizer, peak: float, progress: float) -> None:
    """Warm up over the first twentieth, then go down along a cosine."""
    warm = min(1.0, progress / 0.05 + 0.02)
    rate = peak * warm * (0.5 + 0.5 * float(np.cos(np.pi * progress))) + 1e-5
    for group in optimiser.param_groups:
        group["lr"] = rate


def _step(network: nn.Sequential, optimiser: torch.optim.Optimizer, batch: Sequence[Labelled]) -> float:
    pages = torch.from_numpy(stack([strip for strip, _ in batch])).to(memory_format=torch.channels_last)
    with torch.autocast("cpu", dtype=torch.bfloat16, enabled=_HALVES):
        scores = network(pages)
    scores = scores.float().squeeze(2).permute(2, 0, 1)
    targets = [SYMBOLS.index(symbol) + 1 for _, text in batch for symbol in text]
    loss = nn.functional.ctc_loss(
        scores,
        torch.tensor(targets),
        torch.full((len(batch),), scores.shape[0]),
        torch.tensor([len(text) for _, text in batch]),
        zero_infinity=True,
    )
    optimiser.zero_grad()
    loss.backward()
    nn.utils.clip_grad_norm_(network.parameters(), 5.0)
    optimiser.step()
    return float(loss.detach())


def export(network: nn.Sequential) -> bytes:
    """Write the network as ONNX."""
    file = io.BytesIO()
    torch.onnx.export(
        network.eval().to(memory_format=torch.contiguous_format),
        (torch.zeros(1, 1, HEIGHT, 64),),
        file,
        input_names=["strips"],
        output_names=["scores"],
        dynamic_axes={"strips": {0: "cells", 3: "width"}, "scores": {0: "cells", 3: "frames"}},
        opset_version=17,
        dynamo=False,
    )
    return file.getvalue()
