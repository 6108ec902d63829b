"""The symbols that the network tells apart."""

from __future__ import annotations

_VOWELS = "aàáảãạăằắẳẵặâầấẩẫậeèéẻẽẹêềếểễệiìíỉĩịoòóỏõọôồốổỗộơờớởỡợuùúủũụưừứửữựyỳýỷỹỵ"
LETTERS = _VOWELS + "bcdđfghjklmnpqrstvwxz"
SYMBOLS = LETTERS + LETTERS.upper() + "0123456789" + " .,;:-/()%+&“”\"'!?=<>≥≤‰*²³[]…"
"""Output 0 of the network is the blank, output n is symbol n - 1."""
