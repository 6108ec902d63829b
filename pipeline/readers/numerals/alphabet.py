"""The symbols that the network tells apart."""

from __future__ import annotations

SYMBOLS = "0123456789.,%‰-/+()<>≥≤±: x*a"
"""Output 0 of the network is the blank, output n is symbol n - 1. ``a`` stands for words, ``*`` for a raised mark."""
WORD = "a"
