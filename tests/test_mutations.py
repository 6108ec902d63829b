"""Few of the errors that ``make bench ARGS="mutations"`` puts into documents: all that sums can see are found."""

from __future__ import annotations

import pytest

from .bench.mutants import KINDS, ROW_KINDS, Clean, clean_documents, spoil
from .bench.mutations import ACCUSING, Score, measure
from .plans import SAMPLES

CELL_KINDS = [kind for kind in KINDS if kind not in ROW_KINDS]


@pytest.fixture(scope="module")
def documents() -> list[Clean]:
    return clean_documents(with_real=False)


@pytest.fixture(scope="module")
def some(documents: list[Clean]) -> list[Clean]:
    return [one for one in documents if one.name in {"can-tho-2025.txt", "dong-nai-2023.txt", "dan-so-2026"}]


@pytest.fixture(scope="module")
def scores(some: list[Clean]) -> dict[str, list[Score]]:
    return measure(some, range(1), counts=(1, 3))


def test_no_accusation_in_clean_documents(documents: list[Clean]) -> None:
    flawed = SAMPLES / "mau-ke-hoach-tranh-thai-2030.md"  # lost a cell on purpose
    accused = {one.name: [note.code for note in one.found.notes if note.code in ACCUSING] for one in documents}
    assert accused.pop(flawed.name) == ["identity-fails"]
    assert not any(accused.values())


@pytest.mark.parametrize("kind", CELL_KINDS)
def test_every_error_that_moves_a_sum_is_found_and_suspect(kind: str, scores: dict[str, list[Score]]) -> None:
    for score in scores[kind]:
        assert score.detectable > 0
        assert score.found == score.detectable
        assert score.unsuspected == 0


@pytest.mark.parametrize("kind", ["digit confusion", "lost digit", "added digit", "swapped digits"])
def test_where_two_sums_cross_the_first_proposal_is_right(kind: str, scores: dict[str, list[Score]]) -> None:
    single = scores[kind][0]
    assert single.crossing_right == single.crossing > 0
    assert single.accused == 0


@pytest.mark.parametrize("kind", ["dropped row", "doubled row"])
def test_rows_lost_and_doubled(kind: str, scores: dict[str, list[Score]]) -> None:
    single = scores[kind][0]
    assert single.found == single.detectable > 0
    assert single.accused == 0


def test_same_seed_same_errors(documents: list[Clean]) -> None:
    one, other = (spoil(documents[0], "digit confusion", 3, 7) for _ in range(2))
    assert one is not None
    assert other is not None
    assert (one.lines, one.errors) == (other.lines, other.errors)
