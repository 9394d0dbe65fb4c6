"""The receipt: when a report was submitted, and until when a correction is in time."""

from __future__ import annotations

import pytest

from tests.handlers.conftest import ChatOf
from tests.province import Province
from tests.rules.screens import Screens, file_on_phone, moment, set_hour

MAY_CORRECT = "vẫn nộp được bản điều chỉnh."


@pytest.fixture
def screens(ca_mau: Province, chat_of: ChatOf) -> Screens:
    return Screens(chat_of, ca_mau, moment("24/5 15:00"))


def receipt(screens: Screens, *, hour: bool) -> str:
    """Of Năm Căn's report, due at the end of 24/5 or at 16:00 of that day."""
    chat = screens.chat(screens.province.nam_can_officer)
    if hour:
        set_hour(chat, screens.province.nam_can_officer, moment("24/5 16:00"))
    return file_on_phone(chat)


def test_until_the_end_of_the_last_day(screens: Screens) -> None:
    assert f"Đến hết ngày 24/5 {MAY_CORRECT}" in receipt(screens, hour=False)


def test_until_the_hour_that_was_set(screens: Screens) -> None:
    assert f"Đến 16:00 ngày 24/5 {MAY_CORRECT}" in receipt(screens, hour=True)


@pytest.mark.parametrize(("at", "hour"), [("24/5 16:00", True), ("24/5 23:00", True), ("25/5 00:00", False)])
def test_not_once_the_deadline_is_over(screens: Screens, at: str, hour: bool) -> None:
    text = receipt(screens.at(at), hour=hour)

    assert "trễ hạn" in text
    assert MAY_CORRECT not in text
