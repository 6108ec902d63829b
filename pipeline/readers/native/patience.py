"""A limit for foreign code that may never end on a damaged file."""

from __future__ import annotations

import signal
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from types import FrameType


class TooSlowError(BaseException):
    """Passes through code that catches every ``Exception``."""


@contextmanager
def time_limit(seconds: float) -> Iterator[None]:
    """Interrupt Python code that takes more processor time, in a main thread; elsewhere there is no way."""
    if threading.current_thread() is not threading.main_thread():
        yield
        return

    def interrupt(_number: int, _frame: FrameType | None) -> None:
        raise TooSlowError(f"more than {seconds:.0f} s")

    before = signal.signal(signal.SIGVTALRM, interrupt)
    signal.setitimer(signal.ITIMER_VIRTUAL, seconds)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_VIRTUAL, 0)
        signal.signal(signal.SIGVTALRM, before)
