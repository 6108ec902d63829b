"""Vietnamese text in encodings older than Unicode (TCVN3, VNI): recognise it by font or by letters, and convert it.

Such text looks like Western text full of odd letters: ``Kế hoạch`` is ``KÕ ho¹ch`` in TCVN3 and ``Keá hoaïch`` in VNI.
Many of these letters are Vietnamese ones too (``bé`` is a word in Unicode, and ``bộ`` in TCVN3), so that no single
letter decides. Words do: converted legacy text is made of well-formed Vietnamese syllables, other text is not.
"""

from .alphabet import is_syllable
from .conversion import Piece, convert, font_encoding
from .detection import Converted, Restored, detect, fits, restore

__all__ = ["Converted", "Piece", "Restored", "convert", "detect", "fits", "font_encoding", "is_syllable", "restore"]
