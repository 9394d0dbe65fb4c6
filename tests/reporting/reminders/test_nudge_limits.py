"""When nobody is reminded."""

from datetime import datetime

import pytest

from reporting.deadlines.calendar import TIME_ZONE
from reporting.reminders.nudge_limits import is_waking


@pytest.mark.parametrize(
    ("hour", "minute", "waking"), [(6, 59, False), (7, 0, True), (20, 59, True), (21, 0, False), (0, 0, False)]
)
def test_quiet_from_nine_in_the_evening_to_seven(hour: int, minute: int, waking: bool) -> None:
    assert is_waking(datetime(2026, 5, 20, hour, minute, tzinfo=TIME_ZONE)) is waking
