"""Where documents run: each in a child process under limits, so that no file can take down a run."""

from __future__ import annotations

import multiprocessing
import os
import resource
import signal
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import TimeoutError as FutureTimeoutError

from pebble import ProcessExpired, ProcessPool

from .errors import DocumentError, KhubndError
from .model import Document, Extraction

SECONDS = 300
MEMORY = 4 * 1024**3

Work = Callable[[Document], Extraction]


def run_documents(
    documents: Sequence[Document], work: Work, *, seconds: float = SECONDS, workers: int | None = None
) -> Iterator[tuple[Document, Extraction | DocumentError]]:
    """Yield what each document gave, or why it could not be read, in the order given.

    ``work`` runs in child processes and must be importable; a child that dies, hangs or outgrows its memory costs
    its own document only.
    """
    if not documents:
        return
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload([getattr(work, "func", work).__module__])
    count = min(workers or os.cpu_count() or 1, len(documents))
    with ProcessPool(max_workers=count, context=context, initializer=_prepare, initargs=(MEMORY,)) as pool:
        futures = [pool.schedule(_guarded, args=(work, document), timeout=seconds) for document in documents]
        try:
            for document, future in zip(documents, futures, strict=True):
                yield document, _outcome(document, future.result, seconds)
        except BaseException:
            pool.stop()
            raise


def _outcome(
    document: Document, result: Callable[[], Extraction | DocumentError], seconds: float
) -> Extraction | DocumentError:
    try:
        return result()
    except FutureTimeoutError:
        return DocumentError(f"{document.path}: took longer than {seconds:.0f} s and was stopped; split it")
    except ProcessExpired as error:
        return DocumentError(
            f"{document.path}: the reader died (exit {error.exitcode}); send the file to the maintainers"
        )
    except MemoryError:
        return DocumentError(f"{document.path}: needs more than {MEMORY // 1024**3} GB of memory; split it")


def _guarded(work: Work, document: Document) -> Extraction | DocumentError:
    """Return expected errors instead of raising them; what is left is a defect and names itself."""
    try:
        return work(document)
    except KhubndError as error:
        return DocumentError(str(error))
    except OSError as error:
        return DocumentError(f"{document.path}: cannot be opened ({error.strerror}); check its permissions")
    except MemoryError:
        raise
    except Exception as error:  # noqa: BLE001 - the last resort at the edge: one document, reported, others go on
        return DocumentError(
            f"{document.path}: the reader failed ({type(error).__name__}: {error}); please report this file"
        )


def _prepare(memory: int) -> None:
    """Leave interrupts to the parent and bound the memory of the child, in bytes."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    resource.setrlimit(resource.RLIMIT_AS, (memory, memory))
