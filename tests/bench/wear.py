"""Turn PDFs into scans: pages drawn, stamped, worn, and put into a PDF that has nothing but pictures.

    python -m tests.bench.wear heavy raw_docs/mau-ke-hoach-dan-so-2024-ban-in.pdf /tmp/heavy.pdf

The same level and file give the same bytes each time. Only Pillow and integer or exactly rounded arithmetic of NumPy
are used, so that processors agree too.
"""

from __future__ import annotations

import io
import sys
import zlib
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from PIL import Image, ImageFilter

from .stamps import sign, stamp

PAPER = 246
"""How light paper is in a scan; 255 is the lamp."""

TURNS = (Image.Transpose.ROTATE_90, Image.Transpose.ROTATE_180, Image.Transpose.ROTATE_270)


@dataclass(frozen=True, slots=True)
class Wear:
    """How bad a scan is.

    ``quality`` is that of JPEG; 0 stands for a fax, one bit per pixel. ``skew`` is in degrees, its sign drawn per page.
    ``blur`` is a radius in pixels, ``noise`` a standard deviation in grey levels, ``bend`` the pixels that the middle
    of a line sags. ``fade`` is the share of its contrast that print has lost, ``shade`` the share of light missing at
    the darkest edge, ``breaks`` the share of print that has gone. ``turned``: landscape pages lie sideways or upside
    down. ``stamped``: a stamp and a signature at the end of the plan, a stamp over each landscape page, in colour if
    the scan is ``coloured``.
    """

    dpi: int
    quality: int
    skew: float = 0
    blur: float = 0
    noise: float = 0
    bend: float = 0
    fade: float = 0
    shade: float = 0
    breaks: float = 0
    turned: bool = False
    stamped: bool = False
    coloured: bool = False


LEVELS: dict[str, Wear] = {
    "clean": Wear(300, 92),
    "ordinary": Wear(200, 70, skew=0.7, blur=0.5, noise=5),
    "stamped": Wear(200, 75, skew=0.5, blur=0.5, noise=4, stamped=True, coloured=True),
    "sideways": Wear(200, 70, skew=0.6, blur=0.5, noise=5, turned=True),
    "skewed": Wear(200, 70, skew=1.8, blur=0.6, noise=5, bend=4),
    "faint": Wear(200, 65, skew=0.4, blur=0.7, noise=7, fade=0.55, shade=0.35),
    "fax": Wear(200, 0, skew=0.5, blur=0.7, noise=22, breaks=0.01),
    "heavy": Wear(150, 35, skew=1.5, blur=0.6, noise=12, bend=2, fade=0.2, shade=0.15, breaks=0.05),
}
ORDINARY = ("ordinary", "stamped", "sideways")
"""What is called ordinary wear: 200 dpi, skew under a degree, stamped, sideways."""


def scan(source: Path, wear: Wear, pages: Sequence[int] | None = None, draw: int = 0) -> bytes:
    """Return the pages of a PDF (counted from 0, all by default) as a scan.

    The seed is the name of the file, the number of the page and that of the draw: another level wears the same page
    alike, another draw wears it otherwise.
    """
    import pypdfium2

    document = pypdfium2.PdfDocument(source)
    numbers = range(len(document)) if pages is None else pages
    pictures = []
    for number in numbers:
        seed = f"{source.stem} {number}" + (f" {draw}" if draw else "")
        rng = np.random.default_rng(zlib.crc32(seed.encode()))
        page = document[number]
        picture = page.render(scale=wear.dpi / 72).to_pil().convert("RGB" if wear.coloured else "L")
        signature = _signature(page, wear.dpi) if wear.stamped else None
        page.close()
        pictures.append(_worn(_stamped(picture, wear, signature, rng), wear, rng))
    document.close()
    return write_pictures(pictures, wear)


def write_pictures(pictures: Sequence[Image.Image], wear: Wear) -> bytes:
    """Return a PDF of pictures: JPEG, or CCITT group 4 where they have one bit."""
    written = io.BytesIO()
    first, *rest = pictures
    first.save(
        written,
        "PDF",
        save_all=True,
        append_images=rest,
        resolution=float(wear.dpi),
        creationDate=None,
        modDate=None,
        **({"quality": wear.quality, "optimize": True} if wear.quality else {}),
    )
    return written.getvalue()


def _signature(page: object, dpi: int) -> tuple[float, float] | None:
    """Return where somebody signs: below the line that names the office."""
    text = page.get_textpage()  # type: ignore[attr-defined]
    found = text.search("TM. ỦY BAN").get_next()
    left, bottom, *_ = text.get_charbox(found[0]) if found else (0, 0)
    text.close()
    if not found:
        return None
    height = page.get_height()  # type: ignore[attr-defined]
    return (left + 75) * dpi / 72, (height - bottom + 75) * dpi / 72


