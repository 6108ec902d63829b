"""Units of scanned tables whose signs engines do not know: ``m3ngày`` for ``m³/ngày``, ``%o`` for ``‰``."""

from __future__ import annotations

import regex

from pipeline.model import Cell, Units
from pipeline.text import squeeze

_PER_THOUSAND = regex.compile(r"%\s*[oOọ0°]\.?")
_POWER = regex.compile(r"(?<=m)[23](?!\d)")
_POWERS = {"2": "²", "3": "³"}


def unit_of_cell(cell: Cell, units: Units) -> str:
    """Return the text of a cell of a unit column; of a scan, the one unit that it is a known misreading of."""
    if not any(reading.confidence is not None for reading in cell.readings):
        return cell.text
    return mend_unit(cell.text, units)


def mend_unit(read: str, units: Units) -> str:
    """Return the unit that was read with a sign lost or mistaken; what is a unit, or may be several, stays.

    >>> from pipeline.catalog import load_catalog
    >>> units = load_catalog().units
    >>> [mend_unit(read, units) for read in ("m3ngày", "m3", "%o.", "1.000 người", "mngày", "mm")]
    ['m³/ngày', 'm3', '‰', '1.000 người', 'mngày', 'mm']
    """
    text = squeeze(read)
    if _PER_THOUSAND.fullmatch(text):
        return "‰"
    if "/" in text or text.lower() in units.by_name:
        return read
    cuts = [(text[:at].rstrip(), text[at:].lstrip()) for at in range(1, len(text))]
    known = [(above, below) for above, below in cuts if _is_ratio(above.lower(), below.lower(), units)]
    return "/".join(_with_power(part) for part in known[0]) if len(known) == 1 else read


def _is_ratio(above: str, below: str, units: Units) -> bool:
    """Say whether a measure stands above something else; of metres only with their power, which is easily lost."""
    families = [units.by_name[name].family if name in units.by_name else "" for name in (above, below)]
    return families[0] == "measure" and families[1] not in {"", "measure"} and not above.endswith("m")


def _with_power(unit: str) -> str:
    return _POWER.sub(lambda match: _POWERS[match[0]], unit)
