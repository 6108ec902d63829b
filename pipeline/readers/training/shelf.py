"""The faces that training prints with, and which of them comes next."""

from __future__ import annotations

from dataclasses import dataclass

from numpy.random import Generator

from .fonts import Face


@dataclass(frozen=True, slots=True)
class Shelf:
    """The faces to print with: groups that are drawn equally often by family, with the share of each group."""

    groups: tuple[tuple[Face, ...], ...]
    shares: tuple[float, ...]

    def draw_family(self, rng: Generator) -> list[Face]:
        """Choose a family and return its faces, upright ones first."""
        faces = self.groups[int(rng.choice(len(self.groups), p=self.shares))]
        families = sorted({face.family for face in faces})
        family = families[int(rng.integers(len(families)))]
        return [face for face in faces if face.family == family]
