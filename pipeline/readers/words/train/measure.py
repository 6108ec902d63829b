"""Measures a reader of words on lines that it never saw, and calibrates its confidence on others."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from difflib import SequenceMatcher

from rapidfuzz.distance import Levenshtein

from pipeline.readers.networks import Calibration, Model, build_model
from pipeline.readers.training.calibration import AS_IT_IS, Figure, isotonic, reliability
from pipeline.readers.training.shelf import Shelf
from pipeline.readers.training.wear import HEAVY, ORDINARY
from pipeline.readers.words.reader import PrintedWord, read_strips

from .samples import Sample, draw_from_sheets, draw_sample

Judged = tuple[Sample, tuple[PrintedWord, ...]]
_CHUNK = 256


def read_samples(model: Model, samples: Iterator[Sample]) -> list[Judged]:
    """Read lines and keep each beside its reading."""
    drawn = list(samples)
    judged: list[Judged] = []
    for start in range(0, len(drawn), _CHUNK):
        chunk = drawn[start : start + _CHUNK]
        judged.extend(zip(chunk, read_strips(model, [sample.strip for sample in chunk]), strict=True))
    return judged


def draw(count: int, shelf: Shelf, wear: tuple[float, float], seed: int) -> Iterator[Sample]:
    """Draw lines for measuring; training never takes numbers of two parts."""
    return (draw_sample((seed, number), shelf, wear) for number in range(count))


def draw_sheets(count: int, shelf: Shelf, wear: tuple[float, float], seed: int) -> Iterator[Sample]:
    """Draw lines of whole sheets for measuring; training takes numbers of more parts."""
    return iter(draw_from_sheets((seed,), count, shelf, wear))


def judge_words(judged: Sequence[Judged]) -> list[tuple[float, bool]]:
    """Return how sure each word is and whether it was printed there."""
    found: list[tuple[float, bool]] = []
    for sample, words in judged:
        matcher = SequenceMatcher(None, sample.read.split(), [word.text for word in words], autojunk=False)
        right = {block.b + i for block in matcher.get_matching_blocks() for i in range(block.size)}
        found.extend((word.confidence, number in right) for number, word in enumerate(words))
    return found


def calibrate(weights: bytes, samples: Iterator[Sample]) -> Calibration:
    """Find the share of right words by the probability that the network states."""
    judged = read_samples(build_model(weights, AS_IT_IS), samples)
    return Calibration(1.0, *isotonic(judge_words(judged)))


def measure(model: Model, shelves: dict[str, Shelf], count: int) -> dict[str, Figure]:
    """Read lines that neither training nor calibration drew, by themselves and on sheets, little and much worn."""
    found: dict[str, Figure] = {}
    everything: list[tuple[float, bool]] = []
    for number, (name, shelf) in enumerate(shelves.items()):
        for wear_name, wear in (("ordinary", ORDINARY), ("heavy", HEAVY)):
            seed = 920 + 10 * number + (wear_name == "heavy")
            for kind, drawn in (("", draw), ("-sheets", draw_sheets)):
                judged = read_samples(model, drawn(count, shelf, wear, seed))
                found[f"{name}-{wear_name}{kind}"] = figures(judged)
                everything.extend(judge_words(judged))
    return {**found, **reliability(everything)}


def figures(judged: Sequence[Judged]) -> Figure:
    """Count lines, those exact but for spaces, and the letters that are wrong."""
    pairs = [("".join(sample.read.split()), "".join(word.text for word in words)) for sample, words in judged]
    words = judge_words(judged)
    letters = sum(len(true) for true, _ in pairs)
    return {
        "lines": len(pairs),
        "lines_exact": round(sum(true == read for true, read in pairs) / max(1, len(pairs)), 5),
        "words": len(words),
        "words_right": round(sum(right for _, right in words) / max(1, len(words)), 5),
        "letters_wrong": round(sum(Levenshtein.distance(true, read) for true, read in pairs) / max(1, letters), 5),
    }
