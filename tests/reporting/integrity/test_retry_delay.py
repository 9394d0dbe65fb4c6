"""Wrong invitation codes: the wait grows from the fifth on."""

from __future__ import annotations

from reporting.integrity.retry_delay import wait_after


def test_the_wait_grows_and_then_stays() -> None:
    minutes = [wait_after(wrong).total_seconds() / 60 for wrong in range(11)]
    assert minutes == [0, 0, 0, 0, 0, 1, 5, 30, 120, 120, 120]
