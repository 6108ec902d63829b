"""Where documents run: each in a child process of its own under limits, so that no file can take down a run.

A process per document and not a pool: what one document broke in a library cannot reach the next, and a child that
dies takes no queue along. Children are forked from a server that has everything imported, which costs some 10 ms.
"""

from __future__ import annotations

import multiprocessing
import os
import shutil
import signal
import tempfile
import time
from collections import deque
from collections.abc import Callable, Generator, Iterator, Sequence
from contextlib import closing, contextmanager, suppress
from dataclasses import dataclass
from multiprocessing.connection import Connection, wait
from multiprocessing.process import BaseProcess
from pathlib import Path

from .confined import Limits, Own, Pages, Result, Work, gigabytes, work_alone
from .errors import ConfigurationError, DocumentError
from .model import Document

PRELOAD = ("pipeline.preload",)
"""Modules that the server of the children imports; one that does not exist is passed over."""

_CONTEXT = multiprocessing.get_context("forkserver")
MOST_THREADS = 2
"""Of one document."""
_LAST_WORDS = 1.0
"""Seconds in which a child that was told to end may do so before the run ends without waiting for it."""
_LONGEST_FOLDER = 90
"""Bytes. The server of the children listens on a socket beside it, the path of which Linux limits to 107."""


USUAL = Limits()
Watch = Callable[[Document, Pages | None], None]
"""Called when a document tells how far it is, and with None when it is done, as this happens."""


@dataclass(slots=True)
class _Child:
    """A document at work: its place in the order, its process, where it sends to, when its time is over."""

    at: int
    process: BaseProcess
    pipe: Connection
    own: Own
    deadline: float
    end: float
    pages: Pages | None = None


def run_documents(
    documents: Sequence[Document], work: Work, *, limits: Limits = USUAL, watch: Watch | None = None
) -> Iterator[tuple[Document, Result]]:
    """Yield what each document gave, or why it could not be read, in the order given.

    ``work`` runs in child processes and must be importable; a child that dies, hangs or outgrows its memory costs
    its own document only.
    """
    results: dict[int, Result] = {}
    following = 0
    with _scratch() as folder, closing(_completed(documents, work, (limits, folder), watch)) as completed:
        for at, result in completed:
            results[at] = result
            while following in results:
                yield documents[following], results.pop(following)
                following += 1


def _completed(
    documents: Sequence[Document], work: Work, bounds: tuple[Limits, str], watch: Watch | None
) -> Generator[tuple[int, Result], None, None]:
    """Yield places in ``documents`` and what came of them, as they finish."""
    limits, folder = bounds
    _CONTEXT.set_forkserver_preload([*PRELOAD, getattr(work, "func", work).__module__])
    waiting = deque(enumerate(documents))
    running: list[_Child] = []
    cores = len(os.sched_getaffinity(0))
    most = limits.workers or cores
    try:
        while waiting or running:
            while waiting and len(running) < most:
                threads = threads_each(cores, min(most, len(running) + len(waiting)))
                at, document = waiting.popleft()
                try:
                    running.append(_start(at, work, document, Own(limits, f"{folder}/{at}", threads)))
                except (OSError, EOFError) as error:
                    told = f"{document.path}: no process can be started ({error}); close other programs and run again"
                    yield at, DocumentError(told)
            for child in _ready(running):
                result = _result(child, documents[child.at])
                if result is not None:
                    _end(child)
                    running.remove(child)
                if watch is not None:
                    watch(documents[child.at], child.pages if result is None else None)
                if result is not None:
                    yield child.at, result
    finally:
        for child in running:
            _end(child)


def threads_each(cores: int, documents: int) -> int:
    """Return how many threads each of some documents may keep busy: the cores shared out, at least one, at most two.

    Two hide the waits of each other; more would need more memory, since each holds the picture of a page. A document
    keeps what it was given at its start, so that the last of many still takes one.

    >>> [threads_each(2, 1), threads_each(2, 5), threads_each(8, 3), threads_each(8, 8)]
    [2, 1, 2, 1]
    """
    return max(1, min(MOST_THREADS, cores // documents))


def _start(at: int, work: Work, document: Document, own: Own) -> _Child:
    receiving, sending = _CONTEXT.Pipe(duplex=False)
    process = _CONTEXT.Process(target=work_alone, args=(sending, work, document, own), daemon=True)
    with sending:
        process.start()
    now = time.monotonic()
    end = now + own.limits.longest
    return _Child(at, process, receiving, own, min(end, now + own.limits.seconds), end)


def _ready(running: Sequence[_Child]) -> list[_Child]:
    """Wait for children that have sent something, have died or are out of time."""
    if not running:
        return []
    rest = min(child.deadline for child in running) - time.monotonic()
    ready = set(wait([end for child in running for end in (child.pipe, child.process.sentinel)], max(0.0, rest)))
    now = time.monotonic()
    return [
        child for child in running if child.pipe in ready or child.process.sentinel in ready or child.deadline <= now
    ]


def _result(child: _Child, document: Document) -> Result | None:
    """Return what came of a child or say what became of it; None if it told how far it is, which gives it more time."""
    with suppress(Exception):  # a child that dies while it sends leaves half a result
        if child.pipe.poll():
            sent: Result | Pages = child.pipe.recv()
            if not isinstance(sent, Pages):
                return sent
            child.pages = sent
            child.deadline = min(time.monotonic() + child.own.limits.seconds, child.end)
            if time.monotonic() < child.end:
                return None
    if child.deadline <= time.monotonic() and child.process.is_alive():
        return _late(child, document)
    child.process.join(_LAST_WORDS)
    code = child.process.exitcode
    if code is not None and code >= 0:
        return DocumentError(
            f"{document.path}: the reader ended without a result (exit {code}); please report this file"
        )
    return DocumentError(
        f"{document.path}: the reader crashed, as it does on damaged pages and on those that need more than "
        f"{gigabytes(child.own.limits.memory)} of memory; save it as PDF again or split it"
    )


def _late(child: _Child, document: Document) -> DocumentError:
    """Say that a document took too long: all of it, or the page after those that it told of."""
    limits, pages = child.own.limits, child.pages
    if time.monotonic() >= child.end:
        told = f"took longer than {limits.longest:.0f} s in all"
    elif pages is not None and pages.done < pages.total:
        told = f"took longer than {limits.seconds:.0f} s for one page, after {pages.done} of {pages.total},"
    else:
        told = f"took longer than {limits.seconds:.0f} s"
    return DocumentError(f"{document.path}: {told} and was stopped; split it")


def _end(child: _Child) -> None:
    """End a child with all that it started, and clear up behind it."""
    if child.process.pid:
        with suppress(ProcessLookupError, PermissionError):
            os.killpg(child.process.pid, signal.SIGKILL)
    child.process.kill()
    child.process.join(_LAST_WORDS)
    child.pipe.close()
    shutil.rmtree(child.own.folder, ignore_errors=True)


@contextmanager
def _scratch() -> Iterator[str]:
    """Give a folder for what the children leave when they are stopped."""
    try:
        folder = tempfile.mkdtemp(prefix="khubnd-")
    except OSError as error:
        raise ConfigurationError(f"no temporary folder can be made ({error.strerror}); set TMPDIR to one") from error
    if len(os.fsencode(folder)) > _LONGEST_FOLDER:
        Path(folder).rmdir()
        raise ConfigurationError(f"{Path(folder).parent}: too long a path for a temporary folder; set TMPDIR to /tmp")
    try:
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)
