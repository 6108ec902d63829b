"""What all documents need, loaded once by the process from which their children are forked."""

from __future__ import annotations

import gc

from . import cli, run
from .audit.lexicon import lexicon_of
from .catalog import load_catalog
from .extract.naming import index_of
from .numbers import parse_quantity

__all__ = ("cli", "run")

index_of(load_catalog())
lexicon_of(load_catalog())
parse_quantity("1", load_catalog().units)  # compiles the pattern of amounts, which takes 0.2 s
# What is loaded here stays: collecting garbage in a child would read, and so copy, all of it.
gc.collect()
gc.freeze()
