"""Connected parts are the same in few bits and in many."""

from __future__ import annotations

import cv2
import numpy as np
import pytest

from pipeline.readers.components import find_components


@pytest.mark.parametrize("share", [0.02, 0.3, 0.6])
@pytest.mark.parametrize("shape", [(60, 80), (900, 700)])
def test_labels_are_those_of_opencv(shape: tuple[int, int], share: float) -> None:
    mask = (np.random.default_rng(4).random(shape) < share).astype(np.uint8)
    labels, stats = find_components(mask)
    _, wide, expected, _ = cv2.connectedComponentsWithStats(mask)
    assert np.array_equal(labels, wide)
    assert np.array_equal(stats, expected)


def test_few_parts_of_a_large_mask_take_few_bits() -> None:
    mask = np.zeros((900, 700), np.uint8)
    mask[::20] = 255
    labels, stats = find_components(mask)
    assert labels.dtype == np.uint16
    assert len(stats) == 46


def test_more_parts_than_sixteen_bits_count_are_told_apart() -> None:
    mask = np.zeros((600, 600), np.uint8)
    mask[::2, ::2] = 255
    labels, stats = find_components(mask)
    assert len(stats) == 90_001
    assert labels.max() == 90_000
