from __future__ import annotations

from bot.channels.web.visitor_limit import VisitorLimit


class Watch:
    def __init__(self) -> None:
        self.seconds = 0.0

    def __call__(self) -> float:
        return self.seconds


def test_a_burst_is_allowed_and_then_one_a_time() -> None:
    watch = Watch()
    allowance = VisitorLimit(burst=3, rate=0.5, elapsed=watch)
    assert [allowance.take("a") for _ in range(4)] == [0, 0, 0, 2]
    watch.seconds = 1.0
    assert allowance.take("a") == 1
    watch.seconds = 2.0
    assert allowance.take("a") == 0


def test_one_visitor_does_not_use_up_anothers() -> None:
    allowance = VisitorLimit(burst=1, rate=1, elapsed=Watch())
    assert [allowance.take("a"), allowance.take("b"), allowance.take("a")] == [0, 0, 1]


def test_a_long_pause_saves_no_more_than_the_burst() -> None:
    watch = Watch()
    allowance = VisitorLimit(burst=2, rate=1, elapsed=watch)
    allowance.take("a")
    watch.seconds = 1000.0
    assert [allowance.take("a") for _ in range(3)] == [0, 0, 1]


def test_the_longest_unused_are_forgotten() -> None:
    allowance = VisitorLimit(burst=1, rate=1, elapsed=Watch(), keys=2)
    for key in "abc":
        allowance.take(key)
    assert [allowance.take("c"), allowance.take("a")] == [1, 0]
