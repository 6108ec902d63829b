"""How a network that reads strips is trained and exported; PyTorch is imported here and in each ``network.py``."""

from __future__ import annotations

import io
from bisect import bisect_right
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from copy import deepcopy
from dataclasses import dataclass
from itertools import accumulate, pairwise
from pathlib import Path

import numpy as np
import onnx
import onnx.numpy_helper
import torch
from numpy.typing import NDArray
from torch import nn

Labelled = tuple[NDArray[np.uint8], str]
_SHRINK = 4
_MEMORY = 0.999
_HALF_SIZE = 1000
"""Numbers in a kernel from which it is stored in 16 bits."""
HALVES = bool(torch.cpu.get_capabilities().get("avx512_bf16"))
"""Whether the processor has numbers of 16 bits: twice as fast as those of 32, and where imitated many times slower."""


@dataclass(frozen=True, slots=True)
class Course:
    """What is trained, and in which steps.

    ``build`` makes the network: strips (n, 1, ``height``, w), ink 0 to 1, to log-probabilities (n, symbols + 1, 1,
    w / 4). A shard waits until ``remembered`` others came before it is seen a second time, where drawing costs more
    than learning; with 0 each is seen once. ``threads`` learn while another process draws. ``halved`` weights are
    stored in 16 bits.

    The rate rises and falls once in each of ``cycles``, shares of all shards: to ``peak`` from random weights, later
    and from a state that was kept to ``resumed``. What is trained is the mean of the states in which they end, for each
    goes up and down by more than it gains.
    """

    build: Callable[[], nn.Module]
    symbols: str
    height: int
    batch: int
    remembered: int
    peak: float
    resumed: float
    threads: int
    widest: int = 10_000
    halved: bool = False
    cycles: tuple[float, ...] = (1.0,)


@dataclass(frozen=True, slots=True)
class Plan:
    """How long to train, the seed of weights and of the order of batches, and what to go on from, if anything.

    Every ``keep`` shards the state so far is written to ``kept``, from which a run cut short can go on.
    """

    shards: int
    seed: int
    start: Path | None = None
    keep: int = 0
    kept: Path = Path("network.pt")


def convolution(sizes: tuple[int, int], kernel: tuple[int, int], padding: tuple[int, int]) -> list[nn.Module]:
    """Return a convolution, its normalisation and its threshold."""
    return [
        nn.Conv2d(*sizes, kernel, padding=padding, bias=False),
        nn.BatchNorm2d(sizes[1]),
        nn.ReLU(),
    ]


def to_batches(strips: Sequence[Labelled], course: Course, rng: np.random.Generator) -> Iterator[list[Labelled]]:
    """Put strips of like width together, and the batches into random order; strips too narrow for their text go."""
    fit = [
        (strip, text)
        for strip, text in strips
        if _frames_needed(text) <= strip.shape[1] // _SHRINK and strip.shape[1] < course.widest
    ]
    order = sorted(range(len(fit)), key=lambda i: (fit[i][0].shape[1], i))
    starts = np.arange(0, len(order), course.batch)
    for start in rng.permutation(starts):
        yield [fit[i] for i in order[start : start + course.batch]]


def _frames_needed(text: str) -> int:
    return len(text) + sum(a == b for a, b in pairwise(text))


