"""Write ``glyphless.ttf``, the font of the recognised text behind the pictures of scans.

    python pipeline/data/build_glyphless.py

It has one glyph that draws nothing, half as wide as high. Its outline is a line there and back, without area, from
corner to corner: from that programs learn the box of a character, so that found and selected text is highlighted.
"""

from __future__ import annotations

from io import BytesIO
from pathlib import Path

from fontTools.fontBuilder import FontBuilder
from fontTools.pens.ttGlyphPen import TTGlyphPen

NAME = "Glyphless"
WIDTH, HEIGHT = 500, 1000
"""In thousandths of the font size; ``pipeline/readers/scan/searchable.py`` knows the width."""


def build() -> bytes:
    """Return the font, the same bytes each time."""
    pen = TTGlyphPen(None)
    pen.moveTo((0, 0))
    pen.lineTo((WIDTH, HEIGHT))
    pen.closePath()
    glyph = pen.glyph()
    builder = FontBuilder(HEIGHT, isTTF=True)
    builder.setupGlyphOrder([".notdef"])
    builder.setupCharacterMap({})
    builder.setupGlyf({".notdef": glyph})
    builder.setupHorizontalMetrics({".notdef": (WIDTH, 0)})
    builder.setupHorizontalHeader(ascent=HEIGHT, descent=0)
    builder.setupNameTable({"familyName": NAME, "styleName": "Regular", "psName": NAME}, mac=False)
    builder.setupOS2(sTypoAscender=HEIGHT, usWinAscent=HEIGHT)
    builder.setupPost()
    builder.font.recalcTimestamp = False
    builder.font["head"].created = builder.font["head"].modified = 0
    stream = BytesIO()
    builder.save(stream)
    return stream.getvalue()


if __name__ == "__main__":
    path = Path(__file__).with_name("glyphless.ttf")
    path.write_bytes(build())
    print(f"{path}: {path.stat().st_size} bytes")
