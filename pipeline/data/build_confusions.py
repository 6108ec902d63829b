"""Rebuild ``confusions.csv``: how alike two digits look in the typefaces that plans are set in.

    python pipeline/data/build_confusions.py FONT [FONT ...]

Shipped: the upright faces of TeX Gyre Termes and Heros, which have the shapes of Times and Helvetica. The weight of a
pair is the likeness of their blurred pictures, the closest taken over the fonts, as a share of the likenesses of the
digit printed; those of the other kinds are guesses.
"""

from __future__ import annotations

import csv
import sys
from pathlib import Path

import numpy as np
from PIL import Image, ImageDraw, ImageFilter, ImageFont

Picture = np.ndarray[tuple[int, ...], np.dtype[np.float64]]
COLUMNS = ("kind", "printed", "read", "weight", "source")
GUESSED = "order of size only: rarer than the confusions of digits that look alike"
OTHERS = (
    ("separator", "0.5", "a comma and a dot differ by their tail, which low resolution loses"),
    ("lost-digit", "0.05", GUESSED),
    ("added-digit", "0.03", GUESSED),
    ("swapped-digits", "0.02", "a slip of the person who types; engines hardly make it"),
    ("second-edit", "0.02", GUESSED),
    ("unrelated", "0.000001", "no one or two slips explain it"),
)
LETTERS = {
    "0": {"O": 0.9, "o": 0.5, "Q": 0.2, "D": 0.2},
    "1": {"l": 0.9, "I": 0.9, "|": 0.5, "L": 0.1},
    "2": {"Z": 0.3, "z": 0.2},
    "5": {"S": 0.5, "s": 0.2},
    "6": {"G": 0.2, "b": 0.2},
    "8": {"B": 0.3},
    "9": {"g": 0.2, "q": 0.2},
}
"""What a digit may be read as, if not as a digit."""
ALIKE = "order of size only: shapes that engines take for one another"
SIZE, BLUR, SHARPNESS = 48, 3, 8
"""Height of the pictures, blur in pixels, and the power that tells like from unlike."""


def picture(digit: str, font: str) -> Picture:
    """Draw a digit, cut to its ink, as tall as the others, in the middle and blurred; unit length."""
    image = Image.new("L", (3 * SIZE, 3 * SIZE))
    ImageDraw.Draw(image).text((SIZE, SIZE), digit, fill=255, font=ImageFont.truetype(font, SIZE))
    cut = image.crop(image.getbbox())
    cut = cut.resize((cut.width * SIZE // cut.height, SIZE))
    framed = Image.new("L", (SIZE, SIZE + SIZE // 2))
    framed.paste(cut, ((SIZE - cut.width) // 2, SIZE // 4))
    pixels: Picture = np.asarray(framed.filter(ImageFilter.GaussianBlur(BLUR)), dtype=float).ravel()
    return pixels / float(np.linalg.norm(pixels))


def likenesses(fonts: list[str]) -> dict[tuple[str, str], float]:
    """Return the likeness of each pair of digits as a share of those of the first."""
    alike: dict[tuple[str, str], float] = {}
    for font in fonts:
        drawn = {digit: picture(digit, font) for digit in "0123456789"}
        for one, first in drawn.items():
            for other, second in drawn.items():
                if one != other:
                    alike[one, other] = max(alike.get((one, other), 0), float(first @ second) ** SHARPNESS)
    sums = {one: sum(alike[one, other] for other in "0123456789" if other != one) for one in "0123456789"}
    return {(one, other): value / sums[one] for (one, other), value in alike.items()}


def main(fonts: list[str]) -> None:
    """Write the file."""
    source = "likeness of blurred shapes in TeX Gyre Termes and Heros (build_confusions.py)"
    rows = [("digit", one, other, f"{value:.3f}", source) for (one, other), value in likenesses(fonts).items()]
    rows += [(kind, "", "", weight, why) for kind, weight, why in OTHERS]
    rows += [
        ("letter", one, sign, str(weight), ALIKE) for one, signs in LETTERS.items() for sign, weight in signs.items()
    ]
    with Path(__file__).with_name("confusions.csv").open("w", encoding="utf-8", newline="") as stream:
        writer = csv.writer(stream, lineterminator="\n")
        writer.writerow(COLUMNS)
        writer.writerows(rows)


if __name__ == "__main__":
    if len(sys.argv) < 2:
        sys.exit("usage: python pipeline/data/build_confusions.py FONT [FONT ...]")
    main(sys.argv[1:])