def _stamped(
    picture: Image.Image, wear: Wear, signature: tuple[float, float] | None, rng: np.random.Generator
) -> Image.Image:
    if not wear.stamped:
        return picture
    if signature is not None:
        picture = sign(picture, signature, wear.dpi, rng)
        picture = stamp(picture, (signature[0] - wear.dpi * 0.7, signature[1]), wear.dpi, rng)
    elif picture.width > picture.height:
        at = picture.width * float(rng.uniform(0.1, 0.85)), picture.height * float(rng.uniform(0.35, 0.75))
        picture = stamp(picture, at, wear.dpi, rng)
    return picture


def _worn(picture: Image.Image, wear: Wear, rng: np.random.Generator) -> Image.Image:
    """Wear a page in the order in which it happens: the print, the paper in the scanner, the lamp, the sensor."""
    if wear.breaks or wear.fade:
        picture = _thin(picture, wear, rng)
    if wear.bend:
        picture = _bent(picture, wear.bend)
    if wear.skew:
        angle = wear.skew * (1 if rng.integers(2) else -1)
        white = (255, 255, 255) if picture.mode == "RGB" else 255
        picture = picture.rotate(angle, Image.Resampling.BICUBIC, fillcolor=white)
    if wear.turned and picture.width > picture.height:
        picture = picture.transpose(TURNS[int(rng.integers(3))])
    if wear.blur:
        picture = picture.filter(ImageFilter.GaussianBlur(wear.blur))
    if wear.dpi < 300 or wear.noise:
        picture = _lit(picture, wear, rng)
    return picture.point(lambda level: 255 * (level > 150)).convert("1") if wear.quality == 0 else picture


def _thin(picture: Image.Image, wear: Wear, rng: np.random.Generator) -> Image.Image:
    """Lighten all print, and most of all in spots of about a third of a millimetre."""
    ink = 255 - np.asarray(picture, dtype=np.int32)
    kept = np.full(ink.shape[:2], round(1000 * (1 - wear.fade)), dtype=np.int32)
    if wear.breaks:
        size = picture.width // 3, picture.height // 3
        field = Image.fromarray(rng.integers(0, 256, size[::-1], dtype=np.uint8))
        spots = np.asarray(field.resize(picture.size, Image.Resampling.BILINEAR))
        counts = np.cumsum(np.bincount(spots.ravel(), minlength=256))
        limit = int(np.searchsorted(counts, wear.breaks * spots.size))
        kept[spots <= limit] //= 4
    if ink.ndim == 3:
        kept = kept[:, :, None]
    return Image.fromarray((255 - ink * kept // 1000).astype(np.uint8))


def _bent(picture: Image.Image, depth: float) -> Image.Image:
    """Let the middle of each line sag, as paper does that does not lie flat."""
    parts = 16
    wide, tall = picture.size
    edges = [round(wide * number / parts) for number in range(parts + 1)]
    sag = [depth * 4 * edge * (wide - edge) / wide**2 for edge in edges]
    mesh = [
        ((left, 0, right, tall), (left, -a, left, tall - a, right, tall - b, right, -b))
        for left, right, a, b in zip(edges, edges[1:], sag, sag[1:], strict=False)
    ]
    white = (255, 255, 255) if picture.mode == "RGB" else 255
    return picture.transform(picture.size, Image.Transform.MESH, mesh, Image.Resampling.BICUBIC, fillcolor=white)  # type: ignore[arg-type, unused-ignore]


def _lit(picture: Image.Image, wear: Wear, rng: np.random.Generator) -> Image.Image:
    """Light the page, darker towards one corner, and add the noise of the sensor."""
    tall, wide = picture.height, picture.width
    rows, columns = np.arange(tall, dtype=np.int64)[:, None], np.arange(wide, dtype=np.int64)[None, :]
    if rng.integers(2):
        columns = columns[:, ::-1]
    far = (rows * rows * 1000 // tall**2 + columns * columns * 1000 // wide**2) // 2
    light = (PAPER * (1000 - round(wear.shade * 1000) * far // 1000) // 1000).astype(np.int32)
    noise = np.rint(rng.standard_normal((tall, wide), dtype=np.float32) * np.float32(wear.noise)).astype(np.int32)
    levels = np.asarray(picture, dtype=np.int32)
    if levels.ndim == 3:
        light, noise = light[:, :, None], noise[:, :, None]
    return Image.fromarray(np.clip(levels * light // 255 + noise, 0, 255).astype(np.uint8))


def main(level: str, source: str, target: str) -> None:
    """Write a scan of a PDF."""
    Path(target).write_bytes(scan(Path(source), LEVELS[level]))


if __name__ == "__main__":
    main(*sys.argv[1:])
