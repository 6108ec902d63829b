"""The trained weights and the facts that stand beside them in ``words.toml``."""

from __future__ import annotations

from functools import cache

from pipeline.readers.networks import Model, load, version_of

_HERE = "pipeline.readers.words"
VERSION = version_of(_HERE, "words")


@cache
def load_model() -> Model:
    """Load the weights of the package, once per process; raise :class:`ConfigurationError` if they changed."""
    return load(_HERE, "words")
