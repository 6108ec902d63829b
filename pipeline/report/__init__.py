"""The audit report: static pages in Vietnamese and English that a browser opens without a network or a server.

Every text of a document is untrusted: Jinja2 escapes it, and a Content-Security-Policy keeps pages from loading or
running anything but the one style sheet and the one script that are written into them, which it names by their hashes.
"""

from __future__ import annotations

from .content import Content
from .pages import report_files

__all__ = ["Content", "report_files"]
