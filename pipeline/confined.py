"""A process that works one document: bounded, cut off from the others, and telling why where it fails."""

from __future__ import annotations

import math
import multiprocessing
import os
import resource
import signal
import tempfile
import threading
import traceback
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from functools import partial
from multiprocessing.connection import Connection
from pathlib import Path
from typing import NamedTuple

from .errors import DocumentError, KhubndError, ProgramMissingError
from .model import Document, Extraction

SECONDS = 300.0
"""By the clock, without a page done. A plan of 60 pages with a text layer takes a tenth of it, a scanned page 5 s."""
LONGEST = 7200.0
"""By the clock, for one document, whatever it tells. A scan of 1,000 pages takes half of it."""
MEMORY = 2 * 1024**3
"""Bytes of address space. OpenCV and NumPy reserve 0.5 GB for themselves, so that less than 1.5 GB is in use.

A plan with tables takes 0.7 GB (0.3 in use); a scan at 300 dpi, two pages at a time, 1.1 (0.4), and at 600 dpi, the
finest that is rendered, 1.5 (0.8).
"""
_NO_MEMORY = ("Insufficient memory", "bad_alloc", "Cannot allocate memory", "failed to map segment", "start new thread")
"""What errors of libraries say that are no MemoryError but mean it."""
FILE = 1024**3
"""Bytes of one temporary file; the second reader of tables writes pages to disk."""
ONE_THREAD = ("OMP_NUM_THREADS", "OMP_THREAD_LIMIT", "OPENBLAS_NUM_THREADS", "OPENCV_FOR_THREADS_NUM")
"""Set to 1: documents run side by side already, and each thread of OpenBLAS reserves 45 MB, too much with 64 cores."""
_LONGEST_REASON = 200


class Pages(NamedTuple):
    """How far a document is with the pages that take long."""

    done: int
    total: int


@dataclass(frozen=True, slots=True)
class Share:
    """What a document is given for its work: threads that it may keep busy, and a way to tell how far it is.

    ``tell`` is called with pages done and pages to do, by one thread; each call gives the document more time.
    """

    threads: int
    tell: Callable[[int, int], None]


@dataclass(frozen=True, slots=True)
class Limits:
    """What documents may take: seconds without a page done and in all, memory, and how many run at a time.

    As many run as there are cores, unless ``workers`` says otherwise.
    """

    seconds: float = SECONDS
    longest: float = LONGEST
    memory: int = MEMORY
    workers: int = 0


@dataclass(frozen=True, slots=True)
class Own:
    """What one child may take; ``folder`` is its own for temporary files."""

    limits: Limits
    folder: str
    threads: int


Work = Callable[[Document, Share], Extraction]
Result = Extraction | DocumentError


def work_alone(pipe: Connection, work: Work, document: Document, own: Own) -> None:
    """Work a document under limits and send what came of it, and on the way how far it is: all that a child does."""
    _confine(own)
    share = Share(own.threads, lambda done, total: pipe.send(Pages(done, total)))
    result = _guarded(partial(work, document, share), document, own.limits)
    try:
        pipe.send(result)
    except Exception as error:  # noqa: BLE001 - what cannot be sent is a defect, which has to be told
        pipe.send(_failure(document, error, own.limits))


def _confine(own: Own) -> None:
    """Cut this process off: own group, bounded, one thread, silent, last in line for memory, gone with its parent."""
    os.setsid()
    with suppress(OSError):
        Path("/proc/self/oom_score_adj").write_text("1000", encoding="ascii")
    threading.Thread(target=_follow_parent, daemon=True).start()
    os.environ.update(dict.fromkeys(ONE_THREAD, "1"))
    with suppress(OSError):
        Path(own.folder).mkdir()
    os.environ["TMPDIR"] = tempfile.tempdir = own.folder
    null = os.open(os.devnull, os.O_RDWR)
    for stream in (0, 1, 2):
        os.dup2(null, stream)
    processor = math.ceil(own.limits.longest) * own.threads + 1  # its deadlines are by the clock, which the run keeps
    for kind, most in (
        (resource.RLIMIT_CORE, 0),
        (resource.RLIMIT_FSIZE, FILE),
        (resource.RLIMIT_CPU, processor),
        (resource.RLIMIT_AS, own.limits.memory),
    ):
        resource.setrlimit(kind, (most, most))


def _follow_parent() -> None:
    """End with the process that wants the result."""
    parent = multiprocessing.parent_process()
    if parent is not None:
        parent.join()
        os.killpg(0, signal.SIGKILL)


def _guarded(work: Callable[[], Extraction], document: Document, limits: Limits) -> Result:
    """Return errors instead of raising them."""
    try:
        return work()
    except ProgramMissingError as error:
        return ProgramMissingError(f"{document.path}: {error}")
    except KhubndError as error:
        return DocumentError(str(error))
    except BaseException as error:  # noqa: BLE001 - the last resort at the edge: one document, reported, others go on
        return _failure(document, error, limits)


def _failure(document: Document, error: BaseException, limits: Limits) -> DocumentError:
    """Say what went wrong: a file that cannot be opened, too little memory, or a defect, which names its line."""
    cause: BaseException | None = error
    while cause is not None:
        if isinstance(cause, MemoryError) or any(words in str(cause) for words in _NO_MEMORY):
            return DocumentError(f"{document.path}: needs more than {gigabytes(limits.memory)} of memory; split it")
        cause = cause.__cause__ or cause.__context__
    if isinstance(error, OSError) and error.filename is not None:
        return DocumentError(f"{document.path}: cannot be opened ({error.strerror}); check its permissions")
    frames = traceback.extract_tb(error.__traceback__)
    frame = next((frame for frame in reversed(frames) if "site-packages" not in frame.filename), frames[-1])
    told = " ".join(f"{type(error).__name__}: {error}".split())[:_LONGEST_REASON]
    failed = DocumentError(
        f"{document.path}: the reader failed ({told}, in {Path(frame.filename).name} line {frame.lineno}); "
        "please report this file"
    )
    failed.add_note("".join(traceback.format_exception(error)))
    return failed


def gigabytes(size: int) -> str:
    """Write a size in bytes for people."""
    return f"{size / 1024**3:.1f} GB".replace(".0 ", " ")
