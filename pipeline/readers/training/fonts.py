"""The fonts that training prints with, taken from Debian's packages, without being installed."""

from __future__ import annotations

import subprocess
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from PIL import ImageFont

DEBIAN_PACKAGES = (
    "fonts-liberation",
    "fonts-liberation2",
    "fonts-freefont-ttf",
    "fonts-croscore",
    "fonts-dejavu-core",
    "fonts-dejavu-extra",
    "fonts-linuxlibertine",
    "fonts-noto-core",
    "fonts-sil-gentiumplus",
    "fonts-sil-charis",
    "fonts-sil-doulos",
    "fonts-crosextra-carlito",
    "fonts-crosextra-caladea",
    "fonts-roboto-unhinted",
    "fonts-roboto-slab",
    "fonts-open-sans",
    "fonts-lato",
    "fonts-texgyre",
    "fonts-stix",
    "fonts-urw-base35",
    "fonts-cantarell",
    "fonts-sil-andika",
    "fonts-lmodern",
    "fonts-quattrocento",
    "fonts-gfs-didot",
    "fonts-gfs-artemisia",
    "fonts-inter",
    "fonts-cabin",
    "fonts-adf-tribun",
    "fonts-adf-romande",
    "fonts-adf-baskervald",
)

TIMES_LIKE = {
    "Liberation Serif": "LiberationSerif",
    "Tinos": "Tinos",
    "TeX Gyre Termes": "texgyretermes",
    "FreeSerif": "FreeSerif",
    "Nimbus Roman": "NimbusRoman",
    "Linux Libertine": "LinLibertine",
    "Doulos SIL": "DoulosSIL",
    "Tribun ADF": "TribunADFStd",
}
"""Families and the beginnings of the names of their files."""
OTHERS = {
    "DejaVu Serif": "DejaVuSerif",
    "DejaVu Serif Condensed": "DejaVuSerifCondensed",
    "Charis SIL": "CharisSIL",
    "C059": "C059",
    "P052": "P052",
    "TeX Gyre Bonum": "texgyrebonum",
    "TeX Gyre Schola": "texgyreschola",
    "Latin Modern Roman": "lmroman10",
    "GFS Didot": "GFSDidot",
    "GFS Artemisia": "GFSArtemisia",
    "Baskervald ADF": "BaskervaldADFStd",
    "Romande ADF": "RomandeADFStd",
    "Roboto Slab": "RobotoSlab",
    "Quattrocento": "Quattrocento",
    "Liberation Sans": "LiberationSans",
    "Liberation Sans Narrow": "LiberationSansNarrow",
    "Arimo": "Arimo",
    "TeX Gyre Heros": "texgyreheros",
    "FreeSans": "FreeSans",
    "Carlito": "Carlito",
    "Roboto": "Roboto",
    "Roboto Condensed": "RobotoCondensed",
    "DejaVu Sans": "DejaVuSans",
    "DejaVu Sans Condensed": "DejaVuSansCondensed",
    "Noto Sans": "NotoSans",
    "Lato": "Lato",
    "Inter": "Inter",
    "Cabin": "Cabin",
    "Andika": "Andika",
    "Linux Biolinum": "LinBiolinum",
    "Liberation Mono": "LiberationMono",
    "Cousine": "Cousine",
    "URW Gothic": "URWGothic",
}
HELD_OUT = {
    "STIX": "STIX",
    "Gentium Plus": "GentiumPlus",
    "Caladea": "Caladea",
    "Noto Serif": "NotoSerif",
    "Open Sans": "OpenSans",
    "Cantarell": "Cantarell",
}
"""Never drawn in training; no other family copies their shapes."""
_ENDINGS = (
    *("-Regular", "-Roman", "-regular", "-Book", "_R", ""),
    *("-Bold", "-bold", "-DemiBold", "-Demi", "_RB", "Bold", "-Italic", "-italic", "-Oblique", "-BookOblique", "_RI"),
    *("Italic", "It", "Oblique", "-BoldItalic", "-BdIta", "-bolditalic", "-BoldOblique", "-DemiBoldItalic"),
    *("-DemiOblique", "_RBI", "BoldItalic", "BoldIt", "BoldOblique"),
)
"""Of the names of files: upright first, then bold, italic and both."""


@dataclass(frozen=True, slots=True)
class Face:
    """One font file of a family."""

    family: str
    path: str


def fetch(folder: Path) -> None:
    """Download the packages of fonts through apt and unpack them into a folder; a second time costs nothing."""
    done = folder / "fetched"
    if done.exists():
        return
    packages = folder / "packages"
    packages.mkdir(parents=True, exist_ok=True)
    subprocess.run(["apt-get", "-q", "download", *DEBIAN_PACKAGES], cwd=packages, check=True)  # noqa: S603, S607 - names above
    for package in sorted(packages.glob("*.deb")):
        subprocess.run(["dpkg", "-x", str(package), str(folder)], check=True)  # noqa: S603, S607 - unpacks, installs nothing
    done.touch()


def find_faces(folder: Path, families: dict[str, str]) -> tuple[Face, ...]:
    """Find the regular, bold and italic faces of families below a folder, in a fixed order."""
    files = {path.stem: path for path in sorted(folder.rglob("*")) if path.suffix in {".ttf", ".otf"}}
    faces = [
        Face(family, str(files[stem + ending]))
        for family, stem in families.items()
        for ending in _ENDINGS
        if stem + ending in files
    ]
    missing = [family for family in families if all(face.family != family for face in faces)]
    if missing:
        raise FileNotFoundError(f"no font files of {', '.join(missing)} below {folder}; delete it to fetch them anew")
    return tuple(faces)


@cache
def load_font(path: str, size: int) -> ImageFont.FreeTypeFont:
    """Load a face at a size in pixels to the em."""
    return ImageFont.truetype(path, size, layout_engine=ImageFont.Layout.BASIC)


@cache
def has_letter(path: str, letter: str) -> bool:
    """Tell whether a face draws a letter, and not the box for letters that it lacks."""
    font = load_font(path, 24)
    return letter == " " or bytes(font.getmask(letter)) not in {bytes(font.getmask("\uffff")), b""}