def stack(strips: Sequence[NDArray[np.uint8]]) -> NDArray[np.float32]:
    """Fill strips up with paper to one width."""
    width = -(-max(strip.shape[1] for strip in strips) // 16) * 16
    pages = np.zeros((len(strips), 1, strips[0].shape[0], width), np.float32)
    for page, strip in zip(pages, strips, strict=True):
        page[0, :, : strip.shape[1]] = strip
    pages *= np.float32(1 / 255)
    return pages


def train(course: Course, shards: Iterable[Sequence[Labelled]], plan: Plan, say: Callable[[str], None]) -> nn.Module:
    """Train on one shard after another; says the loss of each."""
    torch.manual_seed(plan.seed)
    torch.set_num_threads(course.threads)
    torch.use_deterministic_algorithms(mode=True)
    torch.utils.deterministic.fill_uninitialized_memory = False  # a tenth of the time
    rng = np.random.Generator(np.random.PCG64DXSM([plan.seed, 7]))
    network = course.build()
    if plan.start is not None:
        network.load_state_dict(torch.load(plan.start, weights_only=True))
    network = network.to(memory_format=torch.channels_last)
    average, steps = deepcopy(network), 0
    first_peak = course.peak if plan.start is None else course.resumed
    optimiser = torch.optim.AdamW(network.parameters(), lr=first_peak, weight_decay=0.01)
    ends = [round(plan.shards * share) for share in accumulate(course.cycles)]
    states: list[dict[str, torch.Tensor]] = []
    learned = _repeat(shards, course.remembered, rng) if course.remembered else shards
    for number, shard in enumerate(learned):
        losses = []
        batches = list(to_batches(shard, course, rng))
        cycle = bisect_right(ends, number)
        start, end = [0, *ends][cycle : cycle + 2]
        for step, batch in enumerate(batches):
            progress = (number + step / len(batches) - start) / (end - start)
            _set_rate(optimiser, course.resumed if cycle else first_peak, progress)
            losses.append(_step(network, course, optimiser, batch))
            steps += 1
            _follow(average, network, min(_MEMORY, (1 + steps) / (10 + steps)))
        say(f"shard {number + 1} of {plan.shards}: loss {np.mean(losses):.4f}")
        if plan.keep and (number + 1) % plan.keep == 0:
            torch.save(average.state_dict(), plan.kept)
        if number + 1 in ends:
            states.append(deepcopy(average.state_dict()))
    average.load_state_dict(_mean(states))
    return average.eval()


def _mean(states: Sequence[dict[str, torch.Tensor]]) -> dict[str, torch.Tensor]:
    """Return the mean of states of one network; counts are those of the last."""
    return {
        name: torch.stack([state[name] for state in states]).mean(0) if last.is_floating_point() else last
        for name, last in states[-1].items()
    }


def _repeat(
    shards: Iterable[Sequence[Labelled]], remembered: int, rng: np.random.Generator
) -> Iterator[Sequence[Labelled]]:
    """Mix into each shard one that was seen a while ago."""
    waiting: deque[Sequence[Labelled]] = deque()
    for shard in shards:
        again: Sequence[Labelled] = ()
        if len(waiting) >= remembered:
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


def _step(network: nn.Module, course: Course, optimiser: torch.optim.Optimizer, batch: Sequence[Labelled]) -> float:
    pages = torch.from_numpy(stack([strip for strip, _ in batch])).to(memory_format=torch.channels_last)
    with torch.autocast("cpu", dtype=torch.bfloat16, enabled=HALVES):
        scores = network(pages)
    scores = scores.float().squeeze(2).permute(2, 0, 1)
    targets = [course.symbols.index(symbol) + 1 for _, text in batch for symbol in text]
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


def export(course: Course, network: nn.Module) -> bytes:
    """Write the network as ONNX."""
    file = io.BytesIO()
    torch.onnx.export(
        network.eval().to(memory_format=torch.contiguous_format),
        (torch.zeros(1, 1, course.height, 64),),
        file,
        input_names=["strips"],
        output_names=["scores"],
        dynamic_axes={"strips": {0: "cells", 3: "width"}, "scores": {0: "cells", 3: "frames"}},
        opset_version=17,
        dynamo=False,
    )
    return _in_halves(file.getvalue()) if course.halved else file.getvalue()


def _in_halves(weights: bytes) -> bytes:
    """Store large kernels in 16 bits, to be widened when they are loaded: half the size, the same readings."""
    model = onnx.load_from_string(weights)
    graph, widened = model.graph, []
    for kernel in list(graph.initializer):
        numbers = onnx.numpy_helper.to_array(kernel)
        if numbers.dtype == np.float32 and numbers.size > _HALF_SIZE:
            half = f"{kernel.name}.half"
            graph.initializer.remove(kernel)
            graph.initializer.append(onnx.numpy_helper.from_array(numbers.astype(np.float16), half))
            widened.append(onnx.helper.make_node("Cast", [half], [kernel.name], to=onnx.TensorProto.FLOAT))
    for number, node in enumerate(widened):
        graph.node.insert(number, node)
    onnx.checker.check_model(model)
    return bytes(model.SerializeToString())
