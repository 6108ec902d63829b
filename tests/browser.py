"""Debian's Chromium for tests that look at pages as a person does; nothing of it reaches a network."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright

FLAGS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)


def chromium() -> str:
    """Return the browser's path; skip the test without one, except where all of them have to run."""
    path = shutil.which("chromium") or shutil.which("chromium-browser")
    if path is None:
        reason = "chromium is not installed: apt-get install chromium"
        if os.environ.get("CI"):
            pytest.fail(reason)
        pytest.skip(reason)
    return path


@contextmanager
def opened() -> Iterator[Browser]:
    """Start a browser for some tests."""
    path = chromium()
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, headless=True, args=list(FLAGS))
        try:
            yield browser
        finally:
            browser.close()


class Visit:
    """A page with what it did while it was open: requests, dialogs, messages on the console, errors."""

    def __init__(self, context: BrowserContext) -> None:
        self.requests: list[str] = []
        self.told: list[str] = []
        self.page: Page = context.new_page()
        self.page.on("request", lambda request: self.requests.append(request.url))
        self.page.on("console", lambda message: self.told.append(message.text))
        self.page.on("pageerror", lambda error: self.told.append(str(error)))
        self.page.on("dialog", self._refuse)

    def _refuse(self, dialog: object) -> None:
        self.told.append("a dialog was opened")
        dialog.dismiss()  # type: ignore[attr-defined]

    @property
    def outside(self) -> list[str]:
        """Requests for anything but pages on this disk and pictures inside them."""
        return [url for url in self.requests if not url.startswith(("file:", "data:"))]
