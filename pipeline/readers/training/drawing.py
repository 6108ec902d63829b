"""Shards drawn by other processes, a few ahead of the one that is learned from."""

from __future__ import annotations

import multiprocessing
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from multiprocessing.pool import AsyncResult
from typing import TypeVar

_Job = TypeVar("_Job")
_Shard = TypeVar("_Shard")
_AHEAD = 3
"""Shards of each process that wait: drawing is the lighter work, and all at once would fill the memory."""


def drawn_ahead(draw: Callable[[_Job], _Shard], jobs: Iterable[_Job], workers: int) -> Iterator[_Shard]:
    """Yield what is drawn for each job, in order."""
    waiting: deque[AsyncResult[_Shard]] = deque()
    with multiprocessing.get_context("spawn").Pool(workers) as pool:
        for job in jobs:
            waiting.append(pool.apply_async(draw, (job,)))
            if len(waiting) > _AHEAD * workers:
                yield waiting.popleft().get()
        while waiting:
            yield waiting.popleft().get()
