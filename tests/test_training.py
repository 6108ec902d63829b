"""What the training of all readers shares."""

from __future__ import annotations

from pipeline.readers.training.drawing import drawn_ahead


def test_shards_come_in_the_order_of_their_jobs() -> None:
    assert list(drawn_ahead(abs, range(-9, 0), workers=2)) == list(range(9, 0, -1))


def test_no_more_jobs_are_taken_than_may_wait() -> None:
    taken: list[int] = []

    def noted(job: int) -> int:
        taken.append(job)
        return job

    shards = drawn_ahead(abs, map(noted, range(20)), workers=1)
    assert next(shards) == 0
    assert len(taken) < 6
