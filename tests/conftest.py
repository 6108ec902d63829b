"""Set-up of all tests: the same examples every time in CI, fresh ones elsewhere; one cache of OCR for the session."""

from __future__ import annotations

import os
import tempfile

import pytest
from hypothesis import settings

settings.register_profile("ci", derandomize=True, deadline=None)
settings.register_profile("dev", deadline=None)
settings.load_profile("ci" if os.environ.get("CI") else "dev")


def pytest_configure(config: pytest.Config) -> None:
    """Keep recognised pages in a folder of this session, which the workers of pytest-xdist and all children inherit.

    The folder of the user is left alone: what an older version kept there must not decide a test.
    """
    if not hasattr(config, "workerinput"):
        folder = tempfile.TemporaryDirectory(prefix="khubnd-test-cache-")
        os.environ["KHUBND_CACHE"] = folder.name
        config.add_cleanup(folder.cleanup)
