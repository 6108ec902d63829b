"""Symbols of documents (``3370/QĐ-UBND``) whose letters lost a mark or their case."""

from __future__ import annotations

from collections.abc import Iterator

import regex

from .lexicon import Lexicon, fold_acronym

_SYMBOL = regex.compile(r"(?<=\d\s?[/-]\s?)\p{Lu}\p{L}*(?:[-/]\p{Lu}\p{L}*)+")
_PART = regex.compile(r"\p{L}+")


def misread_symbols(text: str, lexicon: Lexicon) -> Iterator[tuple[int, int, str, bool]]:
    """Yield start, end and right spelling of parts of symbols, and whether more than their case is wrong.

    >>> from pipeline.catalog import load_catalog
    >>> from .lexicon import lexicon_of
    >>> list(misread_symbols("số 12/QD-UBND", lexicon_of(load_catalog())))
    [(6, 8, 'QĐ', True)]
    """
    for symbol in _SYMBOL.finditer(text):
        for part in _PART.finditer(symbol[0]):
            right = lexicon.symbols.get(fold_acronym(part[0]).lower(), part[0])
            if right != part[0]:
                start = symbol.start() + part.start()
                yield start, start + len(part[0]), right, right.lower() != part[0].lower()
