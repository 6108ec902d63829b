"""Match row labels and issuers to administrative units valid on a day."""

from __future__ import annotations

import unicodedata
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

import regex
from rapidfuzz.distance import Levenshtein

from pipeline.model import Catalog, LabelCheck, Place
from pipeline.text import skeleton, tone_key

_TYPES = {
    "tỉnh": "tỉnh",
    "thành phố": "thành phố",
    "tp": "thành phố",
    "quận": "quận",
    "q": "quận",
    "huyện": "huyện",
    "h": "huyện",
    "thị xã": "thị xã",
    "tx": "thị xã",
    "phường": "phường",
    "p": "phường",
    "xã": "xã",
    "x": "xã",
    "thị trấn": "thị trấn",
    "tt": "thị trấn",
    "đặc khu": "đặc khu",
}
UNIT_TYPES = tuple(dict.fromkeys(_TYPES.values()))
_PREFIX = regex.compile(
    r"(?P<type>tỉnh|thành\s+phố|quận|huyện|thị\s+xã|phường|xã|thị\s+trấn|đặc\s+khu|(?:tp|tx|tt|q|h|p|x)(?=[.\s]))\s*\.?\s*(?=\S)",
    regex.IGNORECASE,
)
_LEVELS = {
    "": ("province", "district"),
    "tỉnh": ("province",),
    "thành phố": ("province", "district"),
    "quận": ("district",),
    "huyện": ("district",),
    "thị xã": ("district",),
}
"""Where a unit of a type is looked for; all other types are communes."""
_URBAN = {"thị xã", "thành phố", "quận"}
_SHORTEST_REPAIR = 5
_MARKS_BEFORE_K = regex.compile(r"[\u0301\u0306]+(?=k)")


@dataclass(frozen=True, slots=True)
class Match:
    """A place with how its label was matched, and as what that was read where it is not as it was read."""

    place: Place | None
    check: LabelCheck
    ambiguous: bool = False
    read: str = ""


def split_type(label: str) -> tuple[str, str]:
    """Return the type that a label names and the bare name.

    >>> split_type("Q. Ba Đình"), split_type("Sơn Tây")
    (('quận', 'Ba Đình'), ('', 'Sơn Tây'))
    """
    match = _PREFIX.match(label)
    if match is None:
        return "", label
    return _TYPES[" ".join(match["type"].lower().split())], label[match.end() :]


def find_issuer(name: str, catalog: Catalog, day: date | None, hints: Sequence[str] = ()) -> Place | None:
    """Return the unit that an issuer's name means (``thành phố Hà Nội``), None if unknown or ambiguous.

    ``hints`` name units around it (``tỉnh Tiền Giang``), which settle which of several of one name is meant. A
    province keeps its code when it becomes a city, so its type decides only where two units share a name.
    """
    kind, bare = split_type(name)
    key = _key(bare)
    levels = _LEVELS.get(kind, ("commune",))
    keys = {key, tone_key(name)} if bare.isdigit() else {key}
    same = [
        place
        for place in catalog.places
        if place.level in levels
        and abs(len(place.name) - len(bare)) <= (6 if bare.isdigit() else 2)
        and place.valid_on(day)
        and _key(place.name) in keys
    ]
    for level in levels:
        found = [p for p in same if p.level == level and (not kind or p.type == kind or bare.isdigit())]
        if len({p.code for p in found}) > 1:
            found = _inside_hints(found, catalog, day, hints)
        if len({p.code for p in found}) == 1:
            return found[-1]
    provinces = [p for p in same if p.level == "province"]
    return provinces[-1] if provinces and kind in {"tỉnh", "thành phố"} else None


def _inside_hints(found: list[Place], catalog: Catalog, day: date | None, hints: Sequence[str]) -> list[Place]:
    above = {place.code for hint in hints if (place := find_issuer(hint, catalog, day)) is not None}
    parents = {p.code: p.parent_code for p in catalog.places if p.level == "district" and p.valid_on(day)}
    return [p for p in found if {p.parent_code, parents.get(p.parent_code, "")} & above]


def _key(name: str) -> str:
    return regex.sub(r"\s*[-–]\s*", " - ", tone_key(name))


