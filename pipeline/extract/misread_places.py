"""Names of administrative units that a reader of scans misread, told by the other names in their column."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from pipeline.model import Catalog, LabelCheck, Place
from pipeline.text import skeleton, tone_key

from .gazetteer import UNIT_TYPES, match_labels, split_type

_FEWEST, _SHARE = 3, 3
"""Names of units of one parent that make a column one of its units, and of how many labels one must be such a name."""

_Family = tuple[str, str]
"""The units of a level that have one parent, by its code."""


@dataclass(frozen=True, slots=True, eq=False)
class PlaceNames:
    """The units of each parent, of whatever day, once even if their type changed; the families of each name."""

    families: Mapping[_Family, tuple[Place, ...]]
    of_name: Mapping[str, tuple[_Family, ...]]

    def __call__(self, labels: Sequence[str]) -> tuple[str, ...]:
        """Return the labels of a column, misread names of units as they are spelled.

        A third of the labels must name units of one parent, for regions and totals stand among them, and a name must
        fit one alone of those left.
        """
        typed = [_with_type(label) for label in labels]
        named = [label for label in typed if any(map(str.isalpha, label))]
        around = Counter(family for label in named for family in self.of_name.get(_key(label), ()))
        family, hits = max(around.items(), key=lambda item: (item[1], item[0]), default=(("", ""), 0))
        if hits < _FEWEST or _SHARE * hits < len(named):
            return tuple(labels)
        matches = match_labels(typed, self.families[family])
        return tuple(
            _as_spelled(spelled, match.place, match.check) if match.place else label
            for label, spelled, match in zip(labels, typed, matches, strict=True)
        )


def spell_places(labels: Sequence[str], catalog: Catalog) -> tuple[str, ...]:
    """Return the labels of a column, misread names of units as they are spelled; nothing is prepared before that."""
    return place_names(catalog)(labels)


@lru_cache(maxsize=2)
def place_names(catalog: Catalog) -> PlaceNames:
    """Prepare the units of a catalogue; once per process."""
    families: dict[_Family, dict[str, Place]] = defaultdict(dict)
    of_name: dict[str, set[_Family]] = defaultdict(set)
    for place in catalog.places:
        family, name = (place.level, place.parent_code), tone_key(place.name)
        families[family][f"{place.code} {name}"] = place
        of_name[name].add(family)
    return PlaceNames(
        {family: tuple(own.values()) for family, own in families.items()},
        {name: tuple(sorted(own)) for name, own in of_name.items()},
    )


def _key(label: str) -> str:
    return tone_key(split_type(label)[1])


def _with_type(label: str) -> str:
    """Spell the type before a name as it is, where its marks were misread.

    >>> _with_type("Thi xã Sa Pa"), _with_type("Thị xã Sa Pa"), _with_type("Thịnh Lang")
    ('Thị xã Sa Pa', 'Thị xã Sa Pa', 'Thịnh Lang')
    """
    kind = next((kind for kind in UNIT_TYPES if skeleton(label).startswith(f"{skeleton(kind)} ")), "")
    if not kind or label[: len(kind)].lower() == kind or label.isupper():
        return label
    return f"{kind.capitalize() if label[0].isupper() else kind}{label[len(kind) :]}"


def _as_spelled(label: str, place: Place, check: LabelCheck) -> str:
    """Spell a label as the name of its unit, if a mark or letter of it was repaired or some capitals are missing."""
    bare = split_type(label)[1]
    if bare.islower():
        return label
    name = place.name.upper() if bare.isupper() else place.name
    is_misread = check is LabelCheck.REPAIRED or bare.lower() == name.lower()
    return f"{label.removesuffix(bare)}{name}" if is_misread else label