def _spelling_key(name: str) -> str:
    """Spell a name of another language so that neither its joints matter, nor marks before ``k``.

    >>> _spelling_key("Đắk Tô") == _spelling_key("Đăk Tô"), _spelling_key("Ia H' Drai") == _spelling_key("Ia H’Drai")
    (True, True)
    """
    toneless = _MARKS_BEFORE_K.sub("", unicodedata.normalize("NFD", name.lower()))
    return "".join(char for char in unicodedata.normalize("NFC", toneless) if char.isalpha())


def territory(place: Place, catalog: Catalog, day: date | None) -> tuple[Place, ...]:
    """Return the units inside a place on a day, districts first."""
    inside: list[Place] = []
    if place.level == "province":
        inside = [
            p for p in catalog.places if p.level == "district" and p.parent_code == place.code and p.valid_on(day)
        ]
    parents = {place.code, *(p.code for p in inside)}
    communes = [p for p in catalog.places if p.level == "commune" and p.parent_code in parents and p.valid_on(day)]
    return (*inside, *communes) if place.level != "commune" else ()


def reaches_back(inside: Sequence[Place], day: date | None) -> bool:
    """Say whether the list of places is as old as a day: its first source has the month at its end."""
    first = min((place.source[-7:] for place in inside if place.valid_from is None), default="")
    return day is None or f"{day:%Y-%m}" >= first


def match_labels(labels: Sequence[str], inside: Sequence[Place]) -> tuple[Match, ...]:
    """Match the labels of a table to units; each unit serves a misread label only if no other row has it.

    The level of most rows holds for all that name no type: a commune may bear the name of a district.
    """
    exact: dict[str, list[Place]] = {}
    for place in inside:
        exact.setdefault(tone_key(place.name), []).append(place)
        exact.setdefault(tone_key(f"{place.type} {place.name}"), []).append(place)
    candidates = [_candidates(label, exact) for label in labels]
    levels = Counter(place.level for found in candidates for place in {p.level: p for p in found}.values())
    usual = max(levels, key=lambda level: (levels[level], level == "district"), default="")
    matches = [_choose(label, found, usual) for label, found in zip(labels, candidates, strict=True)]
    taken = {match.place.place_id for match in matches if match.place is not None}
    free = [place for place in inside if place.place_id not in taken and place.level == usual]
    return tuple(
        _repair(label, free) if match.place is None and not match.ambiguous and usual else match
        for label, match in zip(labels, matches, strict=True)
    )


def _candidates(label: str, exact: dict[str, list[Place]]) -> list[Place]:
    """Return the units of a name, of the type that the label names; towns may have become cities since."""
    kind, bare = split_type(label)
    found = list({p.place_id: p for p in (*exact.get(tone_key(bare), []), *exact.get(tone_key(label), []))}.values())
    typed = [place for place in found if place.type == kind]
    urban = [place for place in found if {place.type, kind} <= _URBAN]
    return typed or (urban if kind else found)


def _choose(label: str, found: list[Place], usual: str) -> Match:
    chosen = found if split_type(label)[0] and len(found) == 1 else [p for p in found if p.level == usual]
    if len(chosen) != 1:
        return Match(None, LabelCheck.UNKNOWN, ambiguous=len(chosen) > 1)
    place = chosen[0]
    full = f"{place.type} {place.name}"
    names = {place.name, full, full[0].upper() + full[1:]}
    return Match(place, LabelCheck.EXACT if label in names else LabelCheck.FOLDED)


def _repair(label: str, free: Sequence[Place]) -> Match:
    """Match a label after repairing marks, or one letter of a name that is not short; only if one unit fits."""
    _, bare = split_type(label)
    key = skeleton(bare)
    same = [place for place in free if skeleton(place.name) == key]
    same = same or [place for place in free if _spelling_key(place.name) == _spelling_key(bare)]
    if not same and len(key) >= _SHORTEST_REPAIR:
        same = [place for place in free if Levenshtein.distance(skeleton(place.name), key, score_cutoff=1) <= 1]
    if len(same) == 1:
        is_spelling = _spelling_key(same[0].name) == _spelling_key(bare)
        return Match(same[0], LabelCheck.FOLDED if is_spelling else LabelCheck.REPAIRED)
    return Match(None, LabelCheck.UNKNOWN)
